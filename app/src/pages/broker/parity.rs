//! The comparison as a table: service, plan, field. It is the preview of an import, too: texts can be taken over by
//! hand, ids never.

use leptos::prelude::*;
use slipway_domain::rule::Level;
use slipway_domain::view::ParityLine;

use super::tree::{Difference, Node, count, tree};
use crate::text::broker as broker_words;
use crate::text::broker::incident;
use crate::text::broker::parity as words;
use crate::ui::{Column, DataTable, Mark, Status};

pub(super) fn block(lines: &[ParityLine]) -> impl IntoView + use<> {
    let nodes = tree(lines);
    let sub = words::summary(count(&nodes, Level::Error), count(&nodes, Level::Warning), count(&nodes, Level::Info));
    view! {
        <section class="block" id="parity">
            {table(nodes, words::TITLE, sub)}
        </section>
    }
}

/// Lines that differ, without what agrees beside them.
pub(super) fn differing(lines: &[ParityLine]) -> impl IntoView + use<> {
    let table = table(tree(lines), incident::CAPTION, incident::CAPTION_SUB.to_owned());
    view! {
        <section class="block" id="drift">
            {table}
        </section>
    }
}

fn table(nodes: Vec<Node>, caption: &'static str, sub: String) -> impl IntoView {
    let columns =
        [words::SEVERITY, words::FIELD, words::CONSOLE, words::BROKER, words::TO_DO].map(Column::new).to_vec();
    let bodies = nodes.into_iter().map(body).collect_view();
    view! {
        <DataTable class="parity" bodies=true caption=caption sub=sub columns=columns>
            {bodies}
        </DataTable>
    }
}

fn body(node: Node) -> impl IntoView {
    let agrees =
        if node.differences.is_empty() { words::ALL_AGREES.to_owned() } else { words::agreeing(&node.agreeing) };
    let rows = node.differences.into_iter().map(row).collect_view();
    let kind = if node.kind == words::WHOLE_PLAN { broker_words::NODE_PLAN } else { broker_words::NODE_SERVICE };
    view! {
        <tbody>
            <tr class="parity__node">
                <th scope="rowgroup" colspan="5">
                    {kind}
                    " "
                    <code>{node.name}</code>
                    " "
                    <span>{agrees}</span>
                </th>
            </tr>
            {rows}
        </tbody>
    }
}

fn row(difference: Difference) -> impl IntoView {
    let to_do = words::to_do(&difference.field, difference.lacking());
    let severity = difference.severity;
    view! {
        <tr>
            <td class="parity__sev">
                <Status mark=mark(severity)>{words::severity(severity)}</Status>
            </td>
            <th scope="row">
                <code>{difference.field}</code>
            </th>
            <td data-label=words::CONSOLE>{shown(difference.console)}</td>
            <td data-label=words::BROKER>{shown(difference.broker)}</td>
            <td data-label=words::TO_DO class="quiet-2">
                {to_do}
            </td>
        </tr>
    }
}

/// Texts from outside are cut, and escaped like every text.
fn shown(value: Option<String>) -> AnyView {
    match value {
        Some(value) => {
            let value = broker_words::cut(&value);
            view! { <mark>{value}</mark> }.into_any()
        }
        None => view! { <span class="quiet">{words::ABSENT}</span> }.into_any(),
    }
}

pub(super) const fn mark(severity: Level) -> Mark {
    match severity {
        Level::Error => Mark::Error,
        Level::Warning => Mark::Warning,
        Level::Info => Mark::Info,
    }
}

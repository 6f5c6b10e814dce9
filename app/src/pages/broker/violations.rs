//! Where the catalog of a broker or of a file departs from the contract.

use leptos::prelude::*;
use slipway_domain::view::ViolationLine;

use super::parity::mark;
use crate::text::broker as broker_words;
use crate::text::broker::{parity, violation as words};
use crate::ui::{Cell, Column, DataTable, Status};

/// Nothing when the catalog follows the contract.
pub(in crate::pages) fn block(lines: &[ViolationLine]) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let columns =
        [parity::SEVERITY, words::PLACE, words::FAULT, words::FOUND, words::EXPECTED].map(Column::new).to_vec();
    let rows = lines.iter().cloned().map(row).collect_view();
    Some(
        view! {
            <section class="block" id="violations">
                <DataTable caption=words::TITLE sub=words::SUB columns=columns>
                    {rows}
                </DataTable>
            </section>
        }
        .into_any(),
    )
}

fn row(line: ViolationLine) -> impl IntoView {
    let ViolationLine { path, code, severity, found, expected } = line;
    let place = if path.is_empty() { words::CATALOG.to_owned() } else { path.join(" › ") };
    let found = if found.is_empty() { words::NOTHING.to_owned() } else { broker_words::cut(&found) };
    view! {
        <tr>
            <Cell label=parity::SEVERITY>
                <Status mark=mark(severity)>{parity::severity(severity)}</Status>
            </Cell>
            <th scope="row">
                <code>{place}</code>
            </th>
            <Cell label=words::FAULT>{words::fault(&code)}</Cell>
            <Cell label=words::FOUND>
                <code>{found}</code>
            </Cell>
            <Cell label=words::EXPECTED>{words::expected(&expected)}</Cell>
        </tr>
    }
}

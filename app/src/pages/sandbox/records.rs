//! The records that arrived on a day, each with what became of it.

use leptos::prelude::*;
use slipway_domain::view::{OpenSandbox, SandboxRecord, SandboxTold, SandboxView};

use crate::paths::Path;
use crate::text::sandbox as words;
use crate::text::usage;
use crate::ui::{Cell, Column, DataTable, Mark, Pager, Status, Turn};

pub(super) fn section(sandbox: &SandboxView, open: &OpenSandbox) -> AnyView {
    if open.records.is_empty() && open.page == 0 {
        return view! { <p class="quiet block">{words::NO_RECORDS}</p> }.into_any();
    }
    let columns = [words::FROM, words::UNTIL, words::USED, words::CAME, words::VERDICT].map(Column::new).to_vec();
    let rows = open.records.iter().map(row).collect_view();
    let path = Path::Sandbox(sandbox.view.offering.name.clone(), sandbox.plan);
    let turn = |label: &str, page: u32| Turn {
        label: label.to_owned(),
        href: format!("{path}?day={}&page={page}", open.shown),
    };
    let previous = open.page.checked_sub(1).map(|page| turn(words::EARLIER, page));
    let next = open.has_more.then(|| turn(words::LATER, open.page.saturating_add(1)));
    view! {
        <DataTable caption=words::records_of(open.shown) columns=columns>
            {rows}
        </DataTable>
        <Pager label=words::PAGES previous=previous next=next />
    }
    .into_any()
}

fn row(record: &SandboxRecord) -> impl IntoView + use<> {
    let id = format!("record-{}", record.id);
    let (verdict, came, message) = (words::verdict(record), words::channel(record.channel), record.message.clone());
    let mark = match record.status {
        201 => Mark::Done,
        409 => Mark::Warning,
        _ => Mark::Error,
    };
    let message = (!message.is_empty()).then(|| view! { <span class="table__sub">{message}</span> });
    let (start, end, used) = match &record.told {
        Some(told) => (told.start.rfc3339(), told.end.rfc3339(), used(told)),
        None => (String::new(), String::new(), words::UNREADABLE.to_owned()),
    };
    view! {
        <tr id=id>
            <Cell label=words::FROM>{start}</Cell>
            <Cell label=words::UNTIL>{end}</Cell>
            <Cell label=words::USED>{used}</Cell>
            <Cell label=words::CAME>{came}</Cell>
            <Cell label=words::VERDICT>
                <Status mark=mark>{verdict}</Status>
                {message}
            </Cell>
        </tr>
    }
}

/// "QUERY 5 (consumer-1)"
fn used(told: &SandboxTold) -> String {
    let measured = usage::measured(&told.measured);
    if told.consumer.is_empty() { measured } else { format!("{measured} ({})", told.consumer) }
}

//! The dry run of a registration: what taking over would mean, the worst first.

use leptos::prelude::*;
use slipway_domain::dry_run::{Consequences, DryRun, Found, Pin};
use slipway_domain::moment::Moment;
use slipway_domain::view::ParityLine;

use crate::parts::moment::Ago;
use crate::text;
use crate::text::broker::dry_run as words;
use crate::text::broker::{self as broker_words, failure};
use crate::ui::{Column, DataTable, Notice, Tone};

pub(super) fn block(run: DryRun, now: Moment) -> impl IntoView {
    let DryRun { at, by, url, osb_version, found } = run;
    let (tone, title, text, tables) = match found {
        Found::Nothing => (Tone::Info, words::NOTHING.to_owned(), words::NOTHING_TEXT, None),
        Found::Failed(remote) => {
            let failure::Failure { what, fix } = failure::failure(&remote);
            (Tone::Bad, what.to_owned(), fix, None)
        }
        Found::Consequences(found) => {
            let (title, text) = words::verdict(&found);
            let tone = if found.stranded() > 0 || !found.would_register() { Tone::Bad } else { Tone::Good };
            (tone, title, text, Some(tables(found)))
        }
    };
    view! {
        <section class="block" id="dry-run">
            <h2>{words::TITLE}</h2>
            <p>
                {words::AT} " " <Ago at now /> " " {text::by(&by)} ": " <code>{broker_words::cut(&url)}</code> ", "
                {osb_version}
            </p>
            <Notice tone=tone title=title>
                <p>{text}</p>
                <p>{words::KEPT}</p>
            </Notice>
            {tables}
        </section>
    }
}

fn tables(found: Consequences) -> impl IntoView {
    let pins = if found.pins.is_empty() { view! { <p>{words::NO_PINS}</p> }.into_any() } else { pins(found.pins) };
    let changes = match found.changes {
        None => view! { <p>{words::FIRST}</p> }.into_any(),
        Some(changes) if changes.is_empty() => ().into_any(),
        Some(lines) => changes(lines),
    };
    view! {
        {pins}
        {changes}
    }
}

fn pins(pins: Vec<Pin>) -> AnyView {
    let columns = [words::PLAN, words::ID, words::INSTANCES, words::FATE].map(Column::new).to_vec();
    let row = |pin: Pin| {
        view! {
            <tr>
                <th scope="row">{pin.name}</th>
                <td data-label=words::ID>
                    <code>{pin.plan.to_string()}</code>
                </td>
                <td data-label=words::INSTANCES>{pin.instances}</td>
                <td data-label=words::FATE>{words::fate(&pin.fate)}</td>
            </tr>
        }
    };
    let rows = pins.into_iter().map(row).collect_view();
    view! {
        <DataTable caption=words::PINS sub=words::PINS_SUB columns=columns>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn changes(lines: Vec<ParityLine>) -> AnyView {
    let columns = [words::FIELD, words::BEFORE, words::AFTER].map(Column::new).to_vec();
    let shown = |value: Option<String>| match value {
        Some(value) => broker_words::cut(&value),
        None => broker_words::parity::ABSENT.to_owned(),
    };
    let row = |line: ParityLine| {
        view! {
            <tr>
                <th scope="row">{broker_words::cut(&line.path.join(", "))}</th>
                <td data-label=words::BEFORE>{shown(line.console)}</td>
                <td data-label=words::AFTER>{shown(line.broker)}</td>
            </tr>
        }
    };
    let rows = lines.into_iter().map(row).collect_view();
    view! {
        <DataTable caption=words::CHANGES sub=words::CHANGES_SUB columns=columns>
            {rows}
        </DataTable>
    }
    .into_any()
}

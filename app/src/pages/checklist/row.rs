//! One row of the checklist: what, how it is found out, how it stands, and what it rests on.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::checklist::{Evidence, Mode, Row, RowReport, RowState};
use slipway_domain::moment::Moment;
use slipway_domain::page::Page;

use super::MODES;
use crate::api::checklist::Attest;
use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text::checklist as words;
use crate::text::test_run::not_shown;
use crate::ui::{Icon, LinkButton, Mark, Status};

/// Who reads which checklist.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    /// The programmatic name.
    pub(super) offering: String,
    /// Where the account's own rows are done, for this reader.
    pub(super) account: Path,
    pub(super) may_tick: bool,
    pub(super) now: Moment,
}

/// `first_of`: the number of rows of the task, on its first row.
pub(super) fn row(report: &RowReport, first_of: Option<usize>, reader: &Reader) -> impl IntoView + use<> {
    let row = report.row();
    let number = report.number.to_string();
    let (class, mark) = match report.state {
        RowState::Done => ("row row--d", Mark::Done),
        RowState::Open | RowState::Waiting => ("row row--o", Mark::Open),
        RowState::NoTestRunYet => ("row row--o", Mark::Waiting),
        RowState::NotApplicable => ("row row--n", Mark::Skipped),
    };
    let task = first_of.map(|rows| {
        view! {
            <th scope="rowgroup" rowspan=rows>
                {row.task}
            </th>
        }
    });
    let (what, modes) = (what(row, reader), modes(row.mode));
    let (state, evidence, tick) = (words::state(report.state), evidence(report, reader), tick(report, reader));
    view! {
        <tr class=class id=format!("row-{}", report.number)>
            {task} <td class="row__no">{number}</td> <td class="row__what">{what}</td>
            <td class="row__mode">{modes}</td> <td class="row__state">
                <Status mark=mark>{state}</Status>
            </td> <td class="row__ev">{evidence} {tick}</td>
        </tr>
    }
}

fn what(row: &Row, reader: &Reader) -> AnyView {
    let text = row.text;
    match place(row, reader) {
        Some(path) => view! { <a href=path.to_string()>{text}</a> }.into_any(),
        None => view! {
            {text}
            " "
            <span class="quiet">{words::DONE_HERE}</span>
        }
        .into_any(),
    }
}

/// Where a row is done, or will be seen to be done; `None`: here, by its tick.
fn place(row: &Row, reader: &Reader) -> Option<Path> {
    if row.is_of_account() {
        return Some(reader.account.clone());
    }
    // What a person has to know before they build a broker: its calls, and which data of the console is in them.
    if row.mode.attested && matches!(row.number.task(), 12 | 13) {
        return Some(Path::BrokerApi(reader.offering.clone(), None));
    }
    let page = match row.number.task() {
        _ if row.page.is_some() => row.page,
        // Documentation: its address is on the listing page.
        3 => Some(Page::Listing),
        // Announcement and support: whom to reach and when, is in the summary.
        4 | 22 => Some(Page::Summary),
        // The demo is a part of the request for release.
        21 => Some(Page::Review),
        // A test run shows it, on what is deployed.
        _ if row.mode.tested => Some(Page::Tests),
        _ => None,
    };
    page.map(|page| Path::Offering(reader.offering.clone(), page))
}

fn modes(mode: Mode) -> impl IntoView {
    let letters = [mode.automatic, mode.tested, mode.attested, mode.reviewed];
    let icons = MODES.into_iter().zip(letters).filter(|(_, is)| *is);
    view! {
        <span class="mode">
            {icons.map(|(glyph, _)| view! { <Icon name=glyph /> }).collect_view()} <span>{words::mode(mode)}</span>
        </span>
    }
}

fn evidence(report: &RowReport, reader: &Reader) -> AnyView {
    let now = reader.now;
    let mut parts = Vec::new();
    if let Some(Evidence { who, when, what }) = report.evidence.clone() {
        parts.extend((!what.is_empty()).then(|| view! { <code>{what}</code> }.into_any()));
        let is_ticked = report.attestation.is_some();
        parts.extend(who.map(|who| if is_ticked { format!("{}{who}", words::TICKED_BY) } else { who }.into_any()));
        parts.extend(when.map(|at| view! { <Ago at now /> }.into_any()));
    }
    let untested = report.tested.as_ref().filter(|_| report.state != RowState::Done && report.attestation.is_none());
    let untested = untested.filter(|_| report.state != RowState::NotApplicable).and_then(not_shown);
    let note = untested.unwrap_or_else(|| words::note(report).to_owned());
    parts.extend((!note.is_empty()).then(|| note.into_any()));
    joined(parts)
}

/// The parts with commas between them.
fn joined(parts: Vec<AnyView>) -> AnyView {
    let parts = parts.into_iter().enumerate().map(|(index, part)| ((index > 0).then_some(", "), part));
    parts.collect_view().into_any()
}

/// The form that gives a tick or takes it back.
fn tick(report: &RowReport, reader: &Reader) -> AnyView {
    if !report.attestable {
        return ().into_any();
    }
    if !reader.may_tick {
        let is_owed = report.attestation.is_none() && report.state == RowState::Open;
        return is_owed.then_some(words::WAITS_FOR_PROVIDER).into_any();
    }
    let (given, label) = match report.attestation {
        Some(_) => ("no", words::TAKE_BACK),
        None => ("yes", words::ATTEST),
    };
    let what = format!(" {} {}", report.number, report.row().text);
    view! {
        <form method="post" action=Attest::url()>
            <input type="hidden" name="offering" value=reader.offering.clone() />
            <input type="hidden" name="row" value=report.number.to_string() />
            <LinkButton name="given" value=given>
                {label}
                <span class="visually-hidden">{what}</span>
            </LinkButton>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use slipway_domain::checklist::ROWS;

    use super::*;

    #[test]
    fn a_row_leads_to_where_it_is_done() {
        let reader = Reader {
            offering: "northwind-vector".to_owned(),
            account: Path::Account,
            may_tick: true,
            now: Moment::from_millis(0),
        };
        let linked = |number: &str| {
            let row = ROWS.iter().find(|row| row.number.to_string() == number).unwrap();
            what(row, &reader).to_html()
        };
        for number in ["2.1", "2.2", "2.3"] {
            assert!(linked(number).contains("href=\"/account\""), "{number}");
        }
        assert!(linked("6.1").contains("href=\"/offerings/northwind-vector/listing\""));
        for (number, page) in [("3.1", "listing"), ("20.4", "tests"), ("21.2", "review"), ("22.1", "summary")] {
            let href = format!("href=\"/offerings/northwind-vector/{page}\"");
            assert!(linked(number).contains(&href), "{number}");
        }
        for number in ["12.1", "12.2", "12.3", "13.1"] {
            assert!(linked(number).contains("href=\"/offerings/northwind-vector/broker-api\""), "{number}");
        }
    }

    #[test]
    fn a_row_without_a_page_of_its_own_is_ticked_in_its_place() {
        let reader = Reader {
            offering: "northwind-vector".to_owned(),
            account: Path::Account,
            may_tick: true,
            now: Moment::from_millis(0),
        };
        let here: Vec<_> = ROWS.iter().filter(|row| place(row, &reader).is_none()).collect();
        assert!(here.iter().all(|row| row.mode.attested), "{here:?}");
        assert!(!here.is_empty());
        for row in here {
            let drawn = what(row, &reader).to_html();
            assert!(drawn.contains(words::DONE_HERE) && !drawn.contains("href"), "{drawn}");
        }
    }
}

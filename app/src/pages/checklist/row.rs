//! One row of the checklist: what, how it is found out, how it stands, and what it rests on.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::checklist::{Evidence, Mode, RowReport, RowState};
use slipway_domain::page::Page;

use super::MODES;
use super::reader::Reader;
use crate::api::checklist::Attest;
use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text::checklist as words;
use crate::text::test_run::not_shown;
use crate::ui::{Icon, LinkButton, Mark, Status};

/// `first_of`: the number of rows of the task, on its first row.
pub(super) fn row(report: &RowReport, first_of: Option<usize>, reader: &Reader) -> impl IntoView + use<> {
    let row = report.row();
    let number = report.number.to_string();
    let class = match report.state {
        RowState::Done => "row row--d",
        RowState::Open | RowState::Waiting | RowState::NoTestRunYet => "row row--o",
        RowState::NotApplicable => "row row--n",
    };
    let mark = mark(report.state);
    let task = first_of.map(|rows| {
        view! {
            <th scope="rowgroup" rowspan=rows>
                {row.task}
            </th>
        }
    });
    let (what, modes) = (what(report, reader), modes(row.mode));
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

/// The shape of how a row stands.
pub(in crate::pages) const fn mark(state: RowState) -> Mark {
    match state {
        RowState::Done => Mark::Done,
        RowState::Open | RowState::Waiting => Mark::Open,
        RowState::NoTestRunYet => Mark::Waiting,
        RowState::NotApplicable => Mark::Skipped,
    }
}

fn what(report: &RowReport, reader: &Reader) -> AnyView {
    let text = report.row().text;
    match place(report, reader) {
        Place::At(path) => view! { <a href=path.to_string()>{text}</a> }.into_any(),
        Place::Here => view! {
            {text}
            " "
            <span class="quiet">{words::DONE_HERE}</span>
        }
        .into_any(),
        Place::Nowhere => text.into_any(),
    }
}

/// Where a row is done, or seen to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    At(Path),
    /// In the row, by its tick.
    Here,
    /// Its page or its check is still to come, which is said beside the evidence.
    Nowhere,
}

fn place(report: &RowReport, reader: &Reader) -> Place {
    let row = report.row();
    if row.mode.tested && report.tested.is_none() {
        return Place::Nowhere;
    }
    if row.is_of_account() {
        return Place::At(reader.account.clone());
    }
    // What a person has to know before they build a broker: its calls, and which data of the console is in them.
    if row.mode.attested && matches!(row.number.task(), 12 | 13) {
        return Place::At(Path::BrokerApi(reader.offering.clone(), None));
    }
    // A test run shows it, on what is deployed.
    let page = row.page.or_else(|| row.mode.tested.then_some(Page::Tests));
    match page {
        Some(page) => Place::At(Path::Offering(reader.offering.clone(), page)),
        None if row.is_ticked() => Place::Here,
        None => Place::Nowhere,
    }
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

/// Who says so and since when, or what is missing; of a tick that counts no longer, why.
pub(in crate::pages) fn evidence(report: &RowReport, reader: &Reader) -> AnyView {
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
    let is_open = matches!(report.state, RowState::Open | RowState::NoTestRunYet);
    let stale = report.stale.clone().filter(|_| is_open);
    parts.extend(stale.map(|tick| {
        let (by, why) = (format!("{}{}", words::TICKED_BY, tick.by_name), reader.why_stale(&tick));
        view! {
            {by}
            " "
            <Ago at=tick.at now />
            {why}
        }
        .into_any()
    }));
    parts.extend(awaited(report, reader).map(IntoAny::into_any));
    joined(parts)
}

/// Who still has to tick it, for somebody who may not.
fn awaited(report: &RowReport, reader: &Reader) -> Option<&'static str> {
    let is_ticked_since = report.stale.as_ref().is_some_and(|tick| reader.is_of_next_draft(tick));
    let is_owed = report.attestable && report.attestation.is_none() && report.state == RowState::Open;
    let whom = if report.row().is_ticked_by_operator() { words::WAITS_FOR_OPERATOR } else { words::WAITS_FOR_PROVIDER };
    (is_owed && !is_ticked_since && !may_tick(report, reader)).then_some(whom)
}

fn may_tick(report: &RowReport, reader: &Reader) -> bool {
    if report.row().is_ticked_by_operator() { reader.may_review } else { reader.may_tick }
}

/// The parts with commas between them.
fn joined(parts: Vec<AnyView>) -> AnyView {
    let parts = parts.into_iter().enumerate().map(|(index, part)| ((index > 0).then_some(", "), part));
    parts.collect_view().into_any()
}

/// The form that gives a tick or takes it back.
fn tick(report: &RowReport, reader: &Reader) -> AnyView {
    let stands = report.attestation.is_some() && !report.row().can_take_back(reader.stage);
    if !report.attestable || stands || !may_tick(report, reader) {
        return ().into_any();
    }
    let (given, label) = match report.attestation {
        Some(_) => ("no", words::TAKE_BACK),
        None => ("yes", words::ATTEST),
    };
    let what = format!(" {} {}", report.number, report.row().text);
    let seen = reader.seen_of(report.number).map(str::to_owned);
    let seen = seen.map(|seen| view! { <input type="hidden" name="seen" value=seen /> });
    view! {
        <form method="post" action=Attest::url()>
            <input type="hidden" name="offering" value=reader.offering.clone() />
            <input type="hidden" name="row" value=report.number.to_string() />
            {seen}
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
    use slipway_domain::checklist::{Attestation, ROWS, RowNumber, Tested};
    use slipway_domain::ids::{PersonId, TestRunId};
    use slipway_domain::moment::Moment;
    use slipway_domain::stage::Stage;

    use super::*;

    const ID: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11";

    fn reader() -> Reader {
        Reader {
            offering: "northwind-vector".to_owned(),
            account: Path::Account,
            may_tick: true,
            may_review: false,
            stage: Stage::Limited,
            handed_in: None,
            seen: vec![(number("6.2"), "0123456789abcdef".to_owned()), (number("1.1"), String::new())],
            now: Moment::from_millis(0),
        }
    }

    fn report(number: RowNumber, state: RowState, tested: Option<Tested>) -> RowReport {
        let attestable = number.row().is_ticked();
        RowReport { number, state, evidence: None, attestation: None, stale: None, attestable, tested }
    }

    fn number(text: &str) -> RowNumber {
        RowNumber::parse(text).unwrap()
    }

    fn open(text: &str) -> RowReport {
        report(number(text), RowState::Open, None)
    }

    /// 20.10, after the provider's run.
    fn shown() -> RowReport {
        let run = ID.parse::<TestRunId>().unwrap();
        let tested = Tested::Shown { run, checks: vec!["BRK-EXT-01".to_owned()], by: "Dev Patel".to_owned(), at: None };
        report(number("20.10"), RowState::Open, Some(tested))
    }

    fn ticked(report: RowReport) -> RowReport {
        let by = ID.parse::<PersonId>().unwrap();
        let tick = Attestation {
            row: report.number,
            by,
            by_name: "Kim".to_owned(),
            at: Moment::from_millis(0),
            inputs_sha256: String::new(),
            is_stale: false,
        };
        RowReport { attestation: Some(tick), state: RowState::Done, ..report }
    }

    #[test]
    fn a_row_leads_to_where_it_is_done() {
        let linked = |report: &RowReport| what(report, &reader()).to_html();
        for row in ["2.1", "2.2", "2.3"] {
            assert!(linked(&open(row)).contains("href=\"/account\""), "{row}");
        }
        for (row, page) in [("3.2", "listing"), ("6.1", "listing"), ("21.1", "review")] {
            let href = format!("href=\"/offerings/northwind-vector/{page}\"");
            assert!(linked(&open(row)).contains(&href), "{row}");
        }
        let untested = report(number("20.4"), RowState::NoTestRunYet, Some(Tested::NoRun));
        assert!(linked(&untested).contains("href=\"/offerings/northwind-vector/tests\""));
        for row in ["12.1", "12.2", "12.3", "13.1"] {
            let href = "href=\"/offerings/northwind-vector/broker-api\"";
            assert!(linked(&open(row)).contains(href), "{row}");
        }
    }

    #[test]
    fn a_row_that_nothing_here_can_do_leads_nowhere_and_says_what_is_missing() {
        let waiting = ["3.1", "3.3", "4.1", "4.2", "21.2", "22.1"].map(|row| (row, RowState::Waiting, "comes later"));
        let undecided =
            ["17.2", "18.1", "18.2", "20.2"].map(|row| (row, RowState::NoTestRunYet, "no check of a test run"));
        for (row, state, missing) in waiting.into_iter().chain(undecided) {
            let report = report(number(row), state, None);
            let drawn = what(&report, &reader()).to_html();
            assert!(!drawn.contains("href") && !drawn.contains(words::DONE_HERE), "{row}: {drawn}");
            let beside = evidence(&report, &reader()).to_html();
            assert!(beside.contains(missing), "{row}: {beside}");
        }
    }

    #[test]
    fn a_row_without_a_page_of_its_own_is_ticked_in_its_place() {
        let rows = ROWS.iter().map(|row| report(row.number, RowState::Open, None));
        let here: Vec<_> = rows.filter(|report| place(report, &reader()) == Place::Here).collect();
        assert!(here.iter().all(|report| report.row().mode.attested), "{here:?}");
        assert!(!here.is_empty());
        for report in here {
            let drawn = what(&report, &reader()).to_html();
            assert!(drawn.contains(words::DONE_HERE) && !drawn.contains("href"), "{drawn}");
        }
    }

    #[test]
    fn a_row_that_the_operator_reviews_is_ticked_there_and_waits_for_it_here() {
        let (provider, operator) = (reader(), Reader { may_tick: false, may_review: true, ..reader() });
        let report = shown();
        assert!(evidence(&report, &provider).to_html().contains(words::WAITS_FOR_OPERATOR));
        assert!(!tick(&report, &provider).to_html().contains("<form"));
        assert!(!evidence(&report, &operator).to_html().contains(words::WAITS_FOR_OPERATOR));
        assert!(tick(&report, &operator).to_html().contains("value=\"yes\""));
        assert!(evidence(&open("1.1"), &operator).to_html().contains(words::WAITS_FOR_PROVIDER));
        assert!(!tick(&open("1.1"), &operator).to_html().contains("<form"));
    }

    #[test]
    fn a_tick_that_is_stale_says_why_and_can_be_given_again() {
        let given = ticked(open("6.2"));
        let stale = RowReport { stale: given.attestation.clone(), attestation: None, state: RowState::Open, ..given };
        let told = evidence(&stale, &reader()).to_html();
        assert!(told.contains("ticked by Kim") && told.contains("terms URL"), "{told}");
        let form = tick(&stale, &reader()).to_html();
        assert!(form.contains("value=\"yes\"") && form.contains("value=\"0123456789abcdef\""), "{form}");
        assert!(!tick(&open("1.1"), &reader()).to_html().contains("name=\"seen\""), "it rests on nothing");
        // Beside a request that was handed in by then, and before.
        let beside = |at| evidence(&stale, &Reader { may_tick: false, ..reader() }.of_request(Moment::from_millis(at)));
        let by_then = beside(0).to_html();
        assert!(by_then.contains("terms URL") && by_then.contains(words::WAITS_FOR_PROVIDER), "{by_then}");
        let later = beside(-1).to_html();
        assert!(later.contains(words::FOR_NEXT_DRAFT) && !later.contains("terms URL"), "{later}");
        assert!(!later.contains(words::WAITS_FOR_PROVIDER), "{later}");
    }

    #[test]
    fn a_tick_that_a_request_rests_on_offers_no_way_back() {
        let later = Reader { stage: Stage::GaRequested, ..reader() };
        assert!(tick(&ticked(open("1.1")), &reader()).to_html().contains(words::TAKE_BACK));
        assert!(!tick(&ticked(open("1.1")), &later).to_html().contains(words::TAKE_BACK));
        assert!(tick(&open("1.1"), &later).to_html().contains(words::ATTEST), "it can still be given");
        let operator = Reader { may_tick: false, may_review: true, ..later };
        assert!(tick(&ticked(shown()), &operator).to_html().contains(words::TAKE_BACK));
    }
}

//! What a decision rests on, below what is decided about: the checklist with who says so, the last test run of every
//! deployment, and what happened last. Each part leads to its page.

use leptos::prelude::*;
use slipway_domain::checklist::{Checklist, Phase, RowReport};
use slipway_domain::event::Event;
use slipway_domain::moment::Moment;
use slipway_domain::page::Page;
use slipway_domain::test_run::{Target, TestRun};
use slipway_domain::view::{OfferingView, Tally};

use crate::pages::checklist::reader::Reader;
use crate::pages::checklist::row::{evidence, mark};
use crate::pages::history::timeline::Timeline;
use crate::pages::test_run::summary::place;
use crate::pages::test_runs::{state_mark, why};
use crate::paths::Path;
use crate::text;
use crate::text::checklist as words;
use crate::text::review::tracks;
use crate::text::test_run;
use crate::ui::{Cell, Column, DataTable, Fold, Status};

#[component]
pub fn Evidence(
    /// Of what was handed in (`ReviewView::evidence`).
    view: OfferingView,
    handed_in: Moment,
    /// Newest first.
    events: Vec<Event>,
) -> impl IntoView {
    let history = view! { <Timeline events now=view.now is_part=true /> }.into_any();
    [(Page::Checklist, rows(&view, handed_in)), (Page::Tests, runs(&view)), (Page::History, history)]
        .map(|(page, body)| part(&view, page, body))
        .into_iter()
        .collect_view()
}

fn part(view: &OfferingView, page: Page, body: AnyView) -> impl IntoView + use<> {
    let id = format!("{}-h", page.name());
    let labelled_by = id.clone();
    let href = Path::Offering(view.offering.name.clone(), page).to_string();
    view! {
        <section class="block" aria-labelledby=labelled_by>
            <h2 id=id>
                <a href=href>{text::page(page)}</a>
            </h2>
            {body}
        </section>
    }
}

fn rows(view: &OfferingView, handed_in: Moment) -> AnyView {
    let (checklist, reader) = (view.checklist(), Reader::of(view).of_request(handed_in));
    Phase::ALL.into_iter().map(|phase| rows_of(phase, &checklist, &reader)).collect_view().into_any()
}

/// Folded away, unless a tick in it counts no longer.
fn rows_of(phase: Phase, checklist: &Checklist, reader: &Reader) -> impl IntoView + use<> {
    let reports: Vec<&RowReport> = checklist.rows.iter().filter(|report| report.row().phase == phase).collect();
    let has_stale = reports.iter().any(|report| report.stale.is_some());
    let lines: Vec<_> = reports.into_iter().map(|report| line(report, reader)).collect();
    let [_, number, what, _, state, evidence] = words::COLUMNS;
    let columns = [number, what, state, evidence].map(Column::new).to_vec();
    let (name, done) = (words::phase(phase), words::done(checklist.phase(phase)));
    view! {
        <Fold title=name summary=done open=has_stale>
            <DataTable caption=name caption_hidden=true columns=columns>
                {lines}
            </DataTable>
        </Fold>
    }
}

fn line(report: &RowReport, reader: &Reader) -> impl IntoView + use<> {
    let [_, _, what, _, state, rests_on] = words::COLUMNS;
    let (number, text) = (report.number.to_string(), report.row().text);
    let (mark, stands, evidence) = (mark(report.state), words::state(report.state), evidence(report, reader));
    view! {
        <tr>
            <th scope="row">{number}</th>
            <Cell label=what>{text}</Cell>
            <Cell label=state>
                <Status mark=mark>{stands}</Status>
            </Cell>
            <Cell label=rests_on>{evidence}</Cell>
        </tr>
    }
}

fn runs(view: &OfferingView) -> AnyView {
    let lines: Vec<_> = view.offering.test_targets().map(|target| run(view, &target)).collect();
    if lines.is_empty() {
        return view! { <p class="quiet">{tracks::proven(0, 0)}</p> }.into_any();
    }
    let columns = [test_run::TARGETS, test_run::STATE, test_run::FOUND, test_run::RUN].map(Column::new).to_vec();
    view! {
        <DataTable caption=text::page(Page::Tests) caption_hidden=true columns=columns>
            {lines}
        </DataTable>
    }
    .into_any()
}

fn run(view: &OfferingView, target: &Target) -> impl IntoView + use<> {
    let (place, state, why) = (place(view, target), view.offering.test_state(target), why(view, target));
    let why = why.map(|why| view! { <span class="table__sub">{why}</span> });
    let counting = view.offering.counting_run(target);
    let found = counting.map(|run| test_run::tally(Tally::of(run.checks.iter().map(|check| check.outcome))));
    let made = counting.map(|run| made(view, run));
    view! {
        <tr>
            <th scope="row">{place}</th>
            <Cell label=test_run::STATE>
                <Status mark=state_mark(state)>{test_run::state(state)}</Status>
                {why}
            </Cell>
            <Cell label=test_run::FOUND>{found}</Cell>
            <Cell label=test_run::RUN>{made}</Cell>
        </tr>
    }
}

/// The day of a run, which leads to it, and who asked for it.
fn made(view: &OfferingView, run: &TestRun) -> impl IntoView + use<> {
    let href = Path::TestRun(view.offering.name.clone(), run.id).to_string();
    let (day, by) = (run.ended_at.unwrap_or(run.queued_at).date(), run.by_name.clone());
    view! {
        <a href=href>{day}</a>
        <span class="table__sub">{by}</span>
    }
}

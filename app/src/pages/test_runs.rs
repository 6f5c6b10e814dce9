//! Test runs (§4.16): what is tested and how it stands, and every run that there was.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::deployment::DeploymentRecord;
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::region::TestRunState;
use slipway_domain::test_run::Target;
use slipway_domain::view::{OfferingView, TestRunLine, TestRunsView};

use crate::api::test_run::{RequestTestRun, RequestTestRuns, read_test_runs};
use crate::pages::broker::card;
use crate::pages::test_run::summary;
use crate::parts::load::{load, param};
use crate::parts::moment::Ago;
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame, mark};
use crate::parts::permission::denial;
use crate::paths::Path;
use crate::text;
use crate::text::pricing;
use crate::text::test_run as words;
use crate::ui;
use crate::ui::{
    Button, ButtonLink, Cell, Column, DataTable, Empty, Glyph, Kind, Lead, Mark, PageHead, PageMain, Size, Status,
    Verdict,
};

mod choice;

#[component]
pub fn TestsPage() -> impl IntoView {
    load(read_test_runs(param("name")), page)
}

fn page(tests: TestRunsView) -> impl IntoView {
    let TestRunsView { runs, view } = tests;
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    let why_not = denial(&view, Verb::Execute, Object::TestRun);
    let status = view.page_status(Page::Tests);
    let main = if view.offering.deployments.is_empty() {
        nothing(&name).into_any()
    } else {
        let targets = targets(&view, &runs, why_not.is_none());
        let asked = why_not.is_none().then(|| (request_all(&view), choice::form(&view)));
        view! {
            {targets}
            {asked}
            {why_not.map(|reason| view! { <p class="quiet">{reason}</p> })}
        }
        .into_any()
    };
    let list = (!runs.is_empty()).then(|| list(&view, &runs));
    view! {
        <OfferingFrame view page=Page::Tests>
            <ui::Page>
                <PageHead title=text::page(Page::Tests) crumbs=move || view! { <OfferingCrumbs name person /> }>
                    <Verdict mark=mark(status) word=text::page_status(status) />
                    <Lead>{words::LEAD}</Lead>
                </PageHead>
                <PageMain>{main} {list}</PageMain>
            </ui::Page>
        </OfferingFrame>
    }
}

fn nothing(name: &str) -> impl IntoView + use<> {
    let href = Path::Offering(name.to_owned(), Page::Deployments).to_string();
    view! {
        <Empty
            title=words::NOTHING
            icon=Glyph::CatalogPublish
            acts=move || view! { <ButtonLink href=href>{words::TO_DEPLOYMENTS}</ButtonLink> }
        >
            <p>{words::NOTHING_WHY}</p>
        </Empty>
    }
}

fn targets(view: &OfferingView, runs: &[TestRunLine], may_run: bool) -> impl IntoView + use<> {
    let rows = view.offering.deployments.iter().map(|record| target(view, runs, record, may_run)).collect_view();
    let columns = [words::PLAN, words::LOCATION, words::BROKER, words::STATE].map(Column::new);
    let columns = columns.into_iter().chain([Column::hidden(words::ACTIONS)]).collect::<Vec<_>>();
    view! {
        <section class="block">
            <DataTable caption=words::TARGETS sub=words::TARGETS_SUB columns=columns>
                {rows}
            </DataTable>
        </section>
    }
}

fn target(
    view: &OfferingView,
    runs: &[TestRunLine],
    record: &DeploymentRecord,
    may_run: bool,
) -> impl IntoView + use<> {
    let target = Target::of(record);
    let state = view.offering.test_state(&target);
    let latest = runs.iter().find(|run| run.target == target);
    let link = latest.map(|run| {
        let href = Path::TestRun(view.offering.name.clone(), run.id).to_string();
        view! { <a href=href>{words::title(run.number)}</a> }
    });
    let why = why(view, &target);
    let public = as_public(view, record, &target);
    let label = if latest.is_some() { words::AGAIN } else { words::TEST };
    let run = (may_run && state != TestRunState::Running).then(|| request(view, record, label));
    let place = pricing::location(&record.location).to_owned();
    let (plan, broker) = (plan_name(view, &target), broker_name(view, &target));
    view! {
        <tr>
            <th scope="row">{plan}</th>
            <Cell label=words::LOCATION>{place}</Cell>
            <Cell label=words::BROKER>{broker}</Cell>
            <Cell label=words::STATE>
                <Status mark=state_mark(state)>{words::state(state)}</Status>
                <span class="table__sub">{link} {why.map(|why| format!(" {why}"))}</span>
                {public}
            </Cell>
            <td class="table__acts">{run}</td>
        </tr>
    }
}

/// Why what a run found there proves less than it could, or nothing any more.
pub(super) fn why(view: &OfferingView, target: &Target) -> Option<String> {
    let run = view.offering.counting_run(target)?;
    match view.offering.test_state(target) {
        TestRunState::Stale => Some(words::stale(&view.offering.changed_since(run))),
        TestRunState::Partial => Some(words::choice::proves_less(&run.inputs.unproven(target.plan))),
        _ => None,
    }
}

/// How what customers have stands, where a run of the draft says nothing about it.
fn as_public(view: &OfferingView, record: &DeploymentRecord, target: &Target) -> Option<impl IntoView + use<>> {
    let live = record.state.is_published().then(|| view.offering.tested_apart(view.published.as_ref(), target))??;
    let state = words::state(live.test_state(target));
    Some(view! { <span class="table__sub">{words::choice::AS_PUBLIC} " " {state}</span> })
}

/// One press for all that are published. With one of them its own button does the same.
fn request_all(view: &OfferingView) -> impl IntoView + use<> {
    let published = view.offering.deployments.iter().filter(|record| record.state.is_published()).count();
    let offering = view.offering.name.clone();
    (published > 1).then(|| {
        view! {
            <form method="post" action=RequestTestRuns::url()>
                <input type="hidden" name="offering" value=offering />
                <Button kind=Kind::Tertiary icon=Glyph::Renew>
                    {words::TEST_ALL}
                </Button>
                <p class="quiet">{words::TEST_ALL_SUB}</p>
            </form>
        }
    })
}

/// A button of its own for each place: none of them is more important than the others.
pub(super) fn request(view: &OfferingView, record: &DeploymentRecord, label: &'static str) -> impl IntoView + use<> {
    let (offering, id) = (view.offering.name.clone(), record.id.to_string());
    let spoken = format!(" {}", summary::place(view, &Target::of(record)));
    view! {
        <form method="post" action=RequestTestRun::url()>
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="deployment" value=id />
            <Button kind=Kind::Tertiary size=Size::Small icon=Glyph::Renew>
                {label}
                <span class="visually-hidden">{spoken}</span>
            </Button>
        </form>
    }
}

fn list(view: &OfferingView, runs: &[TestRunLine]) -> impl IntoView + use<> {
    let rows = runs.iter().map(|run| line(view, run)).collect_view();
    let columns = [words::RUN, words::STATE, words::FOUND, words::ASKED, words::TOOK].map(Column::new).to_vec();
    view! {
        <section class="block">
            <DataTable caption=words::RUNS sub=words::RUNS_SUB columns=columns>
                {rows}
            </DataTable>
        </section>
    }
}

fn line(view: &OfferingView, run: &TestRunLine) -> impl IntoView + use<> {
    let href = Path::TestRun(view.offering.name.clone(), run.id).to_string();
    let (number, place) = (words::title(run.number), summary::place(view, &run.target));
    let content = view.offering.stage.is_public().then(|| words::choice::content(run.inputs.options.content));
    let (mark, state) = (summary::mark(run), words::ended(run));
    let took = run.ended_at.zip(run.started_at).map(|(end, start)| words::took(end.since(start)));
    let (by, at, now, found) = (run.by_name.clone(), run.queued_at, view.now, words::tally(run.tally));
    view! {
        <tr>
            <th scope="row">
                <a href=href>{number}</a>
                <span class="table__sub">{place} {content.map(|content| format!(" ({content})"))}</span>
            </th>
            <Cell label=words::STATE>
                <Status mark=mark>{state}</Status>
            </Cell>
            <Cell label=words::FOUND>{found}</Cell>
            <Cell label=words::ASKED>
                <Ago at now />
                <span class="table__sub">{by}</span>
            </Cell>
            <Cell label=words::TOOK>{took}</Cell>
        </tr>
    }
}

pub(super) fn plan_name(view: &OfferingView, target: &Target) -> String {
    let plan = view.offering.plans.iter().find(|plan| plan.id == target.plan);
    plan.map_or_else(|| words::GONE.to_owned(), |plan| pricing::name(&plan.draft))
}

pub(super) fn broker_name(view: &OfferingView, target: &Target) -> String {
    let broker = view.offering.brokers.iter().find(|broker| broker.id == target.broker);
    broker.map_or_else(|| words::GONE.to_owned(), card::name)
}

pub(super) const fn state_mark(state: TestRunState) -> Mark {
    match state {
        TestRunState::None => Mark::Open,
        TestRunState::Running => Mark::Running,
        TestRunState::Failed => Mark::Failed,
        TestRunState::Passed => Mark::Done,
        TestRunState::Partial => Mark::Warning,
        TestRunState::Stale => Mark::Stale,
    }
}

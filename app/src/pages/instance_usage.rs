//! A month of one instance: what was reported day by day, what it costs and how that comes about, and the records.

use leptos::prelude::*;
use slipway_domain::ids::InstanceId;
use slipway_domain::plan::CapStanding;
use slipway_domain::rejection::Kind as Missing;
use slipway_domain::statement::totals;
use slipway_domain::view::{InstanceUsageView, UsageLine};

use crate::api::usage::read_instance_usage;
use crate::parts::charges::{explanation, months, totals as owed};
use crate::parts::chart::charts;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, missing, param, query};
use crate::parts::problem::ProblemPage;
use crate::paths::Path;
use crate::text;
use crate::text::usage as words;
use crate::ui::{
    Breadcrumbs, Cell, Column, Crumb, DataTable, Empty, Glyph, Lead, Notice, Page, PageHead, PageMain, Pager, Tone,
    Turn,
};

#[component]
pub fn InstanceUsagePage() -> impl IntoView {
    let Ok(id) = InstanceId::parse(&param("instance")) else {
        let error = missing(Missing::Instance);
        return view! { <ProblemPage error /> }.into_any();
    };
    let records = query("page").parse().unwrap_or_default();
    load(read_instance_usage(param("name"), id, query("month"), records), page).into_any()
}

fn page(view: InstanceUsageView) -> impl IntoView {
    let instance = Path::Instance(view.place.offering.clone(), view.id).to_string();
    let crumbs =
        vec![Crumb::new(text::INSTANCES, Path::Instances.to_string()), Crumb::new(view.name.clone(), instance)];
    let address = Path::InstanceUsage(view.place.offering.clone(), view.id).to_string();
    let title = format!("{} · {}", words::USAGE_OF_INSTANCE, view.name);
    let picker = months(&view.months, view.month, address.clone());
    let state = words::state(view.state);
    let body = if view.charts.is_empty() && view.lines.is_empty() {
        view! {
            <Empty title=words::NOTHING icon=Glyph::ChartBar>
                <p>{words::NOTHING_WHY}</p>
            </Empty>
        }
        .into_any()
    } else {
        costs(&view).into_any()
    };
    let records = records(&view, &address);
    let caps = view.caps.iter().map(cap).collect_view();
    view! {
        <Frame person=Some(view.person) area=Area::Instances title>
            <Page>
                <PageHead
                    title=words::USAGE_OF_INSTANCE
                    crumbs=move || view! { <Breadcrumbs label=text::BREADCRUMB crumbs /> }
                >
                    <Lead>{words::INSTANCE_LEAD}</Lead>
                </PageHead>
                <PageMain>
                    {picker} <p class="quiet">{state}</p> {caps} {body} {records}
                </PageMain>
            </Page>
        </Frame>
    }
}

/// How far the instance is from a cap of its plan.
fn cap(standing: &CapStanding) -> impl IntoView + use<> {
    let tone = if standing.is_reached() { Tone::Warn } else { Tone::Info };
    view! { <Notice tone=tone title=words::cap(standing) /> }
}

fn costs(view: &InstanceUsageView) -> impl IntoView + use<> {
    let totals = owed(&totals(&view.lines));
    let charts = charts(&view.charts);
    let explanation = explanation(&view.lines);
    view! {
        {totals}
        {charts}
        {explanation}
    }
}

fn records(view: &InstanceUsageView, address: &str) -> impl IntoView + use<> {
    if view.records.is_empty() && view.page == 0 {
        return view! { <p class="quiet">{words::NO_RECORDS}</p> }.into_any();
    }
    let columns = [words::FROM, words::UNTIL, words::CONSUMER, words::USED, words::RECEIVED];
    let columns = columns.map(Column::new).to_vec();
    let rows = view.records.iter().map(row).collect_view();
    let turn = |label: &str, page: u32| Turn {
        label: label.to_owned(),
        href: format!("{address}?month={}&page={page}", view.month),
    };
    let previous = view.page.checked_sub(1).map(|page| turn(words::EARLIER, page));
    let next = view.has_more.then(|| turn(words::LATER, view.page.saturating_add(1)));
    view! {
        <DataTable caption=words::RECORDS sub=words::RECORDS_SUB columns=columns>
            {rows}
        </DataTable>
        <Pager label=words::PAGES previous=previous next=next />
    }
    .into_any()
}

fn row(record: &UsageLine) -> impl IntoView + use<> {
    let overlaps = record.is_overlapping.then_some(view! { " " <small>{words::OVERLAPS}</small> });
    let UsageLine { start, end, consumer, accepted_at, .. } = record.clone();
    let (consumer, used) = ((!consumer.is_empty()).then_some(consumer), words::measured(&record.measured));
    view! {
        <tr>
            <Cell label=words::FROM>{start.rfc3339()}</Cell>
            <Cell label=words::UNTIL>{end.rfc3339()}</Cell>
            <Cell label=words::CONSUMER>{consumer}</Cell>
            <Cell label=words::USED>{used} {overlaps}</Cell>
            <Cell label=words::RECEIVED>{accepted_at.rfc3339()}</Cell>
        </tr>
    }
}

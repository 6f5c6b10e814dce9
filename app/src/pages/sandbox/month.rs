//! The month day by day, and as of the end of one of its days: what was measured, what it costs, and how that comes about.

use leptos::prelude::*;
use slipway_domain::metering::DayValue;
use slipway_domain::money::shown;
use slipway_domain::sandbox::{DayMeasure, PlayedMeasure};
use slipway_domain::statement::{StatementLine, totals};
use slipway_domain::view::{OpenSandbox, SandboxDay, SandboxView, UsedMetric};

use crate::parts::charges::{explanation, totals as owed};
use crate::parts::chart::chart;
use crate::parts::figure::figure;
use crate::paths::Path;
use crate::text::figure::Figure;
use crate::text::sandbox as words;
use crate::ui::{Cell, Column, DataTable};

pub(super) fn section(sandbox: &SandboxView, open: &OpenSandbox) -> impl IntoView + use<> {
    let table = table(sandbox, open);
    let measures = &open.measures;
    let lines: Vec<StatementLine> = measures.iter().filter_map(|one| one.line.clone()).collect();
    let as_of = words::as_of(open.shown, open.setting.month);
    let owed = owed(&totals(&lines));
    let charts = measures.iter().filter_map(used).map(|used| chart(&used)).collect_view();
    let explanation = (!lines.is_empty()).then(|| explanation(&lines));
    view! {
        <section class="block">{table}</section>
        <section class="block">
            <p class="quiet">{as_of}</p>
            {owed}
            {charts}
            {explanation}
        </section>
    }
}

/// One column for each measure: a plan rarely has more than a few.
fn table(sandbox: &SandboxView, open: &OpenSandbox) -> impl IntoView + use<> {
    let mut columns = vec![Column::new(words::DAY), Column::num(words::ARRIVED), Column::num(words::ACCEPTED)];
    columns.extend(open.measures.iter().map(|one| Column::num(one.measure.clone())));
    columns.push(Column::num(words::COST));
    let rows = open.days.iter().map(|day| row(sandbox, open, day)).collect_view();
    view! {
        <DataTable class="named" caption=words::DAYS sub=words::DAYS_SUB columns=columns scrolls=true>
            {rows}
        </DataTable>
    }
}

fn row(sandbox: &SandboxView, open: &OpenSandbox, day: &SandboxDay) -> impl IntoView + use<> {
    let number = day.day;
    let path = Path::Sandbox(sandbox.view.offering.name.clone(), sandbox.plan);
    let (href, current) = (format!("{path}?day={number}"), (number == open.shown).then_some("true"));
    let cells = day.measures.iter().map(quantity).collect_view();
    let costs: Vec<String> = day.costs().into_iter().map(|(currency, cost)| shown(currency, cost)).collect();
    let (arrived, accepted, cost) = (day.arrived, day.accepted, costs.join(", "));
    view! {
        <tr>
            <th scope="row">
                <a href=href aria-label=words::look_at(number) aria-current=current>
                    {number}
                </a>
            </th>
            <Cell label=words::ARRIVED num=true>
                {arrived}
            </Cell>
            <Cell label=words::ACCEPTED num=true>
                {accepted}
            </Cell>
            {cells}
            <Cell label=words::COST num=true>
                {cost}
            </Cell>
        </tr>
    }
}

fn quantity(one: &DayMeasure) -> impl IntoView + use<> {
    let (label, shown) = (one.measure.clone(), one.shown.map(|shown| figure(Figure::number(shown))));
    view! {
        <Cell label=label num=true>
            {shown}
        </Cell>
    }
}

/// For the chart: the days in the unit that is shown.
fn used(one: &PlayedMeasure) -> Option<UsedMetric> {
    let metered = one.quantity.as_ref()?;
    let days = metered.days.iter().filter_map(|day| Some(DayValue { value: one.metric.shown(day.value)?, ..*day }));
    Some(UsedMetric {
        plan: one.line.as_ref()?.place.plan,
        measure: one.measure.clone(),
        name: one.metric.name.clone(),
        unit: one.metric.unit.clone(),
        days: days.collect(),
        month_days: metered.month_days,
    })
}

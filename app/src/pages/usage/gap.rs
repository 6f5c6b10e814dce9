//! Which instances of the service were not reported, one of them closely, and what is to be reported at all (§8.5). An
//! instance is called as its broker knows it: the name that its customer gave it is not the provider's to read.

use leptos::prelude::*;
use slipway_domain::gap::{Standing, Window};
use slipway_domain::ids::PlanId;
use slipway_domain::page::Page;
use slipway_domain::view::{DutyLine, GapsView, InstanceReports, LateLine, MeasureReport, OfferingView};

use crate::parts::crn::crn;
use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text::gap as words;
use crate::text::{pricing, usage};
use crate::ui::{Cell, Column, DataTable, Mark, Notice, Status, Tone};

/// Where the tables stand.
const REPORTS: &str = "reports";

/// What stands above the month: the instance that was asked for or, without one, that some are late.
pub(super) fn notice(gaps: &GapsView) -> Option<AnyView> {
    if let Some(instance) = &gaps.instance {
        return Some(closely(instance));
    }
    if gaps.late.is_empty() {
        return None;
    }
    let href = format!("#{REPORTS}");
    let notice = view! {
        <Notice tone=Tone::Warn title=words::LATE>
            <p>{words::LATE_WHY} " " <a href=href>{words::SEE}</a></p>
        </Notice>
    };
    Some(notice.into_any())
}

/// The tables; nothing where no plan is metered.
pub(super) fn reports(gaps: &GapsView, view: &OfferingView) -> Option<AnyView> {
    if gaps.duties.is_empty() {
        return None;
    }
    let is_watched = gaps.duties.iter().any(|line| line.duty.is_watched());
    let late = (!gaps.late.is_empty()).then(|| late(gaps, view));
    let as_of = gaps.as_of.map(|at| view! { <p class="quiet">{usage::as_of(at)}</p> });
    let none_late = (is_watched && late.is_none()).then(|| view! { <p class="quiet">{words::NONE_LATE}</p> });
    let duties = duties(&gaps.duties, view);
    let reports = view! {
        <section class="block" id=REPORTS>
            {as_of}
            {late}
            {duties}
            {none_late}
        </section>
    };
    Some(reports.into_any())
}

fn closely(instance: &InstanceReports) -> AnyView {
    let called = crn(&instance.resource).into_any();
    let told = instance.measures.iter().map(|(report, missed)| measure(report, missed)).collect_view();
    let told = (!instance.measures.is_empty()).then(|| view! { <ul>{told}</ul> }.into_any());
    let is_missing = instance.measures.iter().any(|(_, missed)| !missed.is_empty());
    let hint = is_missing.then_some(view! { <p>{words::CAN_BE_SENT}</p> }.into_any());
    let tone = match instance.standing {
        Standing::NothingDue => Tone::Info,
        Standing::Reporting => Tone::Good,
        Standing::Late => Tone::Warn,
        Standing::Silent => Tone::Bad,
    };
    view! {
        <Notice tone=tone title=words::of_instance(instance.standing)>
            <p>{called}</p>
            {told}
            {hint}
        </Notice>
    }
    .into_any()
}

fn measure(report: &MeasureReport, missed: &[Window]) -> AnyView {
    let missed = missed.iter().map(|gap| words::missed(&report.measure, *gap));
    let sentences = core::iter::once(words::reported(report)).chain(missed);
    sentences.map(|sentence| view! { <li>{sentence}</li> }).collect_view().into_any()
}

fn late(gaps: &GapsView, view: &OfferingView) -> AnyView {
    let columns = [words::INSTANCE, words::PLAN, words::MEASURE, words::LAST, words::SINCE, words::DUTY, words::STATE];
    let columns = columns.map(Column::new).to_vec();
    let rows = gaps.late.iter().map(|line| row(line, view)).collect_view();
    let more = (gaps.more > 0).then(|| view! { <p class="quiet">{words::more(gaps.more)}</p> });
    view! {
        <DataTable class="named" caption=words::TITLE sub=words::SUB columns=columns>
            {rows}
        </DataTable>
        {more}
    }
    .into_any()
}

fn row(line: &LateLine, view: &OfferingView) -> AnyView {
    let usage = Path::Offering(view.offering.name.clone(), Page::Usage);
    let href = format!("{usage}?instance={}", line.instance);
    let (called, plan, now) = (crn(&line.resource).into_any(), plan_name(view, line.plan), view.now);
    let MeasureReport { measure, duty, standing, reported, since } = line.report.clone();
    let last = match reported {
        Some(at) => view! { <Ago at now /> }.into_any(),
        None => words::NEVER.into_any(),
    };
    let mark = if standing == Standing::Silent { Mark::Error } else { Mark::Warning };
    view! {
        <tr>
            <th scope="row">
                <a href=href>{called}</a>
            </th>
            <Cell label=words::PLAN>{plan}</Cell>
            <Cell label=words::MEASURE>
                <code>{measure}</code>
            </Cell>
            <Cell label=words::LAST>{last}</Cell>
            <Cell label=words::SINCE>
                <Ago at=since now />
            </Cell>
            <Cell label=words::DUTY>{words::duty(duty)}</Cell>
            <Cell label=words::STATE>
                <Status mark=mark>{words::standing(standing)}</Status>
            </Cell>
        </tr>
    }
    .into_any()
}

fn duties(lines: &[DutyLine], view: &OfferingView) -> AnyView {
    let columns = [words::PLAN, words::MEASURE, words::DUTY].map(Column::new).to_vec();
    let rows = lines.iter().map(|line| duty(line, view)).collect_view();
    view! {
        <DataTable class="named" caption=words::DUTIES sub=words::DUTIES_SUB columns=columns>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn duty(line: &DutyLine, view: &OfferingView) -> AnyView {
    let (plan, measure, duty) = (plan_name(view, line.plan), line.measure.clone(), words::duty(line.duty));
    view! {
        <tr>
            <th scope="row">{plan}</th>
            <Cell label=words::MEASURE>
                <code>{measure}</code>
            </Cell>
            <Cell label=words::DUTY>{duty}</Cell>
        </tr>
    }
    .into_any()
}

fn plan_name(view: &OfferingView, plan: PlanId) -> String {
    let found = view.offering.plans.iter().find(|record| record.id == plan);
    found.map_or_else(|| plan.to_string(), |record| pricing::name(&record.draft))
}

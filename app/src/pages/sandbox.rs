//! The metering sandbox of a plan (§8): what it is set to, its clock, the month day by day with what it costs and why, the
//! records of a day with their verdicts, forms to send more, and the runs that were kept.

use leptos::prelude::*;
use slipway_domain::ids::PlanId;
use slipway_domain::page::Page;
use slipway_domain::plan::PlanRecord;
use slipway_domain::policy::Verb;
use slipway_domain::rejection::Kind as Missing;
use slipway_domain::view::{OpenSandbox, SandboxView};

use crate::api::sandbox::read_sandbox;
use crate::parts::load::{load, missing, param, query};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::permission::denial;
use crate::parts::problem::ProblemPage;
use crate::paths::Path;
use crate::text::pricing;
use crate::text::sandbox as words;
use crate::ui;
use crate::ui::{Empty, Glyph, Lead, Notice, PageHead, PageMain, Tone};

mod clock;
mod month;
mod records;
mod saved;
mod send;
mod setting;
mod typed;

/// The forms, as elements of the page and as what a form that came back names itself.
pub const OPEN: &str = "sandbox-open";
pub const RECORD: &str = "sandbox-record";
pub const BATCH: &str = "sandbox-batch";
pub const PATTERN: &str = "sandbox-pattern";

#[component]
pub fn SandboxPage() -> impl IntoView {
    let Ok(plan) = PlanId::parse(&param("plan")) else {
        let error = missing(Missing::Plan);
        return view! { <ProblemPage error /> }.into_any();
    };
    let records = query("page").parse().unwrap_or_default();
    load(read_sandbox(param("name"), plan, query("day"), records, query("record")), page).into_any()
}

fn page(sandbox: SandboxView) -> AnyView {
    let Some(plan) = sandbox.view.offering.plans.iter().find(|record| record.id == sandbox.plan).cloned() else {
        let error = missing(Missing::Plan);
        return view! { <ProblemPage error /> }.into_any();
    };
    let (name, person) = (sandbox.view.offering.name.clone(), sandbox.view.person.clone());
    let called = pricing::name(&plan.draft);
    let href = Path::Plan(name.clone(), plan.id).to_string();
    let why_not = denial(&sandbox.view, Verb::Edit, plan.draft.object());
    let notices = notices(&plan, why_not.as_ref());
    let body = body(&sandbox, &plan, why_not.is_none());
    let saved = saved::table(&sandbox.saved, &plan);
    view! {
        <OfferingFrame view=sandbox.view page=Page::Pricing title=words::TITLE>
            <ui::Page>
                <PageHead
                    title=words::TITLE
                    band=true
                    sub=move || called
                    crumbs=move || view! { <OfferingCrumbs name person /> }
                >
                    <Lead>{words::LEAD} " " <a href=href>{words::TO_PLAN}</a></Lead>
                </PageHead>
                <PageMain>{notices} {body} {saved}</PageMain>
            </ui::Page>
        </OfferingFrame>
    }
    .into_any()
}

fn notices(plan: &PlanRecord, why_not: Option<&String>) -> impl IntoView + use<> {
    let measures_nothing = plan.draft.charged_metrics().next().is_none().then(|| {
        view! {
            <Notice tone=Tone::Warn title=words::NO_METRIC>
                <p>{words::NO_METRIC_WHY}</p>
            </Notice>
        }
    });
    let may_look = why_not.cloned().map(|reason| {
        view! {
            <Notice title=words::MAY_LOOK>
                <p>{reason}</p>
            </Notice>
        }
    });
    view! {
        {measures_nothing}
        {may_look}
    }
}

fn body(sandbox: &SandboxView, plan: &PlanRecord, may_use: bool) -> AnyView {
    let Some(open) = &sandbox.open else {
        let form = may_use.then(|| setting::form(sandbox, plan));
        return view! {
            <Empty title=words::NONE icon=Glyph::ChartBar>
                <p>{words::NONE_WHY}</p>
            </Empty>
            {form}
        }
        .into_any();
    };
    let forms = may_use.then(|| forms(sandbox, plan, open));
    let clock = clock::section(sandbox, open, may_use);
    let (month, records) = (month::section(sandbox, open), records::section(sandbox, open));
    view! {
        {clock}
        {month}
        {records}
        {forms}
    }
    .into_any()
}

fn forms(sandbox: &SandboxView, plan: &PlanRecord, open: &OpenSandbox) -> impl IntoView + use<> {
    let send = send::section(sandbox, plan, open);
    let setting = setting::fold(sandbox, plan);
    view! {
        {send}
        {setting}
    }
}

/// What every form of the page says by itself.
fn of_plan(sandbox: &SandboxView) -> impl IntoView + use<> {
    let (offering, plan) = (sandbox.view.offering.name.clone(), sandbox.plan.to_string());
    view! {
        <input type="hidden" name="offering" value=offering />
        <input type="hidden" name="plan" value=plan />
    }
}

//! Plans: add, save, remove, and the billing desk's approval.

#![expect(clippy::too_many_arguments, reason = "a server function has an argument for each name of its form")]

use leptos::prelude::*;
use slipway_domain::ids::PlanId;
use slipway_domain::metric::MetricDraft;
use slipway_domain::plan::PlanDraft;
use slipway_domain::view::SectionSaved;

use crate::error::AppError;

/// `operation` names one sending of the form (`parts::operation`). `intent` is empty or one of those that
/// `PlanDraft::with` knows. The metrics of a form stand beside its plan, because their rows would lie too deep within it
/// to be read.
#[server(endpoint = "plan/add")]
pub async fn add_plan(
    offering: String,
    #[server(default)] operation: String,
    #[server(default)] intent: String,
    plan: PlanDraft,
    #[server(default)] metrics: Vec<MetricDraft>,
) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    use crate::paths::Path;

    let plan = plan.holding(metrics).ok_or(AppError::Transport)?.with(&intent);
    let added = crate::ssr::acting().as_operation(operation).add_plan(&offering, &plan).await;
    // A plan that lacks something stays in its editor, where each field says what it needs.
    let id = added.as_ref().ok().copied();
    let next = match id {
        Some(id) if !intent.is_empty() || crate::ssr::is_plan_incomplete(&offering, id).await => {
            crate::ssr::plan_editor(&offering, id, &plan, &intent)
        }
        _ => Path::Offering(offering.clone(), Page::Pricing),
    };
    crate::ssr::saved_at(&offering, &next, added.map(drop))
}

/// `operation` and `after` are those of `save_listing`, `intent` that of `add_plan`.
#[server(endpoint = "plan/save")]
pub async fn save_plan(
    offering: String,
    id: PlanId,
    revision: i64,
    #[server(default)] operation: String,
    #[server(default)] after: String,
    #[server(default)] intent: String,
    plan: PlanDraft,
    #[server(default)] metrics: Vec<MetricDraft>,
) -> Result<SectionSaved, AppError> {
    let plan = plan.holding(metrics).ok_or(AppError::Transport)?.with(&intent);
    let acting = crate::ssr::acting().as_operation(operation).going_on_from(after);
    let saved = acting.save_plan(&offering, id, revision, &plan).await;
    crate::ssr::saved_at(&offering, &crate::ssr::plan_editor(&offering, id, &plan, &intent), saved)
}

/// What the rules say about a plan as it is typed, for the check while typing: the form of its editor, drawn as it would be
/// if this was saved. Nothing is saved. Without `id` it is a new plan.
#[server(endpoint = "plan/check")]
pub async fn check_plan(
    offering: String,
    #[server(default)] id: Option<PlanId>,
    plan: PlanDraft,
    #[server(default)] metrics: Vec<MetricDraft>,
) -> Result<String, AppError> {
    use slipway_domain::rejection::{Kind, Rejection};

    let plan = plan.holding(metrics).ok_or(AppError::Transport)?;
    let view = crate::ssr::answer(crate::ssr::acting().offering(&offering).await)?;
    let form = crate::pages::plan::typed(&view, id, plan);
    crate::ssr::answer(form.ok_or_else(|| Rejection::NotFound(Kind::Plan).into()))
}

#[server(endpoint = "plan/remove")]
pub async fn remove_plan(offering: String, id: PlanId) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    crate::ssr::saved(&offering, Page::Pricing, crate::ssr::acting().remove_plan(&offering, id).await)
}

#[server(endpoint = "plan/submit")]
pub async fn submit_plan(offering: String, id: PlanId) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    crate::ssr::saved(&offering, Page::Pricing, crate::ssr::acting().submit_plan(&offering, id).await)
}

/// `verdict` is `approve` or `return`.
#[server(endpoint = "plan/decide")]
pub async fn decide_plan(
    offering: String,
    id: PlanId,
    revision: i64,
    verdict: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use slipway_domain::page::Page;

    use crate::paths::Path;

    let approve = crate::ssr::one_of(&verdict, &["return", "approve"])? == 1;
    let decided = crate::ssr::acting().decide_plan(&offering, id, revision, approve, &reason).await;
    let typed = [("plan", id.to_string()), ("reason", reason)];
    let typed = typed.each_ref().map(|(name, value)| (*name, value.as_str()));
    crate::ssr::decided(&Path::Offering(offering, Page::Pricing), &typed, decided)
}

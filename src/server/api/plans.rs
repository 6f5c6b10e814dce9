//! The plans of an offering.

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use slipway_backend::Acting;
use slipway_domain::ids::PlanId;
use slipway_domain::plan::{PlanDraft, PlanRecord};

use super::asked::{Asked, PageDto, Path, Query};
use super::body;
use super::caller::Caller;
use super::dto::PlanDto;
use super::operation::Operation;
use super::precondition::{FIRST, IfMatch, created_at, tagged};
use super::problem::Problem;

const PLANS: &str = "Plans";
const ONE: &str = "/offerings/{name}/plans/{plan}";
const SUBMISSIONS: &str = "/offerings/{name}/plans/{plan}/submissions";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/offerings/{name}/plans", "listPlans", "The plans of an offering", list)
            .under(PLANS)
            .paged::<PlanDto>("A page of plans"),
        Operation::post("/offerings/{name}/plans", "addPlan", "Add a plan", add)
            .under(PLANS)
            .repeatable()
            .takes::<PlanDraft>()
            .answers::<PlanDto>(StatusCode::CREATED, "The plan")
            .tagged()
            .located(),
        Operation::get(ONE, "getPlan", "A plan", one)
            .under(PLANS)
            .answers::<PlanDto>(StatusCode::OK, "The plan")
            .tagged(),
        Operation::put(ONE, "putPlan", "Save a plan", put)
            .under(PLANS)
            .describing("Takes the place of the whole plan. A paid plan that was approved has to be approved again.")
            .guarded()
            .repeatable()
            .takes::<PlanDraft>()
            .answers::<PlanDto>(StatusCode::OK, "The plan as it is saved now")
            .tagged(),
        Operation::delete(ONE, "removePlan", "Remove a plan", remove)
            .under(PLANS)
            .describing("A plan that is deployed stays.")
            .guarded(),
        Operation::post(SUBMISSIONS, "submitPlan", "Ask the billing desk for approval of a paid plan", submit)
            .under(PLANS)
            .describing(
                "The plan stands in review until the desk decides, and a save takes it back: it is the plan that was read, or \
                 none. Needs no Idempotency-Key: what waits already is refused, and asked for once.",
            )
            .guarded()
            .answers::<PlanDto>(StatusCode::OK, "The plan as it stands now")
            .tagged(),
    ]
}

async fn list(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<PlanDto>>, Problem> {
    let offering = caller.acting.definition_of(&name).await?;
    let records: Vec<&PlanRecord> = offering.plans.iter().collect();
    let page = asked.page("plans", records, |record| record.id.to_string())?;
    Ok(Json(page.map(|record| PlanDto::of(record, &offering))))
}

async fn add(
    Caller(caller): Caller,
    Path(name): Path<String>,
    body::Json(draft): body::Json<PlanDraft>,
) -> Result<Response, Problem> {
    let plan = caller.acting.add_plan(&name, &draft).await?;
    let told = told(&caller.acting, &name, plan).await?;
    Ok(created_at(&format!("/offerings/{name}/plans/{plan}"), FIRST, &told))
}

async fn one(Caller(caller): Caller, Path((name, plan)): Path<(String, PlanId)>) -> Result<Response, Problem> {
    let told = told(&caller.acting, &name, plan).await?;
    Ok(tagged(told.revision, &told))
}

/// With the tag of what this save made, whoever has saved since.
async fn put(
    Caller(caller): Caller,
    Path((name, plan)): Path<(String, PlanId)>,
    IfMatch(revision): IfMatch,
    body::Json(draft): body::Json<PlanDraft>,
) -> Result<Response, Problem> {
    let acting = caller.acting.only_at(revision);
    let saved = acting.save_plan(&name, plan, revision, &draft).await?;
    Ok(tagged(saved.revision, &told(&acting, &name, plan).await?))
}

async fn remove(
    Caller(caller): Caller,
    Path((name, plan)): Path<(String, PlanId)>,
    IfMatch(revision): IfMatch,
) -> Result<StatusCode, Problem> {
    caller.acting.only_at(revision).remove_plan(&name, plan).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Handing it in leaves the revision as it is.
async fn submit(
    Caller(caller): Caller,
    Path((name, plan)): Path<(String, PlanId)>,
    IfMatch(revision): IfMatch,
) -> Result<Response, Problem> {
    let acting = caller.acting.only_at(revision);
    acting.submit_plan(&name, plan).await?;
    Ok(tagged(revision, &told(&acting, &name, plan).await?))
}

async fn told(acting: &Acting, name: &str, plan: PlanId) -> Result<PlanDto, Problem> {
    let offering = acting.definition_of(name).await?;
    let record = offering.plans.iter().find(|record| record.id == plan).ok_or_else(Problem::not_found)?;
    Ok(PlanDto::of(record, &offering))
}

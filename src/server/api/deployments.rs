//! Where the plans of an offering are sold, and through which brokers.

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use slipway_backend::Acting;
use slipway_domain::deployment::{DeploymentDraft, DeploymentOptions};
use slipway_domain::ids::DeploymentId;

use super::asked::{Asked, PageDto, Path, Query};
use super::body;
use super::caller::Caller;
use super::dto::DeploymentDto;
use super::operation::Operation;
use super::precondition::{FIRST, IfMatch, created_at, tagged};
use super::problem::Problem;

const DEPLOYMENTS: &str = "Deployments";
const ALL: &str = "/offerings/{name}/deployments";
const ONE: &str = "/offerings/{name}/deployments/{deployment}";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get(ALL, "listDeployments", "The deployments", list)
            .under(DEPLOYMENTS)
            .paged::<DeploymentDto>("A page of deployments"),
        Operation::post(ALL, "addDeployment", "Add a deployment", add)
            .under(DEPLOYMENTS)
            .describing("A plan is deployed once in a location. Unlike a draft it is complete or not there.")
            .repeatable()
            .takes::<DeploymentDraft>()
            .answers::<DeploymentDto>(StatusCode::CREATED, "The deployment")
            .tagged()
            .located(),
        Operation::get(ONE, "getDeployment", "A deployment", one)
            .under(DEPLOYMENTS)
            .answers::<DeploymentDto>(StatusCode::OK, "The deployment")
            .tagged(),
        Operation::put(
            "/offerings/{name}/deployments/{deployment}/options",
            "putDeploymentOptions",
            "Save the options of a deployment",
            put,
        )
        .under(DEPLOYMENTS)
        .describing("Takes the place of all that is said of it otherwise than of the service.")
        .guarded()
        .takes::<DeploymentOptions>()
        .answers::<DeploymentDto>(StatusCode::OK, "The deployment as it is saved now")
        .tagged(),
        Operation::delete(ONE, "withdrawDeployment", "Withdraw a deployment", withdraw)
            .under(DEPLOYMENTS)
            .describing(
                "The catalog stops showing it at once. After the release one that everybody has stays as long as it takes \
                 new instances, and every one as long as it has instances.",
            )
            .guarded(),
        Operation::post(
            "/offerings/{name}/deployments/{deployment}/release",
            "releaseDeployment",
            "Make a deployment public",
            release,
        )
        .under(DEPLOYMENTS)
        .describing(
            "One that a published revision brought, once a test run proves it: with the options that were read, or not at \
             all. Needs no Idempotency-Key: what is public already is refused, and nothing is done twice.",
        )
        .guarded()
        .answers::<DeploymentDto>(StatusCode::OK, "The deployment as it stands now")
        .tagged(),
    ]
}

async fn list(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<DeploymentDto>>, Problem> {
    let offering = caller.acting.definition_of(&name).await?;
    let page = asked.page("deployments", offering.deployments, |record| record.id.to_string())?;
    Ok(Json(page.map(|record| DeploymentDto::from(&record))))
}

async fn add(
    Caller(caller): Caller,
    Path(name): Path<String>,
    body::Json(draft): body::Json<DeploymentDraft>,
) -> Result<Response, Problem> {
    let deployment = caller.acting.add_deployment(&name, &draft).await?;
    let told = told(&caller.acting, &name, deployment).await?;
    Ok(created_at(&format!("/offerings/{name}/deployments/{deployment}"), FIRST, &told))
}

async fn one(
    Caller(caller): Caller,
    Path((name, deployment)): Path<(String, DeploymentId)>,
) -> Result<Response, Problem> {
    let told = told(&caller.acting, &name, deployment).await?;
    Ok(tagged(told.revision, &told))
}

/// With the tag of what this save made, whoever has saved since.
async fn put(
    Caller(caller): Caller,
    Path((name, deployment)): Path<(String, DeploymentId)>,
    IfMatch(revision): IfMatch,
    body::Json(options): body::Json<DeploymentOptions>,
) -> Result<Response, Problem> {
    let acting = caller.acting.only_at(revision);
    acting.save_deployment(&name, deployment, revision, &options).await?;
    Ok(tagged(revision.saturating_add(1), &told(&acting, &name, deployment).await?))
}

async fn withdraw(
    Caller(caller): Caller,
    Path((name, deployment)): Path<(String, DeploymentId)>,
    IfMatch(revision): IfMatch,
) -> Result<StatusCode, Problem> {
    caller.acting.only_at(revision).withdraw_deployment(&name, deployment).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// That it is public leaves the revision as it is.
async fn release(
    Caller(caller): Caller,
    Path((name, deployment)): Path<(String, DeploymentId)>,
    IfMatch(revision): IfMatch,
) -> Result<Response, Problem> {
    let acting = caller.acting.only_at(revision);
    acting.release_deployment(&name, deployment).await?;
    Ok(tagged(revision, &told(&acting, &name, deployment).await?))
}

async fn told(acting: &Acting, name: &str, deployment: DeploymentId) -> Result<DeploymentDto, Problem> {
    let offering = acting.definition_of(name).await?;
    let record = offering.deployments.iter().find(|record| record.id == deployment);
    record.map(DeploymentDto::from).ok_or_else(Problem::not_found)
}

//! What customers see: publishing with limited visibility, the release, and taking a request or an approval back.

use axum::Json;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use slipway_domain::stage::Stage;

use super::asked::Path;
use super::body;
use super::caller::Caller;
use super::dto::OfferingDto;
use super::operation::Operation;
use super::problem::Problem;
use super::reviews::named;

const PUBLICATION: &str = "Publication";
const PATH: &str = "/offerings/{name}/publication";

/// What would be published now.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Publication")]
struct PublicationDto {
    /// Stands for everything that would become visible, and for those who would see it.
    seen: String,
    /// Where the offering is on its way.
    stage: Stage,
}

/// Publishes what was seen.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Publishing")]
#[serde(deny_unknown_fields)]
struct PublishingDto {
    /// `limited`: for the owner and invited accounts; `public`: for everybody, what was approved.
    visibility: VisibilityDto,
    /// As `getPublication` told it: exactly that is published, or nothing.
    seen: String,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Visibility")]
#[serde(rename_all = "snake_case")]
enum VisibilityDto {
    Limited,
    Public,
}

/// Takes something back.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Withdrawal")]
#[serde(deny_unknown_fields)]
struct WithdrawalDto {
    /// `request`: the one that waits for the reviewers; `approval`: the one that was given, to go on working.
    of: WithdrawnDto,
    /// The id of the request that was read. If another one waits or holds, nothing is taken back.
    #[serde(default)]
    review: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Withdrawn")]
#[serde(rename_all = "snake_case")]
enum WithdrawnDto {
    Request,
    Approval,
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get(PATH, "getPublication", "What would be published", seen)
            .under(PUBLICATION)
            .answers::<PublicationDto>(StatusCode::OK, "What would be published"),
        Operation::post(PATH, "publish", "Publish", publish)
            .under(PUBLICATION)
            .describing(
                "With limited visibility, or for everybody once the reviewers agreed. If anything is not as it was seen, \
                 nothing is published. Needs no Idempotency-Key: seen stands for one state of the offering, which publishing \
                 leaves behind, and what was published is not published again.",
            )
            .of_what_was_seen()
            .takes::<PublishingDto>()
            .answers::<OfferingDto>(StatusCode::OK, "The offering as it stands now"),
        Operation::post("/offerings/{name}/withdrawals", "withdraw", "Take a request or an approval back", withdraw)
            .under(PUBLICATION)
            .describing(
                "Of what waits or holds when it comes, unless `review` names the request that was read: then of that one, or \
                 of nothing. Needs no Idempotency-Key: where nothing waits or holds any more, it is refused.",
            )
            .of_what_was_seen()
            .takes::<WithdrawalDto>()
            .answers::<OfferingDto>(StatusCode::OK, "The offering as it stands now"),
    ]
}

async fn seen(Caller(caller): Caller, Path(name): Path<String>) -> Result<Json<PublicationDto>, Problem> {
    let shown = caller.acting.publication(&name).await?;
    Ok(Json(PublicationDto { seen: shown.seen, stage: shown.view.offering.stage }))
}

async fn publish(
    Caller(caller): Caller,
    Path(name): Path<String>,
    body::Json(publishing): body::Json<PublishingDto>,
) -> Result<Json<OfferingDto>, Problem> {
    let seen = &publishing.seen;
    match publishing.visibility {
        VisibilityDto::Limited => caller.acting.publish_seen(&name, seen).await?,
        VisibilityDto::Public => caller.acting.release_seen(&name, seen).await?,
    }
    Ok(Json((&caller.acting.definition_of(&name).await?).into()))
}

async fn withdraw(
    Caller(caller): Caller,
    Path(name): Path<String>,
    body::Json(withdrawal): body::Json<WithdrawalDto>,
) -> Result<Json<OfferingDto>, Problem> {
    let acting = caller.acting.about(named(withdrawal.review.as_deref())?);
    match withdrawal.of {
        WithdrawnDto::Request => acting.withdraw_review(&name).await?,
        WithdrawnDto::Approval => acting.withdraw_approval(&name).await?,
    }
    Ok(Json((&acting.definition_of(&name).await?).into()))
}

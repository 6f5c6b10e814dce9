//! Changes of an offering that is public: those there are, publishing and giving one up, and going back to a version.

use axum::Json;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use slipway_backend::Acting;
use slipway_domain::ids::SnapshotId;
use slipway_domain::revision::Revision;
use slipway_domain::view::ReleasedVersion;

use super::asked::{Asked, PageDto, Path, Query};
use super::body;
use super::caller::Caller;
use super::dto::{RevisionDto, RevisionStandingDto, VersionDto};
use super::operation::Operation;
use super::problem::Problem;
use super::reviews::named;

const REVISIONS: &str = "Revisions";
const MOVE: &str = "Of what is under way when it comes, unless `review` names the request that was read: then of that one, or \
    of nothing. Without it name the attempt by Idempotency-Key: else what is sent again moves a revision that somebody has \
    handed in meanwhile.";

/// What becomes of the change under way.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "RevisionMove")]
#[serde(deny_unknown_fields)]
struct MoveDto {
    /// `publish`: what was approved, at once or on the day that its prices wait for; `discard`: the revision that waits, and
    /// what of the draft is not public, are given up.
    act: ActDto,
    /// The id of the request in which the revision was asked for. If another one is under way, or none, nothing is moved.
    #[serde(default)]
    review: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "RevisionAct")]
#[serde(rename_all = "snake_case")]
enum ActDto {
    Publish,
    Discard,
}

/// A version to go back to.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Rollback")]
#[serde(deny_unknown_fields)]
struct RollbackDto {
    /// The id of the version, as `listVersions` tells it.
    snapshot: String,
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/offerings/{name}/revisions", "listRevisions", "The changes since the release", list)
            .under(REVISIONS)
            .describing("Oldest first.")
            .paged::<RevisionDto>("A page of revisions"),
        Operation::get("/offerings/{name}/versions", "listVersions", "The versions that can be gone back to", versions)
            .under(REVISIONS)
            .describing("What customers have and had, and what was agreed to and never published. Oldest first.")
            .paged::<VersionDto>("A page of versions"),
        Operation::post("/offerings/{name}/revisions/moves", "moveRevision", "Publish or discard a change", go)
            .under(REVISIONS)
            .describing(MOVE)
            .of_what_was_seen()
            .repeatable()
            .takes::<MoveDto>()
            .answers::<RevisionStandingDto>(StatusCode::OK, "Where the changes stand now"),
        Operation::post("/offerings/{name}/rollbacks", "rollBack", "Go back to an earlier version", roll_back)
            .under(REVISIONS)
            .describing("Needs no approval, for it was agreed to before. Prices keep their notice.")
            .of_what_was_seen()
            .repeatable()
            .takes::<RollbackDto>()
            .answers::<RevisionStandingDto>(StatusCode::OK, "Where the changes stand now"),
    ]
}

async fn list(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<RevisionDto>>, Problem> {
    let view = caller.acting.revisions(&name).await?;
    let all: Vec<Revision> = view.current.into_iter().chain(view.past).collect();
    let page = asked.page("revisions", all, |revision| revision.id.to_string())?;
    Ok(Json(page.map(|revision| RevisionDto::from(&revision))))
}

async fn versions(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<VersionDto>>, Problem> {
    let view = caller.acting.revisions(&name).await?;
    let released = view.released.into_iter().map(|version| (version, true));
    let all: Vec<_> = released.chain(view.agreed.into_iter().map(|version| (version, false))).collect();
    // A version can have been published more than once. Milliseconds of one length sort as numbers do.
    let key = |version: &ReleasedVersion| format!("{:020}/{}", version.published_at.millis(), version.snapshot);
    let page = asked.page("versions", all, |(version, _)| key(version))?;
    Ok(Json(page.map(|(version, was_public)| VersionDto::of(&version, was_public))))
}

async fn go(
    Caller(caller): Caller,
    Path(name): Path<String>,
    body::Json(moved): body::Json<MoveDto>,
) -> Result<Json<RevisionStandingDto>, Problem> {
    let acting = caller.acting.about(named(moved.review.as_deref())?);
    match moved.act {
        ActDto::Publish => acting.publish_revision(&name).await?,
        ActDto::Discard => acting.discard_revision(&name).await?,
    }
    standing(&acting, &name).await
}

async fn roll_back(
    Caller(caller): Caller,
    Path(name): Path<String>,
    body::Json(back): body::Json<RollbackDto>,
) -> Result<Json<RevisionStandingDto>, Problem> {
    let to = SnapshotId::parse(&back.snapshot).map_err(|_| Problem::not_found())?;
    caller.acting.roll_back(&name, to).await?;
    standing(&caller.acting, &name).await
}

async fn standing(acting: &Acting, name: &str) -> Result<Json<RevisionStandingDto>, Problem> {
    Ok(Json((&acting.revisions(name).await?).into()))
}

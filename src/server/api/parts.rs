//! Earlier versions of what is saved as a document: sections, plans and translations. Versions of the whole offering, which
//! customers had, are among its revisions.

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use slipway_backend::Acting;
use slipway_domain::view::Subject;

use super::asked::{Asked, PageDto, Path, Query, cursor};
use super::body;
use super::caller::Caller;
use super::dto::{PartVersionDto, PartVersionLineDto, RestorationDto};
use super::operation::Operation;
use super::precondition::{IfMatch, tagged};
use super::problem::Problem;

const VERSIONS: &str = "Earlier versions";
const ALL: &str = "/offerings/{name}/parts/{part}/versions";
const ONE: &str = "/offerings/{name}/parts/{part}/versions/{revision}";
const RESTORATIONS: &str = "/offerings/{name}/parts/{part}/restorations";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get(ALL, "listPartVersions", "The versions of a section, plan or translation", list)
            .under(VERSIONS)
            .describing("Every save of it, the latest first.")
            .paged::<PartVersionLineDto>("A page of versions"),
        Operation::get(ONE, "getPartVersion", "A version of a section, plan or translation", one)
            .under(VERSIONS)
            .answers::<PartVersionDto>(StatusCode::OK, "The version"),
        Operation::post(RESTORATIONS, "restorePartVersion", "Restore a section, plan or translation", restore)
            .under(VERSIONS)
            .describing(
                "Saves the text of that version once more, as a save of one's own: If-Match is the ETag of the section, plan \
                 or translation as it is now. Needs no Idempotency-Key: the revision that If-Match names is left behind, and \
                 the same sent again is refused.",
            )
            .guarded()
            .takes::<RestorationDto>()
            .answers::<PartVersionDto>(StatusCode::OK, "The version that was made of it")
            .tagged(),
    ]
}

async fn list(
    Caller(caller): Caller,
    Path((name, part)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<PartVersionLineDto>>, Problem> {
    let subject = subject(&part)?;
    // A colon ends the name of the list in a cursor.
    let of = format!("parts/{}", subject.name().replace(':', "/"));
    let before = asked.after(&of, |key| key.parse().ok())?;
    let limit = asked.limit()?;
    let mut versions = caller.acting.versions_before(&name, subject, before, u32::from(limit) + 1).await?;
    let has_more = versions.len() > usize::from(limit);
    versions.truncate(limit.into());
    let next = versions.last().filter(|_| has_more).map(|last| cursor(&of, &last.revision.to_string()));
    Ok(Json(PageDto { items: versions.iter().map(PartVersionLineDto::from).collect(), next }))
}

async fn one(
    Caller(caller): Caller,
    Path((name, part, revision)): Path<(String, String, i64)>,
) -> Result<Json<PartVersionDto>, Problem> {
    Ok(Json(told(&caller.acting, &name, subject(&part)?, revision).await?))
}

async fn restore(
    Caller(caller): Caller,
    Path((name, part)): Path<(String, String)>,
    IfMatch(seen): IfMatch,
    body::Json(restoration): body::Json<RestorationDto>,
) -> Result<Response, Problem> {
    let subject = subject(&part)?;
    caller.acting.restore_version(&name, subject, restoration.revision, seen).await?;
    // Each save moves the revision on by one.
    let now = seen.saturating_add(1);
    Ok(tagged(now, &told(&caller.acting, &name, subject, now).await?))
}

fn subject(part: &str) -> Result<Subject, Problem> {
    Subject::parse(part).ok_or_else(Problem::not_found)
}

async fn told(acting: &Acting, name: &str, subject: Subject, revision: i64) -> Result<PartVersionDto, Problem> {
    let (line, text) = acting.version(name, subject, revision).await?;
    PartVersionDto::of(&line, &text).ok_or_else(Problem::not_found)
}

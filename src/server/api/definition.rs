//! The definition of an offering as a file (`docs/offering-as-code.md`): read, held against the draft, and applied.

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use slipway_app::error::AppError;
use slipway_app::text;
use slipway_backend::{Applied, Applying, Stopped};
use slipway_domain::definition::{DefinitionFile, Fault, PlannedChanges, Told};

use super::asked::{Path, Query};
use super::body;
use super::caller::{Caller, Reader};
use super::dto::{FindingDto, word};
use super::operation::Operation;
use super::precondition::{IfMatch, tagged};
use super::problem::Problem;

const DEFINITIONS: &str = "Definitions";
const ONE: &str = "/offerings/{name}/definition";
const PRUNE: &str = "`yes`: what the file lacks is removed: plans, brokers and deployments.";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get(ONE, "getDefinition", "The definition of an offering as a file", read)
            .under(DEFINITIONS)
            .describing("Everything that people write of it, without secrets.")
            .answers::<DefinitionFile>(StatusCode::OK, "The file")
            .tagged(),
        Operation::post("/offerings/{name}/definition/plan", "planDefinition", "What applying a file would change", plan)
            .under(DEFINITIONS)
            .describing(
                "Changes nothing: a token that only reads will do. `faults` name all that stands against the file. What is \
                 JSON and no definition is answered with 422, and `rules` tell all that does not fit by its place.",
            )
            .query::<YesNo>("prune", PRUNE)
            .takes::<DefinitionFile>()
            .answers::<PlannedChanges>(StatusCode::OK, "The changes, and what stands against them"),
        Operation::put(ONE, "putDefinition", "Make the draft what a file says", apply)
            .under(DEFINITIONS)
            .describing(
                "Makes the saves of the forms, one after the other. If one of them is turned down after others were made, \
                 `stopped` says which and why; the same file goes on from there. A file that is no definition, or that \
                 something stands against, is answered with 422: `rules` tell all of it by its place, and nothing is done.",
            )
            .guarded()
            .query::<YesNo>("prune", PRUNE)
            .takes::<DefinitionFile>()
            .answers::<AppliedDto>(StatusCode::OK, "What was done")
            .tagged(),
    ]
}

/// An answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum YesNo {
    Yes,
    No,
}

#[derive(Debug, Default, Deserialize)]
struct Pruning {
    prune: Option<YesNo>,
}

impl Pruning {
    fn is_wanted(&self) -> bool {
        self.prune == Some(YesNo::Yes)
    }
}

/// What came of a file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Applied")]
struct AppliedDto {
    /// The saves that were made.
    done: Vec<Told>,
    /// The one that was turned down. `null`: none was, and the draft is as the file says.
    stopped: Option<StoppedDto>,
    /// Those that were to come after it.
    waiting: Vec<Told>,
    /// The revision of the definition as it is now.
    revision: i64,
}

/// A save that was turned down.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "StoppedAt")]
struct StoppedDto {
    step: Told,
    /// What is the matter, in a few words.
    title: String,
    /// What to do about it.
    detail: String,
}

/// What stands against a file, as a rule that it breaks.
impl From<&Fault> for FindingDto {
    fn from(fault: &Fault) -> Self {
        let (what, fix) = text::definition::what_and_fix(fault);
        Self::of_body(format!("definition:{}", word(&fault.kind)), fault.place.clone(), what, fix.to_owned())
    }
}

impl From<Stopped> for StoppedDto {
    fn from(stopped: Stopped) -> Self {
        let problem = text::problem(&AppError::Rejected(stopped.rejection));
        Self { step: stopped.step, title: problem.title, detail: problem.text }
    }
}

async fn read(Caller(caller): Caller, Path(name): Path<String>) -> Result<Response, Problem> {
    let (file, revision) = caller.acting.definition(&name).await?;
    Ok(tagged(revision, &file))
}

async fn plan(
    Reader(caller): Reader,
    Path(name): Path<String>,
    Query(asked): Query<Pruning>,
    body::File(file): body::File<DefinitionFile>,
) -> Result<Json<PlannedChanges>, Problem> {
    Ok(Json(caller.acting.plan_definition(&name, &file, asked.is_wanted()).await?))
}

async fn apply(
    Caller(caller): Caller,
    Path(name): Path<String>,
    IfMatch(revision): IfMatch,
    Query(asked): Query<Pruning>,
    body::File(file): body::File<DefinitionFile>,
) -> Result<Response, Problem> {
    let how = Applying { if_match: Some(revision), prune: asked.is_wanted() };
    let Applied { revision, faults, done, stopped, waiting } =
        Box::pin(caller.acting.apply_definition(&name, &file, how)).await?;
    if !faults.is_empty() {
        return Err(Problem::unfit(faults.iter().map(FindingDto::from).collect()));
    }
    let told = AppliedDto { done, stopped: stopped.map(StoppedDto::from), waiting, revision };
    Ok(tagged(revision, &told))
}

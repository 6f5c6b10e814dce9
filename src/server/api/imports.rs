//! Taking values over from a `catalog.json` (§6.7): what it offers to the definition, and those of the offers that are
//! wanted. Nothing of the catalog is kept: it is sent both times.

use axum::Json;
use axum::http::StatusCode;
use slipway_app::text;
use slipway_domain::import::file::FileProblem;

use super::asked::Path;
use super::body;
use super::caller::{Caller, Reader};
use super::dto::{CatalogToReadDto, CatalogToTakeDto, FindingDto, ImportDto, TakenDto, word};
use super::operation::Operation;
use super::problem::Problem;

const DEFINITIONS: &str = "Definitions";
const IMPORTS: &str = "/offerings/{name}/imports";
const PLAN: &str = "/offerings/{name}/imports/plan";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::post(PLAN, "planImport", "What a catalog.json offers to the definition", plan)
            .under(DEFINITIONS)
            .describing("Changes nothing: a token that only reads will do. Ids are never taken over.")
            .takes::<CatalogToReadDto>()
            .answers::<ImportDto>(StatusCode::OK, "What can be taken over, and what cannot"),
        Operation::post(IMPORTS, "takeImport", "Take values over from a catalog.json", take)
            .under(DEFINITIONS)
            .describing(
                "Changes the drafts as their forms would, all at once. What breaks a rule is taken over all the same, \
                 and the findings tell. If other things are offered by now than `seen` stands for, nothing is taken.",
            )
            .of_what_was_seen()
            .repeatable()
            .takes::<CatalogToTakeDto>()
            .answers::<TakenDto>(StatusCode::OK, "What was taken over"),
    ]
}

async fn plan(
    Reader(caller): Reader,
    Path(name): Path<String>,
    body::Json(file): body::Json<CatalogToReadDto>,
) -> Result<Json<ImportDto>, Problem> {
    let read = Box::pin(caller.acting.import_file(&name, &file.catalog.to_string(), file.choice)).await?;
    Ok(Json(read.map_err(unreadable)?.into()))
}

async fn take(
    Caller(caller): Caller,
    Path(name): Path<String>,
    body::Json(file): body::Json<CatalogToTakeDto>,
) -> Result<Json<TakenDto>, Problem> {
    let (catalog, draft) = file.parts();
    let taken = Box::pin(caller.acting.take_over_file(&name, &catalog.to_string(), &draft)).await?;
    Ok(Json(TakenDto { taken }))
}

fn unreadable(problem: FileProblem) -> Problem {
    let what = text::import::file::problem(problem);
    let fix = "Send the catalog as a broker serves it.".to_owned();
    Problem::unfit(vec![FindingDto::of_body(format!("catalog:{}", word(&problem)), "/catalog".to_owned(), what, fix)])
}

//! The checklist of an offering, every row with what proves it.

use axum::Json;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use super::asked::Path;
use super::caller::Caller;
use super::dto::ChecklistRowDto;
use super::operation::Operation;
use super::problem::Problem;

/// The checklist.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Checklist")]
struct ChecklistDto {
    /// In the order of the page.
    rows: Vec<ChecklistRowDto>,
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/offerings/{name}/checklist", "getChecklist", "The checklist of an offering", checklist)
            .under("Checklist")
            .answers::<ChecklistDto>(StatusCode::OK, "The checklist"),
    ]
}

async fn checklist(Caller(caller): Caller, Path(name): Path<String>) -> Result<Json<ChecklistDto>, Problem> {
    let checklist = caller.acting.offering(&name).await?.checklist();
    Ok(Json(ChecklistDto { rows: checklist.rows.iter().map(ChecklistRowDto::from).collect() }))
}

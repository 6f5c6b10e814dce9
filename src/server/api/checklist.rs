//! The checklist of an offering, every row with what proves it, and the ticks that people give.

use axum::Json;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use slipway_backend::Acting;
use slipway_domain::checklist::RowNumber;

use super::asked::Path;
use super::body;
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

/// A tick.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Tick")]
#[serde(deny_unknown_fields)]
struct TickDto {
    /// `false` takes it back.
    given: bool,
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/offerings/{name}/checklist", "getChecklist", "The checklist of an offering", checklist)
            .under("Checklist")
            .answers::<ChecklistDto>(StatusCode::OK, "The checklist"),
        Operation::post("/offerings/{name}/checklist/{row}", "tick", "Tick a row, or take the tick back", tick)
            .under("Checklist")
            .describing(
                "Rows that data or tests decide take none. Needs no Idempotency-Key: it says how the tick is to be, and where \
                 it is so already, nothing is done.",
            )
            .takes::<TickDto>()
            .answers::<ChecklistDto>(StatusCode::OK, "The checklist as it stands now"),
    ]
}

async fn checklist(Caller(caller): Caller, Path(name): Path<String>) -> Result<Json<ChecklistDto>, Problem> {
    told(&caller.acting, &name).await
}

async fn tick(
    Caller(caller): Caller,
    Path((name, row)): Path<(String, String)>,
    body::Json(tick): body::Json<TickDto>,
) -> Result<Json<ChecklistDto>, Problem> {
    let row = RowNumber::parse(&row).map_err(|_| Problem::not_found())?;
    caller.acting.attest(&name, row, tick.given).await?;
    told(&caller.acting, &name).await
}

async fn told(acting: &Acting, name: &str) -> Result<Json<ChecklistDto>, Problem> {
    let checklist = acting.offering(name).await?.checklist();
    Ok(Json(ChecklistDto { rows: checklist.rows.iter().map(ChecklistRowDto::from).collect() }))
}

//! The catalog as the caller sees it.

use axum::Json;
use axum::http::StatusCode;
use serde::Deserialize;
use slipway_domain::catalog::{self, TileEdge};

use super::asked::{Asked, PageDto, Path, Query, cursor};
use super::caller::Caller;
use super::dto::{CatalogDetailsDto, TileDto};
use super::operation::Operation;
use super::problem::Problem;

const CATALOG: &str = "Catalog";

/// What cursors are of.
const LIST: &str = "catalog";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/catalog", "listCatalog", "What the catalog shows you", list)
            .under(CATALOG)
            .query::<String>("q", "Words that an entry has to have.")
            .query::<String>("category", "The id of a category.")
            .paged::<TileDto>("A page of the catalog, in its order"),
        Operation::get("/catalog/{name}", "getCatalogEntry", "A service of the catalog", one)
            .under(CATALOG)
            .answers::<CatalogDetailsDto>(StatusCode::OK, "The service"),
    ]
}

/// What is looked for.
#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    category: String,
}

async fn list(
    Caller(caller): Caller,
    Query(wanted): Query<Wanted>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<TileDto>>, Problem> {
    let after = asked.after(LIST, TileEdge::parse)?.map(|edge| edge.cursor()).unwrap_or_default();
    let query = catalog::Query { text: wanted.q, category: wanted.category, after, ..catalog::Query::default() };
    let view = Box::pin(caller.acting.catalog_page(&query, usize::from(asked.limit()?))).await?;
    let next = view.after.map(|after| cursor(LIST, &after));
    Ok(Json(PageDto { items: view.tiles.iter().map(TileDto::from).collect(), next }))
}

async fn one(Caller(caller): Caller, Path(name): Path<String>) -> Result<Json<CatalogDetailsDto>, Problem> {
    Ok(Json((&caller.acting.catalog_details(&name).await?).into()))
}

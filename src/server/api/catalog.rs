//! The catalog as the caller sees it.

use axum::Json;
use axum::http::StatusCode;
use serde::Deserialize;
use slipway_domain::catalog::{self, TileEdge};
use slipway_domain::language::Language;

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
            .describing("What its page tells you, with all prices and with what the form for a new instance asks for.")
            .query::<String>("language", "The code of a language; what is not translated into it is in English.")
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

/// In which language a service is read.
#[derive(Deserialize)]
struct Spoken {
    #[serde(default)]
    language: String,
}

/// In English for a code that is none of the languages that there are.
async fn one(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(spoken): Query<Spoken>,
) -> Result<Json<CatalogDetailsDto>, Problem> {
    let acting = caller.acting.in_language(Language::parse(&spoken.language).unwrap_or_default());
    Ok(Json((&acting.catalog_details(&name).await?).into()))
}

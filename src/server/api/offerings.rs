//! Offerings as a whole: a new one, what the rules say, how it differs from what customers see, and its history.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::StatusCode;
use axum::response::Response;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use slipway_backend::Version;
use slipway_domain::compare::Line;
use slipway_domain::export::CatalogJson;
use slipway_domain::ids::EventId;
use slipway_domain::offering::NewResourceDraft;
use slipway_domain::page::Page;
use slipway_domain::thread::Anchor;

use super::asked::{Asked, PageDto, Path, Query, cursor};
use super::body;
use super::caller::Caller;
use super::dto::{ChangeDto, EventDto, NewOfferingDto, OfferingDto, PageFindingsDto};
use super::operation::Operation;
use super::precondition::created;
use super::problem::Problem;

const HISTORY: &str = "history";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::post("/offerings", "addOffering", "Begin an offering", add)
            .describing("In the account that the token is for. The name is permanent.")
            .repeatable()
            .takes::<NewOfferingDto>()
            .answers::<OfferingDto>(StatusCode::CREATED, "The offering")
            .located(),
        Operation::get("/offerings/{name}", "getOffering", "An offering", one)
            .answers::<OfferingDto>(StatusCode::OK, "The offering"),
        Operation::get("/offerings/{name}/findings", "getFindings", "What the rules say", findings)
            .describing("Of every page that is filled in, as a whole. Findings stop no save; errors keep gates shut.")
            .answers::<AllFindings>(StatusCode::OK, "The findings, page by page"),
        Operation::get("/offerings/{name}/compare", "compareVersions", "What is not the same in two versions", compare)
            .query::<String>("from", "`draft`, `limited`, `live` or a snapshot. Without it: what the catalog shows.")
            .query::<String>("to", "The same; without it, `draft`.")
            .paged::<ChangeDto>("A page of the values that differ"),
        Operation::get("/offerings/{name}/history", "listHistory", "The history, newest first", history)
            .paged::<EventDto>("A page of the history"),
        Operation::get("/offerings/{name}/definitions", "getDefinitions", "What brokers serve", export)
            .describing("What catalog.json holds. Listing, settings and pricing have to be complete.")
            .answers::<Definitions>(StatusCode::OK, "The definitions"),
    ]
}

/// What the rules say about every page.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Findings")]
struct AllFindings {
    pages: Vec<PageFindingsDto>,
}

/// `catalog.json`.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is described, and written by the export")]
struct Definitions {
    services: Vec<Map<String, Value>>,
}

/// Which versions.
#[derive(Deserialize)]
struct Versions {
    from: Option<String>,
    to: Option<String>,
}

async fn add(Caller(caller): Caller, body::Json(new): body::Json<NewOfferingDto>) -> Result<Response, Problem> {
    let name = caller.acting.add_resource(&NewResourceDraft::from(new)).await?;
    let offering = caller.acting.definition_of(&name).await?;
    Ok(created(&format!("/offerings/{name}"), &OfferingDto::from(&offering)))
}

async fn one(Caller(caller): Caller, Path(name): Path<String>) -> Result<Json<OfferingDto>, Problem> {
    Ok(Json((&caller.acting.definition_of(&name).await?).into()))
}

async fn findings(Caller(caller): Caller, Path(name): Path<String>) -> Result<Json<AllFindings>, Problem> {
    let offering = caller.acting.definition_of(&name).await?;
    let pages = Page::DEFINED.iter().map(|page| PageFindingsDto::of(&offering, *page)).collect();
    Ok(Json(AllFindings { pages }))
}

async fn compare(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(versions): Query<Versions>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<ChangeDto>>, Problem> {
    let from = versions.from.as_deref().map(version).transpose()?;
    let to = versions.to.as_deref().map_or(Ok(Version::Draft), version)?;
    let lines = caller.acting.compared(&name, from, to).await?;
    // A cursor is of these two versions and no others.
    let named = |asked: Option<String>| asked.unwrap_or_default();
    let of = format!("compare/{}/{}", named(versions.from), named(versions.to)).replace(':', "/");
    let page = asked.page(&of, placed(lines), |(place, _)| place.clone())?;
    Ok(Json(page.map(|(_, line)| ChangeDto::from(&line))))
}

/// Each line with its place: its page, which value it is, and, as a list may have the same member twice, which of those.
fn placed(lines: Vec<Line>) -> Vec<(String, Line)> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let place_of = |line: Line| {
        let page = Page::ALL.iter().position(|page| *page == line.page).unwrap_or_default();
        let value = Anchor::of(&line).map(|anchor| anchor.to_string()).unwrap_or_default();
        let place = format!("{page:02}/{value}");
        let same = known.entry(place.clone()).or_default();
        *same += 1;
        (format!("{place}/{same:04}"), line)
    };
    lines.into_iter().map(place_of).collect()
}

fn version(text: &str) -> Result<Version, Problem> {
    Version::parse(text)
        .ok_or_else(|| Problem::bad_request("A version is draft, limited, live or the id of a snapshot."))
}

async fn history(
    Caller(caller): Caller,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Json<PageDto<EventDto>>, Problem> {
    let before = asked.after(HISTORY, |key| EventId::parse(key).ok())?;
    let limit = asked.limit()?;
    let mut events = caller.acting.history_before(&name, before, u32::from(limit) + 1).await?;
    let has_more = events.len() > usize::from(limit);
    events.truncate(limit.into());
    let next = events.last().filter(|_| has_more).map(|event| cursor(HISTORY, &event.id.to_string()));
    Ok(Json(PageDto { items: events.iter().map(EventDto::from).collect(), next }))
}

/// Nothing is recorded: what is read here is no proof that somebody keeps it.
async fn export(Caller(caller): Caller, Path(name): Path<String>) -> Result<Json<CatalogJson>, Problem> {
    Ok(Json(caller.acting.sample_catalog(&name).await?))
}

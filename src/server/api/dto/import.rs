//! What a `catalog.json` that somebody hands in offers to the definition.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use slipway_app::text;
use slipway_domain::import::file::FileImport;
use slipway_domain::import::{ImportDraft, Offer, Part};
use slipway_domain::view::ViolationLine;

use super::word;

/// A catalog to look into.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "CatalogToRead")]
#[serde(deny_unknown_fields)]
pub(in crate::server::api) struct CatalogToReadDto {
    /// What `catalog.json` holds: an object with the list `services`, that list alone, or one service.
    pub(in crate::server::api) catalog: Value,
    /// The service that is meant, counted from 1; it counts where none has the id or the name of the offering.
    #[serde(default)]
    pub(in crate::server::api) choice: u32,
}

/// A catalog, and what of it is taken over.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "CatalogToTake")]
#[serde(deny_unknown_fields)]
pub(in crate::server::api) struct CatalogToTakeDto {
    /// The same as was looked into.
    pub(in crate::server::api) catalog: Value,
    /// The same as was looked into with.
    #[serde(default)]
    choice: u32,
    /// As `planImport` told it: of exactly those offers something is taken over, or nothing.
    seen: String,
    /// The keys of the offers that are wanted.
    take: Vec<String>,
}

impl CatalogToTakeDto {
    /// The catalog, and the form as a page sends it.
    pub(in crate::server::api) fn parts(self) -> (Value, ImportDraft) {
        let Self { catalog, choice, seen, take } = self;
        (catalog, ImportDraft { choice, seen, take })
    }
}

/// What a catalog offers to the definition.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Import")]
pub(in crate::server::api) struct ImportDto {
    /// How its services are called, in its order.
    services: Vec<String>,
    /// Why one of them is meant: `id`, `name`, `only` or `choice`. `null`: none is, so that nothing is offered; name one
    /// by `choice`.
    fit: Option<String>,
    /// How that one is called; empty: none is meant.
    meant: String,
    /// Stands for the offers. It is sent back with what is wanted of them.
    seen: String,
    /// What can be taken over.
    offers: Vec<OfferDto>,
    /// What cannot be taken over, and why.
    left: Vec<String>,
    /// Members that say something else than the contract with brokers wants. They stop nothing.
    violations: Vec<ViolationDto>,
}

/// A value that the catalog says and the console does not have, or has differently.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ImportOffer")]
struct OfferDto {
    /// What `take` calls it.
    key: String,
    /// What it is, in a few words.
    label: String,
    /// What the catalog says: a text, a list, or the draft of a plan.
    said: Value,
    /// What it would take the place of; `null`: nothing is there yet.
    has: Option<Value>,
}

/// A member of a catalog that says something else than the contract with brokers wants.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogViolation")]
struct ViolationDto {
    /// The names that lead to it, from the outermost.
    path: Vec<String>,
    /// A stable word for what is the matter.
    code: String,
    /// `error`, `warning` or `info`.
    level: String,
    found: String,
    expected: String,
}

/// What was taken over.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "TakenOver")]
pub(in crate::server::api) struct TakenDto {
    /// Fields and languages by their keys, and plans by the ids that they got. Empty: none of the offers was wanted.
    pub(in crate::server::api) taken: Vec<String>,
}

impl From<FileImport> for ImportDto {
    fn from(file: FileImport) -> Self {
        Self {
            services: file.services,
            fit: file.fit.map(|fit| word(&fit)),
            meant: file.meant,
            seen: file.seen,
            offers: file.offers.iter().map(OfferDto::from).collect(),
            left: file.left.iter().map(text::import::left).collect(),
            violations: file.violations.into_iter().map(ViolationDto::from).collect(),
        }
    }
}

impl From<&Offer> for OfferDto {
    fn from(offer: &Offer) -> Self {
        Self {
            key: offer.said.key(),
            label: text::import::label(&offer.said),
            said: value(&offer.said),
            has: offer.has.as_ref().map(value),
        }
    }
}

impl From<ViolationLine> for ViolationDto {
    fn from(line: ViolationLine) -> Self {
        let ViolationLine { path, code, severity, found, expected } = line;
        Self { path, code, level: word(&severity), found, expected }
    }
}

/// What a part says, without what kind of part it is.
fn value(part: &Part) -> Value {
    let written = match part {
        Part::Text(_, text) => Ok(text.as_str().into()),
        Part::Bullets(bullets) => serde_json::to_value(bullets),
        Part::Media(media) => serde_json::to_value(media),
        Part::Plan(_, plan) => serde_json::to_value(plan),
        Part::Translation(_, heard) => serde_json::to_value(heard),
    };
    written.unwrap_or_default()
}

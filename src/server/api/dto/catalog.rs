//! What the catalog shows.

use schemars::JsonSchema;
use serde::Serialize;
use slipway_domain::catalog::{PlanCard, Tile};
use slipway_domain::plan::AmountDraft;
use slipway_domain::view::DetailsView;

use super::MomentDto;

/// A service in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogEntry")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own in the answer")]
pub(in crate::server::api) struct TileDto {
    /// The programmatic name.
    pub(in crate::server::api) name: String,
    display_name: String,
    description: String,
    provider: String,
    category: String,
    tags: Vec<String>,
    has_free_plan: bool,
    /// Its prices are for what is used.
    has_metered_plan: bool,
    /// The lowest monthly fee in the base currency.
    starting_price: Option<AmountDraft>,
    /// Only its owner and invited accounts see it.
    is_limited: bool,
    /// It takes no new instances, for now or for good.
    is_ending: bool,
}

impl From<&Tile> for TileDto {
    fn from(tile: &Tile) -> Self {
        Self {
            name: tile.name.clone(),
            display_name: tile.display_name.clone(),
            description: tile.description.clone(),
            provider: tile.provider.clone(),
            category: tile.category.clone(),
            tags: tile.tags.clone(),
            has_free_plan: tile.has_free_plan,
            has_metered_plan: tile.has_metered_plan,
            starting_price: tile.starting_price.clone(),
            is_limited: tile.is_limited,
            is_ending: tile.ending.is_some(),
        }
    }
}

/// A service with its plans.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogDetails")]
pub(in crate::server::api) struct CatalogDetailsDto {
    id: String,
    entry: TileDto,
    long_description: String,
    documentation_url: String,
    terms_url: String,
    support_url: String,
    plans: Vec<CatalogPlanDto>,
    /// Where at least one plan is published.
    locations: Vec<String>,
    published_at: MomentDto,
    /// New instances can be made of it.
    is_open: bool,
}

impl From<&DetailsView> for CatalogDetailsDto {
    fn from(view: &DetailsView) -> Self {
        let details = &view.details;
        Self {
            id: details.id.to_string(),
            entry: (&details.tile).into(),
            long_description: details.long_description.clone(),
            documentation_url: details.documentation_url.clone(),
            terms_url: details.terms_url.clone(),
            support_url: details.support_url.clone(),
            plans: details.plans.iter().map(CatalogPlanDto::from).collect(),
            locations: details.locations.clone(),
            published_at: details.published_at.into(),
            is_open: view.is_open,
        }
    }
}

/// A plan that is published somewhere.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogPlan")]
pub(in crate::server::api) struct CatalogPlanDto {
    id: String,
    name: String,
    display_name: String,
    description: String,
    is_free: bool,
    bullets: Vec<String>,
    /// The monthly fee of a subscription.
    amounts: Vec<AmountDraft>,
    locations: Vec<String>,
    /// From when on it takes no new instances; `null`: nobody has set an end.
    ends_at: Option<MomentDto>,
}

impl From<&PlanCard> for CatalogPlanDto {
    fn from(plan: &PlanCard) -> Self {
        Self {
            id: plan.id.to_string(),
            name: plan.name.clone(),
            display_name: plan.display_name.clone(),
            description: plan.description.clone(),
            is_free: plan.is_free,
            bullets: plan.bullets.clone(),
            amounts: plan.amounts.clone(),
            locations: plan.locations.clone(),
            ends_at: plan.ends_at.map(Into::into),
        }
    }
}

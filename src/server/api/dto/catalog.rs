//! What the catalog shows.

use schemars::JsonSchema;
use serde::Serialize;
use slipway_domain::catalog::{PlanCard, Tile};
use slipway_domain::plan::AmountDraft;
use slipway_domain::view::{ComingPrice, DetailsView};

use super::MomentDto;
use about::{EndingDto, HighlightDto, LinksDto, MediaDto, MessagesDto, ServiceLevelsDto};
use metric::MetricDto;
use parameter::{LocalParametersDto, ParameterDto};

mod about;
mod metric;
mod parameter;

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
    /// An https address, or the path of a picture of this console; empty: it has none.
    icon: String,
    category: String,
    tags: Vec<String>,
    has_free_plan: bool,
    /// Its prices are for what is used.
    has_metered_plan: bool,
    /// The lowest monthly fee in the base currency.
    starting_price: Option<AmountDraft>,
    /// Only its owner and invited accounts see it.
    is_limited: bool,
    /// It is suspended, or its end is announced.
    is_ending: bool,
}

impl From<&Tile> for TileDto {
    fn from(tile: &Tile) -> Self {
        Self {
            name: tile.name.clone(),
            display_name: tile.display_name.clone(),
            description: tile.description.clone(),
            provider: tile.provider.clone(),
            icon: tile.icon.clone(),
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

/// A service with its plans, as its page tells them.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogDetails")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own in the answer")]
pub(in crate::server::api) struct CatalogDetailsDto {
    id: String,
    entry: TileDto,
    /// The code of the language that was asked for: `de`. What is not translated into it is in English.
    language: String,
    /// The codes of the languages that something of it is translated into.
    languages: Vec<String>,
    long_description: String,
    highlights: Vec<HighlightDto>,
    media: Vec<MediaDto>,
    documentation_url: String,
    terms_url: String,
    support_url: String,
    links: LinksDto,
    messages: MessagesDto,
    service_levels: ServiceLevelsDto,
    /// Certifications and standards.
    compliance: Vec<String>,
    plans: Vec<CatalogPlanDto>,
    /// Where at least one plan is published.
    locations: Vec<String>,
    /// Where instances run that are made in `global`, with any of the plans.
    regions: Vec<String>,
    /// What the form for a new instance asks for beside plan and place.
    parameters: Vec<ParameterDto>,
    /// What it asks for elsewhere instead.
    local_parameters: Vec<LocalParametersDto>,
    published_at: MomentDto,
    /// New instances can be made of it.
    is_open: bool,
    /// It is there for your account, and not for your eyes alone.
    is_offered: bool,
    /// It takes a while to make an instance.
    is_slow_to_create: bool,
    /// It takes a while to delete one.
    is_slow_to_delete: bool,
    /// Why it takes no new instances, or will take none, and until when; `null`: its provider has announced nothing.
    ending: Option<EndingDto>,
}

impl From<&DetailsView> for CatalogDetailsDto {
    fn from(view: &DetailsView) -> Self {
        let details = &view.details;
        let asked = details.asked_of_reader();
        Self {
            id: details.id.to_string(),
            entry: (&details.tile).into(),
            language: view.language.code().to_owned(),
            languages: view.languages.iter().map(|language| language.code().to_owned()).collect(),
            long_description: details.long_description.clone(),
            highlights: HighlightDto::all(&details.bullets),
            media: details.media.iter().map(MediaDto::from).collect(),
            documentation_url: details.documentation_url.clone(),
            terms_url: details.terms_url.clone(),
            support_url: details.support_url.clone(),
            links: details.into(),
            messages: view.into(),
            service_levels: (&details.sla).into(),
            compliance: details.compliance.clone(),
            plans: details.plans.iter().map(|plan| CatalogPlanDto::of(plan, view)).collect(),
            locations: details.locations.clone(),
            regions: details.regions(),
            parameters: asked.parameters.iter().map(ParameterDto::from).collect(),
            local_parameters: asked.local_parameters.iter().map(LocalParametersDto::from).collect(),
            published_at: details.published_at.into(),
            is_open: view.is_open,
            is_offered: view.is_offered,
            is_slow_to_create: details.is_slow_to_create,
            is_slow_to_delete: details.is_slow_to_delete,
            ending: details.tile.ending.as_ref().map(EndingDto::from),
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
    /// What a metered plan charges; empty for every other one.
    metrics: Vec<MetricDto>,
    /// Where new instances can be made.
    locations: Vec<String>,
    /// Where instances run that are made in `global`, as far as its provider says.
    regions: Vec<String>,
    /// From when on it takes no new instances; `null`: nobody has set an end.
    ends_at: Option<MomentDto>,
    /// That day has come.
    has_ended: bool,
    /// The price that is announced for it; `null`: none is.
    coming_price: Option<ComingPriceDto>,
}

impl CatalogPlanDto {
    fn of(plan: &PlanCard, view: &DetailsView) -> Self {
        Self {
            id: plan.id.to_string(),
            name: plan.name.clone(),
            display_name: plan.display_name.clone(),
            description: plan.description.clone(),
            is_free: plan.is_free,
            bullets: plan.bullets.clone(),
            amounts: plan.amounts.clone(),
            metrics: plan.metrics.iter().map(MetricDto::from).collect(),
            locations: plan.locations.clone(),
            regions: plan.regions.clone(),
            ends_at: plan.ends_at.map(Into::into),
            has_ended: plan.has_ended(view.now),
            coming_price: view.coming.iter().find(|coming| coming.plan.id == plan.id).map(ComingPriceDto::from),
        }
    }
}

/// What a plan costs from an announced day on.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CatalogComingPrice")]
struct ComingPriceDto {
    from: MomentDto,
    is_free: bool,
    /// The monthly fee of a subscription.
    amounts: Vec<AmountDraft>,
    /// What a metered plan charges.
    metrics: Vec<MetricDto>,
}

impl From<&ComingPrice> for ComingPriceDto {
    fn from(coming: &ComingPrice) -> Self {
        let ComingPrice { plan, from } = coming;
        Self {
            from: (*from).into(),
            is_free: plan.is_free,
            amounts: plan.amounts.clone(),
            metrics: plan.metrics.iter().map(MetricDto::from).collect(),
        }
    }
}

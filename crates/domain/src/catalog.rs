//! The catalog as consumers see it (§9): tiles, details and search over published snapshots. Who sees what is told by
//! `visibility`; here it is asked about service, plan and deployment.

use serde::{Deserialize, Serialize};

use crate::deployment::DeploymentState;
use crate::ids::{DeploymentId, OfferingId, PlanId};
use crate::lifecycle::Ending;
use crate::listing::{BulletDraft, ExtrasDraft, Media};
use crate::metric::Metric;
use crate::moment::Moment;
use crate::offering::Offering;
use crate::parameter::{self, Parameter};
use crate::plan::{AmountDraft, PlanDraft, end};
use crate::settings::SlaDraft;
use crate::translation::Spoken;
use crate::visibility::{Restrictions, Visibility};

mod asked;
mod page;

pub use asked::AskedOfReader;
pub(crate) use page::words;
pub use page::{Audience, TILES_ON_PAGE, TileEdge, search_texts};

/// One tile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    pub name: String,
    pub display_name: String,
    pub description: String,
    pub provider: String,
    pub icon: String,
    /// An id of `category::CATEGORIES`.
    pub category: String,
    pub tags: Vec<String>,
    pub has_free_plan: bool,
    /// Its prices are for what is used, so that no single one leads.
    pub has_metered_plan: bool,
    /// The lowest monthly fee in the base currency.
    pub starting_price: Option<AmountDraft>,
    /// Only the owner and invited accounts see it.
    pub is_limited: bool,
    /// It is suspended, or its end is announced.
    #[serde(default)]
    pub ending: Option<Ending>,
    /// Smaller ones stand before others.
    #[serde(default)]
    pub order: u16,
    /// What of it, or of the details that it belongs to, is in another language than English.
    #[serde(default, skip_serializing_if = "Spoken::is_empty")]
    pub spoken: Spoken,
}

/// The details page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub id: OfferingId,
    pub tile: Tile,
    pub long_description: String,
    pub bullets: Vec<BulletDraft>,
    /// Screens and videos.
    #[serde(default)]
    pub media: Vec<Media>,
    pub documentation_url: String,
    pub terms_url: String,
    pub support_url: String,
    /// Promotion, links, messages and extra tabs. Pages of the provider's own are told only of what everybody sees: the
    /// operator has approved that.
    #[serde(default)]
    pub extras: ExtrasDraft,
    /// What customers may expect.
    #[serde(default)]
    pub sla: SlaDraft,
    /// Certifications and standards.
    #[serde(default)]
    pub compliance: Vec<String>,
    /// It takes a while to make an instance.
    #[serde(default)]
    pub is_slow_to_create: bool,
    /// It takes a while to delete one.
    #[serde(default)]
    pub is_slow_to_delete: bool,
    pub plans: Vec<PlanCard>,
    /// Where at least one plan is published.
    pub locations: Vec<String>,
    /// What the form for a new instance asks for beside plan and place (§4.11).
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// What it asks for elsewhere instead: deployments may have parameters of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub local_parameters: Vec<LocalParameters>,
    pub published_at: Moment,
}

/// The parameters of one deployment, in the place of those of the service (§4.11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalParameters {
    pub plan: PlanId,
    pub location: String,
    pub parameters: Vec<Parameter>,
}

/// A plan that is published somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanCard {
    pub id: PlanId,
    pub name: String,
    pub display_name: String,
    pub description: String,
    pub is_free: bool,
    pub bullets: Vec<String>,
    /// The monthly fee of a subscription.
    pub amounts: Vec<AmountDraft>,
    /// What a metered plan charges; empty for every other one.
    pub metrics: Vec<Metric>,
    /// Where new instances can be made; empty if its locations have left it.
    pub locations: Vec<String>,
    /// Where instances run that are made in `global`, as far as its deployment says (§4.14).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// From when on nobody comes to it any more; `None`: it has no end (§10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Moment>,
}

impl PlanCard {
    /// As `PlanDraft::takes_new_instances`, and there is a place for them.
    pub fn takes_new_instances(&self, now: Moment) -> bool {
        !self.locations.is_empty() && !self.has_ended(now)
    }

    /// Whether its last day for new instances is over.
    pub fn has_ended(&self, now: Moment) -> bool {
        !end::is_before(self.ends_at, now)
    }

    /// The same plan with the price of `next`, and nothing else of it.
    #[must_use]
    pub fn priced_as(&self, next: &PlanDraft) -> Self {
        let PlanCard { is_free, amounts, metrics, .. } = card(self.id, next, Vec::new());
        Self { is_free, amounts, metrics, ..self.clone() }
    }
}

/// What somebody looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    pub text: String,
    /// An id of `category::CATEGORIES`, or empty.
    pub category: String,
    /// The page begins behind this tile (`TileEdge`).
    pub after: String,
    /// The page ends before this tile; what stands in `after` counts first.
    pub before: String,
}

impl Tile {
    /// As it is as long as no plan has ended.
    pub fn of(offering: &Offering, is_limited: bool) -> Self {
        Self::priced(offering, is_limited, |card| !card.locations.is_empty())
    }

    /// As it is told then: a plan that nobody can come to any more is no price, and not free (decision 0054).
    pub fn at(offering: &Offering, is_limited: bool, now: Moment) -> Self {
        Self::priced(offering, is_limited, |card| card.takes_new_instances(now))
    }

    /// Prices and marks are those of the plans that are `sold`.
    fn priced(offering: &Offering, is_limited: bool, sold: impl Fn(&PlanCard) -> bool) -> Self {
        let listing = &offering.listing.draft;
        let mut cards = cards(offering);
        cards.retain(sold);
        Self {
            name: offering.name.clone(),
            display_name: or(&listing.display_name, &offering.name),
            description: listing.description.trim().to_owned(),
            provider: or(&listing.provider_display_name, &offering.owner.name),
            icon: listing.icon.trim().to_owned(),
            category: listing.category.clone(),
            tags: listing.tags().map(ToOwned::to_owned).collect(),
            has_free_plan: cards.iter().any(|card| card.is_free),
            has_metered_plan: cards.iter().any(|card| !card.metrics.is_empty()),
            starting_price: cards
                .iter()
                .filter(|card| !card.is_free)
                .flat_map(|card| &card.amounts)
                .filter(|amount| amount.is_base())
                .filter_map(|amount| Some((amount.decimal()?, amount)))
                .min_by_key(|(price, _)| *price)
                .map(|(_, amount)| amount.clone()),
            is_limited,
            ending: None,
            order: listing.extras.order(),
            spoken: Spoken::default(),
        }
    }

    /// Text over name, display name, description, provider and tags; every word has to occur somewhere.
    pub fn matches(&self, query: &Query) -> bool {
        if !query.category.is_empty() && query.category != self.category {
            return false;
        }
        let texts = self.searched();
        words(&query.text).iter().all(|word| texts.iter().any(|text| text.contains(word.as_str())))
    }

    /// What a search looks through, in small letters.
    fn searched(&self) -> Vec<String> {
        let texts = [&self.name, &self.display_name, &self.description, &self.provider];
        texts.into_iter().chain(&self.tags).map(|text| text.to_lowercase()).collect()
    }
}

impl Details {
    pub fn of(offering: &Offering, is_limited: bool, published_at: Moment) -> Self {
        let listing = &offering.listing.draft;
        let plans = cards(offering);
        let mut locations: Vec<String> = plans.iter().flat_map(|plan| plan.locations.clone()).collect();
        locations.sort();
        locations.dedup();
        Self {
            id: offering.id,
            tile: Tile::of(offering, is_limited),
            long_description: listing.long_description.trim().to_owned(),
            bullets: listing.bullets.clone(),
            media: listing.shown_media().collect(),
            documentation_url: listing.documentation_url.trim().to_owned(),
            terms_url: listing.terms_url.trim().to_owned(),
            support_url: listing.support_url.trim().to_owned(),
            extras: if is_limited { listing.extras.without_own_pages() } else { listing.extras.clone() },
            sla: offering.settings.draft.extras.sla.clone(),
            compliance: offering.settings.draft.extras.listed_compliance().map(|(_, name)| name.to_owned()).collect(),
            is_slow_to_create: offering.settings.draft.extras.async_provisioning == "yes",
            is_slow_to_delete: offering.settings.draft.extras.async_unprovisioning == "yes",
            plans,
            locations,
            parameters: parameter::read(&offering.settings.draft.parameters),
            local_parameters: offering
                .deployments
                .iter()
                .filter(|deployment| deployment.state.is_published() && deployment.options.has_parameters())
                .map(|deployment| LocalParameters {
                    plan: deployment.plan,
                    location: deployment.location.clone(),
                    parameters: parameter::read(&deployment.options.parameters),
                })
                .collect(),
            published_at,
        }
    }

    /// Whether every plan has ended, or is sold nowhere any more; there is one at least.
    pub fn has_ended(&self, now: Moment) -> bool {
        !self.plans.is_empty() && self.plans.iter().all(|plan| !plan.takes_new_instances(now))
    }

    /// Where instances that are made in `global` run, with any of the plans.
    pub fn regions(&self) -> Vec<String> {
        let mut regions: Vec<String> = self.plans.iter().flat_map(|plan| plan.regions.clone()).collect();
        regions.sort();
        regions.dedup();
        regions
    }
}

/// What of an offering's published content somebody sees: `None` where the service is not theirs to see, otherwise the
/// content with the deployments that are. Each is decided by its whole path of service, plan and deployment, about
/// which `sees` is asked; a plan is as visible as its most visible deployment. `states` are those of the deployments
/// now: what is no longer published, or never was, is in nobody's catalog, whatever the content says.
pub fn seen(
    mut content: Offering,
    service: &Visibility,
    states: &[(DeploymentId, DeploymentState)],
    sees: impl Fn(&[&Visibility]) -> bool,
) -> Option<Offering> {
    if !sees(&[service]) {
        return None;
    }
    for deployment in &mut content.deployments {
        let state = states.iter().find(|(id, _)| *id == deployment.id).map(|(_, state)| *state);
        deployment.state = state.unwrap_or(DeploymentState::Withdrawn);
    }
    let published: Vec<(PlanId, Restrictions)> = content
        .deployments
        .iter()
        .filter_map(|deployment| Some((deployment.plan, deployment.state.restrictions()?)))
        .collect();
    content.deployments.retain(|deployment| {
        let of_plan =
            published.iter().filter(|(plan, _)| *plan == deployment.plan).map(|(_, restrictions)| *restrictions);
        let (Some(widest), Some(own)) = (of_plan.reduce(Restrictions::or), deployment.state.restrictions()) else {
            return false;
        };
        let plan = service.child(widest);
        sees(&[service, &plan, &plan.child(own)])
    });
    Some(content)
}

/// The plans that are published somewhere, free ones first, otherwise in the provider's order; each with the places that it
/// is still sold in.
fn cards(offering: &Offering) -> Vec<PlanCard> {
    let mut cards: Vec<PlanCard> = offering
        .plans
        .iter()
        .filter_map(|plan| {
            let published = offering.deployments.iter().filter(|deployment| deployment.state.is_published());
            let deployed: Vec<_> = published.filter(|deployment| deployment.plan == plan.id).collect();
            let sold: Vec<_> = deployed.iter().filter(|one| plan.draft.is_sold_at(&one.location)).collect();
            let locations: Vec<String> = sold.iter().map(|deployment| deployment.location.clone()).collect();
            let regions = sold.iter().flat_map(|one| one.options.regions()).map(str::to_owned).collect();
            (!deployed.is_empty()).then(|| PlanCard { regions, ..card(plan.id, &plan.draft, locations) })
        })
        .collect();
    cards.sort_by_key(|card| !card.is_free);
    cards
}

fn card(id: PlanId, draft: &PlanDraft, locations: Vec<String>) -> PlanCard {
    PlanCard {
        id,
        name: draft.name.clone(),
        display_name: or(&draft.display_name, &draft.name),
        description: draft.description.trim().to_owned(),
        is_free: draft.is_free(),
        bullets: draft.bullets.iter().filter(|bullet| !bullet.trim().is_empty()).cloned().collect(),
        amounts: if draft.kind == "subscription" { draft.amounts.clone() } else { Vec::new() },
        metrics: draft.charged_metrics().map(|(_, metric)| metric).collect(),
        locations,
        regions: Vec::new(),
        ends_at: draft.ends_at(),
    }
}

fn or(text: &str, otherwise: &str) -> String {
    if text.trim().is_empty() { otherwise.to_owned() } else { text.trim().to_owned() }
}

#[cfg(test)]
mod tests;

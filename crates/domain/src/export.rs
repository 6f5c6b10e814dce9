//! `catalog.json` (§6.7): what a provider's broker has to answer to `GET /v2/catalog`. Pure: the same offering makes
//! the same bytes. Members that are not set are left out, plans stand in the order of the Pricing page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::field::Field;
use crate::gate::{self, Condition, Gate};
use crate::ids::OfferingId;
use crate::listing::{BulletDraft, LITE_TAG, OUR_TAGS};
use crate::offering::Offering;
use crate::parameter;
use crate::rejection::Refusal;

mod costs;
mod i18n;
mod media;
mod metric;
mod plan;
pub(crate) mod read;
pub mod targets;

pub use i18n::{I18nJson, PlanI18nJson};
pub use media::MediaJson;
pub use metric::CostMetricJson;
pub use plan::{PlanJson, PlanMetadata};

/// Whether a file has `{"services": […]}` around its service (DEC-23): always, but for whoever asks for it without.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wrapper {
    #[default]
    Services,
    LeftOut,
}

/// Wrapped in `services`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogJson {
    pub services: Vec<ServiceJson>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the members of §6.7")]
pub struct ServiceJson {
    pub id: OfferingId,
    pub name: String,
    pub description: String,
    pub bindable: bool,
    pub plan_updateable: bool,
    pub rc_compatible: bool,
    pub iam_compatible: bool,
    pub unique_api_key: bool,
    pub provisionable: bool,
    /// The broker takes a PATCH that changes the context alone (OSB 2.15).
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub allow_context_updates: bool,
    /// Permissions of the broker API.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    pub metadata: ServiceMetadata,
    pub plans: Vec<PlanJson>,
}

/// Informational for the broker: display data lives in the platform's catalog alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceMetadata {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub long_description: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub provider_display_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub documentation_url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instructions_url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub terms_url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub support_url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub catalog_details_url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub image_url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub small_image_url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub medium_image_url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub featured_image_url: String,
    pub service_keys_supported: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bullets: Vec<BulletJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<MediaJson>,
    /// The custom parameters (§4.11), each as it was defined.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Value>,
    /// What of it is written in other languages, by their codes.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub i18n: BTreeMap<String, I18nJson>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulletJson {
    pub title: String,
    pub description: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub icon: String,
}

/// The default metric of a subscription, one flat fee a month, the cap of a free plan (§4.9), or a metric of a metered plan
/// (§4.10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CostJson {
    pub unit: String,
    pub unit_id: String,
    #[serde(flatten)]
    pub metric: Option<CostMetricJson>,
    pub amounts: Vec<AmountJson>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountJson {
    pub country: String,
    pub currency: String,
    pub prices: Vec<PriceJson>,
}

/// `quantity_tier` is the last pack of a tier, 999999999 of an open one. The price is decimal text: money never passes
/// through a float.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceJson {
    pub quantity_tier: u64,
    pub price: String,
}

impl CatalogJson {
    /// The bytes of the file: two spaces of indentation, a line feed at the end.
    ///
    /// # Panics
    ///
    /// Never: nothing in it lacks a JSON form.
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes(self)
    }

    /// The same bytes, or those of the service alone.
    ///
    /// # Panics
    ///
    /// Never, as `to_bytes`.
    pub fn to_bytes_in(&self, wrapper: Wrapper) -> Vec<u8> {
        match (wrapper, self.services.as_slice()) {
            (Wrapper::LeftOut, [service]) => bytes(service),
            _ => self.to_bytes(),
        }
    }
}

fn bytes(file: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(file).expect("strings, flags and lists always have a JSON form");
    bytes.push(b'\n');
    bytes
}

/// T11: Listing, Settings and Pricing have to be complete.
pub fn catalog_json(offering: &Offering) -> Result<CatalogJson, Refusal> {
    let missing: Vec<Condition> = [Gate::Definition, Gate::Pricing]
        .into_iter()
        .flat_map(|gate| gate::report(gate, offering, &[], &[]).missing())
        .filter(|condition| EXPORT_NEEDS.contains(&condition.id))
        .collect();
    if missing.is_empty() { Ok(definitions(offering)) } else { Err(Refusal::Gate(missing)) }
}

/// The definitions as they are now, complete or not; what may be downloaded is told by `catalog_json`.
pub fn definitions(offering: &Offering) -> CatalogJson {
    CatalogJson { services: vec![service(offering)] }
}

/// What the file needs of the two gates: the Summary is not in it, and the billing desk has no say about ids.
const EXPORT_NEEDS: [gate::Requirement; 5] = [
    gate::Requirement::ListingComplete,
    gate::Requirement::SettingsComplete,
    gate::Requirement::PlanExists,
    gate::Requirement::PlansComplete,
    gate::Requirement::AtMostOneFreePlan,
];

pub(crate) fn service(offering: &Offering) -> ServiceJson {
    let (mut listing, mut settings) = (offering.listing.draft.clone(), offering.settings.draft.clone());
    let mut service = ServiceJson::new(offering.id, offering.name.clone());
    service.tags = tags(offering);
    service.metadata.bullets = listing.listed_bullets().map(|(_, bullet)| BulletJson::from(bullet)).collect();
    service.metadata.media = listing.shown_media().map(MediaJson::from).collect();
    service.metadata.parameters = parameter::export(&settings.parameters);
    service.metadata.i18n = i18n::read(offering);
    service.requires = settings.extras.listed_requires().map(str::to_owned).collect();
    service.plans = offering.plans.iter().map(plan::written).collect();
    for field in Field::PLAIN {
        if let (Some(member), Some(typed)) = (service.text(*field), listing.place(*field)) {
            typed.trim().clone_into(member);
        }
        if let (Some(flag), Some(answer)) = (service.flag(*field), settings.answer(*field)) {
            *flag = answer == "yes";
        }
    }
    service
}

/// The tags as typed, and those that the catalog adds (§4.7a).
fn tags(offering: &Offering) -> Vec<String> {
    let is_lite = offering.plans.iter().any(|plan| plan.draft.is_free());
    let typed = offering.listing.draft.tags().filter(|tag| !OUR_TAGS.contains(tag));
    let added = OUR_TAGS.iter().copied().filter(|tag| is_lite || *tag != LITE_TAG);
    typed.chain(added).map(str::to_owned).collect()
}

/// Which member says what of the listing and the settings: one table, by which the file is written here and a broker's
/// catalog is read by `import`.
impl ServiceJson {
    /// A service of which nothing is said yet.
    pub(crate) fn new(id: OfferingId, name: String) -> Self {
        Self {
            id,
            name,
            description: String::new(),
            bindable: false,
            plan_updateable: false,
            rc_compatible: true,
            iam_compatible: true,
            unique_api_key: false,
            provisionable: true,
            allow_context_updates: false,
            requires: Vec::new(),
            tags: Vec::new(),
            metadata: ServiceMetadata { kind: "public".to_owned(), ..ServiceMetadata::default() },
            plans: Vec::new(),
        }
    }

    /// The member that says a text of the listing.
    pub(crate) fn text(&mut self, field: Field) -> Option<&mut String> {
        let metadata = &mut self.metadata;
        Some(match field {
            Field::Description => &mut self.description,
            Field::DisplayName => &mut metadata.display_name,
            Field::LongDescription => &mut metadata.long_description,
            Field::ProviderDisplayName => &mut metadata.provider_display_name,
            Field::DocumentationUrl => &mut metadata.documentation_url,
            Field::InstructionsUrl => &mut metadata.instructions_url,
            Field::TermsUrl => &mut metadata.terms_url,
            Field::SupportUrl => &mut metadata.support_url,
            Field::Icon => &mut metadata.image_url,
            Field::SmallImage => &mut metadata.small_image_url,
            Field::MediumImage => &mut metadata.medium_image_url,
            Field::FeatureImage => &mut metadata.featured_image_url,
            Field::CatalogDetailsUrl => &mut metadata.catalog_details_url,
            _ => return None,
        })
    }

    /// The member that answers a question of the settings.
    pub(crate) fn flag(&mut self, field: Field) -> Option<&mut bool> {
        Some(match field {
            Field::Bindable => &mut self.bindable,
            Field::PlanUpdateable => &mut self.plan_updateable,
            Field::AllowContextUpdates => &mut self.allow_context_updates,
            Field::ServiceKeySupported => &mut self.metadata.service_keys_supported,
            _ => return None,
        })
    }
}

impl From<&BulletDraft> for BulletJson {
    fn from(bullet: &BulletDraft) -> Self {
        Self {
            title: bullet.title.trim().to_owned(),
            description: bullet.description.trim().to_owned(),
            icon: bullet.icon.trim().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;

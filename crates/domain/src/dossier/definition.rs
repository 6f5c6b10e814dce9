//! The definition as it travels: the drafts as they are saved, with the ids of the console that they come from. Another
//! console never takes those over.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::access::AccessDraft;
use crate::ids::{BrokerId, OfferingId, PlanId};
use crate::language::Language;
use crate::listing::ListingDraft;
use crate::offering::Offering;
use crate::plan::PlanDraft;
use crate::settings::SettingsDraft;
use crate::summary::SummaryDraft;
use crate::translation::Translated;

/// `definition/offering.json`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub name: String,
    /// Its id at the console that it comes from.
    pub service_id: OfferingId,
    pub broker_ready: bool,
    pub summary: SummaryDraft,
    pub listing: ListingDraft,
    pub settings: SettingsDraft,
    pub access: AccessDraft,
    /// In the order of the Pricing page.
    pub plans: Vec<DefinedPlan>,
    pub translations: Vec<WrittenLanguage>,
    /// Told, and not taken over: how a broker is called is its console's business.
    pub brokers: Vec<NamedBroker>,
    /// Told, and not taken over: they name brokers.
    pub deployments: Vec<DeployedPlan>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefinedPlan {
    /// At the console that it comes from.
    pub id: PlanId,
    pub draft: PlanDraft,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenLanguage {
    pub language: Language,
    /// By the key of the place.
    pub texts: BTreeMap<String, Translated>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedBroker {
    pub name: String,
    pub url: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeployedPlan {
    pub plan: PlanId,
    pub location: String,
    /// The name of the broker.
    pub broker: String,
}

impl Definition {
    pub fn of(offering: &Offering) -> Self {
        let named = |id: BrokerId| offering.brokers.iter().find(|broker| broker.id == id);
        let plans = offering.plans.iter().map(|plan| DefinedPlan { id: plan.id, draft: plan.draft.clone() });
        let translations = offering
            .translations
            .iter()
            .map(|translation| WrittenLanguage { language: translation.language, texts: translation.texts.clone() });
        let brokers = offering
            .brokers
            .iter()
            .map(|broker| NamedBroker { name: broker.draft.name.clone(), url: broker.draft.url.clone() });
        let deployments = offering.deployments.iter().filter(|record| record.exists()).map(|record| DeployedPlan {
            plan: record.plan,
            location: record.location.clone(),
            broker: named(record.broker).map(|broker| broker.draft.name.clone()).unwrap_or_default(),
        });
        Self {
            name: offering.name.clone(),
            service_id: offering.id,
            broker_ready: offering.broker_ready,
            summary: offering.summary.draft.clone(),
            listing: offering.listing.draft.clone(),
            settings: offering.settings.draft.clone(),
            access: offering.access.draft.clone(),
            plans: plans.collect(),
            translations: translations.collect(),
            brokers: brokers.collect(),
            deployments: deployments.collect(),
        }
    }

    /// The same definition with other names for what only its console knows: ids of plans and the service, addresses of
    /// uploaded pictures. `None`: with them it is none any more.
    pub fn renamed(&self, names: &[(String, String)]) -> Option<Self> {
        let text = serde_json::to_string(self).ok()?;
        let text = names.iter().fold(text, |text, (from, to)| text.replace(from.as_str(), to));
        serde_json::from_str(&text).ok()
    }
}

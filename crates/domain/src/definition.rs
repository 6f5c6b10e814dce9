//! An offering as a file, to be kept beside the code of a service: what people write in the forms, in a fixed order, and
//! without what is left at its default. It holds no secret and nothing that the console knows by itself. Reading and
//! writing YAML is for whoever has a file; storage is for the use cases.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::access::AccessDraft;
use crate::broker::{BrokerDraft, BrokerState};
use crate::deployment::{DeploymentOptions, DeploymentRecord};
use crate::ids::{BrokerId, PlanId};
use crate::listing::ListingDraft;
use crate::offering::Offering;
use crate::plan::{PlanApproval, PlanDraft, PlanRecord};
use crate::settings::SettingsDraft;
use crate::summary::SummaryDraft;
use crate::translation::{Row, Translated};

mod findings;
mod lean;
mod plan;
mod step;

pub use findings::{Owed, owed};
pub use plan::{Change, Fault, FaultKind, PlannedChanges, Taken, When};
pub use step::{Act, Step, Thing, Told, Walk};

/// The most bytes of a file that are read.
pub const LARGEST_FILE: usize = 4 * 1024 * 1024;
/// The most plans of a file, and the most brokers: each is compared with all others.
pub const MOST_ENTRIES: usize = 1_000;
/// The most deployments of a file.
pub const MOST_DEPLOYMENTS: usize = 5_000;

/// The version of the format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ApiVersion {
    #[default]
    #[serde(rename = "slipway/v1")]
    V1,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FileKind {
    #[default]
    Offering,
}

/// One offering as a file. A section that is left out is left alone; within a section that is there, a value that is left
/// out is empty. A plan, broker or deployment that is left out stays, unless it is asked for that it goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DefinitionFile {
    pub api_version: ApiVersion,
    pub kind: FileKind,
    /// The programmatic name of the service, which is permanent: a file is never applied to another one.
    pub name: String,
    /// The GUID of the service; empty: whichever has the name. A file is never applied to another one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "lean::whole")]
    pub summary: Option<SummaryDraft>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "lean::whole")]
    pub listing: Option<ListingDraft>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "lean::whole")]
    pub settings: Option<SettingsDraft>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "lean::whole")]
    pub access: Option<AccessDraft>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "lean::whole")]
    pub plans: Vec<PlanEntry>,
    /// Told apart by their names. Their secrets are typed in the console.
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "lean::brokers")]
    pub brokers: Vec<BrokerDraft>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "lean::whole")]
    pub deployments: Vec<DeploymentEntry>,
    /// By the code of a language, then by the place of the text. A language that is left out is left alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, BTreeMap<String, Translated>>,
}

/// A plan of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PlanEntry {
    /// Its GUID; empty: the plan that has the name, or else a new one.
    pub id: String,
    pub plan: PlanDraft,
}

/// A catalog deployment of a file, told apart by its plan and its location.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DeploymentEntry {
    /// The name of its plan, or its GUID.
    pub plan: String,
    /// The id of its location.
    pub location: String,
    /// The name of its broker.
    pub broker: String,
    pub options: DeploymentOptions,
}

impl DefinitionFile {
    /// What people wrote of an offering.
    pub fn of(offering: &Offering) -> Self {
        let offering = &settled(offering.clone());
        let exist = offering.deployments.iter().filter(|deployment| deployment.exists());
        let brokers = offering.brokers.iter().filter(|broker| broker.state != BrokerState::Removed);
        let plans = offering.plans.iter();
        Self {
            api_version: ApiVersion::V1,
            kind: FileKind::Offering,
            name: offering.name.clone(),
            id: offering.id.to_string(),
            summary: Some(offering.summary.draft.clone()),
            listing: Some(offering.listing.draft.clone()),
            settings: Some(offering.settings.draft.clone()),
            access: Some(offering.access.draft.clone()),
            plans: plans.map(|plan| PlanEntry { id: plan.id.to_string(), plan: plan.draft.clone() }).collect(),
            brokers: brokers.map(|broker| broker.draft.clone()).collect(),
            deployments: exist.map(|deployment| DeploymentEntry::of(offering, deployment)).collect(),
            translations: translations(offering),
        }
    }

    /// Browsers end lines in their own way, which says nothing: a file and what it is compared with end them alike.
    #[must_use]
    pub fn with_plain_lines(self) -> Self {
        lean::with_plain_lines(&self).unwrap_or(self)
    }
}

impl PlanEntry {
    /// The plan before anything was written of it; `None`: it is new.
    fn known(&self) -> Option<PlanRecord> {
        let (draft, approval) = (PlanDraft::default(), PlanApproval::default());
        let id = PlanId::parse(&self.id).ok()?;
        Some(PlanRecord { id, draft, approval, revision: 0, saved: None, authors: Vec::new() })
    }
}

impl DeploymentEntry {
    fn of(offering: &Offering, deployment: &DeploymentRecord) -> Self {
        let broker = offering.brokers.iter().find(|broker| broker.id == deployment.broker);
        Self {
            plan: plan_reference(offering, deployment.plan),
            location: deployment.location.clone(),
            broker: broker.map_or_else(|| deployment.broker.to_string(), |broker| broker.draft.name.clone()),
            options: deployment.options.clone(),
        }
    }
}

/// The offering with lines that end as in files.
fn settled(mut offering: Offering) -> Offering {
    settle(&mut offering.summary.draft);
    settle(&mut offering.listing.draft);
    settle(&mut offering.settings.draft);
    settle(&mut offering.access.draft);
    for plan in &mut offering.plans {
        settle(&mut plan.draft);
    }
    for broker in &mut offering.brokers {
        settle(&mut broker.draft);
    }
    for deployment in &mut offering.deployments {
        settle(&mut deployment.options);
    }
    offering
}

fn settle<T: Serialize + DeserializeOwned>(draft: &mut T) {
    if let Some(plain) = lean::with_plain_lines(draft) {
        *draft = plain;
    }
}

/// What a form says, with lines that end as they do everywhere else: a button and a script send them differently, and two
/// saves of one text have to be the same. Nothing else of it changes.
pub fn with_lines_of_forms<T: Serialize + DeserializeOwned + Clone>(draft: &T) -> T {
    lean::with_lines_of_forms(draft).unwrap_or_else(|| draft.clone())
}

/// The plan that a file means: by its GUID, or by a name that no other plan has.
pub fn plan_meant(offering: &Offering, reference: &str) -> Option<PlanId> {
    let by_id = PlanId::parse(reference).ok().filter(|id| offering.plans.iter().any(|plan| plan.id == *id));
    if by_id.is_some() {
        return by_id;
    }
    let mut named = offering.plans.iter().filter(|plan| !reference.is_empty() && plan.draft.name == reference);
    named.next().filter(|_| named.next().is_none()).map(|plan| plan.id)
}

/// The broker that a file means, by its name.
pub fn broker_meant(offering: &Offering, name: &str) -> Option<BrokerId> {
    let mut brokers = offering.brokers.iter().filter(|broker| broker.state != BrokerState::Removed);
    brokers.find(|broker| broker.draft.name == name).map(|broker| broker.id)
}

/// The name of a plan where it says which one is meant, else its id.
fn plan_reference(offering: &Offering, plan: PlanId) -> String {
    let record = offering.plans.iter().find(|record| record.id == plan);
    let named = record.filter(|record| plan_meant(offering, &record.draft.name) == Some(plan));
    named.map_or_else(|| plan.to_string(), |record| record.draft.name.clone())
}

/// The rows of the forms, as texts move with what they translate.
fn translations(offering: &Offering) -> BTreeMap<String, BTreeMap<String, Translated>> {
    let texts = |language| {
        let rows = offering.translation_rows(language).into_iter().flat_map(|(_, rows)| rows);
        let told = |row: Row| (row.place.key, Translated { text: row.text, source: row.was.unwrap_or(row.source) });
        rows.filter(Row::is_translated).map(told).collect()
    };
    offering.languages().into_iter().map(|language| (language.code().to_owned(), texts(language))).collect()
}

#[cfg(test)]
mod tests;

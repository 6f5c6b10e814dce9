//! What a run found out depends on this (DEC-53): ids, flags, custom parameters, plans and what is charged by metered
//! ones, place, broker and access, whether customers could see the deployment, and the addresses that lead them on. A text
//! of the listing is not among it, nor is a password: neither changes what a check finds.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Options, Target};
use crate::broker::{BrokerDraft, EXTENSION_PREFIX, ID_FORMATS, LEGACY_IDS, Patience};
use crate::ids::{BrokerId, OfferingId, PlanId};
use crate::listing::ListingDraft;
use crate::offering::Offering;
use crate::parameter;
use crate::sandbox;

/// The inputs of a run, as they were when it was made or as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    pub service: ServiceInputs,
    /// All plans of the service: a run changes from one to another.
    pub plans: Vec<PlanInputs>,
    pub broker: BrokerInputs,
    /// The client of the sign-in, and where it sends people back to.
    pub access: Vec<String>,
    /// Whether the deployment is in the catalog. Before that nobody could look whether customers see it (CTL-01, CTL-02);
    /// a run from before this was kept counts as one that could not.
    #[serde(default)]
    pub is_published: bool,
    /// The addresses that customers follow from the listing, and the icon (CTL-03). A run from before they were kept is
    /// stale.
    #[serde(default)]
    pub pages: Vec<String>,
    /// What was chosen when somebody asked for the run. It is no part that changes later.
    #[serde(default, skip_serializing_if = "Options::is_usual")]
    pub options: Options,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceInputs {
    pub id: OfferingId,
    pub name: String,
    pub bindable: String,
    pub plan_updateable: String,
    pub service_key_supported: String,
    /// The custom parameters that the deployment asks for, as the export has them. A run from before they were kept is stale where there are some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanInputs {
    pub id: PlanId,
    pub name: String,
    pub free: bool,
    /// What it says itself about bindings; empty: what the service says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bindable: String,
    /// What it charges, as [`sandbox::fingerprint`] tells it; empty unless it is metered. A run from before this was kept
    /// is stale where a plan is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub charges: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokerInputs {
    pub id: BrokerId,
    pub url: String,
    pub auth_scheme: String,
    pub osb_version: String,
    pub provision_type: String,
    /// By default what every broker had before there was a choice.
    #[serde(default = "crn")]
    pub id_format: String,
    #[serde(default = "no")]
    pub legacy_ids: String,
    /// Under another authority somebody else can answer, as at another address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ca_pem: String,
    #[serde(default = "usual_prefix")]
    pub extension_prefix: String,
    /// By default what the platform waited before there was a choice.
    #[serde(default = "usual_patience")]
    pub patience: Patience,
}

fn crn() -> String {
    ID_FORMATS[0].to_owned()
}

fn no() -> String {
    LEGACY_IDS[0].to_owned()
}

fn usual_prefix() -> String {
    EXTENSION_PREFIX.to_owned()
}

fn usual_patience() -> Patience {
    BrokerDraft::default().patience()
}

/// A part of the inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    Service,
    Plans,
    Broker,
    Access,
    Publication,
    Pages,
}

/// In one order, so that an address that moves from one field to another is a change, too.
fn pages(listing: &ListingDraft) -> Vec<String> {
    let fields = [
        &listing.documentation_url,
        &listing.instructions_url,
        &listing.terms_url,
        &listing.support_url,
        &listing.icon,
    ];
    fields.map(|address| address.trim().to_owned()).to_vec()
}

impl Inputs {
    /// Of a run that leaves out nothing. `None`: the offering has no such plan or broker any more.
    pub fn of(offering: &Offering, target: &Target) -> Option<Self> {
        let settings = &offering.settings.draft;
        offering.plans.iter().find(|plan| plan.id == target.plan)?;
        let broker = offering.brokers.iter().find(|broker| broker.id == target.broker)?;
        let mut deployments = offering.deployments.iter();
        let is_published = deployments.any(|one| one.state.is_published() && Target::of(one) == *target);
        let uris = offering.access.draft.redirect_uris.iter().map(|uri| uri.trim()).filter(|uri| !uri.is_empty());
        Some(Self {
            service: ServiceInputs {
                id: offering.id,
                name: offering.name.clone(),
                bindable: settings.bindable.clone(),
                plan_updateable: settings.plan_updateable.clone(),
                service_key_supported: settings.service_key_supported.clone(),
                parameters: parameter::export(offering.parameters_at(target.plan, &target.location)),
            },
            plans: offering
                .plans
                .iter()
                .map(|plan| PlanInputs {
                    id: plan.id,
                    name: plan.draft.name.clone(),
                    free: plan.draft.is_free(),
                    bindable: plan.draft.bindable.clone(),
                    charges: if plan.draft.is_metered() { sandbox::fingerprint(&plan.draft) } else { String::new() },
                })
                .collect(),
            broker: BrokerInputs {
                id: broker.id,
                url: broker.draft.url.trim().to_owned(),
                auth_scheme: broker.draft.auth_scheme.clone(),
                osb_version: broker.draft.osb_version.clone(),
                provision_type: broker.draft.provision_type.clone(),
                id_format: broker.draft.id_format.clone(),
                legacy_ids: broker.draft.legacy_ids.clone(),
                ca_pem: broker.draft.authority(),
                extension_prefix: broker.draft.called_prefix().to_owned(),
                patience: broker.draft.patience(),
            },
            is_published,
            pages: pages(&offering.listing.draft),
            options: Options::default(),
            access: offering.access_facts.client_id.iter().map(String::as_str).chain(uris).map(str::to_owned).collect(),
        })
    }

    /// The parts that are not as they were.
    pub fn changed(&self, now: &Self) -> Vec<Input> {
        let parts = [
            (Input::Service, self.service != now.service),
            (Input::Plans, self.plans != now.plans),
            (Input::Broker, self.broker != now.broker),
            (Input::Access, self.access != now.access),
            (Input::Publication, self.is_published != now.is_published),
            (Input::Pages, self.pages != now.pages),
        ];
        parts.into_iter().filter(|(_, has_changed)| *has_changed).map(|(input, _)| input).collect()
    }
}

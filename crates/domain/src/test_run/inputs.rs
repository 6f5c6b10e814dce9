//! What the answers of a broker depend on (DEC-53): ids, flags, plans, place, broker and access. A text of the listing is
//! not among them, nor is a password: neither changes what a broker does.

use serde::{Deserialize, Serialize};

use super::Target;
use crate::broker::{ID_FORMATS, LEGACY_IDS};
use crate::ids::{BrokerId, OfferingId, PlanId};
use crate::offering::Offering;

/// The inputs of a run, as they were when it was made or as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    pub service: ServiceInputs,
    /// All plans of the service: a run changes from one to another.
    pub plans: Vec<PlanInputs>,
    pub broker: BrokerInputs,
    /// The client of the sign-in, and where it sends people back to.
    pub access: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceInputs {
    pub id: OfferingId,
    pub name: String,
    pub bindable: String,
    pub plan_updateable: String,
    pub service_key_supported: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanInputs {
    pub id: PlanId,
    pub name: String,
    pub free: bool,
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
}

fn crn() -> String {
    ID_FORMATS[0].to_owned()
}

fn no() -> String {
    LEGACY_IDS[0].to_owned()
}

/// A part of the inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    Service,
    Plans,
    Broker,
    Access,
}

impl Inputs {
    /// `None`: the offering has no such plan or broker any more.
    pub fn of(offering: &Offering, target: &Target) -> Option<Self> {
        let settings = &offering.settings.draft;
        offering.plans.iter().find(|plan| plan.id == target.plan)?;
        let broker = offering.brokers.iter().find(|broker| broker.id == target.broker)?;
        let uris = offering.access.draft.redirect_uris.iter().map(|uri| uri.trim()).filter(|uri| !uri.is_empty());
        Some(Self {
            service: ServiceInputs {
                id: offering.id,
                name: offering.name.clone(),
                bindable: settings.bindable.clone(),
                plan_updateable: settings.plan_updateable.clone(),
                service_key_supported: settings.service_key_supported.clone(),
            },
            plans: offering
                .plans
                .iter()
                .map(|plan| PlanInputs { id: plan.id, name: plan.draft.name.clone(), free: plan.draft.is_free() })
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
            },
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
        ];
        parts.into_iter().filter(|(_, has_changed)| *has_changed).map(|(input, _)| input).collect()
    }
}

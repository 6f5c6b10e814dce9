//! An offering as a whole: everything that gates, checklist, export and catalog compute from.

use serde::{Deserialize, Serialize};

use crate::access::{AccessDraft, AccessFacts};
use crate::account::{AccountKind, Registration};
use crate::broker::BrokerRecord;
use crate::deployment::DeploymentRecord;
use crate::ids::{AccountId, OfferingId, PersonId};
use crate::listing::ListingDraft;
use crate::moment::Moment;
use crate::plan::PlanRecord;
use crate::sandbox::SavedSandbox;
use crate::settings::SettingsDraft;
use crate::stage::Stage;
use crate::summary::SummaryDraft;
use crate::test_run::TestRun;
use crate::translation::Translation;

mod judged;

/// The New Resource dialog as typed (§4.6).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewResourceDraft {
    pub resource_name: String,
    /// `yes`, `no` or empty
    pub broker_ready: String,
}

/// A section that is saved as one unit, with its own revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Summary,
    Listing,
    Settings,
    Access,
}

impl Section {
    pub const ALL: [Self; 4] = [Self::Summary, Self::Listing, Self::Settings, Self::Access];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Listing => "listing",
            Self::Settings => "settings",
            Self::Access => "access",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }
}

/// Whose rows: one offering of one account. Storage asks for both, so that an id alone opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    pub account: AccountId,
    pub offering: OfferingId,
}

/// Who saved a section last, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub at: Moment,
    pub by: PersonId,
    pub by_name: String,
}

/// A draft with its revision (0 = never saved).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versioned<T> {
    pub draft: T,
    pub revision: i64,
    pub saved: Option<Saved>,
}

/// What the rules need to know of the owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    pub id: AccountId,
    pub kind: AccountKind,
    pub name: String,
    pub registration: Registration,
    /// As in `Account`; `None` in snapshots that were taken before this was kept.
    #[serde(default)]
    pub documentation_base: Option<String>,
}

/// What the operator's configuration adds to the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct House {
    /// Display names must not contain it; empty if they may.
    pub platform_name: String,
    /// `[outbound] lab`: brokers may be called without TLS and on private hosts.
    pub lab: bool,
    /// `[oidc] issuer`: people sign in at another issuer, so that this console signs no tokens. Not written where it
    /// does, so that what was frozen before this was kept stays as it is, to the byte.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub signs_no_tokens: bool,
}

/// The whole definition of one offering at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offering {
    pub id: OfferingId,
    /// Programmatic service name: permanent.
    pub name: String,
    pub owner: Owner,
    pub stage: Stage,
    /// Moves with every stage transition.
    pub stage_revision: i64,
    pub stage_since: Moment,
    pub created_at: Moment,
    pub summary: Versioned<SummaryDraft>,
    pub listing: Versioned<ListingDraft>,
    pub settings: Versioned<SettingsDraft>,
    pub access: Versioned<AccessDraft>,
    pub access_facts: AccessFacts,
    pub plans: Vec<PlanRecord>,
    pub brokers: Vec<BrokerRecord>,
    pub deployments: Vec<DeploymentRecord>,
    /// `catalog.json` was downloaded at this moment.
    pub definitions_downloaded_at: Option<Moment>,
    /// The last change of anything that `catalog.json` contains.
    pub definition_changed_at: Moment,
    /// A broker ran before the service was defined here (§4.6).
    #[serde(default)]
    pub broker_ready: bool,
    /// The documentation URL issued on approval (§4.4).
    pub issued_documentation_url: String,
    /// Terms URLs of all other offerings, for the uniqueness rule of §4.7a.
    pub other_terms_urls: Vec<String>,
    /// Of every deployment the latest test run that came to its end, and the one under way.
    #[serde(default)]
    pub test_runs: Vec<TestRun>,
    /// Of every plan the latest sandbox run that was kept as evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sandboxes: Vec<SavedSandbox>,
    /// What of it is written in other languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Translation>,
    #[serde(default)]
    pub house: House,
}

impl Offering {
    pub const fn scope(&self) -> Scope {
        Scope { account: self.owner.id, offering: self.id }
    }

    /// What was frozen, as it would be now: the documents of the snapshot (sections, plans and their approvals,
    /// translations), and of everything that is in force at once (brokers, deployments, access, runs) what is there now.
    #[must_use]
    pub fn as_handed_in(&self, snapshot: &Self) -> Self {
        Self {
            summary: snapshot.summary.clone(),
            listing: snapshot.listing.clone(),
            settings: snapshot.settings.clone(),
            access: snapshot.access.clone(),
            plans: snapshot.plans.clone(),
            translations: snapshot.translations.clone(),
            ..self.clone()
        }
    }
}

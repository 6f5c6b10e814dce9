//! Accounts, offerings and what they are made of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use slipway_domain::account::AccountKind;
use slipway_domain::caller::{Membership, Person, Role};
use slipway_domain::deployment::{DeploymentOptions, DeploymentRecord, DeploymentState};
use slipway_domain::offering::{NewResourceDraft, Offering, Section, Versioned};
use slipway_domain::page::Page;
use slipway_domain::plan::{PlanApproval, PlanDraft, PlanRecord};
use slipway_domain::stage::Stage;

use super::{FindingDto, MomentDto, told};

/// An account that the caller belongs to.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Account")]
pub(in crate::server::api) struct AccountDto {
    pub(in crate::server::api) id: String,
    name: String,
    kind: AccountKind,
    /// What the caller is there.
    role: Role,
    /// The token works in it.
    is_current: bool,
}

impl AccountDto {
    pub(in crate::server::api) fn of(membership: &Membership, person: &Person) -> Self {
        Self {
            id: membership.account.to_string(),
            name: membership.account_name.clone(),
            kind: membership.kind,
            role: membership.role,
            is_current: person.current == Some(membership.account),
        }
    }
}

/// What a new offering needs.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "NewOffering")]
#[serde(deny_unknown_fields)]
pub(in crate::server::api) struct NewOfferingDto {
    /// The programmatic name of the service. It is permanent.
    name: String,
    /// A broker for it runs already.
    #[serde(default)]
    broker_ready: bool,
}

impl From<NewOfferingDto> for NewResourceDraft {
    fn from(new: NewOfferingDto) -> Self {
        let broker_ready = if new.broker_ready { "yes" } else { "no" };
        Self { resource_name: new.name, broker_ready: broker_ready.to_owned() }
    }
}

/// An offering in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "OfferingLine")]
pub(in crate::server::api) struct OfferingLineDto {
    pub(in crate::server::api) id: String,
    /// The programmatic name: what addresses name it by.
    pub(in crate::server::api) name: String,
    /// Where it is on its way.
    pub(in crate::server::api) stage: Stage,
    pub(in crate::server::api) created_at: MomentDto,
}

/// An offering with where its parts are.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Offering")]
pub(in crate::server::api) struct OfferingDto {
    id: String,
    /// The programmatic name: what addresses name it by.
    name: String,
    /// The id of the account that it belongs to.
    account: String,
    /// What that account is called.
    provider: String,
    /// Where it is on its way.
    stage: Stage,
    /// Moves with every move of the stage.
    revision: i64,
    stage_since: MomentDto,
    created_at: MomentDto,
    /// Its documents, each with the revision that is saved.
    sections: Vec<DocumentRevisionDto>,
    /// How many plans, brokers and deployments it has.
    plans: usize,
    brokers: usize,
    deployments: usize,
}

/// A document of an offering, without its content.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SectionRevision")]
pub(in crate::server::api) struct DocumentRevisionDto {
    section: Section,
    /// 0: it was never saved.
    revision: i64,
}

impl From<&Offering> for OfferingDto {
    fn from(offering: &Offering) -> Self {
        let revisions = [
            (Section::Summary, offering.summary.revision),
            (Section::Listing, offering.listing.revision),
            (Section::Settings, offering.settings.revision),
            (Section::Access, offering.access.revision),
        ];
        let sections = revisions.map(|(section, revision)| DocumentRevisionDto { section, revision });
        Self {
            id: offering.id.to_string(),
            name: offering.name.clone(),
            account: offering.owner.id.to_string(),
            provider: offering.owner.name.clone(),
            stage: offering.stage,
            revision: offering.stage_revision,
            stage_since: offering.stage_since.into(),
            created_at: offering.created_at.into(),
            sections: sections.into(),
            plans: offering.plans.len(),
            brokers: offering.brokers.len(),
            deployments: offering.deployments.len(),
        }
    }
}

/// A document of an offering as it is saved, and what the rules say about it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Section_of_{T}")]
pub(in crate::server::api) struct DocumentDto<T> {
    /// 0: it was never saved.
    pub(in crate::server::api) revision: i64,
    saved_at: Option<MomentDto>,
    /// The name of who saved it.
    saved_by: Option<String>,
    /// As it was typed.
    draft: T,
    findings: Vec<FindingDto>,
}

impl<T: Clone> DocumentDto<T> {
    pub(in crate::server::api) fn of(document: &Versioned<T>, offering: &Offering, page: Page) -> Self {
        Self {
            revision: document.revision,
            saved_at: document.saved.as_ref().map(|saved| saved.at.into()),
            saved_by: document.saved.as_ref().map(|saved| saved.by_name.clone()),
            draft: document.draft.clone(),
            findings: told(&offering.findings(page)),
        }
    }
}

/// What the rules say about one page of an offering.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PageFindings")]
pub(in crate::server::api) struct PageFindingsDto {
    /// One of those that are filled in.
    page: Page,
    /// Nothing here blocks publishing.
    is_complete: bool,
    findings: Vec<FindingDto>,
}

impl PageFindingsDto {
    pub(in crate::server::api) fn of(offering: &Offering, page: Page) -> Self {
        let findings = offering.findings(page);
        Self { page, is_complete: findings.is_complete(), findings: told(&findings) }
    }
}

/// A plan as it is saved, and what the rules say about it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Plan")]
pub(in crate::server::api) struct PlanDto {
    id: String,
    pub(in crate::server::api) revision: i64,
    /// What the billing desk says of a paid plan.
    approval: PlanApproval,
    saved_at: Option<MomentDto>,
    /// The name of who saved it.
    saved_by: Option<String>,
    /// As it was typed.
    draft: PlanDraft,
    findings: Vec<FindingDto>,
}

impl PlanDto {
    pub(in crate::server::api) fn of(record: &PlanRecord, offering: &Offering) -> Self {
        Self {
            id: record.id.to_string(),
            revision: record.revision,
            approval: record.approval,
            saved_at: record.saved.as_ref().map(|saved| saved.at.into()),
            saved_by: record.saved.as_ref().map(|saved| saved.by_name.clone()),
            draft: record.draft.clone(),
            findings: told(&offering.plan_findings(record.id)),
        }
    }
}

/// A plan in a location, through a broker.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Deployment")]
pub(in crate::server::api) struct DeploymentDto {
    id: String,
    /// The id of the plan.
    plan: String,
    location: String,
    /// The id of the broker.
    broker: String,
    target_crn: String,
    state: DeploymentState,
    published_at: Option<MomentDto>,
    /// Moves with every save of the options.
    pub(in crate::server::api) revision: i64,
    /// What is said of it otherwise than of the service; a member that is not there is empty.
    options: DeploymentOptions,
}

impl From<&DeploymentRecord> for DeploymentDto {
    fn from(record: &DeploymentRecord) -> Self {
        Self {
            id: record.id.to_string(),
            plan: record.plan.to_string(),
            location: record.location.clone(),
            broker: record.broker.to_string(),
            target_crn: record.target_crn.clone(),
            state: record.state,
            published_at: record.published_at.map(Into::into),
            revision: record.revision,
            options: record.options.clone(),
        }
    }
}

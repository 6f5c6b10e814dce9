//! The gates of §3.4: what has to hold before an offering may go on, computed from the offering as it is now. A gate
//! reports every condition, met or not, with the page where it is met; it words nothing and decides about nobody.

use serde::{Deserialize, Serialize};

use crate::account::Registration;
use crate::checklist::{self, Attestation};
use crate::field::Field;
use crate::ids::BrokerId;
use crate::offering::Offering;
use crate::page::Page;
use crate::thread::Thread;

mod conditions;

pub(crate) use conditions::terms_unique;
use conditions::{
    access, brokers, definition, deployment_exists, deployments_published, deployments_tested, not_checked_yet, plans,
    plans_approved, threads_resolved, usage_proven,
};

/// §3.4
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    Registration,
    Definition,
    Pricing,
    Access,
    Broker,
    Limited,
    Test,
    Usage,
    Ga,
    /// Not in §3.4: what reviewers hold against the content. Approval and release ask for it.
    Review,
}

impl Gate {
    pub const ALL: [Self; 10] = [
        Self::Registration,
        Self::Definition,
        Self::Pricing,
        Self::Access,
        Self::Broker,
        Self::Limited,
        Self::Test,
        Self::Usage,
        Self::Ga,
        Self::Review,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Registration => "G-REG",
            Self::Definition => "G-DEF",
            Self::Pricing => "G-PRICE",
            Self::Access => "G-IAM",
            Self::Broker => "G-BRK",
            Self::Limited => "G-LIM",
            Self::Test => "G-TEST",
            Self::Usage => "G-USE",
            Self::Ga => "G-GA",
            Self::Review => "G-REV",
        }
    }
}

/// What a condition asks for. The names are stable: the interface and the texts are keyed by them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    AccountApproved,
    SummaryComplete,
    ListingComplete,
    SettingsComplete,
    /// Documentation and instructions URL are the issued one.
    IssuedUrls,
    /// The terms are a page of this offering alone.
    TermsUnique,
    PlanExists,
    AtMostOneFreePlan,
    /// DEC-21: wished for, not demanded.
    FreePlanExists,
    PlansComplete,
    /// T10: the billing desk agrees to every paid plan.
    PlansApproved,
    AccessEnabled,
    ApiKeyIssued,
    RedirectUriSet,
    ClientEnabled,
    /// What customers read in the policy editor, the roles and actions behind it, and what policies can name.
    PolicyComplete,
    BrokerExists,
    BrokersRegistered,
    BrokersReachable,
    /// No parity row of severity ERROR (§6.7).
    ParityAgrees,
    DeploymentExists,
    DeploymentsPublished,
    ChecklistTicked,
    TestRunPassed,
    UsageProven,
    DocumentationPublished,
    AnnouncementApproved,
    SupportModelComplete,
    DemoAttached,
    /// No blocking review thread is open.
    ThreadsResolved,
}

/// How a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConditionState {
    Met,
    /// Blocks the gate.
    Missing,
    /// Worth a look; does not block.
    Warning,
    /// Not needed here, but at a later gate (DEC-6).
    Later,
    /// Nothing can check it yet; does not block.
    NotCheckedYet,
}

/// One condition of a gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    pub id: Requirement,
    pub state: ConditionState,
    /// Where it is met; `None` if no page of the offering can do it.
    pub page: Option<Page>,
    /// The fields that stand in the way, each once, in the order of the page.
    pub fields: Vec<Field>,
    /// The plans, deployments, brokers or checklist rows that it is about: those that fail, or all if it is met.
    pub names: Vec<String>,
    /// The brokers behind the names, on whose pages it is met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brokers: Vec<BrokerId>,
}

impl Condition {
    pub const fn blocks(&self) -> bool {
        matches!(self.state, ConditionState::Missing)
    }
}

/// A gate and its conditions, in the order in which they are best met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateReport {
    pub gate: Gate,
    pub conditions: Vec<Condition>,
}

impl GateReport {
    pub fn is_open(&self) -> bool {
        !self.conditions.iter().any(Condition::blocks)
    }

    /// The conditions that keep it shut.
    pub fn missing(&self) -> Vec<Condition> {
        self.conditions.iter().filter(|condition| condition.blocks()).cloned().collect()
    }

    pub fn of(&self, state: ConditionState) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().filter(move |condition| condition.state == state)
    }

    /// How many conditions are met, of those that could block: “3 of 5”.
    pub fn score(&self) -> (usize, usize) {
        let met = self.of(ConditionState::Met).count();
        (met, met + self.of(ConditionState::Missing).count())
    }
}

/// The state of a gate. `attestations` are the ticks of the checklist; only G-GA asks for them. `threads` are those of
/// the review, whatever their state.
pub fn report(gate: Gate, offering: &Offering, attestations: &[Attestation], threads: &[Thread]) -> GateReport {
    let conditions = match gate {
        Gate::Registration => registration(offering),
        Gate::Definition => definition(offering),
        Gate::Pricing => plans(offering).into_iter().chain([plans_approved(offering)]).collect(),
        Gate::Access => access(offering),
        Gate::Broker => brokers(offering),
        Gate::Limited => limited(offering),
        Gate::Test => vec![deployments_tested(offering)],
        Gate::Usage => vec![usage_proven(offering)],
        Gate::Ga => ga(offering, attestations, threads),
        Gate::Review => vec![threads_resolved(threads)],
    };
    GateReport { gate, conditions }
}

/// Readiness and content come with the registration workbench; until then the approval stands for all of it.
fn registration(offering: &Offering) -> Vec<Condition> {
    let approved = offering.owner.registration == Registration::Approved;
    vec![conditions::condition(Requirement::AccountApproved, approved, None)]
}

/// G-DEF ∧ G-PRICE (as saved) ∧ G-BRK ∧ access enabled ∧ one deployment. The rest of G-IAM and the billing desk's
/// consent are announced, not demanded (DEC-6).
fn limited(offering: &Offering) -> Vec<Condition> {
    let mut conditions = definition(offering);
    conditions.extend(plans(offering));
    conditions.push(later(plans_approved(offering)));
    conditions.extend(access(offering).into_iter().map(|condition| match condition.id {
        Requirement::AccessEnabled => condition,
        _ => later(condition),
    }));
    conditions.extend(deployments(offering));
    conditions
}

/// G-BRK and one deployment: what G-LIM and G-GA ask for on the Deployments page. How far that page is follows from it.
pub(crate) fn deployments(offering: &Offering) -> Vec<Condition> {
    let mut conditions = brokers(offering);
    conditions.push(deployment_exists(offering));
    conditions
}

/// Open threads are announced, not demanded: only a reviewer lifts what blocks, and reads it again when it is asked for.
fn ga(offering: &Offering, attestations: &[Attestation], threads: &[Thread]) -> Vec<Condition> {
    let mut conditions = definition(offering);
    conditions.extend(plans(offering));
    conditions.push(plans_approved(offering));
    conditions.extend(access(offering));
    conditions.extend(deployments(offering));
    conditions.push(deployments_published(offering));
    conditions.push(deployments_tested(offering));
    conditions.push(usage_proven(offering));
    conditions.push(checklist_ticked(offering, attestations));
    conditions.push(later(threads_resolved(threads)));
    conditions.extend(not_checked_yet(&conditions::NOT_CHECKED_YET));
    conditions
}

/// Every tick that people owe by now. Rows that a person ticks inside of a test run are not owed.
fn checklist_ticked(offering: &Offering, attestations: &[Attestation]) -> Condition {
    let owed = checklist::unticked(offering, attestations);
    let mut condition = conditions::condition(Requirement::ChecklistTicked, owed.is_empty(), Some(Page::Checklist));
    condition.names = owed.iter().map(ToString::to_string).collect();
    condition
}

fn later(condition: Condition) -> Condition {
    match condition.state {
        ConditionState::Missing => Condition { state: ConditionState::Later, ..condition },
        _ => condition,
    }
}

#[cfg(test)]
mod tests;

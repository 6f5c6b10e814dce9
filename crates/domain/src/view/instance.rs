//! What the pages of instances read: what a consumer's account has, one instance with what was done to it, the form for a
//! new one, and what only the operator can bring to an end. Answers of brokers are for the operator alone.

use serde::{Deserialize, Serialize};

use crate::caller::Person;
use crate::catalog::{Details, PlanCard};
use crate::ids::{BindingId, BrokerId, InstanceId, InstanceOperationId};
use crate::instance::{BindingState, InstanceState, OperationKind, Progress, is_stopped_at_cap, may_ask};
use crate::moment::Moment;
use crate::rating::Buyer;
use crate::rejection::{Refusal, Rejection};
use crate::view::FailedMail;

/// Whose instance it is, of which plan, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The programmatic name of the offering.
    pub offering: String,
    /// What the catalog calls it.
    pub title: String,
    pub icon: String,
    pub provider: String,
    /// What the catalog calls the plan.
    pub plan: String,
    pub location: String,
}

/// One instance in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceLine {
    pub id: InstanceId,
    pub name: String,
    pub place: Place,
    pub state: InstanceState,
    /// When the latest operation ended or, while it goes on, was asked for.
    pub since: Moment,
    /// Something is being done to it.
    pub is_busy: bool,
}

/// Everything that the account has, of every offering, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstancesView {
    pub person: Person,
    pub instances: Vec<InstanceLine>,
    pub now: Moment,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BindingLine {
    pub id: BindingId,
    pub name: String,
    pub state: BindingState,
    pub created_at: Moment,
}

/// Something that was done to an instance, or is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationLine {
    pub id: InstanceOperationId,
    pub kind: OperationKind,
    pub progress: Progress,
    /// The credentials or the plan that it is about; empty: neither.
    pub about: String,
    /// Who asked; empty: the platform.
    pub by_name: String,
    /// The platform did because of a cap of the plan.
    pub is_for_cap: bool,
    pub asked_at: Moment,
    pub ended_at: Option<Moment>,
    /// When the broker is asked again.
    pub next_at: Moment,
    /// The broker works on it by itself.
    pub is_asynchronous: bool,
    /// The broker's own words for people, or a stable code; empty: it said nothing.
    pub description: String,
}

/// One instance of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnInstanceView {
    pub person: Person,
    pub id: InstanceId,
    pub name: String,
    pub place: Place,
    /// The id that the broker knows it by.
    pub resource: String,
    pub state: InstanceState,
    pub created_at: Moment,
    /// Empty if the broker told none, or while the instance is being made and its dashboard says nothing yet.
    pub dashboard_url: String,
    /// It opens in the window of the console.
    pub is_dashboard_in_place: bool,
    pub instructions_url: String,
    pub documentation_url: String,
    pub is_plan_updateable: bool,
    pub is_bindable: bool,
    /// The plans that it can change to: those that the account sees in the same location through the same broker.
    pub plans: Vec<PlanCard>,
    /// Where the account is at home, and in what it pays this month.
    pub buyer: Buyer,
    /// In the order in which they were made; removed ones are left out.
    pub bindings: Vec<BindingLine>,
    /// Newest first.
    pub operations: Vec<OperationLine>,
    pub now: Moment,
}

impl OwnInstanceView {
    /// What was asked for last.
    pub fn latest(&self) -> Option<&OperationLine> {
        self.operations.first()
    }

    /// The platform goes on with something by itself.
    pub fn is_busy(&self) -> bool {
        self.operations.iter().any(|operation| operation.progress.is_due())
    }

    /// Why this cannot be asked for now.
    pub fn obstacle(&self, kind: OperationKind) -> Option<Refusal> {
        let operations = || self.operations.iter();
        let refused = may_ask(kind, self.state, operations().map(|operation| operation.progress)).err();
        let orders = operations().map(|operation| (operation.kind, operation.progress, operation.is_for_cap));
        let is_capped = || kind == OperationKind::Enable && is_stopped_at_cap(orders);
        refused.or_else(|| is_capped().then_some(Refusal::AtCap))
    }
}

/// The form for a new instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewInstanceView {
    pub person: Person,
    pub details: Details,
    /// Where the account is at home, and in what it pays this month.
    pub buyer: Buyer,
    /// Why the person cannot create one now, whatever is typed.
    pub obstacle: Option<Rejection>,
}

/// An operation that nobody but a person can bring to an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetter {
    pub id: InstanceOperationId,
    pub kind: OperationKind,
    /// The credentials or the plan that it is about; empty: neither.
    pub about: String,
    /// The programmatic name of the offering.
    pub offering: String,
    /// Whose instance it is.
    pub consumer: String,
    pub instance: String,
    /// The id that the broker knows the instance by.
    pub resource: String,
    pub broker: String,
    pub broker_url: String,
    pub asked_at: Moment,
    pub asked_by: String,
    pub attempts: u32,
    pub description: String,
    /// The latest answer as it was, cut.
    pub answer: String,
}

/// All of them, of every offering, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLettersView {
    pub person: Person,
    pub letters: Vec<DeadLetter>,
    /// Mails that could not be sent, the latest first.
    pub mails: Vec<FailedMail>,
    pub now: Moment,
}

/// Brokers of an offering with the number of customers' instances that are there through them, or may be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokerInstances(pub Vec<(BrokerId, u32)>);

impl BrokerInstances {
    pub fn through(&self, broker: BrokerId) -> u32 {
        self.0.iter().find(|(id, _)| *id == broker).map_or(0, |(_, count)| *count)
    }
}

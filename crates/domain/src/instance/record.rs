//! What is kept of an instance, its bindings and its operations.

use core::time::Duration;

use uuid::Uuid;

use super::{BindingState, InstanceState, OperationKind, Progress};
use crate::ids::{AccountId, BindingId, BrokerId, InstanceId, InstanceOperationId, PersonId, PlanId};
use crate::moment::Moment;
use crate::offering::Scope;
use crate::shape::Link;
use crate::this_machine::is_this_machine;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    pub id: InstanceId,
    /// Whose offering it is an instance of.
    pub scope: Scope,
    /// Whose instance it is.
    pub consumer: AccountId,
    pub name: String,
    pub plan: PlanId,
    pub location: String,
    pub broker: BrokerId,
    /// The id that the broker knows it by (DEC-18).
    pub resource: String,
    pub state: InstanceState,
    /// Empty if the broker told none.
    pub dashboard_url: String,
    pub created_at: Moment,
}

/// Its credentials are not read with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    pub id: BindingId,
    pub instance: InstanceId,
    pub name: String,
    pub resource: String,
    pub state: BindingState,
    pub created_at: Moment,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceOperation {
    pub id: InstanceOperationId,
    pub instance: InstanceId,
    /// Of what is about a binding.
    pub binding: Option<BindingId>,
    pub kind: OperationKind,
    pub progress: Progress,
    /// The states when it was asked for.
    pub before: Option<InstanceState>,
    pub binding_before: Option<BindingState>,
    /// The plan when it was asked for; `None` for what was asked for before this was kept.
    pub plan_before: Option<PlanId>,
    /// What an update changes the plan to.
    pub new_plan: Option<PlanId>,
    pub asked_at: Moment,
    /// `None`: the platform.
    pub asked_by: Option<PersonId>,
    /// The platform enables or disables the instance because of a cap of its plan.
    pub is_for_cap: bool,
    /// The first call; kept over restarts.
    pub started_at: Option<Moment>,
    /// The latest call that changes something: polls are counted from here, over restarts too.
    pub called_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    /// Since when what it may have left is removed.
    pub mitigating_since: Option<Moment>,
    /// When it goes on.
    pub next_at: Moment,
    /// Calls that change something and came to no end.
    pub attempts: u32,
    /// The identity of the latest call, written before it was sent.
    pub request: Option<Uuid>,
    /// The same of the look that follows an order to enable or disable.
    pub look_request: Option<Uuid>,
    /// How long the plan lets the operation take, as the catalog said when it began (`maximum_polling_duration`).
    pub longest: Option<Duration>,
    /// The version in the `maintenance_info` of the plan that it gives the instance, as the catalog said when it began; empty:
    /// the plan has none. `None`: it gives no plan, or the broker speaks a version that has no such thing.
    pub maintenance: Option<String>,
    /// A call was sent whose answer was not written.
    pub is_unanswered: bool,
    /// What `last_operation` is asked about, if the broker named it.
    pub ticket: Option<String>,
    /// How the call that matters ended, as a stable code; empty before.
    pub outcome: String,
    /// The broker's own words for the user, or a stable code.
    pub description: String,
    /// The latest answer as it was, cut; never that of a call that returns credentials.
    pub answer: String,
}

impl InstanceOperation {
    /// What [`super::is_stopped_at_cap`] asks of it.
    pub const fn order(&self) -> (OperationKind, Progress, bool) {
        (self.kind, self.progress, self.is_for_cap)
    }

    /// Asked for and not begun: due at once.
    pub const fn asked(id: InstanceOperationId, instance: InstanceId, kind: OperationKind, at: Moment) -> Self {
        Self {
            id,
            instance,
            binding: None,
            kind,
            progress: Progress::Queued,
            before: None,
            binding_before: None,
            plan_before: None,
            new_plan: None,
            asked_at: at,
            asked_by: None,
            is_for_cap: false,
            started_at: None,
            called_at: None,
            ended_at: None,
            mitigating_since: None,
            next_at: at,
            attempts: 0,
            request: None,
            look_request: None,
            longest: None,
            maintenance: None,
            is_unanswered: false,
            ticket: None,
            outcome: String::new(),
            description: String::new(),
            answer: String::new(),
        }
    }
}

const LONGEST_DASHBOARD_URL: usize = 2 * 1024;

/// Whether a browser may be sent there: https, or this machine in lab mode.
pub fn is_dashboard_url(url: &str, is_lab: bool) -> bool {
    url.len() <= LONGEST_DASHBOARD_URL
        && Link::parse(url).is_some_and(|link| link.is_https() || (is_lab && is_this_machine(link.host())))
}

const LONGEST_NAME: usize = 180;

/// §9: up to 180 letters, digits, spaces and `- . _ :`.
pub fn is_instance_name(name: &str) -> bool {
    let fits = |character: char| character.is_alphanumeric() || " -._:".contains(character);
    !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME && name.chars().all(fits)
}

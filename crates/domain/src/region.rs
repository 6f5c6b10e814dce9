//! The parallel regions of §3.2 that move while an offering is being defined: access, plans, brokers and catalog
//! deployments (T06–T14). The regions of documentation, announcement, test runs and revisions come with their pages.
//! Pure tables: no conditions, no people.

use serde::{Deserialize, Serialize};

use crate::access::AccessFacts;
use crate::broker::BrokerState;
use crate::deployment::DeploymentState;
use crate::plan::PlanApproval;

/// Access management (T06–T08): read off the facts, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessState {
    None,
    /// T06: the first valid listing registered the service name.
    Registered,
    /// T07: service id, key and client exist, the client is not usable yet.
    EnabledIncomplete,
    /// T08
    EnabledComplete,
}

impl AccessState {
    pub fn of(facts: &AccessFacts) -> Self {
        match (&facts.service_id, facts.client_enabled, facts.registered_at) {
            (Some(_), true, _) => Self::EnabledComplete,
            (Some(_), false, _) => Self::EnabledIncomplete,
            (None, _, Some(_)) => Self::Registered,
            (None, _, None) => Self::None,
        }
    }

    pub const fn is_enabled(self) -> bool {
        matches!(self, Self::EnabledIncomplete | Self::EnabledComplete)
    }
}

/// What happens to the billing desk's consent to a paid plan (T09, T10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanMove {
    /// A consent covers what it was given for: any change asks for it anew.
    Edit,
    Submit,
    Approve,
    Return,
}

/// `None`: there is no such move.
pub const fn plan_next(from: PlanApproval, act: PlanMove) -> Option<PlanApproval> {
    use PlanApproval::{Approved, Draft, InReview};
    match (from, act) {
        (Draft | InReview | Approved, PlanMove::Edit) | (InReview, PlanMove::Return) => Some(Draft),
        (Draft, PlanMove::Submit) => Some(InReview),
        (InReview, PlanMove::Approve) => Some(Approved),
        _ => None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BrokerMove {
    /// T12: the catalog was fetched and agrees with the console.
    Register,
    /// A registered broker no longer answers, or no longer agrees.
    Lose,
    /// The address or the credentials were changed.
    Edit,
    Remove,
}

/// `None`: there is no such move.
pub const fn broker_next(from: BrokerState, act: BrokerMove) -> Option<BrokerState> {
    use BrokerState::{Registered, Removed, Unreachable, Unregistered};
    match (from, act) {
        (Removed, _) => None,
        (_, BrokerMove::Register) => Some(Registered),
        (_, BrokerMove::Edit) | (Unregistered, BrokerMove::Lose) => Some(Unregistered),
        (Registered | Unreachable, BrokerMove::Lose) => Some(Unreachable),
        (_, BrokerMove::Remove) => Some(Removed),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeploymentMove {
    /// With the offering's T14 or T15.
    PublishLimited,
    /// With the offering's T19.
    Release,
    Withdraw,
}

/// `None`: there is no such move.
pub const fn deployment_next(from: DeploymentState, act: DeploymentMove) -> Option<DeploymentState> {
    use DeploymentState::{PublishedLimited, PublishedPublic, Unpublished, Withdrawn};
    match (from, act) {
        (Unpublished | PublishedLimited, DeploymentMove::PublishLimited) => Some(PublishedLimited),
        (PublishedLimited, DeploymentMove::Release) => Some(PublishedPublic),
        (Unpublished | PublishedLimited | PublishedPublic, DeploymentMove::Withdraw) => Some(Withdrawn),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use core::fmt::{Debug, Write as _};

    use super::*;
    use crate::sample;

    fn table<S: Copy + Debug, M: Copy + Debug>(states: &[S], moves: &[M], next: impl Fn(S, M) -> Option<S>) -> String {
        let mut table = String::new();
        for from in states {
            for act in moves {
                let to = next(*from, *act).map_or_else(|| "–".to_owned(), |to| format!("{to:?}"));
                let _ = writeln!(table, "{:<16} {:<15} {to}", format!("{from:?}"), format!("{act:?}"));
            }
        }
        table
    }

    #[test]
    fn the_moves_of_plans_brokers_and_deployments() {
        use BrokerState::{Registered, Removed, Unreachable, Unregistered};
        use DeploymentState::{PublishedLimited, PublishedPublic, Unpublished, Withdrawn};
        use PlanApproval::{Approved, Draft, InReview};
        let plan_moves = [PlanMove::Edit, PlanMove::Submit, PlanMove::Approve, PlanMove::Return];
        let broker_moves = [BrokerMove::Register, BrokerMove::Lose, BrokerMove::Edit, BrokerMove::Remove];
        let deployment_moves = [DeploymentMove::PublishLimited, DeploymentMove::Release, DeploymentMove::Withdraw];
        insta::assert_snapshot!(format!(
            "{}\n{}\n{}",
            table(&[Draft, InReview, Approved], &plan_moves, plan_next),
            table(&[Unregistered, Registered, Unreachable, Removed], &broker_moves, broker_next),
            table(&[Unpublished, PublishedLimited, PublishedPublic, Withdrawn], &deployment_moves, deployment_next),
        ));
    }

    #[test]
    fn access_is_read_off_its_facts() {
        let mut facts = sample::offering().access_facts;
        assert_eq!(AccessState::of(&facts), AccessState::EnabledComplete);
        facts.client_enabled = false;
        assert_eq!(AccessState::of(&facts), AccessState::EnabledIncomplete);
        facts.service_id = None;
        assert_eq!(AccessState::of(&facts), AccessState::Registered);
        assert_eq!(AccessState::of(&AccessFacts::default()), AccessState::None);
        assert!(!AccessState::Registered.is_enabled());
    }
}

use core::fmt::{Debug, Write as _};

use super::*;
use crate::access::AccessFacts;
use crate::broker::BrokerState;
use crate::deployment::DeploymentState;
use crate::plan::PlanApproval;
use crate::sample;

/// Every state with every move, those that do not exist included.
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
    insta::assert_snapshot!(format!(
        "{}\n{}\n{}",
        table(&PlanApproval::ALL, &PlanMove::ALL, plan_next),
        table(&BrokerState::ALL, &BrokerMove::ALL, broker_next),
        table(&DeploymentState::ALL, &DeploymentMove::ALL, deployment_next),
    ));
}

#[test]
fn the_moves_of_documentation_announcement_and_revisions() {
    insta::assert_snapshot!(format!(
        "{}\n{}\n{}",
        table(&DocumentationState::ALL, &DocumentationMove::ALL, documentation_next),
        table(&AnnouncementState::ALL, &AnnouncementMove::ALL, announcement_next),
        table(&RevisionState::ALL, &RevisionMove::ALL, revision_next),
    ));
}

#[test]
fn what_is_submitted_is_not_edited_and_what_ended_does_not_move() {
    assert_eq!(documentation_next(DocumentationState::Submitted, DocumentationMove::Edit), None);
    assert_eq!(announcement_next(AnnouncementState::Submitted, AnnouncementMove::Edit), None);
    assert_eq!(revision_next(RevisionState::Submitted, RevisionMove::Edit), None);
    for act in RevisionMove::ALL {
        for ended in [RevisionState::Published, RevisionState::Discarded, RevisionState::Expired] {
            assert_eq!(revision_next(ended, act), None);
        }
    }
    for act in AnnouncementMove::ALL {
        assert_eq!(announcement_next(AnnouncementState::Released, act), None, "what was posted stays posted");
    }
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

//! Words of the gates: a condition reads as what holds, or as what does not.

use slipway_domain::gate::{Condition, ConditionState, Requirement};
use slipway_domain::text::field_name;

pub fn conditions_met(met: usize, of: usize) -> String {
    format!("{met} of {of} conditions are met.")
}

/// What stands above those that are met, where they are folded away.
pub fn conditions_folded(met: usize) -> String {
    if met == 1 { "1 condition is met".to_owned() } else { format!("{met} conditions are met") }
}

pub const fn condition_state(state: ConditionState) -> &'static str {
    match state {
        ConditionState::Met => "Met",
        ConditionState::Missing => "Missing",
        ConditionState::Warning => "Worth a look",
        ConditionState::Later => "Needed later",
        ConditionState::NotCheckedYet => "Not checked yet",
    }
}

/// A condition as it stands. What nothing has checked reads as what it asks for; a heading says so above it.
pub fn condition(condition: &Condition) -> &'static str {
    match condition.state {
        ConditionState::Met | ConditionState::NotCheckedYet => requirement(condition.id),
        ConditionState::Missing | ConditionState::Warning | ConditionState::Later => unmet(condition),
    }
}

/// What holds once it is met.
pub const fn requirement(id: Requirement) -> &'static str {
    match id {
        Requirement::AccountApproved => "The account is approved for integrated billing",
        Requirement::SummaryComplete => "The summary is complete",
        Requirement::ListingComplete => "The listing page is complete",
        Requirement::SettingsComplete => "The settings are complete",
        Requirement::IssuedUrls => "Documentation and instructions URL are the issued ones",
        Requirement::TermsUnique => "The terms are a page of this offering alone",
        Requirement::PlanExists => "There is at least one plan",
        Requirement::AtMostOneFreePlan => "There is at most one free plan",
        Requirement::FreePlanExists => "A free plan lets customers try the service",
        Requirement::PlansComplete => "Every plan is complete",
        Requirement::PlansApproved => "The billing desk approved every paid plan",
        Requirement::AccessEnabled => "Access management is enabled",
        Requirement::ApiKeyIssued => "An API key is issued",
        Requirement::RedirectUriSet => "A redirect URI is set",
        Requirement::ClientEnabled => "The client ID is updated and enabled",
        Requirement::PolicyComplete => "Roles, actions, policy targets and calling services are complete",
        Requirement::BrokerExists => "There is a broker",
        Requirement::BrokersRegistered => "Every broker in use is registered",
        Requirement::BrokersReachable => "Every broker in use answered its last call as needed",
        Requirement::ParityAgrees => "Brokers and console agree",
        Requirement::DeploymentExists => "There is at least one catalog deployment",
        Requirement::DeploymentsPublished => "Every catalog deployment is published with limited visibility",
        Requirement::ChecklistTicked => "Every tick that a person owes is given",
        Requirement::TestRunPassed => "A test run passed on every deployment",
        Requirement::UsageProven => "Usage is reported and rated as expected",
        Requirement::DocumentationPublished => "The documentation is published",
        Requirement::AnnouncementApproved => "The announcement is approved",
        Requirement::SupportModelComplete => "The support model is complete",
        Requirement::DemoAttached => "A demo recording is attached",
        Requirement::ThreadsResolved => "No blocking review thread is open",
    }
}

/// What is the case as long as it is not met. Where there is nothing that could meet it, no names are told.
fn unmet(condition: &Condition) -> &'static str {
    let is_none = condition.names.is_empty();
    let is_doubtful = condition.state == ConditionState::Warning;
    match condition.id {
        Requirement::AccountApproved => "The account is not approved for integrated billing",
        Requirement::SummaryComplete => "The summary is not complete",
        Requirement::ListingComplete => "The listing page is not complete",
        Requirement::SettingsComplete => "The settings are not complete",
        Requirement::IssuedUrls => "Documentation and instructions URL are not the issued ones",
        Requirement::TermsUnique => "The terms are not a page of this offering alone",
        Requirement::PlanExists => "There is no plan",
        Requirement::AtMostOneFreePlan => "There is more than one free plan",
        Requirement::FreePlanExists => "No free plan lets customers try the service",
        Requirement::PlansComplete if is_none => "No plan is complete",
        Requirement::PlansComplete => "Not every plan is complete",
        Requirement::PlansApproved => "The billing desk has not approved every paid plan",
        Requirement::AccessEnabled => "Access management is not enabled",
        Requirement::ApiKeyIssued if is_doubtful => "No API key goes on for more than 14 days",
        Requirement::ApiKeyIssued if !is_none => "Every API key has ended",
        Requirement::ApiKeyIssued => "No API key is issued",
        Requirement::RedirectUriSet => "No redirect URI is set, or one is wrong",
        Requirement::ClientEnabled => "The client ID is not updated and enabled",
        Requirement::PolicyComplete => "Roles, actions, policy targets or calling services are not complete",
        Requirement::BrokerExists => "There is no broker",
        Requirement::BrokersRegistered if is_none => "No broker is registered",
        Requirement::BrokersRegistered => "Not every broker in use is registered",
        Requirement::BrokersReachable if is_none => "No broker was called",
        Requirement::BrokersReachable => "Not every broker in use answered its last call as needed",
        Requirement::ParityAgrees if is_doubtful => "Brokers and console differ in details",
        Requirement::ParityAgrees if is_none => "No broker agrees with the console",
        Requirement::ParityAgrees => "Brokers and console do not agree",
        Requirement::DeploymentExists => "There is no catalog deployment, or one where its plan is not sold",
        Requirement::DeploymentsPublished if is_none => "No catalog deployment is published",
        Requirement::DeploymentsPublished => "Not every catalog deployment is published with limited visibility",
        Requirement::ChecklistTicked => "Not every tick that a person owes is given",
        Requirement::TestRunPassed => "Not every deployment has passed its test run",
        Requirement::UsageProven => "Usage of a metered plan is not shown to be reported and rated as expected",
        Requirement::DocumentationPublished => "The documentation is not published",
        Requirement::AnnouncementApproved => "The announcement is not approved",
        Requirement::SupportModelComplete => "The support model is not complete",
        Requirement::DemoAttached => "No demo recording is attached",
        Requirement::ThreadsResolved => "A blocking review thread is open",
    }
}

/// What follows the link to the page of a condition: the fields or names that stand in the way.
pub fn condition_note(condition: &Condition) -> String {
    const SHOWN: usize = 3;
    let fields = condition.fields.iter().map(|field| field_name(*field));
    let names: Vec<String> = fields.chain(condition.names.iter().cloned()).collect();
    match names.len() {
        0 => String::new(),
        count if count <= SHOWN => format!(": {}", names.join(", ")),
        count => format!(": {} and {} more", names[..SHOWN].join(", "), count - SHOWN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(id: Requirement, state: ConditionState, names: &[&str]) -> &'static str {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        condition(&Condition { id, state, page: None, fields: Vec::new(), names, brokers: Vec::new() })
    }

    #[test]
    fn a_condition_reads_as_it_stands() {
        let listing = |state| asked(Requirement::ListingComplete, state, &[]);
        assert_eq!(listing(ConditionState::Met), "The listing page is complete");
        for state in [ConditionState::Missing, ConditionState::Later, ConditionState::Warning] {
            assert_eq!(listing(state), "The listing page is not complete");
        }
        let demo = asked(Requirement::DemoAttached, ConditionState::NotCheckedYet, &[]);
        assert_eq!(demo, "A demo recording is attached");
    }

    #[test]
    fn where_there_is_none_it_is_not_said_that_some_fail() {
        let missing = |id, names: &[&str]| asked(id, ConditionState::Missing, names);
        assert_eq!(missing(Requirement::PlansComplete, &[]), "No plan is complete");
        assert_eq!(missing(Requirement::PlansComplete, &["gold"]), "Not every plan is complete");
        assert_eq!(missing(Requirement::ApiKeyIssued, &[]), "No API key is issued");
        assert_eq!(missing(Requirement::ApiKeyIssued, &["slw_1"]), "Every API key has ended");
        let doubtful = asked(Requirement::ApiKeyIssued, ConditionState::Warning, &["slw_1"]);
        assert_eq!(doubtful, "No API key goes on for more than 14 days");
        let doubtful = asked(Requirement::ParityAgrees, ConditionState::Warning, &["vector-broker"]);
        assert_eq!(doubtful, "Brokers and console differ in details");
    }
}

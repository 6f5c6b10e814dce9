//! The single conditions, each from the facts of one offering. Which gate asks for which is told by `gate`.

use super::{Condition, ConditionState, Requirement};
use crate::access::{AccessFacts, KeyLife};
use crate::broker::{BrokerRecord, BrokerState};
use crate::field::Field;
use crate::offering::Offering;
use crate::page::Page;
use crate::parity::Differences;
use crate::plan::{PlanApproval, PlanRecord};
use crate::region::AccessState;
use crate::test_run::Target;
use crate::thread::Thread;

/// The conditions of G-GA whose machinery is still to come. They are listed so that nobody is surprised later, and do
/// not block. Whoever builds one of them takes it out of this list and computes it.
pub(super) const NOT_CHECKED_YET: [Requirement; 4] = [
    Requirement::DocumentationPublished,
    Requirement::AnnouncementApproved,
    Requirement::SupportModelComplete,
    Requirement::DemoAttached,
];

pub(super) fn not_checked_yet(requirements: &[Requirement]) -> Vec<Condition> {
    requirements
        .iter()
        .map(|id| Condition { state: ConditionState::NotCheckedYet, ..condition(*id, false, None) })
        .collect()
}

pub(super) fn condition(id: Requirement, met: bool, page: Option<Page>) -> Condition {
    let state = if met { ConditionState::Met } else { ConditionState::Missing };
    Condition { id, state, page, fields: Vec::new(), names: Vec::new(), brokers: Vec::new() }
}

/// G-DEF. The name was checked when the resource was made and never changes; issued URLs and terms page are rules of
/// the listing.
pub(super) fn definition(offering: &Offering) -> Vec<Condition> {
    vec![
        page_complete(Requirement::SummaryComplete, Page::Summary, offering),
        page_complete(Requirement::ListingComplete, Page::Listing, offering),
        page_complete(Requirement::SettingsComplete, Page::Settings, offering),
    ]
}

/// No other offering has the same terms page by now.
pub(crate) fn terms_unique(offering: &Offering) -> Condition {
    let shared = offering.listing_context().for_browser(&offering.listing.draft).other_terms_urls;
    let fields = if shared.is_empty() { Vec::new() } else { vec![Field::TermsUrl] };
    Condition { fields, ..condition(Requirement::TermsUnique, shared.is_empty(), Some(Page::Listing)) }
}

/// G-PRICE as far as saving goes. What a plan of each kind needs, the metrics of a metered one included, are its rules.
pub(super) fn plans(offering: &Offering) -> Vec<Condition> {
    let free: Vec<_> = offering.plans.iter().filter(|plan| plan.draft.is_free()).collect();
    let mut free_exists = condition(Requirement::FreePlanExists, !free.is_empty(), Some(Page::Pricing));
    if free.is_empty() {
        free_exists.state = ConditionState::Warning;
    }
    let mut one_free = condition(Requirement::AtMostOneFreePlan, free.len() <= 1, Some(Page::Pricing));
    one_free.names = names(offering, &free);
    let all: Vec<_> = offering.plans.iter().collect();
    let mut exists = condition(Requirement::PlanExists, !all.is_empty(), Some(Page::Pricing));
    exists.names = names(offering, &all);
    let incomplete: Vec<_> =
        all.iter().filter(|plan| !offering.plan_findings(plan.id).is_complete()).copied().collect();
    let met = incomplete.is_empty() && !all.is_empty();
    let mut complete = condition(Requirement::PlansComplete, met, Some(Page::Pricing));
    complete.names = names(offering, &incomplete);
    vec![exists, complete, one_free, free_exists]
}

/// T10. An offering without paid plans needs nobody's consent.
pub(super) fn plans_approved(offering: &Offering) -> Condition {
    let open: Vec<_> =
        offering.plans.iter().filter(|plan| !plan.draft.is_free() && plan.approval != PlanApproval::Approved).collect();
    let mut approved = condition(Requirement::PlansApproved, open.is_empty(), Some(Page::Pricing));
    approved.names = names(offering, &open);
    approved
}

/// G-IAM
pub(super) fn access(offering: &Offering) -> Vec<Condition> {
    let facts = &offering.access_facts;
    let on_access = |id, met| condition(id, met, Some(Page::Access));
    let uris = &offering.access.draft.redirect_uris;
    let mut redirect = page_part(Requirement::RedirectUriSet, Page::Access, offering, |field| {
        matches!(field, Field::RedirectUris | Field::RedirectUri(_))
    });
    if !uris.iter().any(|uri| !uri.trim().is_empty()) {
        redirect.state = ConditionState::Missing;
    }
    // All of the page that no other condition asks for.
    let policy = page_part(Requirement::PolicyComplete, Page::Access, offering, |field| {
        !matches!(
            field,
            Field::AccessEnabled | Field::ApiKey | Field::ClientEnabled | Field::RedirectUris | Field::RedirectUri(_)
        )
    });
    vec![
        on_access(Requirement::AccessEnabled, AccessState::of(facts).is_enabled()),
        api_key_issued(facts),
        redirect,
        on_access(Requirement::ClientEnabled, offering.has_client_in_force()),
        policy,
    ]
}

/// A key that has ended is none, and one that ends soon is worth a look as long as no other one goes on after it.
fn api_key_issued(facts: &AccessFacts) -> Condition {
    let valid: Vec<_> = facts.valid_keys().collect();
    let condition = condition(Requirement::ApiKeyIssued, !valid.is_empty(), Some(Page::Access));
    let prefixes = || facts.api_keys.iter().filter(|key| key.life != KeyLife::Valid).map(|key| key.prefix.clone());
    match (condition.state, valid.iter().all(|key| key.life == KeyLife::Ending)) {
        (ConditionState::Met, true) => {
            Condition { state: ConditionState::Warning, names: prefixes().collect(), ..condition }
        }
        (ConditionState::Met, false) => condition,
        _ => Condition { names: prefixes().collect(), ..condition },
    }
}

/// G-BRK: about the brokers of the deployments; as long as there is no deployment, about all of them.
pub(super) fn brokers(offering: &Offering) -> Vec<Condition> {
    let active: Vec<_> = offering.brokers.iter().filter(|broker| broker.state != BrokerState::Removed).collect();
    let used: Vec<_> = offering.brokers_in_use().collect();
    let judged = if used.is_empty() { &active } else { &used };
    let all = |id, holds: &dyn Fn(&BrokerRecord) -> bool| {
        let failing: Vec<_> = judged.iter().filter(|broker| !holds(broker)).copied().collect();
        let met = failing.is_empty() && !judged.is_empty();
        about(condition(id, met, Some(Page::Deployments)), if met { judged } else { &failing })
    };
    vec![
        condition(Requirement::BrokerExists, !active.is_empty(), Some(Page::Deployments)),
        all(Requirement::BrokersRegistered, &|broker| broker.state.has_registered()),
        all(Requirement::BrokersReachable, &|broker| {
            broker.state == BrokerState::Registered
                && broker.last_fetch.as_ref().is_some_and(|fetch| fetch.failure.is_none())
        }),
        parity(offering, judged),
    ]
}

/// What each broker said last, beside the definition as it is now (§6.7). Warnings are worth a look.
fn parity(offering: &Offering, judged: &[&BrokerRecord]) -> Condition {
    let found: Vec<_> = judged.iter().map(|broker| (*broker, offering.differences(broker))).collect();
    let those = |are: fn(Option<Differences>) -> bool| -> Vec<&BrokerRecord> {
        found.iter().filter(|(_, differences)| are(*differences)).map(|(broker, _)| *broker).collect()
    };
    let contradicting = those(|found| found.is_none_or(|found| found.errors > 0));
    let met = contradicting.is_empty() && !judged.is_empty();
    let condition = condition(Requirement::ParityAgrees, met, Some(Page::Deployments));
    let doubtful = those(|found| found.is_some_and(|found| found.warnings > 0));
    match (met, doubtful.is_empty()) {
        (false, _) => about(condition, &contradicting),
        (true, true) => about(condition, judged),
        (true, false) => about(Condition { state: ConditionState::Warning, ..condition }, &doubtful),
    }
}

fn about(condition: Condition, brokers: &[&BrokerRecord]) -> Condition {
    Condition {
        names: brokers.iter().map(|broker| broker.draft.name.clone()).collect(),
        brokers: brokers.iter().map(|broker| broker.id).collect(),
        ..condition
    }
}

/// One at least, and each for a plan that is sold where it is deployed.
pub(super) fn deployment_exists(offering: &Offering) -> Condition {
    page_part(Requirement::DeploymentExists, Page::Deployments, offering, |field| field == Field::Deployments)
}

/// What is released is what invited accounts could try: a deployment that was never published is published first, or
/// withdrawn.
pub(super) fn deployments_published(offering: &Offering) -> Condition {
    let existing = || offering.deployments.iter().filter(|deployment| deployment.exists());
    let unpublished: Vec<_> = existing().filter(|deployment| !deployment.state.is_published()).collect();
    let met = unpublished.is_empty() && existing().next().is_some();
    let mut condition = condition(Requirement::DeploymentsPublished, met, Some(Page::Deployments));
    condition.names = unpublished.iter().map(|deployment| place(offering, &Target::of(deployment))).collect();
    condition
}

/// G-TEST: on every deployment the latest run passed, and nothing that it depends on has changed since.
pub(super) fn deployments_tested(offering: &Offering) -> Condition {
    let targets: Vec<_> = offering.test_targets().collect();
    let unproven: Vec<_> = targets.iter().filter(|target| !offering.is_proven(target)).collect();
    let met = unproven.is_empty() && !targets.is_empty();
    let mut condition = condition(Requirement::TestRunPassed, met, Some(Page::Tests));
    condition.names = unproven.into_iter().map(|target| place(offering, target)).collect();
    condition
}

/// G-USE: on every deployment of a metered plan a run shows that usage is told and rated as it should be. An offering
/// without one has nothing to show.
pub(super) fn usage_proven(offering: &Offering) -> Condition {
    let unproven: Vec<_> = offering.test_targets().filter(|target| !offering.is_usage_proven(target)).collect();
    let mut condition = condition(Requirement::UsageProven, unproven.is_empty(), Some(Page::Tests));
    condition.names = unproven.iter().map(|target| place(offering, target)).collect();
    condition
}

/// Every thread that blocks, by what it is about.
pub(super) fn threads_resolved(threads: &[Thread]) -> Condition {
    let blocking: Vec<_> = threads.iter().filter(|thread| thread.blocks()).collect();
    let mut condition = condition(Requirement::ThreadsResolved, blocking.is_empty(), Some(Page::Review));
    condition.names = blocking.into_iter().map(Thread::called).collect();
    condition
}

/// `lite (eu-de)`
fn place(offering: &Offering, target: &Target) -> String {
    format!("{} ({})", offering.plan_called(target.plan), target.location)
}

fn page_complete(id: Requirement, page: Page, offering: &Offering) -> Condition {
    page_part(id, page, offering, |_| true)
}

/// The findings of a page that concern `wanted` fields.
fn page_part(id: Requirement, page: Page, offering: &Offering, wanted: impl Fn(Field) -> bool) -> Condition {
    let findings = offering.findings(page);
    let mut fields: Vec<Field> = Vec::new();
    for field in findings.errors().map(|found| found.field).filter(|field| wanted(*field)) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    Condition { fields: fields.clone(), ..condition(id, fields.is_empty(), Some(page)) }
}

fn names(offering: &Offering, plans: &[&PlanRecord]) -> Vec<String> {
    plans.iter().map(|plan| offering.plan_called(plan.id)).collect()
}

//! The single conditions, each from the facts of one offering. Which gate asks for which is told by `gate`.

use super::{Condition, ConditionState, Requirement};
use crate::broker::{BrokerRecord, BrokerState};
use crate::field::Field;
use crate::offering::Offering;
use crate::page::Page;
use crate::plan::{PlanApproval, PlanRecord};
use crate::region::AccessState;

/// The conditions of G-GA whose machinery is still to come. They are listed so that nobody is surprised later, and do
/// not block. Whoever builds one of them takes it out of this list and computes it.
pub(super) const NOT_CHECKED_YET: [Requirement; 6] = [
    Requirement::TestRunPassed,
    Requirement::UsageProven,
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
    Condition { id, state, page, fields: Vec::new(), names: Vec::new() }
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

/// G-PRICE as far as saving goes. What a plan of each kind needs, the metrics of a metered one included, are its rules.
pub(super) fn plans(offering: &Offering) -> Vec<Condition> {
    let free: Vec<_> = offering.plans.iter().filter(|plan| plan.draft.is_free()).collect();
    let mut free_exists = condition(Requirement::FreePlanExists, !free.is_empty(), Some(Page::Pricing));
    if free.is_empty() {
        free_exists.state = ConditionState::Warning;
    }
    let mut one_free = condition(Requirement::AtMostOneFreePlan, free.len() <= 1, Some(Page::Pricing));
    one_free.names = names(&free);
    let all: Vec<_> = offering.plans.iter().collect();
    let mut exists = condition(Requirement::PlanExists, !all.is_empty(), Some(Page::Pricing));
    exists.names = names(&all);
    let incomplete: Vec<_> =
        all.iter().filter(|plan| !offering.plan_findings(plan.id).is_complete()).copied().collect();
    let met = incomplete.is_empty() && !all.is_empty();
    let mut complete = condition(Requirement::PlansComplete, met, Some(Page::Pricing));
    complete.names = names(&incomplete);
    vec![exists, complete, one_free, free_exists]
}

/// T10. An offering without paid plans needs nobody's consent.
pub(super) fn plans_approved(offering: &Offering) -> Condition {
    let open: Vec<_> =
        offering.plans.iter().filter(|plan| !plan.draft.is_free() && plan.approval != PlanApproval::Approved).collect();
    let mut approved = condition(Requirement::PlansApproved, open.is_empty(), Some(Page::Pricing));
    approved.names = names(&open);
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
    vec![
        on_access(Requirement::AccessEnabled, AccessState::of(facts).is_enabled()),
        on_access(Requirement::ApiKeyIssued, !facts.api_keys.is_empty()),
        redirect,
        on_access(Requirement::ClientEnabled, facts.client_enabled),
    ]
}

/// G-BRK: about the brokers of the deployments; as long as there is no deployment, about all of them.
pub(super) fn brokers(offering: &Offering) -> Vec<Condition> {
    let active: Vec<_> = offering.brokers.iter().filter(|broker| broker.state != BrokerState::Removed).collect();
    let used: Vec<_> = offering
        .brokers
        .iter()
        .filter(|broker| {
            offering.deployments.iter().any(|deployment| deployment.exists() && deployment.broker == broker.id)
        })
        .collect();
    let judged = if used.is_empty() { &active } else { &used };
    let all = |id, holds: fn(&BrokerRecord) -> bool| {
        let failing: Vec<_> = judged.iter().filter(|broker| !holds(broker)).copied().collect();
        let met = failing.is_empty() && !judged.is_empty();
        let mut condition = condition(id, met, Some(Page::Deployments));
        let told = if met { judged } else { &failing };
        condition.names = told.iter().map(|broker| broker.draft.name.clone()).collect();
        condition
    };
    let mut parity = all(Requirement::ParityAgrees, |broker| {
        broker.last_fetch.as_ref().is_some_and(|fetch| fetch.failure.is_none() && fetch.parity_errors == 0)
    });
    // Compared before the last edit, or with warnings: worth a look, and compared again on publishing (§6.7).
    let doubtful: Vec<_> = judged
        .iter()
        .filter(|broker| {
            broker
                .last_fetch
                .as_ref()
                .is_some_and(|fetch| fetch.parity_warnings > 0 || fetch.at < offering.definition_changed_at)
        })
        .collect();
    if parity.state == ConditionState::Met && !doubtful.is_empty() {
        parity.state = ConditionState::Warning;
        parity.names = doubtful.iter().map(|broker| broker.draft.name.clone()).collect();
    }
    vec![
        condition(Requirement::BrokerExists, !active.is_empty(), Some(Page::Deployments)),
        all(Requirement::BrokersRegistered, |broker| {
            matches!(broker.state, BrokerState::Registered | BrokerState::Unreachable)
        }),
        all(Requirement::BrokersReachable, |broker| {
            broker.state == BrokerState::Registered
                && broker.last_fetch.as_ref().is_some_and(|fetch| fetch.failure.is_none())
        }),
        parity,
    ]
}

/// One at least, and each for a plan that is sold where it is deployed.
pub(super) fn deployment_exists(offering: &Offering) -> Condition {
    page_part(Requirement::DeploymentExists, Page::Deployments, offering, |field| field == Field::Deployments)
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

fn names(plans: &[&PlanRecord]) -> Vec<String> {
    plans.iter().map(|plan| plan.draft.name.clone()).collect()
}

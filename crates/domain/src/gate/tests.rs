use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::broker::BrokerState;
use crate::deployment::DeploymentState;
use crate::plan::PlanApproval;
use crate::rejection::Remote;
use crate::sample::{self, at, ticks};
use crate::test_run::Target;

mod deployments;
mod keys;
mod tested;
mod threads;
mod usage;

fn find(report: &GateReport, id: Requirement) -> Condition {
    report.conditions.iter().find(|condition| condition.id == id).unwrap().clone()
}

fn state(gate: Gate, offering: &Offering, id: Requirement) -> ConditionState {
    find(&report(gate, offering, &ticks(), &[]), id).state
}

fn ready_for_ga() -> Offering {
    let mut offering = sample::offering();
    for plan in &mut offering.plans {
        plan.approval = PlanApproval::Approved;
    }
    offering.deployments[0].state = DeploymentState::PublishedLimited;
    test(&mut offering);
    offering
}

/// The one deployment as it is now.
fn test(offering: &mut Offering) {
    let target = Target::of(&offering.deployments[0]);
    offering.test_runs = vec![sample::passed(offering, &target)];
}

/// What the broker said last.
fn said(offering: &mut Offering) -> &mut crate::parity::BrokerCatalog {
    offering.brokers[0].last_fetch.as_mut().unwrap().catalog.as_mut().unwrap()
}

#[test]
fn a_complete_offering_may_be_published_with_limited_visibility() {
    let report = report(Gate::Limited, &sample::offering(), &[], &[]);
    assert_eq!(report.missing(), []);
    assert!(report.is_open());
}

#[test]
fn what_the_limited_gate_asks_for() {
    insta::assert_snapshot!(written(&report(Gate::Limited, &sample::offering(), &[], &[])));
}

#[test]
fn what_the_ga_gate_asks_for() {
    insta::assert_snapshot!(written(&report(Gate::Ga, &ready_for_ga(), &ticks(), &[])));
}

#[test]
fn an_empty_offering_misses_everything() {
    let mut empty = sample::offering();
    empty.summary = crate::offering::Versioned::default();
    empty.listing = crate::offering::Versioned::default();
    empty.settings = crate::offering::Versioned::default();
    empty.access = crate::offering::Versioned::default();
    empty.access_facts = crate::access::AccessFacts::default();
    empty.plans.clear();
    empty.brokers.clear();
    empty.deployments.clear();
    insta::assert_snapshot!(written(&report(Gate::Limited, &empty, &[], &[])));
}

#[test]
fn redirect_uri_client_and_prices_can_wait_until_ga() {
    let mut offering = sample::offering();
    offering.access.draft.redirect_uris.clear();
    offering.access_facts.client_enabled = false;
    offering.access_facts.api_keys.clear();
    let limited = report(Gate::Limited, &offering, &[], &[]);
    assert!(limited.is_open());
    let ga = report(Gate::Ga, &offering, &ticks(), &[]);
    for id in
        [Requirement::RedirectUriSet, Requirement::ClientEnabled, Requirement::ApiKeyIssued, Requirement::PlansApproved]
    {
        assert_eq!(find(&limited, id).state, ConditionState::Later, "{id:?}");
        assert_eq!(find(&ga, id).state, ConditionState::Missing, "{id:?}");
    }
}

#[test]
fn access_has_to_be_enabled_before_anything_is_published() {
    let mut offering = sample::offering();
    offering.access_facts.service_id = None;
    assert_eq!(state(Gate::Limited, &offering, Requirement::AccessEnabled), ConditionState::Missing);
}

#[test]
fn a_wrong_field_is_named_and_the_page_too() {
    let mut offering = sample::offering();
    offering.listing.draft.terms_url.clear();
    offering.listing.draft.documentation_url = "https://elsewhere.example".to_owned();
    let listing = find(&report(Gate::Definition, &offering, &[], &[]), Requirement::ListingComplete);
    assert_eq!(listing.state, ConditionState::Missing);
    assert_eq!(listing.page, Some(Page::Listing));
    assert_eq!(listing.fields, [Field::DocumentationUrl, Field::TermsUrl]);
}

#[test]
fn a_second_free_plan_is_one_too_many() {
    let mut offering = sample::offering();
    let mut second = sample::free_plan();
    second.id = sample::subscription().id;
    "trial".clone_into(&mut second.draft.name);
    offering.plans = vec![sample::free_plan(), second];
    let free = find(&report(Gate::Pricing, &offering, &[], &[]), Requirement::AtMostOneFreePlan);
    assert_eq!((free.state, free.names), (ConditionState::Missing, vec!["lite".to_owned(), "trial".to_owned()]));
}

#[test]
fn no_free_plan_is_worth_a_look_and_nothing_more() {
    let mut offering = ready_for_ga();
    offering.plans.remove(0);
    said(&mut offering).services[0].plans.remove(0);
    offering.deployments[0].plan = offering.plans[0].id;
    test(&mut offering);
    assert_eq!(state(Gate::Ga, &offering, Requirement::FreePlanExists), ConditionState::Warning);
    assert!(report(Gate::Ga, &offering, &ticks(), &[]).is_open());
}

#[test]
fn the_billing_desk_agrees_to_paid_plans_only() {
    let mut offering = ready_for_ga();
    offering.plans[0].approval = PlanApproval::Draft;
    assert_eq!(state(Gate::Ga, &offering, Requirement::PlansApproved), ConditionState::Met);
    offering.plans[1].approval = PlanApproval::InReview;
    let open = find(&report(Gate::Ga, &offering, &ticks(), &[]), Requirement::PlansApproved);
    assert_eq!((open.state, open.names), (ConditionState::Missing, vec!["gold".to_owned()]));
}

#[test]
fn a_broker_that_does_not_answer_blocks() {
    let mut offering = sample::offering();
    offering.brokers[0].state = BrokerState::Unreachable;
    let failure = Remote { code: "timeout".to_owned(), status: None, detail: String::new() };
    offering.brokers[0].last_fetch.as_mut().unwrap().failure = Some(failure);
    let report = report(Gate::Limited, &offering, &[], &[]);
    assert_eq!(find(&report, Requirement::BrokersRegistered).state, ConditionState::Met);
    for id in [Requirement::BrokersReachable, Requirement::ParityAgrees] {
        let condition = find(&report, id);
        assert_eq!(condition.state, ConditionState::Missing);
        assert_eq!(condition.names, ["northwind-broker-eu"]);
    }
}

#[test]
fn a_definition_that_the_broker_contradicts_blocks_and_leads_to_the_broker() {
    for (gate, ready) in [(Gate::Limited, sample::offering()), (Gate::Ga, ready_for_ga())] {
        let mut offering = ready;
        assert_eq!(state(gate, &offering, Requirement::ParityAgrees), ConditionState::Met);
        "no".clone_into(&mut offering.settings.draft.bindable);
        "no".clone_into(&mut offering.settings.draft.service_key_supported);
        let report = report(gate, &offering, &ticks(), &[]);
        let parity = find(&report, Requirement::ParityAgrees);
        assert_eq!((parity.state, &parity.names), (ConditionState::Missing, &vec!["northwind-broker-eu".to_owned()]));
        assert_eq!(parity.brokers, [offering.brokers[0].id]);
        assert!(!report.is_open());
        said(&mut offering).services[0].bindable = Some(false);
        assert_eq!(state(gate, &offering, Requirement::ParityAgrees), ConditionState::Met, "both say no");
    }
}

#[test]
fn another_description_is_worth_a_look_and_an_edit_that_the_broker_never_sees_is_not() {
    let mut offering = sample::offering();
    offering.definition_changed_at = at(11);
    "Another name".clone_into(&mut offering.listing.draft.display_name);
    assert_eq!(state(Gate::Broker, &offering, Requirement::ParityAgrees), ConditionState::Met);
    "Another description.".clone_into(&mut offering.listing.draft.description);
    let parity = find(&report(Gate::Broker, &offering, &[], &[]), Requirement::ParityAgrees);
    assert_eq!((parity.state, parity.brokers), (ConditionState::Warning, vec![offering.brokers[0].id]));
}

#[test]
fn a_catalog_that_breaks_the_contract_blocks_and_none_at_all_does_too() {
    let mut offering = sample::offering();
    said(&mut offering).warnings = 1;
    assert_eq!(state(Gate::Broker, &offering, Requirement::ParityAgrees), ConditionState::Warning);
    said(&mut offering).errors = 1;
    assert_eq!(state(Gate::Broker, &offering, Requirement::ParityAgrees), ConditionState::Missing);
    offering.brokers[0].last_fetch.as_mut().unwrap().catalog = None;
    assert_eq!(state(Gate::Broker, &offering, Requirement::ParityAgrees), ConditionState::Missing);
}

#[test]
fn what_was_never_published_is_not_released() {
    let mut offering = ready_for_ga();
    let mut more = offering.deployments[0].clone();
    more.id = crate::ids::DeploymentId::new(uuid::Uuid::from_u128(0x44));
    "eu-nl".clone_into(&mut more.location);
    more.state = DeploymentState::Unpublished;
    offering.deployments.push(more);
    let published = find(&report(Gate::Ga, &offering, &ticks(), &[]), Requirement::DeploymentsPublished);
    assert_eq!((published.state, published.names), (ConditionState::Missing, vec!["lite (eu-nl)".to_owned()]));
    offering.deployments[1].state = DeploymentState::Withdrawn;
    assert_eq!(state(Gate::Ga, &offering, Requirement::DeploymentsPublished), ConditionState::Met);
    offering.deployments[0].state = DeploymentState::Withdrawn;
    assert_eq!(state(Gate::Ga, &offering, Requirement::DeploymentsPublished), ConditionState::Missing);
}

#[test]
fn only_brokers_in_use_count_once_something_is_deployed() {
    let mut offering = sample::offering();
    let mut spare = sample::broker();
    spare.id = crate::ids::BrokerId::new(uuid::Uuid::from_u128(0x33));
    spare.state = BrokerState::Unregistered;
    spare.last_fetch = None;
    offering.brokers.push(spare);
    assert!(report(Gate::Limited, &offering, &[], &[]).is_open());
    offering.deployments[0].state = DeploymentState::Withdrawn;
    let report = report(Gate::Limited, &offering, &[], &[]);
    assert_eq!(find(&report, Requirement::DeploymentExists).state, ConditionState::Missing);
    assert_eq!(find(&report, Requirement::BrokersRegistered).state, ConditionState::Missing);
}

#[test]
fn a_removed_broker_is_no_broker() {
    let mut offering = sample::offering();
    offering.brokers[0].state = BrokerState::Removed;
    assert_eq!(state(Gate::Broker, &offering, Requirement::BrokerExists), ConditionState::Missing);
    assert_eq!(state(Gate::Broker, &offering, Requirement::BrokersRegistered), ConditionState::Missing);
}

#[test]
fn every_tick_that_people_owe_is_wanted_for_ga() {
    let report = report(Gate::Ga, &ready_for_ga(), &ticks()[1..], &[]);
    let ticked = find(&report, Requirement::ChecklistTicked);
    assert_eq!((ticked.state, ticked.names), (ConditionState::Missing, vec!["1.1".to_owned()]));
    assert!(!report.is_open());
}

#[test]
fn what_later_work_brings_is_listed_and_does_not_block() {
    let report = report(Gate::Ga, &ready_for_ga(), &ticks(), &[]);
    let open: Vec<_> = report.of(ConditionState::NotCheckedYet).map(|condition| condition.id).collect();
    assert_eq!(open, conditions::NOT_CHECKED_YET);
    assert!(report.is_open());
}

#[test]
fn the_score_counts_what_could_block() {
    let mut offering = sample::offering();
    offering.summary = crate::offering::Versioned::default();
    let report = report(Gate::Definition, &offering, &[], &[]);
    assert_eq!(report.score(), (2, 3));
}

fn written(report: &GateReport) -> String {
    let line = |condition: &Condition| {
        let mut line = format!("{:<15} {:?}", format!("{:?}", condition.state), condition.id);
        if let Some(page) = condition.page {
            line = format!("{line} on {}", page.name());
        }
        if !condition.names.is_empty() {
            line = format!("{line}: {}", condition.names.join(", "));
        }
        if !condition.fields.is_empty() {
            line = format!("{line}: {:?}", condition.fields);
        }
        line
    };
    report.conditions.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Offerings with any of their parts taken away or spoilt.
fn offerings() -> impl Strategy<Value = Offering> {
    let brokers = [BrokerState::Unregistered, BrokerState::Registered, BrokerState::Unreachable, BrokerState::Removed];
    let deployments = [
        DeploymentState::Unpublished,
        DeploymentState::PublishedLimited,
        DeploymentState::PublishedPublic,
        DeploymentState::Withdrawn,
    ];
    let parts = (any::<[bool; 4]>(), 0..3_usize, 0..2_usize, 0..2_usize, subsequence(vec![0_usize, 1], 0..=2));
    (parts, select(brokers.to_vec()), select(deployments.to_vec()), any::<bool>()).prop_map(
        |((pages, errors, brokers, deployments, plans), broker, deployment, enabled)| {
            let mut offering = sample::offering();
            if !pages[0] {
                offering.summary = crate::offering::Versioned::default();
            }
            if !pages[1] {
                offering.listing = crate::offering::Versioned::default();
            }
            if !pages[2] {
                offering.settings = crate::offering::Versioned::default();
            }
            if !pages[3] {
                offering.access = crate::offering::Versioned::default();
            }
            if !enabled {
                offering.access_facts.service_id = None;
            }
            offering.plans = plans.into_iter().map(|index| offering.plans[index].clone()).collect();
            offering.brokers.truncate(brokers);
            offering.deployments.truncate(deployments);
            for record in &mut offering.brokers {
                record.state = broker;
                let said = record.last_fetch.as_mut().unwrap().catalog.as_mut().unwrap();
                said.errors = u32::try_from(errors).unwrap();
            }
            for record in &mut offering.deployments {
                record.state = deployment;
            }
            offering
        },
    )
}

proptest! {
    #[test]
    fn what_may_be_published_has_a_deployment_a_plan_and_a_working_broker(offering in offerings()) {
        if report(Gate::Limited, &offering, &[], &[]).is_open() {
            prop_assert!(offering.deployments.iter().any(|one| one.state != DeploymentState::Withdrawn));
            prop_assert!(!offering.plans.is_empty());
            prop_assert!(offering.brokers.iter().any(|one| one.state == BrokerState::Registered));
            prop_assert!(offering.access_facts.service_id.is_some());
            prop_assert!(Page::DEFINED.iter().all(|page| *page == Page::Access || offering.findings(*page).is_complete()));
        }
    }

    /// Nothing that may be released could not also be published.
    #[test]
    fn the_ga_gate_is_the_stricter_one(offering in offerings()) {
        if report(Gate::Ga, &offering, &ticks(), &[]).is_open() {
            prop_assert!(report(Gate::Limited, &offering, &[], &[]).is_open());
        }
    }

    #[test]
    fn a_gate_is_shut_exactly_by_its_missing_conditions(offering in offerings(), gate in select(&Gate::ALL[..])) {
        let report = report(gate, &offering, &[], &[]);
        prop_assert_eq!(report.is_open(), report.missing().is_empty());
        let (met, all) = report.score();
        prop_assert_eq!(met == all, report.is_open());
    }
}

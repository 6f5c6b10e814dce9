//! The Deployments page and the gate of limited visibility say the same about it, and call plans by a name.

use super::*;
use crate::page::PageStatus;

/// What the gate misses on the page, and what the page says of itself.
fn both(offering: &Offering) -> (usize, usize, PageStatus) {
    let missing = report(Gate::Limited, offering, &[], &[]).missing();
    let there = missing.iter().filter(|condition| condition.page == Some(Page::Deployments)).count();
    (there, offering.to_fix(Page::Deployments), offering.page_status(Page::Deployments))
}

#[test]
fn the_page_has_to_fix_what_the_gate_misses_there() {
    assert_eq!(both(&sample::offering()), (0, 0, PageStatus::Complete));

    let mut unregistered = sample::offering();
    unregistered.brokers[0].state = BrokerState::Unregistered;
    unregistered.brokers[0].last_fetch = None;
    assert_eq!(both(&unregistered), (3, 3, PageStatus::Incomplete), "it was never called, so nothing is known of it");

    let mut contradicting = sample::offering();
    "no".clone_into(&mut contradicting.settings.draft.bindable);
    assert_eq!(both(&contradicting), (1, 1, PageStatus::Incomplete), "the definition was changed since");

    let mut empty = sample::offering();
    empty.brokers.clear();
    empty.deployments.clear();
    assert_eq!(both(&empty), (5, 5, PageStatus::NotStarted));
}

#[test]
fn a_broker_that_nothing_is_deployed_to_holds_nothing_up() {
    let mut offering = sample::offering();
    let mut spare = sample::broker();
    spare.id = crate::ids::BrokerId::new(uuid::Uuid::from_u128(0x33));
    spare.draft.name.clear();
    spare.state = BrokerState::Unregistered;
    offering.brokers.push(spare);
    assert!(!offering.findings(Page::Deployments).is_complete(), "its form is told on the page");
    assert_eq!(both(&offering), (0, 0, PageStatus::Complete));
}

#[test]
fn a_plan_without_any_name_is_called_by_its_row() {
    let mut offering = sample::offering();
    let gold = &mut offering.plans[1].draft;
    gold.name = " ".to_owned();
    let names =
        |offering: &Offering| find(&report(Gate::Limited, offering, &[], &[]), Requirement::PlansComplete).names;
    assert_eq!(names(&offering), ["Gold"], "the other name is one, too");
    offering.plans[1].draft.display_name.clear();
    assert_eq!(names(&offering), ["Unnamed plan, row 2"]);
    for condition in report(Gate::Ga, &offering, &[], &[]).conditions {
        assert!(condition.names.iter().all(|name| !name.trim().is_empty()), "{condition:?}");
    }
}

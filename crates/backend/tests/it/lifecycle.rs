//! Suspending, resuming, ending and withdrawing: who may, what customers see meanwhile, and what the platform does by
//! itself when time is over.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Said};
use slipway_domain::caller::{Caller, Role};
use slipway_domain::catalog::Query;
use slipway_domain::deployment::DeploymentState;
use slipway_domain::event::{Event, EventKind};
use slipway_domain::instance::InstanceState;
use slipway_domain::lifecycle::{NOTICE, SUSPENSION};
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::review::SubmissionState;
use slipway_domain::stage::{Move, Stage, Turn};

use crate::drift::live;
use crate::instances::{made, new, view as instance};
use crate::support::{ADA, CLARA, House, KIM, OTTO, RITA, VERA, rejection};

const SAID: Said<'static> = Said { confirmation: OFFERING, reason: "Use Northwind Cloud instead." };
const MOMENT: Duration = Duration::from_millis(1);

async fn ended(act: Move) -> House {
    let house = live().await;
    house.acting(ADA).await.change_lifecycle(OFFERING, act, SAID).await.unwrap();
    house
}

async fn stage(house: &House) -> Stage {
    house.acting(OTTO).await.offering(OFFERING).await.unwrap().offering.stage
}

async fn refused(acting: &Acting, act: Move) -> Rejection {
    rejection(acting.change_lifecycle(OFFERING, act, SAID).await)
}

/// What was written to the history last.
async fn latest(house: &House) -> Event {
    house.events().await.remove(0)
}

#[tokio::test]
async fn a_suspended_offering_says_so_in_the_catalog_takes_no_new_instances_and_keeps_those_that_are_there() {
    let house = live().await;
    let id = made(&house).await;
    house.acting(ADA).await.change_lifecycle(OFFERING, Move::Suspend, SAID).await.unwrap();
    let clara = house.acting(CLARA).await;
    let tile = clara.catalog(&Query::default()).await.unwrap().tiles.remove(0);
    let ending = tile.ending.unwrap();
    assert_eq!((ending.stage, ending.text.as_str()), (Stage::Suspended, SAID.reason));
    let details = clara.catalog_details(OFFERING).await.unwrap();
    assert!(!details.is_open && details.details.tile.ending.is_some());
    let closed = Rejection::Refused(Refusal::ClosedToNewInstances);
    assert_eq!(rejection(clara.create_instance(OFFERING, &new(&house, "lite").await).await), closed);
    clara.enable_instance(OFFERING, id, false).await.unwrap();
    house.backend.make_due_operations().await;
    assert_eq!(instance(&house, id).await.instance.state, InstanceState::Inactive, "it can be managed");
    let event = house.events().await.into_iter().find(|event| event.kind == EventKind::OfferingSuspended).unwrap();
    assert_eq!((event.detail.from, event.detail.to), (Some(Stage::Ga), Some(Stage::Suspended)));
    assert_eq!(event.detail.reason.as_deref(), Some(SAID.reason));
}

#[tokio::test]
async fn every_version_of_the_catalog_page_that_differs_has_a_number_of_its_own() {
    let house = live().await;
    let (ada, otto) = (house.acting(ADA).await, house.acting(OTTO).await);
    let mut versions = vec![ada.catalog_version().await.unwrap()];
    ada.change_lifecycle(OFFERING, Move::Deprecate, SAID).await.unwrap();
    versions.push(ada.catalog_version().await.unwrap());
    let until = ada.offering(OFFERING).await.unwrap().notice.unwrap().ending.until;
    otto.extend_end(OFFERING, until).await.unwrap();
    versions.push(ada.catalog_version().await.unwrap());
    assert!(versions.windows(2).all(|pair| pair[0] < pair[1]), "{versions:?}");
}

#[tokio::test]
async fn nothing_ends_without_a_reason_and_the_name_of_what_ends() {
    let house = live().await;
    let (ada, before) = (house.acting(ADA).await, house.events().await.len());
    let silent = ada.change_lifecycle(OFFERING, Move::Deprecate, Said { reason: " \n", ..SAID }).await;
    assert_eq!(rejection(silent), Rejection::Refused(Refusal::ReasonMissing));
    let other = ada.change_lifecycle(OFFERING, Move::Deprecate, Said { confirmation: "northwind", ..SAID }).await;
    assert_eq!(rejection(other), Rejection::Refused(Refusal::ConfirmationMismatch));
    assert_eq!((stage(&house).await, house.events().await.len()), (Stage::Ga, before));
}

#[tokio::test]
async fn only_who_may_ends_an_offering_and_only_by_a_move_of_its_lifecycle() {
    let house = live().await;
    for email in [KIM, VERA, OTTO] {
        let denied = refused(&house.acting(email).await, Move::Suspend).await;
        assert!(matches!(denied, Rejection::Denied(Denial::RoleMissing { .. })), "{email}: {denied:?}");
    }
    assert_eq!(refused(&house.acting(CLARA).await, Move::Suspend).await, Rejection::NotFound(Kind::Offering));
    let ada = house.acting(ADA).await;
    let from = Stage::Ga;
    for attempted in [Move::Restore, Move::Withdraw] {
        let nothing = Rejection::Refused(Refusal::NoSuchMove { from, attempted });
        assert_eq!(refused(&ada, attempted).await, nothing);
    }
    let house = House::open().await;
    house.publish_limited().await;
    let (from, attempted) = (Stage::Limited, Move::RequestReview);
    let nothing = Rejection::Refused(Refusal::NoSuchMove { from, attempted });
    assert_eq!(refused(&house.acting(ADA).await, attempted).await, nothing, "that is asked for elsewhere");
}

#[tokio::test]
async fn a_suspension_that_nobody_asks_to_end_becomes_the_end_and_the_platform_says_so() {
    let house = ended(Move::Suspend).await;
    house.clock.advance(SUSPENSION.checked_sub(MOMENT).unwrap());
    house.backend.end_due().await;
    assert_eq!(stage(&house).await, Stage::Suspended);
    house.clock.advance(MOMENT);
    let before = house.events().await.len();
    house.backend.end_due().await;
    house.backend.end_due().await;
    assert_eq!(stage(&house).await, Stage::Deprecated);
    assert_eq!(house.events().await.len(), before + 1);
    let event = latest(&house).await;
    assert_eq!((event.kind, event.actor), (EventKind::OfferingDeprecated, None));
    let notice = house.acting(ADA).await.offering(OFFERING).await.unwrap().notice.unwrap();
    assert_eq!(notice.ending.until, house.clock.now().plus(NOTICE));
    assert_eq!(notice.ending.text, SAID.reason);
}

#[tokio::test]
async fn whoever_asks_for_the_resumption_hands_the_turn_to_the_reviewer_who_decides() {
    let house = ended(Move::Suspend).await;
    let (ada, rita) = (house.acting(ADA).await, house.acting(RITA).await);
    assert_eq!(ada.offering(OFFERING).await.unwrap().turn().turn, Turn::Provider);
    ada.ask_resumption(OFFERING).await.unwrap();
    assert_eq!(latest(&house).await.kind, EventKind::ResumptionRequested);
    assert_eq!(rejection(ada.ask_resumption(OFFERING).await), Rejection::Refused(Refusal::AlreadyDone));
    let turn = ada.offering(OFFERING).await.unwrap().turn();
    assert_eq!((turn.turn, turn.since), (Turn::Reviewer, house.clock.now()));
    house.clock.advance(SUSPENSION * 2);
    house.backend.end_due().await;
    assert_eq!(stage(&house).await, Stage::Suspended, "it waits for the operator");
    assert!(matches!(refused(&ada, Move::Resume).await, Rejection::Denied(_)), "nobody lets themselves back in");
    rita.change_lifecycle(OFFERING, Move::Resume, SAID).await.unwrap();
    let view = ada.offering(OFFERING).await.unwrap();
    assert_eq!((view.offering.stage, view.notice), (Stage::Ga, None));
    let clara = house.acting(CLARA).await;
    assert!(clara.catalog_details(OFFERING).await.unwrap().is_open);
    clara.create_instance(OFFERING, &new(&house, "lite").await).await.unwrap();
}

#[tokio::test]
async fn a_request_that_is_declined_ends_with_a_reason_and_is_the_providers_turn_again() {
    let house = ended(Move::Suspend).await;
    let (ada, rita) = (house.acting(ADA).await, house.acting(RITA).await);
    let nothing = Rejection::Refused(Refusal::AlreadyDone);
    assert_eq!(rejection(rita.decline_resumption(OFFERING, SAID.reason).await), nothing, "nobody has asked");
    ada.ask_resumption(OFFERING).await.unwrap();
    for acting in [&ada, &house.acting(OTTO).await] {
        let denied = rejection(acting.decline_resumption(OFFERING, SAID.reason).await);
        assert!(matches!(denied, Rejection::Denied(_)), "{denied:?}");
    }
    let missing = rejection(rita.decline_resumption(OFFERING, " ").await);
    assert_eq!(missing, Rejection::Refused(Refusal::ReasonMissing));
    house.clock.advance(SUSPENSION * 2);
    let told = house.events().await.len();
    rita.decline_resumption(OFFERING, SAID.reason).await.unwrap();
    assert_eq!(house.events().await.len(), told + 1);
    let event = latest(&house).await;
    assert_eq!((event.kind, event.detail.reason.as_deref()), (EventKind::ResumptionDeclined, Some(SAID.reason)));
    assert_eq!(rejection(rita.decline_resumption(OFFERING, SAID.reason).await), nothing);
    assert_eq!(ada.offering(OFFERING).await.unwrap().turn().turn, Turn::Provider);
    house.backend.end_due().await;
    assert_eq!(stage(&house).await, Stage::Suspended, "they have the days that were left when they asked");
    ada.ask_resumption(OFFERING).await.unwrap();
}

#[tokio::test]
async fn after_an_end_that_followed_a_suspension_the_provider_asks_for_it_to_be_taken_back() {
    let house = ended(Move::Suspend).await;
    let (ada, rita) = (house.acting(ADA).await, house.acting(RITA).await);
    house.clock.advance(SUSPENSION);
    house.backend.end_due().await;
    assert_eq!(stage(&house).await, Stage::Deprecated);
    ada.ask_resumption(OFFERING).await.unwrap();
    let turn = ada.offering(OFFERING).await.unwrap().turn();
    assert_eq!((turn.turn, turn.since), (Turn::Reviewer, house.clock.now()));
    rita.decline_resumption(OFFERING, SAID.reason).await.unwrap();
    assert_eq!(ada.offering(OFFERING).await.unwrap().turn().turn, Turn::Nobody);
    ada.ask_resumption(OFFERING).await.unwrap();
    rita.change_lifecycle(OFFERING, Move::Restore, SAID).await.unwrap();
    let view = ada.offering(OFFERING).await.unwrap();
    assert_eq!((view.offering.stage, view.notice), (Stage::Ga, None));

    ada.change_lifecycle(OFFERING, Move::Deprecate, SAID).await.unwrap();
    let from = Stage::Deprecated;
    let nothing = Rejection::Refused(Refusal::NoSuchMove { from, attempted: Move::Resume });
    assert_eq!(rejection(ada.ask_resumption(OFFERING).await), nothing, "that end they take back themselves");
}

#[tokio::test]
async fn whoever_asked_for_the_resumption_does_not_decide_about_it_after_a_change_of_sides() {
    let house = ended(Move::Suspend).await;
    let mut kim = house.person(KIM).await;
    kim.memberships[0].role = Role::ProviderAdministrator;
    house.backend.acting_for(Caller::Person(kim)).ask_resumption(OFFERING).await.unwrap();
    let since_left = house.acting_since_left(KIM, &[Role::Reviewer]).await;
    assert_eq!(refused(&since_left, Move::Resume).await, Rejection::Denied(Denial::OwnSubmission));
    let declined = since_left.decline_resumption(OFFERING, SAID.reason).await;
    assert_eq!(rejection(declined), Rejection::Denied(Denial::OwnSubmission));
    assert_eq!(stage(&house).await, Stage::Suspended);
}

#[tokio::test]
async fn an_end_is_taken_back_within_its_time_and_what_is_published_is_what_was() {
    let house = ended(Move::Deprecate).await;
    let ada = house.acting(ADA).await;
    let before = ada.offering(OFFERING).await.unwrap().published;
    house.clock.advance(NOTICE.checked_sub(MOMENT).unwrap());
    ada.change_lifecycle(OFFERING, Move::Restore, SAID).await.unwrap();
    let view = ada.offering(OFFERING).await.unwrap();
    assert_eq!((view.offering.stage, view.published, view.notice), (Stage::Ga, before, None));

    let house = ended(Move::Deprecate).await;
    house.clock.advance(NOTICE);
    let ada = house.acting(ADA).await;
    assert_eq!(refused(&ada, Move::Restore).await, Rejection::Refused(Refusal::NoticeOver));
}

/// By way of the end a provider would resume what a reviewer suspended.
#[tokio::test]
async fn nobody_lets_themselves_back_in_by_announcing_the_end_and_taking_it_back() {
    let house = live().await;
    let (ada, rita) = (house.acting(ADA).await, house.acting(RITA).await);
    rita.change_lifecycle(OFFERING, Move::Suspend, SAID).await.unwrap();
    ada.change_lifecycle(OFFERING, Move::Deprecate, SAID).await.unwrap();
    assert!(matches!(refused(&ada, Move::Restore).await, Rejection::Denied(Denial::RoleMissing { .. })));
    assert_eq!(stage(&house).await, Stage::Deprecated);
    rita.change_lifecycle(OFFERING, Move::Restore, SAID).await.unwrap();
    assert_eq!(stage(&house).await, Stage::Ga);
    ada.change_lifecycle(OFFERING, Move::Deprecate, SAID).await.unwrap();
    assert!(matches!(refused(&rita, Move::Restore).await, Rejection::Denied(Denial::RoleMissing { .. })));
    ada.change_lifecycle(OFFERING, Move::Restore, SAID).await.unwrap();
}

#[tokio::test]
async fn what_is_over_is_retired_once_nobody_has_an_instance_and_leaves_the_catalog() {
    let house = live().await;
    let id = made(&house).await;
    let (ada, otto, clara) = (house.acting(ADA).await, house.acting(OTTO).await, house.acting(CLARA).await);
    ada.change_lifecycle(OFFERING, Move::Deprecate, SAID).await.unwrap();
    let until = house.clock.now().plus(NOTICE);
    assert_eq!(refused(&otto, Move::Retire).await, Rejection::Refused(Refusal::NoticeRuns { until }));
    house.clock.advance(NOTICE);
    house.backend.end_due().await;
    assert_eq!(stage(&house).await, Stage::Deprecated);
    assert_eq!(refused(&otto, Move::Retire).await, Rejection::Refused(Refusal::InstancesLeft));
    clara.remove_instance(OFFERING, id).await.unwrap();
    house.backend.make_due_operations().await;
    house.backend.end_due().await;
    let view = otto.offering(OFFERING).await.unwrap();
    assert_eq!((view.offering.stage, view.published, view.notice), (Stage::Retired, None, None));
    assert!(view.offering.deployments.iter().all(|record| record.state == DeploymentState::Withdrawn));
    let gone = Rejection::NotFound(Kind::Offering);
    assert_eq!(rejection(clara.catalog_details(OFFERING).await), gone);
    assert!(!ada.is_name_free(OFFERING).await.unwrap(), "names are never given away again");
}

#[tokio::test]
async fn the_operator_puts_an_end_off_once_for_each_time_that_it_was_seen() {
    let house = ended(Move::Deprecate).await;
    let otto = house.acting(OTTO).await;
    let until = house.clock.now().plus(NOTICE);
    otto.extend_end(OFFERING, until).await.unwrap();
    assert_eq!(rejection(otto.extend_end(OFFERING, until).await), Rejection::Refused(Refusal::AlreadyDone));
    let notice = otto.offering(OFFERING).await.unwrap().notice.unwrap();
    assert_eq!(notice.ending.until, until.plus(NOTICE));
    assert_eq!(latest(&house).await.kind, EventKind::EndExtended);
    house.clock.advance(NOTICE);
    house.backend.end_due().await;
    assert_eq!(stage(&house).await, Stage::Deprecated);
    let ada = house.acting(ADA).await;
    assert!(matches!(rejection(ada.extend_end(OFFERING, notice.ending.until).await), Rejection::Denied(_)));
}

#[tokio::test]
async fn an_offering_is_withdrawn_before_its_release_with_its_request_and_its_deployments() {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    let (ada, rita) = (house.acting(ADA).await, house.acting(RITA).await);
    let before = house.events().await.len();
    ada.change_lifecycle(OFFERING, Move::Withdraw, SAID).await.unwrap();
    assert_eq!(house.events().await.len(), before + 1);
    assert_eq!(latest(&house).await.kind, EventKind::OfferingWithdrawn);
    let view = ada.offering(OFFERING).await.unwrap();
    assert_eq!((view.offering.stage, view.published.is_none()), (Stage::Withdrawn, true));
    assert_eq!(view.submissions[0].state, SubmissionState::Withdrawn);
    assert!(view.offering.deployments.iter().all(|record| record.state == DeploymentState::Withdrawn));
    assert_eq!(rita.reviews().await.unwrap().len(), 0, "nobody decides about it any more");
    let clara = house.acting(CLARA).await;
    assert_eq!(rejection(clara.catalog_details(OFFERING).await), Rejection::NotFound(Kind::Offering));
}

#[tokio::test]
async fn nobody_withdraws_what_customers_have_instances_of() {
    let house = House::open().await;
    house.publish_limited().await;
    made(&house).await;
    let ada = house.acting(ADA).await;
    assert_eq!(refused(&ada, Move::Withdraw).await, Rejection::Refused(Refusal::InstancesLeft));
    assert_eq!(stage(&house).await, Stage::Limited);
}

#[tokio::test]
async fn of_fifty_suspensions_at_once_exactly_one_moves_the_offering() {
    let house = live().await;
    let (ada, rita) = (house.acting(ADA).await, house.acting(RITA).await);
    let before = ada.offering(OFFERING).await.unwrap().offering;
    let told = house.events().await.len();
    let start = std::sync::Arc::new(tokio::sync::Barrier::new(50));
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..50 {
        let (ada, rita, start) = (ada.clone(), rita.clone(), start.clone());
        calls.spawn(async move {
            start.wait().await;
            let acting = if number % 2 == 0 { ada } else { rita };
            acting.change_lifecycle(OFFERING, Move::Suspend, SAID).await.is_ok()
        });
    }
    let moved = calls.join_all().await.into_iter().filter(|moved| *moved).count();
    assert_eq!(moved, 1);
    let after = ada.offering(OFFERING).await.unwrap().offering;
    assert_eq!(after.stage_revision, before.stage_revision + 1);
    assert_eq!(house.events().await.len(), told + 1);
}

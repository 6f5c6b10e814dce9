//! What else becomes of versions that were public: an earlier one comes back, a suspension comes between, and a deployment is
//! new.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_backend::{Attempt, NewInstance, Ruling, Said};
use slipway_domain::access::ActionDraft;
use slipway_domain::change_class::price_dates;
use slipway_domain::deployment::{DeploymentDraft, DeploymentState};
use slipway_domain::event::EventKind;
use slipway_domain::gate::Requirement;
use slipway_domain::ids::{DeploymentId, OfferingId, SnapshotId};
use slipway_domain::lifecycle::NOTICE;
use slipway_domain::offering::Scope;
use slipway_domain::region::RevisionState;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::review::{Answer, SubmissionState};
use slipway_domain::revision::{EXPIRES_AFTER, RevisionKind};
use slipway_domain::stage::{Move, Stage};
use slipway_domain::test_run::{Content, TestRunDraft};
use slipway_domain::thread::{ReplyDraft, ThreadDraft, ThreadMove};
use uuid::Uuid;

use crate::drift::{drifted, live};
use crate::instances::{new, settle};
use crate::publish::offering;
use crate::revisions::{approved, edit, price, public, publish, refused, revisions, says, submit};
use crate::support::{ADA, CLARA, FINN, House, KIM, OTTO, RITA, approval, rejection};

#[tokio::test]
async fn an_earlier_version_comes_back_at_once_or_with_the_notice_of_its_prices() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let first = revisions(&house).await.released[0].snapshot;
    let before = says(&house).await;
    edit(&house, "Second.").await;
    approved(&house).await;
    publish(&house).await;
    let events = house.events().await.len();
    house.clock.advance(Duration::from_mins(1));
    kim.roll_back(OFFERING, first).await.unwrap();
    assert_eq!((says(&house).await, house.events().await.len()), (before.clone(), events + 1));
    let back = revisions(&house).await.past.remove(0);
    assert_eq!((back.kind, back.state, back.submission), (RevisionKind::Rollback, RevisionState::Published, None));
    assert_eq!(rejection(kim.roll_back(OFFERING, first).await), Rejection::Refused(Refusal::AlreadyDone));
    let nobodys = SnapshotId::new(public(&house).await.id.uuid());
    assert_eq!(rejection(kim.roll_back(OFFERING, nobodys).await), Rejection::NotFound(Kind::Snapshot));

    price(&house, "99.00").await;
    approved(&house).await;
    publish(&house).await;
    let day = revisions(&house).await.current.unwrap().effective_at.unwrap();
    house.clock.advance(day.since(house.clock.now()));
    house.backend.move_revisions().await;
    kim.roll_back(OFFERING, first).await.unwrap();
    let waiting = revisions(&house).await.current.unwrap();
    let (_, later) = price_dates(house.clock.now());
    assert_eq!((waiting.kind, waiting.effective_at), (RevisionKind::Rollback, Some(later)));
    house.clock.advance(later.since(house.clock.now()));
    house.backend.move_revisions().await;
    assert_eq!(house.events().await[0].kind, EventKind::RollbackTookEffect);
    let standard = public(&house).await.plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap();
    assert_ne!(standard.draft.amounts[0].price, "99.00");
}

#[tokio::test]
async fn going_back_is_sent_twice_and_happens_once() {
    let house = live().await;
    let first = revisions(&house).await.released[0].snapshot;
    edit(&house, "Second.").await;
    approved(&house).await;
    publish(&house).await;
    let kim = house.acting(KIM).await.as_operation("the-same".to_owned());
    let events = house.events().await.len();
    for _ in 0..2 {
        kim.roll_back(OFFERING, first).await.unwrap();
    }
    assert_eq!((house.events().await.len(), revisions(&house).await.released.len()), (events + 1, 3));
}

#[tokio::test]
async fn a_version_takes_a_rollback_while_nothing_else_is_under_way_and_one_that_changes_nothing_is_refused() {
    let house = live().await;
    let (kim, first) = (house.acting(KIM).await, revisions(&house).await.released[0].snapshot);
    edit(&house, "Second.").await;
    approved(&house).await;
    publish(&house).await;
    kim.roll_back(OFFERING, first).await.unwrap();
    let takes: Vec<_> = revisions(&house).await.released.iter().map(|one| one.takes_rollback).collect();
    assert_eq!(takes, [false, true, true], "the one with what customers have again, too");
    assert_eq!(rejection(kim.roll_back(OFFERING, first).await), Rejection::Refused(Refusal::AlreadyDone));
    edit(&house, "Third.").await;
    submit(&house).await;
    assert!(revisions(&house).await.released.iter().all(|one| !one.takes_rollback));
    assert_eq!(rejection(kim.roll_back(OFFERING, first).await), Rejection::Refused(Refusal::RevisionOpen));
}

#[tokio::test]
async fn a_version_that_was_frozen_and_never_public_does_not_come_back() {
    let house = live().await;
    edit(&house, "Never agreed to.").await;
    submit(&house).await;
    let asked = house.acting(ADA).await.offering(OFFERING).await.unwrap().open_submission().unwrap().snapshot;
    let kim = house.acting(KIM).await;
    kim.withdraw_review(OFFERING).await.unwrap();
    assert_eq!(rejection(kim.roll_back(OFFERING, asked).await), Rejection::NotFound(Kind::Snapshot));
}

#[tokio::test]
async fn what_was_agreed_to_and_never_published_comes_back_for_as_long_as_its_approval_would_hold() {
    let house = live().await;
    let (kim, first) = (house.acting(KIM).await, revisions(&house).await.released[0].snapshot);
    edit(&house, "Agreed to.").await;
    let agreed = approved(&house).await.snapshot;
    assert!(revisions(&house).await.agreed.is_empty(), "it waits to be published");
    assert_eq!(rejection(kim.roll_back(OFFERING, agreed).await), Rejection::Refused(Refusal::RevisionOpen));
    kim.discard_revision(OFFERING).await.unwrap();
    let listed: Vec<_> = revisions(&house).await.agreed.iter().map(|it| (it.snapshot, it.takes_rollback)).collect();
    assert_eq!(listed, [(agreed, true)]);
    assert_eq!(kim.released(OFFERING, agreed).await.unwrap().content.listing.draft.long_description, "Agreed to.");

    let blocking = ThreadDraft {
        anchor: "section/listing[display_name]/".to_owned(),
        text: "Say what it searches.".to_owned(),
        rule: String::new(),
        blocking: "yes".to_owned(),
    };
    let rita = house.acting(RITA).await;
    let thread = rita.open_thread(OFFERING, "", &blocking).await.unwrap();
    let held = rejection(kim.roll_back(OFFERING, agreed).await);
    assert!(matches!(held, Rejection::Refused(Refusal::Gate(_))), "its publication would have waited: {held:?}");
    let silent = ReplyDraft { text: String::new(), internal: String::new() };
    rita.answer_thread(OFFERING, thread, ThreadMove::Resolve, &silent).await.unwrap();
    kim.roll_back(OFFERING, agreed).await.unwrap();
    assert_eq!(says(&house).await, "Agreed to.");

    kim.roll_back(OFFERING, first).await.unwrap();
    assert!(kim.released(OFFERING, agreed).await.is_ok(), "the page on which that is confirmed");
    house.clock.advance(EXPIRES_AFTER);
    assert!(revisions(&house).await.agreed.is_empty());
    assert_eq!(rejection(kim.released(OFFERING, agreed).await), Rejection::NotFound(Kind::Page));
    assert_eq!(rejection(kim.roll_back(OFFERING, agreed).await), Rejection::NotFound(Kind::Snapshot));
}

#[tokio::test]
async fn what_asks_for_tests_and_was_never_public_comes_back_only_with_a_broker_that_agrees_today() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let before = offering(&kim).await;
    let mut draft = before.access.draft.clone();
    let named = "Looks at the dashboard".to_owned();
    draft.actions = vec![ActionDraft { display_name: named, ..ActionDraft::dashboard(OFFERING) }];
    let attempt = Attempt { revision: before.access.revision, operation: "" };
    kim.save_access(OFFERING, attempt, &draft).await.unwrap();
    let agreed = approved(&house).await.snapshot;
    kim.discard_revision(OFFERING).await.unwrap();
    house.broker.set_catalog(drifted(&before));
    let held = rejection(kim.roll_back(OFFERING, agreed).await);
    assert!(matches!(held, Rejection::Refused(Refusal::Gate(_))), "{held:?}");
}

#[tokio::test]
async fn what_was_agreed_to_does_not_come_back_once_a_later_request_was_turned_down() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    edit(&house, "Agreed to.").await;
    let agreed = approved(&house).await.snapshot;
    kim.discard_revision(OFFERING).await.unwrap();
    edit(&house, "Louder still!").await;
    submit(&house).await;
    let rita = house.acting(RITA).await;
    let open = rita.reviews().await.unwrap().remove(0).submission;
    let returned = Ruling { answer: Answer::Return, reason: "Too loud.", ..approval(&open.content_sha256) };
    rita.decide_review(open.id, returned).await.unwrap();
    assert_eq!(rejection(kim.roll_back(OFFERING, agreed).await), Rejection::NotFound(Kind::Snapshot));
}

#[tokio::test]
async fn what_was_approved_and_withdrawn_before_the_release_does_not_come_back() {
    let house = House::open().await;
    house.publish_limited().await;
    house.request_review().await;
    let (ada, kim) = (house.acting(ADA).await, house.acting(KIM).await);
    let given_up = ada.offering(OFFERING).await.unwrap().open_submission().unwrap().snapshot;
    house.approve().await;
    kim.withdraw_approval(OFFERING).await.unwrap();
    edit(&house, "What is released.").await;
    house.clock.advance(Duration::from_mins(1));
    house.request_review().await;
    house.approve().await;
    house.acting(OTTO).await.release(OFFERING).await.unwrap();
    assert!(revisions(&house).await.agreed.is_empty());
    assert_eq!(rejection(kim.roll_back(OFFERING, given_up).await), Rejection::NotFound(Kind::Snapshot));
}

#[tokio::test]
async fn a_version_whose_terms_page_is_somebody_elses_by_now_does_not_come_back() {
    let house = live().await;
    let (kim, first) = (house.acting(KIM).await, public(&house).await);
    let snapshot = revisions(&house).await.released[0].snapshot;
    let listing = offering(&kim).await.listing;
    let mut draft = listing.draft;
    draft.terms_url.push_str("/2027");
    let attempt = Attempt { revision: listing.revision, operation: "" };
    kim.save_listing(OFFERING, attempt, &draft).await.unwrap();
    approved(&house).await;
    publish(&house).await;

    let other = Scope { offering: OfferingId::new(Uuid::from_u128(7)), ..first.scope() };
    let by = house.person(KIM).await.id;
    let mut tx = house.backend.store().write().await.unwrap();
    tx.add_offering(other, "other", false, by, house.clock.now()).await.unwrap();
    tx.set_terms_url(other, first.listing.draft.terms_url.trim()).await.unwrap();
    tx.commit().await.unwrap();
    let held = rejection(kim.roll_back(OFFERING, snapshot).await);
    let Rejection::Refused(Refusal::Gate(shut)) = &held else { panic!("{held:?}") };
    assert_eq!(shut.iter().map(|condition| condition.id).collect::<Vec<_>>(), [Requirement::TermsUnique]);
    assert_eq!(public(&house).await.listing.draft, draft);
}

#[tokio::test]
async fn what_is_announced_waits_while_an_end_is_announced_and_is_given_up_with_it() {
    let house = live().await;
    price(&house, "99.00").await;
    approved(&house).await;
    publish(&house).await;
    let said = Said { confirmation: OFFERING, reason: "Use Northwind Cloud instead." };
    house.acting(ADA).await.change_lifecycle(OFFERING, Move::Deprecate, said).await.unwrap();
    house.clock.advance(NOTICE);
    house.backend.move_revisions().await;
    assert_eq!(revisions(&house).await.current.unwrap().state, RevisionState::Approved);
    house.backend.end_due().await;
    let ended = revisions(&house).await;
    assert_eq!((ended.view.offering.stage, ended.past[0].state), (Stage::Retired, RevisionState::Discarded));
}

#[tokio::test]
async fn a_suspension_takes_a_request_back_and_a_revision_waits_for_the_end_of_it() {
    let house = live().await;
    edit(&house, "First.").await;
    submit(&house).await;
    let said = Said { confirmation: OFFERING, reason: "Maintenance." };
    let ada = house.acting(ADA).await;
    ada.change_lifecycle(OFFERING, Move::Suspend, said).await.unwrap();
    assert_eq!(revisions(&house).await.past[0].state, RevisionState::Discarded);
    let asked = ada.offering(OFFERING).await.unwrap().latest_submission().unwrap().state;
    assert_eq!(asked, SubmissionState::Withdrawn);
    edit(&house, "The draft goes on.").await;
    let (from, attempted) = (Stage::Suspended, Move::RequestReview);
    assert_eq!(refused(&ada).await, Rejection::Refused(Refusal::NoSuchMove { from, attempted }));
}

#[tokio::test]
async fn a_new_deployment_is_for_invited_accounts_until_a_run_proves_it() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let now = offering(&kim).await;
    let lite = now.plans.iter().find(|plan| plan.draft.name == "lite").unwrap().id;
    let (plan, broker) = (lite.to_string(), now.brokers[0].id.to_string());
    let draft = DeploymentDraft { plan, location: "fra02".to_owned(), broker };
    let id = kim.add_deployment(OFFERING, &draft).await.unwrap();
    let state = async || {
        let record = offering(&kim).await.deployments.into_iter().find(|record| record.id == id);
        record.unwrap().state
    };
    assert_eq!(state().await, DeploymentState::Unpublished);
    approved(&house).await;
    publish(&house).await;
    assert_eq!(state().await, DeploymentState::PublishedLimited);
    let locations = async || house.acting(FINN).await.catalog_details(OFFERING).await.unwrap().details.locations;
    assert_eq!(locations().await, ["eu-de"]);
    let early = rejection(kim.release_deployment(OFFERING, id).await);
    assert_eq!(early, Rejection::Refused(Refusal::DeploymentUntested));
    house.test().await;
    kim.release_deployment(OFFERING, id).await.unwrap();
    assert_eq!(house.events().await[0].kind, EventKind::DeploymentReleased);
    assert_eq!(locations().await, ["eu-de", "fra02"]);
    assert_eq!(rejection(kim.release_deployment(OFFERING, id).await), Rejection::NotFound(Kind::Deployment));
    let public = rejection(kim.withdraw_deployment(OFFERING, id).await);
    assert!(matches!(public, Rejection::Refused(Refusal::Frozen { .. })), "customers may have it: {public:?}");
}

/// A deployment in another location that a revision has published for invited accounts.
pub(crate) async fn for_invited(house: &House) -> DeploymentId {
    let kim = house.acting(KIM).await;
    let now = offering(&kim).await;
    let lite = now.plans.iter().find(|plan| plan.draft.name == "lite").unwrap().id;
    let draft =
        DeploymentDraft { plan: lite.to_string(), location: "fra02".to_owned(), broker: now.brokers[0].id.to_string() };
    let id = kim.add_deployment(OFFERING, &draft).await.unwrap();
    approved(house).await;
    publish(house).await;
    id
}

#[tokio::test]
async fn a_deployment_is_proven_as_it_is_public_while_the_draft_says_something_else() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let id = for_invited(&house).await;
    let settings = offering(&kim).await.settings;
    let mut draft = settings.draft;
    let other = if draft.service_key_supported == "yes" { "no" } else { "yes" };
    other.clone_into(&mut draft.service_key_supported);
    let attempt = Attempt { revision: settings.revision, operation: "" };
    kim.save_settings(OFFERING, attempt, &draft).await.unwrap();

    let of = |content: &str| TestRunDraft {
        deployments: vec![id.to_string()],
        content: content.to_owned(),
        ..TestRunDraft::default()
    };
    kim.request_test_runs(OFFERING, &of("draft")).await.unwrap();
    house.backend.make_due_test_runs().await;
    let early = rejection(kim.release_deployment(OFFERING, id).await);
    assert_eq!(early, Rejection::Refused(Refusal::DeploymentUntested), "a run of the draft says nothing about it");

    kim.request_test_run(OFFERING, id).await.unwrap();
    house.backend.make_due_test_runs().await;
    let runs = kim.test_runs(OFFERING).await.unwrap().runs;
    assert_eq!(runs[0].inputs.options.content, Content::Public);
    assert_ne!(runs[0].inputs.service, runs[1].inputs.service);
    kim.release_deployment(OFFERING, id).await.unwrap();
}

#[tokio::test]
async fn what_only_invited_accounts_have_is_withdrawn_without_a_revision() {
    let house = live().await;
    let kim = house.acting(KIM).await;
    let id = for_invited(&house).await;
    let clara = house.acting(CLARA).await;
    let new = NewInstance { location: "fra02".to_owned(), ..new(&house, "lite").await };
    let instance = clara.create_instance(OFFERING, &new).await.unwrap();
    house.backend.make_due_operations().await;
    let used = rejection(kim.withdraw_deployment(OFFERING, id).await);
    assert_eq!(used, Rejection::Refused(Refusal::DeploymentInUse { instances: 1 }));
    clara.remove_instance(OFFERING, instance).await.unwrap();
    settle(&house, instance).await;
    let events = house.events().await.len();
    kim.withdraw_deployment(OFFERING, id).await.unwrap();
    let said = house.events().await;
    assert_eq!((said[0].kind, said.len()), (EventKind::DeploymentWithdrawn, events + 1));
    assert!(public(&house).await.deployments.iter().all(|record| record.id != id), "nobody is shown it");
    let everybodys = offering(&kim).await.deployments;
    let everybodys = everybodys.iter().find(|record| record.state == DeploymentState::PublishedPublic).unwrap();
    let frozen = rejection(kim.withdraw_deployment(OFFERING, everybodys.id).await);
    assert!(matches!(frozen, Rejection::Refused(Refusal::Frozen { .. })), "{frozen:?}");
}

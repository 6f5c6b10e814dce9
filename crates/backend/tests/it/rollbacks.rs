//! What else becomes of versions that were public: an earlier one comes back, a suspension comes between, and a deployment is
//! new.

use slipway_backend::Said;
use slipway_backend::demo::OFFERING;
use slipway_domain::change_class::price_dates;
use slipway_domain::deployment::{DeploymentDraft, DeploymentState};
use slipway_domain::event::EventKind;
use slipway_domain::ids::SnapshotId;
use slipway_domain::region::RevisionState;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::review::SubmissionState;
use slipway_domain::revision::RevisionKind;
use slipway_domain::stage::{Move, Stage};

use crate::drift::live;
use crate::publish::offering;
use crate::revisions::{approved, edit, price, public, publish, refused, revisions, says, submit};
use crate::support::{ADA, FINN, KIM, rejection};

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

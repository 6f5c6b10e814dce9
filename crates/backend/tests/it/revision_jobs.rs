//! What the platform does about revisions by itself, killed at any moment, and at the same moment as people: once.

use std::sync::Arc;
use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::event::EventKind;
use slipway_domain::ids::{OfferingId, RevisionId, SnapshotId};
use slipway_domain::offering::Offering;
use slipway_domain::region::RevisionState;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::revision::{EXPIRES_AFTER, RevisionKind};
use slipway_domain::stage::Stage;
use slipway_store::NewRevision;
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::approval::tamper;
use crate::drift::live;
use crate::kills::is_killed;
use crate::publish::offering;
use crate::revisions::{approved, edit, price, public, publish, revisions};
use crate::support::{House, KIM, rejection};

/// A price whose day is there.
async fn due() -> House {
    let house = live().await;
    price(&house, "99.00").await;
    approved(&house).await;
    publish(&house).await;
    let day = revisions(&house).await.current.unwrap().effective_at.unwrap();
    house.clock.advance(day.since(house.clock.now()));
    house
}

async fn count(house: &House, kind: EventKind) -> usize {
    house.events().await.iter().filter(|event| event.kind == kind).count()
}

/// Once, and everything that goes with it.
async fn assert_published(house: &House) {
    assert_eq!(count(house, EventKind::RevisionPublished).await, 1);
    let view = revisions(house).await;
    assert_eq!((view.released.len(), view.past[0].state), (2, RevisionState::Published));
    let standard = public(house).await.plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap();
    assert_eq!(standard.draft.amounts[0].price, "99.00");
}

#[tokio::test]
async fn a_revision_whose_job_is_killed_at_any_moment_is_published_once() {
    for moment in 0.. {
        let mut house = due().await;
        let was_killed = is_killed(&mut house, moment, async |_, doomed| doomed.move_revisions().await).await;
        house.backend.move_revisions().await;
        assert_published(&house).await;
        if !was_killed {
            assert!(moment > 0, "nothing was committed");
            return;
        }
    }
}

#[tokio::test]
async fn those_that_cannot_be_published_keep_no_other_one_waiting_however_many_they_are() {
    let house = due().await;
    let (by, at) = (house.person(KIM).await.id, house.clock.now().minus(Duration::from_hours(1)));
    let like = public(&house).await;
    let mut tx = house.backend.store().write().await.unwrap();
    for number in 1..=100 {
        let (id, snapshot) = (Uuid::from_u128(number), SnapshotId::new(Uuid::from_u128(number)));
        // Customers have nothing of it.
        let stuck = Offering { id: OfferingId::new(id), ..like.clone() };
        tx.add_offering(stuck.scope(), &format!("stuck-{number}"), false, by, at).await.unwrap();
        assert!(tx.move_stage(stuck.scope(), Stage::Defining, 1, Stage::Ga, at).await.unwrap());
        tx.add_snapshot(snapshot, &stuck, "aa", by, at).await.unwrap();
        let revision = NewRevision {
            scope: stuck.scope(),
            id: RevisionId::new(id),
            kind: RevisionKind::Rollback,
            state: RevisionState::Approved,
            submission: None,
            snapshot,
            by,
            at,
            approved_at: Some(at),
            effective_at: Some(at),
        };
        tx.add_revision(&revision).await.unwrap();
    }
    tx.commit().await.unwrap();
    house.backend.move_revisions().await;
    assert_published(&house).await;
}

#[tokio::test]
async fn of_jobs_and_people_at_the_same_moment_one_publishes() {
    let house = due().await;
    let kim = house.acting(KIM).await;
    let (one, other) = (house.process(house.backend.store().clone()), house.process(house.backend.store().clone()));
    let ((), (), (), person) = tokio::join!(
        house.backend.move_revisions(),
        one.move_revisions(),
        other.move_revisions(),
        kim.publish_revision(OFFERING)
    );
    assert_eq!(rejection(person), Rejection::Refused(Refusal::NoRevision), "its day is the platform's");
    assert_published(&house).await;
}

#[tokio::test]
async fn of_fifty_who_publish_hand_in_and_give_up_at_once_one_moves_the_revision() {
    let house = live().await;
    edit(&house, "Faster than before.").await;
    approved(&house).await;
    let kim = house.acting(KIM).await;
    let start = Arc::new(Barrier::new(50));
    let mut calls = JoinSet::new();
    for number in 0..50 {
        let (kim, start) = (kim.clone(), start.clone());
        calls.spawn(async move {
            start.wait().await;
            match number % 3 {
                0 => kim.publish_revision(OFFERING).await.is_ok(),
                1 => kim.withdraw_review(OFFERING).await.is_ok(),
                _ => kim.discard_revision(OFFERING).await.is_ok(),
            }
        });
    }
    let moved = calls.join_all().await.into_iter().filter(|moved| *moved).count();
    assert_eq!(moved, 1);
    let published = count(&house, EventKind::RevisionPublished).await;
    assert_eq!(published + count(&house, EventKind::RevisionDiscarded).await, 1);
    let is_public = public(&house).await.listing.draft.long_description == "Faster than before.";
    assert_eq!(is_public, published == 1);
}

#[tokio::test]
async fn an_approval_that_nobody_published_for_sixty_days_ends() {
    let house = live().await;
    edit(&house, "Faster than before.").await;
    approved(&house).await;
    house.clock.advance(EXPIRES_AFTER.checked_sub(Duration::from_millis(1)).unwrap());
    house.backend.move_revisions().await;
    assert_eq!(revisions(&house).await.current.unwrap().state, RevisionState::Approved);
    house.clock.advance(Duration::from_millis(1));
    let kim = house.acting(KIM).await;
    let late = rejection(kim.publish_revision(OFFERING).await);
    assert_eq!(late, Rejection::Refused(Refusal::NoRevision), "whether or not the platform has said so");
    let events = house.events().await.len();
    house.backend.move_revisions().await;
    house.backend.move_revisions().await;
    assert_eq!(house.events().await.len(), events + 1);
    let told = house.events().await.remove(0);
    assert_eq!((told.kind, told.actor), (EventKind::RevisionExpired, None));
    assert_eq!(revisions(&house).await.past[0].state, RevisionState::Expired);
    approved(&house).await;
    publish(&house).await;
}

#[tokio::test]
async fn what_is_announced_does_not_expire() {
    let house = live().await;
    price(&house, "99.00").await;
    approved(&house).await;
    publish(&house).await;
    house.clock.advance(EXPIRES_AFTER * 2);
    house.backend.move_revisions().await;
    assert_published(&house).await;
}

#[tokio::test]
async fn what_is_announced_ends_when_its_broker_is_another_one_by_then() {
    let house = due().await;
    let record = offering(&house.acting(KIM).await).await.brokers[0].clone();
    tamper(&house, &BrokerDraft { url: format!("{}/other", record.draft.url), ..record.draft }).await;
    house.backend.move_revisions().await;
    let told = house.events().await.remove(0);
    assert_eq!((told.kind, told.detail.code.as_deref()), (EventKind::RevisionExpired, Some("void")));
    let standard = public(&house).await.plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap();
    assert_ne!(standard.draft.amounts[0].price, "99.00");
}

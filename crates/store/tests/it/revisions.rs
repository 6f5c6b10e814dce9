//! Revisions of what is public: one at a time, and every step from the state that it leaves.

use core::time::Duration;

use slipway_domain::ids::{AccountId, OfferingId, RevisionId, SnapshotId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::region::RevisionState;
use slipway_domain::revision::RevisionKind;
use slipway_domain::stage::Stage;
use slipway_store::{DueRevision, NewRevision, Tx};
use uuid::Uuid;

use crate::support::{AT, House, PERSON, SCOPE};

const SNAPSHOT: SnapshotId = SnapshotId::new(Uuid::from_u128(40));

const fn id(number: u128) -> RevisionId {
    RevisionId::new(Uuid::from_u128(number))
}

fn after(minutes: u64) -> Moment {
    AT.plus(Duration::from_mins(minutes))
}

/// An earlier version that comes back: it needs no request.
const fn new(number: u128, effective_at: Option<Moment>) -> NewRevision {
    NewRevision {
        scope: SCOPE,
        id: id(number),
        kind: RevisionKind::Rollback,
        state: RevisionState::Approved,
        submission: None,
        snapshot: SNAPSHOT,
        by: PERSON,
        at: AT,
        approved_at: Some(AT),
        effective_at,
    }
}

async fn write(house: &House) -> Tx {
    house.store.write().await.unwrap()
}

/// With a snapshot, in the stage in which there are revisions.
async fn live() -> House {
    let house = House::open().await;
    let mut tx = write(&house).await;
    let offering = tx.offering(SCOPE).await.unwrap().unwrap();
    tx.add_snapshot(SNAPSHOT, &offering, "aa", PERSON, AT).await.unwrap();
    let (from, revision) = (offering.stage, offering.stage_revision);
    assert!(tx.move_stage(SCOPE, from, revision, Stage::Ga, AT).await.unwrap());
    tx.commit().await.unwrap();
    house
}

async fn add(house: &House, revision: &NewRevision) -> slipway_store::Result<()> {
    let mut tx = write(house).await;
    tx.add_revision(revision).await?;
    tx.commit().await
}

async fn due(house: &House, minutes: u64) -> usize {
    house.store.due_revisions(after(minutes), None, 10).await.unwrap().len()
}

#[tokio::test]
async fn an_offering_has_one_revision_at_a_time() {
    let house = live().await;
    add(&house, &new(1, None)).await.unwrap();
    let second = add(&house, &new(2, None)).await.unwrap_err();
    assert!(second.is_unique("revision.offering_id"), "{second:?}");
    let mut tx = write(&house).await;
    let discarded = (RevisionState::Approved, RevisionState::Discarded);
    assert!(tx.move_revision(SCOPE, id(1), discarded).await.unwrap());
    assert!(!tx.move_revision(SCOPE, id(1), discarded).await.unwrap(), "it is not there any more");
    tx.commit().await.unwrap();
    add(&house, &new(2, None)).await.unwrap();
    assert_eq!(house.store.revisions(SCOPE).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_day_is_set_once_and_published_once_and_only_as_it_was_read() {
    let house = live().await;
    add(&house, &new(1, None)).await.unwrap();
    let mut tx = write(&house).await;
    assert!(tx.schedule_revision(SCOPE, id(1), after(10)).await.unwrap());
    assert!(!tx.schedule_revision(SCOPE, id(1), after(20)).await.unwrap());
    assert!(
        !tx.mark_revision_published(SCOPE, id(1), None, after(1)).await.unwrap(),
        "somebody read it without its day"
    );
    tx.commit().await.unwrap();
    assert_eq!((due(&house, 9).await, due(&house, 10).await), (0, 1));
    let mut tx = write(&house).await;
    assert!(tx.mark_revision_published(SCOPE, id(1), Some(after(10)), after(11)).await.unwrap());
    assert!(!tx.mark_revision_published(SCOPE, id(1), Some(after(10)), after(11)).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(due(&house, 100).await, 0);
    let published = house.store.revisions(SCOPE).await.unwrap().remove(0);
    assert_eq!((published.state, published.published_at), (RevisionState::Published, Some(after(11))));
}

#[tokio::test]
async fn what_was_frozen_for_no_request_and_no_revision_was_shown() {
    let house = live().await;
    let shown = SnapshotId::new(Uuid::from_u128(41));
    let mut tx = write(&house).await;
    let offering = tx.offering(SCOPE).await.unwrap().unwrap();
    tx.add_snapshot(shown, &offering, "bb", PERSON, after(1)).await.unwrap();
    tx.commit().await.unwrap();
    let found = async |of| house.store.shown_snapshots(of).await.unwrap();
    assert_eq!(found(SCOPE).await, [(shown, after(1)), (SNAPSHOT, AT)]);
    add(&house, &new(1, None)).await.unwrap();
    assert_eq!(found(SCOPE).await, [(shown, after(1))]);
    assert_eq!(found(Scope { account: AccountId::new(Uuid::from_u128(42)), ..SCOPE }).await, []);
    assert_eq!(found(Scope { offering: OfferingId::new(Uuid::from_u128(42)), ..SCOPE }).await, []);
}

#[tokio::test]
async fn what_is_due_is_told_page_by_page() {
    let house = live().await;
    add(&house, &new(1, Some(after(10)))).await.unwrap();
    let page = async |behind| house.store.due_revisions(after(20), behind, 1).await.unwrap();
    let first = page(None).await;
    assert_eq!(first, [DueRevision { scope: SCOPE, id: id(1), due_at: after(10) }]);
    assert_eq!(page(first.last().copied()).await, []);
    let before = DueRevision { id: id(0), ..first[0] };
    assert_eq!(page(Some(before)).await, first, "of the same moment by their ids");
}

#[tokio::test]
async fn what_is_due_waits_while_the_offering_is_suspended() {
    let house = live().await;
    add(&house, &new(1, Some(after(10)))).await.unwrap();
    let mut tx = write(&house).await;
    let offering = tx.offering(SCOPE).await.unwrap().unwrap();
    assert!(tx.move_stage(SCOPE, Stage::Ga, offering.stage_revision, Stage::Suspended, AT).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(due(&house, 20).await, 0);
}

#[tokio::test]
async fn versions_that_were_public_are_told_with_the_latest_first() {
    let house = live().await;
    let mut tx = write(&house).await;
    tx.add_released(SCOPE, SNAPSHOT, Some(PERSON), after(1)).await.unwrap();
    tx.add_released(SCOPE, SNAPSHOT, None, after(2)).await.unwrap();
    tx.commit().await.unwrap();
    let released = house.store.released(SCOPE).await.unwrap();
    let told: Vec<_> = released.iter().map(|version| (version.by_name.as_str(), version.at)).collect();
    assert_eq!(told, [("", after(2)), ("Ada Vance", after(1))]);
}

/// What the database refuses whoever writes.
#[tokio::test]
async fn a_rollback_names_no_request_and_a_change_names_one() {
    let house = live().await;
    assert!(add(&house, &NewRevision { kind: RevisionKind::Change, ..new(1, None) }).await.is_err());
    let elsewhere = slipway_domain::offering::Scope {
        offering: slipway_domain::ids::OfferingId::new(Uuid::from_u128(99)),
        ..SCOPE
    };
    assert!(add(&house, &NewRevision { scope: elsewhere, ..new(1, None) }).await.is_err());
}

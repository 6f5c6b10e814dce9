//! The step from stage to stage and the save of a section go through for one of many; the history is never altered.

use slipway_domain::stage::Stage;
use slipway_store::SaveOutcome;
use tokio::task::JoinSet;

use crate::support::{AT, House, SCOPE, event, save, save_in};

#[tokio::test]
async fn a_step_is_taken_from_the_stage_and_revision_that_were_seen_and_from_no_other() {
    let house = House::open().await;
    let mut tx = house.store.write().await.unwrap();
    for (from, revision) in [(Stage::Limited, 1), (Stage::Defining, 0), (Stage::Defining, 2)] {
        assert!(!tx.move_stage(SCOPE, from, revision, Stage::Limited, AT).await.unwrap(), "{from:?} {revision}");
    }
    assert!(tx.move_stage(SCOPE, Stage::Defining, 1, Stage::Limited, AT).await.unwrap());
    assert!(!tx.move_stage(SCOPE, Stage::Defining, 1, Stage::Limited, AT).await.unwrap(), "not twice");
    tx.commit().await.unwrap();
    let offering = house.store.offering(SCOPE).await.unwrap().unwrap();
    assert_eq!((offering.stage, offering.stage_revision), (Stage::Limited, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_steps_at_once_one_is_taken() {
    let house = House::open().await;
    let mut steps = JoinSet::new();
    for _ in 0..16 {
        let store = house.store.clone();
        steps.spawn(async move {
            let mut tx = store.write().await.unwrap();
            let taken = tx.move_stage(SCOPE, Stage::Defining, 1, Stage::Limited, AT).await.unwrap();
            tx.commit().await.unwrap();
            taken
        });
    }
    assert_eq!(steps.join_all().await.into_iter().filter(|taken| *taken).count(), 1);
}

#[tokio::test]
async fn a_save_on_a_revision_that_is_gone_changes_nothing() {
    let house = House::open().await;
    assert_eq!(save(&house.store, 0, "first").await.unwrap(), SaveOutcome::Saved { revision: 1 });
    let mut tx = house.store.write().await.unwrap();
    assert_eq!(save_in(&mut tx, 0, "late").await.unwrap(), SaveOutcome::Stale { current: 1 });
    drop(tx);
    let offering = house.store.offering(SCOPE).await.unwrap().unwrap();
    assert_eq!(offering.listing.draft.display_name, "first");
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_no_trace() {
    let house = House::open().await;
    let before = house.store.digests().await.unwrap();
    let mut tx = house.store.write().await.unwrap();
    save_in(&mut tx, 0, "never").await.unwrap();
    drop(tx);
    assert_eq!(house.store.digests().await.unwrap(), before);
}

#[tokio::test]
async fn a_line_of_the_history_is_neither_changed_nor_deleted() {
    let house = House::open().await;
    let mut tx = house.store.write().await.unwrap();
    tx.record(&event(1)).await.unwrap();
    tx.commit().await.unwrap();
    let mut connection = house.bare().await;
    for statement in ["update event set detail = '{}'", "delete from event"] {
        let refused = sqlx::query(statement).execute(&mut connection).await.unwrap_err();
        assert!(refused.to_string().contains("events are permanent"), "{statement}: {refused}");
    }
    assert_eq!(house.store.digests().await.unwrap()["event"].rows, 1);
}

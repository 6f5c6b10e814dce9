//! What was published stays, in the order in which it was, and for its own offering only.

use core::time::Duration;

use slipway_domain::ids::SnapshotId;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::plan::{PlanApproval, PlanDraft, PlanRecord};
use uuid::Uuid;

use crate::support::{AT, House, PERSON, SCOPE};
use crate::usage::{ELSEWHERE, PLAN, house};

const SNAPSHOT: SnapshotId = SnapshotId::new(Uuid::from_u128(20));

fn plan(named: &str) -> PlanRecord {
    let draft = PlanDraft { name: named.to_owned(), ..PlanDraft::default() };
    PlanRecord { id: PLAN, draft, approval: PlanApproval::Draft, revision: 1, saved: None, authors: Vec::new() }
}

/// With a snapshot that the catalog can show.
async fn house_with_snapshot() -> House {
    let house = house().await;
    let content = house.store.offering(SCOPE).await.unwrap().unwrap();
    let mut tx = house.store.write().await.unwrap();
    tx.add_snapshot(SNAPSHOT, &content, "", PERSON, AT).await.unwrap();
    tx.commit().await.unwrap();
    house
}

/// The months from the one of `AT` on.
fn months() -> impl Iterator<Item = Month> {
    core::iter::successors(Some(Month::of(AT)), |month| Some(month.next()))
}

/// On the second day of a month, counted from that of `AT`.
async fn publish(house: &House, named: &str, month: usize) {
    let at = months().nth(month).unwrap().start_of(2);
    let mut tx = house.store.write().await.unwrap();
    tx.set_entry(SCOPE, SNAPSHOT, &[plan(named)], true, at).await.unwrap();
    tx.commit().await.unwrap();
}

/// Under which name each month knows the plan.
async fn names(house: &House, scope: Scope, count: usize) -> Vec<Option<String>> {
    let book = house.store.price_book(scope).await.unwrap();
    months().take(count).map(|month| book.plan(PLAN, month).map(|plan| plan.name.clone())).collect()
}

#[tokio::test]
async fn what_was_published_stays_beside_what_comes_later() {
    let house = house_with_snapshot().await;
    assert_eq!(names(&house, SCOPE, 1).await, [None]);
    publish(&house, "first", 0).await;
    publish(&house, "first", 0).await;
    publish(&house, "second", 1).await;
    publish(&house, "first", 2).await;
    let told = names(&house, SCOPE, 4).await;
    assert_eq!(told.iter().flatten().collect::<Vec<_>>(), ["first", "first", "second", "first"]);
    assert_eq!(
        house.store.digests().await.unwrap()["published_plan"].rows,
        3,
        "what is alike is not written once more"
    );
    assert_eq!(names(&house, ELSEWHERE, 1).await, [None]);
}

#[tokio::test]
async fn what_was_published_is_neither_altered_nor_deleted() {
    let house = house_with_snapshot().await;
    publish(&house, "first", 0).await;
    let mut bare = house.bare().await;
    for statement in ["update published_plan set body = ''", "delete from published_plan"] {
        let refused = sqlx::query(statement).execute(&mut bare).await.unwrap_err();
        assert!(refused.to_string().contains("published plans are permanent"), "{statement}: {refused}");
    }
}

#[tokio::test]
async fn an_older_version_leaves_what_its_catalog_shows_or_showed_last() {
    for is_listed in [true, false] {
        let house = house_with_snapshot().await;
        let mut content = house.store.offering(SCOPE).await.unwrap().unwrap();
        content.plans = vec![plan("shown")];
        let mut tx = house.store.write().await.unwrap();
        let later = SnapshotId::new(Uuid::from_u128(21));
        tx.add_snapshot(later, &content, "", PERSON, AT.plus(Duration::from_secs(1))).await.unwrap();
        tx.set_entry(SCOPE, if is_listed { SNAPSHOT } else { later }, &[], true, AT).await.unwrap();
        if !is_listed {
            tx.remove_entry(SCOPE).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut bare = house.bare().await;
        sqlx::raw_sql("drop table published_plan; create table usage_metric (x)").execute(&mut bare).await.unwrap();
        let file = include_str!("../../../../migrations/0096_published_plans.sql");
        sqlx::raw_sql(file).execute(&mut bare).await.unwrap();
        drop(bare);
        let shown = if is_listed { "" } else { "shown" };
        assert_eq!(names(&house, SCOPE, 1).await, [Some(shown.to_owned())]);
    }
}

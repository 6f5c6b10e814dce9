//! What was published stays, in the order in which it was, and for its own offering only.

use core::time::Duration;

use slipway_domain::ids::SnapshotId;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::plan::{AmountDraft, PlanApproval, PlanDraft, PlanRecord};
use slipway_domain::visibility::Restrictions;
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
    tx.set_entry(SCOPE, SNAPSHOT, &[plan(named)], Restrictions::Public, at).await.unwrap();
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
async fn what_is_approved_while_it_is_shown_may_be_charged_from_then_on() {
    let house = house_with_snapshot().await;
    let fee = |price: &str, approval| {
        let amount = AmountDraft { price: price.to_owned(), ..AmountDraft::default() };
        let draft = PlanDraft { kind: "subscription".to_owned(), amounts: vec![amount], ..PlanDraft::default() };
        PlanRecord { draft, approval, ..plan("") }
    };
    let (tried, month) = (fee("49", PlanApproval::InReview), Month::of(AT));
    let publish = async |plan: &PlanRecord| {
        let mut tx = house.store.write().await.unwrap();
        tx.set_entry(SCOPE, SNAPSHOT, std::slice::from_ref(plan), Restrictions::Public, AT).await.unwrap();
        tx.commit().await.unwrap();
    };
    let approve = async |scope, plan: &PlanRecord| {
        let mut tx = house.store.write().await.unwrap();
        tx.approve_published(scope, PLAN, &plan.draft, AT).await.unwrap();
        tx.commit().await.unwrap();
    };
    let is_billable = async || house.store.price_book(SCOPE).await.unwrap().is_fee_billable(PLAN, month);
    let rows = async || house.store.digests().await.unwrap()["published_plan"].rows;
    publish(&tried).await;
    assert!(!is_billable().await);
    approve(ELSEWHERE, &tried).await;
    approve(SCOPE, &fee("98", PlanApproval::Approved)).await;
    assert_eq!((is_billable().await, rows().await), (false, 1), "of another offering, or not what is shown");
    approve(SCOPE, &tried).await;
    assert!(is_billable().await);
    approve(SCOPE, &tried).await;
    publish(&fee("49", PlanApproval::Approved)).await;
    publish(&tried).await;
    assert_eq!((is_billable().await, rows().await), (true, 2), "once");
    let again = house_with_snapshot().await;
    let mut tx = again.store.write().await.unwrap();
    tx.set_entry(SCOPE, SNAPSHOT, &[tried], Restrictions::Public, AT).await.unwrap();
    tx.set_entry(SCOPE, SNAPSHOT, &[fee("49", PlanApproval::Approved)], Restrictions::Public, AT).await.unwrap();
    tx.commit().await.unwrap();
    assert!(again.store.price_book(SCOPE).await.unwrap().is_fee_billable(PLAN, month), "published anew since");
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

/// Decisions and the catalog name it.
#[tokio::test]
async fn a_snapshot_is_neither_changed_nor_taken_away() {
    let house = house_with_snapshot().await;
    let mut bare = house.bare().await;
    for statement in ["update snapshot set content = '{}'", "delete from snapshot"] {
        let refused = sqlx::query(statement).execute(&mut bare).await.unwrap_err();
        assert!(refused.to_string().contains("snapshots are permanent"), "{statement}: {refused}");
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
        tx.set_entry(SCOPE, if is_listed { SNAPSHOT } else { later }, &[], Restrictions::Public, AT).await.unwrap();
        if !is_listed {
            tx.remove_entry(SCOPE).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut bare = house.bare().await;
        sqlx::raw_sql("drop table published_plan; create table usage_metric (x)").execute(&mut bare).await.unwrap();
        let file = include_str!("../../../../migrations/0096_published_plans.sql");
        sqlx::raw_sql(file).execute(&mut bare).await.unwrap();
        // As the version after it goes on with the table.
        let approved = "alter table published_plan add column approved integer";
        sqlx::raw_sql(approved).execute(&mut bare).await.unwrap();
        drop(bare);
        let shown = if is_listed { "" } else { "shown" };
        assert_eq!(names(&house, SCOPE, 1).await, [Some(shown.to_owned())]);
    }
}

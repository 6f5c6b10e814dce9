//! What is kept for pages: replaced as a whole, of nobody else, and made anew from nothing but what is handed in.

use slipway_domain::ids::{AccountId, InstanceId};
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::plan::PlanDraft;
use slipway_domain::rating::Buyer;
use slipway_domain::statement::{
    Fee, FeeDays, LinePlace, ShownLine, StatementLine, Summary, Why, fee_line, unread_line,
};
use slipway_domain::view::Late;
use slipway_store::{KeptReckoning, ReckoningOf, Sale};
use uuid::Uuid;

use crate::support::{ACCOUNT, AT, House, PERSON, SCOPE, save};
use crate::usage::{ELSEWHERE, INSTANCE, PLAN, house};

fn may() -> Month {
    Month::parse("2026-05").unwrap()
}

fn of(scope: Scope) -> ReckoningOf {
    ReckoningOf { scope, customer: ACCOUNT, month: may() }
}

fn place() -> LinePlace {
    let service = LinePlace::of_service("northwind".to_owned(), "Northwind".to_owned(), "Northwind Data".to_owned());
    LinePlace { plan: PLAN, plan_name: "Standard".to_owned(), ..service }
}

fn other(number: usize) -> InstanceId {
    InstanceId::new(Uuid::from_u128(1_000 + u128::try_from(number).unwrap()))
}

/// So many fees without a price, each of an instance of its own.
fn fees(count: usize) -> Vec<StatementLine> {
    let plan = PlanDraft::default();
    let fee = |number: usize| Fee {
        plan: &plan,
        instance: if number == 0 { INSTANCE } else { other(number) },
        name: format!("=\"{number}\\"),
        days: FeeDays { charged: 30, of: 30 },
    };
    (0..count).map(|number| fee_line(&place(), Buyer::BASE, &fee(number))).collect()
}

async fn keep(house: &House, scope: Scope, as_of: Moment, (lines, is_closed): (&[StatementLine], bool)) -> bool {
    let summary = Summary::of(lines, Vec::new());
    let kept = KeptReckoning { as_of, is_closed, has_lines: !is_closed, summary };
    let mut tx = house.store.write().await.unwrap();
    let is_kept = tx.keep_reckoning(of(scope), &kept, if is_closed { &[] } else { lines }).await.unwrap();
    tx.commit().await.unwrap();
    is_kept
}

#[tokio::test]
async fn what_was_kept_is_read_as_it_was_written_and_replaced_as_a_whole() {
    let house = house().await;
    let (store, lines) = (&house.store, fees(1_203));
    assert!(keep(&house, SCOPE, AT, (&lines, false)).await);
    let dealing = store.dealing(of(SCOPE)).await.unwrap().unwrap();
    let kept = dealing.kept.unwrap();
    assert_eq!((kept.as_of, kept.is_closed, kept.has_lines), (AT, false, true));
    assert_eq!(kept.summary, Summary::of(&lines, Vec::new()));
    assert_eq!(store.kept_lines(of(SCOPE), AT).await.unwrap(), Some(lines.clone()));
    let page = store.kept_page(of(SCOPE), AT, (1_200, 100)).await.unwrap().unwrap();
    assert_eq!(page, lines[1_200..].iter().map(ShownLine::of).collect::<Vec<_>>());
    assert_eq!(store.kept_lines_of_instance(of(SCOPE), AT, INSTANCE).await.unwrap().unwrap(), lines[..1]);
    for elsewhere in [of(ELSEWHERE), ReckoningOf { month: may().next(), ..of(SCOPE) }] {
        assert_eq!(store.kept_lines(elsewhere, AT).await.unwrap(), None);
    }
    let later = Moment::from_millis(AT.millis() + 1);
    assert!(keep(&house, SCOPE, later, (&lines[..2], false)).await);
    assert_eq!(store.kept_lines(of(SCOPE), later).await.unwrap().unwrap(), lines[..2]);
    assert_eq!(store.kept_lines(of(SCOPE), AT).await.unwrap(), None, "whoever has the earlier summary begins again");
    assert_eq!(store.kept_page(of(SCOPE), AT, (0, 100)).await.unwrap(), None);
    assert_eq!(store.kept_lines_of_instance(of(SCOPE), AT, INSTANCE).await.unwrap(), None);
    assert_eq!(store.dealing(of(SCOPE)).await.unwrap().unwrap().kept.unwrap().as_of, later);
}

#[tokio::test]
async fn what_is_closed_is_not_replaced_by_a_draft() {
    let house = house().await;
    let lines = fees(2);
    assert!(keep(&house, SCOPE, AT, (&lines, false)).await);
    assert!(keep(&house, SCOPE, AT, (&lines[..1], true)).await);
    assert!(!keep(&house, SCOPE, AT, (&lines, false)).await, "whoever reckoned while it was closed comes too late");
    let dealing = house.store.dealing(of(SCOPE)).await.unwrap().unwrap();
    assert!(dealing.kept.unwrap().is_closed);
    assert!(house.store.dealings(may()).await.unwrap().is_empty(), "nobody has to look at it any more");
    assert_eq!(house.store.kept_lines(of(SCOPE), AT).await.unwrap(), None);
}

#[tokio::test]
async fn what_was_kept_and_cannot_be_read_is_missed_and_replaced() {
    let house = house().await;
    let (store, lines) = (&house.store, fees(2));
    let spoil = async |table: &str| {
        let statement = format!("update {table} set body = '\"of an older version\"'");
        let mut bare = house.bare().await;
        assert!(sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut bare).await.unwrap().rows_affected() > 0);
    };
    for is_closed in [false, true] {
        assert!(keep(&house, SCOPE, AT, (&lines, is_closed)).await);
        spoil("kept_reckoning").await;
        let dealing = store.dealing(of(SCOPE)).await.unwrap().unwrap();
        assert_eq!((dealing.instances, dealing.kept), (1, None));
        assert_eq!(store.unsettled([may(), may().next()], 10).await.unwrap().0, []);
        assert!(keep(&house, SCOPE, AT, (&lines, is_closed)).await);
        assert!(store.dealing(of(SCOPE)).await.unwrap().unwrap().kept.is_some());
        if !is_closed {
            spoil("kept_reckoning_line").await;
            assert_eq!(store.kept_lines(of(SCOPE), AT).await.unwrap(), None);
            assert_eq!(store.kept_page(of(SCOPE), AT, (0, 100)).await.unwrap(), None);
        }
    }
    let mut tx = store.write().await.unwrap();
    tx.keep_gaps(SCOPE, AT, &Late { lines: Vec::new(), more: 0, instances: 0 }).await.unwrap();
    tx.commit().await.unwrap();
    spoil("kept_gaps").await;
    assert_eq!(store.kept_gaps(SCOPE).await.unwrap(), None);
}

#[tokio::test]
async fn instances_are_counted_for_their_customer_as_they_are_asked_for() {
    let house = house().await;
    let store = &house.store;
    let first = store.instance(SCOPE, INSTANCE).await.unwrap().unwrap();
    let earlier = Moment::from_millis(AT.millis() - 1);
    let mut tx = store.write().await.unwrap();
    let id = other(1);
    let second = slipway_domain::instance::Instance { id, resource: id.to_string(), created_at: earlier, ..first };
    tx.add_instance(&second).await.unwrap();
    tx.commit().await.unwrap();
    let dealings = store.dealings_of(ACCOUNT, may()).await.unwrap();
    let [dealing] = dealings.as_slice() else { panic!("{dealings:?}") };
    assert_eq!((dealing.scope, dealing.instances, dealing.since, dealing.frozen), (SCOPE, 2, earlier, None));
    assert_eq!(store.dealings_at(SCOPE, may()).await.unwrap(), dealings);
    assert_eq!(store.dealings(may()).await.unwrap(), dealings);
    assert_eq!((store.instances_ever(SCOPE).await.unwrap(), store.instances_ever(ELSEWHERE).await.unwrap()), (2, 0));
    assert_eq!(store.sold_since(SCOPE).await.unwrap(), Some(earlier));
    assert_eq!(store.customers_of(SCOPE).await.unwrap(), [ACCOUNT]);
    assert!(store.dealings_at(ELSEWHERE, may()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_provider_has_its_own_offerings_by_name_with_when_they_were_first_asked_for() {
    let house = house().await;
    save(&house.store, 0, "Vector Search").await.unwrap();
    let mut tx = house.store.write().await.unwrap();
    tx.add_offering(ELSEWHERE, "northwind-second", false, PERSON, Moment::from_millis(AT.millis() + 1)).await.unwrap();
    tx.commit().await.unwrap();
    let (name, title) = ("northwind-vector".to_owned(), "Vector Search".to_owned());
    let sold = Sale { scope: SCOPE, name, title, since: Some(AT) };
    let unsold = Sale { scope: ELSEWHERE, name: "northwind-second".to_owned(), title: String::new(), since: None };
    assert_eq!(house.store.sales_of(ACCOUNT).await.unwrap(), [sold, unsold]);
    assert_eq!(house.store.sales_of(AccountId::new(Uuid::from_u128(99))).await.unwrap(), []);
}

#[tokio::test]
async fn the_list_of_what_needs_a_person_says_how_much_it_leaves_out() {
    let house = house().await;
    let mut lines = fees(3);
    lines.push(unread_line(&place(), "GONE", INSTANCE, String::new()));
    keep(&house, SCOPE, AT, (&lines, false)).await;
    let months = [may(), may().previous()];
    let (found, all) = house.store.unsettled(months, 10).await.unwrap();
    let [month] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((month.account, month.month, all), (ACCOUNT, may(), 2));
    let told: Vec<_> = month.what.iter().map(|one| (one.why, one.lines)).collect();
    assert_eq!(told, [(Why::Unrated, 3), (Why::Unread, 1)]);
    assert_eq!(house.store.unsettled([may().next(), may().next().next()], 10).await.unwrap().0, []);
}

#[tokio::test]
async fn what_is_late_is_kept_for_its_offering() {
    let house = house().await;
    let late = Late { lines: Vec::new(), more: 3, instances: 2 };
    for as_of in [AT, Moment::from_millis(AT.millis() + 1)] {
        let mut tx = house.store.write().await.unwrap();
        tx.keep_gaps(SCOPE, as_of, &late).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(house.store.kept_gaps(SCOPE).await.unwrap(), Some((as_of, late.clone())));
    }
    assert_eq!(house.store.kept_gaps(ELSEWHERE).await.unwrap(), None);
}

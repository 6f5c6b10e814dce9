//! Days of usage and statements: read as they were written, of nobody else, and statements for good.

use rust_decimal::Decimal;
use slipway_domain::ids::PlanId;
use slipway_domain::metering::DayCount;
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::statement::{Charged, LinePlace, Outcome, ShownLine, StatementLine};
use slipway_store::{CountedDay, DayOf, DaysOf, Meter, ReckoningOf};

use crate::support::{ACCOUNT, AT, House, SCOPE};
use crate::usage::{ELSEWHERE, INSTANCE, PLAN, house, record};

fn may() -> Month {
    Month::parse("2026-05").unwrap()
}

fn of(month: Month) -> DaysOf {
    DaysOf { scope: SCOPE, customer: ACCOUNT, instance: None, month }
}

fn count(records: u64, held: Option<u32>) -> DayCount {
    DayCount {
        records,
        added: Decimal::new(123, 9),
        highest: 7.into(),
        sum: Decimal::MAX,
        weight: 86_400_000,
        held: held.map(|level| (AT, level.into())),
    }
}

async fn set(house: &House, month: Month, day: u8, count: &DayCount, is_carried: bool) {
    let signature = record(1).signature;
    let mut tx = house.store.write().await.unwrap();
    let of = DayOf { meter: Meter::of(&signature, "SEAT"), month, day };
    let counted = CountedDay { of, customer: ACCOUNT, count: *count, is_carried };
    tx.set_usage_days(SCOPE, &[counted]).await.unwrap();
    let other = DayOf { meter: Meter { consumer: "other", ..of.meter }, ..of };
    assert_eq!(tx.counted_days(SCOPE, &[other, of]).await.unwrap(), [(of, *count)]);
    assert_eq!(tx.counted_days(ELSEWHERE, &[of]).await.unwrap(), [], "of another offering");
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_day_is_read_as_it_was_written_last() {
    let house = house().await;
    set(&house, may(), 4, &count(1, Some(3)), true).await;
    set(&house, may(), 3, &count(1, None), false).await;
    set(&house, may(), 4, &count(2, Some(5)), true).await;
    let days = house.store.usage_days(of(may())).await.unwrap();
    let read: Vec<_> = days.iter().map(|day| (day.day, day.count)).collect();
    assert_eq!(read, [(3, count(1, None)), (4, count(2, Some(5)))]);
    assert!(house.store.usage_days(DaysOf { scope: ELSEWHERE, ..of(may()) }).await.unwrap().is_empty());
    assert_eq!(house.store.usage_days(DaysOf { instance: Some(INSTANCE), ..of(may()) }).await.unwrap(), days);
    assert!(house.store.usage_days(of(may().next())).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_goes_on_is_that_of_the_latest_month_before() {
    let house = house().await;
    let (march, april) = (may().previous().previous(), may().previous());
    set(&house, march, 2, &count(1, Some(2)), true).await;
    assert_eq!(house.store.usage_carried(of(may())).await.unwrap()[0].month, march);
    set(&house, april, 9, &count(1, Some(4)), true).await;
    set(&house, may(), 1, &count(1, Some(6)), true).await;
    let carried = house.store.usage_carried(of(may())).await.unwrap();
    assert_eq!(carried.iter().map(|day| (day.month, day.day)).collect::<Vec<_>>(), [(april, 9)]);
    assert!(house.store.usage_carried(of(march)).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_does_not_go_on_is_not_carried() {
    let house = house().await;
    set(&house, may().previous(), 9, &count(1, None), false).await;
    assert!(house.store.usage_carried(of(may())).await.unwrap().is_empty());
}

fn line(plan: PlanId) -> StatementLine {
    StatementLine {
        place: LinePlace {
            offering: "northwind-vector".to_owned(),
            title: "Northwind Vector".to_owned(),
            provider: "Northwind Data".to_owned(),
            plan,
            plan_name: "Standard".to_owned(),
        },
        charged: Charged::Fee,
        instances: Vec::new(),
        outcome: Outcome::TooLarge,
    }
}

fn named(number: usize) -> LinePlace {
    LinePlace { title: format!("Vector {number}"), ..line(PLAN).place }
}

#[tokio::test]
async fn a_statement_is_written_once_and_for_good() {
    let house = house().await;
    let later = Moment::from_millis(AT.millis() + 1);
    let first = line(PLAN);
    let freeze = async |month, at, lines: &[_]| {
        let mut tx = house.store.write().await.unwrap();
        let is_new = tx.freeze_statement(ACCOUNT, month, at, lines).await.unwrap();
        tx.commit().await.unwrap();
        is_new
    };
    assert_eq!(house.store.frozen_statement(ACCOUNT, may()).await.unwrap(), None);
    assert_eq!(house.store.customers().await.unwrap()[0].frozen, None);
    assert!(freeze(may(), AT, &[(SCOPE, &first)]).await);
    assert!(!freeze(may(), later, &[]).await, "it stands");
    assert!(freeze(may().next(), later, &[]).await);
    assert_eq!(house.store.frozen_statement(ACCOUNT, may()).await.unwrap(), Some((AT, vec![line(PLAN)])));
    assert_eq!(house.store.frozen_statement(ACCOUNT, may().next()).await.unwrap(), Some((later, Vec::new())));
    let of = |scope| ReckoningOf { scope, customer: ACCOUNT, month: may() };
    assert_eq!(house.store.frozen_lines(of(SCOPE)).await.unwrap(), [line(PLAN)]);
    assert!(house.store.frozen_lines(of(ELSEWHERE)).await.unwrap().is_empty());
    let page = house.store.frozen_page(ACCOUNT, may(), (0, 100)).await.unwrap();
    assert_eq!(page, [ShownLine { line: line(PLAN), instances: 0 }]);
    assert!(house.store.frozen_page(ACCOUNT, may(), (1, 100)).await.unwrap().is_empty());
    let customers = house.store.customers().await.unwrap();
    assert_eq!((customers.len(), customers[0].frozen, customers[0].since), (1, Some(may().next()), AT));
    let many: Vec<_> = (0..501).map(|number| StatementLine { place: named(number), ..line(PLAN) }).collect();
    let of_one: Vec<_> = many.iter().map(|line| (SCOPE, line)).collect();
    assert!(freeze(may().previous(), AT, &of_one).await);
    let (_, stands) = house.store.frozen_statement(ACCOUNT, may().previous()).await.unwrap().unwrap();
    assert_eq!(stands, many, "in their order, however many");
    let mut bare = house.bare().await;
    for statement in [
        "update account_statement set frozen_at = 0",
        "delete from account_statement",
        "update account_statement_line set body = ''",
        "delete from account_statement_line",
    ] {
        let refused = sqlx::query(statement).execute(&mut bare).await.unwrap_err();
        assert!(refused.to_string().contains("statements are permanent"), "{statement}: {refused}");
    }
}

//! Up to when instances are reported: by the latest end of a record, for each measure, and of nobody else.

use core::time::Duration;

use slipway_domain::ids::{InstanceOperationId, PlanId};
use slipway_domain::instance::{InstanceOperation, InstanceState, OperationKind};
use slipway_domain::metering::Quantity;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::usage::{Measured, Signature, UsageRecord};
use slipway_store::{NewInstanceOperation, ReportedHour, ReportsOf, UsageReport};
use uuid::Uuid;

use crate::support::{AT, House, SCOPE};
use crate::usage::{ELSEWHERE, INSTANCE, PLAN, house, keep, record};

fn hours(count: u64) -> Moment {
    AT.plus(Duration::from_hours(count))
}

/// From one hour to another, of these measures.
fn reported(from: u64, until: u64, measures: &[&str]) -> UsageRecord {
    let signature = Signature { start: hours(from), end: hours(until), ..record(1).signature };
    let of = |measure: &&str| Measured { measure: (*measure).to_owned(), quantity: Quantity::Consumption(1.into()) };
    UsageRecord { signature, measured: measures.iter().map(of).collect() }
}

async fn report(house: &House, record: &UsageRecord) {
    let mut tx = house.store.write().await.unwrap();
    tx.keep_report(SCOPE, record).await.unwrap();
    tx.commit().await.unwrap();
}

async fn read(house: &House, scope: Scope, before: Option<Moment>) -> Vec<UsageReport> {
    let due = ["QUERY", "SEAT"].map(|measure| (PLAN, measure.to_owned()));
    house.store.reports(ReportsOf { scope, due: &due, instance: None, before }).await.unwrap()
}

/// The measures with their latest ends.
async fn ends(house: &House, before: Option<Moment>) -> Vec<(String, Option<Moment>)> {
    read(house, SCOPE, before).await.into_iter().map(|report| (report.measure, report.reported)).collect()
}

/// Something was done to the instance and ended then.
async fn done(house: &House, number: u128, kind: OperationKind, plans: Option<(PlanId, PlanId)>, ended: Moment) {
    let id = InstanceOperationId::new(Uuid::from_u128(number));
    let operation = InstanceOperation {
        plan_before: plans.map(|(before, _)| before),
        new_plan: plans.map(|(_, after)| after),
        ..InstanceOperation::asked(id, INSTANCE, kind, AT)
    };
    let mut tx = house.store.write().await.unwrap();
    let new = NewInstanceOperation { scope: SCOPE, operation: &operation, parameters_sealed: b"" };
    tx.add_instance_operation(&new).await.unwrap();
    tx.commit().await.unwrap();
    sqlx::query("update instance_operation set progress = 'succeeded', ended_at = $1 where id = $2")
        .bind(ended.millis())
        .bind(id.to_string())
        .execute(&mut house.bare().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_measure_is_reported_until_the_latest_end_of_its_records() {
    let house = house().await;
    let told = |query: Option<u64>, seat: Option<u64>| {
        [("QUERY".to_owned(), query.map(hours)), ("SEAT".to_owned(), seat.map(hours))]
    };
    assert_eq!(ends(&house, None).await, told(None, None));
    report(&house, &reported(0, 1, &["QUERY", "SEAT"])).await;
    report(&house, &reported(2, 3, &["QUERY"])).await;
    report(&house, &reported(1, 2, &["QUERY"])).await;
    assert_eq!(ends(&house, None).await, told(Some(3), Some(1)), "what comes late takes nothing back");
    assert_eq!(ends(&house, Some(hours(3))).await, told(None, Some(1))[1..], "what is reported until then is left out");
    assert!(ends(&house, Some(hours(1))).await.is_empty());
    assert_eq!(read(&house, ELSEWHERE, None).await, []);
    let none = ReportsOf { scope: SCOPE, due: &[], instance: Some(INSTANCE), before: None };
    assert_eq!(house.store.reports(none).await.unwrap(), []);
}

#[tokio::test]
async fn a_plan_of_another_time_and_a_measure_that_is_not_due_are_no_reports() {
    let house = house().await;
    let mut other = reported(0, 1, &["QUERY", "BYTE"]);
    other.signature.plan = PlanId::new(Uuid::from_u128(99));
    report(&house, &other).await;
    report(&house, &reported(0, 1, &["BYTE"])).await;
    assert!(ends(&house, None).await.iter().all(|(_, reported)| reported.is_none()));
}

#[tokio::test]
async fn an_instance_is_active_since_it_was_made_enabled_or_moved_to_its_plan() {
    let house = house().await;
    let other = PlanId::new(Uuid::from_u128(99));
    let since = async || read(&house, SCOPE, None).await.first().map(|report| report.active_since);
    assert_eq!(since().await, Some(AT), "nobody wrote down when it was made");
    done(&house, 100, OperationKind::Provision, None, hours(1)).await;
    assert_eq!(since().await, Some(hours(1)));
    done(&house, 101, OperationKind::Update, Some((PLAN, PLAN)), hours(2)).await;
    done(&house, 102, OperationKind::Bind, None, hours(3)).await;
    assert_eq!(since().await, Some(hours(1)), "it kept its plan");
    done(&house, 103, OperationKind::Update, Some((other, PLAN)), hours(4)).await;
    assert_eq!(since().await, Some(hours(4)));
    done(&house, 104, OperationKind::Disable, None, hours(5)).await;
    done(&house, 105, OperationKind::Enable, None, hours(6)).await;
    assert_eq!(since().await, Some(hours(6)));
}

#[tokio::test]
async fn only_what_is_active_is_due() {
    for &state in InstanceState::ALL {
        let house = house().await;
        let mut tx = house.store.write().await.unwrap();
        let mut instance = tx.instance(SCOPE, INSTANCE).await.unwrap().unwrap();
        instance.state = state;
        tx.set_instance(&instance).await.unwrap();
        tx.commit().await.unwrap();
        let is_due = !read(&house, SCOPE, None).await.is_empty();
        assert_eq!(is_due, state == InstanceState::Active, "{}", state.name());
    }
}

#[tokio::test]
async fn records_are_read_by_the_hour_in_which_they_end() {
    let house = house().await;
    // The clock strikes 33 minutes and 20 seconds after `AT`.
    let minutes = |from: u64, until: u64| {
        let mut record = reported(0, 0, &["QUERY"]);
        record.signature.start = AT.plus(Duration::from_mins(from));
        record.signature.end = AT.plus(Duration::from_mins(until));
        record
    };
    let mut of_consumer = minutes(0, 30);
    of_consumer.signature.consumer = "one".to_owned();
    for (number, record) in (1..).zip(&[minutes(0, 10), minutes(10, 20), of_consumer, minutes(20, 40)]) {
        keep(&house, number, record).await;
    }
    let hour = |start: u64, first_end: u64, last_end: u64| {
        let at = |minutes| AT.plus(Duration::from_mins(minutes));
        ReportedHour { measure: "QUERY".to_owned(), start: at(start), first_end: at(first_end), last_end: at(last_end) }
    };
    let read = async |scope, after| house.store.reported_hours(scope, (INSTANCE, PLAN), after).await.unwrap();
    assert_eq!(read(SCOPE, AT).await, [hour(0, 10, 30), hour(20, 40, 40)]);
    assert_eq!(read(SCOPE, AT.plus(Duration::from_mins(30))).await, [hour(20, 40, 40)]);
    assert_eq!(read(ELSEWHERE, AT).await, []);
}

#[tokio::test]
async fn what_an_older_version_has_kept_is_reported_too() {
    let house = house().await;
    for (number, record) in (1..).zip(&[reported(0, 1, &["QUERY", "SEAT"]), reported(1, 2, &["QUERY"])]) {
        keep(&house, number, record).await;
    }
    let mut bare = house.bare().await;
    sqlx::raw_sql("drop table usage_report").execute(&mut bare).await.unwrap();
    let file = include_str!("../../../../migrations/0098_usage_reports.sql");
    sqlx::raw_sql(file).execute(&mut bare).await.unwrap();
    drop(bare);
    let expected = [("QUERY".to_owned(), Some(hours(2))), ("SEAT".to_owned(), Some(hours(1)))];
    assert_eq!(ends(&house, None).await, expected);
}

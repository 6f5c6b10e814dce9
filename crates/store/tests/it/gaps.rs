//! Up to when instances are reported: by the latest end of a record, for each measure, and of nobody else.

use core::time::Duration;

use slipway_domain::ids::{InstanceOperationId, PlanId};
use slipway_domain::instance::{InstanceOperation, InstanceState, OperationKind};
use slipway_domain::metering::Quantity;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::usage::{Measured, Signature, UsageRecord};
use slipway_store::{LateReports, NewInstanceOperation, ReportedHour, ReportsOf, UsageReport};
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
    tx.keep_reports(SCOPE, &[record]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Two measures, since the instance was made.
fn due() -> [(PlanId, String, Moment); 2] {
    ["QUERY", "SEAT"].map(|measure| (PLAN, measure.to_owned(), AT))
}

async fn read(house: &House, scope: Scope) -> Vec<UsageReport> {
    house.store.reports(ReportsOf { scope, due: &due() }, INSTANCE).await.unwrap()
}

/// The measures with their latest ends.
async fn ends(house: &House) -> Vec<(String, Option<Moment>)> {
    read(house, SCOPE).await.into_iter().map(|report| (report.measure, report.reported)).collect()
}

/// What was not reported since then of these, the longest first, as often as it is counted.
async fn late_of(house: &House, due: &[(PlanId, String, Moment)], before: Moment) -> Vec<String> {
    let of = ReportsOf { scope: SCOPE, due };
    let late = house.store.late_reports(of, before, 50).await.unwrap();
    let counted = house.store.count_late(of, before).await.unwrap();
    let instances = usize::from(!late.is_empty());
    assert_eq!(counted, LateReports { measures: late.len(), instances });
    let one: Vec<_> = late.iter().take(1).cloned().collect();
    assert_eq!(house.store.late_reports(of, before, 1).await.unwrap(), one);
    late.into_iter().map(|report| report.measure).collect()
}

async fn late(house: &House, before: Moment) -> Vec<String> {
    late_of(house, &due(), before).await
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
    assert_eq!(ends(&house).await, told(None, None));
    report(&house, &reported(0, 1, &["QUERY", "SEAT"])).await;
    report(&house, &reported(2, 3, &["QUERY"])).await;
    report(&house, &reported(1, 2, &["QUERY"])).await;
    assert_eq!(ends(&house).await, told(Some(3), Some(1)), "what comes late takes nothing back");
    let mut tx = house.store.write().await.unwrap();
    let several = [&reported(5, 6, &["QUERY"]), &reported(4, 5, &["QUERY", "SEAT"])];
    tx.keep_reports(SCOPE, &several).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ends(&house).await, told(Some(6), Some(5)), "each of several");
    assert_eq!(read(&house, ELSEWHERE).await, []);
    let none = ReportsOf { scope: SCOPE, due: &[] };
    assert_eq!(house.store.reports(none, INSTANCE).await.unwrap(), []);
}

#[tokio::test]
async fn late_is_what_has_no_record_since_the_longest_gap_first() {
    let house = house().await;
    assert!(late(&house, AT).await.is_empty());
    assert_eq!(late(&house, hours(1)).await, ["QUERY", "SEAT"]);
    report(&house, &reported(0, 3, &["QUERY"])).await;
    report(&house, &reported(0, 1, &["SEAT"])).await;
    assert!(late(&house, hours(1)).await.is_empty(), "what is reported until then is left out");
    assert_eq!(late(&house, hours(3)).await, ["SEAT"]);
    assert_eq!(late(&house, hours(4)).await, ["SEAT", "QUERY"]);
    let elsewhere = ReportsOf { scope: ELSEWHERE, due: &due() };
    assert_eq!(house.store.late_reports(elsewhere, hours(4), 50).await.unwrap(), []);
    assert_eq!(house.store.count_late(elsewhere, hours(4)).await.unwrap(), LateReports::default());
}

#[tokio::test]
async fn nothing_is_late_before_it_was_due() {
    let house = house().await;
    let published = due().map(|(plan, measure, _)| (plan, measure, hours(2)));
    assert!(late_of(&house, &published, hours(2)).await.is_empty());
    assert_eq!(late_of(&house, &published, hours(3)).await.len(), 2);
    let mut tx = house.store.write().await.unwrap();
    let instance = tx.instance(SCOPE, INSTANCE).await.unwrap().unwrap();
    tx.set_active_since(&instance, hours(5)).await.unwrap();
    tx.commit().await.unwrap();
    report(&house, &reported(0, 1, &["QUERY"])).await;
    assert!(late(&house, hours(5)).await.is_empty(), "a record of before says nothing");
    assert_eq!(late(&house, hours(6)).await, ["QUERY", "SEAT"]);
}

#[tokio::test]
async fn a_plan_of_another_time_and_a_measure_that_is_not_due_are_no_reports() {
    let house = house().await;
    let mut other = reported(0, 1, &["QUERY", "BYTE"]);
    other.signature.plan = PlanId::new(Uuid::from_u128(99));
    report(&house, &other).await;
    report(&house, &reported(0, 1, &["BYTE"])).await;
    assert!(ends(&house).await.iter().all(|(_, reported)| reported.is_none()));
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
        let (is_due, is_late) = (!read(&house, SCOPE).await.is_empty(), !late(&house, hours(1)).await.is_empty());
        assert_eq!([is_due, is_late], [state == InstanceState::Active; 2], "{}", state.name());
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
    update(&house).await;
    let expected = [("QUERY".to_owned(), Some(hours(2))), ("SEAT".to_owned(), Some(hours(1)))];
    assert_eq!(ends(&house).await, expected);
}

/// As an older version has left its database.
async fn update(house: &House) {
    let mut bare = house.bare().await;
    let undone = "drop table usage_report; drop index instance_active; alter table instance drop column active_since;";
    sqlx::raw_sql(undone).execute(&mut bare).await.unwrap();
    let file = include_str!("../../../../migrations/0098_usage_reports.sql");
    sqlx::raw_sql(file).execute(&mut bare).await.unwrap();
}

#[tokio::test]
async fn in_an_older_database_an_instance_is_active_since_it_was_made_enabled_or_moved_to_its_plan() {
    let house = house().await;
    let other = PlanId::new(Uuid::from_u128(99));
    let since = async || {
        update(&house).await;
        read(&house, SCOPE).await.first().map(|report| report.active_since)
    };
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
async fn offerings_with_active_instances_are_read_one_behind_the_other() {
    let house = house().await;
    let read = async |behind| house.store.offerings_in_use(behind, 1).await.unwrap();
    assert_eq!(read(None).await, [SCOPE]);
    assert_eq!(read(Some(SCOPE.offering)).await, []);
    sqlx::query("update instance set state = 'inactive'").execute(&mut house.bare().await).await.unwrap();
    assert_eq!(read(None).await, []);
}

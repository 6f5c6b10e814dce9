//! The gap monitor: from the records of a service to what its provider reads about them.

use std::time::Duration;

use slipway_backend::demo::OFFERING;
use slipway_domain::gap::{Duty, Standing, Window};
use slipway_domain::moment::Moment;
use slipway_domain::offering_line::LinesQuery;
use slipway_domain::view::{GapsView, InstanceReports};

use crate::support::{BEA, CLARA, KIM};
use crate::usage::Metered;

fn hours(count: u64) -> Duration {
    Duration::from_hours(count)
}

/// As the address asks for it.
async fn read(metered: &Metered, instance: &str) -> GapsView {
    metered.house.acting(KIM).await.offering_usage(OFFERING, "", instance).await.unwrap().gaps
}

async fn closely(metered: &Metered) -> InstanceReports {
    read(metered, &metered.instance.id.to_string()).await.instance.unwrap()
}

/// Standing and beginning of everything that is late.
async fn late(metered: &Metered) -> Vec<(Standing, Moment)> {
    read(metered, "").await.late.iter().map(|line| (line.report.standing, line.report.since)).collect()
}

async fn on_dashboard(metered: &Metered, email: &str) -> Vec<usize> {
    let view = metered.house.acting(email).await.offerings(&LinesQuery::default()).await.unwrap();
    view.late.into_iter().map(|(_, count)| count).collect()
}

#[tokio::test]
async fn an_instance_that_reports_every_hour_has_no_gap() {
    let metered = Metered::open().await;
    for _ in 0..5 {
        metered.submit(&[metered.record(0, 1)]).await;
        assert!(late(&metered).await.is_empty());
        assert!(on_dashboard(&metered, KIM).await.is_empty());
        metered.house.clock.advance(hours(1));
    }
    let reports = closely(&metered).await;
    let [(report, _)] = reports.measures.as_slice() else { panic!("{reports:?}") };
    let standing = (report.measure.as_str(), report.standing, reports.standing);
    assert_eq!(standing, ("QUERY", Standing::Reporting, Standing::Reporting));
}

#[tokio::test]
async fn silence_is_late_after_two_hours_and_a_breach_after_a_day() {
    let metered = Metered::open().await;
    let clock = &metered.house.clock;
    metered.submit(&[metered.record(0, 1)]).await;
    let ended = clock.now();
    clock.advance(hours(2));
    assert!(late(&metered).await.is_empty(), "the grace is not over");
    clock.advance(Duration::from_millis(1));
    assert_eq!(late(&metered).await, [(Standing::Late, ended)]);
    assert_eq!(on_dashboard(&metered, KIM).await, [1]);
    clock.advance(hours(22));
    assert_eq!(late(&metered).await, [(Standing::Silent, ended)]);
    metered.submit(&[metered.record(1, 1)]).await;
    assert!(late(&metered).await.is_empty(), "the last hour but one is reported");
}

#[tokio::test]
async fn what_is_missing_between_records_is_told_while_it_can_be_sent() {
    let metered = Metered::open().await;
    let now = metered.house.clock.now();
    metered.submit(&[metered.record(0, 1), metered.record(5, 1), metered.record(6, 1)]).await;
    let made = now.minus(hours(48));
    let before = |count| now.minus(hours(count));
    let missed = async || closely(&metered).await.measures.remove(0).1;
    let gaps = [Window { from: made, until: before(7) }, Window { from: before(5), until: before(1) }];
    assert_eq!(missed().await, gaps);
    metered.submit(&[metered.record(3, 1)]).await;
    assert_eq!(missed().await, gaps[..1], "an hour and two of them are borne");
    metered.house.clock.advance(hours(42));
    assert_eq!(missed().await, [], "nothing of it is taken any more");
}

#[tokio::test]
async fn nothing_is_due_of_what_is_disabled_and_all_of_it_again_from_when_it_is_enabled() {
    let metered = Metered::open().await;
    let (house, id) = (&metered.house, metered.instance.id);
    assert_eq!(late(&metered).await, [(Standing::Silent, house.clock.now().minus(hours(48)))], "since it was made");
    let clara = house.acting(CLARA).await;
    let enable = async |enabled| {
        clara.enable_instance(OFFERING, id, enabled).await.unwrap();
        house.backend.make_due_operations().await;
    };
    enable(false).await;
    assert!(late(&metered).await.is_empty());
    let reports = closely(&metered).await;
    assert_eq!((reports.standing, reports.measures.len()), (Standing::NothingDue, 0));
    house.clock.advance(hours(30));
    enable(true).await;
    let enabled = house.clock.now();
    assert!(late(&metered).await.is_empty());
    house.clock.advance(hours(3));
    assert_eq!(late(&metered).await, [(Standing::Late, enabled)]);
    clara.remove_instance(OFFERING, id).await.unwrap();
    assert!(late(&metered).await.is_empty(), "it is about to go");
}

#[tokio::test]
async fn the_duty_of_each_plan_is_told_and_events_are_not_missed() {
    let metered = Metered::open().await;
    let duties: Vec<_> = read(&metered, "").await.duties.into_iter().map(|line| (line.measure, line.duty)).collect();
    assert_eq!(duties, [("QUERY".to_owned(), Duty::Hourly), ("SEAT".to_owned(), Duty::AtEvents)]);
    let late: Vec<_> = read(&metered, "").await.late.into_iter().map(|line| line.report.measure).collect();
    assert_eq!(late, ["QUERY"]);
    metered.submit(&[metered.event(0, 3, 0)]).await;
    assert_eq!(read(&metered, "").await.late.len(), 1, "an event reports nothing of another measure");
}

#[tokio::test]
async fn the_provider_and_the_billing_desk_read_it_and_nothing_of_the_customer_is_in_it() {
    let metered = Metered::open().await;
    let gaps = read(&metered, &metered.instance.id.to_string()).await;
    assert_eq!((gaps.late[0].resource.as_str(), gaps.more), (metered.instance.resource.as_str(), 0));
    let told = serde_json::to_string(&gaps).unwrap();
    assert!(!told.contains("Orrery") && !told.contains(&metered.instance.name), "{told}");
    let desk = metered.house.acting(BEA).await.offering_usage(OFFERING, "", "").await.unwrap();
    assert_eq!(desk.gaps.late, gaps.late);
    assert!(on_dashboard(&metered, CLARA).await.is_empty());
}

#[tokio::test]
async fn an_instance_that_there_is_not_is_as_good_as_none() {
    let metered = Metered::open().await;
    let long = "9".repeat(100_000);
    for wrong in ["", "*", "../..", "\u{0}", long.as_str(), &uuid::Uuid::nil().to_string()] {
        assert_eq!(read(&metered, wrong).await.instance, None);
    }
}

//! What a test run reads of the ledger: of active instances, of the hours that it asks about, and of nobody else.

use core::time::Duration;

use slipway_domain::ids::{InstanceId, PlanId, UsageRecordId};
use slipway_domain::instance::InstanceState;
use slipway_domain::moment::Moment;
use slipway_domain::usage::UsageRecord;
use slipway_store::{HoursOf, NewUsage, ObservedHour, UsageCall};
use uuid::Uuid;

use crate::support::{AT, House, SCOPE};
use crate::usage::{CALL, ELSEWHERE, INSTANCE, PLAN, house, record};

const OTHER: PlanId = PlanId::new(Uuid::from_u128(99));

fn minutes(count: u64) -> Moment {
    AT.plus(Duration::from_mins(count))
}

/// Received so many minutes after its end.
async fn keep(house: &House, number: u128, (start, end): (u64, u64), lag: u64) {
    let mut record: UsageRecord = record(1);
    (record.signature.start, record.signature.end) = (minutes(start), minutes(end));
    let id = UsageRecordId::new(Uuid::from_u128(number));
    let mut tx = house.store.write().await.unwrap();
    let call = UsageCall { at: minutes(end + lag), ..CALL };
    tx.keep_usage(call, &[NewUsage { id, record: &record, is_overlapping: false }]).await.unwrap();
    tx.commit().await.unwrap();
}

const ALL: HoursOf<'_> =
    HoursOf { scope: SCOPE, plan: PLAN, instances: &[INSTANCE], after: AT, longest: Duration::from_mins(65) };

async fn read(house: &House, of: HoursOf<'_>) -> Vec<ObservedHour> {
    house.store.observed_hours(of).await.unwrap()
}

#[tokio::test]
async fn only_what_is_active_with_the_plan_is_told_the_longest_first() {
    let house = house().await;
    let active = async |scope, plan, most| -> Vec<InstanceId> {
        let active = house.store.active_instances(scope, plan, most).await.unwrap();
        active.into_iter().map(|one| one.instance).collect()
    };
    let newer = InstanceId::new(Uuid::from_u128(0x18));
    let mut tx = house.store.write().await.unwrap();
    let first = tx.instance(SCOPE, INSTANCE).await.unwrap().unwrap();
    let mut second = first.clone();
    (second.id, second.resource, second.created_at) = (newer, "other".to_owned(), minutes(1));
    tx.add_instance(&second).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(active(SCOPE, PLAN, 9).await, [INSTANCE, newer]);
    assert_eq!(active(SCOPE, PLAN, 1).await, [INSTANCE]);
    assert_eq!((active(SCOPE, OTHER, 9).await, active(ELSEWHERE, PLAN, 9).await), (vec![], vec![]));
    let mut tx = house.store.write().await.unwrap();
    tx.set_active_since(&first, minutes(2)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(active(SCOPE, PLAN, 9).await, [newer, INSTANCE]);
    let mut tx = house.store.write().await.unwrap();
    second.state = InstanceState::Inactive;
    tx.set_instance(&second).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(active(SCOPE, PLAN, 9).await, [INSTANCE]);
}

#[tokio::test]
async fn records_are_read_by_the_hour_with_the_longest_lag_and_long_ones_are_left_out() {
    let house = house().await;
    // The clock strikes 33 minutes and 20 seconds after `AT`.
    for (number, window, lag) in [(1, (0, 10), 1), (2, (10, 20), 7), (3, (20, 40), 2), (4, (20, 86), 200)] {
        keep(&house, number, window, lag).await;
    }
    let hour = |start, first_end, last_end, lag| ObservedHour {
        instance: INSTANCE,
        measure: "QUERY".to_owned(),
        start: minutes(start),
        first_end: minutes(first_end),
        last_end: minutes(last_end),
        lag: Duration::from_mins(lag),
    };
    assert_eq!(read(&house, ALL).await, [hour(0, 10, 20, 7), hour(20, 40, 40, 2)]);
    assert_eq!(read(&house, HoursOf { after: minutes(20), ..ALL }).await, [hour(20, 40, 40, 2)]);
    let whole = HoursOf { longest: Duration::from_mins(66), ..ALL };
    assert_eq!(read(&house, whole).await.len(), 2, "both end in the hour after the first");
    assert_eq!(read(&house, whole).await[1], hour(20, 40, 86, 200));
    for nothing in [
        HoursOf { scope: ELSEWHERE, ..ALL },
        HoursOf { plan: OTHER, ..ALL },
        HoursOf { instances: &[], ..ALL },
        HoursOf { after: minutes(40), ..ALL },
    ] {
        assert_eq!(read(&house, nothing).await, [], "{nothing:?}");
    }
}

#[tokio::test]
async fn the_latest_record_is_the_one_that_was_kept_last() {
    let house = house().await;
    assert_eq!(house.store.latest_usage(SCOPE).await.unwrap(), None);
    keep(&house, 1, (0, 20), 5).await;
    keep(&house, 2, (0, 10), 30).await;
    assert_eq!(house.store.latest_usage(SCOPE).await.unwrap(), Some(minutes(40)));
    assert_eq!(house.store.latest_usage(ELSEWHERE).await.unwrap(), None);
}

#[tokio::test]
async fn what_came_again_is_added_up_by_the_day() {
    let house = house().await;
    let count = async |at: Moment, records| {
        let mut tx = house.store.write().await.unwrap();
        tx.count_duplicates(SCOPE, PLAN, at, records).await.unwrap();
        tx.commit().await.unwrap();
    };
    let day = |days: u64| AT.plus(Duration::from_hours(24 * days));
    let since = async |scope, at| house.store.usage_duplicates(scope, PLAN, at).await.unwrap();
    assert_eq!(since(SCOPE, AT).await, 0);
    for (at, records) in [(AT, 2), (AT.plus(Duration::from_secs(1)), 3), (day(1), 1)] {
        count(at, records).await;
    }
    assert_eq!([since(SCOPE, AT).await, since(SCOPE, day(1)).await, since(SCOPE, day(2)).await], [6, 1, 0]);
    assert_eq!(since(ELSEWHERE, AT).await, 0);
    assert_eq!(house.store.usage_duplicates(SCOPE, OTHER, AT).await.unwrap(), 0);
}

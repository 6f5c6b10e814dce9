use super::*;
use crate::metric::MetricDraft;
use crate::sample;

/// An hour of the clock.
const BASE: i64 = 500_000 * HOUR;

fn hour(count: i64) -> Moment {
    minute(count * 60)
}

fn minute(count: i64) -> Moment {
    Moment::from_millis(BASE + count * 60_000)
}

fn due(instance: &str, since: Moment) -> Due {
    Due { instance: instance.to_owned(), measure: "QUERY".to_owned(), since }
}

/// A record of the hour that ends then, received some minutes later.
fn came(instance: &str, end: Moment, minutes: u64) -> Came {
    let covers = Window::covered(end.minus(EVERY), end);
    Came { instance: instance.to_owned(), measure: "QUERY".to_owned(), covers, lag: Duration::from_mins(minutes) }
}

/// Both instances, every hour until so many hours.
fn all(until: i64) -> Vec<Came> {
    (1..=until).flat_map(|end| ["a", "b"].map(|instance| came(instance, hour(end), 4))).collect()
}

fn hours(from: i64, until: i64) -> Window {
    Window { from: hour(from), until: hour(until) }
}

#[test]
fn two_instances_have_to_be_active_for_three_hours_that_are_over() {
    let both = |second| [due("a", hour(0)), due("b", second)];
    assert_eq!(period(&[], hour(9)), Err(Observed::TooFewInstances(0)));
    let twice = [due("a", hour(0)), Due { measure: "BYTE".to_owned(), ..due("a", hour(0)) }];
    assert_eq!(period(&twice, hour(9)), Err(Observed::TooFewInstances(1)), "two measures are one instance");
    assert_eq!(period(&both(hour(2)), hour(6)), Err(Observed::TooFewHours(2)), "the last two may still come");
    assert_eq!(period(&both(hour(2)), hour(7)), Ok(hours(2, 5)));
    assert_eq!(period(&both(minute(121)), hour(7)), Err(Observed::TooFewHours(2)), "an hour that began before");
    assert_eq!(period(&both(minute(119)), minute(7 * 60 + 59)), Ok(hours(2, 5)));
    assert_eq!(period(&both(hour(20)), hour(7)), Err(Observed::TooFewHours(0)), "it was not there yet");
    assert_eq!(period(&both(hour(2)), hour(80)), Ok(hours(54, 78)), "a day is enough");
}

#[test]
fn every_hour_of_every_instance_wants_a_record_of_its_own() {
    let owed = [due("a", hour(0)), due("b", hour(0))];
    let whole = observe(hours(0, 5), &owed, &all(5));
    assert_eq!((whole.due, whole.instances), (10, 2));
    assert_eq!((whole.missing, whole.late), (vec![], vec![]));

    let mut one_short = all(5);
    one_short.retain(|one| one.instance != "b" || one.covers.until != hour(3));
    let seen = observe(hours(0, 5), &owed, &one_short);
    let missing = Missing { instance: "b".to_owned(), measure: "QUERY".to_owned(), hour: hour(2) };
    assert_eq!(seen.missing, [missing]);

    let other = |mut one: Came| {
        one.measure = "BYTE".to_owned();
        one
    };
    let others: Vec<Came> = all(5).into_iter().map(other).collect();
    let seen = observe(hours(0, 5), &owed, &others);
    assert_eq!(seen.missing.len(), 10, "another measure says nothing of it");
}

#[test]
fn an_hour_may_miss_as_much_as_clocks_are_apart() {
    let owed = [due("a", hour(0))];
    let at = |shift: i64| -> Vec<Came> { (1..=6).map(|end| came("a", minute(end * 60 + shift), 1)).collect() };
    assert_eq!(observe(hours(0, 5), &owed, &at(5)).missing, []);
    assert_eq!(observe(hours(0, 5), &owed, &at(6)).missing.len(), 1, "the first hour began too early");
    let between = |slack: i64| vec![came("a", hour(1), 1), came("a", minute(120 + slack), 1)];
    assert_eq!(observe(hours(0, 2), &owed, &between(5)).missing, []);
    assert_eq!(observe(hours(0, 2), &owed, &between(6)).missing.len(), 1);
}

#[test]
fn nothing_is_due_before_an_instance_is_there_and_nothing_is_in_time_after_two_hours() {
    let owed = [due("a", hour(0)), due("b", minute(150))];
    let mut some = all(5);
    some.retain(|one| one.instance != "b" || one.covers.until > hour(3));
    let seen = observe(hours(0, 5), &owed, &some);
    assert_eq!((seen.due, seen.missing), (7, vec![]));
    for (minutes, late) in [(120, 0), (121, 1)] {
        let mut came = all(5);
        came[3].lag = Duration::from_mins(minutes);
        assert_eq!(observe(hours(0, 5), &owed, &came).late.len(), late, "{minutes}");
    }
}

#[test]
fn only_what_is_measured_over_time_is_reported_every_hour() {
    let mut plan = sample::metered().draft;
    assert!(plan.is_reported_hourly());
    for metric in &mut plan.metrics {
        metric.quantity_type = "EVENT".to_owned();
    }
    assert!(!plan.is_reported_hourly());
    plan.metrics = vec![MetricDraft::default()];
    assert!(plan.is_reported_hourly(), "nobody knows yet");
    plan.kind = "free".to_owned();
    assert!(!plan.is_reported_hourly() && !sample::subscription().draft.is_reported_hourly());
}

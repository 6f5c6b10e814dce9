//! What a record leaves, and the days into which it counts.

use super::*;
use crate::metering::{DayCount, Periods};
use crate::metric::FEE_MEASURE;

/// An event of so long ago.
fn seats(ago: i64, previous: u32, current: u32) -> UsageRecord {
    let quantity = serde_json::json!({ "previous": previous, "current": current });
    let at = NOW - ago;
    let measured = serde_json::json!([{ "measure": "SEAT", "quantity": quantity }]);
    judged(&with(serde_json::json!({ "start": at, "end": at, "measured_usage": measured }))).unwrap()
}

#[test]
fn a_level_holds_until_the_next_event_or_until_the_plan_is_left() {
    let (first, next) = (seats(HOUR, 0, 3), seats(0, 3, 5));
    let always = Periods::always();
    let left = first.leaves(|_| None, &always).unwrap();
    assert_eq!(left[0], Left { measure: "SEAT", level: Level { at: at(NOW - HOUR), level: 3.into() }, ended: None });
    let day = first.counts(|_, _, _| DayCount::default(), &left).unwrap().remove(0).count;

    let half = at(NOW - HOUR / 2);
    let away = Periods::new([(at(MADE), Some(half)), (at(NOW - 1), None)]);
    let then = |periods: &Periods| {
        let left = next.leaves(|_| Some(left[0].level), periods).unwrap();
        let counted = next.counts(|_, _, _| day, &left).unwrap().remove(0);
        (left[0].ended, counted.count.sum)
    };
    let hour = Decimal::from(HOUR);
    assert_eq!(then(&always).1 - day.sum, hour * Decimal::from(3));
    assert_eq!((then(&away).0, then(&away).1 - day.sum), (Some(half), hour / Decimal::from(2) * Decimal::from(3)));
}

#[test]
fn an_event_that_does_not_follow_the_one_before_leaves_nothing() {
    let held = Level { at: at(NOW - HOUR), level: 4.into() };
    let fault = seats(0, 3, 5).leaves(|_| Some(held), &Periods::always()).unwrap_err();
    assert_eq!(fault.code, Code::InvalidSchema);
    assert_eq!(seats(0, 3, 5).event_measures().collect::<Vec<_>>(), ["SEAT"]);
    assert_eq!(judged(&good()).unwrap().event_measures().count(), 0);
}

#[test]
fn a_window_overlaps_what_it_shares_time_with_and_never_a_moment() {
    let of = |start: i64, end: i64| {
        let judged = judged(&good()).unwrap().signature;
        Signature { start: at(NOW + start), end: at(NOW + end), ..judged }
    };
    let window = of(-20, -10);
    for (start, end) in [(-15, -5), (-30, -19), (-18, -12), (-30, 0), (-20, -10), (-15, -15)] {
        assert!(of(start, end).overlaps(&window), "{start} to {end}");
    }
    for (start, end) in [(-10, -5), (-30, -20), (-10, -10), (-20, -20), (-5, -1)] {
        assert!(!of(start, end).overlaps(&window), "{start} to {end}");
    }
    assert!(!window.overlaps(&of(-15, -15)), "what was at a moment");
    let others: [fn(&mut Signature); 3] = [
        |signature| signature.instance = InstanceId::new(Uuid::from_u128(1)),
        |signature| signature.plan = PlanId::new(Uuid::from_u128(1)),
        |signature| signature.consumer.push('2'),
    ];
    for change in others {
        let mut other = window.clone();
        change(&mut other);
        assert!(!other.overlaps(&window), "{other}");
    }
    let elsewhere = Signature { region: "us-south".to_owned(), ..window.clone() };
    assert!(elsewhere.overlaps(&window), "wherever it was");
}

#[test]
fn a_subscription_may_report_its_instances_and_nothing_else() {
    let instance = instance();
    let lifetime = Lifetime::of(&instance, &[provisioned()]);
    let mut plan = plan();
    plan.draft.kind = "subscription".to_owned();
    let book = book([plan]);
    let subject = Subject { instance: &instance, lifetime: lifetime.as_ref(), book: &book };
    let judge = |measure: &str, quantity: u32| {
        let measured = serde_json::json!([{ "measure": measure, "quantity": quantity }]);
        let sent = batch::record_of(&with(serde_json::json!({ "measured_usage": measured })).to_string()).unwrap();
        sent.judge(Some(subject), at(NOW)).map_err(|fault| fault.code)
    };
    assert_eq!(judge(FEE_MEASURE, 1).unwrap().measured[0].measure, "INSTANCE");
    assert_eq!(judge("QUERY", 1), Err(Code::UnknownMeasure), "it is metered no more");
}

//! What a record leaves, and the days into which it counts.

use super::*;
use crate::metering::{DayCount, Periods};

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

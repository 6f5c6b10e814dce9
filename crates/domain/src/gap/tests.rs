//! The boundaries of the monitor, and that gaps and what is covered share out the time without rest.

use proptest::prelude::*;

use super::*;
use crate::plan::PlanDraft;
use crate::price_book::PublishedPlan;
use crate::sample;

const HOUR: i64 = 3_600_000;

fn at(millis: i64) -> Moment {
    Moment::from_millis(millis)
}

fn window(from: i64, until: i64) -> Window {
    Window { from: at(from), until: at(until) }
}

fn published(since: Moment, metrics: Vec<MetricDraft>) -> PublishedPlan {
    let plan = sample::metered();
    PublishedPlan { plan: plan.id, since, draft: PlanDraft { metrics, ..plan.draft }, approved: true }
}

#[test]
fn a_measure_of_a_window_is_due_every_hour_and_others_when_they_change_or_once_a_month() {
    let event = MetricDraft { quantity_type: "EVENT".to_owned(), ..sample::queries() };
    let monthly = MetricDraft { metering_model: "monthlyproration".to_owned(), ..sample::queries() };
    let of_consumers = MetricDraft { consumer_level: "yes".to_owned(), ..sample::queries() };
    let duties = [sample::queries(), of_consumers, event, monthly].map(|metric| Duty::of(&metric));
    assert_eq!(duties, [Duty::Hourly, Duty::Hourly, Duty::AtEvents, Duty::Monthly]);
    assert_eq!(duties.map(Duty::is_watched), [true, true, false, false]);
}

#[test]
fn owed_is_what_is_charged_since_it_was_published() {
    let month = Month::of(sample::at(0));
    let seats = MetricDraft { measure: "SEAT".to_owned(), quantity_type: "EVENT".to_owned(), ..sample::queries() };
    let unfinished = MetricDraft { measure: "DRAFT".to_owned(), ..MetricDraft::default() };
    let subscription = sample::subscription();
    let book = PriceBook::new([
        published(sample::at(0), vec![sample::queries()]),
        published(sample::at(90), vec![sample::queries(), seats, unfinished]),
        PublishedPlan { plan: subscription.id, since: sample::at(0), draft: subscription.draft, approved: true },
    ]);
    let plan = sample::metered().id;
    let of = |measure: &str, duty, since| Owed { plan, measure: measure.to_owned(), duty, since };
    let expected = [of("QUERY", Duty::Hourly, sample::at(0)), of("SEAT", Duty::AtEvents, sample::at(90))];
    assert_eq!(owed(&book, month), expected, "neither a subscription nor what is incomplete is reported");
    assert_eq!(owed(&PriceBook::default(), month), []);
}

#[test]
fn more_than_two_hours_are_late_and_more_than_a_day_is_silence() {
    let (two, day) = (2 * HOUR, 24 * HOUR);
    for (silence, expected) in [
        (-1, Standing::Reporting),
        (0, Standing::Reporting),
        (two, Standing::Reporting),
        (two + 1, Standing::Late),
        (day, Standing::Late),
        (day + 1, Standing::Silent),
    ] {
        assert_eq!(Standing::of(at(0), at(silence)), expected, "{silence}");
    }
    assert_eq!([window(0, two), window(0, two + 1)].map(Window::is_late), [false, true]);
}

#[test]
fn an_instance_is_as_urgent_as_its_most_urgent_measure() {
    assert_eq!(Standing::of_all([]), Standing::NothingDue);
    assert_eq!(Standing::of_all([Standing::Reporting, Standing::Silent, Standing::Late]), Standing::Silent);
    let late = [Standing::NothingDue, Standing::Reporting, Standing::Late, Standing::Silent].map(Standing::is_late);
    assert_eq!(late, [false, false, true, true]);
}

#[test]
fn the_open_gap_begins_where_the_duty_or_the_latest_record_ends() {
    assert_eq!(open_since(at(5), None), at(5), "nothing came yet");
    assert_eq!(open_since(at(5), Some(at(9))), at(9));
    assert_eq!(open_since(at(5), Some(at(3))), at(5), "it came before the instance was enabled again");
}

#[test]
fn a_record_of_a_moment_stands_for_its_hour_and_a_longer_one_for_all_of_it() {
    assert_eq!(Window::covered(at(HOUR), at(HOUR)), window(0, HOUR));
    assert_eq!(Window::covered(at(HOUR - 60_000), at(HOUR)), window(0, HOUR));
    assert_eq!(Window::covered(at(0), at(24 * HOUR)), window(0, 24 * HOUR));
}

#[test]
fn missed_is_what_is_late_and_was_not_made_up_for() {
    let hour = |end: i64| Window::covered(at((end - 1) * HOUR), at(end * HOUR));
    let due = window(0, 10 * HOUR);
    // One hour is missing at the beginning, three in the middle; at the end it goes on for three.
    let covered = [hour(6), hour(2), hour(7)];
    assert_eq!(gaps(due, &covered).len(), 3);
    assert_eq!(missed(due, &covered), [window(2 * HOUR, 5 * HOUR)]);
    assert_eq!(missed(due, &[hour(6), hour(2), hour(7), hour(4)]), []);
    assert_eq!(missed(due, &[]), [], "a gap that is open was not left behind");
}

fn windows() -> impl Strategy<Value = Vec<Window>> {
    prop::collection::vec((-20i64..120, -5i64..40).prop_map(|(from, length)| window(from, from + length)), 0..12)
}

fn holds(window: Window, moment: i64) -> bool {
    window.from <= at(moment) && at(moment) < window.until
}

proptest! {
    #[test]
    fn gaps_and_what_is_covered_share_out_the_lifetime_until_now(
        from in 0i64..60,
        length in -5i64..60,
        covered in windows(),
    ) {
        let due = window(from, from + length);
        let gaps = gaps(due, &covered);
        for moment in -30..140 {
            let is_due = holds(due, moment);
            let is_covered = covered.iter().any(|window| holds(*window, moment));
            let times = gaps.iter().filter(|gap| holds(**gap, moment)).count();
            prop_assert_eq!(times, usize::from(is_due && !is_covered), "{}", moment);
        }
        prop_assert!(gaps.iter().all(|gap| gap.from < gap.until), "none is empty: {:?}", gaps);
        let is_apart = gaps.windows(2).all(|pair| pair[0].until < pair[1].from);
        prop_assert!(is_apart, "in the order of time, each as long as it is: {:?}", gaps);
    }

    #[test]
    fn the_gap_that_is_open_is_the_last_one(due in 0i64..200, ends in prop::collection::vec(-50i64..200, 0..9)) {
        let (due, now) = (due * HOUR, 200 * HOUR);
        let covered: Vec<Window> = ends.iter().map(|end| Window::covered(at(end * HOUR), at(end * HOUR))).collect();
        let open = open_since(at(due), ends.iter().max().map(|end| at(end * HOUR)));
        let last = gaps(window(due, now), &covered).pop().filter(|gap| gap.until == at(now));
        prop_assert_eq!(last, Some(Window { from: open, until: at(now) }));
        let expected = match last.map(Window::length) {
            Some(length) if length > SILENT => Standing::Silent,
            Some(length) if length > LATE => Standing::Late,
            _ => Standing::Reporting,
        };
        prop_assert_eq!(Standing::of(open, at(now)), expected);
    }

    #[test]
    fn one_more_record_makes_no_gap_longer(covered in windows(), more in windows()) {
        let due = window(0, 100);
        let length = |gaps: &[Window]| gaps.iter().copied().map(Window::length).sum::<Duration>();
        let all: Vec<Window> = covered.iter().chain(&more).copied().collect();
        prop_assert!(length(&gaps(due, &all)) <= length(&gaps(due, &covered)));
    }
}

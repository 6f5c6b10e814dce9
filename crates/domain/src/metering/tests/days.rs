//! Days that are kept for themselves tell the same month as its records.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// The days as they are kept: each reading is counted into its own, and nothing else is known of it.
fn kept<'a>(readings: impl IntoIterator<Item = &'a Reading>) -> Vec<(u8, DayCount)> {
    let mut days: BTreeMap<u8, DayCount> = BTreeMap::new();
    for reading in readings {
        let day = days.entry(june().day_of(reading.instant()).unwrap()).or_default();
        *day = day.with(reading).unwrap();
    }
    days.into_iter().collect()
}

fn again(carried: Option<Decimal>, readings: &[Reading]) -> Tally {
    Tally::of_days_within(june(), carried, kept(readings), &Periods::always()).unwrap()
}

/// A level that changes, hours after the start of the month.
fn events(changes: &[(i64, u32)]) -> Vec<Reading> {
    let mut previous = Decimal::ZERO;
    let mut changes = changes.to_vec();
    changes.sort_by_key(|(hour, _)| *hour);
    let event = |(hour, level): (i64, u32)| {
        let end = Moment::from_millis(june().start().millis() + hour * HOUR);
        let current = Decimal::from(level);
        let quantity = Quantity::Event { previous, current };
        previous = current;
        Reading { start: end, end, quantity }
    };
    changes.into_iter().map(event).collect()
}

/// The days as they are kept of an instance with these periods of its plan.
fn kept_within(readings: &[Reading], periods: &Periods) -> Vec<(u8, DayCount)> {
    let mut days: BTreeMap<u8, DayCount> = BTreeMap::new();
    let mut last = None;
    for reading in readings {
        let ended = last.and_then(|last| periods.ended_between(last, reading.end));
        let day = days.entry(june().day_of(reading.instant()).unwrap()).or_default();
        *day = day.with_after(reading, ended).unwrap();
        last = Some(reading.end);
    }
    days.into_iter().collect()
}

fn hour(hour: i64) -> Moment {
    Moment::from_millis(june().start().millis() + hour * HOUR)
}

fn quantities(tally: &Tally) -> Vec<Metered> {
    let models = MeteringModel::ALL.into_iter();
    models.flat_map(|model| [10, 31].map(|day| tally.quantity(model, june().start_of(day)).unwrap())).collect()
}

proptest! {
    #[test]
    fn kept_days_are_the_month_of_their_records(readings in consumption(), at in 0usize..40) {
        let mut shuffled = readings.clone();
        shuffled.rotate_left(at.min(readings.len()));
        prop_assert_eq!(again(None, &shuffled), counted(&readings));
    }

    #[test]
    fn kept_days_of_events_are_the_month_of_their_events(
        changes in proptest::collection::vec((0i64..720, 0u32..50), 0..30),
        carried in prop::option::of(0u32..50),
    ) {
        let mut readings = events(&changes);
        let carried = carried.map(Decimal::from);
        if let (Some(carried), Some(Reading { quantity: Quantity::Event { previous, .. }, .. })) =
            (carried, readings.first_mut())
        {
            *previous = carried;
        }
        let mut tally = carried.map_or_else(|| Tally::new(june()), |carried| Tally::continuing(june(), carried));
        for reading in &readings {
            tally.record(reading).unwrap();
        }
        prop_assert_eq!(quantities(&again(carried, &readings)), quantities(&tally));
    }

    /// Hour by hour: the level of the last event, unless the plan was left since.
    #[test]
    fn a_level_counts_while_the_plan_in_which_it_was_told_goes_on(
        changes in proptest::collection::vec((0i64..720, 0u32..50), 1..25),
        away in proptest::collection::vec(0i64..720, 0..8),
    ) {
        let away: BTreeSet<i64> = away.into_iter().collect();
        let away: Vec<i64> = away.into_iter().collect();
        let gaps: Vec<(i64, i64)> = away.chunks_exact(2).map(|gap| (gap[0], gap[1])).collect();
        let begins = [-720].into_iter().chain(gaps.iter().map(|(_, back)| *back));
        let ends = gaps.iter().map(|(left, _)| Some(*left)).chain([None]);
        let periods = Periods::new(begins.zip(ends).map(|(from, until)| (hour(from), until.map(hour))));
        let is_away = |at: i64| gaps.iter().any(|(left, back)| (*left + 1..*back).contains(&at));
        let changes: Vec<_> = changes.into_iter().filter(|(at, _)| !is_away(*at)).collect();
        let readings = events(&changes);
        let tally = Tally::of_days_within(june(), None, kept_within(&readings, &periods), &periods).unwrap();
        let level = |now: i64| {
            let last = readings.iter().rfind(|reading| reading.end <= hour(now))?;
            let is_left = gaps.iter().any(|(left, _)| last.end <= hour(*left) && *left <= now);
            let Quantity::Event { current, .. } = last.quantity else { return None };
            (!is_left).then_some(current)
        };
        let total: Decimal = (0..720).filter_map(level).sum();
        let metered = tally.quantity(MeteringModel::StandardAvg, june().end()).unwrap();
        if !readings.is_empty() {
            let milliseconds = 720 * 3_600_000;
            let total = total * Decimal::from(HOUR);
            prop_assert_eq!(metered.counted, Counted::LevelMean { total, milliseconds });
        }
        let days = tally.quantity(MeteringModel::DailyProrationAvg, june().end()).unwrap().days;
        let by_days: Decimal = days.iter().map(|day| day.value).sum();
        prop_assert_eq!((by_days * Decimal::from(24)).round_dp(6), total.round_dp(6));
    }

    #[test]
    fn splitting_a_period_where_nothing_is_left_changes_nothing(
        bounds in proptest::collection::vec(0i64..720, 2..9),
        cut in 0i64..720,
        changes in proptest::collection::vec((0i64..720, 0u32..50), 0..20),
    ) {
        let bounds: BTreeSet<i64> = bounds.into_iter().collect();
        let bounds: Vec<i64> = bounds.into_iter().collect();
        let whole: Vec<_> = bounds.chunks(2).map(|ends| (hour(ends[0]), ends.get(1).copied().map(hour))).collect();
        let at = hour(cut);
        let split = whole.iter().rev().flat_map(|(from, until)| {
            let is_within = *from <= at && until.is_none_or(|until| at <= until);
            if is_within { vec![(at, *until), (*from, Some(at))] } else { vec![(*from, *until)] }
        });
        let (split, whole) = (Periods::new(split), Periods::new(whole.iter().copied()));
        prop_assert_eq!(&split, &whole);
        let readings = events(&changes);
        let month = |periods| Tally::of_days_within(june(), None, kept_within(&readings, periods), periods).unwrap();
        prop_assert_eq!(month(&split), month(&whole));
    }
}

#[test]
fn a_level_ends_with_its_instance() {
    let readings = events(&[(0, 6)]);
    let mut tally = again(None, &readings);
    let quantity = |tally: &Tally, model| tally.quantity(model, june().end()).unwrap().quantity;
    assert_eq!(quantity(&tally, MeteringModel::DailyProrationMax), number("6"));
    tally.end(june().start_of(11)).unwrap();
    assert_eq!(quantity(&tally, MeteringModel::DailyProrationAvg), number("2"), "ten of thirty days");
    assert_eq!(quantity(&tally, MeteringModel::DailyProrationMax), number("2"), "nor on the day on which it is gone");
    assert_eq!(quantity(&tally, MeteringModel::StandardAdd), number("6"), "what was added stays");
    let mut carried = Tally::continuing(june(), number("6"));
    carried.end(june().start()).unwrap();
    for model in [MeteringModel::DailyProrationAvg, MeteringModel::DailyProrationMax, MeteringModel::StandardMax] {
        assert!(quantity(&carried, model).is_zero(), "it was gone before: {model:?}");
    }
    let mut sums = again(None, &[used(june(), 1, 1, "5")]);
    let before = sums.clone();
    sums.end(june().start_of(2)).unwrap();
    assert_eq!(sums, before, "consumption has no end");
}

#[test]
fn a_day_takes_its_own_records_only() {
    let day = DayCount::default().with(&used(june(), 1, 5, "5")).unwrap();
    let told = Tally::of_days_within(june(), None, [(31, day)], &Periods::always());
    assert_eq!(told, Err(MeteringError::OtherMonth));
    let event = events(&[(5, 1)])[0];
    assert_eq!(day.with(&event), Err(MeteringError::Mixed));
    let first = DayCount::default().with(&event).unwrap();
    assert_eq!(first.with(&event), Err(MeteringError::OtherLevel { stored: number("1"), previous: number("0") }));
}

#[test]
fn consumers_are_counted_apart_and_added_up() {
    let of = |quantity| counted(&[used(june(), 3, 1, quantity)]).quantity(MeteringModel::StandardMax, june().end());
    let all = Metered::of_consumers(vec![of("4").unwrap(), of("5").unwrap()]).unwrap().unwrap();
    assert_eq!((all.quantity, all.records), (number("9"), 2));
    assert_eq!(all.days[2].value, number("9"));
    assert_eq!(all.counted, Counted::Consumers { consumers: 2, records: 2 });
    assert_eq!(Metered::of_consumers(Vec::new()).unwrap(), None);
}

//! Days that are kept for themselves tell the same month as its records.

use std::collections::BTreeMap;

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
    Tally::of_days(june(), carried, kept(readings)).unwrap()
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
}

#[test]
fn a_level_ends_with_its_instance() {
    let readings = events(&[(0, 6)]);
    let mut tally = again(None, &readings);
    let quantity = |tally: &Tally, model| tally.quantity(model, june().end()).unwrap().quantity;
    assert_eq!(quantity(&tally, MeteringModel::DailyProrationMax), number("6"));
    tally.end(june().start_of(11)).unwrap();
    assert_eq!(quantity(&tally, MeteringModel::DailyProrationAvg), number("2"), "ten of thirty days");
    assert_eq!(quantity(&tally, MeteringModel::StandardAdd), number("6"), "what was added stays");
    let mut carried = Tally::continuing(june(), number("6"));
    carried.end(june().start()).unwrap();
    assert!(quantity(&carried, MeteringModel::DailyProrationAvg).is_zero(), "it was gone before");
    let mut sums = again(None, &[used(june(), 1, 1, "5")]);
    let before = sums.clone();
    sums.end(june().start_of(2)).unwrap();
    assert_eq!(sums, before, "consumption has no end");
}

#[test]
fn a_day_takes_its_own_records_only() {
    let day = DayCount::default().with(&used(june(), 1, 5, "5")).unwrap();
    assert_eq!(Tally::of_days(june(), None, [(31, day)]), Err(MeteringError::OtherMonth));
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

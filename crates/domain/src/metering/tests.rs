use proptest::prelude::*;

use super::*;
use crate::month::Month;
use crate::number;

const HOUR: i64 = 3_600_000;

mod days;

fn june() -> Month {
    Month::new(2026, 6).unwrap()
}

fn number(text: &str) -> Decimal {
    number::parse(text).unwrap()
}

fn at(month: Month, day: u8, hour: i64) -> Moment {
    Moment::from_millis(month.start_of(day).millis() + hour * HOUR)
}

/// An hour of use that ends at this hour of this day.
fn used(month: Month, day: u8, hour: i64, quantity: &str) -> Reading {
    let end = at(month, day, hour);
    let start = Moment::from_millis(end.millis() - HOUR);
    Reading { start, end, quantity: Quantity::Consumption(number(quantity)) }
}

fn event(month: Month, day: u8, hour: i64, previous: &str, current: &str) -> Reading {
    let at = at(month, day, hour);
    Reading { start: at, end: at, quantity: Quantity::Event { previous: number(previous), current: number(current) } }
}

fn short(quantity: Decimal) -> String {
    quantity.round_dp(5).normalize().to_string()
}

/// The quantity after each reading, as of the reading.
fn running(model: MeteringModel, readings: &[Reading]) -> Vec<String> {
    let mut tally = Tally::new(june());
    readings
        .iter()
        .map(|reading| {
            tally.record(reading).unwrap();
            short(tally.quantity(model, reading.instant()).unwrap().quantity)
        })
        .collect()
}

fn hourly(quantities: &[&str]) -> Vec<Reading> {
    (1..).zip(quantities).map(|(hour, quantity)| used(june(), 1, hour, quantity)).collect()
}

/// The examples of §8.2 for the models that know no days.
#[test]
fn the_worked_examples_of_the_standard_models() {
    let run = |model, quantities: &[&str]| running(model, &hourly(quantities));
    assert_eq!(run(MeteringModel::StandardAdd, &["5"; 5]), ["5", "10", "15", "20", "25"]);
    assert_eq!(run(MeteringModel::StandardAvg, &["4", "0", "5", "3", "3"]), ["4", "2", "3", "3", "3"]);
    assert_eq!(run(MeteringModel::StandardMax, &["5", "10", "0", "15", "1"]), ["5", "10", "10", "15", "15"]);
}

fn daily_avg_example() -> Vec<Reading> {
    let mut readings =
        vec![used(june(), 1, 1, "8"), used(june(), 1, 2, "3"), used(june(), 2, 1, "2"), used(june(), 2, 2, "5")];
    readings.extend((3..=15).map(|day| used(june(), day, 5, "1")));
    readings.extend((16..=30).map(|day| used(june(), day, 5, "0")));
    readings
}

#[test]
fn the_worked_example_of_the_daily_average() {
    let run = running(MeteringModel::DailyProrationAvg, &daily_avg_example());
    assert_eq!(run[..4], ["8", "5.5", "3.75", "4.5"]);
    assert_eq!((run[16].as_str(), run[31].as_str()), ("1.46667", "0.73333"));
}

#[test]
fn the_worked_example_of_the_daily_maximum() {
    let mut readings = vec![used(june(), 1, 1, "0"), used(june(), 1, 2, "1")];
    readings.extend((2..=15).map(|day| used(june(), day, 5, "1")));
    readings.extend((16..=30).map(|day| used(june(), day, 5, "0")));
    let run = running(MeteringModel::DailyProrationMax, &readings);
    assert_eq!(run[..2], ["0", "1"]);
    assert!(run[2..16].iter().all(|quantity| quantity == "1"));
    assert_eq!(run.last().unwrap(), "0.5");
}

#[test]
fn the_worked_example_of_the_monthly_proration() {
    let month = |day| running(MeteringModel::MonthlyProration, &[used(june(), day, 12, "1")]);
    assert_eq!((month(1), month(16)), (vec!["1".to_owned()], vec!["0.5".to_owned()]));
    let mut later = Tally::continuing(june(), number("2"));
    let whole = |tally: &Tally| tally.quantity(MeteringModel::MonthlyProration, june().end()).unwrap();
    assert_eq!(whole(&later).quantity, number("2"), "regardless of use");
    later.record(&used(june(), 20, 1, "3")).unwrap();
    assert_eq!(whole(&later).counted, Counted::FullMonth { units: number("3") });
    assert!(whole(&Tally::new(june())).quantity.is_zero());
}

#[test]
fn the_days_of_the_month_divide_whatever_its_length() {
    for (year, number, days) in [(2026, 2, 28), (2024, 2, 29), (2026, 4, 30), (2026, 5, 31)] {
        let month = Month::new(year, number).unwrap();
        let mut tally = Tally::new(month);
        tally.record(&used(month, days, 5, "1")).unwrap();
        for model in
            [MeteringModel::DailyProrationMax, MeteringModel::DailyProrationAvg, MeteringModel::MonthlyProration]
        {
            let metered = tally.quantity(model, month.end()).unwrap();
            assert_eq!(metered.month_days, days);
            assert_eq!(metered.quantity, Decimal::ONE / Decimal::from(days), "{month} {model:?}");
        }
    }
}

#[test]
fn a_day_without_records_counts_and_a_day_to_come_does_not() {
    let mut tally = Tally::new(june());
    tally.record(&used(june(), 1, 5, "6")).unwrap();
    let as_of = |day| tally.quantity(MeteringModel::DailyProrationMax, at(june(), day, 0)).unwrap();
    assert_eq!((as_of(1).quantity, as_of(3).quantity), (number("6"), number("2")));
    assert_eq!(as_of(3).counted, Counted::DailyHighest { total: number("6"), days: 3 });
    assert_eq!(as_of(3).days.len(), 3);
    let closed = tally.quantity(MeteringModel::DailyProrationMax, Moment::from_millis(i64::MAX)).unwrap();
    assert_eq!((closed.elapsed, closed.quantity), (30, number("0.2")));
}

#[test]
fn a_window_belongs_to_the_day_and_month_of_its_last_millisecond() {
    let last = used(june(), 30, 24, "1");
    assert_eq!(last.end, june().end());
    assert_eq!(june().day_of(last.instant()), Some(30));
    let point = Reading { start: june().end(), end: june().end(), ..last };
    assert_eq!(june().day_of(point.instant()), None);
    let mut tally = Tally::new(june());
    assert_eq!(tally.record(&last), Ok(()));
    assert_eq!(tally.record(&point), Err(MeteringError::OtherMonth));
    let across = Reading { start: Moment::from_millis(june().start().millis() - HOUR), ..used(june(), 1, 1, "1") };
    assert_eq!(tally.record(&across), Ok(()), "it ends in June");
}

#[test]
fn events_tell_a_level_that_persists() {
    let mut tally = Tally::continuing(june(), number("4"));
    tally.record(&event(june(), 2, 12, "4", "10")).unwrap();
    tally.record(&event(june(), 2, 18, "10", "1")).unwrap();
    let as_of = |model, day, hour| short(tally.quantity(model, at(june(), day, hour)).unwrap().quantity);
    assert_eq!(as_of(MeteringModel::StandardAdd, 3, 0), "-3", "what came and went");
    assert_eq!(as_of(MeteringModel::StandardMax, 3, 0), "10");
    // Day 1: 4. Day 2: its highest is 10; 12 h of 4, 6 h of 10 and 6 h of 1 are 4.75 on average. Day 3: 1.
    assert_eq!(as_of(MeteringModel::DailyProrationMax, 3, 0), "5");
    assert_eq!(as_of(MeteringModel::DailyProrationAvg, 3, 12), "3.25");
    assert_eq!(as_of(MeteringModel::DailyProrationAvg, 3, 0), "3.25", "a day that has just begun has its level");
    assert_eq!(as_of(MeteringModel::StandardAvg, 3, 0), "4.375");
    assert_eq!(tally.level(), number("1"));
    let untouched = Tally::continuing(june(), number("7"));
    let whole = untouched.quantity(MeteringModel::DailyProrationAvg, june().end()).unwrap();
    assert_eq!((whole.quantity, whole.records), (number("7"), 0));
}

#[test]
fn a_level_that_ends_a_month_begins_the_next() {
    let mut tally = Tally::new(june());
    tally.record(&event(june(), 30, 23, "0", "3")).unwrap();
    let mut july = Tally::continuing(Month::of(june().end()), tally.level());
    assert_eq!(
        july.record(&event(july.month(), 1, 1, "2", "5")),
        Err(MeteringError::OtherLevel { stored: number("3"), previous: number("2") })
    );
    assert_eq!(july.record(&event(july.month(), 1, 1, "3", "5")), Ok(()));
}

#[test]
fn what_cannot_be_counted_says_why_and_changes_nothing() {
    let mut tally = Tally::new(june());
    tally.record(&event(june(), 5, 0, "0", "3")).unwrap();
    let before = tally.clone();
    let negative = Reading { quantity: Quantity::Consumption(-Decimal::ONE), ..used(june(), 6, 1, "0") };
    for (reading, error) in [
        (event(june(), 4, 0, "3", "4"), MeteringError::Unsorted),
        (used(june(), 6, 1, "1"), MeteringError::Mixed),
        (negative, MeteringError::Negative),
        (event(Month::new(2026, 7).unwrap(), 1, 0, "3", "4"), MeteringError::OtherMonth),
    ] {
        assert_eq!(tally.record(&reading), Err(error));
        assert_eq!(tally, before);
    }
    let mut consumed = Tally::new(june());
    consumed.record(&used(june(), 1, 1, "1")).unwrap();
    assert_eq!(consumed.record(&event(june(), 2, 1, "0", "1")), Err(MeteringError::Mixed));
}

#[test]
fn a_plan_that_changes_within_a_month_is_counted_on_its_own_records() {
    let mut tallies = Tallies::new(june());
    for day in 1..=10 {
        tallies.record(("instance", "small"), &used(june(), day, 5, "1")).unwrap();
    }
    for day in 11..=30 {
        tallies.record(("instance", "large"), &used(june(), day, 5, "1")).unwrap();
    }
    let quantity = |plan| {
        let tally = tallies.get(&("instance", plan)).unwrap();
        short(tally.quantity(MeteringModel::DailyProrationMax, june().end()).unwrap().quantity)
    };
    assert_eq!((quantity("small").as_str(), quantity("large").as_str()), ("0.33333", "0.66667"));
    let first =
        |plan| tallies.get(&("instance", plan)).unwrap().quantity(MeteringModel::MonthlyProration, june().end());
    assert_eq!(short(first("large").unwrap().quantity), "0.66667", "its first month is counted by itself");
    assert_eq!(tallies.iter().count(), 2);
}

#[test]
fn names_are_those_of_definitions() {
    for model in MeteringModel::ALL {
        assert_eq!(MeteringModel::parse(model.name()), Some(model));
        assert_eq!(serde_json::to_string(&model).unwrap(), format!("\"{}\"", model.name()));
    }
    assert_eq!(MeteringModel::parse("SUM"), None);
}

fn consumption() -> impl Strategy<Value = Vec<Reading>> {
    let one = (1u8..=30, 1i64..24, 0u64..1_000_000, 0u32..9);
    proptest::collection::vec(one, 0..40).prop_map(|readings| {
        let reading = |(day, hour, mantissa, scale)| Reading {
            quantity: Quantity::Consumption(Decimal::from_i128_with_scale(i128::from(mantissa), scale)),
            ..used(june(), day, hour, "0")
        };
        readings
            .into_iter()
            .map(|(day, hour, mantissa, scale): (u8, i64, u64, u32)| reading((day, hour, mantissa, scale)))
            .collect()
    })
}

fn counted<'a>(readings: impl IntoIterator<Item = &'a Reading>) -> Tally {
    let mut tally = Tally::new(june());
    readings.into_iter().for_each(|reading| tally.record(reading).unwrap());
    tally
}

proptest! {
    #[test]
    fn consumption_is_counted_alike_in_any_order(readings in consumption(), seed in 0usize..40) {
        let mut shuffled = readings.clone();
        shuffled.reverse();
        let middle = seed.min(shuffled.len());
        shuffled.rotate_left(middle);
        for model in MeteringModel::ALL {
            let quantity = |readings: &[Reading]| counted(readings).quantity(model, june().end()).unwrap();
            prop_assert_eq!(quantity(&readings), quantity(&shuffled));
        }
    }

    #[test]
    fn counting_a_maximum_twice_changes_nothing(readings in consumption()) {
        let quantity = |tally: Tally, model| tally.quantity(model, june().end()).unwrap().quantity;
        for model in [MeteringModel::StandardMax, MeteringModel::DailyProrationMax] {
            let twice = counted(readings.iter().chain(&readings));
            prop_assert_eq!(quantity(twice, model), quantity(counted(&readings), model));
        }
    }

    #[test]
    fn the_mean_lies_between_nothing_and_the_maximum(readings in consumption()) {
        let quantity = |model| counted(&readings).quantity(model, june().end()).unwrap().quantity;
        prop_assert!(quantity(MeteringModel::StandardAvg) <= quantity(MeteringModel::StandardMax));
        prop_assert!(quantity(MeteringModel::DailyProrationAvg) <= quantity(MeteringModel::DailyProrationMax));
        prop_assert!(quantity(MeteringModel::DailyProrationMax) <= quantity(MeteringModel::StandardMax));
    }

    #[test]
    fn a_batch_may_be_split_anywhere(readings in consumption(), at in 0usize..40) {
        let at = at.min(readings.len());
        let mut tally = counted(&readings[..at]);
        readings[at..].iter().for_each(|reading| tally.record(reading).unwrap());
        prop_assert_eq!(tally, counted(&readings));
    }

    #[test]
    fn no_numbers_and_no_times_make_counting_panic(
        readings in proptest::collection::vec((any::<i64>(), any::<i64>(), any::<i128>(), any::<i128>(), 0u32..=28, any::<bool>()), 0..12),
        month in any::<i64>(),
        as_of in any::<i64>(),
    ) {
        let huge = |mantissa: i128, scale| Decimal::try_from_i128_with_scale(mantissa % (1 << 95), scale).unwrap();
        let month = Month::of(Moment::from_millis(month));
        let mut tally = Tally::new(month);
        for (start, end, one, other, scale, is_event) in readings {
            let quantity = if is_event {
                Quantity::Event { previous: tally.level(), current: huge(other, scale).abs() }
            } else {
                Quantity::Consumption(huge(one, scale))
            };
            let within = month.start().millis().saturating_add(end.rem_euclid(31 * 24 * HOUR));
            for (start, end) in [(start, end), (within, within)] {
                let moment = Moment::from_millis;
                let _ = tally.record(&Reading { start: moment(start), end: moment(end), quantity });
            }
        }
        for model in MeteringModel::ALL {
            let _ = tally.quantity(model, Moment::from_millis(as_of));
        }
    }
}

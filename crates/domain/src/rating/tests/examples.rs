//! Worked examples from records to money, each formula of §8.2 to §8.4 with numbers that can be checked by hand.

use super::*;
use uuid::Uuid;

use crate::ids::PlanId;
use crate::metering::Tallies;
use crate::metric::MetricDraft;
use crate::plan::PlanDraft;
use crate::price_book::{PriceBook, PublishedPlan};

const PLAN: PlanId = PlanId::new(Uuid::from_u128(1));

fn month(year: i64, number: u8) -> Month {
    Month::new(year, number).unwrap()
}

/// A record of a day, at noon.
fn on(month: Month, day: u8, quantity: &str) -> Reading {
    let at = Moment::from_millis(month.start_of(day).millis() + 43_200_000);
    Reading { start: at, end: at, quantity: Quantity::Consumption(number(quantity)) }
}

fn counted(month: Month, records: &[(u8, &str)]) -> Tally {
    let mut tally = Tally::new(month);
    for (day, quantity) in records {
        tally.record(&on(month, *day, quantity)).unwrap();
    }
    tally
}

fn line(tariff: &Tariff, tally: &Tally, as_of: Moment) -> Line {
    let metered = tally.quantity(tariff.metering, as_of).unwrap();
    rate(tariff, american(), &[metered]).unwrap().lines.remove(0)
}

/// What a closed month costs.
fn due(tariff: &Tariff, tally: &Tally) -> String {
    line(tariff, tally, tally.month().end()).cost.normalize().to_string()
}

fn at(metering: MeteringModel, pricing: PricingModel, price: &str) -> Tariff {
    Tariff { metering, ..with(pricing, &[("", price)]) }
}

/// A row for each metering model: the same records, five of them, at two dollars.
#[test]
fn one_month_counted_by_every_model() {
    let june = month(2026, 6);
    let tally = counted(june, &[(1, "4"), (1, "0"), (2, "5"), (2, "3"), (4, "3")]);
    for (metering, quantity, cost) in [
        (MeteringModel::StandardAdd, "15", "30"),
        (MeteringModel::StandardMax, "5", "10"),
        (MeteringModel::StandardAvg, "3", "6"),
        // (4 + 5 + 0 + 3) / 30
        (MeteringModel::DailyProrationMax, "0.4", "0.8"),
        // (2 + 4 + 0 + 3) / 30
        (MeteringModel::DailyProrationAvg, "0.3", "0.6"),
        // The highest, from the first day on.
        (MeteringModel::MonthlyProration, "5", "10"),
    ] {
        let line = line(&at(metering, PricingModel::Linear, "2"), &tally, june.end());
        assert_eq!((line.shown, line.cost), (number(quantity), number(cost)), "{metering:?}");
        assert_eq!(line.cost, line.projected, "a month that is over costs what was projected");
    }
}

/// A unit on every day costs the price of the month, one on a single day its part: P / D.
#[test]
fn a_price_of_the_month_is_divided_by_its_own_days() {
    for (of, days, one_day) in [
        (month(2026, 2), 28, "10"),
        (month(2024, 2), 29, "9.66"),
        (month(2026, 6), 30, "9.33"),
        (month(2026, 7), 31, "9.03"),
    ] {
        let every: Vec<(u8, &str)> = (1..=days).map(|day| (day, "1")).collect();
        for metering in [MeteringModel::DailyProrationMax, MeteringModel::DailyProrationAvg] {
            let tariff = at(metering, PricingModel::Proration, "280");
            assert_eq!(due(&tariff, &counted(of, &every)), "280", "{of}");
            assert_eq!(due(&tariff, &counted(of, &[(days, "1")])), one_day, "{of}");
        }
        let first_month = at(MeteringModel::MonthlyProration, PricingModel::Proration, "280");
        assert_eq!(due(&first_month, &counted(of, &[(days, "1")])), one_day, "only the last day is left");
        assert_eq!(due(&first_month, &counted(of, &[(1, "1")])), "280");
    }
}

/// DEC-37: what has accrued is P × Σ / D, on whichever day somebody looks.
#[test]
fn the_cost_to_date_of_a_daily_model_only_grows() {
    let june = month(2026, 6);
    let tally = counted(june, &[(1, "6"), (2, "3"), (3, "0")]);
    let tariff = at(MeteringModel::DailyProrationMax, PricingModel::Proration, "30");
    let on_day = |day| {
        let line = line(&tariff, &tally, Moment::from_millis(june.start_of(day).millis() + 43_200_000));
        (line.cost, line.projected)
    };
    assert_eq!(on_day(3), (number("9"), number("90")));
    assert_eq!(on_day(10), (number("9"), number("27")));
    assert_eq!(on_day(30), (number("9"), number("9")));
}

/// Bytes are sent, megabytes shown, gigabytes charged; a hundred calls make a pack.
#[test]
fn both_scales_and_packs() {
    let june = month(2026, 6);
    let storage = Tariff {
        metering_scale: number("1048576"),
        rating_scale: number("1024"),
        clip: true,
        ..at(MeteringModel::StandardMax, PricingModel::Linear, "0.25")
    };
    let line = line(&storage, &counted(june, &[(3, "524288"), (9, "3221225473")]), june.end());
    assert_eq!((line.packs, line.cost), (number("4"), number("1")), "a byte above three gigabytes is a fourth");
    assert_eq!(due(&storage, &counted(june, &[(3, "524288")])), "0.25", "half a megabyte is one gigabyte");
    let unclipped = Tariff { clip: false, ..storage };
    assert_eq!(due(&unclipped, &counted(june, &[(3, "1610612736")])), "0.38", "1.5 × 0.25 = 0.375");
    let calls = Tariff { rating_scale: number("100"), ..tariff() };
    assert_eq!(due(&calls, &counted(june, &[(1, "150")])), "1.5");
    assert_eq!(due(&Tariff { clip: true, ..calls }, &counted(june, &[(1, "150")])), "2");
}

/// Scale, then cap, then allowances, then packs, then clip, then tiers: any other order gives another amount.
#[test]
fn the_order_of_the_steps_shows_in_the_amount() {
    let june = month(2026, 6);
    let tariff = Tariff {
        metering_scale: number("10"),
        usage_cap: number("5000"),
        instance_free_units: number("900"),
        free_units: number("50"),
        rating_scale: number("100"),
        clip: true,
        ..with(PricingModel::GraduatedTier, &[("10", "1"), ("40", "0.5"), ("", "0.1")])
    };
    // 99,990 / 10 = 9,999 → 5,000 − 900 − 50 = 4,050 → 40.5 → 41 packs → 10 + 30 × 0.5 + 1 × 0.1
    assert_eq!(due(&tariff, &counted(june, &[(1, "99990")])), "25.1");
    let uncapped = Tariff { usage_cap: Decimal::ZERO, ..tariff };
    // 9,999 − 950 = 9,049 → 90.49 → 91 packs → 10 + 15 + 51 × 0.1
    assert_eq!(due(&uncapped, &counted(june, &[(1, "99990")])), "30.1");
    assert_eq!(due(&uncapped, &counted(june, &[(1, "9500")])), "0", "all of it is free");
}

/// §8.4: each plan on its own records, monthly proration with a first month of its own (DEC-31).
#[test]
fn a_plan_that_changes_within_the_month_is_two_bills() {
    let june = month(2026, 6);
    let mut tallies = Tallies::new(june);
    for day in 1..=10 {
        tallies.record("small", &on(june, day, "2")).unwrap();
    }
    for day in 11..=30 {
        tallies.record("large", &on(june, day, "2")).unwrap();
    }
    let bill = |metering, plan, price| due(&at(metering, PricingModel::Linear, price), tallies.get(&plan).unwrap());
    let daily = MeteringModel::DailyProrationMax;
    assert_eq!((bill(daily, "small", "30").as_str(), bill(daily, "large", "60").as_str()), ("20", "80"));
    let add = MeteringModel::StandardAdd;
    assert_eq!((bill(add, "small", "1").as_str(), bill(add, "large", "3").as_str()), ("20", "120"));
    let monthly = MeteringModel::MonthlyProration;
    assert_eq!((bill(monthly, "small", "30").as_str(), bill(monthly, "large", "30").as_str()), ("60", "40"));
}

/// A price that begins with July rates what is attributed to July, to the millisecond (DEC-29).
#[test]
fn a_new_price_rates_what_ends_after_it_began() {
    let (june, july) = (month(2026, 6), month(2026, 7));
    let published = |since, price: &str| {
        let metric = MetricDraft {
            resource_name: "Queries".to_owned(),
            charge_unit: "QUERIES".to_owned(),
            measure: "QUERY".to_owned(),
            prices: vec![vec![price.to_owned()]],
            ..MetricDraft::new()
        };
        let draft = PlanDraft { kind: "metered".to_owned(), metrics: vec![metric], ..PlanDraft::default() };
        PublishedPlan { plan: PLAN, since, draft, approved: true }
    };
    let book = PriceBook::new([published(june.start(), "1"), published(june.start_of(12), "2")]);
    let window = |start: i64, end: i64| Reading {
        start: Moment::from_millis(july.start().millis() + start),
        end: Moment::from_millis(july.start().millis() + end),
        quantity: Quantity::Consumption(number("5")),
    };
    for (reading, of, cost) in [
        (window(-3_600_000, 0), june, "5"),
        (window(-3_600_000, 1), july, "10"),
        (window(0, 0), july, "10"),
        (window(-1, -1), june, "5"),
    ] {
        let price = &book.metric(PLAN, "QUERY", Month::of(reading.instant())).unwrap().prices[0][0];
        let mut tally = Tally::new(of);
        tally.record(&reading).unwrap();
        assert_eq!(due(&at(MeteringModel::StandardAdd, PricingModel::Linear, price), &tally), cost, "{reading:?}");
    }
}

/// DEC-32: a level that rises and falls is charged by its highest, by its mean, or by its days.
#[test]
fn events_are_charged_like_consumption() {
    let june = month(2026, 6);
    let event = |day, previous: &str, current: &str| {
        let at = june.start_of(day);
        Reading {
            start: at,
            end: at,
            quantity: Quantity::Event { previous: number(previous), current: number(current) },
        }
    };
    let mut tally = Tally::new(june);
    for reading in [event(11, "0", "3"), event(21, "3", "1")] {
        tally.record(&reading).unwrap();
    }
    let bill = |metering| due(&at(metering, PricingModel::Linear, "30"), &tally);
    assert_eq!(bill(MeteringModel::StandardMax), "90");
    // Ten days of nothing, ten of three, ten of one. The day of a fall still has the level that it began with.
    assert_eq!(bill(MeteringModel::StandardAvg), "40");
    assert_eq!(bill(MeteringModel::DailyProrationAvg), "40");
    assert_eq!(bill(MeteringModel::DailyProrationMax), "42");
    assert_eq!(bill(MeteringModel::StandardAdd), "30", "what came and went");
}

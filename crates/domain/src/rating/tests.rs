use super::*;
use crate::metering::{Counted, MeteringModel, Quantity, Reading, Tally};
use crate::moment::Moment;
use crate::money::Price;
use crate::month::Month;
use crate::number::parse;

mod examples;
mod properties;

fn number(text: &str) -> Decimal {
    parse(text).unwrap()
}

fn tier(up_to: &str, price: &str) -> Tier {
    Tier { up_to: (!up_to.is_empty()).then(|| number(up_to)), price: Price::parse(price).unwrap() }
}

fn row(country: &str, currency: &str, tiers: &[(&str, &str)]) -> PriceRow {
    let tiers = tiers.iter().map(|(up_to, price)| tier(up_to, price)).collect();
    PriceRow { country: country.parse().unwrap(), currency: currency.parse().unwrap(), tiers }
}

/// Sums, unscaled, at one dollar.
fn tariff() -> Tariff {
    Tariff {
        metering: MeteringModel::StandardAdd,
        metering_scale: Decimal::ONE,
        pricing: PricingModel::Linear,
        rating_scale: Decimal::ONE,
        clip: false,
        is_rated: true,
        instance_free_units: Decimal::ZERO,
        free_units: Decimal::ZERO,
        usage_cap: Decimal::ZERO,
        display_cap: Decimal::ZERO,
        bucket: Bucket::Instance,
        prices: vec![row("USA", "USD", &[("", "1")])],
    }
}

fn buyer(country: &str, currency: &str) -> Buyer {
    Buyer { country: country.parse().unwrap(), currency: currency.parse().unwrap() }
}

fn american() -> Buyer {
    buyer("USA", "USD")
}

/// A month in which this was used, in the unit that is sent.
fn used(quantity: &str) -> Metered {
    Metered { counted: Counted::Sum { records: 1 }, records: 1, ..Metered::assumed(number(quantity)) }
}

fn cost(tariff: &Tariff, usage: &[Metered]) -> Decimal {
    rate(tariff, american(), usage).unwrap().cost().unwrap()
}

const BOUNDS: [(&str, &str); 3] = [("1000", "1"), ("2500", "0.9"), ("10000", "0.75")];
const BLOCKS: [(&str, &str); 3] = [("1000", "0"), ("2500", "2500"), ("10000", "4500")];

fn with(pricing: PricingModel, tiers: &[(&str, &str)]) -> Tariff {
    Tariff { pricing, prices: vec![row("USA", "USD", tiers)], ..tariff() }
}

#[test]
fn the_worked_examples_of_the_pricing_models() {
    let of = |pricing, tiers: &[(&str, &str)]| cost(&with(pricing, tiers), &[used("5000")]);
    assert_eq!(of(PricingModel::Linear, &[("", "1")]), number("5000"));
    assert_eq!(of(PricingModel::SimpleTier, &BOUNDS), number("3750"));
    assert_eq!(of(PricingModel::GraduatedTier, &BOUNDS), number("4225"));
    assert_eq!(of(PricingModel::BlockTier, &BLOCKS), number("4500"));
}

/// P = 30 and D = 30 is 1 for a unit on one day.
#[test]
fn the_worked_example_of_proration() {
    let tariff = Tariff { metering: MeteringModel::DailyProrationMax, ..with(PricingModel::Proration, &[("", "30")]) };
    let june = Month::new(2026, 6).unwrap();
    let mut tally = Tally::new(june);
    let end = june.start_of(4);
    tally.record(&Reading { start: end, end, quantity: Quantity::Consumption(Decimal::ONE) }).unwrap();
    let at = |as_of| {
        let metered = tally.quantity(MeteringModel::DailyProrationMax, as_of).unwrap();
        rate(&tariff, american(), &[metered]).unwrap().lines.remove(0)
    };
    assert_eq!((at(june.end()).cost, at(june.end()).projected), (Decimal::ONE, Decimal::ONE));
    let running = at(june.start_of(10));
    assert_eq!((running.cost, running.projected), (Decimal::ONE, number("3")));
    let accrued = Step::Accrued { projected: number("3"), days: 10, of: 30, amount: Decimal::ONE };
    assert!(running.steps.contains(&accrued), "{:?}", running.steps);
}

#[test]
fn the_bound_belongs_to_its_tier() {
    for (packs, simple, graduated, block) in [
        ("1000", "1000", "1000", "0"),
        ("1000.5", "900.45", "1000.45", "2500"),
        ("2500", "2250", "2350", "2500"),
        ("2500.000000001", "1875.00", "2350.00", "4500"),
        ("10000", "7500", "7975", "4500"),
        ("20000", "15000", "15475", "4500"),
    ] {
        let of = |pricing, tiers| cost(&with(pricing, tiers), &[used(packs)]);
        assert_eq!(of(PricingModel::SimpleTier, &BOUNDS), number(simple), "{packs}");
        assert_eq!(of(PricingModel::GraduatedTier, &BOUNDS), number(graduated), "{packs}");
        assert_eq!(of(PricingModel::BlockTier, &BLOCKS), number(block), "{packs}");
    }
    let beyond = |packs| rate(&with(PricingModel::BlockTier, &BLOCKS), american(), &[used(packs)]).unwrap();
    assert!(!beyond("10000").lines[0].beyond_last && beyond("10000.1").lines[0].beyond_last);
}

#[test]
fn nothing_costs_nothing_but_a_first_block_with_an_amount() {
    for pricing in PricingModel::ALL {
        assert_eq!(cost(&with(pricing, &BOUNDS), &[Metered { records: 0, ..used("0") }]), Decimal::ZERO);
    }
    let paid = with(PricingModel::BlockTier, &[("100", "5"), ("", "9")]);
    assert_eq!(cost(&paid, &[used("0")]), number("5"), "a record of zero came");
    assert_eq!(cost(&paid, &[Metered { records: 0, ..used("0") }]), Decimal::ZERO);
    assert_eq!(cost(&with(PricingModel::SimpleTier, &BOUNDS), &[used("0")]), Decimal::ZERO);
}

#[test]
fn the_worked_examples_of_scale_and_clip() {
    let per_gigabyte = Tariff { rating_scale: number("1024"), clip: true, ..tariff() };
    assert_eq!(cost(&per_gigabyte, &[used("0.5")]), Decimal::ONE, "half a megabyte costs one gigabyte");
    assert_eq!(cost(&per_gigabyte, &[used("1025")]), number("2"));
    assert_eq!(cost(&per_gigabyte, &[used("0")]), Decimal::ZERO, "clip on nothing is nothing");
    let bytes = Tariff { metering_scale: number("1048576"), ..per_gigabyte };
    let line = rate(&bytes, american(), &[used("2147483648")]).unwrap().lines.remove(0);
    assert_eq!((line.shown, line.packs, line.cost), (number("2048"), number("2"), number("2")));
}

/// The estimate of the pricing page: queries in packs of a thousand, ten thousand of them free, in graduated tiers.
#[test]
fn every_step_from_records_to_money_is_told() {
    let queries = Tariff {
        pricing: PricingModel::GraduatedTier,
        rating_scale: number("1000"),
        clip: true,
        instance_free_units: number("10000"),
        prices: vec![row("DEU", "EUR", &[("1000", "0.37"), ("2500", "0.30"), ("", "0.23")])],
        ..tariff()
    };
    let line = rate(&queries, buyer("DEU", "EUR"), &[used("3412300")]).unwrap().lines.remove(0);
    let price = |text| Price::parse(text).unwrap();
    let graduated = |tier, of, packs, amount| Step::GraduatedTier {
        tier,
        price: price(of),
        packs: number(packs),
        amount: number(amount),
    };
    assert_eq!(
        line.steps,
        [
            Step::Counted { how: Counted::Sum { records: 1 }, quantity: number("3412300") },
            Step::InstanceAllowance { units: number("10000"), quantity: number("3402300") },
            Step::Packs { size: number("1000"), packs: number("3402.3") },
            Step::Clip { packs: number("3403") },
            graduated(1, "0.37", "1000", "370"),
            graduated(2, "0.30", "1500", "450"),
            graduated(3, "0.23", "903", "207.69"),
            Step::Rounded { amount: number("1027.69"), currency: "EUR".parse().unwrap(), cost: number("1027.69") },
        ]
    );
    let json = serde_json::to_string(&line.steps[0]).unwrap();
    assert_eq!(json, r#"{"step":"counted","how":{"formula":"sum","records":1},"quantity":"3412300"}"#);
    assert_eq!(serde_json::from_str::<Line>(&serde_json::to_string(&line).unwrap()).unwrap(), line);
}

#[test]
fn the_allowance_of_the_account_is_shared_by_use_and_nothing_of_it_is_lost() {
    let tariff = Tariff { free_units: number("10"), ..tariff() };
    let rating = rate(&tariff, american(), &[used("1"), used("1"), used("1")]).unwrap();
    let units: Vec<Decimal> = rating
        .lines
        .iter()
        .flat_map(|line| &line.steps)
        .filter_map(|step| if let Step::AccountAllowance { units, .. } = step { Some(*units) } else { None })
        .collect();
    assert_eq!(units, [number("3.333333334"), number("3.333333333"), number("3.333333333")]);
    assert_eq!(rating.cost(), Ok(Decimal::ZERO));
    let shares = rate(&tariff, american(), &[used("30"), used("10")]).unwrap();
    assert_eq!(shares.lines.iter().map(|line| line.rateable).collect::<Vec<_>>(), [number("22.5"), number("7.5")]);
    let together = Tariff { bucket: Bucket::Account, ..tariff };
    assert_eq!(cost(&together, &[used("30"), used("10")]), number("30"));
}

#[test]
fn an_account_bucket_prices_the_sum_and_splits_it_into_whole_cents() {
    let tariff = Tariff { bucket: Bucket::Account, ..with(PricingModel::GraduatedTier, &[("10", "1"), ("", "0.5")]) };
    let rating = rate(&tariff, american(), &[used("7"), used("7"), used("7")]).unwrap();
    let [line] = rating.lines.as_slice() else { panic!("one line for the account") };
    assert_eq!(line.cost, number("15.5"));
    let costs: Vec<Decimal> = line.shares.iter().map(|share| share.cost).collect();
    assert_eq!(costs, [number("5.17"), number("5.17"), number("5.16")]);
    assert!(line.steps.contains(&Step::Together { instances: 3, quantity: number("21") }));
    assert!(rate(&tariff, american(), &[]).unwrap().lines.is_empty());
}

#[test]
fn the_cap_ends_what_is_charged_and_the_display_cap_what_is_shown() {
    let tariff = Tariff { usage_cap: number("100"), display_cap: number("120"), ..tariff() };
    let line = rate(&tariff, american(), &[used("150")]).unwrap().lines.remove(0);
    assert_eq!((line.shown, line.rateable, line.cost), (number("120"), number("100"), number("100")));
    assert_eq!(cost(&tariff, &[used("99")]), number("99"));
}

#[test]
fn who_has_no_row_pays_the_base_row_and_without_one_nothing_is_rated() {
    let mut tariff = tariff();
    tariff.prices.push(row("DEU", "EUR", &[("", "0.9")]));
    let verdict = |tariff: &Tariff, buyer| {
        let rating = rate(tariff, buyer, &[used("10")]).unwrap();
        (rating.verdict, rating.cost().unwrap())
    };
    let rated = |country: &str, currency: &str| Verdict::Rated {
        country: country.parse().unwrap(),
        currency: currency.parse().unwrap(),
    };
    assert_eq!(verdict(&tariff, buyer("DEU", "EUR")), (rated("DEU", "EUR"), number("9")));
    assert_eq!(verdict(&tariff, buyer("FRA", "EUR")), (rated("USA", "USD"), number("10")), "nothing is converted");
    tariff.prices.remove(0);
    assert_eq!(verdict(&tariff, american()), (Verdict::Unrated, Decimal::ZERO));
    let shown = Tariff { is_rated: false, ..tariff };
    assert_eq!(verdict(&shown, buyer("DEU", "EUR")), (Verdict::NotCharged, Decimal::ZERO));
}

#[test]
fn each_line_is_rounded_half_up_to_the_minor_unit_of_its_currency() {
    let costs = |currency: &str, price: &str| {
        let tariff = Tariff { prices: vec![row("USA", currency, &[("", price)])], ..tariff() };
        rate(&tariff, buyer("USA", currency), &[used("1"), used("1")]).unwrap().cost().unwrap()
    };
    assert_eq!(costs("USD", "0.005"), number("0.02"), "two lines of a cent");
    assert_eq!(costs("USD", "0.0049"), Decimal::ZERO);
    assert_eq!(costs("JPY", "10.5"), number("22"));
    assert_eq!(costs("KWD", "0.0005"), number("0.002"));
}

#[test]
fn tiers_go_with_sums_highest_and_means_and_proration_with_the_prorated() {
    for metering in MeteringModel::ALL {
        assert!(PricingModel::Linear.goes_with(metering));
        assert_eq!(PricingModel::Proration.goes_with(metering), metering.is_prorated());
        for tiers in [PricingModel::SimpleTier, PricingModel::GraduatedTier, PricingModel::BlockTier] {
            assert_eq!(tiers.goes_with(metering), !metering.is_prorated());
        }
    }
}

#[test]
fn names_are_those_of_definitions() {
    for pricing in PricingModel::ALL {
        assert_eq!(PricingModel::parse(pricing.name()), Some(pricing));
        assert_eq!(serde_json::to_string(&pricing).unwrap(), format!("\"{}\"", pricing.name()));
    }
}

use proptest::prelude::*;

use super::*;
use crate::metering::{Counted, MeteringModel, Quantity, Reading, Tally};
use crate::moment::Moment;
use crate::money::Price;
use crate::month::Month;
use crate::number::{self, parse};

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
fn names_of_other_platforms_are_understood() {
    for pricing in PricingModel::ALL {
        assert_eq!(PricingModel::parse(pricing.name()), Some(pricing));
        assert_eq!(serde_json::to_string(&pricing).unwrap(), format!("\"{}\"", pricing.name()));
    }
    for (name, pricing) in [
        ("Granular Tier", PricingModel::SimpleTier),
        ("step", PricingModel::GraduatedTier),
        ("Block (Step) Tier", PricingModel::BlockTier),
        ("Up to", PricingModel::BlockTier),
        ("monthlyproration", PricingModel::Proration),
        ("Linear Tier", PricingModel::Linear),
    ] {
        assert_eq!(PricingModel::parse_alias(name), Some(pricing), "{name}");
    }
    assert_eq!(PricingModel::parse_alias("flat"), None);
}

#[test]
fn a_record_is_rated_by_the_price_in_force() {
    let june = Month::new(2026, 6).unwrap();
    let versions = Versions::new(vec![(june.end(), "new"), (Moment::from_millis(0), "old")]);
    assert_eq!(versions.at(june.start()), Some((0, &"old")));
    let last = Reading { start: june.start_of(30), end: june.end(), quantity: Quantity::Consumption(Decimal::ONE) };
    assert_eq!(versions.at(last.instant()), Some((0, &"old")), "it ended with June");
    assert_eq!(versions.at(june.end()), Some((1, &"new")));
    assert_eq!(versions.at(Moment::from_millis(-1)), None);
    assert!(Versions::<&str>::may_start(june.end()) && !Versions::<&str>::may_start(june.start_of(2)));
}

fn quantity() -> impl Strategy<Value = Decimal> {
    (0u64..20_000_000_000, 0u32..9)
        .prop_map(|(mantissa, scale)| Decimal::from_i128_with_scale(i128::from(mantissa), scale))
}

fn rising_tiers() -> impl Strategy<Value = Vec<Tier>> {
    proptest::collection::vec((1u32..5_000, 0u32..1_000_000), 1..6).prop_map(|tiers| {
        let last = tiers.len() - 1;
        let mut bound = Decimal::ZERO;
        let tier = |(at, (width, price)): (usize, (u32, u32))| {
            bound += Decimal::from(width);
            let price = Price::parse(&Decimal::new(i64::from(price), 4).to_string()).unwrap();
            Tier { up_to: (at < last).then_some(bound), price }
        };
        tiers.into_iter().enumerate().map(tier).collect()
    })
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    (any::<i128>(), 0u32..=28)
        .prop_map(|(mantissa, scale)| Decimal::try_from_i128_with_scale(mantissa % (1 << 95), scale).unwrap())
}

fn amount(pricing: PricingModel, tiers: &[Tier], packs: Decimal) -> Decimal {
    charge(pricing, tiers, packs, true).unwrap().amount
}

proptest! {
    #[test]
    fn graduated_never_falls(tiers in rising_tiers(), one in quantity(), other in quantity()) {
        let (less, more) = (one.min(other), one.max(other));
        prop_assert!(amount(PricingModel::GraduatedTier, &tiers, less) <= amount(PricingModel::GraduatedTier, &tiers, more));
    }

    #[test]
    fn graduated_does_not_jump_at_a_bound(tiers in rising_tiers()) {
        let step = Decimal::new(1, 9);
        let dearest = tiers.iter().map(|tier| tier.price.decimal()).max().unwrap();
        for bound in tiers.iter().filter_map(|tier| tier.up_to) {
            let graduated = |packs| amount(PricingModel::GraduatedTier, &tiers, packs);
            prop_assert!(graduated(bound + step) - graduated(bound) <= dearest * step);
        }
    }

    #[test]
    fn graduated_steps_add_up(tiers in rising_tiers(), packs in quantity()) {
        let charge = charge(PricingModel::GraduatedTier, &tiers, packs, true).unwrap();
        let packs_of = |step: &Step| if let Step::GraduatedTier { packs, .. } = step { *packs } else { Decimal::ZERO };
        prop_assert_eq!(charge.steps.iter().map(packs_of).sum::<Decimal>(), packs);
        prop_assert_eq!(charge.steps.iter().map(Step::result).sum::<Decimal>(), charge.amount);
    }

    #[test]
    fn one_price_is_the_same_in_every_model_but_the_block(price in 0u32..1_000_000, packs in quantity()) {
        let tiers = [tier("", &Decimal::new(i64::from(price), 4).to_string())];
        let linear = amount(PricingModel::Linear, &tiers, packs);
        prop_assert_eq!(amount(PricingModel::SimpleTier, &tiers, packs), linear);
        prop_assert_eq!(amount(PricingModel::GraduatedTier, &tiers, packs), linear);
    }

    #[test]
    fn what_falls_on_instances_adds_up_to_the_line(
        quantities in proptest::collection::vec(quantity(), 1..12),
        price in 0u32..1_000_000,
        currency in prop::sample::select(vec!["USD", "JPY", "KWD", "CLF"]),
        free in quantity(),
    ) {
        let prices = vec![row("USA", currency, &[("", &Decimal::new(i64::from(price), 4).to_string())])];
        let tariff = Tariff { bucket: Bucket::Account, free_units: free, prices, ..tariff() };
        let usage: Vec<_> = quantities.iter().map(|quantity| Metered { quantity: *quantity, ..used("0") }).collect();
        let rating = rate(&tariff, buyer("USA", currency), &usage).unwrap();
        let units = u32::try_from(Currency::parse(currency).unwrap().minor_units()).unwrap();
        for line in &rating.lines {
            prop_assert_eq!(line.shares.iter().map(|share| share.cost).sum::<Decimal>(), line.cost);
            prop_assert!(line.shares.iter().all(|share| share.cost.round_dp(units) == share.cost));
            prop_assert!(line.shares.iter().all(|share| !share.cost.is_sign_negative() || share.cost.is_zero()));
        }
        let total = rating.cost().unwrap();
        prop_assert_eq!(total.round_dp(units), total);
    }

    #[test]
    fn the_allowance_of_an_account_is_given_out_exactly(
        quantities in proptest::collection::vec(quantity(), 1..12),
        free in quantity(),
    ) {
        let tariff = Tariff { free_units: free, ..tariff() };
        let usage: Vec<_> = quantities.iter().map(|quantity| Metered { quantity: *quantity, ..used("0") }).collect();
        let rating = rate(&tariff, american(), &usage).unwrap();
        let given: Decimal = rating.lines.iter().flat_map(|line| &line.steps).map(|step| match step {
            Step::AccountAllowance { units, .. } => *units,
            _ => Decimal::ZERO,
        }).sum();
        let expected = if quantities.iter().all(Decimal::is_zero) { Decimal::ZERO } else { free };
        prop_assert_eq!(given, expected);
    }

    #[test]
    fn no_numbers_make_rating_panic(
        usage in proptest::collection::vec(any_decimal(), 0..5),
        scales in (any_decimal(), any_decimal()),
        allowances in (any_decimal(), any_decimal(), any_decimal()),
        bounds in proptest::collection::vec(any_decimal(), 0..4),
        (clip, together, daily) in any::<(bool, bool, bool)>(),
    ) {
        let dearest = Price::parse("999999999999999.999999999").unwrap();
        let mut tiers: Vec<Tier> = bounds.iter().map(|bound| Tier { up_to: Some(*bound), price: dearest }).collect();
        tiers.push(Tier { up_to: None, price: dearest });
        for pricing in PricingModel::ALL {
            let tariff = Tariff {
                metering: if daily { MeteringModel::DailyProrationAvg } else { MeteringModel::StandardAdd },
                metering_scale: scales.0,
                pricing,
                rating_scale: scales.1,
                clip,
                instance_free_units: allowances.0,
                free_units: allowances.1,
                usage_cap: allowances.2,
                bucket: if together { Bucket::Account } else { Bucket::Instance },
                prices: vec![PriceRow { tiers: tiers.clone(), ..row("USA", "USD", &[]) }],
                ..tariff()
            };
            let usage: Vec<_> =
                usage.iter().map(|quantity| Metered { quantity: *quantity, elapsed: 7, ..used("0") }).collect();
            if let Ok(rating) = rate(&tariff, american(), &usage) {
                let _ = (rating.cost(), rating.projected());
            }
        }
    }

    #[test]
    fn a_quantity_that_people_may_type_is_always_rated(packs in 0u64..1_000_000_000_000, price in 0u32..1_000_000) {
        let tariff = with(PricingModel::Linear, &[("", &number::grouped(Decimal::new(i64::from(price), 2), 0).replace(',', ""))]);
        prop_assert!(rate(&tariff, american(), &[used(&packs.to_string())]).is_ok());
    }
}

//! What holds for all numbers.

use proptest::prelude::*;

use super::*;
use crate::number;

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

    /// §8.4 word for word: T = Σ p × (min(Q, q) − the bound before)⁺, with the last tier open.
    #[test]
    fn tiers_follow_their_formulas(tiers in rising_tiers(), packs in quantity()) {
        let mut below = Decimal::ZERO;
        let mut graduated = Decimal::ZERO;
        let mut own = None;
        for tier in &tiers {
            let end = tier.up_to.unwrap_or(Decimal::MAX);
            graduated += tier.price.decimal() * (packs.min(end) - below).max(Decimal::ZERO);
            own = own.or((below < packs && packs <= end).then_some(tier.price.decimal()));
            below = end;
        }
        let own = own.unwrap_or_default();
        let block = if packs.is_zero() { tiers[0].price.decimal() } else { own };
        prop_assert_eq!(amount(PricingModel::GraduatedTier, &tiers, packs), graduated);
        prop_assert_eq!(amount(PricingModel::SimpleTier, &tiers, packs), own * packs);
        prop_assert_eq!(amount(PricingModel::BlockTier, &tiers, packs), block);
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

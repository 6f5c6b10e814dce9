//! The rules of the price table: tiers, countries and currencies, prices.

use rust_decimal::Decimal;

use crate::field::{self, Field};
use crate::findings::{Finding, Findings};
use crate::metric::{MetricDraft, OPEN_BOUND, PlaceDraft, whole};
use crate::money::{BASE_COUNTRY, BASE_CURRENCY, Price};
use crate::number::{self, half_up, product};
use crate::plan::{check_country, check_currency, check_price};
use crate::rating::PricingModel;
use crate::rule::metric as rule;

/// The most rows of a price list; rows beyond cannot be told apart by their field any more.
const MOST_PLACES: usize = 100;
const MOST_TIERS: usize = 50;

impl MetricDraft {
    pub(super) fn check_tiers(&self, found: &mut Findings, row: u8) {
        let tiers = self.tiers();
        if tiers > MOST_TIERS {
            found.push(Finding::new(Field::MetricTiers(row), rule::TOO_MANY_TIERS).naming(tiers));
        }
        if !self.pricing().is_some_and(PricingModel::has_tiers) {
            if self.pricing().is_some() && tiers > 1 {
                found.push(Finding::new(Field::MetricTiers(row), rule::LINEAR_WITH_TIERS).naming(tiers));
            }
            return;
        }
        let mut before: Option<u64> = None;
        for at in 0..tiers.min(MOST_TIERS) {
            let (field, text) = (Field::MetricBound(row, field::row(at)), self.bound(at));
            let is_last = at + 1 == tiers;
            if text.trim().is_empty() {
                if !is_last {
                    found.push(Finding::new(field, rule::BOUND_MISSING));
                }
                continue;
            }
            match whole(text) {
                Some(OPEN_BOUND) if is_last => {}
                Some(bound) if bound < OPEN_BOUND => {
                    if let Some(before) = before.filter(|before| bound <= *before) {
                        found.push(Finding::new(field, rule::BOUND_NOT_RISING).naming(bound).naming(before));
                    } else if is_last {
                        found.push(Finding::new(field, rule::LAST_TIER_CLOSED).naming(bound));
                    }
                    before = Some(bound);
                }
                _ => {
                    let meant = number::meant(text).filter(|meant| whole(meant).is_some());
                    let fault = Finding::new(field, rule::BOUND_NOT_WHOLE).naming(text);
                    found.push(fault.suggesting(meant.unwrap_or_default()));
                }
            }
        }
    }

    pub(super) fn check_places(&self, found: &mut Findings, row: u8) {
        let field = Field::MetricPlaces(row);
        let listed: Vec<_> = self.places.iter().enumerate().filter(|(at, _)| self.is_listed(*at)).collect();
        let is_charged = self.shown_only != "yes";
        if listed.is_empty() {
            if is_charged {
                found.push(Finding::new(field, rule::PLACES_MISSING));
            }
            return;
        }
        let is_base = |place: &PlaceDraft| *place == PlaceDraft::base();
        if is_charged && !listed.iter().any(|(_, place)| is_base(place)) {
            found.push(Finding::new(field, rule::BASE_PLACE_MISSING).naming(BASE_COUNTRY).naming(BASE_CURRENCY));
        }
        if listed.len() > MOST_PLACES {
            found.push(Finding::new(field, rule::TOO_MANY_PLACES).naming(listed.len()));
        }
        for (at, place) in listed.into_iter().take(MOST_PLACES) {
            let number = field::row(at);
            let country = Field::MetricCountry(row, number);
            check_country(found, country, &place.country);
            check_currency(found, Field::MetricCurrency(row, number), &place.currency);
            let is_told = !place.country.is_empty() && !place.currency.is_empty();
            if is_told && self.places[..at].contains(place) {
                found.push(Finding::new(country, rule::PLACE_TWICE).naming(&place.country).naming(&place.currency));
            }
            let tiers = if self.pricing().is_some_and(PricingModel::has_tiers) { self.tiers() } else { 1 };
            for tier in 0..tiers.min(MOST_TIERS) {
                let field = Field::MetricPrice(row, number, field::row(tier));
                check_price(found, field, self.price(at, tier), rule::METRIC_PRICE_MISSING);
            }
        }
    }

    /// A row of the price table that is not empty.
    pub(in crate::metric) fn is_listed(&self, place: usize) -> bool {
        let priced =
            || self.prices.get(place).is_some_and(|prices| prices.iter().any(|price| !price.trim().is_empty()));
        self.places.get(place).is_some_and(|draft| !draft.is_blank()) || priced()
    }

    /// §8.4: with simple tiers more may cost less: one pack more where packs are whole, and the least bit more otherwise.
    /// Told once, of the first place and bound.
    pub(super) fn check_drops(&self, found: &mut Findings, row: u8) {
        if self.pricing() != Some(PricingModel::SimpleTier) {
            return;
        }
        let more = if self.clip == "yes" { Decimal::ONE } else { Decimal::ZERO };
        let drop = (0..self.places.len().min(MOST_PLACES)).find_map(|place| {
            (1..self.tiers().min(MOST_TIERS)).find_map(|tier| {
                let bound = Decimal::from(self.upper_bound(tier - 1)?);
                let price = |tier| Price::parse(self.price(place, tier)).ok().map(Price::decimal);
                let before = product(price(tier - 1)?, bound).ok()?;
                let after = product(price(tier)?, bound.checked_add(more)?).ok()?;
                (after < before).then(|| (bound, half_up(before, 2), half_up(after, 2)))
            })
        });
        found.extend(drop.map(|(bound, before, after)| {
            let fault = Finding::new(Field::MetricTiers(row), rule::SIMPLE_TIER_DROPS);
            fault.naming(number::grouped(bound, 0)).naming(number::grouped(before, 2)).naming(number::grouped(after, 2))
        }));
    }
}

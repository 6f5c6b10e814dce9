//! Where an account is at home and in what it pays (§8.4, DEC-39): what somebody typed, and by which of the places that
//! were set over time a month is charged. As with prices (§10), what is set within a month holds from the next one, so
//! that nobody pays by two rows of a price list in one month.

use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::moment::Moment;
use crate::money::{Country, Currency};
use crate::month::Month;
use crate::rating::Buyer;
use crate::rule::RuleId;
use crate::rule::account as rule;

/// Country and currency as typed; letter case and blanks around a code do not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AccountPlaceDraft {
    /// ISO 3166-1 alpha-3
    pub country: String,
    /// ISO 4217
    pub currency: String,
}

impl AccountPlaceDraft {
    pub fn check(&self) -> Findings {
        let mut found = Findings::new();
        let country = (rule::PLACE_COUNTRY_MISSING, rule::PLACE_COUNTRY_UNKNOWN);
        code(&mut found, Field::PlaceCountry, &self.country, country, self.country().is_some());
        let currency = (rule::PLACE_CURRENCY_MISSING, rule::PLACE_CURRENCY_UNKNOWN);
        code(&mut found, Field::PlaceCurrency, &self.currency, currency, self.currency().is_some());
        found
    }

    /// `None` if one of them is no code.
    pub fn buyer(&self) -> Option<Buyer> {
        Some(Buyer { country: self.country()?, currency: self.currency()? })
    }

    fn country(&self) -> Option<Country> {
        Country::parse(&self.country.trim().to_uppercase())
    }

    fn currency(&self) -> Option<Currency> {
        Currency::parse(&self.currency.trim().to_uppercase())
    }
}

fn code(found: &mut Findings, field: Field, typed: &str, (missing, unknown): (RuleId, RuleId), is_known: bool) {
    if typed.trim().is_empty() {
        found.push(Finding::new(field, missing));
    } else if !is_known {
        found.push(Finding::new(field, unknown).naming(typed.trim()));
    }
}

/// Every place that an account set, each with the moment at which it did, in that order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places(Vec<(Moment, Buyer)>);

impl Places {
    /// `set` in the order in which it was.
    pub fn new(set: Vec<(Moment, Buyer)>) -> Self {
        Self(set)
    }

    /// Nobody has set any yet: the base row of every price list holds.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// By which a month is charged: the place that was set last before it began or, where all came later, the one that
    /// was set first.
    pub fn in_month(&self, month: Month) -> Buyer {
        let (before, later) = month.split(&self.0);
        before.last().or_else(|| later.first()).map_or(Buyer::BASE, |(_, place)| *place)
    }

    /// What was set last, whether or not it holds yet.
    pub fn latest(&self) -> Option<Buyer> {
        self.0.last().map(|(_, place)| *place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn june() -> Month {
        Month::new(2026, 6).unwrap()
    }

    fn buyer(country: &str, currency: &str) -> Buyer {
        Buyer { country: country.parse().unwrap(), currency: currency.parse().unwrap() }
    }

    #[test]
    fn a_place_that_is_set_within_a_month_holds_from_the_next_one() {
        let (germany, japan) = (buyer("DEU", "EUR"), buyer("JPN", "JPY"));
        let may = june().previous();
        let places = Places::new(vec![
            (may.start_of(3), Buyer::BASE),
            (may.start_of(20), germany),
            (june().start_of(12), japan),
        ]);
        let held = [may.previous(), may, june(), june().next()].map(|month| places.in_month(month));
        assert_eq!(held, [Buyer::BASE, Buyer::BASE, germany, japan], "before the first one, the first one");
        assert_eq!(places.latest(), Some(japan));
        let at_midnight = Places::new(vec![(may.start_of(3), germany), (june().start(), japan)]);
        assert_eq!(at_midnight.in_month(june()), japan, "the first moment of the month counts");
    }

    #[test]
    fn who_has_set_nothing_pays_the_base_row() {
        let places = Places::default();
        assert_eq!((places.in_month(june()), places.latest(), places.is_empty()), (Buyer::BASE, None, true));
    }

    #[test]
    fn codes_are_read_however_they_are_written() {
        let typed = |country: &str, currency: &str| AccountPlaceDraft {
            country: country.to_owned(),
            currency: currency.to_owned(),
        };
        assert_eq!(typed(" deu ", "Eur").buyer(), Some(buyer("DEU", "EUR")));
        assert_eq!((typed("DE", "EUR").buyer(), typed("DEU", "").buyer()), (None, None));
    }
}

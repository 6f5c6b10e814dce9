//! An estimate: quantities of a month that somebody expects, and what a metered plan would charge for them. It is the
//! rating of §8.3 and §8.4, with an assumed quantity in place of a metered one.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::metering::Metered;
use crate::metric::Metric;
use crate::money::{BASE_COUNTRY, BASE_CURRENCY, Currency};
use crate::number::{self, TooLarge, nearly};
use crate::rating::{Buyer, Rating, Verdict, rate};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// One for each metric.
    pub lines: Vec<EstimateLine>,
    /// One for each currency that occurs: nothing is converted.
    pub totals: Vec<(Currency, Decimal)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimateLine {
    pub metric: String,
    pub unit: String,
    pub rating: Rating,
}

/// Quantities are those of one instance, in the unit of their metric; one that is missing is zero.
pub fn estimate(metrics: &[Metric], buyer: Buyer, quantities: &[Decimal]) -> Result<Estimate, TooLarge> {
    let mut estimate = Estimate { lines: Vec::new(), totals: Vec::new() };
    for (at, metric) in metrics.iter().enumerate() {
        let quantity = quantities.get(at).copied().unwrap_or_default();
        let rating = rate(&metric.tariff, buyer, &[Metered::assumed(quantity)])?;
        if let Verdict::Rated { currency, .. } = rating.verdict {
            let cost = rating.projected()?;
            match estimate.totals.iter_mut().find(|(known, _)| *known == currency) {
                Some((_, total)) => *total = nearly(*total, cost)?,
                None => estimate.totals.push((currency, cost)),
            }
        }
        estimate.lines.push(EstimateLine { metric: metric.name.clone(), unit: metric.unit.clone(), rating });
    }
    Ok(estimate)
}

/// Everybody for whom a metric has a row of their own, the base first; each once.
pub fn buyers(metrics: &[Metric]) -> Vec<Buyer> {
    let rows = metrics.iter().flat_map(|metric| &metric.tariff.prices);
    let mut buyers: Vec<Buyer> = Vec::new();
    for row in rows {
        let buyer = Buyer { country: row.country, currency: row.currency };
        if !buyers.contains(&buyer) {
            buyers.push(buyer);
        }
    }
    buyers.sort_by_key(|buyer| {
        let is_base = buyer.country.code() == BASE_COUNTRY && buyer.currency.code() == BASE_CURRENCY;
        (!is_base, buyer.country, buyer.currency)
    });
    buyers
}

/// A quantity as somebody typed it into an estimate: `3,412,300` is meant as well as `3412300`. `None` if it is none.
pub fn typed_quantity(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let is_grouped = text.chars().all(|c| c.is_ascii_digit() || " ,.'’\u{a0}\u{202f}".contains(c));
    number::parse(text).ok().or_else(|| number::parse(&number::meant(text).filter(|_| is_grouped)?).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn metrics() -> Vec<Metric> {
        sample::metered().draft.charged_metrics().map(|(_, metric)| metric).collect()
    }

    fn number(text: &str) -> Decimal {
        number::parse(text).unwrap()
    }

    fn buyer(country: &str, currency: &str) -> Buyer {
        Buyer { country: country.parse().unwrap(), currency: currency.parse().unwrap() }
    }

    #[test]
    fn an_estimate_is_what_the_month_would_cost() {
        let estimate = estimate(&metrics(), buyer("USA", "USD"), &[number("3412300"), number("120")]).unwrap();
        let costs: Vec<_> = estimate.lines.iter().map(|line| line.rating.cost().unwrap()).collect();
        assert_eq!(costs, [number("1105.75"), number("33.6")]);
        assert_eq!(estimate.totals, [("USD".parse().unwrap(), number("1139.35"))]);
    }

    #[test]
    fn currencies_are_never_added_up() {
        let estimate = estimate(&metrics(), buyer("DEU", "EUR"), &[number("3412300"), number("120")]).unwrap();
        let euros = ("EUR".parse().unwrap(), number("1027.69"));
        assert_eq!(estimate.totals, [euros, ("USD".parse().unwrap(), number("33.6"))]);
    }

    #[test]
    fn what_is_not_told_is_nothing() {
        let estimate = estimate(&metrics(), buyer("USA", "USD"), &[]).unwrap();
        assert_eq!(estimate.totals, [("USD".parse().unwrap(), Decimal::ZERO)]);
    }

    #[test]
    fn everybody_with_a_row_can_be_chosen_and_the_base_comes_first() {
        assert_eq!(buyers(&metrics()), [buyer("USA", "USD"), buyer("DEU", "EUR")]);
    }

    #[test]
    fn quantities_are_read_as_people_write_them() {
        for (text, quantity) in [("3,412,300", "3412300"), (" 1.5 ", "1.5"), ("0", "0"), ("1 000", "1000")] {
            assert_eq!(typed_quantity(text), Some(number(quantity)), "{text}");
        }
        for text in ["", "-1", "many", "9999999999999999", "1e9"] {
            assert_eq!(typed_quantity(text), None, "{text}");
        }
    }
}

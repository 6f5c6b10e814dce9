//! Adjustments (DEC-41): what the billing desk adds to a statement, or takes off it, for a service as a whole. Records are
//! immutable, and so is an adjustment: a wrong one is put right by another.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Charged, LinePlace, Outcome, StatementLine};
use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::money::{Country, Currency};
use crate::number::{self, NumberError, half_up};
use crate::rating::{Line, Verdict};
use crate::rule::statement as rule;
use crate::shape::{self, Text};

/// The most of a reason, in characters: it is one line of a statement.
pub const LONGEST_REASON: usize = 500;

/// An adjustment as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AdjustmentDraft {
    /// The programmatic name of the service that it is about.
    pub offering: String,
    /// As decimal text; one below zero takes something off.
    pub amount: String,
    /// ISO 4217
    pub currency: String,
    /// For the customer to read.
    pub reason: String,
}

impl AdjustmentDraft {
    /// `offerings` and `currencies` are those that the form offers.
    pub fn check(&self, offerings: &[&str], currencies: &[Currency]) -> Findings {
        let mut found = Findings::new();
        let (field, missing) = (Field::AdjustmentOffering, rule::OFFERING_MISSING);
        shape::choice(&mut found, field, &self.offering, offerings, missing);
        let codes: Vec<&str> = currencies.iter().map(|currency| currency.code()).collect();
        let (field, missing) = (Field::AdjustmentCurrency, rule::CURRENCY_MISSING);
        let currency = shape::choice(&mut found, field, &self.currency, &codes, missing).and_then(Currency::parse);
        self.check_amount(&mut found, currency);
        let reason = Text::line(LONGEST_REASON).required(rule::REASON_MISSING);
        shape::text(&mut found, Field::AdjustmentReason, &self.reason, reason);
        found
    }

    fn check_amount(&self, found: &mut Findings, currency: Option<Currency>) {
        let (field, typed) = (Field::AdjustmentAmount, self.amount.trim());
        if typed.is_empty() {
            found.push(Finding::new(field, rule::AMOUNT_MISSING));
            return;
        }
        let too_fine = || {
            let whose = currency.map_or("the currency", Currency::code);
            Finding::new(field, rule::AMOUNT_TOO_FINE).naming(typed).naming(whose)
        };
        match (signed(typed), currency) {
            (Err(NumberError::TooFine(_)), _) => found.push(too_fine()),
            (Err(NumberError::TooLarge(digits)), _) => {
                found.push(Finding::new(field, rule::AMOUNT_TOO_LARGE).naming(digits));
            }
            (Err(NumberError::NotANumber | NumberError::Negative), _) => {
                found.push(Finding::new(field, rule::AMOUNT_NOT_A_NUMBER).naming(typed));
            }
            (Ok(amount), _) if amount.is_zero() => found.push(Finding::new(field, rule::AMOUNT_ZERO)),
            (Ok(amount), Some(currency)) => {
                let paid = half_up(amount, currency.minor_units());
                if paid != amount {
                    found.push(too_fine().suggesting(paid.to_string()));
                }
            }
            (Ok(_), None) => {}
        }
    }

    /// Its line on the statement of an account that is at home in `country`; `None` if amount or currency cannot be read.
    pub fn line(&self, place: LinePlace, country: Country) -> Option<StatementLine> {
        let (amount, currency) = (signed(self.amount.trim()).ok()?, Currency::parse(&self.currency)?);
        let line = Line {
            steps: Vec::new(),
            shown: Decimal::ONE,
            rateable: Decimal::ONE,
            packs: Decimal::ONE,
            cost: amount,
            projected: amount,
            beyond_last: false,
            shares: Vec::new(),
        };
        Some(StatementLine {
            place,
            charged: Charged::Adjustment { reason: self.reason.trim().to_owned() },
            instances: Vec::new(),
            outcome: Outcome::Reckoned { verdict: Verdict::Rated { country, currency }, line },
        })
    }
}

/// Reads `12.50`, `-12.50` and, as word processors write it, `−12.50`.
fn signed(text: &str) -> Result<Decimal, NumberError> {
    match text.strip_prefix(['-', '−']) {
        Some(digits) => number::parse(digits).map(|amount| -amount),
        None => number::parse(text.strip_prefix('+').unwrap_or(text)),
    }
}

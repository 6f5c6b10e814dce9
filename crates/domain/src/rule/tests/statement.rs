//! What the billing desk puts right.

use super::{Case, case, prove};
use crate::findings::{Finding, Findings};
use crate::money::Currency;
use crate::rule::statement as rule;
use crate::statement::AdjustmentDraft;

pub(super) fn found() -> Findings {
    let good = AdjustmentDraft {
        offering: "northwind-vector".to_owned(),
        amount: "-12.50".to_owned(),
        currency: "USD".to_owned(),
        reason: "Counted twice.".to_owned(),
    };
    let currencies = [Currency::BASE, Currency::parse("JPY").unwrap()];
    prove(&good, |draft| draft.check(&["northwind-vector"], &currencies), &cases())
}

#[test]
fn every_rule_of_adjustments_holds() {
    assert!(found().iter().any(Finding::is_missing));
}

fn cases() -> Vec<Case<AdjustmentDraft>> {
    vec![
        case(rule::OFFERING_MISSING, |d| d.offering.clear(), |d| d.offering = "another".into()),
        case(rule::AMOUNT_MISSING, |d| d.amount = " ".into(), |d| d.amount = "0".into()),
        case(rule::AMOUNT_NOT_A_NUMBER, |d| d.amount = "--5".into(), |d| d.amount = " −5 ".into()),
        case(rule::AMOUNT_ZERO, |d| d.amount = "-0.00".into(), |d| d.amount = "-0.01".into()),
        case(
            rule::AMOUNT_TOO_FINE,
            |d| (d.amount, d.currency) = ("12.5".into(), "JPY".into()),
            |d| (d.amount, d.currency) = ("12.0".into(), "JPY".into()),
        ),
        case(rule::AMOUNT_TOO_FINE, |d| d.amount = "0.0000000001".into(), |d| d.amount = "0.0100000000".into()),
        case(
            rule::AMOUNT_TOO_LARGE,
            |d| d.amount = "-1000000000000000".into(),
            |d| d.amount = "-999999999999999.99".into(),
        ),
        case(rule::CURRENCY_MISSING, |d| d.currency.clear(), |d| d.currency = "EUR".into()),
        case(rule::REASON_MISSING, |d| d.reason = "\t".into(), |d| d.reason = "x".into()),
    ]
}

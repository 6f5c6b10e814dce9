//! What-if (issue 5 §5): what a month would have come to by other prices, account by account beside what it came to. Both
//! sides are lines of statements; here they are only compared.

use core::cmp::Ordering;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{StatementLine, Total, totals};
use crate::money::Currency;
use crate::number::{half_up, nearly, product, quotient};

/// Two sums in one currency; nothing is converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub currency: Currency,
    /// By what was published; `None` beyond what can be told exactly.
    pub now: Option<Decimal>,
    /// By the draft.
    pub then: Option<Decimal>,
}

/// Which way an account's bill goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    Less,
    Same,
    More,
    /// More in one currency and less in another, or beyond what can be told.
    Unclear,
}

/// What one account would pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChange {
    /// The number that stands for the account.
    pub account: usize,
    /// One for each currency that occurs on either side.
    pub changes: Vec<Change>,
    pub course: Course,
    /// The draft has no price for some of it.
    pub is_unrated: bool,
}

/// A month by what was published and by a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhatIf {
    pub accounts: Vec<AccountChange>,
    /// Over all accounts, one for each currency.
    pub totals: Vec<Change>,
}

impl WhatIf {
    /// Of each account its number, its lines by what was published, and its lines by the draft.
    pub fn of(accounts: &[(usize, Vec<StatementLine>, Vec<StatementLine>)]) -> Self {
        let all_now = totals(accounts.iter().flat_map(|(_, now, _)| now));
        let all_then = totals(accounts.iter().flat_map(|(.., then)| then));
        let account = |(account, now, then): &(usize, Vec<StatementLine>, Vec<StatementLine>)| {
            let changes = beside(&totals(now), &totals(then));
            let is_unrated = then.iter().any(StatementLine::is_unrated);
            AccountChange { account: *account, course: course(&changes), changes, is_unrated }
        };
        Self { accounts: accounts.iter().map(account).collect(), totals: beside(&all_now, &all_then) }
    }

    /// How many accounts go that way.
    pub fn count(&self, course: Course) -> usize {
        self.accounts.iter().filter(|account| account.course == course).count()
    }
}

impl Change {
    /// What is paid more; below zero: less.
    pub fn difference(&self) -> Option<Decimal> {
        nearly(self.then?, -self.now?).ok()
    }

    /// The difference in percent of what is paid now, to one decimal; `None` where nothing is.
    pub fn percent(&self) -> Option<Decimal> {
        let share = quotient(self.difference()?, self.now?).ok()?;
        Some(half_up(product(share, Decimal::ONE_HUNDRED).ok()?, 1).normalize())
    }

    fn ordering(&self) -> Option<Ordering> {
        Some(self.then?.cmp(&self.now?))
    }
}

/// The currencies of what is paid now, then those that are new.
fn beside(now: &[Total], then: &[Total]) -> Vec<Change> {
    let cost = |totals: &[Total], currency: Currency| {
        totals.iter().find(|total| total.currency == currency).map_or(Some(Decimal::ZERO), |total| total.cost)
    };
    let mut changes: Vec<Change> = Vec::new();
    for Total { currency, .. } in now.iter().chain(then) {
        if changes.iter().all(|known| known.currency != *currency) {
            let (now, then) = (cost(now, *currency), cost(then, *currency));
            changes.push(Change { currency: *currency, now, then });
        }
    }
    changes
}

fn course(changes: &[Change]) -> Course {
    let mut all = Course::Same;
    for change in changes {
        let one = match change.ordering() {
            Some(Ordering::Less) => Course::Less,
            Some(Ordering::Equal) => continue,
            Some(Ordering::Greater) => Course::More,
            None => Course::Unclear,
        };
        all = if all == Course::Same || all == one { one } else { Course::Unclear };
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::InstanceId;
    use crate::plan::{AmountDraft, PlanDraft};
    use crate::rating::Buyer;
    use crate::statement::{Fee, FeeDays, LinePlace, fee_line};

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn euros() -> Buyer {
        Buyer { country: "DEU".parse().unwrap(), currency: "EUR".parse().unwrap() }
    }

    /// A month's fee of a plan with these prices, as the buyer pays it.
    fn fee(prices: &[(&str, &str, &str)], buyer: Buyer) -> StatementLine {
        let amount = |(country, currency, price): &(&str, &str, &str)| AmountDraft {
            country: (*country).to_owned(),
            currency: (*currency).to_owned(),
            price: (*price).to_owned(),
        };
        let plan = PlanDraft { amounts: prices.iter().map(amount).collect(), ..PlanDraft::default() };
        let days = FeeDays { charged: 30, of: 30 };
        let instance = InstanceId::new(uuid::Uuid::from_u128(1));
        let place = LinePlace::of_service(String::new(), String::new(), String::new());
        fee_line(&place, buyer, &Fee { plan: &plan, instance, name: String::new(), days })
    }

    fn dollars(price: &str) -> Vec<StatementLine> {
        vec![fee(&[("USA", "USD", price)], Buyer::BASE)]
    }

    #[test]
    fn accounts_stand_beside_each_other_with_what_changes() {
        let what_if = WhatIf::of(&[
            (0, dollars("40"), dollars("50")),
            (1, dollars("40"), dollars("30")),
            (2, dollars("40"), dollars("40")),
            (3, dollars("3"), Vec::new()),
        ]);
        let told: Vec<_> = what_if.accounts.iter().map(|one| (one.account, one.course)).collect();
        assert_eq!(told, [(0, Course::More), (1, Course::Less), (2, Course::Same), (3, Course::Less)]);
        let [total] = what_if.totals.as_slice() else { panic!("{:?}", what_if.totals) };
        assert_eq!((total.now, total.then), (Some(number("123")), Some(number("120"))));
        assert_eq!((total.difference(), total.percent()), (Some(number("-3")), Some(number("-2.4"))));
        let counted = [Course::More, Course::Less, Course::Same, Course::Unclear].map(|course| what_if.count(course));
        assert_eq!(counted, [1, 2, 1, 0]);
    }

    #[test]
    fn another_currency_is_another_sum_and_nobody_is_told_which_is_more() {
        let rows = [("USA", "USD", "40"), ("DEU", "EUR", "36")];
        let what_if = WhatIf::of(&[(0, vec![fee(&rows[..1], euros())], vec![fee(&rows, euros())])]);
        let account = &what_if.accounts[0];
        let sums: Vec<_> = account.changes.iter().map(|one| (one.currency.code(), one.now, one.then)).collect();
        let (zero, some) = (Some(Decimal::ZERO), |text| Some(number(text)));
        assert_eq!(sums, [("USD", some("40"), zero), ("EUR", zero, some("36"))]);
        assert_eq!((account.course, account.changes[1].percent()), (Course::Unclear, None));
    }

    #[test]
    fn what_has_no_price_in_the_draft_is_marked() {
        let what_if = WhatIf::of(&[(0, dollars("40"), vec![fee(&[], Buyer::BASE)])]);
        assert!(what_if.accounts[0].is_unrated && what_if.accounts[0].course == Course::Less);
        assert!(!WhatIf::of(&[(0, vec![fee(&[], Buyer::BASE)], dollars("1"))]).accounts[0].is_unrated);
    }
}

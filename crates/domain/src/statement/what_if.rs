//! What-if: what a month would have come to by other prices, account by account beside what it came to. Both
//! sides are lines of statements; here they are only compared.

use core::cmp::Ordering;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{StatementLine, Total, added_up, totals};
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
    /// By the order of their courses, and then of their numbers: all of them, or a page.
    pub accounts: Vec<AccountChange>,
    /// How many accounts go each way that any goes.
    pub counts: Vec<(Course, usize)>,
    /// Over all accounts, one for each currency.
    pub totals: Vec<Change>,
    /// Where the next page begins; `None`: there is none.
    pub next: Option<String>,
}

/// Accounts that are compared one after the other; only their sums are kept.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    accounts: Vec<AccountChange>,
    now: Vec<Total>,
    then: Vec<Total>,
}

impl Comparison {
    /// An account with its number, its lines by what was published, and its lines by the draft.
    pub fn add(&mut self, account: usize, now: &[StatementLine], then: &[StatementLine]) {
        let is_unrated = then.iter().any(StatementLine::is_unrated);
        let (now, then) = (totals(now), totals(then));
        let changes = beside(&now, &then);
        self.accounts.push(AccountChange { account, course: course(&changes), changes, is_unrated });
        self.now = added_up(self.now.drain(..).chain(now));
        self.then = added_up(self.then.drain(..).chain(then));
    }

    /// The accounts after `after`, which is a `next` or empty, at most `most`, and the sums over all. What is no place
    /// begins at the first.
    pub fn page(mut self, after: &str, most: usize) -> WhatIf {
        self.accounts.sort_by_key(AccountChange::place);
        let going = |way: Course| self.accounts.iter().filter(|account| account.course == way).count();
        let counts = Course::ALL.map(|way| (way, going(way)));
        let after = AccountChange::parse_place(after);
        let later = self.accounts.iter().filter(|account| after.is_none_or(|after| account.place() > after));
        let mut accounts: Vec<AccountChange> = later.take(most.saturating_add(1)).cloned().collect();
        let has_more = accounts.len() > most;
        accounts.truncate(most);
        WhatIf {
            next: accounts.last().filter(|_| has_more).map(AccountChange::cursor),
            accounts,
            counts: counts.into_iter().filter(|(_, accounts)| *accounts > 0).collect(),
            totals: beside(&self.now, &self.then),
        }
    }
}

impl WhatIf {
    /// How many accounts go that way.
    pub fn count(&self, course: Course) -> usize {
        self.counts.iter().find(|(way, _)| *way == course).map_or(0, |(_, accounts)| *accounts)
    }
}

impl Course {
    /// Those that want to be told first come first.
    pub const ALL: [Self; 4] = [Self::More, Self::Unclear, Self::Less, Self::Same];
}

impl AccountChange {
    /// Where it stands among all.
    fn place(&self) -> (usize, usize) {
        let way = Course::ALL.iter().position(|way| *way == self.course);
        (way.unwrap_or(Course::ALL.len()), self.account)
    }

    /// Its place as an address says it: `2-17`.
    fn cursor(&self) -> String {
        let (way, account) = self.place();
        format!("{way}-{account}")
    }

    fn parse_place(cursor: &str) -> Option<(usize, usize)> {
        let (way, account) = cursor.split_once('-')?;
        Some((way.parse().ok()?, account.parse().ok()?))
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

    fn comparison(accounts: &[(usize, Vec<StatementLine>, Vec<StatementLine>)]) -> Comparison {
        let mut all = Comparison::default();
        for (account, now, then) in accounts {
            all.add(*account, now, then);
        }
        all
    }

    /// On one page.
    fn compared(accounts: &[(usize, Vec<StatementLine>, Vec<StatementLine>)]) -> WhatIf {
        comparison(accounts).page("", usize::MAX)
    }

    #[test]
    fn the_pages_show_each_account_once_and_the_sums_of_all() {
        let bills = |number: usize| (number, dollars("40"), dollars(["30", "50"][number % 2]));
        let accounts: Vec<_> = (0..7).map(bills).collect();
        let all = comparison(&accounts);
        let (mut seen, mut after, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let page = all.clone().page(&after, 3);
            assert_eq!((page.count(Course::More), page.count(Course::Less)), (3, 4));
            assert_eq!(page.totals, compared(&accounts).totals);
            seen.extend(page.accounts.iter().map(|one| one.account));
            pages += 1;
            let Some(next) = page.next else { break };
            after = next;
        }
        assert_eq!((seen, pages), (vec![1, 3, 5, 0, 2, 4, 6], 3));
        for nowhere in ["x", "1", "-1", "0-", "1-2-3", "99999999999999999999-1"] {
            assert_eq!(all.clone().page(nowhere, 3), all.clone().page("", 3), "{nowhere}");
        }
        assert_eq!(all.page("9-9", 3).accounts, [], "there is nothing after it");
        assert_eq!(Comparison::default().page("", 3), WhatIf::default());
    }

    #[test]
    fn accounts_stand_beside_each_other_with_what_changes() {
        let what_if = compared(&[
            (0, dollars("40"), dollars("50")),
            (1, dollars("40"), dollars("30")),
            (2, dollars("40"), dollars("40")),
            (3, dollars("3"), Vec::new()),
        ]);
        let told: Vec<_> = what_if.accounts.iter().map(|one| (one.account, one.course)).collect();
        assert_eq!(told, [(0, Course::More), (1, Course::Less), (3, Course::Less), (2, Course::Same)]);
        let [total] = what_if.totals.as_slice() else { panic!("{:?}", what_if.totals) };
        assert_eq!((total.now, total.then), (Some(number("123")), Some(number("120"))));
        assert_eq!((total.difference(), total.percent()), (Some(number("-3")), Some(number("-2.4"))));
        let counted = [Course::More, Course::Less, Course::Same, Course::Unclear].map(|course| what_if.count(course));
        assert_eq!(counted, [1, 2, 1, 0]);
    }

    #[test]
    fn another_currency_is_another_sum_and_nobody_is_told_which_is_more() {
        let rows = [("USA", "USD", "40"), ("DEU", "EUR", "36")];
        let what_if = compared(&[(0, vec![fee(&rows[..1], euros())], vec![fee(&rows, euros())])]);
        let account = &what_if.accounts[0];
        let sums: Vec<_> = account.changes.iter().map(|one| (one.currency.code(), one.now, one.then)).collect();
        let (zero, some) = (Some(Decimal::ZERO), |text| Some(number(text)));
        assert_eq!(sums, [("USD", some("40"), zero), ("EUR", zero, some("36"))]);
        assert_eq!((account.course, account.changes[1].percent()), (Course::Unclear, None));
    }

    #[test]
    fn what_has_no_price_in_the_draft_is_marked() {
        let what_if = compared(&[(0, dollars("40"), vec![fee(&[], Buyer::BASE)])]);
        assert!(what_if.accounts[0].is_unrated && what_if.accounts[0].course == Course::Less);
        assert!(!compared(&[(0, vec![fee(&[], Buyer::BASE)], dollars("1"))]).accounts[0].is_unrated);
    }
}

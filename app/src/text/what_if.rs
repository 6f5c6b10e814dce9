//! Words of the page that rates a month by the draft of a plan.

use rust_decimal::Decimal;
use slipway_domain::money::shown;
use slipway_domain::number::grouped;
use slipway_domain::statement::{Change, Course};

use super::plural;

pub const TITLE: &str = "What if";
pub const PLAN: &str = "Open the plan";
pub const REQUEST: &str = "Open the request";
/// Where a reviewer came from a request.
pub const HANDED_IN: &str = "The plan is taken as it was handed in, whatever its draft says by now.";
pub const LEAD: &str = "A month as it was used, rated by the draft of the plan beside what was published for it. \
                        Nothing of it is charged: it serves the notice about a change of prices. Months are those of \
                        UTC.";
pub const STILL_COMES: &str = "Records for this month may still come.";
pub const NOTHING: &str = "Nobody used the plan in this month, and no fee was due.";
pub const INCOMPLETE: &str = "The draft is incomplete";
pub const INCOMPLETE_WHY: &str =
    "What has no metric or price that can be read costs nothing below. Complete the plan to compare it.";
pub const TOTALS: &str = "All accounts together";
pub const ACCOUNTS: &str = "Account by account";
pub const ACCOUNTS_SUB: &str = "who pays more comes first";
pub const ACCOUNT: &str = "Account";
pub const CURRENCY: &str = "Currency";
pub const NOW: &str = "As published";
pub const THEN: &str = "By the draft";
pub const DIFFERENCE: &str = "Difference";
pub const PERCENT: &str = "In percent";
pub const COURSE: &str = "Pays";
pub const PAGES: &str = "Pages of accounts";
pub const FIRST_PAGE: &str = "First accounts";
pub const NEXT_PAGE: &str = "More accounts";
pub const UNRATED: &str = "some of it has no price in the draft";

/// "What a month of Gold would have cost by this request"
pub fn link_of_request(plan: &str) -> String {
    format!("What a month of {plan} would have cost by this request")
}

/// "What a month of Gold would have cost by this draft"
pub fn link(plan: &str) -> String {
    format!("What a month of {plan} would have cost by this draft")
}

pub fn title(plan: &str) -> String {
    format!("{TITLE}: {plan}")
}

/// "Account 3": who it is, is not the provider's to know.
pub fn account(number: usize) -> String {
    format!("Account {}", number + 1)
}

pub const fn course(course: Course) -> &'static str {
    match course {
        Course::Less => "less",
        Course::Same => "the same",
        Course::More => "more",
        Course::Unclear => "in another currency, or more than can be told",
    }
}

/// "2 accounts pay more, 1 account pays less, 4 accounts pay the same."
pub fn counted(counts: &[(Course, usize)]) -> String {
    let told = |(way, count): &(Course, usize)| {
        let verb = if *count == 1 { "pays" } else { "pay" };
        (*count > 0).then(|| format!("{} {verb} {}", plural(*count, "account"), course(*way)))
    };
    format!("{}.", counts.iter().filter_map(told).collect::<Vec<_>>().join(", "))
}

/// "+ USD 5.00", "− USD 30.00"; nothing beyond what can be told.
pub fn difference(change: &Change) -> Option<String> {
    let difference = change.difference()?;
    Some(format!("{}{}", sign(difference), shown(change.currency, difference.abs())))
}

/// "− 17.9%"; nothing where nothing is paid now.
pub fn percent(change: &Change) -> Option<String> {
    let percent = change.percent()?;
    Some(format!("{}{}%", sign(percent), grouped(percent.abs(), 1)))
}

fn sign(number: Decimal) -> &'static str {
    match number {
        number if number.is_zero() => "",
        number if number.is_sign_negative() => "− ",
        _ => "+ ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_with_its_sign() {
        let change = |now: i64, then: i64| Change {
            currency: "USD".parse().unwrap(),
            now: Some(Decimal::new(now, 2)),
            then: Some(Decimal::new(then, 2)),
        };
        let told = |change: &Change| (difference(change).unwrap(), percent(change).unwrap_or_default());
        assert_eq!(told(&change(14_000, 11_500)), ("− USD 25.00".to_owned(), "− 17.9%".to_owned()));
        assert_eq!(told(&change(2_000, 2_500)), ("+ USD 5.00".to_owned(), "+ 25.0%".to_owned()));
        assert_eq!(told(&change(2_000, 2_000)), ("USD 0.00".to_owned(), "0.0%".to_owned()));
        assert_eq!(told(&change(0, 2_000)), ("+ USD 20.00".to_owned(), String::new()));
    }

    #[test]
    fn accounts_are_counted_by_which_way_they_go() {
        let counts = [(Course::More, 2), (Course::Less, 1), (Course::Same, 0)];
        assert_eq!(counted(&counts), "2 accounts pay more, 1 account pays less.");
    }
}

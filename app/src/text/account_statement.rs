//! Words of the billing desk's page about the statement of an account, and of its list of what needs a person.

use slipway_domain::statement::Why;

pub const LEAD: &str = "What the account owes for a month, over all services, before tax. Months are those of UTC.";
pub const ADJUST: &str = "Adjust this statement";
pub const ADJUST_LEAD: &str = "Something is added to the month, or taken off it, as a line of its own. It stays: put a wrong one right by another.";
pub const NOTHING_USED: &str = "The account has used no service: there is nothing to adjust.";
pub const SERVICE: &str = "Service";
pub const NO_SERVICE: &str = "Choose a service";
pub const AMOUNT: &str = "Amount";
pub const AMOUNT_HELP: &str = "With a minus before it, it is taken off: -12.50.";
pub const CURRENCY: &str = "Currency";
pub const REASON: &str = "Reason";
pub const REASON_HELP: &str = "The customer reads it on the statement; the provider reads the amount alone.";
pub const ADJUST_NOW: &str = "Add the adjustment";

pub const UNSETTLED_SUB: &str =
    "of this month and the one before it, looked for every hour: nothing is charged for them, or not what was used";
pub const ACCOUNT: &str = "Account";
pub const MONTH: &str = "Month";
pub const CHARGE: &str = "Charge";
pub const LINES: &str = "Lines";
pub const WHY: &str = "Why";

/// "Lines that need a person (3)"
pub fn unsettled(count: usize) -> String {
    format!("Lines that need a person ({count})")
}

pub const fn why(why: Why) -> &'static str {
    match why {
        Why::BeyondLast => "The quantity lies above the last block; the amount of that block is charged.",
        Why::Unrated => "There is no price for the account, and no base price.",
        Why::TooLarge => "The numbers are too large to be reckoned exactly.",
        Why::Unread => "What was reported has no metric that can be read.",
    }
}

pub fn more(more: usize) -> String {
    format!("{more} more are not shown.")
}

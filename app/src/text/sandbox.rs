//! Words of the metering sandbox.

use rust_decimal::Decimal;
use slipway_domain::metric::MetricDraft;
use slipway_domain::money::shown;
use slipway_domain::month::Month;
use slipway_domain::number::grouped;
use slipway_domain::sandbox::pattern::Pattern;
use slipway_domain::sandbox::{Channel, MOST_ENTRIES, SavedMeasure, Setting};
use slipway_domain::view::SandboxRecord;

use super::plural;

pub const TITLE: &str = "Metering sandbox";
pub const LEAD: &str = "Send test usage of a made-up instance and see what becomes of each record and what the month comes \
                        to. Nothing of it reaches a statement.";
pub const LINK_SUMMARY: &str = "Try out what usage of this plan comes to, with the prices as they are saved";
pub const TO_PLAN: &str = "Back to the plan";
pub const NO_METRIC: &str = "The plan has nothing to measure yet";
pub const NO_METRIC_WHY: &str = "Complete a metric and save the plan. Until then every record is answered with 404.";
pub const MAY_LOOK: &str = "You can look at this sandbox";

pub const NONE: &str = "No sandbox is open";
pub const NONE_WHY: &str = "A sandbox is one month of one made-up instance of this plan.";
pub const OPEN: &str = "Open a sandbox";
pub const OPEN_ANEW: &str = "Open a new one";
pub const OPEN_ANEW_SUMMARY: &str = "With another month or price list. This one and its records are gone then";
pub const OPEN_NOW: &str = "Open";
pub const MONTH: &str = "Month";
pub const MONTH_HELP: &str = "Year and month, 2026-06. Days and months are those of UTC.";
pub const DAY_MADE: &str = "Instance made on day";
pub const DAY_MADE_HELP: &str = "Records before it are outside of its lifetime.";
pub const BUYER: &str = "Prices for";

pub const CLOCK: &str = "Clock";
pub const NEXT_DAY: &str = "Next day";
pub const TO_THE_END: &str = "To the end of the month";
pub const MONTH_IS_OVER: &str = "The month is over. Empty the sandbox to begin again.";
pub const KEEP: &str = "Keep as evidence";
pub const NOTHING_TO_KEEP: &str = "No record has arrived yet.";
pub const FAIL: &str = "Answer the next record with 500";
pub const FAILS: &str = "The next record that the service sends with its key is answered with 500 and not kept.";
pub const FAILED: &str =
    "A record was answered with 500 and not kept. Let the service send it again before you keep the run.";
pub const RESENT: &str = "The record that was answered with 500 came again.";
pub const NOT_RESENT: &str = "The record that was answered with 500 did not come again.";
pub const EMPTY: &str = "Empty";
pub const EMPTY_SURE: &str =
    "All records are taken out and the clock goes back to the first day. Runs that were kept stay.";
pub const EMPTY_NOW: &str = "Empty the sandbox";

pub const DAYS: &str = "The month day by day";
pub const DAYS_SUB: &str = "each day as of its end";
pub const DAY: &str = "Day";
pub const ARRIVED: &str = "Records";
pub const ACCEPTED: &str = "Accepted";
pub const COST: &str = "Cost to date";

pub const NO_RECORDS: &str = "No record arrived on this day.";
pub const FROM: &str = "From";
pub const UNTIL: &str = "Until";
pub const USED: &str = "Used";
pub const CAME: &str = "Came by";
pub const VERDICT: &str = "Verdict";
pub const UNREADABLE: &str = "not readable";
pub const EARLIER: &str = "Earlier records";
pub const LATER: &str = "Later records";
pub const PAGES: &str = "Pages of records";

pub const SEND: &str = "Send test usage";
pub const RECORD: &str = "One record";
pub const RECORD_LEAD: &str =
    "It arrives now by the clock of the sandbox. Leave out the measures that it does not tell of.";
pub const START: &str = "Start, UTC";
pub const END: &str = "End, UTC";
pub const TIME_HELP: &str = "2026-06-01T13:00. The same moment twice for events and for what is charged by the month.";
pub const CONSUMER: &str = "Consumer";
pub const CONSUMER_HELP: &str = "For measures that are counted for each consumer, and no others.";
pub const SEND_RECORD: &str = "Send record";
pub const PATTERN: &str = "A month of a pattern";
pub const PATTERN_LEAD: &str =
    "For every measure of the plan. Each record arrives at its end: let the clock go on to see them.";
pub const SHAPE: &str = "Pattern";
pub const AMOUNT: &str = "Quantity";
pub const AMOUNT_HELP: &str = "In the unit that is sent.";
pub const GENERATE: &str = "Generate";
pub const BATCH: &str = "Records as JSON";
pub const BATCH_SUMMARY: &str = "The body that the interface takes: an array of 1 to 100 records";
pub const BATCH_LABEL: &str = "Body";
pub const SEND_BATCH: &str = "Send records";
pub const CURL: &str = "With your API key";
pub const CURL_SUMMARY: &str = "What your automation would send, at the address of the sandbox";
pub const CURL_LEAD: &str = "Set SLIPWAY to the address of this console and TOKEN to a token of your API key, then paste the \
                             line. What is accepted counts as sent by the service itself.";
pub const INSTANCE: &str = "Instance";
pub const REGION: &str = "Region";

pub const SAVED: &str = "Runs kept as evidence";
pub const SAVED_SUB: &str = "newest first";
pub const KEPT_AT: &str = "Kept";
pub const BY: &str = "By";
pub const CAME_TO: &str = "What it came to";
pub const STANDING: &str = "Standing";
pub const CURRENT: &str = "As the plan charges now";
pub const STALE: &str = "The plan charges something else now";

/// "May 2026, end of day 3 of 31"
pub fn clock(setting: &Setting, day: u8) -> String {
    format!("{}, end of day {day} of {}", setting.month.start().month(), setting.month.days())
}

/// "744 records, 720 of them arrive later; 2,000 are the most."
pub fn holds(entries: usize, waiting: usize) -> String {
    let later = match (entries, waiting) {
        (_, 0) => String::new(),
        (1, _) => ", which arrives later".to_owned(),
        (_, 1) => ", 1 of them arrives later".to_owned(),
        (_, waiting) => format!(", {waiting} of them arrive later"),
    };
    let most = grouped(Decimal::from(MOST_ENTRIES), 0);
    format!("{}{later}; {most} are the most.", plural(entries, "record"))
}

/// "Records of day 3"
pub fn records_of(day: u8) -> String {
    format!("Records of day {day}")
}

/// "As of the end of 3 May 2026"
pub fn as_of(day: u8, month: Month) -> String {
    format!("As of the end of {}", month.start_of(day).date())
}

pub fn look_at(day: u8) -> String {
    format!("Look at day {day}")
}

pub const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Form => "page",
        Channel::Key => "API key",
        Channel::Pattern => "pattern",
    }
}

/// "201 accepted"
pub fn verdict(record: &SandboxRecord) -> String {
    let code = record.code.replace('_', " ");
    let same = if record.is_identical { ", identical" } else { "" };
    format!("{} {code}{same}", record.status)
}

pub const fn pattern(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Hourly => "Steady, every hour",
        Pattern::Daily => "Steady, one record a day",
        Pattern::WorkingHours => "Working hours, Monday to Friday",
        Pattern::Growing => "Growing from day to day",
        Pattern::Spikes => "Steady with a spike a week",
    }
}

/// "QUERY: used", or the level after an event.
pub fn quantity(metric: &MetricDraft) -> String {
    if metric.is_event() { format!("{}: level after", metric.measure) } else { format!("{}: used", metric.measure) }
}

pub fn previous(metric: &MetricDraft) -> String {
    format!("{}: level before", metric.measure)
}

/// "QUERY: 744 from 744 records, 720 with the API key, 1 duplicate; USD 12.00"
pub fn came_to(measure: &SavedMeasure) -> String {
    let quantity = measure.quantity.map_or_else(|| "nothing".to_owned(), |quantity| grouped(quantity, 0));
    let records = plural(measure.accepted, "record");
    let key = if measure.with_key == 0 { String::new() } else { format!(", {} with the API key", measure.with_key) };
    let again = match measure.duplicates {
        0 => String::new(),
        count => format!(", {}", plural(count, "duplicate")),
    };
    let cost = measure.cost.map_or_else(String::new, |(currency, cost)| format!("; {}", shown(currency, cost)));
    format!("{}: {quantity} from {records}{key}{again}{cost}", measure.measure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_record_is_not_some_of_many() {
        let told = [(1, 0), (1, 1), (744, 1), (744, 720)].map(|(entries, waiting)| holds(entries, waiting));
        assert_eq!(
            told,
            [
                "1 record; 2,000 are the most.",
                "1 record, which arrives later; 2,000 are the most.",
                "744 records, 1 of them arrives later; 2,000 are the most.",
                "744 records, 720 of them arrive later; 2,000 are the most.",
            ]
        );
    }
}

//! Words of the gap monitor: what services have to report of their instances, and what they have not.

use slipway_domain::gap::{Duty, Standing, Window};
use slipway_domain::view::MeasureReport;

use super::plural;

pub const TITLE: &str = "Instances that have not reported";
pub const SUB: &str = "for more than two hours, the longest gap first";
pub const NONE_LATE: &str = "No active instance has been silent for more than two hours.";
pub const INSTANCE: &str = "Instance";
pub const PLAN: &str = "Plan";
pub const MEASURE: &str = "Measure";
pub const LAST: &str = "Last report";
pub const NEVER: &str = "never";
pub const SINCE: &str = "Gap since";
pub const DUTY: &str = "Duty";
pub const STATE: &str = "State";
pub const DUTIES: &str = "What is to be reported";
pub const DUTIES_SUB: &str = "of each active instance, by plan";
pub const LATE: &str = "Some instances have not reported for more than two hours";
pub const LATE_WHY: &str = "A record is accepted until 48 hours after its end; what comes later is not charged.";
pub const SEE: &str = "See which ones";
pub const CAN_BE_SENT: &str = "It can still be sent: a record is accepted until 48 hours after its end.";

pub const fn duty(duty: Duty) -> &'static str {
    match duty {
        Duty::Hourly => "every hour",
        Duty::Monthly => "once a month",
        Duty::AtEvents => "when it changes",
    }
}

pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::NothingDue => "Nothing due",
        Standing::Reporting => "Reporting",
        Standing::Late => "Late",
        Standing::Silent => "Silent",
    }
}

/// The same of one instance, as a sentence.
pub const fn of_instance(standing: Standing) -> &'static str {
    match standing {
        Standing::NothingDue => "No hourly reports are due for this instance",
        Standing::Reporting => "This instance reports as it should",
        Standing::Late => "This instance has not reported for more than two hours",
        Standing::Silent => "This instance has not reported for more than a day",
    }
}

/// "QUERY is reported up to 12 May 2026, 14:02 UTC."
pub fn reported(report: &MeasureReport) -> String {
    match report.reported.filter(|at| *at >= report.since) {
        Some(at) => format!("{} is reported up to {}.", report.measure, at.long()),
        None => format!("{} has not been reported since {}.", report.measure, report.since.long()),
    }
}

/// "QUERY is missing from 12 May 2026, 14:00 UTC to 12 May 2026, 17:00 UTC."
pub fn missed(measure: &str, gap: Window) -> String {
    format!("{measure} is missing from {} to {}.", gap.from.long(), gap.until.long())
}

/// Below a list that was cut.
pub fn more(lines: usize) -> String {
    format!("and {lines} more {}", if lines == 1 { "line" } else { "lines" })
}

/// "3 instances have not reported", on the dashboard.
pub fn late_instances(count: usize) -> String {
    let have = if count == 1 { "has" } else { "have" };
    format!("{} {have} not reported", plural(count, "instance"))
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use slipway_domain::moment::Moment;

    use super::*;

    #[test]
    fn a_report_says_up_to_when_and_one_that_never_came_since_when_it_is_due() {
        let since = Moment::from_millis(1_778_594_520_000);
        let of = |reported| MeasureReport {
            measure: "QUERY".to_owned(),
            duty: Duty::Hourly,
            standing: Standing::Late,
            reported,
            since,
        };
        assert_eq!(reported(&of(Some(since))), "QUERY is reported up to 12 May 2026, 14:02 UTC.");
        let due = "QUERY has not been reported since 12 May 2026, 14:02 UTC.";
        let before = since.minus(Duration::from_hours(9));
        assert_eq!([reported(&of(None)), reported(&of(Some(before)))], [due, due], "before it was enabled again");
    }

    #[test]
    fn instances_are_counted_in_one_sentence() {
        assert_eq!(late_instances(1), "1 instance has not reported");
        assert_eq!(late_instances(3), "3 instances have not reported");
        assert_eq!([more(1), more(2)], ["and 1 more line", "and 2 more lines"]);
    }
}

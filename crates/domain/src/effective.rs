//! From when until when a price holds (§4.9, §4.10). It begins and ends with a month, because a month has one price
//! (§8.4, §10); a metric that says no day of its own has that of its plan.

use time::Date;
use time::macros::format_description;

use crate::field::Field;
use crate::findings::{Finding, Findings};
use crate::month::Month;
use crate::rule::{RuleId, metric as rule};

/// The first and the last day as they are typed, `2026-06-01`; an empty one is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effective<'a> {
    pub from: &'a str,
    pub until: &'a str,
}

impl<'a> Effective<'a> {
    /// With the days of `plan` where this says none.
    #[must_use]
    pub fn or(self, plan: Self) -> Self {
        let own = |day: &'a str, otherwise: &'a str| if day.trim().is_empty() { otherwise } else { day };
        Self { from: own(self.from, plan.from), until: own(self.until, plan.until) }
    }

    /// Whether the price holds in a month, as far as it says from when until when it does.
    pub fn holds_in(self, month: Month) -> bool {
        month_of(self.from).is_none_or(|from| from <= month) && !self.has_ended(month)
    }

    /// Whether the price ended before a month.
    pub fn has_ended(self, month: Month) -> bool {
        month_of(self.until).is_some_and(|until| until < month)
    }

    /// The first and the last month in which the price holds; `None`: open.
    pub(crate) fn months(self) -> [Option<Month>; 2] {
        [self.from, self.until].map(month_of)
    }

    /// `first` and `last` are the fields of the two days.
    pub(crate) fn check(self, found: &mut Findings, first: Field, last: Field) {
        let (from, until) = (date(self.from), date(self.until));
        let fault = |field: Field, rule: RuleId, text: &str| Finding::new(field, rule).naming(text);
        let is_last_day = |day: Date| day.next_day().is_none_or(|next| next.day() == 1);
        match from {
            None if self.from.trim().is_empty() => {}
            None => found.push(fault(first, rule::FROM_NOT_A_DATE, self.from)),
            Some(from) if from.day() != 1 => found.push(fault(first, rule::FROM_WITHIN_A_MONTH, self.from)),
            Some(_) => {}
        }
        match until {
            None if self.until.trim().is_empty() => {}
            None => found.push(fault(last, rule::UNTIL_NOT_A_DATE, self.until)),
            Some(until) if from.is_some_and(|from| until <= from) => {
                found.push(fault(last, rule::UNTIL_BEFORE_FROM, self.until));
            }
            Some(until) if !is_last_day(until) => {
                let end = until
                    .replace_day(until.month().length(until.year()))
                    .map_or_else(|_| String::new(), |day| day.to_string());
                found.push(fault(last, rule::UNTIL_WITHIN_A_MONTH, self.until).suggesting(end));
            }
            Some(_) => {}
        }
    }
}

fn month_of(text: &str) -> Option<Month> {
    date(text).and_then(|day| Month::new(day.year().into(), day.month().into()))
}

fn date(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_its_own_goes_before_that_of_the_plan() {
        let own = Effective { from: "2026-07-01", until: " " };
        let plan = Effective { from: "2026-05-01", until: "2026-08-31" };
        assert_eq!(own.or(plan), Effective { from: "2026-07-01", until: "2026-08-31" });
        let months = [6, 7, 8, 9].map(|month| Month::new(2026, month).unwrap());
        assert_eq!(months.map(|month| own.or(plan).holds_in(month)), [false, true, true, false]);
        assert_eq!(months.map(|month| Effective::default().holds_in(month)), [true; 4]);
    }
}

//! Calendar months and their days in UTC: the periods of metering (§8.2). The calendar is that of `time`; there is no
//! clock and no time zone.

use core::fmt;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::moment::Moment;

/// What came before, and what came later.
pub type Sides<'a, T> = (&'a [(Moment, T)], &'a [(Moment, T)]);

const DAY: i64 = 86_400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month {
    year: i32,
    /// 1 to 12.
    number: u8,
}

impl Month {
    /// `None` unless `number` is 1 to 12 and the year one that the calendar has: -9999 to 9999.
    pub fn new(year: i64, number: u8) -> Option<Self> {
        let month = Self { year: i32::try_from(year).ok()?, number };
        ((1..=12).contains(&number) && month.first().is_some()).then_some(month)
    }

    /// The month in which a moment lies; the first or the last that the calendar has, if it lies beyond them.
    pub fn of(moment: Moment) -> Self {
        let seconds = moment.millis().div_euclid(1_000);
        let beyond = if seconds < 0 { Date::MIN } else { Date::MAX };
        let date = OffsetDateTime::from_unix_timestamp(seconds).map_or(beyond, OffsetDateTime::date);
        Self { year: date.year(), number: date.month().into() }
    }

    /// Reads `2026-05`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, number) = text.split_once('-')?;
        let is_whole = |part: &str, digits| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_whole(year, 4) || !is_whole(number, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, number.parse().ok()?)
    }

    #[must_use]
    pub const fn next(self) -> Self {
        if self.number == 12 {
            Self { year: self.year + 1, number: 1 }
        } else {
            Self { number: self.number + 1, ..self }
        }
    }

    #[must_use]
    pub const fn previous(self) -> Self {
        if self.number == 1 {
            Self { year: self.year - 1, number: 12 }
        } else {
            Self { number: self.number - 1, ..self }
        }
    }

    /// 28 to 31.
    pub const fn days(self) -> u8 {
        self.in_year().length(self.year)
    }

    /// Its first millisecond.
    pub const fn start(self) -> Moment {
        Moment::from_millis(match self.first() {
            Some(first) => first.midnight().assume_utc().unix_timestamp() * 1_000,
            None if self.year < 0 => i64::MIN,
            None => i64::MAX,
        })
    }

    /// The first millisecond of the month after it.
    pub const fn end(self) -> Moment {
        self.start_of(self.days() + 1)
    }

    /// The first millisecond of a day, counted from 1.
    pub const fn start_of(self, day: u8) -> Moment {
        Moment::from_millis(self.start().millis().saturating_add((day as i64 - 1) * DAY))
    }

    /// The day of the month in which a moment lies, from 1; `None` if it lies in another month.
    pub fn day_of(self, moment: Moment) -> Option<u8> {
        let day = moment.millis().checked_sub(self.start().millis())?.div_euclid(DAY) + 1;
        u8::try_from(day).ok().filter(|day| (1..=self.days()).contains(day))
    }

    /// How many days of the month have begun at a moment (§8.2: d): all after the month, one before it.
    pub fn elapsed(self, at: Moment) -> u8 {
        self.day_of(at).unwrap_or(if at < self.start() { 1 } else { self.days() })
    }

    /// What came before the month began, its first moment included, and what came later: what is published or set within
    /// a month holds from the next one (§10). `set` in the order of its moments.
    pub fn split<T>(self, set: &[(Moment, T)]) -> Sides<'_, T> {
        set.split_at(set.partition_point(|(since, _)| *since <= self.start()))
    }

    const fn in_year(self) -> time::Month {
        time::Month::January.nth_next((self.number + 11) % 12)
    }

    /// Its first day, if the calendar has it.
    const fn first(self) -> Option<Date> {
        match Date::from_calendar_date(self.year, self.in_year(), 1) {
            Ok(first) => Some(first),
            Err(_) => None,
        }
    }
}

/// `2026-05`
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn month(year: i64, number: u8) -> Month {
        Month::new(year, number).unwrap()
    }

    #[test]
    fn months_have_the_days_of_the_calendar() {
        let lengths: Vec<u8> = (1..=12).map(|number| month(2026, number).days()).collect();
        assert_eq!(lengths, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
        for (year, days) in [(2024, 29), (2000, 29), (1900, 28), (2100, 28)] {
            assert_eq!(month(year, 2).days(), days, "{year}");
        }
    }

    #[test]
    fn a_moment_lies_in_its_month_and_on_its_day() {
        let at = Moment::from_millis(1_778_594_520_000);
        assert_eq!((Month::of(at).to_string().as_str(), Month::of(at).day_of(at)), ("2026-05", Some(12)));
        let may = month(2026, 5);
        assert_eq!(may.start().rfc3339(), "2026-05-01T00:00:00Z");
        assert_eq!(may.end().rfc3339(), "2026-06-01T00:00:00Z");
        assert_eq!(may.day_of(Moment::from_millis(may.end().millis() - 1)), Some(31));
        assert_eq!(may.day_of(may.end()), None);
        assert_eq!(may.day_of(Moment::from_millis(may.start().millis() - 1)), None);
        assert_eq!((may.elapsed(at), may.elapsed(may.end()), may.elapsed(Moment::from_millis(0))), (12, 31, 1));
    }

    #[test]
    fn months_are_read_as_they_are_written_and_follow_each_other() {
        assert_eq!(Month::parse("2026-05"), Some(month(2026, 5)));
        for wrong in ["", "2026", "2026-5", "2026-13", "2026-00", "+026-05", "2026-05-01", "26-05"] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
        assert_eq!((month(2026, 12).next(), month(2027, 1).previous()), (month(2027, 1), month(2026, 12)));
        assert_eq!((month(2026, 5).next(), month(2026, 5).previous()), (month(2026, 6), month(2026, 4)));
    }

    #[test]
    fn there_is_no_thirteenth_month() {
        assert_eq!((Month::new(2026, 0), Month::new(2026, 13), Month::new(i64::MAX, 1)), (None, None, None));
        assert_eq!((Month::new(10_000, 1), Month::new(-10_000, 12)), (None, None));
    }

    #[test]
    fn moments_beyond_the_calendar_lie_in_its_first_and_last_month() {
        let (first, last) = (month(-9_999, 1), month(9_999, 12));
        assert_eq!([i64::MIN, i64::MAX].map(|millis| Month::of(Moment::from_millis(millis))), [first, last]);
        assert_eq!((last.end().millis(), last.next().start().millis()), (253_402_300_800_000, i64::MAX));
        assert_eq!(first.previous().start().millis(), i64::MIN);
    }

    proptest! {
        #[test]
        fn months_follow_each_other_without_a_gap(millis in -377_000_000_000_000i64..253_000_000_000_000) {
            let month = Month::of(Moment::from_millis(millis));
            prop_assert!(month.start().millis() <= millis && millis < month.end().millis());
            prop_assert_eq!(Month::of(month.start()), month);
            prop_assert_eq!(month.start_of(1), month.start());
            prop_assert_eq!(Month::of(month.end()), month.next());
            prop_assert_eq!(month.next().start(), month.end());
        }

        #[test]
        fn no_moment_makes_the_calendar_panic(millis in any::<i64>(), other in any::<i64>()) {
            let month = Month::of(Moment::from_millis(millis));
            let (next, previous, other) = (month.next(), month.previous(), Moment::from_millis(other));
            for month in [month, next, previous] {
                prop_assert!((28..=31).contains(&month.days()));
                prop_assert!(month.start() <= month.end());
                prop_assert!((1..=31).contains(&month.elapsed(other)));
                let _ = month.day_of(other);
            }
        }

        #[test]
        fn the_calendar_is_that_of_everybody(millis in -60_000_000_000_000i64..250_000_000_000_000) {
            let month = Month::of(Moment::from_millis(millis));
            let known = Moment::from_millis(millis).rfc3339();
            prop_assert_eq!(month.to_string(), &known[..7]);
            prop_assert_eq!(format!("{:02}", month.day_of(Moment::from_millis(millis)).unwrap()), &known[8..10]);
        }
    }
}

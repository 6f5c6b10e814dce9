//! Calendar months and their days in UTC: the periods of metering (§8.2). Arithmetic alone; it knows no clock and no
//! time zone.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::moment::Moment;

const DAY: i64 = 86_400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month {
    year: i64,
    /// 1 to 12.
    number: u8,
}

impl Month {
    /// `None` unless `number` is 1 to 12 and the year one that moments can tell.
    pub fn new(year: i64, number: u8) -> Option<Self> {
        ((1..=12).contains(&number) && year.abs() < 200_000_000).then_some(Self { year, number })
    }

    /// The month in which a moment lies.
    pub fn of(moment: Moment) -> Self {
        // The days of 400 years repeat; years begin in March here, so that a leap day is the last of its year.
        let days = moment.millis().div_euclid(DAY) + 719_468;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let from_march = (5 * day + 2) / 153;
        let number = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year + era * 400 + i64::from(number <= 2);
        Self { year, number: u8::try_from(number).unwrap_or(1) }
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
        match self.number {
            4 | 6 | 9 | 11 => 30,
            2 if self.is_in_leap_year() => 29,
            2 => 28,
            _ => 31,
        }
    }

    /// Its first millisecond.
    pub const fn start(self) -> Moment {
        let year = if self.number <= 2 { self.year - 1 } else { self.year };
        let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
        let from_march = (self.number as i64 + 9) % 12;
        let day = 365 * year + year / 4 - year / 100 + (153 * from_march + 2) / 5;
        Moment::from_millis((era * 146_097 + day - 719_468).saturating_mul(DAY))
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

    const fn is_in_leap_year(self) -> bool {
        self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0)
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
    }

    proptest! {
        #[test]
        fn months_follow_each_other_without_a_gap(millis in any::<i64>()) {
            let month = Month::of(Moment::from_millis(millis));
            prop_assert!(month.start().millis() <= millis || month.start().millis() == i64::MIN);
            prop_assert!(millis < month.end().millis() || month.end().millis() == i64::MAX);
            if millis.abs() < i64::MAX / 2 {
                prop_assert_eq!(Month::of(month.start()), month);
                prop_assert_eq!(month.start_of(1), month.start());
                prop_assert!(Month::of(month.end()) > month);
                prop_assert_eq!(Month::of(month.end()).start(), month.end());
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

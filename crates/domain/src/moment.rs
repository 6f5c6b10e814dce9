//! A point in time: UTC milliseconds since 1970. The domain has no clock; moments are handed in.

use core::fmt;
use core::time::Duration;

use serde::{Deserialize, Serialize};
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    pub const fn millis(self) -> i64 {
        self.0
    }

    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)))
    }

    /// The time from `earlier` to here; zero if `earlier` is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The end of a day in UTC, which is the first moment that no longer belongs to it; the day as in `2026-09-01`.
    pub fn end_of(day: &str) -> Option<Self> {
        let day = Date::parse(day, format_description!("[year]-[month]-[day]")).ok()?;
        let end = day.next_day()?.midnight().assume_utc();
        Some(Self(end.unix_timestamp().checked_mul(1_000)?))
    }

    /// Whether both are on one day in UTC.
    pub const fn is_same_day(self, other: Self) -> bool {
        const DAY: i64 = 24 * 60 * 60 * 1_000;
        self.0.div_euclid(DAY) == other.0.div_euclid(DAY)
    }

    /// `2026-05-12`, the day in UTC, for inputs.
    pub fn iso_day(self) -> String {
        self.utc().format(format_description!("[year]-[month]-[day]")).unwrap_or_default()
    }

    /// Reads `2026-05-12T14:02` in UTC, as inputs for a day with its time give it.
    pub fn of_input(text: &str) -> Option<Self> {
        let format = format_description!("[year]-[month]-[day]T[hour]:[minute]");
        let at = PrimitiveDateTime::parse(text, format).ok()?.assume_utc();
        Some(Self(at.unix_timestamp().checked_mul(1_000)?))
    }

    /// `2026-05-12T14:02`, in UTC, for inputs.
    pub fn iso_minute(self) -> String {
        self.utc().format(format_description!("[year]-[month]-[day]T[hour]:[minute]")).unwrap_or_default()
    }

    fn utc(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1_000_000).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// `2026-05-12T14:02:00Z`, for attributes and interfaces.
    pub fn rfc3339(self) -> String {
        self.utc().replace_millisecond(0).unwrap_or(OffsetDateTime::UNIX_EPOCH).format(&Rfc3339).unwrap_or_default()
    }

    /// `12 May 2026, 14:02 UTC`, for people.
    pub fn long(self) -> String {
        self.utc()
            .format(format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute] UTC"))
            .unwrap_or_default()
    }

    /// `Tuesday, 12 May 2026`, the day in UTC.
    pub fn day(self) -> String {
        self.utc()
            .format(format_description!("[weekday], [day padding:none] [month repr:long] [year]"))
            .unwrap_or_default()
    }

    /// `12 May 2026`, the date in UTC.
    pub fn date(self) -> String {
        self.utc().format(format_description!("[day padding:none] [month repr:long] [year]")).unwrap_or_default()
    }

    /// `May 2026`, the month in UTC.
    pub fn month(self) -> String {
        self.utc().format(format_description!("[month repr:long] [year]")).unwrap_or_default()
    }

    /// `14:02`, the time of day in UTC. Reckoned by hand: it is the one format that the browser's bundle needs.
    pub fn time_of_day(self) -> String {
        let minutes = self.0.div_euclid(60_000).rem_euclid(24 * 60);
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_to_machines_and_to_people_in_utc() {
        let moment = Moment::from_millis(1_778_594_520_999);
        assert_eq!(moment.rfc3339(), "2026-05-12T14:02:00Z");
        assert_eq!(moment.long(), "12 May 2026, 14:02 UTC");
        assert_eq!(moment.day(), "Tuesday, 12 May 2026");
        assert_eq!(moment.month(), "May 2026");
        assert_eq!(moment.time_of_day(), "14:02");
    }

    #[test]
    fn a_day_ends_where_the_next_begins() {
        let end = Moment::end_of("2026-05-12").unwrap();
        assert_eq!(end.rfc3339(), "2026-05-13T00:00:00Z");
        assert_eq!(Moment::from_millis(end.millis() - 1).iso_day(), "2026-05-12");
        for wrong in ["", "12 May 2026", "2026-02-30", "2026-05-12T00:00", "9999-12-31"] {
            assert_eq!(Moment::end_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_minute_is_read_as_it_is_written() {
        let at = Moment::of_input("2026-05-12T14:02").unwrap();
        assert_eq!((at.millis(), at.iso_minute().as_str()), (1_778_594_520_000, "2026-05-12T14:02"));
        for wrong in ["", "2026-05-12", "2026-05-12 14:02", "2026-05-12T24:02", "2026-02-30T00:00", "soon"] {
            assert_eq!(Moment::of_input(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_impossible_moment_is_told_as_the_epoch() {
        assert_eq!(Moment::from_millis(i64::MAX).day(), "Thursday, 1 January 1970");
    }
}

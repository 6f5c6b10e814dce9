//! The honest clock (DEC-55): how long decisions take here, told only where enough of them were made, in whose court a
//! request lay for how long, whether an answer is late, and the weekdays of §3.4 on which answers come. Days are UTC.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::{ReviewTrack, Submission, SubmissionState};
use crate::moment::Moment;

/// From so many decisions on something is said about how long they take.
pub const ENOUGH: usize = 5;

const DAY: i64 = 24 * 60 * 60 * 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The first such day from `day` on. Both count days since 1970, which began on a Thursday.
    fn on_or_after(self, day: i64) -> i64 {
        let wanted = Self::ALL.iter().position(|weekday| *weekday == self).and_then(|place| i64::try_from(place).ok());
        let is = (day + 3).rem_euclid(7);
        day + (wanted.unwrap_or_default() - is).rem_euclid(7)
    }
}

/// §3.4: what came in up to the end of the intake day is answered on the next answer day after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    pub intake: Weekday,
    pub answer: Weekday,
}

impl Calendar {
    /// The beginning of the day on which somebody is answered who hands in at `at`.
    pub fn answers(self, at: Moment) -> Moment {
        let taken_in = self.intake.on_or_after(at.millis().div_euclid(DAY));
        Moment::from_millis(self.answer.on_or_after(taken_in + 1).saturating_mul(DAY))
    }
}

/// What the operator has promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Days within which a request is answered.
    pub target_days: u32,
    pub calendar: Option<Calendar>,
}

impl Default for Terms {
    fn default() -> Self {
        Self { target_days: 5, calendar: None }
    }
}

impl Terms {
    pub fn target(&self) -> Duration {
        Duration::from_hours(u64::from(self.target_days) * 24)
    }

    /// How long the answer is overdue; `None`: it is not, or it was given.
    pub fn overdue(&self, submission: &Submission, now: Moment) -> Option<Duration> {
        let late = now.since(submission.submitted_at.plus(self.target()));
        (submission.is_open() && !late.is_zero()).then_some(late)
    }
}

/// How long the decisions about one track took, from when it was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub track: ReviewTrack,
    pub median: Duration,
    /// Nine of ten took no longer.
    pub p90: Duration,
    pub decided: usize,
}

/// Of every track of which [`ENOUGH`] was decided, by nearest rank.
pub fn figures(times: &[(ReviewTrack, Duration)]) -> Vec<Figures> {
    let of = |track: ReviewTrack| {
        let mut took: Vec<_> = times.iter().filter(|(one, _)| *one == track).map(|(_, took)| *took).collect();
        took.sort_unstable();
        let decided = took.len();
        let rank = |percent: usize| took.get((decided * percent).div_ceil(100).saturating_sub(1)).copied();
        let (median, p90) = (rank(50)?, rank(90)?);
        (decided >= ENOUGH).then_some(Figures { track, median, p90, decided })
    };
    ReviewTrack::ALL.into_iter().filter_map(of).collect()
}

/// What the reviewers' desk tells about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    pub terms: Terms,
    pub figures: Vec<Figures>,
}

/// How long the requests of an offering lay with whom, all rounds together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Courts {
    pub provider: Duration,
    pub reviewer: Duration,
}

/// `submissions`: all of the offering, oldest first. What lies between an approval and the next request is nobody's.
pub fn courts(submissions: &[Submission], now: Moment) -> Courts {
    let mut courts = Courts::default();
    for (index, asked) in submissions.iter().enumerate() {
        let ended = asked.decision.as_ref().map_or(now, |decision| decision.at);
        courts.reviewer += ended.since(asked.submitted_at);
        if matches!(asked.state, SubmissionState::Open | SubmissionState::Approved) {
            continue;
        }
        let again = submissions.get(index + 1).map_or(now, |next| next.submitted_at);
        courts.provider += again.since(ended);
    }
    courts
}

#[cfg(test)]
mod tests;

//! What goes with a suspension and with the end of an offering (§3.3 T22–T26, DEC-5): how long each lasts, what
//! customers read meanwhile, what else has to be so before somebody moves on, and what the platform does by itself.
//! Which move exists is told by `stage`, who makes it by `policy`; there is no clock here.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::PersonId;
use crate::moment::Moment;
use crate::rejection::Refusal;
use crate::stage::{Move, Stage};

/// T22: how long a suspension lasts at most, unless the provider has asked for its end.
pub const SUSPENSION: Duration = Duration::from_hours(7 * 24);
/// T23: how long customers know beforehand that an offering ends.
pub const NOTICE: Duration = Duration::from_hours(90 * 24);

/// The moves that people make with an offering as a whole beside its way to the public, in the order of §3.3.
pub const MOVES: [Move; 6] =
    [Move::Suspend, Move::Resume, Move::Deprecate, Move::Restore, Move::Retire, Move::Withdraw];

/// What customers read of an offering that is suspended, or whose end is announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// `Suspended` or `Deprecated`.
    pub stage: Stage,
    /// Why, and what to do instead, as it was written.
    pub text: String,
    /// When the platform moves on by itself.
    pub until: Moment,
    /// The end of marketing (T23): the first moment from which nobody makes new instances. `None`: since it was said.
    pub marketed_until: Option<Moment>,
}

impl Ending {
    /// Whether new instances can be made meanwhile. Nothing has to happen on the day.
    pub fn is_marketed(&self, now: Moment) -> bool {
        self.stage == Stage::Deprecated && self.marketed_until.is_some_and(|until| now < until)
    }
}

/// The provider's request that a suspension ends (T22), or an end that followed one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub by: PersonId,
    pub by_name: String,
    pub at: Moment,
}

/// What is kept for as long as an offering is suspended or on its way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub ending: Ending,
    pub since: Moment,
    pub asked: Option<Asked>,
    /// The end was announced while it was suspended.
    pub was_suspended: bool,
}

/// Instances of an offering that are there or may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    pub all: u32,
    /// Those of other accounts than the provider's own.
    pub of_others: u32,
}

/// What a move begins, and for how long; `None` for one after which nothing is waited for.
pub const fn begins(act: Move) -> Option<(Stage, Duration)> {
    match act {
        Move::Suspend => Some((Stage::Suspended, SUSPENSION)),
        Move::Deprecate => Some((Stage::Deprecated, NOTICE)),
        _ => None,
    }
}

/// Whether new instances can be made of an offering in this stage; `ending`: what is said of it.
pub fn is_open(stage: Stage, ending: Option<&Ending>, now: Moment) -> bool {
    match stage {
        Stage::Suspended | Stage::Retired | Stage::Withdrawn => false,
        Stage::Deprecated => ending.is_some_and(|ending| ending.is_marketed(now)),
        _ => true,
    }
}

/// The end of marketing that is `typed` with an announcement at `now`: 00:00 UTC of a day before the offering ends, as in
/// `2026-09-01`. `None`: nothing is typed.
///
/// # Errors
///
/// [`Refusal::EndOfMarketing`] if it is no day, has come already, or is later than the end; and for what is suspended,
/// which nobody opens by announcing its end.
pub fn marketed_until(typed: &str, from: Stage, now: Moment) -> Result<Option<Moment>, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let day = Moment::of_input(&format!("{typed}T00:00")).filter(|day| now < *day && *day <= now.plus(NOTICE));
    day.filter(|_| from == Stage::Ga).map(Some).ok_or(Refusal::EndOfMarketing)
}

/// The move as which it is judged who may make `act`: an end that was announced during a suspension is taken back by
/// who would resume the offering. Otherwise a provider would let themselves back in by way of the end.
pub fn judged_as(act: Move, notice: Option<&Notice>) -> Move {
    let was_suspended = notice.is_some_and(|notice| notice.was_suspended);
    if act == Move::Restore && was_suspended { Move::Resume } else { act }
}

/// What the provider may ask the operator for: the end of a suspension (T22), or that an end is taken back which was
/// announced during one. `None`: nothing that they could not do themselves.
pub fn asks_for(stage: Stage, notice: Option<&Notice>) -> Option<Move> {
    match stage {
        Stage::Suspended => Some(Move::Resume),
        Stage::Deprecated => notice.is_some_and(|notice| notice.was_suspended).then_some(Move::Restore),
        _ => None,
    }
}

/// When the platform moves on after the operator has declined at `now` what was `asked` for: the time of a suspension
/// stood still meanwhile, so that no provider loses it by waiting for an answer; an end stays when it was announced for.
#[must_use]
pub fn declined(ending: &Ending, asked: &Asked, now: Moment) -> Moment {
    if ending.stage == Stage::Suspended { now.plus(ending.until.since(asked.at)) } else { ending.until }
}

/// What keeps a move from being made that exists and that somebody may make.
pub fn obstacle(act: Move, notice: Option<&Notice>, left: Left, now: Moment) -> Option<Refusal> {
    let until = notice.map(|notice| notice.ending.until);
    match act {
        // T24: within the 90 days.
        Move::Restore => until.is_some_and(|until| until <= now).then_some(Refusal::NoticeOver),
        // T25: the 90 days are over, and nobody has anything of it any more.
        Move::Retire => match until {
            Some(until) if now < until => Some(Refusal::NoticeRuns { until }),
            _ => (left.all > 0).then_some(Refusal::InstancesLeft),
        },
        // T26.
        Move::Withdraw => (left.of_others > 0).then_some(Refusal::InstancesLeft),
        _ => None,
    }
}

/// What the platform does by itself at `now`: the end is announced of what stayed suspended because nobody asked for
/// its resumption (T22), and what has no instances is retired when its time is over (T25).
pub fn due(notice: &Notice, left: Left, now: Moment) -> Option<Move> {
    if now < notice.ending.until {
        return None;
    }
    match notice.ending.stage {
        Stage::Suspended => notice.asked.is_none().then_some(Move::Deprecate),
        Stage::Deprecated => (left.all == 0).then_some(Move::Retire),
        _ => None,
    }
}

/// Until when the end is put off (T25: “else OA extends”): as long again, from when it would have been, or from now if
/// that is past.
#[must_use]
pub fn extended(until: Moment, now: Moment) -> Moment {
    until.max(now).plus(NOTICE)
}

#[cfg(test)]
mod tests;

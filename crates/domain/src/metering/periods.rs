//! The times in which an instance had a plan. A level holds within one of them: it ends with the plan, and an instance that
//! comes back has none until an event tells it.

use crate::moment::Moment;

/// Apart from each other, in their order; each from its first moment to its last. `None`: it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods(Vec<(Moment, Option<Moment>)>);

impl Periods {
    /// In any order. Those that touch or overlap are one: in between nothing was left.
    pub fn new(periods: impl IntoIterator<Item = (Moment, Option<Moment>)>) -> Self {
        let mut periods: Vec<_> = periods.into_iter().collect();
        periods.sort_unstable();
        let mut apart: Vec<(Moment, Option<Moment>)> = Vec::new();
        for (from, until) in periods {
            match apart.last_mut() {
                Some((_, last)) if last.is_none_or(|last| from <= last) => {
                    *last = last.zip(until).map(|(last, until)| last.max(until));
                }
                _ => apart.push((from, until)),
            }
        }
        Self(apart)
    }

    /// Without beginning and end.
    pub fn always() -> Self {
        Self(vec![(Moment::from_millis(i64::MIN), None)])
    }

    /// Whether one of them goes on at a moment.
    pub fn go_on_at(&self, at: Moment) -> bool {
        self.0.iter().any(|(from, until)| *from <= at && until.is_none_or(|until| at < until))
    }

    /// When a level that was told at `since` ended without an event: with the period in which it was told, if that was
    /// before `at`. One that was told outside of all of them holds for no time.
    pub fn ended_between(&self, since: Moment, at: Moment) -> Option<Moment> {
        let told_in =
            |(from, until): &&(Moment, Option<Moment>)| *from <= since && until.is_none_or(|until| since <= until);
        let ended = self.0.iter().find(told_in).map_or(Some(since), |(_, until)| *until);
        ended.filter(|ended| *ended < at)
    }
}

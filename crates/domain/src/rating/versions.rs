//! Prices over time. A record is rated by the version that is in force at the moment it is attributed to (§8.4).

use serde::{Deserialize, Serialize};

use crate::moment::Moment;
use crate::month::Month;

/// What is in force from when, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions<T>(Vec<(Moment, T)>);

impl<T> Versions<T> {
    /// Of two that start at the same moment the later one in the list holds.
    pub fn new(mut versions: Vec<(Moment, T)>) -> Self {
        versions.sort_by_key(|(from, _)| *from);
        Self(versions)
    }

    /// The version in force, with its number, counted from 0; `None` before the first.
    pub fn at(&self, moment: Moment) -> Option<(usize, &T)> {
        let number = self.0.partition_point(|(from, _)| *from <= moment).checked_sub(1)?;
        self.0.get(number).map(|(_, version)| (number, version))
    }

    /// Prices change on the first of a month (§10), so that a month has one price.
    pub fn may_start(moment: Moment) -> bool {
        Month::of(moment).start() == moment
    }
}

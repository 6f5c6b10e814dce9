//! Drift (§6.7): the brokers of a live offering are asked daily whether they still say what the console says. What came
//! apart raises an incident and changes nothing else.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::broker::BrokerRecord;
use crate::moment::Moment;
use crate::offering::Offering;
use crate::parity::BrokerCatalog;
use crate::rejection::Remote;
use crate::rule::Level;
use crate::stage::Stage;
use crate::view::ParityLine;

/// Between two looks at a broker that answers.
pub const INTERVAL: Duration = Duration::from_hours(24);
/// After a look that failed.
pub const AGAIN: Duration = Duration::from_hours(1);
/// Looks that may fail one after another before it is an incident: a broker may be started anew.
pub const FAILURES_BORNE: u32 = 2;
/// Differences that an incident keeps.
const LINES_KEPT: usize = 200;

/// What an incident is about; of each a broker has one open at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The catalog says something else than before.
    Drift,
    /// There is no catalog.
    Unreachable,
}

impl Cause {
    pub const ALL: [Self; 2] = [Self::Drift, Self::Unreachable];

    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drift => "drift",
            Self::Unreachable => "unreachable",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.name() == name)
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The values that differ, the first of them.
    pub lines: Vec<ParityLine>,
    /// How many more there are.
    pub more: usize,
    /// Faults of the catalog in itself.
    pub faults: u32,
    /// Why there is no catalog.
    pub failure: Option<Remote>,
}

/// An incident of a broker as pages see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    pub cause: Cause,
    pub opened_at: Moment,
    /// The last look that found it.
    pub seen_at: Moment,
    /// The look that found it gone.
    pub closed_at: Option<Moment>,
    pub evidence: Evidence,
}

/// What a look came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is open any more.
    Agrees,
    /// Drift is open, and the broker answers.
    Drifted(Evidence),
    /// Too early to say; what is open stays open.
    Unknown,
    /// Nobody answers; a drift that is open stays open.
    Unreachable(Evidence),
}

impl Verdict {
    /// After a failed look, with the number of looks that failed before it in a row.
    pub fn of_failure(failure: Remote, before: u32) -> Self {
        if before < FAILURES_BORNE {
            Self::Unknown
        } else {
            Self::Unreachable(Evidence { failure: Some(failure), ..Evidence::default() })
        }
    }

    pub const fn is_answer(&self) -> bool {
        matches!(self, Self::Agrees | Self::Drifted(_))
    }

    /// Until the next look.
    pub const fn wait(&self) -> Duration {
        if self.is_answer() { INTERVAL } else { AGAIN }
    }

    /// What is to be open from now on.
    pub fn opens(&self) -> Option<(Cause, &Evidence)> {
        match self {
            Self::Drifted(evidence) => Some((Cause::Drift, evidence)),
            Self::Unreachable(evidence) => Some((Cause::Unreachable, evidence)),
            Self::Agrees | Self::Unknown => None,
        }
    }

    /// What this ends if it is open.
    pub const fn closes(&self) -> &'static [Cause] {
        match self {
            Self::Agrees => &[Cause::Drift, Cause::Unreachable],
            Self::Drifted(_) => &[Cause::Unreachable],
            Self::Unknown | Self::Unreachable(_) => &[],
        }
    }
}

impl Stage {
    /// Consumers have instances, or may make some: its brokers are watched.
    pub const fn is_watched(self) -> bool {
        matches!(self, Self::Ga | Self::Suspended | Self::Deprecated)
    }
}

impl Offering {
    /// What the broker says now. What contradicts the definition counts always, and what is only worth a look if it did
    /// not differ when somebody last had the catalog fetched, whoever released the offering had seen it. Both catalogs
    /// are compared with the definition as it is now, so that a change of ours is no drift of theirs.
    pub fn drift(&self, broker: &BrokerRecord, now: &BrokerCatalog) -> Verdict {
        let seen = broker.last_fetch.as_ref().and_then(|fetch| fetch.catalog.as_ref());
        let known = seen.map(|catalog| self.differing(broker, catalog)).unwrap_or_default();
        let mut lines = self.differing(broker, &now.kept_for(self));
        lines.retain(|line| line.severity == Level::Error || !known.contains(line));
        if lines.is_empty() && now.errors == 0 {
            return Verdict::Agrees;
        }
        let more = lines.len().saturating_sub(LINES_KEPT);
        lines.truncate(LINES_KEPT);
        Verdict::Drifted(Evidence { lines, more, faults: now.errors, failure: None })
    }

    fn differing(&self, broker: &BrokerRecord, catalog: &BrokerCatalog) -> Vec<ParityLine> {
        let lines = self.parity(broker.id, catalog).into_iter();
        lines.filter(|line| !line.same && line.severity != Level::Info).collect()
    }
}

#[cfg(test)]
mod tests;

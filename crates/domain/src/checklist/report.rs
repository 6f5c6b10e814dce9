//! What the checklist says about one offering: a state and its evidence for every row, and how far it is.

use serde::{Deserialize, Serialize};

use super::tested::Tested;
use super::{Attestation, Phase, Row, RowNumber, Step};
use crate::event::{Event, EventKind};
use crate::moment::Moment;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    Done,
    Open,
    /// What people and data can do for it is done or not asked for; a test run has to show the rest, and none that
    /// counts does.
    NoTestRunYet,
    /// The page that does this comes with later work.
    Waiting,
    NotApplicable,
}

/// What a row rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// `None`: the platform saw it.
    pub who: Option<String>,
    pub when: Option<Moment>,
    /// A value that proves it: a name, an address, a number; empty if there is none.
    pub what: String,
}

/// Who handed the account in and who decided about it (names), and when: facts of the account, not of the offering.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    pub submitted: Option<(String, Moment)>,
    pub decided: Option<(String, Moment)>,
}

/// One row for one offering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowReport {
    pub number: RowNumber,
    pub state: RowState,
    pub evidence: Option<Evidence>,
    /// The tick, if somebody gave it.
    pub attestation: Option<Attestation>,
    /// A tick that counts no longer: what it rests on has changed.
    #[serde(default)]
    pub stale: Option<Attestation>,
    /// A person may tick it.
    pub attestable: bool,
    /// What test runs say about it; `None`: nothing.
    #[serde(default)]
    pub tested: Option<Tested>,
}

impl RowReport {
    pub fn row(&self) -> &'static Row {
        self.number.row()
    }
}

/// Rows that are done, of those that apply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub done: u16,
    pub applicable: u16,
}

/// The checklist of one offering: all rows of `ROWS`, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklist {
    pub rows: Vec<RowReport>,
}

/// The kinds of events that rows of the checklist rest on.
pub const WITNESSED: [EventKind; 5] = [
    EventKind::AccessEnabled,
    EventKind::PlanApproved,
    EventKind::DefinitionsDownloaded,
    EventKind::PublishedLimited,
    EventKind::OfferingReleased,
];

impl Checklist {
    /// Adds who and when to what the rows of intake rest on.
    #[must_use]
    pub fn with_intake(mut self, intake: &Intake) -> Self {
        for report in &mut self.rows {
            let fact = match (report.number.task, report.number.subtask) {
                (2, 1) => &intake.submitted,
                (2, 2 | 3) | (3, 2) => &intake.decided,
                _ => continue,
            };
            if let (Some(evidence), Some((who, when))) = (&mut report.evidence, fact) {
                evidence.who = Some(who.clone());
                evidence.when = Some(*when);
            }
        }
        self
    }

    /// Adds who and when to what rests on a thing that somebody did: the latest event of each of `WITNESSED`.
    #[must_use]
    pub fn with_milestones(mut self, milestones: &[Event]) -> Self {
        for report in &mut self.rows {
            let kind = match (report.number.task, report.number.subtask) {
                (7, 1) => EventKind::AccessEnabled,
                (8, 2) => EventKind::PlanApproved,
                (9, 2) => EventKind::DefinitionsDownloaded,
                (19, 2) => EventKind::PublishedLimited,
                (21, 3) => EventKind::OfferingReleased,
                _ => continue,
            };
            let event = milestones.iter().find(|event| event.kind == kind);
            if let (Some(evidence), Some(event)) = (&mut report.evidence, event) {
                evidence.who = Some(event.actor_name.clone()).filter(|name| !name.is_empty());
                evidence.when = Some(event.at);
            }
        }
        self
    }

    pub fn progress(&self) -> Progress {
        self.count(|_| true)
    }

    pub fn step(&self, step: Step) -> Progress {
        self.count(|row| row.step == step)
    }

    pub fn phase(&self, phase: Phase) -> Progress {
        self.count(|row| row.phase == phase)
    }

    fn count(&self, belongs: impl Fn(&Row) -> bool) -> Progress {
        let mut progress = Progress::default();
        for report in self.rows.iter().filter(|report| belongs(report.row())) {
            progress.applicable += u16::from(report.state != RowState::NotApplicable);
            progress.done += u16::from(report.state == RowState::Done);
        }
        progress
    }
}

//! The console's data beside the broker's (§6.7): one row for every compared field, equal ones included, so that a page
//! can show the whole tree. Decides how much a difference weighs; words, and what to do about it, are the page's.

mod compare;
mod shown;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use shown::Shown;

use crate::catalog::Catalog;
use crate::violation::{Path, Severity};

/// One offering as the console has it, with the plans that are deployed to this broker.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expected {
    pub id: String,
    pub name: String,
    pub description: String,
    pub bindable: bool,
    pub plan_updateable: bool,
    pub requires: Vec<String>,
    /// Compared only if given.
    pub tags: Option<Vec<String>>,
    /// Compared member by member if it is an object; for information only, brokers' metadata is never displayed.
    pub metadata: Value,
    pub plans: Vec<ExpectedPlan>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExpectedPlan {
    pub id: String,
    pub name: String,
    pub description: String,
    pub free: bool,
    /// Whether instances of this plan can be bound; the broker's plan flag, else its service flag, must say the same.
    pub bindable: bool,
    /// As for the service.
    pub metadata: Value,
}

/// All rows: the service's fields, then each expected plan, then what only the broker has.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Parity {
    pub rows: Vec<ParityRow>,
}

/// One compared fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParityRow {
    /// The service or plan, by the broker's position where it was found there, else by the console's.
    pub path: Path,
    pub field: ParityField,
    pub console: Shown,
    pub broker: Shown,
    /// How much a difference in this field weighs, also on rows without one.
    pub severity: Severity,
    pub verdict: Verdict,
    pub remedy: Remedy,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParityField {
    /// The service as a whole, where only one side has it.
    Service,
    /// The plan as a whole, where only one side has it.
    Plan,
    Id,
    Name,
    Description,
    Bindable,
    PlanUpdateable,
    Free,
    Requires,
    Tags,
    /// A member of the metadata.
    Metadata(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Same,
    Differs,
    MissingAtBroker,
    MissingInConsole,
}

/// What makes the two sides agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// They agree, or the platform does not care.
    Nothing,
    /// Ids are permanent in the console: the broker has to answer with them. An import never adopts one (§4.13).
    PutConsoleIdInBroker,
    /// Names are permanent once confirmed.
    PutConsoleNameInBroker,
    AddServiceAtBroker,
    AddPlanAtBroker,
    AddPlanInConsoleOrRemoveAtBroker,
    /// Either side may be wrong.
    AlignEitherSide,
    /// An import can adopt the broker's text.
    AdoptOrAlignText,
}

impl Parity {
    /// Compares exactly: ids are never folded, trimmed or guessed.
    pub fn compare(expected: &Expected, catalog: &Catalog) -> Self {
        compare::compare(expected, catalog)
    }

    /// Differences that block registering and publishing (§6.7, DEC-24).
    pub fn errors(&self) -> usize {
        self.differences(Severity::Error)
    }

    pub fn warnings(&self) -> usize {
        self.differences(Severity::Warn)
    }

    fn differences(&self, severity: Severity) -> usize {
        self.rows.iter().filter(|row| row.verdict != Verdict::Same && row.severity == severity).count()
    }
}

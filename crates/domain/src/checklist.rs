//! The checklist of §5: its rows, and where an offering stands on each of them. Ticks of people are handed in;
//! everything else is read off the offering. Nothing is stored here and nothing is decided.
//!
//! How many rows? The table of §5 has 53 lines. Three of them hold several rows with a tick each (7.2 and 7.3; 10.1 and
//! 11.1; 12.1 to 12.3), so that 57 numbered rows are to be ticked: four of intake (1.1 to 2.3) and 53 in the six steps
//! of DEC-56. `ROWS` has all 57; the progress of an offering counts those of them that apply to it.

use serde::{Deserialize, Serialize};

use crate::ids::PersonId;
use crate::moment::Moment;
use crate::offering::Offering;
use crate::page::Page;
use crate::policy::Verb;
use crate::stage::Stage;

mod detect;
mod inputs;
mod number;
mod report;
mod rows;
mod tested;

pub use inputs::{inputs, rests_on, seen};
pub use number::{InvalidRow, RowNumber};
pub use report::{Checklist, Evidence, Intake, Progress, RowReport, RowState, WITNESSED};
pub use rows::ROWS;
pub use tested::Tested;

/// The parts of the checklist page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ChecklistPhase"))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Define,
    Develop,
    Publish,
    Test,
    Release,
}

impl Phase {
    pub const ALL: [Self; 5] = [Self::Define, Self::Develop, Self::Publish, Self::Test, Self::Release];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Define => "define",
            Self::Develop => "develop",
            Self::Publish => "publish",
            Self::Test => "test",
            Self::Release => "release",
        }
    }
}

/// The columns of the board (DEC-56): intake, then six steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Intake,
    Texts,
    Definition,
    Broker,
    SignIn,
    Test,
    Release,
}

impl Step {
    /// The six steps of the board, without intake.
    pub const SIX: [Self; 6] = [Self::Texts, Self::Definition, Self::Broker, Self::SignIn, Self::Test, Self::Release];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Texts => "texts",
            Self::Definition => "definition",
            Self::Broker => "broker",
            Self::SignIn => "sign_in",
            Self::Test => "test",
            Self::Release => "release",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        [Self::Intake].into_iter().chain(Self::SIX).find(|step| step.name() == name)
    }
}

/// Who or what makes a row true (§5). A row with several modes wants each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the four letters of §5, which go together in any combination")]
pub struct Mode {
    /// **A**: read off the data.
    pub automatic: bool,
    /// **T**: shown by a test run or by telemetry.
    pub tested: bool,
    /// **H**: a person's word.
    pub attested: bool,
    /// **R**: the operator's review.
    pub reviewed: bool,
}

/// A row of §5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub number: RowNumber,
    pub phase: Phase,
    pub step: Step,
    pub task: &'static str,
    pub text: &'static str,
    pub mode: Mode,
    /// Where it is done; `None`: not in this console, or on a page that later work brings.
    pub page: Option<Page>,
    /// The line of the table of §5 that it stands in, counted from 1.
    pub line: u8,
}

impl Row {
    /// It is done on the account's own page.
    pub const fn is_of_account(&self) -> bool {
        self.number.task == 2
    }

    /// A person has to say it, beside what data and tests show.
    pub const fn is_ticked(&self) -> bool {
        self.mode.attested || self.is_ticked_by_operator()
    }

    /// R without A: the console holds no decision of the operator’s about it, so that somebody there says it.
    pub const fn is_ticked_by_operator(&self) -> bool {
        self.mode.reviewed && !self.mode.automatic
    }

    /// What ticking it is, in the words of `policy`.
    pub const fn tick_verb(&self) -> Verb {
        if self.is_ticked_by_operator() { Verb::Approve } else { Verb::Edit }
    }

    /// The provider's ticks were a part of what was handed in, and stand still with it (T16). What the operator says is
    /// no part of that.
    pub const fn can_take_back(&self, stage: Stage) -> bool {
        self.is_ticked_by_operator() || stage.is_editable()
    }
}

/// A tick: somebody's word for a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    pub row: RowNumber,
    pub by: PersonId,
    pub by_name: String,
    pub at: Moment,
    /// SHA-256 in hex of `inputs` of its row, as they were when it was given; empty: it rests on nothing, or was given
    /// before this was kept.
    #[serde(default)]
    pub inputs_sha256: String,
    /// They are others now: it counts no longer.
    #[serde(default)]
    pub is_stale: bool,
}

/// Where the offering stands on every row.
pub fn evaluate(offering: &Offering, attestations: &[Attestation]) -> Checklist {
    Checklist { rows: ROWS.iter().map(|row| detect::report(row, offering, attestations)).collect() }
}

/// The ticks that people still owe before the release: applicable rows with mode H that no test run
/// gives or makes needless.
pub fn unticked(offering: &Offering, attestations: &[Attestation]) -> Vec<RowNumber> {
    ROWS.iter()
        .filter(|row| detect::owes_tick(row, offering))
        .map(|row| row.number)
        .filter(|number| !attestations.iter().any(|tick| tick.row == *number && !tick.is_stale))
        .collect()
}

#[cfg(test)]
mod tests;

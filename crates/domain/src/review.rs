//! Requests for release and their decisions (§4.17 without the demo), and the honest clock: whose turn it is and since
//! when (DEC-55). It knows no people beyond their names and makes no move: that is `stage`'s.

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, OfferingId, PersonId, SnapshotId, SubmissionId};
use crate::moment::Moment;
use crate::offering::{Offering, Scope};
use crate::plan::PlanApproval;
use crate::rule::RuleId;
use crate::stage::{Stage, Turn};

mod clock;
mod track;
mod turn;

pub use clock::{Calendar, Courts, Desk, ENOUGH, Figures, Terms, Weekday, courts, figures};
pub use track::{
    AboutDraft, Answer, Outcome, ReviewTrack, TrackDecision, TrackOf, TrackState, decide, held_by, kept, may_decide,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ReviewState"))]
#[serde(rename_all = "snake_case")]
pub enum SubmissionState {
    Open,
    Approved,
    Returned,
    /// Returned, and not to come again as it is.
    Rejected,
    Withdrawn,
}

impl SubmissionState {
    pub const ALL: [Self; 5] = [Self::Open, Self::Approved, Self::Returned, Self::Rejected, Self::Withdrawn];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Returned => "returned",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// The provider has it back, in writing.
    pub const fn is_turned_down(self) -> bool {
        matches!(self, Self::Returned | Self::Rejected)
    }
}

/// How an open submission ended: a fact that somebody made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub by: PersonId,
    pub by_name: String,
    pub at: Moment,
    /// Written for the provider; never empty when the submission was returned or rejected.
    pub reason: String,
    /// What stands against a rejected one, where there is such a rule.
    #[serde(default)]
    pub rule: Option<RuleId>,
}

/// One request for release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub id: SubmissionId,
    /// The provider's.
    pub account: AccountId,
    pub offering: OfferingId,
    /// What was asked about: the content as it was at that moment.
    pub snapshot: SnapshotId,
    /// SHA-256 of the snapshot in hex: an approval names it.
    pub content_sha256: String,
    /// The revision of the offering's stage in which it waits: an approval holds for no other. 0: not kept.
    #[serde(default)]
    pub revision: i64,
    /// What the provider wrote for the reviewer; may be empty.
    pub note: String,
    pub submitted_by: PersonId,
    pub submitted_by_name: String,
    pub submitted_at: Moment,
    pub state: SubmissionState,
    /// `None` as long as it is open.
    pub decision: Option<Decision>,
    /// In the order of `ReviewTrack::ALL`; none for a request from before there were tracks.
    #[serde(default)]
    pub tracks: Vec<TrackOf>,
}

impl Submission {
    pub const fn scope(&self) -> Scope {
        Scope { account: self.account, offering: self.offering }
    }

    pub const fn is_open(&self) -> bool {
        matches!(self.state, SubmissionState::Open)
    }
}

/// Requests whose content is not asked for again as it is, whatever was asked for since (`compare::is_unchanged`).
pub fn rejected(submissions: &[Submission]) -> impl Iterator<Item = &Submission> {
    submissions.iter().filter(|asked| asked.state == SubmissionState::Rejected)
}

/// What exactly is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// The provider defines, or works on after publishing.
    Work,
    /// The provider was asked for changes.
    Changes,
    /// The billing desk looks at prices.
    Prices,
    /// The reviewer decides, in the nth round.
    Decision {
        round: u32,
    },
    /// The admin makes it public.
    Release,
    /// A suspended offering has to be asked for again (T22).
    Resumption,
    Nothing,
}

/// Whose turn it is, for what, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnOf {
    pub turn: Turn,
    pub waiting: Waiting,
    pub since: Moment,
}

/// What tells whose turn it is with an offering.
#[derive(Debug, Clone, Copy)]
pub struct TurnFacts<'a> {
    pub stage: Stage,
    pub stage_since: Moment,
    /// A plan is with the billing desk.
    pub in_billing: bool,
    /// All of them.
    pub submissions: &'a [Submission],
    /// When plans were last handed to the billing desk.
    pub prices_since: Option<Moment>,
    /// When the provider asked that a suspension ends, as long as nobody has answered.
    pub asked_at: Option<Moment>,
}

/// Computed from the offering and all its submissions. `prices_since`: when plans were last handed to the billing desk.
pub fn turn(offering: &Offering, submissions: &[Submission], prices_since: Option<Moment>) -> TurnOf {
    TurnFacts::of(offering, submissions, prices_since).turn()
}

impl<'a> TurnFacts<'a> {
    pub fn of(offering: &Offering, submissions: &'a [Submission], prices_since: Option<Moment>) -> Self {
        Self {
            stage: offering.stage,
            stage_since: offering.stage_since,
            in_billing: offering.plans.iter().any(|plan| plan.approval == PlanApproval::InReview),
            submissions,
            prices_since,
            asked_at: None,
        }
    }

    pub fn turn(&self) -> TurnOf {
        match self.asked_at {
            Some(at) => TurnOf { turn: Turn::Reviewer, waiting: Waiting::Resumption, since: at },
            None => self.turn_of_stage(),
        }
    }

    fn turn_of_stage(&self) -> TurnOf {
        let (stage, since, submissions) = (self.stage, self.stage_since, self.submissions);
        let of = |waiting, since| TurnOf { turn: stage.turn(), waiting, since };
        if self.in_billing && (stage.is_editable() || stage == Stage::Ga) {
            return TurnOf { turn: Turn::Billing, waiting: Waiting::Prices, since: self.prices_since.unwrap_or(since) };
        }
        match stage {
            Stage::Defining => of(Waiting::Work, since),
            Stage::Limited | Stage::GaChanges => match latest(submissions) {
                Some(Submission { state, decision: Some(decision), .. }) if state.is_turned_down() => {
                    of(Waiting::Changes, decision.at)
                }
                _ => of(Waiting::Work, since),
            },
            Stage::GaRequested => {
                let asked = latest(submissions).filter(|submission| submission.is_open());
                of(Waiting::Decision { round: round(submissions) }, asked.map_or(since, |open| open.submitted_at))
            }
            Stage::GaApproved => of(Waiting::Release, since),
            Stage::Suspended => of(Waiting::Resumption, since),
            // A change of what is public waits as a release does (T21).
            Stage::Ga => match submissions.iter().find(|submission| submission.is_open()) {
                Some(asked) => {
                    let waiting = Waiting::Decision { round: round(submissions) };
                    TurnOf { turn: Turn::Reviewer, waiting, since: asked.submitted_at }
                }
                None => of(Waiting::Nothing, since),
            },
            Stage::Deprecated | Stage::Retired | Stage::Withdrawn => of(Waiting::Nothing, since),
        }
    }
}

/// How often the last of them was asked for: since the approval before it, without requests that were taken back. They are
/// all of the offering up to that one, oldest first.
pub fn round(submissions: &[Submission]) -> u32 {
    let is_approved = |submission: &Submission| submission.state == SubmissionState::Approved;
    let approved = submissions.split_last().and_then(|(_, earlier)| earlier.iter().rposition(is_approved));
    let since = submissions.iter().skip(approved.map_or(0, |at| at + 1));
    let counted = since.filter(|submission| submission.state != SubmissionState::Withdrawn).count();
    u32::try_from(counted).unwrap_or(u32::MAX)
}

/// The place of a submission among the open ones, first come first served, counted from 1.
pub fn position<'a>(id: SubmissionId, all: impl IntoIterator<Item = &'a Submission>) -> Option<usize> {
    let mut open: Vec<_> = all.into_iter().filter(|submission| submission.is_open()).collect();
    open.sort_by_key(|submission| (submission.submitted_at, submission.id));
    open.iter().position(|submission| submission.id == id).map(|index| index + 1)
}

/// The request that was decided last before `submission` came: what changed since is what its reviewer reads.
pub fn before<'a>(submission: &Submission, all: &'a [Submission]) -> Option<&'a Submission> {
    all.iter()
        .filter(|earlier| earlier.id != submission.id && earlier.submitted_at <= submission.submitted_at)
        .rfind(|earlier| earlier.state != SubmissionState::Withdrawn)
}

fn latest(submissions: &[Submission]) -> Option<&Submission> {
    submissions.iter().max_by_key(|submission| (submission.submitted_at, submission.id))
}

#[cfg(test)]
mod tests;

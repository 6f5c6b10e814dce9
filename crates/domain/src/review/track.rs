//! The tracks of a request: parts of it that are decided on their own, by whoever may, each about its own part of the
//! content. Here is what belongs to which, what a decision does to all of them, and which approval holds on.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Submission, SubmissionState};
use crate::caller::Person;
use crate::compare::Written;
use crate::ids::{PersonId, SubmissionId};
use crate::moment::Moment;
use crate::offering::Offering;
use crate::page::Page;
use crate::policy::{self, Context, Denial, Object, Verb};
use crate::rejection::Refusal;
use crate::rule::RuleId;
use crate::stage::{Move, PublishActor};
use crate::thread::Thread;

/// Documentation and announcement are content until they have pages, and a track, of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(description = "A part of a request that is decided on its own.")
)]
#[serde(rename_all = "snake_case")]
pub enum ReviewTrack {
    Content,
    Pricing,
    Access,
    Broker,
}

impl ReviewTrack {
    pub const ALL: [Self; 4] = [Self::Content, Self::Pricing, Self::Access, Self::Broker];

    /// How it is stored and sent.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Pricing => "pricing",
            Self::Access => "access",
            Self::Broker => "broker",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|track| track.name() == name)
    }

    /// The track of what is edited on a page.
    pub const fn of_page(page: Page) -> Self {
        match page {
            Page::Pricing => Self::Pricing,
            Page::Access => Self::Access,
            Page::Deployments => Self::Broker,
            _ => Self::Content,
        }
    }

    /// The track of a member of [`Written`]. What is new there is content until somebody says otherwise: nothing is
    /// decided by nobody.
    fn of_member(member: &str) -> Self {
        match member {
            "plans" => Self::Pricing,
            "access" => Self::Access,
            "brokers" | "places" | "options" => Self::Broker,
            _ => Self::Content,
        }
    }

    /// Everything that people wrote in this track, to the letter: what its hash is made of.
    ///
    /// # Errors
    ///
    /// If what people wrote does not serialise.
    pub fn content(self, offering: &Offering) -> serde_json::Result<Value> {
        match serde_json::to_value(Written::of(offering))? {
            Value::Object(written) => {
                Ok(written.into_iter().filter(|(member, _)| Self::of_member(member) == self).collect())
            }
            other => Ok(other),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TrackState {
    Open,
    Approved,
    Returned,
    Rejected,
}

impl TrackState {
    pub const ALL: [Self; 4] = [Self::Open, Self::Approved, Self::Returned, Self::Rejected];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Returned => "returned",
            Self::Rejected => "rejected",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Who decided a track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackDecision {
    pub by: PersonId,
    pub by_name: String,
    pub at: Moment,
    /// Written for the provider; empty where the decision ended the request, which has it then.
    pub reason: String,
}

/// One track of one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackOf {
    pub track: ReviewTrack,
    /// SHA-256 of its content in hex.
    pub content_sha256: String,
    pub state: TrackState,
    /// `None` as long as it is open.
    pub decision: Option<TrackDecision>,
    /// The earlier request in which it was approved, of the same content.
    pub kept_from: Option<SubmissionId>,
}

/// What somebody answers to a request, or to one track of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Approve,
    /// It comes again when it was changed.
    Return,
    /// Nobody asks for this very content again. `rule`: the one that stands against it, where there is one.
    Reject {
        rule: Option<RuleId>,
    },
}

impl Answer {
    /// What it does to the offering once the request has ended: T18 or T17.
    pub const fn act(self) -> Move {
        match self {
            Self::Approve => Move::Approve,
            Self::Return | Self::Reject { .. } => Move::Return,
        }
    }

    pub const fn rule(self) -> Option<RuleId> {
        match self {
            Self::Reject { rule } => rule,
            Self::Approve | Self::Return => None,
        }
    }

    const fn leads_to(self) -> (TrackState, SubmissionState) {
        match self {
            Self::Approve => (TrackState::Approved, SubmissionState::Approved),
            Self::Return => (TrackState::Returned, SubmissionState::Returned),
            Self::Reject { .. } => (TrackState::Rejected, SubmissionState::Rejected),
        }
    }
}

/// What a decision is about, as a form sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AboutDraft {
    /// The name of a track; empty: all that is open.
    pub track: String,
    /// The id of the rule that stands against what is rejected; empty: no rule says it.
    pub rule: String,
}

/// What a decision does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub decided: Vec<ReviewTrack>,
    pub to: TrackState,
    /// `None`: other tracks are still open.
    pub ends: Option<SubmissionState>,
}

impl Outcome {
    /// Whether an approval waits for the thread, if that blocks: the last one for all of them, and an earlier one for those
    /// about its own tracks. What is edited on no page concerns every track.
    pub fn concerns(&self, thread: &Thread) -> bool {
        let is_of_its_own = |page| self.decided.contains(&ReviewTrack::of_page(page));
        self.ends.is_some() || thread.anchor.page().is_none_or(is_of_its_own)
    }
}

/// How many of the threads hold an approval of the track, or with `None` of everything that is open.
///
/// # Errors
///
/// As for [`decide`]: that track is not approved by anybody now.
pub fn held_by(tracks: &[TrackOf], track: Option<ReviewTrack>, threads: &[Thread]) -> Result<usize, Refusal> {
    let outcome = decide(tracks, track, Answer::Approve)?;
    Ok(threads.iter().filter(|thread| thread.blocks() && outcome.concerns(thread)).count())
}

/// The only place that knows what becomes of a request by which decision. `track`: `None` for all that is open.
///
/// # Errors
///
/// [`Refusal::AlreadyDone`] if the track is decided so already, or the request has none such.
pub fn decide(tracks: &[TrackOf], track: Option<ReviewTrack>, answer: Answer) -> Result<Outcome, Refusal> {
    let (to, ends) = answer.leads_to();
    let open: Vec<_> = tracks.iter().filter(|one| one.state == TrackState::Open).map(|one| one.track).collect();
    let Some(track) = track else {
        // What holds on from earlier requests is turned down with the rest only where there is no rest.
        let all = open.is_empty() && to != TrackState::Approved;
        let decided = if all { tracks.iter().map(|one| one.track).collect() } else { open };
        return Ok(Outcome { decided, to, ends: Some(ends) });
    };
    let from = tracks.iter().find(|one| one.track == track).map(|one| one.state);
    let exists = match from {
        Some(TrackState::Open) => true,
        // An approval that was given is overruled; it is not given twice.
        Some(TrackState::Approved) => to != TrackState::Approved,
        Some(TrackState::Returned | TrackState::Rejected) | None => false,
    };
    if !exists {
        return Err(Refusal::AlreadyDone);
    }
    let waits = to == TrackState::Approved && open.iter().any(|other| *other != track);
    Ok(Outcome { decided: vec![track], to, ends: (!waits).then_some(ends) })
}

/// The approval that a track of this content begins with: its last one, if it was about the same content, was not
/// overruled since, and its reviewer wrote nothing of what is asked about now. `earlier`: oldest first. Tells also in which
/// request it was given.
pub fn kept<'a>(
    track: ReviewTrack,
    content_sha256: &str,
    earlier: &'a [Submission],
    authors: &[PersonId],
) -> Option<(SubmissionId, &'a TrackDecision)> {
    let mut all = earlier.iter().flat_map(|asked| asked.tracks.iter().map(move |one| (asked.id, one)));
    let (submission, last) = all.rfind(|(_, one)| {
        one.track == track
            && match one.state {
                TrackState::Open => false,
                TrackState::Approved => true,
                TrackState::Returned | TrackState::Rejected => one.content_sha256 == content_sha256,
            }
    })?;
    let decision = last.decision.as_ref()?;
    let is_of_this = last.state == TrackState::Approved && last.content_sha256 == content_sha256;
    (is_of_this && !authors.contains(&decision.by)).then(|| (last.kept_from.unwrap_or(submission), decision))
}

/// May this person decide the track, or with `None` everything that is open? Prices are the billing desk's as well. The
/// four-eyes rule is the same for all (§2).
///
/// # Errors
///
/// Why not.
pub fn may_decide(person: &Person, track: Option<ReviewTrack>, ctx: Context<'_>) -> Result<(), Denial> {
    let reviewer = policy::may_move(person, Move::Approve, ctx, PublishActor::default());
    match reviewer {
        Err(Denial::RoleMissing { mut needs, is_operator }) if track == Some(ReviewTrack::Pricing) => {
            match policy::may(person, Verb::Approve, Object::PaidPlan, ctx) {
                Err(Denial::RoleMissing { needs: desk, .. }) => {
                    needs.extend(desk);
                    Err(Denial::RoleMissing { needs, is_operator })
                }
                answer => answer,
            }
        }
        answer => answer,
    }
}

#[cfg(test)]
mod tests;

//! Requests for release, their decisions, and what is discussed about values.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use slipway_domain::compare::Line;
use slipway_domain::review::{ReviewTrack, Submission, SubmissionState, TrackOf, TrackState};
use slipway_domain::thread::{Remark, ReplyDraft, Standing, Thread, ThreadDraft, ThreadMove};
use slipway_domain::view::{OfferingView, ReviewView};

use super::MomentDto;

/// What is asked for.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "NewReview")]
#[serde(deny_unknown_fields)]
pub(in crate::server::api) struct NewReviewDto {
    /// For the reviewer; may stay empty.
    #[serde(default)]
    pub(in crate::server::api) note: String,
}

/// A reviewer's answer.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "Decision")]
#[serde(deny_unknown_fields)]
pub(in crate::server::api) struct DecisionDto {
    pub(in crate::server::api) answer: AnswerDto,
    /// Without it, about all that is open.
    #[serde(default)]
    pub(in crate::server::api) track: Option<ReviewTrack>,
    /// The hash of the content that was read, as the request says it.
    pub(in crate::server::api) content_sha256: String,
    /// For the provider. What is returned or rejected needs one.
    #[serde(default)]
    pub(in crate::server::api) reason: String,
    /// For other reviewers.
    #[serde(default)]
    pub(in crate::server::api) internal_note: String,
    /// The id of the rule that stands against what is rejected, where there is one.
    #[serde(default)]
    pub(in crate::server::api) rule: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[schemars(rename = "Answer")]
#[serde(rename_all = "snake_case")]
pub(in crate::server::api) enum AnswerDto {
    Approve,
    Return,
    Reject,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[schemars(rename = "ReviewKind")]
#[serde(rename_all = "snake_case")]
pub(in crate::server::api) enum ReviewKindDto {
    /// That the offering becomes public.
    Release,
    /// That a change of what is public does.
    Change,
}

/// A request for release.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Review")]
pub(in crate::server::api) struct ReviewDto {
    id: String,
    kind: ReviewKindDto,
    state: SubmissionState,
    /// Its place among those that wait, from 1; `null`: it was answered.
    position: Option<usize>,
    /// Until when the desk promises an answer; `null`: it was given.
    due_at: Option<MomentDto>,
    /// That moment has passed, and nobody has answered.
    is_late: bool,
    /// The hash of what was handed in: a decision names it.
    content_sha256: String,
    /// The id of the frozen version, for a comparison.
    snapshot: String,
    note: String,
    submitted_by: String,
    submitted_at: MomentDto,
    decided_by: Option<String>,
    decided_at: Option<MomentDto>,
    /// What was written for the provider.
    reason: Option<String>,
    /// The rule that stands against it.
    rule: Option<String>,
    tracks: Vec<TrackDto>,
}

impl ReviewDto {
    /// `view`: the offering that it is about, as it is now.
    pub(in crate::server::api) fn of(submission: &Submission, kind: ReviewKindDto, view: &OfferingView) -> Self {
        let decision = submission.decision.as_ref();
        let terms = view.desk.as_ref().filter(|_| submission.is_open()).map(|desk| desk.terms);
        Self {
            id: submission.id.to_string(),
            kind,
            state: submission.state,
            position: view.position.filter(|_| submission.is_open()),
            due_at: terms.map(|terms| submission.submitted_at.plus(terms.target()).into()),
            is_late: terms.is_some_and(|terms| terms.overdue(submission, view.now).is_some()),
            content_sha256: submission.content_sha256.clone(),
            snapshot: submission.snapshot.to_string(),
            note: submission.note.clone(),
            submitted_by: submission.submitted_by_name.clone(),
            submitted_at: submission.submitted_at.into(),
            decided_by: decision.map(|decision| decision.by_name.clone()),
            decided_at: decision.map(|decision| decision.at.into()),
            reason: decision.map(|decision| decision.reason.clone()),
            rule: decision.and_then(|decision| decision.rule).map(|rule| rule.as_str().to_owned()),
            tracks: submission.tracks.iter().map(TrackDto::from).collect(),
        }
    }
}

/// A request in the reviewers' queue.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "QueuedReview")]
pub(in crate::server::api) struct QueuedReviewDto {
    /// The id of the request.
    pub(in crate::server::api) id: String,
    /// The programmatic name of the offering.
    offering: String,
    /// The name of the account that it belongs to.
    provider: String,
    review: ReviewDto,
}

impl From<&ReviewView> for QueuedReviewDto {
    fn from(view: &ReviewView) -> Self {
        let is_public = view.view.offering.stage.is_public();
        let kind = if is_public { ReviewKindDto::Change } else { ReviewKindDto::Release };
        Self {
            id: view.submission.id.to_string(),
            offering: view.view.offering.name.clone(),
            provider: view.view.offering.owner.name.clone(),
            review: ReviewDto::of(&view.submission, kind, &view.view),
        }
    }
}

/// A part of a request that is decided on its own.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Track")]
pub(in crate::server::api) struct TrackDto {
    track: ReviewTrack,
    state: TrackState,
    content_sha256: String,
    decided_by: Option<String>,
    decided_at: Option<MomentDto>,
    /// The id of the earlier request in which the same content was approved.
    kept_from: Option<String>,
}

impl From<&TrackOf> for TrackDto {
    fn from(track: &TrackOf) -> Self {
        let decision = track.decision.as_ref();
        Self {
            track: track.track,
            state: track.state,
            content_sha256: track.content_sha256.clone(),
            decided_by: decision.map(|decision| decision.by_name.clone()),
            decided_at: decision.map(|decision| decision.at.into()),
            kept_from: track.kept_from.map(|id| id.to_string()),
        }
    }
}

/// A thread to be opened.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "NewThread")]
#[serde(deny_unknown_fields)]
pub(in crate::server::api) struct NewThreadDto {
    /// Which value it is about, as `anchor` of a comparison says.
    anchor: String,
    text: String,
    /// The id of the rule that the value breaks, where there is one.
    #[serde(default)]
    rule: Option<String>,
    /// Nothing is approved and released before it is resolved. For reviewers.
    #[serde(default)]
    is_blocking: bool,
    /// The hash of the request whose content was read; empty: the offering as it is now.
    #[serde(default)]
    pub(in crate::server::api) content_sha256: String,
}

impl From<&NewThreadDto> for ThreadDraft {
    fn from(new: &NewThreadDto) -> Self {
        Self {
            anchor: new.anchor.clone(),
            text: new.text.clone(),
            rule: new.rule.clone().unwrap_or_default(),
            blocking: yes(new.is_blocking),
        }
    }
}

/// What is added to a thread.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "NewRemark")]
#[serde(deny_unknown_fields)]
pub(in crate::server::api) struct NewRemarkDto {
    pub(in crate::server::api) act: ThreadMove,
    /// A reply has one.
    #[serde(default)]
    text: String,
    /// For the operator's people alone.
    #[serde(default)]
    is_internal: bool,
}

impl From<&NewRemarkDto> for ReplyDraft {
    fn from(new: &NewRemarkDto) -> Self {
        Self { text: new.text.clone(), internal: yes(new.is_internal) }
    }
}

/// As forms say it.
fn yes(is_so: bool) -> String {
    if is_so { "yes".to_owned() } else { String::new() }
}

/// What is discussed about one value.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Thread")]
pub(in crate::server::api) struct ThreadDto {
    pub(in crate::server::api) id: String,
    /// What it is about, in words.
    about: String,
    /// The value that was read; empty if there was none.
    value: String,
    /// The rule that the value breaks.
    rule: Option<String>,
    /// Nothing is approved and released before it is resolved.
    is_blocking: bool,
    standing: Standing,
    text: String,
    opened_by: String,
    opened_at: MomentDto,
    /// Oldest first.
    remarks: Vec<RemarkDto>,
}

/// Something that was added to a thread.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Remark")]
pub(in crate::server::api) struct RemarkDto {
    by: String,
    at: MomentDto,
    act: ThreadMove,
    text: String,
    /// For the operator's people alone.
    is_internal: bool,
}

impl ThreadDto {
    /// `present`: every value of the offering as it is now.
    pub(in crate::server::api) fn of<'a>(
        thread: &Thread,
        remarks: impl Iterator<Item = &'a Remark>,
        present: &[Line],
    ) -> Self {
        Self {
            id: thread.id.to_string(),
            about: thread.called(),
            value: thread.value.clone(),
            rule: thread.rule.map(|rule| rule.as_str().to_owned()),
            is_blocking: thread.blocking,
            standing: thread.standing(present),
            text: thread.text.clone(),
            opened_by: thread.opened_by_name.clone(),
            opened_at: thread.opened_at.into(),
            remarks: remarks.map(RemarkDto::from).collect(),
        }
    }
}

impl From<&Remark> for RemarkDto {
    fn from(remark: &Remark) -> Self {
        Self {
            by: remark.by_name.clone(),
            at: remark.at.into(),
            act: remark.act,
            text: remark.text.clone(),
            is_internal: remark.internal,
        }
    }
}

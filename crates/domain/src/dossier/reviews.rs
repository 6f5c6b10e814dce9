//! Requests for release with their decisions: who, when, and about which content.

use serde::{Deserialize, Serialize};

use crate::ids::SubmissionId;
use crate::moment::Moment;
use crate::review::{ReviewTrack, Submission, SubmissionState, TrackState};

/// `reviews.json`: the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewsFile {
    pub requests: Vec<Request>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub id: SubmissionId,
    pub state: SubmissionState,
    /// Names the snapshot that was handed in.
    pub content_sha256: String,
    pub note: String,
    pub submitted_at: Moment,
    /// A name.
    pub submitted_by: String,
    pub decision: Option<Decided>,
    pub tracks: Vec<TrackLine>,
    /// For the operator's people alone; not there unless one of them made the dossier.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub internal_note: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    pub at: Moment,
    /// A name.
    pub by: String,
    pub reason: String,
    /// The id of the rule that it was rejected for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrackLine {
    pub track: ReviewTrack,
    /// Of what this track looks at.
    pub content_sha256: String,
    pub state: TrackState,
    pub decision: Option<Decided>,
    /// The request from which an approval of the same content holds on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_from: Option<SubmissionId>,
}

impl Request {
    pub fn of(submission: &Submission, internal_note: String) -> Self {
        let decision = submission.decision.as_ref().map(|decision| Decided {
            at: decision.at,
            by: decision.by_name.clone(),
            reason: decision.reason.clone(),
            rule: decision.rule.map(|rule| rule.as_str().to_owned()),
        });
        let tracks = submission.tracks.iter().map(|one| TrackLine {
            track: one.track,
            content_sha256: one.content_sha256.clone(),
            state: one.state,
            decision: one.decision.as_ref().map(|decision| Decided {
                at: decision.at,
                by: decision.by_name.clone(),
                reason: decision.reason.clone(),
                rule: None,
            }),
            kept_from: one.kept_from,
        });
        Self {
            id: submission.id,
            state: submission.state,
            content_sha256: submission.content_sha256.clone(),
            note: submission.note.clone(),
            submitted_at: submission.submitted_at,
            submitted_by: submission.submitted_by_name.clone(),
            decision,
            tracks: tracks.collect(),
            internal_note,
        }
    }
}

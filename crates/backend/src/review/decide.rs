//! The decision about a request, or about one track of it. It names the request, the revision that it waits in and the
//! hash of the content that was read, and exactly one goes through however many arrive at once.

use serde::Serialize;
use slipway_domain::compare;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::field::Field;
use slipway_domain::ids::SubmissionId;
use slipway_domain::offering::Offering;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::review::{self, Answer, ReviewTrack, Submission, SubmissionState};
use slipway_domain::revision;
use slipway_store::{NewTrack, TracksDecided, Tx};

use super::{Closed, open, written};
use crate::digest::sha256_of;
use crate::operation::Operation;
use crate::release::open_gate;
use crate::{Acting, Report, Result};

/// What a reviewer decided about which content, of the whole request or of one track.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Ruling<'a> {
    pub answer: Answer,
    /// `None`: about all that is open.
    pub track: Option<ReviewTrack>,
    pub content_sha256: &'a str,
    /// For the provider; needed when something is returned or rejected.
    pub reason: &'a str,
    /// For other reviewers.
    pub internal_note: &'a str,
}

impl Acting {
    /// T17 and T18, of the whole request or of one track. The request is approved when all its tracks are; what is
    /// returned or rejected ends it, and what was approved by then holds on as long as it stays the same.
    pub async fn decide_review(&self, submission: SubmissionId, ruling: Ruling<'_>) -> Result<()> {
        let operation = self.attempt("review/decide", &(submission, ruling))?;
        self.once(operation.as_ref(), self.decide(submission, ruling, operation.as_ref())).await
    }

    async fn decide(&self, submission: SubmissionId, ruling: Ruling<'_>, operation: Option<&Operation>) -> Result<()> {
        let reason = ruling.reason.trim();
        let note = ruling.internal_note.trim();
        let act = ruling.answer.act();
        let name = self.offering_of(submission).await?;
        let track = ruling.track;
        let allowed = self.permitted(&name, move |person, ctx| review::may_decide(person, track, ctx)).await;
        let (mut tx, offering) = allowed?;
        written(&[(Field::Reason, reason), (Field::InternalNote, note)], act.needs_reason())?;
        let open = open(&mut tx, &offering).await?;
        if open.id != submission || open.content_sha256 != ruling.content_sha256 || !waits_in(&open, &offering) {
            return Err(Rejection::Stale { current: offering.stage_revision, parked: None }.into());
        }
        let outcome = review::decide(&open.tracks, track, ruling.answer).map_err(Rejection::Refused)?;
        let mut threads = tx.threads(offering.scope()).await?;
        threads.retain(|thread| outcome.concerns(thread));
        open_gate(act, &offering, &[], &threads)?;
        let is_last = outcome.ends.is_some();
        let decided = TracksDecided {
            scope: offering.scope(),
            submission,
            tracks: &outcome.decided,
            to: outcome.to,
            // The request has what was written with the decision that ended it.
            reason: if is_last { "" } else { reason },
            internal_note: if is_last { "" } else { note },
            by: self.person()?.id,
            at: self.now(),
        };
        if !tx.decide_tracks(&decided).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        let detail = detail(&ruling, reason, &open);
        match outcome.ends {
            None => self.record(&mut tx, &offering, EventKind::ReviewTrackApproved, detail).await?,
            Some(to) => {
                let closed = Closed { to, rule: ruling.answer.rule(), reason, internal_note: note };
                self.end_request(&mut tx, &open, closed).await?;
                if offering.stage.is_public() {
                    self.revision_decided(&mut tx, &open, to).await?;
                    self.record(&mut tx, &offering, of_revision(to), detail).await?;
                } else {
                    self.step(&mut tx, &offering, act, kind(to), detail).await?;
                }
            }
        }
        self.done(&mut tx, operation, &()).await?;
        Ok(tx.commit().await?)
    }

    /// What a request begins with: every track, and the approvals of the same content that hold on. Of a revision only what
    /// differs from what customers have in `live`: the rest was published as it is.
    pub(crate) async fn new_tracks(
        &self,
        tx: &mut Tx,
        offering: &Offering,
        live: Option<&Offering>,
        earlier: &[Submission],
    ) -> Result<Vec<NewTrack>> {
        let mut authors = tx.authors(offering.scope()).await?;
        // Whoever belongs to the provider by now decides none of it, nor did they.
        authors.extend(tx.members(offering.owner.id).await?.into_iter().map(|member| member.person));
        let mut tracks = Vec::with_capacity(ReviewTrack::ALL.len());
        for track in ReviewTrack::ALL {
            let content_sha256 = content_of(track, offering)?;
            if let Some(live) = live
                && (content_of(track, live)? == content_sha256
                    || revision::is_left_to_the_provider(track, live, offering))
            {
                continue;
            }
            let kept = review::kept(track, &content_sha256, earlier, &authors);
            let kept = kept.map(|(given, decision)| (given, decision.by, decision.at));
            tracks.push(NewTrack { track, content_sha256, kept });
        }
        Ok(tracks)
    }
}

/// Refuses what was rejected, to the letter, whatever was asked for since.
pub(crate) async fn not_rejected(tx: &mut Tx, offering: &Offering, earlier: &[Submission]) -> Result<()> {
    for rejected in review::rejected(earlier) {
        let read = tx.snapshot(offering.scope(), rejected.snapshot).await?;
        if read.is_some_and(|read| compare::is_unchanged(&read.content, offering)) {
            return Err(Rejection::Refused(Refusal::RejectedAsItIs).into());
        }
    }
    Ok(())
}

fn content_of(track: ReviewTrack, offering: &Offering) -> Result<String> {
    let fault = "a track did not serialise";
    let content = track.content(offering).map_err(|error| Report::new(fault, error))?;
    sha256_of(&content, fault)
}

/// It is still the revision that was handed in. Requests from before this was kept name none.
fn waits_in(open: &Submission, offering: &Offering) -> bool {
    open.revision == 0 || open.revision == offering.stage_revision
}

/// What the history keeps: the track, why, and the revision that was decided about.
fn detail(ruling: &Ruling<'_>, reason: &str, open: &Submission) -> Detail {
    let revision = Some(open.revision).filter(|revision| *revision > 0);
    let code = ruling.track.map(|track| track.name().to_owned());
    let reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
    let subject = ruling.answer.rule().map(|rule| rule.to_string());
    Detail { revision, code, reason, subject, ..Detail::none() }
}

const fn kind(ends: SubmissionState) -> EventKind {
    match ends {
        SubmissionState::Approved => EventKind::ReviewApproved,
        SubmissionState::Rejected => EventKind::ReviewRejected,
        SubmissionState::Open | SubmissionState::Returned | SubmissionState::Withdrawn => EventKind::ReviewReturned,
    }
}

const fn of_revision(ends: SubmissionState) -> EventKind {
    match ends {
        SubmissionState::Approved => EventKind::RevisionApproved,
        SubmissionState::Rejected => EventKind::RevisionRejected,
        SubmissionState::Open | SubmissionState::Returned | SubmissionState::Withdrawn => EventKind::RevisionReturned,
    }
}

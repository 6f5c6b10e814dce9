//! Requests for release: asking, taking back, and what pages read of them. Decisions are made in `decide`.

use std::time::Duration;

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::field::Field;
use slipway_domain::ids::{SnapshotId, SubmissionId};
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::reason;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::review::{self, Desk, ReviewTrack, Submission, SubmissionState};
use slipway_domain::rule::RuleId;
use slipway_domain::stage::{Move, Stage};
use slipway_domain::view::ReviewView;
use slipway_store::{Closing, NewSubmission, Tx};

use crate::checklist::{as_of, ticks};
use crate::operation::Operation;
use crate::release::{all_checked, open_gate};
use crate::{Acting, Result};

pub(crate) mod decide;
mod late;

pub use decide::Ruling;

/// So many of the latest decisions about a track tell how long they take.
const LATEST: u32 = 100;

/// What waits for the reviewers, with what their desk tells about itself.
pub(crate) struct Queue {
    /// First come first.
    pub(crate) open: Vec<Submission>,
    pub(crate) desk: Desk,
}

/// How a request ends.
struct Closed<'a> {
    to: SubmissionState,
    rule: Option<RuleId>,
    reason: &'a str,
    internal_note: &'a str,
}

impl Acting {
    /// T16: freezes the content and puts it into the reviewers' queue; whoever names the definition that they read, that one
    /// or none.
    pub async fn request_review(&self, name: &str, note: &str) -> Result<SubmissionId> {
        let operation = self.attempt("review/request", &(name, note, self.expected()))?;
        self.once(operation.as_ref(), self.new_request(name, note, operation.as_ref())).await
    }

    async fn new_request(&self, name: &str, note: &str, operation: Option<&Operation>) -> Result<SubmissionId> {
        let checked = self.recheck(name, Move::RequestReview).await?;
        let (mut tx, offering) = self.moving(name, Move::RequestReview).await?;
        self.still_defined(&offering)?;
        written(&[(Field::ReviewNote, note)], false)?;
        all_checked(&offering, &checked)?;
        let attestations = ticks(&mut tx, &offering).await?;
        let to = slipway_domain::stage::next(offering.stage, Move::RequestReview).map_err(Rejection::Refused)?;
        debug_assert_eq!(to, Stage::GaRequested);
        open_gate(Move::RequestReview, &offering, &attestations, &[])?;
        let earlier = tx.submissions(offering.scope()).await?;
        decide::not_rejected(&mut tx, &offering, &earlier).await?;
        let at = self.now();
        let (snapshot, sha256) = self.freeze(&mut tx, &offering).await?;
        let id = SubmissionId::new(self.backend().ids().uuid(at));
        let added = NewSubmission {
            scope: offering.scope(),
            id,
            snapshot,
            content_sha256: &sha256,
            revision: offering.stage_revision + 1,
            note: note.trim(),
            by: self.person()?.id,
            at,
        };
        tx.add_submission(&added).await?;
        // What was typed beside an earlier request claimed none.
        tx.set_terms_url(offering.scope(), offering.listing.draft.terms_url.trim()).await?;
        let tracks = self.new_tracks(&mut tx, &offering, None, &earlier).await?;
        tx.add_tracks(offering.scope(), id, &tracks).await?;
        self.step(&mut tx, &offering, Move::RequestReview, EventKind::ReviewRequested, Detail::none()).await?;
        self.done(&mut tx, operation, &id).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The provider takes the request back: for release, or of a revision.
    pub async fn withdraw_review(&self, name: &str) -> Result<()> {
        let (mut tx, offering) = self.moving(name, Move::WithdrawRequest).await?;
        let submission = open(&mut tx, &offering).await?;
        self.still_about(Some(submission.id), &offering)?;
        self.close(&mut tx, &submission, SubmissionState::Withdrawn, "", "").await?;
        if offering.stage.is_public() {
            self.revision_decided(&mut tx, &submission, SubmissionState::Withdrawn).await?;
            self.record(&mut tx, &offering, EventKind::RevisionWithdrawn, Detail::none()).await?;
            return Ok(tx.commit().await?);
        }
        self.step(&mut tx, &offering, Move::WithdrawRequest, EventKind::ReviewWithdrawn, Detail::none()).await?;
        Ok(tx.commit().await?)
    }

    /// The provider gives the approval up, to go on working: what comes after it has to be asked for anew. The request
    /// stays approved in the list of requests, as the fact that it is; the stage alone gives it force.
    pub async fn withdraw_approval(&self, name: &str) -> Result<()> {
        let (mut tx, offering) = self.moving(name, Move::WithdrawApproval).await?;
        let submissions = tx.submissions(offering.scope()).await?;
        let approved = submissions.iter().rfind(|asked| asked.state == SubmissionState::Approved);
        self.still_about(approved.map(|asked| asked.id), &offering)?;
        self.step(&mut tx, &offering, Move::WithdrawApproval, EventKind::ApprovalWithdrawn, Detail::none()).await?;
        Ok(tx.commit().await?)
    }

    /// The reviewers' queue, first come first.
    pub async fn reviews(&self) -> Result<Vec<ReviewView>> {
        self.require_desk(Object::Review)?;
        let open = self.backend().store().open_submissions().await?;
        let (mut reviews, mut queue) = (Vec::with_capacity(open.len()), None);
        for submission in open {
            reviews.push(self.review_view(submission, &mut queue).await?);
        }
        Ok(reviews)
    }

    /// One request with what was handed in and what changed since the last one.
    pub async fn review(&self, submission: SubmissionId) -> Result<ReviewView> {
        let store = self.backend().store();
        let name = self.offering_of(submission).await?;
        let offering = self.read(&name).await?;
        self.require(Verb::View, Object::Review, Context::of(offering.owner.id))?;
        let found = store.submission(offering.scope(), submission).await?;
        let submission = found.ok_or(Rejection::NotFound(Kind::Submission))?;
        let review = Box::pin(self.review_view(submission, &mut None)).await?;
        let remarks = store.remarks(review.submission.scope(), review.view.person.is_operator()).await?;
        let events = self.latest_events(&review.view).await?;
        // A tick is about what was handed in, whatever the draft says by now.
        let attestations = as_of(&review.judged(), review.view.attestations.clone())?;
        Ok(ReviewView { remarks, events, attestations, ..review })
    }

    async fn review_view(&self, submission: Submission, queue: &mut Option<Queue>) -> Result<ReviewView> {
        let store = self.backend().store();
        let offering = store.offering(submission.scope()).await?.ok_or(Rejection::NotFound(Kind::Offering))?;
        let view = self.view_in(offering, queue).await?;
        let before = match review::before(&submission, &view.submissions).map(|earlier| earlier.snapshot) {
            Some(snapshot) => Some(self.content(submission.scope(), snapshot).await?),
            None => None,
        };
        let (internal_note, track_notes) = if view.person.is_operator() {
            let (scope, id) = (submission.scope(), submission.id);
            (store.internal_note(scope, id).await?, store.track_notes(scope, id).await?)
        } else {
            (String::new(), Vec::new())
        };
        Ok(ReviewView {
            authors: store.authors(submission.scope()).await?,
            content: self.content(submission.scope(), submission.snapshot).await?,
            before,
            internal_note,
            track_notes,
            remarks: Vec::new(),
            events: Vec::new(),
            attestations: Vec::new(),
            submission,
            view,
        })
    }

    /// What is asked for, what the operator promises, and how long decisions took.
    pub(crate) async fn review_queue(&self) -> Result<Queue> {
        let store = self.backend().store();
        let times: Vec<(ReviewTrack, Duration)> = store.decided_tracks(LATEST).await?;
        let desk = Desk { terms: self.backend().review_terms(), figures: review::figures(&times) };
        Ok(Queue { open: store.open_submissions().await?, desk })
    }

    /// What a request, or a version that was published, is about.
    pub(crate) async fn content(&self, scope: Scope, snapshot: SnapshotId) -> Result<Offering> {
        let found = self.backend().store().snapshot(scope, snapshot).await?;
        let mut content = found.ok_or(Rejection::NotFound(Kind::Snapshot))?.content;
        content.access_facts.as_of(self.now());
        Ok(content)
    }

    /// The programmatic name behind a request, if the caller may know of it.
    async fn offering_of(&self, submission: SubmissionId) -> Result<String> {
        self.person()?;
        let found = self.backend().store().offering_of_submission(submission).await?;
        let known = found.filter(|(_, owner)| self.may_know_of(*owner));
        let (name, _) = known.ok_or(Rejection::NotFound(Kind::Submission))?;
        Ok(name)
    }

    pub(crate) async fn close(
        &self,
        tx: &mut Tx,
        submission: &Submission,
        to: SubmissionState,
        reason: &str,
        internal_note: &str,
    ) -> Result<()> {
        self.end_request(tx, submission, Closed { to, rule: None, reason, internal_note }).await
    }

    async fn end_request(&self, tx: &mut Tx, submission: &Submission, closed: Closed<'_>) -> Result<()> {
        let Closed { to, rule, reason, internal_note } = closed;
        let closing = Closing {
            scope: submission.scope(),
            submission: submission.id,
            content_sha256: &submission.content_sha256,
            to,
            rule,
            reason,
            internal_note,
            by: self.person()?.id,
            at: self.now(),
        };
        if tx.close_submission(&closing).await? { Ok(()) } else { Err(Rejection::Refused(Refusal::AlreadyDone).into()) }
    }
}

/// The texts beside a decision follow their rule, and the reason is there where one is needed.
pub(crate) fn written(texts: &[(Field, &str)], needs_reason: bool) -> Result<()> {
    let found = reason::check_written(texts);
    if !found.is_complete() {
        return Err(Rejection::Invalid(found).into());
    }
    let is_given = texts.iter().any(|(field, text)| *field == Field::Reason && reason::is_given(text));
    if needs_reason && !is_given { Err(Rejection::Refused(Refusal::ReasonMissing).into()) } else { Ok(()) }
}

async fn open(tx: &mut Tx, offering: &Offering) -> Result<Submission> {
    let submissions = tx.submissions(offering.scope()).await?;
    submissions.into_iter().find(Submission::is_open).ok_or_else(|| {
        Rejection::Refused(Refusal::NoSuchMove { from: offering.stage, attempted: Move::Approve }).into()
    })
}

//! Changes of an offering that is public (§10, T21): handing the draft in as a revision, publishing what was approved, giving
//! it up, and going back to an earlier version. The stage stays where it is meanwhile, and customers keep what they have.

use slipway_domain::change_class::{self, FreshTests, Trigger};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::field::Field;
use slipway_domain::gate::Condition;
use slipway_domain::ids::{BrokerId, DeploymentId, RevisionId, SubmissionId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::region::{DeploymentMove, RevisionMove, RevisionState, deployment_next};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::review::{Submission, SubmissionState};
use slipway_domain::revision::{self, EXPIRES_AFTER, Revision, RevisionKind};
use slipway_domain::stage::Move;
use slipway_domain::test_run::Target;
use slipway_store::{NewRevision, NewSubmission, Snapshot, Tx};

use crate::acting::within_reach;
use crate::deployment::found;
use crate::operation::Operation;
use crate::release::{all_checked, standing};
use crate::review::decide::not_rejected;
use crate::review::written;
use crate::{Acting, Result};

mod back;
mod draft;
mod due;
mod live;
mod prices;
mod told;

use live::{Going, judged};
use prices::Announced;

impl Acting {
    /// Freezes the draft and puts it into the reviewers' queue; the stage stays `Ga`.
    pub async fn submit_revision(&self, name: &str, note: &str) -> Result<SubmissionId> {
        let operation = self.attempt("revision/submit", &(name, note, self.expected()))?;
        self.once(operation.as_ref(), Box::pin(self.new_revision(name, note, operation.as_ref()))).await
    }

    async fn new_revision(&self, name: &str, note: &str, operation: Option<&Operation>) -> Result<SubmissionId> {
        let checked = self.recheck_draft(name).await?;
        let (mut tx, offering) = self.live(name).await?;
        self.still_defined(&offering)?;
        written(&[(Field::ReviewNote, note)], false)?;
        let (scope, at, by) = (offering.scope(), self.now(), self.person()?.id);
        none_open(&tx.revisions(scope).await?)?;
        let live = listed(&mut tx, &offering).await?.content;
        let triggers = change_class::triggers(&live, &offering, at);
        if !revision::has_news(&triggers) {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        let changed = revision::immutable(&triggers);
        if !changed.is_empty() {
            return Err(Rejection::Refused(Refusal::Immutable { changed }).into());
        }
        if asks_for_tests(&triggers) {
            all_checked(&offering, &checked)?;
        }
        if !revision::is_told_in_time(&live, &offering, at) {
            return Err(Rejection::Refused(Refusal::PlanEndsTooSoon).into());
        }
        open(revision::missing(&triggers, &offering))?;
        let earlier = tx.submissions(scope).await?;
        not_rejected(&mut tx, &offering, &earlier).await?;
        let (snapshot, sha256) = self.freeze(&mut tx, &live::to_be_published(&offering)).await?;
        let id = SubmissionId::new(self.backend().ids().uuid(at));
        let added = NewSubmission {
            scope,
            id,
            snapshot,
            content_sha256: &sha256,
            revision: offering.stage_revision,
            note: note.trim(),
            by,
            at,
        };
        tx.add_submission(&added).await?;
        let tracks = self.new_tracks(&mut tx, &offering, Some(&live), &earlier).await?;
        tx.add_tracks(scope, id, &tracks).await?;
        let revision = NewRevision {
            scope,
            id: RevisionId::new(self.backend().ids().uuid(at)),
            kind: RevisionKind::Change,
            state: RevisionState::Submitted,
            submission: Some(id),
            snapshot,
            by,
            at,
            approved_at: None,
            effective_at: None,
        };
        tx.add_revision(&revision).await?;
        self.record(&mut tx, &offering, EventKind::RevisionSubmitted, Detail::none()).await?;
        self.done(&mut tx, operation, &id).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Publishes what was approved: at once, or on the 1st that its prices wait for, which is announced with it. Whatever the
    /// draft says by now is another revision.
    pub async fn publish_revision(&self, name: &str) -> Result<()> {
        let operation = self.attempt("revision/publish", &(name, self.request_read()))?;
        self.once(operation.as_ref(), Box::pin(self.publish_approved(name, operation.as_ref()))).await
    }

    async fn publish_approved(&self, name: &str, operation: Option<&Operation>) -> Result<()> {
        let checked = self.recheck_approved(name).await?;
        let (mut tx, offering) = self.live(name).await?;
        let (scope, at) = (offering.scope(), self.now());
        let approved = publishable(&tx.revisions(scope).await?, at)?;
        self.still_about(approved.submission, &offering)?;
        let content = frozen(&mut tx, &offering, &approved).await?;
        let live = listed(&mut tx, &offering).await?.content;
        let triggers = change_class::triggers(&live, &content.content, at);
        if asks_for_tests(&triggers) {
            all_checked(&offering, &checked)?;
        }
        if let Some(refusal) = revision::refusal_at_publication(&live, &content.content, &offering, at) {
            return Err(Rejection::Refused(refusal).into());
        }
        let (judged, threads) = (judged(&mut tx, &offering, &content.content).await?, tx.threads(scope).await?);
        open(revision::missing_at_publication(&triggers, &judged, &threads))?;
        let stale = Rejection::Stale { current: offering.stage_revision, parked: None };
        if let Some(effective_at) = revision::effective_at(&live, &content.content, at) {
            if !tx.schedule_revision(scope, approved.id, effective_at).await? {
                return Err(stale.into());
            }
            let (revision, live, triggers) = (approved.id, &live, triggers.as_slice());
            let announced = Announced { revision, live, triggers, day: effective_at, at };
            Box::pin(self.backend().tell_of_prices(&mut tx, announced)).await?;
            let detail = Detail::about(effective_at.iso_day());
            self.record(&mut tx, &offering, EventKind::RevisionScheduled, detail).await?;
            self.done(&mut tx, operation, &()).await?;
            return Ok(tx.commit().await?);
        }
        let by = Some(self.person()?.id);
        let going =
            Going { revision: approved.id, effective_at: None, content: &content, live: &live, since: at, at, by };
        if !self.backend().go_live(&mut tx, &offering, going).await? {
            return Err(stale.into());
        }
        self.record(&mut tx, &offering, EventKind::RevisionPublished, Detail::none()).await?;
        self.done(&mut tx, operation, &()).await?;
        tx.commit().await?;
        self.backend().mails_wanted().notify_one();
        Ok(())
    }

    /// Gives up what is under way: the revision that waits, and what of the draft is not public. Each page that changes by it
    /// is saved once more, so that its history leads back.
    pub async fn discard_revision(&self, name: &str) -> Result<()> {
        let operation = self.attempt("revision/discard", &(name, self.request_read()))?;
        self.once(operation.as_ref(), Box::pin(self.give_up(name, operation.as_ref()))).await
    }

    async fn give_up(&self, name: &str, operation: Option<&Operation>) -> Result<()> {
        let (mut tx, offering) = self.live(name).await?;
        let scope = offering.scope();
        let live = listed(&mut tx, &offering).await?.content;
        let waiting = tx.revisions(scope).await?.into_iter().find(Revision::is_open);
        self.still_about(waiting.as_ref().and_then(|one| one.submission), &offering)?;
        let is_given_up = waiting.is_some();
        if let Some(waiting) = waiting {
            let to = waiting.next(RevisionMove::Discard).map_err(Rejection::Refused)?;
            if !tx.move_revision(scope, waiting.id, (waiting.state, to)).await? {
                return Err(Rejection::Stale { current: offering.stage_revision, parked: None }.into());
            }
            Box::pin(self.backend().tell_that_prices_stay(&mut tx, &live, &waiting)).await?;
            let submissions = tx.submissions(scope).await?;
            if let Some(asked) = submissions.iter().find(|asked| asked.is_open()) {
                self.close(&mut tx, asked, SubmissionState::Withdrawn, "", "").await?;
            }
        }
        if !self.take_back(&mut tx, &offering, &live).await? && !is_given_up {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        self.record(&mut tx, &offering, EventKind::RevisionDiscarded, Detail::none()).await?;
        self.done(&mut tx, operation, &()).await?;
        tx.commit().await?;
        self.backend().mails_wanted().notify_one();
        Ok(())
    }

    /// Everybody has the deployment from now on: one of a published revision, which a run proves as it is public.
    pub async fn release_deployment(&self, name: &str, deployment: DeploymentId) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::Deployment).await?;
        within_reach(self.reach().moves())?;
        let from = offering.stage;
        if !from.takes_revisions() {
            return Err(Rejection::Refused(Refusal::NoSuchMove { from, attempted: Move::Release }).into());
        }
        let record = found(&offering, deployment)?;
        self.still_at(record.revision)?;
        let missing = Rejection::NotFound(Kind::Deployment);
        let to = deployment_next(record.state, DeploymentMove::Release).ok_or(missing.clone())?;
        let live = standing(&mut tx, &offering).await?.ok_or(missing.clone())?;
        if !live.is_proven_for_all(&Target::of(record)) {
            return Err(Rejection::Refused(Refusal::DeploymentUntested).into());
        }
        if !tx.publish_deployment(offering.scope(), deployment, (record.state, to), self.now()).await? {
            return Err(missing.into());
        }
        let subject = format!("{} in {}", live.plan_called(record.plan), record.location);
        self.record(&mut tx, &offering, EventKind::DeploymentReleased, Detail::about(subject)).await?;
        Ok(tx.commit().await?)
    }

    /// What the end of its request does to a revision.
    pub(crate) async fn revision_decided(&self, tx: &mut Tx, asked: &Submission, ends: SubmissionState) -> Result<()> {
        let nothing = || Rejection::Refused(Refusal::NoRevision);
        let (scope, act) = (asked.scope(), revision::decided(ends).ok_or_else(nothing)?);
        let revisions = tx.revisions(scope).await?;
        let revision = revisions.into_iter().find(|one| one.submission == Some(asked.id)).ok_or_else(nothing)?;
        let to = revision.next(act).map_err(Rejection::Refused)?;
        let is_moved = match to {
            RevisionState::Approved => {
                let at = self.now();
                tx.approve_revision(scope, revision.id, at, at.plus(EXPIRES_AFTER)).await?
            }
            _ => tx.move_revision(scope, revision.id, (revision.state, to)).await?,
        };
        if is_moved { Ok(()) } else { Err(Rejection::Refused(Refusal::AlreadyDone).into()) }
    }

    /// The offering in a transaction, for whoever hands revisions of it in. It is public and takes revisions now.
    async fn live(&self, name: &str) -> Result<(Tx, Offering)> {
        let (tx, offering) = self.moving(name, Move::RequestReview).await?;
        let from = offering.stage;
        if from.takes_revisions() {
            return Ok((tx, offering));
        }
        Err(Rejection::Refused(Refusal::NoSuchMove { from, attempted: Move::RequestReview }).into())
    }

    /// The brokers say anew what they offer, where the draft asks for that.
    async fn recheck_draft(&self, name: &str) -> Result<Vec<BrokerId>> {
        let (mut tx, offering) = self.live(name).await?;
        none_open(&tx.revisions(offering.scope()).await?)?;
        let live = listed(&mut tx, &offering).await?.content;
        drop(tx);
        self.rechecked(&offering, &change_class::triggers(&live, &offering, self.now())).await
    }

    /// The same, where what was approved asks for it.
    async fn recheck_approved(&self, name: &str) -> Result<Vec<BrokerId>> {
        let (mut tx, offering) = self.live(name).await?;
        let approved = publishable(&tx.revisions(offering.scope()).await?, self.now())?;
        self.still_about(approved.submission, &offering)?;
        let content = frozen(&mut tx, &offering, &approved).await?.content;
        let live = listed(&mut tx, &offering).await?.content;
        drop(tx);
        self.rechecked(&offering, &change_class::triggers(&live, &content, self.now())).await
    }

    async fn rechecked(&self, offering: &Offering, triggers: &[Trigger]) -> Result<Vec<BrokerId>> {
        if asks_for_tests(triggers) { self.recheck_brokers(offering).await } else { Ok(Vec::new()) }
    }
}

fn asks_for_tests(triggers: &[Trigger]) -> bool {
    change_class::tests_of(triggers) != FreshTests::None
}

/// One at a time.
fn none_open(revisions: &[Revision]) -> Result<()> {
    if revisions.iter().any(Revision::is_open) {
        return Err(Rejection::Refused(Refusal::RevisionOpen).into());
    }
    Ok(())
}

/// What was approved, is nobody's announcement yet, and did not end before the platform came to say so.
fn publishable(revisions: &[Revision], now: Moment) -> Result<Revision> {
    let mut approved = revisions.iter().filter(|one| one.is_publishable());
    let approved = approved.find(|one| one.expires_at.is_none_or(|end| now < end)).cloned();
    approved.ok_or_else(|| Rejection::Refused(Refusal::NoRevision).into())
}

fn open(missing: Vec<Condition>) -> Result<()> {
    if missing.is_empty() { Ok(()) } else { Err(Rejection::Refused(Refusal::Gate(missing)).into()) }
}

/// What customers have.
async fn listed(tx: &mut Tx, offering: &Offering) -> Result<Snapshot> {
    let listed = tx.listed(offering.scope()).await?;
    listed.ok_or_else(|| Rejection::NotFound(Kind::Snapshot).into())
}

/// What the revision publishes. Where it was decided, that is the content whose hash the decision names.
async fn frozen(tx: &mut Tx, offering: &Offering, revision: &Revision) -> Result<Snapshot> {
    let scope = offering.scope();
    let content = tx.snapshot(scope, revision.snapshot).await?.ok_or(Rejection::NotFound(Kind::Snapshot))?;
    let Some(id) = revision.submission else { return Ok(content) };
    let submissions = tx.submissions(scope).await?;
    let decided = submissions.iter().find(|asked| asked.id == id && asked.state == SubmissionState::Approved);
    match decided.filter(|asked| asked.snapshot == content.id && asked.content_sha256 == content.sha256) {
        Some(_) => Ok(content),
        None => Err(Rejection::NotFound(Kind::Submission).into()),
    }
}

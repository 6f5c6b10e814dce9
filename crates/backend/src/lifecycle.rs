//! Suspending, resuming, ending and withdrawing offerings (§3.3 T22–T26, DEC-5): each one move of the stage with what
//! goes with it, in one transaction; and the job that moves on when a suspension or a notice is over.

use std::time::Duration;

use slipway_domain::caller::Person;
use slipway_domain::deployment::DeploymentState;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::field::Field;
use slipway_domain::lifecycle::{self, Ending};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::region::{DeploymentMove, RevisionMove, deployment_next};
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::review::SubmissionState;
use slipway_domain::revision::Revision;
use slipway_domain::stage::{self, Move};
use slipway_domain::view::LifecycleView;
use slipway_store::Tx;

use crate::instance::confirmed;
use crate::release::PUBLISH_ACTOR;
use crate::review::written;
use crate::{Acting, Backend, Result, rounds};

mod told;

/// How often is looked for what is over.
const ROUND: Duration = Duration::from_mins(1);
/// Offerings that are read at once.
const AT_ONCE: u32 = 100;

/// What somebody types who moves an offering.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// The programmatic name of the offering, which confirms it.
    pub confirmation: &'a str,
    /// For a suspension and an end, customers read it.
    pub reason: &'a str,
}

impl Acting {
    /// The page on which an offering is suspended, resumed, ended or withdrawn.
    pub async fn lifecycle(&self, name: &str) -> Result<LifecycleView> {
        let view = self.offering(name).await?;
        let left = self.backend().store().instances_left(view.offering.scope()).await?;
        let is_hidden = self.backend().store().is_hidden(view.offering.scope()).await?;
        Ok(LifecycleView { left, is_hidden, view })
    }

    /// T22 to T26: one of `lifecycle::MOVES`.
    pub async fn change_lifecycle(&self, name: &str, act: Move, said: Said<'_>) -> Result<()> {
        Box::pin(self.make_move(name, act, said, "")).await
    }

    /// T23: the end is announced, and new instances can be made until the day that is typed. Empty: they end at once.
    pub async fn announce_end(&self, name: &str, said: Said<'_>, marketed_until: &str) -> Result<()> {
        Box::pin(self.make_move(name, Move::Deprecate, said, marketed_until)).await
    }

    async fn make_move(&self, name: &str, act: Move, said: Said<'_>, marketed_until: &str) -> Result<()> {
        // Whoever might make it in any case; whose it is in this one is told by the notice.
        let may = move |person: &Person, ctx: Context<'_>| {
            let answer = policy::may_move(person, act, ctx, PUBLISH_ACTOR);
            if act == Move::Restore {
                answer.or_else(|denial| policy::may_move(person, Move::Resume, ctx, PUBLISH_ACTOR).map_err(|_| denial))
            } else {
                answer
            }
        };
        let (mut tx, offering) = self.permitted(name, may).await?;
        let (scope, from, at) = (offering.scope(), offering.stage, self.now());
        let notice = tx.notice(scope).await?;
        let (judged, ctx) = (lifecycle::judged_as(act, notice.as_ref()), Context::of(offering.owner.id));
        policy::may_move(self.person()?, judged, ctx, PUBLISH_ACTOR).map_err(Rejection::Denied)?;
        stage::next(from, act).map_err(Rejection::Refused)?;
        let nothing = Rejection::Refused(Refusal::NoSuchMove { from, attempted: act });
        let kind = kind_of(act).ok_or(nothing)?;
        if let Some(asked) = notice.as_ref().and_then(|notice| notice.asked.as_ref()).filter(|_| judged.is_decision()) {
            let ctx = Context::of(offering.owner.id).submitted_by(asked.by);
            policy::may_decide(self.person()?, ctx).map_err(Rejection::Denied)?;
        }
        confirmed(said.confirmation, &offering.name)?;
        written(&[(Field::Reason, said.reason)], act.needs_reason())?;
        if let Some(refusal) = lifecycle::obstacle(act, notice.as_ref(), tx.instances_left(scope).await?, at) {
            return Err(Rejection::Refused(refusal).into());
        }
        let marketed_until = lifecycle::marketed_until(marketed_until, from, at).map_err(Rejection::Refused)?;
        let submissions = tx.submissions(scope).await?;
        if let Some(open) = submissions.iter().find(|submission| submission.is_open()) {
            self.close(&mut tx, open, SubmissionState::Withdrawn, "", "").await?;
            if from.is_public() {
                self.revision_decided(&mut tx, open, SubmissionState::Withdrawn).await?;
            }
        }
        let reason = said.reason.trim();
        let detail = if reason.is_empty() { Detail::none() } else { Detail::none().because(reason) };
        let detail = Detail { subject: marketed_until.map(Moment::iso_day), ..detail };
        self.step(&mut tx, &offering, act, kind, detail).await?;
        follow(&mut tx, scope, act, (reason, marketed_until), at).await?;
        Box::pin(self.backend().tell_of_end(&mut tx, &offering, notice.as_ref(), at)).await?;
        tx.commit().await?;
        self.backend().mails_wanted().notify_one();
        Ok(())
    }

    /// T22: the provider has put right what the offering was suspended for. From then on it is the operator's turn; so it
    /// is where the end was announced meanwhile and the provider asks for it to be taken back.
    pub async fn ask_resumption(&self, name: &str) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Submit, Object::Lifecycle).await?;
        let (scope, from) = (offering.scope(), offering.stage);
        if lifecycle::asks_for(from, tx.notice(scope).await?.as_ref()).is_none() {
            return Err(Rejection::Refused(Refusal::NoSuchMove { from, attempted: Move::Resume }).into());
        }
        if !tx.ask_resumption(scope, self.person()?.id, self.now()).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        self.record(&mut tx, &offering, EventKind::ResumptionRequested, Detail::none()).await?;
        Ok(tx.commit().await?)
    }

    /// What was asked for is declined, for a reason that the provider reads in the history. It is their turn again.
    pub async fn decline_resumption(&self, name: &str, reason: &str) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Approve, Object::Lifecycle).await?;
        let nothing = || Rejection::Refused(Refusal::AlreadyDone);
        let notice = tx.notice(offering.scope()).await?.ok_or_else(nothing)?;
        let asked = notice.asked.as_ref().ok_or_else(nothing)?;
        let ctx = Context::of(offering.owner.id).submitted_by(asked.by);
        policy::may_decide(self.person()?, ctx).map_err(Rejection::Denied)?;
        written(&[(Field::Reason, reason)], true)?;
        let due = lifecycle::declined(&notice.ending, asked, self.now());
        if !tx.decline_resumption(offering.scope(), due).await? {
            return Err(nothing().into());
        }
        self.record(&mut tx, &offering, EventKind::ResumptionDeclined, Detail::none().because(reason.trim())).await?;
        Ok(tx.commit().await?)
    }

    /// T25: the operator puts the end off that was announced for `until`.
    pub async fn extend_end(&self, name: &str, until: Moment) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Execute, Object::Lifecycle).await?;
        stage::next(offering.stage, Move::Retire).map_err(Rejection::Refused)?;
        let (before, to) = (tx.notice(offering.scope()).await?, lifecycle::extended(until, self.now()));
        if !tx.extend_notice(offering.scope(), until, to).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        Box::pin(self.backend().tell_of_end(&mut tx, &offering, before.as_ref(), self.now())).await?;
        self.record(&mut tx, &offering, EventKind::EndExtended, Detail::about(to.iso_day())).await?;
        tx.commit().await?;
        self.backend().mails_wanted().notify_one();
        Ok(())
    }
}

impl Backend {
    /// Moves on until `stop` ends: with what is over, and with the revisions whose day is there.
    pub async fn watch_endings(&self, stop: impl Future<Output = ()>) {
        let round = || async {
            self.end_due().await;
            self.move_revisions().await;
        };
        rounds::make(ROUND, stop, round).await;
    }

    /// Moves on with every offering whose suspension or notice is over, one after the other; what is left of many comes
    /// with the next round.
    pub async fn end_due(&self) {
        let due = match self.store().due_notices(self.clock().now(), AT_ONCE).await {
            Ok(due) => due,
            Err(error) => return tracing::warn!(%error, "the offerings that are over could not be read"),
        };
        for scope in due {
            // One that cannot be moved does not keep the others waiting.
            if let Err(error) = self.move_on(scope).await {
                tracing::error!(%error, offering = %scope.offering, "an offering could not be moved on");
            }
        }
    }

    async fn move_on(&self, scope: Scope) -> Result<()> {
        let mut tx = self.store().write().await?;
        // As it is now: somebody may have moved it meanwhile.
        let Some(offering) = tx.offering(scope).await? else { return Ok(()) };
        let notice = tx.notice(scope).await?.filter(|notice| notice.ending.stage == offering.stage);
        let Some(notice) = notice else { return Ok(()) };
        let (at, left) = (self.clock().now(), tx.instances_left(scope).await?);
        let Some(act) = lifecycle::due(&notice, left, at) else { return Ok(()) };
        let (Ok(to), Some(kind)) = (stage::next(offering.stage, act), kind_of(act)) else { return Ok(()) };
        if !tx.move_stage(scope, offering.stage, offering.stage_revision, to, at).await? {
            return Ok(());
        }
        follow(&mut tx, scope, act, (&notice.ending.text, None), at).await?;
        Box::pin(self.tell_of_end(&mut tx, &offering, Some(&notice), at)).await?;
        let text = notice.ending.text;
        let detail = Detail::stage(offering.stage, to).because(text);
        tx.record(&self.event_of_platform(scope, kind, detail, at)).await?;
        tx.commit().await?;
        self.mails_wanted().notify_one();
        Ok(())
    }
}

/// What a move says in the history; `None`: it is none of `lifecycle::MOVES`.
const fn kind_of(act: Move) -> Option<EventKind> {
    match act {
        Move::Suspend => Some(EventKind::OfferingSuspended),
        Move::Resume => Some(EventKind::OfferingResumed),
        Move::Deprecate => Some(EventKind::OfferingDeprecated),
        Move::Restore => Some(EventKind::OfferingRestored),
        Move::Retire => Some(EventKind::OfferingRetired),
        Move::Withdraw => Some(EventKind::OfferingWithdrawn),
        _ => None,
    }
}

/// What goes with a move: what customers read from now on, or that there is nothing for them to see any more. The
/// snapshots of what they saw stay, and ids and names are never given away again.
async fn follow(
    tx: &mut Tx,
    scope: Scope,
    act: Move,
    (text, marketed_until): (&str, Option<Moment>),
    at: Moment,
) -> Result<()> {
    if let Some((stage, lasts)) = lifecycle::begins(act) {
        let ending = Ending { stage, text: text.to_owned(), until: at.plus(lasts), marketed_until };
        return Ok(tx.set_notice(scope, &ending, at).await?);
    }
    tx.lift_notice(scope).await?;
    if matches!(act, Move::Retire | Move::Withdraw) {
        for from in DeploymentState::ALL {
            if let Some(to) = deployment_next(from, DeploymentMove::Withdraw) {
                tx.move_deployments(scope, from, to, at).await?;
            }
        }
        tx.remove_entry(scope).await?;
        // What was approved for it, or announced, does not come any more.
        for open in tx.revisions(scope).await?.into_iter().filter(Revision::is_open) {
            let to = open.next(RevisionMove::Discard).map_err(Rejection::Refused)?;
            tx.move_revision(scope, open.id, (open.state, to)).await?;
        }
    }
    Ok(())
}

//! Plans: add, save, remove, submit for approval, approve.

use slipway_domain::definition::with_lines_of_forms;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::field::Field;
use slipway_domain::ids::PlanId;
use slipway_domain::offering::Offering;
use slipway_domain::plan::{PlanDraft, PlanRecord};
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::region::{PlanMove, plan_next};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::view::{SectionSaved, Subject};
use slipway_store::SavedPlan;

use crate::acting::Typed;
use crate::listing::NO_REVISION;
use crate::merge::merged;
use crate::operation::Operation;
use crate::review::written;
use crate::{Acting, Result};

pub(crate) fn find(offering: &Offering, plan: PlanId) -> Result<&PlanRecord> {
    offering.plans.iter().find(|record| record.id == plan).ok_or_else(|| Rejection::NotFound(Kind::Plan).into())
}

/// What no form holds could not be edited any more.
fn check_rows(draft: &PlanDraft) -> Result<()> {
    if draft.fits() { Ok(()) } else { Err(Rejection::Refused(Refusal::TooManyRows).into()) }
}

impl Acting {
    /// Mints the plan's GUID (T09).
    pub async fn add_plan(&self, name: &str, draft: &PlanDraft) -> Result<PlanId> {
        check_rows(draft)?;
        let draft = &with_lines_of_forms(draft);
        let operation = self.attempt("plan/add", &(name, draft))?;
        self.once(operation.as_ref(), self.new_plan(name, draft, operation.as_ref())).await
    }

    async fn new_plan(&self, name: &str, draft: &PlanDraft, operation: Option<&Operation>) -> Result<PlanId> {
        let typed = Typed { subject: Subject::NewPlan, revision: 0, draft, operation };
        let (mut tx, offering) = self.edit_typed(name, Verb::Create, draft.object(), typed, None).await?;
        let at = self.now();
        let id = PlanId::new(self.backend().ids().uuid(at));
        tx.add_plan(&SavedPlan { scope: offering.scope(), id, draft, by: self.person()?.id, at }).await?;
        tx.touch_definition(offering.scope(), at).await?;
        self.record(&mut tx, &offering, EventKind::PlanAdded, Detail::about(&draft.name)).await?;
        self.done(&mut tx, operation, &id).await?;
        self.finish(tx, offering.scope()).await?;
        Ok(id)
    }

    /// An approved paid plan that is edited goes back to draft. The name of a deployed plan is permanent (§10). Where
    /// somebody else has moved the revision on, both are put together if they changed different things. A save with a
    /// name, for which nobody pressed a button, leaves a plan alone that says the same already.
    pub async fn save_plan(&self, name: &str, plan: PlanId, revision: i64, draft: &PlanDraft) -> Result<SectionSaved> {
        check_rows(draft)?;
        let draft = &with_lines_of_forms(draft);
        let asked = (name, plan, revision, self.since(), draft);
        let operation = self.attempt_to_save(self.operation(), "plan/save", &asked)?;
        let operation = operation.as_ref();
        self.once(operation, self.write_plan(name, plan, (revision, draft), operation)).await
    }

    async fn write_plan(
        &self,
        name: &str,
        plan: PlanId,
        (revision, typed): (i64, &PlanDraft),
        operation: Option<&Operation>,
    ) -> Result<SectionSaved> {
        let goes_on = !self.since().is_empty();
        let mut base: Option<PlanDraft> = if goes_on { self.typed_in(self.since()).await? } else { None };
        // The form lacks what others had saved: kept input must not take its revision for what it was made of.
        let made_of = if goes_on && base.is_none() { NO_REVISION } else { revision };
        let input = || Typed { subject: Subject::Plan(plan), revision: made_of, draft: typed, operation };
        let (mut tx, offering) = self.edit_typed(name, Verb::Edit, typed.object(), input(), base.as_ref()).await?;
        let record = find(&offering, plan)?;
        let scope = offering.scope();
        self.require(Verb::Edit, record.draft.object(), Context::of(offering.owner.id))?;
        let stale = |parked| Rejection::Stale { current: record.revision, parked: Some(parked) };
        let mut draft = typed.clone();
        if goes_on || revision != record.revision {
            if !self.puts_together() {
                return Err(Rejection::Stale { current: record.revision, parked: None }.into());
            }
            if !goes_on {
                let text = tx.version(scope, Subject::Plan(plan), revision).await?;
                base = text.and_then(|text| serde_json::from_str(&text).ok());
            }
            let merged = merged(base.as_ref(), &record.draft, typed)?;
            // What no form holds could not be edited any more.
            let Some(merged) = merged.filter(PlanDraft::fits) else {
                drop(tx);
                return Err(stale(self.park_made_of(scope, input(), base.as_ref()).await?).into());
            };
            self.require(Verb::Edit, merged.object(), Context::of(offering.owner.id))?;
            draft = merged;
        }
        if record.draft.name != draft.name && offering.deployments.iter().any(|deployment| deployment.plan == plan) {
            return Err(Rejection::Refused(Refusal::InUse).into());
        }
        let at = self.now();
        let mut answer = SectionSaved { revision: record.revision, at, merged: draft != *typed };
        // Whoever takes back what they have just typed, and presses nothing, has changed nothing.
        let is_pressed = operation.is_none() || !self.puts_together();
        if is_pressed || !draft.says_as(&record.draft) {
            let to = plan_next(record.approval, PlanMove::Edit).ok_or(Rejection::NotFound(Kind::Plan))?;
            let saved = SavedPlan { scope, id: plan, draft: &draft, by: self.person()?.id, at };
            if !tx.save_plan(&saved, record.revision, (record.approval, to)).await? {
                drop(tx);
                return Err(stale(self.park_made_of(scope, input(), base.as_ref()).await?).into());
            }
            tx.touch_definition(scope, at).await?;
            answer.revision = record.revision.saturating_add(1);
            let detail = self.telling(Detail { revision: Some(answer.revision), ..Detail::about(&draft.name) });
            self.record(&mut tx, &offering, EventKind::PlanSaved, detail).await?;
        }
        self.done_saving(&mut tx, operation, &answer, typed).await?;
        self.finish(tx, scope).await?;
        Ok(answer)
    }

    /// A plan that is deployed stays; withdraw its deployments first.
    pub async fn remove_plan(&self, name: &str, plan: PlanId) -> Result<()> {
        let (mut tx, offering) = self.edit(name, Verb::Edit, Object::Listing).await?;
        let record = find(&offering, plan)?;
        self.still_at(record.revision)?;
        self.require(Verb::Edit, record.draft.object(), Context::of(offering.owner.id))?;
        if offering.deployments.iter().any(|deployment| deployment.plan == plan) {
            return Err(Rejection::Refused(Refusal::InUse).into());
        }
        let at = self.now();
        tx.remove_plan(offering.scope(), plan, at).await?;
        tx.touch_definition(offering.scope(), at).await?;
        self.record(&mut tx, &offering, EventKind::PlanRemoved, Detail::about(&record.draft.name)).await?;
        Ok(tx.commit().await?)
    }

    /// Asks the billing desk for approval of a paid plan.
    pub async fn submit_plan(&self, name: &str, plan: PlanId) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Submit, Object::PaidPlan).await?;
        let record = find(&offering, plan)?;
        self.still_at(record.revision)?;
        let findings = offering.plan_findings(plan);
        if findings.errors().next().is_some() {
            return Err(Rejection::Invalid(findings).into());
        }
        let to = plan_next(record.approval, PlanMove::Submit).ok_or(Rejection::Refused(Refusal::AlreadyDone))?;
        if !tx.submit_plan(offering.scope(), plan, record.revision, (record.approval, to), self.person()?.id).await? {
            return Err(Rejection::Stale { current: record.revision, parked: None }.into());
        }
        self.record(&mut tx, &offering, EventKind::PlanSubmitted, Detail::about(&record.draft.name)).await?;
        Ok(tx.commit().await?)
    }

    /// The billing desk's decision about exactly the revision it read (T10), made by none of those who wrote it.
    pub async fn decide_plan(
        &self,
        name: &str,
        plan: PlanId,
        revision: i64,
        approve: bool,
        reason: &str,
    ) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Approve, Object::PaidPlan).await?;
        let record = find(&offering, plan)?;
        let ctx = Context::of(offering.owner.id).written_by(&record.authors);
        self.require(Verb::Approve, Object::PaidPlan, ctx)?;
        written(&[(Field::Reason, reason)], !approve)?;
        let (act, kind) = if approve {
            (PlanMove::Approve, EventKind::PlanApproved)
        } else {
            (PlanMove::Return, EventKind::PlanReturned)
        };
        let stale = || Rejection::Stale { current: record.revision, parked: None };
        let to = plan_next(record.approval, act).ok_or_else(stale)?;
        if !tx.decide_plan(offering.scope(), plan, revision, (record.approval, to)).await? {
            return Err(stale().into());
        }
        if approve {
            tx.approve_published(offering.scope(), plan, &record.draft, self.now()).await?;
        }
        let detail = Detail::about(&record.draft.name);
        let detail = if approve { detail } else { detail.because(reason.trim()) };
        self.record(&mut tx, &offering, kind, detail).await?;
        Ok(tx.commit().await?)
    }
}

//! Going on with operations: one call at a time, written down before it is made, and its answer after it. Whoever takes
//! up an operation goes on where the record says it is; the moments in it are those of the first maker.

mod other_plan;

use std::time::Duration;

use serde_json::Value;
use slipway_domain::broker::BrokerRecord;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{EventId, InstanceOperationId};
use slipway_domain::instance::{Binding, BindingState, Instance, InstanceOperation, OperationKind, Progress};
use slipway_domain::moment::Moment;
use slipway_osb::{Broker, Catalog, Source};
use slipway_store::{BegunCall, DueOperation, Holding, NewEvent, Tx};
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use self::other_plan::Asked;
use super::answer::{keep, suspect_id};
use super::calls::{self, Subject};
use super::following;
use super::step::{Call, Effect, Rules, calling, next_call, postpone};
use crate::broker::version;
use crate::call_limits::Permit;
use crate::jobs::{self, Jobs};
use crate::{Backend, Report, Result};

/// Beside the calls of a step: what the console itself may take.
const MARGIN: Duration = Duration::from_mins(1);

/// An operation in our hands, and a place in its broker's line.
pub(crate) struct Taken {
    held: Holding<InstanceOperationId>,
    permit: Permit,
}

/// The record of an operation with everything that it is about.
struct Record {
    operation: InstanceOperation,
    instance: Instance,
    bindings: Vec<Binding>,
}

#[derive(Clone)]
struct Operations(Backend);

impl Jobs for Operations {
    type Taken = Taken;

    const AT_ONCE: usize = 32;
    const LOOK: Duration = Duration::from_secs(1);
    /// A call that is cut off costs the instance that it makes.
    const GRACE: Duration = Duration::from_secs(30);

    fn wanted(&self) -> &Notify {
        self.0.operations_wanted()
    }

    async fn take_next(&self) -> Result<Option<Taken>> {
        let at = self.0.clock().now();
        for DueOperation { scope, id, broker } in self.0.store().due_operations(at).await? {
            let Some(permit) = self.0.call_limits().admit(broker, at) else { continue };
            let held = Holding { scope, id, holder: hex::encode(self.0.ids().bytes::<16>()) };
            let mut tx = self.0.store().write().await?;
            if tx.take_operation(&held, at, self.0.lease()).await? {
                tx.commit().await?;
                return Ok(Some(Taken { held, permit }));
            }
        }
        Ok(None)
    }

    async fn make(self, taken: Taken, _stopping: watch::Receiver<bool>) {
        let Err(error) = self.0.go_on(&taken).await else { return };
        tracing::error!(operation = %taken.held.id, %error, "an operation could not be gone on with");
        if let Err(error) = self.0.put_off(&taken).await {
            // Its lease runs out, and then it is taken up again.
            tracing::error!(operation = %taken.held.id, %error, "an operation could not be put off");
        }
    }
}

impl Record {
    /// The bindings of an instance that is removed go first, one after the other.
    fn aim(&mut self) {
        if self.operation.kind == OperationKind::Deprovision && self.operation.binding.is_none() {
            let is_there = |state| matches!(state, BindingState::Active | BindingState::PendingRemoval);
            self.operation.binding = self.bindings.iter().find(|one| is_there(one.state)).map(|one| one.id);
        }
    }

    fn binding(&self) -> Option<&Binding> {
        self.bindings.iter().find(|one| Some(one.id) == self.operation.binding)
    }
}

impl Backend {
    /// For how long an operation is ours: longer than the two calls that a step makes at most, whatever is configured.
    fn lease(&self) -> Duration {
        self.outbound().limits().total * 2 + MARGIN
    }

    /// Goes on with what is asked for until `stop` ends.
    pub async fn work_on_instances(&self, stop: impl Future<Output = ()>) {
        jobs::work(&Operations(self.clone()), stop).await;
    }

    /// Goes on with what is due, and what becomes due by it, and comes back when nothing is.
    pub async fn make_due_operations(&self) {
        jobs::make_due(&Operations(self.clone())).await;
    }

    /// One step: at most one call that changes something, unless the plan that it names is refused.
    async fn go_on(&self, taken: &Taken) -> Result<()> {
        let held = &taken.held;
        let Some(mut record) = self.record(held).await? else { return Ok(()) };
        let found = self.store().offering_to_call(held.scope, record.instance.broker).await?;
        let Some((offering, sealed)) = found else { return Ok(()) };
        record.aim();
        let known = offering.brokers.iter().find(|broker| broker.id == record.instance.broker);
        // What is ours goes to nobody whose catalog has not been compared since the form was changed.
        let Some(known) = known.filter(|broker| broker.state.has_registered()) else {
            let postponed = |of: &mut InstanceOperation, now| postpone(of, "broker_not_registered", now);
            return self.settle(taken, record, without_effect(postponed)).await;
        };
        if record.operation.started_at.is_none() {
            self.read_plan(known, &mut record).await?;
        }
        let plan_longest = record.operation.longest;
        let rules = Rules { version: version(known), patience: known.draft.patience(), plan_longest };
        let Some(call) = next_call(&record.operation) else {
            return self.settle(taken, record, without_effect(|of, now| rules.lost(of, now))).await;
        };
        let legacy_guids = calls::legacy_guids(&known.draft, record.instance.consumer);
        let broker = Broker { legacy_guids, ..self.signed_in(&offering, known, sealed.as_deref()).await? };
        let subject = Subject::of(self, &offering, &record.instance, record.binding())
            .ok_or_else(|| Report::new("an instance has no id for brokers", record.instance.id.to_string()))?
            .maintained_before(self.maintenance_before(known, &record).await?);
        let parameters = self.parameters(&record.instance, held.id).await?;
        let mut secrets = self.instance_secrets(&broker, &record.instance, &parameters).await?;
        let request = subject.request(&broker, &record.operation, call, parameters.clone());
        if !self.begin(held, &mut record, call).await? {
            return Ok(());
        }
        let answer = self.outbound().send(&broker, &request, identity(record.operation.request)).await;
        taken.permit.heard(&answer, self.clock().now());
        if matches!(call, Call::Order { .. }) {
            let look = subject.look(&broker, &record.operation);
            let seen = match answer {
                Ok(_) => self.outbound().send(&broker, &look, identity(record.operation.look_request)).await.ok(),
                Err(_) => None,
            };
            let is_enabled = seen.and_then(|seen| seen.member("enabled").and_then(Value::as_bool));
            let ordered = |of: &mut InstanceOperation, now| {
                rules.ordered(of, &answer, is_enabled, now);
                keep(of, call, &answer, &mut secrets);
            };
            return self.settle(taken, record, without_effect(ordered)).await;
        }
        let asked = Asked { offering: &offering, broker: &broker, call, parameters: &parameters };
        let Some(answer) = self.or_with_other_plan(taken, &mut record, &asked, answer).await? else { return Ok(()) };
        let (is_lab, resource) = (self.outbound().is_lab(), record.instance.resource.clone());
        let step = |of: &mut InstanceOperation, now| {
            let effect = rules.after(of, call, &answer, now);
            suspect_id(of, call, &answer, &resource);
            keep(of, call, &answer, &mut secrets);
            effect.with_fit_dashboard(of, is_lab)
        };
        self.settle(taken, record, step).await
    }

    /// Something is wrong here: later, and at last by a person. What the broker was asked stays as it is written.
    async fn put_off(&self, taken: &Taken) -> Result<()> {
        let Some(record) = self.record(&taken.held).await? else { return Ok(()) };
        let postponed = |of: &mut InstanceOperation, now| postpone(of, "internal", now);
        self.settle(taken, record, without_effect(postponed)).await
    }

    async fn record(&self, held: &Holding<InstanceOperationId>) -> Result<Option<Record>> {
        let mut tx = self.store().write().await?;
        let Some(operation) = tx.instance_operation(held.scope, held.id).await? else { return Ok(None) };
        let Some(instance) = tx.instance(held.scope, operation.instance).await? else { return Ok(None) };
        let bindings = tx.bindings(held.scope, instance.id).await?;
        Ok(Some(Record { operation, instance, bindings }))
    }

    /// What the broker's catalog, as it was fetched last, says about the plan: of an update, about the new one.
    async fn read_plan(&self, known: &BrokerRecord, record: &mut Record) -> Result<()> {
        if !version(known).has_retry_after() {
            return Ok(());
        }
        let Record { operation, instance, .. } = record;
        let Some((_, raw)) = self.store().broker_catalog(instance.scope, known.id).await? else { return Ok(()) };
        let Ok(answer) = serde_json::from_str(&raw) else { return Ok(()) };
        let catalog = Catalog::read(&answer, Source::Broker, version(known)).catalog;
        let plan_id = operation.new_plan.unwrap_or(instance.plan).to_string();
        let mut plans = catalog.services.iter().flat_map(|service| &service.plans);
        let plan = plans.find(|plan| plan.id == plan_id);
        operation.longest = plan.and_then(|plan| plan.maximum_polling_duration).map(Duration::from_secs);
        let gives_plan = operation.kind == OperationKind::Provision || operation.new_plan.is_some();
        let maintenance = plan.and_then(|plan| plan.maintenance.clone()).unwrap_or_default();
        operation.maintenance = gives_plan.then_some(maintenance);
        Ok(())
    }

    /// What the instance got with the plan that it has now; asked for where that plan is changed.
    async fn maintenance_before(&self, known: &BrokerRecord, record: &Record) -> Result<Option<String>> {
        if record.operation.new_plan.is_none() || !version(known).has_retry_after() {
            return Ok(None);
        }
        Ok(self.store().maintenance_of(record.instance.scope, record.instance.id).await?)
    }

    /// Written before the call. False: somebody else has the operation.
    async fn begin(&self, held: &Holding<InstanceOperationId>, record: &mut Record, call: Call) -> Result<bool> {
        let at = self.clock().now();
        let begun = BegunCall {
            progress: calling(&record.operation),
            request: self.ids().uuid(at),
            look_request: matches!(call, Call::Order { .. }).then(|| self.ids().uuid(at)),
            longest: record.operation.longest,
            maintenance: record.operation.maintenance.clone(),
            changes: call.changes(),
            at,
        };
        let mut tx = self.store().write().await?;
        if !tx.begin_call(held, &begun, self.lease()).await? {
            return Ok(false);
        }
        let of = &mut record.operation;
        (of.progress, of.request, of.started_at) = (begun.progress, Some(begun.request), of.started_at.or(Some(at)));
        of.look_request = begun.look_request;
        if begun.changes {
            of.called_at = Some(at);
        }
        follow(&mut tx, record).await?;
        tx.commit().await?;
        self.watchers().tell(record.instance.id.uuid());
        Ok(true)
    }

    /// Writes what a step came to, with everything that follows from it.
    async fn settle(
        &self,
        taken: &Taken,
        mut record: Record,
        step: impl FnOnce(&mut InstanceOperation, Moment) -> Effect,
    ) -> Result<()> {
        let (before, now) = (record.operation.progress, self.clock().now());
        let effect = step(&mut record.operation, now);
        let unbound = record.operation.binding.filter(|_| effect.unbound);
        if unbound.is_some() {
            record.operation.binding = None;
        }
        let mut tx = self.store().write().await?;
        if !tx.settle_operation(&taken.held, &record.operation).await? {
            return Ok(());
        }
        if let Some(url) = effect.dashboard_url {
            record.instance.dashboard_url = url;
        }
        let sealed = effect.credentials.map(|said| self.sealed_credentials(&record.instance, &record.operation, &said));
        follow(&mut tx, &mut record).await?;
        for binding in &mut record.bindings {
            let is_gone = Some(binding.id) == unbound;
            let has_arrived = sealed.is_some() && Some(binding.id) == record.operation.binding;
            if is_gone {
                binding.state = BindingState::Removed;
            }
            if is_gone || has_arrived {
                tx.set_binding(record.instance.scope, binding, sealed.as_deref()).await?;
            }
        }
        if let Some(kind) = told(before, record.operation.progress) {
            tx.record(&self.operation_event(&record.instance, &record.operation, kind, now)).await?;
        }
        tx.commit().await?;
        self.watchers().tell(record.instance.id.uuid());
        if record.operation.progress.is_due() {
            self.operations_wanted().notify_one();
        }
        Ok(())
    }

    /// It is the consumer's history that it belongs to.
    pub(super) fn operation_event(
        &self,
        instance: &Instance,
        operation: &InstanceOperation,
        kind: EventKind,
        at: Moment,
    ) -> NewEvent {
        NewEvent {
            id: EventId::new(self.ids().uuid(at)),
            at,
            actor: None,
            account: Some(instance.consumer),
            offering: Some(instance.scope.offering),
            kind,
            detail: Detail::about(&instance.name).with_code(operation.kind.name()),
            request: String::new(),
        }
    }
}

/// Written before the call.
fn identity(written: Option<Uuid>) -> Uuid {
    written.unwrap_or_default()
}

async fn follow(tx: &mut Tx, record: &mut Record) -> Result<()> {
    following::follow(tx, &mut record.instance, &mut record.bindings, &record.operation).await
}

fn without_effect(
    step: impl FnOnce(&mut InstanceOperation, Moment),
) -> impl FnOnce(&mut InstanceOperation, Moment) -> Effect {
    |of, now| {
        step(of, now);
        Effect::default()
    }
}

/// What the history tells of a step.
const fn told(before: Progress, now: Progress) -> Option<EventKind> {
    match now {
        Progress::Succeeded => Some(EventKind::InstanceSucceeded),
        Progress::Failed => Some(EventKind::InstanceFailed),
        Progress::Unknown => Some(EventKind::InstanceUnknown),
        Progress::DeadLettered => Some(EventKind::InstanceDeadLettered),
        Progress::Mitigating if !matches!(before, Progress::Mitigating) => Some(EventKind::InstanceMitigating),
        _ => None,
    }
}

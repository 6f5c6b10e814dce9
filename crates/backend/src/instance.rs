//! Service instances (§9): asking for something to be done, and reading what came of it. A request is written down and
//! checked before any broker is called; going on with it is the work of `instance/work.rs`.

mod answer;
mod calls;
mod documented;
mod following;
mod form;
mod list;
mod options;
mod ordered;
mod places;
mod sealed;
mod step;
mod verdicts;
mod work;

use secrecy::SecretString;
use serde_json::{Map, Value};
use slipway_domain::broker::BrokerDraft;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{AccountId, BindingId, InstanceId, InstanceOperationId, PlanId};
use slipway_domain::instance::{
    Binding, BindingState, Instance, InstanceOperation, InstanceState, OperationKind, Progress, is_bindable,
    is_instance_name, is_stopped_at_cap, may_ask,
};
use slipway_domain::lifecycle::is_open;
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_store::{NewBinding, NewEvent, Tx};

use crate::broker::find;
use crate::operation::Operation;
use crate::{Acting, Result};

pub use form::NewInstance;
pub(crate) use form::confirmed;

/// Something to do to an instance that is there.
struct Wanted {
    kind: OperationKind,
    /// The binding that it is about, and its state before; `None` for a new one.
    binding: Option<(Binding, Option<BindingState>)>,
    new_plan: Option<PlanId>,
    parameters: Map<String, Value>,
    /// The address of the terms that were accepted with it; empty: there were none to accept.
    terms: String,
}

impl Wanted {
    fn plain(kind: OperationKind) -> Self {
        Self { kind, binding: None, new_plan: None, parameters: Map::new(), terms: String::new() }
    }
}

impl Acting {
    /// The checks of §9 in their order: permission, visibility, deployment, terms, one instance of a plan that allows no
    /// more. Sent twice, the form makes one instance.
    pub async fn create_instance(&self, name: &str, new: &NewInstance) -> Result<InstanceId> {
        let operation = self.attempt("instance/create", &(name, new))?;
        self.once(operation.as_ref(), self.new_instance(name, new, operation.as_ref())).await
    }

    async fn new_instance(&self, name: &str, new: &NewInstance, attempt: Option<&Operation>) -> Result<InstanceId> {
        let consumer = self.consumer()?;
        let (scope, content) = self.catalog_content(name).await?;
        if !is_instance_name(&new.name) {
            return Err(Rejection::Refused(Refusal::InstanceNameMalformed).into());
        }
        let mut deployments = content.deployments.iter().filter(|one| content.is_sold(one));
        let deployed = deployments.find(|one| one.plan == new.plan && one.location == new.location);
        let deployed = deployed.ok_or(Rejection::NotFound(Kind::Deployment))?;
        form::accepted(&new.accepted_terms, &content)?;
        let at = self.now();
        form::not_ended(&content, new.plan, at)?;
        let id = InstanceId::new(self.backend().ids().uuid(at));
        let mut instance = Instance {
            id,
            scope,
            consumer,
            name: new.name.trim().to_owned(),
            plan: new.plan,
            location: new.location.clone(),
            broker: deployed.broker,
            resource: String::new(),
            state: InstanceState::PreProvisioning,
            dashboard_url: String::new(),
            created_at: at,
        };
        let crn = calls::crn(self.backend(), &content, &instance);
        let mut tx = self.backend().store().write().await?;
        let switches = switches(&mut tx, &instance).await?;
        instance.resource = calls::instance_id(&switches, crn, id.uuid()).to_string();
        let head = tx.offering_head_named(name).await?.ok_or(Rejection::NotFound(Kind::Offering))?;
        let is_open = is_open(head.stage, tx.notice(scope).await?.as_ref().map(|notice| &notice.ending), at);
        if !is_open {
            return Err(Rejection::Refused(Refusal::ClosedToNewInstances).into());
        }
        // It may have been withdrawn, or its location have left the plan, since it was read.
        let listed = tx.listed(scope).await?.map(|listed| listed.content);
        let is_there = |now: Offering| now.deployments.iter().any(|one| one.id == deployed.id && now.is_sold(one));
        if !listed.is_some_and(is_there) {
            return Err(Rejection::NotFound(Kind::Deployment).into());
        }
        if is_one_per_account(&content, new.plan) {
            is_first(&mut tx, &instance, new.plan).await?;
        }
        tx.add_instance(&instance).await?;
        self.done(&mut tx, attempt, &id).await?;
        let (parameters, terms) = (new.parameters.clone(), new.accepted_terms.clone());
        let wanted = Wanted { parameters, terms, ..Wanted::plain(OperationKind::Provision) };
        self.write_down(tx, instance, wanted).await?;
        Ok(id)
    }

    pub async fn update_instance(
        &self,
        name: &str,
        id: InstanceId,
        plan: Option<PlanId>,
        parameters: Map<String, Value>,
    ) -> Result<InstanceOperationId> {
        let instance = self.own_instance(name, id).await?;
        let (mut tx, now) = self.open(&instance, OperationKind::Update).await?;
        if let Some(plan) = plan.filter(|plan| *plan != now.plan) {
            let (_, content) = self.catalog_content(name).await?;
            if !content.settings.draft.is_plan_updateable() {
                return Err(Rejection::Refused(Refusal::PlanFixed).into());
            }
            if !content.settings.draft.offers_switch(&now.plan.to_string(), &plan.to_string()) {
                return Err(Rejection::Refused(Refusal::SwitchNotOffered).into());
            }
            let place = |one: &&slipway_domain::deployment::DeploymentRecord| {
                one.plan == plan && one.location == now.location && one.broker == now.broker && content.is_sold(one)
            };
            content.deployments.iter().find(place).ok_or(Rejection::NotFound(Kind::Deployment))?;
            form::not_ended(&content, plan, self.now())?;
            if is_one_per_account(&content, plan) {
                is_first(&mut tx, &now, plan).await?;
            }
        }
        let wanted = Wanted { new_plan: plan, parameters, ..Wanted::plain(OperationKind::Update) };
        self.write_down(tx, now, wanted).await
    }

    /// With its bindings.
    pub async fn remove_instance(&self, name: &str, id: InstanceId) -> Result<InstanceOperationId> {
        self.ask(self.own_instance(name, id).await?, Wanted::plain(OperationKind::Deprovision)).await
    }

    pub async fn enable_instance(&self, name: &str, id: InstanceId, enabled: bool) -> Result<InstanceOperationId> {
        let kind = if enabled { OperationKind::Enable } else { OperationKind::Disable };
        let (mut tx, now) = self.open(&self.own_instance(name, id).await?, kind).await?;
        let operations = tx.instance_operations(now.scope, id).await?;
        if enabled && is_stopped_at_cap(operations.iter().map(InstanceOperation::order)) {
            return Err(Rejection::Refused(Refusal::AtCap).into());
        }
        self.write_down(tx, now, Wanted::plain(kind)).await
    }

    pub async fn create_binding(
        &self,
        name: &str,
        id: InstanceId,
        called: &str,
        parameters: Map<String, Value>,
    ) -> Result<BindingId> {
        let instance = self.own_instance(name, id).await?;
        if !is_instance_name(called) {
            return Err(Rejection::Refused(Refusal::InstanceNameMalformed).into());
        }
        let (mut tx, now) = self.open(&instance, OperationKind::Bind).await?;
        // What was published counts; what nobody can find any more has only its draft.
        let offering = match tx.listed(now.scope).await? {
            Some(listed) => listed.content,
            None => tx.offering(now.scope).await?.ok_or(Rejection::NotFound(Kind::Offering))?,
        };
        if !is_bindable(&offering, now.broker, now.plan) {
            return Err(Rejection::Refused(Refusal::NotBindable).into());
        }
        let at = self.now();
        let binding = BindingId::new(self.backend().ids().uuid(at));
        let crn = calls::crn(self.backend(), &offering, &now);
        let switches = switches(&mut tx, &now).await?;
        let new = Binding {
            id: binding,
            instance: id,
            name: called.trim().to_owned(),
            resource: calls::binding_id(&switches, &crn, binding.uuid()).to_string(),
            state: BindingState::Making,
            created_at: at,
        };
        tx.add_binding(&NewBinding { scope: now.scope, binding: &new }).await?;
        let wanted = Wanted { binding: Some((new, None)), parameters, ..Wanted::plain(OperationKind::Bind) };
        self.write_down(tx, now, wanted).await?;
        Ok(binding)
    }

    pub async fn remove_binding(&self, name: &str, id: InstanceId, of: BindingId) -> Result<InstanceOperationId> {
        let instance = self.own_instance(name, id).await?;
        let (mut tx, now) = self.open(&instance, OperationKind::Unbind).await?;
        let is_there = |one: &Binding| one.id == of && one.state == BindingState::Active;
        let bindings = tx.bindings(now.scope, id).await?;
        let binding = bindings.into_iter().find(is_there).ok_or(Rejection::NotFound(Kind::Binding))?;
        let before = Some(binding.state);
        let wanted = Wanted { binding: Some((binding, before)), ..Wanted::plain(OperationKind::Unbind) };
        self.write_down(tx, now, wanted).await
    }

    /// The account's instances of an offering, newest first.
    pub async fn instances(&self, name: &str) -> Result<Vec<Instance>> {
        let consumer = self.consumer()?;
        let scope = self.backend().store().offering_named(name).await?;
        let scope = scope.ok_or(Rejection::NotFound(Kind::Offering))?;
        Ok(self.backend().store().instances(scope, consumer).await?)
    }

    /// Everything that the broker answered to the bind, as JSON.
    pub async fn binding_credentials(&self, name: &str, id: InstanceId, of: BindingId) -> Result<SecretString> {
        let instance = self.own_instance(name, id).await?;
        let store = self.backend().store();
        let missing = Rejection::NotFound(Kind::Binding);
        if !store.bindings(instance.scope, id).await?.iter().any(|binding| binding.id == of) {
            return Err(missing.into());
        }
        let sealed = store.binding_credentials(instance.scope, of).await?.ok_or(missing)?;
        Ok(SecretString::from(self.backend().credentials(&instance, of, &sealed)?.to_string()))
    }

    /// What only a person can bring to an end, oldest first. For whoever may do that.
    pub async fn dead_letters(&self, name: &str) -> Result<Vec<InstanceOperation>> {
        let scope = self.known(name).await?;
        self.require(Verb::Execute, Object::Lifecycle, Context::of(scope.account))?;
        Ok(self.backend().store().dead_letters(scope).await?)
    }

    /// "I checked": a person of the operator looked at the broker, and the platform stops trying.
    pub async fn give_up_operation(&self, name: &str, of: InstanceOperationId) -> Result<()> {
        let (mut tx, head) = self.change_head(name, Verb::Execute, Object::Lifecycle).await?;
        let missing = Rejection::NotFound(Kind::Instance);
        let mut operation = tx.instance_operation(head.scope(), of).await?.ok_or(missing.clone())?;
        if !tx.give_up_operation(head.scope(), of, self.now()).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        operation.progress = Progress::GivenUp;
        let mut instance = tx.instance(head.scope(), operation.instance).await?.ok_or(missing)?;
        let mut bindings = tx.bindings(head.scope(), instance.id).await?;
        following::follow(&mut tx, &mut instance, &mut bindings, &operation).await?;
        tx.record(&self.instance_event(&instance, operation.kind, EventKind::InstanceGivenUp)?).await?;
        tx.commit().await?;
        self.backend().watchers().tell(instance.id.uuid());
        Ok(())
    }

    /// The account that the caller works in, if they may have instances in it.
    fn consumer(&self) -> Result<AccountId> {
        let account = self.person()?.current.ok_or(Rejection::NotFound(Kind::Account))?;
        self.require(Verb::Execute, Object::Instance, Context::of(account))?;
        Ok(account)
    }

    /// Somebody else's is as unknown as one that never was.
    pub(crate) async fn own_instance(&self, name: &str, id: InstanceId) -> Result<Instance> {
        let consumer = self.consumer()?;
        let missing = Rejection::NotFound(Kind::Instance);
        let scope: Scope = self.backend().store().offering_named(name).await?.ok_or(missing.clone())?;
        let found = self.backend().store().instance(scope, id).await?;
        Ok(found.filter(|instance| instance.consumer == consumer).ok_or(missing)?)
    }

    async fn ask(&self, instance: Instance, wanted: Wanted) -> Result<InstanceOperationId> {
        let (tx, now) = self.open(&instance, wanted.kind).await?;
        self.write_down(tx, now, wanted).await
    }

    /// The instance as it is in the transaction in which something of this kind is asked for.
    async fn open(&self, instance: &Instance, kind: OperationKind) -> Result<(Tx, Instance)> {
        let mut tx = self.backend().store().write().await?;
        let scope = instance.scope;
        let now = tx.instance(scope, instance.id).await?.ok_or(Rejection::NotFound(Kind::Instance))?;
        let operations = tx.instance_operations(scope, now.id).await?;
        may_ask(kind, now.state, operations.iter().map(|one| one.progress)).map_err(Rejection::Refused)?;
        Ok((tx, now))
    }

    /// The row of the operation, before any call.
    async fn write_down(&self, mut tx: Tx, mut instance: Instance, wanted: Wanted) -> Result<InstanceOperationId> {
        let Wanted { kind, binding, new_plan, parameters, terms } = wanted;
        let before = Some(instance.state).filter(|_| kind != OperationKind::Provision);
        let at = self.now();
        let (binding, binding_before) = binding.map_or((None, None), |(binding, before)| (Some(binding), before));
        let id = InstanceOperationId::new(self.backend().ids().uuid(at));
        let operation = InstanceOperation {
            binding: binding.as_ref().map(|binding| binding.id),
            before,
            binding_before,
            plan_before: Some(instance.plan),
            new_plan,
            asked_by: Some(self.person()?.id),
            ..InstanceOperation::asked(id, instance.id, kind, at)
        };
        self.backend().put_down(&mut tx, &mut instance, &operation, (binding, parameters)).await?;
        let event = self.instance_event(&instance, kind, EventKind::InstanceRequested)?;
        tx.record(&NewEvent { detail: event.detail.clone().accepting(terms), ..event }).await?;
        tx.commit().await?;
        self.backend().told_of(&instance);
        Ok(operation.id)
    }

    fn instance_event(&self, instance: &Instance, of: OperationKind, kind: EventKind) -> Result<NewEvent> {
        let scope = Scope { account: instance.consumer, ..instance.scope };
        self.event_of(scope, kind, Detail::about(&instance.name).with_code(of.name()))
    }
}

/// The broker's form as it is now; what was published may be older.
async fn switches(tx: &mut Tx, instance: &Instance) -> Result<BrokerDraft> {
    let offering = tx.offering(instance.scope).await?.ok_or(Rejection::NotFound(Kind::Offering))?;
    Ok(find(&offering, instance.broker)?.draft.clone())
}

fn is_one_per_account(content: &Offering, plan: PlanId) -> bool {
    content.plans.iter().any(|known| known.id == plan && known.draft.is_one_per_account())
}

/// An account has one instance of such a plan (§9), however it comes to it.
async fn is_first(tx: &mut Tx, instance: &Instance, plan: PlanId) -> Result<()> {
    if tx.count_instances(instance, plan).await? > 0 {
        return Err(Rejection::Refused(Refusal::OneInstance).into());
    }
    Ok(())
}

fn open_already(error: slipway_store::Error) -> crate::Error {
    if error.is_unique("instance_operation.instance_id") {
        Rejection::Refused(Refusal::OperationOpen).into()
    } else {
        error.into()
    }
}

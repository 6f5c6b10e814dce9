//! What pages read of instances: those of an account over all offerings, one with everything that was done to it, how many
//! there are through each broker, and what waits for the operator. Raw answers of brokers are read for the operator only.

use std::collections::BTreeMap;

use slipway_domain::catalog::{Details, PlanCard, Tile};
use slipway_domain::ids::{BindingId, InstanceId, PersonId, PlanId};
use slipway_domain::instance::{
    Binding, BindingState, Instance, InstanceOperation, InstanceState, Progress, is_bindable,
};
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::view::{
    BindingLine, BrokerInstances, DeadLetter, DeadLettersView, InstanceLine, InstancesView, OperationLine,
    OwnInstanceView, Place,
};
use slipway_store::{Error as StoreError, ListedInstance, WholeInstance};

use crate::{Acting, Backend, Error, Result};

/// Names of people and plans, each read once.
struct Names<'a> {
    acting: &'a Acting,
    people: BTreeMap<PersonId, String>,
}

impl Acting {
    /// Everything that the current account has, of every offering.
    pub async fn all_instances(&self) -> Result<InstancesView> {
        let consumer = self.consumer()?;
        let store = self.backend().store();
        let mut contents: Vec<(Scope, Offering)> = Vec::new();
        let mut instances = Vec::new();
        for ListedInstance { instance, since, is_busy } in store.instances_of(consumer).await? {
            let of = instance.scope;
            if contents.iter().all(|(scope, _)| *scope != of) {
                contents.push((of, self.sold(of).await?));
            }
            let Some((_, content)) = contents.iter().find(|(scope, _)| *scope == of) else { continue };
            let place = place(content, &instance);
            let Instance { id, name, state, .. } = instance;
            instances.push(InstanceLine { id, place, name, state, since, is_busy });
        }
        Ok(InstancesView { person: self.person()?.clone(), instances, now: self.now() })
    }

    /// One instance of the current account, with everything that its page shows.
    pub async fn instance_page(&self, name: &str, id: InstanceId) -> Result<OwnInstanceView> {
        let scope = self.own_instance(name, id).await?.scope;
        let store = self.backend().store();
        let content = self.sold(scope).await?;
        let whole = store.whole_instance(scope, id).await?.ok_or(Rejection::NotFound(Kind::Instance))?;
        let WholeInstance { instance, bindings, operations: done } = whole;
        let is_bindable = is_bindable(&content, instance.broker, instance.plan);
        let mut names = Names { acting: self, people: BTreeMap::new() };
        let mut operations = Vec::new();
        for operation in done {
            operations.push(names.line(operation, &content, &bindings).await?);
        }
        let listing = &content.listing.draft;
        let is_being_made = matches!(instance.state, InstanceState::PreProvisioning | InstanceState::Provisioning);
        let is_too_early = is_being_made && listing.extras.accessible_during_provision != "yes";
        Ok(OwnInstanceView {
            person: self.person()?.clone(),
            id,
            place: place(&content, &instance),
            resource: instance.resource.clone(),
            state: instance.state,
            created_at: instance.created_at,
            dashboard_url: if is_too_early { String::new() } else { instance.dashboard_url.clone() },
            is_dashboard_in_place: listing.extras.embeddable_dashboard == "drilldown",
            instructions_url: listing.instructions_url.trim().to_owned(),
            documentation_url: listing.documentation_url.trim().to_owned(),
            is_plan_updateable: content.settings.draft.is_plan_updateable(),
            is_bindable,
            plans: self.plans_to_change_to(name, &instance).await?,
            buyer: self.buyer().await?,
            bindings: bindings.iter().filter(|binding| binding.state != BindingState::Removed).map(line).collect(),
            operations,
            now: self.now(),
            name: instance.name,
        })
    }

    /// The name of credentials that can be shown.
    pub async fn binding(&self, name: &str, id: InstanceId, of: BindingId) -> Result<BindingLine> {
        let instance = self.own_instance(name, id).await?;
        let bindings = self.backend().store().bindings(instance.scope, id).await?;
        let found = bindings.iter().find(|binding| binding.id == of && binding.state == BindingState::Active);
        Ok(found.map(line).ok_or(Rejection::NotFound(Kind::Binding))?)
    }

    /// Brokers of the offering with the number of customers' instances that are there through them, or may be.
    pub async fn broker_instances(&self, name: &str) -> Result<BrokerInstances> {
        let scope = self.known(name).await?;
        self.require(Verb::View, Object::Offering, Context::of(scope.account))?;
        Ok(BrokerInstances(self.backend().store().instances_through(scope).await?))
    }

    /// What only a person of the operator can bring to an end, of every offering.
    pub async fn all_dead_letters(&self) -> Result<DeadLettersView> {
        self.require_operator(Verb::Execute, Object::Lifecycle)?;
        let store = self.backend().store();
        let mut names = Names { acting: self, people: BTreeMap::new() };
        let mut letters = Vec::new();
        for scope in store.offerings_with_dead_letters().await? {
            let Some(offering) = store.offering(scope).await? else { continue };
            for letter in store.dead_letters(scope).await? {
                letters.extend(names.letter(&offering, letter).await?);
            }
        }
        letters.sort_by_key(|letter| letter.asked_at);
        let mails = store.failed_mails().await?;
        Ok(DeadLettersView { person: self.person()?.clone(), letters, mails, now: self.now() })
    }

    async fn sold(&self, scope: Scope) -> Result<Offering> {
        Ok(self.backend().sold(scope).await?.ok_or(Rejection::NotFound(Kind::Offering))?)
    }

    /// What an instance of the account is called, of which plan, and where.
    pub(crate) async fn place_of(&self, instance: &Instance) -> Result<Place> {
        Ok(place(&self.sold(instance.scope).await?, instance))
    }

    async fn plans_to_change_to(&self, name: &str, instance: &Instance) -> Result<Vec<PlanCard>> {
        let mut content = match self.catalog_content(name).await {
            Ok((_, content)) => content,
            Err(Error::Rejected(_)) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let (settings, now) = (&content.settings.draft, instance.plan.to_string());
        content.deployments.retain(|one| {
            let is_here = one.location == instance.location && one.broker == instance.broker;
            one.plan != instance.plan && is_here && !settings.extras.bars(&now, &one.plan.to_string())
        });
        let at = self.now();
        let plans = Details::of(&content, false, at).plans;
        Ok(plans.into_iter().filter(|plan| plan.takes_new_instances(at)).collect())
    }
}

impl Backend {
    /// The content that the catalog shows or, where it shows nothing any more, the offering as it is.
    pub(crate) async fn sold(&self, scope: Scope) -> Result<Option<Offering>, StoreError> {
        match self.store().catalog_entry(scope).await? {
            Some(entry) => Ok(Some(entry.snapshot.content)),
            None => self.store().offering(scope).await,
        }
    }
}

impl Names<'_> {
    async fn person(&mut self, id: Option<PersonId>) -> Result<String> {
        let Some(id) = id else { return Ok(String::new()) };
        if let Some(known) = self.people.get(&id) {
            return Ok(known.clone());
        }
        let name = self.acting.backend().store().person(id).await?.map(|person| person.name).unwrap_or_default();
        self.people.insert(id, name.clone());
        Ok(name)
    }

    async fn line(&mut self, of: InstanceOperation, content: &Offering, all: &[Binding]) -> Result<OperationLine> {
        Ok(OperationLine {
            id: of.id,
            kind: of.kind,
            progress: of.progress,
            about: about(&of, content, all),
            by_name: self.person(of.asked_by).await?,
            is_for_cap: of.is_for_cap,
            asked_at: of.asked_at,
            ended_at: of.ended_at,
            next_at: of.next_at,
            is_asynchronous: of.progress == Progress::Polling || of.ticket.is_some(),
            description: of.description,
        })
    }

    /// `None`: the instance is gone from the store.
    async fn letter(&mut self, offering: &Offering, of: InstanceOperation) -> Result<Option<DeadLetter>> {
        let (scope, store) = (offering.scope(), self.acting.backend().store());
        let Some(instance) = store.instance(scope, of.instance).await? else { return Ok(None) };
        let bindings = store.bindings(scope, instance.id).await?;
        let consumer = store.account(instance.consumer).await?;
        let broker = offering.brokers.iter().find(|broker| broker.id == instance.broker);
        Ok(Some(DeadLetter {
            id: of.id,
            kind: of.kind,
            about: about(&of, offering, &bindings),
            offering: offering.name.clone(),
            consumer: consumer.map(|account| account.name).unwrap_or_default(),
            broker: broker.map(|broker| broker.draft.name.clone()).unwrap_or_default(),
            broker_url: broker.map(|broker| broker.draft.url.clone()).unwrap_or_default(),
            asked_at: of.asked_at,
            asked_by: self.person(of.asked_by).await?,
            attempts: of.attempts,
            description: of.description,
            answer: of.answer,
            resource: instance.resource,
            instance: instance.name,
        }))
    }
}

fn place(content: &Offering, instance: &Instance) -> Place {
    let Tile { name, display_name, provider, icon, .. } = Tile::of(content, false);
    Place {
        offering: name,
        title: display_name,
        icon,
        provider,
        plan: plan_name(content, instance.plan),
        location: instance.location.clone(),
    }
}

fn plan_name(content: &Offering, plan: PlanId) -> String {
    let found = content.plans.iter().find(|known| known.id == plan).map(|known| &known.draft);
    let names = found.map(|draft| [draft.display_name.trim(), draft.name.trim()]);
    let name = names.into_iter().flatten().find(|name| !name.is_empty());
    name.map_or_else(|| plan.to_string(), ToOwned::to_owned)
}

/// The credentials or the plan that an operation is about.
fn about(of: &InstanceOperation, content: &Offering, bindings: &[Binding]) -> String {
    // While an instance is removed, its operation is about one of its bindings after the other.
    let binding = of.binding.filter(|_| of.kind.is_of_a_binding());
    let binding = bindings.iter().find(|known| Some(known.id) == binding).map(|known| known.name.clone());
    binding.or_else(|| of.new_plan.map(|plan| plan_name(content, plan))).unwrap_or_default()
}

fn line(binding: &Binding) -> BindingLine {
    let Binding { id, name, state, created_at, .. } = binding.clone();
    BindingLine { id, name, state, created_at }
}

//! The disposable instances of a run: how one is asked for, made and waited for.

use std::time::Duration;

use serde_json::{Map, Value};
use slipway_domain::crn::{Crn, Ctype};
use slipway_domain::crn::{binding_crn, instance_crn, resource_group_crn};
use uuid::Uuid;

use super::super::definition::Definition;
use super::Run;
use super::sent::Sent;
use crate::broker::ResourceId;
use crate::catalog::Plan;
use crate::context::Context;
use crate::orphan::{self, Action, Answered, Mutation};
use crate::outcome::Outcome;
use crate::polling::{Next, Polling};
use crate::request::{Instance, Previous, Provision, maintenance_info};

/// Where ids are GUIDs, because the broker cannot take CRNs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guids {
    Nowhere,
    InBindings,
    Everywhere,
}

/// An instance that was asked for.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) wanted: Provision,
    /// The GUID in its id, whatever form the id has.
    pub(super) guid: Uuid,
    /// The answer to the first request.
    pub(super) first: Sent,
    /// What it said about the operation, if it was a 202.
    pub(super) operation: Option<String>,
    pub(super) is_async: bool,
    pub(super) began: Duration,
}

/// How an operation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ended {
    Done,
    Failed(String),
}

impl Ended {
    pub(super) fn problem(&self, what: &str) -> Option<String> {
        match self {
            Self::Done => None,
            Self::Failed(why) => Some(format!("{what} {why}")),
        }
    }
}

impl Run<'_> {
    /// A request for a new instance with the usual parameters.
    pub(super) fn wanted(&mut self, plan: &Plan) -> (Provision, Uuid) {
        let guid = (self.ids)();
        let settings = self.settings;
        let service = &settings.definition.service;
        let crn = instance_crn(&settings.cloud, &service.name, &settings.location, &settings.account, guid);
        let id = if self.guids == Guids::Everywhere { ResourceId::Guid(guid) } else { ResourceId::Crn(crn.clone()) };
        let instance = Instance { id, service_id: service.id.clone(), plan_id: plan.id.clone() };
        let context = self.context(crn, plan);
        let parameters = self.usual_parameters();
        let maintenance_info = self.maintenance_of(&plan.id);
        (Provision { instance, context, parameters, maintenance_info }, guid)
    }

    /// What the platform sends with whatever gives an instance the plan: what the broker's catalog says.
    pub(super) fn maintenance_of(&self, plan_id: &str) -> Value {
        maintenance_info(self.maintenance.get(plan_id).map(String::as_str))
    }

    pub(super) fn previous(&self, plan_id: &str) -> Previous {
        Previous { plan_id: plan_id.to_owned(), maintenance_info: self.maintenance_of(plan_id) }
    }

    fn context(&self, crn: Crn, plan: &Plan) -> Context {
        let settings = self.settings;
        let target = Crn {
            version: "v1".to_owned(),
            cname: settings.cloud.cname.clone(),
            ctype: Ctype::Public,
            service: "resource-catalog".to_owned(),
            location: String::new(),
            scope: format!("a/{}", settings.cloud.catalog_account),
            instance: String::new(),
            resource_type: "deployment".to_owned(),
            resource: format!("{}:{}", plan.id, settings.location),
        };
        Context {
            account: settings.account.clone(),
            crn,
            resource_group: resource_group_crn(&settings.cloud, &settings.account, "default"),
            target,
            name: "slipway-conformance".to_owned(),
        }
    }

    pub(super) fn usual_parameters(&self) -> Map<String, Value> {
        let settings = self.settings;
        let mut parameters = Map::from_iter([("location".to_owned(), Value::from(settings.location.as_str()))]);
        for parameter in &settings.definition.parameters {
            let value = parameter.usual();
            if !value.is_null() {
                parameters.insert(parameter.name.clone(), value);
            }
        }
        parameters.extend(settings.parameters.clone());
        parameters
    }

    /// The id of a new binding, in the form of its instance's unless the broker cannot take that.
    pub(super) fn binding_id(&mut self, subject: &Provision) -> ResourceId {
        let guid = (self.ids)();
        match &subject.instance.id {
            ResourceId::Crn(crn) if self.guids == Guids::Nowhere => ResourceId::Crn(binding_crn(crn, guid)),
            _ => ResourceId::Guid(guid),
        }
    }

    /// Asks for an instance and remembers that it may exist. Does not wait.
    pub(super) async fn ask(&mut self, wanted: Provision, guid: Uuid) -> Subject {
        let request = self.settings.broker.provision(&wanted, &self.settings.cause);
        let began = self.timer.now();
        self.remember(&wanted.instance).await;
        let first = self.send(&request).await;
        self.forget_if_refused(&wanted.instance, &first);
        let (operation, is_async) = match first.outcome(self, Mutation::Provision) {
            Outcome::Async { operation, .. } => (operation, true),
            _ => (None, false),
        };
        if is_async {
            self.operations.begun(operation.is_some());
            self.remember_operation(&wanted.instance.id, Some((Mutation::Provision, operation.clone())));
        }
        Subject { wanted, guid, first, operation, is_async, began }
    }

    /// By the table of §6.5: what was refused leaves nothing to remove.
    pub(super) fn forget_if_refused(&mut self, instance: &Instance, sent: &Sent) {
        let version = self.settings.broker.version;
        let answered = Answered::of(version, Mutation::Provision, &sent.answer);
        if orphan::action(version, Mutation::Provision, answered) == Action::Fail {
            self.forget(&instance.id);
        }
    }

    /// Asks for an instance of the plan and waits until it is there.
    pub(super) async fn make(&mut self, wanted: Provision, guid: Uuid) -> (Subject, Ended) {
        let subject = self.ask(wanted, guid).await;
        let ended = self.wait_for(&subject).await;
        (subject, ended)
    }

    pub(super) async fn wait_for(&mut self, subject: &Subject) -> Ended {
        self.settle(&subject.wanted.instance, None, Mutation::Provision, &subject.first, subject.began).await
    }

    /// How a call ended: at once, or after polling.
    pub(super) async fn settle(
        &mut self,
        instance: &Instance,
        binding: Option<&ResourceId>,
        call: Mutation,
        sent: &Sent,
        began: Duration,
    ) -> Ended {
        match sent.outcome(self, call) {
            Outcome::Success { .. } => Ended::Done,
            Outcome::Async { operation, retry_after } => {
                let polling = self.polling(instance, call);
                let first = polling.first(retry_after, self.timer.now().saturating_sub(began));
                if binding.is_none() {
                    self.remember_operation(&instance.id, Some((call, operation.clone())));
                }
                let ended = self.poll(&polling, first, (instance, binding), operation.as_deref(), began).await;
                if binding.is_none() {
                    self.remember_operation(&instance.id, None);
                }
                ended
            }
            Outcome::Unknown if sent.is(&[200, 201, 202]) => {
                Ended::Failed(format!("{} with a body that is not as the contract says", sent.shown()))
            }
            Outcome::Failed { .. } | Outcome::Unknown => Ended::Failed(sent.shown()),
        }
    }

    /// Lets an operation end that was left running when the run was stopped.
    pub(super) async fn wait_out(&mut self, instance: &Instance, call: Mutation, operation: Option<&str>) {
        let polling = self.polling(instance, call);
        let first = polling.first(None, Duration::ZERO);
        let began = self.timer.now();
        let _ = self.poll(&polling, first, (instance, None), operation, began).await;
    }

    fn polling(&self, instance: &Instance, call: Mutation) -> Polling {
        let plan = self.settings.definition.plan(&instance.plan_id);
        Polling {
            version: self.settings.broker.version,
            call,
            interval: self.settings.interval,
            longest: self.settings.longest_poll,
            plan_longest: plan.and_then(Definition::longest_polling),
        }
    }

    async fn poll(
        &mut self,
        polling: &Polling,
        mut next: Next,
        (instance, binding): (&Instance, Option<&ResourceId>),
        operation: Option<&str>,
        began: Duration,
    ) -> Ended {
        let broker = &self.settings.broker;
        let request = match binding {
            None => broker.last_operation(instance, operation),
            Some(id) => broker.binding_last_operation(instance, id, operation),
        };
        loop {
            match next {
                Next::PollAgain { after } => self.timer.sleep(after).await,
                Next::Succeeded => return Ended::Done,
                Next::Failed { .. } => return Ended::Failed("was accepted and then failed".to_owned()),
                Next::GiveUp => {
                    self.operations.endless = true;
                    return Ended::Failed("did not end before the polling limit".to_owned());
                }
            }
            let sent = self.send(&request).await;
            next = polling.next(&sent.answer, self.timer.now().saturating_sub(began));
            self.operations.polled(&sent, polling.call, operation.is_some());
        }
    }
}

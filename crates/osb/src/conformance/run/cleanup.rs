//! What a run made and how it goes away again: bindings before their instance, last things first.

use tokio::sync::oneshot;

use super::super::notice::{Notice, Thing};
use super::super::report::Leftover;
use super::Run;
use super::sent::Sent;
use super::subject::Ended;
use crate::broker::ResourceId;
use crate::orphan::Mutation;
use crate::request::Instance;

/// An instance that may exist at the broker.
#[derive(Debug)]
pub(super) struct Disposable {
    pub(super) instance: Instance,
    pub(super) bindings: Vec<ResourceId>,
    /// What runs, and what the broker calls it.
    operation: Option<(Mutation, Option<String>)>,
}

impl Disposable {
    pub(super) fn of(things: Vec<Thing>) -> Vec<Self> {
        let mut made: Vec<Self> = Vec::new();
        for Thing { instance, binding } in things {
            match made.iter_mut().find(|known| known.instance.id == instance.id) {
                Some(known) => known.bindings.extend(binding),
                None => made.push(Self { instance, bindings: binding.into_iter().collect(), operation: None }),
            }
        }
        made
    }
}

impl Run<'_> {
    /// Before the call that makes it.
    pub(super) async fn remember(&mut self, instance: &Instance) {
        self.made.push(Disposable { instance: instance.clone(), bindings: Vec::new(), operation: None });
        self.making(Thing { instance: instance.clone(), binding: None }).await;
    }

    pub(super) fn remember_operation(&mut self, id: &ResourceId, operation: Option<(Mutation, Option<String>)>) {
        for known in self.made.iter_mut().filter(|known| known.instance.id == *id) {
            known.operation.clone_from(&operation);
        }
    }

    pub(super) fn remember_plan(&mut self, id: &ResourceId, plan_id: &str) {
        for known in self.made.iter_mut().filter(|known| known.instance.id == *id) {
            plan_id.clone_into(&mut known.instance.plan_id);
            (self.notice)(Notice::Changed(Thing { instance: known.instance.clone(), binding: None }));
        }
    }

    /// Before the call that makes it.
    pub(super) async fn remember_binding(&mut self, instance: &Instance, binding: &ResourceId) {
        for known in self.made.iter_mut().filter(|known| known.instance.id == instance.id) {
            known.bindings.push(binding.clone());
        }
        self.making(Thing { instance: instance.clone(), binding: Some(binding.clone()) }).await;
    }

    async fn making(&mut self, thing: Thing) {
        let (told, written) = oneshot::channel();
        (self.notice)(Notice::Making(thing, told));
        let _ = written.await;
    }

    pub(super) fn forget(&mut self, id: &ResourceId) {
        self.made.retain(|known| known.instance.id != *id);
        (self.notice)(Notice::Gone(id));
    }

    pub(super) fn forget_binding(&mut self, binding: &ResourceId) {
        for known in &mut self.made {
            known.bindings.retain(|id| id != binding);
        }
        (self.notice)(Notice::Gone(binding));
    }

    /// E5, waited for. What is gone is forgotten.
    pub(super) async fn remove(&mut self, instance: &Instance) -> (Sent, Ended) {
        let began = self.timer.now();
        let sent = self.send(&self.settings.broker.deprovision(instance, &self.settings.cause)).await;
        let ended = self.settle(instance, None, Mutation::Deprovision, &sent, began).await;
        if ended == Ended::Done {
            self.forget(&instance.id);
        }
        (sent, ended)
    }

    /// E7, waited for. What is gone is forgotten.
    pub(super) async fn unbind(&mut self, instance: &Instance, id: &ResourceId) -> (Sent, Ended) {
        let began = self.timer.now();
        let sent = self.send(&self.settings.broker.unbind(instance, id, &self.settings.cause)).await;
        let ended = self.settle(instance, Some(id), Mutation::Unbind, &sent, began).await;
        if ended == Ended::Done {
            self.forget_binding(id);
        }
        (sent, ended)
    }

    /// Removes everything that may be left; nothing in here belongs to a check.
    pub(super) async fn clean_up(&mut self) {
        self.purpose = "cleanup";
        while let Some(known) = self.made.pop() {
            if let Some((call, operation)) = &known.operation {
                self.wait_out(&known.instance, *call, operation.as_deref()).await;
            }
            for binding in known.bindings.iter().rev() {
                let (_, ended) = self.unbind(&known.instance, binding).await;
                self.leftover("binding", binding, &ended);
            }
            let (mut sent, mut ended) = self.remove(&known.instance).await;
            // A busy instance is asked for once more when the other operation had its time (§6.4 rule 7).
            if ended != Ended::Done && sent.is(&[422]) {
                self.timer.sleep(self.settings.interval).await;
                (sent, ended) = self.remove(&known.instance).await;
            }
            if ended != Ended::Done
                && sent.is(&[400])
                && let Some(removed) = self.remove_with_another_plan(&known.instance).await
            {
                (sent, ended) = removed;
            }
            // Nothing can be left of what the broker says it never had.
            if sent.is(&[404]) {
                (self.notice)(Notice::Gone(&known.instance.id));
            } else {
                self.leftover("instance", &known.instance.id, &ended);
            }
        }
    }

    /// Whoever is killed while a plan is changed may not have written down that it was, and brokers refuse a removal that
    /// names another plan than the instance has. `None`: it has none of the others either.
    async fn remove_with_another_plan(&mut self, instance: &Instance) -> Option<(Sent, Ended)> {
        let settings = self.settings;
        for plan in settings.definition.service.plans.iter().filter(|plan| plan.id != instance.plan_id) {
            let (sent, ended) = self.remove(&Instance { plan_id: plan.id.clone(), ..instance.clone() }).await;
            if ended == Ended::Done {
                return Some((sent, ended));
            }
        }
        None
    }

    fn leftover(&mut self, kind: &'static str, id: &ResourceId, ended: &Ended) {
        if let Some(reason) = ended.problem("the removal") {
            self.leftovers.push(Leftover { kind, id: id.to_string(), reason });
        }
    }
}

//! After a change of the plan whose answer never came, the broker may know the instance by another plan than is written
//! down, and brokers refuse with 400 what names a plan that the instance does not have. What was refused so is asked once
//! more with each plan in doubt. The first that is accepted is the one that the instance has.

use serde_json::{Map, Value};
use slipway_domain::event::EventKind;
use slipway_domain::ids::PlanId;
use slipway_domain::instance::{Instance, InstanceOperation, plans_in_doubt};
use slipway_domain::offering::Offering;
use slipway_osb::orphan::Mutation;
use slipway_osb::{Broker, Outcome};

use super::{Record, Taken, identity};
use crate::instance::answer::Answer;
use crate::instance::calls::Subject;
use crate::instance::step::Call;
use crate::{Backend, Report, Result};

/// The call of a step, as it can be made again.
pub(super) struct Asked<'a> {
    pub(super) offering: &'a Offering,
    pub(super) broker: &'a Broker,
    pub(super) call: Call,
    pub(super) parameters: &'a Map<String, Value>,
}

impl Backend {
    /// The answer that counts: `answer`, or the one to the same with another plan. Each call is written down before it is
    /// made, and the lease begins anew with it. `None`: somebody else has the operation.
    pub(super) async fn or_with_other_plan(
        &self,
        taken: &Taken,
        record: &mut Record,
        asked: &Asked<'_>,
        mut answer: Answer,
    ) -> Result<Option<Answer>> {
        let Call::Mutate(mutation) = asked.call else { return Ok(Some(answer)) };
        if !names_plan_of_instance(mutation) || !is_refused(&answer) {
            return Ok(Some(answer));
        }
        let operations = self.store().instance_operations(record.instance.scope, record.instance.id).await?;
        for (change, plan) in plans_in_doubt(record.instance.plan, &operations) {
            let supposed = Instance { plan, ..record.instance.clone() };
            let subject = Subject::of(self, asked.offering, &supposed, record.binding())
                .ok_or_else(|| Report::new("an instance has no id for brokers", supposed.id.to_string()))?;
            let request = subject.request(asked.broker, &record.operation, asked.call, asked.parameters.clone());
            if !self.begin(&taken.held, record, asked.call).await? {
                return Ok(None);
            }
            answer = self.outbound().send(asked.broker, &request, identity(record.operation.request)).await;
            taken.permit.heard(&answer, self.clock().now());
            let outcome = Outcome::of(asked.broker.version, mutation, &answer);
            if matches!(outcome, Outcome::Success { gone: false } | Outcome::Async { .. }) {
                self.settle_plan(record, change, plan).await?;
            }
            if !is_refused(&answer) {
                break;
            }
        }
        Ok(Some(answer))
    }

    /// The change did happen. It counts since it was asked for, as any other does; reports about the new plan are due from
    /// now on, since nobody could know before.
    async fn settle_plan(&self, record: &mut Record, change: &InstanceOperation, plan: PlanId) -> Result<()> {
        let now = self.clock().now();
        let mut tx = self.store().write().await?;
        if !tx.settle_unknown_change(record.instance.scope, change.id).await? {
            return Ok(());
        }
        record.instance.plan = plan;
        tx.set_instance(&record.instance).await?;
        tx.set_active_since(&record.instance, now).await?;
        tx.record(&self.operation_event(&record.instance, change, EventKind::InstanceSucceeded, now)).await?;
        tx.commit().await?;
        self.watchers().tell(record.instance.id.uuid());
        Ok(())
    }
}

/// A change names the plan that it leads to, and what is made has no other.
const fn names_plan_of_instance(mutation: Mutation) -> bool {
    matches!(mutation, Mutation::Bind | Mutation::Unbind | Mutation::Deprovision)
}

fn is_refused(answer: &Answer) -> bool {
    answer.as_ref().is_ok_and(|reply| reply.status == 400)
}

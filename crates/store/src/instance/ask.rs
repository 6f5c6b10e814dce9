//! What is written when somebody asks for something: rows before any call.

use slipway_domain::ids::PlanId;
use slipway_domain::instance::{Binding, BindingState, Instance, InstanceOperation, InstanceState};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;

use crate::{Result, Tx};

#[derive(Debug, Clone)]
pub struct NewBinding<'a> {
    pub scope: Scope,
    pub binding: &'a Binding,
}

#[derive(Debug, Clone)]
pub struct NewInstanceOperation<'a> {
    pub scope: Scope,
    pub operation: &'a InstanceOperation,
    pub parameters_sealed: &'a [u8],
}

impl Tx {
    pub async fn add_instance(&mut self, new: &Instance) -> Result<()> {
        sqlx::query(
            "insert into instance (account_id, offering_id, id, consumer_id, name, plan_id, location, broker_id, \
                                   resource, state, dashboard_url, created_at, active_since) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
        )
        .bind(new.scope.account.to_string())
        .bind(new.scope.offering.to_string())
        .bind(new.id.to_string())
        .bind(new.consumer.to_string())
        .bind(&new.name)
        .bind(new.plan.to_string())
        .bind(&new.location)
        .bind(new.broker.to_string())
        .bind(&new.resource)
        .bind(new.state.name())
        .bind(&new.dashboard_url)
        .bind(new.created_at.millis())
        .execute(self.on())
        .await?;
        Ok(())
    }

    pub async fn add_binding(&mut self, new: &NewBinding<'_>) -> Result<()> {
        sqlx::query(
            "insert into binding (account_id, offering_id, id, instance_id, name, resource, state, \
                                  credentials_sealed, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, null, $8)",
        )
        .bind(new.scope.account.to_string())
        .bind(new.scope.offering.to_string())
        .bind(new.binding.id.to_string())
        .bind(new.binding.instance.to_string())
        .bind(&new.binding.name)
        .bind(&new.binding.resource)
        .bind(new.binding.state.name())
        .bind(new.binding.created_at.millis())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Refused with `Unique("instance_operation.instance_id")` while another operation of the instance is open.
    pub async fn add_instance_operation(&mut self, new: &NewInstanceOperation<'_>) -> Result<()> {
        let operation = new.operation;
        sqlx::query(
            "insert into instance_operation (account_id, offering_id, id, instance_id, binding_id, kind, progress, \
                                             state_before, binding_state_before, asked_by, new_plan_id, \
                                             parameters_sealed, asked_at, next_at, plan_before_id, attempts, \
                                             holder, lease_until, is_unanswered, outcome, description, answer, \
                                             is_for_cap) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, '', 0, 0, '', '', '', $16)",
        )
        .bind(new.scope.account.to_string())
        .bind(new.scope.offering.to_string())
        .bind(operation.id.to_string())
        .bind(operation.instance.to_string())
        .bind(operation.binding.map(|id| id.to_string()))
        .bind(operation.kind.name())
        .bind(operation.progress.name())
        .bind(operation.before.map(InstanceState::name))
        .bind(operation.binding_before.map(BindingState::name))
        .bind(operation.asked_by.map(|id| id.to_string()))
        .bind(operation.new_plan.map(|id| id.to_string()))
        .bind(new.parameters_sealed)
        .bind(operation.asked_at.millis())
        .bind(operation.next_at.millis())
        .bind(operation.plan_before.map(|id| id.to_string()))
        .bind(operation.is_for_cap)
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// State, plan and dashboard as they are now.
    pub async fn set_instance(&mut self, now: &Instance) -> Result<()> {
        sqlx::query(
            "update instance set state = $1, plan_id = $2, dashboard_url = $3 \
             where account_id = $4 and offering_id = $5 and id = $6",
        )
        .bind(now.state.name())
        .bind(now.plan.to_string())
        .bind(&now.dashboard_url)
        .bind(now.scope.account.to_string())
        .bind(now.scope.offering.to_string())
        .bind(now.id.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Since when it is active with the plan that it has now.
    pub async fn set_active_since(&mut self, instance: &Instance, since: Moment) -> Result<()> {
        sqlx::query("update instance set active_since = $1 where account_id = $2 and offering_id = $3 and id = $4")
            .bind(since.millis())
            .bind(instance.scope.account.to_string())
            .bind(instance.scope.offering.to_string())
            .bind(instance.id.to_string())
            .execute(self.on())
            .await?;
        Ok(())
    }

    /// Credentials are kept with what is there or leaves, and forgotten with what is gone.
    pub async fn set_binding(&mut self, scope: Scope, now: &Binding, credentials_sealed: Option<&[u8]>) -> Result<()> {
        let is_gone = matches!(now.state, BindingState::Removed | BindingState::Failed);
        sqlx::query(
            "update binding set state = $1, \
                                credentials_sealed = case when $2 then null else coalesce($3, credentials_sealed) end \
             where account_id = $4 and offering_id = $5 and id = $6",
        )
        .bind(now.state.name())
        .bind(is_gone)
        .bind(credentials_sealed)
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(now.id.to_string())
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// How many instances of a plan an account has or is about to have, those that were never made and those that are
    /// gone left out.
    pub async fn count_instances(&mut self, of: &Instance, plan: PlanId) -> Result<u32> {
        Ok(sqlx::query_scalar(
            "select count(*) from instance i \
             where i.account_id = $1 and i.offering_id = $2 and i.consumer_id = $3 \
               and i.state not in ('failed', 'removed') \
               and (i.plan_id = $4 \
                    or exists (select 1 from instance_operation o \
                               where o.account_id = i.account_id and o.offering_id = i.offering_id \
                                 and o.instance_id = i.id and o.new_plan_id = $4 and o.ended_at is null))",
        )
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(of.consumer.to_string())
        .bind(plan.to_string())
        .fetch_one(self.on())
        .await?)
    }
}

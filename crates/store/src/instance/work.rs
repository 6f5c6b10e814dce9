//! How an operation is taken up under a lease, told to be calling, and written with what came of it. Whoever lost the
//! lease writes nothing more.

use core::time::Duration;

use slipway_domain::ids::{BrokerId, InstanceId, InstanceOperationId};
use slipway_domain::instance::{InstanceOperation, Progress};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use sqlx::FromRow;
use uuid::Uuid;

use crate::lease::{Holding, lease};
use crate::row::{id, scope};
use crate::{Error, Result, Store, Tx};

/// Operations of one broker that are looked at when one is to be taken up: one that does not answer hides no other's.
const LOOKED_AT: u32 = 8;

/// An operation that nobody holds and that goes on now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueOperation {
    pub scope: Scope,
    pub id: InstanceOperationId,
    pub broker: BrokerId,
}

/// A call that is about to be made.
#[derive(Debug, Clone)]
pub struct BegunCall {
    pub progress: Progress,
    pub request: Uuid,
    /// Of the look that follows it, if one does.
    pub look_request: Option<Uuid>,
    /// How long the plan lets the operation take; counts if this is its first call.
    pub longest: Option<Duration>,
    /// The version of the plan that it gives the instance; counts if this is its first call.
    pub maintenance: Option<String>,
    /// It changes something: without its answer nobody knows whether it did.
    pub changes: bool,
    pub at: Moment,
}

#[derive(FromRow)]
struct DueRow {
    account_id: String,
    offering_id: String,
    id: String,
    broker_id: String,
}

impl TryFrom<DueRow> for DueOperation {
    type Error = Error;

    fn try_from(row: DueRow) -> Result<Self> {
        Ok(Self {
            scope: scope("instance_operation", &row.account_id, &row.offering_id)?,
            id: id("instance_operation", "id", &row.id)?,
            broker: id("instance", "broker_id", &row.broker_id)?,
        })
    }
}

impl Store {
    /// What nobody holds at this moment and is to go on, a few of each broker, longest due first.
    pub async fn due_operations(&self, now: Moment) -> Result<Vec<DueOperation>> {
        let rows: Vec<DueRow> = sqlx::query_as(
            "select account_id, offering_id, id, broker_id from ( \
               select o.account_id, o.offering_id, o.id, i.broker_id, o.next_at, \
                      row_number() over (partition by i.broker_id order by o.next_at, o.rowid) as place \
               from instance_operation o \
               join instance i \
                 on i.account_id = o.account_id and i.offering_id = o.offering_id and i.id = o.instance_id \
               where o.progress in ('queued', 'running', 'polling', 'mitigating') \
                 and o.next_at <= $1 and o.lease_until <= $1) \
             where place <= $2 order by next_at, place, id",
        )
        .bind(now.millis())
        .bind(LOOKED_AT)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(DueOperation::try_from).collect()
    }

    /// The version in the `maintenance_info` that an instance got with the plan that it has. `None`: the plan had none, or
    /// it was not kept then.
    pub async fn maintenance_of(&self, scope: Scope, of: InstanceId) -> Result<Option<String>> {
        let found: Option<String> = sqlx::query_scalar(
            "select maintenance from instance_operation \
             where account_id = $1 and offering_id = $2 and instance_id = $3 and progress = 'succeeded' \
               and maintenance is not null \
             order by asked_at desc, id desc limit 1",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(of.to_string())
        .fetch_optional(&self.reader)
        .await?;
        Ok(found.filter(|version| !version.is_empty()))
    }
}

impl Tx {
    /// Takes up an operation that is due and that nobody holds. False: somebody was faster, or it has gone on.
    pub async fn take_operation(
        &mut self,
        held: &Holding<InstanceOperationId>,
        at: Moment,
        length: Duration,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update instance_operation set holder = $1, lease_until = $2 \
             where account_id = $3 and offering_id = $4 and id = $5 and lease_until <= $6 and next_at <= $6 \
               and progress in ('queued', 'running', 'polling', 'mitigating')",
        )
        .bind(&held.holder)
        .bind(lease(at, length))
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .bind(at.millis())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Written before the call. The first call's moment stays, and so does what it begins with. False: somebody else has the operation.
    pub async fn begin_call(
        &mut self,
        held: &Holding<InstanceOperationId>,
        call: &BegunCall,
        length: Duration,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update instance_operation \
             set progress = $1, request = $2, is_unanswered = $3, started_at = coalesce(started_at, $4), \
                 longest_ms = case when started_at is null then $10 else longest_ms end, \
                 maintenance = case when started_at is null then $12 else maintenance end, \
                 called_at = case when $3 then $4 else called_at end, lease_until = $5, look_request = $11 \
             where account_id = $6 and offering_id = $7 and id = $8 and holder = $9 \
               and progress in ('queued', 'running', 'polling', 'mitigating')",
        )
        .bind(call.progress.name())
        .bind(call.request.hyphenated().to_string())
        .bind(call.changes)
        .bind(call.at.millis())
        .bind(lease(call.at, length))
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .bind(&held.holder)
        .bind(call.longest.map(|longest| i64::try_from(longest.as_millis()).unwrap_or(i64::MAX)))
        .bind(call.look_request.map(|request| request.hyphenated().to_string()))
        .bind(call.maintenance.as_deref())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Writes what came of a step and lets the operation go. What was typed is forgotten at the end. False: somebody
    /// else has it, and nothing was written.
    pub async fn settle_operation(
        &mut self,
        held: &Holding<InstanceOperationId>,
        now: &InstanceOperation,
    ) -> Result<bool> {
        let done = sqlx::query(
            "update instance_operation \
             set progress = $1, binding_id = $2, ended_at = $3, mitigating_since = $4, next_at = $5, attempts = $6, \
                 is_unanswered = $7, ticket = $8, outcome = $9, description = $10, answer = $11, holder = '', \
                 lease_until = 0, \
                 parameters_sealed = case when $3 is null then parameters_sealed else x'' end \
             where account_id = $12 and offering_id = $13 and id = $14 and holder = $15 \
               and progress in ('queued', 'running', 'polling', 'mitigating')",
        )
        .bind(now.progress.name())
        .bind(now.binding.map(|id| id.to_string()))
        .bind(now.ended_at.map(Moment::millis))
        .bind(now.mitigating_since.map(Moment::millis))
        .bind(now.next_at.millis())
        .bind(now.attempts)
        .bind(now.is_unanswered)
        .bind(now.ticket.as_deref())
        .bind(&now.outcome)
        .bind(&now.description)
        .bind(&now.answer)
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .bind(&held.holder)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// A change of the plan turned out to have happened; its moments stay. False: it is not one that nobody knew of.
    pub async fn settle_unknown_change(&mut self, scope: Scope, id: InstanceOperationId) -> Result<bool> {
        let done = sqlx::query(
            "update instance_operation set progress = 'succeeded', outcome = 'success', description = '' \
             where account_id = $1 and offering_id = $2 and id = $3 and kind = 'update' and progress = 'unknown'",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(id.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// False: it is not one that waits for a person.
    pub async fn give_up_operation(&mut self, scope: Scope, id: InstanceOperationId, at: Moment) -> Result<bool> {
        let done = sqlx::query(
            "update instance_operation set progress = 'given_up', ended_at = $1, parameters_sealed = x'' \
             where account_id = $2 and offering_id = $3 and id = $4 and progress = 'dead_lettered'",
        )
        .bind(at.millis())
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(id.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

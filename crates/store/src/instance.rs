//! Instances, bindings and operations as they are read. How they are asked for and gone on with is in `instance/ask.rs`
//! and `instance/work.rs`.

use core::time::Duration;

use slipway_domain::ids::{AccountId, BindingId, InstanceId, InstanceOperationId};
use slipway_domain::instance::{
    Binding, BindingState, Instance, InstanceOperation, InstanceState, OperationKind, Progress,
};
use slipway_domain::offering::Scope;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

use crate::row::{id, moment, parsed};
use crate::{Error, Result, Store, Tx};

mod ask;
mod work;

pub use ask::{NewBinding, NewInstanceOperation};
pub use work::{BegunCall, DueOperation};

/// An instance with all that belongs to it.
#[derive(Debug, Clone)]
pub struct WholeInstance {
    pub instance: Instance,
    /// In the order in which they were made, removed ones included.
    pub bindings: Vec<Binding>,
    /// Newest first.
    pub operations: Vec<InstanceOperation>,
}

#[derive(FromRow)]
pub(crate) struct InstanceRow {
    id: String,
    consumer_id: String,
    name: String,
    plan_id: String,
    location: String,
    broker_id: String,
    resource: String,
    state: String,
    dashboard_url: String,
    created_at: i64,
}

impl InstanceRow {
    pub(crate) fn of(self, scope: Scope) -> Result<Instance> {
        Ok(Instance {
            id: id("instance", "id", &self.id)?,
            scope,
            consumer: id("instance", "consumer_id", &self.consumer_id)?,
            plan: id("instance", "plan_id", &self.plan_id)?,
            broker: id("instance", "broker_id", &self.broker_id)?,
            state: parsed("instance", "state", &self.id, &self.state, InstanceState::parse)?,
            name: self.name,
            location: self.location,
            resource: self.resource,
            dashboard_url: self.dashboard_url,
            created_at: moment(self.created_at),
        })
    }
}

#[derive(FromRow)]
struct BindingRow {
    id: String,
    instance_id: String,
    name: String,
    resource: String,
    state: String,
    created_at: i64,
}

impl TryFrom<BindingRow> for Binding {
    type Error = Error;

    fn try_from(row: BindingRow) -> Result<Self> {
        Ok(Self {
            instance: id("binding", "instance_id", &row.instance_id)?,
            state: parsed("binding", "state", &row.id, &row.state, BindingState::parse)?,
            id: id("binding", "id", &row.id)?,
            name: row.name,
            resource: row.resource,
            created_at: moment(row.created_at),
        })
    }
}

#[derive(FromRow)]
struct OperationRow {
    id: String,
    instance_id: String,
    binding_id: Option<String>,
    kind: String,
    progress: String,
    state_before: Option<String>,
    binding_state_before: Option<String>,
    plan_before_id: Option<String>,
    new_plan_id: Option<String>,
    asked_at: i64,
    asked_by: Option<String>,
    is_for_cap: bool,
    started_at: Option<i64>,
    called_at: Option<i64>,
    ended_at: Option<i64>,
    mitigating_since: Option<i64>,
    next_at: i64,
    attempts: u32,
    request: Option<String>,
    look_request: Option<String>,
    longest_ms: Option<i64>,
    maintenance: Option<String>,
    is_unanswered: bool,
    ticket: Option<String>,
    outcome: String,
    description: String,
    answer: String,
}

const TABLE: &str = "instance_operation";

impl TryFrom<OperationRow> for InstanceOperation {
    type Error = Error;

    fn try_from(row: OperationRow) -> Result<Self> {
        let state = |text: &str| parsed(TABLE, "state_before", &row.id, text, InstanceState::parse);
        let binding_state = |text: &str| parsed(TABLE, "binding_state_before", &row.id, text, BindingState::parse);
        let request = |text: &str| parsed(TABLE, "request", &row.id, text, |text| Uuid::try_parse(text).ok());
        Ok(Self {
            id: id(TABLE, "id", &row.id)?,
            instance: id(TABLE, "instance_id", &row.instance_id)?,
            binding: row.binding_id.as_deref().map(|text| id(TABLE, "binding_id", text)).transpose()?,
            kind: parsed(TABLE, "kind", &row.id, &row.kind, OperationKind::parse)?,
            progress: parsed(TABLE, "progress", &row.id, &row.progress, Progress::parse)?,
            before: row.state_before.as_deref().map(state).transpose()?,
            binding_before: row.binding_state_before.as_deref().map(binding_state).transpose()?,
            plan_before: row.plan_before_id.as_deref().map(|text| id(TABLE, "plan_before_id", text)).transpose()?,
            new_plan: row.new_plan_id.as_deref().map(|text| id(TABLE, "new_plan_id", text)).transpose()?,
            asked_at: moment(row.asked_at),
            asked_by: row.asked_by.as_deref().map(|text| id(TABLE, "asked_by", text)).transpose()?,
            is_for_cap: row.is_for_cap,
            started_at: row.started_at.map(moment),
            called_at: row.called_at.map(moment),
            ended_at: row.ended_at.map(moment),
            mitigating_since: row.mitigating_since.map(moment),
            next_at: moment(row.next_at),
            attempts: row.attempts,
            request: row.request.as_deref().map(request).transpose()?,
            look_request: row.look_request.as_deref().map(request).transpose()?,
            longest: row.longest_ms.and_then(|millis| u64::try_from(millis).ok()).map(Duration::from_millis),
            maintenance: row.maintenance,
            is_unanswered: row.is_unanswered,
            ticket: row.ticket,
            outcome: row.outcome,
            description: row.description,
            answer: row.answer,
        })
    }
}

macro_rules! select_operation {
    ($rest:literal) => {
        concat!(
            "select o.id, o.instance_id, o.binding_id, o.kind, o.progress, o.state_before, o.binding_state_before, \
                    o.plan_before_id, o.new_plan_id, o.asked_at, o.asked_by, o.started_at, o.called_at, o.ended_at, \
                    o.mitigating_since, o.next_at, o.attempts, o.request, o.look_request, o.longest_ms, \
                    o.maintenance, o.is_unanswered, o.is_for_cap, o.ticket, o.outcome, o.description, o.answer \
             from instance_operation o ",
            $rest
        )
    };
}

macro_rules! select_instance {
    ($rest:literal) => {
        concat!(
            "select i.id, i.consumer_id, i.name, i.plan_id, i.location, i.broker_id, i.resource, i.state, \
                    i.dashboard_url, i.created_at \
             from instance i ",
            $rest
        )
    };
}

async fn instance(on: &mut SqliteConnection, scope: Scope, instance: InstanceId) -> Result<Option<Instance>> {
    let row: Option<InstanceRow> =
        sqlx::query_as(select_instance!("where i.account_id = $1 and i.offering_id = $2 and i.id = $3"))
            .bind(scope.account.to_string())
            .bind(scope.offering.to_string())
            .bind(instance.to_string())
            .fetch_optional(on)
            .await?;
    row.map(|row| row.of(scope)).transpose()
}

async fn bindings(on: &mut SqliteConnection, scope: Scope, instance: InstanceId) -> Result<Vec<Binding>> {
    let rows: Vec<BindingRow> = sqlx::query_as(
        "select id, instance_id, name, resource, state, created_at from binding \
         where account_id = $1 and offering_id = $2 and instance_id = $3 order by rowid",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .bind(instance.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(Binding::try_from).collect()
}

/// The plus keeps the database from looking through the operations of the whole offering.
async fn operations(on: &mut SqliteConnection, scope: Scope, of: InstanceId) -> Result<Vec<InstanceOperation>> {
    let rows: Vec<OperationRow> = sqlx::query_as(select_operation!(
        "where +o.account_id = $1 and o.offering_id = $2 and o.instance_id = $3 order by o.rowid desc"
    ))
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .bind(of.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(InstanceOperation::try_from).collect()
}

impl Store {
    /// The instances that a consumer's account has of an offering, newest first.
    pub async fn instances(&self, scope: Scope, consumer: AccountId) -> Result<Vec<Instance>> {
        let rows: Vec<InstanceRow> = sqlx::query_as(select_instance!(
            "where i.account_id = $1 and i.offering_id = $2 and i.consumer_id = $3 order by i.rowid desc"
        ))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(consumer.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(|row| row.of(scope)).collect()
    }

    /// `None`: the offering has no such instance.
    pub async fn instance(&self, scope: Scope, of: InstanceId) -> Result<Option<Instance>> {
        instance(&mut *self.reader.acquire().await?, scope, of).await
    }

    /// An instance as of one moment: state, credentials and operations belong together, whatever is written meanwhile.
    pub async fn whole_instance(&self, scope: Scope, of: InstanceId) -> Result<Option<WholeInstance>> {
        let mut on = self.reader.begin().await?;
        let Some(instance) = instance(&mut on, scope, of).await? else { return Ok(None) };
        let bindings = bindings(&mut on, scope, of).await?;
        Ok(Some(WholeInstance { instance, bindings, operations: operations(&mut on, scope, of).await? }))
    }

    /// In the order in which they were made, removed ones included.
    pub async fn bindings(&self, scope: Scope, of: InstanceId) -> Result<Vec<Binding>> {
        bindings(&mut *self.reader.acquire().await?, scope, of).await
    }

    /// Newest first.
    pub async fn instance_operations(&self, scope: Scope, of: InstanceId) -> Result<Vec<InstanceOperation>> {
        operations(&mut *self.reader.acquire().await?, scope, of).await
    }

    /// What nobody but a person can bring to an end, oldest first.
    pub async fn dead_letters(&self, scope: Scope) -> Result<Vec<InstanceOperation>> {
        let rows: Vec<OperationRow> = sqlx::query_as(select_operation!(
            "where o.account_id = $1 and o.offering_id = $2 and o.progress = 'dead_lettered' order by o.rowid"
        ))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(InstanceOperation::try_from).collect()
    }

    /// Sealed for the row; `None`: there are none.
    pub async fn binding_credentials(&self, scope: Scope, binding: BindingId) -> Result<Option<Vec<u8>>> {
        let found: Option<Option<Vec<u8>>> = sqlx::query_scalar(
            "select credentials_sealed from binding where account_id = $1 and offering_id = $2 and id = $3",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(binding.to_string())
        .fetch_optional(&self.reader)
        .await?;
        Ok(found.flatten())
    }

    /// Those of all bindings of an instance, each sealed for its row.
    pub async fn instance_credentials(&self, scope: Scope, of: InstanceId) -> Result<Vec<(BindingId, Vec<u8>)>> {
        let rows: Vec<(String, Vec<u8>)> = sqlx::query_as(
            "select id, credentials_sealed from binding \
             where account_id = $1 and offering_id = $2 and instance_id = $3 and credentials_sealed is not null",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(of.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(|(row, sealed)| Ok((id("binding", "id", &row)?, sealed))).collect()
    }

    /// What was typed for an operation, sealed for the row; empty once it has ended.
    pub async fn operation_parameters(&self, scope: Scope, of: InstanceOperationId) -> Result<Vec<u8>> {
        let found: Option<Vec<u8>> = sqlx::query_scalar(
            "select parameters_sealed from instance_operation where account_id = $1 and offering_id = $2 and id = $3",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(of.to_string())
        .fetch_optional(&self.reader)
        .await?;
        Ok(found.unwrap_or_default())
    }
}

impl Tx {
    pub async fn instance(&mut self, scope: Scope, of: InstanceId) -> Result<Option<Instance>> {
        instance(self.on(), scope, of).await
    }

    pub async fn bindings(&mut self, scope: Scope, of: InstanceId) -> Result<Vec<Binding>> {
        bindings(self.on(), scope, of).await
    }

    pub async fn instance_operations(&mut self, scope: Scope, of: InstanceId) -> Result<Vec<InstanceOperation>> {
        operations(self.on(), scope, of).await
    }

    pub async fn instance_operation(
        &mut self,
        scope: Scope,
        of: InstanceOperationId,
    ) -> Result<Option<InstanceOperation>> {
        let row: Option<OperationRow> =
            sqlx::query_as(select_operation!("where o.account_id = $1 and o.offering_id = $2 and o.id = $3"))
                .bind(scope.account.to_string())
                .bind(scope.offering.to_string())
                .bind(of.to_string())
                .fetch_optional(self.on())
                .await?;
        row.map(InstanceOperation::try_from).transpose()
    }
}

//! Instances over more than one offering: what an account has, and of which offerings something waits for the operator;
//! and how many there are through each broker.

use serde::Serialize;
use slipway_domain::ids::{AccountId, BrokerId, InstanceId, PlanId};
use slipway_domain::instance::{Instance, InstanceOperation, OperationKind, Progress};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::instance::InstanceRow;
use crate::row::{id, moment, nth, parsed, scope, to_body};
use crate::{Error, Result, Store, Tx};

const OPERATION: &str = "instance_operation";

/// Goes on with the condition of a statement: the instance `i` is there, or may be.
macro_rules! there {
    () => {
        " and (i.state not in ('failed', 'removed') \
               or exists (select 1 from instance_operation o \
                          where o.account_id = i.account_id and o.offering_id = i.offering_id \
                            and o.instance_id = i.id and o.ended_at is null))"
    };
}
pub(crate) use there;

/// A condition: the instance `i` has the plan `$3`, or is on its way to it, or may be there since a change of which nobody
/// knows whether it happened (`domain::instance::plans_in_doubt`).
macro_rules! of_plan {
    () => {
        "(i.plan_id = $3 \
          or exists (select 1 from instance_operation o \
                     where o.account_id = i.account_id and o.offering_id = i.offering_id \
                       and o.instance_id = i.id and o.new_plan_id = $3 \
                       and (o.ended_at is null \
                            or (o.kind = 'update' and o.progress = 'unknown' \
                                and not exists (select 1 from instance_operation l \
                                                where l.account_id = o.account_id and l.offering_id = o.offering_id \
                                                  and l.instance_id = o.instance_id and l.kind = 'update' \
                                                  and l.new_plan_id is not null and l.progress = 'succeeded' \
                                                  and l.rowid > o.rowid)))))"
    };
}

/// An instance in the list of its account.
#[derive(Debug, Clone)]
pub struct ListedInstance {
    pub instance: Instance,
    /// When the latest operation ended or, while it goes on, was asked for.
    pub since: Moment,
    pub is_busy: bool,
}

#[derive(FromRow)]
struct ListedRow {
    account_id: String,
    offering_id: String,
    #[sqlx(flatten)]
    instance: InstanceRow,
    since: i64,
    is_busy: bool,
}

/// What somebody calls an instance: a GUID, or else the id that its broker knows it by.
#[derive(Serialize)]
struct Called<'a> {
    id: Option<InstanceId>,
    resource: Option<&'a str>,
}

impl<'a> Called<'a> {
    fn of(called: &'a str) -> Self {
        let id = InstanceId::parse(called).ok();
        // In the database the text of a JSON value ends at such a character; no instance is called with one.
        let is_text = !called.contains('\0');
        Self { id, resource: (id.is_none() && is_text).then_some(called) }
    }
}

#[derive(FromRow)]
struct CalledRow {
    key: i64,
    #[sqlx(flatten)]
    instance: InstanceRow,
}

#[derive(FromRow)]
struct LifetimeRow {
    id: String,
    instance_id: String,
    kind: String,
    progress: String,
    plan_before_id: Option<String>,
    new_plan_id: Option<String>,
    asked_at: i64,
    started_at: Option<i64>,
    ended_at: Option<i64>,
}

impl TryFrom<LifetimeRow> for InstanceOperation {
    type Error = Error;

    fn try_from(row: LifetimeRow) -> Result<Self> {
        let kind = parsed(OPERATION, "kind", &row.id, &row.kind, OperationKind::parse)?;
        let plan = |text: &String| id(OPERATION, "plan_before_id", text);
        let asked = Self::asked(
            id(OPERATION, "id", &row.id)?,
            id(OPERATION, "instance_id", &row.instance_id)?,
            kind,
            moment(row.asked_at),
        );
        Ok(Self {
            progress: parsed(OPERATION, "progress", &row.id, &row.progress, Progress::parse)?,
            plan_before: row.plan_before_id.as_ref().map(plan).transpose()?,
            new_plan: row.new_plan_id.as_ref().map(plan).transpose()?,
            started_at: row.started_at.map(moment),
            ended_at: row.ended_at.map(moment),
            ..asked
        })
    }
}

impl Store {
    /// Everything that an account has and has not removed, of every offering, newest first.
    pub async fn instances_of(&self, consumer: AccountId) -> Result<Vec<ListedInstance>> {
        let rows: Vec<ListedRow> = sqlx::query_as(
            "select i.account_id, i.offering_id, i.id, i.consumer_id, i.name, i.plan_id, i.location, i.broker_id, \
                    i.resource, i.state, i.dashboard_url, i.created_at, \
                    coalesce((select max(coalesce(o.ended_at, o.asked_at)) from instance_operation o \
                              where o.account_id = i.account_id and o.offering_id = i.offering_id \
                                and o.instance_id = i.id), i.created_at) as since, \
                    exists (select 1 from instance_operation o \
                            where o.account_id = i.account_id and o.offering_id = i.offering_id \
                              and o.instance_id = i.id and o.ended_at is null) as is_busy \
             from instance i \
             where i.consumer_id = $1 and i.state <> 'removed' \
             order by i.rowid desc",
        )
        .bind(consumer.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter()
            .map(|row| {
                Ok(ListedInstance {
                    instance: row.instance.of(scope("instance", &row.account_id, &row.offering_id)?)?,
                    since: moment(row.since),
                    is_busy: row.is_busy,
                })
            })
            .collect()
    }

    /// What made the instances that an account has, or had, of an offering, changed their plans and removed them: what
    /// lifetimes are read from, those of each instance newest first.
    pub async fn lifetime_operations(&self, scope: Scope, consumer: AccountId) -> Result<Vec<InstanceOperation>> {
        let rows: Vec<LifetimeRow> = sqlx::query_as(
            "select o.id, o.instance_id, o.kind, o.progress, o.plan_before_id, o.new_plan_id, o.asked_at, o.started_at, \
                    o.ended_at \
             from instance i \
             join instance_operation o \
               on +o.account_id = i.account_id and +o.offering_id = i.offering_id and o.instance_id = i.id \
             where i.account_id = $1 and i.offering_id = $2 and i.consumer_id = $3 \
               and o.kind in ('provision', 'update', 'deprovision') and o.progress in ('succeeded', 'given_up') \
             order by o.instance_id, o.rowid desc",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(consumer.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(InstanceOperation::try_from).collect()
    }

    /// The instances of an offering that are called like this, each by its GUID or by the id that its broker knows it by.
    pub async fn instances_called<'a>(&self, scope: Scope, called: &[&'a str]) -> Result<Vec<(&'a str, Instance)>> {
        let given: Vec<Called<'a>> = called.iter().copied().map(Called::of).collect();
        let rows: Vec<CalledRow> = sqlx::query_as(
            "select c.key as key, i.id, i.consumer_id, i.name, i.plan_id, i.location, i.broker_id, i.resource, i.state, \
                    i.dashboard_url, i.created_at \
             from jsonb_each($3) c \
             cross join instance i \
             where i.account_id = $1 and i.offering_id = $2 and i.id = c.value ->> '$.id' \
             union all \
             select c.key as key, i.id, i.consumer_id, i.name, i.plan_id, i.location, i.broker_id, i.resource, i.state, \
                    i.dashboard_url, i.created_at \
             from jsonb_each($3) c \
             cross join instance i \
             where i.account_id = $1 and i.offering_id = $2 and i.resource = c.value ->> '$.resource'",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(to_body(&given))
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(|row| Ok((nth(called, row.key)?, row.instance.of(scope)?))).collect()
    }

    /// Of these instances what [`Self::lifetime_operations`] has, those of each newest first.
    pub async fn lifetimes_of(&self, scope: Scope, instances: &[InstanceId]) -> Result<Vec<InstanceOperation>> {
        let rows: Vec<LifetimeRow> = sqlx::query_as(
            "select o.id, o.instance_id, o.kind, o.progress, o.plan_before_id, o.new_plan_id, o.asked_at, o.started_at, \
                    o.ended_at \
             from instance_operation o \
             where +o.account_id = $1 and +o.offering_id = $2 \
               and o.instance_id in (select value from json_each($3)) \
               and o.kind in ('provision', 'update', 'deprovision') and o.progress in ('succeeded', 'given_up') \
             order by o.instance_id, o.rowid desc",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(to_body(&instances))
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(InstanceOperation::try_from).collect()
    }

    /// The offerings with something that nobody but a person can bring to an end.
    pub async fn offerings_with_dead_letters(&self) -> Result<Vec<Scope>> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select account_id, offering_id from instance_operation where progress = 'dead_lettered' \
             group by account_id, offering_id order by min(rowid)",
        )
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|(account, offering)| scope("instance_operation", account, offering)).collect()
    }

    pub async fn instances_through(&self, scope: Scope) -> Result<Vec<(BrokerId, u32)>> {
        through(&mut *self.reader.acquire().await?, scope).await
    }
}

impl Tx {
    pub async fn instances_through(&mut self, scope: Scope) -> Result<Vec<(BrokerId, u32)>> {
        through(self.on(), scope).await
    }

    /// How many instances of a plan are there in a location, or may be; those that are on their way to the plan with them.
    pub async fn instances_at(&mut self, scope: Scope, plan: PlanId, location: &str) -> Result<u32> {
        Ok(sqlx::query_scalar(concat!(
            "select count(*) from instance i \
             where i.account_id = $1 and i.offering_id = $2 and i.location = $4 and ",
            of_plan!(),
            there!()
        ))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .bind(location)
        .fetch_one(self.on())
        .await?)
    }

    /// The addresses of the contacts of accounts that have an instance of a plan, or of any (`None`), or may have; each
    /// once, in whatever case it is written.
    pub async fn contacts(&mut self, scope: Scope, plan: Option<PlanId>) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar(concat!(
            "select min(trim(a.contact_email)) as contact from instance i \
             join account a on a.id = i.consumer_id \
             where i.account_id = $1 and i.offering_id = $2 and trim(a.contact_email) <> '' and ($3 is null or ",
            of_plan!(),
            ")",
            there!(),
            " group by lower(trim(a.contact_email)) order by contact"
        ))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.map(|plan| plan.to_string()))
        .fetch_all(self.on())
        .await?)
    }
}

/// Each broker of the offering with the number of things that are there through it, or may be; those without are left out.
async fn through(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<(BrokerId, u32)>> {
    let rows: Vec<(String, u32)> = sqlx::query_as(concat!(
        "select i.broker_id, count(*) from instance i where i.account_id = $1 and i.offering_id = $2",
        there!(),
        " group by i.broker_id"
    ))
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(|(broker, count)| Ok((id("instance", "broker_id", &broker)?, count))).collect()
}

//! Usage records as they are kept: facts that nobody alters, each once under its signature. Which ones may be kept is
//! decided above.

use slipway_domain::ids::{ApiKeyId, InstanceId, UsageRecordId};
use slipway_domain::instance::Instance;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::usage::{Level, Measured, Signature, UsageRecord};
use sqlx::FromRow;

use crate::row::{body, id, moment, to_body};
use crate::{Error, Result, Store, Tx};

#[derive(Debug, Clone)]
pub struct NewUsage<'a> {
    pub scope: Scope,
    pub id: UsageRecordId,
    pub record: &'a UsageRecord,
    /// The key that it was sent with.
    pub key: ApiKeyId,
    pub at: Moment,
    pub request: &'a str,
}

/// What became of a record that was to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    Now,
    /// A record with its signature was there.
    Before {
        id: UsageRecordId,
        measured: Vec<Measured>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredUsage {
    pub id: UsageRecordId,
    pub record: UsageRecord,
    /// The id that the broker knows the instance by.
    pub resource: String,
    pub is_overlapping: bool,
    pub accepted_at: Moment,
}

const TABLE: &str = "usage_record";

#[derive(FromRow)]
struct UsageRow {
    id: String,
    customer_id: String,
    resource_group: String,
    instance_id: String,
    consumer: String,
    plan_id: String,
    region: String,
    start_at: i64,
    end_at: i64,
    measured: String,
    is_overlapping: bool,
    accepted_at: i64,
    resource: String,
}

impl TryFrom<UsageRow> for StoredUsage {
    type Error = Error;

    fn try_from(row: UsageRow) -> Result<Self> {
        let signature = Signature {
            account: id(TABLE, "customer_id", &row.customer_id)?,
            resource_group: row.resource_group,
            instance: id(TABLE, "instance_id", &row.instance_id)?,
            consumer: row.consumer,
            plan: id(TABLE, "plan_id", &row.plan_id)?,
            region: row.region,
            start: moment(row.start_at),
            end: moment(row.end_at),
        };
        let measured = body(TABLE, "measured", &row.id, &row.measured)?;
        Ok(Self {
            id: id(TABLE, "id", &row.id)?,
            record: UsageRecord { signature, measured },
            resource: row.resource,
            is_overlapping: row.is_overlapping,
            accepted_at: moment(row.accepted_at),
        })
    }
}

macro_rules! select_usage {
    ($rest:literal) => {
        concat!(
            "select u.id, u.customer_id, u.resource_group, u.instance_id, u.consumer, u.plan_id, u.region, u.start_at, \
                    u.end_at, u.measured, u.is_overlapping, u.accepted_at, i.resource \
             from usage_record u \
             join instance i on i.account_id = u.account_id and i.offering_id = u.offering_id and i.id = u.instance_id ",
            $rest
        )
    };
}

impl Store {
    /// The instance of an offering that its broker knows by that id.
    pub async fn instance_called(&self, scope: Scope, resource: &str) -> Result<Option<Instance>> {
        let found: Option<String> =
            sqlx::query_scalar("select id from instance where account_id = $1 and offering_id = $2 and resource = $3")
                .bind(scope.account.to_string())
                .bind(scope.offering.to_string())
                .bind(resource)
                .fetch_optional(&self.reader)
                .await?;
        match found {
            Some(found) => self.instance(scope, id::<InstanceId>("instance", "id", &found)?).await,
            None => Ok(None),
        }
    }

    /// The records of an offering in the order in which they were kept, at most `limit`, after the one that is named.
    pub async fn usage(&self, scope: Scope, after: Option<UsageRecordId>, limit: u32) -> Result<Vec<StoredUsage>> {
        let rows: Vec<UsageRow> = sqlx::query_as(select_usage!(
            "where u.account_id = $1 and u.offering_id = $2 \
               and u.seq > coalesce((select a.seq from usage_record a \
                                     where a.account_id = $1 and a.offering_id = $2 and a.id = $3), 0) \
             order by u.seq limit $4"
        ))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(after.map(|id| id.to_string()))
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(StoredUsage::try_from).collect()
    }

    /// The records of an instance that end from `from` to `until`, both included, in the order of their time: at most
    /// `limit`, after so many others.
    pub async fn usage_of_instance(
        &self,
        scope: Scope,
        instance: InstanceId,
        (from, until): (Moment, Moment),
        (skipped, limit): (u32, u32),
    ) -> Result<Vec<StoredUsage>> {
        let rows: Vec<UsageRow> = sqlx::query_as(select_usage!(
            "where u.account_id = $1 and u.offering_id = $2 and u.instance_id = $3 and u.end_at >= $4 and u.end_at <= $5 \
               and (u.end_at > $4 or u.start_at = $4) and (u.end_at < $5 or u.start_at < $5) \
             order by u.end_at, u.seq limit $7 offset $6"
        ))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(instance.to_string())
        .bind(from.millis())
        .bind(until.millis())
        .bind(skipped)
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(StoredUsage::try_from).collect()
    }

    pub async fn usage_record(&self, scope: Scope, record: UsageRecordId) -> Result<Option<StoredUsage>> {
        let row: Option<UsageRow> =
            sqlx::query_as(select_usage!("where u.account_id = $1 and u.offering_id = $2 and u.id = $3"))
                .bind(scope.account.to_string())
                .bind(scope.offering.to_string())
                .bind(record.to_string())
                .fetch_optional(&self.reader)
                .await?;
        row.map(StoredUsage::try_from).transpose()
    }
}

impl Tx {
    /// Keeps a record unless one with its signature is there: the index over signatures decides. Whether its window
    /// overlaps another one's is found out on the way.
    pub async fn keep_usage(&mut self, new: &NewUsage<'_>) -> Result<Kept> {
        let signature = &new.record.signature;
        let done = sqlx::query(
            "insert into usage_record (account_id, offering_id, id, customer_id, resource_group, instance_id, consumer, \
                                       plan_id, region, start_at, end_at, measured, is_overlapping, api_key_id, \
                                       accepted_at, request_id) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
                     exists (select 1 from usage_record o \
                             where o.account_id = $1 and o.offering_id = $2 and o.instance_id = $6 and o.consumer = $7 \
                               and o.plan_id = $8 and o.end_at > $10 and o.start_at < $11 and o.start_at < o.end_at), \
                     $13, $14, $15) \
             on conflict (instance_id, consumer, plan_id, end_at, start_at, region, customer_id, resource_group) \
             do nothing",
        )
        .bind(new.scope.account.to_string())
        .bind(new.scope.offering.to_string())
        .bind(new.id.to_string())
        .bind(signature.account.to_string())
        .bind(&signature.resource_group)
        .bind(signature.instance.to_string())
        .bind(&signature.consumer)
        .bind(signature.plan.to_string())
        .bind(&signature.region)
        .bind(signature.start.millis())
        .bind(signature.end.millis())
        .bind(to_body(&new.record.measured))
        .bind(new.key.to_string())
        .bind(new.at.millis())
        .bind(new.request)
        .execute(self.on())
        .await?;
        if done.rows_affected() == 1 {
            return Ok(Kept::Now);
        }
        let before = self.usage_with(new.scope, signature).await?;
        let (id, measured) = before.ok_or_else(|| Error::inconsistent(TABLE, "id", signature))?;
        Ok(Kept::Before { id, measured })
    }

    /// The record with that signature, if there is one.
    pub async fn usage_with(
        &mut self,
        scope: Scope,
        signature: &Signature,
    ) -> Result<Option<(UsageRecordId, Vec<Measured>)>> {
        let row: Option<(String, String)> = sqlx::query_as(
            "select id, measured from usage_record \
             where account_id = $1 and offering_id = $2 and instance_id = $3 and consumer = $4 and plan_id = $5 \
               and end_at = $6 and start_at = $7 and region = $8 and customer_id = $9 and resource_group = $10",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(signature.instance.to_string())
        .bind(&signature.consumer)
        .bind(signature.plan.to_string())
        .bind(signature.end.millis())
        .bind(signature.start.millis())
        .bind(&signature.region)
        .bind(signature.account.to_string())
        .bind(&signature.resource_group)
        .fetch_optional(self.on())
        .await?;
        row.map(|(found, measured)| Ok((id(TABLE, "id", &found)?, body(TABLE, "measured", &found, &measured)?)))
            .transpose()
    }

    /// What the last event of a measure left, of the instance, consumer and plan of a signature.
    pub async fn usage_level(&mut self, scope: Scope, of: &Signature, measure: &str) -> Result<Option<Level>> {
        let row: Option<(String, i64)> = sqlx::query_as(
            "select level, at from usage_level \
             where account_id = $1 and offering_id = $2 and instance_id = $3 and consumer = $4 and plan_id = $5 \
               and measure = $6",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(of.instance.to_string())
        .bind(&of.consumer)
        .bind(of.plan.to_string())
        .bind(measure)
        .fetch_optional(self.on())
        .await?;
        row.map(|(level, at)| {
            let level = level.parse().map_err(|_| Error::inconsistent("usage_level", "level", of.instance))?;
            Ok(Level { at: moment(at), level })
        })
        .transpose()
    }

    pub async fn set_usage_level(&mut self, scope: Scope, of: &Signature, measure: &str, level: Level) -> Result<()> {
        sqlx::query(
            "insert into usage_level (account_id, offering_id, instance_id, consumer, plan_id, measure, level, at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8) \
             on conflict (instance_id, consumer, plan_id, measure) do update \
             set level = excluded.level, at = excluded.at",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(of.instance.to_string())
        .bind(&of.consumer)
        .bind(of.plan.to_string())
        .bind(measure)
        .bind(level.level.to_string())
        .bind(level.at.millis())
        .execute(self.on())
        .await?;
        Ok(())
    }
}

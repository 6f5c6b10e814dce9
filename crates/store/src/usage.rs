//! Usage records as they are kept: facts that nobody alters, each once under its signature. Which ones may be kept is
//! decided above.

use slipway_domain::ids::{InstanceId, UsageRecordId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::usage::{Signature, UsageRecord};
use sqlx::FromRow;

use crate::row::{body, id, moment};
use crate::{Error, Result, Store};

mod keep;

pub use keep::{KeptUsage, Meter, NewUsage, UsageCall};

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

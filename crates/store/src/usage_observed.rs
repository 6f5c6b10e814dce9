//! What a test run looks at in the ledger (§6.9 MTR-08, MTR-10): which instances are active with a plan, what of them came in
//! some hours and how late, and how many records came again that had been accepted. What is due is decided above.

use core::time::Duration;

use slipway_domain::ids::{InstanceId, PlanId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use sqlx::FromRow;

use crate::row::{id, moment, to_body};
use crate::{Error, Result, Store, Tx};

/// An instance that is active with a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActiveInstance {
    pub instance: InstanceId,
    /// The id that the broker knows it by.
    pub resource: String,
    /// Since when (`usage::active_since`).
    pub since: Moment,
}

/// Of which instances and which time is read what came.
#[derive(Debug, Clone, Copy)]
pub struct HoursOf<'a> {
    pub scope: Scope,
    pub plan: PlanId,
    pub instances: &'a [InstanceId],
    /// Records end after this.
    pub after: Moment,
    /// Records that tell of more time are left out.
    pub longest: Duration,
}

/// The records of a measure of an instance that end within the same hour of the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservedHour {
    pub instance: InstanceId,
    pub measure: String,
    /// The earliest start.
    pub start: Moment,
    pub first_end: Moment,
    pub last_end: Moment,
    /// From the end of a record to its receipt, the longest.
    pub lag: Duration,
}

#[derive(FromRow)]
struct ActiveRow {
    id: String,
    resource: String,
    active_since: i64,
}

#[derive(FromRow)]
struct HourRow {
    instance_id: String,
    measure: String,
    start_at: i64,
    first_end: i64,
    last_end: i64,
    lag: i64,
}

impl TryFrom<HourRow> for ObservedHour {
    type Error = Error;

    fn try_from(row: HourRow) -> Result<Self> {
        Ok(Self {
            instance: id("usage_record", "instance_id", &row.instance_id)?,
            measure: row.measure,
            start: moment(row.start_at),
            first_end: moment(row.first_end),
            last_end: moment(row.last_end),
            // A record may come a little before its end.
            lag: Duration::from_millis(u64::try_from(row.lag).unwrap_or_default()),
        })
    }
}

impl Store {
    /// The instances that are active with a plan, those first that have been it longest; `most` of them at most.
    pub async fn active_instances(&self, scope: Scope, plan: PlanId, most: u32) -> Result<Vec<ActiveInstance>> {
        let rows: Vec<ActiveRow> = sqlx::query_as(
            "select id, resource, active_since from instance \
             where account_id = $1 and offering_id = $2 and plan_id = $3 and state = 'active' \
               and active_since is not null \
             order by active_since, id limit $4",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .bind(most)
        .fetch_all(&self.reader)
        .await?;
        let active = |row: ActiveRow| {
            Ok(ActiveInstance {
                instance: id("instance", "id", &row.id)?,
                resource: row.resource,
                since: moment(row.active_since),
            })
        };
        rows.into_iter().map(active).collect()
    }

    /// What came of them, by instance and measure, in the order of time.
    pub async fn observed_hours(&self, of: HoursOf<'_>) -> Result<Vec<ObservedHour>> {
        let instances: Vec<String> = of.instances.iter().map(ToString::to_string).collect();
        let rows: Vec<HourRow> = sqlx::query_as(
            "select u.instance_id, m.value ->> '$.measure' as measure, min(u.start_at) as start_at, \
                    min(u.end_at) as first_end, max(u.end_at) as last_end, max(u.accepted_at - u.end_at) as lag \
             from usage_record u \
             join json_each(u.measured) m \
             where u.account_id = $1 and u.offering_id = $2 and u.plan_id = $3 and u.end_at > $4 \
               and u.end_at - u.start_at <= $5 and u.instance_id in (select value from json_each($6)) \
             group by u.instance_id, m.value ->> '$.measure', u.end_at / 3600000 \
             order by u.instance_id, measure, last_end",
        )
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(of.plan.to_string())
        .bind(of.after.millis())
        .bind(i64::try_from(of.longest.as_millis()).unwrap_or(i64::MAX))
        .bind(to_body(&instances))
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(ObservedHour::try_from).collect()
    }

    /// When the latest record of an offering was accepted.
    pub async fn latest_usage(&self, scope: Scope) -> Result<Option<Moment>> {
        let at: Option<i64> = sqlx::query_scalar(
            "select accepted_at from usage_record where account_id = $1 and offering_id = $2 order by seq desc limit 1",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .fetch_optional(&self.reader)
        .await?;
        Ok(at.map(moment))
    }

    /// How many records of a plan came again that had been accepted, since the day of a moment.
    pub async fn usage_duplicates(&self, scope: Scope, plan: PlanId, since: Moment) -> Result<u64> {
        let records: i64 = sqlx::query_scalar(
            "select coalesce(sum(records), 0) from usage_duplicates \
             where account_id = $1 and offering_id = $2 and plan_id = $3 and day >= $4",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .bind(since.iso_day())
        .fetch_one(&self.reader)
        .await?;
        Ok(u64::try_from(records).unwrap_or_default())
    }
}

impl Tx {
    /// So many records of a plan more came again that had been accepted.
    pub async fn count_duplicates(&mut self, scope: Scope, plan: PlanId, at: Moment, records: usize) -> Result<()> {
        sqlx::query(
            "insert into usage_duplicates (account_id, offering_id, plan_id, day, records) \
             values ($1, $2, $3, $4, $5) \
             on conflict (account_id, offering_id, plan_id, day) do update \
             set records = usage_duplicates.records + excluded.records",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .bind(at.iso_day())
        .bind(i64::try_from(records).unwrap_or(i64::MAX))
        .execute(self.on())
        .await?;
        Ok(())
    }
}

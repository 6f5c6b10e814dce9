//! The records of a call, kept all at once: what is there of them is read in one statement, and what they leave is written
//! in one. A statement for each record would make the only writer wait for a hundred answers. What they leave is decided
//! above.

use serde::Serialize;
use slipway_domain::ids::{AccountId, ApiKeyId, InstanceId, PlanId, UsageRecordId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::usage::{Level, Measured, Signature, UsageRecord};

use super::TABLE;
use crate::row::{body, id, moment, nth, to_body};
use crate::{Error, Result, Tx};

/// What the records of a call have in common.
#[derive(Debug, Clone, Copy)]
pub struct UsageCall<'a> {
    pub scope: Scope,
    /// The key that they were sent with.
    pub key: ApiKeyId,
    pub at: Moment,
    pub request: &'a str,
}

#[derive(Debug, Clone, Copy)]
pub struct NewUsage<'a> {
    pub id: UsageRecordId,
    pub record: &'a UsageRecord,
    /// Its window overlaps that of one that is kept with it and comes before it.
    pub is_overlapping: bool,
}

/// What is there under a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptUsage {
    pub id: UsageRecordId,
    pub measured: Vec<Measured>,
}

/// What is counted for itself: a measure of an instance, its consumer and its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Meter<'a> {
    pub instance: InstanceId,
    pub consumer: &'a str,
    pub plan: PlanId,
    pub measure: &'a str,
}

impl<'a> Meter<'a> {
    pub fn of(signature: &'a Signature, measure: &'a str) -> Self {
        let Signature { instance, consumer, plan, .. } = signature;
        Self { instance: *instance, consumer, plan: *plan, measure }
    }
}

/// The eight parts of a signature as statements read them.
#[derive(Serialize)]
struct Parts<'a> {
    customer: AccountId,
    group: &'a str,
    instance: InstanceId,
    consumer: &'a str,
    plan: PlanId,
    region: &'a str,
    start: Moment,
    end: Moment,
}

impl<'a> Parts<'a> {
    fn of(signature: &'a Signature) -> Self {
        Self {
            customer: signature.account,
            group: &signature.resource_group,
            instance: signature.instance,
            consumer: &signature.consumer,
            plan: signature.plan,
            region: &signature.region,
            start: signature.start,
            end: signature.end,
        }
    }
}

/// A record as its statement reads it.
#[derive(Serialize)]
struct NewRow<'a> {
    id: UsageRecordId,
    of: Parts<'a>,
    measured: String,
    is_overlapping: bool,
}

impl<'a> NewRow<'a> {
    fn of(new: &NewUsage<'a>) -> Self {
        Self {
            id: new.id,
            of: Parts::of(&new.record.signature),
            measured: to_body(&new.record.measured),
            is_overlapping: new.is_overlapping,
        }
    }
}

/// A level as its statement reads it.
#[derive(Serialize)]
struct LevelRow<'a> {
    of: Meter<'a>,
    level: String,
    at: Moment,
}

impl<'a> LevelRow<'a> {
    fn of((of, left): &(Meter<'a>, Level)) -> Self {
        Self { of: *of, level: left.level.to_string(), at: left.at }
    }
}

impl Tx {
    /// What is there under these signatures.
    pub async fn usage_with<'a>(
        &mut self,
        scope: Scope,
        signatures: &[&'a Signature],
    ) -> Result<Vec<(&'a Signature, KeptUsage)>> {
        let parts: Vec<Parts<'a>> = signatures.iter().copied().map(Parts::of).collect();
        // The cross join keeps the database from looking through everything that the offering has.
        let rows: Vec<(i64, String, String)> = sqlx::query_as(
            "select s.key, u.id, u.measured \
             from jsonb_each($3) s \
             cross join usage_record u \
             where u.account_id = $1 and u.offering_id = $2 \
               and u.instance_id = s.value ->> '$.instance' and u.consumer = s.value ->> '$.consumer' \
               and u.plan_id = s.value ->> '$.plan' and u.end_at = s.value ->> '$.end' \
               and u.start_at = s.value ->> '$.start' and u.region = s.value ->> '$.region' \
               and u.customer_id = s.value ->> '$.customer' and u.resource_group = s.value ->> '$.group'",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(to_body(&parts))
        .fetch_all(self.on())
        .await?;
        let kept = |(key, found, measured): (i64, String, String)| {
            let measured = body(TABLE, "measured", &found, &measured)?;
            Ok((nth(signatures, key)?, KeptUsage { id: id(TABLE, "id", &found)?, measured }))
        };
        rows.into_iter().map(kept).collect()
    }

    /// Keeps records in their order. The index over signatures decides: if one of them is taken, the statement fails and
    /// none is kept. Whether a window overlaps that of a record that was there is found out on the way, by the rule of
    /// [`Signature::overlaps`].
    pub async fn keep_usage(&mut self, call: UsageCall<'_>, records: &[NewUsage<'_>]) -> Result<()> {
        let rows: Vec<NewRow<'_>> = records.iter().map(NewRow::of).collect();
        sqlx::query(
            "with r (place, id, customer_id, resource_group, instance_id, consumer, plan_id, region, start_at, end_at, \
                     measured, is_overlapping) as materialized ( \
               select key, value ->> '$.id', value ->> '$.of.customer', value ->> '$.of.group', \
                      value ->> '$.of.instance', value ->> '$.of.consumer', value ->> '$.of.plan', \
                      value ->> '$.of.region', value ->> '$.of.start', value ->> '$.of.end', value ->> '$.measured', \
                      value ->> '$.is_overlapping' \
               from jsonb_each($6)) \
             insert into usage_record (account_id, offering_id, id, customer_id, resource_group, instance_id, consumer, \
                                       plan_id, region, start_at, end_at, measured, is_overlapping, api_key_id, \
                                       accepted_at, request_id) \
             select $1, $2, r.id, r.customer_id, r.resource_group, r.instance_id, r.consumer, r.plan_id, r.region, \
                    r.start_at, r.end_at, r.measured, \
                    r.is_overlapping \
                      or exists (select 1 from usage_record o \
                                 where o.account_id = $1 and o.offering_id = $2 and o.instance_id = r.instance_id \
                                   and o.consumer = r.consumer and o.plan_id = r.plan_id and o.end_at > r.start_at \
                                   and o.start_at < r.end_at and o.start_at < o.end_at), \
                    $3, $4, $5 \
             from r \
             order by r.place",
        )
        .bind(call.scope.account.to_string())
        .bind(call.scope.offering.to_string())
        .bind(call.key.to_string())
        .bind(call.at.millis())
        .bind(call.request)
        .bind(to_body(&rows))
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// What the last events left of these meters.
    pub async fn usage_levels<'a>(&mut self, scope: Scope, meters: &[Meter<'a>]) -> Result<Vec<(Meter<'a>, Level)>> {
        let rows: Vec<(i64, String, i64)> = sqlx::query_as(
            "select m.key, l.level, l.at \
             from jsonb_each($3) m \
             cross join usage_level l \
             where l.account_id = $1 and l.offering_id = $2 and l.instance_id = m.value ->> '$.instance' \
               and l.consumer = m.value ->> '$.consumer' and l.plan_id = m.value ->> '$.plan' \
               and l.measure = m.value ->> '$.measure'",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(to_body(&meters))
        .fetch_all(self.on())
        .await?;
        let level = |(key, level, at): (i64, String, i64)| {
            let of = nth(meters, key)?;
            let level = level.parse().map_err(|_| Error::inconsistent("usage_level", "level", of.instance))?;
            Ok((of, Level { at: moment(at), level }))
        };
        rows.into_iter().map(level).collect()
    }

    pub async fn set_usage_levels(&mut self, scope: Scope, levels: &[(Meter<'_>, Level)]) -> Result<()> {
        let rows: Vec<LevelRow<'_>> = levels.iter().map(LevelRow::of).collect();
        sqlx::query(
            "insert into usage_level (account_id, offering_id, instance_id, consumer, plan_id, measure, level, at) \
             select $1, $2, l.value ->> '$.of.instance', l.value ->> '$.of.consumer', l.value ->> '$.of.plan', \
                    l.value ->> '$.of.measure', l.value ->> '$.level', l.value ->> '$.at' \
             from jsonb_each($3) l where true \
             on conflict (instance_id, consumer, plan_id, measure) do update \
             set level = excluded.level, at = excluded.at",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(to_body(&rows))
        .execute(self.on())
        .await?;
        Ok(())
    }
}

//! Up to when instances are reported: kept with each record, so that whoever looks for gaps reads a row for each measure
//! of an instance and no records. What is due, and what is late, is decided above.

use slipway_domain::ids::{InstanceId, PlanId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::usage::UsageRecord;
use sqlx::FromRow;

use crate::row::{id, moment, to_body};
use crate::{Error, Result, Store, Tx};

/// Which measures of which instances are read.
#[derive(Debug, Clone, Copy)]
pub struct ReportsOf<'a> {
    pub scope: Scope,
    /// The measures that are due of a plan's instances.
    pub due: &'a [(PlanId, String)],
    /// `None`: all that are active.
    pub instance: Option<InstanceId>,
    /// Only what has no record that ends then or later; `None`: all.
    pub before: Option<Moment>,
}

/// A measure of an active instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageReport {
    pub instance: InstanceId,
    /// The id that the broker knows it by.
    pub resource: String,
    pub plan: PlanId,
    pub measure: String,
    /// Since when it has been active with this plan.
    pub active_since: Moment,
    /// The latest end of a record; `None`: there is none.
    pub reported: Option<Moment>,
}

/// The records of a measure that end within the same hour of the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedHour {
    pub measure: String,
    /// The earliest start.
    pub start: Moment,
    pub first_end: Moment,
    pub last_end: Moment,
}

#[derive(FromRow)]
struct ReportRow {
    id: String,
    resource: String,
    plan_id: String,
    measure: String,
    active_since: i64,
    reported: Option<i64>,
}

#[derive(FromRow)]
struct HourRow {
    measure: String,
    start_at: i64,
    first_end: i64,
    last_end: i64,
}

impl TryFrom<ReportRow> for UsageReport {
    type Error = Error;

    fn try_from(row: ReportRow) -> Result<Self> {
        Ok(Self {
            instance: id("instance", "id", &row.id)?,
            resource: row.resource,
            plan: id("instance", "plan_id", &row.plan_id)?,
            measure: row.measure,
            active_since: moment(row.active_since),
            reported: row.reported.map(moment),
        })
    }
}

impl Store {
    /// By instance and measure. An instance has been active since it was made, enabled or moved to its plan, whichever
    /// came last.
    pub async fn reports(&self, of: ReportsOf<'_>) -> Result<Vec<UsageReport>> {
        if of.due.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<ReportRow> = sqlx::query_as(
            "select i.id, i.resource, i.plan_id, d.value ->> '$[1]' as measure, \
                    coalesce((select max(o.ended_at) from instance_operation o \
                              where o.account_id = i.account_id and o.offering_id = i.offering_id \
                                and o.instance_id = i.id and o.progress = 'succeeded' \
                                and (o.kind in ('provision', 'enable') \
                                     or (o.kind = 'update' and o.new_plan_id <> coalesce(o.plan_before_id, '')))), \
                             i.created_at) as active_since, \
                    r.end_at as reported \
             from instance i \
             join json_each($3) d on d.value ->> '$[0]' = i.plan_id \
             left join usage_report r \
               on r.account_id = i.account_id and r.offering_id = i.offering_id and r.instance_id = i.id \
               and r.plan_id = i.plan_id and r.measure = d.value ->> '$[1]' \
             where i.account_id = $1 and i.offering_id = $2 and i.state = 'active' and ($4 is null or i.id = $4) \
               and ($5 is null or r.end_at is null or r.end_at < $5) \
             order by i.id, measure",
        )
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(to_body(&of.due))
        .bind(of.instance.map(|id| id.to_string()))
        .bind(of.before.map(Moment::millis))
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(UsageReport::try_from).collect()
    }

    /// What records of an instance and its plan cover that end after a moment, by measure, in the order of time.
    pub async fn reported_hours(
        &self,
        scope: Scope,
        (instance, plan): (InstanceId, PlanId),
        after: Moment,
    ) -> Result<Vec<ReportedHour>> {
        let rows: Vec<HourRow> = sqlx::query_as(
            "select m.value ->> '$.measure' as measure, min(u.start_at) as start_at, min(u.end_at) as first_end, \
                    max(u.end_at) as last_end \
             from usage_record u \
             join json_each(u.measured) m \
             where u.account_id = $1 and u.offering_id = $2 and u.instance_id = $3 and u.plan_id = $4 and u.end_at > $5 \
             group by m.value ->> '$.measure', u.end_at / 3600000 \
             order by measure, last_end",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(instance.to_string())
        .bind(plan.to_string())
        .bind(after.millis())
        .fetch_all(&self.reader)
        .await?;
        let hour = |row: HourRow| ReportedHour {
            measure: row.measure,
            start: moment(row.start_at),
            first_end: moment(row.first_end),
            last_end: moment(row.last_end),
        };
        Ok(rows.into_iter().map(hour).collect())
    }
}

impl Tx {
    /// A record that was kept counts for its measures, unless a later one has come already.
    pub async fn keep_report(&mut self, scope: Scope, record: &UsageRecord) -> Result<()> {
        let measures: Vec<&str> = record.measured.iter().map(|one| one.measure.as_str()).collect();
        sqlx::query(
            "insert into usage_report (account_id, offering_id, instance_id, plan_id, measure, end_at) \
             select $1, $2, $3, $4, m.value, $5 from json_each($6) m where true \
             on conflict (instance_id, plan_id, measure) do update set end_at = excluded.end_at \
             where excluded.end_at > usage_report.end_at",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(record.signature.instance.to_string())
        .bind(record.signature.plan.to_string())
        .bind(record.signature.end.millis())
        .bind(to_body(&measures))
        .execute(self.on())
        .await?;
        Ok(())
    }
}

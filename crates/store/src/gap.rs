//! Up to when instances are reported: kept with each record, so that whoever looks for gaps reads a row for each measure
//! of an instance and no records. What is due, since when, and what is late, is decided above.

use std::collections::BTreeMap;

use slipway_domain::ids::{InstanceId, OfferingId, PlanId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::usage::UsageRecord;
use sqlx::FromRow;

use crate::row::{id, moment, scope, to_body};
use crate::{Error, Result, Store, Tx};

/// Of whose instances is read what is due of them.
#[derive(Debug, Clone, Copy)]
pub struct ReportsOf<'a> {
    pub scope: Scope,
    /// The measures that are due of a plan's active instances, and since when of the earliest.
    pub due: &'a [(PlanId, String, Moment)],
}

/// A measure of an active instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageReport {
    pub instance: InstanceId,
    /// The id that the broker knows it by.
    pub resource: String,
    pub plan: PlanId,
    pub measure: String,
    /// Since when it has been active with this plan (`usage::active_since`).
    pub active_since: Moment,
    /// The latest end of a record; `None`: there is none.
    pub reported: Option<Moment>,
}

/// How much was not reported since a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LateReports {
    /// Measures of instances.
    pub measures: usize,
    pub instances: usize,
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

/// What is due of active instances; `since` is where the gap begins that is open, as `gap::open_since` has it.
macro_rules! reports {
    ($which:literal, $rest:literal) => {
        concat!(
            "with report as ( \
               select i.id, i.resource, i.plan_id, d.value ->> '$[1]' as measure, i.active_since, \
                      r.end_at as reported, \
                      max(i.active_since, d.value ->> '$[2]', coalesce(r.end_at, i.active_since)) as since \
               from json_each($3) d \
               join instance i on i.plan_id = d.value ->> '$[0]' \
               left join usage_report r \
                 on r.account_id = i.account_id and r.offering_id = i.offering_id and r.instance_id = i.id \
                 and r.plan_id = i.plan_id and r.measure = d.value ->> '$[1]' \
               where i.account_id = $1 and i.offering_id = $2 and i.state = 'active' ",
            $which,
            ") ",
            $rest
        )
    };
}

impl Store {
    /// Everything that is due of an instance, by measure; nothing if it is not active.
    pub async fn reports(&self, of: ReportsOf<'_>, instance: InstanceId) -> Result<Vec<UsageReport>> {
        let rows: Vec<ReportRow> = sqlx::query_as(reports!(
            "and i.id = $4",
            "select id, resource, plan_id, measure, active_since, reported from report order by measure"
        ))
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(to_body(&of.due))
        .bind(instance.to_string())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(UsageReport::try_from).collect()
    }

    /// What was not reported since `before`, the longest first; `most` of it at most.
    pub async fn late_reports(&self, of: ReportsOf<'_>, before: Moment, most: u32) -> Result<Vec<UsageReport>> {
        let rows: Vec<ReportRow> = sqlx::query_as(reports!(
            "",
            "select id, resource, plan_id, measure, active_since, reported from report \
             where since < $4 order by since, id, measure limit $5"
        ))
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(to_body(&of.due))
        .bind(before.millis())
        .bind(most)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(UsageReport::try_from).collect()
    }

    /// How much that is, without reading it.
    pub async fn count_late(&self, of: ReportsOf<'_>, before: Moment) -> Result<LateReports> {
        if of.due.is_empty() {
            return Ok(LateReports::default());
        }
        let (measures, instances): (i64, i64) =
            sqlx::query_as(reports!("", "select count(*), count(distinct id) from report where since < $4"))
                .bind(of.scope.account.to_string())
                .bind(of.scope.offering.to_string())
                .bind(to_body(&of.due))
                .bind(before.millis())
                .fetch_one(&self.reader)
                .await?;
        let count = |rows: i64| usize::try_from(rows).unwrap_or_default();
        Ok(LateReports { measures: count(measures), instances: count(instances) })
    }

    /// The offerings that have active instances, in the order of their ids, from behind one of them; `most` at most.
    pub async fn offerings_in_use(&self, behind: Option<OfferingId>, most: u32) -> Result<Vec<Scope>> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select distinct account_id, offering_id from instance \
             where state = 'active' and offering_id > $1 \
             order by offering_id \
             limit $2",
        )
        .bind(behind.map(|id| id.to_string()).unwrap_or_default())
        .bind(most)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|(account, offering)| scope("instance", account, offering)).collect()
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
    /// Records that were kept count for their measures, unless later ones have come already.
    pub async fn keep_reports(&mut self, scope: Scope, records: &[&UsageRecord]) -> Result<()> {
        let mut latest: BTreeMap<(InstanceId, PlanId, &str), Moment> = BTreeMap::new();
        for UsageRecord { signature, measured } in records.iter().copied() {
            for one in measured {
                let of = (signature.instance, signature.plan, one.measure.as_str());
                latest.entry(of).and_modify(|end| *end = signature.end.max(*end)).or_insert(signature.end);
            }
        }
        let rows: Vec<_> = latest.into_iter().collect();
        sqlx::query(
            "insert into usage_report (account_id, offering_id, instance_id, plan_id, measure, end_at) \
             select $1, $2, r.value ->> '$[0][0]', r.value ->> '$[0][1]', r.value ->> '$[0][2]', r.value ->> '$[1]' \
             from jsonb_each($3) r where true \
             on conflict (instance_id, plan_id, measure) do update set end_at = excluded.end_at \
             where excluded.end_at > usage_report.end_at",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(to_body(&rows))
        .execute(self.on())
        .await?;
        Ok(())
    }
}

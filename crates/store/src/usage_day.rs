//! The days of usage: what the records of a measure came to, kept beside them in the same transaction, and the metrics by
//! which a month is rated. How a day is counted is decided above.

use rust_decimal::Decimal;
use slipway_domain::ids::{AccountId, InstanceId, PlanId};
use slipway_domain::metering::DayCount;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::usage::Signature;
use sqlx::FromRow;

use crate::row::{id, moment, parsed};
use crate::{Error, Result, Store, Tx};

/// Which day of which measure; the signature says of which instance, consumer and plan.
#[derive(Debug, Clone, Copy)]
pub struct DayOf<'a> {
    pub scope: Scope,
    pub signature: &'a Signature,
    pub measure: &'a str,
    pub month: Month,
    pub day: u8,
}

/// A day as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageDay {
    pub instance: InstanceId,
    pub consumer: String,
    pub plan: PlanId,
    pub measure: String,
    pub month: Month,
    pub day: u8,
    pub count: DayCount,
}

/// Whose days are read.
#[derive(Debug, Clone, Copy)]
pub struct DaysOf {
    pub scope: Scope,
    pub customer: AccountId,
    /// `None`: all that the account has of the offering.
    pub instance: Option<InstanceId>,
    pub month: Month,
}

const TABLE: &str = "usage_day";

#[derive(FromRow)]
struct DayRow {
    instance_id: String,
    consumer: String,
    plan_id: String,
    measure: String,
    month: String,
    day: u8,
    #[sqlx(flatten)]
    count: CountRow,
}

#[derive(FromRow)]
struct CountRow {
    records: i64,
    added: String,
    highest: String,
    sum: String,
    weight: i64,
    held_since: Option<i64>,
    held_level: Option<String>,
}

impl TryFrom<CountRow> for DayCount {
    type Error = Error;

    fn try_from(row: CountRow) -> Result<Self> {
        let number =
            |column, text: &str| -> Result<Decimal> { parsed(TABLE, column, text, text, |text| text.parse().ok()) };
        let count = |column, of: i64| u64::try_from(of).map_err(|_| Error::inconsistent(TABLE, column, of));
        let held = match row.held_since.zip(row.held_level) {
            Some((since, level)) => Some((moment(since), number("held_level", &level)?)),
            None => None,
        };
        Ok(Self {
            records: count("records", row.records)?,
            added: number("added", &row.added)?,
            highest: number("highest", &row.highest)?,
            sum: number("sum", &row.sum)?,
            weight: count("weight", row.weight)?,
            held,
        })
    }
}

impl TryFrom<DayRow> for UsageDay {
    type Error = Error;

    fn try_from(row: DayRow) -> Result<Self> {
        Ok(Self {
            instance: id(TABLE, "instance_id", &row.instance_id)?,
            consumer: row.consumer,
            plan: id(TABLE, "plan_id", &row.plan_id)?,
            measure: row.measure,
            month: parsed(TABLE, "month", &row.instance_id, &row.month, Month::parse)?,
            day: row.day,
            count: row.count.try_into()?,
        })
    }
}

macro_rules! select_day {
    ($rest:literal) => {
        concat!(
            "select d.instance_id, d.consumer, d.plan_id, d.measure, d.month, d.day, d.records, d.added, d.highest, d.sum, \
                    d.weight, d.held_since, d.held_level \
             from usage_day d ",
            $rest
        )
    };
}

impl Store {
    /// The days of a month by instance, plan, measure and consumer, each in its order.
    pub async fn usage_days(&self, of: DaysOf) -> Result<Vec<UsageDay>> {
        let rows: Vec<DayRow> = match of.instance {
            None => {
                sqlx::query_as(select_day!(
                    "where d.account_id = $1 and d.offering_id = $2 and d.customer_id = $3 and d.month = $4 \
                     order by d.instance_id, d.plan_id, d.measure, d.consumer, d.day"
                ))
                .bind(of.scope.account.to_string())
                .bind(of.scope.offering.to_string())
                .bind(of.customer.to_string())
                .bind(of.month.to_string())
                .fetch_all(&self.reader)
                .await?
            }
            // The pluses keep the database from looking through everything that the account has.
            Some(instance) => {
                sqlx::query_as(select_day!(
                    "where +d.account_id = $1 and +d.offering_id = $2 and +d.customer_id = $3 and +d.month = $4 \
                       and d.instance_id = $5 \
                     order by d.plan_id, d.measure, d.consumer, d.day"
                ))
                .bind(of.scope.account.to_string())
                .bind(of.scope.offering.to_string())
                .bind(of.customer.to_string())
                .bind(of.month.to_string())
                .bind(instance.to_string())
                .fetch_all(&self.reader)
                .await?
            }
        };
        rows.into_iter().map(UsageDay::try_from).collect()
    }

    /// What months before left to this one: of every measure that goes on, the days of its latest month, in their order.
    pub async fn usage_carried(&self, of: DaysOf) -> Result<Vec<UsageDay>> {
        let rows: Vec<DayRow> = match of.instance {
            None => {
                sqlx::query_as(select_day!(
                    "where d.account_id = $1 and d.offering_id = $2 and d.customer_id = $3 and d.is_carried = 1 \
                       and d.month = (select max(l.month) from usage_day l \
                                      where l.instance_id = d.instance_id and l.consumer = d.consumer \
                                        and l.plan_id = d.plan_id and l.measure = d.measure and l.month < $4) \
                     order by d.instance_id, d.plan_id, d.measure, d.consumer, d.day"
                ))
                .bind(of.scope.account.to_string())
                .bind(of.scope.offering.to_string())
                .bind(of.customer.to_string())
                .bind(of.month.to_string())
                .fetch_all(&self.reader)
                .await?
            }
            Some(instance) => {
                sqlx::query_as(select_day!(
                    "where +d.account_id = $1 and +d.offering_id = $2 and +d.customer_id = $3 and d.is_carried = 1 \
                       and d.instance_id = $5 \
                       and d.month = (select max(l.month) from usage_day l \
                                      where l.instance_id = d.instance_id and l.consumer = d.consumer \
                                        and l.plan_id = d.plan_id and l.measure = d.measure and l.month < $4) \
                     order by d.plan_id, d.measure, d.consumer, d.day"
                ))
                .bind(of.scope.account.to_string())
                .bind(of.scope.offering.to_string())
                .bind(of.customer.to_string())
                .bind(of.month.to_string())
                .bind(instance.to_string())
                .fetch_all(&self.reader)
                .await?
            }
        };
        rows.into_iter().map(UsageDay::try_from).collect()
    }

    /// The first month in which a plan of an offering was used by anybody.
    pub async fn used_since(&self, of: Scope, plan: PlanId) -> Result<Option<Month>> {
        let first: Option<String> = sqlx::query_scalar(
            "select min(month) from usage_day where account_id = $1 and offering_id = $2 and plan_id = $3",
        )
        .bind(of.account.to_string())
        .bind(of.offering.to_string())
        .bind(plan.to_string())
        .fetch_one(&self.reader)
        .await?;
        first.map(|month| parsed(TABLE, "month", &month, &month, Month::parse)).transpose()
    }

    /// The offerings with records that no day counts: they were kept before there were days.
    pub async fn uncounted_usage(&self) -> Result<Vec<Scope>> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "select distinct u.account_id, u.offering_id from usage_record u \
             where not exists (select 1 from usage_day d where d.account_id = u.account_id and d.offering_id = u.offering_id)",
        )
        .fetch_all(&self.reader)
        .await?;
        rows.iter().map(|(account, offering)| crate::row::scope("usage_record", account, offering)).collect()
    }
}

impl Tx {
    /// The day as it is counted so far.
    pub async fn usage_day(&mut self, of: DayOf<'_>) -> Result<DayCount> {
        let row: Option<CountRow> = sqlx::query_as(
            "select records, added, highest, sum, weight, held_since, held_level from usage_day \
             where account_id = $1 and offering_id = $2 and instance_id = $3 and consumer = $4 and plan_id = $5 \
               and measure = $6 and month = $7 and day = $8",
        )
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(of.signature.instance.to_string())
        .bind(&of.signature.consumer)
        .bind(of.signature.plan.to_string())
        .bind(of.measure)
        .bind(of.month.to_string())
        .bind(of.day)
        .fetch_optional(self.on())
        .await?;
        row.map_or_else(|| Ok(DayCount::default()), DayCount::try_from)
    }

    pub async fn set_usage_day(&mut self, of: DayOf<'_>, count: &DayCount, is_carried: bool) -> Result<()> {
        let stored = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        sqlx::query(
            "insert into usage_day (account_id, offering_id, customer_id, instance_id, consumer, plan_id, measure, month, \
                                    day, records, added, highest, sum, weight, held_since, held_level, is_carried) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
             on conflict (instance_id, consumer, plan_id, measure, month, day) do update \
             set records = excluded.records, added = excluded.added, highest = excluded.highest, sum = excluded.sum, \
                 weight = excluded.weight, held_since = excluded.held_since, held_level = excluded.held_level",
        )
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(of.signature.account.to_string())
        .bind(of.signature.instance.to_string())
        .bind(&of.signature.consumer)
        .bind(of.signature.plan.to_string())
        .bind(of.measure)
        .bind(of.month.to_string())
        .bind(of.day)
        .bind(stored(count.records))
        .bind(count.added.to_string())
        .bind(count.highest.to_string())
        .bind(count.sum.to_string())
        .bind(stored(count.weight))
        .bind(count.held.map(|(since, _)| since.millis()))
        .bind(count.held.map(|(_, level)| level.to_string()))
        .bind(is_carried)
        .execute(self.on())
        .await?;
        Ok(())
    }
}

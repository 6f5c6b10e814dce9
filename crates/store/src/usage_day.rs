//! The days of usage: what the records of a measure came to, kept beside them in the same transaction, and the metrics by
//! which a month is rated. How a day is counted is decided above.

use rust_decimal::Decimal;
use serde::Serialize;
use slipway_domain::ids::{AccountId, InstanceId, PlanId};
use slipway_domain::metering::DayCount;
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use sqlx::{FromRow, Sqlite};

use crate::row::{id, moment, nth, parsed, to_body};
use crate::usage::Meter;
use crate::{Error, Result, Store, Tx};

/// Which day of which meter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayOf<'a> {
    pub meter: Meter<'a>,
    pub month: Month,
    pub day: u8,
}

/// A day as it is counted from now on.
#[derive(Debug, Clone, Copy)]
pub struct CountedDay<'a> {
    pub of: DayOf<'a>,
    /// Whose instance it is.
    pub customer: AccountId,
    pub count: DayCount,
    /// What it came to goes on in the months after it. What is kept of a day keeps this, too.
    pub is_carried: bool,
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
struct KeyedRow {
    key: i64,
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

/// A day as statements read it.
#[derive(Serialize)]
struct Parts<'a> {
    meter: Meter<'a>,
    month: String,
    day: u8,
}

impl<'a> Parts<'a> {
    fn of(day: &DayOf<'a>) -> Self {
        Self { meter: day.meter, month: day.month.to_string(), day: day.day }
    }
}

/// The same, with what it is counted as.
#[derive(Serialize)]
struct NewRow<'a> {
    of: Parts<'a>,
    customer: AccountId,
    records: i64,
    added: String,
    highest: String,
    sum: String,
    weight: i64,
    held_since: Option<Moment>,
    held_level: Option<String>,
    is_carried: bool,
}

impl<'a> NewRow<'a> {
    fn of(day: &CountedDay<'a>) -> Self {
        let stored = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let DayCount { records, added, highest, sum, weight, held } = day.count;
        Self {
            of: Parts::of(&day.of),
            customer: day.customer,
            records: stored(records),
            added: added.to_string(),
            highest: highest.to_string(),
            sum: sum.to_string(),
            weight: stored(weight),
            held_since: held.map(|(since, _)| since),
            held_level: held.map(|(_, level)| level.to_string()),
            is_carried: day.is_carried,
        }
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
        let statement = match of.instance {
            None => select_day!(
                "where d.account_id = $1 and d.offering_id = $2 and d.customer_id = $3 and d.month = $4 \
                 order by d.instance_id, d.plan_id, d.measure, d.consumer, d.day"
            ),
            // The pluses keep the database from looking through everything that the account has.
            Some(_) => select_day!(
                "where +d.account_id = $1 and +d.offering_id = $2 and +d.customer_id = $3 and +d.month = $4 \
                   and d.instance_id = $5 \
                 order by d.plan_id, d.measure, d.consumer, d.day"
            ),
        };
        self.days_by(statement, of).await
    }

    /// What months before left to this one: of every measure that goes on, the days of its latest month, in their order.
    pub async fn usage_carried(&self, of: DaysOf) -> Result<Vec<UsageDay>> {
        let statement = match of.instance {
            None => select_day!(
                "where d.account_id = $1 and d.offering_id = $2 and d.customer_id = $3 and d.is_carried = 1 \
                   and d.month = (select max(l.month) from usage_day l \
                                  where l.instance_id = d.instance_id and l.consumer = d.consumer \
                                    and l.plan_id = d.plan_id and l.measure = d.measure and l.month < $4) \
                 order by d.instance_id, d.plan_id, d.measure, d.consumer, d.day"
            ),
            Some(_) => select_day!(
                "where +d.account_id = $1 and +d.offering_id = $2 and +d.customer_id = $3 and d.is_carried = 1 \
                   and d.instance_id = $5 \
                   and d.month = (select max(l.month) from usage_day l \
                                  where l.instance_id = d.instance_id and l.consumer = d.consumer \
                                    and l.plan_id = d.plan_id and l.measure = d.measure and l.month < $4) \
                 order by d.plan_id, d.measure, d.consumer, d.day"
            ),
        };
        self.days_by(statement, of).await
    }

    /// `statement` asks for account, offering, customer and month, and for the instance if there is one.
    async fn days_by(&self, statement: &'static str, of: DaysOf) -> Result<Vec<UsageDay>> {
        let mut query = sqlx::query_as::<Sqlite, DayRow>(statement)
            .bind(of.scope.account.to_string())
            .bind(of.scope.offering.to_string())
            .bind(of.customer.to_string())
            .bind(of.month.to_string());
        if let Some(instance) = of.instance {
            query = query.bind(instance.to_string());
        }
        let rows = query.fetch_all(&self.reader).await?;
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
    /// Days as they are counted so far; those without a record are left out.
    pub async fn counted_days<'a>(&mut self, scope: Scope, days: &[DayOf<'a>]) -> Result<Vec<(DayOf<'a>, DayCount)>> {
        let parts: Vec<Parts<'a>> = days.iter().map(Parts::of).collect();
        let rows: Vec<KeyedRow> = sqlx::query_as(
            "select k.key as key, d.records, d.added, d.highest, d.sum, d.weight, d.held_since, d.held_level \
             from jsonb_each($3) k \
             cross join usage_day d \
             where d.account_id = $1 and d.offering_id = $2 and d.instance_id = k.value ->> '$.meter.instance' \
               and d.consumer = k.value ->> '$.meter.consumer' and d.plan_id = k.value ->> '$.meter.plan' \
               and d.measure = k.value ->> '$.meter.measure' and d.month = k.value ->> '$.month' \
               and d.day = k.value ->> '$.day'",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(to_body(&parts))
        .fetch_all(self.on())
        .await?;
        rows.into_iter().map(|row| Ok((nth(days, row.key)?, row.count.try_into()?))).collect()
    }

    /// Each day once.
    pub async fn set_usage_days(&mut self, scope: Scope, days: &[CountedDay<'_>]) -> Result<()> {
        let rows: Vec<NewRow<'_>> = days.iter().map(NewRow::of).collect();
        sqlx::query(
            "insert into usage_day (account_id, offering_id, customer_id, instance_id, consumer, plan_id, measure, month, \
                                    day, records, added, highest, sum, weight, held_since, held_level, is_carried) \
             select $1, $2, n.value ->> '$.customer', n.value ->> '$.of.meter.instance', \
                    n.value ->> '$.of.meter.consumer', n.value ->> '$.of.meter.plan', \
                    n.value ->> '$.of.meter.measure', n.value ->> '$.of.month', n.value ->> '$.of.day', \
                    n.value ->> '$.records', n.value ->> '$.added', n.value ->> '$.highest', n.value ->> '$.sum', \
                    n.value ->> '$.weight', n.value ->> '$.held_since', n.value ->> '$.held_level', \
                    n.value ->> '$.is_carried' \
             from jsonb_each($3) n where true \
             on conflict (instance_id, consumer, plan_id, measure, month, day) do update \
             set records = excluded.records, added = excluded.added, highest = excluded.highest, sum = excluded.sum, \
                 weight = excluded.weight, held_since = excluded.held_since, held_level = excluded.held_level",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(to_body(&rows))
        .execute(self.on())
        .await?;
        Ok(())
    }
}

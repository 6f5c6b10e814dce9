//! What was reckoned for a customer of an offering in a month, kept for pages: a summary and, of a draft, its lines. When
//! it is kept, and how old it may be, is decided above. It is replaced as a whole, so that no reader sees half of one.

use serde::Serialize;
use slipway_domain::ids::{AccountId, InstanceId};
use slipway_domain::moment::Moment;
use slipway_domain::month::Month;
use slipway_domain::offering::Scope;
use slipway_domain::statement::{ShownLine, StatementLine, Summary, Unsettled};
use sqlx::{FromRow, SqliteConnection};

use crate::row::{id, kept_body, parsed, to_body};
use crate::{Result, Store, Tx};

/// What is reckoned at once: a month of a customer at an offering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReckoningOf {
    pub scope: Scope,
    pub customer: AccountId,
    pub month: Month,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptReckoning {
    pub as_of: Moment,
    /// Of a statement that stands, adjustments included; of a draft they are not.
    pub is_closed: bool,
    /// Its lines are kept as well.
    pub has_lines: bool,
    pub summary: Summary,
}

/// What needs a person in a month of one account at one offering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsettledMonth {
    pub account: AccountId,
    pub name: String,
    pub month: Month,
    pub what: Vec<Unsettled>,
}

/// Lines that one statement inserts.
pub(crate) const AT_ONCE: usize = 500;

const TABLE: &str = "kept_reckoning_line";

/// A line as it is inserted, with what stands beside it so that pages need not read all of it.
#[derive(Serialize)]
pub(crate) struct NewLine {
    account: String,
    offering: String,
    position: usize,
    /// Whose line it is; `None`: it is of several.
    instance: Option<String>,
    instances: i64,
    /// As pages show it; `None`: like the line.
    shown: Option<String>,
    body: String,
}

impl NewLine {
    pub(crate) fn of(position: usize, scope: Scope, line: &StatementLine) -> Self {
        let instance = match line.instances.as_slice() {
            [one] => Some(one.id.to_string()),
            _ => None,
        };
        Self {
            account: scope.account.to_string(),
            offering: scope.offering.to_string(),
            position,
            instance,
            instances: i64::try_from(line.instances.len()).unwrap_or(i64::MAX),
            shown: line.is_long().then(|| to_body(&ShownLine::of(line).line)),
            body: to_body(line),
        }
    }
}

#[derive(FromRow)]
struct UnsettledRow {
    customer_id: String,
    name: String,
    month: String,
    body: String,
    all_kinds: i64,
}

/// Whether the draft that is kept is the one of `as_of`. Read in one transaction with its lines, they are its own.
async fn is_kept_as_of(on: &mut SqliteConnection, of: ReckoningOf, as_of: Moment) -> Result<bool> {
    let found: Option<i64> = sqlx::query_scalar(
        "select as_of from kept_reckoning \
         where account_id = $1 and offering_id = $2 and customer_id = $3 and month = $4 and has_lines = 1",
    )
    .bind(of.scope.account.to_string())
    .bind(of.scope.offering.to_string())
    .bind(of.customer.to_string())
    .bind(of.month.to_string())
    .fetch_optional(on)
    .await?;
    Ok(found == Some(as_of.millis()))
}

/// `None`: one of them cannot be read.
fn kept_bodies(of: ReckoningOf, rows: &[String]) -> Option<Vec<StatementLine>> {
    rows.iter().map(|line| kept_body(TABLE, &of.customer.to_string(), line)).collect()
}

impl Store {
    /// Some lines of the draft that was kept as of a moment, as pages show them; `None`: it was replaced or closed since,
    /// or cannot be read.
    pub async fn kept_page(
        &self,
        of: ReckoningOf,
        as_of: Moment,
        (from, most): (usize, usize),
    ) -> Result<Option<Vec<ShownLine>>> {
        let mut on = self.reader.begin().await?;
        if !is_kept_as_of(&mut on, of, as_of).await? {
            return Ok(None);
        }
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "select coalesce(shown, body), instances from kept_reckoning_line \
             where account_id = $1 and offering_id = $2 and customer_id = $3 and month = $4 and position >= $5 \
             order by position limit $6",
        )
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(of.customer.to_string())
        .bind(of.month.to_string())
        .bind(i64::try_from(from).unwrap_or(i64::MAX))
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&mut *on)
        .await?;
        let shown = |(line, instances): &(String, i64)| {
            let instances = usize::try_from(*instances).unwrap_or_default();
            Some(ShownLine { line: kept_body(TABLE, &of.customer.to_string(), line)?, instances })
        };
        Ok(rows.iter().map(shown).collect())
    }

    /// All lines of the draft that was kept as of a moment; `None` as of a page of them.
    pub async fn kept_lines(&self, of: ReckoningOf, as_of: Moment) -> Result<Option<Vec<StatementLine>>> {
        let mut on = self.reader.begin().await?;
        if !is_kept_as_of(&mut on, of, as_of).await? {
            return Ok(None);
        }
        let rows: Vec<String> = sqlx::query_scalar(
            "select body from kept_reckoning_line \
             where account_id = $1 and offering_id = $2 and customer_id = $3 and month = $4 order by position",
        )
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(of.customer.to_string())
        .bind(of.month.to_string())
        .fetch_all(&mut *on)
        .await?;
        Ok(kept_bodies(of, &rows))
    }

    /// Those that are of one instance alone, or of several: among those it may be.
    pub async fn kept_lines_of_instance(
        &self,
        of: ReckoningOf,
        as_of: Moment,
        instance: InstanceId,
    ) -> Result<Option<Vec<StatementLine>>> {
        let mut on = self.reader.begin().await?;
        if !is_kept_as_of(&mut on, of, as_of).await? {
            return Ok(None);
        }
        let rows: Vec<String> = sqlx::query_scalar(
            "select body from kept_reckoning_line \
             where account_id = $1 and offering_id = $2 and customer_id = $3 and month = $4 \
               and (instance_id = $5 or instance_id is null) order by +position",
        )
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(of.customer.to_string())
        .bind(of.month.to_string())
        .bind(instance.to_string())
        .fetch_all(&mut *on)
        .await?;
        Ok(kept_bodies(of, &rows))
    }

    /// What needs a person in some months over all offerings, the newer month first; of at most so many accounts and
    /// offerings. Beside it, how many kinds of lines that are together.
    pub async fn unsettled(&self, months: [Month; 2], most: u32) -> Result<(Vec<UnsettledMonth>, usize)> {
        let rows: Vec<UnsettledRow> = sqlx::query_as(
            "select k.customer_id, a.name, k.month, k.body, sum(k.unsettled) over () as all_kinds \
             from kept_reckoning k join account a on a.id = k.customer_id \
             where k.month in ($1, $2) and k.unsettled > 0 \
             order by k.month desc, a.name, k.offering_id limit $3",
        )
        .bind(months[0].to_string())
        .bind(months[1].to_string())
        .bind(most)
        .fetch_all(&self.reader)
        .await?;
        let all = rows.first().map_or(0, |row| usize::try_from(row.all_kinds).unwrap_or_default());
        let month = |row: UnsettledRow| -> Result<Option<UnsettledMonth>> {
            let Some(Summary { unsettled, .. }) = kept_body("kept_reckoning", &row.customer_id, &row.body) else {
                return Ok(None);
            };
            Ok(Some(UnsettledMonth {
                account: id("kept_reckoning", "customer_id", &row.customer_id)?,
                month: parsed("kept_reckoning", "month", &row.customer_id, &row.month, Month::parse)?,
                name: row.name,
                what: unsettled,
            }))
        };
        Ok((rows.into_iter().map(month).filter_map(Result::transpose).collect::<Result<_>>()?, all))
    }
}

impl Tx {
    /// Takes the place of what was kept before; `lines` only if it has lines. False: it is a draft, the statement stands by
    /// now, and nothing was written. What is closed is replaced by what is closed as well: it comes to the same, and may
    /// not have been readable.
    pub async fn keep_reckoning(
        &mut self,
        of: ReckoningOf,
        kept: &KeptReckoning,
        lines: &[StatementLine],
    ) -> Result<bool> {
        sqlx::query(
            "delete from kept_reckoning_line \
             where account_id = $1 and offering_id = $2 and customer_id = $3 and month = $4",
        )
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(of.customer.to_string())
        .bind(of.month.to_string())
        .execute(self.on())
        .await?;
        let done = sqlx::query(
            "insert into kept_reckoning (account_id, offering_id, customer_id, month, as_of, is_closed, has_lines, \
                                         unsettled, body) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             on conflict (account_id, offering_id, customer_id, month) do update \
             set as_of = excluded.as_of, is_closed = excluded.is_closed, has_lines = excluded.has_lines, \
                 unsettled = excluded.unsettled, body = excluded.body \
             where kept_reckoning.is_closed = 0 or excluded.is_closed = 1",
        )
        .bind(of.scope.account.to_string())
        .bind(of.scope.offering.to_string())
        .bind(of.customer.to_string())
        .bind(of.month.to_string())
        .bind(kept.as_of.millis())
        .bind(kept.is_closed)
        .bind(kept.has_lines)
        .bind(i64::try_from(kept.summary.unsettled.len()).unwrap_or(i64::MAX))
        .bind(to_body(&kept.summary))
        .execute(self.on())
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        for (number, chunk) in lines.chunks(AT_ONCE).enumerate() {
            self.keep_lines(of, number * AT_ONCE, chunk).await?;
        }
        Ok(true)
    }

    async fn keep_lines(&mut self, of: ReckoningOf, from: usize, lines: &[StatementLine]) -> Result<()> {
        let rows: Vec<NewLine> =
            (from..).zip(lines).map(|(position, line)| NewLine::of(position, of.scope, line)).collect();
        sqlx::query(
            "insert into kept_reckoning_line (account_id, offering_id, customer_id, month, position, instance_id, \
                                              instances, shown, body) \
             select l.value ->> '$.account', l.value ->> '$.offering', $1, $2, l.value ->> '$.position', \
                    l.value ->> '$.instance', l.value ->> '$.instances', l.value ->> '$.shown', l.value ->> '$.body' \
             from json_each($3) l",
        )
        .bind(of.customer.to_string())
        .bind(of.month.to_string())
        .bind(to_body(&rows))
        .execute(self.on())
        .await?;
        Ok(())
    }
}

//! The same month in one `SQLite` file, and the same sums in `SQLite`'s own SQL. The table lies as `SQLite` likes it best
//! for them: in the order in which they group, with the day of each record worked out beforehand, quantities as whole
//! numbers of thousandths, and a cache that holds all of it. It is SQL outside of the store, since it is what ours is
//! compared with.

use std::path::Path;

use anyhow::{Context as _, Result};
use futures_util::TryStreamExt as _;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _};

use super::month::{Bill, Sums, Used, records};

/// Rows that are written at once.
const AT_ONCE: usize = 1_000;

const TABLE: &str = "create table usage ( \
                       instance integer not null, day integer not null, start_at integer not null, \
                       end_at integer not null, added integer not null, peak integer not null, level integer not null, \
                       primary key (instance, day, start_at)) strict, without rowid";

pub(super) struct Bare {
    on: SqliteConnection,
    /// The days of the month.
    days: u8,
}

/// What all instances came to together, in thousandths.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SqlSums {
    added: i64,
    peak: i64,
    /// `SQLite` takes means in floating point.
    level: f64,
}

impl Bare {
    pub(super) async fn open(file: &Path, bill: &Bill) -> Result<Self> {
        let mut on = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .pragma("cache_size", "-262144")
            .connect()
            .await?;
        sqlx::query(TABLE).execute(&mut on).await?;
        let mut all = records(bill).peekable();
        let mut tx = on.begin().await?;
        while all.peek().is_some() {
            let rows = all.by_ref().take(AT_ONCE).map(|used| {
                let day = used.day(bill.month).context("the record lies in its month")?;
                let Used { instance, start, end, added, peak, level } = used;
                anyhow::Ok(json!([instance, day, start, end, added, peak, level]))
            });
            let rows = Value::Array(rows.collect::<Result<_>>()?).to_string();
            sqlx::query(
                "insert into usage (instance, day, start_at, end_at, added, peak, level) \
                 select r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5, \
                        r.value ->> 6 \
                 from json_each($1) r",
            )
            .bind(rows)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        sqlx::query("analyze").execute(&mut on).await?;
        Ok(Self { on, days: bill.month.days() })
    }

    /// A row for each instance, as the domain has a quantity for each, added up here.
    pub(super) async fn sums(&mut self) -> Result<SqlSums> {
        let rows: Vec<(i64, i64, i64, f64)> = sqlx::query_as(
            "select instance, sum(added), max(peak), sum(level) / $1 \
             from (select instance, day, sum(added) as added, max(peak) as peak, avg(level) as level \
                   from usage group by instance, day) \
             group by instance order by instance",
        )
        .bind(f64::from(self.days))
        .fetch_all(&mut self.on)
        .await?;
        let mut sums = SqlSums::default();
        for (_, added, peak, level) in rows {
            sums.added += added;
            sums.peak += peak;
            sums.level += level;
        }
        Ok(sums)
    }

    /// Hands every row on, in the order of instances and time.
    pub(super) async fn each(&mut self, mut with: impl FnMut(Used) -> Result<()>) -> Result<()> {
        let mut rows = sqlx::query_as::<_, (i64, i64, i64, i64, i64, i64)>(
            "select instance, start_at, end_at, added, peak, level from usage order by instance, day, start_at",
        )
        .fetch(&mut self.on);
        while let Some((instance, start, end, added, peak, level)) = rows.try_next().await? {
            with(Used { instance, start, end, added, peak, level })?;
        }
        Ok(())
    }
}

impl SqlSums {
    /// Sums and highest to the last digit, means as far as floating point goes.
    pub(super) fn are_those_of(&self, sums: &Sums) -> bool {
        let [added, peak, level] = sums.quantities;
        let mean: f64 = level.to_string().parse().unwrap_or(f64::NAN);
        let is_near = (self.level / 1_000.0 - mean).abs() < 1e-6 * mean.abs().max(1.0);
        added == Decimal::new(self.added, 3) && peak == Decimal::new(self.peak, 3) && is_near
    }
}

//! What ingest is measured against: one connection, a table like that of the records with its unique index, and a
//! transaction for each call. Nobody asks who sends, what a record says, or whether it was there before. It is SQL
//! outside of the store, since its point is to have nothing of ours around it.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use slipway_backend::{Clock, Ids};
use slipway_domain::month::Month;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::metered::{MEASURE, Metered, Window};

/// The columns and indices of the store's tables, without what ties them to others.
const TABLES: [&str; 4] = [
    "create table usage_record ( \
       seq integer primary key, account_id text not null, offering_id text not null, id text not null unique, \
       customer_id text not null, resource_group text not null, instance_id text not null, consumer text not null, \
       plan_id text not null, region text not null, start_at integer not null, end_at integer not null, \
       measured text not null, is_overlapping integer not null, api_key_id text not null, \
       accepted_at integer not null, request_id text not null) strict",
    "create unique index usage_record_signature \
       on usage_record (instance_id, consumer, plan_id, end_at, start_at, region, customer_id, resource_group)",
    "create table usage_day ( \
       instance_id text not null, consumer text not null, plan_id text not null, measure text not null, \
       month text not null, day integer not null, records integer not null, added integer not null, \
       highest integer not null, primary key (instance_id, consumer, plan_id, measure, month, day)) strict",
    "create table usage_report ( \
       instance_id text not null, plan_id text not null, measure text not null, end_at integer not null, \
       primary key (instance_id, plan_id, measure)) strict",
];

pub(super) struct Bare {
    on: SqliteConnection,
    /// The same for every record.
    account: String,
    offering: String,
    customer: String,
    plan: String,
    region: String,
    key: String,
    instances: Vec<String>,
}

impl Bare {
    /// On a new file, opened as the store opens its own.
    pub(super) async fn open(file: &Path, metered: &Metered) -> Result<Self> {
        let mut on = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .connect()
            .await?;
        for statement in TABLES {
            sqlx::query(statement).execute(&mut on).await?;
        }
        let first = metered.instances.first().context("there are instances")?;
        Ok(Self {
            on,
            account: first.scope.account.to_string(),
            offering: first.scope.offering.to_string(),
            customer: first.consumer.to_string(),
            plan: first.plan.to_string(),
            region: first.location.clone(),
            key: Ids::System.uuid(first.created_at).to_string(),
            instances: metered.instances.iter().map(|instance| instance.id.to_string()).collect(),
        })
    }

    /// Seconds, with a statement for each record.
    pub(super) async fn insert_each(&mut self, batches: &[Vec<Window>]) -> Result<f64> {
        self.insert_one_by_one(batches, false).await
    }

    /// Seconds, with a statement for each row that ours leaves behind: the record, its day, and up to when is reported.
    pub(super) async fn insert_all_rows(&mut self, batches: &[Vec<Window>]) -> Result<f64> {
        self.insert_one_by_one(batches, true).await
    }

    async fn insert_one_by_one(&mut self, batches: &[Vec<Window>], all_rows: bool) -> Result<f64> {
        let started = Instant::now();
        for batch in batches {
            let at = Clock::System.now();
            let mut tx = self.on.begin_with("begin immediate").await?;
            for window in batch {
                let instance = &self.instances[window.instance];
                sqlx::query(
                    "insert into usage_record (account_id, offering_id, id, customer_id, resource_group, instance_id, \
                                               consumer, plan_id, region, start_at, end_at, measured, is_overlapping, \
                                               api_key_id, accepted_at, request_id) \
                     values ($1, $2, $3, $4, 'default', $5, '-', $6, $7, $8, $9, $10, 0, $11, $12, '')",
                )
                .bind(&self.account)
                .bind(&self.offering)
                .bind(Ids::System.uuid(at).to_string())
                .bind(&self.customer)
                .bind(instance)
                .bind(&self.plan)
                .bind(&self.region)
                .bind(window.start.millis())
                .bind(window.end.millis())
                .bind(measured(window))
                .bind(&self.key)
                .bind(at.millis())
                .execute(&mut *tx)
                .await?;
                if !all_rows {
                    continue;
                }
                let month = Month::of(window.start);
                sqlx::query(
                    "insert into usage_day (instance_id, consumer, plan_id, measure, month, day, records, added, \
                                            highest) \
                     values ($1, '-', $2, $3, $4, $5, 1, $6, $6) \
                     on conflict (instance_id, consumer, plan_id, measure, month, day) do update \
                     set records = records + 1, added = added + excluded.added, \
                         highest = max(highest, excluded.highest)",
                )
                .bind(instance)
                .bind(&self.plan)
                .bind(MEASURE)
                .bind(month.to_string())
                .bind(month.day_of(window.start))
                .bind(window.used)
                .execute(&mut *tx)
                .await?;
                sqlx::query(
                    "insert into usage_report (instance_id, plan_id, measure, end_at) values ($1, $2, $3, $4) \
                     on conflict (instance_id, plan_id, measure) do update set end_at = max(end_at, excluded.end_at)",
                )
                .bind(instance)
                .bind(&self.plan)
                .bind(MEASURE)
                .bind(window.end.millis())
                .execute(&mut *tx)
                .await?;
            }
            tx.commit().await?;
        }
        Ok(started.elapsed().as_secs_f64())
    }

    /// Seconds, with one statement for all records of a call.
    pub(super) async fn insert_together(&mut self, batches: &[Vec<Window>]) -> Result<f64> {
        let started = Instant::now();
        for batch in batches {
            let at = Clock::System.now();
            let record = |window: &Window| {
                let (id, instance) = (Ids::System.uuid(at).to_string(), &self.instances[window.instance]);
                json!([id, instance, window.start.millis(), window.end.millis(), measured(window)])
            };
            let records = Value::Array(batch.iter().map(record).collect()).to_string();
            let mut tx = self.on.begin_with("begin immediate").await?;
            let done = sqlx::query(
                "insert into usage_record (account_id, offering_id, id, customer_id, resource_group, instance_id, \
                                           consumer, plan_id, region, start_at, end_at, measured, is_overlapping, \
                                           api_key_id, accepted_at, request_id) \
                 select $1, $2, r.value ->> 0, $3, 'default', r.value ->> 1, '-', $4, $5, r.value ->> 2, r.value ->> 3, \
                        r.value ->> 4, 0, $6, $7, '' \
                 from json_each($8) r",
            )
            .bind(&self.account)
            .bind(&self.offering)
            .bind(&self.customer)
            .bind(&self.plan)
            .bind(&self.region)
            .bind(&self.key)
            .bind(at.millis())
            .bind(records)
            .execute(&mut *tx)
            .await?;
            ensure!(done.rows_affected() == batch.len() as u64, "every record is a new one");
            tx.commit().await?;
        }
        Ok(started.elapsed().as_secs_f64())
    }
}

/// As the store keeps it.
fn measured(window: &Window) -> String {
    format!(r#"[{{"measure":"{MEASURE}","quantity":{{"consumption":"{}"}}}}]"#, window.used)
}

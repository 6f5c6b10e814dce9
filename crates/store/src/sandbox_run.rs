//! Runs of metering sandboxes that were kept as evidence: nobody alters one or takes it out.

use slipway_domain::ids::{PersonId, PlanId};
use slipway_domain::offering::Scope;
use slipway_domain::sandbox::SavedSandbox;
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{body, id, moment, to_body};
use crate::{Error, Result, Store, Tx};

/// A run that is kept as evidence.
#[derive(Debug, Clone, Copy)]
pub struct NewSandboxRun<'a> {
    pub scope: Scope,
    /// Its `sha256` is that of `body`.
    pub run: &'a SavedSandbox,
    pub by: PersonId,
    pub body: &'a str,
}

#[derive(FromRow)]
struct RunRow {
    id: String,
    plan_id: String,
    by_name: String,
    kept_at: i64,
    fingerprint: String,
    measures: String,
    is_resent: Option<bool>,
    sha256: String,
}

impl TryFrom<RunRow> for SavedSandbox {
    type Error = Error;

    fn try_from(row: RunRow) -> Result<Self> {
        Ok(Self {
            plan: id("sandbox_run", "plan_id", &row.plan_id)?,
            measures: body("sandbox_run", "measures", &row.id, &row.measures)?,
            id: id("sandbox_run", "id", &row.id)?,
            by_name: row.by_name,
            at: moment(row.kept_at),
            fingerprint: row.fingerprint,
            is_resent: row.is_resent,
            sha256: row.sha256,
        })
    }
}

macro_rules! select_run {
    ($rest:literal) => {
        concat!(
            "select r.id, r.plan_id, p.name as by_name, r.kept_at, r.fingerprint, r.measures, r.is_resent, \
                    r.sha256 \
             from sandbox_run r \
             join person p on p.id = r.kept_by ",
            $rest
        )
    };
}

/// Of every plan the run that was kept last.
pub(crate) async fn latest(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<SavedSandbox>> {
    let rows: Vec<RunRow> = sqlx::query_as(select_run!(
        "where r.account_id = $1 and r.offering_id = $2 \
           and not exists (select 1 from sandbox_run l \
                           where l.account_id = r.account_id and l.offering_id = r.offering_id \
                             and l.plan_id = r.plan_id and l.seq > r.seq) \
         order by r.seq"
    ))
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(SavedSandbox::try_from).collect()
}

/// A run with its whole text.
#[derive(FromRow)]
struct WholeRow {
    #[sqlx(flatten)]
    run: RunRow,
    body: String,
}

/// Every run of an offering with its whole text, the oldest first.
pub(crate) async fn of_offering(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<(SavedSandbox, String)>> {
    let rows: Vec<WholeRow> = sqlx::query_as(
        "select r.id, r.plan_id, p.name as by_name, r.kept_at, r.fingerprint, r.measures, r.is_resent, \
                r.sha256, r.body \
         from sandbox_run r \
         join person p on p.id = r.kept_by \
         where r.account_id = $1 and r.offering_id = $2 \
         order by r.seq",
    )
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(on)
    .await?;
    rows.into_iter().map(|row| Ok((SavedSandbox::try_from(row.run)?, row.body))).collect()
}

impl Store {
    /// The runs of a plan that were kept last, newest first.
    pub async fn sandbox_runs(&self, scope: Scope, plan: PlanId, limit: u32) -> Result<Vec<SavedSandbox>> {
        let rows: Vec<RunRow> = sqlx::query_as(select_run!(
            "where r.account_id = $1 and r.offering_id = $2 and r.plan_id = $3 order by r.seq desc limit $4"
        ))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(SavedSandbox::try_from).collect()
    }
}

impl Tx {
    /// How many runs of a plan are kept.
    pub async fn sandbox_run_count(&mut self, scope: Scope, plan: PlanId) -> Result<usize> {
        let count: i64 = sqlx::query_scalar(
            "select count(*) from sandbox_run where account_id = $1 and offering_id = $2 and plan_id = $3",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(plan.to_string())
        .fetch_one(self.on())
        .await?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// Nobody alters it afterwards.
    pub async fn keep_sandbox_run(&mut self, new: &NewSandboxRun<'_>) -> Result<()> {
        let NewSandboxRun { scope, run, by, body } = *new;
        sqlx::query(
            "insert into sandbox_run (account_id, offering_id, plan_id, id, kept_at, kept_by, fingerprint, measures, \
                                      is_resent, body, sha256) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(run.plan.to_string())
        .bind(run.id.to_string())
        .bind(run.at.millis())
        .bind(by.to_string())
        .bind(&run.fingerprint)
        .bind(to_body(&run.measures))
        .bind(run.is_resent)
        .bind(body)
        .bind(&run.sha256)
        .execute(self.on())
        .await?;
        Ok(())
    }
}

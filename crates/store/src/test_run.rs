//! Test runs of brokers as pages and gates read them. How a run is asked for, taken up and written is in `test_run/work.rs`.

use slipway_domain::ids::TestRunId;
use slipway_domain::offering::Scope;
use slipway_domain::test_run::{Checked, Level, Outcome, Progress, Repeat, Target, TestRun};
use slipway_domain::view::{CheckResult, Exchange, Leftover, MadeBy, Tally, TestRunLine};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

use crate::row::{body, id, moment, parsed};
use crate::{Error, Result, Store};

mod attested;
mod found;
mod taken;
mod work;

pub use attested::NewTestAttestation;
pub use work::{DueTestRun, EndedTestRun, NewTestRun, Repeated, StoredThing};

/// Runs of an offering that its page lists.
const LISTED: u32 = 200;

#[derive(FromRow)]
struct RunRow {
    id: String,
    number: u32,
    plan_id: String,
    location: String,
    broker_id: String,
    progress: String,
    by_name: String,
    queued_at: i64,
    started_at: Option<i64>,
    ended_at: Option<i64>,
    inputs: String,
    definition_sha256: String,
    evidence: String,
    ending: String,
    things: u32,
    base_id: Option<String>,
    base_number: Option<u32>,
    asked: Option<String>,
}

impl RunRow {
    fn line(self, outcomes: impl IntoIterator<Item = Outcome>) -> Result<TestRunLine> {
        let progress = parsed("test_run", "progress", &self.id, &self.progress, Progress::parse)?;
        let repeats = match (self.base_id, self.base_number, self.asked) {
            (Some(base), Some(base_number), Some(asked)) => Some(Repeat {
                base: id("test_run", "base_id", &base)?,
                base_number,
                asked: body("test_run", "asked", &self.id, &asked)?,
            }),
            _ => None,
        };
        Ok(TestRunLine {
            repeats,
            id: id("test_run", "id", &self.id)?,
            number: self.number,
            target: Target {
                plan: id("test_run", "plan_id", &self.plan_id)?,
                location: self.location,
                broker: id("test_run", "broker_id", &self.broker_id)?,
            },
            progress,
            by_name: self.by_name,
            queued_at: moment(self.queued_at),
            started_at: self.started_at.map(moment),
            ended_at: self.ended_at.map(moment),
            inputs: body("test_run", "inputs", &self.id, &self.inputs)?,
            definition_sha256: self.definition_sha256,
            evidence: self.evidence,
            ending: self.ending,
            tally: Tally::of(outcomes),
            // While a run goes on, what it made is in use and not left over.
            leftovers: if progress.is_open() { 0 } else { usize::try_from(self.things).unwrap_or(usize::MAX) },
        })
    }
}

macro_rules! select_run {
    ($rest:literal) => {
        concat!(
            "select r.id, r.number, r.plan_id, r.location, r.broker_id, r.progress, p.name as by_name, r.queued_at, \
                    r.started_at, r.ended_at, r.inputs, r.definition_sha256, r.evidence, r.ending, \
                    r.base_id, b.number as base_number, r.asked, \
                    (select count(*) from test_thing t \
                     where t.account_id = r.account_id and t.offering_id = r.offering_id and t.run_id = r.id) as things \
             from test_run r \
             join person p on p.id = r.queued_by \
             left join test_run b on b.account_id = r.account_id and b.offering_id = r.offering_id and b.id = r.base_id ",
            $rest
        )
    };
}

/// Of every deployment the latest run of each content that came to its end, and the one that is open.
pub(crate) async fn counting(on: &mut SqliteConnection, scope: Scope) -> Result<Vec<TestRun>> {
    let rows: Vec<RunRow> = sqlx::query_as(select_run!(
        "where r.account_id = $1 and r.offering_id = $2 \
           and (r.progress in ('queued', 'running') \
                or (r.progress = 'finished' \
                    and not exists (select 1 from test_run l \
                                    where l.account_id = r.account_id and l.offering_id = r.offering_id \
                                      and l.plan_id = r.plan_id and l.location = r.location \
                                      and l.broker_id = r.broker_id and l.progress = 'finished' \
                                      and coalesce(l.inputs ->> '$.options.content', 'draft') \
                                          = coalesce(r.inputs ->> '$.options.content', 'draft') \
                                      and l.number > r.number))) \
         order by r.number"
    ))
    .bind(scope.account.to_string())
    .bind(scope.offering.to_string())
    .fetch_all(&mut *on)
    .await?;
    let mut runs = Vec::with_capacity(rows.len());
    for row in rows {
        let run = row.id.clone();
        let line = row.line([])?;
        let checks: Vec<(String, String)> = sqlx::query_as(
            "select id, outcome from test_check \
             where account_id = $1 and offering_id = $2 and run_id = $3 order by position",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(&run)
        .fetch_all(&mut *on)
        .await?;
        let checked = |(check, name): (String, String)| {
            let outcome = parsed("test_check", "outcome", &run, &name, Outcome::parse)?;
            Ok::<_, Error>(Checked { id: check, outcome })
        };
        runs.push(TestRun {
            id: line.id,
            target: line.target,
            progress: line.progress,
            by_name: line.by_name,
            queued_at: line.queued_at,
            ended_at: line.ended_at,
            inputs: line.inputs,
            checks: checks.into_iter().map(checked).collect::<Result<_>>()?,
            leftovers: line.leftovers,
        });
    }
    Ok(runs)
}

#[derive(FromRow)]
struct CheckRow {
    id: String,
    level: String,
    outcome: String,
    reason: String,
    facts: String,
    took_ms: i64,
    exchanges: String,
    from_id: Option<String>,
    from_number: Option<u32>,
}

impl TryFrom<CheckRow> for CheckResult {
    type Error = Error;

    fn try_from(row: CheckRow) -> Result<Self> {
        Ok(Self {
            level: parsed("test_check", "level", &row.id, &row.level, Level::parse)?,
            outcome: parsed("test_check", "outcome", &row.id, &row.outcome, Outcome::parse)?,
            facts: body("test_check", "facts", &row.id, &row.facts)?,
            exchanges: body("test_check", "exchanges", &row.id, &row.exchanges)?,
            took_ms: u64::try_from(row.took_ms).unwrap_or(0),
            from: match (row.from_id, row.from_number) {
                (Some(run), Some(number)) => Some(MadeBy { run: id("test_check", "from_id", &run)?, number }),
                _ => None,
            },
            reason: row.reason,
            id: row.id,
        })
    }
}

impl Store {
    /// The latest runs of an offering, newest first.
    pub async fn test_runs(&self, scope: Scope) -> Result<Vec<TestRunLine>> {
        let mut on = self.reader.begin().await?;
        let rows: Vec<RunRow> = sqlx::query_as(select_run!(
            "where r.account_id = $1 and r.offering_id = $2 order by r.number desc limit $3"
        ))
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(LISTED)
        .fetch_all(&mut *on)
        .await?;
        let outcomes: Vec<(String, String)> =
            sqlx::query_as("select run_id, outcome from test_check where account_id = $1 and offering_id = $2")
                .bind(scope.account.to_string())
                .bind(scope.offering.to_string())
                .fetch_all(&mut *on)
                .await?;
        let of = |run: &str| -> Vec<Outcome> {
            outcomes.iter().filter(|(of, _)| of == run).filter_map(|(_, name)| Outcome::parse(name)).collect()
        };
        rows.into_iter()
            .map(|row| {
                let outcomes = of(&row.id);
                row.line(outcomes)
            })
            .collect()
    }

    /// `None`: the offering has no such run.
    pub async fn test_run(&self, scope: Scope, run: TestRunId) -> Result<Option<(TestRunLine, Vec<CheckResult>)>> {
        let mut on = self.reader.begin().await?;
        let row: Option<RunRow> =
            sqlx::query_as(select_run!("where r.account_id = $1 and r.offering_id = $2 and r.id = $3"))
                .bind(scope.account.to_string())
                .bind(scope.offering.to_string())
                .bind(run.to_string())
                .fetch_optional(&mut *on)
                .await?;
        let Some(row) = row else { return Ok(None) };
        let checks: Vec<CheckRow> = sqlx::query_as(
            "select c.id, c.level, c.outcome, c.reason, c.facts, c.took_ms, c.exchanges, c.from_id, \
                    f.number as from_number \
             from test_check c \
             left join test_run f on f.account_id = c.account_id and f.offering_id = c.offering_id and f.id = c.from_id \
             where c.account_id = $1 and c.offering_id = $2 and c.run_id = $3 order by c.position",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(run.to_string())
        .fetch_all(&mut *on)
        .await?;
        let checks: Vec<CheckResult> = checks.into_iter().map(CheckResult::try_from).collect::<Result<_>>()?;
        Ok(Some((row.line(checks.iter().map(|check| check.outcome))?, checks)))
    }

    /// The calls of a run with their answers, in their order; none once they are too old to be kept.
    pub async fn test_exchanges(&self, scope: Scope, run: TestRunId) -> Result<Vec<Exchange>> {
        let bodies: Vec<String> = sqlx::query_scalar(
            "select body from test_exchange \
             where account_id = $1 and offering_id = $2 and run_id = $3 order by number",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(run.to_string())
        .fetch_all(&self.reader)
        .await?;
        let run = run.to_string();
        bodies.iter().map(|text| body("test_exchange", "body", &run, text)).collect()
    }

    /// The identities under which a run's calls were sent, in their order; the broker's log knows them too. None once
    /// the calls are too old to be kept.
    #[cfg(feature = "rehearsal")]
    pub async fn test_calls(&self, scope: Scope, run: TestRunId) -> Result<Vec<uuid::Uuid>> {
        let requests: Vec<String> = sqlx::query_scalar(
            "select request from test_call \
             where account_id = $1 and offering_id = $2 and run_id = $3 order by number",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(run.to_string())
        .fetch_all(&self.reader)
        .await?;
        requests.iter().map(|request| id("test_call", "request", request)).collect()
    }

    /// What a run made and has not removed, in the order in which it was made.
    pub async fn test_leftovers(&self, scope: Scope, run: TestRunId) -> Result<Vec<Leftover>> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "select id, instance_id, reason from test_thing \
             where account_id = $1 and offering_id = $2 and run_id = $3 order by position",
        )
        .bind(scope.account.to_string())
        .bind(scope.offering.to_string())
        .bind(run.to_string())
        .fetch_all(&self.reader)
        .await?;
        let leftover = |(id, instance, reason): (String, String, String)| Leftover {
            kind: if id == instance { "instance" } else { "binding" }.to_owned(),
            id,
            reason,
        };
        Ok(rows.into_iter().map(leftover).collect())
    }
}

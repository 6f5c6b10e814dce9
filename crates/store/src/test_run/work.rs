//! How a run is asked for, taken up under a lease, written while it goes on, and ended. Whoever lost the lease writes
//! nothing more.

use core::time::Duration;

use slipway_domain::ids::{BrokerId, PersonId, TestRunId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::test_run::{Inputs, Progress, Target};
use slipway_domain::view::CheckResult;
use sqlx::FromRow;

use crate::lease::{Holding, lease};
use crate::row::{id, parsed, scope, to_body};
use crate::{Result, Store, Tx};

/// Runs of one deployment whose calls are kept in full.
const TRANSCRIPTS_KEPT: u32 = 5;

macro_rules! of_all_but_the_latest_runs {
    () => {
        "where account_id = $1 and offering_id = $2 and run_id in ( \
           select o.id from test_run r \
           join test_run o on o.offering_id = r.offering_id and o.plan_id = r.plan_id \
             and o.location = r.location and o.broker_id = r.broker_id \
           where r.id = $3 \
           order by o.number desc limit -1 offset $4)"
    };
}

const FORGET_EXCHANGES: &str = concat!("delete from test_exchange ", of_all_but_the_latest_runs!());
const FORGET_CALLS: &str = concat!("delete from test_call ", of_all_but_the_latest_runs!());

#[derive(Debug, Clone)]
pub struct NewTestRun<'a> {
    pub scope: Scope,
    pub id: TestRunId,
    pub target: &'a Target,
    pub inputs: &'a Inputs,
    /// The run whose checks these are, made again.
    pub repeats: Option<Repeated<'a>>,
    pub by: PersonId,
    pub at: Moment,
}

/// Some checks of another run.
#[derive(Debug, Clone, Copy)]
pub struct Repeated<'a> {
    pub base: TestRunId,
    pub asked: &'a [String],
}

/// A run that nobody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTestRun {
    pub scope: Scope,
    pub id: TestRunId,
    pub broker: BrokerId,
    /// `Running`: somebody began it and is gone.
    pub progress: Progress,
}

/// What may exist at the broker.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StoredThing {
    pub id: String,
    /// The id itself for an instance, its instance's for a binding.
    pub instance_id: String,
    pub service_id: String,
    pub plan_id: String,
}

/// How a run ends.
#[derive(Debug, Clone)]
pub struct EndedTestRun<'a> {
    pub progress: Progress,
    pub evidence: &'a str,
    /// Why it was interrupted: a stable code; empty if it was not.
    pub ending: &'a str,
    /// Ids of things that stayed, and why.
    pub leftovers: &'a [(String, String)],
    /// Results of the run that this one goes back to, instead of its own if it has any.
    pub kept: &'a [CheckResult],
    pub at: Moment,
}

#[derive(FromRow)]
struct DueRow {
    account_id: String,
    offering_id: String,
    id: String,
    broker_id: String,
    progress: String,
}

impl TryFrom<DueRow> for DueTestRun {
    type Error = crate::Error;

    fn try_from(row: DueRow) -> Result<Self> {
        Ok(Self {
            scope: scope("test_run", &row.account_id, &row.offering_id)?,
            id: id("test_run", "id", &row.id)?,
            broker: id("test_run", "broker_id", &row.broker_id)?,
            progress: parsed("test_run", "progress", &row.id, &row.progress, Progress::parse)?,
        })
    }
}

impl Store {
    /// What nobody holds at this moment and no broker stands in the way of: one run of a broker at a time, longest asked
    /// for first.
    pub async fn due_test_runs(&self, now: Moment) -> Result<Vec<DueTestRun>> {
        let rows: Vec<DueRow> = sqlx::query_as(
            "select r.account_id, r.offering_id, r.id, r.broker_id, r.progress from test_run r \
             where (r.progress = 'running' and r.lease_until <= $1) \
                or (r.progress = 'queued' \
                    and not exists (select 1 from test_run o \
                                    where o.broker_id = r.broker_id and o.id <> r.id \
                                      and (o.progress = 'running' \
                                           or (o.progress = 'queued' and (o.queued_at, o.id) < (r.queued_at, r.id))))) \
             order by r.queued_at, r.id",
        )
        .bind(now.millis())
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(DueTestRun::try_from).collect()
    }
}

impl Tx {
    /// Refused with `Unique("test_run.…")` while another run of the deployment is open.
    pub async fn add_test_run(&mut self, new: &NewTestRun<'_>) -> Result<()> {
        sqlx::query(
            "insert into test_run (account_id, offering_id, id, number, plan_id, location, broker_id, progress, \
                                   queued_at, queued_by, holder, lease_until, inputs, definition_sha256, evidence, \
                                   ending, base_id, asked) \
             select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, 'queued', $7, $8, '', 0, $9, '', '', '', \
                    $10, $11 \
             from test_run where account_id = $1 and offering_id = $2",
        )
        .bind(new.scope.account.to_string())
        .bind(new.scope.offering.to_string())
        .bind(new.id.to_string())
        .bind(new.target.plan.to_string())
        .bind(&new.target.location)
        .bind(new.target.broker.to_string())
        .bind(new.at.millis())
        .bind(new.by.to_string())
        .bind(to_body(new.inputs))
        .bind(new.repeats.map(|repeats| repeats.base.to_string()))
        .bind(new.repeats.map(|repeats| to_body(&repeats.asked)))
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Takes up a run that nobody holds. False: somebody was faster, or another run of the broker goes on. A run keeps
    /// the moment at which it began, whoever takes it up.
    pub async fn take_test_run(&mut self, held: &Holding, at: Moment, length: Duration) -> Result<bool> {
        let done = sqlx::query(
            "update test_run \
             set progress = 'running', holder = $1, lease_until = $2, started_at = coalesce(started_at, $3) \
             where account_id = $4 and offering_id = $5 and id = $6 \
               and ((progress = 'running' and lease_until <= $3) \
                    or (progress = 'queued' \
                        and not exists (select 1 from test_run o \
                                        where o.broker_id = test_run.broker_id and o.progress = 'running')))",
        )
        .bind(&held.holder)
        .bind(lease(at, length))
        .bind(at.millis())
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Prolongs the lease. False: somebody else has the run, or it has ended. To be asked before every write.
    pub async fn hold_test_run(&mut self, held: &Holding, at: Moment, length: Duration) -> Result<bool> {
        let done = sqlx::query(
            "update test_run set lease_until = $1 \
             where account_id = $2 and offering_id = $3 and id = $4 and holder = $5 and progress = 'running'",
        )
        .bind(lease(at, length))
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .bind(&held.holder)
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// What a run is made with, when it begins.
    pub async fn set_test_inputs(&mut self, held: &Holding, inputs: &Inputs, definition_sha256: &str) -> Result<()> {
        sqlx::query(
            "update test_run set inputs = $1, definition_sha256 = $2 \
             where account_id = $3 and offering_id = $4 and id = $5 and holder = $6",
        )
        .bind(to_body(inputs))
        .bind(definition_sha256)
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .bind(&held.holder)
        .execute(self.on())
        .await?;
        Ok(())
    }

    /// Written before the call that makes it; again when the broker has another plan for it.
    pub async fn put_test_thing(&mut self, held: &Holding, thing: &StoredThing) -> Result<()> {
        sqlx::query(
            "insert into test_thing (account_id, offering_id, run_id, id, instance_id, service_id, plan_id, reason, \
                                     position) \
             select $1, $2, $3, $4, $5, $6, $7, '', coalesce(max(position), 0) + 1 from test_thing \
             where account_id = $1 and offering_id = $2 and run_id = $3 \
             on conflict (run_id, id) do update set plan_id = excluded.plan_id",
        )
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .bind(&thing.id)
        .bind(&thing.instance_id)
        .bind(&thing.service_id)
        .bind(&thing.plan_id)
        .execute(self.on())
        .await?;
        Ok(())
    }

    pub async fn remove_test_thing(&mut self, held: &Holding, id: &str) -> Result<()> {
        sqlx::query("delete from test_thing where account_id = $1 and offering_id = $2 and run_id = $3 and id = $4")
            .bind(held.scope.account.to_string())
            .bind(held.scope.offering.to_string())
            .bind(held.id.to_string())
            .bind(id)
            .execute(self.on())
            .await?;
        Ok(())
    }

    /// What the run may have left at the broker, in the order in which it was made.
    pub async fn test_things(&mut self, held: &Holding) -> Result<Vec<StoredThing>> {
        Ok(sqlx::query_as(
            "select id, instance_id, service_id, plan_id from test_thing \
             where account_id = $1 and offering_id = $2 and run_id = $3 order by position",
        )
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .fetch_all(self.on())
        .await?)
    }

    /// What the run is about.
    pub async fn test_target(&mut self, held: &Holding) -> Result<Option<Target>> {
        let row: Option<(String, String, String)> = sqlx::query_as(
            "select plan_id, location, broker_id from test_run \
             where account_id = $1 and offering_id = $2 and id = $3",
        )
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .fetch_optional(self.on())
        .await?;
        row.map(|(plan, location, broker)| {
            let (plan, broker) = (id("test_run", "plan_id", &plan)?, id("test_run", "broker_id", &broker)?);
            Ok(Target { plan, location, broker })
        })
        .transpose()
    }

    /// False: somebody else has the run, or it has ended. Forgets the calls of all but the latest runs of the deployment.
    pub async fn end_test_run(&mut self, held: &Holding, ended: &EndedTestRun<'_>) -> Result<bool> {
        let done = sqlx::query(
            "update test_run set progress = $1, evidence = $2, ended_at = $3, ending = $8, lease_until = 0 \
             where account_id = $4 and offering_id = $5 and id = $6 and holder = $7 and progress = 'running'",
        )
        .bind(ended.progress.name())
        .bind(ended.evidence)
        .bind(ended.at.millis())
        .bind(held.scope.account.to_string())
        .bind(held.scope.offering.to_string())
        .bind(held.id.to_string())
        .bind(&held.holder)
        .bind(ended.ending)
        .execute(self.on())
        .await?;
        if done.rows_affected() == 1 {
            self.keep_test_checks(held, ended.kept).await?;
        }
        for (id, reason) in ended.leftovers {
            sqlx::query(
                "update test_thing set reason = $1 \
                 where account_id = $2 and offering_id = $3 and run_id = $4 and id = $5",
            )
            .bind(reason)
            .bind(held.scope.account.to_string())
            .bind(held.scope.offering.to_string())
            .bind(held.id.to_string())
            .bind(id)
            .execute(self.on())
            .await?;
        }
        for forget in [FORGET_EXCHANGES, FORGET_CALLS] {
            sqlx::query(forget)
                .bind(held.scope.account.to_string())
                .bind(held.scope.offering.to_string())
                .bind(held.id.to_string())
                .bind(TRANSCRIPTS_KEPT)
                .execute(self.on())
                .await?;
        }
        Ok(done.rows_affected() == 1)
    }
}

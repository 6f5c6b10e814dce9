//! Metering sandboxes (§8): whoever may edit a plan tries out what usage of it comes to, by forms, with the key of the
//! service, or by a pattern. Whoever may see the plan may look. Nothing of it is usage, and no statement knows it.

mod feed;
mod key;

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{InstanceId, PlanId, SandboxRunId, UsageRecordId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;
use slipway_domain::plan::{PlanDraft, PlanRecord};
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::sandbox::form::{Place, SettingDraft};
use slipway_domain::sandbox::{
    Channel, Entry, MOST_RUNS, PlayedDay, Sandbox, SavedMeasure, SavedSandbox, Setting, days, fingerprint, play, saved,
};
use slipway_domain::usage::{Answer, Code, Sent};
use slipway_domain::view::{OpenSandbox, SandboxDay, SandboxRecord, SandboxTold, SandboxView};
use slipway_store::{NewSandbox, NewSandboxRun, Tx};

use crate::plan::find;
use crate::{Acting, Report, Result};

/// Records on one page.
const RECORDS: usize = 50;
/// Runs that the page lists.
const RUNS: u32 = 10;

/// What somebody looks at.
#[derive(Clone, Copy)]
struct Look {
    day: Option<u8>,
    page: u32,
    record: Option<UsageRecordId>,
}

/// A plan whose sandbox is changed, within a transaction.
struct Tried {
    tx: Tx,
    offering: Offering,
    plan: PlanRecord,
}

/// A run as it is kept: everything that it was made of.
#[derive(Serialize)]
struct Run<'a> {
    setting: &'a Setting,
    until: Moment,
    plan: &'a PlanDraft,
    records: Vec<RunRecord<'a>>,
    measures: &'a [SavedMeasure],
    /// Left out where no record failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_resent: Option<bool>,
}

#[derive(Serialize)]
struct RunRecord<'a> {
    id: UsageRecordId,
    arrived: Moment,
    channel: Channel,
    /// As it came.
    sent: &'a str,
    answer: &'a Answer,
}

impl Acting {
    /// `day` is the one that is looked at and `page` that of its records, as they stand in the address; what is none is
    /// the day of the clock. `record` goes before both: the page is the one that shows it.
    pub async fn sandbox(
        &self,
        name: &str,
        plan: PlanId,
        (day, page): (&str, u32),
        record: &str,
    ) -> Result<SandboxView> {
        let look = Look { day: day.parse().ok(), page, record: record.parse().ok() };
        let view = self.offering(name).await?;
        let record = find(&view.offering, plan)?;
        self.require(Verb::View, record.draft.object(), Context::of(view.offering.owner.id))?;
        let (store, scope) = (self.backend().store(), view.offering.scope());
        let open = store.sandbox(scope, &view.offering.name, plan).await?;
        let open = match open {
            Some(sandbox) => {
                let draft = record.draft.clone();
                let open = tokio::task::spawn_blocking(move || looked_at(&draft, &sandbox, look)).await;
                Some(open.map_err(|error| Report::new("a sandbox could not be played", error))?)
            }
            None => None,
        };
        let saved = store.sandbox_runs(scope, plan, RUNS).await?;
        Ok(SandboxView { open, saved, plan, view })
    }

    /// Opens a sandbox with no record in it. The one that was open before is gone.
    pub async fn open_sandbox(&self, name: &str, plan: PlanId, draft: &SettingDraft) -> Result<()> {
        let Tried { mut tx, offering, plan: record } = self.try_plan(name, plan).await?;
        let found = draft.check();
        if !found.is_complete() {
            return Err(Rejection::Invalid(found).into());
        }
        let at = self.now();
        let place = Place {
            instance: InstanceId::new(self.backend().ids().uuid(at)),
            account: offering.owner.id,
            offering: &offering.name,
            plan,
            draft: &record.draft,
        };
        let setting = draft.setting(&place).ok_or(Rejection::NotFound(Kind::Plan))?;
        let (scope, by, day) = (offering.scope(), self.person()?.id, first_day(&setting));
        tx.open_sandbox(&NewSandbox { scope, setting: &setting, day, at, by }).await?;
        self.record(&mut tx, &offering, EventKind::SandboxOpened, Detail::about(&record.draft.name)).await?;
        Ok(tx.commit().await?)
    }

    /// Lets the clock go on to the end of a later day of the month.
    pub async fn move_sandbox(&self, name: &str, plan: PlanId, last: u8) -> Result<()> {
        let (mut tried, sandbox) = self.in_sandbox(name, plan).await?;
        let (from, to) = (sandbox.day, last.min(sandbox.setting.month.days()));
        let scope = tried.offering.scope();
        if to <= from || !tried.tx.move_sandbox(scope, plan, (from, to)).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        self.tried(tried, EventKind::SandboxMoved).await
    }

    /// The next record that the service sends with its key is answered with 500 and not kept (MTR-09).
    pub async fn let_sandbox_fail(&self, name: &str, plan: PlanId) -> Result<()> {
        let (mut tried, _) = self.in_sandbox(name, plan).await?;
        let scope = tried.offering.scope();
        if !tried.tx.let_sandbox_fail(scope, plan).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        self.tried(tried, EventKind::SandboxFails).await
    }

    /// Takes all records out and puts the clock back. What the sandbox is set to stays.
    pub async fn empty_sandbox(&self, name: &str, plan: PlanId) -> Result<()> {
        let (mut tried, sandbox) = self.in_sandbox(name, plan).await?;
        let scope = tried.offering.scope();
        tried.tx.empty_sandbox(scope, plan).await?;
        tried.tx.sandbox_failed(scope, plan, None).await?;
        let first = first_day(&sandbox.setting);
        if first != sandbox.day {
            tried.tx.move_sandbox(scope, plan, (sandbox.day, first)).await?;
        }
        self.tried(tried, EventKind::SandboxEmptied).await
    }

    /// Keeps what has arrived, with its verdicts and what it comes to, as evidence.
    pub async fn keep_sandbox(&self, name: &str, plan: PlanId) -> Result<SandboxRunId> {
        let (mut tried, sandbox) = self.in_sandbox(name, plan).await?;
        if tried.tx.sandbox_run_count(tried.offering.scope(), plan).await? >= MOST_RUNS {
            return Err(Rejection::Refused(Refusal::SandboxRunsFull).into());
        }
        let (draft, until) = (&tried.plan.draft, sandbox.clock());
        let played = play(draft, &sandbox.setting, &sandbox.entries, until);
        if played.answers.is_empty() {
            return Err(Rejection::Refused(Refusal::SandboxEmpty).into());
        }
        let (measures, is_resent) = (saved(&sandbox.entries, &played), sandbox.is_resent(&played.answers));
        let records = sandbox.entries.iter().zip(&played.answers).map(|(entry, answer)| RunRecord {
            id: entry.id,
            arrived: entry.arrived,
            channel: entry.channel,
            sent: &entry.json,
            answer,
        });
        let run = Run {
            setting: &sandbox.setting,
            until,
            plan: draft,
            records: records.collect(),
            measures: &measures,
            is_resent,
        };
        let body = serde_json::to_string(&run).map_err(|error| Report::new("a run did not serialise", error))?;
        let sha256 = hex::encode(Sha256::digest(&body));
        let before = tried.offering.sandboxes.iter().find(|run| run.plan == plan);
        if before.is_some_and(|before| before.sha256 == sha256) {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        let (at, person) = (self.now(), self.person()?);
        let run = SavedSandbox {
            id: SandboxRunId::new(self.backend().ids().uuid(at)),
            plan,
            by_name: person.name.clone(),
            at,
            fingerprint: fingerprint(draft),
            measures,
            is_resent,
            sha256,
        };
        let new = NewSandboxRun { scope: tried.offering.scope(), run: &run, by: person.id, body: &body };
        tried.tx.keep_sandbox_run(&new).await?;
        self.tried(tried, EventKind::SandboxKept).await?;
        Ok(run.id)
    }

    /// Whoever may edit the plan may try it, also while its definition stands still: nothing of it changes.
    async fn try_plan(&self, name: &str, plan: PlanId) -> Result<Tried> {
        let (tx, offering) = self.change(name, Verb::Edit, Object::PaidPlan).await?;
        let plan = find(&offering, plan)?.clone();
        self.require(Verb::Edit, plan.draft.object(), Context::of(offering.owner.id))?;
        Ok(Tried { tx, offering, plan })
    }

    async fn in_sandbox(&self, name: &str, plan: PlanId) -> Result<(Tried, Sandbox)> {
        let mut tried = self.try_plan(name, plan).await?;
        let sandbox = tried.tx.sandbox(tried.offering.scope(), &tried.offering.name, plan).await?;
        Ok((tried, sandbox.ok_or(Rejection::NotFound(Kind::Sandbox))?))
    }

    /// One line of the history, and the end of the transaction.
    async fn tried(&self, tried: Tried, kind: EventKind) -> Result<()> {
        let Tried { mut tx, offering, plan } = tried;
        self.record(&mut tx, &offering, kind, Detail::about(&plan.draft.name)).await?;
        Ok(tx.commit().await?)
    }
}

/// Where the clock begins: at the end of the day on which the instance is made.
fn first_day(setting: &Setting) -> u8 {
    setting.month.elapsed(setting.provisioned)
}

/// The month from one replay, and the records of one day.
fn looked_at(draft: &PlanDraft, sandbox: &Sandbox, look: Look) -> OpenSandbox {
    let Sandbox { setting, day: clock, entries, failure } = sandbox;
    let of_clock = || (look.day.filter(|day| (1..=*clock).contains(day)).unwrap_or(*clock), look.page);
    let (shown, page) = look.record.and_then(|record| place_of(sandbox, record)).unwrap_or_else(of_clock);
    let played = days(draft, setting, entries, (shown, *clock));
    let (mut month, mut records, mut before) = (Vec::new(), Vec::new(), 0);
    for PlayedDay { day, answers, measures } in played.days {
        let arrived = &entries[before..before + answers.len()];
        before += answers.len();
        let accepted = answers.iter().filter(|answer| answer.code == Code::Accepted).count();
        month.push(SandboxDay { day, arrived: answers.len(), accepted, measures });
        if day == shown {
            records = arrived.iter().zip(answers).map(|(entry, answer)| record(entry, answer)).collect();
        }
    }
    let skipped = usize::try_from(page).unwrap_or(usize::MAX).saturating_mul(RECORDS);
    let has_more = records.len() > skipped.saturating_add(RECORDS);
    OpenSandbox {
        setting: setting.clone(),
        day: *clock,
        failure: failure.clone(),
        shown,
        entries: entries.len(),
        waiting: entries.len() - before,
        days: month,
        measures: played.measures,
        records: records.into_iter().skip(skipped).take(RECORDS).collect(),
        page,
        has_more,
    }
}

/// The day on which a record arrived, and on which page of that day it is. `None`: it is not there, or not yet.
fn place_of(sandbox: &Sandbox, record: UsageRecordId) -> Option<(u8, u32)> {
    let at = sandbox.entries.iter().position(|entry| entry.id == record)?;
    let day = sandbox.day_of(&sandbox.entries[at])?;
    let first = sandbox.entries.partition_point(|entry| sandbox.day_of(entry).is_some_and(|of| of < day));
    Some((day, u32::try_from((at - first) / RECORDS).ok()?))
}

fn record(entry: &Entry, answer: Answer) -> SandboxRecord {
    let told = |sent: &Sent| SandboxTold {
        start: sent.start,
        end: sent.end,
        consumer: sent.consumer.clone().unwrap_or_default(),
        measured: sent.measured.clone(),
    };
    SandboxRecord {
        id: entry.id,
        arrived: entry.arrived,
        channel: entry.channel,
        told: entry.sent.as_ref().ok().map(told),
        status: answer.status,
        code: answer.code.name().to_owned(),
        message: answer.message.unwrap_or_default(),
        is_identical: answer.details.is_some_and(|details| details.identical),
    }
}

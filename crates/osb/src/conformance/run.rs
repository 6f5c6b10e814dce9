//! The runner: the parts of a run in their order, and what all of them share. It goes on whatever a check finds, and it
//! removes what it made, last things first.

mod binding;
mod catalog;
mod cleanup;
mod end;
mod errors;
mod extension;
mod marketplace;
mod metering;
mod operations;
mod page;
mod provision;
mod refusals;
mod sent;
mod subject;
mod update;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use slipway_domain::test_run::Part;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::check::{CHECKS, Check, Level, check};
use super::notice::{Notice, Thing};
use super::report::{self, CheckResult, Fact, Leftover, Report};
use super::settings::{Settings, why_skipped};
use super::timer::Timer;
use super::transcript::{Exchange, Secrets};
use super::verdict::{Outcome, Verdict};
use crate::catalog::Plan;
use crate::credentials::Redactor;
use crate::outbound::Outbound;

use cleanup::Disposable;
use subject::Guids;

/// Runs every selected check. `ids` makes a fresh id at each call, `progress` hears of each check when it ends.
pub async fn run(
    outbound: &Outbound,
    settings: &Settings,
    timer: Timer,
    ids: &mut (dyn FnMut() -> Uuid + Send),
    progress: &mut (dyn FnMut(&CheckResult) + Send),
) -> Report {
    run_until(outbound, settings, timer, ids, progress, std::future::pending()).await
}

/// The same, until `stop` ends: then no further check is made, and what the run made is removed.
pub async fn run_until(
    outbound: &Outbound,
    settings: &Settings,
    timer: Timer,
    ids: &mut (dyn FnMut() -> Uuid + Send),
    progress: &mut (dyn FnMut(&CheckResult) + Send),
    stop: impl Future<Output = ()> + Send,
) -> Report {
    let mut notice = |notice: Notice<'_>| {
        if let Notice::Concluded(result) = notice {
            progress(result);
        }
    };
    run_noticed(outbound, settings, timer, ids, &mut notice, stop).await
}

/// The same for whoever keeps more of a run than its checks.
pub async fn run_noticed(
    outbound: &Outbound,
    settings: &Settings,
    timer: Timer,
    ids: &mut (dyn FnMut() -> Uuid + Send),
    notice: &mut (dyn FnMut(Notice<'_>) + Send),
    stop: impl Future<Output = ()> + Send,
) -> Report {
    let mut run = Run::new(outbound, settings, timer, ids, notice);
    let Some(plan) = run.plan() else { return run.finish("the definition has no such plan") };
    let calling = Arc::clone(&run.calling);
    let stop = async {
        stop.await;
        let _ = calling.lock().await;
    };
    let readable = tokio::select! {
        biased;
        () = stop => None,
        readable = run.checks(&plan) => Some(readable),
    };
    if readable == Some(false) {
        return run.finish("the catalog could not be read (BRK-CAT-03)");
    }
    run.clean_up().await;
    if readable.is_none() {
        run.stopped = true;
        return run.finish("the run was stopped before");
    }
    run.operations_seen();
    run.answer_times_seen();
    run.errors_seen();
    run.finish("an instance could not be provisioned (BRK-PRV-01)")
}

/// Removes what a run made that nobody can go on with: bindings before their instances, last things first. Gives what
/// could not be removed.
pub async fn remove(
    outbound: &Outbound,
    settings: &Settings,
    timer: Timer,
    ids: &mut (dyn FnMut() -> Uuid + Send),
    notice: &mut (dyn FnMut(Notice<'_>) + Send),
    things: Vec<Thing>,
) -> Vec<Leftover> {
    let mut run = Run::new(outbound, settings, timer, ids, notice);
    run.made = Disposable::of(things);
    run.clean_up().await;
    run.leftovers
}

struct Run<'a> {
    outbound: &'a Outbound,
    settings: &'a Settings,
    timer: Timer,
    ids: &'a mut (dyn FnMut() -> Uuid + Send),
    notice: &'a mut (dyn FnMut(Notice<'_>) + Send),
    secrets: Secrets,
    /// When a token was earned last.
    token: Option<(Duration, SecretString)>,
    /// The check that calls are made for.
    purpose: &'static str,
    exchanges: Vec<Exchange>,
    results: BTreeMap<&'static str, CheckResult>,
    /// What may exist at the broker, in the order in which it was made.
    made: Vec<Disposable>,
    leftovers: Vec<Leftover>,
    stopped: bool,
    /// Held during a call: a run is stopped between two calls, never in one, or its effect could come after the clean-up.
    calling: Arc<Mutex<()>>,
    guids: Guids,
    /// The broker refuses every instance: what needs one says so instead of failing for the same reason.
    refuses_all: bool,
    /// The broker says that instances can be fetched (2.14 and later).
    retrievable: bool,
    /// The version in the `maintenance_info` of each plan of the broker's catalog, by the plan's id.
    maintenance: BTreeMap<String, String>,
    /// Exchange and time of every call that changes something.
    answer_times: Vec<(usize, Duration)>,
    operations: operations::Operations,
}

/// Where a check began.
#[derive(Debug, Clone, Copy)]
struct Mark {
    id: &'static str,
    exchange: usize,
    at: Duration,
}

impl<'a> Run<'a> {
    fn new(
        outbound: &'a Outbound,
        settings: &'a Settings,
        timer: Timer,
        ids: &'a mut (dyn FnMut() -> Uuid + Send),
        notice: &'a mut (dyn FnMut(Notice<'_>) + Send),
    ) -> Self {
        let secret = settings.definition.parameters.iter().filter(|parameter| parameter.is_secret());
        let (username, password) = settings.broker.authentication.parts();
        let secrets = Secrets::new(Redactor::new(username, &password), secret.map(|parameter| parameter.name.clone()));
        Self {
            outbound,
            settings,
            timer,
            ids,
            notice,
            secrets,
            token: None,
            purpose: "",
            exchanges: Vec::new(),
            results: BTreeMap::new(),
            made: Vec::new(),
            leftovers: Vec::new(),
            stopped: false,
            calling: Arc::default(),
            guids: if settings.guid_ids { Guids::Everywhere } else { Guids::Nowhere },
            refuses_all: false,
            retrievable: false,
            maintenance: BTreeMap::new(),
            answer_times: Vec::new(),
            operations: operations::Operations::default(),
        }
    }
}

impl Run<'_> {
    /// Every check that calls something. Says whether the broker's catalog could be read.
    ///
    /// May be dropped between two calls: what a call may make is remembered before it is sent.
    async fn checks(&mut self, plan: &Plan) -> bool {
        let readable = self.broker_checks(plan).await;
        self.marketplace().await;
        self.metering();
        readable
    }

    /// Without a catalog nothing else is tried.
    async fn broker_checks(&mut self, plan: &Plan) -> bool {
        if !self.catalog().await {
            return false;
        }
        if !self.makes("BRK-PRV-10") {
            return true;
        }
        self.ids_in_urls(plan).await;
        self.tolerance(plan).await;
        self.refusals(plan).await;
        if let Some(mut subject) = self.provision(plan).await {
            self.update(plan, &mut subject).await;
            // A broker that changes what it must not leaves another plan.
            let current = self.settings.definition.plan(&subject.wanted.instance.plan_id).unwrap_or(plan);
            self.binding(current, &subject).await;
            self.extension(current, &subject).await;
            self.deprovision(&subject).await;
        }
        self.half_made(plan).await;
        self.orphan(plan).await;
        true
    }

    fn plan(&self) -> Option<Plan> {
        let definition = &self.settings.definition;
        match &self.settings.plan {
            Some(name) => definition.plan(name).cloned(),
            None => definition.service.plans.first().cloned(),
        }
    }

    /// Another plan of the service.
    fn other_plan(&self, plan: &Plan) -> Option<Plan> {
        self.settings.definition.service.plans.iter().find(|other| other.id != plan.id).cloned()
    }

    fn makes(&self, id: &str) -> bool {
        self.settings.selection.makes(id)
    }

    fn begin(&mut self, id: &'static str) -> Mark {
        self.purpose = id;
        Mark { id, exchange: self.exchanges.len(), at: self.timer.now() }
    }

    fn conclude(&mut self, mark: Mark, verdict: Verdict) -> bool {
        let Some(check) = check(mark.id) else { return false };
        let level = self.level(check);
        let is_kept = verdict.is_kept();
        let outcome = verdict.found.at(level);
        if !self.settings.selection.tells(check.id, outcome >= Outcome::Warn) {
            return is_kept;
        }
        let mut exchanges: Vec<usize> = verdict.cites;
        let own = self.exchanges[mark.exchange..].iter().filter(|exchange| exchange.purpose == mark.id);
        exchanges.extend(own.map(|exchange| exchange.number));
        exchanges.sort_unstable();
        exchanges.dedup();
        // Some quote what the broker said.
        let masked = |Fact { name, value }: Fact| Fact { name, value: self.secrets.text(&value) };
        let facts = verdict.facts.into_iter().map(masked).collect();
        let result = CheckResult {
            id: check.id,
            level,
            outcome,
            reason: self.secrets.text(&verdict.reason),
            facts,
            took_ms: millis(self.timer.now().saturating_sub(mark.at)),
            exchanges,
        };
        (self.notice)(Notice::Concluded(&result));
        self.results.insert(check.id, result);
        is_kept
    }

    /// A check that calls nothing of its own.
    fn note(&mut self, id: &'static str, verdict: Verdict) {
        let mark = Mark { id, exchange: self.exchanges.len(), at: self.timer.now() };
        self.conclude(mark, verdict);
    }

    fn skip(&mut self, ids: &[&'static str], reason: &str) {
        for id in ids {
            self.note(id, Verdict::skip(reason));
        }
    }

    /// Skips these checks of a part that the run was told to leave out.
    fn leaves_out(&mut self, part: Part, ids: &[&'static str]) -> bool {
        let is_left_out = self.settings.left_out.contains(&part);
        if is_left_out {
            self.skip(ids, why_skipped(part));
        }
        is_left_out
    }

    /// §6.9 makes two levels depend on the version and on the offering.
    fn level(&self, check: &Check) -> Level {
        match check.id {
            "BRK-PRV-03" if !self.settings.has_dashboard => Level::Should,
            "BRK-PRV-08" if !self.settings.broker.version.has_binding_context() => Level::Should,
            _ => check.level,
        }
    }

    fn finish(mut self, otherwise: &str) -> Report {
        for check in CHECKS.iter().copied().flatten() {
            if !self.results.contains_key(check.id) {
                self.skip(&[check.id], otherwise);
            }
        }
        let all = CHECKS.iter().copied().flatten();
        let checks: Vec<CheckResult> = all.filter_map(|check| self.results.remove(check.id)).collect();
        let evidence = report::evidence(&self.settings.inputs(), &checks, self.leftovers.len());
        let took_ms = millis(self.timer.now());
        Report {
            broker: self.settings.broker.url.clone(),
            version: self.settings.broker.version,
            service: self.settings.definition.service.name.clone(),
            plan: self.plan().map(|plan| plan.name).unwrap_or_default(),
            checks,
            leftovers: self.leftovers,
            stopped: self.stopped,
            exchanges: self.exchanges,
            took_ms,
            evidence,
        }
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

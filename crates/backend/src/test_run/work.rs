//! Making the runs that were asked for: a few at a time, one of a broker, each under a lease. A run that its maker left,
//! because the console was killed, cannot be gone on with: what it made at the broker is removed, and it ends as
//! interrupted.

use std::time::Duration;

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{EventId, TestRunId};
use slipway_domain::offering::Offering;
use slipway_domain::test_run::{self, Content, Options, Progress, Target};
use slipway_domain::view::CheckResult;
use slipway_osb::ResourceId;
use slipway_osb::conformance::{self, Leftover, Notice, Report as Found, Said, Selection, Settings, Thing, Timer};
use slipway_osb::request::Instance;
use slipway_store::{DueTestRun, EndedTestRun, Holding, NewEvent, StoredThing};
use tokio::sync::{Notify, mpsc, watch};
use uuid::Uuid;

use super::journal::{Broken, Entry, let_go};
use super::place;
use super::settings::{Obstacle, Prepared};
use crate::call_limits::Permit;
use crate::jobs::{self, Jobs};
use crate::{Backend, Clock, Result};

/// How long a run belongs to whoever last wrote to it.
pub(super) const LEASE: Duration = Duration::from_mins(1);
/// A run in our hands.
struct Taken {
    held: Holding,
    target: Target,
    options: Options,
    /// The run that it goes back to, and the checks that were asked for.
    repeats: Option<(TestRunId, Vec<String>)>,
    /// Somebody began it before.
    is_left: bool,
    /// A run calls once at a time.
    permit: Permit,
}

/// How a run ended.
struct Ending {
    progress: Progress,
    code: Obstacle,
    evidence: String,
    leftovers: Vec<Leftover>,
    /// Results of the run that it goes back to.
    kept: Vec<CheckResult>,
    has_passed: bool,
}

impl Ending {
    fn interrupted(code: Obstacle, leftovers: Vec<Leftover>) -> Self {
        Self {
            progress: Progress::Interrupted,
            code,
            evidence: String::new(),
            leftovers,
            kept: Vec::new(),
            has_passed: false,
        }
    }
}

/// The runs that are asked for, as jobs.
#[derive(Clone)]
struct TestRuns(Backend);

impl Jobs for TestRuns {
    type Taken = Taken;

    const AT_ONCE: usize = 4;
    const LOOK: Duration = Duration::from_secs(10);
    /// To remove what a run made. What is left then is removed by the next start.
    const GRACE: Duration = Duration::from_secs(10);

    fn wanted(&self) -> &Notify {
        self.0.test_runs_wanted()
    }

    async fn take_next(&self) -> Result<Option<Taken>> {
        let at = self.0.clock().now();
        for DueTestRun { scope, id, progress, broker } in self.0.store().due_test_runs(at).await? {
            let Some(permit) = self.0.call_limits().admit(broker, at) else { continue };
            let held = Holding { scope, id, holder: hex::encode(self.0.ids().bytes::<16>()) };
            let mut tx = self.0.store().write().await?;
            if !tx.take_test_run(&held, at, LEASE).await? {
                continue;
            }
            let Some(target) = tx.test_target(&held).await? else { continue };
            let (options, repeats) = (tx.test_options(&held).await?, tx.test_repeated(&held).await?);
            tx.commit().await?;
            self.0.watchers().tell(id.uuid());
            let is_left = progress == Progress::Running;
            return Ok(Some(Taken { held, target, options, repeats, is_left, permit }));
        }
        Ok(None)
    }

    async fn make(self, taken: Taken, stopping: watch::Receiver<bool>) {
        if let Err(error) = Box::pin(self.0.make(&taken, stopping)).await {
            // Its lease runs out, and then it is taken up again.
            tracing::error!(run = %taken.held.id, %error, "a test run could not be kept");
        }
    }
}

impl Backend {
    /// Makes what is asked for until `stop` ends; then the runs under way remove what they made, if that is quick. What
    /// is left then is removed by the next start.
    pub async fn work_on_test_runs(&self, stop: impl Future<Output = ()>) {
        jobs::work(&TestRuns(self.clone()), stop).await;
    }

    /// Makes what is due, and what becomes due by it, and comes back when nothing is.
    pub async fn make_due_test_runs(&self) {
        jobs::make_due(&TestRuns(self.clone())).await;
    }

    async fn make(&self, taken: &Taken, stopping: watch::Receiver<bool>) -> Result<()> {
        let found = self.store().offering_to_call(taken.held.scope, taken.target.broker).await?;
        let Some((offering, sealed)) = found else { return Ok(()) };
        let offering = Box::pin(self.tested(offering, taken.options.content)).await?;
        let prepared = self.prepared(&offering, &taken.target, taken.options.clone(), sealed.as_deref())?;
        let ending = match prepared {
            Ok(prepared) if taken.is_left => Some(self.clear_away(taken, &prepared.settings).await?),
            Ok(prepared) => self.run(taken, &offering, prepared, stopping).await?,
            Err(_) if taken.is_left => Some(Ending::interrupted("console_stopped", Vec::new())),
            Err(obstacle) => Some(Ending::interrupted(obstacle, Vec::new())),
        };
        match ending {
            Some(ending) => self.end(taken, &offering, &ending).await,
            None => Ok(()),
        }
    }

    /// The offering with what the run is about. What is public no longer is tested as it is.
    async fn tested(&self, offering: Offering, content: Content) -> Result<Offering> {
        if content == Content::Draft {
            return Ok(offering);
        }
        match self.store().catalog_entry(offering.scope()).await? {
            Some(entry) => Ok(offering.as_handed_in(&entry.snapshot.content)),
            None => Ok(offering),
        }
    }

    /// `None`: somebody else has the run, and ends it.
    async fn run(
        &self,
        taken: &Taken,
        offering: &Offering,
        mut prepared: Prepared,
        mut stopping: watch::Receiver<bool>,
    ) -> Result<Option<Ending>> {
        if let Some((base, asked)) = &taken.repeats {
            let base = self.store().test_run(taken.held.scope, *base).await?;
            if base.is_none_or(|(base, _)| base.inputs != prepared.inputs) {
                return Ok(Some(Ending::interrupted("inputs_changed", Vec::new())));
            }
            prepared.settings.selection = Selection::of(asked.iter().map(String::as_str));
            // Whoever asks for a check by its name wants it made.
            prepared.settings.left_out.retain(|part| !asked.iter().any(|id| part.holds(id)));
        }
        let mut tx = self.store().write().await?;
        tx.set_test_inputs(&taken.held, &prepared.inputs, &prepared.definition_sha256).await?;
        tx.commit().await?;
        let (entries, mut received) = mpsc::unbounded_channel();
        let (breaking, mut broken) = watch::channel(false);
        let mut ids = self.fresh_ids();
        let made = async {
            // Ends with the run, and the journal with it.
            let entries = entries;
            // It takes its time, in which the journal keeps the lease.
            self.look_around(&mut prepared.settings, offering, &taken.target).await?;
            let mut notice = |notice: Notice<'_>| {
                if let Notice::Called(exchange) = &notice {
                    taken.permit.told(matches!(exchange.answer, Said::Reply { .. }), self.clock().now());
                }
                drop(entries.send(Entry::from(notice)));
            };
            let stop = async {
                tokio::select! {
                    _ = stopping.wait_for(|is_stopping| *is_stopping) => {}
                    _ = broken.wait_for(|is_broken| *is_broken) => {}
                }
            };
            let (outbound, timer) = (self.outbound(), self.timer());
            let found =
                conformance::run_noticed(outbound, &prepared.settings, timer, &mut ids, &mut notice, stop).await;
            Ok::<Found, crate::Error>(found)
        };
        let kept = async {
            let kept = self.keep_journal(&taken.held, &mut received).await;
            // Told before what waits for the journal is let go: no call is made that was not written down.
            let _ = breaking.send(kept.is_err());
            let_go(&mut received);
            kept
        };
        let (found, kept) = tokio::join!(made, kept);
        match kept {
            Ok(()) => Ok(Some(self.ending(taken, found?).await?)),
            Err(Broken::Lost) => Ok(None),
            Err(Broken::Failed(error)) => Err(error),
        }
    }

    /// Removes what a run made whose maker is gone.
    async fn clear_away(&self, taken: &Taken, settings: &Settings) -> Result<Ending> {
        let mut tx = self.store().write().await?;
        let things = tx.test_things(&taken.held).await?;
        drop(tx);
        let things: Vec<Thing> = things.into_iter().filter_map(thing).collect();
        let (entries, mut received) = mpsc::unbounded_channel();
        let mut ids = self.fresh_ids();
        let removed = async {
            let entries = entries;
            let mut notice = |notice: Notice<'_>| drop(entries.send(Entry::from(notice)));
            let (outbound, timer) = (self.outbound(), self.timer());
            conformance::remove(outbound, settings, timer, &mut ids, &mut notice, things).await
        };
        let kept = async {
            let kept = self.keep_journal(&taken.held, &mut received).await;
            let_go(&mut received);
            kept
        };
        let (leftovers, kept) = tokio::join!(removed, kept);
        match kept {
            Ok(()) | Err(Broken::Lost) => Ok(Ending::interrupted("console_stopped", leftovers)),
            Err(Broken::Failed(error)) => Err(error),
        }
    }

    async fn ending(&self, taken: &Taken, found: Found) -> Result<Ending> {
        if found.stopped {
            return Ok(Ending::interrupted("console_stopped", found.leftovers));
        }
        let has_passed = found.has_passed();
        let mut ending = Ending {
            progress: Progress::Finished,
            code: "",
            evidence: found.evidence,
            leftovers: found.leftovers,
            kept: Vec::new(),
            has_passed,
        };
        let Some((base, _)) = &taken.repeats else { return Ok(ending) };
        let union = self.union(taken.held.scope, *base, taken.held.id, &ending.evidence).await?;
        let Some(union) = union else { return Ok(Ending::interrupted("inputs_changed", ending.leftovers)) };
        let outcomes = union.results.iter().map(|result| result.outcome);
        ending.has_passed = test_run::has_passed(outcomes, ending.leftovers.len(), false);
        ending.evidence = union.evidence;
        ending.kept = union.kept;
        Ok(ending)
    }

    async fn end(&self, taken: &Taken, offering: &Offering, ending: &Ending) -> Result<()> {
        let at = self.clock().now();
        let leftovers: Vec<(String, String)> =
            ending.leftovers.iter().map(|left| (left.id.clone(), left.reason.clone())).collect();
        let ended = EndedTestRun {
            progress: ending.progress,
            evidence: &ending.evidence,
            ending: ending.code,
            leftovers: &leftovers,
            kept: &ending.kept,
            at,
        };
        let mut tx = self.store().write().await?;
        if !tx.end_test_run(&taken.held, &ended).await? {
            return Ok(());
        }
        let (kind, detail) = (ending.kind(), Detail::about(place(offering, &taken.target)));
        tx.record(&NewEvent {
            id: EventId::new(self.ids().uuid(at)),
            at,
            actor: None,
            account: Some(offering.owner.id),
            offering: Some(offering.id),
            kind,
            detail: if ending.code.is_empty() { detail } else { detail.with_code(ending.code) },
            request: String::new(),
        })
        .await?;
        tx.commit().await?;
        self.watchers().tell(taken.held.id.uuid());
        Ok(())
    }

    fn fresh_ids(&self) -> impl FnMut() -> Uuid + Send + use<> {
        let (ids, clock) = (self.ids().clone(), self.clock().clone());
        move || ids.uuid(clock.now())
    }

    /// Where the clock stands still nobody waits either.
    fn timer(&self) -> Timer {
        match self.clock() {
            Clock::System => Timer::system(),
            Clock::Fixed(_) => Timer::jumping(),
        }
    }
}

impl Ending {
    const fn kind(&self) -> EventKind {
        match self.progress {
            Progress::Finished if self.has_passed => EventKind::TestRunPassed,
            Progress::Finished => EventKind::TestRunFailed,
            _ => EventKind::TestRunInterrupted,
        }
    }
}

/// `None` for a row that names nothing a broker could be asked about.
fn thing(stored: StoredThing) -> Option<Thing> {
    let binding = if stored.id == stored.instance_id { None } else { Some(ResourceId::parse(&stored.id)?) };
    let id = ResourceId::parse(&stored.instance_id)?;
    Some(Thing { instance: Instance { id, service_id: stored.service_id, plan_id: stored.plan_id }, binding })
}

//! Test runs of brokers (§4.16): asking for one, and reading what came of it. Making them is the work of `test_run/work.rs`,
//! whoever waits for it.

mod attest;
mod journal;
mod marketplace;
mod metering;
mod repeat;
mod settings;
mod work;

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{DeploymentId, TestRunId};
use slipway_domain::offering::Offering;
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::test_run::{Attested, Content, Inputs, Options, Progress, Target, TestRunDraft};
use slipway_domain::view::{self, CheckLine, CheckResult, Tally, TestRunView, TestRunsView};
use slipway_osb::conformance::CHECKS;
use slipway_store::{NewTestRun, Repeated, Tx};

use crate::broker::find;
use crate::release::standing;
use crate::{Acting, Result};

impl Acting {
    /// Asks for a run of everything on a catalog deployment. One that is open already is the answer, if it is of the same
    /// content.
    pub async fn request_test_run(&self, name: &str, deployment: DeploymentId) -> Result<TestRunId> {
        Box::pin(self.request_test_run_of(name, deployment, &TestRunDraft::default())).await
    }

    async fn request_test_run_of(
        &self,
        name: &str,
        deployment: DeploymentId,
        draft: &TestRunDraft,
    ) -> Result<TestRunId> {
        let (mut tx, offering) = self.change(name, Verb::Execute, Object::TestRun).await?;
        let record = offering.deployments.iter().find(|record| record.id == deployment);
        let record = record.ok_or(Rejection::NotFound(Kind::Deployment))?;
        let target = Target::of(record);
        let content = Content::chosen(Content::parse(&draft.content), offering.stage, record.state);
        let tested = Box::pin(with_content(&mut tx, offering, content)).await?;
        self.ask_for_run(tx, &tested, &target, Options { content, ..draft.options() }, None).await
    }

    /// Asks for a run on every deployment that was chosen, or that is in the catalog if none was (§4.16): one request each,
    /// with its own line of the history. One that is not there, whose broker is not registered, or of which another content
    /// is tested now, refuses all of them before the first.
    pub async fn request_test_runs(&self, name: &str, draft: &TestRunDraft) -> Result<()> {
        let (tx, offering) = self.change(name, Verb::Execute, Object::TestRun).await?;
        drop(tx);
        let missing = Rejection::NotFound(Kind::Deployment);
        let mut chosen = draft.chosen().ok_or(missing.clone())?;
        if chosen.is_empty() {
            let published = offering.deployments.iter().filter(|record| record.state.is_published());
            chosen.extend(published.map(|record| record.id));
        }
        if chosen.is_empty() {
            return Err(missing.into());
        }
        for id in &chosen {
            let record = offering.deployments.iter().find(|record| record.id == *id).ok_or(missing.clone())?;
            if !find(&offering, record.broker)?.state.has_registered() {
                return Err(Rejection::Refused(Refusal::BrokerNotRegistered).into());
            }
            let content = Content::chosen(Content::parse(&draft.content), offering.stage, record.state);
            offering.open_run_of(&Target::of(record), content).map_err(Rejection::Refused)?;
        }
        for id in chosen {
            Box::pin(self.request_test_run_of(name, id, draft)).await?;
        }
        Ok(())
    }

    /// Of all checks, or of some of another run. `offering` has the content that is tested.
    async fn ask_for_run(
        &self,
        mut tx: Tx,
        offering: &Offering,
        target: &Target,
        options: Options,
        repeats: Option<Repeated<'_>>,
    ) -> Result<TestRunId> {
        if let Some(open) = offering.open_run_of(target, options.content).map_err(Rejection::Refused)? {
            return Ok(open.id);
        }
        if !find(offering, target.broker)?.state.has_registered() {
            return Err(Rejection::Refused(Refusal::BrokerNotRegistered).into());
        }
        let inputs = Inputs::of(offering, target).ok_or(Rejection::NotFound(Kind::Deployment))?;
        let inputs = Inputs { options, ..inputs };
        let at = self.now();
        let id = TestRunId::new(self.backend().ids().uuid(at));
        let (scope, by) = (offering.scope(), self.person()?.id);
        tx.add_test_run(&NewTestRun { scope, id, target, inputs: &inputs, repeats, by, at }).await?;
        let detail = Detail::about(place(offering, target));
        self.record(&mut tx, offering, EventKind::TestRunRequested, detail).await?;
        tx.commit().await?;
        self.backend().test_runs_wanted().notify_one();
        Ok(id)
    }

    pub async fn test_runs(&self, name: &str) -> Result<TestRunsView> {
        let view = self.offering(name).await?;
        self.require(Verb::View, Object::TestRun, Context::of(view.offering.owner.id))?;
        let runs = self.backend().store().test_runs(view.offering.scope()).await?;
        Ok(TestRunsView { runs, view })
    }

    /// A run with everything that was said in it. That of another offering is as unknown as one that never was.
    pub async fn test_run(&self, name: &str, run: TestRunId) -> Result<TestRunView> {
        let TestRunsView { runs, view } = self.test_runs(name).await?;
        let (store, scope) = (self.backend().store(), view.offering.scope());
        let found = store.test_run(scope, run).await?;
        let (mut run, mut results) = found.ok_or(Rejection::NotFound(Kind::TestRun))?;
        if run.progress.is_open() {
            // What it will keep is known already.
            results.extend(self.still_kept(scope, &run, &results).await?);
            run.tally = Tally::of(results.iter().map(|result| result.outcome));
        }
        let previous = runs.into_iter().find(|other| {
            other.progress == Progress::Finished && other.target == run.target && other.number < run.number
        });
        let before = match &previous {
            Some(previous) => store.test_run(scope, previous.id).await?.map(|(_, results)| results).unwrap_or_default(),
            None => Vec::new(),
        };
        let attested = store.test_attestations(scope, run.id).await?;
        Ok(TestRunView {
            exchanges: store.test_exchanges(scope, run.id).await?,
            leftovers: store.test_leftovers(scope, run.id).await?,
            changes: view::changes(&before, &results),
            checks: lines(results, attested),
            previous,
            run,
            view,
        })
    }
}

/// The offering with what a run of it is made with.
async fn with_content(tx: &mut Tx, offering: Offering, content: Content) -> Result<Offering> {
    match content {
        Content::Draft => Ok(offering),
        Content::Public => Ok(standing(tx, &offering).await?.unwrap_or(offering)),
    }
}

/// Every check of §6.9, with its result if there is one.
fn lines(mut results: Vec<CheckResult>, mut attested: Vec<(String, Attested)>) -> Vec<CheckLine> {
    let line = |check: &slipway_osb::conformance::Check| {
        let seen = attested.iter().position(|(id, _)| id == check.id);
        let found = results.iter().position(|result| result.id == check.id);
        let result = found.map(|at| results.swap_remove(at));
        CheckLine {
            id: check.id.to_owned(),
            level: result.as_ref().map_or(check.level, |result| result.level),
            result,
            steps: check.steps.to_owned(),
            criterion: check.criterion.to_owned(),
            why: check.why.to_owned(),
            remedy: check.remedy.to_owned(),
            attested: seen.map(|at| attested.swap_remove(at).1),
        }
    };
    CHECKS.iter().copied().flatten().map(line).collect()
}

/// For the history: `lite in eu-de`.
pub(crate) fn place(offering: &Offering, target: &Target) -> String {
    let plan = offering.plans.iter().find(|plan| plan.id == target.plan).map(|plan| plan.draft.name.as_str());
    format!("{} in {}", plan.unwrap_or_default(), target.location)
}

//! Making checks of a run again: what may be asked for, and what the new run keeps of the old one
//! (`docs/decisions/0019-checks-made-again.md`).

use sha2::{Digest as _, Sha256};
use slipway_domain::ids::TestRunId;
use slipway_domain::offering::Scope;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::test_run::{Repeat, Target, kept};
use slipway_domain::view::{CheckResult, MadeBy, TestRunLine};
use slipway_osb::conformance::{Selection, check};
use slipway_store::Repeated;

use super::with_content;
use crate::{Acting, Backend, Result};

impl Acting {
    /// Makes one check of a run again, or, if none is named, whatever failed or was warned about. If that needs all
    /// checks, it is a run like any other.
    pub async fn repeat_checks(&self, name: &str, run: TestRunId, only: &str) -> Result<TestRunId> {
        let (mut tx, offering) = self.change(name, Verb::Execute, Object::TestRun).await?;
        let missing = Rejection::NotFound(Kind::TestRun);
        let (line, _) = self.backend().store().test_run(offering.scope(), run).await?.ok_or(missing.clone())?;
        if !offering.deployments.iter().any(|record| Target::of(record) == line.target) {
            return Err(Rejection::NotFound(Kind::Deployment).into());
        }
        let offering = Box::pin(with_content(&mut tx, offering, line.inputs.options.content)).await?;
        let base = offering.repeatable(run).map_err(Rejection::Refused)?;
        let asked: Vec<String> = if only.is_empty() {
            base.to_mend().map(str::to_owned).collect()
        } else {
            vec![check(only).ok_or(missing)?.id.to_owned()]
        };
        if asked.is_empty() {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        let is_whole = Selection::of(asked.iter().map(String::as_str)).is_all();
        let repeats = (!is_whole).then_some(Repeated { base: run, asked: &asked });
        self.ask_for_run(tx, &offering, &line.target, base.inputs.options.clone(), repeats).await
    }

    /// What an open run is going to keep: the results of checks that it does not make.
    pub(super) async fn still_kept(
        &self,
        scope: Scope,
        run: &TestRunLine,
        own: &[CheckResult],
    ) -> Result<Vec<CheckResult>> {
        let Some(Repeat { base, asked, .. }) = &run.repeats else { return Ok(Vec::new()) };
        let selection = Selection::of(asked.iter().map(String::as_str));
        let Some((base, results)) = self.backend().store().test_run(scope, *base).await? else { return Ok(Vec::new()) };
        let results = from_base(&base, &results, own);
        Ok(results.into_iter().filter(|result| !selection.makes(&result.id)).collect())
    }
}

/// How a run that repeats checks ends, together with the one that it goes back to.
pub(super) struct Union {
    pub(super) kept: Vec<CheckResult>,
    /// All results as they count now.
    pub(super) results: Vec<CheckResult>,
    pub(super) evidence: String,
}

impl Backend {
    /// `None`: one of the two is gone.
    pub(super) async fn union(
        &self,
        scope: Scope,
        base: TestRunId,
        run: TestRunId,
        evidence: &str,
    ) -> Result<Option<Union>> {
        let (Some((base, before)), Some((_, own))) =
            (self.store().test_run(scope, base).await?, self.store().test_run(scope, run).await?)
        else {
            return Ok(None);
        };
        let kept = from_base(&base, &before, &own);
        let own = own.into_iter().filter(|own| !kept.iter().any(|kept| kept.id == own.id));
        let results = own.chain(kept.iter().cloned()).collect();
        let both = format!("slipway conformance repeat 1\n{}\n{evidence}", base.evidence);
        Ok(Some(Union { kept, results, evidence: hex::encode(Sha256::digest(both)) }))
    }
}

/// The calls stay with the run that made them.
fn from_base(base: &TestRunLine, before: &[CheckResult], own: &[CheckResult]) -> Vec<CheckResult> {
    let made_by = MadeBy { run: base.id, number: base.number };
    let keep = |result: &CheckResult| CheckResult {
        from: Some(result.from.unwrap_or(made_by)),
        exchanges: Vec::new(),
        ..result.clone()
    };
    kept(before, own).map(keep).collect()
}

//! Test runs of brokers.

use leptos::prelude::*;
use slipway_domain::ids::{DeploymentId, TestRunId};
use slipway_domain::test_run::TestRunDraft;
use slipway_domain::view::{TestRunView, TestRunsView};

use crate::error::AppError;

#[server(endpoint = "test-runs")]
pub async fn read_test_runs(offering: String) -> Result<TestRunsView, AppError> {
    crate::ssr::answer(crate::ssr::acting().test_runs(&offering).await)
}

#[server(endpoint = "test-run")]
pub async fn read_test_run(offering: String, id: TestRunId) -> Result<TestRunView, AppError> {
    crate::ssr::answer(crate::ssr::acting().test_run(&offering, id).await)
}

/// Asks for checks of a run to be made again, and goes on to the new run's page; no id: whatever failed.
#[server(endpoint = "test-run/repeat")]
pub async fn repeat_checks(offering: String, run: TestRunId, check: String) -> Result<(), AppError> {
    use crate::paths::Path;

    let run = crate::ssr::answer(crate::ssr::acting().repeat_checks(&offering, run, check.trim()).await)?;
    crate::ssr::redirect(&Path::TestRun(offering, run));
    Ok(())
}

/// Says that somebody looked at what a check of a run leaves to a person.
#[server(endpoint = "test-run/attest")]
pub async fn attest_check(
    offering: String,
    run: TestRunId,
    check: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().attest_check(&offering, run, check.trim(), &note).await)?;
    crate::ssr::redirect(&Path::TestRun(offering, run));
    Ok(())
}

/// Asks for a run on every deployment that was chosen, or on all that are published, and comes back to all of them.
#[server(endpoint = "test-run/request-all")]
pub async fn request_test_runs(offering: String, #[server(default)] test: TestRunDraft) -> Result<(), AppError> {
    use crate::paths::Path;
    use slipway_domain::page::Page;

    crate::ssr::answer(crate::ssr::acting().request_test_runs(&offering, &test).await)?;
    crate::ssr::redirect(&Path::Offering(offering, Page::Tests));
    Ok(())
}

/// Asks for a run on a catalog deployment, and goes on to its page.
#[server(endpoint = "test-run/request")]
pub async fn request_test_run(offering: String, deployment: DeploymentId) -> Result<(), AppError> {
    use crate::paths::Path;

    let run = crate::ssr::answer(crate::ssr::acting().request_test_run(&offering, deployment).await)?;
    crate::ssr::redirect(&Path::TestRun(offering, run));
    Ok(())
}

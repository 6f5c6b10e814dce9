//! Metering sandboxes: open one, send records, let its clock go on, keep what came of it. A form that is turned down for
//! what was typed comes back with it.

use leptos::prelude::*;
use slipway_domain::ids::PlanId;
use slipway_domain::sandbox::form::{PatternDraft, RecordDraft, SettingDraft};
use slipway_domain::view::SandboxView;

use crate::error::AppError;

/// `day` is the one that is looked at; `page` of its records is counted from 0. `record` goes before both.
#[server(endpoint = "sandbox")]
pub async fn read_sandbox(
    offering: String,
    plan: PlanId,
    #[server(default)] day: String,
    #[server(default)] page: u32,
    #[server(default)] record: String,
) -> Result<SandboxView, AppError> {
    crate::ssr::answer(crate::ssr::acting().sandbox(&offering, plan, (&day, page), &record).await)
}

#[server(endpoint = "sandbox/open")]
pub async fn open_sandbox(
    offering: String,
    plan: PlanId,
    #[server(default)] sandbox: SettingDraft,
) -> Result<(), AppError> {
    use crate::pages::sandbox::OPEN;
    use crate::paths::Path;

    let opened = crate::ssr::acting().open_sandbox(&offering, plan, &sandbox).await;
    let typed: [(&str, &str); 4] =
        [("form", OPEN), ("month", &sandbox.month), ("day_made", &sandbox.day), ("buyer", &sandbox.buyer)];
    crate::ssr::decided_near(&Path::Sandbox(offering, plan), OPEN, &typed, opened)
}

#[server(endpoint = "sandbox/record")]
pub async fn send_record(
    offering: String,
    plan: PlanId,
    #[server(default)] record: RecordDraft,
) -> Result<(), AppError> {
    use crate::pages::sandbox::RECORD;
    use crate::paths::Path;

    let sent = crate::ssr::acting().send_to_sandbox(&offering, plan, &record).await;
    let (quantities, previous) = (record.quantities.join("\n"), record.previous.join("\n"));
    let typed: [(&str, &str); 6] = [
        ("form", RECORD),
        ("start", &record.start),
        ("end", &record.end),
        ("consumer", &record.consumer),
        ("quantities", &quantities),
        ("previous", &previous),
    ];
    crate::ssr::decided_near(&Path::Sandbox(offering, plan), RECORD, &typed, sent)
}

/// `batch` is the body that the interface takes.
#[server(endpoint = "sandbox/batch")]
pub async fn send_batch(offering: String, plan: PlanId, #[server(default)] batch: String) -> Result<(), AppError> {
    use crate::pages::sandbox::BATCH;
    use crate::paths::Path;

    let sent = crate::ssr::acting().send_batch_to_sandbox(&offering, plan, &batch).await;
    let typed = [("form", BATCH), ("batch", batch.as_str())];
    crate::ssr::decided_near(&Path::Sandbox(offering, plan), BATCH, &typed, sent)
}

#[server(endpoint = "sandbox/pattern")]
pub async fn generate_records(
    offering: String,
    plan: PlanId,
    #[server(default)] pattern: PatternDraft,
) -> Result<(), AppError> {
    use crate::pages::sandbox::PATTERN;
    use crate::paths::Path;

    let generated = crate::ssr::acting().generate_in_sandbox(&offering, plan, &pattern).await;
    let typed: [(&str, &str); 3] = [("form", PATTERN), ("shape", &pattern.shape), ("quantity", &pattern.quantity)];
    crate::ssr::decided_near(&Path::Sandbox(offering, plan), PATTERN, &typed, generated)
}

/// `last` is the day at whose end the clock stands afterwards.
#[server(endpoint = "sandbox/move")]
pub async fn move_sandbox(offering: String, plan: PlanId, last: u8) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().move_sandbox(&offering, plan, last).await)?;
    crate::ssr::redirect(&Path::Sandbox(offering, plan));
    Ok(())
}

/// The next record with the key is answered with 500.
#[server(endpoint = "sandbox/fail")]
pub async fn let_sandbox_fail(offering: String, plan: PlanId) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().let_sandbox_fail(&offering, plan).await)?;
    crate::ssr::redirect(&Path::Sandbox(offering, plan));
    Ok(())
}

#[server(endpoint = "sandbox/empty")]
pub async fn empty_sandbox(offering: String, plan: PlanId) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().empty_sandbox(&offering, plan).await)?;
    crate::ssr::redirect(&Path::Sandbox(offering, plan));
    Ok(())
}

/// Keeps the run as evidence.
#[server(endpoint = "sandbox/keep")]
pub async fn keep_sandbox(offering: String, plan: PlanId) -> Result<(), AppError> {
    use crate::paths::Path;

    crate::ssr::answer(crate::ssr::acting().keep_sandbox(&offering, plan).await)?;
    crate::ssr::redirect(&Path::Sandbox(offering, plan));
    Ok(())
}

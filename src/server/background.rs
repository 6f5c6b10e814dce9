//! What goes on while nobody asks: the jobs of the back end, and what tidies up after it.

use std::time::Duration;

use slipway_backend::{Backend, Turn};
use tokio::task::JoinHandle;

use super::process::Stop;

/// How often what has expired is deleted, and the age of the signing keys looked at.
const TIDY: Duration = Duration::from_mins(10);

/// What nobody waits for: makes the test runs that people ask for, does to instances what is asked for, watches the
/// brokers of live offerings and the caps of free plans, closes months, keeps what pages of big accounts read, moves on
/// with offerings whose suspension or notice is over, and tells people by mail. Each is a task of its own, so that none
/// ends with another.
pub(super) fn begin(backend: &Backend, stop: &Stop) -> Vec<JoinHandle<()>> {
    let [testing, carrying, watching, capping, closing] = core::array::from_fn(|_| backend.clone());
    let [mut first, mut second, mut third, mut fourth, mut fifth] = core::array::from_fn(|_| stop.clone());
    let mut tasks = vec![
        tokio::spawn(async move { testing.work_on_test_runs(first.requested()).await }),
        tokio::spawn(async move { carrying.work_on_instances(second.requested()).await }),
        tokio::spawn(async move { watching.watch_brokers(third.requested()).await }),
        tokio::spawn(async move { capping.watch_caps(fourth.requested()).await }),
        tokio::spawn(async move { closing.close_months(fifth.requested()).await }),
    ];
    let (keeping, mut stopped) = (backend.clone(), stop.clone());
    tasks.push(tokio::spawn(async move { keeping.keep_reckonings(stopped.requested()).await }));
    let (ending, mut stopped) = (backend.clone(), stop.clone());
    tasks.push(tokio::spawn(async move { ending.watch_endings(stopped.requested()).await }));
    if backend.sends_mail() {
        let [telling, sending] = core::array::from_fn(|_| backend.clone());
        let [mut sixth, mut seventh] = core::array::from_fn(|_| stop.clone());
        tasks.push(tokio::spawn(async move { telling.watch_usage(sixth.requested()).await }));
        tasks.push(tokio::spawn(async move { sending.send_mails(seventh.requested()).await }));
    } else {
        tracing::info!("mails are off: the configuration has no [mail]");
    }
    tasks
}

/// `key_days` is how long a signing key signs; `None` where people sign in at another issuer.
pub(super) async fn tidy(backend: Backend, key_days: Option<Duration>) {
    let mut every = tokio::time::interval(TIDY);
    loop {
        every.tick().await;
        if let Err(error) = backend.forget_expired().await {
            tracing::warn!(%error, "what has expired could not be deleted");
        }
        let Some(after) = key_days else { continue };
        match backend.turn_signing_keys(Turn::Due { after }).await {
            Ok(Some(key)) => tracing::info!(key.kid, from = key.signs_from.rfc3339(), "the next signing key"),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the next signing key could not be made"),
        }
    }
}

//! Durable jobs: looked for, taken up under a lease a few at a time, and made until the console stops. What a job does
//! is its own affair; one whose maker is gone is found again when its lease is over.

use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use crate::Result;

/// A kind of jobs.
pub(crate) trait Jobs: Clone + Send + Sync + 'static {
    type Taken: Send + 'static;

    /// Jobs that are made at the same time.
    const AT_ONCE: usize;
    /// How often is looked for what became due by itself.
    const LOOK: Duration;
    /// What a job that is under way may still take when the console stops.
    const GRACE: Duration;

    /// Told when somebody asks for a job.
    fn wanted(&self) -> &Notify;

    /// What is due and nobody holds: it is ours now.
    fn take_next(&self) -> impl Future<Output = Result<Option<Self::Taken>>> + Send;

    /// Says by itself what goes wrong.
    fn make(self, taken: Self::Taken, stopping: watch::Receiver<bool>) -> impl Future<Output = ()> + Send;
}

/// Makes what is asked for until `stop` ends; then the jobs under way come to an end, if that is quick.
pub(crate) async fn work<J: Jobs>(jobs: &J, stop: impl Future<Output = ()>) {
    let (stopping, is_stopping) = watch::channel(false);
    let mut running = JoinSet::new();
    let mut stop = core::pin::pin!(stop);
    loop {
        begin_due(jobs, &mut running, &is_stopping).await;
        tokio::select! {
            () = &mut stop => break,
            Some(_) = running.join_next(), if !running.is_empty() => {}
            () = jobs.wanted().notified() => {}
            () = tokio::time::sleep(J::LOOK) => {}
        }
    }
    let _ = stopping.send(true);
    let _ = tokio::time::timeout(J::GRACE, async { while running.join_next().await.is_some() {} }).await;
}

/// Makes what is due, and what becomes due by it, and comes back when nothing is.
pub(crate) async fn make_due<J: Jobs>(jobs: &J) {
    let (_stopping, is_stopping) = watch::channel(false);
    let mut running = JoinSet::new();
    loop {
        begin_due(jobs, &mut running, &is_stopping).await;
        if running.join_next().await.is_none() {
            return;
        }
    }
}

async fn begin_due<J: Jobs>(jobs: &J, running: &mut JoinSet<()>, stopping: &watch::Receiver<bool>) {
    while running.len() < J::AT_ONCE {
        match jobs.take_next().await {
            Ok(Some(taken)) => drop(running.spawn(jobs.clone().make(taken, stopping.clone()))),
            Ok(None) => return,
            Err(error) => {
                tracing::warn!(%error, "jobs could not be looked for");
                return;
            }
        }
    }
}

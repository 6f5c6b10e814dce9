//! Writing a run down while it goes on. Under which identity a call is sent and what it may make at the broker is written
//! before the call is made; a run whose journal cannot be written is stopped.

use std::time::Duration;

use slipway_domain::view::{CheckResult, Exchange};
use slipway_osb::conformance::{self, Notice, Said, Thing};
use slipway_store::{Holding, StoredThing};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::work::LEASE;
use crate::broker::shortened_to;
use crate::{Backend, Result};

/// Well within a lease, so that a slow broker does not cost it.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// What is kept of a body.
const LONGEST_BODY: usize = 16 * 1024;

pub(super) enum Entry {
    /// Acknowledged once it is written.
    Making(StoredThing, oneshot::Sender<()>),
    /// Acknowledged once it is written.
    Calling(Uuid, oneshot::Sender<()>),
    Changed(StoredThing),
    Gone(String),
    Called(Box<Exchange>),
    Concluded(CheckResult),
}

impl From<Notice<'_>> for Entry {
    fn from(notice: Notice<'_>) -> Self {
        match notice {
            Notice::Making(thing, written) => Self::Making(stored(&thing), written),
            Notice::Calling(identity, written) => Self::Calling(identity, written),
            Notice::Changed(thing) => Self::Changed(stored(&thing)),
            Notice::Gone(id) => Self::Gone(id.to_string()),
            Notice::Called(exchange) => Self::Called(Box::new(kept(exchange))),
            Notice::Concluded(result) => Self::Concluded(result_of(result)),
        }
    }
}

/// Why a journal ended early.
pub(super) enum Broken {
    /// Somebody else has the run.
    Lost,
    Failed(crate::Error),
}

impl From<crate::Error> for Broken {
    fn from(error: crate::Error) -> Self {
        Self::Failed(error)
    }
}

impl Backend {
    /// Writes what comes until nothing more can come, and keeps the lease meanwhile.
    pub(super) async fn keep_journal(
        &self,
        held: &Holding,
        entries: &mut UnboundedReceiver<Entry>,
    ) -> core::result::Result<(), Broken> {
        let mut beat = tokio::time::interval(HEARTBEAT);
        loop {
            let first = tokio::select! {
                entry = entries.recv() => match entry {
                    Some(entry) => Some(entry),
                    None => return Ok(()),
                },
                _ = beat.tick() => None,
            };
            let mut batch: Vec<Entry> = first.into_iter().collect();
            while let Ok(more) = entries.try_recv() {
                batch.push(more);
            }
            if !self.write_entries(held, batch).await? {
                return Err(Broken::Lost);
            }
        }
    }

    /// False: the lease is lost, and nothing was written.
    async fn write_entries(&self, held: &Holding, batch: Vec<Entry>) -> Result<bool> {
        let mut tx = self.store().write().await?;
        if !tx.hold_test_run(held, self.clock().now(), LEASE).await? {
            return Ok(false);
        }
        let (mut waiting, has_news) = (Vec::new(), !batch.is_empty());
        for entry in batch {
            match entry {
                Entry::Making(thing, written) => {
                    tx.put_test_thing(held, &thing).await?;
                    waiting.push(written);
                }
                Entry::Calling(identity, written) => {
                    tx.add_test_call(held, identity).await?;
                    waiting.push(written);
                }
                Entry::Changed(thing) => tx.put_test_thing(held, &thing).await?,
                Entry::Gone(id) => tx.remove_test_thing(held, &id).await?,
                Entry::Called(exchange) => tx.add_test_exchange(held, &exchange).await?,
                Entry::Concluded(result) => tx.add_test_check(held, &result).await?,
            }
        }
        tx.commit().await?;
        if has_news {
            self.watchers().tell(held.id.uuid());
        }
        for written in waiting {
            // Whoever was stopped meanwhile does not wait any more.
            let _ = written.send(());
        }
        Ok(true)
    }
}

/// Nothing more is written: whoever waits for it is let go.
pub(super) fn let_go(entries: &mut UnboundedReceiver<Entry>) {
    entries.close();
    while entries.try_recv().is_ok() {}
}

fn stored(thing: &Thing) -> StoredThing {
    StoredThing {
        id: thing.id().to_string(),
        instance_id: thing.instance.id.to_string(),
        service_id: thing.instance.service_id.clone(),
        plan_id: thing.instance.plan_id.clone(),
    }
}

fn result_of(result: &conformance::CheckResult) -> CheckResult {
    CheckResult {
        id: result.id.to_owned(),
        level: result.level,
        outcome: result.outcome,
        reason: result.reason.clone(),
        facts: result.facts.iter().map(|fact| (fact.name.to_owned(), fact.value.clone())).collect(),
        took_ms: result.took_ms,
        exchanges: result.exchanges.clone(),
        from: None,
    }
}

/// The run has masked it already.
fn kept(exchange: &conformance::Exchange) -> Exchange {
    let (status, content_type, answer) = match &exchange.answer {
        Said::Reply { status, content_type, body } => (Some(*status), content_type.clone(), body.clone()),
        Said::NoAnswer { code, detail } => (None, None, detail.clone().unwrap_or_else(|| (*code).to_owned())),
    };
    Exchange {
        number: exchange.number,
        purpose: exchange.purpose.to_owned(),
        method: exchange.method.clone(),
        url: exchange.url.clone(),
        headers: exchange.headers.clone(),
        credentials: exchange.credentials.to_owned(),
        body: exchange.body.clone().map(|body| shortened_to(body, LONGEST_BODY)),
        status,
        content_type,
        answer: shortened_to(answer, LONGEST_BODY),
        took_ms: exchange.took_ms,
    }
}

//! Registering a broker: fetch its catalog, keep it, compare it. The call is written down before it is made, no
//! transaction is open while the broker is called, and what it answers is recorded whether or not anybody still waits.

use std::time::Duration;

use sha2::{Digest as _, Sha256};
use slipway_domain::broker::BrokerRecord;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::BrokerId;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;
use slipway_domain::parity::Differences;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::region::{BrokerMove, broker_next};
use slipway_domain::rejection::{Kind, Rejection, Remote};
use slipway_domain::revision;
use slipway_osb::{BrokerTarget, CallError, FetchedCatalog};
use slipway_store::{FetchOutcome, NewFetch};
use tokio::task::JoinSet;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::broker::{find, shortened, version};
use crate::call_limits::Permit;
use crate::parity;
use crate::release::standing;
use crate::{Acting, Backend, Report, Result};

/// Calls that one person may start within [`WINDOW`].
const CALLS_OF_A_PERSON: usize = 20;
pub(crate) const WINDOW: Duration = Duration::from_mins(1);

/// When to try again while too many calls are under way.
pub(crate) const SOON_SECONDS: u32 = 5;

/// A call that has been written down and is yet to be made.
struct Call {
    offering: Offering,
    record: BrokerRecord,
    sealed: Option<Vec<u8>>,
    identity: Uuid,
    fetch: NewFetch,
    permit: Permit,
}

impl Acting {
    /// T12: fetches the catalog, keeps it, and registers the broker if nothing in it contradicts the console.
    /// Whatever the broker does is an outcome, not an error of this function. Once begun, the call goes on to its end
    /// even if the caller does not.
    pub async fn register_broker(&self, name: &str, broker: BrokerId) -> Result<()> {
        let call = self.begin_call(name, broker).await?;
        let acting = self.clone();
        let work = async move { acting.make_call(call).await };
        tokio::spawn(work.in_current_span()).await.map_err(|error| Report::new("a call to a broker", error))?
    }

    async fn begin_call(&self, name: &str, broker: BrokerId) -> Result<Call> {
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::Broker).await?;
        let record = find(&offering, broker)?.clone();
        let findings = offering.broker_findings(broker);
        if findings.errors().next().is_some() {
            return Err(Rejection::Invalid(findings).into());
        }
        let (at, by) = (self.now(), self.person()?.id);
        if let Some(retry_after_seconds) = wait(&tx.calls_begun_by(by, at.minus(WINDOW)).await?, at) {
            return Err(Rejection::TooManyAttempts { retry_after_seconds }.into());
        }
        // A person who asks again finds out whether the broker answers again.
        let too_many = Rejection::TooManyAttempts { retry_after_seconds: SOON_SECONDS };
        let permit = self.backend().call_limits().probe(broker).ok_or(too_many)?;
        let sealed = tx.broker_password(offering.scope(), broker).await?;
        let identity = Uuid::from_bytes(self.backend().ids().bytes());
        let request_identity = identity.hyphenated().to_string();
        let fetch = NewFetch { scope: offering.scope(), broker, at, by, request_identity };
        tx.begin_fetch(&fetch).await?;
        tx.commit().await?;
        Ok(Call { offering, record, sealed, identity, fetch, permit })
    }

    /// §6.7: parity is checked anew on publishing and on every request for release. The brokers that deployments name
    /// are called, all at once, so that the slowest sets the time; one that was never registered has nothing to check
    /// again, and keeps its gate shut. What they said is for the gate to judge. The ids are those of the brokers that
    /// deployments named.
    pub(crate) async fn recheck_brokers(&self, offering: &Offering) -> Result<Vec<BrokerId>> {
        let mut calls = JoinSet::new();
        for record in offering.brokers_in_use().filter(|record| record.state.has_registered()) {
            let (acting, name, broker) = (self.clone(), offering.name.clone(), record.id);
            calls.spawn(async move { acting.register_broker(&name, broker).await });
        }
        while let Some(call) = calls.join_next().await {
            call.map_err(|error| Report::new("a call to a broker", error))??;
        }
        Ok(offering.brokers_in_use().map(|record| record.id).collect())
    }

    async fn make_call(&self, call: Call) -> Result<()> {
        let Call { offering, record, sealed, identity, fetch, permit } = call;
        // No transaction is open: a token may have to be earned first.
        let target = self.backend().catalog_target(&offering, &record, sealed.as_deref(), identity).await?;
        let answer = self.backend().outbound().catalog(&target).await;
        permit.heard(&answer, self.now());
        drop(permit);

        let mut tx = self.backend().store().write().await?;
        // The definition as it is once the answer is there.
        let offering = tx.offering(offering.scope()).await?.ok_or(Rejection::NotFound(Kind::Offering))?;
        let served = standing(&mut tx, &offering).await?.map(|live| revision::watched(&live, &offering));
        let (outcome, act, code) = self.judged(&offering, served.as_ref(), &record, answer);
        tx.end_fetch(&fetch, &outcome).await?;
        // An answer to an old form says nothing about a new one, but that it came stays known.
        let current = find(&offering, record.id).ok().filter(|current| current.revision == record.revision);
        let to = current.and_then(|current| broker_next(current.state, act));
        let is_current = match (current, to) {
            (Some(current), Some(to)) => {
                tx.set_broker_state(offering.scope(), record.id, record.revision, current.state, to).await?
            }
            _ => false,
        };
        let code = if is_current { code } else { Some("changed_meanwhile".to_owned()) };
        let kind = if code.is_none() { EventKind::BrokerRegistered } else { EventKind::BrokerFetchFailed };
        let detail = Detail { code, revision: Some(record.revision), ..Detail::about(&record.draft.name) };
        self.record(&mut tx, &offering, kind, detail).await?;
        tx.commit().await?;
        if is_current { Ok(()) } else { Err(Rejection::Stale { current: record.revision + 1, parked: None }.into()) }
    }

    /// What an answer means: the row, the broker's move, and a code if the broker is not registered. A broker serves what
    /// was handed in or published (`served`) as well as the draft beside it: it is lost when it contradicts both. What the
    /// draft lacks is told by its own gate.
    fn judged(
        &self,
        offering: &Offering,
        served: Option<&Offering>,
        record: &BrokerRecord,
        answer: core::result::Result<FetchedCatalog, CallError>,
    ) -> (FetchOutcome, BrokerMove, Option<String>) {
        match answer {
            Ok(fetched) => {
                let catalog = parity::read(&fetched.value, version(record)).catalog;
                let outcome = FetchOutcome {
                    sha256: hex::encode(Sha256::digest(fetched.raw.as_bytes())),
                    body: Some(fetched.raw),
                    differences: Differences::of(&offering.parity(record.id, &catalog), &catalog),
                    catalog: Some(catalog.kept_for(offering)),
                    failure: None,
                };
                let agrees = |content: &Offering| {
                    let said = outcome.catalog.as_ref();
                    said.is_some_and(|said| Differences::of(&content.parity(record.id, said), said).errors == 0)
                };
                if outcome.differences.errors == 0 || served.is_some_and(agrees) {
                    (outcome, BrokerMove::Register, None)
                } else {
                    (outcome, BrokerMove::Lose, Some("parity".to_owned()))
                }
            }
            Err(error) => {
                let remote = remote(&error, self.backend().outbound().is_lab());
                let code = remote.code.clone();
                let outcome = FetchOutcome { failure: Some(remote), ..FetchOutcome::default() };
                (outcome, BrokerMove::Lose, Some(code))
            }
        }
    }
}

impl Backend {
    /// How the catalog of a broker is asked for.
    pub(crate) async fn catalog_target(
        &self,
        offering: &Offering,
        record: &BrokerRecord,
        sealed: Option<&[u8]>,
        request_identity: Uuid,
    ) -> Result<BrokerTarget> {
        Ok(BrokerTarget { broker: self.signed_in(offering, record, sealed).await?, request_identity })
    }

    /// For the start, when nobody is calling: calls that a stopped or killed process left behind are settled as
    /// unknown, with a line in the history for each.
    pub async fn settle_abandoned_calls(&self) -> Result<(), Report> {
        let storage = |error: slipway_store::Error| Report::new("calls without an outcome", error);
        let at = self.clock().now();
        let mut tx = self.store().write().await.map_err(storage)?;
        for call in tx.abandon_fetches().await.map_err(storage)? {
            let detail = Detail { revision: Some(call.revision), ..Detail::about(&call.broker_name) };
            let detail = detail.with_code("no_answer_recorded");
            let event = self.event_of_platform(call.scope, EventKind::BrokerFetchFailed, detail, at);
            tx.record(&event).await.map_err(storage)?;
        }
        tx.commit().await.map_err(storage)
    }
}

/// The seconds until a person may begin another call, given when they began the recent ones; `None` means now.
pub(crate) fn wait(recent: &[Moment], at: Moment) -> Option<u32> {
    let oldest = recent.len().checked_sub(CALLS_OF_A_PERSON).and_then(|excess| recent.get(excess))?;
    let rest = WINDOW.saturating_sub(at.since(*oldest));
    Some(u32::try_from(rest.as_secs()).unwrap_or(u32::MAX).saturating_add(1))
}

/// Why there is no catalog, as the provider may read it.
pub(crate) fn remote(error: &CallError, lab: bool) -> Remote {
    let code = if lab { error.code() } else { error.public_code() };
    Remote { code: code.to_owned(), status: error.status(), detail: detail(error, lab) }
}

/// What the provider should read of the answer: the broker's own description, else the beginning of its body, else the
/// finer cause. Why an address was not reached is told in lab mode alone.
fn detail(error: &CallError, lab: bool) -> String {
    match error {
        CallError::Status { body, .. } | CallError::NotJson { body, .. } => {
            shortened(body.description.clone().unwrap_or_else(|| body.raw.clone()))
        }
        CallError::Redirect { location, .. } => location.clone().unwrap_or_default(),
        CallError::ContentEncoding { found } => found.clone(),
        CallError::Denied(_) if !lab => String::new(),
        other => other.cause().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_millis(1_780_000_000_000);

    fn ago(seconds: u64) -> Moment {
        NOW.minus(Duration::from_secs(seconds))
    }

    fn started(calls: u64) -> Vec<Moment> {
        (0..calls).rev().map(|n| ago(10 + n)).collect()
    }

    #[test]
    fn a_person_waits_until_the_oldest_call_of_the_last_minute_is_a_minute_old() {
        assert_eq!(wait(&started(19), NOW), None);
        assert_eq!(wait(&started(20), NOW), Some(60 - 29 + 1));
        assert_eq!(wait(&started(25), NOW), Some(60 - 29 + 1), "those that are older no longer count");
    }
}

//! Calling a broker for its catalog, and what comes of it: the answer or the reason why there is none is kept, and the
//! broker moves by what it said. No database transaction is open while the broker is called.

use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use slipway_domain::broker::BrokerRecord;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::BrokerId;
use slipway_domain::offering::Offering;
use slipway_domain::parity::Differences;
use slipway_domain::region::{BrokerMove, broker_next};
use slipway_domain::rejection::{Kind, Rejection, Remote};
use slipway_osb::{BrokerTarget, CallError, FetchedCatalog};
use slipway_store::FetchRow;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{find, shortened, version};
use crate::access::hex;
use crate::parity;
use crate::{Acting, Report, Result};

impl Acting {
    /// T12 and §6.7: fetches the catalog and compares it with the definition as it is once the answer is there.
    /// Whatever the broker does is an outcome, not an error of this function.
    pub(super) async fn check_broker(&self, offering: &Offering, record: &BrokerRecord) -> Result<()> {
        let identity = Uuid::from_bytes(self.backend().ids().bytes());
        let outcome = self.fetch(offering, record, identity).await?;

        let mut tx = self.backend().store().write().await?;
        let offering = tx.offering(offering.id).await?.ok_or(Rejection::NotFound(Kind::Offering))?;
        let current = find(&offering, record.id)?;
        // An answer to an old form says nothing about a new one.
        if current.revision != record.revision {
            return Err(Rejection::Stale { current: current.revision, parked: None }.into());
        }
        let mut fetch = FetchRow {
            account: offering.owner.id,
            broker: record.id,
            at: self.now(),
            by: self.person()?.id,
            request_identity: identity.hyphenated().to_string(),
            body: None,
            sha256: String::new(),
            catalog: None,
            differences: Differences::default(),
            failure: None,
        };
        let detail = Detail::about(&record.draft.name);
        let (act, kind, mut detail) = match outcome {
            Ok(fetched) => {
                let catalog = parity::read(&fetched.value, version(record)).catalog;
                fetch.differences = Differences::of(&offering.parity(record.id, &catalog), &catalog);
                fetch.catalog = Some(catalog.kept_for(&offering));
                fetch.sha256 = hex(&Sha256::digest(fetched.raw.as_bytes()));
                fetch.body = Some(fetched.raw);
                match fetch.differences.errors {
                    0 => (BrokerMove::Register, EventKind::BrokerRegistered, detail),
                    _ => (BrokerMove::Lose, EventKind::BrokerFetchFailed, detail.with_code("parity")),
                }
            }
            Err(error) => {
                let remote = remote(&error, self.backend().outbound().is_lab());
                let detail = detail.with_code(&remote.code);
                fetch.failure = Some(remote);
                (BrokerMove::Lose, EventKind::BrokerFetchFailed, detail)
            }
        };
        detail.revision = Some(record.revision);
        let to = broker_next(current.state, act).ok_or(Rejection::NotFound(Kind::Broker))?;
        tx.add_fetch(&fetch).await?;
        if !tx.set_broker_state(record.id, record.revision, current.state, to).await? {
            return Err(Rejection::Stale { current: record.revision, parked: None }.into());
        }
        self.record(&mut tx, &offering, kind, detail).await?;
        Ok(tx.commit().await?)
    }

    /// §6.7: parity is checked anew on publishing and on every request for release. The brokers that deployments name
    /// are called, all at once, so that the slowest sets the time; one that was never registered has nothing to check
    /// again, and keeps its gate shut. What they said is for the gate to judge. The ids are those of the brokers that
    /// deployments named.
    pub(crate) async fn recheck_brokers(&self, offering: &Offering) -> Result<Vec<BrokerId>> {
        let mut calls = JoinSet::new();
        for record in offering.brokers_in_use().filter(|record| record.state.has_registered()) {
            let (acting, offering, record) = (self.clone(), offering.clone(), record.clone());
            calls.spawn(async move { acting.check_broker(&offering, &record).await });
        }
        while let Some(call) = calls.join_next().await {
            call.map_err(|error| Report::new("a call to a broker was cut off", error))??;
        }
        Ok(offering.brokers_in_use().map(|record| record.id).collect())
    }

    async fn fetch(
        &self,
        offering: &Offering,
        record: &BrokerRecord,
        request_identity: Uuid,
    ) -> Result<core::result::Result<FetchedCatalog, CallError>> {
        let password = match self.backend().store().broker_password(record.id).await? {
            Some(sealed) => self.open_password(offering, record.id, &sealed)?,
            None => SecretString::default(),
        };
        let target = BrokerTarget {
            url: record.draft.url.trim().to_owned(),
            username: record.draft.username.clone(),
            password,
            version: version(record),
            ca_pem: None,
            request_identity,
        };
        Ok(self.backend().outbound().catalog(&target).await)
    }
}

fn remote(error: &CallError, lab: bool) -> Remote {
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

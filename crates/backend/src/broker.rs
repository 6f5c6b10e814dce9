//! Brokers: save, register (fetch the catalog, read it, compare it), and show what the broker says beside what the
//! console has. No database transaction is open while the broker is called.

use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use slipway_domain::broker::{BrokerDraft, BrokerRecord, BrokerState, check_password};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::BrokerId;
use slipway_domain::offering::Offering;
use slipway_domain::policy::{Context, Object, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection, Remote};
use slipway_domain::view::{BrokerView, Subject};
use slipway_osb::{BrokerTarget, CallError, OsbVersion};
use slipway_store::{FetchRow, SavedBroker};
use uuid::Uuid;

use crate::access::hex;
use crate::acting::unfrozen;
use crate::parity;
use crate::sealing::Place;
use crate::{Acting, Report, Result};

/// What of a broker's answer is kept for showing.
const RAW_SHOWN: usize = 64 * 1024;

pub(crate) fn find(offering: &Offering, broker: BrokerId) -> Result<&BrokerRecord> {
    offering.brokers.iter().find(|record| record.id == broker).ok_or_else(|| Rejection::NotFound(Kind::Broker).into())
}

impl Acting {
    pub async fn add_broker(&self, name: &str, draft: &BrokerDraft, password: &SecretString) -> Result<BrokerId> {
        check(password)?;
        let (mut tx, offering) = self.edit(name, Verb::Create, Object::Broker).await?;
        let at = self.now();
        let id = BrokerId::new(self.backend().ids().uuid(at));
        let saved = SavedBroker {
            scope: offering.scope(),
            id,
            draft,
            password_sealed: self.sealed(&offering, id, password),
            by: self.person()?.id,
            at,
        };
        tx.add_broker(&saved).await.map_err(name_taken)?;
        self.record(&mut tx, &offering, EventKind::BrokerAdded, Detail::about(&draft.name)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// An empty password keeps the saved one, unless the URL changes: then it is dropped. While the definition stands
    /// still, only new credentials are taken.
    pub async fn save_broker(
        &self,
        name: &str,
        broker: BrokerId,
        revision: i64,
        draft: &BrokerDraft,
        password: &SecretString,
    ) -> Result<i64> {
        check(password)?;
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::Broker).await?;
        let record = find(&offering, broker)?;
        let rotates = !password.expose_secret().is_empty() && draft.is_rotation(&record.draft, offering.stage);
        if !rotates {
            unfrozen(&offering)?;
        }
        let saved = SavedBroker {
            scope: offering.scope(),
            id: broker,
            draft,
            password_sealed: self.sealed(&offering, broker, password),
            by: self.person()?.id,
            at: self.now(),
        };
        if !tx.save_broker(&saved, revision).await.map_err(name_taken)? {
            drop(tx);
            let parked = self.park(&offering, Subject::Broker(broker), revision, draft).await?;
            return Err(Rejection::Stale { current: record.revision, parked: Some(parked) }.into());
        }
        self.record(&mut tx, &offering, EventKind::BrokerSaved, Detail::about(&draft.name)).await?;
        tx.commit().await?;
        Ok(revision + 1)
    }

    pub async fn remove_broker(&self, name: &str, broker: BrokerId) -> Result<()> {
        let (mut tx, offering) = self.edit(name, Verb::Edit, Object::Broker).await?;
        let record = find(&offering, broker)?;
        if offering.deployments.iter().any(|deployment| deployment.broker == broker) {
            return Err(Rejection::Refused(Refusal::InUse).into());
        }
        tx.set_broker_state(offering.scope(), broker, record.revision, BrokerState::Removed).await?;
        self.record(&mut tx, &offering, EventKind::BrokerRemoved, Detail::about(&record.draft.name)).await?;
        Ok(tx.commit().await?)
    }

    /// T12: fetches the catalog, keeps it, and registers the broker if nothing in it contradicts the console.
    /// Whatever the broker does is an outcome, not an error of this function.
    pub async fn register_broker(&self, name: &str, broker: BrokerId) -> Result<()> {
        let offering = self.read(name).await?;
        self.require(Verb::Edit, Object::Broker, Context::of(offering.owner.id))?;
        let record = find(&offering, broker)?.clone();
        let findings = offering.broker_findings(broker);
        if findings.errors().next().is_some() {
            return Err(Rejection::Invalid(findings).into());
        }
        let identity = Uuid::from_bytes(self.backend().ids().bytes());
        let outcome = self.fetch(&offering, &record, identity).await?;

        let at = self.now();
        let mut fetch = FetchRow {
            scope: offering.scope(),
            broker,
            at,
            by: self.person()?.id,
            request_identity: identity.hyphenated().to_string(),
            body: None,
            sha256: String::new(),
            parity_errors: 0,
            parity_warnings: 0,
            failure: None,
        };
        let (state, kind, mut detail) = match outcome {
            Ok(fetched) => {
                let report = parity::compare(&offering, &fetched.value, version(&record));
                fetch.sha256 = hex(&Sha256::digest(fetched.raw.as_bytes()));
                fetch.body = Some(fetched.raw);
                fetch.parity_errors = report.errors();
                fetch.parity_warnings = report.warnings();
                let detail = Detail::about(&record.draft.name);
                if fetch.parity_errors == 0 {
                    (BrokerState::Registered, EventKind::BrokerRegistered, detail)
                } else {
                    (BrokerState::Unregistered, EventKind::BrokerFetchFailed, detail.with_code("parity"))
                }
            }
            Err(error) => {
                let remote = remote(&error, self.backend().outbound().is_lab());
                let detail = Detail::about(&record.draft.name).with_code(&remote.code);
                fetch.failure = Some(remote);
                (BrokerState::Unreachable, EventKind::BrokerFetchFailed, detail)
            }
        };
        detail.revision = Some(record.revision);
        let mut tx = self.backend().store().write().await?;
        tx.add_fetch(&fetch).await?;
        if !tx.set_broker_state(offering.scope(), broker, record.revision, state).await? {
            return Err(Rejection::Stale { current: record.revision + 1, parked: None }.into());
        }
        self.record(&mut tx, &offering, kind, detail).await?;
        Ok(tx.commit().await?)
    }

    /// What the broker says beside what the console has.
    pub async fn broker(&self, name: &str, broker: BrokerId) -> Result<BrokerView> {
        let view = self.offering(name).await?;
        let record = find(&view.offering, broker)?;
        let raw = self.backend().store().broker_catalog(view.offering.scope(), broker).await?.unwrap_or_default();
        let report = serde_json::from_str(&raw)
            .map(|value| parity::compare(&view.offering, &value, version(record)))
            .unwrap_or_default();
        Ok(BrokerView {
            broker,
            parity: report.parity,
            violations: report.violations,
            raw: shortened(raw),
            is_lab: self.backend().outbound().is_lab(),
            view,
        })
    }

    async fn fetch(
        &self,
        offering: &Offering,
        record: &BrokerRecord,
        request_identity: Uuid,
    ) -> Result<core::result::Result<slipway_osb::FetchedCatalog, CallError>> {
        let password = match self.backend().store().broker_password(offering.scope(), record.id).await? {
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

    fn sealed(&self, offering: &Offering, broker: BrokerId, password: &SecretString) -> Option<Vec<u8>> {
        if password.expose_secret().is_empty() {
            return None;
        }
        let (row, tenant) = (broker.to_string(), offering.owner.id.to_string());
        let plain = password.expose_secret().as_bytes();
        Some(self.backend().sealer().seal(place(&row, &tenant), plain))
    }

    fn open_password(&self, offering: &Offering, broker: BrokerId, sealed: &[u8]) -> Result<SecretString> {
        let (row, tenant) = (broker.to_string(), offering.owner.id.to_string());
        let plain = self
            .backend()
            .sealer()
            .open(place(&row, &tenant), sealed)
            .map_err(|error| Report::new("a broker password could not be opened", error))?;
        let text = core::str::from_utf8(plain.expose_secret())
            .map_err(|error| Report::new("a broker password is no text", error))?;
        Ok(SecretString::from(text))
    }
}

/// The sealed password is bound to where it lives: moved to another row, column or account it does not open.
const fn place<'a>(row: &'a str, tenant: &'a str) -> Place<'a> {
    Place { table: "broker", row, column: "password_sealed", tenant }
}

fn version(record: &BrokerRecord) -> OsbVersion {
    record.draft.osb_version.parse().unwrap_or(OsbVersion::V2_12)
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

/// Unlike the rest of the form a password is not kept as a draft: what no broker could check is not sealed.
fn check(password: &SecretString) -> Result<()> {
    let findings = check_password(password.expose_secret());
    if findings.is_complete() { Ok(()) } else { Err(Rejection::Invalid(findings).into()) }
}

fn name_taken(error: slipway_store::Error) -> crate::Error {
    if error.is_unique("broker.name") {
        Rejection::Taken(slipway_domain::field::Field::BrokerName).into()
    } else {
        error.into()
    }
}

fn shortened(mut raw: String) -> String {
    if raw.len() > RAW_SHOWN {
        let end = (0..=RAW_SHOWN).rev().find(|&end| raw.is_char_boundary(end)).unwrap_or(0);
        raw.truncate(end);
    }
    raw
}

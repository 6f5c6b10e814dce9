//! Brokers: save, remove, and show what the broker says beside what the console has. Calling them is `fetch`'s work.

use secrecy::{ExposeSecret as _, SecretString};
use slipway_domain::broker::{BrokerContext, BrokerDraft, BrokerRecord, SignIn, check_password};
use slipway_domain::crn::broker_crn;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::BrokerId;
use slipway_domain::import;
use slipway_domain::offering::Offering;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::region::{BrokerMove, broker_next};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::view::{BrokerView, Subject};
use slipway_oidc::broker_token::PlatformCaller;
use slipway_osb::{Authentication, Broker, OsbVersion};
use slipway_store::SavedBroker;
use url::Url;

use crate::acting::Typed;
use crate::client::CONSOLE_CLIENT;
use crate::operation::Operation;
use crate::parity;
use crate::sealing::Place;
use crate::{Acting, Backend, EmbeddedIssuer, Report, Result};

/// What of a broker's answer is kept for showing.
const RAW_SHOWN: usize = 64 * 1024;

pub(crate) fn find(offering: &Offering, broker: BrokerId) -> Result<&BrokerRecord> {
    offering.brokers.iter().find(|record| record.id == broker).ok_or_else(|| Rejection::NotFound(Kind::Broker).into())
}

impl Acting {
    pub async fn add_broker(&self, name: &str, draft: &BrokerDraft, password: &SecretString) -> Result<BrokerId> {
        // What is hashed with the name of the attempt cannot be tried without it (`Operation::new`): the password as well.
        let operation = self.attempt("broker/add", &(name, draft, password.expose_secret()))?;
        self.once(operation.as_ref(), self.new_broker(name, draft, password, operation.as_ref())).await
    }

    async fn new_broker(
        &self,
        name: &str,
        draft: &BrokerDraft,
        password: &SecretString,
        operation: Option<&Operation>,
    ) -> Result<BrokerId> {
        check(draft, password)?;
        let (mut tx, offering) = self.edit(name, Verb::Create, Object::Broker).await?;
        let at = self.now();
        let id = BrokerId::new(self.backend().ids().uuid(at));
        let saved = SavedBroker {
            scope: offering.scope(),
            id,
            draft,
            password_sealed: self.sealed(&offering, id, draft, password),
            keeps_password: false,
            by: self.person()?.id,
            at,
        };
        tx.add_broker(&saved).await.map_err(name_taken)?;
        self.record(&mut tx, &offering, EventKind::BrokerAdded, Detail::about(&draft.name)).await?;
        self.done(&mut tx, operation, &id).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// An empty password keeps the saved one as long as it goes to the same party in the same way
    /// (`BrokerDraft::keeps_secret`), and drops it otherwise. Of a broker that stands still (`Offering::broker_stands_still`)
    /// only new credentials are taken.
    pub async fn save_broker(
        &self,
        name: &str,
        broker: BrokerId,
        revision: i64,
        draft: &BrokerDraft,
        password: &SecretString,
    ) -> Result<i64> {
        check(draft, password)?;
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::Broker).await?;
        let record = find(&offering, broker)?;
        let stage = offering.stage;
        let typed = || Typed { subject: Subject::Broker(broker), revision, draft, operation: None };
        // Where there is no secret, what is rotated is what is read of the form.
        let has_news = if draft.has_secret() { !password.expose_secret().is_empty() } else { *draft != record.draft };
        let rotates = has_news && draft.is_rotation(&record.draft, stage);
        if offering.broker_stands_still(broker) && !rotates {
            drop(tx);
            let parked = self.park_typed(offering.scope(), typed()).await?;
            return Err(Rejection::Refused(Refusal::Frozen { stage, parked }).into());
        }
        let to = broker_next(record.state, BrokerMove::Edit).ok_or(Rejection::NotFound(Kind::Broker))?;
        let saved = SavedBroker {
            scope: offering.scope(),
            id: broker,
            draft,
            password_sealed: self.sealed(&offering, broker, draft, password),
            keeps_password: draft.keeps_secret(&record.draft),
            by: self.person()?.id,
            at: self.now(),
        };
        if !tx.save_broker(&saved, revision, (record.state, to)).await.map_err(name_taken)? {
            drop(tx);
            let parked = self.park_typed(offering.scope(), typed()).await?;
            return Err(Rejection::Stale { current: record.revision, parked }.into());
        }
        self.record(&mut tx, &offering, EventKind::BrokerSaved, Detail::about(&draft.name)).await?;
        self.finish(tx, offering.scope()).await?;
        Ok(revision + 1)
    }

    pub async fn remove_broker(&self, name: &str, broker: BrokerId) -> Result<()> {
        let (mut tx, offering) = self.edit(name, Verb::Edit, Object::Broker).await?;
        let record = find(&offering, broker)?;
        self.still_at(record.revision)?;
        if offering.deployments.iter().any(|deployment| deployment.broker == broker) {
            return Err(Rejection::Refused(Refusal::InUse).into());
        }
        if tx.instances_through(offering.scope()).await?.iter().any(|(through, _)| *through == broker) {
            return Err(Rejection::Refused(Refusal::HasInstances).into());
        }
        let to = broker_next(record.state, BrokerMove::Remove).ok_or(Rejection::NotFound(Kind::Broker))?;
        if !tx.set_broker_state(offering.scope(), broker, record.revision, record.state, to).await? {
            return Err(Rejection::Stale { current: record.revision, parked: None }.into());
        }
        self.record(&mut tx, &offering, EventKind::BrokerRemoved, Detail::about(&record.draft.name)).await?;
        Ok(tx.commit().await?)
    }

    /// What the broker says beside what the console has.
    pub async fn broker(&self, name: &str, broker: BrokerId) -> Result<BrokerView> {
        let view = self.offering(name).await?;
        let record = find(&view.offering, broker)?;
        let latest = self.backend().store().broker_catalog(view.offering.scope(), broker).await?;
        let is_outdated = latest.as_ref().is_some_and(|(at, _)| record.was_saved_since(*at));
        let raw = latest.map(|(_, raw)| raw).unwrap_or_default();
        let read = serde_json::from_str(&raw).map(|answer| parity::read(&answer, version(record))).ok();
        let has_offers =
            !is_outdated && read.as_ref().is_some_and(|read| import::has_offers(&read.catalog, &view.offering));
        let (parity, violations) =
            read.map(|read| (view.offering.parity(broker, &read.catalog), read.violations)).unwrap_or_default();
        let context = BrokerContext {
            ca_is_unreadable: has_unreadable_ca(&record.draft),
            ..view.offering.broker_context(record)
        };
        Ok(BrokerView {
            broker,
            findings: record.draft.check(&context),
            parity,
            violations,
            has_offers,
            raw: shortened(raw),
            incidents: self.backend().store().incidents(view.offering.scope(), broker).await?,
            dry_run: self.dry_run(&view.offering, record).await?,
            is_lab: self.backend().outbound().is_lab(),
            calls_as: self.backend().crn_for(&view.offering, broker),
            view,
        })
    }

    /// `None`: none was typed, or the draft has no use for one.
    pub(crate) fn sealed(
        &self,
        offering: &Offering,
        broker: BrokerId,
        draft: &BrokerDraft,
        password: &SecretString,
    ) -> Option<Vec<u8>> {
        if password.expose_secret().is_empty() || !draft.has_secret() {
            return None;
        }
        let (row, tenant) = (broker.to_string(), offering.owner.id.to_string());
        let plain = password.expose_secret().as_bytes();
        Some(self.backend().sealer().seal(place(&row, &tenant), plain))
    }
}

/// DEC-22
const REGION_HEADER: &str = "X-Slipway-Region";

impl Backend {
    /// A broker as it is called. `sealed` is its secret, read with the record in one transaction: a new password never
    /// goes to the old address. Where tokens are got for the calls there is none yet, and without a token no call goes
    /// out. Whoever makes calls asks for `signed_in`, or for what is `earned` as long as they go on.
    pub(crate) fn called(&self, offering: &Offering, record: &BrokerRecord, sealed: Option<&[u8]>) -> Result<Broker> {
        let draft = &record.draft;
        let authentication = match draft.sign_in() {
            Some(SignIn::Password) => {
                let password = self.opened(offering, record.id, sealed)?;
                Authentication::Basic { username: draft.username.clone(), password }
            }
            Some(SignIn::Token) => Authentication::Bearer(self.opened(offering, record.id, sealed)?),
            Some(SignIn::ApiKey | SignIn::PlatformToken) | None => Authentication::Bearer(SecretString::default()),
        };
        Ok(Broker {
            url: draft.url.trim().to_owned(),
            authentication,
            version: version(record),
            ca_pem: Some(draft.authority()).filter(|authority| !authority.is_empty()),
            extension_prefix: draft.called_prefix().to_owned(),
            platform: self.platform().name.clone(),
            region_header: Some(REGION_HEADER.to_owned()),
            answer_within: Some(draft.patience().call),
            legacy_guids: None,
        })
    }

    /// As `called`, with the token that a stored API key earns now, or that the platform signs (§4.13). Where there is
    /// none, that no call went out is the outcome of the call.
    pub(crate) async fn signed_in(
        &self,
        offering: &Offering,
        record: &BrokerRecord,
        sealed: Option<&[u8]>,
    ) -> Result<Broker> {
        let broker = self.called(offering, record, sealed)?;
        if !record.draft.sign_in().is_some_and(SignIn::earns_tokens) {
            return Ok(broker);
        }
        let token = self.earned(offering, record, sealed).await?;
        Ok(Broker { authentication: Authentication::Bearer(token), ..broker })
    }

    /// The token that a stored API key earns now, or that the platform signs. It is empty where there is none: the key is
    /// unknown or revoked, people sign in elsewhere, or the broker's address is none that a token can be made out to.
    pub(crate) async fn earned(
        &self,
        offering: &Offering,
        record: &BrokerRecord,
        sealed: Option<&[u8]>,
    ) -> Result<SecretString> {
        let Some(issuer) = EmbeddedIssuer::of(self) else { return Ok(SecretString::default()) };
        // On the heap: few brokers ask for it, and every call would be as large.
        let token = if record.draft.sign_in() == Some(SignIn::PlatformToken) {
            let Some(caller) = self.caller_of(offering, record) else { return Ok(SecretString::default()) };
            Box::pin(issuer.token_for_broker(&caller)).await?
        } else {
            let key = self.opened(offering, record.id, sealed)?;
            Box::pin(issuer.token_for_stored_key(key)).await?
        };
        Ok(token.unwrap_or_default())
    }

    /// A token with which the provider is asked for options, made out to the origin of the broker for a minute (DEC-15).
    /// `None`: nobody here signs one.
    pub(crate) async fn token_for_options(
        &self,
        offering: &Offering,
        record: &BrokerRecord,
    ) -> Result<Option<SecretString>> {
        let (Some(issuer), Some(caller)) = (EmbeddedIssuer::of(self), self.caller_of(offering, record)) else {
            return Ok(None);
        };
        Ok(Box::pin(issuer.token_for_options(&caller)).await?)
    }

    /// Who the platform is to a broker that knows it by a CRN, at the address of the record. `None`: that is none.
    fn caller_of(&self, offering: &Offering, record: &BrokerRecord) -> Option<PlatformCaller> {
        let origin = Url::parse(record.draft.url.trim()).ok()?.origin();
        origin.is_tuple().then(|| PlatformCaller {
            crn: self.crn_for(offering, record.id),
            client: CONSOLE_CLIENT.to_owned(),
            service: offering.name.clone(),
            account: offering.owner.id.to_string(),
            audience: origin.ascii_serialization(),
        })
    }

    /// The name that this broker knows the platform by (§7.4d).
    fn crn_for(&self, offering: &Offering, broker: BrokerId) -> String {
        broker_crn(&self.cloud(), offering.owner.id, broker).to_string()
    }

    fn opened(&self, offering: &Offering, broker: BrokerId, sealed: Option<&[u8]>) -> Result<SecretString> {
        let Some(sealed) = sealed else { return Ok(SecretString::default()) };
        let (row, tenant) = (broker.to_string(), offering.owner.id.to_string());
        let plain = self
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

pub(crate) fn version(record: &BrokerRecord) -> OsbVersion {
    record.draft.osb_version.parse().unwrap_or(OsbVersion::V2_12)
}

/// Whether something in the certificate authority is no certificate, so that every call would end before it begins.
pub(crate) fn has_unreadable_ca(draft: &BrokerDraft) -> bool {
    let authority = draft.authority();
    !authority.is_empty() && !slipway_osb::is_authority(&authority)
}

/// Unlike the rest of the form a password is not kept as a draft: what no broker could check is not sealed. Nor is a
/// private key that was pasted with certificates kept anywhere, not even where input waits.
pub(crate) fn check(draft: &BrokerDraft, password: &SecretString) -> Result<()> {
    let mut findings = check_password(password.expose_secret());
    findings.extend(draft.private_key());
    if findings.is_complete() { Ok(()) } else { Err(Rejection::Invalid(findings).into()) }
}

fn name_taken(error: slipway_store::Error) -> crate::Error {
    if error.is_unique("broker.name") {
        Rejection::Taken(slipway_domain::field::Field::BrokerName).into()
    } else {
        error.into()
    }
}

pub(crate) fn shortened(raw: String) -> String {
    shortened_to(raw, RAW_SHOWN)
}

pub(crate) fn shortened_to(mut raw: String, longest: usize) -> String {
    if raw.len() > longest {
        let end = (0..=longest).rev().find(|&end| raw.is_char_boundary(end)).unwrap_or(0);
        raw.truncate(end);
    }
    raw
}

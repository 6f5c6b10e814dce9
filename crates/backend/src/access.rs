//! Access management: enabling it, API keys, the client secret, and the sign-in client. A secret is made here, kept as
//! a hash, and handed out exactly once.

use slipway_domain::access::{AccessDraft, KeyLifetime, SERVICE_POLICY};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::field::Field;
use slipway_domain::findings::Finding;
use slipway_domain::ids::ApiKeyId;
use slipway_domain::offering::Offering;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::rule::{access as rule, any};
use slipway_domain::view::{FreshSecret, FreshSecrets};
use slipway_oidc::redirect::{LoopbackHttp, RedirectFault, RedirectUri};
use slipway_store::{NewApiKey, StoredSecret, Tx};
use uuid::Uuid;

use crate::acting::within_reach;
use crate::credential::{Family, NewCredential, secret_hash};
use crate::operation::Operation;
use crate::release::standing;
use crate::{Acting, Result};

/// The secrets of an offering, by what they are.
fn fresh(offering: &Offering, secrets: &[(&str, String)]) -> FreshSecrets {
    let one = |(label, value): &(&str, String)| FreshSecret { label: (*label).to_owned(), value: value.clone() };
    FreshSecrets { offering: offering.name.clone(), secrets: secrets.iter().map(one).collect() }
}

/// Redirect URIs that the issuer would never send anybody to: one that is not in its normal form, for example.
fn unregistrable(draft: &AccessDraft) -> impl Iterator<Item = Finding> {
    draft.listed().filter_map(|(index, uri)| {
        let fault = RedirectUri::register(uri, LoopbackHttp::Allowed).err()?;
        let finding =
            Finding::new(Field::RedirectUri(u8::try_from(index).unwrap_or(u8::MAX)), rule::REDIRECT_URI_INVALID);
        Some(match fault {
            RedirectFault::NotNormal { normal } => finding.suggesting(normal),
            _ => finding,
        })
    })
}

impl Acting {
    /// T07: service id with its policy, an API key without an end and an incomplete client. The name must be registered,
    /// which the first complete listing does.
    pub async fn enable_access(&self, name: &str) -> Result<()> {
        let operation = self.attempt("access/enable", &name)?;
        self.once(operation.as_ref(), self.enable(name, operation.as_ref())).await
    }

    async fn enable(&self, name: &str, operation: Option<&Operation>) -> Result<()> {
        let (mut tx, offering) = self.edit(name, Verb::Create, Object::AccessRegistration).await?;
        if offering.access_facts.registered_at.is_none() {
            return Err(Rejection::Refused(Refusal::NameNotRegistered).into());
        }
        if offering.access_facts.service_id.is_some() {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        let at = self.now();
        let service_id = format!("ServiceId-{}", Uuid::from_bytes(self.backend().ids().bytes()).hyphenated());
        let client_secret = self.backend().ids().token();
        let stored = StoredSecret(secret_hash(&client_secret));
        if !tx.enable_access(offering.scope(), &service_id, &offering.name, &stored, &SERVICE_POLICY, at).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        let creator = self.person()?.id;
        tx.add_client_owner(offering.scope(), creator, true, creator, at).await?;
        let NewCredential { prefix, value: api_key } = self.add_key(&mut tx, &offering, KeyLifetime::Endless).await?;
        let detail = Detail::about(&service_id).with_code(prefix);
        self.record(&mut tx, &offering, EventKind::AccessEnabled, detail).await?;
        let secrets = [("api_key", api_key), ("client_secret", client_secret)];
        self.hand_over(tx, operation, fresh(&offering, &secrets)).await
    }

    /// The fresh secrets of an offering, for their author, once.
    pub async fn take_secrets(&self, name: &str) -> Result<Option<FreshSecrets>> {
        let offering = self.read(name).await?;
        within_reach(self.reach().allows(Verb::Execute, Object::Secrets))?;
        Ok(self.backend().secrets().take(self.person()?.id, &offering.name, self.now()))
    }

    /// One more key; the old ones stay valid until they are revoked or end. `lifetime` is the name of a [`KeyLifetime`], as
    /// it was sent.
    pub async fn create_api_key(&self, name: &str, lifetime: &str) -> Result<()> {
        let operation = self.attempt("access/api-key", &(name, lifetime))?;
        self.once(operation.as_ref(), self.new_api_key(name, lifetime, operation.as_ref())).await
    }

    async fn new_api_key(&self, name: &str, lifetime: &str, operation: Option<&Operation>) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Execute, Object::Secrets).await?;
        if offering.access_facts.service_id.is_none() {
            return Err(Rejection::Refused(Refusal::AccessNotEnabled).into());
        }
        let lifetime = KeyLifetime::parse(lifetime).ok_or_else(|| {
            let fault = Finding::new(Field::ApiKey, any::NOT_A_CHOICE).naming(lifetime);
            Rejection::Invalid(core::iter::once(fault).collect())
        })?;
        let NewCredential { prefix, value } = self.add_key(&mut tx, &offering, lifetime).await?;
        let detail = Detail { code: lifetime.days().map(|days| days.to_string()), ..Detail::about(prefix) };
        self.record(&mut tx, &offering, EventKind::ApiKeyCreated, detail).await?;
        self.hand_over(tx, operation, fresh(&offering, &[("api_key", value)])).await
    }

    pub async fn revoke_api_key(&self, name: &str, key: ApiKeyId) -> Result<()> {
        let (mut tx, offering) = match self.change(name, Verb::Execute, Object::Secrets).await {
            Ok(change) => change,
            Err(_) => self.change(name, Verb::Revoke, Object::Secrets).await?,
        };
        if !tx.revoke_api_key(offering.scope(), key, self.now()).await? {
            return Err(Rejection::NotFound(Kind::ApiKey).into());
        }
        self.record(&mut tx, &offering, EventKind::ApiKeyRevoked, Detail::about(key.to_string())).await?;
        Ok(tx.commit().await?)
    }

    /// The old secret stops working at once. Only owners of the client get a new one (§4.8).
    pub async fn replace_client_secret(&self, name: &str) -> Result<()> {
        let operation = self.attempt("access/client-secret", &name)?;
        self.once(operation.as_ref(), self.new_client_secret(name, operation.as_ref())).await
    }

    async fn new_client_secret(&self, name: &str, operation: Option<&Operation>) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Execute, Object::Secrets).await?;
        self.require_client_owner(&mut tx, offering.scope()).await?;
        let value = self.backend().ids().token();
        if !tx.replace_client_secret(offering.scope(), &StoredSecret(secret_hash(&value)), self.now()).await? {
            return Err(Rejection::Refused(Refusal::AccessNotEnabled).into());
        }
        self.record(&mut tx, &offering, EventKind::ClientSecretCreated, Detail::none()).await?;
        self.hand_over(tx, operation, fresh(&offering, &[("client_secret", value)])).await
    }

    /// Commits, and keeps the fresh secrets for the one page that shows them. They are kept first: a browser that hung up
    /// in the middle may come back for them.
    pub(crate) async fn hand_over(&self, mut tx: Tx, operation: Option<&Operation>, fresh: FreshSecrets) -> Result<()> {
        self.done(&mut tx, operation, &()).await?;
        let (person, place, now) = (self.person()?.id, fresh.offering.clone(), self.now());
        let waiting = self.backend().secrets();
        waiting.put(person, &place, fresh, now);
        tx.commit().await.map_err(|error| {
            waiting.take(person, &place, now);
            error.into()
        })
    }

    /// T08, "Update client ID": the client becomes usable with the redirect URIs that are saved now, or with those that were
    /// handed in or published once something was: nobody is sent to an address that nobody has agreed to.
    ///
    /// That is in force at once, so it is not for the API key of a service id.
    pub async fn update_client(&self, name: &str) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::AccessRegistration).await?;
        within_reach(self.reach().moves())?;
        if offering.access_facts.client_id.is_none() {
            return Err(Rejection::Refused(Refusal::AccessNotEnabled).into());
        }
        self.require_client_owner(&mut tx, offering.scope()).await?;
        let offering = standing(&mut tx, &offering).await?.unwrap_or(offering);
        let mut findings = offering.access.draft.check();
        findings.extend(unregistrable(&offering.access.draft));
        if findings.errors().next().is_some() {
            return Err(Rejection::Invalid(findings).into());
        }
        let uris: Vec<&str> = offering.access.draft.listed().map(|(_, uri)| uri).collect();
        tx.enable_client(offering.scope(), &uris).await?;
        self.record(&mut tx, &offering, EventKind::ClientEnabled, Detail::about(&offering.name)).await?;
        Ok(tx.commit().await?)
    }

    async fn add_key(&self, tx: &mut Tx, offering: &Offering, lifetime: KeyLifetime) -> Result<NewCredential> {
        let at = self.now();
        let id = ApiKeyId::new(self.backend().ids().uuid(at));
        let key = NewCredential::new(self.backend().ids(), Family::ServiceKey);
        tx.add_api_key(&NewApiKey {
            scope: offering.scope(),
            id,
            prefix: key.prefix.clone(),
            secret_hash: key.hash().0,
            by: self.person()?.id,
            at,
            expires_at: lifetime.end(at),
        })
        .await?;
        Ok(key)
    }
}

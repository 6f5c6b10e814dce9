//! Access management: enabling it, API keys, the client secret, and the sign-in client. A secret is made here, kept as
//! a hash, and handed out exactly once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::ApiKeyId;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::view::{FreshSecret, FreshSecrets};
use slipway_store::{NewApiKey, StoredSecret, Tx};
use uuid::Uuid;

use crate::{Acting, Result};

/// SHA-256 in hex. Secrets made here hold at least 160 random bits, for which a fast hash is enough.
pub(crate) fn secret_hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use core::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Acting {
    /// T07: service id, API key and an incomplete client. The name must be registered, which the first complete
    /// listing does.
    pub async fn enable_access(&self, name: &str) -> Result<FreshSecrets> {
        let (mut tx, offering) = self.edit(name, Verb::Create, Object::AccessRegistration).await?;
        if offering.access_facts.registered_at.is_none() {
            return Err(Rejection::Refused(Refusal::NameNotRegistered).into());
        }
        if offering.access_facts.service_id.is_some() {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        let at = self.now();
        let service_id = format!("ServiceId-{}", Uuid::from_bytes(self.backend().ids().bytes()).hyphenated());
        let client_secret = self.random_secret();
        let stored = StoredSecret(secret_hash(&client_secret));
        if !tx.enable_access(offering.scope(), &service_id, &offering.name, &stored, at).await? {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        self.record(&mut tx, &offering, EventKind::AccessEnabled, Detail::about(&service_id)).await?;
        let api_key = self.add_key(&mut tx, &offering).await?;
        tx.commit().await?;
        Ok(FreshSecrets {
            offering: offering.name.clone(),
            secrets: vec![
                FreshSecret { label: "api_key".to_owned(), value: api_key },
                FreshSecret { label: "client_secret".to_owned(), value: client_secret },
            ],
        })
    }

    /// Keeps fresh secrets for the one page that shows them.
    pub fn reveal(&self, secrets: FreshSecrets) -> Result<()> {
        self.backend().reveal().put(self.person()?.id, secrets, self.now());
        Ok(())
    }

    /// The fresh secrets of an offering, for their author, once.
    pub async fn take_secrets(&self, name: &str) -> Result<Option<FreshSecrets>> {
        let offering = self.read(name).await?;
        Ok(self.backend().reveal().take(self.person()?.id, &offering.name, self.now()))
    }

    /// One more key; the old ones stay valid until they are revoked.
    pub async fn create_api_key(&self, name: &str) -> Result<FreshSecrets> {
        let (mut tx, offering) = self.change(name, Verb::Execute, Object::Secrets).await?;
        if offering.access_facts.service_id.is_none() {
            return Err(Rejection::Refused(Refusal::AccessNotEnabled).into());
        }
        let value = self.add_key(&mut tx, &offering).await?;
        tx.commit().await?;
        Ok(FreshSecrets {
            offering: offering.name.clone(),
            secrets: vec![FreshSecret { label: "api_key".to_owned(), value }],
        })
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

    /// The old secret stops working at once.
    pub async fn replace_client_secret(&self, name: &str) -> Result<FreshSecrets> {
        let (mut tx, offering) = self.change(name, Verb::Execute, Object::Secrets).await?;
        let value = self.random_secret();
        if !tx.replace_client_secret(offering.scope(), &StoredSecret(secret_hash(&value)), self.now()).await? {
            return Err(Rejection::Refused(Refusal::AccessNotEnabled).into());
        }
        self.record(&mut tx, &offering, EventKind::ClientSecretCreated, Detail::none()).await?;
        tx.commit().await?;
        Ok(FreshSecrets {
            offering: offering.name.clone(),
            secrets: vec![FreshSecret { label: "client_secret".to_owned(), value }],
        })
    }

    /// T08, "Update client ID": the client becomes usable with the redirect URIs that are saved now.
    pub async fn update_client(&self, name: &str) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::AccessRegistration).await?;
        if offering.access_facts.client_id.is_none() {
            return Err(Rejection::Refused(Refusal::AccessNotEnabled).into());
        }
        let findings = offering.access.draft.check();
        if findings.errors().next().is_some() {
            return Err(Rejection::Invalid(findings).into());
        }
        tx.set_client_enabled(offering.scope(), true).await?;
        self.record(&mut tx, &offering, EventKind::ClientEnabled, Detail::about(&offering.name)).await?;
        Ok(tx.commit().await?)
    }

    async fn add_key(&self, tx: &mut Tx, offering: &slipway_domain::offering::Offering) -> Result<String> {
        let at = self.now();
        let id = ApiKeyId::new(self.backend().ids().uuid(at));
        let prefix = format!("slw_{}", hex(&self.backend().ids().bytes::<6>()));
        let value = format!("{prefix}_{}", self.random_secret());
        tx.add_api_key(&NewApiKey {
            scope: offering.scope(),
            id,
            prefix: prefix.clone(),
            secret_hash: secret_hash(&value),
            by: self.person()?.id,
            at,
        })
        .await?;
        self.record(tx, offering, EventKind::ApiKeyCreated, Detail::about(prefix)).await?;
        Ok(value)
    }

    /// 256 random bits.
    fn random_secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.backend().ids().bytes::<32>())
    }
}

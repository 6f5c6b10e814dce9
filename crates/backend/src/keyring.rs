//! The signing keys of the embedded issuer as they take turns: the next one is published a day before it signs, the one
//! before it until its last token is dead (security.md §3c). When that is, is a matter of three moments per key; which
//! tokens are signed is not known here.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use secrecy::ExposeSecret as _;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::moment::Moment;
use slipway_oidc::detached;
use slipway_oidc::keys::{self, Jwks, PublicJwk, SigningKey};
use slipway_oidc::verify::VerifyingKeys;
use slipway_store::StoredSigningKey;

use crate::issuer::oldest_living_grant;
use crate::sealing::Place;
use crate::{Backend, Report};

/// A key is published this long before it signs, so that whoever keeps the published keys for a day knows it in time.
const ANNOUNCED: Duration = Duration::from_hours(24);

/// A key that another process has added is seen after this time.
const READ_EVERY: Duration = Duration::from_mins(1);

/// The keys as they were read last. Clones share them.
#[derive(Clone)]
pub(crate) struct Keyring {
    backend: Backend,
    keys: Arc<Mutex<Arc<Keys>>>,
}

/// All keys at one moment, the newest first.
pub(crate) struct Keys {
    read_at: Moment,
    keys: Vec<Key>,
}

struct Key {
    jwk: PublicJwk,
    private: Arc<SigningKey>,
    signs_from: Moment,
    retired_at: Option<Moment>,
}

/// A key as an operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEntry {
    pub kid: String,
    pub created_at: Moment,
    pub signs_from: Moment,
    pub retired_at: Option<Moment>,
}

/// How urgent a new key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// If the newest key has signed for nearly as long as it may.
    Due { after: Duration },
    /// It is published now and signs in a day.
    Next,
    /// A key got out: a new one signs now, and what any other has signed is worth nothing from now on.
    AtOnce,
}

impl Keyring {
    /// Reads the keys, and makes one on the first start.
    pub(crate) async fn open(backend: Backend) -> Result<Self, Report> {
        if backend.signing_keys().await?.is_empty() {
            backend.add_signing_key(None, Turn::AtOnce).await?;
        }
        let keys = Keys::read(&backend, None).await?;
        Ok(Self { backend, keys: Arc::new(Mutex::new(Arc::new(keys))) })
    }

    /// The keys as they are now, give or take a minute.
    pub(crate) async fn now(&self) -> Arc<Keys> {
        let known = Arc::clone(&self.keys.lock().unwrap_or_else(PoisonError::into_inner));
        if self.backend.clock().now().since(known.read_at) < READ_EVERY {
            return known;
        }
        match Keys::read(&self.backend, Some(&*known)).await {
            Ok(keys) => {
                let keys = Arc::new(keys);
                *self.keys.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&keys);
                keys
            }
            Err(error) => {
                tracing::warn!(%error, "the signing keys could not be read again");
                known
            }
        }
    }
}

impl Keys {
    /// Keys that are known already are not unsealed again.
    async fn read(backend: &Backend, known: Option<&Self>) -> Result<Self, Report> {
        let stored = backend.signing_keys().await?;
        let keys = stored.into_iter().map(|key| Key::of(backend, key, known)).collect::<Result<_, _>>()?;
        Ok(Self { read_at: backend.clock().now(), keys })
    }

    /// The key that signs.
    pub(crate) fn signing(&self, now: Moment) -> Result<&SigningKey, Report> {
        let signing = self.keys.iter().find(|key| key.signs_from <= now);
        signing.map(|key| &*key.private).ok_or_else(|| Report::new("signing keys", "none of them signs yet"))
    }

    /// The next key, the one that signs, and those with living tokens.
    pub(crate) fn published(&self, now: Moment) -> Jwks {
        let last = oldest_living_grant(now);
        let lives = self.keys.iter().filter(|key| key.retired_at.is_none_or(|at| at > last));
        lives.map(|key| key.jwk.clone()).collect()
    }

    pub(crate) fn verifying(&self, now: Moment) -> VerifyingKeys {
        VerifyingKeys::new(&self.published(now))
    }
}

impl Key {
    fn of(backend: &Backend, stored: StoredSigningKey, known: Option<&Keys>) -> Result<Self, Report> {
        let known = known.and_then(|known| known.keys.iter().find(|key| key.jwk.kid == stored.kid));
        let private = match known {
            Some(key) => Arc::clone(&key.private),
            None => Arc::new(unsealed(backend, &stored)?),
        };
        let jwk = serde_json::from_str(&stored.public_jwk).map_err(|error| Report::new("a public key", error))?;
        Ok(Self { jwk, private, signs_from: stored.signs_from, retired_at: stored.retired_at })
    }
}

impl Backend {
    /// The keys of the embedded issuer, the newest first.
    pub async fn key_entries(&self) -> Result<Vec<KeyEntry>, Report> {
        let entry = |key: StoredSigningKey| KeyEntry {
            kid: key.kid,
            created_at: key.created_at,
            signs_from: key.signs_from,
            retired_at: key.retired_at,
        };
        Ok(self.signing_keys().await?.into_iter().map(entry).collect())
    }

    /// The console's signature of what has this hash, beside that. `None`: people sign in at another issuer, and there is
    /// no key here.
    pub(crate) async fn signature_of(&self, sha256: &str) -> Result<Option<String>, Report> {
        let keys = Keys::read(self, None).await?;
        let Ok(key) = keys.signing(self.clock().now()) else { return Ok(None) };
        detached::sign(key, sha256).map(Some).map_err(|error| Report::new("a dossier could not be signed", error))
    }

    /// Adds the next key. `None`: it is not due, or the next one is announced already. A running server sees it within a
    /// minute.
    pub async fn turn_signing_keys(&self, turn: Turn) -> Result<Option<KeyEntry>, Report> {
        let keys = self.signing_keys().await?;
        let newest = keys.first();
        let now = self.clock().now();
        let is_due = newest.is_none_or(|newest| match turn {
            Turn::Due { after } => now >= newest.signs_from.plus(after.saturating_sub(ANNOUNCED)),
            Turn::Next => now >= newest.signs_from,
            Turn::AtOnce => true,
        });
        if !is_due {
            return Ok(None);
        }
        self.add_signing_key(newest.map(|newest| newest.kid.as_str()), turn).await
    }

    /// `None`: another process was faster.
    async fn add_signing_key(&self, after: Option<&str>, turn: Turn) -> Result<Option<KeyEntry>, Report> {
        // Takes a second or so; not on a thread that serves requests.
        let generated = tokio::task::spawn_blocking(keys::generate)
            .await
            .map_err(|error| Report::new("making a signing key", error))?
            .map_err(|error| Report::new("making a signing key", error))?;
        let now = self.clock().now();
        let at_once = after.is_none() || turn == Turn::AtOnce;
        let key = StoredSigningKey {
            sealed: self.sealer().seal(place_of(&generated.jwk.kid), generated.pkcs8.expose_secret()),
            public_jwk: serde_json::to_string(&generated.jwk).map_err(|error| Report::new("a public key", error))?,
            kid: generated.jwk.kid,
            created_at: now,
            signs_from: if at_once { now } else { now.plus(ANNOUNCED) },
            retired_at: None,
        };
        let mut tx = self.store().write().await.map_err(storage)?;
        if !tx.add_signing_key(&key, after).await.map_err(storage)? {
            return Ok(None);
        }
        let told = |kind| self.platform_event(None, kind, Detail::about(&key.kid), "");
        tx.record(&told(EventKind::SigningKeyAdded)).await.map_err(storage)?;
        if at_once && tx.delete_signing_keys_but(&key.kid).await.map_err(storage)? > 0 {
            tx.record(&told(EventKind::SigningKeysWithdrawn)).await.map_err(storage)?;
        }
        tx.commit().await.map_err(storage)?;
        let StoredSigningKey { kid, created_at, signs_from, retired_at, .. } = key;
        Ok(Some(KeyEntry { kid, created_at, signs_from, retired_at }))
    }

    async fn signing_keys(&self) -> Result<Vec<StoredSigningKey>, Report> {
        self.store().signing_keys().await.map_err(storage)
    }
}

fn unsealed(backend: &Backend, stored: &StoredSigningKey) -> Result<SigningKey, Report> {
    let pkcs8 = backend.sealer().open(place_of(&stored.kid), &stored.sealed);
    let pkcs8 = pkcs8.map_err(|error| Report::new("the signing key", error))?;
    SigningKey::from_pkcs8(&pkcs8).map_err(|error| Report::new("the signing key", error))
}

fn place_of(kid: &str) -> Place<'_> {
    Place { table: "signing_key", row: kid, column: "sealed", tenant: "" }
}

fn storage(error: slipway_store::Error) -> Report {
    Report::new("the signing keys", error)
}

//! The embedded issuer with its memory: the protocol rules are `slipway_oidc`'s, the rows are the
//! store's, and this joins them. HTTP is not known here, and which clients there are is `client`'s.

mod broker_token;
mod service_token;

use std::sync::{Arc, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{PersonId, SessionId};
use slipway_domain::moment::Moment;
use slipway_oidc::authorize::{AuthorizeError, AuthorizeQuery, AuthorizeRequest};
use slipway_oidc::claims::Person as Claimant;
use slipway_oidc::client::Client;
use slipway_oidc::consent::DENIED;
use slipway_oidc::discovery::{Discovery, Issuer};
use slipway_oidc::error::OAuthError;
use slipway_oidc::grant::{CodeRecord, code_hash, new_code, unknown_code};
use slipway_oidc::issue::{Lifetimes, TokenIds, TokenIssuer, TokenResponse};
use slipway_oidc::keys::Jwks;
use slipway_oidc::pkce::Challenge;
use slipway_oidc::redirect::LoopbackHttp;
use slipway_oidc::revocation::{OF_ANOTHER_CLIENT, RevocationRequest};
use slipway_oidc::scope::Scope;
use slipway_oidc::token::{CodeGrant, CodeRequest, TokenRequest};
use slipway_oidc::userinfo::{self, BearerError, UserInfo};
use slipway_oidc::verify::LEEWAY_SECONDS;
use slipway_store::{Redemption, StoredCode};

use crate::client::{Clients, OperatorClient, console};
use crate::keyring::Keyring;
use crate::sealing::Place;
use crate::{Backend, Report};

pub use service_token::Service;

/// Cheap to clone.
#[derive(Clone)]
pub struct EmbeddedIssuer {
    backend: Backend,
    parts: Arc<Parts>,
}

pub(crate) struct Parts {
    issuer: Issuer,
    clients: Clients,
    keys: Keyring,
}

/// How somebody who is given a code proved who they are.
#[derive(Debug, Clone, Copy)]
pub struct Proof {
    pub at: Moment,
    /// The browser session that goes on since then. `None`: a password, just now, and no session yet.
    pub session: Option<SessionId>,
}

/// The client did something wrong and is told, or something here is broken.
#[derive(Debug, thiserror::Error)]
pub enum Refused<E> {
    #[error("refused")]
    Client(E),
    #[error(transparent)]
    Internal(#[from] Report),
}

impl<E> From<slipway_store::Error> for Refused<E> {
    fn from(error: slipway_store::Error) -> Self {
        Self::Internal(Report::new("storage", error))
    }
}

impl EmbeddedIssuer {
    /// Loads the signing keys, or makes one on the first start. `origin` is the console's address and the issuer's
    /// name; `callback` is where the console receives its codes; `others` are the clients that the operator registered.
    pub async fn open(
        backend: Backend,
        origin: &str,
        callback: &str,
        others: Vec<OperatorClient>,
    ) -> Result<Self, Report> {
        let issuer = Issuer::parse(origin, LoopbackHttp::Allowed)
            .map_err(|fault| Report::new("the public address as issuer", fault))?;
        let clients = Clients::new(backend.clone(), console(callback)?, others);
        let keys = Keyring::open(backend.clone()).await?;
        let parts = Arc::new(Parts { issuer, clients, keys });
        *backend.issuer().lock().unwrap_or_else(PoisonError::into_inner) = Arc::downgrade(&parts);
        Ok(Self { backend, parts })
    }

    /// The issuer that was opened on this backend. `None`: people sign in elsewhere.
    pub(crate) fn of(backend: &Backend) -> Option<Self> {
        let parts = backend.issuer().lock().unwrap_or_else(PoisonError::into_inner).upgrade()?;
        Some(Self { backend: backend.clone(), parts })
    }

    pub fn issuer(&self) -> &Issuer {
        &self.parts.issuer
    }

    pub fn discovery(&self) -> Discovery {
        Discovery::new(&self.parts.issuer)
    }

    /// The public keys of all tokens that live now or will be signed next.
    pub async fn jwks(&self) -> Jwks {
        self.parts.keys.now().await.published(self.now())
    }

    /// Checks an authorization request against the client it names.
    pub async fn check(&self, query: &AuthorizeQuery) -> Result<AuthorizeRequest, Refused<AuthorizeError>> {
        let client = match query.client_id() {
            Some(id) => self.client(id).await?,
            None => None,
        };
        query.check(client.as_ref(), &self.parts.issuer).map_err(Refused::Client)
    }

    /// Whether the client, if it hints at somebody, means this person (`id_token_hint`).
    pub async fn expects(&self, request: &AuthorizeRequest, person: PersonId) -> bool {
        let Some(hint) = &request.id_token_hint else { return true };
        let keys = self.parts.keys.now().await.verifying(self.now());
        let subject = keys.hinted_subject(hint, &self.parts.issuer, &request.client_id);
        subject.is_ok_and(|subject| subject == person.to_string())
    }

    /// Gives a code to the client of `request` for somebody with that proof. Returns the client's address that the
    /// browser goes to next; without a code if the person took their consent back meanwhile.
    pub async fn grant(&self, request: &AuthorizeRequest, person: PersonId, proof: Proof) -> Result<String, Report> {
        let random = self.backend.ids().bytes();
        let code = new_code(&random);
        let record = CodeRecord::issue(request, person.to_string(), seconds(proof.at), seconds(self.now()));
        let stored = StoredCode {
            client_id: record.client_id,
            redirect_uri: record.redirect_uri,
            challenge: record.challenge.map(|challenge| challenge.to_string()),
            nonce: record.nonce,
            scope: record.scope.to_string(),
            person,
            session: proof.session,
            auth_time: proof.at,
            expires_at: Moment::from_millis(record.expires_at.saturating_mul(1000)),
        };
        let storage = |error: slipway_store::Error| Report::new("storing an authorization code", error);
        let owner = self.clients().owner(&request.client_id).await.map_err(storage)?;
        let mut tx = self.backend.store().write().await.map_err(storage)?;
        if !self.is_agreed(&mut tx, request, person, owner).await.map_err(storage)? {
            return Ok(request.error_url(&self.parts.issuer, &DENIED));
        }
        tx.add_code(&code_hash(code.expose_secret()), &stored).await.map_err(storage)?;
        tx.commit().await.map_err(storage)?;
        Ok(request.success_url(&self.parts.issuer, code.expose_secret()))
    }

    /// The token endpoint.
    pub async fn token(&self, request: &TokenRequest) -> Result<TokenResponse, Refused<OAuthError>> {
        match request {
            TokenRequest::AuthorizationCode(request) => self.token_for_code(request).await,
            TokenRequest::ApiKey(request) => self.token_for_key(request).await,
        }
    }

    async fn token_for_code(&self, request: &CodeRequest) -> Result<TokenResponse, Refused<OAuthError>> {
        let known = self.client(&request.client.client_id).await?;
        let client = request.authenticate(known.as_ref()).map_err(Refused::Client)?;
        let grant = &request.grant;
        let (record, person) = self.redeem(client, grant).await?;
        let ids = TokenIds { access_token: jti_of(&grant.code), id_token: self.backend.ids().bytes() };
        let (keys, now) = (self.parts.keys.now().await, self.now());
        let key = keys.signing(now)?;
        let issuing = TokenIssuer { issuer: &self.parts.issuer, key, lifetimes: Lifetimes::default() };
        issuing
            .issue(&record, &person, ids, seconds(now))
            .map_err(|error| Refused::Internal(Report::new("signing a token", error)))
    }

    /// The revocation endpoint: a client gives one of its access tokens back. Whatever is no living token of this issuer
    /// needs no revoking (RFC 7009 §2.2), and leaves no line in the history. `id` names the request.
    pub async fn revoke(&self, body: &str, authorization: Option<&str>, id: &str) -> Result<(), Refused<OAuthError>> {
        let request = RevocationRequest::parse(body, authorization).map_err(Refused::Client)?;
        let known = self.client(&request.client.client_id).await?;
        let client = request.authenticate(known.as_ref()).map_err(Refused::Client)?;
        let now = self.now();
        let keys = self.parts.keys.now().await.verifying(now);
        let Ok(claims) = keys.access_token(&request.token, &self.parts.issuer, seconds(now)) else { return Ok(()) };
        if claims.client_id != client.client_id {
            return Err(Refused::Client(OF_ANOTHER_CLIENT));
        }
        let Some(grant) = grant_of(&claims.jti) else { return Ok(()) };
        let mut tx = self.backend.store().write().await?;
        let Some(person) = tx.end_grant(&grant, &client.client_id).await? else { return Ok(()) };
        // The client did it, and nobody in particular.
        let detail = Detail::about(person).with_code(&client.client_id);
        tx.record(&self.backend.platform_event(None, EventKind::TokenRevoked, detail, id)).await?;
        Ok(tx.commit().await?)
    }

    /// The userinfo endpoint: the `Authorization` header and the form that was posted, if there are any. A token is dead
    /// once its code was presented a second time, with the session that it was given in, with the consent of its person,
    /// with the person, and while its client is not enabled.
    pub async fn userinfo(
        &self,
        authorization: Option<&str>,
        form: Option<&str>,
    ) -> Result<UserInfo, Refused<BearerError>> {
        let now = self.now();
        let token = userinfo::bearer_token(authorization, form).map_err(Refused::Client)?;
        let keys = self.parts.keys.now().await.verifying(now);
        let claims = userinfo::authorize(&token, &keys, &self.parts.issuer, seconds(now)).map_err(Refused::Client)?;
        let is_enabled = self.client(&claims.client_id).await?.is_some_and(|client| client.enabled);
        let alive = match grant_of(&claims.jti).filter(|_| is_enabled) {
            Some(grant) => self.backend.store().is_grant_alive(&grant).await?,
            None => false,
        };
        let person = match PersonId::parse(&claims.sub) {
            Ok(id) if alive => self.claimant(id).await?,
            _ => None,
        };
        let person = person.ok_or(Refused::Client(BearerError::Revoked))?;
        Ok(UserInfo::new(&claims, &person))
    }

    pub(crate) fn clients(&self) -> &Clients {
        &self.parts.clients
    }

    pub(crate) fn backend(&self) -> &Backend {
        &self.backend
    }

    async fn client(&self, client_id: &str) -> Result<Option<Client>, slipway_store::Error> {
        self.parts.clients.find(client_id).await
    }

    fn now(&self) -> Moment {
        self.backend.clock().now()
    }

    /// Using the code up is committed before anything else is checked, so that a failed attempt burns it as well.
    async fn redeem(&self, client: &Client, grant: &CodeGrant) -> Result<(CodeRecord, Claimant), Refused<OAuthError>> {
        let now = self.now();
        let mut tx = self.backend.store().write().await?;
        let redemption = tx.redeem_code(&code_hash(&grant.code), now).await?;
        tx.commit().await?;
        let stored = match redemption {
            Redemption::First(stored) => stored,
            Redemption::Again => {
                tracing::warn!(
                    client = client.client_id,
                    "an authorization code was presented twice; its tokens are dead"
                );
                return Err(Refused::Client(unknown_code()));
            }
            Redemption::SignedOut | Redemption::Unknown => return Err(Refused::Client(unknown_code())),
        };
        let person = stored.person;
        let record = record_of(stored).ok_or_else(|| Report::new("an authorization code", "its row is malformed"))?;
        record.redeem(&client.client_id, grant, seconds(now)).map_err(Refused::Client)?;
        let person = self.claimant(person).await?.ok_or(Refused::Client(unknown_code()))?;
        Ok((record, person))
    }

    /// What clients may learn of a person who may still sign in.
    async fn claimant(&self, id: PersonId) -> Result<Option<Claimant>, slipway_store::Error> {
        let person = self.backend.store().person(id).await?;
        Ok(person.map(|person| Claimant {
            subject: id.to_string(),
            name: person.name,
            given_name: None,
            family_name: None,
            email: Some(person.email),
            // An administrator typed it; nobody has checked that mail arrives.
            email_verified: Some(false),
        }))
    }
}

impl Backend {
    /// Compares the configured secrets key with the data: on the first start it leaves a sentinel, later it must open
    /// it. A wrong key is noticed here and not at the first broker call.
    pub async fn check_secrets_key(&self) -> Result<(), Report> {
        let storage = |error: slipway_store::Error| Report::new("the sentinel of the secrets key", error);
        let sealer = self.sealer();
        let place = Place { table: "secrets_key", row: sealer.key_id(), column: "sentinel", tenant: "" };
        let known = self.store().secrets_keys().await.map_err(storage)?;
        if let Some((_, sentinel)) = known.iter().find(|(id, _)| id == sealer.key_id()) {
            return sealer.open(place, sentinel).map(drop).map_err(|error| Report::new("the secrets key", error));
        }
        if let Some((other, _)) = known.first() {
            let fix = format!(
                "the data was sealed with the secrets key {other}, but the configured one is {}",
                sealer.key_id()
            );
            return Err(Report::new("the secrets key", fix));
        }
        let mut tx = self.store().write().await.map_err(storage)?;
        tx.add_secrets_key(sealer.key_id(), &sealer.seal(place, b"slipway")).await.map_err(storage)?;
        tx.commit().await.map_err(storage)
    }
}

/// Grants that expired before this moment have no living token.
pub(crate) fn oldest_living_grant(now: Moment) -> Moment {
    let tokens = Lifetimes::default().access_token.saturating_add(LEEWAY_SECONDS);
    Moment::from_millis(now.millis().saturating_sub(tokens.saturating_mul(1000)))
}

/// An access token is named after its code, so that presenting the code again can revoke the token: half of the code's
/// hash, which leads nowhere once the code is used.
fn jti_of(code: &str) -> [u8; 16] {
    let digest = Sha256::digest(code);
    core::array::from_fn(|at| digest[at])
}

/// The beginning of the code's hash, under which the store finds its row.
fn grant_of(jti: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(jti).ok().filter(|bytes| bytes.len() == 16)?;
    Some(hex::encode(bytes))
}

fn record_of(stored: StoredCode) -> Option<CodeRecord> {
    let challenge = match stored.challenge {
        Some(text) => Some(Challenge::parse(&text)?),
        None => None,
    };
    Some(CodeRecord {
        client_id: stored.client_id,
        redirect_uri: stored.redirect_uri,
        challenge,
        nonce: stored.nonce,
        subject: stored.person.to_string(),
        auth_time: seconds(stored.auth_time),
        scope: Scope::parse(&stored.scope)?,
        expires_at: seconds(stored.expires_at),
    })
}

fn seconds(at: Moment) -> i64 {
    at.millis().div_euclid(1000)
}

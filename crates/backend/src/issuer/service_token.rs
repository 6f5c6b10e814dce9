//! Services at the embedded issuer: an API key gets a token, and the token says whose service acts. A token dies with its
//! key.

use secrecy::SecretString;
use slipway_domain::access::SERVICE_POLICY;
use slipway_domain::ids::{ApiKeyId, PersonId};
use slipway_domain::offering::Scope;
use slipway_oidc::error::OAuthError;
use slipway_oidc::issue::{Lifetimes, TokenIssuer, TokenResponse};
use slipway_oidc::secret::SecretHash;
use slipway_oidc::service_token::{KeyRecord, ServiceTokenClaims, unknown_key};
use slipway_oidc::token::ApiKeyRequest;
use slipway_oidc::userinfo::{BearerError, bearer_token};
use slipway_oidc::verify::TokenFault;
use slipway_store::StoredKey;

use super::{EmbeddedIssuer, Refused, seconds};
use crate::{Backend, Report};

/// A service that proved itself with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    pub scope: Scope,
    /// The name of the service, which is what its token is for (§7.6).
    pub name: String,
    pub key: ApiKeyId,
    /// Ids of `SERVICE_POLICY`, divided by blanks.
    pub policy: String,
}

impl Service {
    /// Whether its policy lets it submit usage (DEC-13).
    pub fn may_submit_usage(&self) -> bool {
        let [_, submit] = SERVICE_POLICY;
        self.policy.split_whitespace().any(|allowed| allowed == submit)
    }
}

impl EmbeddedIssuer {
    pub(super) async fn token_for_key(&self, request: &ApiKeyRequest) -> Result<TokenResponse, Refused<OAuthError>> {
        if let Some(credentials) = &request.client {
            let client = self.client(&credentials.client_id).await?;
            request.authenticate(client.as_ref()).map_err(Refused::Client)?;
        }
        let stored = match request.prefix() {
            Some(prefix) => self.backend.store().api_key(prefix).await?,
            None => None,
        };
        let stored = stored.ok_or(Refused::Client(unknown_key()))?;
        let (scope, id, last) = (stored.scope, stored.id, stored.last_used_at);
        let record = record_of(stored)?;
        let (keys, now) = (self.parts.keys.now().await, self.now());
        record.redeem(&request.key, seconds(now)).map_err(Refused::Client)?;
        self.backend.key_used(scope, id, last).await?;
        let key = keys.signing(now)?;
        let issuing = TokenIssuer { issuer: &self.parts.issuer, key, lifetimes: Lifetimes::default() };
        issuing
            .issue_to_service(&record, self.backend.ids().bytes(), seconds(now))
            .map_err(|error| Refused::Internal(Report::new("signing a token", error)))
    }

    /// The access token that a key earns which is stored here for a service's broker (§4.13). `None`: it is unknown,
    /// over or revoked.
    pub(crate) async fn token_for_stored_key(&self, key: SecretString) -> Result<Option<SecretString>, Report> {
        match self.token_for_key(&ApiKeyRequest { client: None, key }).await {
            Ok(answer) => Ok(Some(answer.access_token.into())),
            Err(Refused::Client(_)) => Ok(None),
            Err(Refused::Internal(report)) => Err(report),
        }
    }

    /// Whose service acts, by the `Authorization` header of a call.
    pub async fn service(&self, authorization: Option<&str>) -> Result<Service, Refused<BearerError>> {
        let now = self.now();
        let token = bearer_token(authorization, None).map_err(Refused::Client)?;
        let keys = self.parts.keys.now().await.verifying(now);
        let invalid = |fault| Refused::Client(BearerError::InvalidToken(fault));
        let claims = keys.service_token(&token, &self.parts.issuer, seconds(now)).map_err(invalid)?;
        let (scope, key) = named(&claims).ok_or(invalid(TokenFault::Claims))?;
        let policy = self.backend.store().policy_of_key(scope, key, now).await?;
        let policy = policy.ok_or(Refused::Client(BearerError::Revoked))?;
        Ok(Service { scope, key, policy, name: claims.access.scope })
    }
}

impl Backend {
    /// Whose service an API key is of, and who made it. `None`: it is unknown, over or revoked.
    pub(crate) async fn presented_key(&self, key: SecretString) -> crate::Result<Option<(Scope, PersonId)>> {
        let request = ApiKeyRequest { client: None, key };
        let stored = match request.prefix() {
            Some(prefix) => self.store().api_key(prefix).await?,
            None => None,
        };
        let Some(stored) = stored else { return Ok(None) };
        let (scope, by, id, last) = (stored.scope, stored.by, stored.id, stored.last_used_at);
        if record_of(stored)?.redeem(&request.key, seconds(self.clock().now())).is_err() {
            return Ok(None);
        }
        self.key_used(scope, id, last).await?;
        Ok(Some((scope, by)))
    }
}

fn named(claims: &ServiceTokenClaims) -> Option<(Scope, ApiKeyId)> {
    let scope = Scope { account: claims.subject.account.bss.parse().ok()?, offering: claims.resource_id.parse().ok()? };
    Some((scope, claims.apikey_id.parse().ok()?))
}

fn record_of(stored: StoredKey) -> Result<KeyRecord, Report> {
    let secret = SecretHash::from_hex(&stored.secret.0);
    Ok(KeyRecord {
        key: stored.id.to_string(),
        secret: secret.ok_or_else(|| Report::new("an API key", "its hash is malformed"))?,
        service_id: stored.service_id,
        service: stored.service,
        account: stored.scope.account.to_string(),
        offering: stored.scope.offering.to_string(),
        expires_at: stored.expires_at.map(seconds),
    })
}

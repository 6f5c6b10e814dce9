//! The issuer that people sign in at, seen from the client: where to send them, and what a code is worth. Embedded or
//! remote, the same `openidconnect` client talks to it; only the way its requests travel differs.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod,
    CoreGrantType, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType, CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AdditionalProviderMetadata, AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, JsonWebKeySet, Nonce,
    OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata, RedirectUrl, Scope,
    SubjectIdentifier, UserInfoError,
};
use serde::{Deserialize, Serialize};
use slipway_app::pages::sign_in::Problem;
use slipway_backend::{CONSOLE_CLIENT, EmbeddedIssuer};
use slipway_domain::moment::Moment;
use slipway_osb::trusted::TrustedClient;
use slipway_osb::{CallError, Limits};
use tokio::sync::Mutex;
use tower::ServiceExt as _;

use super::login_cookie::Attempt;
use super::terms::{Terms, Unfit};
use super::verify::{self, Claims, Unverified};
use crate::server::config::RemoteIssuer;

/// An answer of an issuer beyond this is refused (security.md §3b).
const LARGEST_ANSWER: usize = 256 * 1024;

/// An issuer's description is asked for again after this time.
const DESCRIPTION_KEPT: Duration = Duration::from_hours(1);

/// A token with an unknown key makes us ask for the keys again, but not more often than this.
const KEYS_ASKED: Duration = Duration::from_mins(1);

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

pub(crate) struct Provider {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    redirect: RedirectUrl,
    way: Way,
    known: Mutex<Option<Known>>,
}

/// What `openidconnect` does not read of an issuer's description.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Additional {
    /// Its answers name it (RFC 9207).
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Additional {}

/// An issuer's description.
pub(super) type Metadata = ProviderMetadata<
    Additional,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// How requests reach the issuer.
enum Way {
    InProcess(Router),
    Network(TrustedClient),
}

/// What the issuer said about itself, and what of it goes for us.
#[derive(Clone)]
pub(super) struct Described {
    pub(super) metadata: Metadata,
    pub(super) terms: Terms,
}

/// That, and when it was said.
#[derive(Clone)]
struct Known {
    described: Described,
    described_at: Moment,
    keys_at: Moment,
}

#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    #[error("`{0}` cannot be an issuer or redirect address: {1}")]
    Url(String, openidconnect::url::ParseError),
    #[error("the client for the issuer could not be made: {0}")]
    Client(CallError),
}

impl Provider {
    /// The issuer inside this process; `routes` answers its protocol requests.
    pub(crate) fn embedded(issuer: &EmbeddedIssuer, redirect: String, routes: Router) -> Result<Self, ProviderError> {
        Self::new(issuer.issuer().as_str(), CONSOLE_CLIENT, None, redirect, Way::InProcess(routes))
    }

    /// An issuer elsewhere, as configured. Plain http only if its address says so, which validation allows for this
    /// machine alone.
    pub(crate) fn remote(config: RemoteIssuer<'_>, redirect: String) -> Result<Self, ProviderError> {
        let limits = Limits { total: Duration::from_secs(10), ..Limits::default() };
        let https_only = config.issuer.starts_with("https://");
        let client = TrustedClient::new(limits, LARGEST_ANSWER, https_only).map_err(ProviderError::Client)?;
        let secret = config.client_secret.map(|secret| secret.expose().to_owned());
        Self::new(config.issuer, config.client_id, secret, redirect, Way::Network(client))
    }

    fn new(
        issuer: &str,
        client_id: &str,
        client_secret: Option<String>,
        redirect: String,
        way: Way,
    ) -> Result<Self, ProviderError> {
        Ok(Self {
            issuer: IssuerUrl::new(issuer.to_owned()).map_err(|error| ProviderError::Url(issuer.to_owned(), error))?,
            client_id: ClientId::new(client_id.to_owned()),
            client_secret: client_secret.map(ClientSecret::new),
            redirect: RedirectUrl::new(redirect.clone()).map_err(|error| ProviderError::Url(redirect, error))?,
            way,
            known: Mutex::new(None),
        })
    }

    pub(super) fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    pub(super) fn is_embedded(&self) -> bool {
        matches!(self.way, Way::InProcess(_))
    }

    /// Whether an answer that names `said` as its issuer, or nobody, came from this one. An issuer that promises to name
    /// itself is held to it, so that nobody in between takes the name away (RFC 9207 §2.4).
    pub(super) async fn answered(&self, said: Option<&str>, now: Moment) -> Result<bool, Problem> {
        if let Some(said) = said {
            return Ok(said == self.issuer());
        }
        let Described { metadata, .. } = self.described(now).await?;
        Ok(!metadata.additional_metadata().authorization_response_iss_parameter_supported)
    }

    /// Where the browser goes to sign in.
    pub(super) async fn authorize_url(&self, attempt: &Attempt, now: Moment) -> Result<String, Problem> {
        let client = self.client(self.described(now).await?);
        let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
        let (state, nonce) = (attempt.state.clone(), attempt.nonce.clone());
        let (url, _, _) = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(url.into())
    }

    /// Trades the code for an ID token and believes it only after every check of [`verify`]. A key that is not known
    /// yet may be a new one: the keys are asked for again, at most once a minute.
    pub(super) async fn claims(
        &self,
        code: &str,
        attempt: &Attempt,
        now: Moment,
    ) -> Result<(Claims, AccessToken), Problem> {
        let issuer = self.described(now).await?;
        let response = self
            .client(issuer.clone())
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| unavailable("the issuer has no token endpoint", &error))?
            .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier.clone()))
            .request_async(self)
            .await
            .map_err(|error| match error {
                openidconnect::RequestTokenError::ServerResponse(refusal) => {
                    tracing::warn!(error = %refusal.error(), "the issuer refused a code");
                    Problem::Rejected
                }
                other => unavailable("a code could not be exchanged", &other),
            })?;
        let check = |issuer: &Described| verify::claims(&response, issuer, &self.client_id, &attempt.nonce, now);
        let verified = match check(&issuer) {
            Err(Unverified::UnknownKey) => match self.refresh_keys(now).await {
                Some(issuer) => check(&issuer),
                None => Err(Unverified::UnknownKey),
            },
            other => other,
        };
        let claims = verified.map_err(|reason| {
            tracing::warn!(%reason, "an ID token was not believed");
            Problem::Rejected
        })?;
        Ok((claims, response.access_token().clone()))
    }

    /// The address that the issuer has checked, for an ID token that does not tell it: most issuers do so at their
    /// userinfo endpoint alone (OIDC Core §5.4). An answer about somebody else is not believed (§5.3.2).
    pub(super) async fn verified_email(
        &self,
        claims: &Claims,
        token: AccessToken,
        now: Moment,
    ) -> Result<Option<String>, Problem> {
        let issuer = self.described(now).await?;
        if self.is_embedded() || issuer.metadata.userinfo_endpoint().is_none() {
            return Ok(None);
        }
        let subject = SubjectIdentifier::new(claims.subject.clone());
        let answer: CoreUserInfoClaims = self
            .client(issuer)
            .user_info(token, Some(subject))
            .map_err(|error| unavailable("the issuer has no userinfo endpoint", &error))?
            .request_async(self)
            .await
            .map_err(|error| match error {
                UserInfoError::ClaimsVerification(reason) => {
                    tracing::warn!(%reason, "a userinfo answer was not believed");
                    Problem::Rejected
                }
                other => unavailable("the issuer could not be asked about a person", &other),
            })?;
        Ok(verify::verified(answer.email(), answer.email_verified()))
    }

    fn client(&self, issuer: Described) -> Client {
        CoreClient::from_provider_metadata(issuer.metadata, self.client_id.clone(), self.client_secret.clone())
            .set_auth_type(issuer.terms.authentication)
            .set_redirect_uri(self.redirect.clone())
    }

    async fn described(&self, now: Moment) -> Result<Described, Problem> {
        let mut known = self.known.lock().await;
        if let Some(known) = &*known
            && now.since(known.described_at) < DESCRIPTION_KEPT
        {
            return Ok(known.described.clone());
        }
        // Refuses a document whose `issuer` is not the configured one.
        let metadata = Metadata::discover_async(self.issuer.clone(), self)
            .await
            .map_err(|error| unavailable("the issuer could not be discovered", &error))?;
        let terms = Terms::of(&metadata, self.client_secret.is_some()).map_err(|reason| self.unfit(&reason))?;
        let described = Described { metadata, terms };
        *known = Some(Known { described: described.clone(), described_at: now, keys_at: now });
        Ok(described)
    }

    fn unfit(&self, reason: &Unfit) -> Problem {
        tracing::error!(issuer = self.issuer(), %reason, "the issuer does not fit this console");
        Problem::Unfit
    }

    async fn refresh_keys(&self, now: Moment) -> Option<Described> {
        let mut guard = self.known.lock().await;
        let known = guard.as_mut()?;
        if now.since(known.keys_at) < KEYS_ASKED {
            return None;
        }
        known.keys_at = now;
        match JsonWebKeySet::fetch_async(known.described.metadata.jwks_uri(), self).await {
            Ok(keys) => {
                known.described.metadata = known.described.metadata.clone().set_jwks(keys);
                Some(known.described.clone())
            }
            Err(error) => {
                tracing::warn!(%error, "the issuer's keys could not be fetched");
                None
            }
        }
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, SendError> {
        match &self.way {
            Way::Network(client) => Ok(client.send(request).await?),
            Way::InProcess(router) => {
                let response = match router.clone().oneshot(request.map(Body::from)).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                };
                let (parts, body) = response.into_parts();
                let bytes = axum::body::to_bytes(body, LARGEST_ANSWER).await.map_err(SendError::Body)?;
                Ok(HttpResponse::from_parts(parts, bytes.to_vec()))
            }
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum SendError {
    #[error(transparent)]
    Network(#[from] CallError),
    #[error("the answer could not be read: {0}")]
    Body(axum::Error),
}

impl<'c> AsyncHttpClient<'c> for Provider {
    type Error = SendError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, SendError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

fn unavailable(what: &str, error: &dyn std::error::Error) -> Problem {
    tracing::error!(%error, source = error.source().map(tracing::field::display), "{what}");
    Problem::Unavailable
}

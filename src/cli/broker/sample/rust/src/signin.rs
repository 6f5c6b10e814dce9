//! Signing people in at the issuer of the platform: OpenID Connect, the authorization code flow with PKCE. It knows nothing
//! of browsers and pages.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreTokenResponse,
};
use openidconnect::{
    AsyncHttpClient, AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse as _,
};
use serde::Deserialize;

/// What the issuer says of itself is asked for anew after this time, and after every error.
const KEPT: Duration = Duration::from_secs(600);
const TIMEOUT: Duration = Duration::from_secs(10);

type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// This broker as a client of the issuer.
pub struct SignIn {
    issuer: IssuerUrl,
    id: ClientId,
    secret: ClientSecret,
    redirect: RedirectUrl,
    http: Http,
    described: Mutex<Option<(Client, Instant)>>,
}

/// What has to be remembered until the browser comes back.
pub(crate) struct Attempt {
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

/// What the browser brings back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Answer {
    pub(crate) state: String,
    code: Option<String>,
    iss: Option<String>,
    pub(crate) error: Option<String>,
}

/// Who signed in, and until when that holds, in seconds of the Unix time.
pub(crate) struct Person {
    pub(crate) subject: String,
    pub(crate) until: i64,
}

/// An answer that is not to be believed, or that says no. The text is for the log.
#[derive(Debug)]
pub(crate) struct Rejected(String);

impl SignIn {
    pub fn new(issuer: String, id: String, secret: String, redirect: String) -> Result<Self, Box<dyn Error>> {
        if !["https://", "http://localhost:", "http://127.0.0.1:"].iter().any(|start| issuer.starts_with(start)) {
            return Err("ISSUER has to begin with https://".into());
        }
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(TIMEOUT).build()?;
        Ok(Self {
            issuer: IssuerUrl::new(issuer)?,
            id: ClientId::new(id),
            secret: ClientSecret::new(secret),
            redirect: RedirectUrl::new(redirect)?,
            http: Http(http),
            described: Mutex::new(None),
        })
    }

    /// Where the browser goes, and the state under which it comes back.
    pub(crate) async fn begin(&self) -> Result<(String, String, Attempt), Rejected> {
        let client = self.client().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new(self.id.as_str().to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        Ok((url.to_string(), state.secret().clone(), Attempt { nonce, verifier }))
    }

    /// Trades the code for an ID token, and says who signed in after every check.
    pub(crate) async fn finish(&self, attempt: Attempt, answer: Answer) -> Result<Person, Rejected> {
        let person = self.person(attempt, answer).await;
        if person.is_err() {
            *self.described.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        person
    }

    async fn person(&self, attempt: Attempt, answer: Answer) -> Result<Person, Rejected> {
        if answer.iss.as_deref() != Some(self.issuer.as_str()) {
            return Err(Rejected("the answer comes from another issuer".to_owned()));
        }
        let Some(code) = answer.code else {
            return Err(Rejected(answer.error.unwrap_or_else(|| "the answer has no code".to_owned())));
        };
        let client = self.client().await?;
        let tokens: CoreTokenResponse = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(rejected)?
            .set_pkce_verifier(attempt.verifier)
            .request_async(&self.http)
            .await
            .map_err(rejected)?;
        let token = tokens.id_token().ok_or_else(|| Rejected("the issuer gave no ID token".to_owned()))?;
        let verifier = client.id_token_verifier().set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256]);
        let claims = token.claims(&verifier, &attempt.nonce).map_err(rejected)?;
        Ok(Person { subject: claims.subject().as_str().to_owned(), until: claims.expiration().timestamp() })
    }

    async fn client(&self) -> Result<Client, Rejected> {
        let described = self.described.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((client, at)) = described
            && at.elapsed() < KEPT
        {
            return Ok(client);
        }
        // Refuses a description of another issuer, and brings the keys along.
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await.map_err(rejected)?;
        let client = CoreClient::from_provider_metadata(metadata, self.id.clone(), Some(self.secret.clone()))
            .set_auth_type(AuthType::BasicAuth)
            .set_redirect_uri(self.redirect.clone());
        *self.described.lock().unwrap_or_else(PoisonError::into_inner) = Some((client.clone(), Instant::now()));
        Ok(client)
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// With what is behind it: the outermost error alone says little.
fn rejected(error: impl Error) -> Rejected {
    let behind = error.source().map(|source| format!(": {source}")).unwrap_or_default();
    Rejected(format!("{error}{behind}"))
}

/// How the protocol's requests travel.
struct Http(reqwest::Client);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = reqwest::Error;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, reqwest::Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

impl Http {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, reqwest::Error> {
        let response = self.0.execute(request.try_into()?).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut answer = HttpResponse::new(response.bytes().await?.to_vec());
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }
}

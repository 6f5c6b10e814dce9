//! The authorization request (RFC 6749 §4.1.1, OIDC Core §3.1.2) in two stages: first who asks and where the
//! answer goes, where a fault ends on an error page; then all the rest, where a fault goes back to the client. It does
//! not know who is signed in.

use thiserror::Error;

use crate::answer;
use crate::client::Client;
use crate::discovery::Issuer;
use crate::error::{ErrorCode, OAuthError};
use crate::params::Params;
use crate::pkce::{self, Challenge};
use crate::redirect::RedirectUri;
use crate::scope::{self, Scope};
use crate::sign_in::Prompt;

const MAX_STATE_BYTES: usize = 2048;
const MAX_NONCE_BYTES: usize = 1024;
const MAX_HINT_BYTES: usize = 8 * 1024;
/// No e-mail address is longer (RFC 5321).
const MAX_LOGIN_HINT_BYTES: usize = 254;

/// The request as it arrived, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizeQuery(Params);

/// A request that may be answered with a code once somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizeRequest {
    pub client_id: String,
    pub redirect_uri: RedirectUri,
    /// Whether nobody but the client can use the code, see [`Client::is_assured_at`].
    pub is_assured: bool,
    /// What is granted: the requested scopes that this client may have. Contains `openid`.
    pub scope: Scope,
    /// Handed back untouched, at most 2048 bytes (§7.3, DEC-26).
    pub state: Option<String>,
    pub nonce: Option<String>,
    /// `None` only for a confidential client with [`crate::client::PkceRule::Optional`].
    pub challenge: Option<Challenge>,
    pub prompt: Prompt,
    /// Seconds since the last sign-in that the client still accepts.
    pub max_age: Option<u32>,
    /// An ID token that says whom the client expects; unchecked.
    pub id_token_hint: Option<String>,
    /// What the person may be about to type on the sign-in page. It proves nothing and decides nothing.
    pub login_hint: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorizeError {
    /// Neither the client nor the address is certain: show a page, never redirect.
    Page(PageFault),
    /// Send the browser (303) to this complete address of the client.
    Redirect(String),
}

/// Faults that the person sees, not the client. An unknown and a disabled client look the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PageFault {
    #[error("client_id is missing or was sent twice")]
    ClientMissing,
    #[error("the client is unknown or not enabled")]
    ClientUnknown,
    #[error("redirect_uri is missing or was sent twice")]
    RedirectMissing,
    #[error("redirect_uri is not one of the registered addresses")]
    RedirectNotRegistered,
}

impl AuthorizeQuery {
    /// Reads the query of a GET or the form body of a POST; both are allowed.
    pub fn parse(encoded: &str) -> Self {
        Self(Params::parse(encoded))
    }

    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(Params::from_pairs(pairs))
    }

    /// The client to look up before [`Self::check`].
    pub fn client_id(&self) -> Option<&str> {
        self.0.get("client_id")
    }

    /// Checks the request of `client`, which is what the store has under [`Self::client_id`].
    pub fn check(&self, client: Option<&Client>, issuer: &Issuer) -> Result<AuthorizeRequest, AuthorizeError> {
        let (client, redirect_uri) = self.addressee(client).map_err(AuthorizeError::Page)?;
        self.request(client, redirect_uri).map_err(|error| {
            let state = self.state().ok().flatten();
            AuthorizeError::Redirect(answer::error_url(redirect_uri, issuer, state, &error))
        })
    }

    fn addressee<'c>(&self, client: Option<&'c Client>) -> Result<(&'c Client, &'c RedirectUri), PageFault> {
        let client_id = self.client_id().ok_or(PageFault::ClientMissing)?;
        let client =
            client.filter(|client| client.enabled && client.client_id == client_id).ok_or(PageFault::ClientUnknown)?;
        let presented = self.0.get("redirect_uri").ok_or(PageFault::RedirectMissing)?;
        let redirect_uri = client.redirect_uri(presented).ok_or(PageFault::RedirectNotRegistered)?;
        Ok((client, redirect_uri))
    }

    fn request(&self, client: &Client, redirect_uri: &RedirectUri) -> Result<AuthorizeRequest, OAuthError> {
        self.refuse_unsupported()?;
        self.check_response()?;
        Ok(AuthorizeRequest {
            client_id: client.client_id.clone(),
            redirect_uri: redirect_uri.clone(),
            is_assured: client.is_assured_at(redirect_uri),
            scope: self.scope(client)?,
            challenge: self.challenge(client)?,
            state: self.state()?.map(str::to_owned),
            nonce: self.bounded("nonce", MAX_NONCE_BYTES, "nonce is too long")?.map(str::to_owned),
            prompt: self.0.get("prompt").map_or(Ok(Prompt::default()), Prompt::parse)?,
            max_age: self.max_age()?,
            id_token_hint: self
                .bounded("id_token_hint", MAX_HINT_BYTES, "id_token_hint is too long")?
                .map(str::to_owned),
            login_hint: self.0.get("login_hint").filter(|hint| is_address(hint)).map(str::to_owned),
        })
    }

    /// Request objects would let a stranger choose what this server fetches (security.md §3c, CVE-2020-10770).
    fn refuse_unsupported(&self) -> Result<(), OAuthError> {
        let refused = [
            ("request", ErrorCode::RequestNotSupported, "request objects are not supported"),
            ("request_uri", ErrorCode::RequestUriNotSupported, "request_uri is not supported"),
            ("registration", ErrorCode::RegistrationNotSupported, "registration is not supported"),
        ];
        for (name, code, description) in refused {
            if self.0.get(name).is_some() || self.0.is_repeated(name) {
                return Err(OAuthError::new(code, description));
            }
        }
        if self.0.any_repeated() { Err(invalid("a parameter was sent twice")) } else { Ok(()) }
    }

    fn check_response(&self) -> Result<(), OAuthError> {
        match self.0.get("response_type") {
            Some("code") => {}
            Some(_) => return Err(OAuthError::new(ErrorCode::UnsupportedResponseType, "response_type must be code")),
            None => return Err(invalid("response_type is missing")),
        }
        match self.0.get("response_mode") {
            None | Some("query") => Ok(()),
            Some(_) => Err(invalid("response_mode must be query")),
        }
    }

    fn scope(&self, client: &Client) -> Result<Scope, OAuthError> {
        let invalid_scope = |description| OAuthError::new(ErrorCode::InvalidScope, description);
        let text = self.0.get("scope").ok_or(invalid_scope("scope must contain openid"))?;
        let asked = Scope::parse(text).ok_or(invalid_scope("scope is malformed"))?;
        if !asked.contains(scope::OPENID) {
            return Err(invalid_scope("scope must contain openid"));
        }
        Ok(asked.granted(|name| client.may_have_scope(name)))
    }

    fn challenge(&self, client: &Client) -> Result<Option<Challenge>, OAuthError> {
        match (self.0.get("code_challenge"), self.0.get("code_challenge_method")) {
            (Some(challenge), Some(pkce::METHOD)) => {
                let parsed = Challenge::parse(challenge);
                parsed.map(Some).ok_or(invalid("code_challenge must be 43 base64url characters"))
            }
            (Some(_), _) => Err(invalid("code_challenge_method must be S256")),
            (None, Some(_)) => Err(invalid("code_challenge is missing")),
            (None, None) if client.requires_pkce() => Err(invalid("code_challenge is required")),
            (None, None) => Ok(None),
        }
    }

    fn max_age(&self) -> Result<Option<u32>, OAuthError> {
        let Some(text) = self.0.get("max_age") else { return Ok(None) };
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let seconds = text.parse().ok().filter(|_| digits);
        seconds.map(Some).ok_or(invalid("max_age must be a number of seconds"))
    }

    fn state(&self) -> Result<Option<&str>, OAuthError> {
        self.bounded("state", MAX_STATE_BYTES, "state is longer than 2048 bytes")
    }

    fn bounded(&self, name: &str, max: usize, complaint: &'static str) -> Result<Option<&str>, OAuthError> {
        match self.0.get(name) {
            Some(value) if value.len() > max => Err(invalid(complaint)),
            value => Ok(value),
        }
    }
}

/// Whether a hint can stand in the field for an e-mail address; another one is left out of account.
fn is_address(hint: &str) -> bool {
    hint.len() <= MAX_LOGIN_HINT_BYTES && hint.contains('@') && !hint.chars().any(|c| c.is_control() || c == ' ')
}

const fn invalid(description: &'static str) -> OAuthError {
    OAuthError::new(ErrorCode::InvalidRequest, description)
}

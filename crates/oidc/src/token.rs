//! The request of the token endpoint (§7.4): reading it and authenticating its client. It does not know where codes
//! and clients are kept; what is issued is written in `issue`.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret as _, SecretString};
use url::form_urlencoded;

use crate::client::Client;
use crate::error::{ErrorCode, OAuthError};
use crate::params::Params;

/// How clients may authenticate; `none` is for public ones.
pub const AUTH_METHODS: [&str; 3] = ["client_secret_basic", "client_secret_post", "none"];

/// How the grant of an API key begins and ends; between them is the namespace of whoever wrote the client (§7.4b).
const API_KEY_GRANT: (&str, &str) = ("urn:", ":params:oauth:grant-type:apikey");
/// The grant of an API key as this issuer calls it.
pub const API_KEY_GRANT_TYPE: &str = "urn:slipway:params:oauth:grant-type:apikey";

/// A well-formed request of which nothing has been proven yet.
#[derive(Debug)]
pub enum TokenRequest {
    AuthorizationCode(CodeRequest),
    ApiKey(ApiKeyRequest),
}

/// What a client offers for a code.
#[derive(Debug)]
pub struct CodeRequest {
    pub client: ClientCredentials,
    pub grant: CodeGrant,
}

/// An API key, which proves by itself who asks. A client may say who it is beside it (DEC-28).
#[derive(Debug)]
pub struct ApiKeyRequest {
    pub client: Option<ClientCredentials>,
    pub key: SecretString,
}

/// The parameters of `grant_type=authorization_code`.
#[derive(Clone)]
pub struct CodeGrant {
    pub code: String,
    pub redirect_uri: String,
    pub code_verifier: Option<String>,
}

/// Who the client says it is, with the secret from the header or the body.
#[derive(Debug, Clone)]
pub struct ClientCredentials {
    pub client_id: String,
    pub secret: Option<SecretString>,
}

impl TokenRequest {
    /// Reads a form body and the `Authorization` header, if there is one. Parameters nobody knows are ignored, among
    /// them the `response_type=cloud_iam` of §7.4a.
    pub fn parse(body: &str, authorization: Option<&str>) -> Result<Self, OAuthError> {
        Self::read(&Params::parse(body), authorization)
    }

    pub fn from_pairs(
        pairs: impl IntoIterator<Item = (String, String)>,
        authorization: Option<&str>,
    ) -> Result<Self, OAuthError> {
        Self::read(&Params::from_pairs(pairs), authorization)
    }

    fn read(params: &Params, authorization: Option<&str>) -> Result<Self, OAuthError> {
        if params.any_repeated() {
            return Err(invalid("a parameter was sent twice"));
        }
        let grant_type = params.get("grant_type");
        if grant_type.is_some_and(is_api_key_grant) {
            return Ok(Self::ApiKey(ApiKeyRequest::read(params, authorization)?));
        }
        let client = ClientCredentials::read(params, authorization)?;
        match grant_type {
            Some("authorization_code") => {
                Ok(Self::AuthorizationCode(CodeRequest { client, grant: CodeGrant::read(params)? }))
            }
            Some(_) => Err(OAuthError::new(ErrorCode::UnsupportedGrantType, "grant_type is not supported")),
            None => Err(invalid("grant_type is missing")),
        }
    }
}

impl CodeRequest {
    /// Checks the credentials against `client`, which is what the store has under their `client_id`. An unknown client
    /// and a wrong secret get the same answer; that a client is disabled is told only to the client itself.
    pub fn authenticate<'c>(&self, client: Option<&'c Client>) -> Result<&'c Client, OAuthError> {
        self.client.authenticate(client)
    }
}

impl ApiKeyRequest {
    fn read(params: &Params, authorization: Option<&str>) -> Result<Self, OAuthError> {
        let names_client =
            authorization.is_some() || ["client_id", "client_secret"].iter().any(|name| params.get(name).is_some());
        let client = names_client.then(|| ClientCredentials::read(params, authorization)).transpose()?;
        let key = SecretString::from(params.get("apikey").ok_or(invalid("apikey is missing"))?);
        Ok(Self { client, key })
    }

    /// Checks the credentials, if there are any: a service without a dashboard has a client that is not enabled, which is
    /// no matter here.
    pub fn authenticate(&self, client: Option<&Client>) -> Result<(), OAuthError> {
        match &self.client {
            Some(credentials) => credentials.prove(client).map(drop),
            None => Ok(()),
        }
    }

    /// The public beginning of the key, under which the store has it: `slw_…` up to the last underscore.
    pub fn prefix(&self) -> Option<&str> {
        public_beginning("slw_", self.key.expose_secret())
    }
}

/// The public beginning of a key that was made here: `family` and twelve hexadecimal digits, up to the next underscore.
pub fn public_beginning<'k>(family: &str, key: &'k str) -> Option<&'k str> {
    let hexadecimal = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
    let (id, _) = key.strip_prefix(family)?.split_once('_')?;
    (id.len() == 12 && id.bytes().all(hexadecimal)).then(|| &key[..family.len() + id.len()])
}

/// `urn:<namespace>:params:oauth:grant-type:apikey`, whatever the namespace: clients are written for several platforms.
fn is_api_key_grant(grant_type: &str) -> bool {
    let (beginning, end) = API_KEY_GRANT;
    let namespace = grant_type.strip_prefix(beginning).and_then(|rest| rest.strip_suffix(end));
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    namespace.is_some_and(|name| (2..=32).contains(&name.len()) && name.bytes().all(fits))
}

impl CodeGrant {
    fn read(params: &Params) -> Result<Self, OAuthError> {
        Ok(Self {
            code: params.get("code").ok_or(invalid("code is missing"))?.to_owned(),
            redirect_uri: params.get("redirect_uri").ok_or(invalid("redirect_uri is missing"))?.to_owned(),
            code_verifier: params.get("code_verifier").map(str::to_owned),
        })
    }
}

impl fmt::Debug for CodeGrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeGrant").field("redirect_uri", &self.redirect_uri).finish_non_exhaustive()
    }
}

impl ClientCredentials {
    pub(crate) fn authenticate<'c>(&self, client: Option<&'c Client>) -> Result<&'c Client, OAuthError> {
        let client = self.prove(client)?;
        if client.enabled {
            Ok(client)
        } else {
            Err(OAuthError::new(ErrorCode::UnauthorizedClient, "the client is not enabled"))
        }
    }

    /// Enabled or not.
    fn prove<'c>(&self, client: Option<&'c Client>) -> Result<&'c Client, OAuthError> {
        client
            .filter(|client| client.client_id == self.client_id)
            .filter(|client| client.is_proven_by(self.secret.as_ref()))
            .ok_or(unauthenticated())
    }

    /// `client_secret_basic` or `client_secret_post`. Both at once are tolerated while they agree (§7.4a); where they
    /// differ the request is refused, so that no two readers can take it for two clients.
    pub(crate) fn read(params: &Params, authorization: Option<&str>) -> Result<Self, OAuthError> {
        let body_id = params.get("client_id");
        let body_secret = params.get("client_secret").map(SecretString::from);
        let Some(header) = authorization else {
            let client_id = body_id.ok_or(invalid("client_id is missing"))?.to_owned();
            return Ok(Self { client_id, secret: body_secret });
        };
        let (client_id, secret) = parse_basic(header).ok_or(unauthenticated())?;
        let same_id = body_id.is_none_or(|id| id == client_id);
        let same_secret = body_secret.is_none_or(|body| body.expose_secret() == secret.expose_secret());
        if !(same_id && same_secret) {
            return Err(invalid("the Authorization header and the body name different credentials"));
        }
        Ok(Self { client_id, secret: Some(secret) })
    }
}

/// `Basic base64(form(id) ":" form(secret))`, RFC 6749 §2.3.1.
fn parse_basic(header: &str) -> Option<(String, SecretString)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (client_id, secret) = text.split_once(':')?;
    let client_id = form_decode(client_id);
    (!client_id.is_empty()).then(|| (client_id, form_decode(secret).into()))
}

/// Decodes one form-encoded value; a bare `&` or `=`, which a client forgot to encode, stands for itself.
fn form_decode(value: &str) -> String {
    let joined = value.replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(joined.as_bytes()).next().map_or_else(String::new, |(name, _)| name.into_owned())
}

pub(crate) const fn unauthenticated() -> OAuthError {
    OAuthError::new(ErrorCode::InvalidClient, "client authentication failed")
}

const fn invalid(description: &'static str) -> OAuthError {
    OAuthError::new(ErrorCode::InvalidRequest, description)
}

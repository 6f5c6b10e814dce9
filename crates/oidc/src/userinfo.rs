//! The userinfo endpoint (OIDC Core §5.3): the bearer token of a request, and what its scope reveals. It does
//! not know how people are looked up.

use serde::Serialize;
use thiserror::Error;

use crate::claims::{AccessTokenClaims, Person, PersonClaims};
use crate::discovery::Issuer;
use crate::params::Params;
use crate::scope::{self, Scope};
use crate::verify::{TokenFault, VerifyingKeys};

/// The 200 answer, to be sent with `Cache-Control: no-store`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserInfo {
    pub sub: String,
    #[serde(flatten)]
    pub person: PersonClaims,
}

/// Why a bearer token gets nothing (RFC 6750 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BearerError {
    #[error("no bearer token was sent")]
    Missing,
    #[error("the token is malformed, or was sent in two ways")]
    Malformed,
    #[error("the token is not valid: {0}")]
    InvalidToken(TokenFault),
    /// The store has revoked the token, or its person is gone.
    #[error("the token was revoked")]
    Revoked,
    #[error("the token lacks the scope openid")]
    InsufficientScope,
}

/// The token in `Authorization: Bearer …` or, of a form that was posted, in `access_token` (RFC 6750 §2.1, §2.2). Tokens
/// in queries are not accepted.
pub fn bearer_token(authorization: Option<&str>, form: Option<&str>) -> Result<String, BearerError> {
    let form = form.map(Params::parse).unwrap_or_default();
    let posted = form.get("access_token");
    let token = match (in_header(authorization), posted) {
        _ if form.is_repeated("access_token") => return Err(BearerError::Malformed),
        (Some(_), Some(_)) => return Err(BearerError::Malformed),
        (Some(token), None) | (None, Some(token)) => token,
        (None, None) => return Err(BearerError::Missing),
    };
    let well_formed = !token.is_empty() && token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b));
    if well_formed { Ok(token.to_owned()) } else { Err(BearerError::Malformed) }
}

/// Empty if the scheme stands there alone.
fn in_header(authorization: Option<&str>) -> Option<&str> {
    let header = authorization?;
    let (scheme, token) = header.split_once(' ').unwrap_or((header, ""));
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

/// Checks the token of a userinfo request. The caller then asks the store whether `jti` is revoked and who `sub` is.
pub fn authorize(
    token: &str,
    keys: &VerifyingKeys,
    issuer: &Issuer,
    now: i64,
) -> Result<AccessTokenClaims, BearerError> {
    let claims = keys.access_token(token, issuer, now).map_err(BearerError::InvalidToken)?;
    let is_sign_in = claims.scope.split(' ').any(|name| name == scope::OPENID);
    if is_sign_in { Ok(claims) } else { Err(BearerError::InsufficientScope) }
}

impl UserInfo {
    /// What the token's scope reveals about `person`, whose subject is the token's.
    pub fn new(claims: &AccessTokenClaims, person: &Person) -> Self {
        let revealed = Scope::parse(&claims.scope).map(|scope| PersonClaims::revealed(person, &scope));
        Self { sub: claims.sub.clone(), person: revealed.unwrap_or_default() }
    }
}

impl BearerError {
    pub const fn status(&self) -> u16 {
        match self {
            Self::Missing | Self::InvalidToken(_) | Self::Revoked => 401,
            Self::Malformed => 400,
            Self::InsufficientScope => 403,
        }
    }

    /// The `WWW-Authenticate` header. Why a token is invalid is not told.
    pub const fn www_authenticate(&self) -> &'static str {
        match self {
            Self::Missing => r#"Bearer realm="slipway""#,
            Self::Malformed => r#"Bearer realm="slipway", error="invalid_request""#,
            Self::InvalidToken(_) | Self::Revoked => r#"Bearer realm="slipway", error="invalid_token""#,
            Self::InsufficientScope => r#"Bearer realm="slipway", error="insufficient_scope", scope="openid""#,
        }
    }
}

//! The request of the revocation endpoint (RFC 7009): which client gives which token back. Access tokens are the only
//! ones that live on at this issuer; whatever else is sent is no token of ours, which is no error.

use std::fmt;

use crate::client::Client;
use crate::error::{ErrorCode, OAuthError};
use crate::params::Params;
use crate::token::{ClientCredentials, unauthenticated};

/// A well-formed request whose client has not been authenticated yet. `token_type_hint` is not needed.
#[derive(Clone)]
pub struct RevocationRequest {
    pub client: ClientCredentials,
    pub token: String,
}

/// The answer where the token was made for somebody else (RFC 7009 §2.1).
pub const OF_ANOTHER_CLIENT: OAuthError =
    OAuthError::new(ErrorCode::InvalidGrant, "the token was issued to another client");

impl RevocationRequest {
    /// Reads a form body and the `Authorization` header, if there is one.
    pub fn parse(body: &str, authorization: Option<&str>) -> Result<Self, OAuthError> {
        let params = Params::parse(body);
        if params.any_repeated() {
            return Err(OAuthError::new(ErrorCode::InvalidRequest, "a parameter was sent twice"));
        }
        if authorization.is_none() && params.get("client_id").is_none() {
            return Err(unauthenticated());
        }
        let client = ClientCredentials::read(&params, authorization)?;
        let token = params.get("token").ok_or(OAuthError::new(ErrorCode::InvalidRequest, "token is missing"))?;
        Ok(Self { client, token: token.to_owned() })
    }

    /// As at the token endpoint.
    pub fn authenticate<'c>(&self, client: Option<&'c Client>) -> Result<&'c Client, OAuthError> {
        self.client.authenticate(client)
    }
}

impl fmt::Debug for RevocationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RevocationRequest").field("client", &self.client).finish_non_exhaustive()
    }
}

//! The issuer's name and the document that describes it (§7.2, OIDC Discovery 1.0). It does not know how
//! requests are routed, only where they have to arrive.

use std::fmt;

use serde::Serialize;
use thiserror::Error;
use url::Url;

use crate::pkce;
use crate::redirect::LoopbackHttp;

pub const AUTHORIZATION_PATH: &str = "/authorize";
pub const TOKEN_PATH: &str = "/token";
pub const REVOCATION_PATH: &str = "/revoke";
pub const USERINFO_PATH: &str = "/userinfo";
pub const KEYS_PATH: &str = "/keys";
pub const DISCOVERY_PATH: &str = "/.well-known/openid-configuration";

/// The issuer identifier: an https origin with an optional path, without a slash at its end. Compared as bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Issuer(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IssuerFault {
    #[error("the issuer is not an absolute URL in its normal form")]
    NotNormal,
    #[error("the issuer must use https, or http on a loopback address where that is allowed")]
    Scheme,
    #[error("the issuer must have no user name, query, fragment or trailing slash")]
    Extra,
}

impl Issuer {
    pub fn parse(text: &str, http: LoopbackHttp) -> Result<Self, IssuerFault> {
        let url = Url::parse(text).map_err(|_| IssuerFault::NotNormal)?;
        if !http.permits(&url) {
            return Err(IssuerFault::Scheme);
        }
        let has_user = !url.username().is_empty() || url.password().is_some();
        if has_user || url.query().is_some() || url.fragment().is_some() || text.ends_with('/') {
            return Err(IssuerFault::Extra);
        }
        if url.as_str().strip_suffix('/').unwrap_or(url.as_str()) != text {
            return Err(IssuerFault::NotNormal);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address of one of the `*_PATH`s.
    pub fn endpoint(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What `GET <issuer>/.well-known/openid-configuration` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "names and types of the members are the standard's")]
pub struct Discovery {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub userinfo_endpoint: String,
    pub revocation_endpoint: String,
    pub jwks_uri: String,
    pub scopes_supported: Vec<String>,
    pub response_types_supported: Vec<&'static str>,
    pub response_modes_supported: Vec<&'static str>,
    pub grant_types_supported: Vec<&'static str>,
    pub subject_types_supported: Vec<&'static str>,
    pub id_token_signing_alg_values_supported: Vec<&'static str>,
    pub token_endpoint_auth_methods_supported: Vec<&'static str>,
    pub revocation_endpoint_auth_methods_supported: Vec<&'static str>,
    pub code_challenge_methods_supported: Vec<&'static str>,
    pub claims_supported: Vec<&'static str>,
    pub claim_types_supported: Vec<&'static str>,
    pub prompt_values_supported: Vec<&'static str>,
    pub authorization_response_iss_parameter_supported: bool,
    pub claims_parameter_supported: bool,
    pub request_parameter_supported: bool,
    pub request_uri_parameter_supported: bool,
}

impl Discovery {
    /// The document of an issuer that does what this crate does.
    pub fn new(issuer: &Issuer) -> Self {
        Self {
            issuer: issuer.to_string(),
            authorization_endpoint: issuer.endpoint(AUTHORIZATION_PATH),
            token_endpoint: issuer.endpoint(TOKEN_PATH),
            userinfo_endpoint: issuer.endpoint(USERINFO_PATH),
            revocation_endpoint: issuer.endpoint(REVOCATION_PATH),
            jwks_uri: issuer.endpoint(KEYS_PATH),
            scopes_supported: crate::scope::STANDARD.map(str::to_owned).to_vec(),
            response_types_supported: vec!["code"],
            response_modes_supported: vec!["query"],
            grant_types_supported: vec!["authorization_code", crate::token::API_KEY_GRANT_TYPE],
            subject_types_supported: vec!["public"],
            id_token_signing_alg_values_supported: vec![crate::keys::ALGORITHM],
            token_endpoint_auth_methods_supported: crate::token::AUTH_METHODS.to_vec(),
            revocation_endpoint_auth_methods_supported: crate::token::AUTH_METHODS.to_vec(),
            code_challenge_methods_supported: vec![pkce::METHOD],
            claims_supported: crate::claims::SUPPORTED.to_vec(),
            claim_types_supported: vec!["normal"],
            prompt_values_supported: crate::sign_in::PROMPTS.to_vec(),
            authorization_response_iss_parameter_supported: true,
            claims_parameter_supported: false,
            request_parameter_supported: false,
            request_uri_parameter_supported: false,
        }
    }
}

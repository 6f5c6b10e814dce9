//! What tokens say: the claims of ID tokens (OIDC Core §2) and access tokens (RFC 9068), and which facts
//! about a person a scope reveals. It knows people only as [`Person`].

use serde::{Deserialize, Serialize};

use crate::scope::{self, Scope};

/// `typ` of an access token; an ID token never has it, so neither passes for the other (RFC 9068 §2.1).
pub const ACCESS_TOKEN_TYPE: &str = "at+jwt";
pub const ID_TOKEN_TYPE: &str = "JWT";

/// `claims_supported` of the discovery document: what every person has. A name is one text here, with no given and
/// family part.
pub const SUPPORTED: [&str; 12] =
    ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "jti", "at_hash", "name", "email", "email_verified"];

/// Somebody who signed in, as far as clients may ever learn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Stable and never reused; clients know people by (iss, sub).
    pub subject: String,
    pub name: String,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: Option<String>,
    /// `None` where nobody has checked.
    pub email_verified: Option<bool>,
}

/// The part of a [`Person`] that a scope reveals: `profile` the names, `email` the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PersonClaims {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IdTokenClaims {
    pub iss: String,
    pub sub: String,
    /// The client, alone.
    pub aud: String,
    pub exp: i64,
    pub iat: i64,
    pub auth_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    pub jti: String,
    /// Left half of the access token's SHA-256, base64url.
    pub at_hash: String,
    #[serde(flatten)]
    pub person: PersonClaims,
}

/// Times are whole seconds; a fractional or quoted number is refused on reading, and so is a claim that comes twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessTokenClaims {
    pub iss: String,
    pub sub: String,
    /// The issuer, for its userinfo endpoint, and the client, for its own dashboard (§7.5, DEC-27).
    pub aud: Vec<String>,
    pub client_id: String,
    pub exp: i64,
    pub iat: i64,
    pub jti: String,
    pub scope: String,
}

impl PersonClaims {
    pub fn revealed(person: &Person, scope: &Scope) -> Self {
        let mut claims = Self::default();
        if scope.contains(scope::PROFILE) {
            claims.name = Some(person.name.clone());
            claims.given_name.clone_from(&person.given_name);
            claims.family_name.clone_from(&person.family_name);
        }
        if scope.contains(scope::EMAIL) {
            claims.email.clone_from(&person.email);
            claims.email_verified = person.email.as_ref().and(person.email_verified);
        }
        claims
    }
}

/// What §7.5 says of a subject that is no person: a service, or a component of the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectClaims {
    /// `<realm>-<identifier>`
    pub iam_id: String,
    /// The same again.
    pub id: String,
    pub realmid: String,
    pub identifier: String,
    pub sub_type: String,
    pub account: AccountClaim,
    pub grant_type: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountClaim {
    pub bss: String,
}

impl SubjectClaims {
    pub(crate) fn new(realm: &str, identifier: &str, sub_type: &str, account: &str, grant_type: &str) -> Self {
        let iam_id = format!("{realm}-{identifier}");
        Self {
            id: iam_id.clone(),
            iam_id,
            realmid: realm.to_owned(),
            identifier: identifier.to_owned(),
            sub_type: sub_type.to_owned(),
            account: AccountClaim { bss: account.to_owned() },
            grant_type: grant_type.to_owned(),
        }
    }
}

//! What a client gets for its code, read with another library's eyes.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use slipway_oidc::grant::CodeRecord;
use slipway_oidc::scope::Scope;

use crate::fixture::{NOW, issuer, jwks, own_key, record, tokens, tokens_for};

/// What a relying party does with a token: key from the published set, signature, issuer, audience.
fn read(token: &str, audience: &str) -> (Header, Value) {
    let set: JwkSet = serde_json::from_str(&serde_json::to_string(&jwks()).unwrap()).unwrap();
    let kid = jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.set_issuer(&[issuer().as_str()]);
    validation.set_audience(&[audience]);
    let key = DecodingKey::from_jwk(set.find(&kid).unwrap()).unwrap();
    let data = jsonwebtoken::decode::<Value>(token, &key, &validation).unwrap();
    (data.header, data.claims)
}

fn scoped(scope: &str) -> CodeRecord {
    CodeRecord { scope: Scope::parse(scope).unwrap(), ..record() }
}

#[test]
fn the_answer_has_the_members_of_the_standard() {
    let answer = serde_json::to_value(tokens()).unwrap();
    let members: HashSet<_> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = ["access_token", "token_type", "expires_in", "expiration", "id_token", "scope"];
    assert_eq!(members, HashSet::from(expected));
    assert_eq!(answer["token_type"], "Bearer");
    assert_eq!(answer["scope"], "openid profile email ledger");
}

#[test]
fn the_id_token_tells_the_client_who_signed_in() {
    let answer = tokens();
    let (header, claims) = read(answer.id_token.as_ref().unwrap(), "ledger");
    assert_eq!((header.typ.as_deref(), header.kid.as_deref()), (Some("JWT"), Some(own_key().signing.kid())));
    let digest = Sha256::digest(&answer.access_token);
    let expected = json!({
        "iss": "https://console.example.com/oidc", "sub": "person-ada", "aud": "ledger",
        "iat": NOW, "exp": NOW + 900, "auth_time": NOW - 600, "nonce": "n-1", "jti": "AgICAgICAgICAgICAgICAg",
        "at_hash": URL_SAFE_NO_PAD.encode(&digest[..16]),
        "name": "Ada Moreau", "given_name": "Ada", "email": "ada@example.com", "email_verified": true
    });
    assert_eq!(claims, expected);
}

#[test]
fn the_access_token_is_for_the_issuer_and_the_client() {
    let (header, claims) = read(&tokens().access_token, issuer().as_str());
    assert_eq!(header.typ.as_deref(), Some("at+jwt"));
    let expected = json!({
        "iss": "https://console.example.com/oidc", "sub": "person-ada",
        "aud": ["https://console.example.com/oidc", "ledger"], "client_id": "ledger",
        "iat": NOW, "exp": NOW + 900, "jti": "AQEBAQEBAQEBAQEBAQEBAQ", "scope": "openid profile email ledger"
    });
    assert_eq!(claims, expected);
}

#[test]
fn a_scope_reveals_its_own_claims_only() {
    let claims_for = |scope: &str| read(&tokens_for(&scoped(scope)).id_token.unwrap(), "ledger").1;
    let personal = ["name", "given_name", "family_name", "email", "email_verified"];
    for (scope, revealed) in [
        ("openid", &[][..]),
        ("openid ledger", &[]),
        ("openid profile", &["name", "given_name"]),
        ("openid email", &["email", "email_verified"]),
    ] {
        let claims = claims_for(scope);
        let present: Vec<_> = personal.into_iter().filter(|name| claims.get(name).is_some()).collect();
        assert_eq!(present, revealed, "{scope}");
    }
}

#[test]
fn a_nonce_that_was_not_sent_is_not_made_up() {
    let (_, claims) = read(&tokens_for(&CodeRecord { nonce: None, ..record() }).id_token.unwrap(), "ledger");
    assert_eq!(claims.get("nonce"), None);
}

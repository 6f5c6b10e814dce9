//! An attacker's workshop: tokens with any header, any claims and any signature.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaEncoding};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use slipway_oidc::verify::TokenFault;

use crate::fixture::{NOW, foreign_key, issuer, keys, own_key};

pub(crate) fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The header of a genuine access token.
pub(crate) fn header() -> Value {
    json!({ "alg": "RS256", "typ": "at+jwt", "kid": own_key().signing.kid() })
}

/// The claims of a genuine access token.
pub(crate) fn claims() -> Value {
    json!({
        "iss": issuer().as_str(), "sub": "person-ada", "aud": [issuer().as_str(), "ledger"], "client_id": "ledger",
        "exp": NOW + 900, "iat": NOW, "jti": "AQEBAQEBAQEBAQEBAQEBAQ", "scope": "openid profile"
    })
}

pub(crate) fn with(mut object: Value, name: &str, value: impl Into<Value>) -> Value {
    object[name] = value.into();
    object
}

pub(crate) fn without(mut object: Value, name: &str) -> Value {
    object.as_object_mut().unwrap().remove(name);
    object
}

pub(crate) fn rsa(pair: &KeyPair, encoding: &'static dyn RsaEncoding, message: &str) -> Vec<u8> {
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(encoding, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
    signature
}

pub(crate) fn message(header: impl ToString, claims: impl ToString) -> String {
    format!("{}.{}", b64(header.to_string()), b64(claims.to_string()))
}

/// Signed with the issuer's own key, as a leak of the signing function would do it.
pub(crate) fn own_signed(header: impl ToString, claims: impl ToString) -> String {
    sealed(&message(header, claims), |message| rsa(&own_key().pair(), &RSA_PKCS1_SHA256, message))
}

/// Signed with the attacker's key.
pub(crate) fn foreign_signed(header: impl ToString, claims: impl ToString) -> String {
    sealed(&message(header, claims), |message| rsa(&foreign_key().pair(), &RSA_PKCS1_SHA256, message))
}

pub(crate) fn sealed(message: &str, sign: impl FnOnce(&str) -> Vec<u8>) -> String {
    format!("{message}.{}", b64(sign(message)))
}

/// Every token must be refused, and for the reason given: a case that fails early proves nothing about its check.
pub(crate) fn assert_refused(attacks: &[(&str, String, TokenFault)]) {
    for (name, token, fault) in attacks {
        let verdict = keys().access_token(token, &issuer(), NOW);
        assert_eq!(verdict.err(), Some(*fault), "{name}: {token}");
    }
}

#[test]
fn the_workshop_can_make_a_token_that_passes() {
    let verdict = keys().access_token(&own_signed(header(), claims()), &issuer(), NOW);
    assert_eq!(verdict.unwrap().sub, "person-ada");
}

//! Attacks through the header: other algorithms, keys brought along, key names that point elsewhere, other kinds of
//! token.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256};
use serde_json::json;
use slipway_oidc::verify::TokenFault::{Algorithm, Header, Malformed, Type, UnknownKey};

use crate::fixture::{foreign_key, id_token, own_key};
use crate::forge::{assert_refused, claims, foreign_signed, header, message, own_signed, rsa, sealed, with, without};

fn hs256(secret: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    sealed(&message(with(header(), "alg", "HS256"), claims()), |m| hmac::sign(&key, m.as_bytes()).as_ref().to_vec())
}

#[test]
fn no_other_algorithm_is_accepted() {
    let pair = own_key().pair();
    let jwk = own_key().signing.jwk();
    let alg = |name: &str| message(with(header(), "alg", name), claims());
    let p1363_zero = vec![0; 64];
    assert_refused(&[
        ("none without signature", format!("{}.", alg("none")), Malformed),
        ("none with a signature", own_signed(with(header(), "alg", "none"), claims()), Algorithm),
        ("nOnE", own_signed(with(header(), "alg", "nOnE"), claims()), Algorithm),
        ("empty alg", own_signed(with(header(), "alg", ""), claims()), Algorithm),
        ("rs256 in lower case", own_signed(with(header(), "alg", "rs256"), claims()), Algorithm),
        ("HS256 with the public key's DER as secret", hs256(pair.public_key().as_ref()), Algorithm),
        ("HS256 with the modulus as secret", hs256(jwk.n.as_bytes()), Algorithm),
        ("HS256 with the JWK as secret", hs256(serde_json::to_string(jwk).unwrap().as_bytes()), Algorithm),
        ("HS256 with an empty secret", hs256(b""), Algorithm),
        ("RS384 by our own key", sealed(&alg("RS384"), |m| rsa(&pair, &RSA_PKCS1_SHA384, m)), Algorithm),
        ("RS512 by our own key", sealed(&alg("RS512"), |m| rsa(&pair, &RSA_PKCS1_SHA512, m)), Algorithm),
        ("PS256 by our own key", sealed(&alg("PS256"), |m| rsa(&pair, &RSA_PSS_SHA256, m)), Algorithm),
        ("ES256 with r = s = 0", sealed(&alg("ES256"), |_| p1363_zero), Algorithm),
        ("EdDSA", own_signed(with(header(), "alg", "EdDSA"), claims()), Algorithm),
        ("alg missing", own_signed(without(header(), "alg"), claims()), Header),
        ("alg is null", own_signed(with(header(), "alg", json!(null)), claims()), Header),
        ("alg is a list", own_signed(with(header(), "alg", json!(["RS256"])), claims()), Header),
        ("alg twice", own_signed(header().to_string().replacen('{', r#"{"alg":"none","#, 1), claims()), Header),
    ]);
}

#[test]
fn a_token_cannot_bring_its_own_key() {
    let foreign = foreign_key().signing.jwk();
    let named = with(header(), "kid", foreign.kid.clone());
    let pointing = |name: &str| foreign_signed(with(header(), name, "https://evil.example/keys"), claims());
    assert_refused(&[
        ("jwk", foreign_signed(with(named.clone(), "jwk", json!(foreign)), claims()), Header),
        ("jwk beside our kid", foreign_signed(with(header(), "jwk", json!(foreign)), claims()), Header),
        ("jku", pointing("jku"), Header),
        ("x5u", pointing("x5u"), Header),
        ("x5c", foreign_signed(with(header(), "x5c", json!(["MIIB"])), claims()), Header),
        ("kid of the attacker's key", foreign_signed(named, claims()), UnknownKey),
    ]);
}

#[test]
fn a_key_name_is_only_ever_compared() {
    let kid = |name: &str| own_signed(with(header(), "kid", name), claims());
    let own = own_key().signing.kid();
    assert_refused(&[
        ("path traversal", kid("../../../../dev/null"), UnknownKey),
        ("sql", kid("x' union select 'AA"), UnknownKey),
        ("address", kid("https://evil.example/keys"), UnknownKey),
        ("empty", kid(""), UnknownKey),
        ("nul", kid(&format!("{own}\0")), UnknownKey),
        ("prefix", kid(&own[..42]), UnknownKey),
        ("missing", own_signed(without(header(), "kid"), claims()), Header),
        ("number", own_signed(with(header(), "kid", 0), claims()), Header),
        ("twice", own_signed(header().to_string().replacen('{', r#"{"kid":"x","#, 1), claims()), Header),
    ]);
}

#[test]
fn only_access_tokens_are_access_tokens() {
    assert_refused(&[
        ("the ID token of the same answer", id_token(), Type),
        ("typ JWT", own_signed(with(header(), "typ", "JWT"), claims()), Type),
        ("typ in capitals", own_signed(with(header(), "typ", "AT+JWT"), claims()), Type),
        ("logout token", own_signed(with(header(), "typ", "logout+jwt"), claims()), Type),
        ("typ missing", own_signed(without(header(), "typ"), claims()), Header),
        ("unencoded payload", own_signed(with(header(), "b64", false), claims()), Header),
        ("critical extension", own_signed(with(header(), "crit", json!(["exp"])), claims()), Header),
        ("nested token", own_signed(with(header(), "cty", "JWT"), claims()), Header),
        ("compressed", own_signed(with(header(), "zip", "DEF"), claims()), Header),
        ("header is a list", own_signed("[]", claims()), Header),
        ("header is no JSON", own_signed("{", claims()), Header),
        ("garbage after the header", own_signed(format!("{}x", header()), claims()), Header),
    ]);
}

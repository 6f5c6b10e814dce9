//! Properly signed tokens whose claims are wrong: what a bug in signing, or a shared key, would let through.

use serde_json::{Value, json};
use slipway_oidc::verify::TokenFault::{Audience, Claims, Expired, Issuer, NotYetIssued};

use crate::fixture::{NOW, issuer};
use crate::forge::{assert_refused, b64, claims, header, own_signed, rsa, sealed, with, without};

fn claiming(name: &str, value: impl Into<Value>) -> String {
    own_signed(header(), with(claims(), name, value))
}

fn raw(payload: impl AsRef<[u8]>) -> String {
    let message = format!("{}.{}", b64(header().to_string()), b64(payload));
    sealed(&message, |m| rsa(&crate::fixture::own_key().pair(), &aws_lc_rs::signature::RSA_PKCS1_SHA256, m))
}

/// Puts `claim` in front of, or behind, the genuine claims.
fn twice(claim: &str, in_front: bool) -> String {
    let inner = claims().to_string();
    let inner = inner.trim_matches(['{', '}']);
    raw(if in_front { format!("{{{claim},{inner}}}") } else { format!("{{{inner},{claim}}}") })
}

#[test]
fn a_life_time_is_whole_seconds_and_not_over() {
    assert_refused(&[
        ("expired", claiming("exp", NOW - 3600), Expired),
        ("expired before 1970", claiming("exp", -1), Expired),
        ("expired at the end of all numbers", claiming("exp", i64::MIN), Expired),
        ("issued tomorrow", claiming("iat", NOW + 86_400), NotYetIssued),
        ("issued at the end of time", claiming("iat", i64::MAX), NotYetIssued),
        ("exp as text", claiming("exp", (NOW + 900).to_string()), Claims),
        ("exp as a fraction", claiming("exp", 1_790_000_900.5), Claims),
        ("exp as a float", raw(claims().to_string().replace(&(NOW + 900).to_string(), "1.7900009e9")), Claims),
        ("exp beyond all numbers", raw(claims().to_string().replace(&(NOW + 900).to_string(), "1e400")), Claims),
        ("exp beyond 64 bits", claiming("exp", u64::MAX), Claims),
        ("exp is null", claiming("exp", json!(null)), Claims),
        ("exp is true", claiming("exp", true), Claims),
        ("exp is a list", claiming("exp", json!([NOW + 900])), Claims),
        ("exp missing", own_signed(header(), without(claims(), "exp")), Claims),
        ("iat missing", own_signed(header(), without(claims(), "iat")), Claims),
        ("iat as text", claiming("iat", NOW.to_string()), Claims),
    ]);
}

#[test]
fn issuer_and_audience_are_compared_as_they_are() {
    assert_refused(&[
        ("another issuer", claiming("iss", "https://evil.example"), Issuer),
        ("a slash behind", claiming("iss", format!("{}/", issuer())), Issuer),
        ("capitals", claiming("iss", issuer().as_str().to_uppercase()), Issuer),
        ("the issuer in front of another host", claiming("iss", format!("{}.evil.example", issuer())), Issuer),
        ("empty issuer", claiming("iss", ""), Issuer),
        ("list of issuers", claiming("iss", json!([issuer().as_str()])), Claims),
        ("issuer missing", own_signed(header(), without(claims(), "iss")), Claims),
        ("for the client alone", claiming("aud", json!(["ledger"])), Audience),
        ("for another service", claiming("aud", json!(["https://api.example.com"])), Audience),
        ("for a part of the issuer", claiming("aud", json!(["https://console.example.com"])), Audience),
        ("for nobody", claiming("aud", json!([])), Audience),
        ("audience as text, as ID tokens have it", claiming("aud", issuer().as_str()), Claims),
        ("audience missing", own_signed(header(), without(claims(), "aud")), Claims),
    ]);
}

#[test]
fn a_claim_comes_once_and_in_its_type() {
    assert_refused(&[
        ("exp twice, the later one good", twice(r#""exp":1"#, true), Claims),
        ("exp twice, the earlier one good", twice(r#""exp":9999999999"#, false), Claims),
        ("sub twice", twice(r#""sub":"person-mallory""#, false), Claims),
        ("sub twice under an escaped name", twice(r#""\u0073ub":"person-mallory""#, false), Claims),
        ("scope twice", twice(r#""scope":"openid platform""#, false), Claims),
        ("sub is a number", claiming("sub", 7), Claims),
        ("sub missing", own_signed(header(), without(claims(), "sub")), Claims),
        ("jti missing", own_signed(header(), without(claims(), "jti")), Claims),
        ("client missing", own_signed(header(), without(claims(), "client_id")), Claims),
        ("scope is a list", claiming("scope", json!(["openid"])), Claims),
    ]);
}

#[test]
fn a_payload_is_one_json_object() {
    let deep = "[".repeat(2000);
    assert_refused(&[
        ("a list", raw("[]"), Claims),
        ("text", raw("\"x\""), Claims),
        ("half an object", raw("{"), Claims),
        ("no UTF-8", raw([0xff, 0xfe]), Claims),
        ("a byte order mark", raw(format!("\u{feff}{}", claims())), Claims),
        ("garbage behind", raw(format!("{}{{}}", claims())), Claims),
        ("very deep", twice(&format!(r#""x":{deep}"#), false), Claims),
    ]);
}

//! ID tokens as they must not be: every way in which an issuer, or somebody in between, could lie.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Serialize;
use serde_json::{Value, json};
use slipway_oidc::keys::SigningKey;

use crate::support::idp::{CLIENT_ID, Claims, Mint, new_key};

pub(super) fn saying(name: &'static str, value: Value) -> Mint {
    Box::new(move |key, mut claims| {
        claims.insert(name.to_owned(), value.clone());
        key.sign("JWT", &claims).unwrap()
    })
}

pub(super) fn without(name: &'static str) -> Mint {
    Box::new(move |key, mut claims| {
        claims.remove(name);
        key.sign("JWT", &claims).unwrap()
    })
}

/// `exp` or `iat` so many seconds from now.
pub(super) fn timed(name: &'static str, seconds: i64) -> Mint {
    Box::new(move |key, mut claims| {
        let now = claims["iat"].as_i64().unwrap();
        claims.insert(name.to_owned(), json!(now + seconds));
        key.sign("JWT", &claims).unwrap()
    })
}

/// The claims with one more subject before the honest one.
#[derive(Serialize)]
struct TwoSubjects {
    sub: &'static str,
    #[serde(flatten)]
    claims: Claims,
}

/// The claims with one more issuer before the honest one.
#[derive(Serialize)]
struct TwoIssuers {
    iss: &'static str,
    #[serde(flatten)]
    claims: Claims,
}

/// A token with a header of the attacker's choice, and a signature made by `sign`.
fn forged(header: Value, sign: fn(&SigningKey, &str) -> String) -> Mint {
    Box::new(move |key, claims| {
        let mut header = header.clone();
        if header["kid"] == json!("REAL") {
            header["kid"] = json!(key.kid());
        }
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", encode(&header), encode(&Value::Object(claims)));
        let signature = sign(key, &message);
        format!("{message}.{signature}")
    })
}

fn hmac_with_the_modulus(key: &SigningKey, message: &str) -> String {
    let secret = URL_SAFE_NO_PAD.decode(&key.jwk().n).unwrap();
    hmac_with(&secret, message)
}

fn hmac_with(secret: &[u8], message: &str) -> String {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
    URL_SAFE_NO_PAD.encode(tag.as_ref())
}

/// What stands before the modulus of an RSA key of 2048 bits in a `SubjectPublicKeyInfo` (RFC 5280 §4.1).
const BEFORE_THE_MODULUS: [u8; 33] = [
    0x30, 0x82, 0x01, 0x22, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
    0x03, 0x82, 0x01, 0x0f, 0x00, 0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00,
];

fn public_key_as_der(key: &SigningKey) -> Vec<u8> {
    let (modulus, exponent) =
        (URL_SAFE_NO_PAD.decode(&key.jwk().n).unwrap(), URL_SAFE_NO_PAD.decode(&key.jwk().e).unwrap());
    assert_eq!((modulus.len(), exponent.as_slice()), (256, [1, 0, 1].as_slice()));
    [BEFORE_THE_MODULUS.as_slice(), &modulus, &[0x02, 0x03], &exponent].concat()
}

fn hmac_with_the_der(key: &SigningKey, message: &str) -> String {
    hmac_with(&public_key_as_der(key), message)
}

fn hmac_with_the_pem(key: &SigningKey, message: &str) -> String {
    let encoded = STANDARD.encode(public_key_as_der(key));
    let lines: Vec<&str> = encoded.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"));
    hmac_with(pem.as_bytes(), message)
}

fn hmac_with_the_client_secret(_: &SigningKey, message: &str) -> String {
    hmac_with(b"a secret that the idp gave us", message)
}

fn no_signature(_: &SigningKey, _: &str) -> String {
    String::new()
}

fn zero_signature(_: &SigningKey, _: &str) -> String {
    URL_SAFE_NO_PAD.encode([0; 64])
}

pub(super) fn lies() -> Vec<(&'static str, Mint)> {
    vec![
        ("another issuer", saying("iss", json!("https://evil.example"))),
        (
            "our issuer with a slash",
            Box::new(|key, mut claims| {
                let issuer = format!("{}/", claims["iss"].as_str().unwrap());
                claims.insert("iss".to_owned(), json!(issuer));
                key.sign("JWT", &claims).unwrap()
            }),
        ),
        ("no issuer", without("iss")),
        ("another audience", saying("aud", json!("somebody-else"))),
        ("an empty audience", saying("aud", json!([]))),
        ("no audience", without("aud")),
        ("two audiences and no authorized party", saying("aud", json!([CLIENT_ID, "somebody-else"]))),
        ("another authorized party", saying("azp", json!("somebody-else"))),
        ("another nonce", saying("nonce", json!("guess"))),
        ("an empty nonce", saying("nonce", json!(""))),
        ("no nonce", without("nonce")),
        ("no subject", without("sub")),
        ("an empty subject", saying("sub", json!(""))),
        ("a subject that is a number", saying("sub", json!(1))),
        (
            "two subjects",
            Box::new(|key, claims| key.sign("JWT", &TwoSubjects { sub: "somebody-else", claims }).unwrap()),
        ),
        (
            "two issuers",
            Box::new(|key, claims| key.sign("JWT", &TwoIssuers { iss: "https://evil.example", claims }).unwrap()),
        ),
        ("an endless subject", saying("sub", json!("s".repeat(256)))),
        ("no expiry", without("exp")),
        ("an expiry in words", saying("exp", json!("9999999999"))),
        ("expired 61 seconds ago", timed("exp", -61)),
        ("expired 60 seconds ago", timed("exp", -60)),
        ("no time of issue", without("iat")),
        ("issued in 61 seconds", timed("iat", 61)),
        ("issued an hour ago", timed("iat", -3600)),
        ("not signed", forged(json!({ "alg": "none" }), no_signature)),
        ("not signed, in capitals", forged(json!({ "alg": "None", "kid": "REAL" }), no_signature)),
        (
            "signed with the public key as a secret",
            forged(json!({ "alg": "HS256", "kid": "REAL" }), hmac_with_the_modulus),
        ),
        ("signed with the public key in DER", forged(json!({ "alg": "HS256", "kid": "REAL" }), hmac_with_the_der)),
        ("signed with the public key in PEM", forged(json!({ "alg": "HS256", "kid": "REAL" }), hmac_with_the_pem)),
        ("signed with the client's secret", forged(json!({ "alg": "HS256" }), hmac_with_the_client_secret)),
        ("an elliptic signature of zeros", forged(json!({ "alg": "ES256", "kid": "REAL" }), zero_signature)),
        ("an empty signature", forged(json!({ "alg": "RS256", "kid": "REAL" }), no_signature)),
        (
            "a key that came along",
            Box::new(|_, claims| {
                let own = new_key();
                let header = json!({ "alg": "RS256", "jwk": own.jwk(), "kid": own.kid() });
                let signed = own.sign("JWT", &claims).unwrap();
                let (_, rest) = signed.split_once('.').unwrap();
                format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()))
            }),
        ),
        (
            "a key under the issuer's name",
            Box::new(|key, claims| {
                let signed = new_key().sign("JWT", &claims).unwrap();
                let header = json!({ "alg": "RS256", "typ": "JWT", "kid": key.kid() });
                format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), signed.split_once('.').unwrap().1)
            }),
        ),
        (
            "a key elsewhere",
            forged(
                json!({ "alg": "RS256", "kid": "../../../etc/passwd", "jku": "http://evil.example" }),
                zero_signature,
            ),
        ),
        (
            "a changed payload",
            Box::new(|key, claims| {
                let signed = key.sign("JWT", &claims).unwrap();
                let parts: Vec<&str> = signed.split('.').collect();
                let mut other = claims;
                other.insert("sub".to_owned(), json!("somebody-else"));
                format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(Value::Object(other).to_string()), parts[2])
            }),
        ),
        ("no token", Box::new(|_, _| String::new())),
        ("two parts", Box::new(|key, claims| key.sign("JWT", &claims).unwrap().rsplit_once('.').unwrap().0.to_owned())),
    ]
}

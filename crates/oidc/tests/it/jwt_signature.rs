//! Attacks on the signature and on the compact form.

use aws_lc_rs::signature::{RSA_PKCS1_SHA384, RSA_PSS_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE};
use slipway_oidc::keys::{Jwks, PublicJwk};
use slipway_oidc::verify::TokenFault::{self, Malformed, Signature, UnknownKey};
use slipway_oidc::verify::VerifyingKeys;

use crate::fixture::{NOW, foreign_key, id_token, issuer, jwks, own_key};
use crate::forge::{assert_refused, b64, claims, foreign_signed, header, message, own_signed, rsa, sealed, with};

fn signature_of(token: &str) -> Vec<u8> {
    let encoded = token.rsplit_once('.').unwrap().1;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(encoded).unwrap()
}

#[test]
fn a_signature_fits_one_message_and_one_key() {
    let good = own_signed(header(), claims());
    let body = message(header(), claims());
    let other = message(header(), with(claims(), "sub", "person-mallory"));
    let bits = signature_of(&good);
    let mut flipped = bits.clone();
    flipped[100] ^= 1;
    let led_by_zero = [&[0], bits.as_slice()].concat();
    let pair = own_key().pair();
    assert_refused(&[
        ("signed by a stranger under our key's name", foreign_signed(header(), claims()), Signature),
        ("payload swapped", format!("{other}.{}", b64(&bits)), Signature),
        ("one bit flipped", format!("{body}.{}", b64(flipped)), Signature),
        ("cut short", format!("{body}.{}", b64(&bits[..255])), Signature),
        ("a zero in front", format!("{body}.{}", b64(led_by_zero)), Signature),
        ("a byte behind", format!("{body}.{}", b64([bits.as_slice(), &[0]].concat())), Signature),
        ("all zero", format!("{body}.{}", b64([0; 256])), Signature),
        ("all ones", format!("{body}.{}", b64([255; 256])), Signature),
        ("one", format!("{body}.{}", b64([vec![0; 255], vec![1]].concat())), Signature),
        ("of the ID token", format!("{body}.{}", b64(signature_of(&id_token()))), Signature),
        ("PSS padding", sealed(&body, |m| rsa(&pair, &RSA_PSS_SHA256, m)), Signature),
        ("another digest", sealed(&body, |m| rsa(&pair, &RSA_PKCS1_SHA384, m)), Signature),
        ("over the payload alone", sealed(&body, rsa_of_payload), Signature),
    ]);
}

fn rsa_of_payload(message: &str) -> Vec<u8> {
    let payload = message.split_once('.').unwrap().1;
    rsa(&own_key().pair(), &aws_lc_rs::signature::RSA_PKCS1_SHA256, payload)
}

#[test]
fn a_token_has_one_spelling() {
    let good = own_signed(header(), claims());
    let body = message(header(), claims());
    let bits = signature_of(&good);
    let padded_header = format!("{}.{}", URL_SAFE.encode(format!("{} ", header())), b64(claims().to_string()));
    let padded_header = sealed(&padded_header, |m| rsa(&own_key().pair(), &aws_lc_rs::signature::RSA_PKCS1_SHA256, m));
    assert!(padded_header.contains('='), "the case needs padding");
    assert_refused(&[
        ("padding behind the signature", format!("{good}=="), Signature),
        (
            "the other alphabet",
            format!("{body}.{}", STANDARD_NO_PAD.encode([&bits[..], &[255; 3]].concat())),
            Signature,
        ),
        ("padding in the header", padded_header, Malformed),
        ("empty", String::new(), Malformed),
        ("one part", "abc".to_owned(), Malformed),
        ("two parts", body.clone(), Malformed),
        ("dots", "..".to_owned(), Malformed),
        ("no signature", format!("{body}."), Malformed),
        ("four parts", format!("{good}.x"), Malformed),
        ("five parts, as encrypted tokens have", format!("{good}.x.y"), Malformed),
        ("space in front", format!(" {good}"), Malformed),
        ("line end behind", format!("{good}\n"), Signature),
        ("no ASCII", format!("é{good}"), Malformed),
        ("longer than 8 KiB", own_signed(header(), with(claims(), "pad", "x".repeat(8192))), Malformed),
    ]);
}

#[test]
fn a_retired_key_no_longer_counts() {
    let token = own_signed(header(), claims());
    let next: Jwks = [foreign_key().signing.jwk().clone()].into_iter().collect();
    let both: Jwks = [foreign_key().signing.jwk().clone(), own_key().signing.jwk().clone()].into_iter().collect();
    let verdict = |jwks: &Jwks| VerifyingKeys::new(jwks).access_token(&token, &issuer(), NOW).err();
    assert_eq!(verdict(&both), None::<TokenFault>);
    assert_eq!(verdict(&next), Some(UnknownKey));
    assert_eq!(verdict(&Jwks::default()), Some(UnknownKey));
}

#[test]
fn a_published_key_under_a_false_name_is_not_used() {
    let foreign = foreign_key().signing.jwk();
    let disguised = PublicJwk { kid: own_key().signing.kid().to_owned(), ..foreign.clone() };
    let encryption = PublicJwk { usage: "enc".to_owned(), ..own_key().signing.jwk().clone() };
    let token = foreign_signed(header(), claims());
    for bad in [disguised, encryption] {
        let keys = VerifyingKeys::new(&[bad].into_iter().collect());
        assert_eq!(keys.access_token(&token, &issuer(), NOW).err(), Some(UnknownKey));
    }
    let mut with_garbage = jwks();
    with_garbage.keys.push(PublicJwk::new("*".to_owned(), "AQAB".to_owned()));
    assert!(VerifyingKeys::new(&with_garbage).access_token(&own_signed(header(), claims()), &issuer(), NOW).is_ok());
}

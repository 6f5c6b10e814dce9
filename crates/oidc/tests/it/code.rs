//! Redeeming a code: the matrix of client, redirect URI, challenge and verifier.

use secrecy::ExposeSecret as _;
use slipway_oidc::error::ErrorCode;
use slipway_oidc::grant::{CodeRecord, code_hash, new_code, unknown_code};
use slipway_oidc::token::CodeGrant;

use crate::fixture::{CALLBACK, CHALLENGE, NOW, VERIFIER, record};

fn presented(redirect_uri: &str, verifier: Option<&str>) -> CodeGrant {
    CodeGrant {
        code: "c".to_owned(),
        redirect_uri: redirect_uri.to_owned(),
        code_verifier: verifier.map(str::to_owned),
    }
}

fn redeemed(record: &CodeRecord, verifier: Option<&str>) -> bool {
    let verdict = record.redeem("ledger", &presented(CALLBACK, verifier), NOW + 1);
    assert!(verdict.is_ok_and(|()| true) || verdict.is_err_and(|error| error.code == ErrorCode::InvalidGrant));
    verdict.is_ok()
}

#[test]
fn a_code_has_256_bits_and_is_kept_as_its_hash() {
    let code = new_code(&[0xfb; 32]);
    let code = code.expose_secret();
    assert_eq!(code.len(), 43);
    assert!(code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
    assert_eq!(code_hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert!(!code_hash(code).contains(code));
}

#[test]
fn the_record_remembers_what_was_agreed() {
    let record = record();
    assert_eq!((record.client_id.as_str(), record.redirect_uri.as_str()), ("ledger", CALLBACK));
    assert_eq!(record.challenge.as_ref().unwrap().as_str(), CHALLENGE);
    assert_eq!((record.nonce.as_deref(), record.subject.as_str()), (Some("n-1"), "person-ada"));
    assert_eq!((record.auth_time, record.expires_at), (NOW - 600, NOW + 60));
}

#[test]
fn with_a_challenge_only_its_verifier_redeems() {
    let record = record();
    assert!(redeemed(&record, Some(VERIFIER)));
    for wrong in [None, Some(""), Some(CHALLENGE), Some(&VERIFIER[1..]), Some("x"), Some(&"a".repeat(129))] {
        assert!(!redeemed(&record, wrong), "{wrong:?}");
    }
}

#[test]
fn without_a_challenge_a_verifier_shows_a_downgrade() {
    let record = CodeRecord { challenge: None, ..record() };
    assert!(redeemed(&record, None));
    for verifier in [VERIFIER, CHALLENGE, "x", ""] {
        assert!(!redeemed(&record, Some(verifier)), "{verifier:?}");
    }
}

#[test]
fn only_the_client_that_got_the_code_redeems_it() {
    let good = presented(CALLBACK, Some(VERIFIER));
    for thief in ["other", "", "Ledger", "ledger "] {
        assert_eq!(record().redeem(thief, &good, NOW), Err(unknown_code()), "{thief:?}");
    }
}

#[test]
fn the_redirect_uri_must_be_the_same_bytes_again() {
    for other in ["", "https://dash.example.com/cb?tenant=7", "https://dash.example.com/oauth/callback/", "HTTPS://x"] {
        let verdict = record().redeem("ledger", &presented(other, Some(VERIFIER)), NOW);
        assert_eq!(verdict.unwrap_err().code, ErrorCode::InvalidGrant, "{other:?}");
    }
}

#[test]
fn a_stranger_cannot_tell_a_foreign_code_from_an_expired_or_a_used_one() {
    let good = presented(CALLBACK, Some(VERIFIER));
    let foreign = record().redeem("other", &good, NOW).unwrap_err();
    let expired = record().redeem("ledger", &good, NOW + 60).unwrap_err();
    assert_eq!(foreign.json(), unknown_code().json());
    assert_eq!(expired.json(), unknown_code().json());
}

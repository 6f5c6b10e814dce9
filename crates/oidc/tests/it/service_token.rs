//! What a service gets for its API key, and what that opens.

use secrecy::SecretString;
use serde_json::{Value, json};
use slipway_oidc::issue::{Lifetimes, TokenIssuer, TokenResponse};
use slipway_oidc::secret::SecretHash;
use slipway_oidc::service_token::KeyRecord;
use slipway_oidc::userinfo::{self, BearerError};
use slipway_oidc::verify::{LEEWAY_SECONDS, TokenFault};

use crate::fixture::{NOW, id_token, issuer, keys, own_key, tokens};
use crate::forge::{foreign_signed, header, own_signed, with, without};

const KEY: &str = "slw_0123456789ab_c2VjcmV0";

fn record() -> KeyRecord {
    KeyRecord {
        key: "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11".to_owned(),
        secret: SecretHash::of(&SecretString::from(KEY)),
        service_id: "ServiceId-1".to_owned(),
        service: "ledger".to_owned(),
        account: "account-1".to_owned(),
        offering: "offering-1".to_owned(),
        expires_at: None,
    }
}

fn answer() -> TokenResponse {
    let issuing = TokenIssuer { issuer: &issuer(), key: &own_key().signing, lifetimes: Lifetimes::default() };
    issuing.issue_to_service(&record(), [3; 16], NOW).unwrap()
}

/// The claims of a genuine token, for the workshop.
fn claims() -> Value {
    json!({
        "iss": issuer().as_str(), "sub": "ServiceId-1", "aud": [issuer().as_str()], "client_id": "ledger",
        "exp": NOW + 3600, "iat": NOW, "jti": "AwMDAwMDAwMDAwMDAwMDAw", "scope": "ledger",
        "iam_id": "iam-ServiceId-1", "id": "iam-ServiceId-1", "realmid": "iam", "identifier": "ServiceId-1",
        "sub_type": "ServiceId", "account": { "bss": "account-1" },
        "grant_type": "urn:slipway:params:oauth:grant-type:apikey",
        "resource_id": "offering-1", "apikey_id": "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11"
    })
}

#[test]
fn only_the_key_itself_is_redeemed() {
    assert_eq!(record().redeem(&SecretString::from(KEY), NOW), Ok(()));
    for wrong in ["", "slw_0123456789ab_", &KEY[1..], &format!("{KEY} ")] {
        let error = record().redeem(&SecretString::from(wrong), NOW).unwrap_err();
        assert_eq!((error.code.as_str(), error.status()), ("invalid_grant", 400), "{wrong}");
    }
}

#[test]
fn a_key_that_is_over_is_answered_like_one_that_nobody_knows() {
    let key = SecretString::from(KEY);
    let ends = KeyRecord { expires_at: Some(NOW), ..record() };
    assert_eq!(ends.redeem(&key, NOW - 1), Ok(()));
    let wrong = record().redeem(&SecretString::from("wrong"), NOW);
    for now in [NOW, NOW + 1] {
        assert_eq!(ends.redeem(&key, now), wrong);
    }
}

#[test]
fn a_token_does_not_outlive_its_key() {
    let issuing = TokenIssuer { issuer: &issuer(), key: &own_key().signing, lifetimes: Lifetimes::default() };
    for (end, lives) in [(60, 60), (3599, 3599), (3600, 3600), (3601, 3600)] {
        let record = KeyRecord { expires_at: Some(NOW + end), ..record() };
        let answer = issuing.issue_to_service(&record, [3; 16], NOW).unwrap();
        let read = keys().service_token(&answer.access_token, &issuer(), NOW).unwrap();
        assert_eq!((answer.expires_in, answer.expiration, read.access.exp), (lives, NOW + lives, NOW + lives));
    }
}

#[test]
fn the_answer_lives_an_hour_and_nobody_has_signed_in() {
    let told = serde_json::to_value(answer()).unwrap();
    let expected = json!({
        "access_token": answer().access_token, "token_type": "Bearer", "expires_in": 3600, "expiration": NOW + 3600,
        "scope": "ledger"
    });
    assert_eq!(told, expected);
}

#[test]
fn the_token_says_whose_service_acts_by_which_key() {
    let read = keys().service_token(&answer().access_token, &issuer(), NOW).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), claims());
    let end = NOW + 3600 + LEEWAY_SECONDS;
    assert!(keys().service_token(&answer().access_token, &issuer(), end - 1).is_ok());
    let expired = keys().service_token(&answer().access_token, &issuer(), end);
    assert_eq!(expired, Err(TokenFault::Expired));
}

#[test]
fn the_token_of_a_person_is_none_of_a_service_and_the_other_way_round() {
    let service = |token: &str| keys().service_token(token, &issuer(), NOW);
    assert_eq!(service(&tokens().access_token), Err(TokenFault::Claims));
    assert_eq!(service(&id_token()), Err(TokenFault::Type));
    let person = userinfo::authorize(&answer().access_token, &keys(), &issuer(), NOW);
    assert_eq!(person, Err(BearerError::InsufficientScope));
}

#[test]
fn forged_tokens_of_services_are_refused_for_the_reason_given() {
    let attacks = [
        (own_signed(header(), with(claims(), "iss", "https://evil.example")), TokenFault::Issuer),
        (own_signed(header(), with(claims(), "aud", json!(["ledger"]))), TokenFault::Audience),
        (own_signed(header(), with(claims(), "exp", NOW - LEEWAY_SECONDS)), TokenFault::Expired),
        (own_signed(header(), with(claims(), "iat", NOW + LEEWAY_SECONDS + 1)), TokenFault::NotYetIssued),
        (own_signed(header(), with(claims(), "sub_type", "CRN")), TokenFault::Claims),
        (own_signed(header(), without(claims(), "sub_type")), TokenFault::Claims),
        (own_signed(header(), without(claims(), "apikey_id")), TokenFault::Claims),
        (own_signed(header(), without(claims(), "account")), TokenFault::Claims),
        (own_signed(with(header(), "typ", "JWT"), claims()), TokenFault::Type),
        (own_signed(with(header(), "alg", "none"), claims()), TokenFault::Algorithm),
        (foreign_signed(header(), claims()), TokenFault::Signature),
    ];
    assert!(keys().service_token(&own_signed(header(), claims()), &issuer(), NOW).is_ok());
    for (token, fault) in attacks {
        assert_eq!(keys().service_token(&token, &issuer(), NOW), Err(fault), "{token}");
    }
}

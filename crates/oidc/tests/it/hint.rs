//! `id_token_hint`: whom a client expects, by a token of ours.

use slipway_oidc::grant::CodeRecord;
use slipway_oidc::verify::TokenFault;

use crate::fixture::{check, dashboard, id_token, issuer, keys, record, tokens, tokens_for};
use crate::forge::{foreign_signed, header, own_signed, with, without};

#[test]
fn a_hint_names_the_person_of_a_token_of_ours_for_this_client() {
    let token = id_token();
    assert_eq!(keys().hinted_subject(&token, &issuer(), "ledger").as_deref(), Ok("person-ada"));
    assert_eq!(keys().hinted_subject(&token, &issuer(), "another"), Err(TokenFault::Audience));
}

#[test]
fn a_hint_proves_nothing_and_so_may_have_expired() {
    let long_ago = CodeRecord { auth_time: 0, expires_at: 0, ..record() };
    let token = tokens_for(&long_ago).id_token.unwrap();
    assert_eq!(keys().hinted_subject(&token, &issuer(), "ledger").as_deref(), Ok("person-ada"));
}

#[test]
fn what_is_no_id_token_of_ours_is_no_hint() {
    let claims = serde_json::json!({ "iss": issuer().as_str(), "sub": "person-ada", "aud": "ledger" });
    let header = with(header(), "typ", "JWT");
    for (token, fault) in [
        (tokens().access_token, TokenFault::Type),
        (foreign_signed(header.clone(), claims.clone()), TokenFault::Signature),
        (own_signed(header.clone(), with(claims.clone(), "iss", "https://evil.example")), TokenFault::Issuer),
        (own_signed(header, without(claims, "sub")), TokenFault::Claims),
        (String::new(), TokenFault::Malformed),
        ("a.b.c".to_owned(), TokenFault::Malformed),
    ] {
        assert_eq!(keys().hinted_subject(&token, &issuer(), "ledger"), Err(fault), "{token}");
    }
}

#[test]
fn a_request_carries_its_hint_unless_it_is_endless() {
    let carried = |hint: &str| check(&dashboard(), &[("id_token_hint", Some(hint))]).map(|it| it.id_token_hint);
    assert_eq!(carried("a.b.c"), Ok(Some("a.b.c".to_owned())));
    assert!(carried(&"x".repeat(8 * 1024 + 1)).is_err());
}

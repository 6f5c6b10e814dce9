//! What the platform calls a broker with, read as that broker reads it, and what it opens here: nothing.

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};
use slipway_oidc::broker_token::PlatformCaller;
use slipway_oidc::issue::{Lifetimes, TokenIssuer};
use slipway_oidc::userinfo::{self, BearerError};
use slipway_oidc::verify::TokenFault;

use crate::fixture::{NOW, issuer, jwks, keys, own_key};
use crate::forge::{header, own_signed, with};

const BROKER: &str = "https://broker.example";
const CRN: &str = "crn:v1:slipway:public:resource-controller::a/account-1::resource-broker:broker-1";

fn token_for(audience: &str) -> String {
    let issuing = TokenIssuer { issuer: &issuer(), key: &own_key().signing, lifetimes: Lifetimes::default() };
    let caller = PlatformCaller {
        crn: CRN.to_owned(),
        client: "console".to_owned(),
        service: "ledger".to_owned(),
        account: "account-1".to_owned(),
        audience: audience.to_owned(),
    };
    issuing.issue_to_broker(&caller, [5; 16], NOW).unwrap()
}

/// As a broker checks it: key from the published set, signature, issuer, and its own address as audience.
fn checked(token: &str, audience: &str) -> jsonwebtoken::errors::Result<Value> {
    let set: JwkSet = serde_json::from_str(&serde_json::to_string(&jwks()).unwrap()).unwrap();
    let kid = jsonwebtoken::decode_header(token)?.kid.unwrap();
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.set_issuer(&[issuer().as_str()]);
    validation.set_audience(&[audience]);
    let key = DecodingKey::from_jwk(set.find(&kid).unwrap())?;
    Ok(jsonwebtoken::decode::<Value>(token, &key, &validation)?.claims)
}

fn claims() -> Value {
    json!({
        "iss": issuer().as_str(), "sub": CRN, "aud": [BROKER], "client_id": "console",
        "exp": NOW + 900, "iat": NOW, "jti": "BQUFBQUFBQUFBQUFBQUFBQ", "scope": "ledger",
        "iam_id": format!("crn-{CRN}"), "id": format!("crn-{CRN}"), "realmid": "crn", "identifier": CRN,
        "sub_type": "CRN", "account": { "bss": "account-1" },
        "grant_type": "urn:slipway:params:oauth:grant-type:iam-authz"
    })
}

#[test]
fn a_broker_reads_who_calls_it_and_about_which_service() {
    assert_eq!(checked(&token_for(BROKER), BROKER).unwrap(), claims());
}

#[test]
fn what_is_made_out_to_one_broker_is_worth_nothing_to_another() {
    assert!(checked(&token_for(BROKER), "https://other.example").is_err());
}

#[test]
fn it_opens_nothing_of_this_issuer() {
    let token = token_for(BROKER);
    assert_eq!(keys().service_token(&token, &issuer(), NOW), Err(TokenFault::Claims));
    assert_eq!(keys().access_token(&token, &issuer(), NOW), Err(TokenFault::Audience));
    let person = userinfo::authorize(&token, &keys(), &issuer(), NOW);
    assert_eq!(person, Err(BearerError::InvalidToken(TokenFault::Audience)));
}

#[test]
fn not_even_if_it_was_made_out_to_this_issuer() {
    let token = own_signed(header(), with(claims(), "aud", json!([issuer().as_str()])));
    assert_eq!(keys().service_token(&token, &issuer(), NOW), Err(TokenFault::Claims));
    let person = userinfo::authorize(&token, &keys(), &issuer(), NOW);
    assert_eq!(person, Err(BearerError::InsufficientScope));
}

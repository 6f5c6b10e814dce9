//! The userinfo endpoint's answers and refusals.

use serde_json::json;
use slipway_oidc::claims::Person;
use slipway_oidc::grant::CodeRecord;
use slipway_oidc::scope::Scope;
use slipway_oidc::userinfo::{BearerError, UserInfo, authorize, bearer_token};
use slipway_oidc::verify::TokenFault;

use crate::fixture::{NOW, ada, id_token, issuer, keys, record, tokens_for};
use crate::forge::{claims, header, own_signed, with};

fn answer(scope: &str, person: &Person) -> serde_json::Value {
    let record = CodeRecord { scope: Scope::parse(scope).unwrap(), ..record() };
    let claims = authorize(&tokens_for(&record).access_token, &keys(), &issuer(), NOW).unwrap();
    serde_json::to_value(UserInfo::new(&claims, person)).unwrap()
}

#[test]
fn the_answer_follows_the_scope() {
    let all = json!({
        "sub": "person-ada", "name": "Ada Moreau", "given_name": "Ada", "email": "ada@example.com", "email_verified": true
    });
    assert_eq!(answer("openid profile email", &ada()), all);
    assert_eq!(answer("openid", &ada()), json!({ "sub": "person-ada" }));
    assert_eq!(
        answer("openid email", &Person { email_verified: None, ..ada() }),
        json!({ "sub": "person-ada", "email": "ada@example.com" })
    );
    assert_eq!(answer("openid email", &Person { email: None, ..ada() }), json!({ "sub": "person-ada" }));
}

#[test]
fn the_token_is_taken_from_the_header() {
    let bearer = |header| bearer_token(header, None);
    assert_eq!(bearer(Some("Bearer abc.d-e_f~g+h/i=")).as_deref(), Ok("abc.d-e_f~g+h/i="));
    assert_eq!(bearer(Some("bEARER abc")).as_deref(), Ok("abc"));
    for absent in [None, Some(""), Some("Basic abc"), Some("Bearerabc")] {
        assert_eq!(bearer(absent), Err(BearerError::Missing), "{absent:?}");
    }
    for malformed in ["Bearer", "Bearer ", "Bearer  abc", "Bearer a b", "Bearer a,b", "Bearer é", "Bearer a\"b"] {
        assert_eq!(bearer(Some(malformed)), Err(BearerError::Malformed), "{malformed:?}");
    }
}

#[test]
fn or_from_a_form_and_never_from_both() {
    let posted = |form| bearer_token(None, Some(form));
    assert_eq!(posted("access_token=abc.d-e%2Bf").as_deref(), Ok("abc.d-e+f"));
    for absent in ["", "access_token=", "token=abc"] {
        assert_eq!(posted(absent), Err(BearerError::Missing), "{absent}");
    }
    for malformed in ["access_token=a%20b", "access_token=abc&access_token=abc", "access_token=%C3%A9"] {
        assert_eq!(posted(malformed), Err(BearerError::Malformed), "{malformed}");
    }
    assert_eq!(bearer_token(Some("Bearer abc"), Some("access_token=abc")), Err(BearerError::Malformed));
    assert_eq!(bearer_token(Some("Bearer abc"), Some("other=abc")).as_deref(), Ok("abc"));
}

#[test]
fn refusals_tell_the_client_what_it_may_know() {
    let refuse = |token: &str| authorize(token, &keys(), &issuer(), NOW).unwrap_err();
    let no_openid = own_signed(header(), with(claims(), "scope", "profile openidx"));
    let expired = own_signed(header(), with(claims(), "exp", NOW - 61));
    for (error, expected, status, told) in [
        (refuse(&id_token()), BearerError::InvalidToken(TokenFault::Type), 401, r#", error="invalid_token""#),
        (refuse(&expired), BearerError::InvalidToken(TokenFault::Expired), 401, r#", error="invalid_token""#),
        (BearerError::Revoked, BearerError::Revoked, 401, r#", error="invalid_token""#),
        (refuse(&no_openid), BearerError::InsufficientScope, 403, r#", error="insufficient_scope", scope="openid""#),
        (refuse(""), BearerError::InvalidToken(TokenFault::Malformed), 401, r#", error="invalid_token""#),
        (bearer_token(Some("Bearer"), None).unwrap_err(), BearerError::Malformed, 400, r#", error="invalid_request""#),
        (bearer_token(None, None).unwrap_err(), BearerError::Missing, 401, ""),
    ] {
        assert_eq!((error, error.status()), (expected, status));
        assert_eq!(error.www_authenticate(), format!(r#"Bearer realm="slipway"{told}"#));
    }
}

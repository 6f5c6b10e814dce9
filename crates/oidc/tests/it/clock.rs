//! Where time decides, to the second: clocks may be a minute apart, and codes live one minute on our own clock.

use slipway_oidc::grant::CodeRecord;
use slipway_oidc::token::CodeGrant;
use slipway_oidc::verify::{LEEWAY_SECONDS, TokenFault};

use crate::fixture::{CALLBACK, NOW, VERIFIER, issuer, keys, record, tokens};
use crate::forge::{claims, header, own_signed, with};

fn verdict_at(token: &str, now: i64) -> Option<TokenFault> {
    keys().access_token(token, &issuer(), now).err()
}

#[test]
fn an_access_token_lives_fifteen_minutes_and_the_leeway() {
    let answer = tokens();
    assert_eq!((answer.expires_in, answer.expiration), (900, NOW + 900));
    let exp = answer.expiration;
    for (now, fault) in [
        (exp - 1, None),
        (exp, None),
        (exp + 59, None),
        (exp + 60, Some(TokenFault::Expired)),
        (exp + 61, Some(TokenFault::Expired)),
    ] {
        assert_eq!(verdict_at(&answer.access_token, now), fault, "{} s after exp", now - exp);
    }
    assert_eq!(LEEWAY_SECONDS, 60);
}

#[test]
fn a_token_from_the_future_is_refused_beyond_the_leeway() {
    let token = own_signed(header(), claims());
    for (early, fault) in [(0, None), (59, None), (60, None), (61, Some(TokenFault::NotYetIssued))] {
        assert_eq!(verdict_at(&token, NOW - early), fault, "{early} s before iat");
    }
}

#[test]
fn the_ends_of_time_do_not_overflow() {
    let eternal = own_signed(header(), with(claims(), "exp", i64::MAX));
    assert_eq!(verdict_at(&eternal, i64::MAX - 1), None);
    assert_eq!(verdict_at(&eternal, i64::MAX), Some(TokenFault::Expired));
    assert_eq!(verdict_at(&own_signed(header(), claims()), i64::MIN), Some(TokenFault::NotYetIssued));
    let last = CodeRecord::issue(&crate::fixture::good_request(), "person-ada".to_owned(), 0, i64::MAX);
    assert_eq!(last.expires_at, i64::MAX);
}

#[test]
fn a_code_lives_sixty_seconds_without_leeway() {
    let good =
        CodeGrant { code: "c".to_owned(), redirect_uri: CALLBACK.to_owned(), code_verifier: Some(VERIFIER.to_owned()) };
    for (age, alive) in [(0, true), (59, true), (60, false), (61, false)] {
        assert_eq!(record().redeem("ledger", &good, NOW + age).is_ok(), alive, "{age} s");
    }
}

//! `prompt` and `max_age` against the moment of the last sign-in.

use slipway_oidc::sign_in::{Next, PROMPTS, Prompt};

use crate::fixture::{NOW, check, dashboard};

fn next(changes: &[(&str, Option<&str>)], auth_time: Option<i64>, asked_at: i64) -> &'static str {
    match check(&dashboard(), changes).unwrap().next(auth_time, asked_at, NOW) {
        Next::Proceed => "proceed",
        Next::SignIn => "sign in",
        Next::Refuse(error) => error.code.as_str(),
    }
}

#[test]
fn somebody_signed_in_proceeds_and_a_stranger_signs_in() {
    assert_eq!(next(&[], Some(NOW - 9999), NOW), "proceed");
    assert_eq!(next(&[], None, NOW), "sign in");
}

#[test]
fn a_silent_request_never_shows_a_page() {
    let silent = ("prompt", Some("none"));
    assert_eq!(next(&[silent], Some(NOW - 9999), NOW), "proceed");
    assert_eq!(next(&[silent], None, NOW), "login_required");
    assert_eq!(next(&[silent, ("max_age", Some("60"))], Some(NOW - 61), NOW), "login_required");
}

#[test]
fn a_demanded_sign_in_is_demanded_once() {
    for changes in [[("prompt", Some("login"))], [("prompt", Some("select_account"))], [("max_age", Some("0"))]] {
        assert_eq!(next(&changes, Some(NOW - 1), NOW), "sign in", "{changes:?}");
        assert_eq!(next(&changes, Some(NOW), NOW + 1), "sign in", "{changes:?}: within the second before it was asked");
        assert_eq!(next(&changes, Some(NOW - 5), NOW - 30), "proceed", "{changes:?}: signed in since it was asked");
    }
}

#[test]
fn an_old_sign_in_is_refreshed_to_the_second() {
    let changes = [("max_age", Some("600"))];
    assert_eq!(next(&changes, Some(NOW - 600), NOW), "proceed");
    assert_eq!(next(&changes, Some(NOW - 601), NOW), "sign in");
    assert_eq!(next(&changes, Some(i64::MAX), NOW), "proceed");
    assert_eq!(next(&changes, Some(i64::MIN), NOW), "sign in");
}

#[test]
fn every_prompt_of_the_document_is_understood() {
    for prompt in PROMPTS {
        assert!(Prompt::parse(prompt).is_ok(), "{prompt}");
    }
}

#[test]
fn prompts_add_up() {
    assert_eq!(Prompt::parse("none"), Ok(Prompt::Silent));
    assert_eq!(Prompt::parse("login consent"), Ok(Prompt::Interactive { login: true, consent: true }));
    assert_eq!(Prompt::parse("consent"), Ok(Prompt::Interactive { login: false, consent: true }));
    for wrong in ["", "none none", "consent none", "Login", " login"] {
        assert!(Prompt::parse(wrong).is_err(), "{wrong:?}");
    }
}

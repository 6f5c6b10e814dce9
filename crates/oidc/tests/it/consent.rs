//! When a person is asked, and when a client is told that they would have to be.

use slipway_oidc::client::{Client, ClientKind};
use slipway_oidc::consent::{Consent, DENIED};
use slipway_oidc::error::ErrorCode;
use slipway_oidc::redirect::{LoopbackHttp, RedirectUri};
use slipway_oidc::scope::Scope;

use crate::fixture::{check, dashboard};

fn verdict(prompt: Option<&str>, asked: &str, remembered: Option<&str>) -> Consent {
    let request = check(&dashboard(), &[("prompt", prompt), ("scope", Some(asked))]).unwrap();
    request.consent(remembered.map(|text| Scope::parse(text).unwrap()).as_ref())
}

#[test]
fn what_was_agreed_to_is_not_asked_again() {
    for prompt in [None, Some("login"), Some("select_account"), Some("none")] {
        assert_eq!(verdict(prompt, "openid email", Some("openid email")), Consent::Given, "{prompt:?}");
        assert_eq!(verdict(prompt, "openid", Some("openid email")), Consent::Given, "less than before, {prompt:?}");
        assert_eq!(verdict(prompt, "email openid", Some("openid profile email")), Consent::Given, "{prompt:?}");
    }
}

#[test]
fn anything_more_is_asked_for_and_so_is_everything_where_the_client_wants_it() {
    for remembered in [None, Some("openid"), Some("openid profile")] {
        assert_eq!(verdict(None, "openid email", remembered), Consent::Ask, "{remembered:?}");
        assert_eq!(verdict(Some("login"), "openid email", remembered), Consent::Ask, "{remembered:?}");
    }
    assert_eq!(verdict(Some("consent"), "openid", Some("openid")), Consent::Ask);
    assert_eq!(verdict(Some("login consent"), "openid", Some("openid")), Consent::Ask);
}

#[test]
fn a_program_on_somebodys_machine_asks_every_time() {
    let loopback = RedirectUri::register("http://127.0.0.1:8765/callback", LoopbackHttp::Allowed).unwrap();
    let program = |kind| Client { kind, redirect_uris: vec![loopback.clone()], ..dashboard() };
    let remembered = Scope::parse("openid").unwrap();
    let verdict = |client: &Client, prompt| {
        let asked = [("prompt", prompt), ("scope", Some("openid")), ("redirect_uri", Some(loopback.as_str()))];
        check(client, &asked).unwrap().consent(Some(&remembered))
    };
    let public = program(ClientKind::Public);
    assert_eq!(verdict(&public, None), Consent::Ask);
    let Consent::Refuse(error) = verdict(&public, Some("none")) else { panic!("given without a question") };
    assert_eq!(error.code, ErrorCode::ConsentRequired);
    // A secret, or an address that nobody else can have, says who it is.
    assert_eq!(verdict(&program(dashboard().kind), None), Consent::Given);
    let public = Client { kind: ClientKind::Public, ..dashboard() };
    let request = check(&public, &[("scope", Some("openid"))]).unwrap();
    assert_eq!(request.consent(Some(&remembered)), Consent::Given);
}

#[test]
fn without_a_page_nobody_can_be_asked() {
    let Consent::Refuse(error) = verdict(Some("none"), "openid email", Some("openid")) else { panic!("not refused") };
    assert_eq!(error.code, ErrorCode::ConsentRequired);
    assert_eq!(DENIED.code, ErrorCode::AccessDenied);
}

#[test]
fn what_is_agreed_to_later_is_added_to_what_was() {
    let before = Scope::parse("openid email").unwrap();
    let both = before.with(&Scope::parse("openid profile").unwrap());
    assert_eq!(both.as_str(), "openid email profile");
    assert!(both.covers(&before) && !before.covers(&both));
}

//! The authorization request: which faults end on a page, which go back to the client, and what a good one yields.

use slipway_oidc::authorize::{AuthorizeError, AuthorizeQuery, PageFault};
use slipway_oidc::client::{Client, ClientKind, PkceRule};
use slipway_oidc::error::{ErrorCode, OAuthError};
use url::Url;

use crate::fixture::{CALLBACK, CHALLENGE, VERIFIER, check, confidential, dashboard, good_pairs, good_request, issuer};

type Pairs = Vec<(String, String)>;

/// `error` and `state` of the redirect that this request ends in.
fn refusal(client: &Client, changes: &[(&str, Option<&str>)]) -> (String, Option<String>) {
    let Err(AuthorizeError::Redirect(address)) = check(client, changes) else { panic!("not redirected: {changes:?}") };
    assert!(address.starts_with(&format!("{CALLBACK}?error=")), "{address}");
    let url = Url::parse(&address).unwrap();
    let all = |name: &str| url.query_pairs().filter(|(own, _)| own == name).map(|(_, v)| v.into_owned()).collect();
    let (errors, states, issuers): (Vec<String>, Vec<String>, Vec<String>) = (all("error"), all("state"), all("iss"));
    assert_eq!(issuers, [issuer().as_str()], "every answer names its issuer");
    assert_eq!(all("code"), Vec::<String>::new(), "a refusal has no code");
    (errors.concat(), states.into_iter().next())
}

#[test]
fn a_good_request_is_understood() {
    let request = good_request();
    assert_eq!((request.client_id.as_str(), request.redirect_uri.as_str()), ("ledger", CALLBACK));
    assert_eq!(request.scope.as_str(), "openid profile email ledger");
    assert_eq!((request.state.as_deref(), request.nonce.as_deref()), (Some("s-1"), Some("n-1")));
    assert_eq!(request.challenge.unwrap().as_str(), CHALLENGE);
    assert_eq!((request.max_age, request.login_hint), (None, None));
}

#[test]
fn a_hint_at_an_address_arrives_and_any_other_is_left_out_of_account() {
    let hint = |text: &str| check(&dashboard(), &[("login_hint", Some(text))]).unwrap().login_hint;
    assert_eq!(hint("ada@example.com").as_deref(), Some("ada@example.com"));
    for other in ["ada", "a@b\r\nc", "ada vance@example.com", &format!("{}@example.com", "a".repeat(250))] {
        assert_eq!(hint(other), None, "{other:?}");
    }
}

#[test]
fn without_a_certain_addressee_there_is_only_a_page() {
    let client = dashboard();
    let disabled = Client { enabled: false, ..dashboard() };
    let other = Client { client_id: "other".to_owned(), ..dashboard() };
    let page = |client: Option<&Client>, spoil: &dyn Fn(&mut Pairs)| {
        let mut pairs = good_pairs();
        spoil(&mut pairs);
        match AuthorizeQuery::from_pairs(pairs).check(client, &issuer()) {
            Err(AuthorizeError::Page(fault)) => fault,
            other => panic!("no page: {other:?}"),
        }
    };
    let drop = |name: &'static str| move |pairs: &mut Pairs| pairs.retain(|(own, _)| own != name);
    let repeat = |name: &'static str| {
        move |pairs: &mut Pairs| {
            let again = pairs.iter().find(|(own, _)| own == name).cloned();
            pairs.extend(again);
        }
    };
    assert_eq!(page(None, &|_| ()), PageFault::ClientUnknown);
    assert_eq!(page(Some(&disabled), &|_| ()), PageFault::ClientUnknown);
    assert_eq!(page(Some(&other), &|_| ()), PageFault::ClientUnknown);
    assert_eq!(page(Some(&client), &drop("client_id")), PageFault::ClientMissing);
    assert_eq!(page(Some(&client), &repeat("client_id")), PageFault::ClientMissing);
    assert_eq!(page(Some(&client), &drop("redirect_uri")), PageFault::RedirectMissing);
    assert_eq!(page(Some(&client), &repeat("redirect_uri")), PageFault::RedirectMissing);
}

#[test]
fn every_other_fault_goes_back_to_the_client() {
    let long_state = "s".repeat(2049);
    let long_nonce = "n".repeat(1025);
    let cases: [(&str, Option<&str>, &str); 38] = [
        ("request", Some("eyJ"), "request_not_supported"),
        ("request_uri", Some("https://evil.example/r"), "request_uri_not_supported"),
        ("registration", Some("{}"), "registration_not_supported"),
        ("response_type", None, "invalid_request"),
        ("response_type", Some(""), "invalid_request"),
        ("response_type", Some("token"), "unsupported_response_type"),
        ("response_type", Some("id_token"), "unsupported_response_type"),
        ("response_type", Some("code token"), "unsupported_response_type"),
        ("response_type", Some("code id_token"), "unsupported_response_type"),
        ("response_type", Some("code code"), "unsupported_response_type"),
        ("response_type", Some("CODE"), "unsupported_response_type"),
        ("response_type", Some("none"), "unsupported_response_type"),
        ("response_mode", Some("fragment"), "invalid_request"),
        ("response_mode", Some("form_post"), "invalid_request"),
        ("response_mode", Some("query.jwt"), "invalid_request"),
        ("scope", None, "invalid_scope"),
        ("scope", Some("profile"), "invalid_scope"),
        ("scope", Some("OpenID"), "invalid_scope"),
        ("scope", Some("openid  email"), "invalid_scope"),
        ("scope", Some("openid\temail"), "invalid_scope"),
        ("code_challenge", None, "invalid_request"),
        ("code_challenge", Some(&CHALLENGE[1..]), "invalid_request"),
        ("code_challenge", Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM"), "invalid_request"),
        ("code_challenge_method", None, "invalid_request"),
        ("code_challenge_method", Some("plain"), "invalid_request"),
        ("code_challenge_method", Some("s256"), "invalid_request"),
        ("code_challenge_method", Some("S512"), "invalid_request"),
        ("prompt", Some("none login"), "invalid_request"),
        ("prompt", Some("create"), "invalid_request"),
        ("prompt", Some("login  consent"), "invalid_request"),
        ("max_age", Some("-1"), "invalid_request"),
        ("max_age", Some("+1"), "invalid_request"),
        ("max_age", Some("1.5"), "invalid_request"),
        ("max_age", Some("99999999999"), "invalid_request"),
        ("max_age", Some("soon"), "invalid_request"),
        ("max_age", Some("٣"), "invalid_request"),
        ("nonce", Some(&long_nonce), "invalid_request"),
        ("state", Some(&long_state), "invalid_request"),
    ];
    for (name, value, error) in cases {
        let state = (name != "state").then(|| "s-1".to_owned());
        assert_eq!(refusal(&dashboard(), &[(name, value)]), (error.to_owned(), state), "{name}={value:?}");
    }
}

#[test]
fn a_parameter_sent_twice_is_refused_and_a_doubtful_state_is_not_returned() {
    for (name, state) in
        [("scope", Some("s-1")), ("state", None), ("made_up", Some("s-1")), ("code_challenge", Some("s-1"))]
    {
        let mut pairs = good_pairs();
        pairs.extend([(name.to_owned(), "x".to_owned()), (name.to_owned(), "x".to_owned())]);
        let Err(AuthorizeError::Redirect(address)) =
            AuthorizeQuery::from_pairs(pairs).check(Some(&dashboard()), &issuer())
        else {
            panic!("{name} twice was accepted")
        };
        let url = Url::parse(&address).unwrap();
        let sent = url.query_pairs().find(|(own, _)| own == "state").map(|(_, value)| value.into_owned());
        assert!(address.contains("error=invalid_request"), "{address}");
        assert_eq!(sent.as_deref(), state, "{name}");
    }
}

#[test]
fn what_is_allowed_to_be_there_does_no_harm() {
    let state = "s".repeat(2048);
    for (name, value) in [
        ("response_mode", "query"),
        ("login_hint", "ada@example.com"),
        ("ui_locales", "de fr"),
        ("acr_values", "1"),
        ("display", "popup"),
        ("made_up", "x"),
        ("request", ""),
        ("max_age", "4294967295"),
        ("prompt", "login consent"),
        ("state", &state),
    ] {
        assert!(check(&dashboard(), &[(name, Some(value))]).is_ok(), "{name}={value}");
    }
}

#[test]
fn a_scope_that_the_client_may_not_have_is_not_granted() {
    let request = check(&dashboard(), &[("scope", Some("openid platform ledger offline_access"))]).unwrap();
    assert_eq!(request.scope.as_str(), "openid ledger");
}

#[test]
fn pkce_can_be_switched_off_for_confidential_clients_only_and_never_weakened() {
    let optional = Client { kind: confidential(PkceRule::Optional), ..dashboard() };
    let public = Client { kind: ClientKind::Public, ..dashboard() };
    let none = [("code_challenge", None), ("code_challenge_method", None)];
    assert_eq!(check(&optional, &none).unwrap().challenge, None);
    assert!(check(&optional, &[]).unwrap().challenge.is_some());
    assert_eq!(refusal(&public, &none).0, "invalid_request");
    assert_eq!(refusal(&dashboard(), &none).0, "invalid_request");
    for half in
        [[("code_challenge_method", Some("plain"))], [("code_challenge", None)], [("code_challenge_method", None)]]
    {
        assert_eq!(refusal(&optional, &half).0, "invalid_request", "{half:?}");
    }
    let plain = [("code_challenge", Some(VERIFIER)), ("code_challenge_method", Some("plain"))];
    assert_eq!(refusal(&optional, &plain).0, "invalid_request");
}

#[test]
fn the_answer_returns_code_state_and_issuer_to_the_registered_address() {
    let state = Some("a&code=evil#é+ %26");
    let request =
        check(&dashboard(), &[("state", state), ("redirect_uri", Some("https://dash.example.com/cb?tenant=7"))])
            .unwrap();
    let denied = OAuthError::new(ErrorCode::AccessDenied, "the person refused");
    assert_eq!(
        request.success_url(&issuer(), "c0de"),
        "https://dash.example.com/cb?tenant=7&code=c0de&state=a%26code%3Devil%23%C3%A9%2B+%2526\
         &iss=https%3A%2F%2Fconsole.example.com%2Foidc"
    );
    assert_eq!(
        request.error_url(&issuer(), &denied),
        "https://dash.example.com/cb?tenant=7&error=access_denied&error_description=the+person+refused\
         &state=a%26code%3Devil%23%C3%A9%2B+%2526&iss=https%3A%2F%2Fconsole.example.com%2Foidc"
    );
}

#[test]
fn without_a_state_none_is_returned() {
    let request = check(&dashboard(), &[("state", None)]).unwrap();
    assert!(!request.success_url(&issuer(), "c0de").contains("state"));
}

//! Reading token requests and authenticating their clients.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret as _;
use slipway_oidc::client::{Client, ClientKind};
use slipway_oidc::error::OAuthError;
use slipway_oidc::token::{ApiKeyRequest, CodeRequest, TokenRequest};

use crate::fixture::{CALLBACK, SECRET, VERIFIER, dashboard};

const FORM: &str = "grant_type=authorization_code&code=c0de&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\
                    &redirect_uri=https%3A%2F%2Fdash.example.com%2Foauth%2Fcallback";

fn basic(credentials: &str) -> String {
    format!("Basic {}", STANDARD.encode(credentials))
}

fn of_code(body: &str, authorization: Option<&str>) -> Result<CodeRequest, OAuthError> {
    match TokenRequest::parse(body, authorization)? {
        TokenRequest::AuthorizationCode(request) => Ok(request),
        TokenRequest::ApiKey(_) => panic!("{body}"),
    }
}

fn of_key(body: &str, authorization: Option<&str>) -> Result<ApiKeyRequest, OAuthError> {
    match TokenRequest::parse(body, authorization)? {
        TokenRequest::ApiKey(request) => Ok(request),
        TokenRequest::AuthorizationCode(_) => panic!("{body}"),
    }
}

fn verdict(client: Option<&Client>, body: &str, authorization: Option<&str>) -> Result<(), &'static str> {
    let code = |error: OAuthError| error.code.as_str();
    of_code(body, authorization).map_err(code)?.authenticate(client).map(|_| ()).map_err(code)
}

#[test]
fn the_parameters_arrive() {
    let request = of_code(FORM, Some(&basic(&format!("ledger:{SECRET}")))).unwrap();
    let grant = &request.grant;
    assert_eq!((grant.code.as_str(), grant.redirect_uri.as_str()), ("c0de", CALLBACK));
    assert_eq!(grant.code_verifier.as_deref(), Some(VERIFIER));
    assert_eq!(request.client.client_id, "ledger");
    let shown = format!("{request:?}");
    assert!(!shown.contains("c0de") && !shown.contains(SECRET) && !shown.contains(VERIFIER), "{shown}");
}

#[test]
fn both_ways_of_sending_the_secret_work_alone_and_together() {
    let body = format!("{FORM}&client_id=ledger&client_secret={SECRET}");
    let header = basic(&format!("ledger:{SECRET}"));
    let client = dashboard();
    assert_eq!(verdict(Some(&client), FORM, Some(&header)), Ok(()));
    assert_eq!(verdict(Some(&client), FORM, Some(&header.replace("Basic", "bAsIc"))), Ok(()));
    assert_eq!(verdict(Some(&client), &body, None), Ok(()));
    assert_eq!(verdict(Some(&client), &body, Some(&header)), Ok(()));
    assert_eq!(verdict(Some(&client), &format!("{body}&response_type=cloud_iam&account=a1"), None), Ok(()));
}

#[test]
fn credentials_that_contradict_each_other_are_refused() {
    let header = basic(&format!("ledger:{SECRET}"));
    for body in ["&client_id=other", "&client_id=ledger&client_secret=other", "&client_secret=other"] {
        assert_eq!(verdict(Some(&dashboard()), &format!("{FORM}{body}"), Some(&header)), Err("invalid_request"));
    }
}

#[test]
fn only_the_right_secret_authenticates() {
    let client = dashboard();
    let form = |rest: &str| verdict(Some(&client), &format!("{FORM}&client_id=ledger{rest}"), None);
    assert_eq!(form(""), Err("invalid_client"));
    assert_eq!(form("&client_secret="), Err("invalid_client"));
    assert_eq!(form("&client_secret=wrong"), Err("invalid_client"));
    assert_eq!(form(&format!("&client_secret={}", &SECRET[1..])), Err("invalid_client"));
    assert_eq!(verdict(None, FORM, Some(&basic(&format!("ledger:{SECRET}")))), Err("invalid_client"));
    let other = Client { client_id: "other".to_owned(), ..dashboard() };
    assert_eq!(verdict(Some(&other), FORM, Some(&basic(&format!("ledger:{SECRET}")))), Err("invalid_client"));
}

#[test]
fn a_header_that_is_no_basic_header_does_not_fall_back_to_the_body() {
    let body = format!("{FORM}&client_id=ledger&client_secret={SECRET}");
    let no_utf8 = format!("Basic {}", STANDARD.encode([0xff, b':', b'x']));
    for header in ["", "Basic", "Basic ", "Basic !!!", "Bearer abc", "Basic bGVkZ2Vy", &no_utf8, &basic(":secret")] {
        assert_eq!(verdict(Some(&dashboard()), &body, Some(header)), Err("invalid_client"), "{header:?}");
    }
}

#[test]
fn header_credentials_are_form_decoded() {
    let read = |header: &str| {
        let client = of_code(FORM, Some(header)).unwrap().client;
        (client.client_id, client.secret.unwrap().expose_secret().to_owned())
    };
    for (sent, id, secret) in [
        ("a%3Ab:p%25q+r", "a:b", "p%q r"),
        ("caf%C3%A9:%2B", "café", "+"),
        ("a:b:c", "a", "b:c"),
        ("a:x&y=z", "a", "x&y=z"),
        ("a:%zz", "a", "%zz"),
        ("a:", "a", ""),
    ] {
        assert_eq!(read(&basic(sent)), (id.to_owned(), secret.to_owned()), "{sent}");
    }
}

#[test]
fn public_clients_have_no_secret_to_send() {
    let public = Client { kind: ClientKind::Public, ..dashboard() };
    let body = format!("{FORM}&client_id=ledger");
    assert_eq!(verdict(Some(&public), &body, None), Ok(()));
    assert_eq!(verdict(Some(&public), &format!("{body}&client_secret={SECRET}"), None), Err("invalid_client"));
    assert_eq!(verdict(Some(&public), FORM, Some(&basic("ledger:"))), Err("invalid_client"));
}

#[test]
fn a_disabled_client_is_told_so_only_after_its_secret_was_right() {
    let disabled = Client { enabled: false, ..dashboard() };
    assert_eq!(verdict(Some(&disabled), FORM, Some(&basic(&format!("ledger:{SECRET}")))), Err("unauthorized_client"));
    assert_eq!(verdict(Some(&disabled), FORM, Some(&basic("ledger:wrong"))), Err("invalid_client"));
}

#[test]
fn malformed_requests_have_their_own_errors() {
    let id = "&client_id=ledger";
    for (body, error) in [
        (String::new(), "invalid_request"),
        (FORM.to_owned(), "invalid_request"),
        (format!("{FORM}{id}&code=again"), "invalid_request"),
        (format!("{FORM}{id}&grant_type=authorization_code"), "invalid_request"),
        (format!("{FORM}{id}{id}"), "invalid_request"),
        (format!("{FORM}{id}&code_verifier={VERIFIER}"), "invalid_request"),
        (format!("{FORM}{id}&client_secret=a&client_secret=a"), "invalid_request"),
        (format!("{FORM}{id}&made_up=1&made_up=1"), "invalid_request"),
        (FORM.replace("code=c0de", "code=") + id, "invalid_request"),
        (FORM.replace("redirect_uri", "redirect") + id, "invalid_request"),
        (FORM.replace("grant_type=authorization_code", "grant_type=") + id, "invalid_request"),
        (FORM.replace("=authorization_code", "=password") + id, "unsupported_grant_type"),
        (FORM.replace("=authorization_code", "=implicit") + id, "unsupported_grant_type"),
        (FORM.replace("=authorization_code", "=client_credentials") + id, "unsupported_grant_type"),
        (FORM.replace("=authorization_code", "=refresh_token") + id, "unsupported_grant_type"),
        // Nobody but the platform itself gets the token of the platform.
        (
            FORM.replace("=authorization_code", "=urn%3Aslipway%3Aparams%3Aoauth%3Agrant-type%3Aiam-authz") + id,
            "unsupported_grant_type",
        ),
        (FORM.replace("=authorization_code", "=Authorization_Code") + id, "unsupported_grant_type"),
    ] {
        assert_eq!(TokenRequest::parse(&body, None).unwrap_err().code.as_str(), error, "{body}");
    }
}

const KEY: &str = "slw_0123456789ab_Zm9yLXRlc3Rz_b25seQ";
const KEY_FORM: &str =
    "grant_type=urn%3Aslipway%3Aparams%3Aoauth%3Agrant-type%3Aapikey&apikey=slw_0123456789ab_Zm9yLXRlc3Rz_b25seQ";

#[test]
fn an_api_key_arrives_and_does_not_show_itself() {
    let request = of_key(&format!("{KEY_FORM}&response_type=cloud_iam"), None).unwrap();
    assert_eq!(request.key.expose_secret(), KEY);
    assert_eq!(request.prefix(), Some("slw_0123456789ab"));
    assert!(request.client.is_none());
    assert_eq!(request.authenticate(None), Ok(()));
    let shown = format!("{request:?}");
    assert!(!shown.contains("Zm9y"), "{shown}");
}

#[test]
fn the_grant_of_a_key_has_the_namespace_of_whoever_wrote_the_client() {
    for namespace in ["slipway", "ibm", "a1"] {
        assert!(of_key(&KEY_FORM.replace("slipway", namespace), None).is_ok(), "{namespace}");
    }
    for namespace in ["", "a", "Slipway", "slip%3Away", "slip_way", "a b", &"a".repeat(33)] {
        let body = KEY_FORM.replace("slipway", namespace) + "&client_id=ledger";
        assert_eq!(TokenRequest::parse(&body, None).unwrap_err().code.as_str(), "unsupported_grant_type", "{body}");
    }
}

#[test]
fn a_client_that_is_named_beside_a_key_has_to_be_the_right_one() {
    let verdict = |client: Option<&Client>, body: &str, header: Option<&str>| {
        let code = |error: OAuthError| error.code.as_str();
        of_key(body, header).map_err(code)?.authenticate(client).map_err(code)
    };
    let header = basic(&format!("ledger:{SECRET}"));
    assert_eq!(verdict(Some(&dashboard()), KEY_FORM, Some(&header)), Ok(()));
    let disabled = Client { enabled: false, ..dashboard() };
    assert_eq!(verdict(Some(&disabled), KEY_FORM, Some(&header)), Ok(()), "a service may have no dashboard");
    assert_eq!(verdict(Some(&dashboard()), KEY_FORM, Some(&basic("ledger:wrong"))), Err("invalid_client"));
    assert_eq!(verdict(None, KEY_FORM, Some(&header)), Err("invalid_client"));
    assert_eq!(verdict(Some(&dashboard()), KEY_FORM, Some("Bearer abc")), Err("invalid_client"));
    assert_eq!(verdict(Some(&dashboard()), &format!("{KEY_FORM}&client_id=ledger"), None), Err("invalid_client"));
    assert_eq!(verdict(None, &format!("{KEY_FORM}&client_secret=x"), None), Err("invalid_request"));
    assert_eq!(verdict(None, &format!("{KEY_FORM}&apikey=again"), None), Err("invalid_request"));
    let without = KEY_FORM.split_once('&').unwrap().0;
    assert_eq!(verdict(None, without, None), Err("invalid_request"));
}

#[test]
fn what_was_not_made_here_has_no_beginning() {
    for key in [
        "x",
        "slw_",
        "slw_0123456789ab",
        "slw_0123456789AB_x",
        "slw_0123456789a_x",
        "SLW_0123456789ab_x",
        "slw_0123456789%C3%A9_x",
    ] {
        let body = format!("{}&apikey={key}", KEY_FORM.split_once('&').unwrap().0);
        assert_eq!(of_key(&body, None).unwrap().prefix(), None, "{key}");
    }
}

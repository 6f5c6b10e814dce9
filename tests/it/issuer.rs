//! The embedded issuer as clients meet it: the modules of the `OpenID` conformance suite for a basic provider, as far as
//! they need a server, and how codes and tokens end.

use hyper::{Method, StatusCode};
use serde_json::Value;
use url::Url;

use crate::support::{ADA, Answer, Browser, ORIGIN, PASSWORD, Request, TestServer, VERA};

/// The example of RFC 7636.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const REQUEST: &str = "response_type=code&client_id=slipway-console&scope=openid%20profile%20email&state=s-1&nonce=n-1\
                       &redirect_uri=https%3A%2F%2Fconsole.test%2Flogin%2Fcallback\
                       &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
const FORM: &str = "application/x-www-form-urlencoded";

async fn authorize(browser: &Browser, more: &str) -> Answer {
    browser.get(&format!("/authorize?{REQUEST}{more}")).await
}

/// A parameter of the address that the client is answered at.
fn answered(answer: &Answer, name: &str) -> Option<String> {
    let to = Url::parse(ORIGIN).unwrap().join(answer.location().unwrap()).unwrap();
    assert_eq!(to.path(), "/login/callback", "{to}");
    to.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

async fn code(browser: &Browser) -> String {
    answered(&authorize(browser, "").await, "code").unwrap()
}

async fn redeem(server: &TestServer, code: &str) -> Answer {
    let body = format!(
        "grant_type=authorization_code&client_id=slipway-console&code={code}&code_verifier={VERIFIER}\
         &redirect_uri=https%3A%2F%2Fconsole.test%2Flogin%2Fcallback"
    );
    let request = Request::new(Method::POST, "/token").header("content-type", FORM).body(body);
    server.browser().send(request).await
}

async fn tokens(server: &TestServer, browser: &Browser) -> Value {
    let answer = redeem(server, &code(browser).await).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

async fn userinfo(server: &TestServer, tokens: &Value) -> Answer {
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    server.browser().send(Request::new(Method::GET, "/userinfo").header("authorization", &bearer)).await
}

#[tokio::test]
async fn neither_a_code_nor_a_token_outlives_the_session_that_it_was_given_in() {
    let server = TestServer::start().await;
    let (browser, other) = (server.signed_in(&VERA).await, server.signed_in(&VERA).await);
    let waiting = code(&browser).await;
    let (good, of_other) = (tokens(&server, &browser).await, tokens(&server, &other).await);
    assert_eq!(userinfo(&server, &good).await.status, StatusCode::OK);

    browser.post("/sign-out", &[]).await;
    let refused = redeem(&server, &waiting).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.body.contains("invalid_grant"));
    assert_eq!(userinfo(&server, &good).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(userinfo(&server, &of_other).await.status, StatusCode::OK, "another session of the same person");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_hundred_redemptions_at_once_one_succeeds_and_its_tokens_are_dead() {
    let server = std::sync::Arc::new(TestServer::start().await);
    let code = code(&server.signed_in(&VERA).await).await;
    let redeeming: Vec<_> = (0..100)
        .map(|_| {
            let (server, code) = (std::sync::Arc::clone(&server), code.clone());
            tokio::spawn(async move { redeem(&server, &code).await })
        })
        .collect();
    let mut good = Vec::new();
    for redeeming in redeeming {
        let answer = redeeming.await.unwrap();
        if answer.status == StatusCode::OK {
            good.push(answer.body);
        } else {
            assert_eq!(answer.status, StatusCode::BAD_REQUEST);
            assert!(answer.body.contains("invalid_grant"), "{}", answer.body);
        }
    }
    assert_eq!(good.len(), 1);
    let tokens = serde_json::from_str(&good[0]).unwrap();
    assert_eq!(userinfo(&server, &tokens).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn prompts_and_ages_are_honoured() {
    let server = TestServer::start().await;
    let stranger = authorize(&server.browser(), "&prompt=none").await;
    assert_eq!(answered(&stranger, "error").as_deref(), Some("login_required"));
    assert_eq!(answered(&stranger, "state").as_deref(), Some("s-1"));
    assert_eq!(answered(&stranger, "iss").as_deref(), Some(ORIGIN));

    let browser = server.signed_in(&VERA).await;
    assert!(answered(&authorize(&browser, "&prompt=none").await, "code").is_some());
    assert!(answered(&authorize(&browser, "&max_age=10000").await, "code").is_some());
    for again in ["&prompt=login", "&max_age=0"] {
        assert!(authorize(&browser, again).await.path().unwrap().starts_with("/sign-in?request="), "{again}");
    }
    server.wait(std::time::Duration::from_secs(2));
    assert!(authorize(&browser, "&max_age=1").await.path().unwrap().starts_with("/sign-in?request="));
    let silent = authorize(&browser, "&max_age=1&prompt=none").await;
    assert_eq!(answered(&silent, "error").as_deref(), Some("login_required"));
}

#[tokio::test]
async fn whoever_signs_in_again_has_a_new_time_of_it() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    let first = claims(&tokens(&server, &browser).await);
    server.wait(std::time::Duration::from_secs(5));
    let request = format!("{REQUEST}&prompt=login");
    let fields = [("email", VERA.email), ("password", PASSWORD), ("request", request.as_str())];
    let again = browser.post("/sign-in", &fields).await;
    let answer = redeem(&server, &answered(&again, "code").unwrap()).await;
    let second = claims(&serde_json::from_str(&answer.body).unwrap());
    assert_eq!(second["auth_time"].as_i64().unwrap() - first["auth_time"].as_i64().unwrap(), 5);
    assert_eq!((&second["nonce"], &second["sub"]), (&"n-1".into(), &first["sub"]));
}

/// What an ID token says; its signature is other tests' business.
fn claims(tokens: &Value) -> Value {
    use base64::Engine as _;
    let payload = tokens["id_token"].as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[tokio::test]
async fn a_hint_at_somebody_else_is_no_sign_in() {
    let server = TestServer::start().await;
    ADA.exist(&server.backend).await;
    let browser = server.signed_in(&VERA).await;
    let hint = tokens(&server, &browser).await["id_token"].as_str().unwrap().to_owned();
    let hinted = format!("&prompt=none&id_token_hint={hint}");
    assert!(answered(&authorize(&browser, &hinted).await, "code").is_some(), "the same person");

    let other = server.signed_in(&ADA).await;
    assert_eq!(answered(&authorize(&other, &hinted).await, "error").as_deref(), Some("login_required"));
    assert!(authorize(&other, &format!("&id_token_hint={hint}")).await.path().unwrap().starts_with("/sign-in"));
    let made_up = authorize(&browser, "&prompt=none&id_token_hint=a.b.c").await;
    assert_eq!(answered(&made_up, "error").as_deref(), Some("login_required"), "a hint that nobody can read");

    let request = format!("{REQUEST}&id_token_hint={hint}");
    let sign_in = async |email: &str| {
        let fields = [("email", email), ("password", PASSWORD), ("request", request.as_str())];
        server.browser().post("/sign-in", &fields).await
    };
    assert_eq!(answered(&sign_in(ADA.email).await, "error").as_deref(), Some("login_required"));
    assert!(answered(&sign_in(VERA.email).await, "code").is_some());
}

#[tokio::test]
async fn a_request_that_is_posted_from_the_clients_own_page_is_a_request() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    let posted = Request::new(Method::POST, "/authorize")
        .header("origin", "https://client.example")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", FORM)
        .body(REQUEST);
    let answer = browser.send(posted).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answered(&browser.get(&answer.path().unwrap()).await, "code").is_some());
    let endless = Request::form("/authorize", &[("state", &"x".repeat(20 * 1024))]);
    assert_eq!(browser.send(endless).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_nobody_asked_to_be_understood_does_no_harm() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    for more in [
        "&display=popup",
        "&ui_locales=de%20fr",
        "&claims_locales=de",
        "&acr_values=1%202",
        "&login_hint=somebody%40example.com",
        "&claims=%7B%22userinfo%22%3A%7B%22name%22%3A%7B%22essential%22%3Atrue%7D%7D%7D",
        "&extra=foobar",
    ] {
        assert!(answered(&authorize(&browser, more).await, "code").is_some(), "{more}");
    }
    for (more, error) in [
        ("&request=a.b.c", "request_not_supported"),
        ("&request_uri=https%3A%2F%2Fclient.example%2Fr", "request_uri_not_supported"),
        ("&registration=%7B%7D", "registration_not_supported"),
        ("&response_mode=fragment", "invalid_request"),
    ] {
        let answer = authorize(&browser, more).await;
        assert_eq!(answered(&answer, "error").as_deref(), Some(error), "{more}");
        assert_eq!(answered(&answer, "state").as_deref(), Some("s-1"), "{more}");
    }
    for (kind, error) in [("token", "unsupported_response_type"), ("", "invalid_request")] {
        let request = REQUEST.replacen("response_type=code", &format!("response_type={kind}"), 1);
        let answer = browser.get(&format!("/authorize?{request}")).await;
        assert_eq!(answered(&answer, "error").as_deref(), Some(error), "{kind}");
    }
}

#[tokio::test]
async fn userinfo_takes_the_token_in_each_of_the_ways_of_the_standard() {
    let server = TestServer::start().await;
    let tokens = tokens(&server, &server.signed_in(&VERA).await).await;
    let token = tokens["access_token"].as_str().unwrap();
    let bearer = format!("Bearer {token}");
    let posted = || Request::new(Method::POST, "/userinfo").header("content-type", FORM);
    for (way, request) in [
        ("GET", Request::new(Method::GET, "/userinfo").header("authorization", &bearer)),
        ("POST", Request::new(Method::POST, "/userinfo").header("authorization", &bearer)),
        ("POST of a form", posted().body(format!("access_token={token}"))),
    ] {
        let answer = server.browser().send(request).await;
        assert_eq!(answer.status, StatusCode::OK, "{way}: {}", answer.body);
        assert_eq!(answer.header("content-type"), Some("application/json"), "{way}");
        let info: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((&info["email"], &info["name"]), (&VERA.email.into(), &VERA.name.into()), "{way}");
        assert_eq!(info["email_verified"], false, "nobody has checked it");
        assert_eq!(info["sub"], claims(&tokens)["sub"], "{way}");
    }
    let challenge = async |request: Request, status: StatusCode| {
        let answer = server.browser().send(request).await;
        assert_eq!(answer.status, status);
        answer.header("www-authenticate").unwrap().to_owned()
    };
    let without = Request::new(Method::GET, "/userinfo");
    assert_eq!(challenge(without, StatusCode::UNAUTHORIZED).await, "Bearer realm=\"slipway\"");
    let in_query = Request::new(Method::GET, format!("/userinfo?access_token={token}"));
    assert_eq!(challenge(in_query, StatusCode::UNAUTHORIZED).await, "Bearer realm=\"slipway\"");
    let wrong = Request::new(Method::GET, "/userinfo").header("authorization", "Bearer nonsense");
    assert!(challenge(wrong, StatusCode::UNAUTHORIZED).await.contains("invalid_token"));
    let twice = posted().header("authorization", &bearer).body(format!("access_token={token}"));
    assert!(challenge(twice, StatusCode::BAD_REQUEST).await.contains("invalid_request"));
}

#[tokio::test]
async fn the_token_endpoint_answers_in_the_words_of_the_standard() {
    let server = TestServer::start().await;
    let body = |change: &str| format!("client_id=slipway-console&redirect_uri=https%3A%2F%2Fconsole.test&{change}");
    for (what, kind, body, status, error) in [
        ("no form", "application/json", "{}".to_owned(), 400, "invalid_request"),
        ("no grant type", FORM, body("code=x"), 400, "invalid_request"),
        ("another grant", FORM, body("grant_type=password&code=x"), 400, "unsupported_grant_type"),
        ("no code", FORM, body("grant_type=authorization_code"), 400, "invalid_request"),
        ("a code that is none", FORM, body("grant_type=authorization_code&code=x"), 400, "invalid_grant"),
        (
            "nobody",
            FORM,
            body("grant_type=authorization_code&code=x").replace("console&", "nobody&"),
            401,
            "invalid_client",
        ),
        ("a secret", FORM, body("grant_type=authorization_code&code=x&client_secret=s"), 401, "invalid_client"),
    ] {
        let request = Request::new(Method::POST, "/token").header("content-type", kind).body(body);
        let answer = server.browser().send(request).await;
        assert_eq!(answer.status.as_u16(), status, "{what}: {}", answer.body);
        let told: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(told["error"], error, "{what}");
        assert_eq!(answer.header("content-type"), Some("application/json"), "{what}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
        assert_eq!(answer.header("pragma"), Some("no-cache"), "{what}");
        assert_eq!(answer.header("www-authenticate").is_some(), status == 401, "{what}");
    }
}

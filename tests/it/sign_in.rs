//! Signing in at the embedded issuer: the way there and back, and everything that must not lead in.

use std::time::Duration;

use hyper::{Method, StatusCode};
use url::Url;

use crate::support::{ADA, Browser, ORIGIN, PASSWORD, Request, TestServer, VERA};

#[tokio::test]
async fn somebody_signs_in_and_lands_where_they_wanted_to_go() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    let browser = server.browser();

    let to_issuer = browser.get("/login?to=%2Fofferings%3Fpage%3D2").await;
    assert_eq!(to_issuer.status, StatusCode::SEE_OTHER);
    let authorize = Url::parse(to_issuer.location().unwrap()).unwrap();
    assert_eq!((authorize.origin().ascii_serialization().as_str(), authorize.path()), (ORIGIN, "/authorize"));
    let asked = |name: &str| authorize.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!(asked("response_type").as_deref(), Some("code"));
    assert_eq!(asked("code_challenge_method").as_deref(), Some("S256"));
    assert_eq!(asked("redirect_uri").as_deref(), Some("https://console.test/login/callback"));
    assert!(asked("state").is_some_and(|state| state.len() >= 43));
    assert!(asked("nonce").is_some_and(|nonce| nonce.len() >= 43));

    let page = browser.get(&to_issuer.path().unwrap()).await;
    let form = browser.get(&page.path().unwrap()).await;
    let request = form.value_of("request").unwrap();
    let fields = [("email", VERA.email), ("password", PASSWORD), ("request", request.as_str())];
    let accepted = browser.post("/sign-in", &fields).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER);

    let welcome = browser.get(&accepted.path().unwrap()).await;
    assert_eq!((welcome.status, welcome.location()), (StatusCode::SEE_OTHER, Some("/offerings?page=2")));
    assert!(browser.cookie("__Host-session").is_some());
    assert!(browser.cookie("__Host-login").is_none(), "the attempt is used up");
}

#[tokio::test]
async fn a_fresh_database_lets_nobody_in() {
    let server = TestServer::start().await;
    for email in ["admin", "admin@example.com", "root", "ada@operator.example"] {
        let browser = server.browser();
        let answer = browser.sign_in(email, "admin").await;
        assert!(matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS), "{email}");
        assert!(browser.cookie("__Host-session").is_none());
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_page() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    let wrong = server.browser().sign_in(VERA.email, "not the password").await;
    let unknown = server.browser().sign_in("nobody@provider.example", "not the password").await;
    assert_eq!((wrong.status, unknown.status), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
    assert_eq!(wrong.value_of("email").as_deref(), Some(VERA.email), "what was typed is kept");
    assert!(wrong.value_of("password").is_none() || wrong.value_of("password").as_deref() == Some(""));
    let plain = |body: &str, request: Option<String>, email: &str| {
        body.replace(&escaped(&request.unwrap()), "REQUEST").replace(email, "EMAIL")
    };
    assert_eq!(
        plain(&wrong.body, wrong.value_of("request"), VERA.email),
        plain(&unknown.body, unknown.value_of("request"), "nobody@provider.example")
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
}

#[tokio::test]
async fn the_fourth_wrong_password_in_a_minute_waits_and_the_right_ones_never_do() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    for _ in 0..5 {
        let answer = server.browser().sign_in(VERA.email, PASSWORD).await;
        assert_eq!(answer.location(), Some("/"));
    }
    for _ in 0..3 {
        assert_eq!(server.browser().sign_in(VERA.email, "wrong").await.status, StatusCode::UNAUTHORIZED);
    }
    let refused = server.browser().sign_in(VERA.email, PASSWORD).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), Some("60"));
    server.wait(Duration::from_mins(1));
    assert_eq!(server.browser().sign_in(VERA.email, PASSWORD).await.location(), Some("/"));
}

#[tokio::test]
async fn a_forwarded_address_does_not_buy_more_attempts() {
    let server = TestServer::start().await;
    let browser = server.browser();
    let form = browser.sign_in_form("/").await;
    let mut last = StatusCode::OK;
    for attempt in 0..4 {
        let fields = [("email", "x@example.com"), ("password", "wrong"), ("request", form.as_str())];
        let spoofed = Request::form("/sign-in", &fields).header("x-forwarded-for", &format!("203.0.113.{attempt}"));
        last = browser.send(spoofed).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

/// Goes up to the point where the issuer sends the browser back.
async fn answered(server: &TestServer, browser: &Browser) -> String {
    VERA.exist(&server.backend).await;
    let form = browser.sign_in_form("/").await;
    let fields = [("email", VERA.email), ("password", PASSWORD), ("request", form.as_str())];
    browser.post("/sign-in", &fields).await.path().unwrap()
}

async fn refused(browser: &Browser, callback: &str, why: &str) {
    let answer = browser.get(callback).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{why}");
    assert!(browser.cookie("__Host-session").is_none(), "{why}");
}

fn altered(callback: &str, name: &str, value: Option<&str>) -> String {
    let url = Url::parse(ORIGIN).unwrap().join(callback).unwrap();
    let pairs = url.query_pairs().filter_map(|(key, old)| match (key == name, value) {
        (true, None) => None,
        (true, Some(value)) => Some((key.into_owned(), value.to_owned())),
        (false, _) => Some((key.into_owned(), old.into_owned())),
    });
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{}?{query}", url.path())
}

#[tokio::test]
async fn an_answer_with_another_state_code_or_issuer_is_refused() {
    let server = TestServer::start().await;
    for (name, value) in [
        ("state", None),
        ("state", Some("")),
        ("state", Some("x")),
        ("code", None),
        ("code", Some("made-up")),
        ("iss", Some("https://evil.example")),
        ("iss", None),
    ] {
        let browser = server.browser();
        let callback = answered(&server, &browser).await;
        refused(&browser, &altered(&callback, name, value), &format!("{name} = {value:?}")).await;
    }
}

#[tokio::test]
async fn an_answer_works_in_the_browser_that_asked_and_only_once() {
    let server = TestServer::start().await;
    let (asked, other) = (server.browser(), server.browser());
    let callback = answered(&server, &asked).await;
    refused(&other, &callback, "no login cookie").await;
    other.sign_in_form("/").await;
    refused(&other, &callback, "the cookie of another attempt").await;

    let cookie = asked.cookie("__Host-login").unwrap();
    assert_eq!(asked.get(&callback).await.location(), Some("/"));
    let replaying = server.browser();
    replaying.set_cookie("__Host-login", &cookie);
    let mut before = server.backend.store().digests().await.unwrap();
    refused(&replaying, &callback, "replayed with the cookie").await;
    let mut after = server.backend.store().digests().await.unwrap();
    let codes = [before.remove("authorization_code").unwrap(), after.remove("authorization_code").unwrap()];
    assert_ne!(codes[0], codes[1], "the tokens of a code that comes again are dead");
    assert!(before == after, "nothing else has changed");
}

#[tokio::test]
async fn an_attempt_is_good_for_ten_minutes() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    for (wait, works) in [(599, true), (600, false)] {
        let browser = server.browser();
        let form = browser.sign_in_form("/").await;
        server.wait(Duration::from_secs(wait));
        let fields = [("email", VERA.email), ("password", PASSWORD), ("request", form.as_str())];
        let callback = browser.post("/sign-in", &fields).await.path().unwrap();
        assert_eq!(browser.get(&callback).await.location().is_some(), works, "after {wait} seconds");
    }
}

#[tokio::test]
async fn an_altered_login_cookie_is_no_cookie() {
    let server = TestServer::start().await;
    let browser = server.browser();
    let callback = answered(&server, &browser).await;
    let cookie = browser.cookie("__Host-login").unwrap();
    let middle = cookie.len() / 2;
    let flipped = if cookie.as_bytes()[middle] == b'A' { "B" } else { "A" };
    browser.set_cookie("__Host-login", &format!("{}{flipped}{}", &cookie[..middle], &cookie[middle + 1..]));
    refused(&browser, &callback, "one character differs").await;
}

#[tokio::test]
async fn a_code_that_waited_a_minute_is_worth_nothing() {
    let server = TestServer::start().await;
    let browser = server.browser();
    let callback = answered(&server, &browser).await;
    server.wait(Duration::from_mins(1));
    refused(&browser, &callback, "expired code").await;
}

#[tokio::test]
async fn no_return_address_leads_out_of_the_console() {
    let server = TestServer::start().await;
    for hostile in ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:x"] {
        let browser = server.browser();
        VERA.exist(&server.backend).await;
        let form = browser.sign_in_form(hostile).await;
        let fields = [("email", VERA.email), ("password", PASSWORD), ("request", form.as_str())];
        let callback = browser.post("/sign-in", &fields).await.path().unwrap();
        assert_eq!(browser.get(&callback).await.location(), Some("/"), "{hostile}");
    }
}

#[tokio::test]
async fn the_issuer_redirects_nowhere_for_a_client_or_an_address_it_does_not_know() {
    let server = TestServer::start().await;
    let good = "response_type=code&client_id=slipway-console&redirect_uri=https%3A%2F%2Fconsole.test%2Flogin%2Fcallback\
                &scope=openid&state=s&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\
                &code_challenge_method=S256";
    let sign_in = server.browser().get(&format!("/authorize?{good}")).await;
    assert!(sign_in.path().unwrap().starts_with("/sign-in?request="));
    for (from, to) in [
        ("slipway-console", "somebody-else"),
        ("console.test%2Flogin", "evil.example%2Flogin"),
        ("callback", "callback%2F"),
        ("callback", "callback%3Fa%3Db"),
        ("https%3A", "http%3A"),
    ] {
        let answer = server.browser().get(&format!("/authorize?{}", good.replacen(from, to, 1))).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::BAD_REQUEST, None), "{from} → {to}");
    }
    let without_challenge = good.replace("&code_challenge_method=S256", "");
    let told = server.browser().get(&format!("/authorize?{without_challenge}")).await;
    assert!(told.location().unwrap().contains("error=invalid_request"));
}

#[tokio::test]
async fn a_code_is_redeemed_once_and_presenting_it_again_kills_its_tokens() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let request = "response_type=code&client_id=slipway-console&scope=openid%20email&state=s\
                   &redirect_uri=https%3A%2F%2Fconsole.test%2Flogin%2Fcallback\
                   &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    let browser = server.browser();
    let fields = [("email", VERA.email), ("password", PASSWORD), ("request", request)];
    let callback = browser.post("/sign-in", &fields).await.path().unwrap();
    let url = Url::parse(ORIGIN).unwrap().join(&callback).unwrap();
    let code = url.query_pairs().find(|(key, _)| key == "code").unwrap().1.into_owned();
    let redeem = || {
        let body = format!(
            "grant_type=authorization_code&client_id=slipway-console&code={code}&code_verifier={verifier}\
             &redirect_uri=https%3A%2F%2Fconsole.test%2Flogin%2Fcallback"
        );
        let request = Request::new(Method::POST, "/token").header("content-type", "application/x-www-form-urlencoded");
        request.body(body)
    };
    let (one, two) = (server.browser(), server.browser());
    let (first, second) = tokio::join!(one.send(redeem()), two.send(redeem()));
    let (good, bad) = if first.status == StatusCode::OK { (first, second) } else { (second, first) };
    assert_eq!((good.status, bad.status), (StatusCode::OK, StatusCode::BAD_REQUEST));
    assert!(bad.body.contains("invalid_grant"));
    assert_eq!(good.header("cache-control"), Some("no-store"));

    let tokens: serde_json::Value = serde_json::from_str(&good.body).unwrap();
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let info = server.browser().send(Request::new(Method::GET, "/userinfo").header("authorization", &bearer)).await;
    assert_eq!(info.status, StatusCode::UNAUTHORIZED, "the second presentation has revoked it");
}

#[tokio::test]
async fn a_token_of_a_single_redemption_reads_the_person_until_they_are_disabled() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    let request = "response_type=code&client_id=slipway-console&scope=openid%20email&state=s\
                   &redirect_uri=https%3A%2F%2Fconsole.test%2Flogin%2Fcallback\
                   &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    let fields = [("email", VERA.email), ("password", PASSWORD), ("request", request)];
    let callback = server.browser().post("/sign-in", &fields).await.path().unwrap();
    let url = Url::parse(ORIGIN).unwrap().join(&callback).unwrap();
    let code = url.query_pairs().find(|(key, _)| key == "code").unwrap().1.into_owned();
    let body = format!(
        "grant_type=authorization_code&client_id=slipway-console&code={code}\
         &code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\
         &redirect_uri=https%3A%2F%2Fconsole.test%2Flogin%2Fcallback"
    );
    let token = Request::new(Method::POST, "/token").header("content-type", "application/x-www-form-urlencoded");
    let tokens: serde_json::Value = serde_json::from_str(&server.browser().send(token.body(body)).await.body).unwrap();
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let userinfo = || Request::new(Method::GET, "/userinfo").header("authorization", &bearer);
    let info: serde_json::Value = serde_json::from_str(&server.browser().send(userinfo()).await.body).unwrap();
    assert_eq!(info["email"], VERA.email);
    let id_token = format!("Bearer {}", tokens["id_token"].as_str().unwrap());
    let swapped = Request::new(Method::GET, "/userinfo").header("authorization", &id_token);
    assert_eq!(server.browser().send(swapped).await.status, StatusCode::UNAUTHORIZED);
    server.backend.disable_person(VERA.email).await.unwrap();
    assert_eq!(server.browser().send(userinfo()).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_set_up_link_works_once_within_a_day_and_asks_for_a_good_password() {
    let server = TestServer::start().await;
    let link = server.backend.add_person(ADA.email, ADA.name, ADA.operator).await.unwrap();
    let path = format!("/set-up/{}", link.expose_token());
    let browser = server.browser();
    assert!(browser.get(&path).await.body.contains(ADA.name));

    for (password, again) in [("short", "short"), (PASSWORD, "another one altogether"), (ADA.email, ADA.email)] {
        let answer = browser.post(&path, &[("new_password", password), ("again", again)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{password}");
    }
    let done = browser.post(&path, &[("new_password", PASSWORD), ("again", PASSWORD)]).await;
    assert_eq!(done.location(), Some("/login"));
    assert_eq!(browser.sign_in(ADA.email, PASSWORD).await.location(), Some("/"));

    let used = browser.get(&path).await;
    let made_up = browser.get("/set-up/made-up").await;
    assert_eq!((used.status, made_up.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(used.body, made_up.body);
    let again = browser.post(&path, &[("new_password", PASSWORD), ("again", PASSWORD)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_set_up_link_expires_and_a_new_one_replaces_the_old_one() {
    let server = TestServer::start().await;
    let first = server.backend.add_person(ADA.email, ADA.name, ADA.operator).await.unwrap();
    let second = server.backend.issue_setup_link(ADA.email).await.unwrap();
    let browser = server.browser();
    assert_eq!(browser.get(&format!("/set-up/{}", first.expose_token())).await.status, StatusCode::NOT_FOUND);
    let path = format!("/set-up/{}", second.expose_token());
    server.wait(Duration::from_secs(24 * 60 * 60 - 1));
    assert_eq!(browser.get(&path).await.status, StatusCode::OK);
    server.wait(Duration::from_secs(1));
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
}

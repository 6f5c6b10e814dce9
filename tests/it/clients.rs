//! Services of providers as clients of the issuer: a sign-in from beginning to end, and everything that a client, or
//! somebody who poses as one, can do wrong.

use hyper::StatusCode;
use serde_json::Value;
use slipway_backend::Attempt;
use slipway_backend::demo::OFFERING;
use slipway_domain::access::AccessDraft;
use slipway_domain::event::EventKind;
use slipway_store::EventFilter;

use crate::support::dashboard::{CALLBACK, Dashboard, answered, claims};
use crate::support::{Answer, Browser, Request};

const VERA: &str = "vera@northwind.example";
const DEV: &str = "dev@northwind.example";
const GUS: &str = "gus@globex.example";

fn error(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("www-authenticate").is_some(), status == 401);
    serde_json::from_str::<Value>(&answer.body).unwrap()["error"].as_str().unwrap().to_owned()
}

/// Only the page that names no address: nobody is sent anywhere.
async fn goes_nowhere(dashboard: &Dashboard, browser: &Browser, changes: &[(&str, &str)]) {
    let request = Dashboard::request(changes);
    let encoded: String = url::form_urlencoded::byte_serialize(request.as_bytes()).collect();
    for target in [format!("/authorize?{request}"), format!("/sign-in?request={encoded}")] {
        let answer = browser.get(&target).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{changes:?}");
        assert_eq!(answer.location(), None, "{changes:?}");
        assert!(answer.body.contains("This link leads nowhere") && !answer.body.contains("evil"), "{changes:?}");
    }
    let posted = browser.post("/sign-in", &[("email", VERA), ("password", "x"), ("request", &request)]).await;
    assert_eq!((posted.status, posted.location()), (StatusCode::BAD_REQUEST, None), "{changes:?}");
    assert!(dashboard.stage.server.backend.store().consents_of(dashboard.kim_id().await).await.unwrap().is_empty());
}

impl Dashboard {
    async fn kim_id(&self) -> slipway_domain::ids::PersonId {
        self.kim().await.caller().person().unwrap().id
    }
}

#[tokio::test]
async fn a_person_signs_in_to_a_providers_service() {
    let dashboard = Dashboard::open().await;
    let vera = dashboard.stage.browser_of(VERA);
    let answer = dashboard.redeem(&dashboard.code(&vera).await).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let tokens: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["scope"], "openid profile email");
    let told = claims(&tokens);
    assert_eq!((&told["aud"], &told["nonce"], &told["email"]), (&OFFERING.into(), &"n-1".into(), &VERA.into()));
    let info: Value = serde_json::from_str(&dashboard.userinfo(&tokens).await.body).unwrap();
    assert_eq!((&info["sub"], &info["email"], &info["name"]), (&told["sub"], &VERA.into(), &told["name"]));
}

#[tokio::test]
async fn a_service_learns_what_it_asked_for_and_no_more() {
    let dashboard = Dashboard::open().await;
    let gus = dashboard.stage.browser_of(GUS);
    let scope = format!("openid {OFFERING} platform");
    let asked = dashboard.authorize(&gus, &[("scope", &scope)]).await;
    let page = dashboard.consent_page(&gus, &asked).await;
    let code = answered(&dashboard.decide(&gus, &page, "allow").await, "code").unwrap();
    let tokens: Value = serde_json::from_str(&dashboard.redeem(&code).await.body).unwrap();
    assert_eq!(tokens["scope"], format!("openid {OFFERING}"), "its own scope, and none of the platform");
    let info: Value = serde_json::from_str(&dashboard.userinfo(&tokens).await.body).unwrap();
    assert_eq!(info, serde_json::json!({ "sub": claims(&tokens)["sub"] }));
}

#[tokio::test]
async fn only_a_known_enabled_client_and_its_own_addresses_lead_anywhere() {
    let dashboard = Dashboard::open().await;
    let vera = dashboard.stage.browser_of(VERA);
    for changes in [
        [("client_id", "nobody")],
        [("client_id", "")],
        [("redirect_uri", "")],
        [("redirect_uri", "https://evil.example/auth/callback")],
        [("redirect_uri", "https://vector.northwind.example/auth/callback/")],
        [("redirect_uri", "https://vector.northwind.example/auth/callback?evil=1")],
        [("redirect_uri", "https://vector.northwind.example.evil.example/auth/callback")],
        [("redirect_uri", "http://vector.northwind.example/auth/callback")],
        [("redirect_uri", "javascript:evil()")],
    ] {
        goes_nowhere(&dashboard, &vera, &changes).await;
    }
}

#[tokio::test]
async fn an_address_counts_from_update_client_id_on_and_not_from_saving() {
    let dashboard = Dashboard::open().await;
    let (kim, vera) = (dashboard.kim().await, dashboard.stage.browser_of(VERA));
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    let next = "https://next.northwind.example/cb";
    let draft = AccessDraft { redirect_uris: vec![next.to_owned()], ..offering.access.draft };
    kim.save_access(OFFERING, Attempt { revision: offering.access.revision, operation: "" }, &draft).await.unwrap();
    goes_nowhere(&dashboard, &vera, &[("redirect_uri", next)]).await;
    assert!(!dashboard.code(&vera).await.is_empty(), "the old one is still in force");

    kim.update_client(OFFERING).await.unwrap();
    goes_nowhere(&dashboard, &vera, &[]).await;
    let answer = dashboard.authorize(&vera, &[("redirect_uri", next)]).await;
    assert!(answer.location().unwrap().starts_with(&format!("{next}?code=")), "{:?}", answer.location());
}

#[tokio::test]
async fn who_does_not_own_the_client_reads_its_addresses_and_is_told_why() {
    let dashboard = Dashboard::open().await;
    let dev = dashboard.stage.browser_of(DEV);
    let page = dev.get(&format!("/offerings/{OFFERING}/access")).await.body;
    assert!(page.contains(CALLBACK) && page.contains("Only owners of the client edit it"), "{page}");
    assert!(!page.contains("Add redirect URI") && !page.contains("/api/access/update-client"), "{page}");
    for route in ["/api/access/update-client", "/api/access/client-secret"] {
        let request = Request::form(route, &[("offering", OFFERING)]).header("accept", "application/json");
        assert_eq!(dev.send(request).await.status, StatusCode::CONFLICT, "{route}");
    }
}

#[tokio::test]
async fn a_client_that_was_disabled_gets_nothing_any_more() {
    let dashboard = Dashboard::open().await;
    let (kim, vera) = (dashboard.kim().await, dashboard.stage.browser_of(VERA));
    let (waiting, tokens) = (dashboard.code(&vera).await, dashboard.tokens(&vera).await);
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    let draft = AccessDraft { redirect_uris: Vec::new(), ..offering.access.draft };
    kim.save_access(OFFERING, Attempt { revision: offering.access.revision, operation: "" }, &draft).await.unwrap();
    goes_nowhere(&dashboard, &vera, &[]).await;
    assert_eq!(error(&dashboard.redeem(&waiting).await, 400), "unauthorized_client");
    assert_eq!(dashboard.userinfo(&tokens).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_client_proves_itself_with_its_present_secret_in_one_of_two_ways() {
    let dashboard = Dashboard::open().await;
    let vera = dashboard.stage.browser_of(VERA);
    let code = dashboard.code(&vera).await;
    let secret = dashboard.secret.clone();
    for (client, wrong) in [(OFFERING, "wrong"), (OFFERING, ""), ("nobody", &secret), (OFFERING, &secret[1..])] {
        let answer = dashboard.redeem_as(client, wrong, &[("code", &code)]).await;
        assert_eq!(error(&answer, 401), "invalid_client", "{client}");
    }
    let without = dashboard.redeem_as("", "", &[("code", &code), ("client_id", OFFERING)]).await;
    assert_eq!(error(&without, 401), "invalid_client");
    let in_body = [("code", code.as_str()), ("client_id", OFFERING), ("client_secret", &secret)];
    assert_eq!(dashboard.redeem_as("", "", &in_body).await.status, StatusCode::OK, "nothing of that used the code up");

    let code = dashboard.code(&vera).await;
    let next = dashboard.new_secret().await;
    assert_eq!(error(&dashboard.redeem(&code).await, 401), "invalid_client", "the old secret");
    assert_eq!(dashboard.redeem_as(OFFERING, &next, &[("code", &code)]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_works_once_within_a_minute_with_the_address_and_the_verifier_of_its_request() {
    let dashboard = Dashboard::open().await;
    let vera = dashboard.stage.browser_of(VERA);
    for spoilt in [
        ("redirect_uri", "https://vector.northwind.example/auth/callback2"),
        ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK"),
        ("code_verifier", ""),
    ] {
        let code = dashboard.code(&vera).await;
        let answer = dashboard.redeem_as(OFFERING, &dashboard.secret, &[("code", &code), spoilt]).await;
        assert_eq!(error(&answer, 400), "invalid_grant", "{spoilt:?}");
    }
    let code = dashboard.code(&vera).await;
    let first = dashboard.redeem(&code).await;
    let tokens: Value = serde_json::from_str(&first.body).unwrap();
    assert_eq!(dashboard.userinfo(&tokens).await.status, StatusCode::OK);
    assert_eq!(error(&dashboard.redeem(&code).await, 400), "invalid_grant", "a second time");
    assert_eq!(dashboard.userinfo(&tokens).await.status, StatusCode::UNAUTHORIZED, "and its tokens are dead");

    let late = dashboard.code(&vera).await;
    dashboard.stage.server.wait(std::time::Duration::from_mins(1));
    assert_eq!(error(&dashboard.redeem(&late).await, 400), "invalid_grant", "a minute later");
}

#[tokio::test]
async fn a_code_of_another_client_is_no_code() {
    let dashboard = Dashboard::open().await;
    let vera = dashboard.stage.browser_of(VERA);
    let code = dashboard.code(&vera).await;
    let as_console = [("code", code.as_str()), ("client_id", "slipway-console")];
    assert_eq!(error(&dashboard.redeem_as("", "", &as_console).await, 400), "invalid_grant");
    assert_eq!(error(&dashboard.redeem(&code).await, 400), "invalid_grant", "it was burnt by the attempt");
}

#[tokio::test]
async fn a_provider_cannot_do_without_pkce() {
    let dashboard = Dashboard::open().await;
    let vera = dashboard.stage.browser_of(VERA);
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    let answer = dashboard.authorize(&vera, &without).await;
    assert_eq!(answered(&answer, "error").as_deref(), Some("invalid_request"));
    let plain = dashboard.authorize(&vera, &[("code_challenge_method", "plain")]).await;
    assert_eq!(answered(&plain, "error").as_deref(), Some("invalid_request"));
}

#[tokio::test]
async fn a_client_gives_its_token_back_and_nobody_elses() {
    let dashboard = Dashboard::open().await;
    let vera = dashboard.stage.browser_of(VERA);
    let tokens = dashboard.tokens(&vera).await;
    let token = format!("token={}", tokens["access_token"].as_str().unwrap());
    let revoke = async |client: &str, secret: &str, body: &str| dashboard.post("/revoke", client, secret, body).await;

    assert_eq!(error(&revoke(OFFERING, "wrong", &token).await, 401), "invalid_client");
    assert_eq!(error(&revoke("", "", &token).await, 401), "invalid_client");
    assert_eq!(error(&revoke(OFFERING, &dashboard.secret, "").await, 400), "invalid_request");
    let stranger = format!("{token}&client_id=slipway-console");
    assert_eq!(error(&revoke("", "", &stranger).await, 400), "invalid_grant", "the console is another client");
    for unknown in ["token=a.b.c", "token=x&token_type_hint=refresh_token"] {
        assert_eq!(revoke(OFFERING, &dashboard.secret, unknown).await.status, StatusCode::OK, "{unknown}");
    }
    assert_eq!(dashboard.userinfo(&tokens).await.status, StatusCode::OK, "none of that did anything");
    let told = async || {
        let filter =
            EventFilter { kind: EventKind::TokenRevoked.name().to_owned(), limit: 9, ..EventFilter::default() };
        dashboard.stage.server.backend.store().events(&filter).await.unwrap().len()
    };
    assert_eq!(told().await, 0);

    let leaving = dashboard.stage.browser_of(GUS);
    let dead = format!("token={}", dashboard.tokens(&leaving).await["access_token"].as_str().unwrap());
    leaving.post("/sign-out", &[]).await;
    assert_eq!(revoke(OFFERING, &dashboard.secret, &dead).await.status, StatusCode::OK);
    assert_eq!(told().await, 0, "it had died with its session");

    for _ in 0..2 {
        assert_eq!(revoke(OFFERING, &dashboard.secret, &token).await.status, StatusCode::OK);
        assert_eq!(dashboard.userinfo(&tokens).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(told().await, 1);
    }
    let discovery = vera.get("/.well-known/openid-configuration").await;
    let document: Value = serde_json::from_str(&discovery.body).unwrap();
    assert_eq!(document["revocation_endpoint"], "https://console.test/revoke");
    assert!(answered(&dashboard.authorize(&vera, &[]).await, "code").is_some(), "{CALLBACK}");
}

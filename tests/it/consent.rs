//! Single sign-on and consent: who is asked for a password, who is asked whether a service may know them, and what becomes
//! of the answer.

use std::time::Duration;

use hyper::StatusCode;
use serde_json::Value;
use slipway_backend::Attempt;
use slipway_backend::demo::{OFFERING, PASSWORD};
use slipway_domain::event::EventKind;
use slipway_domain::listing::ListingDraft;
use slipway_store::EventFilter;

use crate::support::dashboard::{Dashboard, answered, claims, form_action};
use crate::support::{Answer, Browser};

const VERA: &str = "vera@northwind.example";
const GUS: &str = "gus@globex.example";
const THERE: &str = "'self' https://vector.northwind.example";

async fn history(dashboard: &Dashboard, kind: EventKind) -> usize {
    let filter = EventFilter { limit: 10_000, ..EventFilter::default() };
    let events = dashboard.stage.server.backend.store().events(&filter).await.unwrap();
    events.iter().filter(|event| event.kind == kind).count()
}

/// Types the password on the page that a request led to.
async fn prove(browser: &Browser, answer: &Answer, email: &str) -> Answer {
    let to = answer.path().unwrap();
    assert!(to.starts_with("/sign-in?request="), "{to}");
    let page = browser.get(&to).await;
    assert_eq!(form_action(&page), THERE);
    let request = page.value_of("request").unwrap();
    browser.post("/sign-in", &[("email", email), ("password", PASSWORD), ("request", &request)]).await
}

#[tokio::test]
async fn whoever_is_signed_in_here_is_asked_once_and_never_for_a_password() {
    let dashboard = Dashboard::open().await;
    let vera = dashboard.stage.browser_of(VERA);
    let asked = dashboard.authorize(&vera, &[]).await;
    let page = dashboard.consent_page(&vera, &asked).await;
    for words in ["Northwind Data", "https://vector.northwind.example", "your e-mail address", "your name", VERA] {
        assert!(page.body.contains(words), "{words} in {}", page.body);
    }
    assert_eq!(form_action(&page), THERE);
    assert!(!page.body.contains("<script"), "it needs no script");

    let allowed = dashboard.decide(&vera, &page, "allow").await;
    assert!(answered(&allowed, "code").is_some());
    assert_eq!(answered(&allowed, "state").as_deref(), Some("s-1"));
    assert_eq!(history(&dashboard, EventKind::ConsentGiven).await, 1);
    for changes in [&[][..], &[("prompt", "none")], &[("scope", "openid")], &[("max_age", "10000")]] {
        assert!(answered(&dashboard.authorize(&vera, changes).await, "code").is_some(), "{changes:?}");
    }
    assert_eq!(history(&dashboard, EventKind::ConsentGiven).await, 1, "nobody was asked again");
    dashboard.consent_page(&vera, &dashboard.authorize(&vera, &[("prompt", "consent")]).await).await;
    let more = format!("openid {OFFERING}");
    dashboard.consent_page(&vera, &dashboard.authorize(&vera, &[("scope", &more)]).await).await;
}

#[tokio::test]
async fn a_denial_is_told_and_not_remembered() {
    let dashboard = Dashboard::open().await;
    let vera = dashboard.stage.browser_of(VERA);
    for _ in 0..2 {
        let asked = dashboard.authorize(&vera, &[]).await;
        let page = dashboard.consent_page(&vera, &asked).await;
        let denied = dashboard.decide(&vera, &page, "deny").await;
        assert_eq!(answered(&denied, "error").as_deref(), Some("access_denied"));
        assert_eq!(answered(&denied, "state").as_deref(), Some("s-1"));
        assert_eq!(answered(&denied, "code"), None);
    }
    assert_eq!(history(&dashboard, EventKind::ConsentGiven).await, 0);
}

#[tokio::test]
async fn without_a_page_a_client_is_told_what_is_missing() {
    let dashboard = Dashboard::open().await;
    let (nobody, vera) = (dashboard.stage.server.browser(), dashboard.stage.browser_of(VERA));
    let silent = async |browser: &Browser, more: (&str, &str)| {
        let answer = dashboard.authorize(browser, &[("prompt", "none"), more]).await;
        answered(&answer, "error")
    };
    assert_eq!(silent(&nobody, ("state", "s-1")).await.as_deref(), Some("login_required"));
    assert_eq!(silent(&vera, ("state", "s-1")).await.as_deref(), Some("consent_required"));
    let tokens = dashboard.tokens(&vera).await;
    assert_eq!(silent(&vera, ("state", "s-1")).await, None);
    dashboard.stage.server.wait(Duration::from_secs(10));
    assert_eq!(silent(&vera, ("max_age", "5")).await.as_deref(), Some("login_required"));
    let more = format!("openid {OFFERING}");
    assert_eq!(silent(&vera, ("scope", &more)).await.as_deref(), Some("consent_required"));

    let hint = tokens["id_token"].as_str().unwrap();
    assert_eq!(silent(&vera, ("id_token_hint", hint)).await, None);
    let gus = dashboard.stage.browser_of(GUS);
    dashboard.tokens(&gus).await;
    assert_eq!(silent(&gus, ("id_token_hint", hint)).await.as_deref(), Some("login_required"));
}

#[tokio::test]
async fn signing_in_to_a_service_is_signing_in_here_as_well() {
    let dashboard = Dashboard::open().await;
    let browser = dashboard.stage.server.browser();
    let asked = dashboard.authorize(&browser, &[("login_hint", VERA)]).await;
    let page = browser.get(&asked.path().unwrap()).await;
    assert_eq!(page.value_of("email").as_deref(), Some(VERA), "the hint saves typing");
    let request = page.value_of("request").unwrap();
    let fields = [("email", VERA), ("password", "wrong password"), ("request", request.as_str())];
    let wrong = browser.post("/sign-in", &fields).await;
    assert_eq!((wrong.status, form_action(&wrong).as_str()), (StatusCode::UNAUTHORIZED, THERE));

    let signed_in = prove(&browser, &asked, VERA).await;
    let consent = dashboard.consent_page(&browser, &signed_in).await;
    let code = answered(&dashboard.decide(&browser, &consent, "allow").await, "code").unwrap();
    assert_eq!(dashboard.redeem(&code).await.status, StatusCode::OK);
    assert_eq!(browser.get("/login").await.location(), Some("/"), "the console knows them too");
    assert_eq!(browser.get("/sessions").await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_must_prove_it_again_does_and_the_time_of_it_is_true() {
    let dashboard = Dashboard::open().await;
    let vera = dashboard.stage.browser_of(VERA);
    let tokens = dashboard.tokens(&vera).await;
    let cookie = vera.cookie("__Host-session");
    dashboard.stage.server.wait(Duration::from_mins(1));
    for changes in [("prompt", "login"), ("max_age", "0"), ("prompt", "select_account"), ("max_age", "30")] {
        let asked = dashboard.authorize(&vera, &[changes]).await;
        let code = answered(&prove(&vera, &asked, VERA).await, "code").unwrap();
        let again: Value = serde_json::from_str(&dashboard.redeem(&code).await.body).unwrap();
        let times = (claims(&tokens)["auth_time"].as_i64().unwrap(), claims(&again)["auth_time"].as_i64().unwrap());
        assert!(times.1 >= times.0 + 60, "{changes:?}: {times:?}");
        dashboard.stage.server.wait(Duration::from_mins(1));
    }
    assert_ne!(vera.cookie("__Host-session"), cookie, "another cookie");
    assert_eq!(dashboard.userinfo(&tokens).await.status, StatusCode::OK, "in the same session");
}

#[tokio::test]
async fn nobody_gets_past_a_sign_in_by_writing_an_address() {
    let dashboard = Dashboard::open().await;
    let (vera, gus) = (dashboard.stage.browser_of(VERA), dashboard.stage.browser_of(GUS));
    let asked = dashboard.authorize(&vera, &[]).await;
    let page = dashboard.consent_page(&vera, &asked).await;
    let ticket = page.value_of("ticket").unwrap();
    let with = async |browser: &Browser, ticket: &str| {
        browser.post("/consent", &[("ticket", ticket), ("verdict", "allow")]).await
    };
    for made_up in
        [String::new(), "x".to_owned(), Dashboard::request(&[]), format!("{ticket}A"), ticket[1..].to_owned()]
    {
        let answer = with(&vera, &made_up).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::BAD_REQUEST, None), "{made_up}");
        assert_eq!(form_action(&answer), "'self'");
    }
    let nobody = dashboard.stage.server.browser();
    assert_eq!(with(&nobody, "x").await.status, StatusCode::UNAUTHORIZED);
    for other in [&gus, &nobody] {
        assert!(with(other, &ticket).await.path().unwrap().starts_with("/authorize?"), "it begins anew");
    }
    dashboard.stage.server.wait(Duration::from_mins(10));
    assert!(with(&vera, &ticket).await.path().unwrap().starts_with("/authorize?"), "as after ten minutes");
    assert_eq!(history(&dashboard, EventKind::ConsentGiven).await, 0);
}

#[tokio::test]
async fn a_consent_is_taken_back_with_everything_that_it_gave() {
    let dashboard = Dashboard::open().await;
    let (vera, gus) = (dashboard.stage.browser_of(VERA), dashboard.stage.browser_of(GUS));
    let (tokens, of_gus) = (dashboard.tokens(&vera).await, dashboard.tokens(&gus).await);
    let waiting = dashboard.code(&vera).await;
    let page = vera.get("/sessions").await;
    assert!(page.body.contains("Services you sign in to") && page.body.contains("Northwind Data"), "{}", page.body);
    assert_eq!(page.value_of("client").as_deref(), Some(OFFERING));

    let missing = vera.post("/api/consents/revoke", &[("client", "slipway-console")]).await;
    assert_ne!(missing.location(), Some("/sessions"));
    let done = vera.post("/api/consents/revoke", &[("client", OFFERING)]).await;
    assert_eq!(done.location(), Some("/sessions"));
    assert_eq!(history(&dashboard, EventKind::ConsentRevoked).await, 1);
    assert_eq!(dashboard.userinfo(&tokens).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(dashboard.redeem(&waiting).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(dashboard.userinfo(&of_gus).await.status, StatusCode::OK, "another person's is another person's");
    dashboard.consent_page(&vera, &dashboard.authorize(&vera, &[]).await).await;
}

/// A name is typed by a provider and read by everybody.
#[tokio::test]
async fn the_name_of_a_service_stays_text() {
    let dashboard = Dashboard::open().await;
    let kim = dashboard.kim().await;
    let listing = kim.offering(OFFERING).await.unwrap().offering.listing;
    let payload = "</h1><script>alert(1)</script><img src=x onerror=alert(1)>";
    let draft = ListingDraft { display_name: payload.to_owned(), ..listing.draft };
    kim.save_listing(OFFERING, Attempt { revision: listing.revision, operation: "" }, &draft).await.unwrap();
    let vera = dashboard.stage.browser_of(VERA);
    let consent = dashboard.consent_page(&vera, &dashboard.authorize(&vera, &[]).await).await;
    let asked = dashboard.authorize(&vera, &[("prompt", "login")]).await;
    let sign_in = vera.get(&asked.path().unwrap()).await;
    dashboard.decide(&vera, &consent, "allow").await;
    for page in [consent, sign_in, vera.get("/sessions").await] {
        assert!(page.body.contains("alert(1)"), "it is shown: {}", page.body);
        assert!(!page.body.contains("<script>alert") && !page.body.contains("<img src=x"), "{}", page.body);
    }
}

#[tokio::test]
async fn the_console_is_asked_for_by_nobody_and_its_pages_lead_nowhere_else() {
    let dashboard = Dashboard::open().await;
    let browser = dashboard.stage.server.browser();
    let begun = browser.get("/login").await;
    let page = browser.get(&browser.get(&begun.path().unwrap()).await.path().unwrap()).await;
    assert_eq!(form_action(&page), "'self'");
    let signed_in = browser.sign_in(VERA, PASSWORD).await;
    assert_eq!(signed_in.location(), Some("/"));
    let unchecked = browser.get("/sign-in?request=client_id%3Dx%26redirect_uri%3Dhttps%3A%2F%2Fevil.example").await;
    assert_eq!(form_action(&unchecked), "'self'", "never from what was not checked");
}

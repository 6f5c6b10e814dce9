//! How sessions begin, last and end (security.md §3a).

use std::time::Duration;

use hyper::{Method, StatusCode};
use slipway_app::islands::page::BY_ITSELF;
use slipway_domain::account::{AccountKind, Registration};
use slipway_domain::caller::Role;
use slipway_domain::ids::AccountId;
use slipway_store::NewAccount;

use crate::support::{ADA, Browser, Held, PASSWORD, Persona, REX, Request, TestServer, VERA};

/// `/login` sends whoever is signed in straight home, and everybody else to the issuer.
async fn is_signed_in(browser: &Browser) -> bool {
    browser.get("/login").await.location() == Some("/")
}

const MINUTE: Duration = Duration::from_mins(1);
const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn the_cookies_are_for_this_host_over_tls_and_for_no_script() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    let browser = server.browser();
    let begun = browser.get("/login").await;
    let answer = browser.sign_in(VERA.email, PASSWORD).await;
    for (answer, name, site) in
        [(&begun, "__Host-login=", "SameSite=Lax"), (&answer, "__Host-session=", "SameSite=Lax")]
    {
        let cookies = answer.set_cookies();
        let cookie = cookies.iter().find(|cookie| cookie.starts_with(name)).unwrap();
        for attribute in ["Secure", "HttpOnly", "Path=/", site] {
            assert!(cookie.contains(attribute), "{attribute} in {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test]
async fn a_planted_session_id_is_dead_after_the_sign_in() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    let browser = server.browser();
    let planted = "AAAAAAAAAAAAAAAAAAAAAA";
    browser.set_cookie("__Host-session", planted);
    browser.sign_in(VERA.email, PASSWORD).await;
    assert_ne!(browser.cookie("__Host-session").as_deref(), Some(planted));
    let attacker = server.browser();
    attacker.set_cookie("__Host-session", planted);
    assert!(!is_signed_in(&attacker).await);
}

/// Two tabs begin before anybody is signed in; the second one finishes with the session of the first at hand.
#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let server = TestServer::start().await;
    let first = server.signed_in(&VERA).await;
    let second = server.browser();
    let request = second.sign_in_form("/").await;
    second.set_cookie("__Host-session", &first.cookie("__Host-session").unwrap());
    let fields = [("email", VERA.email), ("password", PASSWORD), ("request", request.as_str())];
    let callback = second.post("/sign-in", &fields).await.path().unwrap();
    assert_eq!(second.get(&callback).await.location(), Some("/"));
    assert_ne!(first.cookie("__Host-session"), second.cookie("__Host-session"));
    assert!(is_signed_in(&second).await);
    assert!(!is_signed_in(&first).await);
}

#[tokio::test]
async fn half_an_hour_without_a_request_ends_a_session_and_a_request_prolongs_it() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    for _ in 0..3 {
        server.wait(29 * MINUTE);
        assert!(is_signed_in(&browser).await, "a request within the half hour");
    }
    let idle = browser.twin();
    server.wait(Duration::from_secs(30 * 60 - 1));
    assert!(is_signed_in(&browser).await, "one second before the limit");
    server.wait(30 * MINUTE);
    assert!(!is_signed_in(&idle).await, "at the limit");
}

#[tokio::test]
async fn what_a_page_asks_by_itself_prolongs_no_session() {
    for (header, value) in [(BY_ITSELF, "1"), ("accept", "text/event-stream")] {
        let server = TestServer::start().await;
        let browser = server.signed_in(&VERA).await;
        server.wait(20 * MINUTE);
        let asked = browser.send(Request::new(Method::GET, "/login").header(header, value)).await;
        assert_eq!(asked.location(), Some("/"), "{header}: it is answered as ever");
        server.wait(10 * MINUTE);
        assert!(!is_signed_in(&browser).await, "{header}");
    }
}

#[tokio::test]
async fn twelve_hours_end_a_session_in_any_case_and_eight_one_of_the_operator() {
    for (persona, hours) in [(&VERA, 12), (&REX, 8), (&ADA, 8)] {
        let server = TestServer::start().await;
        let browser = server.signed_in(persona).await;
        for _ in 0..(hours * 60 / 20 - 1) {
            server.wait(20 * MINUTE);
            assert!(is_signed_in(&browser).await, "{}", persona.name);
        }
        server.wait(Duration::from_secs(20 * 60 - 1));
        assert!(is_signed_in(&browser).await, "{}: one second before", persona.name);
        server.wait(SECOND);
        assert!(!is_signed_in(&browser).await, "{}: after {hours} hours", persona.name);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_for_every_copy_of_the_cookie() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    let copy = browser.twin();
    let answer = browser.post("/sign-out", &[]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some("/")));
    assert!(browser.cookie("__Host-session").is_none());
    assert!(!is_signed_in(&copy).await);
}

#[tokio::test]
async fn a_disabled_person_is_out_with_the_next_request_and_cannot_come_back() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    server.backend.disable_person(VERA.email).await.unwrap();
    assert!(!is_signed_in(&browser).await);
    assert_eq!(server.browser().sign_in(VERA.email, PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    server.backend.enable_person(VERA.email).await.unwrap();
    assert!(!is_signed_in(&browser).await, "the old session does not come back");
    assert_eq!(server.browser().sign_in(VERA.email, PASSWORD).await.location(), Some("/"));
}

#[tokio::test]
async fn a_role_that_is_given_shortens_the_session_with_the_next_request() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    for _ in 0..27 {
        server.wait(20 * MINUTE);
        assert!(is_signed_in(&browser).await);
    }
    server.backend.grant_role(VERA.email, Role::Support).await.unwrap();
    assert!(!is_signed_in(&browser).await, "nine hours are too long for people of the operator");
}

/// Many sign-outs against requests that touch the session at the same time: none may bring it back (F6).
#[tokio::test]
async fn no_request_under_way_revives_a_session_that_ended() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    for round in 0..40 {
        let browser = server.session_of(&VERA).await;
        server.wait(2 * MINUTE);
        let (a, b, copy) = (browser.twin(), browser.twin(), browser.twin());
        tokio::join!(a.get("/login"), browser.post("/sign-out", &[]), b.get("/login"));
        assert!(!is_signed_in(&copy).await, "round {round}");
    }
}

/// A request that is to change the session knows whose it is and is held there; the session ends; the request goes on.
#[tokio::test]
async fn no_change_of_a_session_that_was_under_way_revives_it_after_its_end() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    let accounts = accounts_of(&server, &VERA, &["Acme", "Globex"]).await;
    for round in 0..500 {
        let browser = server.session_of(&VERA).await;
        let copy = browser.twin();
        let switch = [("account", accounts[1].as_str()), ("to", "/offerings")];
        let held = Held::begin(&browser, "/account/switch", &switch).await;
        assert_eq!(browser.post("/sign-out", &[]).await.location(), Some("/"), "round {round}");
        let answer = held.finish().await;
        assert!(answer.starts_with("HTTP/1.1 303 ") && answer.contains("location: /login"), "{answer}");
        assert!(!is_signed_in(&copy).await, "round {round}");
    }
}

/// Without this, the test before would pass if the request changed nothing at all.
#[tokio::test]
async fn a_change_of_a_session_that_goes_on_is_kept() {
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    let accounts = accounts_of(&server, &VERA, &["Acme", "Globex"]).await;
    let browser = server.session_of(&VERA).await;
    let switched = async || server.backend.store().digests().await.unwrap()["session"].clone();
    let before = switched().await;
    Held::begin(&browser, "/account/switch", &[("account", &accounts[1]), ("to", "/")]).await.finish().await;
    assert_ne!(switched().await, before);
}

#[tokio::test]
async fn whoever_gets_or_loses_a_role_signs_in_anew() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    server.backend.grant_role(VERA.email, Role::Support).await.unwrap();
    assert!(!is_signed_in(&browser).await, "given");
    let browser = server.signed_in(&VERA).await;
    let other = server.signed_in(&ADA).await;
    server.backend.revoke_role(VERA.email, Role::Support).await.unwrap();
    assert!(!is_signed_in(&browser).await, "taken");
    assert!(is_signed_in(&other).await, "nobody else");
}

#[tokio::test]
async fn the_data_directory_holds_no_live_session_id() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    let id = browser.cookie("__Host-session").unwrap();
    let mut looked_at = 0;
    for entry in std::fs::read_dir(server.dir.path().join("data")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        looked_at += bytes.len();
        assert!(!bytes.windows(id.len()).any(|window| window == id.as_bytes()));
    }
    assert!(looked_at > 4096);
}

/// Accounts of those names; the person belongs to all of them but a foreign one.
async fn accounts_of(server: &TestServer, persona: &Persona, names: &[&str]) -> Vec<String> {
    let person = server.backend.store().person_with_email(persona.email).await.unwrap().unwrap().id;
    let mut accounts = Vec::new();
    for name in names {
        let at = server.now();
        let id = AccountId::new(server.backend.ids().uuid(at));
        let mut tx = server.backend.store().write().await.unwrap();
        let form = slipway_domain::account::RegistrationDraft::default();
        let registration = Registration::Draft;
        let new = NewAccount { id, kind: AccountKind::Provider, name: (*name).to_owned(), registration, form, at };
        tx.add_account(&new).await.unwrap();
        if *name != "Foreign" {
            tx.set_membership(id, person, Role::ProviderEditor).await.unwrap();
        }
        tx.commit().await.unwrap();
        accounts.push(id.to_string());
    }
    accounts
}

#[tokio::test]
async fn people_choose_among_their_own_accounts_and_no_other() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    let accounts = accounts_of(&server, &VERA, &["Acme", "Globex", "Foreign"]).await;
    let switch = |account: String, to: &'static str| {
        let browser = &browser;
        async move { browser.post("/account/switch", &[("account", &account), ("to", to)]).await }
    };
    assert_eq!(switch(accounts[1].clone(), "/offerings").await.location(), Some("/offerings"));
    assert_eq!(switch(accounts[0].clone(), "//evil.example").await.location(), Some("/"));
    let from_page = Request::form("/account/switch", &[("account", &accounts[1])])
        .header("referer", "https://console.test/offerings/northwind-vector/listing?a=b#c");
    assert_eq!(browser.send(from_page).await.location(), Some("/offerings/northwind-vector/listing?a=b"));
    let missing = AccountId::new(server.backend.ids().uuid(server.now())).to_string();
    let (foreign, missing) = (switch(accounts[2].clone(), "/").await, switch(missing, "/").await);
    assert_eq!((foreign.status, missing.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert_eq!(foreign.body, missing.body);
}

//! What strangers can send without a password, in any number, and that nobody is locked out by it (security.md §3f).

use std::time::Duration;

use hyper::StatusCode;

use crate::authz::digests;
use crate::support::{Browser, PASSWORD, Request, TestServer, VERA};

/// Begins a sign-in and comes back from the issuer with an error, as anybody can without knowing anything.
async fn burn(browser: &Browser) {
    let begun = browser.get("/login").await;
    let state = begun.location().unwrap().split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let issuer = "https%3A%2F%2Fconsole.test";
    let answer = browser.get(&format!("/login/callback?state={state}&error=x&iss={issuer}")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_sign_ins_that_came_to_nothing_stop_nobody_and_leave_no_trace() {
    const BURNED: usize = 10_001;
    const AT_ONCE: usize = 8;
    let server = TestServer::start().await;
    VERA.exist(&server.backend).await;
    let before = digests(&server).await;
    let burning: Vec<_> = (0..AT_ONCE)
        .map(|share| {
            let browser = server.browser();
            tokio::spawn(async move {
                for _ in (share..BURNED).step_by(AT_ONCE) {
                    burn(&browser).await;
                }
            })
        })
        .collect();
    for burning in burning {
        burning.await.unwrap();
    }
    assert_eq!(digests(&server).await, before, "nothing was written for them");
    assert_eq!(server.browser().sign_in(VERA.email, PASSWORD).await.location(), Some("/"));
}

/// Signs in from an address that a trusted proxy names.
async fn sign_in_from(server: &TestServer, address: &str, password: &str) -> StatusCode {
    let browser = server.browser();
    let form = browser.sign_in_form("/").await;
    let fields = [("email", VERA.email), ("password", password), ("request", form.as_str())];
    browser.send(Request::form("/sign-in", &fields).header("x-forwarded-for", address)).await.status
}

#[tokio::test]
async fn strangers_at_many_addresses_do_not_lock_the_owner_out_and_guess_no_faster() {
    let server =
        TestServer::start_with(|config| config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await;
    VERA.exist(&server.backend).await;
    for stranger in 1..=10 {
        let address = format!("203.0.113.{stranger}");
        for _ in 0..3 {
            assert_eq!(sign_in_from(&server, &address, "wrong").await, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(sign_in_from(&server, &address, "wrong").await, StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(sign_in_from(&server, "198.51.100.7", PASSWORD).await, StatusCode::SEE_OTHER, "the owner");
    assert_eq!(sign_in_from(&server, "203.0.113.11", "wrong").await, StatusCode::UNAUTHORIZED, "one guess");
    assert_eq!(sign_in_from(&server, "203.0.113.11", PASSWORD).await, StatusCode::TOO_MANY_REQUESTS, "and no second");
    assert_eq!(sign_in_from(&server, "198.51.100.7", PASSWORD).await, StatusCode::SEE_OTHER, "the owner again");
    server.wait(Duration::from_mins(1));
    assert_eq!(sign_in_from(&server, "203.0.113.11", PASSWORD).await, StatusCode::SEE_OTHER);
}

//! Requests that change something and do not come from the console's own pages (security.md §3a).

use hyper::{Method, StatusCode};

use crate::authz::rows::ROWS;
use crate::authz::{self, digests};
use crate::support::{ORIGIN, Request, Scene, TestServer, VERA};

/// `Origin` and `Sec-Fetch-Site`, and whether a request with a session cookie may change something.
const MATRIX: &[(Option<&str>, Option<&str>, bool)] = &[
    (Some(ORIGIN), Some("same-origin"), true),
    (Some(ORIGIN), None, true),
    (None, Some("same-origin"), true),
    (None, Some("none"), true),
    (None, None, false),
    (Some("null"), None, false),
    (Some("null"), Some("same-origin"), false),
    (Some(""), None, false),
    (Some("https://evil.example"), None, false),
    (Some("https://evil.example"), Some("same-origin"), false),
    (Some("https://evil.example"), Some("cross-site"), false),
    (Some(ORIGIN), Some("cross-site"), false),
    (Some(ORIGIN), Some("same-site"), false),
    (None, Some("cross-site"), false),
    (None, Some("same-site"), false),
    (None, Some("nonsense"), false),
    (Some("http://console.test"), None, false),
    (Some("https://console.test:8443"), None, false),
    (Some("https://console.test.evil.example"), None, false),
    (Some("https://sub.console.test"), Some("same-site"), false),
];

fn shaped(method: Method, target: &str, origin: Option<&str>, site: Option<&str>) -> Request {
    let mut request = Request::new(method, target).header("content-type", "application/x-www-form-urlencoded");
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    if let Some(site) = site {
        request = request.header("sec-fetch-site", site);
    }
    request
}

#[tokio::test]
async fn signing_out_takes_a_request_of_our_own() {
    let server = TestServer::start().await;
    for (origin, site, passes) in MATRIX {
        let browser = server.signed_in(&VERA).await;
        let answer = browser.send(shaped(Method::POST, "/sign-out", *origin, *site)).await;
        let expected = if *passes { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(answer.status, expected, "{origin:?} {site:?}");
        assert_eq!(browser.get("/login").await.location() == Some("/"), !passes, "{origin:?} {site:?}");
    }
}

#[tokio::test]
async fn no_unsafe_method_passes_from_elsewhere_whatever_the_route() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    let routes = ["/sign-in", "/sign-out", "/account/switch", "/set-up/x", "/login", "/", "/api/nothing", "/token"];
    for route in routes {
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            for (origin, site, passes) in MATRIX.iter().filter(|(_, _, passes)| !passes) {
                let answer = browser.send(shaped(method.clone(), route, *origin, *site)).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {route} {origin:?} {site:?} {passes}");
            }
        }
    }
}

/// Every registered function and route that a form can reach, as somebody who may do nearly everything.
#[tokio::test]
async fn nothing_that_is_posted_from_elsewhere_changes_anything() {
    let stage = Scene::Demo.open().await;
    let browser = stage.browser_of("ada@northwind.example");
    let before = digests(&stage.server).await;
    let mut routes = 0;
    for row in ROWS.iter().filter(|row| row.method == "POST") {
        for (origin, site, passes) in MATRIX.iter().filter(|(_, _, passes)| !passes) {
            let request = from(authz::request(row, stage.facts), *origin, *site);
            let answer = browser.send(request).await;
            if row.route == "/authorize" {
                assert!(answer.path().unwrap().starts_with("/authorize?"), "{row:?}: the request of a link");
            } else {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{row:?} {origin:?} {site:?} {passes}");
            }
        }
        assert_eq!(digests(&stage.server).await, before, "{row:?}");
        routes += 1;
    }
    assert!(routes > 60, "{routes}");
    assert_eq!(browser.get("/login").await.location(), Some("/"), "still signed in");
}

/// The request, with what a browser would say of where it comes from.
fn from(request: Request, origin: Option<&str>, site: Option<&str>) -> Request {
    let said = [("origin", origin), ("sec-fetch-site", site)];
    said.into_iter().fold(request, |request, (name, value)| match value {
        Some(value) => request.header(name, value),
        None => request.without(name),
    })
}

#[tokio::test]
async fn reading_changes_nothing_and_so_may_come_from_anywhere() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    for route in ["/sign-out", "/account/switch"] {
        let answer = browser.send(shaped(Method::GET, route, None, Some("cross-site"))).await;
        assert!(answer.status == StatusCode::METHOD_NOT_ALLOWED || answer.status == StatusCode::NOT_FOUND, "{route}");
    }
    assert_eq!(browser.get("/login").await.location(), Some("/"), "still signed in");
}

#[tokio::test]
async fn a_service_without_cookies_reaches_the_token_endpoint_without_an_origin() {
    let server = TestServer::start().await;
    let answer = server.browser().send(shaped(Method::POST, "/token", None, None)).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "refused for its content, not for its origin");
    assert!(answer.body.contains("invalid_request"));
}

#[tokio::test]
async fn the_refusal_says_nothing_of_the_request_and_goes_nowhere() {
    let server = TestServer::start().await;
    let request = shaped(Method::POST, "/api/secret-name?a=b", Some("https://evil.example"), None)
        .header("referer", "https://evil.example/page");
    let answer = server.browser().send(request).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::FORBIDDEN, None));
    assert!(!answer.body.contains("secret-name") && !answer.body.contains("evil.example"));
}

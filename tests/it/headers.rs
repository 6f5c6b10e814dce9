//! Headers of every answer, hosts, limits and static files (security.md §3a).

use axum::Router;
use axum::routing::get;
use hyper::{Method, StatusCode};
use scraper::{Html, Node};

use crate::authz;
use crate::authz::rows::ROWS;
use crate::support::{Answer, Request, Scene, TestServer, VERA};

const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

fn is_secured(answer: &Answer, what: &str) {
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("strict-transport-security", "max-age=63072000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        let values: Vec<_> = answer.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect();
        assert_eq!(values, [value], "{what}: {name}");
    }
    assert!(answer.header("server").is_none(), "{what}");
    assert!(answer.body.is_empty() || answer.header("content-type").is_some(), "{what}: content without a type");
}

#[tokio::test]
async fn every_answer_carries_the_policies_errors_included() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    let long = "x".repeat(2 * 1024 * 1024);
    let requests = [
        ("a page", Request::new(Method::GET, "/"), None),
        ("the sign-in", Request::new(Method::GET, "/login"), Some(StatusCode::SEE_OTHER)),
        ("an unknown page", Request::new(Method::GET, "/no/such/page"), Some(StatusCode::NOT_FOUND)),
        ("an unknown function", Request::form("/api/no_such_function", &[]), Some(StatusCode::NOT_FOUND)),
        ("a wrong method", Request::form("/login", &[]), Some(StatusCode::METHOD_NOT_ALLOWED)),
        (
            "a foreign origin",
            Request::form("/sign-out", &[]).header("origin", "https://evil.example").without("sec-fetch-site"),
            Some(StatusCode::FORBIDDEN),
        ),
        (
            "a wrong host",
            Request::new(Method::GET, "/").header("host", "evil.example"),
            Some(StatusCode::MISDIRECTED_REQUEST),
        ),
        ("no host", Request::new(Method::GET, "/").without("host"), Some(StatusCode::BAD_REQUEST)),
        ("a large body", Request::form("/sign-in", &[("email", &long)]), Some(StatusCode::PAYLOAD_TOO_LARGE)),
        ("a malformed form", Request::form("/sign-in", &[("a", "b")]), None),
        ("a style sheet", Request::new(Method::GET, "/pkg/slipway-0a1b.css"), Some(StatusCode::OK)),
        ("a missing file", Request::new(Method::GET, "/pkg/missing.js"), Some(StatusCode::NOT_FOUND)),
        ("a file outside", Request::new(Method::GET, "/pkg/..%2f..%2fdata%2fslipway.db"), Some(StatusCode::NOT_FOUND)),
        ("liveness", Request::new(Method::GET, "/livez"), Some(StatusCode::NO_CONTENT)),
        ("readiness", Request::new(Method::GET, "/readyz"), Some(StatusCode::NO_CONTENT)),
        ("discovery", Request::new(Method::GET, "/.well-known/openid-configuration"), Some(StatusCode::OK)),
        ("a refused token", Request::new(Method::POST, "/token"), None),
        ("userinfo for nobody", Request::new(Method::GET, "/userinfo"), None),
    ];
    for (what, request, status) in requests {
        let sender = if what == "a refused token" { server.browser() } else { browser.twin() };
        let answer = sender.send(request).await;
        if let Some(status) = status {
            assert_eq!(answer.status, status, "{what}: {}", answer.body);
        }
        is_secured(&answer, what);
    }
}

/// Whatever is registered, for somebody who may see most of it and for nobody; static files are for everybody.
#[tokio::test]
async fn every_route_carries_the_policies_and_what_is_drawn_for_somebody_is_kept_by_nobody() {
    let stage = Scene::Demo.open().await;
    let mut cookies = 0;
    for row in ROWS {
        let what = format!("{} {}", row.method, row.route);
        let strangers = stage.server.browser().send(authz::request(row, stage.facts)).await;
        is_secured(&strangers, &what);
        let answer = stage.browser_of("otto@operator.example").send(authz::request(row, stage.facts)).await;
        is_secured(&answer, &what);
        for cookie in strangers.set_cookies().into_iter().chain(answer.set_cookies()) {
            is_confined(cookie, &what);
            cookies += 1;
        }
        if !STATIC.contains(&row.route) {
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
            assert_eq!(answer.header("etag"), None, "{what}");
        }
    }
    assert!(cookies > 0, "a sign-in begins with a cookie");
}

/// For this host, over TLS, and for no script.
fn is_confined(cookie: &str, what: &str) {
    let mut parts = cookie.split("; ");
    assert!(parts.next().is_some_and(|pair| pair.starts_with("__Host-")), "{what}: {cookie}");
    let attributes: Vec<&str> = parts.collect();
    for attribute in ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"] {
        assert!(attributes.contains(&attribute), "{what}: {attribute} in {cookie}");
    }
    assert!(!attributes.iter().any(|attribute| attribute.starts_with("Domain")), "{what}: {cookie}");
}

const STATIC: [&str; 5] = ["/pkg", "/fonts", "/marks", "/icons.svg", "/favicon.svg"];

async fn panics() -> StatusCode {
    panic!("what only the log may know")
}

/// What no handler of ours should do: its answers leave through the same layers as all others.
#[tokio::test]
async fn a_handler_that_panics_or_never_ends_is_a_page_of_ours() {
    let routes = Router::new().route("/panics", get(panics)).route("/never", get(std::future::pending::<StatusCode>));
    let server = TestServer::start_beside(routes, |config| config.limits.request_seconds = 1).await;
    let browser = server.signed_in(&VERA).await;
    for (path, status) in [("/panics", StatusCode::INTERNAL_SERVER_ERROR), ("/never", StatusCode::SERVICE_UNAVAILABLE)]
    {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        is_secured(&answer, path);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{path}");
        assert!(answer.header("x-request-id").is_some(), "{path}");
        assert!(!answer.body.contains("only the log"), "{path}");
    }
    assert_eq!(browser.get("/login").await.location(), Some("/"), "the server goes on");
}

/// What the policy would stop in a browser: attributes that are styles or handlers, and scripts and styles in the page.
fn forbidden(answer: &Answer) -> Vec<String> {
    let mut found = Vec::new();
    for node in Html::parse_document(&answer.body).tree.values() {
        let Node::Element(element) = node else { continue };
        let tag = element.name();
        let live = element.attrs().filter(|(name, _)| *name == "style" || name.starts_with("on"));
        found.extend(live.map(|(name, value)| format!("<{tag} {name}={value:?}>")));
        let is_inline = tag == "style" || (tag == "script" && element.attr("src").is_none());
        if is_inline {
            found.push(format!("<{tag}> within the page"));
        }
    }
    found
}

#[tokio::test]
async fn no_page_holds_what_its_own_policy_forbids() {
    let mut pages = 0;
    for scene in [Scene::Demo, Scene::Workshop, Scene::Limited, Scene::Requested] {
        let stage = scene.open().await;
        let (ada, otto) = (stage.browser_of("ada@northwind.example"), stage.browser_of("otto@operator.example"));
        for row in ROWS.iter().filter(|row| row.method == "GET" && row.scene == scene) {
            for browser in [&ada, &otto, &stage.server.browser()] {
                let answer = browser.send(authz::request(row, stage.facts)).await;
                if answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
                    assert_eq!(forbidden(&answer), Vec::<String>::new(), "{}", row.route);
                    pages += 1;
                }
            }
        }
    }
    assert!(pages > 80, "{pages}");
}

#[tokio::test]
async fn a_database_that_is_gone_is_a_page_of_ours() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    server.backend.store().close().await;
    for path in ["/", "/login", "/offerings", "/authorize", "/readyz"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        is_secured(&answer, path);
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        for inside in ["sqlx", "Pool", "slipway.db", "slipway_"] {
            assert!(!answer.body.contains(inside), "{path} tells of {inside}");
        }
    }
    assert_eq!(browser.get("/livez").await.status, StatusCode::NO_CONTENT);
}

/// Except under a name that is not ours, where the browser would get neither style sheet nor picture.
#[tokio::test]
async fn a_fault_is_a_page_in_the_look_of_the_console() {
    let routes = Router::new().route("/panics", get(panics));
    let server = TestServer::start_beside(routes, |_| ()).await;
    let browser = server.signed_in(&VERA).await;
    let long = "x".repeat(2 * 1024 * 1024);
    let elsewhere = Request::form("/sign-out", &[]).header("origin", "https://evil.example").without("sec-fetch-site");
    for (request, status) in [
        (elsewhere, StatusCode::FORBIDDEN),
        (Request::new(Method::GET, "/icons/missing.png"), StatusCode::NOT_FOUND),
        (Request::new(Method::GET, "/pkg/missing.js"), StatusCode::NOT_FOUND),
        (Request::form("/sign-out/", &[]), StatusCode::NOT_FOUND),
        (Request::form("/login", &[]), StatusCode::METHOD_NOT_ALLOWED),
        (Request::form("/sign-in", &[("email", &long)]), StatusCode::PAYLOAD_TOO_LARGE),
        (Request::new(Method::GET, "/panics"), StatusCode::INTERNAL_SERVER_ERROR),
    ] {
        let answer = browser.send(request).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        for told in ["<link rel=\"stylesheet\" href=\"/pkg/slipway-0a1b.css\">", "src=\"/marks/slipway.svg\"", "<h1>"] {
            assert!(answer.body.contains(told), "{status}: {told} in {}", answer.body);
        }
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()), "{status}");
        assert_eq!(forbidden(&answer), Vec::<String>::new(), "{status}");
    }
    let nameless = Request::new(Method::GET, "/").without("host");
    for request in [Request::new(Method::GET, "/").header("host", "evil.example"), nameless] {
        let answer = browser.send(request).await;
        assert!(answer.body.contains("<h1>"), "{}", answer.body);
        assert!(!answer.body.contains("src=") && !answer.body.contains("<link"), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_form_that_is_too_large_is_told_the_limit_and_the_way_back() {
    let server = TestServer::start_with(|config| config.limits.body_kib = 3).await;
    let sent = |length: usize| Request::form("/sign-in", &[("email", &"x".repeat(length))]);
    let answer = server.browser().send(sent(4 * 1024)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    for told in ["up to 3 KiB", "Nothing was changed", "Go back in your browser"] {
        assert!(answer.body.contains(told), "{told} in {}", answer.body);
    }
    let fits = server.browser().send(sent(2 * 1024)).await;
    assert_ne!(fits.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(!fits.body.contains("KiB"), "{}", fits.body);
}

#[tokio::test]
async fn pages_outside_the_registries_are_kept_by_nobody_either() {
    let server = TestServer::start().await;
    let browser = server.signed_in(&VERA).await;
    for path in ["/", "/login", "/no/such/page", "/set-up/x", "/.well-known/openid-configuration"] {
        assert_eq!(browser.get(path).await.header("cache-control"), Some("no-store"), "{path}");
    }
}

#[tokio::test]
async fn what_has_a_hash_in_its_path_is_kept_for_ever_and_comes_compressed() {
    let server = TestServer::start().await;
    let browser = server.browser();
    let plain = browser.get("/pkg/slipway-0a1b.css").await;
    assert_eq!((plain.body.as_str(), plain.header("content-type")), ("body{color:red}", Some("text/css")));
    assert_eq!(plain.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let request = Request::new(Method::GET, "/pkg/slipway-0a1b.css").header("accept-encoding", "gzip, br");
    let compressed = browser.send(request).await;
    assert_eq!(compressed.header("content-encoding"), Some("br"));
    assert_eq!(browser.get("/favicon.svg").await.header("cache-control"), Some("public, max-age=86400"));
    assert!(browser.get("/pkg/slipway-0a1b.css").await.set_cookies().is_empty());
}

#[tokio::test]
async fn an_unknown_function_is_not_quoted_back() {
    let server = TestServer::start().await;
    let answer = server.browser().post("/api/%3Cscript%3Ealert(1)%3C/script%3E", &[]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(!answer.body.contains("script"));
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
}

#[tokio::test]
async fn another_host_is_answered_by_its_name_only_if_it_is_configured() {
    let server =
        TestServer::start_with(|config| config.server.allowed_hosts = vec!["alias.test:8443".to_owned()]).await;
    let browser = server.browser();
    let host = |host: &str| Request::new(Method::GET, "/login").header("host", host);
    assert_eq!(browser.send(host("alias.test:8443")).await.status, StatusCode::SEE_OTHER);
    for wrong in ["alias.test", "evil.test", "console.test:80", "console.test.evil.test"] {
        let answer = browser.send(host(wrong).header("x-forwarded-host", "console.test")).await;
        assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{wrong}");
        assert!(!answer.body.contains("evil"), "{wrong}");
    }
    let probe = Request::new(Method::GET, "/livez").header("host", "10.0.0.7:3000");
    assert_eq!(browser.send(probe).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn the_request_id_is_ours_whatever_the_client_says() {
    let server = TestServer::start().await;
    let answer = server.browser().send(Request::new(Method::GET, "/livez").header("x-request-id", "forged")).await;
    let id = answer.header("x-request-id").unwrap();
    assert_ne!(id, "forged");
    assert_eq!(id.len(), 36);
}

//! Addresses that no link of ours has: parts and queries that are no text, are there twice or lead elsewhere. They end
//! on a page of ours or at the beginning of a way that does, in our words.

use hyper::StatusCode;

use super::KIM;
use super::plain::{RAW, is_our_page};
use crate::authz::rows::{ROWS, Row};
use crate::authz::{digests, filled, request};
use crate::support::{Answer, Browser, Facts, Scene};

const SCENES: [Scene; 6] =
    [Scene::Demo, Scene::Workshop, Scene::Limited, Scene::Requested, Scene::Public, Scene::Renewed];

/// What may stand where a name, an id or a token does.
const PARTS: &[&str] = &[
    "%ff",
    "%c0%af",
    "%ed%a0%80",
    "a%80b",
    "%",
    "%4",
    "%zz",
    "%00",
    "%0d%0aSet-Cookie:%20a=b",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e",
    "%F0%9F%A6%80",
];

/// Queries for any address.
const QUERIES: &[&str] = &[
    "",
    "&&&==&=",
    "%",
    "%zz=%4&=%",
    "to=%ff&request=%ff&ticket=%ff&state=%ff&code=%c0%af&client_id=%ed%a0%80&tab=%ff&page=%ff&__err=%ff",
    "to=a%00b&request=%00&ticket=%00&state=%00&code=%00&page=%00",
    "to[]=a&request[a]=b&ticket[=c&[state]=d&page[][]=1",
    "page=-1&page=99999999999999999999&tab=a&tab=b&show=a&show=b&text=a&text=b&noun=a&noun=b",
    "to=%2F&to=%2F&request=a&request=b&ticket=a&ticket=b&state=a&state=b&code=a&code=b&client_id=a&client_id=b",
    "__err=a&__err=b&__path=c&__path=d",
];

/// Where answers are for machines, and `stands` knows their shape.
const MACHINES: &str = "/v4/";

/// Neither a fault of ours nor words that are not ours.
fn stands(answer: &Answer, what: &str) {
    let status = answer.status;
    assert!(status.as_u16() < 500, "{what}: {status} {}", answer.body);
    if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
        assert!(answer.path().is_some(), "{what}: {status} leads nowhere");
    } else if status.is_client_error() {
        // The answer of userinfo is a header (RFC 6750 §3).
        let is_page = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        // A stream that is refused says nothing: the island looks at the status alone.
        let is_silent = answer.body.is_empty();
        // That of an interface for machines is in its shape.
        let is_problem = answer.body.starts_with(r#"{"errors":[{"code":"#);
        assert!(
            is_page || is_silent || is_problem || answer.header("www-authenticate").is_some(),
            "{what}: {status} {}",
            answer.body
        );
        for raw in RAW {
            assert!(!answer.body.contains(raw), "{what} says {raw}: {}", answer.body);
        }
    }
}

/// Drawn by the app, which reads its addresses itself.
fn is_page(row: &Row) -> bool {
    let is_ours = ["/set-up/{", "/icons/", "/pictures/"].iter().any(|start| row.route.starts_with(start));
    row.method == "GET" && !is_ours
}

#[tokio::test]
async fn a_part_of_a_path_that_cannot_be_read_names_nothing() {
    for scene in SCENES {
        let stage = scene.open().await;
        let before = digests(&stage.server).await;
        for browser in [stage.browser_of(KIM), stage.server.browser()] {
            for row in ROWS.iter().filter(|row| row.scene == scene && row.route.contains('{')) {
                for part in PARTS {
                    let what = format!("{} {} with {part}", row.method, row.route);
                    let facts: Facts = stage.facts.keys().map(|name| (*name, (*part).to_owned())).collect();
                    let answer = browser.send(request(row, &facts)).await;
                    stands(&answer, &what);
                    if !is_page(row) && !answer.status.is_redirection() {
                        if !row.route.starts_with(MACHINES) {
                            is_our_page(&answer, &what);
                        }
                        // A form that somebody sends without being signed in comes back, whatever its address; a machine
                        // has no token.
                        let knows_nobody = row.body.contains('=') || row.route.starts_with(MACHINES);
                        let comes_back = answer.status == StatusCode::UNAUTHORIZED && knows_nobody;
                        assert!(comes_back || answer.status == StatusCode::NOT_FOUND, "{what}: {}", answer.status);
                    }
                }
            }
        }
        assert!(digests(&stage.server).await == before, "{scene:?}: what cannot be read is not acted upon");
    }
}

#[tokio::test]
async fn a_query_that_cannot_be_read_is_left_alone_or_answered_by_a_page_of_ours() {
    for scene in SCENES {
        let stage = scene.open().await;
        let before = digests(&stage.server).await;
        for browser in [stage.browser_of(KIM), stage.server.browser()] {
            for row in ROWS.iter().filter(|row| row.scene == scene && row.method == "GET") {
                let path = filled(row.route, stage.facts);
                for query in QUERIES {
                    let answer = browser.twin().get(&format!("{path}?{query}")).await;
                    stands(&answer, &format!("GET {}?{query}", row.route));
                }
            }
        }
        assert!(digests(&stage.server).await == before, "{scene:?}: reading changes nothing");
    }
}

async fn is_unreadable(browser: &Browser, target: &str) {
    let answer = browser.get(target).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{target}: {}", answer.body);
    is_our_page(&answer, target);
}

#[tokio::test]
async fn a_key_that_is_there_twice_has_no_value_on_any_way_to_the_sign_in() {
    let stage = Scene::Demo.open().await;
    for browser in [stage.browser_of(KIM), stage.server.browser()] {
        for (route, key) in [
            ("/login", "to"),
            ("/login/callback", "state"),
            ("/login/callback", "code"),
            ("/login/callback", "iss"),
            ("/login/callback", "error"),
            ("/sign-in", "request"),
            ("/consent", "ticket"),
            ("/authorize", "client_id"),
            ("/authorize", "redirect_uri"),
        ] {
            is_unreadable(&browser, &format!("{route}?{key}=%2Fecho-7&{key}=%2Fecho-7")).await;
        }
    }
}

//! Forms that are no server functions, and refusals that have no page to go back to. Both end on a page of ours, in our
//! words and without what was sent.

use hyper::{Method, StatusCode};

use super::{FORM, KIM, malformed, posted};
use crate::authz::digests;
use crate::support::{Answer, Request, Scene};

/// Routes that read a form, with one that they can read.
const ROUTES: &[(&str, &str)] = &[
    ("/sign-in", "email=a&password=b&request=c"),
    ("/set-up/nothing", "new_password=a&again=a"),
    ("/consent", "ticket=a&verdict=allow"),
    ("/catalog/northwind-vector/create", "instance[location]=a&instance[name]=b&instance[parameters]="),
    ("/account/switch", "account=0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c1a&to="),
];

/// What the framework says about a form or an address, and what must not come back.
pub(super) const RAW: &[&str] = &[
    "deserialize",
    "Form requests",
    "UUID parsing",
    "unknown field",
    "missing field",
    "duplicate field",
    "Invalid URL",
    "Invalid UTF-8",
    "echo-7",
];

pub(super) fn is_our_page(answer: &Answer, what: &str) {
    assert!(answer.status.is_client_error(), "{what}: {}", answer.status);
    assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")), "{what}: {}", answer.body);
    assert!(answer.body.contains("<title") && answer.body.contains("<h1"), "{what}: {}", answer.body);
    for raw in RAW {
        assert!(!answer.body.contains(raw), "{what} says {raw}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_plain_form_that_cannot_be_read_is_answered_by_a_page_of_ours() {
    let stage = Scene::Demo.open().await;
    let before = digests(&stage.server).await;
    for browser in [stage.browser_of(KIM), stage.server.browser()] {
        for (route, good) in ROUTES {
            let mut wrong: Vec<_> =
                malformed().into_iter().map(|(name, kind, body)| (name, posted(route, kind, body))).collect();
            let untyped = posted(route, FORM, good.as_bytes().to_vec()).without("content-type");
            wrong.push(("a good form that does not say what it is", untyped));
            wrong.push(("a form of bytes that are no text", posted(route, FORM, no_text(good))));
            for (name, request) in wrong {
                is_our_page(&browser.send(request).await, &format!("{route} with {name}"));
            }
            for (name, kind, body, status) in [
                ("nothing", FORM, String::new(), StatusCode::UNPROCESSABLE_ENTITY),
                ("an unknown key", FORM, format!("{good}&echo-7=echo-7"), StatusCode::UNPROCESSABLE_ENTITY),
                ("every key twice", FORM, format!("{good}&{good}"), StatusCode::UNPROCESSABLE_ENTITY),
                ("a good form as text", "text/plain", (*good).to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
                ("too much", FORM, format!("{good}{}", "x".repeat(1024 * 1024)), StatusCode::PAYLOAD_TOO_LARGE),
            ] {
                let what = format!("{route} with {name}");
                let answer = browser.send(posted(route, kind, body.into_bytes())).await;
                assert_eq!(answer.status, status, "{what}: {}", answer.body);
                is_our_page(&answer, &what);
            }
        }
        for (route, body) in [("/account/switch", "account=echo-7"), ("/consent", "ticket=a&verdict=echo-7")] {
            let answer = browser.send(posted(route, FORM, body.as_bytes().to_vec())).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{route}: {}", answer.body);
            is_our_page(&answer, &format!("{route} with a value of another type"));
        }
    }
    assert!(digests(&stage.server).await == before, "what cannot be read is not acted upon");
}

/// The same keys, with values that are no UTF-8.
fn no_text(form: &str) -> Vec<u8> {
    let keys = form.split('&').filter_map(|pair| pair.split('=').next());
    keys.flat_map(|key| [key.as_bytes(), b"=\xff\xfe&"].concat()).collect()
}

#[tokio::test]
async fn a_method_that_there_is_not_is_answered_with_those_that_there_are() {
    let stage = Scene::Demo.open().await;
    let browser = stage.server.browser();
    for (request, allowed) in [
        (Request::new(Method::GET, "/sign-out"), "POST"),
        (Request::new(Method::GET, "/dossiers"), "POST"),
        (Request::form("/login", &[]), "GET,HEAD"),
        (Request::form("/favicon.svg", &[]), "GET,HEAD"),
    ] {
        let answer = browser.send(request).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{}", answer.body);
        assert_eq!(answer.header("allow"), Some(allowed));
        is_our_page(&answer, allowed);
    }
}

#[tokio::test]
async fn a_refusal_without_a_page_to_go_back_to_is_told_where_work_begins() {
    let stage = Scene::Demo.open().await;
    for (email, start) in [
        (Some(KIM), "/offerings"),
        (Some("otto@operator.example"), "/board"),
        (Some("clara@orrery.example"), "/catalog"),
        (None, "/catalog"),
    ] {
        let browser = email.map_or_else(|| stage.server.browser(), |email| stage.browser_of(email));
        let refused = browser.post("/api/plan/submit", &[("offering", "x")]).await;
        let home = refused.path().unwrap();
        assert!(home.starts_with("/?") && home.contains("__err="), "{email:?}: {home}");
        let code = home.split_once("__err=").unwrap().1;

        let told = browser.get(&format!("{home}&show=yours&to=%2F%2Fevil.example")).await;
        assert_eq!(told.path().as_deref(), Some(format!("{start}?__err={code}").as_str()), "{email:?}");
        let page = browser.get(&told.path().unwrap()).await;
        assert_eq!(page.status, StatusCode::OK, "{email:?}");
        assert!(page.body.contains("form-problem"), "{email:?}: the page says what is the matter");
        assert_eq!(browser.get("/").await.path().as_deref(), Some(start), "{email:?}: nothing is added to nothing");
    }
}

//! What clients send to the issuer and no client should: they are answered in the words of the protocol (RFC 6749 §5.2,
//! RFC 6750 §3, RFC 7009 §2.2), whatever is the matter.

use hyper::StatusCode;
use serde_json::Value;

use super::plain::is_our_page;
use super::{FORM, KIM, malformed, posted};
use crate::authz::digests;
use crate::support::Scene;

#[tokio::test]
async fn what_a_client_cannot_have_meant_is_refused_in_the_words_of_the_protocol() {
    let stage = Scene::Demo.open().await;
    let before = digests(&stage.server).await;
    let browser = stage.server.browser();
    let repeated = "token=a&token=a&access_token=a&access_token=a&grant_type=b&grant_type=b&client_id=c&client_id=c";
    let large = vec![b'x'; 1024 * 1024 + 1];
    let further = [("every key twice", FORM, repeated.as_bytes().to_vec()), ("too much", FORM, large)];
    for (name, kind, body) in malformed().into_iter().chain(further) {
        for route in ["/token", "/revoke"] {
            let what = format!("{route} with {name}");
            let answer = browser.send(posted(&format!("{route}?a=%ff&a=%zz"), kind, body.clone())).await;
            let expected = if name == "too much" { [413, 413] } else { [400, 401] };
            assert!(expected.contains(&answer.status.as_u16()), "{what}: {} {}", answer.status, answer.body);
            assert_eq!(answer.header("content-type"), Some("application/json"), "{what}: {}", answer.body);
            let told: Value = serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{what}: {}", answer.body));
            let error = told["error"].as_str().unwrap_or_else(|| panic!("{what}: {told}"));
            assert!(["invalid_request", "invalid_client"].contains(&error), "{what}: {told}");
            assert_eq!(answer.status == StatusCode::UNAUTHORIZED, error == "invalid_client", "{what}: {told}");
        }
        let answer = browser.send(posted("/userinfo?access_token=%ff", kind, body)).await;
        let what = format!("/userinfo with {name}");
        let is_malformed = ["every key twice", "too much"].contains(&name);
        let expected = if is_malformed { StatusCode::BAD_REQUEST } else { StatusCode::UNAUTHORIZED };
        assert_eq!((answer.status, answer.body.as_str()), (expected, ""), "{what}");
        assert!(answer.header("www-authenticate").is_some_and(|told| told.starts_with("Bearer ")), "{what}");
    }
    assert!(digests(&stage.server).await == before, "what cannot be read is not acted upon");
}

#[tokio::test]
async fn a_posted_authorization_request_becomes_an_address_or_is_answered_by_a_page_of_ours() {
    let stage = Scene::Demo.open().await;
    for browser in [stage.browser_of(KIM), stage.server.browser()] {
        for (name, kind, body) in malformed() {
            let answer = browser.send(posted("/authorize", kind, body)).await;
            if answer.status == StatusCode::SEE_OTHER {
                let to = answer.path().unwrap();
                assert!(kind == FORM && to.starts_with("/authorize?"), "{name}: {to}");
                is_our_page(&browser.get(&to).await, name);
            } else {
                is_our_page(&answer, name);
            }
        }
    }
}

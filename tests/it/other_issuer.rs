//! Signing in at an issuer that is not ours: who is let in, and every lie that must not be believed (security.md §3b).

mod lies;
mod terms;
mod ties;

use std::sync::Arc;
use std::time::Duration;

use hyper::StatusCode;
use serde_json::json;

use lies::{lies, timed};

use crate::support::idp::{CLIENT_ID, Idp, Mint, new_key, redirect_to_canary};
use crate::support::{Browser, TestServer, VERA};

/// Somebody whom the administrator added and who has never signed in.
async fn invited(server: &TestServer) {
    server.backend.add_person(VERA.email, VERA.name, &[]).await.unwrap();
}

async fn attempt(idp: &Idp, server: &TestServer) -> (StatusCode, Browser) {
    let browser = server.browser();
    let callback = idp.answer(server, &browser).await;
    let status = browser.get(&callback).await.status;
    assert_eq!(browser.cookie("__Host-session").is_some(), status == StatusCode::SEE_OTHER);
    (status, browser)
}

#[tokio::test]
async fn an_invited_person_is_linked_once_by_a_verified_address_and_known_by_subject_from_then_on() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    invited(&server).await;

    idp.behaviour().email = Some((VERA.email.to_owned(), false));
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::FORBIDDEN, "an address that nobody verified");
    idp.behaviour().email = Some(("somebody@else.example".to_owned(), true));
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::FORBIDDEN, "an address that nobody was invited with");
    idp.behaviour().email = Some((VERA.email.to_uppercase(), true));
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::SEE_OTHER);

    idp.behaviour().email = None;
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::SEE_OTHER, "the subject is enough");
    {
        let mut behaviour = idp.behaviour();
        behaviour.subject = "sub-2".to_owned();
        behaviour.email = Some((VERA.email.to_owned(), true));
    }
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::FORBIDDEN, "the address links once only");
    idp.behaviour().subject = "sub-1".to_owned();
    server.backend.disable_person(VERA.email).await.unwrap();
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::FORBIDDEN, "disabled");
}

#[tokio::test]
async fn an_address_is_believed_from_the_token_and_from_the_userinfo_endpoint_and_only_about_who_signed_in() {
    for email_in_token in [true, false] {
        let idp = Idp::start().await;
        let server = idp.console().await;
        invited(&server).await;
        {
            let mut behaviour = idp.behaviour();
            behaviour.email = Some((VERA.email.to_owned(), true));
            behaviour.email_in_token = email_in_token;
            behaviour.userinfo_subject = Some("somebody-else".to_owned());
        }
        let expected = if email_in_token { StatusCode::SEE_OTHER } else { StatusCode::BAD_REQUEST };
        assert_eq!(attempt(&idp, &server).await.0, expected, "in the token: {email_in_token}");
        idp.behaviour().userinfo_subject = None;
        assert_eq!(attempt(&idp, &server).await.0, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn somebody_with_a_password_is_not_taken_over_by_an_address() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    VERA.exist(&server.backend).await;
    idp.behaviour().email = Some((VERA.email.to_owned(), true));
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_stranger_is_told_whom_to_ask() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    let browser = server.browser();
    let callback = idp.answer(&server, &browser).await;
    let page = browser.get(&callback).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.body.contains("operator@example.com"), "{}", page.body);
}

#[tokio::test]
async fn the_embedded_issuer_is_not_there() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    for path in ["/authorize", "/sign-in", "/keys", "/userinfo", "/.well-known/openid-configuration", "/set-up/x"] {
        assert_eq!(server.browser().get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/sign-in", "/token", "/set-up/x"] {
        assert_eq!(server.browser().post(path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn no_lie_of_an_issuer_or_of_somebody_in_between_is_believed() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    invited(&server).await;
    idp.behaviour().email = Some((VERA.email.to_owned(), true));
    for (what, mint) in lies() {
        idp.behaviour().mint = mint;
        let (status, _) = attempt(&idp, &server).await;
        assert!(matches!(status, StatusCode::BAD_REQUEST | StatusCode::BAD_GATEWAY), "{what}: {status}");
    }
    idp.behaviour().mint = Box::new(|key, claims| key.sign("JWT", &claims).unwrap());
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::SEE_OTHER, "the truth still is");
}

#[tokio::test]
async fn clocks_may_be_a_minute_apart_and_several_audiences_are_fine_with_our_name() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    invited(&server).await;
    idp.behaviour().email = Some((VERA.email.to_owned(), true));
    let truths: Vec<(&str, Mint)> = vec![
        ("expired 59 seconds ago", timed("exp", -59)),
        ("issued in 59 seconds", timed("iat", 59)),
        (
            "two audiences with our name as party",
            Box::new(|key, mut claims| {
                claims.insert("aud".to_owned(), json!([CLIENT_ID, "somebody-else"]));
                claims.insert("azp".to_owned(), json!(CLIENT_ID));
                key.sign("JWT", &claims).unwrap()
            }),
        ),
    ];
    for (what, mint) in truths {
        idp.behaviour().mint = mint;
        assert_eq!(attempt(&idp, &server).await.0, StatusCode::SEE_OTHER, "{what}");
    }
}

/// This issuer takes a code as often as it comes, so only the console's own memory stands against a replay.
#[tokio::test]
async fn an_answer_counts_once_even_if_the_issuer_does_not_care() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    invited(&server).await;
    idp.behaviour().email = Some((VERA.email.to_owned(), true));
    let browser = server.browser();
    let callback = idp.answer(&server, &browser).await;
    let cookie = browser.cookie("__Host-login").unwrap();
    assert_eq!(browser.get(&callback).await.status, StatusCode::SEE_OTHER);
    let replaying = server.browser();
    replaying.set_cookie("__Host-login", &cookie);
    assert_eq!(replaying.get(&callback).await.status, StatusCode::BAD_REQUEST);
    assert!(replaying.cookie("__Host-session").is_none());
}

#[tokio::test]
async fn an_answer_that_names_another_issuer_never_reaches_the_token_endpoint() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    idp.behaviour().token_answer = Some(|| panic!("the code was sent"));
    let browser = server.browser();
    let callback = idp.answer(&server, &browser).await;
    let answer = browser.get(&format!("{callback}&iss=https%3A%2F%2Fother.example")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_issuer_that_promises_its_name_is_held_to_it() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    invited(&server).await;
    {
        let mut behaviour = idp.behaviour();
        behaviour.names_itself = true;
        behaviour.email = Some((VERA.email.to_owned(), true));
    }
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::BAD_REQUEST, "no name");
    for name in ["https://other.example", ""] {
        let browser = server.browser();
        let callback = idp.answer(&server, &browser).await;
        assert_eq!(browser.get(&format!("{callback}&iss={name}")).await.status, StatusCode::BAD_REQUEST, "{name:?}");
    }
    let browser = server.browser();
    let callback = idp.answer(&server, &browser).await;
    let issuer = format!("http%3A%2F%2F{}", idp.address);
    assert_eq!(browser.get(&format!("{callback}&iss={issuer}")).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_refusal_of_the_issuer_is_shown_without_its_words() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    let browser = server.browser();
    let callback =
        idp.answer(&server, &browser).await.replace("code=a-code", "error=access_denied&error_description=%3Cb%3Ehi");
    let answer = browser.get(&callback).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(!answer.body.contains("access_denied") && !answer.body.contains("<b>hi"));
}

#[tokio::test]
async fn another_issuer_in_the_discovery_document_ends_the_sign_in_before_it_begins() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    idp.behaviour().issuer = "https://evil.example".to_owned();
    let answer = server.browser().get("/login").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::BAD_GATEWAY, None));
}

#[tokio::test]
async fn redirects_of_the_token_endpoint_are_not_followed() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    idp.behaviour().token_answer = Some(redirect_to_canary);
    let (status, _) = attempt(&idp, &server).await;
    assert!(matches!(status, StatusCode::BAD_GATEWAY | StatusCode::BAD_REQUEST), "{status}");
    assert_eq!(idp.behaviour().canary, 0);
}

/// Honest tokens in both answers: only their length differs.
#[tokio::test]
async fn an_answer_of_more_than_256_kib_is_not_read() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    invited(&server).await;
    idp.behaviour().email = Some((VERA.email.to_owned(), true));
    idp.behaviour().padding = 300 * 1024;
    let (status, _) = attempt(&idp, &server).await;
    assert!(matches!(status, StatusCode::BAD_GATEWAY | StatusCode::BAD_REQUEST), "{status}");
    idp.behaviour().padding = 200 * 1024;
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::SEE_OTHER, "a long answer below the limit");
}

#[tokio::test]
async fn a_new_signing_key_is_found_and_unknown_ones_cost_one_fetch_a_minute() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    invited(&server).await;
    idp.behaviour().email = Some((VERA.email.to_owned(), true));
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::SEE_OTHER);
    assert_eq!(idp.behaviour().key_fetches, 1);

    let next = new_key();
    {
        let mut behaviour = idp.behaviour();
        behaviour.published.push(Arc::clone(&next));
        behaviour.signing = next;
    }
    server.wait(Duration::from_mins(1));
    assert_eq!(attempt(&idp, &server).await.0, StatusCode::SEE_OTHER, "found after rotation");
    assert_eq!(idp.behaviour().key_fetches, 2);

    idp.behaviour().signing = new_key();
    for _ in 0..20 {
        assert_eq!(attempt(&idp, &server).await.0, StatusCode::BAD_REQUEST);
    }
    assert_eq!(idp.behaviour().key_fetches, 2, "asked less than a minute ago");
    server.wait(Duration::from_mins(1));
    for _ in 0..20 {
        attempt(&idp, &server).await;
    }
    assert_eq!(idp.behaviour().key_fetches, 3);
}

#[tokio::test]
async fn an_issuer_that_is_gone_is_a_page_that_says_so() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    drop(idp);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let answer = server.browser().get("/login").await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert!(answer.body.contains("cannot be reached"), "{}", answer.body);
}

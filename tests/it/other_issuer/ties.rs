//! State, nonce and PKCE: each ties an answer to the attempt that it answers, and so to the browser that began it
//! (security.md §3b). What is not there at all is among the lies, and in `sign_in`.

use std::time::Duration;

use hyper::StatusCode;

use super::invited;
use crate::support::idp::Idp;
use crate::support::{Browser, TestServer, VERA};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    State,
    Nonce,
    /// The issuer's side of PKCE: what the console asked with.
    Challenge,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Missing,
    Altered,
    Replayed,
    OfAnotherBrowser,
    TooLate,
}

/// What an attempt is tied with, and what its browser holds of it.
#[derive(Clone)]
struct Attempt {
    state: String,
    nonce: String,
    challenge: String,
    cookie: String,
}

impl Attempt {
    async fn begin(idp: &Idp, server: &TestServer) -> (Browser, Self) {
        let browser = server.browser();
        let callback = idp.answer(server, &browser).await;
        let state = callback.split_once("state=").unwrap().1.to_owned();
        let cookie = browser.cookie("__Host-login").unwrap();
        let behaviour = idp.behaviour();
        let attempt = Self { state, nonce: behaviour.nonce.clone(), challenge: behaviour.challenge.clone(), cookie };
        (browser, attempt)
    }

    fn tie(&self, tie: Tie) -> &str {
        match tie {
            Tie::State => &self.state,
            Tie::Nonce => &self.nonce,
            Tie::Challenge => &self.challenge,
        }
    }

    fn tied(&self, tie: Tie, with: &str) -> Self {
        let (attempt, with) = (self.clone(), with.to_owned());
        match tie {
            Tie::State => Self { state: with, ..attempt },
            Tie::Nonce => Self { nonce: with, ..attempt },
            Tie::Challenge => Self { challenge: with, ..attempt },
        }
    }

    /// The answer of an issuer that takes every code as often as it comes, and checks the verifier as it must.
    async fn answered(&self, idp: &Idp, browser: &Browser) -> StatusCode {
        {
            let mut behaviour = idp.behaviour();
            behaviour.nonce.clone_from(&self.nonce);
            behaviour.challenge.clone_from(&self.challenge);
        }
        browser.set_cookie("__Host-login", &self.cookie);
        browser.get(&format!("/login/callback?code=a-code&state={}", self.state)).await.status
    }
}

fn altered(text: &str) -> String {
    let first = if text.starts_with('A') { 'B' } else { 'A' };
    format!("{first}{}", &text[1..])
}

#[tokio::test]
async fn an_answer_that_is_not_tied_to_its_attempt_gives_no_session_and_changes_nothing() {
    let idp = Idp::start().await;
    let server = idp.console().await;
    invited(&server).await;
    idp.behaviour().email = Some((VERA.email.to_owned(), true));
    let store = server.backend.store();
    for tie in [Tie::State, Tie::Nonce, Tie::Challenge] {
        for fault in [Fault::Missing, Fault::Altered, Fault::Replayed, Fault::OfAnotherBrowser, Fault::TooLate] {
            let (before_us, earlier) = Attempt::begin(&idp, &server).await;
            assert_eq!(earlier.answered(&idp, &before_us).await, StatusCode::SEE_OTHER, "an earlier attempt");
            let (_, other) = Attempt::begin(&idp, &server).await;
            let (browser, ours) = Attempt::begin(&idp, &server).await;
            let spoiled = match (fault, tie) {
                (Fault::Missing, _) => ours.tied(tie, ""),
                (Fault::Altered, _) => ours.tied(tie, &altered(ours.tie(tie))),
                // With everything that belongs to it, so that only the memory of the console stands against it.
                (Fault::Replayed, Tie::State) => earlier,
                (Fault::Replayed, _) => ours.tied(tie, earlier.tie(tie)),
                (Fault::OfAnotherBrowser, _) => ours.tied(tie, other.tie(tie)),
                (Fault::TooLate, _) => {
                    server.wait(Duration::from_mins(10));
                    ours.clone()
                }
            };
            let before = store.digests().await.unwrap();
            assert_eq!(spoiled.answered(&idp, &browser).await, StatusCode::BAD_REQUEST, "{tie:?}: {fault:?}");
            assert!(browser.cookie("__Host-session").is_none(), "{tie:?}: {fault:?}");
            assert!(store.digests().await.unwrap() == before, "{tie:?}: {fault:?}");
            if fault != Fault::TooLate {
                let honest = ours.answered(&idp, &browser).await;
                assert_eq!(honest, StatusCode::SEE_OTHER, "{tie:?}: {fault:?} was all that was wrong");
            }
        }
    }
}

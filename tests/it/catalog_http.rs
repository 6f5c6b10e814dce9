//! Catalog pages are drawn once and kept: what browsers are told about them, when they are drawn anew, and that a page
//! drawn for one viewer is never answered to another.

use std::time::Duration;

use hyper::{Method, StatusCode};
use slipway_backend::demo::PERSONAS;

use crate::support::{Browser, Request, Scene, Stage};

const DETAILS: &str = "/catalog/northwind-vector";
const TARGETS: [&str; 4] = ["/catalog", DETAILS, "/catalog?q=vector", "/catalog?category=databases"];
const KIM: &str = "kim@northwind.example";
const CLARA: &str = "clara@orrery.example";
const FINN: &str = "finn@fernway.example";
const OTTO: &str = "otto@operator.example";

/// A request as after a visit that left `etag` behind.
async fn again(browser: &Browser, target: &str, etag: &str) -> crate::support::Answer {
    browser.send(Request::new(Method::GET, target).header("if-none-match", etag)).await
}

async fn call(browser: &Browser, function: &str, fields: &[(&str, &str)]) {
    let answer = browser.send(Request::form(function, fields).header("accept", "application/json")).await;
    assert!(answer.status.is_success(), "{function}: {} {}", answer.status, answer.body);
}

/// Everybody with their browsers: the owner, the invited, the stranger, nobody, the reviewer.
fn viewers(stage: &Stage) -> Vec<(&'static str, Browser)> {
    let mut viewers: Vec<_> = PERSONAS.iter().map(|persona| (persona.email, stage.browser_of(persona.email))).collect();
    viewers.push(("nobody", stage.server.browser()));
    viewers
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let stage = Scene::Public.open().await;
    let nobody = stage.server.browser();
    for target in TARGETS {
        let first = nobody.get(target).await;
        assert_eq!(first.status, StatusCode::OK, "{target}");
        assert_eq!(first.header("cache-control"), Some("private, no-cache"), "{target}");
        assert_eq!(first.header("vary"), Some("Cookie, Accept-Language"), "{target}");
        let etag = first.header("etag").unwrap();
        let unchanged = again(&nobody, target, etag).await;
        assert_eq!((unchanged.status, unchanged.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{target}");
        assert_eq!(unchanged.header("etag"), Some(etag), "{target}");
        // As a browser sends it that has the page through a proxy that compresses.
        assert_eq!(again(&nobody, target, &format!("W/{etag}")).await.status, StatusCode::NOT_MODIFIED, "{target}");
        assert_eq!(nobody.get(target).await.body, first.body, "{target}: kept as it was drawn");
        assert_eq!(again(&nobody, target, "\"something-else\"").await.status, StatusCode::OK);
    }
}

/// The server draws it once, and no browser keeps it.
#[tokio::test]
async fn a_page_that_was_drawn_for_somebody_is_kept_by_no_browser() {
    let stage = Scene::Public.open().await;
    for (who, browser) in viewers(&stage).into_iter().filter(|(who, _)| *who != "nobody") {
        for target in TARGETS {
            let public = stage.server.browser().get(target).await.header("etag").unwrap().to_owned();
            let first = browser.get(target).await;
            for page in [&first, &browser.get(target).await, &again(&browser, target, &public).await] {
                assert_eq!(page.status, StatusCode::OK, "{who} {target}");
                assert_eq!(page.header("cache-control"), Some("no-store"), "{who} {target}");
                assert_eq!(page.header("etag"), None, "{who} {target}");
                assert_eq!(page.body, first.body, "{who} {target}: kept as it was drawn");
            }
        }
    }
}

#[tokio::test]
async fn a_kept_page_goes_to_nobody_else() {
    for scene in [Scene::Limited, Scene::Public] {
        let stage = scene.open().await;
        let viewers = viewers(&stage);
        for target in ["/catalog", DETAILS] {
            // Twice and in turns, so that every page that is kept could reach everybody after its owner.
            for round in 0..2 {
                for (who, browser) in &viewers {
                    let page = browser.get(target).await;
                    let what = format!("{scene:?} {target} {who} in round {round}");
                    let sees = scene == Scene::Public || sees_limited(who);
                    let expected = if sees || target == "/catalog" { StatusCode::OK } else { StatusCode::NOT_FOUND };
                    assert_eq!(page.status, expected, "{what}");
                    assert_eq!(page.body.contains("Vector Search"), sees, "{what}");
                    for persona in PERSONAS.iter().filter(|persona| persona.email != *who) {
                        assert!(!page.body.contains(persona.email), "{what}: {}", persona.email);
                        assert!(!page.body.contains(persona.name), "{what}: {}", persona.name);
                    }
                    let own = PERSONAS.iter().find(|persona| persona.email == *who);
                    assert!(own.is_none_or(|own| page.body.contains(own.name)), "{what}: the page is theirs");
                }
            }
        }
    }
}

/// The owner's people, the invited account, and the desks that review.
fn sees_limited(who: &str) -> bool {
    who.ends_with("@northwind.example") || [CLARA, OTTO, "rita@operator.example"].contains(&who)
}

#[tokio::test]
async fn what_strangers_may_not_see_has_no_tag_to_ask_with() {
    let stage = Scene::Limited.open().await;
    assert_eq!(stage.browser_of(KIM).get(DETAILS).await.status, StatusCode::OK);
    for browser in [stage.server.browser(), stage.browser_of(FINN)] {
        let answer = browser.get(DETAILS).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.header("etag").is_none());
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn a_release_an_invitation_and_its_end_show_at_once() {
    let stage = Scene::Approved.open().await;
    let (kim, clara, finn, nobody) =
        (stage.browser_of(KIM), stage.browser_of(CLARA), stage.browser_of(FINN), stage.server.browser());
    let (offering, orrery) = ("northwind-vector", stage.facts["orrery"].as_str());
    let status = async |browser: &Browser| browser.get(DETAILS).await.status;
    assert_eq!((status(&clara).await, status(&finn).await), (StatusCode::OK, StatusCode::NOT_FOUND));
    assert!(clara.get("/catalog").await.body.contains("Vector Search"));

    call(&kim, "/api/allowlist/remove", &[("offering", offering), ("account", orrery)]).await;
    assert_eq!(status(&clara).await, StatusCode::NOT_FOUND, "the invitation has ended");
    assert!(!clara.get("/catalog").await.body.contains("Vector Search"), "the catalog is another one");

    let empty = nobody.get("/catalog").await;
    assert!(!empty.body.contains("Vector Search"));
    let otto = stage.browser_of(OTTO);
    let seen = otto.sees(offering).await;
    call(&otto, "/api/release/public", &[("offering", offering), ("seen", &seen)]).await;
    for browser in [&clara, &finn, &nobody] {
        assert_eq!(status(browser).await, StatusCode::OK);
    }
    let full = again(&nobody, "/catalog", empty.header("etag").unwrap()).await;
    assert!(full.status == StatusCode::OK && full.body.contains("Vector Search"));
}

#[tokio::test]
async fn what_is_not_published_yet_does_not_show_and_changes_no_page() {
    let stage = Scene::Limited.open().await;
    let kim = stage.browser_of(KIM);
    let before = kim.get(DETAILS).await.body;
    let revision = stage.facts["listing_revision"].as_str();
    let fields =
        [("offering", "northwind-vector"), ("revision", revision), ("listing[display_name]", "Unpublished name")];
    call(&kim, "/api/listing/save", &fields).await;
    assert_eq!(kim.get(DETAILS).await.body, before);
}

#[tokio::test]
async fn a_page_is_drawn_anew_after_a_minute_and_is_then_the_same() {
    let stage = Scene::Public.open().await;
    let nobody = stage.server.browser();
    let first = nobody.get(DETAILS).await;
    stage.server.wait(Duration::from_secs(61));
    assert_eq!(again(&nobody, DETAILS, first.header("etag").unwrap()).await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn signed_out_pages_name_no_people_and_hold_no_script() {
    let stage = Scene::Public.open().await;
    stage.browser_of(KIM).get(DETAILS).await;
    for target in ["/catalog", DETAILS] {
        let page = stage.server.browser().get(target).await;
        for persona in PERSONAS {
            assert!(
                !page.body.contains(persona.name) && !page.body.contains(persona.email),
                "{target}: {}",
                persona.name
            );
        }
        assert!(!page.body.contains("<script"), "{target}: nothing on it needs one");
    }
}

#[tokio::test]
async fn everybody_reads_the_language_that_they_ask_for() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let text = [
        ("offering", "northwind-vector"),
        ("language", "de"),
        ("revision", "0"),
        ("translation[groups][0][0][key]", "listing[display_name]"),
        ("translation[groups][0][0][text]", "Vektorsuche"),
    ];
    call(&kim, "/api/translation/save", &text).await;
    let seen = kim.sees("northwind-vector").await;
    call(&kim, "/api/release/limited", &[("offering", "northwind-vector"), ("seen", &seen)]).await;
    // Twice, so that a page that is kept could reach whoever reads another language.
    for _ in 0..2 {
        for (target, accepted, is_german) in [
            (DETAILS, "de-CH, en;q=0.5", true),
            (DETAILS, "en", false),
            (DETAILS, "fr", false),
            ("/catalog/northwind-vector?lang=de", "en", true),
            ("/catalog/northwind-vector?lang=en", "de", false),
            ("/catalog", "de", true),
            ("/catalog", "en", false),
        ] {
            let page = kim.send(Request::new(Method::GET, target).header("accept-language", accepted)).await;
            assert_eq!(page.body.contains("Vektorsuche"), is_german, "{target} {accepted}");
        }
    }
}

//! What one provider keeps to itself is in no answer to another (security.md §3d): marks in Globex's data, looked for
//! in everything that Northwind's people can ask for.

use crate::authz::request;
use crate::authz::rows::ROWS;
use crate::support::{Answer, Browser, Request, Scene, Stage};

const KIM: &str = "kim@northwind.example";
const ADA: &str = "ada@northwind.example";
const VERA: &str = "vera@northwind.example";
const GUS: &str = "gus@globex.example";
const OTTO: &str = "otto@operator.example";
const RITA: &str = "rita@operator.example";

/// The contact of Globex's registration.
const CONTACT: &str = "gus@globex.example";
const LEGAL_NAME: &str = "Globex Inc.";
/// The terms page of an unpublished draft.
const TERMS: &str = "https://globex.example/relay/unpublished-terms";

async fn call(browser: &Browser, function: &str, fields: &[(&str, &str)]) -> Answer {
    let answer = browser.send(Request::form(function, fields).header("accept", "application/json")).await;
    assert!(answer.status.is_success(), "{function}: {} {}", answer.status, answer.body);
    answer
}

/// Globex begins an offering, and Northwind's request for release comes after that.
async fn planted() -> Stage {
    let stage = Scene::Limited.open().await;
    let (gus, kim, otto) = (stage.browser_of(GUS), stage.browser_of(KIM), stage.browser_of(OTTO));
    let globex = stage.facts["account"].as_str();
    call(&otto, "/api/registration/decide", &[("account", globex), ("verdict", "approve")]).await;
    let new = [("resource[resource_name]", "globex-relay"), ("resource[broker_ready]", "no")];
    call(&gus, "/api/offering/add", &new).await;
    let listing = [("offering", "globex-relay"), ("revision", "0"), ("listing[terms_url]", TERMS)];
    call(&gus, "/api/listing/save", &listing).await;
    call(&kim, "/api/review/request", &[("offering", &stage.facts["name"])]).await;
    stage
}

#[tokio::test]
async fn what_a_provider_keeps_to_itself_is_in_no_answer_to_another() {
    let stage = planted().await;
    let open = stage.server.backend.store().open_submissions().await.unwrap().remove(0);
    let mut facts = stage.facts.clone();
    facts.extend([("submission", open.id.to_string()), ("content", open.content_sha256)]);
    let mut asked = 0;
    for browser in [stage.browser_of(VERA), stage.browser_of(KIM)] {
        for row in ROWS.iter().filter(|row| row.route != "/sign-out") {
            let answer = browser.send(request(row, &facts)).await;
            let told = format!("{:?} {}", answer.headers, answer.body);
            for canary in [CONTACT, LEGAL_NAME, TERMS] {
                assert!(!told.contains(canary), "{} {} tells {canary}", row.method, row.route);
            }
            asked += usize::from(answer.status.is_success());
        }
    }
    assert!(asked > 80, "most of it was answered: {asked}");
}

#[tokio::test]
async fn the_canaries_are_there_for_those_who_may_see_them() {
    let stage = planted().await;
    let (gus, otto, rita) = (stage.browser_of(GUS), stage.browser_of(OTTO), stage.browser_of(RITA));
    let own = call(&gus, "/api/offering", &[("offering", "globex-relay")]).await.body;
    assert!(own.contains(TERMS));
    let registration = call(&otto, "/api/account/of", &[("account", &stage.facts["account"])]).await.body;
    assert!(registration.contains(CONTACT) && registration.contains(LEGAL_NAME));
    // Not even in what was handed in, and is kept for ever.
    let open = stage.server.backend.store().open_submissions().await.unwrap().remove(0);
    let review = call(&rita, "/api/review", &[("submission", &open.id.to_string())]).await.body;
    assert!(!review.contains(TERMS));
}

/// Nobody reads a stored password: not who typed it, and not the operator's admin.
#[tokio::test]
async fn no_answer_holds_the_password_of_a_broker() {
    const TYPED: &str = "canary-of-a-broker";
    // Of the broker that the demo and its test runs call; as it is, and as its calls carry it.
    let secrets = [TYPED, "otter-in-the-harbour", "c2xpcHdheTpvdHRlci1pbi10aGUtaGFyYm91cg=="];
    let mut asked = 0;
    for scene in [Scene::Demo, Scene::Workshop, Scene::Limited] {
        for email in [KIM, ADA, OTTO] {
            let stage = scene.open().await;
            if scene == Scene::Demo {
                let broker = [
                    ("offering", stage.facts["name"].as_str()),
                    ("broker[name]", "canary"),
                    ("broker[url]", "https://canary.example"),
                    ("broker[username]", "slipway"),
                    ("broker[osb_version]", "2.17"),
                    ("password", TYPED),
                ];
                call(&stage.browser_of(KIM), "/api/broker/add", &broker).await;
            }
            let browser = stage.browser_of(email);
            for row in ROWS.iter().filter(|row| row.scene == scene && row.route != "/sign-out") {
                let answer = browser.send(request(row, stage.facts)).await;
                let told = format!("{:?} {}", answer.headers, answer.body);
                for secret in secrets {
                    assert!(!told.contains(secret), "{} {} tells {email} {secret}", row.method, row.route);
                }
                asked += usize::from(answer.status.is_success());
            }
        }
    }
    assert!(asked > 100, "most of it was answered: {asked}");
}

#[tokio::test]
async fn an_account_that_is_not_found_comes_back_to_the_form_and_tells_of_no_other() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let name = stage.facts["name"].as_str();
    let mut pages = Vec::new();
    for typed in ["Globe", "Nobody", "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11"] {
        let refused = kim.post("/api/allowlist/add", &[("offering", name), ("account", typed)]).await;
        let page = kim.get(&refused.path().unwrap()).await;
        assert!(page.body.contains(&format!("value=\"{typed}\"")), "what was typed is kept");
        assert!(page.body.contains("ALW-ACC-04"), "{typed}");
        pages.push(page.body.replace(typed, "…"));
    }
    assert!(pages.iter().all(|page| *page == pages[0]), "almost right is as wrong as anything");
    let own = kim.post("/api/allowlist/add", &[("offering", name), ("account", "Northwind Data")]).await;
    assert!(kim.get(&own.path().unwrap()).await.body.contains("ALW-ACC-03"));
    let added = kim.post("/api/allowlist/add", &[("offering", name), ("account", "Fernway")]).await;
    assert!(kim.get(&added.path().unwrap()).await.body.contains("Fernway"));
}

//! Demo accounts have printed passwords, so that every page of such a console says what it is (security.md), and no page
//! of another one does.

use hyper::Method;
use scraper::{Html, Selector};
use slipway_app::text::DEMO;

use crate::authz::request;
use crate::authz::rows::ROWS;
use crate::support::{Answer, Browser, Facts, Request, Scene, TestServer, facts_of};

const OTTO: &str = "otto@operator.example";
const ADA: &str = "ada@northwind.example";
const CLARA: &str = "clara@orrery.example";

/// What the fresh demo does not have; its pages say that there is no such thing.
const ABSENT: [&str; 5] = ["instance", "binding", "run", "parked", "submission"];
const NOBODYS_ID: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11";

fn all(page: &Html, selector: &str) -> Vec<String> {
    page.select(&Selector::parse(selector).unwrap()).map(|element| element.text().collect()).collect()
}

/// Of a page in the console's document: what its banners say. The fixed pages of faults have no style sheet.
fn banners(answer: &Answer) -> Option<Vec<String>> {
    let is_html = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    if !is_html || answer.status.is_redirection() {
        return None;
    }
    let page = Html::parse_document(&answer.body);
    page.select(&Selector::parse("link[rel='stylesheet']").unwrap()).next()?;
    Some(all(&page, "aside.banner"))
}

/// Pages before anybody is signed in: the form, and a form that comes back.
async fn before_the_sign_in(browser: &Browser) -> Vec<Answer> {
    let authorize = browser.get("/login?to=/").await;
    let page = browser.get(&authorize.path().unwrap()).await;
    let form = browser.get(&page.path().unwrap()).await;
    let kept = browser
        .post(
            "/api/summary/save",
            &[("offering", "northwind-vector"), ("revision", "1"), ("summary[description]", "Typed.")],
        )
        .await;
    vec![form, kept]
}

#[tokio::test]
async fn every_page_of_a_demo_says_that_it_is_one() {
    let server = TestServer::start_demo().await;
    let mut facts: Facts = facts_of(&server).await;
    facts.extend(ABSENT.map(|fact| (fact, NOBODYS_ID.to_owned())));
    let nobody = server.browser();
    let mut answers: Vec<(String, Answer)> = Vec::new();
    for answer in before_the_sign_in(&nobody).await {
        assert!(banners(&answer).is_some(), "{} {}", answer.status, answer.body);
        answers.push(("before the sign-in".to_owned(), answer));
    }
    let mut browsers = vec![("nobody", nobody)];
    for email in [OTTO, ADA, CLARA] {
        browsers.push((email, server.session_since(email, server.now()).await));
    }
    for row in ROWS.iter().filter(|row| row.method == "GET") {
        for (who, browser) in &browsers {
            answers.push((format!("{} for {who}", row.route), browser.send(request(row, &facts)).await));
        }
    }
    let mut seen = 0;
    for (what, answer) in &answers {
        let Some(said) = banners(answer) else { continue };
        assert_eq!(said, [DEMO], "{what}: {}", answer.status);
        seen += 1;
    }
    assert!(seen > 150, "{seen} pages");
}

#[tokio::test]
async fn no_page_of_a_console_without_demo_accounts_says_so() {
    let stage = Scene::Demo.open().await;
    let mut answers = before_the_sign_in(&stage.server.browser()).await;
    for row in ROWS.iter().filter(|row| row.method == "GET" && row.scene == Scene::Demo) {
        answers.push(stage.browser_of(OTTO).send(request(row, stage.facts)).await);
        answers.push(stage.server.browser().send(request(row, stage.facts)).await);
    }
    answers.push(stage.server.browser().send(Request::new(Method::GET, "/no/such/page")).await);
    let pages: Vec<_> = answers.iter().filter_map(banners).collect();
    assert!(pages.len() > 60, "{} pages", pages.len());
    for said in pages {
        assert_eq!(said, [""; 0]);
    }
}

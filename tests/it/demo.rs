//! Demo accounts have printed passwords, so that every page of such a console says what it is (security.md), and no page
//! of another one does.

use std::net::TcpListener;
use std::process::Stdio;

use hyper::Method;
use scraper::{Html, Selector};
use slipway_app::text::DEMO;
use slipway_app::text::sign_in::DEMO_IN_SAFARI;
use slipway_backend::demo::OFFERING;
use slipway_store::Store;
use tempfile::TempDir;
use url::Url;

use crate::authz::request;
use crate::authz::rows::ROWS;
use crate::support::{Answer, Browser, Facts, Process, Request, Scene, TestServer, command, facts_of};

const OTTO: &str = "otto@operator.example";
const ADA: &str = "ada@northwind.example";
const CLARA: &str = "clara@orrery.example";

/// What the fresh demo does not have; its pages say that there is no such thing.
const ABSENT: [&str; 5] = ["instance", "binding", "run", "parked", "submission"];
const NOBODYS_ID: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11";

fn all(page: &Html, selector: &str) -> Vec<String> {
    page.select(&Selector::parse(selector).unwrap()).map(|element| element.text().collect()).collect()
}

/// Of a page with the console's style sheet: what its banners say.
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

/// A browser that keeps no cookies comes back without the one that its attempt is tied with.
#[tokio::test]
async fn a_sign_in_without_its_cookie_names_the_browsers_that_keep_it_in_a_demo_and_nowhere_else() {
    for (server, is_told) in [(TestServer::start_demo().await, true), (TestServer::start().await, false)] {
        let answer = server.browser().get("/login/callback?code=a-code&state=a-state").await;
        let page = Html::parse_document(&answer.body);
        let told = all(&page, ".dialog__lead").iter().any(|text| text == DEMO_IN_SAFARI);
        assert_eq!(told, is_told, "{}", answer.body);
    }
}

#[tokio::test]
async fn a_demo_whose_port_is_taken_says_what_to_end_or_to_remove_and_starts_once_it_is_free() {
    let dir = TempDir::new().unwrap();
    let serve = || {
        Process::serve_with(dir.path(), |command| {
            command.arg("--demo");
        })
    };
    serve().kill();
    let store = Store::open_current(&dir.path().join("data/slipway.db")).await.unwrap();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let broker = store.offering(scope).await.unwrap().unwrap().brokers[0].draft.url.clone();
    store.close().await;
    let port = Url::parse(&broker).unwrap().port().unwrap();

    let other = TcpListener::bind(("127.0.0.1", port)).unwrap();
    let refused = command(dir.path(), &["serve", "--demo"]).stderr(Stdio::piped()).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success(), "{said}");
    let data = dir.path().join("data");
    assert!(said.contains(&format!("port {port}")) && said.contains(&format!("remove {}", data.display())), "{said}");
    drop(other);
    serve().kill();
}

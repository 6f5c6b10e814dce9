//! Access tokens in a browser without scripts: made with a form that keeps what was typed, shown once, listed, revoked,
//! and nowhere else in clear.

use std::fs;
use std::path::Path;

use hyper::StatusCode;
use scraper::{Html, Selector};
use slipway_app::paths::text_file;

use crate::support::{Answer, Browser, Scene};

const ADA: &str = "ada@northwind.example";
const KIM: &str = "kim@northwind.example";
const RITA: &str = "rita@operator.example";
const CREATE: &str = "/api/tokens/create";

const WANTED: [(&str, &str); 3] =
    [("token[name]", "Nightly <b>"), ("token[scope]", "write"), ("token[lifetime]", "90")];

fn text_of(page: &Answer, css: &str) -> Option<String> {
    let html = Html::parse_document(&page.body);
    let selector = Selector::parse(css).unwrap();
    html.select(&selector).next().map(|found| found.text().collect::<String>().trim().to_owned())
}

/// The token of the page that shows it once.
async fn made(browser: &Browser) -> String {
    let answer = browser.post(CREATE, &WANTED).await;
    assert_eq!(answer.location(), Some("/tokens/fresh"), "{}", answer.body);
    text_of(&browser.get("/tokens/fresh").await, "#access-token").expect("the token is on the page")
}

/// Whether a text is in one of the files below a directory.
fn holds(dir: &Path, text: &str) -> bool {
    fs::read_dir(dir).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, text);
        }
        let bytes = fs::read(path).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[tokio::test]
async fn a_token_is_shown_once_and_handed_over_as_a_file_without_scripts() {
    let stage = Scene::Demo.open().await;
    let ada = stage.browser_of(ADA);
    assert_eq!(ada.post(CREATE, &WANTED).await.location(), Some("/tokens/fresh"));
    assert!(text_of(&stage.browser_of(KIM).get("/tokens/fresh").await, "#access-token").is_none(), "nobody else's");
    let shown = ada.get("/tokens/fresh").await;
    assert_eq!(shown.header("cache-control"), Some("no-store"));
    let token = text_of(&shown, "#access-token").unwrap();
    assert!(token.starts_with("slp_"), "{token}");
    let html = Html::parse_document(&shown.body);
    let link = html.select(&Selector::parse("main a[download]").unwrap()).next().unwrap().value();
    assert_eq!(link.attr("href"), Some(text_file(&format!("Nightly <b>\n{token}\n")).as_str()));
    assert!(text_of(&ada.get("/tokens/fresh").await, "#access-token").is_none(), "once");
}

#[tokio::test]
async fn the_list_tells_what_a_token_is_and_the_button_below_it_ends_it() {
    let stage = Scene::Demo.open().await;
    let ada = stage.browser_of(ADA);
    assert!(ada.get("/tokens").await.body.contains("You have no tokens."));
    let token = made(&ada).await;
    let page = ada.get("/tokens").await;
    assert!(!page.body.contains(&token) && !page.body.contains("Nightly <b>"), "{}", page.body);
    for told in ["Nightly &lt;b&gt;", &token[..16], "Read and change", "Northwind Data", "Never"] {
        assert!(page.body.contains(told), "{told}");
    }
    let id = page.value_of("token").expect("it can be revoked");
    let revoked = ada.post("/api/tokens/revoke", &[("token", &id)]).await;
    assert_eq!(revoked.location(), Some("/tokens"));
    assert!(ada.get("/tokens").await.body.contains("You have no tokens."));
    assert!(stage.server.backend.api_caller(&token).await.is_err());
    let rita = stage.browser_of(RITA);
    made(&rita).await;
    assert!(rita.get("/tokens").await.body.contains("Operator"), "without an account");
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed_and_makes_nothing() {
    let stage = Scene::Demo.open().await;
    let ada = stage.browser_of(ADA);
    let wrong = [("token[name]", " "), ("token[scope]", "write"), ("token[lifetime]", "180")];
    let answer = ada.post(CREATE, &wrong).await;
    let back = answer.path().unwrap();
    assert!(back.starts_with("/tokens?refused=TOK-NAM-01"), "{back}");
    let page = ada.get(back.split('#').next().unwrap()).await;
    assert!(page.body.contains("The name is missing."), "{}", page.body);
    let chosen = text_of(&page, "select[name='token[lifetime]'] option[selected]");
    assert_eq!(chosen.as_deref(), Some("180 days"));
    assert!(page.body.contains("You have no tokens."));
}

#[tokio::test]
async fn a_token_is_in_no_other_page_and_in_no_file_in_clear() {
    let stage = Scene::Demo.open().await;
    let ada = stage.browser_of(ADA);
    let token = made(&ada).await;
    stage.server.backend.api_caller(&token).await.unwrap();
    for page in ["/", "/account", "/sessions", "/tokens", "/tokens/fresh", "/offerings/northwind-vector/history"] {
        let answer = ada.get(page).await;
        assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{page}");
        assert!(!answer.body.contains(&token), "{page}");
    }
    let beginning = token[..16].to_owned();
    let (_, dir) = stage.server.stopped().await;
    assert!(holds(dir.path(), &beginning), "the files are there, and what is public of the token is in them");
    assert!(!holds(dir.path(), &token));
    assert!(!holds(dir.path(), &token[17..60]), "nor its secret alone");
}

//! Forms that make something name their sending, and a form that is sent twice has one effect.

use hyper::StatusCode;
use slipway_app::paths::text_file;
use slipway_domain::event::EventKind;
use slipway_store::EventFilter;

use crate::support::{Browser, Request, Scene, Stage};

const ADA: &str = "ada@northwind.example";
const RITA: &str = "rita@operator.example";

async fn count(stage: &Stage, kind: EventKind) -> usize {
    let filter = EventFilter { limit: 10_000, ..EventFilter::default() };
    let events = stage.server.backend.store().events(&filter).await.unwrap();
    events.iter().filter(|event| event.kind == kind).count()
}

async fn post(browser: &Browser, function: &str, fields: &[(&str, &str)]) -> StatusCode {
    browser.send(Request::form(function, fields).header("accept", "application/json")).await.status
}

#[tokio::test]
async fn every_form_that_makes_something_has_a_name_of_its_own_each_time() {
    for (scene, who, page, action) in [
        (Scene::Demo, ADA, "/offerings/{name}/access", "/api/access/api-key"),
        (Scene::Demo, ADA, "/offerings/{name}/access", "/api/access/client-secret"),
        (Scene::Workshop, ADA, "/offerings/{second}/access", "/api/access/enable"),
        (Scene::Demo, ADA, "/offerings/{name}/pricing/new?kind=free", "/api/plan/add"),
        (Scene::Workshop, ADA, "/offerings/{name}/deployments/import/{broker}", "/api/import/take"),
        (Scene::Limited, ADA, "/offerings/{name}/review", "/api/review/request"),
        (Scene::Requested, RITA, "/reviews/{submission}", "/api/review/decide"),
        (Scene::Renewed, ADA, "/offerings/{name}/changes/{snapshot}", "/api/revision/rollback"),
    ] {
        let stage = scene.open().await;
        let browser = stage.browser_of(who);
        let page = crate::authz::filled(page, stage.facts);
        let (first, second) = (browser.get(&page).await.body, browser.get(&page).await.body);
        let (first, second) = (name_in(&first, action), name_in(&second, action));
        assert!(first.len() >= 22 && second.len() >= 22, "{action}: {first} {second}");
        assert_ne!(first, second, "{action}");
    }
}

/// The hidden field of the form that posts to `action`.
fn name_in(page: &str, action: &str) -> String {
    let page = scraper::Html::parse_document(page);
    let field = format!("form[action='{action}'] input[type=hidden][name=operation]");
    let selector = scraper::Selector::parse(&field).unwrap();
    let field = page.select(&selector).next().unwrap_or_else(|| panic!("{action} has no name"));
    field.value().attr("value").unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_sent_a_hundred_times_at_once_makes_one_key() {
    let stage = Scene::Demo.open().await;
    let before = count(&stage, EventKind::ApiKeyCreated).await;
    let name = stage.facts["name"].as_str();
    let sending: Vec<_> = (0..100)
        .map(|_| {
            let browser = stage.browser_of(ADA);
            let name = name.to_owned();
            tokio::spawn(async move {
                post(&browser, "/api/access/api-key", &[("offering", &name), ("operation", "the-same")]).await
            })
        })
        .collect();
    for sending in sending {
        assert_eq!(sending.await.unwrap(), StatusCode::OK);
    }
    assert_eq!(count(&stage, EventKind::ApiKeyCreated).await, before + 1);
    let browser = stage.browser_of(ADA);
    let shown = browser.get(&format!("/offerings/{name}/access/secrets")).await.body;
    assert!(shown.contains("slw_"), "the one key is shown");
    assert!(!browser.get(&format!("/offerings/{name}/access/secrets")).await.body.contains("slw_"), "once");
}

#[tokio::test]
async fn the_page_that_shows_a_secret_once_hands_it_over_as_a_file_without_scripts() {
    let stage = Scene::Demo.open().await;
    let browser = stage.browser_of(ADA);
    let name = stage.facts["name"].as_str();
    assert_eq!(post(&browser, "/api/access/api-key", &[("offering", name)]).await, StatusCode::OK);
    let shown = browser.get(&format!("/offerings/{name}/access/secrets")).await;
    assert_eq!(shown.header("cache-control"), Some("no-store"));
    let page = scraper::Html::parse_document(&shown.body);
    let found = |selector: &str| page.select(&scraper::Selector::parse(selector).unwrap()).next().unwrap();
    let key: String = found("#api-key").text().collect();
    assert!(key.starts_with("slw_"), "{key}");
    let link = found("main a[download]").value();
    assert_eq!(link.attr("download"), Some(format!("{name}-secrets.txt").as_str()));
    let file = text_file(&format!("{name}\nAPI key: {key}\n"));
    assert_eq!(link.attr("href"), Some(file.as_str()));
}

#[tokio::test]
async fn another_form_under_a_name_that_was_used_is_refused() {
    let stage = Scene::Demo.open().await;
    let browser = stage.browser_of(ADA);
    let name = stage.facts["name"].as_str();
    let plan = |plan| [("offering", name), ("operation", "one"), ("plan[kind]", "free"), ("plan[name]", plan)];
    assert_eq!(post(&browser, "/api/plan/add", &plan("mini")).await, StatusCode::OK);
    assert_eq!(post(&browser, "/api/plan/add", &plan("mini")).await, StatusCode::OK);
    assert_eq!(post(&browser, "/api/plan/add", &plan("midi")).await, StatusCode::UNPROCESSABLE_ENTITY);
    let key = [("offering", name), ("operation", "one")];
    assert_eq!(post(&browser, "/api/access/api-key", &key).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&stage, EventKind::PlanAdded).await, 3, "two of the demo and one");

    let from = format!("https://console.test/offerings/{name}/pricing");
    let told = browser.send(Request::form("/api/plan/add", &plan("maxi")).header("referer", &from)).await;
    let page = match told.path() {
        Some(path) => browser.get(&path).await.body,
        None => told.body,
    };
    assert!(page.contains("sent before, with other content"), "a browser without scripts is told as well");
    // The page that holds what was typed can be sent, and makes the plan.
    let fresh = name_in(&page, "/api/plan/add?from=%2Fofferings%2Fnorthwind-vector%2Fpricing");
    assert_ne!(fresh, "one");
    let again = [("offering", name), ("operation", fresh.as_str()), ("plan[kind]", "free"), ("plan[name]", "maxi")];
    assert_eq!(post(&browser, "/api/plan/add", &again).await, StatusCode::OK);
    assert_eq!(count(&stage, EventKind::PlanAdded).await, 4);
}

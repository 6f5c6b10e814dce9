//! The download of `catalog.json`: the bytes that the domain exports, recorded, and only for those who may.

use hyper::StatusCode;
use slipway_backend::demo::OFFERING;
use slipway_domain::event::EventKind;
use slipway_domain::export;
use slipway_store::EventFilter;

use crate::authz::digests;
use crate::support::{Scene, Stage};

const DOWNLOAD: &str = "/offerings/northwind-vector/catalog.json";

async fn downloads(stage: &Stage) -> usize {
    let filter = EventFilter { limit: 1000, ..EventFilter::default() };
    let events = stage.server.backend.store().events(&filter).await.unwrap();
    events.iter().filter(|event| event.kind == EventKind::DefinitionsDownloaded).count()
}

#[tokio::test]
async fn the_file_has_exactly_the_bytes_that_the_offering_exports_and_the_download_is_recorded() {
    let stage = Scene::Ready.open().await;
    let store = stage.server.backend.store();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let before = downloads(&stage).await;
    let answer = stage.browser_of("kim@northwind.example").post(DOWNLOAD, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"catalog.json\""));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let offering = store.offering(scope).await.unwrap().unwrap();
    assert_eq!(answer.body.as_bytes(), export::definitions(&offering).to_bytes());
    let again = stage.browser_of("vera@northwind.example").post(DOWNLOAD, &[]).await;
    assert_eq!(again.body, answer.body, "the same offering makes the same bytes");
    assert_eq!(downloads(&stage).await, before + 2);
}

#[tokio::test]
async fn the_service_comes_without_its_wrapper_for_whoever_asks() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of("kim@northwind.example");
    let wrapped = kim.post(DOWNLOAD, &[]).await.body;
    let alone = kim.post(&format!("{DOWNLOAD}?wrapper=no"), &[]).await.body;
    let [wrapped, alone]: [serde_json::Value; 2] = [wrapped, alone].map(|body| serde_json::from_str(&body).unwrap());
    assert_eq!(alone, wrapped["services"][0]);
    assert!(alone["plans"].is_array());
}

#[tokio::test]
async fn what_is_incomplete_leads_back_to_the_page_that_says_what_is_missing() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of("kim@northwind.example");
    let before = digests(&stage.server).await;
    let answer = kim.post(DOWNLOAD, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let back = answer.path().unwrap();
    assert!(back.starts_with("/offerings/northwind-vector/deployments?") && back.contains("__err="), "{back}");
    let page = kim.get(&back).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("form-problem"), "the page says why");
    assert!(digests(&stage.server).await == before);
}

#[tokio::test]
async fn strangers_learn_nothing_and_looking_is_no_download() {
    let stage = Scene::Ready.open().await;
    let before = digests(&stage.server).await;
    for (email, status) in [
        ("gus@globex.example", StatusCode::NOT_FOUND),
        ("clara@orrery.example", StatusCode::NOT_FOUND),
        ("finn@fernway.example", StatusCode::NOT_FOUND),
        ("rita@operator.example", StatusCode::SEE_OTHER),
    ] {
        let answer = stage.browser_of(email).post(DOWNLOAD, &[]).await;
        assert_eq!(answer.status, status, "{email}");
        assert!(answer.header("content-disposition").is_none(), "{email}");
    }
    let nobody = stage.server.browser().post(DOWNLOAD, &[]).await;
    assert_eq!((nobody.status, nobody.location()), (StatusCode::SEE_OTHER, Some("/login")));
    let looked = stage.browser_of("kim@northwind.example").get(DOWNLOAD).await;
    assert_eq!(looked.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(digests(&stage.server).await == before);
}

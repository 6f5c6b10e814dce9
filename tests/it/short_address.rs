//! An offering's address without a page, as people type it or cut it off.

use hyper::StatusCode;

use crate::support::Scene;

const HERE: &str = "/offerings/northwind-vector";

#[tokio::test]
async fn an_address_without_a_page_leads_to_the_summary_for_whoever_may_know_of_the_offering() {
    let stage = Scene::Demo.open().await;
    for email in ["vera@northwind.example", "kim@northwind.example", "rita@operator.example"] {
        let browser = stage.browser_of(email);
        let answer = browser.get(HERE).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{email}");
        assert_eq!(answer.location(), Some("/offerings/northwind-vector/summary"), "{email}");
        assert_eq!(browser.get(answer.location().unwrap()).await.status, StatusCode::OK, "{email}");
        assert_eq!(browser.get("/offerings/nothing-here").await.status, StatusCode::NOT_FOUND, "{email}");
        assert_eq!(browser.get("/offerings/new").await.status, StatusCode::OK, "{email}: a page of its own");
    }
    let strangers = [stage.browser_of("gus@globex.example"), stage.browser_of("clara@orrery.example")];
    for stranger in strangers {
        assert_eq!(stranger.get(HERE).await.status, StatusCode::NOT_FOUND, "as if there were none");
    }
    assert_eq!(stage.server.browser().get(HERE).await.location(), Some("/login"));
}

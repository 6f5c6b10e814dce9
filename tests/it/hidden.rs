//! The switch that takes an offering out of the lists of the catalog, by its plain form.

use hyper::StatusCode;
use slipway_backend::demo::OFFERING;

use crate::support::Scene;

const ADA: &str = "ada@northwind.example";
const OTTO: &str = "otto@operator.example";

#[tokio::test]
async fn a_hidden_offering_leaves_the_catalog_and_the_search_and_keeps_its_page() {
    let stage = Scene::Public.open().await;
    let (stranger, otto) = (stage.server.browser(), stage.browser_of(OTTO));
    let (link, page) = (format!("href=\"/catalog/{OFFERING}"), format!("/offerings/{OFFERING}/lifecycle"));
    for list in ["/catalog", "/catalog?q=vector"] {
        assert!(stranger.get(list).await.body.contains(&link), "{list}");
    }
    assert!(!stage.browser_of(ADA).get(&page).await.body.contains("/api/lifecycle/hidden"), "it is not the provider's");
    assert!(otto.get(&page).await.body.contains("action=\"/api/lifecycle/hidden\""));
    let hidden = otto.post("/api/lifecycle/hidden", &[("offering", OFFERING), ("hidden", "true")]).await;
    assert_eq!(hidden.path().as_deref(), Some(page.as_str()), "{}", hidden.body);
    for list in ["/catalog", "/catalog?q=vector"] {
        assert!(!stranger.get(list).await.body.contains(&link), "{list}: pages that were kept are drawn anew");
    }
    assert_eq!(stranger.get(&format!("/catalog/{OFFERING}")).await.status, StatusCode::OK);
    let told = otto.get(&page).await.body;
    assert!(told.contains("does not list") && told.contains("name=\"hidden\" value=\"false\""), "{told}");
    otto.post("/api/lifecycle/hidden", &[("offering", OFFERING), ("hidden", "false")]).await;
    assert!(stranger.get("/catalog").await.body.contains(&link));
}

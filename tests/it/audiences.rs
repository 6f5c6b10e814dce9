//! A service for the operator's own accounts alone (§4.15), by addresses and forms.

use hyper::StatusCode;
use slipway_backend::demo::OFFERING;
use slipway_domain::visibility::Restrictions;

use crate::support::{Browser, Scene, Stage};

const ADA: &str = "ada@northwind.example";
const FINN: &str = "finn@fernway.example";
const OTTO: &str = "otto@operator.example";
const RITA: &str = "rita@operator.example";

/// As if its release had said so.
async fn narrow(stage: &Stage) {
    let store = stage.server.backend.store();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let entry = store.catalog_entry(scope).await.unwrap().unwrap();
    let (snapshot, plans) = (entry.snapshot.id, entry.snapshot.content.plans);
    let mut tx = store.write().await.unwrap();
    tx.set_entry(scope, snapshot, &plans, Restrictions::InternalOnly, entry.published_at).await.unwrap();
    tx.commit().await.unwrap();
}

/// The same for lists, the search, the details and the form for a new instance.
async fn sees(browser: &Browser) -> bool {
    let link = format!("href=\"/catalog/{OFFERING}");
    let is_listed = browser.get("/catalog").await.body.contains(&link);
    assert_eq!(browser.get("/catalog?q=vector").await.body.contains(&link), is_listed);
    let status = browser.get(&format!("/catalog/{OFFERING}")).await.status;
    assert_eq!(status, if is_listed { StatusCode::OK } else { StatusCode::NOT_FOUND });
    is_listed
}

#[tokio::test]
async fn the_operator_marks_an_account_as_its_own_and_no_other_sees_what_is_for_these() {
    let stage = Scene::Public.open().await;
    let (stranger, finn, otto) = (stage.server.browser(), stage.browser_of(FINN), stage.browser_of(OTTO));
    assert!(sees(&stranger).await && sees(&finn).await);
    narrow(&stage).await;
    assert!(!sees(&stranger).await && !sees(&finn).await, "pages that were kept are drawn anew");

    let accounts = stage.server.backend.store().accounts().await.unwrap();
    let fernway = accounts.into_iter().find(|account| account.name == "Fernway").unwrap().id.to_string();
    let page = format!("/registrations/{fernway}");
    let marked = [("account", fernway.as_str()), ("internal", "true")];
    for other in [ADA, FINN, RITA] {
        let refused = stage.browser_of(other).post("/api/account/internal", &marked).await;
        assert!(refused.path().is_none_or(|path| path.contains("__err=")), "{other}: {}", refused.body);
    }
    assert!(!stage.browser_of(RITA).get(&page).await.body.contains("action=\"/api/account/internal\""));
    assert!(!sees(&finn).await);
    assert!(otto.get(&page).await.body.contains("name=\"internal\" value=\"true\""));
    let done = otto.post("/api/account/internal", &marked).await;
    assert_eq!(done.path().as_deref(), Some(page.as_str()), "{}", done.body);
    assert!(otto.get(&page).await.body.contains("name=\"internal\" value=\"false\""));
    assert!(sees(&finn).await && !sees(&stranger).await);
}

#[tokio::test]
async fn the_settings_ask_to_whom_a_release_is_made_and_the_accounts_own_page_has_no_such_button() {
    let stage = Scene::Demo.open().await;
    let ada = stage.browser_of(ADA);
    let settings = ada.get(&format!("/offerings/{OFFERING}/settings")).await.body;
    assert!(settings.contains("name=\"settings[extras][only_for]\""), "{settings}");
    assert!(!ada.get("/account").await.body.contains("/api/account/internal"));
}

//! The Visibility tab without scripts, and the way from a shut gate to the broker that shuts it.

use hyper::StatusCode;

use crate::support::{Browser, ORIGIN, Request, Scene};

const ADA: &str = "ada@northwind.example";
const CLARA: &str = "clara@orrery.example";
const FINN: &str = "finn@fernway.example";
const NAME: &str = "northwind-vector";
const TAB: &str = "/offerings/northwind-vector/deployments?tab=visibility";
const DETAILS: &str = "/catalog/northwind-vector";

/// Posts a form of the tab and shows the page that it leads to, or the one that holds what was typed.
async fn posted(browser: &Browser, target: &str, fields: &[(&str, &str)]) -> (String, String) {
    let referer = format!("{ORIGIN}{TAB}");
    let answer = browser.send(Request::form(target, fields).header("referer", &referer)).await;
    if answer.body.contains("Nothing is lost") {
        return (target.to_owned(), answer.body);
    }
    assert!(answer.status.is_redirection(), "{target}: {} {}", answer.status, answer.body);
    let back = answer.path().unwrap();
    let page = browser.get(&back).await;
    assert_eq!(page.status, StatusCode::OK, "{back}");
    (back, page.body)
}

/// What the data behind the pages answer.
async fn details(browser: &Browser) -> StatusCode {
    let request = Request::form("/api/catalog/details", &[("name", NAME)]).header("accept", "application/json");
    browser.send(request).await.status
}

#[tokio::test]
async fn an_excluded_account_finds_neither_the_page_nor_the_data_behind_it() {
    let stage = Scene::Public.open().await;
    let (ada, finn) = (stage.browser_of(ADA), stage.browser_of(FINN));
    assert_eq!((finn.get(DETAILS).await.status, details(&finn).await), (StatusCode::OK, StatusCode::OK));
    let (back, page) = posted(&ada, "/api/exclusion/add", &[("offering", NAME), ("account", "Fernway")]).await;
    assert_eq!(back, TAB);
    assert!(page.contains("Who never sees it") && page.contains("Fernway"));
    assert_eq!((finn.get(DETAILS).await.status, details(&finn).await), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    assert!(!finn.get("/catalog").await.body.contains("Vector Search"));
    assert_eq!(stage.server.browser().get(DETAILS).await.status, StatusCode::OK);
    let fields = [("offering", NAME), ("account", stage.facts["fernway"].as_str())];
    let (_, page) = posted(&ada, "/api/exclusion/remove", &fields).await;
    assert!(!page.contains("Who never sees it"));
    assert_eq!((finn.get(DETAILS).await.status, details(&finn).await), (StatusCode::OK, StatusCode::OK));
}

#[tokio::test]
async fn an_account_that_nobody_is_called_stays_in_the_form_with_its_finding() {
    let stage = Scene::Limited.open().await;
    let ada = stage.browser_of(ADA);
    let fields = [("offering", NAME), ("account", "Nobody & Sons")];
    let (back, page) = posted(&ada, "/api/exclusion/add", &fields).await;
    assert!(back.starts_with(TAB), "{back}");
    assert!(page.contains("ALW-ACC-04") && page.contains("value=\"Nobody &amp; Sons\""));
}

#[tokio::test]
async fn an_invitation_shows_its_last_day_and_ends_with_it() {
    let stage = Scene::Limited.open().await;
    let (ada, clara) = (stage.browser_of(ADA), stage.browser_of(CLARA));
    let orrery = stage.facts["orrery"].as_str();
    let until = |day| [("offering", NAME), ("account", orrery), ("until", day)];
    let (_, page) = posted(&ada, "/api/allowlist/until", &until("2999-09-01")).await;
    assert!(page.contains("value=\"2999-09-01\""));
    assert_eq!(details(&clara).await, StatusCode::OK);
    let (_, page) = posted(&ada, "/api/allowlist/until", &until("2001-09-01")).await;
    assert!(page.contains("expired"));
    assert_eq!(
        (clara.get(DETAILS).await.status, details(&clara).await),
        (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
    );
    let (_, page) = posted(&ada, "/api/allowlist/until", &until("soon")).await;
    assert!(page.contains("is not a day") && page.contains("value=\"soon\""), "{page}");
    let (_, page) = posted(&ada, "/api/allowlist/until", &until("")).await;
    assert!(!page.contains("expired"));
    assert_eq!(details(&clara).await, StatusCode::OK);
}

#[tokio::test]
async fn a_gate_that_a_broker_shuts_leads_to_that_broker() {
    let stage = Scene::Ready.open().await;
    let ada = stage.browser_of(ADA);
    let broker = format!("/offerings/{NAME}/deployments/brokers/{}", stage.facts["broker"]);
    let gate = |page: &str| page.split_once("id=\"gate-h\"").unwrap().1.to_owned();
    let before = ada.get(TAB).await;
    assert!(!gate(&before.body).contains(&broker), "nothing is wrong with it");
    let revision = stage.facts["settings_revision"].as_str();
    let settings = [
        ("offering", NAME),
        ("revision", revision),
        ("settings[plan_updateable]", "yes"),
        ("settings[bindable]", "no"),
        ("settings[service_key_supported]", "no"),
        ("settings[location_scope]", "per_location"),
    ];
    posted(&ada, "/api/settings/save", &settings).await;
    assert!(gate(&ada.get(TAB).await.body).contains(&broker));
    let page = ada.get(&broker).await;
    assert!(page.body.contains("Broker and console contradict each other"));
    assert!(page.body.contains("metadata.serviceKeysSupported"), "texts and notes are shown beside it");
    let seen = ada.sees(NAME).await;
    let (back, page) = posted(&ada, "/api/release/limited", &[("offering", NAME), ("seen", &seen)]).await;
    assert!(back.contains("__err="), "{back}");
    assert!(page.contains("Brokers and console do not agree") && gate(&page).contains(&broker));
}

//! What the changes since the last publication take, told without scripts before anybody submits them.

use crate::support::{Request, Scene};

const KIM: &str = "kim@northwind.example";
const NAME: &str = "northwind-vector";
const PAGE: &str = "/offerings/northwind-vector/changes";
const REVIEW: &str = "/offerings/northwind-vector/review";

#[tokio::test]
async fn changes_say_who_agrees_what_is_tested_and_from_when_they_hold() {
    let stage = Scene::Limited.open().await;
    let kim = stage.browser_of(KIM);
    let page = kim.get(PAGE).await.body;
    assert!(page.contains("Nothing changed"), "{page}");
    assert!(!kim.get(REVIEW).await.body.contains(PAGE));

    let listing = [
        ("offering", NAME),
        ("revision", stage.facts["listing_revision"].as_str()),
        ("listing[display_name]", "Vector Sale"),
    ];
    let plan = [
        ("offering", NAME),
        ("id", stage.facts["plan"].as_str()),
        ("revision", stage.facts["plan_revision"].as_str()),
        ("plan[name]", "standard"),
        ("plan[kind]", "subscription"),
        ("plan[amounts][0][country]", "USA"),
        ("plan[amounts][0][currency]", "USD"),
        ("plan[amounts][0][price]", "59.90"),
    ];
    for (target, form) in [("/api/listing/save", &listing[..]), ("/api/plan/save", &plan[..])] {
        let saved = kim.send(Request::form(target, form).header("accept", "application/json")).await;
        assert!(saved.status.is_success(), "{target}: {} {}", saved.status, saved.body);
    }
    let page = kim.get(PAGE).await.body;
    for told in ["Texts and pictures", "Vector Sale", "Prices", "59.90", "Customers are told on 1 ", "Reviewer and "] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(page.contains("It is not public yet"), "{page}");
    assert!(!page.contains("Permanent names"), "{page}");
    assert!(kim.get(REVIEW).await.body.contains(&format!("href=\"{PAGE}\"")));
}

#[tokio::test]
async fn where_nothing_is_published_there_is_nothing_to_compare() {
    let stage = Scene::Demo.open().await;
    let page = stage.browser_of(KIM).get(PAGE).await.body;
    assert!(page.contains("Customers have not seen it yet"), "{page}");
}

//! Suspending and ending without scripts: what the page asks for, what comes back, and what customers read.

use http::StatusCode;

use crate::support::{Browser, ORIGIN, Request, Scene};

const ADA: &str = "ada@northwind.example";
const RITA: &str = "rita@operator.example";
const NAME: &str = "northwind-vector";
const PAGE: &str = "/offerings/northwind-vector/lifecycle";
const ENTRY: &str = "/catalog/northwind-vector";
const TEXT: &str = "Use Northwind Cloud instead.";

/// Posts a form without scripts and shows the page that it leads to, or the one that holds what was typed.
async fn posted(browser: &Browser, target: &str, fields: &[(&str, &str)]) -> String {
    let form = [&[("offering", NAME)][..], fields].concat();
    let referer = format!("{ORIGIN}{PAGE}");
    let answer = browser.send(Request::form(target, &form).header("referer", &referer)).await;
    if answer.status == StatusCode::CONFLICT {
        return answer.body;
    }
    assert!(answer.status.is_redirection(), "{target}: {} {}", answer.status, answer.body);
    browser.get(&answer.path().unwrap()).await.body
}

#[tokio::test]
async fn an_end_is_announced_with_a_reason_and_the_name_and_everybody_reads_it() {
    let stage = Scene::Public.open().await;
    let ada = stage.browser_of(ADA);
    let change = |reason, confirmation| [("act", "deprecate"), ("reason", reason), ("confirmation", confirmation)];
    let page = ada.get(PAGE).await.body;
    assert!(page.contains("Type northwind-vector to confirm") && !page.contains("Take the end back"), "{page}");

    let page = posted(&ada, "/api/lifecycle/change", &change("", NAME)).await;
    assert!(page.contains("<details open class=\"confirm\""), "the form that was sent stands open: {page}");
    let page = posted(&ada, "/api/lifecycle/change", &change(TEXT, "northwind")).await;
    assert!(page.contains("The confirmation does not match"), "{page}");
    assert!(!stage.server.browser().get(ENTRY).await.body.contains(TEXT));

    let page = posted(&ada, "/api/lifecycle/change", &change(TEXT, NAME)).await;
    assert!(page.contains("Take the end back") && page.contains(TEXT), "{page}");
    let visitor = stage.server.browser();
    let entry = visitor.get(ENTRY).await.body;
    assert!(entry.contains(TEXT) && entry.contains("This service ends; not before"), "{entry}");
    assert!(visitor.get("/catalog").await.body.contains("Deprecated"));

    let page = posted(&ada, "/api/lifecycle/change", &[("act", "restore"), ("confirmation", NAME)]).await;
    assert!(page.contains("Announce the end"), "{page}");
    assert!(!visitor.get(ENTRY).await.body.contains(TEXT), "no kept page goes on saying it");
}

/// The tests begin on 28 May 2026.
#[tokio::test]
async fn the_day_from_which_on_there_are_no_new_instances_is_chosen_with_an_end_and_told() {
    let stage = Scene::Public.open().await;
    let ada = stage.browser_of(ADA);
    let until =
        |reason, day| [("act", "deprecate"), ("reason", reason), ("marketed_until", day), ("confirmation", NAME)];
    let page = posted(&ada, "/api/lifecycle/change", &until("", "2026-07-01")).await;
    assert!(page.contains("value=\"2026-07-01\""), "what was typed came back: {page}");
    let page = posted(&ada, "/api/lifecycle/change", &until(TEXT, "2027-07-01")).await;
    assert!(page.contains("New instances cannot be made until that day"), "{page}");
    let page = posted(&ada, "/api/lifecycle/change", &until(TEXT, "2026-07-01")).await;
    let told = "From 1 July 2026 on there are no new instances.";
    assert!(page.contains(told), "{page}");
    assert!(stage.server.browser().get(ENTRY).await.body.contains(told));
}

#[tokio::test]
async fn a_suspension_is_ended_by_the_reviewer_whom_the_provider_asks() {
    let stage = Scene::Suspended.open().await;
    let (ada, rita) = (stage.browser_of(ADA), stage.browser_of(RITA));
    let page = posted(&ada, "/api/lifecycle/ask", &[]).await;
    assert!(page.contains("asked for its resumption") && !page.contains("/api/lifecycle/ask"), "{page}");
    let page = posted(&rita, "/api/lifecycle/change", &[("act", "resume"), ("confirmation", NAME)]).await;
    assert!(page.contains("Suspend it now") || page.contains("id=\"suspend\""), "{page}");
    assert!(!stage.server.browser().get("/catalog").await.body.contains("Suspended"));
}

#[tokio::test]
async fn a_reviewer_declines_what_was_asked_for_and_the_provider_reads_why_and_asks_again() {
    let stage = Scene::Suspended.open().await;
    let (ada, rita) = (stage.browser_of(ADA), stage.browser_of(RITA));
    assert!(!rita.get(PAGE).await.body.contains("Decline the request"), "nobody has asked");
    let page = posted(&ada, "/api/lifecycle/ask", &[]).await;
    assert!(page.contains("Decline the request") && !page.contains("/api/lifecycle/decline"), "{page}");
    let page = posted(&rita, "/api/lifecycle/decline", &[("reason", "")]).await;
    assert!(page.contains("<details open class=\"confirm\""), "the form that was sent stands open: {page}");
    let page = posted(&rita, "/api/lifecycle/decline", &[("reason", "Half of it still fails.")]).await;
    assert!(!page.contains("/api/lifecycle/decline"), "{page}");
    let history = ada.get("/offerings/northwind-vector/history").await.body;
    assert!(history.contains("Declined to resume the offering") && history.contains("Half of it still fails."));
    assert!(ada.get(PAGE).await.body.contains("/api/lifecycle/ask"));
}

#[tokio::test]
async fn the_review_page_leads_to_where_an_offering_is_ended() {
    for scene in [Scene::Demo, Scene::Requested, Scene::Public, Scene::Deprecated] {
        let stage = scene.open().await;
        let page = stage.browser_of(ADA).get("/offerings/northwind-vector/review").await.body;
        assert!(page.contains(&format!("href=\"{PAGE}\"")), "{scene:?}");
    }
}

//! Changes of what customers see, without scripts: what they take is told before anybody submits them; after the release
//! they are reviewed, published, scheduled, discarded and gone back from.

use std::time::Duration;

use hyper::StatusCode;
use scraper::{ElementRef, Html, Selector};

use crate::support::{Answer, Browser, ORIGIN, Request, Scene, Stage};

const ADA: &str = "ada@northwind.example";
const KIM: &str = "kim@northwind.example";
const VERA: &str = "vera@northwind.example";
const BEA: &str = "bea@operator.example";
const RITA: &str = "rita@operator.example";
const NAME: &str = "northwind-vector";
const PAGE: &str = "/offerings/northwind-vector/changes";
const REVIEW: &str = "/offerings/northwind-vector/review";
const LISTING: &str = "/offerings/northwind-vector/listing";
const ENTRY: &str = "/catalog/northwind-vector";
const FIRST: &str = "Vector Search";
const SECOND: &str = "Vector Finder";

/// What the form of a page sends that has a field of that name, as it stands.
pub(crate) fn form_with(answer: &Answer, field: &str) -> Vec<(String, String)> {
    let page = Html::parse_document(&answer.body);
    let parsed = |css: &str| Selector::parse(css).unwrap();
    let (forms, controls, options) = (parsed("form"), parsed("input, textarea, select"), parsed("option"));
    let value = |control: ElementRef<'_>| -> Option<String> {
        let element = control.value();
        match (element.name(), element.attr("type").unwrap_or_default()) {
            ("textarea", _) => Some(control.text().collect()),
            ("select", _) => {
                let mut all = control.select(&options);
                let chosen = control.select(&options).find(|option| option.value().attr("selected").is_some());
                chosen.or_else(|| all.next())?.value().attr("value").map(str::to_owned)
            }
            (_, "file" | "submit") => None,
            (_, "radio" | "checkbox") if element.attr("checked").is_none() => None,
            _ => Some(element.attr("value").unwrap_or_default().to_owned()),
        }
    };
    let sent = |form: ElementRef<'_>| -> Vec<(String, String)> {
        let named = form.select(&controls).filter_map(|control| Some((control.value().attr("name")?, control)));
        named.filter_map(|(name, control)| Some((name.to_owned(), value(control)?))).collect()
    };
    let mut all = page.select(&forms).map(sent);
    let found = all.find(|fields| fields.iter().any(|(name, _)| name == field));
    found.unwrap_or_else(|| panic!("no form has {field}: {} {}", answer.status, answer.body))
}

/// The same with another value in that field.
pub(crate) fn with(mut fields: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    value.clone_into(&mut fields.iter_mut().find(|(known, _)| known == name).unwrap().1);
    fields
}

pub(crate) fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Posts a form without scripts and shows the page that it leads to.
async fn posted(browser: &Browser, target: &str, fields: &[(&str, &str)]) -> Answer {
    let referer = format!("{ORIGIN}{PAGE}");
    let answer = browser.send(Request::form(target, fields).header("referer", &referer)).await;
    assert!(answer.status.is_redirection(), "{target}: {} {}", answer.status, answer.body);
    let path = answer.path().unwrap();
    browser.get(path.split('#').next().unwrap()).await
}

/// What customers read.
async fn entry(stage: &Stage) -> String {
    stage.server.browser().get(ENTRY).await.body
}

/// The reviewer's page of the request that waits, and what its form sends with that verdict.
async fn decided(stage: &Stage, email: &str, verdict: &str, reason: &str) -> Answer {
    let browser = stage.server.session_since(email, stage.server.now()).await;
    let id = stage.server.backend.store().open_submissions().await.unwrap().remove(0).id;
    let form = with(form_with(&browser.get(&format!("/reviews/{id}")).await, "content"), "reason", reason);
    let form = [form, vec![("verdict".to_owned(), verdict.to_owned())]].concat();
    posted(&browser, "/api/review/decide", &pairs(&form)).await
}

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
    let told =
        ["Texts and pictures", "<ins>Sale</ins>", "Prices", "59.90", "Customers are told on 1 ", "Reviewer and "];
    for told in told {
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

#[tokio::test]
async fn what_is_public_is_edited_reviewed_by_somebody_else_and_published_and_customers_see_it_only_then() {
    let stage = Scene::Public.open().await;
    let (kim, rita) = (stage.browser_of(KIM), stage.browser_of(RITA));
    let page = kim.get(PAGE).await.body;
    assert!(page.contains("Nothing to publish") && page.contains("there is nothing to review"), "{page}");
    assert!(kim.get(REVIEW).await.body.contains(&format!("href=\"{PAGE}\"")), "the way to it");

    let listing = kim.get(LISTING).await;
    assert!(listing.body.contains("This is the next version") && listing.body.contains("Customers see the version of"));
    let form = with(form_with(&listing, "listing[display_name]"), "listing[display_name]", SECOND);
    posted(&kim, "/api/listing/save", &pairs(&form)).await;
    let shown = entry(&stage).await;
    assert!(shown.contains(FIRST) && !shown.contains(SECOND), "customers see what they saw: {shown}");
    let page = kim.get(PAGE).await.body;
    assert!(page.contains("What your draft changes") && page.contains("Texts and pictures"), "{page}");
    assert!(page.contains("<ins>Finder</ins>") && page.contains("action=\"/api/revision/submit\""), "{page}");

    let page = posted(&kim, "/api/revision/submit", &[("offering", NAME), ("note", "Another name.")]).await.body;
    assert!(page.contains("With the reviewers") && page.contains("the first in the reviewers’ queue"), "{page}");
    assert!(page.contains("action=\"/api/revision/withdraw\"") && !page.contains("/api/revision/submit"), "{page}");
    let queue = rita.get("/reviews").await.body;
    assert!(queue.contains("Change of what is public") && queue.contains("Texts and pictures"), "{queue}");

    let listing = kim.get(LISTING).await;
    assert!(listing.body.contains("is with the reviewers. What you save here is the next draft"), "{}", listing.body);
    let form = with(form_with(&listing, "listing[display_name]"), "listing[display_name]", "Vector Third");
    posted(&kim, "/api/listing/save", &pairs(&form)).await;
    assert!(kim.get(PAGE).await.body.contains("You have gone on since"));

    let id = queue.split("href=\"/reviews/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = rita.get(&format!("/reviews/{id}")).await.body;
    assert!(page.contains("This changes what customers have already") && page.contains("change of what is public"));
    assert!(page.contains(SECOND) && !page.contains("Vector Third"), "the reviewer reads what was handed in: {page}");
    let denied = stage.browser_of(KIM).get(&format!("/reviews/{id}")).await.body;
    assert!(!denied.contains("action=\"/api/review/decide\""), "nobody decides about their own");
    let page = decided(&stage, RITA, "approve", "").await.body;
    assert!(page.contains("Approved"), "{page}");

    let page = kim.get(PAGE).await.body;
    assert!(page.contains("Publish now") && page.contains("The approval expires on"), "{page}");
    assert!(entry(&stage).await.contains(FIRST), "an approval publishes nothing");
    let page = posted(&kim, "/api/revision/publish", &[("offering", NAME)]).await.body;
    let shown = entry(&stage).await;
    assert!(shown.contains(SECOND) && !shown.contains("Vector Third"), "{shown}");
    assert!(page.contains("What your draft changes") && page.contains("<ins>Third</ins>"), "the draft went on: {page}");
    assert!(page.contains("Customers have it now") && page.contains("Roll back to this"), "{page}");
    assert!(kim.get("/offerings/northwind-vector/history?noun=revision").await.body.contains("Published the change"));
}

#[tokio::test]
async fn a_change_that_came_back_says_why_and_is_handed_in_again() {
    let stage = Scene::Revised.open().await;
    let kim = stage.browser_of(KIM);
    decided(&stage, RITA, "return", "It finds nothing.").await;
    let page = kim.get(PAGE).await.body;
    assert!(page.contains("Came back") && page.contains("It finds nothing."), "{page}");
    assert!(page.contains("action=\"/api/revision/submit\""), "{page}");
    let form = with(form_with(&kim.get(LISTING).await, "listing[display_name]"), "listing[display_name]", "Vectors");
    posted(&kim, "/api/listing/save", &pairs(&form)).await;
    let page = posted(&kim, "/api/revision/submit", &[("offering", NAME)]).await.body;
    assert!(page.contains("With the reviewers") && !page.contains("It finds nothing."), "{page}");
    let page = posted(&kim, "/api/revision/withdraw", &[("offering", NAME)]).await.body;
    assert!(page.contains("Ask for a review") && page.contains("Vectors"), "the draft is what it was: {page}");
}

#[tokio::test]
async fn a_discarded_draft_is_what_customers_have_and_history_has_its_text() {
    let stage = Scene::Edited.open().await;
    let kim = stage.browser_of(KIM);
    let page = kim.get(PAGE).await.body;
    assert!(page.contains("History keeps every text"), "{page}");
    let page = posted(&kim, "/api/revision/discard", &[("offering", NAME)]).await.body;
    assert!(page.contains("Nothing to publish") && !page.contains("/api/revision/discard"), "{page}");
    let listing = kim.get(LISTING).await.body;
    assert!(listing.contains(FIRST) && !listing.contains(SECOND), "{listing}");
    let revision: i64 = stage.facts["listing_revision"].parse().unwrap();
    let version = format!("/offerings/northwind-vector/history/listing?revision={revision}");
    let version = kim.get(&version).await.body;
    assert!(version.contains(">Finder<"), "it can be restored from there: {version}");
}

#[tokio::test]
async fn an_earlier_version_is_gone_back_to_from_a_page_that_says_what_changes() {
    let stage = Scene::Renewed.open().await;
    let kim = stage.browser_of(KIM);
    assert!(entry(&stage).await.contains(SECOND));
    let screen = format!("{PAGE}/{}", stage.facts["snapshot"]);
    assert!(kim.get(PAGE).await.body.contains(&format!("href=\"{screen}\"")));
    let page = kim.get(&screen).await;
    for told in ["<del>Finder</del>", "<ins>Search</ins>", "Texts and pictures", "At once", "Roll back now"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let vera = stage.browser_of(VERA).get(&screen).await.body;
    assert!(vera.contains("Your role does not allow this") && !vera.contains("/api/revision/rollback"), "{vera}");
    let (to, operation) = (page.value_of("to").unwrap(), page.value_of("operation").unwrap());
    assert_ne!(operation, "", "the form names its sending");
    let form = [("offering", NAME), ("operation", operation.as_str()), ("to", to.as_str())];
    for sending in ["first", "second"] {
        let sent = Request::form("/api/revision/rollback", &form).header("referer", &format!("{ORIGIN}{screen}"));
        assert_eq!(kim.send(sent).await.path().as_deref(), Some(PAGE), "{sending}");
    }
    let shown = entry(&stage).await;
    assert!(shown.contains(FIRST) && !shown.contains(SECOND), "{shown}");
}

#[tokio::test]
async fn a_version_that_nobody_published_is_not_found() {
    let stage = Scene::Renewed.open().await;
    let kim = stage.browser_of(KIM);
    for version in ["nonsense", "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11"] {
        assert_eq!(kim.get(&format!("{PAGE}/{version}")).await.status, StatusCode::NOT_FOUND, "{version}");
    }
}

/// The plan of the demo as its form sends it, with another price.
fn plan<'a>(stage: &'a Stage, price: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("offering", NAME),
        ("id", stage.facts["plan"].as_str()),
        ("revision", stage.facts["plan_revision"].as_str()),
        ("plan[name]", "standard"),
        ("plan[display_name]", "Standard"),
        ("plan[description]", "Ten million vectors, replicated over three zones."),
        ("plan[kind]", "subscription"),
        ("plan[bullets][0]", "10 million vectors"),
        ("plan[bullets][1]", "Three zones"),
        ("plan[bullets][2]", "Daily backups"),
        ("plan[amounts][0][country]", "USA"),
        ("plan[amounts][0][currency]", "USD"),
        ("plan[amounts][0][price]", price),
        ("plan[amounts][1][country]", "DEU"),
        ("plan[amounts][1][currency]", "EUR"),
        ("plan[amounts][1][price]", "45.00"),
        ("plan[locations][0]", "eu-de"),
    ]
}

/// The tests begin on 28 May 2026: customers are told on 1 June, and pay from 1 July on.
#[tokio::test]
async fn a_price_is_agreed_to_by_the_billing_desk_and_holds_from_the_first_that_was_announced() {
    const THIRTY_FOUR_DAYS: Duration = Duration::from_hours(34 * 24);
    let stage = Scene::Public.open().await;
    let (ada, bea) = (stage.browser_of(ADA), stage.browser_of(BEA));
    posted(&ada, "/api/plan/save", &plan(&stage, "59.90")).await;
    let page = ada.get(PAGE).await.body;
    assert!(page.contains("Prices") && page.contains("59.90") && page.contains("1 July 2026"), "{page}");
    assert!(!page.contains("action=\"/api/revision/submit\""), "the billing desk has not agreed: {page}");

    let id = stage.facts["plan"].as_str();
    posted(&ada, "/api/plan/submit", &[("offering", NAME), ("id", id)]).await;
    let desk = bea.get("/offerings/northwind-vector/pricing").await;
    let agreed = [form_with(&desk, "revision"), vec![("verdict".to_owned(), "approve".to_owned())]].concat();
    posted(&bea, "/api/plan/decide", &pairs(&agreed)).await;
    posted(&ada, "/api/revision/submit", &[("offering", NAME), ("note", "Dearer.")]).await;
    decided(&stage, BEA, "approve", "").await;
    let page = ada.get(PAGE).await.body;
    assert!(page.contains("Publish on that day") && page.contains("it will hold from 1 July 2026"), "{page}");
    let page = posted(&ada, "/api/revision/publish", &[("offering", NAME)]).await.body;
    assert!(page.contains("Scheduled") && page.contains("It will hold from 1 July 2026"), "{page}");
    stage.server.backend.move_revisions().await;
    assert!(entry(&stage).await.contains("49.00"), "customers were told first");

    stage.server.wait(THIRTY_FOUR_DAYS);
    stage.server.backend.move_revisions().await;
    let shown = entry(&stage).await;
    assert!(shown.contains("59.90") && !shown.contains("49.00"), "{shown}");
}

#[tokio::test]
async fn a_deployment_that_is_added_after_the_release_waits_for_the_next_version() {
    const DEPLOYMENTS: &str = "/offerings/northwind-vector/deployments?tab=catalog";
    let stage = Scene::Public.open().await;
    let kim = stage.browser_of(KIM);
    assert!(!kim.get(DEPLOYMENTS).await.body.contains("/api/deployment/withdraw"), "customers have all of them");
    let sold = [plan(&stage, "49.00"), vec![("plan[locations][1]", "us-south")]].concat();
    posted(&kim, "/api/plan/save", &sold).await;
    let added = [
        ("offering", NAME),
        ("deployment[plan]", stage.facts["plan"].as_str()),
        ("deployment[location]", "us-south"),
        ("deployment[broker]", stage.facts["broker"].as_str()),
    ];
    let page = posted(&kim, "/api/deployment/add", &added).await.body;
    assert!(page.contains("It comes to the invited accounts with the next version."), "{page}");
    assert_eq!(page.matches("action=\"/api/deployment/withdraw\"").count(), 1, "{page}");
    assert!(!page.contains("/api/deployment/release"), "nobody can make it public yet");
    assert!(!entry(&stage).await.contains("Dallas"));
    let page = kim.get(PAGE).await.body;
    assert!(page.contains("Technical") && page.contains("Dallas"), "{page}");
}

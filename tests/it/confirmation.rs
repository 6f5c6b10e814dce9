//! The screens on which a publication is confirmed, without scripts: what they list, what is refused, what is said after.

use hyper::StatusCode;

use crate::support::{Answer, Browser, ORIGIN, Request, Scene};

const ADA: &str = "ada@northwind.example";
const VERA: &str = "vera@northwind.example";
const OTTO: &str = "otto@operator.example";
const NAME: &str = "northwind-vector";
const DEPLOYMENTS: &str = "/offerings/northwind-vector/deployments";
const PUBLISH: &str = "/offerings/northwind-vector/deployments/publish";
const REVIEW: &str = "/offerings/northwind-vector/review";
const RELEASE: &str = "/offerings/northwind-vector/review/release";
/// As it stands on the side of the gate when there is nothing to publish.
const NO_NEWS: &str = "Everything is published as it is now";

fn leads_to(page: &Answer, target: &str) -> bool {
    page.body.contains(&format!("href=\"{target}\""))
}

/// Sends the form of the screen as it was loaded, and shows the page that it leads to.
async fn confirm(browser: &Browser, screen: &str, function: &str, seen: &str) -> (String, Answer) {
    let referer = format!("{ORIGIN}{screen}");
    let form = Request::form(function, &[("offering", NAME), ("seen", seen)]).header("referer", &referer);
    let answer = browser.send(form).await;
    assert!(answer.status.is_redirection(), "{function}: {} {}", answer.status, answer.body);
    let back = answer.path().unwrap();
    let page = browser.get(&back).await;
    assert_eq!(page.status, StatusCode::OK, "{back}");
    (back, page)
}

#[tokio::test]
async fn publishing_goes_over_a_screen_that_lists_what_becomes_visible_and_to_whom() {
    let stage = Scene::Ready.open().await;
    let ada = stage.browser_of(ADA);
    let before = ada.get(DEPLOYMENTS).await;
    assert!(leads_to(&before, PUBLISH) && !before.body.contains("/api/release/limited"), "a link and no button");

    let screen = ada.get(PUBLISH).await;
    for told in ["Lite", "Standard", "Frankfurt", "vector-broker", "<code>127.0.0.1</code>", "No charge", "a month"] {
        assert!(screen.body.contains(told), "what: {told}");
    }
    for told in ["Northwind Data", "Orrery Labs", "The offering’s entry in the catalog is private"] {
        assert!(screen.body.contains(told), "who: {told}");
    }
    assert!(leads_to(&screen, DEPLOYMENTS), "one may turn back");
    let seen = screen.value_of("seen").unwrap();
    let (back, page) = confirm(&ada, PUBLISH, "/api/release/limited", &seen).await;
    assert_eq!(back, format!("{DEPLOYMENTS}?done=published"));
    let done = "In the catalog for Northwind Data and 1 invited account: 2 deployments of 2 plans in 1 location.";
    assert!(page.body.contains(done), "{}", page.body);
    assert!(page.body.contains(NO_NEWS) && !leads_to(&page, PUBLISH), "there is nothing to publish again");

    let (back, again) = confirm(&ada, PUBLISH, "/api/release/limited", &seen).await;
    assert!(back.starts_with(&format!("{PUBLISH}?")) && again.body.contains("This was done already"), "{back}");
    assert!(again.body.contains(NO_NEWS) && again.value_of("seen").is_none());
}

#[tokio::test]
async fn what_changed_while_somebody_looked_is_shown_anew() {
    let stage = Scene::Ready.open().await;
    let ada = stage.browser_of(ADA);
    let seen = ada.get(PUBLISH).await.value_of("seen").unwrap();
    ada.post("/api/allowlist/add", &[("offering", NAME), ("account", "Fernway")]).await;
    let (back, page) = confirm(&ada, PUBLISH, "/api/release/limited", &seen).await;
    assert!(back.starts_with(&format!("{PUBLISH}?")), "{back}");
    assert!(page.body.contains("Somebody saved in between") && page.body.contains("Fernway"), "{}", page.body);
    assert!(!ada.get(DEPLOYMENTS).await.body.contains(NO_NEWS), "nothing was published");
    let (back, _) = confirm(&ada, PUBLISH, "/api/release/limited", &page.value_of("seen").unwrap()).await;
    assert_eq!(back, format!("{DEPLOYMENTS}?done=published"));
}

#[tokio::test]
async fn what_differs_from_what_is_published_can_be_published_again_and_is_named() {
    let stage = Scene::Limited.open().await;
    let ada = stage.browser_of(ADA);
    assert!(ada.get(DEPLOYMENTS).await.body.contains(NO_NEWS));
    let revision = stage.facts["summary_revision"].as_str();
    let edited = [
        ("offering", NAME),
        ("revision", revision),
        ("summary[contact_name]", "Ada V."),
        ("summary[contact_email]", "ada@northwind.example"),
    ];
    ada.post("/api/summary/save", &edited).await;
    let page = ada.get(DEPLOYMENTS).await;
    assert!(leads_to(&page, PUBLISH) && page.body.contains("Publish again"), "{}", page.body);
    let screen = ada.get(PUBLISH).await.body;
    assert!(screen.contains("Different from what is published") && screen.contains("Contact’s name"), "{screen}");
}

#[tokio::test]
async fn a_release_goes_over_a_screen_too() {
    let stage = Scene::Approved.open().await;
    let otto = stage.browser_of(OTTO);
    assert!(leads_to(&otto.get(REVIEW).await, RELEASE));
    let screen = otto.get(RELEASE).await;
    assert!(screen.body.contains("Everybody") && screen.body.contains("vector-broker") && leads_to(&screen, REVIEW));
    let (back, page) = confirm(&otto, RELEASE, "/api/release/public", &screen.value_of("seen").unwrap()).await;
    assert_eq!(back, format!("{REVIEW}?done=released"));
    let done = "In the catalog for everybody: 2 deployments of 2 plans in 1 location.";
    assert!(page.body.contains(done) && !leads_to(&page, RELEASE), "{}", page.body);
}

#[tokio::test]
async fn whoever_may_not_confirm_reads_why_and_an_address_alone_tells_of_no_success() {
    let stage = Scene::Ready.open().await;
    let screen = stage.browser_of(VERA).get(PUBLISH).await;
    assert!(screen.body.contains("Your role does not allow this") && screen.value_of("seen").is_none());
    let page = stage.browser_of(ADA).get(&format!("{DEPLOYMENTS}?done=published")).await;
    assert!(!page.body.contains("In the catalog for"), "nothing was published");
    let page = stage.browser_of(OTTO).get(&format!("{REVIEW}?done=released")).await;
    assert!(!page.body.contains("Released to everybody"), "nothing was released");
}

#[tokio::test]
async fn a_page_that_nobody_began_says_so_everywhere() {
    let stage = Scene::Workshop.open().await;
    let page = stage.browser_of(ADA).get(&format!("/offerings/{}/deployments", stage.facts["second"])).await;
    assert!(page.body.contains("Limited visibility needs a registered broker and a catalog deployment."));
    assert!(!page.body.contains("to meet here"), "{}", page.body);
}

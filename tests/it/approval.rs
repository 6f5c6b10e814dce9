//! What people read where an approval, or the lack of a second pair of eyes, stands in the way.

use std::time::Duration;

use slipway_domain::caller::Role;
use slipway_domain::offering::Offering;
use slipway_domain::test_run::Outcome;

use crate::changes::{form_with, pairs, with};
use crate::support::{Browser, ORIGIN, Persona, Request, Scene, Stage};

const KIM: &str = "kim@northwind.example";
const AS_KIM: Persona = Persona { email: KIM, name: "Kim Wood", operator: &[] };
const OTTO: &str = "otto@operator.example";
const NAME: &str = "northwind-vector";
const REVIEW: &str = "/offerings/northwind-vector/review";
const LISTING: &str = "/offerings/northwind-vector/listing";

async fn offering(stage: &Stage) -> Offering {
    let store = stage.server.backend.store();
    let scope = store.offering_named(NAME).await.unwrap().unwrap();
    store.offering(scope).await.unwrap().unwrap()
}

/// Posts a form without scripts and shows the page that it leads to.
async fn posted(browser: &Browser, target: &str, from: &str, fields: &[(&str, &str)]) -> String {
    let referer = format!("{ORIGIN}{from}");
    let answer = browser.send(Request::form(target, fields).header("referer", &referer)).await;
    assert!(answer.status.is_redirection(), "{target}: {} {}", answer.status, answer.body);
    browser.get(&answer.path().unwrap()).await.body
}

#[tokio::test]
async fn a_release_shows_what_was_approved_whatever_the_draft_says_by_then() {
    let stage = Scene::Approved.open().await;
    let (kim, otto) = (stage.browser_of(KIM), stage.browser_of(OTTO));
    let listing = form_with(&kim.get(LISTING).await, "listing[display_name]");
    let listing = with(listing, "listing[display_name]", "Vector Sale");
    let page = posted(&kim, "/api/listing/save", LISTING, &pairs(&listing)).await;
    assert!(page.contains("Vector Sale") && page.contains("is approved and waits to be published"), "{page}");
    let seen = otto.sees(NAME).await;
    posted(&otto, "/api/release/public", REVIEW, &[("offering", NAME), ("seen", &seen)]).await;
    let entry = stage.server.browser().get("/catalog/northwind-vector").await.body;
    assert!(entry.contains("Vector Search") && !entry.contains("Vector Sale"), "{entry}");
    let page = kim.get(LISTING).await.body;
    assert!(page.contains("Vector Sale") && page.contains("This is the next version"), "{page}");
}

#[tokio::test]
async fn a_broker_of_what_is_approved_takes_a_new_password_alone_and_the_release_waits_for_it() {
    let stage = Scene::Approved.open().await;
    let (kim, otto) = (stage.browser_of(KIM), stage.browser_of(OTTO));
    let record = offering(&stage).await.brokers.remove(0);
    let path = format!("/offerings/{NAME}/deployments/brokers/{}", record.id);
    let page = kim.get(&path).await.body;
    assert!(page.contains("The definition stands still") && page.contains("readonly"));
    assert!(!page.contains("<select"), "a closed list cannot be locked, so it is none");

    let (id, revision) = (record.id.to_string(), record.revision.to_string());
    let draft = &record.draft;
    let fields = |url: &'static str, password: &'static str| {
        vec![
            ("offering", NAME.to_owned()),
            ("id", id.clone()),
            ("revision", revision.clone()),
            ("broker[name]", draft.name.clone()),
            ("broker[url]", if url.is_empty() { draft.url.clone() } else { url.to_owned() }),
            ("broker[auth_scheme]", draft.auth_scheme.clone()),
            ("broker[username]", draft.username.clone()),
            ("broker[osb_version]", draft.osb_version.clone()),
            ("broker[provision_type]", draft.provision_type.clone()),
            ("password", password.to_owned()),
        ]
    };
    let save = async |url, password| {
        let fields = fields(url, password);
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        posted(&kim, "/api/broker/save", &path, &pairs).await
    };
    let page = save("https://elsewhere.example", "word").await;
    assert!(page.contains("https://elsewhere.example"), "what was typed is kept: {page}");
    assert!(page.contains("Withdraw the approval on the Review page to go on editing"), "{page}");
    assert_eq!(offering(&stage).await.brokers[0].draft.url, draft.url);

    save("", "another-password").await;
    let page = otto.get(REVIEW).await.body;
    assert!(page.contains("2 conditions are missing") && !page.contains("/review/release\""), "{page}");
    let seen = otto.sees(NAME).await;
    let page = posted(&otto, "/api/release/public", REVIEW, &[("offering", NAME), ("seen", &seen)]).await;
    assert!(page.contains("2 conditions are missing"), "the server says the same: {page}");
}

#[tokio::test]
async fn whoever_may_not_decide_reads_why_where_others_decide() {
    const FORM: &str = "action=\"/api/review/decide\"";
    let stage = Scene::Requested.open().await;
    let backend = &stage.server.backend;
    let path = format!("/reviews/{}", stage.facts["submission"]);
    assert!(stage.browser_of("rita@operator.example").get(&path).await.body.contains(FORM));

    // Another set of roles means another session.
    let reads = async || stage.server.session_of(&AS_KIM).await.get(&path).await.body;
    backend.grant_role(KIM, Role::Reviewer).await.unwrap();
    let page = reads().await;
    assert!(page.contains("You belong to the account this is about") && !page.contains(FORM), "{page}");
    backend.remove_member("Northwind Data", KIM).await.unwrap();
    let page = reads().await;
    assert!(page.contains("You wrote or handed in some of this") && !page.contains(FORM), "{page}");
    assert!(page.contains("Somebody else has to decide about it"), "{page}");
}

#[tokio::test]
async fn the_billing_desk_is_offered_prices_alone_and_its_decision_leaves_the_rest_open() {
    const FORM: &str = "action=\"/api/review/decide\"";
    let stage = Scene::Requested.open().await;
    let path = format!("/reviews/{}", stage.facts["submission"]);
    let (bea, rita) = (stage.browser_of("bea@operator.example"), stage.browser_of("rita@operator.example"));
    let page = bea.get(&path).await.body;
    assert!(page.contains(FORM) && page.contains("value=\"pricing\"") && !page.contains("value=\"access\""), "{page}");
    let fields = [
        ("submission", stage.facts["submission"].as_str()),
        ("content", stage.facts["content"].as_str()),
        ("verdict", "approve"),
        ("about[track]", "pricing"),
    ];
    let page = posted(&bea, "/api/review/decide", &path, &fields).await;
    assert!(!page.contains(FORM), "there is nothing left for this desk: {page}");
    let page = rita.get(&path).await.body;
    assert!(page.contains(FORM) && page.contains("Pricing (approved)"), "{page}");
    let page = rita.get(REVIEW).await.body;
    assert!(page.contains("With the reviewers") && page.contains("Answer promised until"), "{page}");
}

#[tokio::test]
async fn a_return_without_a_reason_comes_back_to_the_track_that_was_chosen() {
    let stage = Scene::Requested.open().await;
    let path = format!("/reviews/{}", stage.facts["submission"]);
    let rita = stage.browser_of("rita@operator.example");
    let fields = [
        ("submission", stage.facts["submission"].as_str()),
        ("content", stage.facts["content"].as_str()),
        ("verdict", "return"),
        ("about[track]", "access"),
    ];
    let page = posted(&rita, "/api/review/decide", &path, &fields).await;
    assert!(page.contains("REV-RSN-01") || page.contains("The reason is missing"), "{page}");
    let is_chosen =
        page.contains("<option value=\"access\" selected") || page.contains("<option selected value=\"access\"");
    assert!(is_chosen, "{page}");
}

#[tokio::test]
async fn what_was_rejected_says_by_which_rule_and_is_asked_for_again_only_when_it_has_changed() {
    const ASK: &str = "/api/review/request";
    const SUMMARY: &str = "/offerings/northwind-vector/summary";
    let stage = Scene::Requested.open().await;
    let path = format!("/reviews/{}", stage.facts["submission"]);
    let (kim, rita) = (stage.browser_of(KIM), stage.browser_of("rita@operator.example"));
    let fields = [
        ("submission", stage.facts["submission"].as_str()),
        ("content", stage.facts["content"].as_str()),
        ("verdict", "reject"),
        ("about[rule]", "LST-TRM-04"),
        ("reason", "The terms speak of payment."),
    ];
    posted(&rita, "/api/review/decide", &path, &fields).await;
    let page = kim.get(REVIEW).await.body;
    assert!(page.contains("Rejected") && page.contains("LST-TRM-04"), "{page}");
    assert!(page.contains("The terms speak of payment."), "{page}");
    let page = posted(&kim, ASK, REVIEW, &[("offering", NAME)]).await;
    assert!(page.contains("nothing has changed since") && !page.contains("Waits for a decision"), "{page}");

    let summary = form_with(&kim.get(SUMMARY).await, "summary[description]");
    let summary = with(summary, "summary[description]", "Vectors in three zones.");
    posted(&kim, "/api/summary/save", SUMMARY, &pairs(&summary)).await;
    let page = posted(&kim, ASK, REVIEW, &[("offering", NAME)]).await;
    assert!(page.contains("Waits for a decision"), "{page}");
}

#[tokio::test]
async fn the_queue_and_the_board_say_that_an_answer_is_late() {
    let stage = Scene::Requested.open().await;
    let said = async |email: &str, page: &str| {
        let browser = stage.server.session_since(email, stage.server.now()).await;
        browser.get(page).await.body.contains("an answer is promised within 5 days")
    };
    for (is_late, days) in [(false, 0), (true, 6)] {
        stage.server.wait(Duration::from_hours(days * 24));
        assert_eq!(said("rita@operator.example", "/reviews").await, is_late, "the queue");
        assert_eq!(said(OTTO, "/board").await, is_late, "the board");
    }
}

#[tokio::test]
async fn a_request_leads_to_what_it_would_have_cost_by_what_was_handed_in() {
    let stage = Scene::Requested.open().await;
    let kim = stage.browser_of(KIM);
    let submission = &stage.facts["submission"];
    let what_if = format!("/offerings/{NAME}/pricing/{}/what-if?review=", stage.facts["plan"]);
    let page = kim.get(&format!("/reviews/{submission}")).await.body;
    assert!(page.contains(&format!("href=\"{what_if}{submission}\"")), "{page}");
    let page = kim.get(&format!("{what_if}{submission}")).await;
    assert!(page.body.contains("as it was handed in"), "{}", page.body);
    assert_eq!(page.value_of("review").as_ref(), Some(submission), "another month keeps to the request");
    let page = kim.get(&format!("{what_if}nonsense")).await;
    assert_eq!(page.status.as_u16(), 404);
}

#[tokio::test]
async fn a_reviewer_reads_the_checklist_the_test_runs_and_what_happened_last_beside_the_request() {
    let stage = Scene::Requested.open().await;
    let (kim, rita) = (stage.browser_of(KIM), stage.browser_of("rita@operator.example"));
    let path = format!("/reviews/{}", stage.facts["submission"]);
    let page = rita.get(&path).await.body;
    for (part, title) in [("checklist", "Checklist"), ("tests", "Test"), ("history", "History")] {
        let head = format!("<h2 id=\"{part}-h\"><a href=\"/offerings/{NAME}/{part}\">{title}");
        assert!(page.contains(&head), "{head}: {page}");
    }
    assert!(page.contains("ticked by Ada"), "who says so: {page}");

    let runs = offering(&stage).await.test_runs;
    assert!(!runs.is_empty());
    for run in &runs {
        let passed = run.checks.iter().filter(|check| check.outcome == Outcome::Pass).count();
        let day = run.ended_at.unwrap().date();
        let link = format!("href=\"/offerings/{NAME}/tests/{}\">{day}</a>", run.id);
        assert!(passed > 0 && page.contains(&link) && page.contains(&format!("{passed} passed")), "{link}: {page}");
    }

    assert_eq!(page.matches("class=\"timeline__event\"").count(), 5, "{page}");
    assert!(page.contains("Requested the review"), "{page}");

    let (unfolded, why) = ("<details open class=\"fold\"", "and changed since: ");
    assert!(!page.contains(unfolded) && !page.contains(why), "every tick still counts: {page}");
    let listing = form_with(&kim.get(LISTING).await, "listing[terms_url]");
    let listing = with(listing, "listing[terms_url]", "https://northwind.example/terms/2027");
    posted(&kim, "/api/listing/save", LISTING, &pairs(&listing)).await;
    let own = kim.get(&format!("/offerings/{NAME}/checklist")).await.body;
    assert!(own.contains(why), "the draft owes the tick again: {own}");
    let page = rita.get(&path).await.body;
    assert!(!page.contains(unfolded) && !page.contains(why), "it counts for what was handed in: {page}");

    stage.server.wait(Duration::from_mins(1));
    let fields = [("offering", NAME), ("row", "6.2"), ("given", "yes")];
    let given = kim.send(Request::form("/api/checklist/attest", &fields)).await;
    assert!(given.status.is_redirection(), "{} {}", given.status, given.body);
    let page = rita.get(&path).await.body;
    assert!(page.contains(unfolded) && page.contains("for the draft that goes on"), "{page}");
    assert!(!page.contains(why), "what was handed in has not changed: {page}");
}

//! Instances over HTTP, as a browser without scripts has them: the form that keeps what was typed, the page, credentials,
//! removal, and what waits for the operator.

use hyper::StatusCode;
use slipway_backend::demo::OFFERING;

use crate::support::{Answer, Browser, ORIGIN, Request, Scene, Stage};

const ADA: &str = "ada@northwind.example";
const CLARA: &str = "clara@orrery.example";
const FINN: &str = "finn@fernway.example";
const OTTO: &str = "otto@operator.example";
const SECRET: &str = "made-up-secret-of";

/// The page that a form leads to.
async fn followed(browser: &Browser, answer: Answer) -> String {
    assert!(answer.status.is_redirection(), "{}: {}", answer.status, answer.body);
    let to = answer.location().unwrap().split('#').next().unwrap().to_owned();
    let page = browser.get(&to).await;
    assert_eq!(page.status, StatusCode::OK, "{to}");
    page.body
}

pub(crate) async fn create(stage: &Stage, browser: &Browser, changes: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("operation", "one"),
        ("instance[plan]", stage.facts["plan"].as_str()),
        ("instance[location]", "eu-de"),
        ("instance[name]", "Vector store 1"),
        ("instance[parameters]", ""),
        ("instance[terms]", stage.facts["terms_url"].as_str()),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    browser.send(Request::form(format!("/catalog/{OFFERING}/create"), &fields)).await
}

/// The name of one sending.
fn sending(form: &str) -> &str {
    form.split("name=\"operation\" value=\"").nth(1).unwrap().split('"').next().unwrap()
}

fn page_of(stage: &Stage) -> String {
    format!("/instances/{OFFERING}/{}", stage.facts["instance"])
}

async fn told(browser: &Browser, call: &str, fields: &[(&str, &str)]) -> Answer {
    let all = [&[("offering", OFFERING)], fields].concat();
    let from = format!("{ORIGIN}/instances");
    browser.send(Request::form(format!("/api/{call}"), &all).header("referer", &from)).await
}

#[tokio::test]
async fn an_instance_is_created_from_the_catalog_and_its_page_says_how_far_it_is() {
    let stage = Scene::Limited.open().await;
    let clara = stage.browser_of(CLARA);
    let details = clara.get(&format!("/catalog/{OFFERING}")).await.body;
    assert!(details.contains(&format!("href=\"/catalog/{OFFERING}/create\"")), "{details}");
    let form = clara.get(&format!("/catalog/{OFFERING}/create")).await.body;
    for told in ["Standard", "USD 49.00", "Frankfurt", "I accept the terms", &stage.facts["terms_url"]] {
        assert!(form.contains(told), "{told} in {form}");
    }
    let again = clara.get(&format!("/catalog/{OFFERING}/create")).await.body;
    assert_ne!(sending(&form), sending(&again), "a form that was kept would be one sending for everybody");
    let page = followed(&clara, create(&stage, &clara, &[]).await).await;
    for told in ["Vector store 1", "Provisioning", "waits for its turn", "Refresh", "data-open=\"yes\""] {
        assert!(page.contains(told), "{told} in {page}");
    }
    stage.server.backend.make_due_operations().await;
    let list = clara.get("/instances").await.body;
    assert!(list.contains("Vector store 1") && list.contains("Active"), "{list}");
    let again = create(&stage, &clara, &[]).await;
    assert_eq!(followed(&clara, again).await.matches("<h1>Vector store 1").count(), 1, "sent twice, it is there once");
}

#[tokio::test]
async fn wrong_input_comes_back_beside_its_findings_and_in_no_address() {
    let stage = Scene::Limited.open().await;
    let clara = stage.browser_of(CLARA);
    let wrong = [
        ("instance[plan]", stage.facts["free_plan"].as_str()),
        ("instance[name]", "a/b"),
        ("instance[parameters]", "{\"password\": \"made-up"),
        ("instance[terms]", ""),
    ];
    let answer = create(&stage, &clara, &wrong).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::UNPROCESSABLE_ENTITY, None));
    for told in ["INS-NAM-03", "INS-PRM-02", "INS-TRM-01", "value=\"a/b\"", "{\"password\": \"made-up</textarea>"] {
        assert!(answer.body.contains(told), "{told} in {}", answer.body);
    }
    let chosen = format!("value=\"{}\" checked", stage.facts["free_plan"]);
    assert!(answer.body.contains(&chosen), "{chosen} in {}", answer.body);
    assert!(!clara.get("/instances").await.body.contains("a/b"), "nothing was created");
}

#[tokio::test]
async fn a_refusal_that_is_no_field_s_keeps_everything_too() {
    let stage = Scene::Limited.open().await;
    let clara = stage.browser_of(CLARA);
    let free = ("instance[plan]", stage.facts["free_plan"].as_str());
    assert_eq!(create(&stage, &clara, &[free]).await.status, StatusCode::SEE_OTHER);
    let second = create(&stage, &clara, &[free, ("operation", "two"), ("instance[name]", "another")]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.body.contains("has an instance of this plan already"), "{}", second.body);
    assert!(second.body.contains("value=\"another\""), "{}", second.body);
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_is_handed_back() {
    let stage = Scene::Limited.open().await;
    let answer = create(&stage, &stage.server.browser(), &[]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.contains("Vector store 1") && answer.body.contains("/login?to="), "{}", answer.body);
}

#[tokio::test]
async fn the_details_page_says_who_can_create_an_instance() {
    let stage = Scene::Public.open().await;
    let page = async |browser: Browser| browser.get(&format!("/catalog/{OFFERING}")).await.body;
    let anybody = page(stage.server.browser()).await;
    assert!(anybody.contains("Sign in to create"), "{anybody}");
    assert!(anybody.contains(&format!("/login?to=%2Fcatalog%2F{OFFERING}%2Fcreate")), "{anybody}");
    let provider = page(stage.browser_of(ADA)).await;
    assert!(provider.contains("aria-disabled") && provider.contains("Your role does not allow this"), "{provider}");
    let refused = create(&stage, &stage.browser_of(ADA), &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn credentials_are_on_the_answer_to_their_button_alone() {
    let stage = Scene::Limited.open().await;
    let clara = stage.browser_of(CLARA);
    let address = format!("{}/credentials/{}", page_of(&stage), stage.facts["binding"]);
    assert!(clara.get(&page_of(&stage)).await.body.contains(&format!("action=\"{address}\"")));
    for place in [&page_of(&stage), &address] {
        let page = clara.get(place).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains(SECRET), "{place} shows them unasked");
    }
    let shown = clara.send(Request::form(&*address, &[])).await;
    assert_eq!((shown.status, shown.header("cache-control")), (StatusCode::OK, Some("no-store")));
    assert!(shown.body.contains(SECRET), "{}", shown.body);
    for stranger in [stage.browser_of(FINN), stage.browser_of(ADA), stage.browser_of(OTTO)] {
        let answer = stranger.send(Request::form(&*address, &[])).await;
        assert!(!answer.body.contains(SECRET) && !answer.status.is_success(), "{}", answer.status);
    }
}

/// The broker of a scene answers to every test, and its instance is the same for all of them: what changes it there comes
/// one after the other, and the removal last.
#[tokio::test]
async fn an_instance_has_credentials_is_disabled_and_changed_and_is_removed_by_its_name() {
    credentials_are_created_under_a_name_and_deleted().await;
    it_is_disabled_changed_and_removed_by_its_name().await;
}

async fn credentials_are_created_under_a_name_and_deleted() {
    let stage = Scene::Limited.open().await;
    let clara = stage.browser_of(CLARA);
    let (instance, binding) = (stage.facts["instance"].as_str(), stage.facts["binding"].as_str());
    let wrong = told(&clara, "binding/add", &[("instance", instance), ("binding[name]", "a/b")]).await;
    let page = followed(&clara, wrong).await;
    assert!(page.contains("INS-NAM-03") && page.contains("value=\"a/b\""), "{page}");
    let made = told(&clara, "binding/add", &[("instance", instance), ("binding[name]", "second")]).await;
    assert!(followed(&clara, made).await.contains("Being created"));
    let busy = told(&clara, "binding/remove", &[("instance", instance), ("id", binding)]).await;
    let page = clara.get(busy.location().unwrap()).await.body;
    assert!(page.contains("Something else is being done"), "{page}");
    stage.server.backend.make_due_operations().await;
    let gone = told(&clara, "binding/remove", &[("instance", instance), ("id", binding)]).await;
    assert!(followed(&clara, gone).await.contains("Being deleted"));
    stage.server.backend.make_due_operations().await;
    let page = clara.get(&page_of(&stage)).await.body;
    let second = page.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let gone = told(&clara, "binding/remove", &[("instance", instance), ("id", second)]).await;
    assert!(followed(&clara, gone).await.contains("Being deleted"));
    stage.server.backend.make_due_operations().await;
    assert!(clara.get(&page_of(&stage)).await.body.contains("There are none yet."));
}

async fn it_is_disabled_changed_and_removed_by_its_name() {
    let stage = Scene::Limited.open().await;
    let clara = stage.browser_of(CLARA);
    let id = ("id", stage.facts["instance"].as_str());
    let binding = [("instance", stage.facts["instance"].as_str()), ("id", stage.facts["binding"].as_str())];
    told(&clara, "binding/remove", &binding).await;
    stage.server.backend.make_due_operations().await;
    let changed = told(&clara, "instance/plan", &[id, ("plan", stage.facts["free_plan"].as_str())]).await;
    assert!(followed(&clara, changed).await.contains("Change the plan “Lite”"));
    stage.server.backend.make_due_operations().await;
    let off = told(&clara, "instance/enable", &[id, ("enabled", "no")]).await;
    assert!(followed(&clara, off).await.contains("Disable the instance"));
    stage.server.backend.make_due_operations().await;
    assert!(clara.get(&page_of(&stage)).await.body.contains("It is disabled"));
    let wrong = told(&clara, "instance/remove", &[id, ("confirmation", "serach")]).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    assert!(wrong.body.contains("The confirmation does not match") && wrong.body.contains("serach"), "{}", wrong.body);
    let removed = told(&clara, "instance/remove", &[id, ("confirmation", "search")]).await;
    assert!(followed(&clara, removed).await.contains("Pending removal"));
    stage.server.backend.make_due_operations().await;
    let page = clara.get(&page_of(&stage)).await.body;
    assert!(page.contains("It is gone."), "{page}");
    assert!(!clara.get("/instances").await.body.contains(&page_of(&stage)), "it is gone from the list");
    assert!(clara.get(&page_of(&stage)).await.body.contains("It is gone."));
}

#[tokio::test]
async fn what_waits_for_the_operator_is_given_up_by_name() {
    let stage = Scene::Limited.open().await;
    let otto = stage.browser_of(OTTO);
    let page = otto.get("/dead-letters").await.body;
    for told in ["Remove the instance", "stuck", "Orrery Labs", "vector-broker", "does not work today.", "500"] {
        assert!(page.contains(told), "{told} in {page}");
    }
    let list = stage.browser_of(CLARA).get("/instances").await.body;
    let stuck = list.split("href=\"").find(|link| link.contains(">stuck<")).unwrap().split('"').next().unwrap();
    for page in [page, stage.browser_of(CLARA).get(stuck).await.body] {
        assert!(page.contains("&lt;xss7&gt;") && !page.contains("<xss7>"), "what a broker says stays text: {page}");
    }
    let letter = ("operation", stage.facts["letter"].as_str());
    let wrong = told(&otto, "dead-letter/give-up", &[letter, ("confirmation", "yes")]).await;
    assert!(wrong.body.contains("The confirmation does not match"), "{}", wrong.body);
    let ended = told(&otto, "dead-letter/give-up", &[letter, ("confirmation", "stuck")]).await;
    assert!(followed(&otto, ended).await.contains("Nothing waits for you"));
    let clara = stage.browser_of(CLARA).get("/instances").await.body;
    assert!(!clara.contains("stuck"), "a removal that is given up counts as done");
}

#[tokio::test]
async fn a_provider_reads_why_a_broker_stays() {
    let stage = Scene::Limited.open().await;
    let ada = stage.browser_of(ADA);
    let withdrawn = ada.get(&format!("/offerings/{OFFERING}/deployments")).await.body;
    assert!(withdrawn.contains("Instances of customers"), "{withdrawn}");
    let offering = stage.server.backend.store().offering_named(OFFERING).await.unwrap().unwrap();
    let deployments = stage.server.backend.store().offering(offering).await.unwrap().unwrap().deployments;
    for deployment in deployments {
        let id = deployment.id.to_string();
        told(&ada, "deployment/withdraw", &[("id", &id)]).await;
    }
    for page in ["deployments".to_owned(), format!("deployments/brokers/{}", stage.facts["broker"])] {
        let page = ada.get(&format!("/offerings/{OFFERING}/{page}")).await.body;
        assert!(page.contains("Customers have 2 instances through this broker."), "{page}");
    }
}

#[tokio::test]
async fn a_form_that_is_turned_down_comes_back_in_the_language_that_it_was_read_in() {
    let stage = Scene::Limited.open().await;
    let (kim, clara) = (stage.browser_of("kim@northwind.example"), stage.browser_of(CLARA));
    let text = [
        ("language", "de"),
        ("revision", "0"),
        ("translation[groups][0][0][key]", "listing[display_name]"),
        ("translation[groups][0][0][text]", "Vektorsuche"),
    ];
    told(&kim, "translation/save", &text).await;
    let seen = kim.sees(OFFERING).await;
    told(&kim, "release/limited", &[("seen", &seen)]).await;

    let target = format!("/catalog/{OFFERING}/create?lang=de");
    let form = clara.get(&target).await.body;
    let nameless = [
        ("operation", "one"),
        ("instance[plan]", stage.facts["plan"].as_str()),
        ("instance[location]", "eu-de"),
        ("instance[name]", ""),
    ];
    let refused = clara.send(Request::form(target.as_str(), &nameless)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for page in [form, refused.body] {
        assert!(page.contains(&format!("action=\"{target}\"")), "{page}");
        let (before, _) = page.split_once(">Vektorsuche").unwrap();
        let tag = before.rsplit('<').next().unwrap();
        assert!(tag.contains(" lang=\"de\""), "it is announced as German: {tag}");
        assert_eq!(page.matches("<html lang=\"en\"").count(), 1, "everything around it is English");
    }
}

//! Bad luck with a form loses nothing, without scripts: an ended session, a role that was withdrawn, an end that was announced,
//! a text that is too long, a console that takes too long. Either the input waits at an address of its author's, or the
//! page that answers holds it.

use std::time::Duration;

use hyper::StatusCode;
use scraper::{ElementRef, Html, Selector};
use slipway_backend::demo::PASSWORD;
use slipway_domain::caller::Role;

use crate::support::{Answer, Browser, ORIGIN, Request, Scene, Stage};

const KIM: &str = "kim@northwind.example";
const RITA: &str = "rita@operator.example";
const CLARA: &str = "clara@orrery.example";
const TEXT: &str = "Typed for half an hour, with \"quotes\" & <signs>.";

/// The form of a page that has a field of that name: where it goes, and what it sends as it stands.
fn form_with(answer: &Answer, field: &str) -> (String, Vec<(String, String)>) {
    let page = Html::parse_document(&answer.body);
    let (forms, controls) = (Selector::parse("form").unwrap(), Selector::parse("input, textarea").unwrap());
    let sent = |form: ElementRef<'_>| -> Vec<(String, String)> {
        let of = |control: ElementRef<'_>| {
            let name = control.value().attr("name")?.to_owned();
            let text = control.value().attr("value").map_or_else(|| control.text().collect(), ToOwned::to_owned);
            Some((name, text))
        };
        form.select(&controls).filter_map(of).collect()
    };
    let form = page.select(&forms).find(|form| sent(*form).iter().any(|(name, _)| name == field));
    let form = form.unwrap_or_else(|| panic!("no form has {field}: {} {}", answer.status, answer.body));
    (form.value().attr("action").unwrap().to_owned(), sent(form))
}

async fn send(browser: &Browser, action: &str, fields: &[(String, String)]) -> Answer {
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser
        .send(Request::form(action, &pairs).header("referer", &format!("{ORIGIN}/offerings/northwind-vector/summary")))
        .await
}

fn typed(fields: &mut [(String, String)], name: &str) {
    TEXT.clone_into(&mut fields.iter_mut().find(|(known, _)| known == name).unwrap().1);
}

fn value<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    &fields.iter().find(|(known, _)| known == name).unwrap().1
}

async fn description(stage: &Stage) -> String {
    let store = stage.server.backend.store();
    let id = store.offering_named("northwind-vector").await.unwrap().unwrap();
    store.offering(id).await.unwrap().unwrap().summary.draft.description
}

#[tokio::test]
async fn a_form_of_an_ended_session_is_sent_again_after_signing_in() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let page = kim.get("/offerings/northwind-vector/summary").await;
    let (action, mut fields) = form_with(&page, "summary[description]");
    typed(&mut fields, "summary[description]");
    kim.twin().post("/sign-out", &[]).await;

    let answer = send(&kim, &action, &fields).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.header("cache-control"), Some("no-store"), "only the author's window has it");
    assert!(answer.body.contains("/login?to=%2Fofferings%2Fnorthwind-vector%2Fsummary"), "{}", answer.body);
    let (again, kept) = form_with(&answer, "summary[description]");
    assert_eq!(value(&kept, "summary[description]"), TEXT);
    assert_ne!(description(&stage).await, TEXT, "nobody's text is stored");

    kim.sign_in(KIM, PASSWORD).await;
    let saved = send(&kim, &again, &kept).await;
    assert_eq!(saved.path().as_deref(), Some("/offerings/northwind-vector/summary"), "{}", saved.body);
    assert_eq!(description(&stage).await, TEXT);
}

#[tokio::test]
async fn a_form_of_somebody_who_lost_the_role_keeps_its_text_and_changes_nothing() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let page = kim.get("/offerings/northwind-vector/summary").await;
    let (action, mut fields) = form_with(&page, "summary[description]");
    typed(&mut fields, "summary[description]");
    let store = stage.server.backend.store();
    let person = store.person_with_email(KIM).await.unwrap().unwrap().id;
    let account = store.person(person).await.unwrap().unwrap().memberships[0].account;
    let mut tx = store.write().await.unwrap();
    tx.set_membership(account, person, Role::ProviderViewer).await.unwrap();
    tx.commit().await.unwrap();

    let answer = send(&kim, &action, &fields).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let (_, kept) = form_with(&answer, "summary[description]");
    assert_eq!(value(&kept, "summary[description]"), TEXT);
    assert_ne!(description(&stage).await, TEXT);
}

#[tokio::test]
async fn a_form_about_something_that_was_removed_meanwhile_keeps_its_text() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let nil = uuid::Uuid::nil().to_string();
    let fields = [
        ("offering", "northwind-vector"),
        ("id", nil.as_str()),
        ("revision", "1"),
        ("plan[kind]", "free"),
        ("plan[description]", TEXT),
    ];
    let gone = kim.post("/api/plan/save", &fields).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "{:?}", gone.location());
    let (_, kept) = form_with(&gone, "plan[description]");
    assert_eq!(value(&kept, "plan[description]"), TEXT);
}

#[tokio::test]
async fn a_password_is_the_one_thing_that_does_not_come_back() {
    let stage = Scene::Demo.open().await;
    let nobody = stage.server.browser();
    let fields = [("offering", "northwind-vector"), ("broker[name]", "Frankfurt"), ("password", "the-broker-password")];
    let answer = nobody.post("/api/broker/add", &fields).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let (_, kept) = form_with(&answer, "broker[name]");
    assert_eq!((value(&kept, "broker[name]"), value(&kept, "password")), ("Frankfurt", ""));
    assert!(!answer.body.contains("the-broker-password"));
}

#[tokio::test]
async fn a_form_that_comes_after_the_end_was_announced_leads_to_where_its_text_waits() {
    let stage = Scene::Deprecated.open().await;
    let kim = stage.browser_of(KIM);
    for (function, fields) in [
        ("/api/summary/save", vec![("revision", "1"), ("summary[description]", TEXT)]),
        ("/api/plan/add", vec![("plan[kind]", "free"), ("plan[description]", TEXT)]),
        (
            "/api/translation/save",
            vec![
                ("language", "de"),
                ("revision", "0"),
                ("translation[groups][0][0][key]", "listing[display_name]"),
                ("translation[groups][0][0][text]", TEXT),
            ],
        ),
    ] {
        let fields = [vec![("offering", "northwind-vector")], fields].concat();
        let answer = kim.post(function, &fields).await;
        let to = answer.path().unwrap_or_else(|| panic!("{function}: {} {}", answer.status, answer.body));
        assert!(to.starts_with("/offerings/northwind-vector/merge/"), "{function}: {to}");
        let page = kim.get(&to).await;
        assert!(page.body.contains("Typed for half an hour"), "{function}");
        assert!(page.body.contains("stands still") && page.body.contains("/offerings/northwind-vector/review"));
    }
}

#[tokio::test]
async fn the_page_that_input_belongs_to_leads_its_author_and_nobody_else_to_it() {
    let stage = Scene::Workshop.open().await;
    let parked = stage.facts["parked"].as_str();
    let merge = format!("/offerings/northwind-vector/merge/{parked}");
    let leads = async |email: &str, page: &str| {
        let answer = stage.browser_of(email).get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        let tells = answer.body.contains("You have input that was not saved");
        assert_eq!(tells, answer.body.contains(&format!("href=\"{merge}\"")), "{page} by {email}");
        tells
    };
    let listing = "/offerings/northwind-vector/listing";
    assert!(leads(KIM, listing).await);
    assert!(!leads("ada@northwind.example", listing).await, "of the same account");
    assert!(!leads(RITA, listing).await);
    assert!(!leads(KIM, "/offerings/northwind-vector/settings").await, "another page");
    assert!(!leads(KIM, &merge).await, "the page that it leads to");
    stage.browser_of(KIM).post("/api/parked/discard", &[("offering", "northwind-vector"), ("id", parked)]).await;
    assert!(!leads(KIM, listing).await, "it is decided");
}

#[tokio::test]
async fn a_text_that_two_people_translated_is_shown_as_each_has_it_and_decided_by_a_choice() {
    let stage = Scene::Demo.open().await;
    let (kim, ada) = (stage.browser_of(KIM), stage.browser_of("ada@northwind.example"));
    let (editor, field) = ("/offerings/northwind-vector/translations?language=de", "translation[groups][0][0][text]");
    let read = |page: &Answer| value(&form_with(page, field).1, field).to_owned();
    let translated = async |browser: &Browser, text: &str| {
        let (action, mut fields) = form_with(&browser.get(editor).await, field);
        text.clone_into(&mut fields.iter_mut().find(|(known, _)| known == field).unwrap().1);
        (action, fields)
    };
    let (mine, theirs) = (translated(&kim, "Vektoren suchen").await, translated(&ada, "Vektoren finden").await);
    assert_eq!(send(&ada, &theirs.0, &theirs.1).await.path().as_deref(), Some(editor));
    let late = send(&kim, &mine.0, &mine.1).await;
    let merge = late.path().unwrap_or_else(|| panic!("{} {}", late.status, late.body));
    assert!(merge.starts_with("/offerings/northwind-vector/merge/"), "{merge}");
    assert_eq!(read(&kim.get(editor).await), "Vektoren finden", "nothing is overwritten");
    for (page, told) in [
        (editor, format!("href=\"{merge}\"")),
        (editor, "Compare and decide: Translation into Deutsch".to_owned()),
        ("/offerings/northwind-vector/history", "Could not save the translation into Deutsch yet".to_owned()),
    ] {
        let body = kim.get(page).await.body;
        assert!(body.contains(&told), "{told}: {body}");
    }
    let page = kim.get(&merge).await;
    for told in ["Listing page: ", "Vektoren suchen", "Vektoren finden", "you and somebody else changed 1 field"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let save = page.body.split("Save these choices").next().unwrap().rsplit("<button").next().unwrap();
    assert!(!save.contains("formnovalidate"), "the browser asks for a choice that is missing: {save}");
    let (action, mut choices) = form_with(&page, "choices[0]");
    choices.retain(|(_, value)| !value.starts_with("theirs:"));
    assert_eq!(send(&kim, &action, &choices).await.path().as_deref(), Some(editor));
    let after = kim.get(editor).await;
    assert_eq!(read(&after), "Vektoren suchen");
    assert!(!after.body.contains(&merge), "it is decided");
}

#[tokio::test]
async fn a_choice_that_nobody_made_is_none_for_what_was_typed() {
    let stage = Scene::Workshop.open().await;
    let parked = stage.facts["parked"].as_str();
    let fields = [("offering", "northwind-vector"), ("id", parked), ("seen", "999")];
    let answer = stage.browser_of(KIM).post("/api/parked/apply", &fields).await;
    let to = answer.path().unwrap_or_else(|| panic!("{} {}", answer.status, answer.body));
    assert!(to.starts_with("/offerings/northwind-vector/merge/"), "{to}");
    assert!(stage.browser_of(KIM).get(&to).await.body.contains("Use mine"), "it still waits");
}

#[tokio::test]
async fn what_was_saved_since_the_page_was_drawn_is_shown_before_it_is_overwritten() {
    let stage = Scene::Workshop.open().await;
    let (kim, ada) = (stage.browser_of(KIM), stage.browser_of("ada@northwind.example"));
    let merge = format!("/offerings/northwind-vector/merge/{}", stage.facts["parked"]);
    let listing = "/offerings/northwind-vector/listing";
    let (action, mine) = form_with(&kim.get(&merge).await, "mine");
    let theirs = [
        ("offering", "northwind-vector"),
        ("revision", stage.facts["listing_revision"].as_str()),
        ("listing[display_name]", "Saved since"),
    ];
    assert_eq!(ada.post("/api/listing/save", &theirs).await.path().as_deref(), Some(listing));
    let unseen = send(&kim, &action, &mine).await.path().unwrap();
    assert!(unseen.starts_with(&merge), "{unseen}");
    assert!(kim.get(&merge).await.body.contains("Saved since"), "it is shown, and not overwritten");
    let (action, mine) = form_with(&kim.get(&merge).await, "mine");
    assert_eq!(send(&kim, &action, &mine).await.path().as_deref(), Some(listing));
}

#[tokio::test]
async fn a_decision_that_cannot_be_taken_keeps_every_word() {
    let stage = Scene::Requested.open().await;
    let rita = stage.browser_of(RITA);
    let submission = stage.facts["submission"].as_str();
    let decide = async |content: &str, reason: &str, note: &str| {
        let fields = [
            ("submission", submission),
            ("content", content),
            ("verdict", "return"),
            ("reason", reason),
            ("internal_note", note),
        ];
        rita.post("/api/review/decide", &fields).await
    };
    // Somebody handed in other content in between.
    let outdated = decide("0000", TEXT, "Between us.").await;
    assert_eq!(outdated.status, StatusCode::CONFLICT);
    let (_, kept) = form_with(&outdated, "reason");
    assert_eq!((value(&kept, "reason"), value(&kept, "internal_note")), (TEXT, "Between us."));
    // Too long for any address.
    let long = TEXT.repeat(200);
    let too_long = decide(&stage.facts["content"], &long, "Between us.").await;
    assert_eq!(too_long.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, kept) = form_with(&too_long, "reason");
    assert_eq!((value(&kept, "reason"), value(&kept, "internal_note")), (long.as_str(), "Between us."));
    assert!(too_long.body.contains("ALL-LEN-01"), "the finding is at the field");
    // Short enough for the form that it came from.
    for (reason, rule) in [(format!("{TEXT}\u{7}"), "ALL-CHR-01"), (String::new(), "REV-RSN-01")] {
        let refused = decide(&stage.facts["content"], &reason, "Between us.").await;
        let form = rita.get(&refused.path().unwrap()).await;
        let (_, kept) = form_with(&form, "reason");
        assert_eq!((value(&kept, "reason"), value(&kept, "internal_note")), (reason.as_str(), "Between us."));
        assert!(form.body.contains(rule), "{rule} is told at the field");
    }
}

#[tokio::test]
async fn a_form_whose_time_is_up_keeps_every_word_and_is_sent_again() {
    let stage = Scene::Requested.open_with(|config| config.limits.request_seconds = 1).await;
    let store = stage.server.backend.store();
    // Whoever wants to change something waits for this.
    let busy = store.write().await.unwrap();
    let rita = stage.browser_of(RITA);
    // Long enough for the session itself to be written, which waits as well.
    stage.server.wait(Duration::from_mins(5));
    let decision = [
        ("submission", stage.facts["submission"].as_str()),
        ("content", stage.facts["content"].as_str()),
        ("verdict", "return"),
        ("reason", TEXT),
        ("internal_note", "Between us."),
    ];
    let overdue = rita.post("/api/review/decide", &decision).await;
    assert_eq!(overdue.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(overdue.header("retry-after"), Some("5"));
    assert!(overdue.body.contains("This took too long"), "{}", overdue.body);
    let (action, kept) = form_with(&overdue, "reason");
    assert_eq!((value(&kept, "reason"), value(&kept, "internal_note")), (TEXT, "Between us."));

    let clara = stage.browser_of(CLARA);
    let order = [
        ("instance[plan]", stage.facts["plan"].as_str()),
        ("instance[location]", "eu-de"),
        ("instance[name]", "store"),
        ("instance[parameters]", "{\"replicas\": 3}"),
        ("instance[terms]", stage.facts["terms_url"].as_str()),
    ];
    let target = format!("/catalog/{}/create", stage.facts["name"]);
    let overdue = clara.post(&target, &order).await;
    assert_eq!(overdue.status, StatusCode::SERVICE_UNAVAILABLE);
    let (_, ordered) = form_with(&overdue, "instance[name]");
    let typed = (value(&ordered, "instance[name]"), value(&ordered, "instance[parameters]"));
    assert_eq!(typed, ("store", "{\"replicas\": 3}"));

    drop(busy);
    let sent = send(&rita, &action, &kept).await;
    assert!(sent.status.is_redirection(), "{} {}", sent.status, sent.body);
    assert!(store.open_submissions().await.unwrap().is_empty(), "it is decided");
}

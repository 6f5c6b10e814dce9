//! Taking values over from a broker: all at once or not at all, into what somebody has seen, and by whoever may.

use std::time::Duration;

use secrecy::SecretString;
use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Attempt, Said};
use slipway_domain::broker::BrokerDraft;
use slipway_domain::event::EventKind;
use slipway_domain::ids::BrokerId;
use slipway_domain::import::file::{FileProblem, LARGEST};
use slipway_domain::import::{Fit, ImportDraft, Part, TakenOver};
use slipway_domain::listing::ListingDraft;
use slipway_domain::offering::{NewResourceDraft, Offering};
use slipway_domain::policy::Denial;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::stage::Move;
use slipway_osb::fake::Misbehaviour;

use crate::support::{ADA, GUS, House, KIM, OTTO, RITA, VERA, rejection};

const NEW: &str = "northwind-cache";
const PLAN_ID: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c99";

async fn offering(house: &House) -> Offering {
    house.acting(KIM).await.offering(OFFERING).await.unwrap().offering
}

/// The broker says something else than the definition: a text, a flag, and a plan that is not here.
async fn says_more(house: &House) -> BrokerId {
    let kim = house.acting(KIM).await;
    let offering = offering(house).await;
    let mut catalog = serde_json::to_value(slipway_domain::export::definitions(&offering)).unwrap();
    let service = &mut catalog["services"][0];
    service["description"] = json!("Another text.");
    service["bindable"] = json!(false);
    let mini = json!({ "id": PLAN_ID, "name": "mini", "description": "A little.", "free": false });
    service["plans"].as_array_mut().unwrap().push(mini);
    house.broker.set_catalog(catalog);
    kim.register_broker(OFFERING, offering.brokers[0].id).await.unwrap();
    offering.brokers[0].id
}

/// Everything that is offered, ticked.
async fn everything(acting: &Acting, broker: BrokerId) -> ImportDraft {
    let import = acting.import(OFFERING, broker, 0).await.unwrap();
    let take = import.offers.iter().map(|offer| offer.said.key()).collect();
    ImportDraft { choice: 0, seen: import.seen, take }
}

async fn imported(house: &House) -> usize {
    house.events().await.iter().filter(|event| event.kind == EventKind::BrokerImported).count()
}

#[tokio::test]
async fn what_is_ticked_changes_all_forms_at_once_and_is_one_line_in_the_history() {
    let house = House::open().await;
    let (broker, before, events) = (says_more(&house).await, offering(&house).await, house.events().await.len());
    let kim = house.acting(KIM).await;
    let draft = everything(&kim, broker).await;
    assert_eq!(draft.take, ["listing-description", "settings-bindable", "plan:3"]);
    assert!(kim.broker(OFFERING, broker).await.unwrap().has_offers);
    let once = kim.clone().as_operation("one".to_owned());
    let taken = once.take_over(OFFERING, broker, &draft).await.unwrap();

    let after = offering(&house).await;
    assert_eq!(after.listing.draft.description, "Another text.");
    assert_eq!((after.settings.draft.bindable.as_str(), before.settings.draft.bindable.as_str()), ("no", "yes"));
    let revisions = |offering: &Offering| (offering.listing.revision, offering.settings.revision);
    assert_eq!(revisions(&after), (before.listing.revision + 1, before.settings.revision + 1));
    let plan = after.plans.last().unwrap();
    assert_eq!((plan.draft.name.as_str(), plan.draft.kind.as_str(), after.plans.len()), ("mini", "", 3));
    assert_ne!(plan.id.to_string(), PLAN_ID, "an id is never taken over");
    let fields = ["listing-description", "settings-bindable"].map(str::to_owned).to_vec();
    assert_eq!(taken, [&fields[..], &[plan.id.to_string()]].concat());
    let history = house.events().await;
    assert_eq!((history.len(), history[0].kind), (events + 1, EventKind::BrokerImported));
    assert_eq!(history[0].detail.subject.as_deref(), Some("vector-broker"));
    assert_eq!(history[0].detail.code, None, "the name was registered before");
    let told = TakenOver { fields, plans: vec!["mini".to_owned()], more: 0 };
    assert_eq!(history[0].detail.taken, Some(told));

    assert_eq!(once.take_over(OFFERING, broker, &draft).await.unwrap(), taken, "sent twice");
    assert_eq!((offering(&house).await, imported(&house).await), (after, 1));
    let import = house.acting(KIM).await.import(OFFERING, broker, 0).await.unwrap();
    assert_eq!((import.offers.as_slice(), import.fit), (&[][..], Some(Fit::Id)));
    let page = kim.broker(OFFERING, broker).await.unwrap();
    assert!(page.parity.iter().any(|line| !line.same && line.broker.is_some()), "the id of the plan stays another one");
    assert!(!page.has_offers, "and is never taken over");
}

#[tokio::test]
async fn what_was_said_before_the_broker_was_saved_is_not_offered_until_it_is_registered_again() {
    let house = House::open().await;
    let broker = says_more(&house).await;
    let kim = house.acting(KIM).await;
    let (seen, draft) = (everything(&kim, broker).await, offering(&house).await.brokers[0].draft.clone());
    let save = async |url: String| {
        house.clock.advance(Duration::from_secs(1));
        let draft = BrokerDraft { url, ..draft.clone() };
        let revision = offering(&house).await.brokers[0].revision;
        let password = SecretString::from("broker-password");
        kim.save_broker(OFFERING, broker, revision, &draft, &password).await.unwrap();
    };
    let is_offered = async || {
        let import = kim.import(OFFERING, broker, 0).await.unwrap();
        assert_eq!(import.is_outdated, import.offers.is_empty() && import.services.is_empty());
        assert_eq!(kim.broker(OFFERING, broker).await.unwrap().has_offers, !import.is_outdated);
        !import.is_outdated
    };
    assert!(is_offered().await);
    save(format!("{}/other", draft.url)).await;
    assert!(!is_offered().await);
    let refused = rejection(kim.take_over(OFFERING, broker, &seen).await);
    assert!(matches!(refused, Rejection::Stale { .. }), "{refused:?}");
    assert_eq!(imported(&house).await, 0);
    kim.register_broker(OFFERING, broker).await.unwrap();
    assert!(!is_offered().await, "there it says nothing");

    save(draft.url.clone()).await;
    assert!(!is_offered().await, "nobody knows what it says by now");
    kim.register_broker(OFFERING, broker).await.unwrap();
    assert!(is_offered().await);
}

#[tokio::test]
async fn what_somebody_saved_in_between_is_not_overwritten() {
    let house = House::open().await;
    let broker = says_more(&house).await;
    let (ada, kim) = (house.acting(ADA).await, house.acting(KIM).await);
    let seen = everything(&ada, broker).await;
    let current = offering(&house).await;
    let attempt = Attempt { revision: current.settings.revision, operation: "" };
    let mut settings = current.settings.draft.clone();
    "global".clone_into(&mut settings.location_scope);
    kim.save_settings(OFFERING, attempt, &settings).await.unwrap();
    assert_eq!(everything(&ada, broker).await, seen, "nothing of it was offered");
    let attempt = Attempt { revision: current.listing.revision, operation: "" };
    let listing = ListingDraft { description: "By Kim.".to_owned(), ..current.listing.draft.clone() };
    kim.save_listing(OFFERING, attempt, &listing).await.unwrap();

    let before = offering(&house).await;
    let refused = rejection(ada.take_over(OFFERING, broker, &seen).await);
    assert_eq!(refused, Rejection::Stale { current: before.listing.revision, parked: None });
    assert_eq!((offering(&house).await, imported(&house).await), (before, 0));
    let again = everything(&ada, broker).await;
    ada.take_over(OFFERING, broker, &again).await.unwrap();
    let after = offering(&house).await;
    assert_eq!(after.listing.draft.description, "Another text.");
    assert_eq!(after.settings.draft.location_scope, "global", "what was not offered stays");
}

#[tokio::test]
async fn nobody_takes_over_what_they_could_not_type() {
    let house = House::open().await;
    let broker = says_more(&house).await;
    let before = offering(&house).await;
    for (email, role) in [(VERA, "viewer"), (RITA, "reviewer")] {
        let acting = house.acting(email).await;
        let refused = rejection(acting.take_over(OFFERING, broker, &everything(&acting, broker).await).await);
        assert!(matches!(refused, Rejection::Denied(Denial::RoleMissing { .. })), "{role}: {refused:?}");
    }
    let gus = house.acting(GUS).await.take_over(OFFERING, broker, &ImportDraft::default()).await;
    assert_eq!(rejection(gus), Rejection::NotFound(Kind::Offering));
    // The platform's administrator edits listings and adds no plans.
    let otto = house.acting(OTTO).await;
    let all = everything(&otto, broker).await;
    let refused = rejection(otto.take_over(OFFERING, broker, &all).await);
    assert!(matches!(refused, Rejection::Denied(Denial::RoleMissing { .. })), "{refused:?}");
    assert_eq!((offering(&house).await, imported(&house).await), (before, 0), "not even a part of it");
    let texts = ImportDraft { take: vec![all.take[0].clone()], ..all };
    otto.take_over(OFFERING, broker, &texts).await.unwrap();
    assert_eq!(offering(&house).await.listing.draft.description, "Another text.");
}

#[tokio::test]
async fn what_is_taken_over_during_a_review_is_the_next_draft_and_after_the_end_there_is_none() {
    let house = House::open().await;
    house.publish_limited().await;
    let submission = house.request_review().await;
    let broker = says_more(&house).await;
    let kim = house.acting(KIM).await;
    let all = everything(&kim, broker).await;
    kim.take_over(OFFERING, broker, &all).await.unwrap();
    assert_eq!(offering(&house).await.listing.draft.description, "Another text.");
    let read = house.acting(RITA).await.review(submission).await.unwrap().content;
    assert_ne!(read.listing.draft.description, "Another text.", "the reviewer reads what was handed in");

    let said = Said { confirmation: OFFERING, reason: "" };
    house.acting(ADA).await.change_lifecycle(OFFERING, Move::Withdraw, said).await.unwrap();
    let refused = rejection(kim.take_over(OFFERING, broker, &all).await);
    assert!(matches!(refused, Rejection::Refused(Refusal::Frozen { parked: None, .. })), "{refused:?}");
}

#[tokio::test]
async fn a_listing_that_becomes_complete_registers_the_service_name() {
    let house = House::open().await;
    let ada = house.acting(ADA).await;
    let resource = NewResourceDraft { resource_name: NEW.to_owned(), broker_ready: "yes".to_owned() };
    ada.add_resource(&resource).await.unwrap();
    let fresh = ada.offering(NEW).await.unwrap().offering;
    let listing = ListingDraft {
        display_name: "Cache".to_owned(),
        description: String::new(),
        terms_url: "https://northwind.example/terms/cache".to_owned(),
        documentation_url: fresh.issued_documentation_url.clone(),
        instructions_url: fresh.issued_documentation_url.clone(),
        ..offering(&house).await.listing.draft
    };
    ada.save_listing(NEW, Attempt { revision: 0, operation: "" }, &listing).await.unwrap();
    let draft = BrokerDraft {
        name: "cache-broker".to_owned(),
        url: house.broker.url(),
        username: "slipway".to_owned(),
        osb_version: "2.17".to_owned(),
        ..BrokerDraft::default()
    };
    let broker = ada.add_broker(NEW, &draft, &SecretString::from("broker-password")).await.unwrap();
    house.broker.set_catalog(json!({ "services": [
        { "id": "x", "name": NEW, "description": "Keeps what is asked for often.", "plans": [] },
    ] }));
    ada.register_broker(NEW, broker).await.unwrap();

    let import = ada.import(NEW, broker, 0).await.unwrap();
    assert_eq!((import.fit, import.meant.as_str()), (Some(Fit::Name), NEW));
    let take = vec!["listing-description".to_owned()];
    let draft = ImportDraft { choice: 0, seen: import.seen, take };
    ada.take_over(NEW, broker, &draft).await.unwrap();
    let after = ada.offering(NEW).await.unwrap().offering;
    assert!(fresh.access_facts.registered_at.is_none() && after.access_facts.registered_at.is_some());
    assert_eq!(house.events().await[0].detail.code.as_deref(), Some("name_registered"));
}

#[tokio::test]
async fn whatever_the_broker_answered_the_page_can_be_read() {
    let house = House::open().await;
    let (kim, broker) = (house.acting(KIM).await, offering(&house).await.brokers[0].id);
    assert_eq!(kim.import(OFFERING, broker, 0).await.unwrap().services, Vec::<String>::new(), "it was never asked");
    let odd = json!({ "services": [7, { "id": 7, "name": null, "tags": "a", "metadata": [1], "plans": { "a": 1 } }] });
    for answer in [json!("text"), json!([]), json!({ "services": {} }), odd, Value::Null] {
        house.broker.misbehave(Misbehaviour::WrongTypes(answer.clone()));
        kim.register_broker(OFFERING, broker).await.unwrap();
        let import = kim.import(OFFERING, broker, u32::MAX).await.unwrap();
        let is_plan = |part: &Part| matches!(part, Part::Plan(..));
        assert!(!import.offers.iter().any(|offer| is_plan(&offer.said)), "{answer}");
    }
    house.broker.misbehave(None);
    let services = json!([{ "name": "one", "description": "First." }, { "name": "two", "description": "Second." }]);
    house.broker.set_catalog(json!({ "services": services }));
    kim.register_broker(OFFERING, broker).await.unwrap();
    let unchosen = kim.import(OFFERING, broker, 0).await.unwrap();
    assert_eq!((unchosen.fit, unchosen.offers), (None, Vec::new()));
    assert_eq!(unchosen.services, ["one", "two"]);
    let chosen = kim.import(OFFERING, broker, 2).await.unwrap();
    assert_eq!((chosen.meant.as_str(), chosen.fit), ("two", Some(Fit::Choice)));
    assert!(matches!(&chosen.offers[0].said, Part::Text(_, text) if text == "Second."), "{:?}", chosen.offers);
}

/// The definition as a file, changed, and a new plan in it that costs something.
async fn file(house: &House) -> Value {
    let mut catalog = serde_json::to_value(slipway_domain::export::definitions(&offering(house).await)).unwrap();
    let service = &mut catalog["services"][0];
    service["description"] = json!("Another text.");
    let amounts = json!([{ "country": "USA", "currency": "USD", "prices": [{ "quantity_tier": 1, "price": "12.5" }] }]);
    let costs = json!([{ "unit": "MONTH", "unitId": "MONTHLY_FEE", "amounts": amounts }]);
    service["plans"].as_array_mut().unwrap().push(json!({
        "id": PLAN_ID, "name": "silver", "description": "Ten collections.", "free": false,
        "effective_from": "2026-09-01", "metadata": { "subscription": true, "costs": costs },
    }));
    catalog
}

#[tokio::test]
async fn a_file_is_taken_over_with_its_wrapper_and_without_and_its_new_plans_with_their_prices() {
    let house = House::open().await;
    let (kim, catalog) = (house.acting(KIM).await, file(&house).await);
    let texts = [catalog.to_string(), catalog["services"].to_string(), catalog["services"][0].to_string()];
    let mut read = Vec::new();
    for text in &texts {
        read.push(kim.import_file(OFFERING, text, 0).await.unwrap().unwrap());
    }
    assert_eq!((&read[1], &read[2]), (&read[0], &read[0]));
    assert_eq!((read[0].fit, read[0].violations.as_slice()), (Some(Fit::Id), &[][..]));
    let take: Vec<String> = read[0].offers.iter().map(|offer| offer.said.key()).collect();
    assert_eq!(take, ["listing-description", "plan:3"]);

    let (draft, events) = (ImportDraft { choice: 0, seen: read[0].seen.clone(), take }, house.events().await.len());
    let once = kim.clone().as_operation("one".to_owned());
    let taken = once.take_over_file(OFFERING, &texts[0], &draft).await.unwrap();
    assert_eq!(once.take_over_file(OFFERING, &texts[0], &draft).await.unwrap(), taken, "sent twice");
    let after = offering(&house).await;
    assert_eq!(after.listing.draft.description, "Another text.");
    let plan = after.plans.last().unwrap();
    assert_eq!(taken, ["listing-description".to_owned(), plan.id.to_string()]);
    assert_ne!(plan.id.to_string(), PLAN_ID, "an id is never taken over");
    assert_eq!((plan.draft.amounts[0].price.as_str(), plan.draft.effective_from.as_str()), ("12.5", "2026-09-01"));
    let history = house.events().await;
    assert_eq!((history.len(), history[0].kind), (events + 1, EventKind::DefinitionsImported));
    assert_eq!(kim.import_file(OFFERING, &texts[0], 0).await.unwrap().unwrap().offers, []);
}

#[tokio::test]
async fn a_text_that_cannot_be_read_says_where_and_one_that_changed_since_is_not_taken_over() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let problem = async |text: &str| kim.import_file(OFFERING, text, 0).await.unwrap().unwrap_err();
    assert_eq!(problem(" \n").await, FileProblem::Empty);
    assert_eq!(problem("{\n \"services\": [1,]\n}").await, FileProblem::NotJson { line: 2, column: 17 });
    assert_eq!(problem(&"[".repeat(100)).await, FileProblem::TooDeep { limit: 64 });
    assert_eq!(problem(&format!("[{}1]", "1,".repeat(100_000))).await, FileProblem::TooManyValues { limit: 100_000 });
    assert_eq!(problem(&" ".repeat(LARGEST)).await, FileProblem::Empty);
    assert_eq!(problem(&format!("[]{}", " ".repeat(LARGEST))).await, FileProblem::TooLong);
    let odd = kim.import_file(OFFERING, r#"{ "name": "x" }"#, 0).await.unwrap().unwrap();
    assert_eq!((odd.services.len(), odd.violations[0].path.as_slice()), (0, &["services".to_owned()][..]));

    let catalog = file(&house).await;
    let seen = kim.import_file(OFFERING, &catalog.to_string(), 0).await.unwrap().unwrap().seen;
    let draft = ImportDraft { choice: 0, seen, take: vec!["listing-description".to_owned()] };
    let mut other = catalog;
    other["services"][0]["description"] = json!("Yet another text.");
    let before = offering(&house).await;
    for text in [other.to_string(), "{".to_owned(), String::new()] {
        let refused = rejection(kim.take_over_file(OFFERING, &text, &draft).await);
        assert!(matches!(refused, Rejection::Stale { .. }), "{refused:?}");
    }
    assert_eq!(offering(&house).await, before);
}

#[tokio::test]
async fn nobody_takes_a_file_over_who_could_not_type_it() {
    let house = House::open().await;
    let text = file(&house).await.to_string();
    let before = offering(&house).await;
    for email in [VERA, RITA] {
        let acting = house.acting(email).await;
        let seen = acting.import_file(OFFERING, &text, 0).await.unwrap().unwrap().seen;
        let draft = ImportDraft { choice: 0, seen, take: vec!["listing-description".to_owned()] };
        let refused = rejection(acting.take_over_file(OFFERING, &text, &draft).await);
        assert!(matches!(refused, Rejection::Denied(Denial::RoleMissing { .. })), "{email}: {refused:?}");
    }
    let gus = house.acting(GUS).await;
    let missing = Rejection::NotFound(Kind::Offering);
    assert_eq!(rejection(gus.import_file(OFFERING, &text, 0).await), missing);
    assert_eq!(rejection(gus.take_over_file(OFFERING, &text, &ImportDraft::default()).await), missing);
    assert_eq!(offering(&house).await, before);
}

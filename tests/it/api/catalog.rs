//! What the catalog tells programs of a service: what its page tells people, and no more.

use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;
use slipway_backend::{Attempt, Ruling, Said};
use slipway_domain::deployment::DeploymentOptions;
use slipway_domain::language::Language;
use slipway_domain::listing::{ListingDraft, MediaDraft, NavigationDraft};
use slipway_domain::plan::PlanDraft;
use slipway_domain::review::Answer;
use slipway_domain::settings::{SettingsDraft, SlaDraft};
use slipway_domain::translation::{TextDraft, TranslationDraft};
use slipway_osb::fake::FakeBroker;

use super::{ADA, GUS, Program, RITA, json as told, problem};
use crate::broker_calls::registered_broker;
use crate::metered::press;
use crate::support::{Scene, Stage};
use crate::usage::acting;

const BEA: &str = "bea@operator.example";
const KIM: &str = "kim@northwind.example";
const VIDEO: &str = "https://www.youtube.com/watch?v=vectors";

fn page(language: &str) -> String {
    format!("/catalog/{OFFERING}{language}")
}

/// With something in every place that the page of a service has for it.
fn full_listing(draft: &mut ListingDraft) {
    draft.media = vec![MediaDraft {
        kind: "youtube".to_owned(),
        url: VIDEO.to_owned(),
        thumbnail: String::new(),
        caption: "A tour".to_owned(),
    }];
    let extras = &mut draft.extras;
    extras.featured_description = "New: hybrid ranking.".into();
    extras.popup_warning_message = "It is replicated over three zones.".into();
    extras.not_creatable_msg = "Closed for now.".into();
    extras.deprecation_warning = "It ends.".into();
    extras.api_docs_url = "https://northwind.example/api".into();
    extras.catalog_details_url = "https://northwind.example/own".into();
    extras.navigation_items = vec![NavigationDraft {
        id: "faq".to_owned(),
        label: "Questions".to_owned(),
        url: "https://northwind.example/faq".to_owned(),
    }];
}

fn full_settings(draft: &mut SettingsDraft, plan: &str) {
    draft.extras.async_unprovisioning = "yes".into();
    draft.extras.compliance = vec!["ISO 27001".to_owned()];
    draft.extras.sla = SlaDraft {
        terms: "https://northwind.example/sla".to_owned(),
        tenancy: "single".to_owned(),
        provisioning: "99.9".to_owned(),
        recovery: "yes".to_owned(),
        recovery_text: "From daily copies.".to_owned(),
        ..SlaDraft::default()
    };
    let parameters = json!([
        { "name": "size", "displayname": "Size", "type": "dropdown", "required": true, "value": "s",
          "options": [{ "value": "s", "displayname": "Small" }, { "value": "l", "displayname": "Large" }] },
        { "name": "origin", "displayname": "Origin", "type": "text", "value": "console", "hidden": true },
        { "name": "zone", "displayname": "Zone", "type": "text",
          "associations": { "plan": { "showFor": [plan] } } },
    ]);
    draft.parameters = parameters.to_string();
}

/// Published for the owner: a metered plan, one that ends and asks for something of its own, and a name in German.
async fn published(stage: &Stage) -> FakeBroker {
    let (browser, kim) = (stage.browser_of(KIM), acting(stage, KIM).await);
    press(stage, &browser, "").await;
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    let mut listing = offering.listing.draft.clone();
    full_listing(&mut listing);
    let attempt = |revision| Attempt { revision, operation: "" };
    kim.save_listing(OFFERING, attempt(offering.listing.revision), &listing).await.unwrap();
    let mut settings = offering.settings.draft.clone();
    full_settings(&mut settings, &stage.facts["plan"]);
    kim.save_settings(OFFERING, attempt(offering.settings.revision), &settings).await.unwrap();
    let lite = offering.plans.iter().find(|plan| plan.draft.name == "lite").unwrap();
    let ending = PlanDraft { ends_on: "2027-03-01".to_owned(), ..lite.draft.clone() };
    kim.save_plan(OFFERING, lite.id, lite.revision, &ending).await.unwrap();
    let deployment = offering.deployments.iter().find(|deployment| deployment.plan == lite.id).unwrap();
    let alias = json!([{ "name": "alias", "displayname": "Alias", "type": "text" }]).to_string();
    let options = DeploymentOptions { parameters: alias, ..DeploymentOptions::default() };
    kim.save_deployment(OFFERING, deployment.id, deployment.revision, &options).await.unwrap();
    let text = TextDraft {
        key: "listing[display_name]".to_owned(),
        source: listing.display_name,
        text: "Vektorsuche".to_owned(),
        fits: String::new(),
    };
    let german = TranslationDraft { groups: vec![vec![text]] };
    kim.save_translation(OFFERING, Language::German, 0, &german).await.unwrap();
    let broker = registered_broker(stage, &browser).await;
    acting(stage, ADA).await.publish_limited(OFFERING).await.unwrap();
    broker
}

fn plan<'a>(told: &'a Value, name: &str) -> &'a Value {
    told["plans"].as_array().unwrap().iter().find(|plan| plan["name"] == name).unwrap()
}

#[tokio::test]
async fn a_service_is_told_as_its_page_tells_it_with_the_prices_of_what_is_metered() {
    let stage = Scene::Ready.open().await;
    let _broker = published(&stage).await;
    let ada = Program::of(&stage, ADA, "read").await;
    let service = told(&ada.get(&page("")).await);

    let metric = &plan(&service, "standard")["metrics"][0];
    for (member, value) in [
        ("name", "Queries"),
        ("unit", "queries"),
        ("measure", "QUERY"),
        ("metering", "standard_add"),
        ("pricing", "graduated_tier"),
        ("pack", "1000"),
        ("free_of_instance", "10000"),
        ("bucket", "instance"),
    ] {
        assert_eq!(metric[member], value, "{member} of {metric}");
    }
    let tier = |up_to: Value, price: &str| json!({ "up_to": up_to, "price": price });
    let tiers = [tier(json!("1000"), "0.37"), tier(json!("2500"), "0.3"), tier(Value::Null, "0.23")];
    assert_eq!(metric["prices"][1], json!({ "country": "DEU", "currency": "EUR", "tiers": tiers }));
    assert_eq!((&metric["is_charged"], &metric["is_clipped"]), (&json!(true), &json!(true)));
    assert!(metric["usage_cap"].is_null(), "{metric}");
    let lite = plan(&service, "lite");
    assert_eq!((lite["ends_at"].as_str(), &lite["has_ended"]), (Some("2027-03-01T00:00:00Z"), &json!(false)));
    assert_eq!((&lite["metrics"], &lite["regions"], &service["regions"]), (&json!([]), &json!([]), &json!([])));

    let size = &service["parameters"][0];
    assert_eq!((&size["name"], &size["default"]), (&json!("size"), &json!(["s"])));
    assert_eq!(size["options"][1], json!({ "value": "l", "label": "Large" }));
    assert_eq!(service["parameters"][1]["plans"], json!([stage.facts["plan"]]), "{service}");
    assert_eq!(service["parameters"].as_array().unwrap().len(), 2, "what nobody is asked for is not told");
    let own = &service["local_parameters"][0];
    assert_eq!((own["plan"].as_str(), &own["location"]), (Some(stage.facts["free_plan"].as_str()), &json!("eu-de")));
    assert_eq!(own["parameters"][0]["name"], "alias");
}

#[tokio::test]
async fn what_a_provider_says_beside_it_is_told_when_it_is_time() {
    let stage = Scene::Ready.open().await;
    let _broker = published(&stage).await;
    let ada = Program::of(&stage, ADA, "read").await;
    let service = told(&ada.get(&page("")).await);
    assert_eq!(service["highlights"][1]["title"], "Hybrid ranking");
    let video = json!({ "kind": "youtube", "url": VIDEO, "thumbnail": null, "caption": "A tour" });
    assert_eq!(service["media"], json!([video]));
    assert_eq!(service["links"]["api_docs_url"], "https://northwind.example/api");
    assert!(service["links"]["own_page_url"].is_null(), "not before everybody sees it: {service}");
    let tab = json!({ "label": "Questions", "url": "https://northwind.example/faq" });
    assert_eq!(service["links"]["tabs"], json!([tab]));
    let messages = json!({
        "promotion": "New: hybrid ranking.",
        "before_creation": "It is replicated over three zones.",
        "not_creatable": null,
        "deprecation": null,
    });
    assert_eq!(service["messages"], messages);
    let levels = json!({
        "terms": "https://northwind.example/sla",
        "tenancy": "single",
        "provisioning": "99.9",
        "responsiveness": null,
        "is_recovered": true,
        "recovery": "From daily copies.",
    });
    assert_eq!(service["service_levels"], levels);
    assert_eq!(service["compliance"], json!(["ISO 27001"]));
    assert_eq!((&service["is_slow_to_create"], &service["is_slow_to_delete"]), (&json!(false), &json!(true)));
    assert_eq!(service["is_offered"], json!(true));
    assert!(service["ending"].is_null(), "{service}");
    assert_eq!(service["entry"]["icon"], "/marks/vector.svg");

    let gus = Program::of(&stage, GUS, "read").await;
    problem(&gus.get(&page("?language=de")).await, 404, "not-found");
}

#[tokio::test]
async fn a_service_is_read_in_a_language_and_in_english_where_it_is_not_translated() {
    let stage = Scene::Ready.open().await;
    let _broker = published(&stage).await;
    let ada = Program::of(&stage, ADA, "read").await;
    let english = told(&ada.get(&page("")).await);
    let german = told(&ada.get(&page("?language=de")).await);
    assert_eq!((&german["language"], &german["languages"]), (&json!("de"), &json!(["de"])));
    assert_eq!(german["entry"]["display_name"], "Vektorsuche");
    assert_eq!(german["entry"]["description"], english["entry"]["description"]);
    for other in ["?language=fr", "?language=xx", "?language="] {
        let read = told(&ada.get(&page(other)).await);
        assert_eq!(read["entry"], english["entry"], "{other}");
    }
    assert_eq!(told(&ada.get(&page("?language=xx")).await)["language"], "en");
}

#[tokio::test]
async fn an_end_is_told_with_its_reason() {
    let stage = Scene::Deprecated.open().await;
    let service = told(&Program::of(&stage, GUS, "read").await.get(&page("")).await);
    assert_eq!((&service["is_open"], &service["entry"]["is_ending"]), (&json!(false), &json!(true)), "{service}");
    assert_eq!(service["ending"]["stage"], "deprecated");
    assert_eq!(service["ending"]["text"], "Use Northwind Cloud instead.");
}

#[tokio::test]
async fn until_its_end_of_marketing_a_service_that_ends_is_open() {
    let stage = Scene::Public.open().await;
    let said = Said { confirmation: OFFERING, reason: "Use Northwind Cloud instead." };
    acting(&stage, ADA).await.announce_end(OFFERING, said, "2026-07-01").await.unwrap();
    let service = told(&Program::of(&stage, GUS, "read").await.get(&page("")).await);
    assert_eq!((&service["is_open"], &service["entry"]["is_ending"]), (&json!(true), &json!(true)), "{service}");
    assert_eq!(service["ending"]["marketed_until"], "2026-07-01T00:00:00Z");
}

/// Announces another price of the plan that is paid for.
async fn announce(stage: &Stage, price: &str) {
    let (kim, bea, rita) = (acting(stage, KIM).await, acting(stage, BEA).await, acting(stage, RITA).await);
    let plans = kim.offering(OFFERING).await.unwrap().offering.plans;
    let standard = plans.into_iter().find(|plan| plan.draft.name == "standard").unwrap();
    let mut draft = standard.draft;
    price.clone_into(&mut draft.amounts[0].price);
    let revision = kim.save_plan(OFFERING, standard.id, standard.revision, &draft).await.unwrap().revision;
    kim.submit_plan(OFFERING, standard.id).await.unwrap();
    bea.decide_plan(OFFERING, standard.id, revision, true, "").await.unwrap();
    kim.submit_revision(OFFERING, "").await.unwrap();
    let open = rita.reviews().await.unwrap().remove(0).submission;
    let content_sha256 = open.content_sha256.as_str();
    let ruling = Ruling { answer: Answer::Approve, track: None, content_sha256, reason: "", internal_note: "" };
    rita.decide_review(open.id, ruling).await.unwrap();
    kim.publish_revision(OFFERING).await.unwrap();
}

/// What is told of the price to come of that plan; `None`: not even that there is none.
async fn coming_price(program: &Program, name: &str) -> Option<Value> {
    let service = told(&program.get(&page("")).await);
    plan(&service, name).get("coming_price").cloned()
}

/// The tests begin on 28 May 2026: what is announced then is paid from 1 July on.
#[tokio::test]
async fn a_price_is_told_with_its_day_from_its_announcement_until_it_is_given_up() {
    let stage = Scene::Public.open().await;
    let gus = Program::of(&stage, GUS, "read").await;
    assert_eq!(coming_price(&gus, "standard").await, Some(Value::Null));
    announce(&stage, "99.00").await;
    let amounts = json!([
        { "country": "USA", "currency": "USD", "price": "99.00" },
        { "country": "DEU", "currency": "EUR", "price": "45.00" },
    ]);
    let price = json!({ "from": "2026-07-01T00:00:00Z", "is_free": false, "amounts": amounts, "metrics": [] });
    assert_eq!(coming_price(&gus, "standard").await, Some(price));
    assert_eq!(coming_price(&gus, "lite").await, Some(Value::Null), "it stays as it is");
    acting(&stage, KIM).await.discard_revision(OFFERING).await.unwrap();
    assert_eq!(coming_price(&gus, "standard").await, Some(Value::Null));
}

//! Custom parameters from their definition to the broker: what a customer types is judged and sent, and a test run tries
//! what is defined.

use serde_json::{Value, json};
use slipway_backend::Attempt;
use slipway_backend::demo::OFFERING;
use slipway_domain::export::Wrapper;
use slipway_domain::field::Field;
use slipway_domain::new_instance::NewInstanceDraft;
use slipway_domain::parameter::Typed;
use slipway_domain::rejection::Rejection;
use slipway_domain::rule::instance as rule;
use slipway_domain::test_run::Outcome;

use crate::instances::{plan, terms};
use crate::support::{CLARA, House, KIM, rejection};
use crate::test_runs::run;

/// A choice, a text with a form, a secret, and one that only the plan `standard` asks for.
async fn define(house: &House) {
    let standard = plan(house, "standard").await.to_string();
    let definition = json!([
        { "name": "size", "displayname": "Size", "type": "dropdown", "required": true,
          "options": [{ "value": "s", "displayname": "Small" }, { "value": "l", "displayname": "Large" }] },
        { "name": "alias", "displayname": "Alias", "type": "text", "pattern": "[a-z-]+" },
        { "name": "token", "displayname": "Token", "type": "password" },
        { "name": "nodes", "displayname": "Nodes", "type": "number", "required": true,
          "associations": { "plan": { "showFor": [standard] } } },
    ]);
    let kim = house.acting(KIM).await;
    let settings = kim.offering(OFFERING).await.unwrap().offering.settings;
    let mut draft = settings.draft.clone();
    draft.parameters = definition.to_string();
    let attempt = Attempt { revision: settings.revision, operation: "" };
    kim.save_settings(OFFERING, attempt, &draft).await.unwrap();
}

async fn published() -> House {
    let house = House::open().await;
    define(&house).await;
    house.publish_limited().await;
    house
}

pub(crate) fn typed(pairs: &[(&str, &str)]) -> Typed {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), vec![(*text).to_owned()])).collect()
}

pub(crate) async fn ordered(house: &House, values: Typed, json: &str) -> NewInstanceDraft {
    NewInstanceDraft {
        plan: plan(house, "standard").await.to_string(),
        location: "eu-de".to_owned(),
        name: "search".to_owned(),
        parameters: json.to_owned(),
        values,
        terms: terms(house).await,
    }
}

async fn outcome(house: &House, check: &str) -> (Outcome, String) {
    let view = run(house).await;
    let mut results = view.checks.into_iter().filter_map(|check| check.result);
    let result = results.find(|result| result.id == check).unwrap();
    (result.outcome, result.reason)
}

#[tokio::test]
async fn what_is_typed_reaches_the_broker_with_the_types_that_are_defined() {
    let house = published().await;
    let clara = house.acting(CLARA).await;
    let values = typed(&[("size", "l"), ("alias", ""), ("token", "made-up-token"), ("nodes", "3")]);
    let draft = ordered(&house, values, r#"{"beside": true}"#).await;
    clara.order_instance(OFFERING, &draft).await.unwrap();
    house.backend.make_due_operations().await;
    let log = format!("{:?}", house.broker.log()).replace('\\', "");
    for sent in ["\"size\":\"l\"", "\"nodes\":3", "\"token\":\"made-up-token\"", "\"beside\":true"] {
        assert!(log.contains(sent), "{sent} in {log}");
    }
    assert!(!log.contains("alias"), "what is left empty is not sent");
    let history = serde_json::to_string(&house.events().await.iter().map(|event| &event.detail).collect::<Vec<_>>());
    assert!(!history.unwrap().contains("made-up-token"));
}

#[tokio::test]
async fn a_provider_that_tells_no_options_leaves_a_form_that_takes_any_text() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    let address = format!("{}/options", offering.brokers[0].draft.url.trim_end_matches('/'));
    let mut settings = offering.settings.draft.clone();
    let size =
        json!({ "name": "size", "displayname": "Size", "type": "dropdown", "required": true, "optionsUrl": address });
    settings.parameters = json!([size]).to_string();
    let attempt = Attempt { revision: offering.settings.revision, operation: "" };
    kim.save_settings(OFFERING, attempt, &settings).await.unwrap();
    house.publish_limited().await;
    let clara = house.acting(CLARA).await;
    let draft = ordered(&house, typed(&[("size", "any-size")]), "").await;
    let form = clara.new_instance_form_at(OFFERING, draft.chosen()).await.unwrap();
    assert!(form.details.parameters[0].awaits_options());
    clara.order_instance(OFFERING, &draft).await.unwrap();
    house.backend.make_due_operations().await;
    assert!(format!("{:?}", house.broker.log()).replace('\\', "").contains("\"size\":\"any-size\""));
}

#[tokio::test]
async fn what_a_definition_forbids_is_told_all_at_once_and_makes_no_instance() {
    let house = published().await;
    let clara = house.acting(CLARA).await;
    let calls = house.broker.log().len();
    let values = typed(&[("size", "m"), ("alias", "ALIAS"), ("nodes", "")]);
    let draft = ordered(&house, values, r#"{"token": "x"}"#).await;
    let Rejection::Invalid(found) = rejection(clara.order_instance(OFFERING, &draft).await) else { panic!() };
    let told: Vec<_> = found.iter().map(|finding| (finding.field, finding.rule)).collect();
    let expected = [
        (Field::InstanceParameters, rule::PARAMETER_HAS_A_FIELD),
        (Field::InstanceValue(0), rule::VALUE_IS_NO_OPTION),
        (Field::InstanceValue(1), rule::VALUE_MISFIT),
        (Field::InstanceValue(3), rule::VALUE_MISSING),
    ];
    assert_eq!(told, expected);
    house.backend.make_due_operations().await;
    assert_eq!(house.broker.log().len(), calls);
}

#[tokio::test]
async fn another_plan_asks_for_less() {
    let house = published().await;
    let lite = plan(&house, "lite").await.to_string();
    let draft = NewInstanceDraft { plan: lite, ..ordered(&house, typed(&[("size", "s"), ("nodes", "x")]), "").await };
    house.acting(CLARA).await.order_instance(OFFERING, &draft).await.unwrap();
    house.backend.make_due_operations().await;
    assert!(!format!("{:?}", house.broker.log()).contains("nodes"), "it is not shown, and so it is not sent");
}

#[tokio::test]
async fn a_run_of_the_console_tries_every_option_and_what_must_be_refused() {
    let house = published().await;
    let (outcome_of_check, reason) = outcome(&house, "BRK-PRV-09").await;
    assert_eq!(outcome_of_check, Outcome::Pass, "{reason}");
    let log = format!("{:?}", house.broker.log()).replace('\\', "");
    assert!(log.contains("\"size\":\"s\"") && log.contains("\"size\":\"l\""));
    let (form, reason) = outcome(&house, "CTL-01").await;
    assert_eq!(form, Outcome::Pass, "the form is filled in with what it requires: {reason}");
}

#[tokio::test]
async fn without_a_definition_a_run_says_that_there_is_nothing_to_try() {
    let house = House::open().await;
    house.publish_limited().await;
    assert_eq!(outcome(&house, "BRK-PRV-09").await.0, Outcome::Skip);
}

#[tokio::test]
async fn the_broker_is_told_of_the_parameters_in_the_catalog_that_it_has_to_have() {
    let house = published().await;
    let bytes = house.acting(KIM).await.download_definitions(OFFERING, Wrapper::Services).await.unwrap();
    let catalog: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(catalog["services"][0]["metadata"]["parameters"].as_array().unwrap().len(), 4);
}

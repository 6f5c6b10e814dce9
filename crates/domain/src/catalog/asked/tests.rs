use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::parameter::{Dependence, Typed, read, shown};

const PLAN: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11";
const OTHER: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c12";
const NOT_SEEN: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c22";

/// A service of which the reader sees plans, each with the places where it is sold.
fn details(plans: &[(&str, &[&str])]) -> Details {
    let locations: BTreeSet<&str> = plans.iter().flat_map(|(_, places)| places.iter().copied()).collect();
    let cards = plans.iter().map(|(id, places)| {
        json!({
            "id": id, "name": "lite", "display_name": "Lite", "description": "", "is_free": true,
            "bullets": [], "amounts": [], "metrics": [], "locations": places,
        })
    });
    let cards: Vec<Value> = cards.collect();
    serde_json::from_value(json!({
        "id": PLAN,
        "tile": {
            "name": "a", "display_name": "A", "description": "", "provider": "", "icon": "", "category": "",
            "tags": [], "has_free_plan": true, "has_metered_plan": false, "starting_price": null,
            "is_limited": false,
        },
        "long_description": "", "bullets": [], "documentation_url": "", "terms_url": "", "support_url": "",
        "plans": cards,
        "locations": locations,
        "published_at": 0,
    }))
    .unwrap()
}

fn own(plan: &str, location: &str, parameters: &Value) -> LocalParameters {
    let plan = crate::ids::PlanId::parse(plan).unwrap();
    LocalParameters { plan, location: location.to_owned(), parameters: read(&parameters.to_string()) }
}

fn names(parameters: &[Parameter]) -> Vec<&str> {
    parameters.iter().map(|one| one.name.as_str()).collect()
}

#[test]
fn nothing_is_told_that_the_reader_could_not_be_asked_for() {
    let definition = json!([
        { "name": "token", "displayname": "Token", "type": "password", "value": "s3cret",
          "options": [{ "value": "s3cret" }] },
        { "name": "unseen", "displayname": "Unseen", "type": "text", "value": "x", "hidden": true },
        { "name": "size", "displayname": "Size", "type": "dropdown", "optionsUrl": "https://broker.internal/options",
          "associations": {
              "plan": { "showFor": [PLAN, NOT_SEEN] }, "location": { "showFor": ["eu", "us-south"] },
              "parameters": [{ "name": "unseen" }, { "name": "token" }, { "name": "zone", "showFor": ["z1"] }],
          } },
        { "name": "zone", "displayname": "Zone", "type": "text", "value": "z1" },
        { "name": "gold", "displayname": "Gold", "type": "text",
          "associations": { "plan": { "showFor": [NOT_SEEN] } } },
        { "name": "gold_size", "displayname": "Gold size", "type": "text",
          "associations": { "parameters": [{ "name": "gold" }] } },
        { "name": "gold_zone", "displayname": "Gold zone", "type": "text",
          "associations": { "parameters": [{ "name": "gold_size" }] } },
        { "name": "remote", "displayname": "Remote", "type": "text",
          "associations": { "location": { "showFor": ["us-south"] } } },
        { "name": "never", "displayname": "Never", "type": "text",
          "associations": { "parameters": [{ "name": "unseen", "showFor": ["y"] }] } },
    ]);
    let mut details = details(&[(PLAN, &["eu-de"])]);
    details.parameters = read(&definition.to_string());
    let told = details.asked_of_reader().parameters;
    assert_eq!(names(&told), ["token", "size", "zone"]);
    let [token, size, zone] = told.as_slice() else { panic!("three are told") };
    assert_eq!((&token.default, token.options.len(), &zone.default), (&Value::Null, 0, &json!("z1")));
    assert_eq!(size.plans, Some(vec![PLAN.to_owned()]));
    assert_eq!(size.locations, Some(vec!["eu".to_owned()]));
    assert_eq!(size.depends_on.iter().map(|other| other.name.as_str()).collect::<Vec<_>>(), ["zone"]);
}

#[test]
fn a_plan_and_a_place_are_asked_for_together() {
    let mut details = details(&[(PLAN, &["eu-de"]), (OTHER, &["eu-nl"])]);
    let of = |plan: &str, place: &str| json!({ "plan": { "showFor": [plan] }, "location": { "showFor": [place] } });
    let definition = json!([
        { "name": "sold", "type": "text", "associations": of(OTHER, "eu-nl") },
        { "name": "apart", "type": "text", "associations": of(PLAN, "eu-nl") },
    ]);
    details.parameters = read(&definition.to_string());
    assert_eq!(names(&details.asked_of_reader().parameters), ["sold"]);
}

#[test]
fn what_is_asked_for_in_one_deployment_takes_the_place_of_the_rest_there_and_nothing_is_told_of_those_not_sold() {
    let mut details = details(&[(PLAN, &["eu-de"]), (OTHER, &["eu-de"])]);
    let alias = json!([{ "name": "alias", "type": "text" }]);
    details.local_parameters = vec![own(PLAN, "eu-de", &alias), own(PLAN, "eu-nl", &alias)];
    let definition = json!([
        { "name": "of_plan", "type": "text", "associations": { "plan": { "showFor": [PLAN] } } },
        { "name": "of_all", "type": "text" },
    ]);
    details.parameters = read(&definition.to_string());
    let asked = details.asked_of_reader();
    assert_eq!(names(&asked.parameters), ["of_all"]);
    assert_eq!(asked.local_parameters, [own(PLAN, "eu-de", &alias)]);
}

const PLANS: [&str; 3] = [PLAN, OTHER, NOT_SEEN];
const PLACES: [&str; 4] = ["eu", "eu-de", "eu-nl", "us-south"];
const NAMES: [&str; 5] = ["p0", "p1", "p2", "p3", "p4"];

/// Ids of which it is for some, or for all.
fn some(of: &'static [&'static str]) -> impl Strategy<Value = Option<Vec<String>>> {
    prop::option::of(prop::collection::vec(prop::sample::select(of).prop_map(str::to_owned), 1..3))
}

fn associations() -> impl Strategy<Value = Vec<Parameter>> {
    let dependence = (prop::sample::select(NAMES.to_vec()), prop::option::of("[ab]"));
    let one = (some(&PLANS), some(&PLACES), prop::collection::vec(dependence, 0..2), any::<bool>());
    prop::collection::vec(one, NAMES.len()).prop_map(|all| {
        let bare = NAMES.map(|name| json!({ "name": name, "type": "text", "value": "a" }));
        let mut parameters = read(&json!(bare).to_string());
        for (parameter, (plans, locations, depends_on, hidden)) in parameters.iter_mut().zip(all) {
            let depends_on = depends_on
                .into_iter()
                .map(|(name, value)| Dependence { name: name.to_owned(), values: value.map(|value| vec![value]) });
            parameter.depends_on = depends_on.collect();
            (parameter.plans, parameter.locations, parameter.hidden) = (plans, locations, hidden);
        }
        parameters
    })
}

/// The names of what forms show in every plan and place, each filled in like this.
fn shown_anywhere(details: &Details, typed: &Typed) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for plan in &details.plans {
        for location in &plan.locations {
            let id = plan.id.to_string();
            let shown = shown(&details.parameters, Chosen { plan: &id, location }, typed);
            names.extend(shown.iter().filter(|(_, one)| !one.hidden).map(|(_, one)| one.name.clone()));
        }
    }
    names
}

fn told(details: &Details) -> BTreeSet<String> {
    details.asked_of_reader().parameters.into_iter().map(|one| one.name).collect()
}

proptest! {
    /// Whatever a form shows is told; and where any value will do, nothing else is.
    #[test]
    fn a_reader_is_told_what_some_form_shows(
        parameters in associations(),
        values in prop::collection::vec(prop::option::of("[ab]"), NAMES.len()),
    ) {
        let mut details = details(&[(PLAN, &["eu-de", "eu-nl"]), (OTHER, &["eu-de"])]);
        details.parameters = parameters;
        let typed = NAMES.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), vec![value?])));
        let typed: Typed = typed.collect();
        prop_assert!(shown_anywhere(&details, &typed).is_subset(&told(&details)));

        for dependence in details.parameters.iter_mut().flat_map(|one| &mut one.depends_on) {
            dependence.values = None;
        }
        prop_assert_eq!(shown_anywhere(&details, &Typed::new()), told(&details));
    }
}

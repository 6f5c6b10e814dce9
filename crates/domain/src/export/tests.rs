use super::*;
use crate::gate::Requirement;
use crate::sample;

#[test]
fn the_file_as_it_is_downloaded() {
    let bytes = catalog_json(&sample::offering()).unwrap().to_bytes();
    insta::assert_snapshot!(String::from_utf8(bytes).unwrap());
}

#[test]
fn the_same_offering_makes_the_same_bytes() {
    let once = catalog_json(&sample::offering()).unwrap().to_bytes();
    assert_eq!(once, catalog_json(&sample::offering().clone()).unwrap().to_bytes());
}

#[test]
fn what_is_written_can_be_read() {
    let file = catalog_json(&sample::offering()).unwrap();
    assert_eq!(serde_json::from_slice::<CatalogJson>(&file.to_bytes()).unwrap(), file);
}

#[test]
fn what_is_not_set_is_left_out() {
    let mut offering = sample::offering();
    offering.listing.draft.tags.clear();
    offering.plans.truncate(1);
    "no".clone_into(&mut offering.settings.draft.plan_updateable);
    let json = serde_json::to_value(catalog_json(&offering).unwrap()).unwrap();
    let service = json["services"][0].as_object().unwrap();
    assert!(!service.contains_key("tags"));
    assert!(!service["plans"][0]["metadata"].as_object().unwrap().contains_key("costs"));
}

#[test]
fn money_is_text_in_its_shortest_form() {
    let json = serde_json::to_value(catalog_json(&sample::offering()).unwrap()).unwrap();
    assert_eq!(json["services"][0]["plans"][1]["metadata"]["costs"][0]["amounts"][0]["prices"][0]["price"], "49.9");
}

#[test]
fn an_incomplete_listing_refuses_with_what_is_missing() {
    let mut offering = sample::offering();
    offering.listing.draft.description.clear();
    offering.plans.clear();
    let Err(Refusal::Gate(missing)) = catalog_json(&offering) else { panic!("has to be refused") };
    let ids: Vec<_> = missing.iter().map(|condition| condition.id).collect();
    assert_eq!(ids, [Requirement::ListingComplete, Requirement::PlanExists, Requirement::PlansComplete]);
}

#[test]
fn neither_the_summary_nor_the_billing_desk_holds_the_file_back() {
    let mut offering = sample::offering();
    offering.summary = crate::offering::Versioned::default();
    assert!(catalog_json(&offering).is_ok());
}

#[test]
fn a_metered_plan_lists_its_metrics_as_costs() {
    let mut offering = sample::offering();
    offering.plans[1] = sample::metered();
    let file = catalog_json(&offering).unwrap();
    assert_eq!(serde_json::from_slice::<CatalogJson>(&file.to_bytes()).unwrap(), file);
    let plan = &serde_json::to_value(&file).unwrap()["services"][0]["plans"][1];
    assert_eq!((&plan["free"], &plan["metadata"]["subscription"]), (&false.into(), &false.into()));
    insta::assert_snapshot!(serde_json::to_string_pretty(&plan["metadata"]["costs"]).unwrap());
}

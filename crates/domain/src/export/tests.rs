use super::*;
use crate::gate::Requirement;
use crate::language::Language;
use crate::plan::CapDraft;
use crate::sample;
use crate::translation::{Translated, Translation};

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
fn without_its_wrapper_the_file_is_the_service_alone() {
    let file = catalog_json(&sample::offering()).unwrap();
    assert_eq!(file.to_bytes_in(Wrapper::Services), file.to_bytes());
    let bytes = file.to_bytes_in(Wrapper::LeftOut);
    assert_eq!(serde_json::from_slice::<ServiceJson>(&bytes).unwrap(), file.services[0]);
    assert!(bytes.ends_with(b"}\n"));
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
    assert_eq!(service["tags"], serde_json::json!(["lite", "third_party", "rc_compatible"]), "the catalog's own");
    assert!(!service.contains_key("requires"));
    assert!(!service["plans"][0]["metadata"].as_object().unwrap().contains_key("costs"));
}

#[test]
fn the_catalog_adds_its_own_tags_once_and_lite_where_a_plan_is_free() {
    let mut offering = sample::offering();
    offering.listing.draft.tags = "vector, third_party".to_owned();
    assert_eq!(definitions(&offering).services[0].tags, ["vector", "lite", "third_party", "rc_compatible"]);
    offering.plans.remove(0);
    assert_eq!(definitions(&offering).services[0].tags, ["vector", "third_party", "rc_compatible"]);
}

#[test]
fn what_a_plan_says_itself_is_written_and_can_be_taken_over() {
    let mut offering = sample::offering();
    let draft = &mut offering.plans[1].draft;
    for (answer, said) in [
        (&mut draft.bindable, "no"),
        (&mut draft.paid_only, "yes"),
        (&mut draft.allow_internal_users, "yes"),
        (&mut draft.reservable, "yes"),
        (&mut draft.regional, "yes"),
        (&mut draft.subscription_only, "yes"),
        (&mut draft.effective_from, "2026-06-01"),
    ] {
        said.clone_into(answer);
    }
    let file = catalog_json(&offering).unwrap();
    let json = serde_json::to_value(&file).unwrap();
    let [free, gold] = [0, 1].map(|at| &json["services"][0]["plans"][at]);
    assert_eq!((gold["bindable"].as_bool(), gold["effective_from"].as_str()), (Some(false), Some("2026-06-01")));
    for flag in ["paidOnly", "allowInternalUsers", "reservable", "regional", "subscriptionOnly"] {
        assert_eq!(gold["metadata"][flag], true, "{flag}");
        assert!(free["metadata"].get(flag).is_none(), "{flag}");
    }
    assert!(free.get("bindable").is_none() && gold.get("effective_until").is_none());
    let read = read::plan(&file.services[0].plans[1].clone().into());
    assert_eq!((read.bindable.as_str(), read.flags()), ("no", offering.plans[1].draft.flags()));
    assert_eq!(read.effective_from, "", "prices are agreed with the billing desk");
}

#[test]
fn a_cap_of_a_free_plan_is_a_cost_without_a_price() {
    let mut offering = sample::offering();
    let cap = CapDraft { measure: "API_CALL".to_owned(), cap: "10000".to_owned(), action: "notify".to_owned() };
    offering.plans[0].draft.lite_caps = vec![cap];
    let json = serde_json::to_value(catalog_json(&offering).unwrap()).unwrap();
    let cost = &json["services"][0]["plans"][0]["metadata"]["costs"][0];
    assert_eq!((cost["meteringUnit"].as_str(), cost["usage_cap_qty"].as_str()), (Some("API_CALL"), Some("10000")));
    assert_eq!(cost["usage_cap_action"], "notify");
    assert_eq!((&cost["is_rated"], &cost["amounts"]), (&false.into(), &serde_json::json!([])));
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

#[test]
fn custom_parameters_are_exported_as_they_were_defined_and_text_that_is_none_is_not() {
    let mut offering = sample::offering();
    assert!(
        serde_json::to_value(catalog_json(&offering).unwrap()).unwrap()["services"][0]["metadata"]
            .get("parameters")
            .is_none()
    );
    let asked = serde_json::json!([{ "name": "size", "displayname": "Size", "type": "text", "colour": "kept" }]);
    offering.settings.draft.parameters = format!(" {asked:#} ");
    let file = catalog_json(&offering).unwrap();
    let json = serde_json::to_value(&file).unwrap();
    assert_eq!(json["services"][0]["metadata"]["parameters"], asked);
    assert_eq!(serde_json::from_slice::<CatalogJson>(&file.to_bytes()).unwrap(), file);
    "[{".clone_into(&mut offering.settings.draft.parameters);
    assert!(catalog_json(&offering).is_err(), "the Settings page is not complete");
    assert_eq!(definitions(&offering).services[0].metadata.parameters, [] as [serde_json::Value; 0]);
}

#[test]
fn what_may_be_said_beside_is_written_where_the_file_has_a_member_for_it() {
    let mut offering = sample::offering();
    let extras = &mut offering.listing.draft.extras;
    extras.catalog_details_url = "https://northwind.example/details".to_owned();
    extras.small_image = "https://northwind.example/s.svg".to_owned();
    extras.feature_image = " https://northwind.example/f.svg ".to_owned();
    extras.popup_warning_message = "Back up first.".to_owned();
    offering.settings.draft.extras.allow_context_updates = "yes".to_owned();
    offering.settings.draft.extras.requires = vec![String::new(), "syslog_drain".to_owned()];
    let file = definitions(&offering);
    let json = serde_json::to_value(&file).unwrap();
    let service = &json["services"][0];
    assert_eq!(service["metadata"]["catalogDetailsUrl"], "https://northwind.example/details");
    assert_eq!(service["metadata"]["smallImageUrl"], "https://northwind.example/s.svg");
    assert_eq!(service["metadata"]["featuredImageUrl"], "https://northwind.example/f.svg");
    assert!(service["metadata"].get("mediumImageUrl").is_none());
    assert_eq!(service["allow_context_updates"], true);
    assert_eq!(service["requires"], serde_json::json!(["syslog_drain"]));
    assert!(!json.to_string().contains("Back up first."), "messages live in the catalog alone");
    assert_eq!(serde_json::from_slice::<CatalogJson>(&file.to_bytes()).unwrap(), file);
}

#[test]
fn what_is_translated_stands_beside_the_english_texts_and_nothing_else_does() {
    let mut offering = sample::offering();
    assert!(!String::from_utf8(definitions(&offering).to_bytes()).unwrap().contains("i18n"));
    let source = offering.listing.draft.display_name.clone();
    let text = Translated { text: "Vektorsuche".to_owned(), source };
    offering.translations = vec![Translation {
        language: Language::German,
        texts: [(Field::DisplayName.input_name(), text)].into(),
        revision: 1,
        saved: None,
    }];
    let service = serde_json::to_value(&definitions(&offering).services[0]).unwrap();
    assert_eq!(service["metadata"]["i18n"], serde_json::json!({ "de": { "displayName": "Vektorsuche" } }));
    assert_ne!(service["metadata"]["displayName"], "Vektorsuche");
}

#[test]
fn what_the_file_does_not_say_in_english_it_says_in_no_other_language_either() {
    let mut offering = sample::offering();
    "Vectors".clone_into(&mut offering.access.draft.display_name);
    "Gold agreement".clone_into(&mut offering.settings.draft.extras.sla.terms);
    let english = definitions(&offering).to_bytes();
    let text = |source: &str| Translated { text: "Anders".to_owned(), source: source.to_owned() };
    let texts =
        [(Field::AccessName.input_name(), text("Vectors")), (Field::SlaTerms.input_name(), text("Gold agreement"))];
    let translation = Translation { language: Language::German, texts: texts.into(), revision: 1, saved: None };
    offering.translations = vec![translation];
    assert_eq!(offering.clone().in_language(Language::German).access.draft.display_name, "Anders");
    assert_eq!(definitions(&offering).to_bytes(), english);
}

use serde_json::{Value, json};

use super::*;
use crate::export;
use crate::metric::MetricDraft;
use crate::offering::Versioned;
use crate::parity::BrokerPlan;
use crate::sample::{self, agreeing};
use crate::translation::Translation;

mod round_trip;

/// Nothing was typed yet.
fn blank() -> Offering {
    Offering {
        listing: Versioned::default(),
        settings: Versioned::default(),
        plans: Vec::new(),
        deployments: Vec::new(),
        ..sample::offering()
    }
}

/// The sample's service as a broker says it, changed.
fn said(change: impl FnOnce(&mut BrokerService)) -> BrokerService {
    let mut service = agreeing(&sample::offering()).services.remove(0);
    change(&mut service);
    service
}

fn keys(offers: &[Offer]) -> Vec<String> {
    offers.iter().map(|offer| offer.said.key()).collect()
}

/// The offering after everything that is offered was taken over.
fn after_all(service: &BrokerService, offering: &Offering) -> Offering {
    let offers = offers(service, offering);
    let taken = take(&ticked(&offers, &keys(&offers)), offering);
    let ids: Vec<_> = (0x900..).take(taken.plans.len()).map(|id| PlanId::new(uuid::Uuid::from_u128(id))).collect();
    let mut after = taken.after(offering, &ids);
    for (language, heard) in &taken.translations {
        let texts = after.with_heard(*language, heard);
        after.translations.retain(|one| one.language != *language);
        after.translations.push(Translation { language: *language, texts, revision: 1, saved: None });
    }
    after
}

#[test]
fn a_broker_that_agrees_offers_nothing() {
    assert_eq!(offers(&said(|_| {}), &sample::offering()), []);
}

#[test]
fn what_was_exported_is_taken_over_as_it_was() {
    let (before, offers) = (sample::offering(), offers(&said(|_| {}), &blank()));
    assert!(offers.iter().all(|offer| offer.has.is_none()), "{offers:?}");
    let after = after_all(&said(|_| {}), &blank());
    let [before, after] = [before, after].map(|offering| export::service(&offering));
    assert_eq!((&after.description, &after.metadata), (&before.description, &before.metadata));
    assert_eq!(after.tags, before.tags);
    assert_eq!((after.bindable, after.plan_updateable), (before.bindable, before.plan_updateable));
    for (after, before) in after.plans.iter().zip(&before.plans) {
        assert_eq!((&after.name, &after.description, after.free), (&before.name, &before.description, before.free));
        assert_eq!(after.metadata.display_name, before.metadata.display_name);
        assert_eq!(after.metadata.bullets, before.metadata.bullets);
        assert_ne!(after.id, before.id, "an id is never taken over");
    }
    assert_eq!(after.plans.len(), before.plans.len());
}

#[test]
fn what_the_console_has_is_shown_beside_what_would_take_its_place() {
    let service = said(|service| {
        "Another text.".clone_into(&mut service.description);
        service.bindable = Some(false);
        service.tags.reverse();
    });
    let found = offers(&service, &sample::offering());
    let text = |field, text: &str| Part::Text(field, text.to_owned());
    let ours = sample::offering().listing.draft.description;
    let expected = [
        Offer { said: text(Field::Description, "Another text."), has: Some(text(Field::Description, &ours)) },
        Offer { said: text(Field::Bindable, "no"), has: Some(text(Field::Bindable, "yes")) },
    ];
    assert_eq!(found, expected, "the order of tags says nothing");
}

#[test]
fn an_address_that_the_platform_issued_is_there_before_anybody_typed_it() {
    let mut offering = blank();
    let issued = offering.issued_documentation_url.clone();
    let found = |offering: &Offering, url: &str| {
        let service = said(|service| service.metadata["documentationUrl"] = json!(url));
        let key = Field::DocumentationUrl.id();
        offers(&service, offering).into_iter().find(|offer| offer.said.key() == key).map(|offer| offer.has)
    };
    let has = |url: &str| Some(Some(Part::Text(Field::DocumentationUrl, url.to_owned())));
    assert_eq!(found(&offering, "https://elsewhere.example"), has(&issued));
    assert_eq!(found(&offering, &issued), Some(None));
    offering.issued_documentation_url.clear();
    assert_eq!(found(&offering, "https://elsewhere.example"), Some(None));
}

#[test]
fn what_is_not_said_is_no_offer() {
    let silent = BrokerService { name: "northwind-vector".to_owned(), ..BrokerService::default() };
    assert_eq!(keys(&offers(&silent, &sample::offering())), [Field::PlanUpdateable.id()], "left out it means no");
    let no_keys = said(|service| service.metadata["serviceKeysSupported"] = json!(false));
    assert_eq!(offers(&no_keys, &sample::offering()), []);
}

#[test]
fn a_member_of_another_type_says_nothing_and_its_neighbours_still_do() {
    let service = said(|service| {
        service.metadata = json!({
            "displayName": "Vectors", "longDescription": 7, "termsUrl": null, "bullets": [["a"], { "title": "b" }],
            "serviceKeysSupported": "yes", "costs": [{ "amount": { "usd": 1 } }], "supportUrl": { "displayName": "x" },
        });
        service.plans.push(BrokerPlan {
            name: "mini".to_owned(),
            metadata: json!({ "displayName": "Mini", "bullets": "none", "costs": [{ "amount": { "usd": 1 } }] }),
            ..BrokerPlan::default()
        });
    });
    let found = offers(&service, &sample::offering());
    assert_eq!(keys(&found), ["listing-display-name", "plan:3"]);
    let Part::Plan(_, plan) = &found[1].said else { panic!("{found:?}") };
    assert_eq!((plan.display_name.as_str(), plan.bullets.len()), ("Mini", 0));
    for metadata in [json!(["public", "a list", "is no object"]), json!("text"), json!(3), Value::Null] {
        assert_eq!(offers(&said(|service| service.metadata = metadata), &sample::offering()), []);
    }
}

#[test]
fn whatever_was_taken_over_is_not_offered_again() {
    let long = "W".repeat(20_000);
    for text in [" padded ", "a, b", ",", "two words", "\u{7}bell", "\"quoted\"\nlines ", "<xss7>", "\u{202e}", &long] {
        let text = || text.to_owned();
        let plan = |name: String| BrokerPlan {
            id: text(),
            name,
            description: text(),
            metadata: json!({ "displayName": text(), "bullets": vec![text(); 9] }),
            ..BrokerPlan::default()
        };
        let service = BrokerService {
            id: text(),
            name: text(),
            description: text(),
            bindable: Some(true),
            tags: vec![text(); 300],
            metadata: json!({
                "displayName": text(), "longDescription": text(), "imageUrl": text(), "documentationUrl": text(),
                "bullets": vec![json!({ "title": text(), "description": text() }); 300],
            }),
            plans: vec![plan(text()), plan(text()), plan(String::new())],
            ..BrokerService::default()
        };
        let after = after_all(&service, &blank());
        assert_eq!(offers(&service, &after), [], "{:?}", text().chars().take(20).collect::<String>());
        let listing = &after.listing.draft;
        assert!(listing.description.len() <= 12_000 && listing.tags.len() <= 12_000 && listing.bullets.len() <= 101);
        assert!(after.plans.iter().all(|plan| plan.draft.name.len() <= 12_000 && plan.draft.bullets.len() <= 6));
        assert!(after.plans.len() <= 1, "one of each name");
    }
}

#[test]
fn a_plan_is_offered_that_no_plan_here_has_the_id_or_the_name_of() {
    let plan = |id: String, name: &str| BrokerPlan { id, name: name.to_owned(), free: true, ..BrokerPlan::default() };
    let flood = (0..300).map(|number| plan(String::new(), &format!("plan-{number}")));
    let service = said(|service| {
        service.plans = vec![plan(sample::free_plan().id.to_string(), "renamed"), plan("other".to_owned(), "gold")];
        service.plans.extend(flood);
    });
    let found = offers(&service, &sample::offering());
    assert_eq!((found.len(), found[0].said.key().as_str()), (100, "plan:3"));
}

#[test]
fn a_paid_plan_is_a_subscription_if_it_says_so_and_of_no_kind_otherwise() {
    let kind = |free, metadata| {
        let plan = BrokerPlan { name: "new".to_owned(), free, metadata, ..BrokerPlan::default() };
        let found = offers(&said(|service| service.plans.push(plan)), &sample::offering()).remove(0);
        let Part::Plan(_, draft) = &found.said else { panic!("{found:?}") };
        (draft.kind.clone(), found.said.needs().1)
    };
    assert_eq!(kind(true, Value::Null), ("free".to_owned(), Object::FreePlan));
    assert_eq!(kind(false, json!({ "subscription": true })), ("subscription".to_owned(), Object::PaidPlan));
    assert_eq!(kind(false, json!({ "subscription": false })), (String::new(), Object::PaidPlan));
}

#[test]
fn what_a_plan_measures_is_taken_over_without_its_prices() {
    let prices = json!([{ "country": "USA", "currency": "USD", "prices": [{ "quantity_tier": 1, "price": "0.4" }] }]);
    let formula = "SUM({BYTE}/1048576)";
    let bytes = json!({ "meteringUnit": "BYTE", "formula": formula, "tier_model": "Granular Tier", "amounts": prices });
    let calls = json!({ "meteringUnit": "CALL", "model": "standard_max", "scale": 1024, "is_rated": false });
    let metadata = json!({ "costs": [bytes, calls, { "unit": "INSTANCE" }, 7, null] });
    let plan = BrokerPlan { name: "new".to_owned(), metadata, ..BrokerPlan::default() };
    let found = offers(&said(|service| service.plans.push(plan)), &sample::offering()).remove(0);
    let Part::Plan(_, draft) = &found.said else { panic!("{found:?}") };
    let told = draft.metrics.iter().map(|one| {
        let MetricDraft { measure, metering_model, metering_scale, rating_model, .. } = one.clone();
        [measure, metering_model, metering_scale, rating_model]
    });
    let expected =
        [["BYTE", "standard_add", "1048576", "simple_tier"], ["CALL", "standard_max", "1024", "linear_tier"]];
    assert_eq!(told.collect::<Vec<_>>(), expected.map(|one| one.map(str::to_owned)));
    assert_eq!(draft.kind, "metered");
    assert!(draft.metrics.iter().all(|one| one.prices == [[""]]) && draft.metrics[1].shown_only == "yes");
}

#[test]
fn only_what_is_ticked_is_taken_over() {
    let found = offers(&said(|_| {}), &blank());
    let ticks = ["listing-description", "plan:2", "plan:7", "plan:gold", "settings-location-scope", ""];
    let parts = ticked(&found, &ticks.map(str::to_owned));
    let taken = take(&parts, &blank());
    let description = sample::offering().listing.draft.description;
    assert_eq!(taken.listing, Some(ListingDraft { description, ..ListingDraft::default() }));
    assert_eq!(taken.settings, None);
    assert_eq!(taken.plans.iter().map(|plan| plan.name.as_str()).collect::<Vec<_>>(), ["gold"]);
    assert_eq!(take(&[], &sample::offering()), Taken::default());
}

#[test]
fn a_service_is_meant_by_its_id_then_its_name_then_alone_and_else_by_choice() {
    let offering = sample::offering();
    let service = |id: &str, name: &str| BrokerService { id: id.to_owned(), name: name.to_owned(), ..said(|_| {}) };
    let fit = |services: Vec<BrokerService>, choice| {
        let catalog = BrokerCatalog { services, ..BrokerCatalog::default() };
        meant(&catalog, &offering, choice).map(|(service, fit)| (service.name.clone(), fit))
    };
    let (own, named) = (service(&offering.id.to_string(), "one"), service("x", "northwind-vector"));
    let (other, nameless) = (service("y", "other"), service("z", ""));
    let of = |name: &str, fit| Some((name.to_owned(), fit));
    assert_eq!(fit(vec![named.clone(), own.clone()], 1), of("one", Fit::Id));
    assert_eq!(fit(vec![other.clone(), named.clone()], 1), of("northwind-vector", Fit::Name));
    assert_eq!(fit(vec![other.clone()], 0), of("other", Fit::Only));
    assert_eq!(fit(vec![other.clone(), nameless.clone()], 0), None);
    assert_eq!(fit(vec![other.clone(), nameless.clone()], 1), of("other", Fit::Choice));
    assert_eq!(fit(vec![other.clone(), nameless.clone()], 3), None);
    assert_eq!(fit(Vec::new(), 1), None);
    let catalog = BrokerCatalog { services: vec![other, nameless, service("", " ")], ..BrokerCatalog::default() };
    assert_eq!(services(&catalog), ["other", "z", "#3"]);
}

#[test]
fn a_key_leads_back_to_what_it_stands_for() {
    for offer in offers(&said(|_| {}), &blank()) {
        let key = offer.said.key();
        match &offer.said {
            Part::Text(field, _) => assert_eq!(field_of(&key), Some(*field)),
            Part::Bullets(_) => assert_eq!(field_of(&key), Some(Field::Bullets)),
            Part::Media(_) => assert_eq!(field_of(&key), Some(Field::Media)),
            Part::Plan(..) | Part::Translation(..) => assert_eq!(field_of(&key), None),
        }
    }
    assert_eq!(field_of("nothing"), None);
}

/// Plans with names that are as hostile as they are long.
fn flooded() -> BrokerService {
    said(|service| {
        let name = |number: usize| format!("a\r\nb\u{7}{number}{}", "W".repeat(12_000));
        let plan = |number| BrokerPlan { name: name(number), ..BrokerPlan::default() };
        service.plans.extend((0..100).map(plan));
    })
}

#[test]
fn the_ticks_of_a_form_are_short_whatever_a_broker_calls_its_plans() {
    let found = offers(&flooded(), &blank());
    let keys = keys(&found);
    assert_eq!(found.len(), 100 + keys.iter().filter(|key| field_of(key).is_some()).count());
    // A letter is three at most in an address, and no address of 7,000 is cut.
    assert!(keys.join("\n").len() < 7_000 / 3, "{keys:?}");
    assert!(keys.iter().all(|key| key.chars().all(|letter| letter.is_ascii_graphic())), "{keys:?}");
    assert_eq!(ticked(&found, &keys).len(), found.len(), "and each comes back to its own");
}

#[test]
fn a_tick_means_the_same_plan_after_another_was_added_by_hand() {
    let plan = |name: &str| BrokerPlan { name: name.to_owned(), ..BrokerPlan::default() };
    let service = said(|service| service.plans.extend(["one", "two"].map(plan)));
    let name = |offering: &Offering| match ticked(&offers(&service, offering), &["plan:4".to_owned()]).as_slice() {
        [Part::Plan(_, plan)] => plan.name.clone(),
        other => panic!("{other:?}"),
    };
    let mut offering = sample::offering();
    assert_eq!(name(&offering), "two");
    let draft = PlanDraft { name: "one".to_owned(), ..PlanDraft::default() };
    offering.plans.push(crate::plan::PlanRecord { draft, ..sample::free_plan() });
    assert_eq!(name(&offering), "two");
}

#[test]
fn the_history_names_every_field_and_a_few_plans() {
    let (found, several) = (offers(&said(|_| {}), &blank()), offers(&flooded(), &blank()));
    let parts: Vec<&Part> = found.iter().map(|offer| &offer.said).collect();
    let taken = TakenOver::of(&parts);
    assert!(taken.fields.iter().all(|field| field_of(field).is_some()), "{taken:?}");
    assert_eq!(
        (taken.fields.len(), taken.plans.as_slice(), taken.more),
        (found.len() - 2, &["lite", "gold"].map(String::from)[..], 0)
    );
    let parts: Vec<&Part> = several.iter().map(|offer| &offer.said).collect();
    let taken = TakenOver::of(&parts);
    assert_eq!((taken.plans.len(), taken.more), (5, 95));
    assert!(taken.plans.iter().all(|name| name.chars().count() <= 80));
}

#[test]
fn a_catalog_offers_something_as_long_as_a_value_of_the_meant_service_can_be_taken_over() {
    let offering = sample::offering();
    let has =
        |services: Vec<BrokerService>| has_offers(&BrokerCatalog { services, ..BrokerCatalog::default() }, &offering);
    let other = said(|service| service.description = "Another text.".to_owned());
    assert!(has(vec![other.clone()]) && !has(Vec::new()));
    // What is never taken over: ids, a plan that is here, and what a plan costs.
    let agreeing = said(|service| {
        service.id = "another".to_owned();
        service.plans[0].description = "Another text.".to_owned();
        service.plans[1].metadata["costs"] = json!([]);
    });
    assert!(!has(vec![agreeing.clone()]));
    assert!(!has(vec![said(|_| {}), BrokerService { name: "x".to_owned(), id: "x".to_owned(), ..other.clone() }]));
    let unmatched =
        |service: &BrokerService| BrokerService { name: "x".to_owned(), id: "x".to_owned(), ..service.clone() };
    assert!(has(vec![unmatched(&agreeing), unmatched(&other)]), "one of them may be chosen");
    assert!(!has(vec![unmatched(&agreeing), unmatched(&agreeing)]));
}

#[test]
fn custom_parameters_are_taken_over_in_the_form_that_counts_and_compared_by_what_they_mean() {
    let older = json!({ "name": "size", "displayname": "Size", "type": "text", "invalid_message": "Small letters" });
    let metadata = json!({ "userDefinedService": { "parameters": [older] } });
    let service = said(|service| service.metadata = metadata);
    let found = offers(&service, &sample::offering());
    assert!(keys(&found).contains(&Field::Parameters.id()));
    let after = after_all(&service, &sample::offering());
    let [taken] = export::service(&after).metadata.parameters.try_into().unwrap();
    assert_eq!(taken["invalidmessage"], "Small letters");
    let mut compact = after.clone();
    compact.settings.draft.parameters = Value::Array(vec![taken]).to_string();
    assert_ne!(compact.settings.draft, after.settings.draft);
    assert!(!keys(&offers(&service, &compact)).contains(&Field::Parameters.id()), "only the blanks differ");
}

//! A file that was exported and taken over into an empty offering is exported again as it was, but for the ids of plans.

use proptest::prelude::*;

use super::*;
use crate::plan::{AmountDraft, CapDraft};

/// The file of an offering, and that of an empty one after everything was taken over from the first.
fn twice(offering: &Offering) -> [String; 2] {
    let first = export::definitions(offering);
    let value = serde_json::to_value(&first).unwrap();
    let services = first.services.iter().cloned().map(BrokerService::from).collect();
    let mut catalog = BrokerCatalog { services, ..BrokerCatalog::default() };
    file::add_terms(&value, &mut catalog);
    let mut second = export::definitions(&after_all(&catalog.services[0], &blank()));
    for (plan, before) in second.services[0].plans.iter_mut().zip(&first.services[0].plans) {
        assert_ne!(plan.id, before.id, "an id is never taken over");
        plan.id = before.id;
    }
    [first, second].map(|file| String::from_utf8(file.to_bytes()).unwrap())
}

#[test]
fn a_file_that_was_taken_over_is_exported_with_the_same_bytes() {
    let mut offering = sample::offering();
    let cap = |measure: &str, action: &str| CapDraft {
        measure: measure.to_owned(),
        cap: "10000".to_owned(),
        action: action.to_owned(),
    };
    offering.plans[0].draft.lite_caps = vec![cap("API_CALL", "notify"), cap("SEARCH", "stop")];
    let draft = &mut offering.plans[1].draft;
    "2026-06-01".clone_into(&mut draft.effective_from);
    "2027-01-01".clone_into(&mut draft.effective_until);
    "no".clone_into(&mut draft.bindable);
    "yes".clone_into(&mut draft.paid_only);
    let extras = &mut offering.settings.draft.extras;
    "yes".clone_into(&mut extras.allow_context_updates);
    extras.requires = vec!["volume_mount".to_owned(), "route_forwarding".to_owned()];
    let [first, second] = twice(&offering);
    assert_eq!(second, first);
    assert!(first.contains("volume_mount") && first.contains("\"allow_context_updates\": true"), "{first}");
    assert!(first.contains("49.9") && first.contains("2027-01-01") && first.contains("API_CALL"), "{first}");
    assert!(first.contains("\"usage_cap_action\": \"notify\""), "what happens at a cap comes back: {first}");
}

#[test]
fn a_metered_plan_comes_with_its_tiers_and_prices() {
    let mut offering = sample::offering();
    offering.plans[1] = sample::metered();
    "2026-07-01".clone_into(&mut offering.plans[1].draft.metrics[0].effective_from);
    let [first, second] = twice(&offering);
    assert_eq!(second, first);
    assert!(first.contains("0.32"), "{first}");
}

#[test]
fn the_tags_that_the_catalog_adds_are_not_taken_over() {
    let taken = after_all(&said(|_| {}), &blank()).listing.draft.tags;
    assert_eq!(taken, "vector, search, embeddings");
    let only_ours = said(|service| service.tags = vec!["lite".to_owned(), "rc_compatible".to_owned()]);
    assert!(!keys(&offers(&only_ours, &blank())).contains(&Field::Tags.id()));
}

proptest! {
    #[test]
    fn prices_and_bounds_come_back_as_they_were(
        fee in 1_u64..1_000_000_000,
        steps in prop::collection::vec((1_u64..10_000, 0_u64..1_000_000_000), 1..6),
    ) {
        let nanos = |units: u64| format!("{}.{:09}", units / 1_000_000_000, units % 1_000_000_000);
        let mut offering = sample::offering();
        let amount = AmountDraft { country: "DEU".to_owned(), currency: "EUR".to_owned(), price: nanos(fee) };
        offering.plans[1].draft.amounts.push(amount);
        offering.plans.push(sample::metered());
        let metric = &mut offering.plans[2].draft.metrics[0];
        let bounds = steps.iter().scan(0_u64, |bound, (step, _)| {
            *bound += step;
            Some(bound.to_string())
        });
        metric.bounds = bounds.chain([String::new()]).collect();
        let prices: Vec<String> = steps.iter().map(|(_, price)| nanos(*price)).chain([nanos(fee)]).collect();
        metric.prices = vec![prices; metric.places.len()];
        let [first, second] = twice(&offering);
        prop_assert_eq!(second, first);
    }
}

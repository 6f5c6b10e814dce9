//! A file that was exported and taken over into an empty offering is exported again as it was, but for the ids of plans.

use proptest::prelude::*;

use super::*;
use crate::plan::{AmountDraft, CapDraft};
use crate::translation::Translated;

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

fn service_of(offering: &Offering) -> BrokerService {
    BrokerService::from(export::definitions(offering).services.remove(0))
}

fn item(kind: &str, url: &str, thumbnail: &str) -> MediaDraft {
    let [kind, url, thumbnail, caption] = [kind, url, thumbnail, "A tour."].map(str::to_owned);
    MediaDraft { kind, url, thumbnail, caption }
}

const TOUR: &str = "https://northwind.example/tour.mp4";

/// The sample in German: what stands alone, of a list the second row, of a plan, and of a parameter.
fn spoken() -> Offering {
    let mut offering = sample::offering();
    let bullet = |title: &str| BulletDraft {
        title: title.to_owned(),
        description: format!("{title} it is."),
        ..BulletDraft::default()
    };
    offering.listing.draft.bullets = vec![bullet("Near"), bullet("Fast")];
    let size = json!([{ "name": "size", "displayname": "Size", "type": "text" }]);
    offering.settings.draft.parameters = size.to_string();
    let draft = &mut offering.plans[1].draft;
    "Twenty collections.".clone_into(&mut draft.description);
    let name = offering.listing.draft.display_name.clone();
    let plan = format!("plan:{}/plan[description]", offering.plans[1].id);
    let texts = [
        ("listing[display_name]", name.as_str(), "Vektorsuche"),
        ("listing[bullets][1][title]", "Fast", "Schnell"),
        (plan.as_str(), "Twenty collections.", "Zwanzig Sammlungen."),
        ("parameter:size/displayname", "Size", "Größe"),
    ];
    let one = |(key, source, text): (&str, &str, &str)| {
        (key.to_owned(), Translated { text: text.to_owned(), source: source.to_owned() })
    };
    let texts = texts.into_iter().map(one).collect();
    offering.translations = vec![Translation { language: Language::German, texts, revision: 1, saved: None }];
    offering
}

#[test]
fn media_that_are_elsewhere_come_back_with_the_same_bytes() {
    let mut offering = sample::offering();
    offering.listing.draft.media =
        vec![item("video_mp_4", TOUR, ""), item("image", "https://northwind.example/a.png", "")];
    let [first, second] = twice(&offering);
    assert_eq!(second, first);
    assert!(first.contains(TOUR), "{first}");
}

#[test]
fn an_uploaded_picture_is_kept_where_it_is_and_named_elsewhere() {
    let mut offering = sample::offering();
    let [picture, thumbnail] = ["a", "b"].map(|letter| crate::picture::path(&letter.repeat(43)));
    offering.listing.draft.media =
        vec![item("image", &picture, ""), item("video_mp_4", TOUR, &thumbnail), item("image", "half", "")];
    let service = service_of(&offering);
    assert_eq!(
        (offers(&service, &offering), left(&service, &offering)),
        (Vec::new(), Vec::new()),
        "unfinished rows stay"
    );
    let after = after_all(&service, &blank());
    assert_eq!(after.listing.draft.media, [item("video_mp_4", TOUR, "")]);
    assert_eq!(left(&service, &blank()), [picture, thumbnail].map(Left::Picture));
    assert_eq!(offers(&service, &after), []);
}

#[test]
fn translations_come_back_with_the_same_bytes_and_belong_to_the_texts_that_came_with_them() {
    let offering = spoken();
    let [first, second] = twice(&offering);
    assert_eq!(second, first);
    assert!(["Vektorsuche", "Schnell", "Zwanzig", "Größe"].iter().all(|text| first.contains(text)), "{first}");
    let service = service_of(&offering);
    assert_eq!((offers(&service, &offering), left(&service, &offering)), (Vec::new(), Vec::new()));
    let after = after_all(&service, &blank());
    assert!(after.translation_findings(Language::German).is_empty(), "{after:?}");
}

#[test]
fn a_translation_without_its_english_text_is_told_as_one_of_another_text() {
    let (service, mut here) = (service_of(&spoken()), blank());
    "Another name".clone_into(&mut here.listing.draft.display_name);
    let found = offers(&service, &here);
    let parts = ticked(&found, &["translation:de".to_owned()]);
    let taken = take(&parts, &here);
    let [(Language::German, heard)] = taken.translations.as_slice() else { panic!("{taken:?}") };
    let texts = here.with_heard(Language::German, heard);
    let [(key, kept)] = texts.iter().collect::<Vec<_>>()[..] else { panic!("no other text is here: {texts:?}") };
    assert_eq!((key.as_str(), kept.text.as_str()), ("listing[display_name]", "Vektorsuche"));
    assert_eq!(kept.source, spoken().listing.draft.display_name, "so that it is known to mean another one");
}

#[test]
fn other_languages_and_texts_that_belong_to_nothing_are_named_and_break_nothing() {
    let of = |i18n: Value| {
        let service = said(|service| service.metadata["i18n"] = i18n);
        (keys(&offers(&service, &sample::offering())), left(&service, &sample::offering()))
    };
    let member = |name: &str| Left::Member(Language::German, name.to_owned());
    let (keys, left) = of(json!({
        "xx": { "displayName": "X" }, "en": { "displayName": "Y" }, "fr": 7, "it": { "displayName": 3 },
        "de": {
            "displayName": "Vektorsuche", "bullets": vec![json!({ "title": "a", "description": "b" }); 90],
            "plans": { "none": { "description": "x" } }, "parameters": [{ "name": "none", "displayname": "x" }],
        },
    }));
    assert_eq!(keys, ["translation:de"]);
    let languages = ["en", "xx"].map(|code| Left::Language(code.to_owned()));
    for one in languages.into_iter().chain(["bullets", "plans/none", "parameters/none"].map(member)) {
        assert!(left.contains(&one), "{one:?}: {left:?}");
    }
    for i18n in [json!([]), json!("de"), Value::Null, json!({ "de": { "plans": [], "bullets": {} } })] {
        assert_eq!(of(i18n), (Vec::new(), Vec::new()));
    }
    let (_, many) = of(Value::Object((0..500).map(|number| (format!("x{number}"), json!({}))).collect()));
    assert_eq!(many.len(), 100);
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

//! Translations from the form to the catalog: read once they are published, by whoever reads that language.

use slipway_backend::Acting;
use slipway_backend::demo::OFFERING;
use slipway_domain::catalog::Query;
use slipway_domain::event::EventKind;
use slipway_domain::language::Language;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::translation::{TextDraft, TranslationDraft};
use slipway_domain::view::{DetailsView, Subject, VersionsQuery};

use crate::publish::offering;
use crate::support::{ADA, CLARA, House, KIM, VERA, rejection};

/// The display name in another language.
fn named(source: &str, text: &str) -> TranslationDraft {
    let text = TextDraft {
        key: "listing[display_name]".to_owned(),
        source: source.to_owned(),
        text: text.to_owned(),
        fits: String::new(),
    };
    TranslationDraft { groups: vec![vec![text]] }
}

async fn details(acting: &Acting) -> DetailsView {
    acting.catalog_details(OFFERING).await.unwrap()
}

#[tokio::test]
async fn a_translation_is_read_once_it_is_published_by_those_who_read_that_language() {
    let house = House::open().await;
    house.publish_limited().await;
    let kim = house.acting(KIM).await;
    let german = house.acting(CLARA).await.in_language(Language::German);
    let english = offering(&kim).await.listing.draft.display_name;
    kim.save_translation(OFFERING, Language::German, 0, &named(&english, "Vektorsuche")).await.unwrap();
    assert_eq!(details(&german).await.details.tile.display_name, english, "it is not published yet");
    assert!(kim.offering(OFFERING).await.unwrap().has_news());

    kim.publish_limited(OFFERING).await.unwrap();
    let read = details(&german).await;
    assert_eq!(read.details.tile.display_name, "Vektorsuche");
    let spoken = read.details.tile.spoken;
    assert_eq!((spoken.lang("Vektorsuche"), spoken.lang(&read.details.tile.description)), (Some("de"), None));
    assert_eq!((read.language, read.languages), (Language::German, vec![Language::German]));
    assert_eq!(details(&house.acting(CLARA).await).await.details.tile.display_name, english);
    let asked = Query { text: "vektor".to_owned(), ..Query::default() };
    let tiles = german.catalog(&asked).await.unwrap().tiles;
    assert_eq!(tiles.len(), 1, "it is found by what is read");
    assert_eq!(tiles[0].spoken, spoken, "it is announced as what it is");
}

#[tokio::test]
async fn of_two_who_translate_into_one_language_the_later_one_overwrites_nothing() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    kim.save_translation(OFFERING, Language::German, 0, &named("Search", "Suche")).await.unwrap();
    let late = kim.save_translation(OFFERING, Language::German, 0, &named("Search", "Finden")).await;
    assert_eq!(rejection(late), Rejection::Stale { current: 1, parked: None });
    kim.save_translation(OFFERING, Language::French, 0, &named("Search", "Recherche")).await.unwrap();
    kim.save_translation(OFFERING, Language::German, 1, &named("Search", "Suchen")).await.unwrap();
    let saved = offering(&kim).await;
    let german = saved.translation(Language::German).unwrap();
    assert_eq!((german.texts["listing[display_name]"].text.as_str(), german.revision), ("Suchen", 2));
    let english = kim.save_translation(OFFERING, Language::English, 0, &named("Search", "Search")).await;
    assert_eq!(rejection(english), Rejection::NotFound(Kind::Page));
    let told = house.events().await.iter().filter(|event| event.kind == EventKind::TranslationSaved).count();
    assert_eq!(told, 3);
}

#[tokio::test]
async fn edits_of_different_texts_of_one_language_are_put_together() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let typed = |name: &str, tagline: &str| {
        let row = |field: &str, source: &str, text: &str| TextDraft {
            key: format!("listing[{field}]"),
            source: source.to_owned(),
            text: text.to_owned(),
            ..TextDraft::default()
        };
        let rows = vec![row("display_name", "Search", name), row("description", "Finds.", tagline)];
        TranslationDraft { groups: vec![rows] }
    };
    let texts = async |of: &Acting| {
        let saved = offering(of).await;
        let german = saved.translation(Language::German).unwrap();
        let text = |field: &str| german.texts[format!("listing[{field}]").as_str()].text.clone();
        (text("display_name"), text("description"), german.revision)
    };
    kim.save_translation(OFFERING, Language::German, 0, &typed("Suche", "Findet.")).await.unwrap();
    kim.save_translation(OFFERING, Language::German, 1, &typed("Suchen", "Findet.")).await.unwrap();
    ada.save_translation(OFFERING, Language::German, 1, &typed("Suche", "Findet alles.")).await.unwrap();
    assert_eq!(texts(&kim).await, ("Suchen".to_owned(), "Findet alles.".to_owned(), 3));
    let both = ada.save_translation(OFFERING, Language::German, 1, &typed("Finden", "Findet.")).await;
    assert_eq!(rejection(both), Rejection::Stale { current: 3, parked: None }, "one text was edited by both");
    let unknown = ada.save_translation(OFFERING, Language::German, 9, &typed("Finden", "Findet.")).await;
    assert_eq!(rejection(unknown), Rejection::Stale { current: 3, parked: None });
}

#[tokio::test]
async fn every_translation_that_was_saved_can_be_looked_at_and_restored() {
    let house = House::open().await;
    let (kim, vera) = (house.acting(KIM).await, house.acting(VERA).await);
    let part = Subject::Translation(Language::German);
    let none = kim.versions(OFFERING, part, VersionsQuery::default()).await;
    assert_eq!(rejection(none), Rejection::NotFound(Kind::Page));
    for (revision, text) in [(0, "Suche"), (1, "Finden")] {
        kim.save_translation(OFFERING, Language::German, revision, &named("Search", text)).await.unwrap();
    }

    let query = VersionsQuery { revision: 1, ..VersionsQuery::default() };
    let versions = vera.versions(OFFERING, part, query).await.unwrap();
    assert_eq!(versions.versions.iter().map(|line| line.revision).collect::<Vec<_>>(), [2, 1]);
    assert!(versions.shown.unwrap().body.contains("Suche"));

    let denied = vera.restore_version(OFFERING, part, 1, 2).await;
    assert!(matches!(rejection(denied), Rejection::Denied(_)), "looking is not editing");
    let outdated = kim.restore_version(OFFERING, part, 1, 1).await;
    assert_eq!(rejection(outdated), Rejection::Stale { current: 2, parked: None });
    kim.restore_version(OFFERING, part, 1, 2).await.unwrap();
    let saved = offering(&kim).await;
    let german = saved.translation(Language::German).unwrap();
    assert_eq!((german.texts["listing[display_name]"].text.as_str(), german.revision), ("Suche", 3));
    let line = house.events().await[0].clone();
    assert_eq!((line.kind, line.detail.code.as_deref()), (EventKind::TranslationSaved, Some("1")));
}

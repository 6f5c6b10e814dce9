//! Translations from the form to the catalog: read once they are published, by whoever reads that language.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Acting, Said};
use slipway_domain::catalog::Query;
use slipway_domain::event::EventKind;
use slipway_domain::ids::ParkedId;
use slipway_domain::language::Language;
use slipway_domain::merge::Side;
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::stage::{Move, Stage};
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
async fn of_two_who_translate_one_text_the_later_one_overwrites_nothing_and_what_was_typed_waits() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    kim.save_translation(OFFERING, Language::German, 0, &named("Search", "Suche")).await.unwrap();
    let late = kim.save_translation(OFFERING, Language::German, 0, &named("Search", "Finden")).await;
    let waiting = parked(rejection(late), 1);
    let waits = kim.offering(OFFERING).await.unwrap().parked;
    assert_eq!((waits[0].id, waits[0].subject), (waiting, Subject::Translation(Language::German)));
    let told = house.events().await[0].clone();
    assert_eq!((told.kind, told.detail.subject.as_deref()), (EventKind::InputParked, Some("translation:de")));
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

/// Name and description of the listing in another language.
fn typed(name: &str, tagline: &str) -> TranslationDraft {
    let row = |field: &str, source: &str, text: &str| TextDraft {
        key: format!("listing[{field}]"),
        source: source.to_owned(),
        text: text.to_owned(),
        ..TextDraft::default()
    };
    let rows = vec![row("display_name", "Search", name), row("description", "Finds.", tagline)];
    TranslationDraft { groups: vec![rows] }
}

/// The same as it is saved in German, with its revision.
async fn texts(of: &Acting) -> (String, String, i64) {
    let saved = offering(of).await;
    let german = saved.translation(Language::German).unwrap();
    let text = |field: &str| german.texts[format!("listing[{field}]").as_str()].text.clone();
    (text("display_name"), text("description"), german.revision)
}

/// Where refused input waits; `revision` is the one that is saved.
fn parked(rejected: Rejection, revision: i64) -> ParkedId {
    let Rejection::Stale { current, parked: Some(parked) } = rejected else { panic!("{rejected:?}") };
    assert_eq!(current, revision);
    parked
}

#[tokio::test]
async fn edits_of_different_texts_of_one_language_are_put_together() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let first = kim.save_translation(OFFERING, Language::German, 0, &typed("Suche", "Findet.")).await.unwrap();
    assert_eq!((first.revision, first.merged), (1, false));
    kim.save_translation(OFFERING, Language::German, 1, &typed("Suchen", "Findet.")).await.unwrap();
    let both = ada.save_translation(OFFERING, Language::German, 1, &typed("Suche", "Findet alles.")).await.unwrap();
    assert_eq!((both.revision, both.merged), (3, true), "the form does not say what is saved");
    assert_eq!(texts(&kim).await, ("Suchen".to_owned(), "Findet alles.".to_owned(), 3));
    let exactly = ada.only_at(1).save_translation(OFFERING, Language::German, 1, &typed("Suche", "Findet.")).await;
    assert_eq!(rejection(exactly), Rejection::Stale { current: 3, parked: None }, "a program names what it changes");
    assert_eq!(house.acting(ADA).await.offering(OFFERING).await.unwrap().parked, []);
}

#[tokio::test]
async fn a_text_that_both_translated_is_decided_and_the_others_are_put_together_in_one_save() {
    let name = "listing[display_name]";
    for (side, chosen) in [(Side::Theirs, "Suchen"), (Side::Mine, "Finden")] {
        let house = House::open().await;
        let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
        kim.save_translation(OFFERING, Language::German, 0, &typed("Suche", "Findet.")).await.unwrap();
        kim.save_translation(OFFERING, Language::German, 1, &typed("Suchen", "Findet.")).await.unwrap();
        let late = ada.save_translation(OFFERING, Language::German, 1, &typed("Finden", "Findet alles.")).await;
        let waiting = parked(rejection(late), 2);
        assert_eq!(texts(&kim).await, ("Suchen".to_owned(), "Findet.".to_owned(), 2), "nothing is overwritten");
        let found = ada.parked(OFFERING, waiting).await.unwrap();
        assert!(found.base.is_some_and(|base| base.contains("Suche\"")), "it shows what both were made of");
        assert_eq!(rejection(kim.parked(OFFERING, waiting).await), Rejection::NotFound(Kind::Page));

        let before = house.events().await.len();
        let undecided = ada.merge_parked(OFFERING, waiting, 2, &[]).await;
        assert_eq!(parked(rejection(undecided), 2), waiting, "nobody decides for the author");
        let outdated = ada.merge_parked(OFFERING, waiting, 1, &[side.value(name)]).await;
        assert_eq!(parked(rejection(outdated), 2), waiting, "what was saved since is shown first");
        ada.merge_parked(OFFERING, waiting, 2, &[side.value(name)]).await.unwrap();
        assert_eq!(texts(&kim).await, (chosen.to_owned(), "Findet alles.".to_owned(), 3));
        assert_eq!(house.events().await.len(), before + 1);
        assert_eq!(rejection(ada.parked(OFFERING, waiting).await), Rejection::NotFound(Kind::Page));
    }
}

#[tokio::test]
async fn a_save_that_comes_twice_has_one_effect_and_its_form_is_gone_on_with() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    kim.save_translation(OFFERING, Language::German, 0, &typed("Suche", "Findet.")).await.unwrap();
    kim.save_translation(OFFERING, Language::German, 1, &typed("Suchen", "Findet.")).await.unwrap();
    let (once, draft) = (ada.clone().as_operation("once".to_owned()), typed("Suche", "Findet alles"));
    let saved = once.save_translation(OFFERING, Language::German, 1, &draft).await.unwrap();
    let again = once.save_translation(OFFERING, Language::German, 1, &draft).await.unwrap();
    assert_eq!((again, saved.merged), (saved, true));
    assert_eq!(texts(&kim).await.2, 3, "a repetition has no effect");
    // Ada's form still says the old name, which is not taken back.
    let draft = typed("Suche", "Findet alles.");
    let going_on = ada.clone().going_on_from("once".to_owned());
    going_on.save_translation(OFFERING, Language::German, 3, &draft).await.unwrap();
    assert_eq!(texts(&kim).await, ("Suchen".to_owned(), "Findet alles.".to_owned(), 4));
    let forgotten = ada.clone().going_on_from("never".to_owned());
    let waiting = parked(rejection(forgotten.save_translation(OFFERING, Language::German, 4, &draft).await), 4);
    assert_eq!(ada.parked(OFFERING, waiting).await.unwrap().base, None, "nobody knows what that form was made of");
}

#[tokio::test]
async fn a_text_that_nobody_changed_goes_on_belonging_to_its_old_source_when_two_saves_are_put_together() {
    let house = House::open().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    kim.save_translation(OFFERING, Language::German, 0, &typed("Suche", "Findet.")).await.unwrap();
    // Both forms show the English texts of now, which are not those that were translated.
    let now = offering(&kim).await.listing.draft;
    let later = |name: &str, tagline: &str| {
        let mut draft = typed(name, tagline);
        draft.groups[0][0].source.clone_from(&now.display_name);
        draft.groups[0][1].source.clone_from(&now.description);
        draft
    };
    kim.save_translation(OFFERING, Language::German, 1, &later("Suchen", "Findet.")).await.unwrap();
    ada.save_translation(OFFERING, Language::German, 1, &later("Suche", "Findet alles.")).await.unwrap();
    assert_eq!(texts(&kim).await, ("Suchen".to_owned(), "Findet alles.".to_owned(), 3), "nothing is in dispute");
}

#[tokio::test]
async fn what_is_typed_after_the_end_waits_for_its_author_with_what_it_was_made_of() {
    let house = House::open().await;
    house.publish_limited().await;
    let (kim, ada) = (house.acting(KIM).await, house.acting(ADA).await);
    let said = Said { confirmation: OFFERING, reason: "" };
    ada.change_lifecycle(OFFERING, Move::Withdraw, said).await.unwrap();
    let late = rejection(kim.save_translation(OFFERING, Language::German, 0, &typed("Suche", "Findet.")).await);
    let Rejection::Refused(Refusal::Frozen { parked: Some(waiting), .. }) = late else { panic!("{late:?}") };
    let found = kim.parked(OFFERING, waiting).await.unwrap();
    assert_eq!((found.base.as_deref(), found.revision()), (Some("{}"), Some(0)), "there was nothing before");
    let still = rejection(kim.apply_parked(OFFERING, waiting, 0).await);
    assert_eq!(still, Rejection::Refused(Refusal::Frozen { stage: Stage::Withdrawn, parked: Some(waiting) }));
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

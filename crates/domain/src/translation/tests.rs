use super::*;
use crate::listing::BulletDraft;
use crate::sample;

mod elsewhere;
mod form;

const NAME: &str = "listing[display_name]";
const FIRST: &str = "listing[bullets][0][title]";
const SECOND: &str = "listing[bullets][1][title]";

/// The sample with two highlights, and these texts in German: key, English text, translation.
fn translated(texts: &[(&str, &str, &str)]) -> Offering {
    let mut offering = sample::offering();
    let bullet = |title: &str| BulletDraft {
        title: title.to_owned(),
        description: "It works.".to_owned(),
        ..BulletDraft::default()
    };
    offering.listing.draft.display_name = "Vector Search".to_owned();
    offering.listing.draft.bullets = vec![bullet("Fast"), bullet("Safe")];
    let one = |(key, source, text): &(&str, &str, &str)| {
        ((*key).to_owned(), Translated { source: (*source).to_owned(), text: (*text).to_owned() })
    };
    let texts = texts.iter().map(one).collect();
    offering.translations = vec![Translation { language: Language::German, texts, revision: 1, saved: None }];
    offering
}

fn row(offering: &Offering, key: &str) -> Row {
    let mut rows = offering.translation_rows(Language::German).into_iter().flat_map(|(_, rows)| rows);
    rows.find(|row| row.place.key == key).unwrap()
}

fn told(offering: &Offering) -> Vec<&'static str> {
    offering.translation_findings(Language::German).iter().map(|finding| finding.rule.as_str()).collect()
}

fn typed(key: &str, source: &str, text: &str, fits: &str) -> TranslationDraft {
    let [key, source, text, fits] = [key, source, text, fits].map(str::to_owned);
    TranslationDraft { groups: vec![vec![TextDraft { key, source, text, fits }]] }
}

#[test]
fn what_is_not_translated_stays_english() {
    let offering = translated(&[(NAME, "Vector Search", "Vektorsuche")]);
    let english = offering.listing.draft.clone();
    let read = offering.clone().in_language(Language::German).listing.draft;
    assert_eq!(read.display_name, "Vektorsuche");
    assert_eq!((&read.description, &read.bullets), (&english.description, &english.bullets));
    assert_eq!(offering.clone().in_language(Language::English).listing.draft, english);
    assert_eq!(offering.clone().in_language(Language::French).listing.draft, english);
    assert_eq!(offering.languages(), [Language::German]);
    assert!(told(&offering).is_empty());
}

#[test]
fn what_fell_back_to_english_is_not_said_to_be_in_another_language() {
    let offering = translated(&[(NAME, "Vector Search", " Vektorsuche ")]);
    let (read, spoken) = offering.clone().spoken_in(Language::German);
    let listing = read.listing.draft;
    assert_eq!(spoken.lang(&listing.display_name), Some("de"));
    assert_eq!(spoken.lang("Vektorsuche"), Some("de"), "as it is shown");
    assert_eq!((spoken.lang(&listing.description), spoken.lang(&listing.bullets[0].title)), (None, None));
    assert!(spoken.only(&[&listing.description]).is_empty());
    assert_eq!(spoken.only(&["Vektorsuche", "Fast"]), spoken);
    assert!(offering.spoken_in(Language::English).1.is_empty());
}

#[test]
fn a_text_whose_source_changed_is_told_and_read_all_the_same() {
    let offering = translated(&[(NAME, "Search", "Suche")]);
    assert_eq!(row(&offering, NAME).was.as_deref(), Some("Search"));
    assert_eq!(told(&offering), ["TRL-SRC-01"]);
    assert_eq!(offering.in_language(Language::German).listing.draft.display_name, "Suche");
}

#[test]
fn a_highlight_that_changes_its_place_keeps_its_translation() {
    let mut offering = translated(&[(FIRST, "Fast", "Schnell"), (SECOND, "Safe", "Sicher")]);
    offering.listing.draft.bullets.swap(0, 1);
    assert!(told(&offering).is_empty());
    let read: Vec<_> =
        offering.clone().in_language(Language::German).listing.draft.bullets.into_iter().map(|one| one.title).collect();
    assert_eq!(read, ["Sicher", "Schnell"]);

    offering.listing.draft.bullets.remove(1);
    assert_eq!(row(&offering, FIRST).text, "Sicher");
    assert_eq!(told(&offering), ["TRL-SRC-02"], "what translated the other one is left over");
    let gone = row(&offering, "gone/listing[bullets][0][title]");
    assert_eq!((gone.text.as_str(), gone.source.as_str()), ("Schnell", ""));
}

#[test]
fn of_many_translations_of_one_text_the_first_counts_where_its_place_has_none_of_its_own() {
    const THIRD: &str = "listing[bullets][2][title]";
    let many = |first: &str| {
        let mut offering = translated(&[(FIRST, "Fast", first), (SECOND, "Fast", "Flott"), (THIRD, "Fast", "Rasch")]);
        let bullet = |title: &str| BulletDraft {
            title: title.to_owned(),
            description: "Fast".to_owned(),
            ..BulletDraft::default()
        };
        offering.listing.draft.bullets = ["New", "Fast", "Old", "Fast"].map(bullet).into();
        offering
    };
    let read = |offering: &Offering| {
        let rows = offering.translation_rows(Language::German).into_iter().flat_map(|(_, rows)| rows);
        let rows = rows.filter(|row| row.place.key.starts_with("listing[bullets]"));
        rows.map(|row| (row.place.key.ends_with("[title]"), row.text)).collect::<Vec<_>>()
    };
    for (first, moved) in [("Schnell", "Schnell"), (" ", "Flott")] {
        let rows = read(&many(first));
        let titles: Vec<&str> = rows.iter().filter(|(is_title, _)| *is_title).map(|(_, text)| text.as_str()).collect();
        assert_eq!(titles, ["", "Flott", "", moved], "{first:?}");
        let others: Vec<&str> = rows.iter().filter(|(is_title, _)| !is_title).map(|(_, text)| text.as_str()).collect();
        assert_eq!(others, ["", "", "", ""], "a text of another kind is another text");
    }
}

#[test]
fn a_new_highlight_in_the_place_of_another_does_not_take_its_translation() {
    let mut offering = translated(&[(FIRST, "Fast", "Schnell")]);
    let new = BulletDraft { title: "New".to_owned(), description: "It is.".to_owned(), ..BulletDraft::default() };
    offering.listing.draft.bullets.insert(0, new);
    assert_eq!(row(&offering, FIRST).text, "", "that text has only moved");
    assert_eq!(row(&offering, SECOND).text, "Schnell");
}

#[test]
fn a_translation_has_the_limits_of_its_english_text() {
    let long = "x".repeat(61);
    let offering = translated(&[(NAME, "Vector Search", &long)]);
    assert_eq!(told(&offering), ["ALL-LEN-01"]);
    let told: Vec<_> = offering.incomplete_translations().iter().map(|finding| finding.facts.clone()).collect();
    assert_eq!(told, [["Deutsch", "1"]]);
    assert!(!offering.findings(crate::page::Page::Listing).is_complete(), "it stands in the way of publishing");
}

#[test]
fn plans_and_parameters_are_read_in_the_language_too() {
    let plan = sample::free_plan().id;
    let key = format!("plan:{plan}/plan[description]");
    let mut offering = translated(&[]);
    let english = offering.plans.iter().find(|one| one.id == plan).unwrap().draft.description.clone();
    offering.settings.draft.parameters = r#"[
        {"name":"size","displayname":"Size","type":"dropdown","options":[{"value":"s","displayname":"Small"}]},
        {"name":"zone","displayname":"Zone","type":"text","i18n":{"de":{"displayname":"Bereich"}}}
    ]"#
    .to_owned();
    let texts = &mut offering.translations[0].texts;
    for (key, source, text) in [
        (key.as_str(), english.as_str(), "Gratis."),
        ("parameter:size/displayname", "Size", "Größe"),
        ("parameter:size/options/s", "Small", "Klein"),
    ] {
        texts.insert(key.to_owned(), Translated { source: source.to_owned(), text: text.to_owned() });
    }
    assert!(told(&offering).is_empty(), "{:?}", told(&offering));
    let read = offering.in_language(Language::German);
    assert_eq!(read.plans.iter().find(|one| one.id == plan).unwrap().draft.description, "Gratis.");
    let [size, zone] = crate::parameter::read(&read.settings.draft.parameters).try_into().unwrap();
    assert_eq!((size.display_name.as_str(), size.options[0].label.as_str()), ("Größe", "Klein"));
    assert_eq!(size.options[0].value, "s", "what the broker gets is the same in every language");
    assert_eq!(zone.display_name, "Bereich", "as the definition itself says it");
}

#[test]
fn a_text_belongs_to_what_it_was_made_from_until_somebody_says_otherwise() {
    let offering = translated(&[(NAME, "Search", "Suche")]);
    let kept = |text: &str, fits: &str| {
        let kept = typed(NAME, "Vector Search", text, fits).kept(&offering, Language::German);
        kept.get(NAME).map(|one| (one.text.clone(), one.source.clone()))
    };
    let pair = |text: &str, source: &str| Some((text.to_owned(), source.to_owned()));
    assert_eq!(kept("Suche", ""), pair("Suche", "Search"), "a save of another text changes nothing of it");
    assert_eq!(kept("Suche", "yes"), pair("Suche", "Vector Search"));
    assert_eq!(kept(" Vektorsuche\r\n", ""), pair("Vektorsuche", "Vector Search"));
    assert_eq!(kept(" ", "yes"), None);
}

#[test]
fn what_is_left_over_of_a_list_that_changed_its_order_while_somebody_translates_is_not_said_to_fit() {
    let mut offering = translated(&[(FIRST, "Quick", "Schnell"), (SECOND, "Safe", "Sicher")]);
    assert_eq!(row(&offering, FIRST).was.as_deref(), Some("Quick"), "as the form is drawn");
    offering.listing.draft.bullets.swap(0, 1);
    let kept = |fits: &str| typed(FIRST, "Fast", "Schnell", fits).kept(&offering, Language::German);
    let told = |source: &str| Translated { text: "Schnell".to_owned(), source: source.to_owned() };
    assert_eq!(kept(""), Texts::from([(format!("gone/{FIRST}"), told("Quick"))]));
    assert_eq!(kept("yes"), Texts::from([(FIRST.to_owned(), told("Fast"))]), "somebody says so");
}

#[test]
fn what_belongs_nowhere_is_dropped_unless_it_was_there_before() {
    let offering = translated(&[("plan:x/plan[description]", "Old", "Alt")]);
    let nowhere = typed("listing[icon]", "x", "y", "").kept(&offering, Language::German);
    assert!(nowhere.is_empty());
    let key = "gone/plan:x/plan[description]";
    let left = typed(key, "", "Alt", "").kept(&offering, Language::German);
    assert_eq!(left[key], Translated { text: "Alt".to_owned(), source: "Old".to_owned() });
}

#[test]
fn a_translation_outlives_its_english_text_that_goes_and_comes_back_while_somebody_translates() {
    let both = [(FIRST, "Fast", "Schnell"), (SECOND, "Safe", "Sicher")];
    let mut offering = translated(&both);
    offering.listing.draft.bullets.remove(1);
    let gone = "gone/listing[bullets][1][title]";
    let is_kept = Translated { text: "Sicher".to_owned(), source: "Safe".to_owned() };
    let kept = typed(SECOND, "Safe", "Sicher", "").kept(&offering, Language::German);
    assert_eq!(kept.get(gone), Some(&is_kept), "the form was drawn before the text went");
    let kept = typed(gone, "", "Sicher", "").kept(&translated(&both), Language::German);
    assert_eq!(kept.get(SECOND), Some(&is_kept), "the form was drawn before the text came back");
    let back = row(&translated(&[(gone, "Safe", "Sicher")]), SECOND);
    assert_eq!((back.text.as_str(), back.was), ("Sicher", None));
}

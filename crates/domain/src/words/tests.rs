use proptest::prelude::*;

use super::*;

fn named<'a>(text: &'a str, company: &str) -> Option<&'a str> {
    company_in(text, company).map(|range| &text[range])
}

#[test]
fn slugs_keep_letters_and_digits_alone() {
    assert_eq!(slug("Vector Search 2.0"), "vector-search-2-0");
    assert_eq!(slug("  Größe & Maß!  "), "groesse-mass");
    assert_eq!(slug("Ça œuvre"), "ca-oeuvre");
    assert_eq!(slug("日本"), "");
}

#[test]
fn a_company_is_its_name_without_article_and_legal_form() {
    assert_eq!(company_words("The Northwind Data GmbH & Co. KG"), ["Northwind", "Data"]);
    assert_eq!(company_words("AG"), ["AG"]);
    assert!(company_words(" – ").is_empty());
}

#[test]
fn a_company_is_found_by_its_whole_name_or_its_telling_first_word() {
    assert_eq!(named("northwind data lake", "Northwind Data Ltd"), Some("northwind data"));
    assert_eq!(named("Vectors by Northwind’s team", "Northwind Data"), Some("Northwind"));
    assert_eq!(named("Data Lake", "Data Works"), None);
    assert_eq!(named("The Data Works lake", "Data Works"), Some("Data Works"));
    assert_eq!(named("Northwinds", "Northwind"), None);
    assert_eq!(named("3M of it", "3M"), Some("3M"));
    assert_eq!(named("Anything", ""), None);
}

#[test]
fn what_is_left_of_a_name_stands_on_its_own() {
    let rest = |text: &str, part: &str| without(text, text.find(part).map(|at| at..at + part.len()).unwrap());
    assert_eq!(rest("Northwind Vector Search", "Northwind"), "Vector Search");
    assert_eq!(rest("Northwind’s Vector Search", "Northwind"), "Vector Search");
    assert_eq!(rest("Vector Search – by Northwind", "Northwind"), "Vector Search");
    assert_eq!(rest("Vector (Northwind) Search", "Northwind"), "Vector Search");
    assert_eq!(rest("Northwind", "Northwind"), "");
}

#[test]
fn prices_are_seen_in_words_and_signs() {
    assert_eq!(price_in("The cheapest store"), Some("cheapest"));
    assert_eq!(price_in("Kostenlos testen"), Some("Kostenlos"));
    assert_eq!(price_in("50% more"), Some("%"));
    assert_eq!(price_in("Free-text search"), None);
    assert_eq!(price_in("Freedom"), None);
}

#[test]
fn sentences_end_where_a_reader_stops() {
    assert_eq!(sentences("One. Two! Three?"), ["One.", "Two!", "Three?"]);
    assert_eq!(
        sentences("Stores data, e.g. vectors of version 2.0 etc. and more."),
        ["Stores data, e.g. vectors of version 2.0 etc. and more."]
    );
    assert_eq!(sentences("No full stop"), ["No full stop"]);
    assert_eq!(sentences("A title\n\nA text. Its end"), ["A title", "A text.", "Its end"]);
    assert_eq!(sentences(" … \n"), [""; 0]);
}

#[test]
fn a_text_repeats_another_if_it_begins_with_all_of_it() {
    assert!(repeats("Find the nearest, in milliseconds.", "find the nearest in milliseconds with filters"));
    assert!(!repeats("Find the nearest", "Find the best"));
    assert!(!repeats("It is", "It is fast"));
}

#[test]
fn the_lists_are_sorted_and_in_lower_case() {
    for list in [ABBREVIATIONS, DANGLING_WORDS, EVERYDAY_WORDS, LEGAL_FORMS, PRICE_WORDS] {
        assert!(list.is_sorted_by(|a, b| a < b), "{list:?}");
        assert!(list.iter().all(|word| word.to_lowercase() == **word));
    }
}

proptest! {
    #[test]
    fn a_slug_is_a_technical_name_or_empty(text in "\\PC*") {
        let slug = slug(&text);
        prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
    }

    #[test]
    fn sentences_lose_no_word(text in "[a-zA-Z.!? \n]{0,60}") {
        let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        prop_assert_eq!(sentences(&text).into_iter().map(count).sum::<usize>(), count(&text));
    }
}

//! The form of one language while somebody types.

use super::*;

const LEFT: &str = "gone/plan:x/plan[description]";

fn found(form: &TranslationDraft, offering: &Offering) -> Vec<(Field, &'static str)> {
    form.findings(offering, Language::German).iter().map(|finding| (finding.field, finding.rule.as_str())).collect()
}

#[test]
fn that_the_english_text_changed_is_told_until_it_is_translated_anew_or_said_to_fit() {
    let offering = translated(&[(NAME, "Search", "Suche")]);
    for (text, fits, is_told, was) in [
        ("Suche", "", true, Some("Search")),
        ("Suche", "yes", false, Some("Search")),
        (" Vektorsuche\r\n", "", false, None),
        ("", "", false, None),
    ] {
        let form = typed(NAME, "Vector Search", text, fits);
        let expected = if is_told { vec![(Field::Translated(0, 0), "TRL-SRC-01")] } else { Vec::new() };
        assert_eq!(found(&form, &offering), expected, "{text:?} {fits:?}");
        let rows = form.rows(&offering, Language::German);
        assert_eq!(rows[0].1[0].was.as_deref(), was, "{text:?} {fits:?}: the question stays until the answer is saved");
    }
}

#[test]
fn what_is_wrong_is_told_at_the_row_where_it_was_typed_though_others_have_gone() {
    let offering = translated(&[("plan:x/plan[description]", "Old", "Alt")]);
    let row = |key: &str, text: &str| TextDraft { key: key.to_owned(), text: text.to_owned(), ..TextDraft::default() };
    let mut form = typed(NAME, "Vector Search", &"x".repeat(61), "");
    form.groups.push(vec![row("gone/plan:y/plan[description]", ""), row(LEFT, "Alt")]);
    let expected = [(Field::Translated(0, 0), "ALL-LEN-01"), (Field::Translated(1, 1), "TRL-SRC-02")];
    assert_eq!(found(&form, &offering), expected);
    let rows = form.rows(&offering, Language::German).into_iter();
    let parts: Vec<_> = rows.map(|(part, rows)| (part, rows.len())).collect();
    assert_eq!(parts, [(Part::Listing, 1), (Part::Gone, 2)], "in the order of the form");
}

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

fn every_field() -> Vec<Field> {
    const SOME: [u8; 4] = [0, 1, 10, u8::MAX];
    let rows = Field::ROWS.iter().flat_map(|field| (0..=u8::MAX).map(field));
    let nested = Field::NESTED.iter().flat_map(|field| SOME.iter().flat_map(|m| SOME.map(|row| field(*m, row))));
    let cells = Field::CELLS.iter().flat_map(|field| {
        SOME.iter().flat_map(move |m| SOME.iter().flat_map(move |row| SOME.map(|column| field(*m, *row, column))))
    });
    Field::PLAIN.iter().copied().chain(rows).chain(nested).chain(cells).collect()
}

#[test]
fn every_input_name_is_unique_and_leads_back_to_its_field() {
    let fields = every_field();
    let names: HashSet<_> = fields.iter().map(|field| field.input_name()).collect();
    assert_eq!(names.len(), fields.len());
    for field in fields {
        assert_eq!(Field::parse(&field.input_name()), Some(field));
    }
}

#[test]
fn every_id_is_unique_and_safe_in_html_and_css() {
    let fields = every_field();
    let ids: HashSet<_> = fields.iter().map(|field| field.id()).collect();
    assert_eq!(ids.len(), fields.len());
    assert!(ids.iter().all(|id| id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')));
}

#[test]
fn names_are_what_the_forms_post() {
    assert_eq!(Field::DisplayName.input_name(), "listing[display_name]");
    assert_eq!(Field::BulletTitle(0).input_name(), "listing[bullets][0][title]");
    assert_eq!(Field::AmountPrice(1).input_name(), "plan[amounts][1][price]");
    assert_eq!(Field::RedirectUri(3).input_name(), "access[redirect_uris][3]");
    assert_eq!(Field::MetricCountry(0, 2).input_name(), "metrics[0][places][2][country]");
    assert_eq!(Field::MetricPrice(1, 0, 2).input_name(), "metrics[1][prices][0][2]");
    assert_eq!(Field::BulletTitle(0).id(), "listing-bullets-0-title");
}

#[test]
fn a_row_number_is_written_in_one_way_only() {
    assert_eq!(Field::parse("plan[bullets][01]"), None);
    assert_eq!(Field::parse("plan[bullets][256]"), None);
    assert_eq!(Field::parse("plan[bullets][]"), None);
    assert_eq!(Field::parse("plan[bullets][+1]"), None);
}

proptest! {
    #[test]
    fn no_text_makes_parsing_panic(name in ".*") {
        if let Some(field) = Field::parse(&name) {
            prop_assert_eq!(field.input_name(), name);
        }
    }

    #[test]
    fn a_field_survives_json(index in 0..every_field().len()) {
        let field = every_field()[index];
        let json = serde_json::to_string(&field).unwrap();
        prop_assert_eq!(serde_json::from_str::<Field>(&json).unwrap(), field);
    }
}

use std::collections::HashSet;

use super::*;
use crate::field::Field;
use crate::rule::{access, listing};

#[test]
fn a_finding_reads_as_its_rule_with_the_facts_filled_in() {
    let finding = Finding::new(Field::DisplayName, listing::NAME_CONTAINS_COMPANY).naming("Northwind");
    assert_eq!(what(&finding), "The name contains your company name, “Northwind”.");
    assert_eq!(fix(&finding), "Leave it out: the tile shows the provider on a line of its own.");
}

#[test]
fn an_example_is_given_until_there_is_a_remedy() {
    let finding = Finding::new(Field::TermsUrl, listing::TERMS_URL_SHARED);
    let example = "Link a page that belongs to this offering alone, for example \
                   https://northwind.example/terms/vector-search.";
    assert_eq!(fix(&finding), example);
    assert_eq!(fix(&finding.suggesting("x")), "Link a page that belongs to this offering alone.");
}

#[test]
fn one_thing_is_counted_without_an_s() {
    let counted = |number| what(&Finding::new(Field::RedirectUris, access::TOO_MANY_REDIRECT_URIS).naming(number));
    assert_eq!(counted(1), "There are 1 redirect URI; 20 is the most.");
    assert_eq!(counted(21), "There are 21 redirect URIs; 20 is the most.");
}

#[test]
fn braces_that_a_user_typed_stay_as_they_are() {
    let finding = Finding::new(Field::Category, listing::CATEGORY_UNKNOWN).naming("{field} {0}");
    assert_eq!(what(&finding), "“{field} {0}” is not a category of this catalog.");
}

#[test]
fn an_error_blocks_publishing_where_it_was_saved_and_nothing_where_it_was_not() {
    let meaning = |field: Field| level_meaning(Level::Error, field.form());
    assert_eq!(meaning(Field::DisplayName), "Error: blocks publishing");
    for field in [Field::AllowlistAccount, Field::Reason, Field::ResourceName] {
        assert_eq!(meaning(field), "Error: nothing was changed", "{field}");
    }
}

#[test]
fn rows_are_counted_from_one() {
    assert_eq!(field_name(Field::BulletTitle(0)), "title of highlight 1");
    assert_eq!(field_name(Field::AmountPrice(255)), "price in row 256");
}

#[test]
fn fields_of_one_form_have_names_of_their_own() {
    for form in Form::ALL {
        let rows = Field::ROWS.iter().map(|field| field(0));
        let nested = Field::NESTED.iter().map(|field| field(0, 0));
        let cells = Field::CELLS.iter().map(|field| field(0, 0, 0));
        let fields: Vec<_> = Field::PLAIN
            .iter()
            .copied()
            .chain(rows)
            .chain(nested)
            .chain(cells)
            .filter(|field| field.form() == form)
            .collect();
        let names: HashSet<_> = fields.iter().map(|field| field_name(*field)).collect();
        assert_eq!(names.len(), fields.len() - usize::from(form == Form::SignIn), "{form:?}");
    }
}

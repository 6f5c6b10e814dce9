//! Words of translations: the page on which texts are translated, and the choice of a language in the catalog.

use slipway_domain::translation::Part;

use super::{access, pricing, settings};

pub const TITLE: &str = "Translations";
pub const LEAD: &str = "Customers read the catalog in the language of their browser, as far as you have translated it, and in English \
                        otherwise. Brokers never see translations.";
pub const CAPTION: &str = "Languages";
pub const LANGUAGE: &str = "Language";
pub const TRANSLATED: &str = "Translated";
pub const OUTDATED: &str = "English has changed";
pub const SAVED: &str = "Saved";
pub const ACTIONS: &str = "Actions";
pub const TRANSLATE: &str = "Translate";
pub const ALL_LANGUAGES: &str = "All languages";
pub const SOURCE_GONE: &str = "No English text any more";
pub const GONE_LEAD: &str = "What these translate was changed or taken away. Empty one to remove it.";
pub const WAS: &str = "It was:";
pub const FITS: &str = "It still fits the English text";
pub const NOTHING: &str = "Nothing to translate yet";
pub const NOTHING_WHY: &str = "Fill in the listing, the plans or the settings in English first.";

pub const LINK: &str = "Translations";
pub const NONE_YET: &str = "Customers read the texts of this page in English.";

pub const LANGUAGES: &str = "Language of the descriptions";
pub const READ_IN: &str = "Descriptions in";

/// "12 of 20 texts".
pub fn translated(done: usize, all: usize) -> String {
    if all == 1 { format!("{done} of 1 text") } else { format!("{done} of {all} texts") }
}

/// "Translation into Deutsch".
pub fn into(language: &str) -> String {
    format!("Translation into {language}")
}

/// "Translated into Deutsch, Français."
pub fn listed(languages: &[&str]) -> String {
    if languages.is_empty() { NONE_YET.to_owned() } else { format!("Translated into {}.", languages.join(", ")) }
}

/// The label of a text in English: "English, short description".
pub fn english(label: &str) -> String {
    format!("English, {label}")
}

/// The label of its translation: "Deutsch, short description".
pub fn in_language(language: &str, label: &str) -> String {
    format!("{language}, {label}")
}

/// The title of a part.
pub fn part(part: &Part) -> String {
    match part {
        Part::Listing => "Listing page".to_owned(),
        Part::Highlights => "Highlights".to_owned(),
        Part::Media => "Pictures and videos".to_owned(),
        Part::Tabs => "Extra tabs".to_owned(),
        Part::Plan(name) => format!("Plan {name}"),
        Part::Parameter(name) => format!("Parameter {name}"),
        Part::ServiceLevels => settings::SLA.to_owned(),
        Part::Access => access::POLICY_EDITOR.to_owned(),
        Part::Deployment(plan, location) => format!("Parameters of {plan} in {}", pricing::location(location)),
        Part::Gone => SOURCE_GONE.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameters_of_a_deployment_are_told_from_those_of_another() {
        let part_of = |location: &str| part(&Part::Deployment("Standard".to_owned(), location.to_owned()));
        assert_eq!(part_of("eu-de"), "Parameters of Standard in Frankfurt");
        assert_eq!(part_of("gone-1"), "Parameters of Standard in gone-1");
    }

    #[test]
    fn texts_and_languages_are_counted_and_listed() {
        assert_eq!(translated(0, 1), "0 of 1 text");
        assert_eq!(translated(3, 20), "3 of 20 texts");
        assert_eq!(listed(&[]), NONE_YET);
        assert_eq!(listed(&["Deutsch", "Français"]), "Translated into Deutsch, Français.");
    }
}

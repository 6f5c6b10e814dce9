//! Translations of what customers read (§4.7a, §4.7b, §4.8, §4.11): listing, plans, parameters, service levels and the
//! policy editor in other languages, each text beside the English one that it was made from, so that it is known when
//! that has changed. Knows no page and no storage.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::field::{self, Field};
use crate::findings::{Finding, Findings};
use crate::language::Language;
use crate::offering::{Offering, Saved};
use crate::rule::translation as rule;
use crate::shape::{self, Text};

mod back;
mod draft;
mod heard;
mod joined;
mod spoken;
mod texts;
mod typed;

pub(crate) use back::taken_back;
pub use draft::{TextDraft, Texts, TranslationDraft};
pub use heard::Heard;
pub(crate) use heard::{Told, heard};
pub use spoken::Spoken;
pub use texts::{Part, Place};

/// What the keys of texts begin with whose English text is gone.
const GONE: &str = "gone/";
/// The most texts of one part, and the most parts: so many rows a field can tell apart. A part with more goes on in
/// another of the same name.
const MOST_ROWS: usize = 255;

/// A text in another language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Translated {
    pub text: String,
    /// The English text as it was when somebody last said that this is what it means.
    pub source: String,
}

/// One language of one offering.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    pub language: Language,
    /// By the key of the place.
    pub texts: BTreeMap<String, Translated>,
    pub revision: i64,
    #[serde(default)]
    pub saved: Option<Saved>,
}

/// A text of the definition beside its translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub place: Place,
    /// The English text now; empty: it is gone.
    pub source: String,
    /// The English text that was translated, where that is another one.
    pub was: Option<String>,
    /// Empty: it is not translated.
    pub text: String,
}

impl Row {
    pub fn is_gone(&self) -> bool {
        self.source.is_empty()
    }

    pub fn is_translated(&self) -> bool {
        !self.text.trim().is_empty()
    }
}

/// The rows of a part, in the order of the forms.
pub type Rows = Vec<(Part, Vec<Row>)>;

/// Texts of one language by their keys.
pub(crate) type ReadTexts<'a> = Vec<(&'a str, &'a str)>;

impl Offering {
    pub fn translation(&self, language: Language) -> Option<&Translation> {
        self.translations.iter().find(|translation| translation.language == language)
    }

    /// The same definition with those texts in that language, as they were at some time or are in some form.
    #[must_use]
    pub fn saying(&self, language: Language, texts: Texts) -> Self {
        let translations = vec![Translation { language, texts, ..Translation::default() }];
        Self { translations, ..self.clone() }
    }

    /// Every text that can be translated, with what it is in that language; at the end those whose English text is gone.
    pub fn translation_rows(&self, language: Language) -> Rows {
        self.rows_of(texts::sources(self), language)
    }

    /// The same, of English texts that are at hand.
    fn rows_of(&self, sources: Vec<(Place, String)>, language: Language) -> Rows {
        let none = BTreeMap::new();
        let stored = self.translation(language).map_or(&none, |translation| &translation.texts);
        let mut parts: Rows = Vec::new();
        let mut keys = BTreeSet::new();
        // What has the same key as another, as two parameters of one name have, cannot be told from it.
        for (place, source) in sources.into_iter().filter(|(place, _)| keys.insert(place.key.clone())) {
            let is_open = parts.last().is_some_and(|(part, rows)| *part == place.part && rows.len() < MOST_ROWS);
            if !is_open {
                if parts.len() == MOST_ROWS {
                    break;
                }
                parts.push((place.part.clone(), Vec::new()));
            }
            if let Some((_, rows)) = parts.last_mut() {
                rows.push(Row { place, source, was: None, text: String::new() });
            }
        }
        let used = matched(&mut parts, stored);
        let gone = stored.iter().filter(|(key, translated)| !used.contains(*key) && !translated.text.trim().is_empty());
        let gone: Vec<Row> = gone.map(|(key, translated)| left_over(key, translated)).collect();
        // A field can tell one part more apart than there are of English texts.
        let free = MOST_ROWS + 1 - parts.len();
        parts.extend(gone.chunks(MOST_ROWS).take(free).map(|rows| (Part::Gone, rows.to_vec())));
        parts
    }

    /// What the rules say about one language, at the rows of `translation_rows`.
    pub fn translation_findings(&self, language: Language) -> Findings {
        findings_at(&self.translation_rows(language))
    }

    /// One finding for each language in which something is wrong, for the page that leads to them.
    pub fn incomplete_translations(&self) -> Findings {
        if self.translations.is_empty() {
            return Findings::new();
        }
        let sources = texts::sources(self);
        let errors = |translation: &Translation| {
            findings_at(&self.rows_of(sources.clone(), translation.language)).errors().count()
        };
        let told = self.translations.iter().map(|translation| (translation.language, errors(translation)));
        let fault = |(language, errors): (Language, usize)| {
            Finding::new(Field::Translations, rule::INCOMPLETE).naming(language.name()).naming(errors)
        };
        told.filter(|(_, errors)| *errors > 0).map(fault).collect()
    }

    /// The definition as it is read in a language: what is not translated stays English.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        self.spoken_in(language).0
    }

    /// The same, with which of its texts are in that language.
    pub fn spoken_in(mut self, language: Language) -> (Self, Spoken) {
        let says = self.translation(language).is_some() || texts::speaks(&self);
        if language == Language::English || !says {
            return (self, Spoken::default());
        }
        let mut heard = Vec::new();
        let rows = self.translation_rows(language).into_iter().flat_map(|(_, rows)| rows);
        let spoken: BTreeMap<String, String> =
            rows.filter(|row| row.is_translated() && !row.is_gone()).map(|row| (row.place.key, row.text)).collect();
        let said = texts::Said {
            listing: &mut self.listing.draft,
            settings: &mut self.settings.draft,
            access: &mut self.access.draft,
            plans: &mut self.plans,
            deployments: &mut self.deployments,
        };
        texts::visit(said, language, &mut |place, text| {
            if let Some(read) = spoken.get(&place.key).cloned().or(place.written) {
                heard.push(read.clone());
                *text = read;
            }
        });
        (self, Spoken::new(language, heard))
    }

    /// What people read in other languages, to the letter.
    pub(crate) fn translated(&self) -> Vec<(Language, ReadTexts<'_>)> {
        let languages = self.translations.iter().map(|one| (one.language, read_of(one)));
        languages.filter(|(_, texts)| !texts.is_empty()).collect()
    }

    /// The languages in which something of it is written beside English.
    pub fn languages(&self) -> Vec<Language> {
        let says = |translation: &&Translation| translation.texts.values().any(|one| !one.text.trim().is_empty());
        let mut languages: Vec<_> = self.translations.iter().filter(says).map(|one| one.language).collect();
        languages.sort_unstable();
        languages
    }
}

fn findings_at(parts: &[(Part, Vec<Row>)]) -> Findings {
    let mut found = Findings::new();
    for (group, (_, rows)) in parts.iter().enumerate() {
        for (index, row) in rows.iter().enumerate().filter(|(_, row)| row.is_translated()) {
            let field = Field::Translated(field::row(group), field::row(index));
            let limit = row.place.limit;
            let expected = if row.place.is_prose { Text::prose(limit) } else { Text::line(limit) };
            shape::text(&mut found, field, &row.text, expected);
            if row.is_gone() {
                found.push(Finding::new(field, rule::SOURCE_GONE));
            } else if row.was.is_some() {
                found.push(Finding::new(field, rule::SOURCE_CHANGED));
            }
        }
    }
    found
}

/// Gives each row its translation: the one that was made from the same text, wherever in its list that stood then, else the
/// one of the same place, unless that belongs to a text which has only moved. Tells the keys that were used.
fn matched(parts: &mut [(Part, Vec<Row>)], stored: &BTreeMap<String, Translated>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut present: BTreeSet<(String, String)> = BTreeSet::new();
    for (_, rows) in parts.iter() {
        present.extend(rows.iter().map(|row| (row.place.kind.clone(), row.source.clone())));
    }
    // The first of the same wins, in the order of the keys.
    let filled = stored.iter().rev().filter(|(_, one)| !one.text.trim().is_empty());
    let by_text: BTreeMap<(String, &str), (&String, &Translated)> =
        filled.map(|(key, one)| ((texts::kind_of(key), one.source.as_str()), (key, one))).collect();
    for row in parts.iter_mut().flat_map(|(_, rows)| rows) {
        let own = stored.get_key_value(&row.place.key);
        let is_same = |(key, one): &(&String, &Translated)| {
            one.source == row.source && texts::kind_of(key) == row.place.kind && !one.text.trim().is_empty()
        };
        let found = own
            .filter(is_same)
            .or_else(|| by_text.get(&(row.place.kind.clone(), row.source.as_str())).copied())
            .or_else(|| own.filter(|(_, one)| !present.contains(&(row.place.kind.clone(), one.source.clone()))));
        if let Some((key, one)) = found {
            used.insert(key.clone());
            one.text.clone_into(&mut row.text);
            row.was = (one.source != row.source).then(|| one.source.clone());
        }
    }
    used
}

fn left_over(key: &str, translated: &Translated) -> Row {
    let key = if key.starts_with(GONE) { key.to_owned() } else { format!("{GONE}{key}") };
    let place = Place::gone(key);
    Row { place, source: String::new(), was: Some(translated.source.clone()), text: translated.text.clone() }
}

fn read_of(translation: &Translation) -> ReadTexts<'_> {
    translation.texts.iter().map(|(key, one)| (key.as_str(), one.text.as_str())).collect()
}

/// A text as it is compared: browsers end lines in their own way.
pub(crate) fn plain(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}

#[cfg(test)]
mod tests;

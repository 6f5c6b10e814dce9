//! The form of one language as typed, and what is kept of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{GONE, Row, Translated, plain};
use crate::language::Language;
use crate::offering::Offering;

/// The texts of one language as they are kept, by the keys of their places.
pub type Texts = BTreeMap<String, Translated>;

/// The form: its rows as `Offering::translation_rows` has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TranslationDraft {
    pub groups: Vec<Vec<TextDraft>>,
}

/// One row of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TextDraft {
    pub key: String,
    /// The English text that stood beside it.
    pub source: String,
    pub text: String,
    /// `yes`: it still means what the English text says now.
    pub fits: String,
}

/// The form that texts stand for, as a file or a program sends them: what each translates is what it says itself.
impl From<&Texts> for TranslationDraft {
    fn from(texts: &Texts) -> Self {
        let row = |(key, told): (&String, &Translated)| TextDraft {
            key: key.clone(),
            source: told.source.clone(),
            text: told.text.clone(),
            fits: "yes".to_owned(),
        };
        Self { groups: vec![texts.iter().map(row).collect()] }
    }
}

impl TranslationDraft {
    /// What is kept: the texts of places that there are, each with the English text that it is known to translate. A text
    /// that nobody changed goes on belonging to what it was made from, unless somebody says that it still fits. Whatever
    /// else the form says is dropped.
    pub fn kept(&self, offering: &Offering, language: Language) -> Texts {
        let known = known(offering, language);
        let mut kept = BTreeMap::new();
        for typed in self.groups.iter().flatten() {
            let Some(row) = row_of(&known, typed) else { continue };
            let text = plain(&typed.text);
            if text.is_empty() {
                continue;
            }
            let is_as_before = text == row.text && typed.fits != "yes";
            let source = match &row.was {
                Some(was) if is_as_before || typed.key.starts_with(GONE) => was.clone(),
                None if typed.key.starts_with(GONE) => row.source.clone(),
                _ => plain(&typed.source),
            };
            kept.insert(row.place.key.clone(), Translated { text, source });
        }
        kept
    }
}

/// The rows that there are now, by the keys of their places.
pub(super) fn known(offering: &Offering, language: Language) -> BTreeMap<String, Row> {
    let rows = offering.translation_rows(language).into_iter().flat_map(|(_, rows)| rows);
    rows.map(|row| (row.place.key.clone(), row)).collect()
}

/// What is left over of a list that has changed its order since the form was drawn: where the text stood there is another
/// English text by now, and nobody has said that it fits the one beside which it was typed.
fn left_behind<'a>(known: &'a BTreeMap<String, Row>, typed: &TextDraft) -> Option<&'a Row> {
    let stands = known.get(&typed.key).is_some_and(|row| row.source == plain(&typed.source));
    let left = known.get(&format!("{GONE}{}", typed.key)).filter(|row| row.text == plain(&typed.text));
    left.filter(|_| !stands && typed.fits != "yes")
}

/// The row that a row of the form is about. An English text may have gone, or come back, since the form was drawn.
pub(super) fn row_of<'a>(known: &'a BTreeMap<String, Row>, typed: &TextDraft) -> Option<&'a Row> {
    let key = &typed.key;
    let other = key.strip_prefix(GONE).map_or_else(|| format!("{GONE}{key}"), str::to_owned);
    left_behind(known, typed).or_else(|| known.get(key)).or_else(|| known.get(&other))
}

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
        let rows = offering.translation_rows(language).into_iter().flat_map(|(_, rows)| rows);
        let known: BTreeMap<String, Row> = rows.map(|row| (row.place.key.clone(), row)).collect();
        let mut kept = BTreeMap::new();
        for typed in self.groups.iter().flatten() {
            // An English text may have gone, or come back, since the form was drawn.
            let other = typed.key.strip_prefix(GONE).map_or_else(|| format!("{GONE}{}", typed.key), str::to_owned);
            let Some(row) = known.get(&typed.key).or_else(|| known.get(&other)) else { continue };
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

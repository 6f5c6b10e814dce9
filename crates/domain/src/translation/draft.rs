//! The form of one language as typed, and what is kept of it.

use std::collections::{BTreeMap, BTreeSet};

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

/// What two people made of the texts of one language, of what both began with: each text as whoever changed it has it.
/// `None`: both changed the same one, and not to the same.
pub fn merged(base: &Texts, theirs: &Texts, mine: &Texts) -> Option<Texts> {
    let keys: BTreeSet<&String> = base.keys().chain(theirs.keys()).chain(mine.keys()).collect();
    let mut both = Texts::new();
    for key in keys {
        let (before, their, my) = (base.get(key), theirs.get(key), mine.get(key));
        let text = match (my == before, their == before || their == my) {
            (true, _) => their,
            (false, true) => my,
            (false, false) => return None,
        };
        if let Some(text) = text {
            both.insert(key.clone(), text.clone());
        }
    }
    Some(both)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(said: &[(&str, &str)]) -> Texts {
        let kept = |(key, text): &(&str, &str)| {
            ((*key).to_owned(), Translated { text: (*text).to_owned(), source: "English".to_owned() })
        };
        said.iter().map(kept).collect()
    }

    #[test]
    fn edits_of_different_texts_are_put_together_and_those_of_one_text_are_not() {
        let base = texts(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let theirs = texts(&[("a", "2"), ("b", "1"), ("c", "1"), ("d", "2")]);
        let mine = texts(&[("a", "1"), ("b", "3")]);
        let both = texts(&[("a", "2"), ("b", "3"), ("d", "2")]);
        assert_eq!(merged(&base, &theirs, &mine), Some(both.clone()), "one is edited by each, one is added, one goes");
        assert_eq!(merged(&base, &mine, &theirs), Some(both), "whoever comes first");
        assert_eq!(merged(&base, &theirs, &texts(&[("a", "3"), ("b", "1"), ("c", "1")])), None);
        assert_eq!(merged(&base, &theirs, &texts(&[("b", "1"), ("c", "1")])), None, "gone here and edited there");
        assert_eq!(merged(&base, &theirs, &theirs), Some(theirs.clone()), "both did the same");
    }
}

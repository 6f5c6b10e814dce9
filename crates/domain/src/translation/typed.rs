//! The form of one language while somebody types: its own rows, in the order in which it was drawn, as they would be if
//! it was saved now. Rows come and go meanwhile, and what is told has to stand at the text that it is about.

use std::collections::BTreeMap;

use super::draft::{known, row_of};
use super::{Part, Place, Row, Rows, TextDraft, Texts, Translated, TranslationDraft, findings_at};
use crate::findings::Findings;
use crate::language::Language;
use crate::offering::Offering;

impl TranslationDraft {
    /// The rows as the form goes on being drawn. A text that is said to fit keeps that answer in sight until it is saved,
    /// so ticks count for nothing here.
    pub fn rows(&self, offering: &Offering, language: Language) -> Rows {
        let mut unticked = self.clone();
        for typed in unticked.groups.iter_mut().flatten() {
            typed.fits.clear();
        }
        unticked.saved_rows(offering, language)
    }

    /// What the rules would say of it, at its own rows.
    pub fn findings(&self, offering: &Offering, language: Language) -> Findings {
        findings_at(&self.saved_rows(offering, language))
    }

    fn saved_rows(&self, offering: &Offering, language: Language) -> Rows {
        let (known, kept) = (known(offering, language), self.kept(offering, language));
        let group = |typed: &Vec<TextDraft>| {
            let rows: Vec<Row> = typed.iter().map(|typed| row(&known, &kept, typed)).collect();
            (rows.first().map_or(Part::Gone, |row| row.place.part.clone()), rows)
        };
        self.groups.iter().map(group).collect()
    }
}

fn row(known: &BTreeMap<String, Row>, kept: &Texts, typed: &TextDraft) -> Row {
    // What belongs nowhere any more is not kept, and nothing can be wrong with it.
    let Some(row) = row_of(known, typed) else {
        return Row { place: Place::gone(typed.key.clone()), source: String::new(), was: None, text: String::new() };
    };
    let Translated { text, source } = kept.get(&row.place.key).cloned().unwrap_or_default();
    let was = (!text.is_empty() && source != row.source).then_some(source);
    Row { place: row.place.clone(), source: row.source.clone(), was, text }
}

//! What people read in other languages, in two versions.

use super::{Line, Subject, keyed};
use crate::field::Field;
use crate::offering::Offering;
use crate::page::Page;

/// One line for each text in each language; its value says which.
pub(super) fn translations(before: Option<&Offering>, now: &Offering) -> Vec<Line> {
    let joined = keyed(before.map(texts).unwrap_or_default(), texts(now)).into_iter();
    joined
        .map(|(member, before, now)| Line {
            page: Page::Listing,
            subject: Subject::Field(Field::Translations),
            member,
            before: before.unwrap_or_default(),
            now: now.unwrap_or_default(),
        })
        .collect()
}

fn texts(offering: &Offering) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for language in offering.languages() {
        let rows = offering.translation_rows(language).into_iter().flat_map(|(_, rows)| rows);
        for row in rows.filter(|row| row.is_translated() && !row.is_gone()) {
            let value = format!("{}, {}: {}", language.name(), row.place.label, row.text);
            texts.push((format!("{} {}", language.code(), row.place.key), value));
        }
    }
    texts
}

//! The texts of one language in an earlier version, beside what is saved now.

use slipway_domain::language::Language;
use slipway_domain::offering::Offering;

use crate::text::translation::part;
use crate::text::{merge as words, sentence_case};

/// Each text that differs, by what it is called: then and now. `None`: the version cannot be read any more.
pub(super) fn differing(offering: &Offering, language: Language, body: &str) -> Option<Vec<(String, String, String)>> {
    let earlier = offering.saying(language, serde_json::from_str(body).ok()?);
    let (then, now) = (texts_of(&earlier, language), texts_of(offering, language));
    let text_at = |texts: &[Told], key: &str| {
        texts.iter().find(|told| told.key == key).map(|told| told.text.clone()).unwrap_or_default()
    };
    let added = now.iter().filter(|told| !then.iter().any(|earlier| earlier.key == told.key));
    let both = then.iter().chain(added).map(|told| {
        let (then, now) = (text_at(&then, &told.key), text_at(&now, &told.key));
        (told.label.clone(), then, now)
    });
    Some(both.filter(|(_, then, now)| then != now).collect())
}

struct Told {
    key: String,
    label: String,
    text: String,
}

fn texts_of(offering: &Offering, language: Language) -> Vec<Told> {
    let told = offering.translation_rows(language).into_iter().flat_map(|(of, rows)| {
        let of = part(&of);
        rows.into_iter().map(move |row| {
            let label = if row.is_gone() {
                words::gone_text(row.was.as_deref().unwrap_or_default())
            } else {
                words::text_of(&of, &sentence_case(&row.place.label))
            };
            Told { key: row.place.key, label, text: row.text }
        })
    });
    told.collect()
}

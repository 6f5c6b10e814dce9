//! Both versions of what customers read in another language, text by text.

use std::collections::BTreeSet;

use slipway_domain::language::Language;
use slipway_domain::merge::Side;
use slipway_domain::offering::Offering;
use slipway_domain::translation::{Texts, Translated};
use slipway_domain::view::ParkedView;

use super::sides::Row;
use crate::text::translation::part;
use crate::text::{merge as words, sentence_case};

/// Every text that one of the versions has; `None`: the parked one cannot be read.
pub(super) fn texts(parked: &ParkedView, language: Language) -> Option<Vec<Row>> {
    let mine: Texts = serde_json::from_str(&parked.body).ok()?;
    let base: Option<Texts> = parked.base.as_deref().and_then(|body| serde_json::from_str(body).ok());
    Some(rows(&parked.view.offering, language, base.as_ref(), &mine))
}

fn rows(offering: &Offering, language: Language, base: Option<&Texts>, mine: &Texts) -> Vec<Row> {
    let conflicts = offering.joined(language, base, mine, |_| Side::Theirs).conflicts;
    let saved = offering.translation(language).map(|translation| translation.texts.clone()).unwrap_or_default();
    let [theirs, mine] = [&saved, mine].map(|texts| offering.placed(language, texts));
    let base = base.map(|base| offering.placed(language, base));
    let labels = labels(offering, language);
    let known: BTreeSet<&String> = labels.iter().map(|(key, _)| key).collect();
    let others: BTreeSet<&String> = theirs.keys().chain(mine.keys()).filter(|key| !known.contains(key)).collect();
    let told = labels.iter().map(|(key, label)| (key, label.clone()));
    // Their English text is gone, so that nothing else tells one from another.
    let gone = others.into_iter().map(|key| {
        let source = [&theirs, &mine].into_iter().find_map(|texts| texts.get(key)).map(|one| one.source.as_str());
        (key, words::gone_text(source.unwrap_or_default()))
    });
    let row = |(key, label): (&String, String)| {
        let (their, my) = (theirs.get(key), mine.get(key));
        let is_of_another = their.zip(my).is_some_and(|(their, my)| their.text == my.text && their.source != my.source);
        let value = |one: Option<&Translated>| match one {
            Some(one) if is_of_another => words::of_source(&one.text, &one.source),
            Some(one) => one.text.clone(),
            None => String::new(),
        };
        Row {
            label,
            base: base.as_ref().map(|base| value(base.get(key))),
            yours: value(my),
            theirs: value(their),
            conflict: conflicts.contains(key).then(|| key.clone()),
        }
    };
    let has_any = |row: &Row| row.conflict.is_some() || !(row.yours.is_empty() && row.theirs.is_empty());
    told.chain(gone).map(row).filter(has_any).collect()
}

/// What the texts are called, by their keys, in the order of the forms.
fn labels(offering: &Offering, language: Language) -> Vec<(String, String)> {
    let mut labels = Vec::new();
    for (of, rows) in offering.translation_rows(language) {
        let of = part(&of);
        let there = rows.into_iter().filter(|row| !row.is_gone());
        labels.extend(there.map(|row| (row.place.key, words::text_of(&of, &sentence_case(&row.place.label)))));
    }
    labels
}

//! Translations that somebody else's file says, and where they belong in a definition. A text of a list is found by its
//! English text, at its own place if that says the same and else wherever in the list it stands here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Row, Translated, texts};
use crate::field::Field;
use crate::language::Language;
use crate::offering::Offering;
use crate::plan::PlanRecord;

/// What the key of a text of a plan begins with.
const PLAN: &str = "plan:";
/// The most texts of one language that are read.
const MOST_HEARD: usize = 2_000;

/// A text in another language, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// The programmatic name of its plan; empty: it is of none.
    pub plan: String,
    /// The key of its place, without what tells one plan from another.
    pub key: String,
    /// The English text beside it.
    pub source: String,
    pub text: String,
}

/// Texts of one language beside a definition.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Those that it does not have, or has differently.
    pub(crate) news: Vec<Heard>,
    /// What it has in the places of those.
    pub(crate) had: Vec<Heard>,
    /// Those whose English text is not there.
    pub(crate) strangers: Vec<Heard>,
}

/// What `read` says otherwise than `english`, the same definition before its texts were replaced. Plans that are in
/// `ours` have the name that they have there.
pub(crate) fn heard(english: &Offering, read: &Offering, ours: &Offering) -> Vec<Heard> {
    let read = texts::sources(read).into_iter().map(|(place, text)| (place.key, text));
    let read: BTreeMap<String, String> = read.collect();
    let names: BTreeMap<String, &str> =
        english.plans.iter().chain(&ours.plans).map(|plan| (plan.id.to_string(), plan.draft.name.trim())).collect();
    let differing = texts::sources(english).into_iter().filter_map(|(place, source)| {
        let text = read.get(&place.key).filter(|text| **text != source)?.clone();
        let of_plan = place.key.strip_prefix(PLAN).and_then(|key| key.split_once('/'));
        let (plan, key) = match of_plan {
            Some((id, key)) => (names.get(id).copied().unwrap_or_default(), key),
            None => ("", place.key.as_str()),
        };
        Some(Heard { plan: plan.to_owned(), key: key.to_owned(), source, text })
    });
    differing.take(MOST_HEARD).collect()
}

impl Offering {
    /// Which of the texts are new to this definition.
    pub(crate) fn told(&self, language: Language, heard: Vec<Heard>) -> Told {
        let places = Places::of(self, language);
        let spoken = texts::sources(&self.clone().in_language(language));
        let spoken: BTreeMap<String, String> = spoken.into_iter().map(|(place, text)| (place.key, text)).collect();
        let mut told = Told::default();
        for one in heard {
            let Some(row) = places.row(&one) else {
                told.strangers.push(one);
                continue;
            };
            if spoken.get(&row.place.key) == Some(&one.text) {
                continue;
            }
            if row.is_translated() {
                told.had.push(Heard { text: row.text.clone(), source: row.source.clone(), ..one.clone() });
            }
            told.news.push(one);
        }
        told
    }

    /// What is kept of a language with these texts in it: each belongs to the English text that stood beside it, so that
    /// one that says something else here is told of. Those that have no place are dropped. All others
    /// stay, of those whose English text is gone as many as a form shows.
    pub fn with_heard(&self, language: Language, heard: &[Heard]) -> BTreeMap<String, Translated> {
        let places = Places::of(self, language);
        let stored = places.rows.iter().filter(|row| row.is_translated()).map(|row| {
            let source = row.was.as_ref().unwrap_or(&row.source).clone();
            (row.place.key.clone(), Translated { text: row.text.clone(), source })
        });
        let mut kept: BTreeMap<String, Translated> = stored.collect();
        for one in heard {
            if let Some(row) = places.row(one) {
                let (text, source) = (one.text.clone(), one.source.clone());
                kept.insert(row.place.key.clone(), Translated { text, source });
            }
        }
        kept
    }
}

/// The rows of a language, by what a text that comes from elsewhere is found.
struct Places {
    rows: Vec<Row>,
    by_key: BTreeMap<String, usize>,
    /// By the kind of the place and the English text.
    by_source: BTreeMap<(String, String), usize>,
    /// What the keys of the plans begin with, by their names.
    plans: BTreeMap<String, String>,
}

impl Places {
    fn of(offering: &Offering, language: Language) -> Self {
        let rows: Vec<Row> = offering.translation_rows(language).into_iter().flat_map(|(_, rows)| rows).collect();
        let there = || rows.iter().enumerate().filter(|(_, row)| !row.is_gone());
        let by_key = there().map(|(at, row)| (row.place.key.clone(), at)).collect();
        let by_source = there().map(|(at, row)| ((row.place.kind.clone(), row.source.clone()), at)).collect();
        let prefix = |plan: &PlanRecord| (plan.draft.name.trim().to_owned(), format!("{PLAN}{}/", plan.id));
        let plans = offering.plans.iter().map(prefix);
        Self { by_key, by_source, plans: plans.collect(), rows }
    }

    fn row(&self, heard: &Heard) -> Option<&Row> {
        let prefix = if heard.plan.is_empty() { "" } else { self.plans.get(&heard.plan)?.as_str() };
        let key = format!("{prefix}{}", heard.key);
        let is_alone = Field::parse(&heard.key).is_none_or(|field| Field::PLAIN.contains(&field));
        let is_meant = |at: &&usize| is_alone || self.rows[**at].source == heard.source;
        let alone = self.by_key.get(&key).filter(is_meant);
        let at = alone.or_else(|| self.by_source.get(&(texts::kind_of(&key), heard.source.clone())));
        at.and_then(|at| self.rows.get(*at))
    }
}

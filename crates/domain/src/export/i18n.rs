//! What `catalog.json` says in other languages (§4.7a, §4.11): display data, of which a broker makes nothing. Texts that are
//! not translated are left out; of a list that is translated in part the rest stands there in English.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::BulletJson;
use crate::offering::Offering;
use crate::parameter;
use crate::plan::PlanDraft;

/// One language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct I18nJson {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub long_description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bullets: Vec<BulletJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Value>,
    /// By their programmatic names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub plans: BTreeMap<String, PlanI18nJson>,
}

/// A plan in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PlanI18nJson {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bullets: Vec<String>,
}

/// By the codes of the languages, as far as something is translated.
pub(super) fn read(offering: &Offering) -> BTreeMap<String, I18nJson> {
    let languages = offering.languages().into_iter();
    let read = languages.map(|language| {
        let read = offering.clone().in_language(language);
        (language.code().to_owned(), differing(offering, &read))
    });
    read.filter(|(_, read)| *read != I18nJson::default()).collect()
}

fn differing(english: &Offering, read: &Offering) -> I18nJson {
    let (ours, theirs) = (&english.listing.draft, &read.listing.draft);
    let parameters = |offering: &Offering| parameter::export(&offering.settings.draft.parameters);
    let plans = english.plans.iter().zip(&read.plans);
    let plans = plans.map(|(ours, theirs)| (ours.draft.name.clone(), plan(&ours.draft, &theirs.draft)));
    I18nJson {
        display_name: text(&ours.display_name, &theirs.display_name),
        description: text(&ours.description, &theirs.description),
        long_description: text(&ours.long_description, &theirs.long_description),
        bullets: list(
            ours.listed_bullets().map(|(_, bullet)| BulletJson::from(bullet)).collect(),
            theirs.listed_bullets().map(|(_, bullet)| BulletJson::from(bullet)).collect(),
        ),
        parameters: list(parameters(english), parameters(read)),
        plans: plans.filter(|(_, plan)| *plan != PlanI18nJson::default()).collect(),
    }
}

fn plan(ours: &PlanDraft, theirs: &PlanDraft) -> PlanI18nJson {
    let bullets = |draft: &PlanDraft| -> Vec<String> {
        draft.listed_bullets().map(|(_, bullet)| bullet.trim().to_owned()).collect()
    };
    PlanI18nJson {
        display_name: text(&ours.display_name, &theirs.display_name),
        description: text(&ours.description, &theirs.description),
        bullets: list(bullets(ours), bullets(theirs)),
    }
}

fn text(english: &str, read: &str) -> String {
    if english == read { String::new() } else { read.trim().to_owned() }
}

fn list<T: PartialEq>(english: Vec<T>, read: Vec<T>) -> Vec<T> {
    if english == read { Vec::new() } else { read }
}

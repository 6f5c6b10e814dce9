//! What a file says in other languages (§4.7a): each text beside the English one that stands with it there, so that it is
//! known later whether that has changed.

use std::collections::BTreeSet;

use serde_json::Value;

use super::left::cut;
use super::{Left, MOST, Offer, Part, record};
use crate::export::{I18nJson, PlanI18nJson, read};
use crate::ids::PlanId;
use crate::language::Language;
use crate::listing::ListingDraft;
use crate::offering::Offering;
use crate::parity::BrokerService;
use crate::translation::{Told, heard};

/// Where the ids begin of plans that are not here.
const NOT_HERE: u128 = 1 << 64;

#[derive(Default)]
pub(super) struct Spoken {
    pub(super) offers: Vec<Offer>,
    pub(super) left: Vec<Left>,
}

/// `after`: the definition with everything else taken over.
pub(super) fn read(service: &BrokerService, after: &Offering) -> Spoken {
    let mut spoken = Spoken::default();
    let said = read::languages(&service.metadata);
    if said.is_empty() {
        return spoken;
    }
    let english = english(service, after);
    for (code, said) in said {
        let known = Language::TRANSLATED.iter().copied().find(|language| language.code() == code);
        let Some(language) = known else {
            spoken.left.push(Left::Language(cut(&code)));
            continue;
        };
        let mut reader = Reader { read: english.clone(), language, left: Vec::new() };
        reader.service(&said);
        let Told { news, had, strangers } = after.told(language, heard(&english, &reader.read, after));
        spoken.left.append(&mut reader.left);
        spoken.left.extend(strangers.iter().map(|one| Left::Text(language, cut(&one.source))));
        if !news.is_empty() {
            let has = (!had.is_empty()).then_some(Part::Translation(language, had));
            spoken.offers.push(Offer { said: Part::Translation(language, news), has });
        }
    }
    spoken
}

/// The English texts as the file says them; those of this definition where it says none.
fn english(service: &BrokerService, after: &Offering) -> Offering {
    let metadata = read::service(service, after.id).metadata;
    let ours = &after.listing.draft;
    let text = |said: &str, ours: &str| {
        let said = read::bounded(said);
        if said.is_empty() { ours.trim().to_owned() } else { said }
    };
    let listing = ListingDraft {
        display_name: text(&metadata.display_name, &ours.display_name),
        description: text(&service.description, &ours.description),
        long_description: text(&metadata.long_description, &ours.long_description),
        bullets: read::bullets(&metadata.bullets),
        ..ListingDraft::default()
    };
    let mut english = after.clone();
    english.translations.clear();
    english.listing.draft = listing;
    english.settings.draft.parameters = definition(&metadata.parameters);
    let mut names = BTreeSet::new();
    let plans = (NOT_HERE..).zip(&service.plans).take(MOST);
    let plans = plans.map(|(id, plan)| {
        let same = after.plans.iter().map(|one| one.id).find(|id| id.to_string() == plan.id);
        record(same.unwrap_or_else(|| PlanId::new(uuid::Uuid::from_u128(id))), read::plan(plan))
    });
    english.plans = plans.filter(|plan| !plan.draft.name.is_empty() && names.insert(plan.draft.name.clone())).collect();
    english
}

fn definition(parameters: &[Value]) -> String {
    Value::Array(parameters.to_vec()).to_string()
}

/// Puts the texts of one language in the place of the English ones.
struct Reader {
    read: Offering,
    language: Language,
    left: Vec<Left>,
}

impl Reader {
    fn service(&mut self, said: &I18nJson) {
        self.listing(said);
        let known: BTreeSet<String> = self.read.plans.iter().map(|plan| plan.draft.name.clone()).collect();
        for (name, plan) in &said.plans {
            if known.contains(name.trim()) {
                self.plan(name.trim(), plan);
            } else {
                self.leave(&format!("plans/{name}"));
            }
        }
        if said.parameters.is_empty() {
            return;
        }
        let name = |one: &Value| one.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let ours = crate::parameter::export(&self.read.settings.draft.parameters);
        let ours: BTreeSet<String> = ours.iter().map(name).collect();
        for other in said.parameters.iter().map(name).filter(|name| !ours.contains(name)) {
            self.leave(&format!("parameters/{other}"));
        }
        self.read.settings.draft.parameters = definition(&said.parameters);
    }

    fn listing(&mut self, said: &I18nJson) {
        let draft = &mut self.read.listing.draft;
        let mut strangers: Vec<&str> = [
            ("displayName", &mut draft.display_name, &said.display_name),
            ("description", &mut draft.description, &said.description),
            ("longDescription", &mut draft.long_description, &said.long_description),
        ]
        .into_iter()
        .filter_map(|(name, place, said)| (!put(place, said)).then_some(name))
        .collect();
        if draft.bullets.len() == said.bullets.len() {
            for (bullet, said) in draft.bullets.iter_mut().zip(&said.bullets) {
                put(&mut bullet.title, &said.title);
                put(&mut bullet.description, &said.description);
            }
        } else if !said.bullets.is_empty() {
            strangers.push("bullets");
        }
        for name in strangers {
            self.leave(name);
        }
    }

    fn plan(&mut self, name: &str, said: &PlanI18nJson) {
        let Some(plan) = self.read.plans.iter_mut().find(|plan| plan.draft.name == name) else { return };
        let draft = &mut plan.draft;
        let mut fits = put(&mut draft.display_name, &said.display_name);
        fits &= put(&mut draft.description, &said.description);
        if draft.bullets.len() == said.bullets.len() {
            for (bullet, said) in draft.bullets.iter_mut().zip(&said.bullets) {
                put(bullet, said);
            }
        } else {
            fits &= said.bullets.is_empty();
        }
        if !fits {
            self.leave(&format!("plans/{name}"));
        }
    }

    fn leave(&mut self, member: &str) {
        self.left.push(Left::Member(self.language, cut(member)));
    }
}

/// Whether there is an English text in whose place this one can be, or nothing is said.
fn put(place: &mut String, said: &str) -> bool {
    let said = read::bounded(said);
    if said.is_empty() {
        return true;
    }
    let has_source = !place.trim().is_empty();
    if has_source {
        *place = said;
    }
    has_source
}

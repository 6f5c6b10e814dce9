//! Values that the console can take over from a broker (§4.6, §4.13): what the broker says beside what the console has,
//! and the drafts with what somebody says yes to. Ids are never taken over, and nothing is judged here: what breaks a
//! rule is taken over all the same, and the findings tell.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::export::read;
use crate::field::Field;
use crate::ids::{BrokerId, PlanId};
use crate::language::Language;
use crate::listing::{BulletDraft, ListingDraft, MediaDraft};
use crate::offering::Offering;
use crate::parity::{BrokerCatalog, BrokerService};
use crate::plan::{PlanApproval, PlanDraft, PlanRecord};
use crate::policy::{Object, Verb};
use crate::settings::SettingsDraft;
use crate::translation::Heard;
use crate::view::OfferingView;

pub mod file;
mod left;
mod media;
mod sides;
mod spoken;

pub use left::{Left, left};
use sides::Sides;

/// The most plans that are offered at once, and the most services to choose from.
const MOST: usize = 100;
/// Of the name of a service where one has to be chosen.
const LONGEST_LABEL: usize = 80;
/// Between the permissions of a service, of which none holds it.
const LISTED: &str = ", ";
/// What the key of a plan begins with.
const PLAN: &str = "plan:";
/// What the key of a language begins with.
const LANGUAGE: &str = "translation:";
/// The most plans that the history names of one import.
const MOST_NAMED: usize = 5;

/// The page that asks what to take over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    pub broker: BrokerId,
    /// The broker was saved after its catalog was read: what an earlier form led to says nothing about this one, and
    /// nothing is offered until it is registered again.
    pub is_outdated: bool,
    /// How the services of the catalog that was read last are called, in its order; none: there is no such catalog.
    pub services: Vec<String>,
    /// By which rule one of them is this offering's; `None`: somebody has to choose.
    pub fit: Option<Fit>,
    /// How that one is called.
    pub meant: String,
    pub offers: Vec<Offer>,
    /// What cannot be taken over.
    #[serde(default)]
    pub left: Vec<Left>,
    /// The fingerprint of the offers. It comes back with what was ticked.
    pub seen: String,
    pub view: OfferingView,
}

/// The form as it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ImportDraft {
    /// The service that was chosen, counted from 1; 0: none was.
    pub choice: u32,
    /// `ImportView::seen`
    pub seen: String,
    /// The keys of what was ticked.
    pub take: Vec<String>,
}

/// Why a service of a catalog is the one that is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// It has the id of this offering.
    Id,
    /// It has the name of this offering.
    Name,
    /// There is no other one.
    Only,
    /// Somebody chose it.
    Choice,
}

/// A value that the broker says and the console does not have, or has differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub said: Part,
    /// What it would take the place of; `None`: nothing is there yet.
    pub has: Option<Part>,
}

/// What is taken over as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A text of the listing, or an answer of the settings.
    Text(Field, String),
    /// All highlights.
    Bullets(Vec<BulletDraft>),
    /// All pictures and videos.
    Media(Vec<MediaDraft>),
    /// A plan that the console does not have, and its place in the broker's list, counted from 1.
    Plan(usize, Box<PlanDraft>),
    /// Texts in a language that it does not have, or has differently.
    Translation(Language, Vec<Heard>),
}

/// The drafts after an import; `None` where nothing changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    pub listing: Option<ListingDraft>,
    pub settings: Option<SettingsDraft>,
    /// Plans to add.
    pub plans: Vec<PlanDraft>,
    /// Texts in other languages; see `Offering::with_heard`.
    pub translations: Vec<(Language, Vec<Heard>)>,
}

/// What an import took over, for the history: bounded, whatever a broker calls its plans.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TakenOver {
    /// The ids of the fields; see `field_of`.
    pub fields: Vec<String>,
    /// The names of the first plans, each cut.
    pub plans: Vec<String>,
    /// How many more plans there were.
    pub more: usize,
}

impl Part {
    /// By what it is ticked: the same for the same thing, whatever is offered beside it, and short whatever the broker
    /// says. For a plan that is its place: a name may be of any length, and hold what no form sends back as it was.
    pub fn key(&self) -> String {
        match self {
            Self::Text(field, _) => field.id(),
            Self::Bullets(_) => Field::Bullets.id(),
            Self::Media(_) => Field::Media.id(),
            Self::Translation(language, _) => format!("{LANGUAGE}{}", language.code()),
            Self::Plan(place, _) => format!("{PLAN}{place}"),
        }
    }

    /// What somebody must be allowed to do who takes it over.
    pub fn needs(&self) -> (Verb, Object) {
        match self {
            Self::Text(..) | Self::Bullets(_) | Self::Media(_) | Self::Translation(..) => (Verb::Edit, Object::Listing),
            Self::Plan(_, plan) => (Verb::Create, plan.object()),
        }
    }
}

impl Taken {
    /// The definition with it, but for the translations; `ids` are those of its plans.
    #[must_use]
    pub fn after(&self, offering: &Offering, ids: &[PlanId]) -> Offering {
        let mut after = offering.clone();
        after.listing.draft = self.listing.clone().unwrap_or(after.listing.draft);
        after.settings.draft = self.settings.clone().unwrap_or(after.settings.draft);
        let added = self.plans.iter().zip(ids);
        after.plans.extend(added.map(|(draft, id)| record(*id, draft.clone())));
        after
    }
}

impl TakenOver {
    /// Of what was ticked.
    pub fn of(parts: &[&Part]) -> Self {
        let mut taken = Self::default();
        for part in parts {
            match part {
                Part::Plan(..) if taken.plans.len() == MOST_NAMED => taken.more += 1,
                Part::Plan(_, plan) => taken.plans.push(plan.name.chars().take(LONGEST_LABEL).collect()),
                Part::Text(..) | Part::Bullets(_) | Part::Media(_) => taken.fields.push(part.key()),
                Part::Translation(..) if taken.fields.last() == Some(&Field::Translations.id()) => {}
                Part::Translation(..) => taken.fields.push(Field::Translations.id()),
            }
        }
        taken
    }
}

/// The field that a key stands for; `None`: it stands for a plan, or for nothing.
pub fn field_of(key: &str) -> Option<Field> {
    Field::PLAIN.iter().copied().find(|field| field.id() == key)
}

/// How the services of a catalog are called, those without a name or an id by their place.
pub fn services(catalog: &BrokerCatalog) -> Vec<String> {
    let name = |(at, service): (usize, &BrokerService)| match called(service) {
        name if name.is_empty() => format!("#{}", at + 1),
        name => name,
    };
    catalog.services.iter().take(MOST).enumerate().map(name).collect()
}

/// The name of a service, else its id, however long they are; empty if it has neither.
pub fn called(service: &BrokerService) -> String {
    let named = [&service.name, &service.id].into_iter().map(|name| name.trim()).find(|name| !name.is_empty());
    named.unwrap_or_default().chars().take(LONGEST_LABEL).collect()
}

/// The service that is meant: the one with this offering's id, else the one with its name, else the only one, else the
/// one that was chosen, counted from 1.
pub fn meant<'a>(catalog: &'a BrokerCatalog, offering: &Offering, choice: u32) -> Option<(&'a BrokerService, Fit)> {
    let id = offering.id.to_string();
    if let Some(service) = catalog.service(&id, &offering.name) {
        return Some((service, if service.id == id { Fit::Id } else { Fit::Name }));
    }
    if let [only] = catalog.services.as_slice() {
        return Some((only, Fit::Only));
    }
    let at = usize::try_from(choice).ok()?.checked_sub(1)?;
    Some((catalog.services.get(at)?, Fit::Choice))
}

/// What the service says that the console could take over, in the order of the forms, then the plans that are new here,
/// then the languages. What agrees and what is not said is no offer.
pub fn offers(service: &BrokerService, offering: &Offering) -> Vec<Offer> {
    let mut offers = english(service, offering);
    let spoken = spoken::read(service, &filled(&offers, offering)).offers;
    offers.extend(spoken);
    offers
}

/// The definition with all of these taken over, under ids that are nobody's.
fn filled(offers: &[Offer], offering: &Offering) -> Offering {
    let parts: Vec<&Part> = offers.iter().map(|offer| &offer.said).collect();
    let taken = take(&parts, offering);
    let ids: Vec<PlanId> = (1..).take(taken.plans.len()).map(|id| PlanId::new(uuid::Uuid::from_u128(id))).collect();
    taken.after(offering, &ids)
}

/// The offers but for what is said in other languages.
fn english(service: &BrokerService, offering: &Offering) -> Vec<Offer> {
    let mut sides = Sides {
        theirs: read::service(service, offering.id),
        bindable: service.bindable,
        listing: offering.listing.draft.clone(),
        settings: offering.settings.draft.clone(),
        issued: offering.issued_documentation_url.trim(),
    };
    let mut offers: Vec<Offer> = Field::PLAIN.iter().filter_map(|field| sides.offer(*field)).collect();
    offers.extend(new_plans(service, offering));
    offers
}

/// Whether anything can be taken over from a catalog: from the service that is meant, or, where somebody has to choose,
/// from any that is there to choose.
pub fn has_offers(catalog: &BrokerCatalog, offering: &Offering) -> bool {
    let is_offered = |service: &BrokerService| !offers(service, offering).is_empty();
    match meant(catalog, offering, 0) {
        Some((service, _)) => is_offered(service),
        None => catalog.services.iter().take(MOST).any(is_offered),
    }
}

/// What was ticked of the offers, in their order. A key that nothing is offered under counts for nothing.
pub fn ticked<'a>(offers: &'a [Offer], keys: &[String]) -> Vec<&'a Part> {
    offers.iter().map(|offer| &offer.said).filter(|part| keys.contains(&part.key())).collect()
}

/// The drafts with these parts in the place of their own.
pub fn take(parts: &[&Part], offering: &Offering) -> Taken {
    let (mut listing, mut settings) = (offering.listing.draft.clone(), offering.settings.draft.clone());
    let (mut plans, mut translations) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Part::Text(Field::Requires, text) => {
                settings.extras.requires = text.split(LISTED).map(str::to_owned).collect();
            }
            Part::Text(field, text) => {
                if let Some(place) = listing.place(*field).or_else(|| settings.answer(*field)) {
                    place.clone_from(text);
                }
            }
            Part::Bullets(bullets) => listing.bullets.clone_from(bullets),
            Part::Media(media) => listing.media.clone_from(media),
            Part::Plan(_, plan) => plans.push((**plan).clone()),
            Part::Translation(language, heard) => translations.push((*language, heard.clone())),
        }
    }
    Taken {
        listing: (listing != offering.listing.draft).then_some(listing),
        settings: (settings != offering.settings.draft).then_some(settings),
        plans,
        translations,
    }
}

/// Plans that no plan here has the id or the name of. One without a name, and a second one of the same name, are none
/// that a form would take.
fn new_plans(service: &BrokerService, offering: &Offering) -> Vec<Offer> {
    let ids: BTreeSet<String> = offering.plans.iter().map(|plan| plan.id.to_string()).collect();
    let mut names: BTreeSet<String> = offering.plans.iter().map(|plan| plan.draft.name.trim().to_owned()).collect();
    let new = (1..).zip(&service.plans).filter(|(_, plan)| !ids.contains(&plan.id));
    new.map(|(place, plan)| (place, read::plan(plan)))
        .filter(|(_, plan)| !plan.name.is_empty() && names.insert(plan.name.clone()))
        .take(MOST)
        .map(|(place, plan)| Offer { said: Part::Plan(place, Box::new(plan)), has: None })
        .collect()
}

/// A plan that nobody has judged yet.
fn record(id: PlanId, draft: PlanDraft) -> PlanRecord {
    PlanRecord { id, draft, approval: PlanApproval::default(), revision: 0, saved: None, authors: Vec::new() }
}

#[cfg(test)]
mod tests;

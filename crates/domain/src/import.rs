//! Values that the console can take over from a broker (§4.6, §4.13): what the broker says beside what the console has,
//! and the drafts with what somebody says yes to. Ids are never taken over, and nothing is judged here: what breaks a
//! rule is taken over all the same, and the findings tell.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::export::{BulletJson, ServiceJson, read};
use crate::field::Field;
use crate::ids::BrokerId;
use crate::listing::{BulletDraft, ListingDraft, MOST_ITEMS, OUR_TAGS};
use crate::offering::Offering;
use crate::parameter;
use crate::parity::{BrokerCatalog, BrokerService};
use crate::plan::PlanDraft;
use crate::policy::{Object, Verb};
use crate::settings::{PERMISSIONS, SettingsDraft};
use crate::view::OfferingView;

pub mod file;

/// The most plans that are offered at once, and the most services to choose from.
const MOST: usize = 100;
/// Of the name of a service where one has to be chosen.
const LONGEST_LABEL: usize = 80;
/// Between the permissions of a service, of which none holds it.
const LISTED: &str = ", ";
/// What the key of a plan begins with.
const PLAN: &str = "plan:";
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
    /// A plan that the console does not have, and its place in the broker's list, counted from 1.
    Plan(usize, Box<PlanDraft>),
}

/// The drafts after an import; `None` where nothing changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    pub listing: Option<ListingDraft>,
    pub settings: Option<SettingsDraft>,
    /// Plans to add.
    pub plans: Vec<PlanDraft>,
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
            Self::Plan(place, _) => format!("{PLAN}{place}"),
        }
    }

    /// What somebody must be allowed to do who takes it over.
    pub fn needs(&self) -> (Verb, Object) {
        match self {
            Self::Text(..) | Self::Bullets(_) => (Verb::Edit, Object::Listing),
            Self::Plan(_, plan) => (Verb::Create, plan.object()),
        }
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
                Part::Text(..) | Part::Bullets(_) => taken.fields.push(part.key()),
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

/// What the service says that the console could take over, in the order of the forms, and then the plans that are
/// new here. What agrees and what is not said is no offer.
pub fn offers(service: &BrokerService, offering: &Offering) -> Vec<Offer> {
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
    let mut plans = Vec::new();
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
            Part::Plan(_, plan) => plans.push((**plan).clone()),
        }
    }
    Taken {
        listing: (listing != offering.listing.draft).then_some(listing),
        settings: (settings != offering.settings.draft).then_some(settings),
        plans,
    }
}

/// The broker's service beside the drafts of the console.
struct Sides<'a> {
    theirs: ServiceJson,
    /// `None`: it says nothing about it.
    bindable: Option<bool>,
    listing: ListingDraft,
    settings: SettingsDraft,
    /// The documentation URL that the platform issued.
    issued: &'a str,
}

impl Sides<'_> {
    fn offer(&mut self, field: Field) -> Option<Offer> {
        match field {
            Field::Tags => self.tags(),
            Field::Requires => self.requires(),
            Field::Bullets => self.bullets(),
            Field::Parameters => self.parameters(),
            _ => self.text(field).or_else(|| self.answer(field)),
        }
    }

    fn text(&mut self, field: Field) -> Option<Offer> {
        let said = read::bounded(self.theirs.text(field)?);
        let typed = self.listing.place(field)?.trim().to_owned();
        if said.is_empty() || said == typed {
            return None;
        }
        // The form proposes the address that was issued, so that another one is never the first that is there.
        let is_issued = matches!(field, Field::DocumentationUrl | Field::InstructionsUrl);
        let has = if typed.is_empty() && is_issued && said != self.issued { self.issued.to_owned() } else { typed };
        Some(text_offer(field, said, has))
    }

    fn answer(&mut self, field: Field) -> Option<Offer> {
        let flag = *self.theirs.flag(field)?;
        let is_said = match field {
            Field::Bindable => self.bindable.is_some(),
            // Left out it is the same as no.
            Field::ServiceKeySupported | Field::AllowContextUpdates => flag,
            _ => true,
        };
        let said = if flag { "yes" } else { "no" };
        let has = self.settings.answer(field)?.clone();
        (is_said && has != said).then(|| text_offer(field, said.to_owned(), has))
    }

    /// Compared as the form reads them, and without order. Those that the catalog adds itself are nobody's to type.
    fn tags(&self) -> Option<Offer> {
        let theirs = self.theirs.tags.iter().map(|tag| tag.trim());
        let theirs = theirs.filter(|tag| !tag.is_empty() && !OUR_TAGS.contains(tag));
        let theirs: Vec<&str> = theirs.take(MOST_ITEMS + 1).collect();
        let said = ListingDraft { tags: read::bounded(&theirs.join(", ")), ..ListingDraft::default() };
        let is_same = said.tags().collect::<BTreeSet<_>>() == self.listing.tags().collect::<BTreeSet<_>>();
        let says_some = said.tags().next().is_some();
        (says_some && !is_same).then(|| text_offer(Field::Tags, said.tags, self.listing.tags.trim().to_owned()))
    }

    /// The permissions that the form knows; compared without order.
    fn requires(&self) -> Option<Offer> {
        let mut once = BTreeSet::new();
        let known = self.theirs.requires.iter().map(|name| name.trim()).filter(|name| PERMISSIONS.contains(name));
        let theirs: Vec<&str> = known.filter(|name| once.insert(*name)).collect();
        let ours: Vec<&str> = self.settings.extras.listed_requires().collect();
        let is_same = once == ours.iter().copied().collect::<BTreeSet<_>>();
        (!theirs.is_empty() && !is_same).then(|| text_offer(Field::Requires, theirs.join(LISTED), ours.join(LISTED)))
    }

    /// As the form writes them; compared by what they mean.
    fn parameters(&self) -> Option<Offer> {
        let (theirs, typed) = (&self.theirs.metadata.parameters, self.settings.parameters.trim());
        let is_same = parameter::export(typed) == *theirs;
        let said = serde_json::to_string_pretty(theirs).ok()?;
        (!theirs.is_empty() && !is_same).then(|| text_offer(Field::Parameters, said, typed.to_owned()))
    }

    fn bullets(&self) -> Option<Offer> {
        let said = read::bullets(&self.theirs.metadata.bullets);
        let ours: Vec<BulletJson> = self.listing.listed_bullets().map(|(_, bullet)| BulletJson::from(bullet)).collect();
        let has = read::bullets(&ours);
        (!said.is_empty() && said != has)
            .then(|| Offer { said: Part::Bullets(said), has: (!has.is_empty()).then_some(Part::Bullets(has)) })
    }
}

fn text_offer(field: Field, said: String, has: String) -> Offer {
    Offer { said: Part::Text(field, said), has: (!has.is_empty()).then_some(Part::Text(field, has)) }
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

#[cfg(test)]
mod tests;

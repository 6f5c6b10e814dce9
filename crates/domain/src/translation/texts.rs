//! Where the texts are that customers read: one walk over a definition, by which they are listed and by which they are
//! replaced. Knows nothing of translations.

use std::collections::BTreeMap;

use super::{GONE, plain};
use crate::access::AccessDraft;
use crate::deployment::DeploymentRecord;
use crate::field::Field;
use crate::ids::PlanId;
use crate::language::Language;
use crate::listing::{LONGEST_MESSAGE, ListingDraft};
use crate::offering::Offering;
use crate::plan::{PlanDraft, PlanRecord};
use crate::settings::{ExtrasDraft, SettingsDraft};
use crate::text::field_name;

mod access;
mod parameters;

use parameters::Asking;

/// What the keys of the texts of a single deployment begin with, before its plan and place.
pub(super) const DEPLOYMENT: &str = "deployment:";
/// What the keys begin with that name what they are of, so that no place in a list is part of them.
const NAMING: [&str; 3] = [parameters::PARAMETER, DEPLOYMENT, access::ACTION];
/// Where a parameter and an option say something in other languages (§4.11).
const I18N: &str = "i18n";

/// A part of the definition, as its texts are grouped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Listing,
    Highlights,
    Media,
    Tabs,
    /// By its display name, else its programmatic one.
    Plan(String),
    /// By its name.
    Parameter(String),
    /// What customers may expect: service level, disaster recovery, certifications.
    ServiceLevels,
    /// The policy editor and the actions.
    Access,
    /// The parameters of a single deployment: what its plan is called, and the id of its location.
    Deployment(String, String),
    /// Translations whose English text is gone.
    Gone,
}

/// Where a text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub part: Part,
    /// Tells it from all others: `listing[description]`, `plan:<id>/plan[description]`, `parameter:size/displayname`,
    /// `deployment:<plan>:<location>/parameter:size/displayname`, `action:<id>/display_name`.
    pub key: String,
    /// What it has in common with the other members of its list, whose texts may change places.
    pub kind: String,
    /// What it is called in a sentence: "short description".
    pub label: String,
    /// The most characters, as for the English text.
    pub limit: usize,
    pub is_prose: bool,
    /// What the definition itself says in the language that is asked for.
    pub written: Option<String>,
}

impl Place {
    fn of(part: &Part, prefix: &str, field: Field, limit: usize, is_prose: bool) -> Self {
        Self {
            part: part.clone(),
            key: format!("{prefix}{field}"),
            kind: format!("{prefix}{}", field.in_first_row()),
            label: field_name(field),
            limit,
            is_prose,
            written: None,
        }
    }

    /// Of a text whose key names what it is of. `limit`: the most characters, and whether they are prose.
    fn named(part: Part, key: String, label: String, limit: (usize, bool), written: Option<String>) -> Self {
        let (limit, is_prose) = limit;
        Self { part, kind: key.clone(), key, label, limit, is_prose, written }
    }

    /// Of a text that has no place any more.
    pub(super) fn gone(key: String) -> Self {
        let limit = 20_000;
        Self { part: Part::Gone, kind: key.clone(), label: String::new(), key, limit, is_prose: true, written: None }
    }
}

/// The kind of the place that a key is of.
pub(super) fn kind_of(key: &str) -> String {
    // An English text that comes back is translated already.
    let key = key.strip_prefix(GONE).unwrap_or(key);
    if NAMING.iter().any(|named| key.starts_with(named)) {
        return key.to_owned();
    }
    let (prefix, name) = key.rsplit_once('/').map_or(("", key), |(plan, name)| (plan, name));
    match Field::parse(name) {
        Some(field) if prefix.is_empty() => field.in_first_row().to_string(),
        Some(field) => format!("{prefix}/{}", field.in_first_row()),
        None => key.to_owned(),
    }
}

/// What the keys of the texts of a plan begin with.
pub(super) fn of_plan(plan: PlanId) -> String {
    format!("plan:{plan}/")
}

/// What of a definition has texts.
pub(super) struct Said<'a> {
    pub(super) listing: &'a mut ListingDraft,
    pub(super) settings: &'a mut SettingsDraft,
    pub(super) access: &'a mut AccessDraft,
    pub(super) plans: &'a mut [PlanRecord],
    pub(super) deployments: &'a mut [DeploymentRecord],
}

/// Every text that is there, in the order of the forms.
pub(super) fn sources(offering: &Offering) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    let (mut listing, mut settings) = (offering.listing.draft.clone(), offering.settings.draft.clone());
    let (mut access, mut plans) = (offering.access.draft.clone(), offering.plans.clone());
    let mut deployments: Vec<DeploymentRecord> = offering.deployments.iter().filter(|one| asks(one)).cloned().collect();
    let said = Said {
        listing: &mut listing,
        settings: &mut settings,
        access: &mut access,
        plans: &mut plans,
        deployments: &mut deployments,
    };
    visit(said, Language::English, &mut |place, text| found.push((place, plain(text))));
    found
}

/// Whether parameters say themselves what they are in other languages.
pub(super) fn speaks(offering: &Offering) -> bool {
    let own = offering.deployments.iter().filter(|one| asks(one)).map(|one| &one.options.parameters);
    core::iter::once(&offering.settings.draft.parameters).chain(own).any(|definition| definition.contains(I18N))
}

/// Hands over every text that is there, each with its place.
pub(super) fn visit(said: Said<'_>, language: Language, seen: &mut dyn FnMut(Place, &mut String)) {
    listing(said.listing, seen);
    // Before the plans are read in another language.
    let is_asked = said.deployments.iter().any(asks);
    let plans_by_name = said.plans.iter().filter(|_| is_asked).map(|plan| (plan.id, called(&plan.draft).to_owned()));
    let names: BTreeMap<PlanId, String> = plans_by_name.collect();
    for plan in said.plans {
        visit_plan(plan, seen);
    }
    let SettingsDraft { parameters, extras, .. } = said.settings;
    parameters::visit(parameters, &Asking::Service, language, seen);
    service_levels(extras, seen);
    access::visit(said.access, seen);
    for one in said.deployments.iter_mut().filter(|one| asks(one)) {
        let plan = names.get(&one.plan).cloned().unwrap_or_else(|| one.plan.to_string());
        let part = Part::Deployment(plan, one.location.clone());
        let asking = Asking::Deployment(format!("{DEPLOYMENT}{}/", one.catalog_id()), part);
        parameters::visit(&mut one.options.parameters, &asking, language, seen);
    }
}

/// It has parameters of its own.
fn asks(deployment: &DeploymentRecord) -> bool {
    deployment.exists() && deployment.options.has_parameters()
}

/// What a plan is called among the parts.
fn called(draft: &PlanDraft) -> &str {
    let name = if draft.display_name.trim().is_empty() { &draft.name } else { &draft.display_name };
    name.trim()
}

fn hand_over(place: Place, text: &mut String, seen: &mut dyn FnMut(Place, &mut String)) {
    if !text.trim().is_empty() {
        seen(place, text);
    }
}

fn listing(listing: &mut ListingDraft, seen: &mut dyn FnMut(Place, &mut String)) {
    let extras = &mut listing.extras;
    let alone = [
        (Field::DisplayName, &mut listing.display_name, 60, false),
        (Field::Description, &mut listing.description, 255, false),
        (Field::LongDescription, &mut listing.long_description, 10_000, true),
        (Field::FeaturedDescription, &mut extras.featured_description, 255, false),
        (Field::NotCreatableMessage, &mut extras.not_creatable_msg, LONGEST_MESSAGE, true),
        (Field::DeprecationWarning, &mut extras.deprecation_warning, LONGEST_MESSAGE, true),
        (Field::PopupWarning, &mut extras.popup_warning_message, LONGEST_MESSAGE, true),
    ];
    for (field, text, limit, is_prose) in alone {
        hand_over(Place::of(&Part::Listing, "", field, limit, is_prose), text, seen);
    }
    for (row, bullet) in listing.bullets.iter_mut().enumerate() {
        let row = crate::field::row(row);
        hand_over(Place::of(&Part::Highlights, "", Field::BulletTitle(row), 256, false), &mut bullet.title, seen);
        let text = &mut bullet.description;
        hand_over(Place::of(&Part::Highlights, "", Field::BulletDescription(row), 2000, true), text, seen);
    }
    for (row, item) in listing.media.iter_mut().enumerate() {
        let field = Field::MediaCaption(crate::field::row(row));
        hand_over(Place::of(&Part::Media, "", field, 2000, true), &mut item.caption, seen);
    }
    for (row, tab) in extras.navigation_items.iter_mut().enumerate() {
        let field = Field::NavigationLabel(crate::field::row(row));
        hand_over(Place::of(&Part::Tabs, "", field, 64, false), &mut tab.label, seen);
    }
}

fn visit_plan(plan: &mut PlanRecord, seen: &mut dyn FnMut(Place, &mut String)) {
    let draft = &mut plan.draft;
    let (part, prefix) = (Part::Plan(called(draft).to_owned()), of_plan(plan.id));
    hand_over(Place::of(&part, &prefix, Field::PlanDisplayName, 64, false), &mut draft.display_name, seen);
    hand_over(Place::of(&part, &prefix, Field::PlanDescription, 255, true), &mut draft.description, seen);
    for (row, bullet) in draft.bullets.iter_mut().enumerate() {
        let field = Field::PlanBullet(crate::field::row(row));
        hand_over(Place::of(&part, &prefix, field, 2000, false), bullet, seen);
    }
}

fn service_levels(extras: &mut ExtrasDraft, seen: &mut dyn FnMut(Place, &mut String)) {
    let part = Part::ServiceLevels;
    let sla = &mut extras.sla;
    let alone =
        [(Field::SlaTerms, &mut sla.terms, 256, false), (Field::SlaRecoveryText, &mut sla.recovery_text, 2000, true)];
    for (field, text, limit, is_prose) in alone {
        hand_over(Place::of(&part, "", field, limit, is_prose), text, seen);
    }
    for (row, name) in extras.compliance.iter_mut().enumerate() {
        let field = Field::ComplianceItem(crate::field::row(row));
        hand_over(Place::of(&part, "", field, 128, false), name, seen);
    }
}

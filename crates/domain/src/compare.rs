//! What changed between two versions of an offering, field by field, so that a reviewer reads the changes and not the
//! whole. Members of lists are told apart by what they are, not by their place. It words nothing and judges nothing.

use serde::{Deserialize, Serialize};

use crate::access::AccessDraft;
use crate::broker::BrokerDraft;
use crate::deployment::DeploymentOptions;
use crate::field::Field;
use crate::ids::{BrokerId, DeploymentId, PlanId};
use crate::language::Language;
use crate::listing::{BulletDraft, ExtrasDraft, ListingDraft, MediaDraft};
use crate::offering::Offering;
use crate::page::Page;
use crate::plan::PlanDraft;
use crate::settings::SettingsDraft;
use crate::summary::SummaryDraft;
use crate::translation::ReadTexts;

mod keyed;
mod operate;
mod plans;
mod translated;
mod words;

use keyed::keyed;
pub use words::{Run, mark};

/// What became of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    Same,
    Edited,
    Added,
    Removed,
}

/// What a line is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// One input, or one member of a list without names of its own.
    Field(Field),
    /// A highlight of the listing, by its title.
    Highlight(String),
    /// A value of a plan, with the plan's name.
    Plan { id: PlanId, name: String, field: Field },
    /// A value of a broker, with the broker's name.
    Broker { id: BrokerId, name: String, field: Field },
    /// A catalog deployment: the name of its plan, the id of its location. Its value is the name of its broker, and what
    /// is said of it otherwise than of the service.
    Deployment { plan: String, location: String },
}

/// One value in two versions; an empty text is no value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The page on which the value is edited.
    pub page: Page,
    pub subject: Subject,
    /// What tells a member of a list from the others; empty for a value that is alone in its field.
    pub member: String,
    pub before: String,
    pub now: String,
}

impl Line {
    pub fn sign(&self) -> Sign {
        match (self.before.is_empty(), self.now.is_empty()) {
            _ if self.before == self.now => Sign::Same,
            (true, _) => Sign::Added,
            (_, true) => Sign::Removed,
            _ => Sign::Edited,
        }
    }
}

/// Every value of `now` and every value that is gone since `before`, page by page; also those that stayed the same.
/// Without `before` everything is new.
pub fn compare(before: Option<&Offering>, now: &Offering) -> Vec<Line> {
    let mut lines = summary(before.map(|offering| &offering.summary.draft), &now.summary.draft);
    lines.extend(listing(before.map(|offering| &offering.listing.draft), &now.listing.draft));
    lines.extend(translated::translations(before, now));
    lines.extend(settings(before, now));
    lines.extend(operate::access(before, now));
    lines.extend(plans::plans(before, now));
    lines.extend(operate::brokers(before, now));
    lines.extend(operate::deployments(before, now));
    lines
}

/// Everything that people wrote in a version, to the letter and in its order: what lines do not tell counts too.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Written<'a> {
    summary: &'a SummaryDraft,
    listing: &'a ListingDraft,
    settings: &'a SettingsDraft,
    access: &'a AccessDraft,
    plans: Vec<(PlanId, &'a PlanDraft)>,
    brokers: Vec<(BrokerId, BrokerDraft)>,
    places: Vec<(DeploymentId, PlanId, BrokerId, &'a str)>,
    /// Of the deployments of which something is said otherwise than of the service.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    options: Vec<(DeploymentId, &'a DeploymentOptions)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translations: Vec<(Language, ReadTexts<'a>)>,
}

impl<'a> Written<'a> {
    pub fn of(offering: &'a Offering) -> Self {
        Self {
            summary: &offering.summary.draft,
            listing: &offering.listing.draft,
            settings: &offering.settings.draft,
            access: &offering.access.draft,
            plans: plans::written(offering).collect(),
            brokers: operate::active_brokers(offering),
            places: operate::places(offering),
            options: operate::options(offering),
            translations: offering.translated(),
        }
    }
}

/// Everything that people wrote is as it was.
pub fn is_unchanged(before: &Offering, now: &Offering) -> bool {
    Written::of(before) == Written::of(now)
}

/// What is not as it was before, each thing once and in the order of the pages.
pub fn changed(before: &Offering, now: &Offering) -> Vec<Subject> {
    let mut subjects = Vec::new();
    for line in compare(Some(before), now) {
        if line.sign() != Sign::Same && !subjects.contains(&line.subject) {
            subjects.push(line.subject);
        }
    }
    subjects
}

fn summary(before: Option<&SummaryDraft>, now: &SummaryDraft) -> Vec<Line> {
    let none = SummaryDraft::default();
    let before = before.unwrap_or(&none);
    fields(
        Page::Summary,
        [
            (Field::ContactName, &before.contact_name, &now.contact_name),
            (Field::ContactEmail, &before.contact_email, &now.contact_email),
            (Field::SupportContact, &before.support_contact, &now.support_contact),
            (Field::InternalDescription, &before.description, &now.description),
            (Field::TargetDate, &before.target_date, &now.target_date),
        ],
    )
}

fn listing(before: Option<&ListingDraft>, now: &ListingDraft) -> Vec<Line> {
    let none = ListingDraft::default();
    let before = before.unwrap_or(&none);
    let mut lines = fields(
        Page::Listing,
        [
            (Field::DisplayName, &before.display_name, &now.display_name),
            (Field::ProviderDisplayName, &before.provider_display_name, &now.provider_display_name),
            (Field::Description, &before.description, &now.description),
            (Field::LongDescription, &before.long_description, &now.long_description),
            (Field::Icon, &before.icon, &now.icon),
            (Field::DocumentationUrl, &before.documentation_url, &now.documentation_url),
            (Field::InstructionsUrl, &before.instructions_url, &now.instructions_url),
            (Field::TermsUrl, &before.terms_url, &now.terms_url),
            (Field::SupportUrl, &before.support_url, &now.support_url),
            (Field::Category, &before.category, &now.category),
            (Field::Tags, &before.tags, &now.tags),
        ],
    );
    lines.extend(listing_extras(&before.extras, &now.extras));
    lines.extend(media(before, now));
    let highlights = |draft: &ListingDraft| {
        // A highlight without a text is still one.
        let text = |title: &str, text: &str| if text.is_empty() { title.to_owned() } else { text.to_owned() };
        let told = |(_, bullet): (usize, &BulletDraft)| {
            let (title, told) = (bullet.title.trim(), text(bullet.title.trim(), bullet.description.trim()));
            let icon = bullet.icon.trim();
            (title.to_owned(), if icon.is_empty() { told } else { format!("{told} ({icon})") })
        };
        draft.listed_bullets().map(told).collect::<Vec<_>>()
    };
    lines.extend(keyed(highlights(before), highlights(now)).into_iter().map(|(title, before, now)| Line {
        page: Page::Listing,
        subject: Subject::Highlight(title.clone()),
        member: title,
        before: before.unwrap_or_default(),
        now: now.unwrap_or_default(),
    }));
    lines
}

/// Told apart by where they are, whatever their place in the list.
fn media(before: &ListingDraft, now: &ListingDraft) -> Vec<Line> {
    let listed = |draft: &ListingDraft| {
        let in_words = |item: &MediaDraft| {
            let told = [&item.kind, &item.caption, &item.url, &item.thumbnail].map(|text| text.trim());
            let told: Vec<_> = told.into_iter().filter(|text| !text.is_empty()).collect();
            (item.identity().to_owned(), told.join(" · "))
        };
        draft.listed_media().map(|(_, item)| in_words(item)).collect::<Vec<_>>()
    };
    keyed(listed(before), listed(now))
        .into_iter()
        .map(|(member, before, now)| Line {
            page: Page::Listing,
            subject: Subject::Field(Field::Media),
            member,
            before: before.unwrap_or_default(),
            now: now.unwrap_or_default(),
        })
        .collect()
}

fn listing_extras(before: &ExtrasDraft, now: &ExtrasDraft) -> Vec<Line> {
    let (old, new) = (before.texts(), now.texts());
    let mut lines = fields(Page::Listing, old.iter().zip(&new).map(|((field, old), (_, new))| (*field, old, new)));
    let tabs = |draft: &ExtrasDraft| {
        let listed = draft.listed_tabs();
        listed
            .map(|(_, tab)| (tab.id.trim().to_owned(), format!("{}: {}", tab.label.trim(), tab.url.trim())))
            .collect::<Vec<_>>()
    };
    lines.extend(keyed(tabs(before), tabs(now)).into_iter().map(|(member, before, now)| Line {
        page: Page::Listing,
        subject: Subject::Field(Field::NavigationItems),
        member,
        before: before.unwrap_or_default(),
        now: now.unwrap_or_default(),
    }));
    lines
}

fn settings(before: Option<&Offering>, now: &Offering) -> Vec<Line> {
    let none = SettingsDraft::default();
    let (old, new) = (before.map_or_else(|| none.extras.texts(), told_extras), told_extras(now));
    let before = before.map_or(&none, |offering| &offering.settings.draft);
    let now = &now.settings.draft;
    let mut lines = fields(
        Page::Settings,
        [
            (Field::PlanUpdateable, &before.plan_updateable, &now.plan_updateable),
            (Field::Bindable, &before.bindable, &now.bindable),
            (Field::ServiceKeySupported, &before.service_key_supported, &now.service_key_supported),
            (Field::LocationScope, &before.location_scope, &now.location_scope),
            (Field::Parameters, &before.parameters, &now.parameters),
        ],
    );
    lines.extend(fields(Page::Settings, old.iter().zip(&new).map(|((field, old), (_, new))| (*field, old, new))));
    lines
}

/// What the Settings say beside their questions, with plans by their names.
fn told_extras(offering: &Offering) -> Vec<(Field, String)> {
    let extras = &offering.settings.draft.extras;
    let called = |id: &str| {
        let plan = offering.plans.iter().find(|plan| plan.id.to_string() == id);
        plan.map_or_else(|| id.to_owned(), |plan| offering.plan_called(plan.id))
    };
    let told = extras.barred_switches.iter().filter_map(|barred| barred.split_once('/'));
    let told: Vec<String> = told.map(|(from, to)| format!("{} → {}", called(from), called(to))).collect();
    let mut texts = extras.texts();
    for (field, text) in &mut texts {
        if *field == Field::BarredSwitches {
            *text = told.join("\n");
        }
    }
    texts
}

/// The fields of one form that have a value in either version.
fn fields<'a>(page: Page, values: impl IntoIterator<Item = (Field, &'a String, &'a String)>) -> Vec<Line> {
    let line = |(field, before, now): (Field, &String, &String)| Line {
        page,
        subject: Subject::Field(field),
        member: String::new(),
        before: before.trim().to_owned(),
        now: now.trim().to_owned(),
    };
    values.into_iter().map(line).filter(has_value).collect()
}

fn has_value(line: &Line) -> bool {
    !line.before.is_empty() || !line.now.is_empty()
}

#[cfg(test)]
mod tests;

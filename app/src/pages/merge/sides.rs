//! Both versions of a draft as rows of text. A draft knows which fields it has; here they are only listed.

use serde::Serialize;
use serde::de::DeserializeOwned;
use slipway_domain::access::AccessDraft;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::field::Field;
use slipway_domain::listing::ListingDraft;
use slipway_domain::merge::{self, Side};
use slipway_domain::metric::MetricDraft;
use slipway_domain::offering::{Offering, Saved, Section};
use slipway_domain::plan::PlanDraft;
use slipway_domain::settings::SettingsDraft;
use slipway_domain::summary::SummaryDraft;
use slipway_domain::text::field_name;
use slipway_domain::view::{ParkedView, Subject};

use crate::text::merge as words;
use crate::text::sentence_case;

/// One field in both versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub label: String,
    /// What both were made of; `None`: nobody knows.
    pub base: Option<String>,
    pub yours: String,
    pub theirs: String,
    /// Both changed it: how the choice is called (`slipway_domain::merge`).
    pub conflict: Option<String>,
}

impl Row {
    pub(super) fn differs(&self) -> bool {
        self.yours != self.theirs
    }
}

pub(crate) type Fields = Vec<(Field, String)>;

/// All fields of both versions; `None` if the saved one is gone or the parked one cannot be read.
pub(super) fn sides(parked: &ParkedView) -> Option<Vec<Row>> {
    let subject = parked.subject;
    let (yours, theirs) = (told(subject, &parked.body)?, current(&parked.view.offering, subject)?);
    let base = parked.base.as_deref().and_then(|body| told(subject, body));
    let mut conflicts = conflicts(parked);
    let both = yours.into_iter().zip(theirs).enumerate();
    let mut rows: Vec<Row> = both
        .map(|(at, ((field, yours), (_, theirs)))| {
            let mut of_field = conflicts.extract_if(.., |member| merge::field(subject.noun(), member) == Some(field));
            let conflict = of_field.next();
            let base = base.as_ref().and_then(|base| base.get(at)).map(|(_, text)| text.clone());
            Row { label: label(field), base, yours, theirs, conflict }
        })
        .collect();
    // What has no row of its own is called as it is stored.
    rows.extend(conflicts.into_iter().map(|name| Row { label: name.clone(), conflict: Some(name), ..Row::default() }));
    Some(rows)
}

/// The parked version alone, beside nothing.
pub(super) fn typed(parked: &ParkedView) -> Option<Vec<Row>> {
    let fields = told(parked.subject, &parked.body)?.into_iter();
    Some(fields.map(|(field, yours)| Row { label: label(field), yours, ..Row::default() }).collect())
}

/// A field as pages name it.
pub(crate) fn label(field: Field) -> String {
    sentence_case(&field_name(field))
}

/// What both changed differently.
fn conflicts(parked: &ParkedView) -> Vec<String> {
    let offering = &parked.view.offering;
    match parked.subject {
        Subject::Section(Section::Summary) => disputed(parked, &offering.summary.draft),
        Subject::Section(Section::Listing) => disputed(parked, &offering.listing.draft),
        Subject::Section(Section::Settings) => disputed(parked, &offering.settings.draft),
        Subject::Section(Section::Access) => disputed(parked, &offering.access.draft),
        Subject::NewPlan | Subject::Translation(_) => Vec::new(),
        Subject::Plan(id) => {
            let plan = offering.plans.iter().find(|plan| plan.id == id);
            plan.map(|plan| disputed(parked, &plan.draft)).unwrap_or_default()
        }
        Subject::Broker(id) => {
            let broker = offering.brokers.iter().find(|broker| broker.id == id);
            broker.map(|broker| disputed(parked, &broker.draft)).unwrap_or_default()
        }
    }
}

fn disputed<T: Serialize + DeserializeOwned>(parked: &ParkedView, current: &T) -> Vec<String> {
    let Some(mine) = read::<T>(&parked.body) else { return Vec::new() };
    let base = parked.base.as_deref().and_then(read::<T>);
    merge::merge(base.as_ref(), current, &mine, |_| Side::Theirs).map(|merged| merged.conflicts).unwrap_or_default()
}

/// Who saved the current version, and when.
pub(super) fn saved(parked: &ParkedView) -> Option<Saved> {
    let offering = &parked.view.offering;
    match parked.subject {
        Subject::Section(Section::Summary) => offering.summary.saved.clone(),
        Subject::Section(Section::Listing) => offering.listing.saved.clone(),
        Subject::Section(Section::Settings) => offering.settings.saved.clone(),
        Subject::Section(Section::Access) => offering.access.saved.clone(),
        Subject::NewPlan => None,
        Subject::Translation(language) => offering.translation(language)?.saved.clone(),
        Subject::Plan(id) => offering.plans.iter().find(|plan| plan.id == id)?.saved.clone(),
        Subject::Broker(id) => offering.brokers.iter().find(|broker| broker.id == id)?.saved.clone(),
    }
}

/// The fields of a draft that is stored; `None`: it cannot be read any more.
pub(crate) fn told(subject: Subject, body: &str) -> Option<Fields> {
    match subject {
        Subject::Section(Section::Summary) => read(body).map(|draft| summary(&draft)),
        Subject::Section(Section::Listing) => read(body).map(|draft| listing(&draft)),
        Subject::Section(Section::Settings) => read(body).map(|draft| settings(&draft)),
        Subject::Section(Section::Access) => read(body).map(|draft| access(&draft)),
        Subject::NewPlan | Subject::Plan(_) => read(body).map(|draft| plan(&draft)),
        Subject::Broker(_) => read(body).map(|draft| broker(&draft)),
        Subject::Translation(_) => None,
    }
}

/// The fields as they are saved now; `None`: it is gone.
pub(crate) fn current(offering: &Offering, subject: Subject) -> Option<Fields> {
    match subject {
        Subject::Section(Section::Summary) => Some(summary(&offering.summary.draft)),
        Subject::Section(Section::Listing) => Some(listing(&offering.listing.draft)),
        Subject::Section(Section::Settings) => Some(settings(&offering.settings.draft)),
        Subject::Section(Section::Access) => Some(access(&offering.access.draft)),
        Subject::NewPlan => Some(plan(&PlanDraft::default())),
        Subject::Translation(_) => None,
        Subject::Plan(id) => offering.plans.iter().find(|record| record.id == id).map(|record| plan(&record.draft)),
        Subject::Broker(id) => {
            offering.brokers.iter().find(|record| record.id == id).map(|record| broker(&record.draft))
        }
    }
}

fn read<T: DeserializeOwned>(body: &str) -> Option<T> {
    serde_json::from_str(body).ok()
}

fn summary(draft: &SummaryDraft) -> Fields {
    let SummaryDraft { contact_name, contact_email, support_contact, description, target_date } = draft;
    vec![
        (Field::ContactName, contact_name.clone()),
        (Field::ContactEmail, contact_email.clone()),
        (Field::SupportContact, support_contact.clone()),
        (Field::InternalDescription, description.clone()),
        (Field::TargetDate, target_date.clone()),
    ]
}

fn listing(draft: &ListingDraft) -> Fields {
    let ListingDraft {
        display_name,
        provider_display_name,
        description,
        long_description,
        icon,
        documentation_url,
        instructions_url,
        terms_url,
        support_url,
        category,
        tags,
        bullets,
        media,
        extras,
    } = draft;
    let bullets =
        bullets.iter().map(|row| format!("{}: {} {}", row.title, row.description, row.icon).trim_end().to_owned());
    let media = media.iter().map(|item| format!("{} {} {}: {}", item.kind, item.url, item.thumbnail, item.caption));
    let tabs = extras.navigation_items.iter().map(|tab| format!("{} {}: {}", tab.id, tab.label, tab.url));
    let mut fields = vec![
        (Field::DisplayName, display_name.clone()),
        (Field::ProviderDisplayName, provider_display_name.clone()),
        (Field::Description, description.clone()),
        (Field::LongDescription, long_description.clone()),
        (Field::Icon, icon.clone()),
        (Field::DocumentationUrl, documentation_url.clone()),
        (Field::InstructionsUrl, instructions_url.clone()),
        (Field::TermsUrl, terms_url.clone()),
        (Field::SupportUrl, support_url.clone()),
        (Field::Category, category.clone()),
        (Field::Tags, tags.clone()),
        (Field::Bullets, lines(bullets)),
        (Field::Media, lines(media)),
    ];
    fields.extend(extras.texts());
    fields.push((Field::NavigationItems, lines(tabs)));
    fields
}

fn settings(draft: &SettingsDraft) -> Fields {
    let SettingsDraft { plan_updateable, bindable, service_key_supported, location_scope, parameters, extras } = draft;
    let mut fields = vec![
        (Field::PlanUpdateable, plan_updateable.clone()),
        (Field::Bindable, bindable.clone()),
        (Field::ServiceKeySupported, service_key_supported.clone()),
        (Field::LocationScope, location_scope.clone()),
        (Field::Parameters, parameters.clone()),
    ];
    fields.extend(extras.texts());
    fields
}

fn access(draft: &AccessDraft) -> Fields {
    let AccessDraft {
        redirect_uris,
        display_name,
        description,
        service_roles,
        custom_roles,
        actions,
        attributes,
        subjects,
    } = draft;
    let chosen = service_roles.iter().filter(|role| !role.is_empty()).cloned();
    let actions = actions.iter().map(|action| {
        let roles = action.listed_roles().collect::<Vec<_>>().join(", ");
        let hidden = if action.is_hidden() { words::HIDDEN } else { "" };
        format!("{}: {} [{roles}]{hidden} {}", action.id, action.display_name, action.description)
    });
    let attributes = attributes.iter().map(|attribute| {
        let operators = attribute.listed_operators().collect::<Vec<_>>().join(", ");
        format!("{} [{operators}] {}", attribute.key, attribute.input)
    });
    let subjects = subjects.iter().map(|subject| format!("{} {}", subject.service_name, subject.resource_type));
    vec![
        (Field::RedirectUris, lines(redirect_uris.iter().cloned())),
        (Field::AccessName, display_name.clone()),
        (Field::AccessDescription, description.clone()),
        (Field::ServiceRoles, lines(chosen)),
        (Field::CustomRoles, lines(custom_roles.iter().cloned())),
        (Field::Actions, lines(actions)),
        (Field::Attributes, lines(attributes)),
        (Field::Subjects, lines(subjects)),
    ]
}

fn plan(draft: &PlanDraft) -> Fields {
    let PlanDraft { name, display_name, description, kind, bullets, amounts, metrics, locations, .. } = draft;
    let PlanDraft { bindable, one_instance_per_account, prorate_first_month, lite_caps, .. } = draft;
    let caps = lite_caps.iter().map(|row| format!("{} {} {}", row.measure, row.cap, row.action));
    let flags = draft.flags().map(|(field, typed)| (field, typed.to_owned()));
    let amounts = amounts.iter().map(|row| format!("{} {} {}", row.country, row.currency, row.price));
    let mut fields = vec![
        (Field::PlanName, name.clone()),
        (Field::PlanDisplayName, display_name.clone()),
        (Field::PlanDescription, description.clone()),
        (Field::PlanKind, kind.clone()),
        (Field::PlanBullets, lines(bullets.iter().cloned())),
        (Field::PlanAmounts, lines(amounts)),
        (Field::Metrics, lines(metrics.iter().zip(0..).flat_map(metric))),
        (Field::PlanLocations, lines(locations.iter().cloned())),
        (Field::PlanCaps, lines(caps)),
        (Field::PlanBindable, bindable.clone()),
        (Field::PlanOneInstance, one_instance_per_account.clone()),
        (Field::PlanProrated, prorate_first_month.clone()),
        (Field::PlanFrom, draft.effective_from.clone()),
        (Field::PlanUntil, draft.effective_until.clone()),
        (Field::PlanEndsOn, draft.ends_on.clone()),
    ];
    fields.extend(flags);
    fields
}

/// A line for each value of a metric that is not empty.
fn metric((metric, row): (&MetricDraft, u8)) -> Vec<String> {
    let values = metric.values(row).into_iter().filter(|(_, value)| !value.is_empty());
    let values = values.map(|(field, value)| format!("{}: {value}", field_name(field)));
    values.chain(metric.told_prices().into_iter().map(|(_, prices)| prices)).collect()
}

fn broker(draft: &BrokerDraft) -> Fields {
    let BrokerDraft { name, url, auth_scheme, username, osb_version, .. } = draft;
    let BrokerDraft { provision_type, id_format, legacy_ids, ca_pem, extension_prefix, .. } = draft;
    let BrokerDraft { sync_timeout, max_poll, poll_interval, region, resource_group, .. } = draft;
    vec![
        (Field::BrokerName, name.clone()),
        (Field::BrokerUrl, url.clone()),
        (Field::AuthScheme, auth_scheme.clone()),
        (Field::BrokerUsername, username.clone()),
        (Field::OsbVersion, osb_version.clone()),
        (Field::ProvisionType, provision_type.clone()),
        (Field::IdFormat, id_format.clone()),
        (Field::LegacyIds, legacy_ids.clone()),
        (Field::BrokerCa, ca_pem.clone()),
        (Field::ExtensionPrefix, extension_prefix.clone()),
        (Field::SyncTimeout, sync_timeout.clone()),
        (Field::MaxPoll, max_poll.clone()),
        (Field::PollInterval, poll_interval.clone()),
        (Field::BrokerRegion, region.clone()),
        (Field::BrokerGroup, resource_group.clone()),
    ]
}

fn lines(rows: impl Iterator<Item = String>) -> String {
    rows.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use slipway_domain::listing::BulletDraft;
    use slipway_domain::plan::AmountDraft;

    use super::*;

    #[test]
    fn rows_of_a_list_become_lines() {
        let [title, description, icon] = ["Fast", "Milliseconds.", "time"].map(str::to_owned);
        let fast = BulletDraft { title, description, icon };
        let safe = BulletDraft { title: "Safe".to_owned(), ..BulletDraft::default() };
        let draft = ListingDraft { bullets: vec![fast, safe], ..ListingDraft::default() };
        let bullets = listing(&draft).into_iter().find(|(field, _)| *field == Field::Bullets);
        assert_eq!(bullets.map(|(_, text)| text).as_deref(), Some("Fast: Milliseconds. time\nSafe:"));
        let amount = AmountDraft { country: "USA".to_owned(), currency: "USD".to_owned(), price: "49.90".to_owned() };
        let fees = plan(&PlanDraft { amounts: vec![amount], ..PlanDraft::default() });
        assert!(fees.contains(&(Field::PlanAmounts, "USA USD 49.90".to_owned())));
        let metric = MetricDraft { measure: "QUERY".to_owned(), ..MetricDraft::default() };
        let metered = plan(&PlanDraft { metrics: vec![metric.clone(), metric], ..PlanDraft::default() });
        let told = "measure of metric 1: QUERY\nmeasure of metric 2: QUERY";
        assert!(metered.contains(&(Field::Metrics, told.to_owned())));
    }

    #[test]
    fn both_versions_list_the_same_fields_in_the_same_order() {
        let empty = PlanDraft::default();
        let full = PlanDraft { bullets: vec!["One".to_owned()], locations: vec!["eu-de".to_owned()], ..empty.clone() };
        let fields = |draft: &PlanDraft| plan(draft).into_iter().map(|(field, _)| field).collect::<Vec<_>>();
        assert_eq!(fields(&empty), fields(&full));
    }

    #[test]
    fn a_body_of_another_shape_cannot_be_read() {
        assert_eq!(read::<SummaryDraft>("{\"kind\":\"free\"}"), None);
        assert_eq!(read::<SummaryDraft>("not json"), None);
        assert_eq!(
            read::<SummaryDraft>("{\"target_date\":\"2026-09-01\"}").map(|draft| draft.target_date).as_deref(),
            Some("2026-09-01")
        );
    }
}

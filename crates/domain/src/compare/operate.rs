//! Access management, brokers and catalog deployments in two versions.

use super::{Line, Subject, fields, has_value, keyed};
use crate::access::{AccessDraft, ActionDraft, AttributeDraft, SubjectDraft};
use crate::broker::{BrokerDraft, BrokerState};
use crate::deployment::DeploymentOptions;
use crate::field::Field;
use crate::ids::{BrokerId, DeploymentId, PlanId};
use crate::offering::Offering;
use crate::page::Page;

pub(super) fn access(before: Option<&Offering>, now: &Offering) -> Vec<Line> {
    let uris = |offering: &Offering| {
        let listed = offering.access.draft.listed();
        listed.map(|(_, uri)| (uri.trim().to_owned(), uri.trim().to_owned())).collect::<Vec<_>>()
    };
    let roles = |offering: &Offering| {
        let draft = &offering.access.draft;
        let chosen = draft.service_roles.iter().filter(|role| !role.is_empty()).map(String::as_str);
        let listed = chosen.chain(draft.listed_custom_roles().map(|(_, role)| role.trim()));
        listed.map(|role| (role.to_owned(), role.to_owned())).collect::<Vec<_>>()
    };
    let actions = |offering: &Offering| {
        let listed = offering.access.draft.listed_actions();
        listed.map(|(_, action)| (action.id.trim().to_owned(), action_in_words(action))).collect::<Vec<_>>()
    };
    let attributes = |offering: &Offering| {
        let listed = offering.access.draft.listed_attributes();
        listed.map(|(_, attribute)| (attribute.key.trim().to_owned(), target_in_words(attribute))).collect::<Vec<_>>()
    };
    let subjects = |offering: &Offering| {
        let listed = offering.access.draft.listed_subjects();
        let name = |subject: &SubjectDraft| {
            format!("{} {}", subject.service_name.trim(), subject.resource_type.trim()).trim().to_owned()
        };
        listed.map(|(_, subject)| (name(subject), name(subject))).collect::<Vec<_>>()
    };
    let none = AccessDraft::default();
    let draft = before.map_or(&none, |offering| &offering.access.draft);
    let mut lines = fields(
        Page::Access,
        [
            (Field::AccessName, &draft.display_name, &now.access.draft.display_name),
            (Field::AccessDescription, &draft.description, &now.access.draft.description),
        ],
    );
    let lists = [
        (Field::RedirectUris, [before.map(uris).unwrap_or_default(), uris(now)]),
        (Field::ServiceRoles, [before.map(roles).unwrap_or_default(), roles(now)]),
        (Field::Actions, [before.map(actions).unwrap_or_default(), actions(now)]),
        (Field::Attributes, [before.map(attributes).unwrap_or_default(), attributes(now)]),
        (Field::Subjects, [before.map(subjects).unwrap_or_default(), subjects(now)]),
    ];
    for (field, [before, now]) in lists {
        lines.extend(keyed(before, now).into_iter().map(|(member, before, now)| Line {
            page: Page::Access,
            subject: Subject::Field(field),
            member,
            before: before.unwrap_or_default(),
            now: now.unwrap_or_default(),
        }));
    }
    lines
}

/// One line: what policies can name, how they compare it, and how it is asked for.
fn target_in_words(attribute: &AttributeDraft) -> String {
    let operators = attribute.listed_operators().collect::<Vec<_>>().join(", ");
    format!("{} [{operators}] {}", attribute.key.trim(), attribute.input.trim()).trim_end().to_owned()
}

/// One line: what it is called, who may, and whether customers see it.
fn action_in_words(action: &ActionDraft) -> String {
    let roles = action.listed_roles().collect::<Vec<_>>().join(", ");
    let hidden = if action.is_hidden() { " (hidden)" } else { "" };
    format!("{}: {} [{roles}]{hidden} {}", action.id.trim(), action.display_name.trim(), action.description.trim())
        .trim_end()
        .to_owned()
}

pub(super) fn brokers(before: Option<&Offering>, now: &Offering) -> Vec<Line> {
    let mut lines = Vec::new();
    for (id, before, now) in keyed(before.map(active_brokers).unwrap_or_default(), active_brokers(now)) {
        let name = now.as_ref().or(before.as_ref()).map(|broker| broker.name.clone()).unwrap_or_default();
        // What is not there has no answers either, not even those that a new form begins with.
        let none = BrokerDraft {
            auth_scheme: String::new(),
            provision_type: String::new(),
            id_format: String::new(),
            legacy_ids: String::new(),
            ..BrokerDraft::default()
        };
        let (before, now) = (before.unwrap_or_else(|| none.clone()), now.unwrap_or(none));
        let values = [
            (Field::BrokerName, &before.name, &now.name),
            (Field::BrokerUrl, &before.url, &now.url),
            (Field::AuthScheme, &before.auth_scheme, &now.auth_scheme),
            (Field::BrokerUsername, &before.username, &now.username),
            (Field::OsbVersion, &before.osb_version, &now.osb_version),
            (Field::ProvisionType, &before.provision_type, &now.provision_type),
            (Field::IdFormat, &before.id_format, &now.id_format),
            (Field::LegacyIds, &before.legacy_ids, &now.legacy_ids),
            (Field::BrokerCa, &before.ca_pem, &now.ca_pem),
        ];
        // What a broker seldom wants differently is told where it does, as a change of what is usual.
        let wants = [
            (Field::ExtensionPrefix, &before.extension_prefix, &now.extension_prefix),
            (Field::SyncTimeout, &before.sync_timeout, &now.sync_timeout),
            (Field::MaxPoll, &before.max_poll, &now.max_poll),
            (Field::PollInterval, &before.poll_interval, &now.poll_interval),
            (Field::BrokerRegion, &before.region, &now.region),
            (Field::BrokerGroup, &before.resource_group, &now.resource_group),
        ];
        let wants = wants.into_iter().filter(|(_, before, now)| before != now);
        let of_broker = |(field, before, now): (Field, &String, &String)| Line {
            page: Page::Deployments,
            subject: Subject::Broker { id, name: name.clone(), field },
            member: String::new(),
            before: before.trim().to_owned(),
            now: now.trim().to_owned(),
        };
        lines.extend(values.into_iter().chain(wants).map(of_broker).filter(has_value));
    }
    lines
}

pub(super) fn deployments(before: Option<&Offering>, now: &Offering) -> Vec<Line> {
    let joined = keyed(before.map(deployed).unwrap_or_default(), deployed(now)).into_iter();
    joined
        .filter_map(|(id, before, now)| {
            let subject = now.as_ref().or(before.as_ref()).map(|(subject, _)| subject.clone())?;
            let broker = |version: Option<(Subject, String)>| version.map(|(_, broker)| broker).unwrap_or_default();
            let member = id.to_string();
            Some(Line { page: Page::Deployments, subject, member, before: broker(before), now: broker(now) })
        })
        .collect()
}

pub(super) fn active_brokers(offering: &Offering) -> Vec<(BrokerId, BrokerDraft)> {
    let active = offering.brokers.iter().filter(|broker| broker.state != BrokerState::Removed);
    active.map(|broker| (broker.id, broker.draft.clone())).collect()
}

/// Which plan is served where, and by which broker.
pub(super) fn places(offering: &Offering) -> Vec<(DeploymentId, PlanId, BrokerId, &str)> {
    let exist = offering.deployments.iter().filter(|deployment| deployment.exists());
    exist.map(|record| (record.id, record.plan, record.broker, record.location.as_str())).collect()
}

/// What is said of deployments otherwise than of the service.
pub(super) fn options(offering: &Offering) -> Vec<(DeploymentId, &DeploymentOptions)> {
    let exist = offering.deployments.iter().filter(|deployment| deployment.exists());
    exist.map(|record| (record.id, &record.options)).filter(|(_, options)| !options.is_empty()).collect()
}

fn deployed(offering: &Offering) -> Vec<(DeploymentId, (Subject, String))> {
    let exist = offering.deployments.iter().filter(|deployment| deployment.exists());
    exist
        .map(|deployment| {
            let plan = offering.plans.iter().find(|plan| plan.id == deployment.plan);
            let plan = plan.map_or_else(|| deployment.plan.to_string(), |plan| plan.draft.name.clone());
            let broker = offering.brokers.iter().find(|broker| broker.id == deployment.broker);
            let broker = broker.map_or_else(|| deployment.broker.to_string(), |broker| broker.draft.name.clone());
            let value = with_options(broker, &deployment.options);
            (deployment.id, (Subject::Deployment { plan, location: deployment.location.clone() }, value))
        })
        .collect()
}

/// The broker in the first line, and what there is beside it below.
fn with_options(mut broker: String, options: &DeploymentOptions) -> String {
    let regions = options.regions().collect::<Vec<_>>().join(", ");
    let lines = [
        ("priced as ", options.pricing_region.trim()),
        ("runs in ", regions.as_str()),
        ("parameters: ", options.parameters.trim()),
    ];
    for (label, value) in lines.into_iter().filter(|(_, value)| !value.is_empty()) {
        broker.extend(["\n", label, value]);
    }
    broker
}

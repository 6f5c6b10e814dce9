//! Access management, brokers and catalog deployments in two versions.

use super::{Line, Subject, has_value, keyed};
use crate::broker::{BrokerDraft, BrokerState};
use crate::field::Field;
use crate::ids::{BrokerId, DeploymentId};
use crate::offering::Offering;
use crate::page::Page;

pub(super) fn access(before: Option<&Offering>, now: &Offering) -> Vec<Line> {
    let uris = |offering: &Offering| {
        let listed = offering.access.draft.listed();
        listed.map(|(_, uri)| (uri.trim().to_owned(), uri.trim().to_owned())).collect::<Vec<_>>()
    };
    let joined = keyed(before.map(uris).unwrap_or_default(), uris(now)).into_iter();
    joined
        .map(|(_, before, now)| Line {
            page: Page::Access,
            subject: Subject::Field(Field::RedirectUris),
            before: before.unwrap_or_default(),
            now: now.unwrap_or_default(),
        })
        .collect()
}

pub(super) fn brokers(before: Option<&Offering>, now: &Offering) -> Vec<Line> {
    let mut lines = Vec::new();
    for (id, before, now) in keyed(before.map(active_brokers).unwrap_or_default(), active_brokers(now)) {
        let name = now.as_ref().or(before.as_ref()).map(|broker| broker.name.clone()).unwrap_or_default();
        let (before, now) = (before.unwrap_or_default(), now.unwrap_or_default());
        let values = [
            (Field::BrokerName, &before.name, &now.name),
            (Field::BrokerUrl, &before.url, &now.url),
            (Field::BrokerUsername, &before.username, &now.username),
            (Field::OsbVersion, &before.osb_version, &now.osb_version),
        ];
        let of_broker = |(field, before, now): (Field, &String, &String)| Line {
            page: Page::Deployments,
            subject: Subject::Broker { id, name: name.clone(), field },
            before: before.trim().to_owned(),
            now: now.trim().to_owned(),
        };
        lines.extend(values.into_iter().map(of_broker).filter(has_value));
    }
    lines
}

pub(super) fn deployments(before: Option<&Offering>, now: &Offering) -> Vec<Line> {
    let joined = keyed(before.map(deployed).unwrap_or_default(), deployed(now)).into_iter();
    joined
        .filter_map(|(_, before, now)| {
            let subject = now.as_ref().or(before.as_ref()).map(|(subject, _)| subject.clone())?;
            let broker = |version: Option<(Subject, String)>| version.map(|(_, broker)| broker).unwrap_or_default();
            Some(Line { page: Page::Deployments, subject, before: broker(before), now: broker(now) })
        })
        .collect()
}

fn active_brokers(offering: &Offering) -> Vec<(BrokerId, BrokerDraft)> {
    let active = offering.brokers.iter().filter(|broker| broker.state != BrokerState::Removed);
    active.map(|broker| (broker.id, broker.draft.clone())).collect()
}

fn deployed(offering: &Offering) -> Vec<(DeploymentId, (Subject, String))> {
    let exist = offering.deployments.iter().filter(|deployment| deployment.exists());
    exist
        .map(|deployment| {
            let plan = offering.plans.iter().find(|plan| plan.id == deployment.plan);
            let plan = plan.map_or_else(|| deployment.plan.to_string(), |plan| plan.draft.name.clone());
            let broker = offering.brokers.iter().find(|broker| broker.id == deployment.broker);
            let broker = broker.map_or_else(|| deployment.broker.to_string(), |broker| broker.draft.name.clone());
            (deployment.id, (Subject::Deployment { plan, location: deployment.location.clone() }, broker))
        })
        .collect()
}

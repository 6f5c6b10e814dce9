//! Brokers and deployments.

use super::{Case, case, chars, prove};
use crate::broker::{BrokerContext, BrokerDraft, BrokerState};
use crate::deployment::{DeploymentContext, DeploymentDraft, DeploymentOptions, DeploymentState};
use crate::findings::Findings;
use crate::location::GLOBAL;
use crate::offering::Offering;
use crate::page::Page;
use crate::rule::deployment as rule;
use crate::sample;

type Broker = (BrokerDraft, BrokerContext);
type Deployment = (DeploymentDraft, Offering);

pub(super) fn found() -> Findings {
    let offering = sample::offering();
    let broker = (
        sample::broker().draft,
        BrokerContext { has_password: true, other_names: vec!["other".to_owned()], ..BrokerContext::default() },
    );
    let deployment = DeploymentDraft {
        plan: sample::subscription().id.to_string(),
        location: "eu-de".to_owned(),
        broker: sample::broker().id.to_string(),
    };
    let regions = vec!["eu-de".to_owned(), "us-south".to_owned()];
    let spread = (DeploymentOptions { deployment_regions: regions, ..DeploymentOptions::default() }, GLOBAL.to_owned());
    [
        prove(&broker, |(draft, context)| draft.check(context), &broker_cases()),
        prove(&broker, |(draft, context)| draft.check(context), &authority_cases()),
        prove(&broker, |(draft, context)| draft.check(context), &wants_cases()),
        prove(&(deployment, offering.clone()), check, &deployment_cases()),
        prove(&spread, |(options, place)| options.check(place, &[]), &option_cases()),
        prove(&offering, |offering| offering.findings(Page::Deployments), &page_cases()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn every_rule_of_deployments_holds() {
    assert!(!found().is_empty());
}

fn check((draft, offering): &Deployment) -> Findings {
    let Offering { plans, brokers, deployments, .. } = offering;
    draft.check(&DeploymentContext { plans, brokers, deployments })
}

fn broker_cases() -> Vec<Case<Broker>> {
    vec![
        case(rule::BROKER_NAME_MISSING, |(d, _)| d.name.clear(), |(d, _)| d.name = "b".into()),
        case(rule::BROKER_NAME_TOO_LONG, |(d, _)| d.name = chars(129), |(d, _)| d.name = chars(128)),
        case(rule::BROKER_NAME_TWICE, |(d, _)| d.name = "other".into(), |(d, _)| d.name = "other 2".into()),
        case(rule::BROKER_URL_MISSING, |(d, _)| d.url.clear(), |(d, _)| d.url = "x".into()),
        case(
            rule::BROKER_URL_NOT_HTTPS,
            |(d, _)| d.url = "http://127.0.0.1:8080".into(),
            |(d, c)| (d.url, c.lab) = ("http://127.0.0.1:8080".into(), true),
        ),
        case(
            rule::BROKER_URL_WITH_V2,
            |(d, _)| d.url = "https://b.example/base/v2/".into(),
            |(d, _)| d.url = "https://b.example/v2/base".into(),
        ),
        case(
            rule::BROKER_URL_WITH_V2,
            |(d, _)| d.url = "https://b.example/v2/catalog".into(),
            |(d, _)| {
                d.url = "https://b.example/osbv2".into();
            },
        ),
        case(
            rule::BROKER_URL_QUERY,
            |(d, _)| d.url = "https://b.example/?a=1".into(),
            |(d, _)| d.url = "https://b.example/%3Fa=1".into(),
        ),
        case(
            rule::BROKER_URL_QUERY,
            |(d, _)| d.url = "https://b.example/#".into(),
            |(d, _)| {
                d.url = "https://b.example/".into();
            },
        ),
        case(rule::USERNAME_MISSING, |(d, _)| d.username.clear(), |(d, _)| d.username = "u".into()),
        case(rule::USERNAME_WITH_COLON, |(d, _)| d.username = "a:b".into(), |(d, _)| d.username = "a;b".into()),
        case(
            rule::USERNAME_NOT_APIKEY,
            |(d, _)| (d.auth_scheme, d.username) = ("bearer".into(), "ApiKey".into()),
            |(d, _)| (d.auth_scheme, d.username) = ("bearer".into(), "apikey".into()),
        ),
        case(rule::AUTH_MISSING, |(d, _)| d.auth_scheme.clear(), |(d, _)| d.auth_scheme = "bearer-crn".into()),
        case(
            rule::AUTH_UNSUPPORTED,
            |(d, c)| (d.auth_scheme, c.signs_no_tokens) = ("bearer-crn".into(), true),
            |(d, c)| (d.auth_scheme, c.signs_no_tokens) = ("bearer-crn".into(), false),
        ),
        case(
            rule::AUTH_UNSUPPORTED,
            |(d, c)| (d.auth_scheme, c.signs_no_tokens) = ("bearer-crn".into(), true),
            |(d, c)| (d.auth_scheme, c.signs_no_tokens) = ("bearer".into(), true),
        ),
        case(
            rule::USERNAME_NOT_APIKEY,
            |(d, _)| d.auth_scheme = "bearer".into(),
            |(d, _)| (d.auth_scheme, d.username) = ("bearer".into(), String::new()),
        ),
        case(rule::PROVISION_MISSING, |(d, _)| d.provision_type.clear(), |(d, _)| d.provision_type = "x".into()),
        case(
            rule::PROVISION_UNSUPPORTED,
            |(d, _)| d.provision_type = "provision_behind".into(),
            |(d, _)| d.provision_type = "provision_through".into(),
        ),
        case(rule::ID_FORMAT_MISSING, |(d, _)| d.id_format.clear(), |(d, _)| d.id_format = "guid".into()),
        case(rule::LEGACY_IDS_MISSING, |(d, _)| d.legacy_ids.clear(), |(d, _)| d.legacy_ids = "yes".into()),
        case(
            rule::PASSWORD_MISSING,
            |(d, c)| (d.auth_scheme, c.has_password) = ("bearer".into(), false),
            |(d, c)| {
                (d.auth_scheme, c.has_password) = ("bearer-crn".into(), false);
                d.username.clear();
            },
        ),
        case(
            rule::USERNAME_MISSING,
            |(d, _)| d.username.clear(),
            |(d, _)| (d.auth_scheme, d.username) = ("bearer-crn".into(), String::new()),
        ),
        case(rule::PASSWORD_MISSING, |(_, c)| c.has_password = false, |(_, c)| c.has_password = true),
        case(rule::VERSION_MISSING, |(d, _)| d.osb_version.clear(), |(d, _)| d.osb_version = "2.17".into()),
        case(rule::VERSION_UNKNOWN, |(d, _)| d.osb_version = "2.11".into(), |(d, _)| d.osb_version = "2.12".into()),
    ]
}

fn authority_cases() -> Vec<Case<Broker>> {
    vec![
        case(
            rule::CA_PRIVATE_KEY,
            |(d, _)| d.ca_pem = pem(1).replace("CERTIFICATE", "PRIVATE KEY"),
            |(d, _)| d.ca_pem = pem(1).replace("CERTIFICATE", "PUBLIC KEY"),
        ),
        case(rule::CA_NOT_PEM, |(d, _)| d.ca_pem = "MIIB".into(), |(d, _)| d.ca_pem = pem(1)),
        case(
            rule::CA_OTHER_BLOCK,
            |(d, _)| d.ca_pem = pem(1).replace("CERTIFICATE", "CERTIFICATE REQUEST"),
            |(d, _)| d.ca_pem = format!("CERTIFICATE REQUEST\n{}", pem(1)),
        ),
        case(
            rule::CA_DAMAGED,
            |(d, _)| d.ca_pem = pem(1).replace("MIIB", "AAAA"),
            |(d, _)| d.ca_pem = pem(1).replace("MIIB", "MIIBAA=="),
        ),
        case(rule::CA_TOO_MANY, |(d, _)| d.ca_pem = pem(5), |(d, _)| d.ca_pem = pem(4)),
        case(
            rule::CA_UNREADABLE,
            |(d, c)| (d.ca_pem, c.ca_is_unreadable) = (pem(1), true),
            |(d, c)| (d.ca_pem, c.ca_is_unreadable) = (pem(5), true),
        ),
    ]
}

fn wants_cases() -> Vec<Case<Broker>> {
    vec![
        case(rule::EXTENSION_MISSING, |(d, _)| d.extension_prefix.clear(), |(d, _)| d.extension_prefix = "/".into()),
        case(
            rule::EXTENSION_TAKEN,
            |(d, _)| d.extension_prefix = "/".into(),
            |(d, _)| d.extension_prefix = "/own".into(),
        ),
        case(
            rule::EXTENSION_TAKEN,
            |(d, _)| d.extension_prefix = "/v2/own".into(),
            |(d, _)| d.extension_prefix = "/own/v2".into(),
        ),
        case(
            rule::EXTENSION_EMPTY_PART,
            |(d, _)| d.extension_prefix = "/a//b".into(),
            |(d, _)| d.extension_prefix = "/a/b".into(),
        ),
        case(
            rule::EXTENSION_EMPTY_PART,
            |(d, _)| d.extension_prefix = "/a/".into(),
            |(d, _)| d.extension_prefix = "/a".into(),
        ),
        case(
            rule::EXTENSION_NO_SLASH,
            |(d, _)| d.extension_prefix = "platform_v1".into(),
            |(d, _)| d.extension_prefix = "/platform_v1".into(),
        ),
        case(
            rule::EXTENSION_DOTS,
            |(d, _)| d.extension_prefix = "/a/../v2".into(),
            |(d, _)| d.extension_prefix = "/a/...v2".into(),
        ),
        case(
            rule::EXTENSION_CHARACTER,
            |(d, _)| d.extension_prefix = "/a?b".into(),
            |(d, _)| d.extension_prefix = "/a-b.c_d~e/f".into(),
        ),
        case(
            rule::EXTENSION_TOO_LONG,
            |(d, _)| d.extension_prefix = format!("/{}", chars(128)),
            |(d, _)| d.extension_prefix = format!("/{}", chars(127)),
        ),
        case(rule::SECONDS_MISSING, |(d, _)| d.max_poll.clear(), |(d, _)| d.max_poll = "60".into()),
        case(rule::SECONDS_OUT_OF_BOUNDS, |(d, _)| d.sync_timeout = "61".into(), |(d, _)| d.sync_timeout = "60".into()),
        case(rule::SECONDS_OUT_OF_BOUNDS, |(d, _)| d.sync_timeout = "4".into(), |(d, _)| d.sync_timeout = "5".into()),
        case(rule::SECONDS_OUT_OF_BOUNDS, |(d, _)| d.max_poll = "59".into(), |(d, _)| d.max_poll = "604800".into()),
        case(
            rule::SECONDS_OUT_OF_BOUNDS,
            |(d, _)| d.poll_interval = "1201".into(),
            |(d, _)| d.poll_interval = "1".into(),
        ),
        case(rule::GROUP_MISSING, |(d, _)| d.resource_group.clear(), |(d, _)| d.resource_group = "data".into()),
    ]
}

/// Texts that look like certificates.
fn pem(count: usize) -> String {
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n".repeat(count)
}

fn deployment_cases() -> Vec<Case<Deployment>> {
    vec![
        case(rule::PLAN_MISSING, |(d, _)| d.plan.clear(), |(d, _)| d.plan = "x".into()),
        case(
            rule::PLAN_UNKNOWN,
            |(d, _)| d.plan = sample::GLOBEX.to_string(),
            |(d, _)| d.plan = sample::free_plan().id.to_string(),
        ),
        case(rule::LOCATION_MISSING, |(d, _)| d.location.clear(), |(d, _)| d.location = "x".into()),
        case(rule::LOCATION_UNKNOWN, |(d, _)| d.location = "eu".into(), |(d, _)| d.location = "eu-nl".into()),
        case(rule::NOT_SOLD_THERE, |(d, _)| d.location = "eu-nl".into(), |(d, _)| d.location = "fra02".into()),
        case(
            rule::DEPLOYED_TWICE,
            |(d, _)| d.plan = sample::free_plan().id.to_string(),
            |(d, o)| {
                d.plan = sample::free_plan().id.to_string();
                o.deployments[0].state = DeploymentState::Withdrawn;
            },
        ),
        case(rule::BROKER_MISSING, |(d, _)| d.broker.clear(), |(d, _)| d.broker = "x".into()),
        case(
            rule::BROKER_UNKNOWN,
            |(d, _)| d.broker = d.plan.clone(),
            |(_, o)| {
                o.brokers[0].state = BrokerState::Removed;
            },
        ),
        case(
            rule::BROKER_NOT_REGISTERED,
            |(_, o)| o.brokers[0].state = BrokerState::Unregistered,
            |(_, o)| o.brokers[0].state = BrokerState::Unreachable,
        ),
    ]
}

fn option_cases() -> Vec<Case<(DeploymentOptions, String)>> {
    vec![case(
        rule::REGIONS_OF_ONE_PLACE,
        |(_, place)| *place = "eu-de".into(),
        |(options, place)| {
            options.deployment_regions.clear();
            *place = "eu-de".into();
        },
    )]
}

fn page_cases() -> Vec<Case<Offering>> {
    vec![
        case(
            rule::NO_BROKER,
            |o| o.brokers[0].state = BrokerState::Removed,
            |o| {
                o.brokers[0].state = BrokerState::Unregistered;
            },
        ),
        case(
            rule::BROKER_INCOMPLETE,
            |o| o.brokers[0].has_password = false,
            |o| {
                o.brokers[0].has_password = false;
                o.brokers[0].state = BrokerState::Removed;
            },
        ),
        case(
            rule::NO_DEPLOYMENT,
            |o| o.deployments[0].state = DeploymentState::Withdrawn,
            |o| o.deployments[0].state = DeploymentState::Unpublished,
        ),
        case(
            rule::DEPLOYMENT_NOT_SOLD,
            |o| o.plans[0].draft.locations = vec!["eu-nl".into()],
            |o| {
                o.plans[0].draft.locations = vec!["global".into()];
            },
        ),
        case(rule::DEPLOYMENT_NOT_SOLD, |o| drop(o.plans.remove(0)), |o| drop(o.plans.remove(1))),
        case(
            rule::DEPLOYMENT_NOT_SOLD,
            |o| o.plans[0].draft.locations.clear(),
            |o| {
                o.plans[0].draft.locations.clear();
                o.deployments[0].state = DeploymentState::PublishedPublic;
            },
        ),
    ]
}

//! New resource, allowlist, summary, settings and access.

use super::{Case, case, chars, prove};
use crate::access::{AccessContext, AccessDraft, AccessFacts, ActionDraft, ApiKeyFact, KeyLife};
use crate::account::check_allowed_account;
use crate::findings::{Finding, Findings};
use crate::ids::AccountId;
use crate::moment::Moment;
use crate::offering::NewResourceDraft;
use crate::reason;
use crate::resource_name::NewResourceContext;
use crate::rule::{access, account, decision, new_resource, settings, summary};
use crate::sample::{self, GLOBEX, NORTHWIND};
use crate::settings::{SettingsContext, SettingsDraft};
use crate::summary::SummaryDraft;
use crate::visibility::until;

type NewResource = (NewResourceDraft, NewResourceContext);
type Settings = (SettingsDraft, SettingsContext);

pub(super) fn found() -> Findings {
    let offering = sample::offering();
    let new_resource = (
        NewResourceDraft { resource_name: "northwind-vector".to_owned(), broker_ready: "no".to_owned() },
        NewResourceContext { company: "Northwind Data GmbH".to_owned(), has_offerings: true, is_taken: false },
    );
    let settings = (offering.settings.draft.clone(), offering.settings_context());
    [
        prove(&new_resource, |(draft, context)| draft.check(context), &new_resource_cases()),
        prove(&"Globex".to_owned(), |typed| check_allowed_account(typed, called(typed), NORTHWIND), &allowlist_cases()),
        prove(&"2026-09-01".to_owned(), |typed| until(typed).err().unwrap_or_default(), &until_cases()),
        prove(&offering.summary.draft, SummaryDraft::check, &summary_cases()),
        prove(&settings, |(draft, context)| draft.check(context), &settings_cases()),
        prove(&offering.access.draft, AccessDraft::check, &redirect_cases()),
        prove(
            &registered(),
            |draft| draft.check_registration(&offering.access_context()),
            &registration_of_access_cases(),
        ),
        AccessDraft::default().check_registration(&AccessContext::default()),
        prove(&offering.access_facts, |facts| facts.check(&offering.access.draft), &access_cases()),
        prove(&"Link other terms.".to_owned(), |text| reason::check(text), &reason_cases()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn every_rule_of_definition_holds() {
    assert!(found().iter().any(Finding::is_missing));
}

fn new_resource_cases() -> Vec<Case<NewResource>> {
    use new_resource as rule;
    vec![
        case(rule::NAME_MISSING, |(d, _)| d.resource_name = " ".into(), |(d, _)| d.resource_name = "n".into()),
        case(
            rule::NAME_TOO_LONG,
            |(d, _)| d.resource_name = format!("northwind-{}", chars(22)),
            |(d, _)| d.resource_name = format!("northwind-{}", chars(21)),
        ),
        case(
            rule::NAME_CHARACTER,
            |(d, _)| d.resource_name = "northwind_vector".into(),
            |(d, _)| d.resource_name = "northwind-v3ctor".into(),
        ),
        case(
            rule::NAME_HYPHEN_AT_EDGE,
            |(d, _)| d.resource_name = "northwind-".into(),
            |(d, _)| d.resource_name = "northwind--x".into(),
        ),
        case(
            rule::NAME_WITHOUT_COMPANY,
            |(d, _)| d.resource_name = "vector-northwind".into(),
            |(d, _)| d.resource_name = "northwinddata-vector".into(),
        ),
        case(
            rule::NAME_IS_A_DISPLAY_NAME,
            |(d, _)| d.resource_name = "Northwind Vector Search".into(),
            |(d, _)| d.resource_name = "northwind.vector".into(),
        ),
        case(
            rule::NAME_IS_ONLY_THE_COMPANY,
            |(d, _)| d.resource_name = "northwind-data".into(),
            |(d, c)| (d.resource_name, c.has_offerings) = ("northwind-data".into(), false),
        ),
        case(
            rule::NAME_TAKEN,
            |(_, c)| c.is_taken = true,
            |(d, c)| {
                d.resource_name.clear();
                c.is_taken = true;
            },
        ),
        case(rule::BROKER_READY_MISSING, |(d, _)| d.broker_ready.clear(), |(d, _)| d.broker_ready = "yes".into()),
    ]
}

fn allowlist_cases() -> Vec<Case<String>> {
    vec![
        case(account::ALLOWED_ACCOUNT_MISSING, |typed| *typed = " ".into(), |typed| *typed = " Globex ".into()),
        case(account::ALLOWED_ACCOUNT_UNKNOWN, |typed| *typed = "Globe".into(), |typed| *typed = GLOBEX.to_string()),
        case(account::ALLOWED_ACCOUNT_IS_THE_OWNER, |typed| *typed = NORTHWIND.to_string(), |_| ()),
    ]
}

fn until_cases() -> Vec<Case<String>> {
    vec![case(account::ALLOWED_UNTIL_IS_NO_DAY, |typed| *typed = "soon".into(), String::clear)]
}

/// The accounts there are, by name and id.
fn called(typed: &str) -> Option<AccountId> {
    let is_called = |name: &str, id: AccountId| typed.trim() == name || typed.trim() == id.to_string();
    [("Globex", GLOBEX), ("Northwind", NORTHWIND)].into_iter().find_map(|(name, id)| is_called(name, id).then_some(id))
}

fn summary_cases() -> Vec<Case<SummaryDraft>> {
    use summary as rule;
    vec![
        case(rule::CONTACT_NAME_MISSING, |d| d.contact_name.clear(), |d| d.contact_name = "K".into()),
        case(rule::CONTACT_NAME_TOO_LONG, |d| d.contact_name = chars(65), |d| d.contact_name = chars(64)),
        case(rule::CONTACT_EMAIL_MISSING, |d| d.contact_email.clear(), |d| d.contact_email = "x".into()),
        case(
            rule::CONTACT_EMAIL_TOO_LONG,
            |d| d.contact_email = format!("{}@x", chars(127)),
            |d| d.contact_email = format!("{}@x", chars(126)),
        ),
        case(
            rule::TARGET_DATE_INVALID,
            |d| d.target_date = "2026-02-29".into(),
            |d| d.target_date = "2028-02-29".into(),
        ),
        case(rule::TARGET_DATE_INVALID, |d| d.target_date = "1.9.2026".into(), |d| d.target_date.clear()),
    ]
}

fn settings_cases() -> Vec<Case<Settings>> {
    use settings as rule;
    vec![
        case(
            rule::PLAN_UPDATEABLE_MISSING,
            |(d, _)| d.plan_updateable.clear(),
            |(d, _)| d.plan_updateable = "no".into(),
        ),
        case(
            rule::PLAN_UPDATEABLE_NEEDS_PLANS,
            |(_, c)| c.plans = 1,
            |(d, c)| {
                d.plan_updateable = "no".into();
                c.plans = 0;
            },
        ),
        case(rule::BINDABLE_MISSING, |(d, _)| d.bindable.clear(), |(d, _)| d.bindable = "no".into()),
        case(
            rule::SERVICE_KEY_MISSING,
            |(d, _)| d.service_key_supported.clear(),
            |(d, _)| {
                d.bindable = "no".into();
                d.service_key_supported.clear();
            },
        ),
        case(
            rule::SERVICE_KEY_NEEDS_BINDABLE,
            |(d, _)| d.bindable = "no".into(),
            |(d, _)| {
                d.bindable = "no".into();
                d.service_key_supported = "no".into();
            },
        ),
        case(
            rule::LOCATION_SCOPE_MISSING,
            |(d, _)| d.location_scope.clear(),
            |(d, _)| d.location_scope = "global".into(),
        ),
    ]
}

fn redirect_cases() -> Vec<Case<AccessDraft>> {
    use access as rule;
    vec![
        case(
            rule::REDIRECT_URI_MISSING,
            |d| d.redirect_uris = vec![" ".into()],
            |d| d.redirect_uris = vec!["x".into()],
        ),
        case(
            rule::TOO_MANY_REDIRECT_URIS,
            |d| d.redirect_uris = (0..21).map(|n| format!("https://a.example/{n}")).collect(),
            |d| d.redirect_uris = (0..20).map(|n| format!("https://a.example/{n}")).chain([String::new()]).collect(),
        ),
        case(
            rule::REDIRECT_URI_INVALID,
            |d| d.redirect_uris = vec!["https://a.example/\\b".into()],
            |d| d.redirect_uris = vec!["https://a.example/%5Db?x=%20".into()],
        ),
        case(
            rule::REDIRECT_URI_SCHEME,
            |d| d.redirect_uris = vec!["http://localhost.evil.example/cb".into()],
            |d| d.redirect_uris = vec!["http://localhost:8080/cb".into()],
        ),
        case(rule::REDIRECT_URI_FRAGMENT, |d| d.redirect_uris[0].push('#'), |d| d.redirect_uris[0].push_str("?a=%23")),
        case(rule::REDIRECT_URI_WILDCARD, |d| d.redirect_uris[0].push('*'), |d| d.redirect_uris[0].push_str("%2A")),
        case(
            rule::REDIRECT_URI_TWICE,
            |d| d.redirect_uris.push(d.redirect_uris[0].clone()),
            |d| d.redirect_uris.push(d.redirect_uris[0].to_uppercase()),
        ),
        case(
            rule::REDIRECT_URI_LOCAL,
            |d| d.redirect_uris = vec!["http://localhost/cb".into()],
            |d| d.redirect_uris = vec!["https://localhost/cb".into()],
        ),
        case(
            rule::REDIRECT_URI_DOTS,
            |d| d.redirect_uris = vec!["https://a.example/cb/%2E./admin".into()],
            |d| d.redirect_uris = vec!["https://a.example/cb/..a/a..".into()],
        ),
    ]
}

/// An own role and a second action beside the defaults.
fn registered() -> AccessDraft {
    let dashboard = ActionDraft::dashboard("northwind-vector");
    let create = ActionDraft {
        id: "northwind-vector.index.create".to_owned(),
        display_name: "Create an index".to_owned(),
        roles: vec!["Editor".to_owned(), "Indexer".to_owned()],
        ..ActionDraft::default()
    };
    AccessDraft {
        custom_roles: vec!["Indexer".to_owned()],
        actions: vec![dashboard, create],
        ..sample::offering().access.draft
    }
}

fn registration_of_access_cases() -> Vec<Case<AccessDraft>> {
    use access as rule;
    vec![
        case(
            rule::ROLE_INVALID,
            |d| {
                d.custom_roles[0] = "indexer".into();
                d.actions[1].roles[1] = "indexer".into();
            },
            |d| {
                d.custom_roles[0] = "I2".into();
                d.actions[1].roles[1] = "I2".into();
            },
        ),
        case(rule::ROLE_TWICE, |d| d.custom_roles.push("Indexer".into()), |d| d.custom_roles.push(" ".into())),
        case(rule::ROLE_TWICE, |d| d.custom_roles[0] = "Reader".into(), |d| d.service_roles = vec!["Reader".into()]),
        case(
            rule::ROLE_WITHOUT_ACTION,
            |d| d.actions[1].roles.truncate(1),
            |d| d.actions[1].roles = vec!["Indexer".into()],
        ),
        case(
            rule::TOO_MANY_ACTIONS,
            |d| d.actions.extend((0..99).map(action)),
            |d| d.actions.extend((0..98).map(action).chain([ActionDraft::default()])),
        ),
        case(
            rule::DASHBOARD_ACTION_MISSING,
            |d| {
                d.actions.remove(0);
            },
            |d| {
                d.actions.clear();
                d.custom_roles.clear();
            },
        ),
        case(rule::ACTION_ID_MISSING, |d| d.actions[1].id.clear(), |d| d.actions.push(ActionDraft::default())),
        case(
            rule::ACTION_ID_INVALID,
            |d| d.actions[1].id = "northwind.index.create".into(),
            |d| d.actions[1].id = "northwind-vector.i.c".into(),
        ),
        case(rule::ACTION_TWICE, |d| d.actions.push(d.actions[1].clone()), |d| d.actions.push(action(1))),
        case(
            rule::ACTION_NAME_MISSING,
            |d| d.actions[1].display_name.clear(),
            |d| d.actions[1].display_name = "x".into(),
        ),
        case(
            rule::ACTION_WITHOUT_ROLE,
            |d| {
                d.actions[1].roles = vec![String::new()];
                d.custom_roles.clear();
            },
            |d| d.actions[1].roles = vec![String::new(), "Indexer".into()],
        ),
        case(
            rule::ACTION_ROLE_UNKNOWN,
            |d| d.actions[1].roles.push("Writer".into()),
            |d| {
                d.service_roles = vec!["Writer".into()];
                d.actions[1].roles.push("Writer".into());
            },
        ),
    ]
}

fn action(number: usize) -> ActionDraft {
    ActionDraft { id: format!("northwind-vector.thing-{number}.read"), ..ActionDraft::dashboard("northwind-vector") }
}

/// Neither typed nor in the listing.
#[test]
fn a_name_and_a_description_are_needed_from_somewhere() {
    let empty = AccessDraft::default().check_registration(&AccessContext::default());
    for (field, rule) in [
        (crate::field::Field::AccessName, access::NAME_MISSING),
        (crate::field::Field::AccessDescription, access::DESCRIPTION_MISSING),
    ] {
        assert!(empty.at(field).any(|finding| finding.rule == rule && finding.is_missing()));
    }
}

fn access_cases() -> Vec<Case<AccessFacts>> {
    use access as rule;
    vec![
        case(rule::NOT_ENABLED, |facts| facts.service_id = None, |facts| facts.api_keys.clear()),
        case(rule::API_KEY_MISSING, |facts| facts.api_keys.clear(), |facts| *facts = AccessFacts::default()),
        case(
            rule::API_KEYS_ENDED,
            |facts| facts.api_keys[0].life = KeyLife::Ended,
            |facts| facts.api_keys.push(ApiKeyFact { life: KeyLife::Ended, ..facts.api_keys[0].clone() }),
        ),
        case(
            rule::API_KEY_ENDING,
            |facts| {
                facts.api_keys[0].expires_at = Some(Moment::from_millis(1_778_594_520_000));
                facts.api_keys[0].life = KeyLife::Ending;
            },
            |facts| facts.api_keys[0].expires_at = Some(Moment::from_millis(1_778_594_520_000)),
        ),
        case(rule::CLIENT_NOT_ENABLED, |facts| facts.client_enabled = false, |facts| *facts = AccessFacts::default()),
        case(
            rule::CLIENT_NOT_CURRENT,
            |facts| facts.uris_in_force = Some(Vec::new()),
            |facts| facts.uris_in_force = Some(vec!["https://vector.northwind.example/callback".into()]),
        ),
    ]
}

fn reason_cases() -> Vec<Case<String>> {
    vec![case(decision::REASON_MISSING, |reason| *reason = "\n".into(), |reason| *reason = "x".into())]
}

//! New resource, registration, allowlist, summary, settings and access.

use super::{Case, case, chars, prove};
use crate::access::{AccessDraft, AccessFacts};
use crate::account::{RegistrationDraft, check_allowed_account};
use crate::findings::{Finding, Findings};
use crate::ids::AccountId;
use crate::offering::NewResourceDraft;
use crate::reason;
use crate::resource_name::NewResourceContext;
use crate::rule::{access, account, decision, new_resource, settings, summary};
use crate::sample::{self, GLOBEX, NORTHWIND};
use crate::settings::{SettingsContext, SettingsDraft};
use crate::summary::SummaryDraft;

type NewResource = (NewResourceDraft, NewResourceContext);
type Settings = (SettingsDraft, SettingsContext);

pub(super) fn found() -> Findings {
    let offering = sample::offering();
    let registration = RegistrationDraft {
        company_name: "Northwind Data".to_owned(),
        company_legal_name: String::new(),
        contact_name: "Kim Winter".to_owned(),
        contact_email: "kim@northwind.example".to_owned(),
    };
    let new_resource = (
        NewResourceDraft { resource_name: "northwind-vector".to_owned(), broker_ready: "no".to_owned() },
        NewResourceContext { company: "Northwind Data GmbH".to_owned(), has_offerings: true, is_taken: false },
    );
    let settings = (offering.settings.draft.clone(), offering.settings_context());
    [
        prove(&registration, RegistrationDraft::check, &registration_cases()),
        prove(&new_resource, |(draft, context)| draft.check(context), &new_resource_cases()),
        prove(&"Globex".to_owned(), |typed| check_allowed_account(typed, called(typed), NORTHWIND), &allowlist_cases()),
        prove(&offering.summary.draft, SummaryDraft::check, &summary_cases()),
        prove(&settings, |(draft, context)| draft.check(context), &settings_cases()),
        prove(&offering.access.draft, AccessDraft::check, &redirect_cases()),
        prove(&offering.access_facts, AccessFacts::check, &access_cases()),
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

fn registration_cases() -> Vec<Case<RegistrationDraft>> {
    vec![
        case(account::COMPANY_NAME_MISSING, |d| d.company_name.clear(), |d| d.company_name = "N".into()),
        case(account::COMPANY_NAME_TOO_LONG, |d| d.company_name = chars(129), |d| d.company_name = chars(128)),
        case(
            account::LEGAL_NAME_TOO_LONG,
            |d| d.company_legal_name = chars(257),
            |d| d.company_legal_name = chars(256),
        ),
        case(account::CONTACT_NAME_MISSING, |d| d.contact_name.clear(), |d| d.contact_name = "K".into()),
        case(account::CONTACT_NAME_TOO_LONG, |d| d.contact_name = chars(65), |d| d.contact_name = chars(64)),
        case(account::CONTACT_EMAIL_MISSING, |d| d.contact_email.clear(), |d| d.contact_email = "x".into()),
        case(
            account::CONTACT_EMAIL_TOO_LONG,
            |d| d.contact_email = format!("{}@x", chars(127)),
            |d| d.contact_email = format!("{}@x", chars(126)),
        ),
    ]
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

fn access_cases() -> Vec<Case<AccessFacts>> {
    use access as rule;
    vec![
        case(rule::NOT_ENABLED, |facts| facts.service_id = None, |facts| facts.api_keys.clear()),
        case(rule::API_KEY_MISSING, |facts| facts.api_keys.clear(), |facts| *facts = AccessFacts::default()),
        case(rule::CLIENT_NOT_ENABLED, |facts| facts.client_enabled = false, |facts| *facts = AccessFacts::default()),
    ]
}

fn reason_cases() -> Vec<Case<String>> {
    vec![case(decision::REASON_MISSING, |reason| *reason = "\n".into(), |reason| *reason = "x".into())]
}

//! Rules of every form, on forms that stand for all; and texts that nobody would type.

use proptest::prelude::*;

use super::{Case, case, chars, prove};
use crate::access::{AccessContext, AccessDraft, ActionDraft};
use crate::account::{RegistrationDraft, check_allowed_account};
use crate::broker::{BrokerContext, BrokerDraft, check_password};
use crate::field::Field;
use crate::findings::Findings;
use crate::listing::{BulletDraft, ExtrasDraft, ListingContext, ListingDraft, MediaDraft};
use crate::metric::{MetricDraft, PlaceDraft};
use crate::offering::NewResourceDraft;
use crate::plan::{AmountDraft, CapDraft, PlanContext, PlanDraft};
use crate::reason;
use crate::resource_name::NewResourceContext;
use crate::rule::any as rule;
use crate::sample::{self, NORTHWIND};
use crate::settings::{SettingsContext, SettingsDraft};
use crate::summary::SummaryDraft;
use crate::text;

pub(super) fn found() -> Findings {
    let offering = sample::offering();
    let context = offering.listing_context();
    let settings = offering.settings_context();
    let listing = prove(&offering.listing.draft, |draft| draft.check(&context), &listing_cases());
    let choices = prove(
        &offering.settings.draft,
        |draft| draft.check(&settings),
        &[case(rule::NOT_A_CHOICE, |d| d.bindable = "Yes".into(), |d| d.bindable = "yes".into())],
    );
    let mail = prove(
        &offering.summary.draft,
        SummaryDraft::check,
        &[
            case(
                rule::NOT_AN_EMAIL,
                |d| d.contact_email = "kim at northwind".into(),
                |d| d.contact_email = "k@n".into(),
            ),
            case(rule::NOT_AN_EMAIL, |d| d.contact_email = "a@b@c".into(), |d| d.contact_email = "ü+x@b.c".into()),
            case(rule::NOT_AN_EMAIL, |d| d.contact_email = " a@b.c".into(), |d| d.contact_email = "a@b.c".into()),
        ],
    );
    listing.into_iter().chain(choices).chain(mail).collect()
}

fn listing_cases() -> Vec<Case<ListingDraft>> {
    vec![
        case(rule::CONTROL_CHARACTER, |d| d.display_name = "Vec\u{7}tor".into(), |d| d.display_name = "Vec tor".into()),
        case(
            rule::CONTROL_CHARACTER,
            |d| d.display_name = "Vec\ntor".into(),
            |d| d.long_description = "A.\n\tB.".into(),
        ),
        case(
            rule::CONTROL_CHARACTER,
            |d| d.long_description = "\u{202e}A. B.".into(),
            |d| {
                d.long_description = "🧑\u{200d}🚀 reads. عربي too.".into();
            },
        ),
        case(rule::TOO_LONG, |d| d.long_description = chars(10_001), |d| d.long_description = chars(10_000)),
        case(
            rule::NOT_A_LINK,
            |d| d.support_url = "northwind.example/support".into(),
            |d| {
                d.support_url = "http://[::1]:8080/?a=b#c".into();
            },
        ),
        case(
            rule::NOT_A_LINK,
            |d| d.support_url = "https://northwind.example/a b".into(),
            |d| {
                d.support_url = "https://northwind.example/a%20b".into();
            },
        ),
        case(rule::NOT_A_LINK, |d| d.support_url = "https:///support".into(), |d| d.support_url = "https://n/".into()),
        case(
            rule::NOT_A_LINK,
            |d| d.support_url = "ftp://northwind.example".into(),
            |d| {
                d.support_url = "HTTP://NORTHWIND.EXAMPLE".into();
            },
        ),
        case(
            rule::NOT_A_LINK,
            |d| d.support_url = "https://northwind.example:99999/".into(),
            |d| {
                d.support_url = "https://northwind.example:65535/".into();
            },
        ),
        case(
            rule::LINK_TOO_LONG,
            |d| d.support_url = format!("https://n/{}", chars(2074)),
            |d| d.support_url = format!("https://n/{}", chars(2073)),
        ),
        case(
            rule::LINK_WITH_CREDENTIALS,
            |d| d.support_url = "https://a:b@northwind.example/".into(),
            |d| {
                d.support_url = "https://northwind.example/@a:b".into();
            },
        ),
    ]
}

#[test]
fn a_control_character_is_named_and_can_be_taken_out() {
    let mut draft = sample::offering().listing.draft;
    draft.display_name = "Vec\u{7}tor".to_owned();
    let findings = draft.check(&ListingContext::default());
    let finding = findings.at(Field::DisplayName).next().unwrap();
    assert_eq!(text::what(finding), "The display name contains a character that cannot be seen: U+0007 (bell).");
    assert_eq!(finding.suggestion.as_deref(), Some("Vector"));
}

#[test]
fn an_incomplete_address_can_be_completed_with_one_click() {
    let mut draft = sample::offering().listing.draft;
    let mut suggestion = |url: &str| {
        draft.support_url = url.to_owned();
        draft.check(&ListingContext::default()).at(Field::SupportUrl).next().unwrap().suggestion.clone()
    };
    assert_eq!(suggestion("northwind.example/support").as_deref(), Some("https://northwind.example/support"));
    assert_eq!(suggestion(" https://northwind.example/").as_deref(), Some("https://northwind.example/"));
    assert_eq!(suggestion("http://northwind.example/").as_deref(), Some("https://northwind.example/"));
    assert_eq!(suggestion("our support page"), None);
}

#[test]
fn no_finding_quotes_a_password() {
    let findings = check_password(&format!("hunter2\u{7}{}", chars(1024)));
    assert_eq!(findings.len(), 2);
    for finding in &findings {
        assert_eq!(finding.suggestion, None);
        assert!(!finding.facts.iter().any(|fact| fact.contains("hunter")));
    }
}

#[test]
fn a_quoted_fact_is_short_and_visible() {
    let mut draft = SettingsDraft { bindable: format!("\u{1b}[31m{}", chars(5000)), ..SettingsDraft::default() };
    draft.plan_updateable = "no".to_owned();
    let findings = draft.check(&SettingsContext::default());
    let fact = &findings.at(Field::Bindable).next().unwrap().facts[0];
    assert_eq!(fact.chars().count(), 81);
    assert!(fact.starts_with("\u{fffd}[31mx") && fact.ends_with('…'));
}

/// With a text in every field.
fn extras(a: &str, b: &str) -> ExtrasDraft {
    let mut extras = ExtrasDraft::default();
    let rows = [Field::NavigationId(0), Field::NavigationLabel(0), Field::NavigationUrl(1)];
    for (field, text) in ExtrasDraft::FIELDS.into_iter().chain(rows).zip([a, b].into_iter().cycle()) {
        text.clone_into(extras.place(field).unwrap());
    }
    extras
}

/// A metric with a text in every field.
#[rustfmt::skip]
fn metric(a: &str, b: &str) -> MetricDraft {
    let own = |text: &str| text.to_owned();
    MetricDraft {
        part_number: own(a), resource_name: own(b), resource_display_name: own(a), measure: own(b),
        quantity_type: own(a), consumer_level: own(b), metering_model: own(a), metering_scale: own(b),
        charge_unit: own(a), charge_unit_id: own(b), unit_display_name: own(b), aggregation_group: own(b),
        display_cap: own(a), rating_model: own("graduated_tier"), rating_scale: own(b), clip: own(a), shown_only: own(b),
        instance_free_units: own(a), free_units: own(b), usage_cap: own(a), bucket: own(b), effective_from: own(a),
        effective_until: own(b), bounds: vec![own(a), own(b)],
        places: vec![PlaceDraft { country: own(a), currency: own(b) }], prices: vec![vec![own(b), own(a)]],
    }
}

/// What the rules find in forms with a text in every field; `n` rows in some of the lists, and one of three kinds.
#[rustfmt::skip]
pub(super) fn of_forms(a: &str, b: &str, n: usize) -> Vec<Findings> {
    let own = |text: &str| text.to_owned();
    let listing = ListingDraft {
        display_name: own(a), provider_display_name: own(b), description: own(b), long_description: own(b),
        icon: own(a), documentation_url: own(a), instructions_url: own(b), terms_url: format!("https://{a}"),
        support_url: format!("http:{b}"), category: own(a), tags: own(b),
        bullets: vec![BulletDraft { title: own(a), description: own(b), ..BulletDraft::default() }; n],
        media: vec![
            MediaDraft { kind: own(a), url: own(b), thumbnail: own(a), caption: own(b) },
            MediaDraft { thumbnail: own(b), caption: own(a), ..MediaDraft::of(format!("https://{a}")) },
        ],
        extras: extras(a, b),
    };
    let context = ListingContext {
        company: own(a), platform_name: own(b), service_name: own(b), issued_documentation_url: own(b),
        other_terms_urls: vec![own(a)],
    };
    let plan = PlanDraft {
        name: own(a), display_name: own(b), description: own(b), kind: own(["metered", "free", "subscription"][n]),
        metrics: vec![metric(a, b), metric(b, a)],
        bullets: vec![own(a); n], locations: vec![own(b)],
        amounts: vec![AmountDraft { country: own(a), currency: own(b), price: own(a) }; n],
        bindable: own(a), one_instance_per_account: own(b), prorate_first_month: own(a),
        effective_from: own(a), effective_until: own(b), paid_only: own(b), allow_internal_users: own(a),
        reservable: own(b), regional: own(a), subscription_only: own(b), ends_on: own(a),
        lite_caps: vec![CapDraft { measure: own(a), cap: own(b), action: own(a) }; n],
    };
    let plan_context = PlanContext { company: own(a), product: own(b), ..PlanContext::default() };
    let broker = BrokerDraft {
        name: own(a), url: own(b), username: own(b), osb_version: own(a),
        auth_scheme: own(["basic", "bearer", a][n]), provision_type: own(b),
        id_format: own(a), legacy_ids: own(b), ca_pem: own(b), extension_prefix: own(a),
        sync_timeout: own(b), max_poll: own(a), poll_interval: own(b), region: own(a), resource_group: own(b),
    };
    vec![
        listing.check(&context),
        NewResourceDraft { resource_name: own(a), broker_ready: own(b) }
            .check(&NewResourceContext { company: own(b), has_offerings: true, is_taken: true }),
        plan.check(&plan_context),
        broker.check(&BrokerContext::default()),
        check_password(b),
        AccessDraft { redirect_uris: vec![own(a), format!("https://{b}")], ..AccessDraft::default() }.check(),
        AccessDraft {
            display_name: own(b), description: own(a), service_roles: vec![own(b)],
            custom_roles: vec![own(a), own(b)],
            actions: vec![ActionDraft { id: own(b), display_name: own(a), roles: vec![own(a)], ..ActionDraft::default() }; n],
            ..AccessDraft::default()
        }
        .check_registration(&AccessContext { service_name: own(a), ..AccessContext::default() }),
        RegistrationDraft { company_name: own(a), contact_email: own(b), ..RegistrationDraft::default() }.check(),
        SummaryDraft { target_date: own(a), contact_email: own(a), ..SummaryDraft::default() }.check(),
        SettingsDraft { bindable: own(a), parameters: own(b), ..SettingsDraft::default() }
            .check(&SettingsContext { plans: n, ..SettingsContext::default() }),
        check_allowed_account(a, None, NORTHWIND),
        reason::check(b),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_makes_a_check_panic(a in "\\PC{0,40}|.{0,40}", b in "(?s).{0,80}", n in 0usize..3) {
        let found = of_forms(&a, &b, n);
        for finding in found.iter().flatten() {
            prop_assert!(!text::what(finding).is_empty() && !text::fix(finding).is_empty());
        }
        let json = serde_json::to_string(&found).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<Findings>>(&json).unwrap(), found);
    }
}

//! Whatever people type comes back from its file, every member of it.

use proptest::array::{uniform2, uniform3, uniform4, uniform5, uniform6, uniform15};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::string::string_regex;

use super::*;
use crate::access::{ActionDraft, AttributeDraft, SubjectDraft};
use crate::ids::DeploymentId;
use crate::listing::{BulletDraft, ExtrasDraft as ListingExtras, MediaDraft, NavigationDraft};
use crate::metric::MetricDraft;
use crate::plan::AmountDraft;
use crate::settings::{ExtrasDraft as SettingsExtras, SlaDraft};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-c ]{0,4}".prop_map(String::from),
        1 => any::<String>(),
        1 => Just("one\ntwo\n".to_owned()),
        1 => Just("one\r\ntwo".to_owned()),
    ]
}

fn listings() -> impl Strategy<Value = ListingDraft> {
    let bullets = vec(
        (text(), text(), text()).prop_map(|(title, description, icon)| BulletDraft { title, description, icon }),
        0..4,
    );
    let item = (text(), text()).prop_map(|(kind, caption)| MediaDraft { kind, caption, ..MediaDraft::default() });
    let media = vec(item, 0..3);
    (text(), text(), bullets, media, text()).prop_map(|(display_name, tags, bullets, media, warning)| {
        let mut draft = ListingDraft { display_name, tags, bullets, media, ..ListingDraft::default() };
        draft.extras.popup_warning_message = warning;
        draft
    })
}

fn plans() -> impl Strategy<Value = PlanDraft> {
    let amount = (text(), text()).prop_map(|(country, price)| AmountDraft { country, price, ..AmountDraft::default() });
    let amounts = vec(amount, 0..3);
    let prices = vec(vec(text(), 0..3), 0..3);
    (text(), vec(text(), 0..4), amounts, prices).prop_map(|(description, bullets, amounts, prices)| PlanDraft {
        description,
        bullets,
        amounts,
        metrics: vec![MetricDraft { prices, ..MetricDraft::default() }],
        ..sample::free_plan().draft
    })
}

/// A text that a file does not change, so that what comes back can be held against what was typed: of a member that is
/// never written, two files say the same.
fn plain() -> impl Strategy<Value = String> {
    string_regex(r#"[a-c "\\\né]{0,4}"#).unwrap()
}

fn rows() -> impl Strategy<Value = Vec<String>> {
    vec(plain(), 0..3)
}

fn summaries() -> impl Strategy<Value = SummaryDraft> {
    uniform5(plain()).prop_map(|[contact_name, contact_email, support_contact, description, target_date]| {
        SummaryDraft { contact_name, contact_email, support_contact, description, target_date }
    })
}

fn listing_extras() -> impl Strategy<Value = ListingExtras> {
    let item = uniform3(plain()).prop_map(|[id, label, url]| NavigationDraft { id, label, url });
    (uniform15(plain()), vec(item, 0..3)).prop_map(|(texts, navigation_items)| {
        let [
            featured_description,
            small_image,
            medium_image,
            feature_image,
            api_docs_url,
            sdk_download_url,
            registration_url,
            catalog_details_url,
            custom_create_page_url,
            not_creatable_msg,
            deprecation_warning,
            popup_warning_message,
            side_by_side_index,
            embeddable_dashboard,
            accessible_during_provision,
        ] = texts;
        ListingExtras {
            featured_description,
            small_image,
            medium_image,
            feature_image,
            api_docs_url,
            sdk_download_url,
            registration_url,
            catalog_details_url,
            custom_create_page_url,
            not_creatable_msg,
            deprecation_warning,
            popup_warning_message,
            side_by_side_index,
            embeddable_dashboard,
            accessible_during_provision,
            navigation_items,
        }
    })
}

fn service_settings() -> impl Strategy<Value = SettingsDraft> {
    let sla = uniform6(plain()).prop_map(|[terms, tenancy, provisioning, responsiveness, recovery, recovery_text]| {
        SlaDraft { terms, tenancy, provisioning, responsiveness, recovery, recovery_text }
    });
    let extras = (uniform5(plain()), uniform3(rows()), sla).prop_map(|(answers, lists, sla)| {
        let [async_provisioning, async_unprovisioning, allow_context_updates, only_for, not_extendable] = answers;
        let [barred_switches, requires, compliance] = lists;
        SettingsExtras {
            barred_switches,
            async_provisioning,
            async_unprovisioning,
            allow_context_updates,
            requires,
            sla,
            compliance,
            only_for,
            not_extendable,
        }
    });
    (uniform5(plain()), extras).prop_map(|(answers, extras)| {
        let [plan_updateable, bindable, service_key_supported, location_scope, parameters] = answers;
        SettingsDraft { plan_updateable, bindable, service_key_supported, location_scope, parameters, extras }
    })
}

fn access() -> impl Strategy<Value = AccessDraft> {
    let action = (uniform4(plain()), rows()).prop_map(|(texts, roles)| {
        let [id, display_name, description, hidden] = texts;
        ActionDraft { id, display_name, description, roles, hidden }
    });
    let attribute = (plain(), rows(), plain());
    let attribute = attribute.prop_map(|(key, operators, input)| AttributeDraft { key, operators, input });
    let subject = uniform2(plain());
    let subject = subject.prop_map(|[service_name, resource_type]| SubjectDraft { service_name, resource_type });
    let tables = (vec(action, 0..3), vec(attribute, 0..3), vec(subject, 0..3));
    (uniform2(plain()), uniform3(rows()), tables).prop_map(|(texts, lists, (actions, attributes, subjects))| {
        let [display_name, description] = texts;
        let [redirect_uris, service_roles, custom_roles] = lists;
        AccessDraft {
            redirect_uris,
            display_name,
            description,
            service_roles,
            custom_roles,
            actions,
            attributes,
            subjects,
        }
    })
}

fn options() -> impl Strategy<Value = DeploymentOptions> {
    (plain(), rows(), plain()).prop_map(|(pricing_region, deployment_regions, parameters)| DeploymentOptions {
        pricing_region,
        deployment_regions,
        parameters,
    })
}

proptest! {
    #[test]
    fn whatever_was_typed_comes_back_from_its_file(
        listing in listings(),
        plan in plans(),
        broker in (text(), text()),
        texts in btree_map("[a-z]{1,5}", text(), 0..3),
    ) {
        let mut offering = sample::offering();
        offering.listing.draft = listing;
        offering.plans[0].draft = plan;
        (offering.brokers[0].draft.username, offering.brokers[0].draft.legacy_ids) = broker;
        let texts = texts.into_iter().map(|(key, text)| (key, Translated { text, source: "x".to_owned() })).collect();
        offering.translations = vec![Translation { language: Language::French, texts, revision: 1, saved: None }];
        let file = DefinitionFile::of(&offering);
        let json = serde_json::to_string(&file).unwrap();
        let read: DefinitionFile = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read, &file);
        let walk = read.walk(&offering, true);
        prop_assert!(walk.steps.is_empty(), "{:?}", walk.steps);
        prop_assert_eq!(serde_json::to_string(&DefinitionFile::of(&walk.next)).unwrap(), json);
    }

    #[test]
    fn every_member_that_was_typed_comes_back_from_its_file(
        summary in summaries(),
        extras in listing_extras(),
        settings in service_settings(),
        access in access(),
        options in vec(options(), 1..4),
    ) {
        let mut offering = sample::offering();
        offering.summary.draft = summary.clone();
        offering.listing.draft.extras = extras.clone();
        offering.settings.draft = settings.clone();
        offering.access.draft = access.clone();
        let (plans, deployment) = (offering.plans.clone(), offering.deployments[0].clone());
        let deployments = options.iter().zip(1_u128..).zip(plans.iter().cycle());
        let deployments = deployments.map(|((options, number), plan)| DeploymentRecord {
            id: DeploymentId::new(Uuid::from_u128(number)),
            plan: plan.id,
            location: format!("place-{number}"),
            options: options.clone(),
            ..deployment.clone()
        });
        offering.deployments = deployments.collect();
        let json = serde_json::to_string(&DefinitionFile::of(&offering)).unwrap();
        let read: DefinitionFile = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(read.summary.as_ref(), Some(&summary));
        prop_assert_eq!(read.listing.as_ref().map(|listing| &listing.extras), Some(&extras));
        prop_assert_eq!(read.settings.as_ref(), Some(&settings));
        prop_assert_eq!(read.access.as_ref(), Some(&access));
        let told: Vec<_> = read.deployments.iter().map(|deployment| deployment.options.clone()).collect();
        prop_assert_eq!(told, options);
        let walk = read.walk(&offering, true);
        prop_assert!(walk.steps.is_empty() && walk.faults.is_empty(), "{:?} {:?}", walk.steps, walk.faults);
        prop_assert_eq!(serde_json::to_string(&DefinitionFile::of(&walk.next)).unwrap(), json);
    }
}

//! Catalogs of every shape: everything that can be read is read, and every violation is found at once.

use proptest::prelude::*;
use serde_json::{Value, json};
use slipway_osb::{Catalog, Expectation, OsbVersion, Reading, Severity, Source, ViolationCode as Code};

use crate::support::{LARGE, SERVICE, SMALL, catalog};

fn read(value: &Value) -> Reading {
    Catalog::read(value, Source::Broker, OsbVersion::V2_12)
}

/// `path: code (severity), found → expected`, one a line.
fn lines(reading: &Reading) -> String {
    let line = |violation: &slipway_osb::Violation| {
        let expected = match &violation.expected {
            Expectation::Unique { used_at } => format!("unlike {used_at}"),
            other => format!("{other:?}"),
        };
        let slipway_osb::Violation { path, code, severity, found, .. } = violation;
        format!("{path}: {code:?} ({severity:?}), {found} → {expected}\n")
    };
    reading.violations.iter().map(line).collect()
}

#[test]
fn a_right_catalog_has_no_violations_and_is_read_whole() {
    let reading = read(&catalog());
    assert_eq!(lines(&reading), "");
    let service = reading.catalog.service(SERVICE).unwrap();
    assert_eq!((service.name.as_str(), service.bindable, service.plan_updateable), ("acme-db", Some(true), true));
    assert_eq!(service.metadata["bullets"][0]["title"], "fast");
    let [small, large] = &service.plans[..] else { panic!("two plans") };
    assert_eq!((small.id.as_str(), small.free, small.is_bindable(service)), (SMALL, true, Some(true)));
    assert_eq!((large.id.as_str(), large.free, large.is_bindable(service)), (LARGE, false, Some(false)));
}

#[test]
fn the_version_of_a_plans_maintenance_is_read_where_it_can_be_sent_back() {
    for (info, version) in [
        (json!({ "version": "2.1.1+abcdef", "description": "OS image update." }), Some("2.1.1+abcdef")),
        (json!({}), None),
        (json!({ "version": "" }), None),
        (json!({ "version": 2 }), None),
        (json!({ "version": "1".repeat(257) }), None),
        (json!("2.1.1"), None),
        (Value::Null, None),
    ] {
        let mut catalog = catalog();
        catalog["services"][0]["plans"][0]["maintenance_info"] = info.clone();
        let [small, large] = &read(&catalog).catalog.services[0].plans[..] else { panic!("two plans") };
        assert_eq!((small.maintenance.as_deref(), large.maintenance.as_deref()), (version, None), "{info}");
    }
}

#[test]
fn all_violations_of_a_bad_catalog_are_found_at_once_with_their_places() {
    let reading = read(&json!({ "services": [
        {
            "id": "", "name": "Acme DB", "bindable": "yes", "plan_updatable": true, "tags": [1, "a"],
            "requires": ["root"], "metadata": "free text", "dashboard_client": null,
            "plans": [
                { "id": SMALL, "name": "small", "description": "x".repeat(256), "free": "no", "schemas": [] },
                { "id": SMALL, "name": "small", "description": null, "bindable": 1 },
                "plan",
                {},
            ],
        },
        { "id": SMALL, "name": "other\u{7}", "description": " ", "bindable": true, "plans": [] },
        { "id": "not-a-guid", "name": "third", "description": "d", "bindable": false, "plans": { "a": 1 } },
        17,
    ] }));
    insta::assert_snapshot!(lines(&reading), @r#"
    services[0].id: Empty (Error), "" → NonEmpty
    services[0].name: BadName (Error), "Acme DB" → LowerCaseName
    services[0].description: Missing (Error),  → Text
    services[0].bindable: WrongType (Error), "yes" → Flag
    services[0].plan_updatable: Misspelt (Warn), true → Spelling("plan_updateable")
    services[0].requires[0]: UnknownValue (Warn), "root" → OneOf(["syslog_drain", "route_forwarding", "volume_mount"])
    services[0].tags[0]: WrongType (Error), 1 → Text
    services[0].metadata: WrongType (Warn), "free text" → Object
    services[0].dashboard_client: NullMember (Info), null → Absent
    services[0].plans[0].description: TooLong (Warn), "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" → AtMost(255)
    services[0].plans[0].free: WrongType (Error), "no" → Flag
    services[0].plans[0].schemas: WrongType (Warn), [] → Object
    services[0].plans[1].id: Duplicate (Error), "11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01" → unlike services[0].plans[0].id
    services[0].plans[1].name: Duplicate (Error), "small" → unlike services[0].plans[0].name
    services[0].plans[1].description: Missing (Error), null → Text
    services[0].plans[1].free: Missing (Warn),  → Flag
    services[0].plans[1].bindable: WrongType (Error), 1 → Flag
    services[0].plans[2]: WrongType (Error), "plan" → Object
    services[0].plans[3].id: Missing (Error),  → Text
    services[0].plans[3].name: Missing (Error),  → Text
    services[0].plans[3].description: Missing (Error),  → Text
    services[0].plans[3].free: Missing (Warn),  → Flag
    services[1].id: Duplicate (Error), "11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01" → unlike services[0].plans[0].id
    services[1].name: ControlCharacter (Error), "other\u{7}" → NoControlCharacters
    services[1].description: Empty (Error), " " → NonEmpty
    services[1].plans: NoPlans (Error), [] → NonEmpty
    services[2].id: NotAGuid (Warn), "not-a-guid" → Guid
    services[2].plans: WrongType (Error), {…} → List
    services[3]: WrongType (Error), 17 → Object
    "#);
    assert_eq!(reading.catalog.services.len(), 3);
    assert_eq!(reading.catalog.services[0].plans.len(), 3);
}

#[test]
fn the_services_label_in_a_path_is_its_name_else_its_id() {
    let reading = read(&json!({ "services": [{ "name": "acme", "plans": [{ "id": "p" }] }] }));
    let path = &reading.violations.last().unwrap().path;
    assert_eq!(
        serde_json::to_value(path).unwrap(),
        json!([
            { "service": { "index": 0, "label": "acme" } },
            { "plan": { "index": 0, "label": "p" } },
            { "field": "free" },
        ])
    );
}

#[test]
fn names_are_judged_by_the_version() {
    let name = |name: &str, version| {
        let mut value = catalog();
        value["services"][0]["name"] = name.into();
        let reading = Catalog::read(&value, Source::Broker, version);
        reading.violations.iter().any(|violation| violation.code == Code::BadName)
    };
    for (text, bad_in_2_12, bad_in_2_14) in [
        ("acme-db", false, false),
        ("acme.db", false, false),
        ("acme_db", false, true),
        ("Acme-DB", true, false),
        ("acme db", true, true),
        ("acmé", false, true),
    ] {
        assert_eq!(
            (name(text, OsbVersion::V2_12), name(text, OsbVersion::V2_14)),
            (bad_in_2_12, bad_in_2_14),
            "{text}"
        );
    }
}

#[test]
fn a_missing_wrapper_is_right_in_a_file_and_wrong_from_a_broker() {
    let wrapped = catalog();
    let list = wrapped["services"].clone();
    let single = list[0].clone();
    for bare in [list, single] {
        let file = Catalog::read(&bare, Source::File, OsbVersion::V2_12);
        assert_eq!((file.violations.len(), file.catalog), (0, read(&wrapped).catalog));
        let broker = read(&bare);
        assert_eq!(lines(&broker).lines().count(), 1);
        assert_eq!(broker.violations[0].code, Code::NotWrapped);
        assert_eq!(broker.catalog.services.len(), 1);
    }
}

#[test]
fn what_is_no_catalog_at_all_says_so_once() {
    for (value, code) in [
        (json!({}), Code::Missing),
        (json!({ "description": "no" }), Code::Missing),
        (json!({ "services": null }), Code::Missing),
        (json!({ "services": [] }), Code::NoServices),
        (json!({ "services": {} }), Code::WrongType),
        (json!({ "services": "x" }), Code::WrongType),
        (json!("x"), Code::WrongType),
        (Value::Null, Code::WrongType),
    ] {
        for source in [Source::Broker, Source::File] {
            let reading = Catalog::read(&value, source, OsbVersion::V2_12);
            let codes: Vec<_> = reading.violations.iter().map(|violation| violation.code).collect();
            assert_eq!(codes, [code], "{value}");
            assert_eq!(reading.errors(), 1);
        }
    }
}

#[test]
fn null_members_and_missing_free_are_tolerated_aloud() {
    let mut value = catalog();
    value["services"][0]["metadata"] = Value::Null;
    value["services"][0]["plans"][1].as_object_mut().unwrap().remove("free");
    let reading = read(&value);
    let found: Vec<_> = reading.violations.iter().map(|violation| (violation.code, violation.severity)).collect();
    assert_eq!(found, [(Code::NullMember, Severity::Info), (Code::Missing, Severity::Warn)]);
    assert_eq!(reading.errors(), 0);
    assert!(reading.catalog.services[0].plans[1].free, "the contract's default");
}

#[test]
fn ids_are_unique_over_services_and_plans_and_the_first_use_is_named() {
    let mut value = catalog();
    value["services"][0]["plans"][1]["id"] = SERVICE.into();
    let reading = read(&value);
    let [violation] = &reading.violations[..] else { panic!("one violation") };
    assert_eq!(violation.path.to_string(), "services[0].plans[1].id");
    assert!(
        matches!(&violation.expected, Expectation::Unique { used_at } if used_at.to_string() == "services[0].id"),
        "{violation:?}"
    );
}

#[test]
fn the_same_plan_name_in_two_services_is_fine() {
    let mut value = catalog();
    let mut second = value["services"][0].clone();
    second["id"] = "5d0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b11".into();
    second["name"] = "acme-cache".into();
    second["plans"][0]["id"] = "6d0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b12".into();
    second["plans"][1]["id"] = "7d0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b13".into();
    value["services"].as_array_mut().unwrap().push(second);
    assert_eq!(lines(&read(&value)), "");
}

#[test]
fn a_flood_of_violations_is_counted_but_not_kept() {
    let reading = read(&json!({ "services": vec![json!(0); 30_000] }));
    assert_eq!((reading.violations.len(), reading.omitted), (500, 29_500));
}

#[test]
fn what_was_found_is_shown_short() {
    let reading = read(&json!({ "services": "ä".repeat(100_000) }));
    assert!(reading.violations[0].found.chars().count() <= 82);
    let long = read(&json!({ "services": [{ "name": "n".repeat(100_000), "plans": [] }] }));
    assert!(long.violations.iter().all(|violation| format!("{violation:?}").len() < 1_000));
}

fn json_values() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "services",
        "plans",
        "id",
        "name",
        "description",
        "bindable",
        "free",
        "metadata",
        "tags",
        "requires",
        "schemas",
        "plan_updateable",
        "x",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(names.clone().prop_map(str::to_owned), inner, 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_json_makes_the_reader_fail_and_a_clean_reading_is_complete(value in json_values(), file in any::<bool>()) {
        let source = if file { Source::File } else { Source::Broker };
        let reading = Catalog::read(&value, source, OsbVersion::V2_17);
        if reading.errors() == 0 {
            prop_assert!(!reading.catalog.services.is_empty());
            for service in &reading.catalog.services {
                prop_assert!(!service.id.is_empty() && !service.name.is_empty() && service.bindable.is_some());
                prop_assert!(!service.plans.is_empty());
            }
        }
    }
}

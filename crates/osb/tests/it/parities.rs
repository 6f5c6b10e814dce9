//! Parity by the table of §6.7: every field, each kind of difference, its weight and its remedy.

use serde_json::{Value, json};
use slipway_osb::{
    Catalog, Expected, ExpectedPlan, OsbVersion, Parity, ParityField as Field, ParityRow, Remedy, Severity, Shown,
    Source, Verdict,
};

use crate::support::{LARGE, SERVICE, SMALL, catalog};

fn expected() -> Expected {
    Expected {
        id: SERVICE.into(),
        name: "acme-db".into(),
        description: "A database.".into(),
        bindable: true,
        plan_updateable: true,
        plans: vec![
            ExpectedPlan {
                id: SMALL.into(),
                name: "small".into(),
                description: "One node.".into(),
                free: true,
                bindable: true,
                metadata: Value::Null,
            },
            ExpectedPlan {
                id: LARGE.into(),
                name: "large".into(),
                description: "Three nodes.".into(),
                free: false,
                bindable: false,
                metadata: Value::Null,
            },
        ],
        ..Expected::default()
    }
}

fn compare(value: &Value) -> Parity {
    Parity::compare(&expected(), &Catalog::read(value, Source::Broker, OsbVersion::V2_12).catalog)
}

/// The catalog with one value changed; `Null` removes the member.
fn changed(pointer: &str, to: Value) -> Value {
    let mut value = catalog();
    if to.is_null() {
        let (parent, member) = pointer.rsplit_once('/').unwrap();
        value.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(member);
    } else {
        *value.pointer_mut(pointer).unwrap() = to;
    }
    value
}

fn differences(parity: &Parity) -> Vec<&ParityRow> {
    parity.rows.iter().filter(|row| row.verdict != Verdict::Same).collect()
}

#[test]
fn equal_sides_give_a_row_for_every_compared_field_and_no_difference() {
    let parity = compare(&catalog());
    assert_eq!((parity.errors(), parity.warnings(), differences(&parity).len()), (0, 0, 0));
    let table: Vec<_> =
        parity.rows.iter().map(|row| format!("{} {:?} {:?}", row.path, row.field, row.severity)).collect();
    assert_eq!(
        table,
        [
            "services[0] Id Error",
            "services[0] Name Error",
            "services[0] Bindable Error",
            "services[0] PlanUpdateable Error",
            "services[0] Description Warn",
            "services[0] Requires Warn",
            "services[0].plans[0] Id Error",
            "services[0].plans[0] Name Error",
            "services[0].plans[0] Free Error",
            "services[0].plans[0] Bindable Error",
            "services[0].plans[0] Description Warn",
            "services[0].plans[1] Id Error",
            "services[0].plans[1] Name Error",
            "services[0].plans[1] Free Error",
            "services[0].plans[1] Bindable Error",
            "services[0].plans[1] Description Warn",
        ]
    );
    assert!(parity.rows.iter().all(|row| row.remedy == Remedy::Nothing));
}

#[test]
fn one_changed_field_is_one_difference_with_its_weight_and_remedy() {
    let plan = "/services/0/plans/1";
    for (pointer, to, field, severity, verdict, remedy) in [
        ("/services/0/id", json!("other"), Field::Id, Severity::Error, Verdict::Differs, Remedy::PutConsoleIdInBroker),
        (
            "/services/0/id",
            json!(SERVICE.to_uppercase()),
            Field::Id,
            Severity::Error,
            Verdict::Differs,
            Remedy::PutConsoleIdInBroker,
        ),
        (
            "/services/0/name",
            json!("acme-db2"),
            Field::Name,
            Severity::Error,
            Verdict::Differs,
            Remedy::PutConsoleNameInBroker,
        ),
        (
            "/services/0/bindable",
            Value::Null,
            Field::Bindable,
            Severity::Error,
            Verdict::MissingAtBroker,
            Remedy::AlignEitherSide,
        ),
        (
            "/services/0/plan_updateable",
            Value::Null,
            Field::PlanUpdateable,
            Severity::Error,
            Verdict::Differs,
            Remedy::AlignEitherSide,
        ),
        (
            "/services/0/description",
            json!("A data base."),
            Field::Description,
            Severity::Warn,
            Verdict::Differs,
            Remedy::AdoptOrAlignText,
        ),
        (
            "/services/0/description",
            Value::Null,
            Field::Description,
            Severity::Warn,
            Verdict::MissingAtBroker,
            Remedy::AdoptOrAlignText,
        ),
        (&format!("{plan}/id"), json!("x"), Field::Id, Severity::Error, Verdict::Differs, Remedy::PutConsoleIdInBroker),
        (
            &format!("{plan}/name"),
            json!("big"),
            Field::Name,
            Severity::Error,
            Verdict::Differs,
            Remedy::PutConsoleNameInBroker,
        ),
        (&format!("{plan}/free"), Value::Null, Field::Free, Severity::Error, Verdict::Differs, Remedy::AlignEitherSide),
        (
            &format!("{plan}/bindable"),
            Value::Null,
            Field::Bindable,
            Severity::Error,
            Verdict::Differs,
            Remedy::AlignEitherSide,
        ),
        (
            &format!("{plan}/description"),
            json!("Four nodes."),
            Field::Description,
            Severity::Warn,
            Verdict::Differs,
            Remedy::AdoptOrAlignText,
        ),
    ] {
        let broker = changed(pointer, to);
        let parity = compare(&broker);
        // Taking away the service's flag also takes it from the plan that leans on it.
        let of_service = |row: &&&ParityRow| pointer != "/services/0/bindable" || row.path.0.len() == 1;
        let rows = differences(&parity);
        let [row] = rows.iter().filter(of_service).collect::<Vec<_>>()[..] else { panic!("{pointer}: {rows:?}") };
        assert_eq!(
            (&row.field, row.severity, row.verdict, row.remedy),
            (&field, severity, verdict, remedy),
            "{pointer}"
        );
        let errors = rows.iter().filter(|row| row.severity == Severity::Error).count();
        assert_eq!((parity.errors(), parity.warnings()), (errors, rows.len() - errors), "{pointer}");
    }
}

#[test]
fn order_means_nothing() {
    let mut value = catalog();
    value["services"][0]["plans"].as_array_mut().unwrap().reverse();
    value["services"].as_array_mut().unwrap().insert(0, json!({ "id": "z", "name": "zzz" }));
    let parity = compare(&value);
    assert_eq!((parity.errors(), parity.warnings()), (0, 0));
    assert_eq!(parity.rows[0].path.to_string(), "services[1]");
}

#[test]
fn a_plan_on_one_side_only_is_an_error_on_either_side() {
    let mut value = catalog();
    value["services"][0]["plans"][1]["id"] = "33d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a03".into();
    value["services"][0]["plans"][1]["name"] = "huge".into();
    let parity = compare(&value);
    let found: Vec<_> = differences(&parity).into_iter().map(|row| (&row.field, row.verdict, row.remedy)).collect();
    assert_eq!(
        found,
        [
            (&Field::Plan, Verdict::MissingAtBroker, Remedy::AddPlanAtBroker),
            (&Field::Plan, Verdict::MissingInConsole, Remedy::AddPlanInConsoleOrRemoveAtBroker),
        ]
    );
    assert_eq!(parity.errors(), 2);
}

#[test]
fn swapped_plan_names_are_two_wrong_names_and_no_wrong_ids() {
    let mut value = catalog();
    value["services"][0]["plans"][0]["name"] = "large".into();
    value["services"][0]["plans"][1]["name"] = "small".into();
    let parity = compare(&value);
    let found: Vec<_> = differences(&parity).into_iter().map(|row| (&row.field, row.verdict)).collect();
    assert_eq!(found, [(&Field::Name, Verdict::Differs), (&Field::Name, Verdict::Differs)]);
}

#[test]
fn a_service_that_the_broker_lacks_is_one_error_and_one_for_each_plan() {
    let parity = compare(&json!({ "services": [] }));
    assert_eq!((parity.rows.len(), parity.errors()), (3, 3));
    assert_eq!(parity.rows[0].remedy, Remedy::AddServiceAtBroker);
    assert_eq!(parity.rows[0].broker, Shown::Absent);
}

#[test]
fn other_services_of_the_broker_are_only_mentioned() {
    let mut value = catalog();
    value["services"].as_array_mut().unwrap().push(json!({ "id": "z", "name": "other", "plans": [] }));
    let parity = compare(&value);
    let [row] = differences(&parity)[..] else { panic!("one row") };
    assert_eq!((&row.field, row.severity, row.verdict), (&Field::Service, Severity::Info, Verdict::MissingInConsole));
    assert_eq!((parity.errors(), parity.warnings()), (0, 0));
}

#[test]
fn nameless_things_are_never_matched_by_their_missing_name() {
    let nameless = Expected { name: String::new(), ..expected() };
    let value = json!({ "services": [{ "plans": [] }] });
    let catalog = Catalog::read(&value, Source::Broker, OsbVersion::V2_12).catalog;
    assert_eq!(Parity::compare(&nameless, &catalog).rows[0].field, Field::Service);
}

#[test]
fn permissions_are_a_set_and_tags_and_metadata_are_information() {
    let mut value = catalog();
    value["services"][0]["requires"] = json!(["volume_mount", "syslog_drain"]);
    value["services"][0]["plans"][0]["metadata"] = json!({ "displayName": "S" });
    let mut wanted = Expected {
        requires: vec!["syslog_drain".into(), "volume_mount".into()],
        tags: Some(vec!["nosql".into()]),
        metadata: json!({ "displayName": "Acme DB", "longDescription": "long" }),
        ..expected()
    };
    let read = Catalog::read(&value, Source::Broker, OsbVersion::V2_12).catalog;
    let parity = Parity::compare(&wanted, &read);
    let found: Vec<_> = differences(&parity).into_iter().map(|row| (row.field.clone(), row.verdict)).collect();
    assert_eq!(
        found,
        [
            (Field::Tags, Verdict::Differs),
            (Field::Metadata("bullets".into()), Verdict::MissingInConsole),
            (Field::Metadata("longDescription".into()), Verdict::MissingAtBroker),
        ]
    );
    assert_eq!((parity.errors(), parity.warnings()), (0, 0));
    wanted.requires.pop();
    assert_eq!(Parity::compare(&wanted, &read).warnings(), 1);
}

#[test]
fn a_plans_own_flag_for_changes_is_compared_with_the_services() {
    let mut value = catalog();
    value["services"][0]["plans"][0]["plan_updateable"] = false.into();
    let parity = compare(&value);
    let [row] = differences(&parity)[..] else { panic!("one row") };
    assert_eq!((row.path.to_string().as_str(), &row.field), ("services[0].plans[0]", &Field::PlanUpdateable));
}

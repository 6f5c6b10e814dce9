//! Custom service parameters as a provider defines them.

use serde_json::{Value, json};

use super::{Case, case, prove};
use crate::findings::{Finding, Findings};
use crate::parameter::{self, LONGEST_DEFINITION, LONGEST_PATTERNED, MOST_LISTED_OPTIONS, MOST_PARAMETERS};
use crate::rule::parameter as rule;
use crate::text;

const PLAN: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11";
/// An address of no broker.
const VALID: &str = "https://a.example/valid";

pub(super) fn found() -> Findings {
    prove(&good().to_string(), |text| parameter::check(text, &[PLAN.to_owned()]), &cases())
}

#[test]
fn every_rule_of_custom_parameters_holds() {
    assert!(found().iter().all(|finding| !finding.is_missing()));
}

/// One of every base type, and one that depends on others.
fn good() -> Value {
    json!([
        { "name": "size", "displayname": "Size", "type": "dropdown", "required": true, "value": "s",
          "options": [{ "value": "s", "displayname": "Small" }, { "value": "l", "displayname": "Large" }] },
        { "name": "label", "displayname": "Label", "type": "text", "pattern": "[a-z]+", "invalidmessage": "small letters",
          "associations": { "plan": { "showFor": [PLAN] }, "location": { "showFor": ["eu-de"] },
                            "parameters": [{ "name": "size", "showFor": ["l"] }] } },
        { "name": "token", "displayname": "Token", "type": "password" },
        { "name": "backups", "displayname": "Backups", "type": "checkbox", "layout": "vertical", "value": ["d"],
          "options": [{ "value": "d", "displayname": "Daily" }, { "value": "w", "displayname": "Weekly" }] },
        { "name": "tier", "displayname": "Tier", "type": "radio", "options": [{ "value": "1", "displayname": "One" }] },
        { "name": "kind", "displayname": "Kind", "type": "number", "value": 3, "i18n": { "de": { "displayname": "Art" } } },
    ])
}

/// The good definition with another value in place of what a JSON pointer leads to.
fn with(definition: &mut String, pointer: &str, value: Value) {
    let mut all = good();
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    match all.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.insert(member.to_owned(), value)),
        list => list.as_array_mut().unwrap()[member.parse::<usize>().unwrap()] = value,
    }
    *definition = all.to_string();
}

fn without(definition: &mut String, pointer: &str) {
    let mut all = good();
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    all.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(member).unwrap();
    *definition = all.to_string();
}

fn many(count: usize) -> String {
    let one = |at: usize| json!({ "name": format!("p{at}"), "displayname": "P", "type": "text" });
    Value::Array((0..count).map(one).collect()).to_string()
}

fn options(count: usize) -> Value {
    (0..count).map(|at| json!({ "value": format!("v{at}"), "displayname": "V" })).collect()
}

fn cases() -> Vec<Case<String>> {
    [of_the_text(), of_members(), of_names_and_types(), of_values(), of_associations()].into_iter().flatten().collect()
}

fn of_the_text() -> Vec<Case<String>> {
    vec![
        case(
            rule::TOO_LONG,
            |d| *d = format!("[{}]", " ".repeat(LONGEST_DEFINITION - 1)),
            |d| *d = format!("[{}]", " ".repeat(LONGEST_DEFINITION - 2)),
        ),
        case(rule::NOT_JSON, |d| *d = "[{".into(), |d| *d = " \n".into()),
        case(rule::NOT_A_LIST, |d| *d = "{}".into(), |d| *d = "[]".into()),
        case(rule::NOT_A_LIST, |d| *d = "7".into(), |d| *d = "[]".into()),
        case(
            rule::NESTED,
            |d| *d = json!({ "userDefinedService": { "parameters": good() } }).to_string(),
            |d| *d = good().to_string(),
        ),
        case(rule::TOO_MANY, |d| *d = many(MOST_PARAMETERS + 1), |d| *d = many(MOST_PARAMETERS)),
    ]
}

fn of_members() -> Vec<Case<String>> {
    vec![
        case(
            rule::MEMBER_MISSING,
            |d| without(d, "/1/displayname"),
            |d| with(d, "/0/options/1", json!({ "value": "", "displayname": "None" })),
        ),
        case(
            rule::MEMBER_MISSING,
            |d| without(d, "/0/options/1/displayname"),
            |d| with(d, "/1/associations", json!({})),
        ),
        case(rule::MEMBER_TYPE, |d| with(d, "/0/required", json!("yes")), |d| with(d, "/0/required", json!(false))),
        case(rule::MEMBER_TYPE, |d| with(d, "/1", json!("size")), |d| without(d, "/1/associations")),
        case(
            rule::MEMBER_SPELLING,
            |d| with(d, "/1/invalid_message", json!("x")),
            |d| with(d, "/1/invalidmessage", json!("x")),
        ),
        case(rule::MEMBER_UNKNOWN, |d| with(d, "/1/colour", json!("red")), |d| with(d, "/1/hidden", json!(true))),
        case(
            rule::MEMBER_CHARACTER,
            |d| with(d, "/1/displayname", json!("La\u{202e}bel")),
            |d| with(d, "/1/description", json!("Two\nlines")),
        ),
    ]
}

fn of_names_and_types() -> Vec<Case<String>> {
    vec![
        case(rule::NAME_INVALID, |d| with(d, "/1/name", json!("1st")), |d| with(d, "/1/name", json!("_1.a-b"))),
        case(
            rule::NAME_INVALID,
            |d| with(d, "/1/name", json!("a".repeat(65))),
            |d| with(d, "/1/name", json!("a".repeat(64))),
        ),
        case(rule::NAME_RESERVED, |d| with(d, "/1/name", json!("location")), |d| with(d, "/1/name", json!("Location"))),
        case(rule::NAME_TWICE, |d| with(d, "/2/name", json!("label")), |d| with(d, "/2/name", json!("Label"))),
        case(rule::TYPE_UNKNOWN, |d| with(d, "/2/type", json!("colour")), |d| with(d, "/2/type", json!("secret"))),
        case(
            rule::TYPE_UNSUPPORTED,
            |d| with(d, "/2/type", json!("cluster_namespace")),
            |d| with(d, "/2/type", json!("resource_group")),
        ),
    ]
}

fn of_values() -> Vec<Case<String>> {
    vec![
        case(rule::OPTIONS_MISSING, |d| with(d, "/4/options", json!([])), |d| with(d, "/4/type", json!("region"))),
        case(
            rule::OPTION_EMPTY,
            |d| with(d, "/0/options/1/value", json!("")),
            |d| with(d, "/4/options/0/value", json!("")),
        ),
        case(
            rule::OPTION_TWICE,
            |d| with(d, "/0/options/1/value", json!("s")),
            |d| with(d, "/0/options/1/value", json!("S")),
        ),
        case(
            rule::TOO_MANY_OPTIONS,
            |d| with(d, "/4/options", options(MOST_LISTED_OPTIONS + 1)),
            |d| with(d, "/4/options", options(MOST_LISTED_OPTIONS)),
        ),
        case(
            rule::JUDGED_ELSEWHERE,
            |d| with(d, "/0/validationUrl", json!(VALID)),
            |d| with(d, "/0/description", json!(VALID)),
        ),
        case(
            rule::SECRET_JUDGED,
            |d| with(d, "/2/validationUrl", json!(VALID)),
            |d| with(d, "/1/validationUrl", json!(VALID)),
        ),
        case(
            rule::JUDGEMENT_IDLE,
            |d| {
                with(
                    d,
                    "/2",
                    json!({ "name": "t", "displayname": "T", "type": "text", "hidden": true, "validationUrl": VALID }),
                );
            },
            |d| with(d, "/5/validationUrl", json!(VALID)),
        ),
        case(
            rule::ADDRESS_ELSEWHERE,
            |d| with(d, "/0/optionsUrl", json!("https://a.example/options")),
            |d| with(d, "/0/description", json!("https://a.example/options")),
        ),
        case(
            rule::ADDRESS_IDLE,
            |d| with(d, "/1/optionsUrl", json!("https://a.example/options")),
            |d| with(d, "/0/optionsUrl", json!("https://a.example/options")),
        ),
        case(rule::DEFAULT_MISFIT, |d| with(d, "/0/value", json!("S")), |d| with(d, "/0/value", json!("l"))),
        case(rule::DEFAULT_MISFIT, |d| with(d, "/3/value", json!("d")), |d| with(d, "/3/value", json!([]))),
        case(rule::DEFAULT_MISFIT, |d| with(d, "/1/value", json!("ABC")), |d| with(d, "/1/value", json!("abc"))),
        case(
            rule::DEFAULT_MISFIT,
            |d| with(d, "/1/value", json!("a".repeat(LONGEST_PATTERNED + 1))),
            |d| with(d, "/1/value", json!("a".repeat(LONGEST_PATTERNED))),
        ),
        case(rule::DEFAULT_MISFIT, |d| with(d, "/5/value", json!(true)), |d| with(d, "/5/value", json!("3.5"))),
        case(
            rule::NOBODY_CAN_FILL_IN,
            |d| {
                with(
                    d,
                    "/2",
                    json!({ "name": "t", "displayname": "T", "type": "text", "required": true, "hidden": true }),
                );
            },
            |d| with(d, "/0/hidden", json!(true)),
        ),
        case(rule::SECRET_DEFAULT, |d| with(d, "/2/value", json!("hunter2")), |d| with(d, "/1/value", json!("abc"))),
        case(rule::PATTERN_UNREADABLE, |d| with(d, "/1/pattern", json!("(?=a)")), |d| with(d, "/1/pattern", json!(""))),
        case(rule::PATTERN_IDLE, |d| with(d, "/5/pattern", json!("[0-9]")), |d| with(d, "/2/pattern", json!("[0-9]"))),
        case(
            rule::LAYOUT_UNKNOWN,
            |d| with(d, "/3/layout", json!("grid")),
            |d| with(d, "/3/layout", json!("horizontal")),
        ),
    ]
}

fn of_associations() -> Vec<Case<String>> {
    vec![
        case(
            rule::PARAMETER_UNKNOWN,
            |d| with(d, "/1/associations/parameters/0/name", json!("Size")),
            |d| with(d, "/1/associations/parameters/0/name", json!("tier")),
        ),
        case(
            rule::CIRCLE,
            |d| with(d, "/0/associations", json!({ "parameters": [{ "name": "label" }] })),
            |d| with(d, "/0/associations", json!({ "parameters": [{ "name": "tier" }] })),
        ),
        case(
            rule::CIRCLE,
            |d| with(d, "/0/associations", json!({ "parameters": [{ "name": "size" }] })),
            |d| with(d, "/2/associations", json!({ "parameters": [{ "name": "label" }] })),
        ),
        case(
            rule::PLAN_UNKNOWN,
            |d| with(d, "/1/associations/plan/showFor/0", json!("gold")),
            |d| with(d, "/1/associations/plan/showFor", json!([])),
        ),
        case(
            rule::LOCATION_UNKNOWN,
            |d| with(d, "/1/associations/location/showFor/0", json!("moon")),
            |d| with(d, "/1/associations/location/showFor/0", json!("fra02")),
        ),
    ]
}

fn check(definition: &Value) -> Findings {
    parameter::check(&definition.to_string(), &[])
}

#[test]
fn every_finding_names_the_parameter_and_the_member() {
    let definition = json!([{ "type": "text", "displayname": 7 }, { "name": "b", "displayname": "B", "type": "text",
        "associations": { "parameters": [{ "showFor": "x" }] } }]);
    let told: Vec<String> = check(&definition).iter().map(text::what).collect();
    for (parameter, member) in [("parameter 1", "name"), ("parameter 1", "displayname"), ("b", "parameters[0].showFor")]
    {
        assert!(told.iter().any(|what| what.contains(parameter) && what.contains(member)), "{member}: {told:?}");
    }
}

#[test]
fn an_older_spelling_is_refused_with_the_one_that_counts() {
    let mut older = good();
    let label = older[1].as_object_mut().unwrap();
    let message = label.remove("invalidmessage").unwrap();
    label.insert("invalid_message".to_owned(), message);
    for definition in [json!({ "userDefinedService": older }), json!([{ "userDefinedService": older[1] }]), older] {
        let findings = check(&definition);
        let suggested = findings.iter().find_map(|finding: &Finding| finding.suggestion.clone()).unwrap();
        let mended: Value = serde_json::from_str(&suggested).unwrap();
        assert!(mended.to_string().contains("\"invalidmessage\""), "{mended}");
        assert!(check(&mended).iter().all(|finding| finding.suggestion.is_none()), "{mended}");
    }
}

#[test]
fn a_flood_of_findings_is_cut_and_no_error_is_lost_among_warnings() {
    let mut flooded = json!({ "name": "a", "displayname": "A", "type": "nothing" });
    for at in 0..300 {
        flooded.as_object_mut().unwrap().insert(format!("a{at}"), json!(0));
    }
    let findings = check(&json!([flooded]));
    assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [rule::TYPE_UNKNOWN]);
}

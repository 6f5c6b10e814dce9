//! What a form shows and what a broker gets of it.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::rule::{RuleId, instance as rule};

fn typed(pairs: &[(&str, &[&str])]) -> Typed {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    pairs.iter().map(|(name, entries)| ((*name).to_owned(), texts(entries))).collect()
}

fn one(members: Value) -> Vec<Parameter> {
    let mut all = json!({ "name": "p", "displayname": "P" });
    all.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    read(&Value::Array(vec![all]).to_string())
}

fn sent(parameters: &[Parameter], pairs: &[(&str, &[&str])]) -> Result<Map<String, Value>, Vec<RuleId>> {
    let (sent, found) = values(parameters, Chosen::default(), &typed(pairs));
    if found.is_empty() { Ok(sent) } else { Err(found.iter().map(|finding| finding.rule).collect()) }
}

/// The value of the only parameter; `Null` if nothing is sent.
fn value(members: Value, entries: &[&str]) -> Value {
    let mut sent = sent(&one(members), &[("p", entries)]).unwrap();
    sent.remove("p").unwrap_or_default()
}

fn refused(members: Value, entries: &[&str]) -> Vec<RuleId> {
    sent(&one(members), &[("p", entries)]).unwrap_err()
}

const AB: [&str; 2] = ["a", "b"];

fn options() -> Value {
    AB.map(|value| json!({ "value": value, "displayname": value.to_uppercase() })).to_vec().into()
}

#[test]
fn every_kind_sends_a_value_of_its_type() {
    for kind in ["text", "textarea", "password", "secret", "combo"] {
        assert_eq!(value(json!({ "type": kind, "options": options() }), &["free"]), json!("free"), "{kind}");
    }
    assert_eq!(value(json!({ "type": "textarea" }), &["two\r\nlines"]), json!("two\nlines"));
    assert_eq!(value(json!({ "type": "number" }), &[" 3 "]), json!(3));
    assert_eq!(value(json!({ "type": "number" }), &["0.5"]), json!(0.5));
    for kind in ["dropdown", "radio"] {
        assert_eq!(value(json!({ "type": kind, "options": options() }), &["", "b"]), json!("b"), "{kind}");
    }
    for kind in ["checkbox", "multiselect"] {
        let members = json!({ "type": kind, "options": options() });
        assert_eq!(value(members.clone(), &["", "b", "a"]), json!(["a", "b"]), "{kind}: the order of the options");
        assert_eq!(value(members, &[""]), json!([]), "{kind}");
    }
    assert_eq!(value(json!({ "type": "checkbox" }), &["", "true"]), json!(true));
    assert_eq!(value(json!({ "type": "checkbox" }), &[""]), json!(false));
    assert_eq!(value(json!({ "type": "region" }), &["eu-de"]), json!("eu-de"));
    assert_eq!(value(json!({ "type": "resource_group" }), &["default"]), json!("default"));
    assert_eq!(value(json!({ "type": "text" }), &[""]), Value::Null);
}

#[test]
fn what_a_definition_forbids_is_refused() {
    for kind in ["dropdown", "radio", "checkbox", "multiselect"] {
        let members = json!({ "type": kind, "options": options() });
        assert_eq!(refused(members, &["c"]), [rule::VALUE_IS_NO_OPTION], "{kind}");
    }
    assert_eq!(refused(json!({ "type": "region" }), &["moon"]), [rule::VALUE_IS_NO_OPTION]);
    for wrong in ["x", "1,5", "1e999", "NaN", "[1]", "0x10"] {
        assert_eq!(refused(json!({ "type": "number" }), &[wrong]), [rule::VALUE_IS_NO_NUMBER], "{wrong}");
    }
    assert_eq!(refused(json!({ "type": "text", "pattern": "[a-z]+" }), &["ab1"]), [rule::VALUE_MISFIT]);
    for kind in ["text", "number", "password"] {
        assert_eq!(refused(json!({ "type": kind, "required": true }), &[""]), [rule::VALUE_MISSING], "{kind}");
    }
    assert_eq!(refused(json!({ "type": "checkbox", "required": true }), &[""]), [rule::VALUE_MISSING]);
    let list = json!({ "type": "multiselect", "required": true, "options": options() });
    assert_eq!(refused(list.clone(), &[""]), [rule::VALUE_MISSING]);
    assert_eq!(refused(list, &["", "a", "b", "a"]), [rule::VALUE_IS_NO_OPTION], "more than there are");
}

#[test]
fn nothing_fits_a_pattern_that_cannot_be_read() {
    for pattern in ["(?=a)", "(?:a{1000}){1000}"] {
        assert_eq!(refused(json!({ "type": "text", "pattern": pattern }), &["a"]), [rule::VALUE_MISFIT], "{pattern}");
    }
}

#[test]
fn a_text_with_a_pattern_is_shorter_than_others_may_be() {
    let (most, more) = ("a".repeat(LONGEST_PATTERNED), "a".repeat(LONGEST_PATTERNED + 1));
    let (free, most_free) = (json!({ "type": "textarea" }), "a".repeat(LONGEST_VALUE));
    assert_eq!(value(free.clone(), &[&most_free]), json!(most_free));
    assert_eq!(refused(free, &[&format!("{most_free}a")]), [rule::VALUE_TOO_LONG]);
    for kind in ["text", "textarea", "password", "secret"] {
        let members = json!({ "type": kind, "pattern": "a+" });
        assert_eq!(value(members.clone(), &[&most]), json!(most), "{kind}");
        assert_eq!(refused(members, &[&more]), [rule::VALUE_TOO_LONG], "{kind}");
    }
    let combo = json!({ "type": "combo", "options": options(), "pattern": "a+" });
    assert_eq!(value(combo, &[&more]), json!(more), "its pattern is not asked");
}

#[test]
fn no_finding_quotes_what_was_typed() {
    let parameters = one(json!({ "type": "password", "pattern": "[a-z]+" }));
    let (_, found) = values(&parameters, Chosen::default(), &typed(&[("p", &["HUNTER2"])]));
    assert!(found.len() == 1 && !serde_json::to_string(&found).unwrap().contains("HUNTER2"));
}

#[test]
fn a_default_is_sent_unless_somebody_typed_something_else_and_by_those_who_could_not() {
    let size = |more: Value| {
        let mut members = json!({ "type": "dropdown", "options": options(), "value": "a" });
        members.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        one(members)
    };
    assert_eq!(sent(&size(json!({})), &[]).unwrap()["p"], "a");
    assert_eq!(sent(&size(json!({})), &[("p", &["b"])]).unwrap()["p"], "b");
    for locked in [json!({ "hidden": true }), json!({ "readonly": true })] {
        assert_eq!(sent(&size(locked), &[("p", &["b"])]).unwrap()["p"], "a", "nobody can type it");
    }
    assert!(sent(&one(json!({ "type": "checkbox", "options": options() })), &[]).unwrap().is_empty());
}

/// `detail` is for one plan, one place, and only where `mode` is `full`; `more` depends on `detail`.
fn associated() -> Vec<Parameter> {
    let mode = json!([{ "value": "plain", "displayname": "P" }, { "value": "full", "displayname": "F" }]);
    let definition = json!([
        { "name": "mode", "displayname": "M", "type": "radio", "options": mode, "value": "plain" },
        { "name": "detail", "displayname": "D", "type": "text", "required": true, "associations": {
            "plan": { "showFor": ["gold"] }, "location": { "showFor": ["eu-de"] },
            "parameters": [{ "name": "mode", "showFor": ["full"] }] } },
        { "name": "more", "displayname": "N", "type": "text", "associations": { "parameters": [{ "name": "detail" }] } },
    ]);
    read(&definition.to_string())
}

fn names(chosen: Chosen<'_>, pairs: &[(&str, &[&str])]) -> Vec<String> {
    let parameters = associated();
    shown(&parameters, chosen, &typed(pairs)).into_iter().map(|(_, parameter)| parameter.name.clone()).collect()
}

#[test]
fn what_is_shown_follows_from_plan_place_and_other_values() {
    let here = Chosen { plan: "gold", location: "eu-de" };
    assert_eq!(names(here, &[]), ["mode"]);
    assert_eq!(names(here, &[("mode", &["full"])]), ["mode", "detail"]);
    assert_eq!(names(here, &[("mode", &["full"]), ("detail", &["x"])]), ["mode", "detail", "more"]);
    let within = Chosen { location: "fra02", ..here };
    assert_eq!(names(within, &[("mode", &["full"])]), ["mode", "detail"], "a data center lies within its region");
    for elsewhere in [Chosen { plan: "lite", ..here }, Chosen { location: "eu-nl", ..here }, Chosen::default()] {
        let typed: &[(&str, &[&str])] = &[("mode", &["full"]), ("detail", &["x"])];
        assert_eq!(names(elsewhere, typed), ["mode"], "{elsewhere:?}");
    }
}

#[test]
fn what_is_not_shown_is_neither_judged_nor_sent() {
    let sent = sent(&associated(), &[("mode", &["plain"]), ("detail", &[""]), ("more", &["x"])]).unwrap();
    assert_eq!(Value::Object(sent), json!({ "mode": "plain" }));
}

#[test]
fn a_box_that_is_not_ticked_is_a_no_that_others_can_depend_on() {
    let definition = json!([
        { "name": "own", "displayname": "O", "type": "checkbox" },
        { "name": "why", "displayname": "W", "type": "text",
          "associations": { "parameters": [{ "name": "own", "showFor": [false] }] } },
    ]);
    let parameters = read(&definition.to_string());
    assert_eq!(shown(&parameters, Chosen::default(), &Typed::new()).len(), 2);
    assert_eq!(shown(&parameters, Chosen::default(), &typed(&[("own", &["", "true"])])).len(), 1);
}

#[test]
fn a_web_of_associations_is_decided_at_once_and_a_circle_shows_nothing() {
    let all: Vec<Value> = (0..MOST_PARAMETERS)
        .map(|at| {
            let others: Vec<Value> = (0..at).map(|other| json!({ "name": format!("p{other}") })).collect();
            json!({ "name": format!("p{at}"), "displayname": "P", "type": "text", "value": "x",
                    "associations": { "parameters": others } })
        })
        .collect();
    let parameters = read(&Value::Array(all).to_string());
    assert_eq!(shown(&parameters, Chosen::default(), &Typed::new()).len(), MOST_PARAMETERS);
    let circle = json!({ "type": "text", "value": "x", "associations": { "parameters": [{ "name": "p" }] } });
    assert!(shown(&one(circle), Chosen::default(), &Typed::new()).is_empty());
}

#[test]
fn a_form_is_filled_in_with_what_it_takes() {
    let parameters = associated();
    let here = Chosen { plan: "gold", location: "eu-de" };
    assert!(filled(&parameters, here).is_empty(), "a default is there");
    for members in [
        json!({ "type": "text", "pattern": "[0-9]{2}" }),
        json!({ "type": "number" }),
        json!({ "type": "checkbox" }),
        json!({ "type": "radio", "options": options() }),
        json!({ "type": "multiselect", "options": options() }),
        json!({ "type": "region" }),
        json!({ "type": "secret" }),
    ] {
        let mut members = members;
        members["required"] = true.into();
        let parameters = one(members.clone());
        let typed = filled(&parameters, Chosen::default());
        assert!(values(&parameters, Chosen::default(), &typed).1.is_empty(), "{members}");
    }
}

#[test]
fn controls_are_told_by_the_name_of_their_parameter() {
    for (kind, name) in [("text", "parameter[p]"), ("secret", "secret[p]")] {
        let [parameter] = one(json!({ "type": kind })).try_into().unwrap();
        assert_eq!(parameter.input_name(), name);
        assert_eq!((parse_input(name), is_secret_input(name)), (Some("p"), kind == "secret"));
    }
    for name in ["parameter", "parameter[]", "parameter[p", "parameters[p]", "secret", "instance[name]", "operation"] {
        assert_eq!(parse_input(name), None, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_definition_and_no_value_makes_anything_panic(name in ".{0,8}", text in "(?s).{0,20}", kind in 0usize..12) {
        let definition = json!([
            { "name": name, "displayname": text, "type": Kind::ALL[kind].name(), "pattern": text, "value": text,
              "options": [{ "value": text, "displayname": name }], "associations": { "parameters": [{ "name": name }] } },
            { "name": "b", "type": Kind::ALL[kind].name(), "required": true, "pattern": text, "options": text },
        ]).to_string();
        let parameters = read(&definition);
        let (name, text) = (name.as_str(), text.as_str());
        let sent = typed(&[("b", &[text]), (name, &[name, text])]);
        let (_, found) = values(&parameters, Chosen::default(), &sent);
        for finding in check(&definition, &[]).iter().chain(&found) {
            prop_assert!(!crate::text::what(finding).is_empty() && !crate::text::fix(finding).is_empty());
        }
        prop_assert!(check(text, &[]).iter().all(|finding| !crate::text::what(finding).is_empty()));
    }
}

#[test]
fn options_that_nobody_told_judge_nothing_and_those_that_were_told_do() {
    for (kind, expected) in [("dropdown", json!("z")), ("multiselect", json!(["z"])), ("checkbox", json!(["z"]))] {
        let members = json!({ "type": kind, "required": true, "optionsUrl": "https://a.example/options" });
        assert_eq!(value(members.clone(), &["", "z"]), expected, "{kind}");
        assert_eq!(refused(members.clone(), &[""]), [rule::VALUE_MISSING], "{kind}");
        let mut all = one(members);
        all[0].answer(told(&json!({ "options": [{ "value": "a" }] })).unwrap());
        assert_eq!(sent(&all, &[("p", &["z"])]).unwrap_err(), [rule::VALUE_IS_NO_OPTION], "{kind}");
        assert!(sent(&all, &[("p", &["a"])]).is_ok(), "{kind}");
    }
}

#[test]
fn options_are_asked_for_at_the_address_of_a_broker_and_nowhere_else() {
    let definition = |url: &str| json!([{ "name": "p", "displayname": "P", "type": "dropdown", "optionsUrl": url }]);
    let origins = ["https://broker.example".to_owned()];
    let found = |url: &str| check_beside(&definition(url).to_string(), &[], &origins);
    assert!(found("https://broker.example/options?a=b").is_empty());
    for host in ["http://broker.example", "https://broker.example.evil.example", "https://broker.example@evil.example"]
    {
        let elsewhere = format!("{host}/options");
        let rules: Vec<RuleId> = found(&elsewhere).iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, [crate::rule::parameter::ADDRESS_ELSEWHERE], "{elsewhere}");
    }
}

#[test]
fn a_value_is_judged_at_the_address_of_a_broker_and_nowhere_else_and_never_a_secret() {
    let origins = ["https://broker.example".to_owned()];
    let found = |kind: &str, url: &str| -> Vec<RuleId> {
        let definition = json!([{ "name": "p", "displayname": "P", "type": kind, "validationUrl": url }]);
        check_beside(&definition.to_string(), &[], &origins).iter().map(|finding| finding.rule).collect()
    };
    assert!(found("text", "https://broker.example/valid").is_empty());
    assert_eq!(found("secret", "https://broker.example/valid"), [crate::rule::parameter::SECRET_JUDGED]);
    for elsewhere in ["http://broker.example/v", "https://broker.example@evil.example/v", "valid"] {
        assert_eq!(found("text", elsewhere), [crate::rule::parameter::JUDGED_ELSEWHERE], "{elsewhere}");
    }
}

#[test]
fn options_are_asked_for_again_where_an_association_says_so_and_the_provider_tells_them() {
    let refreshes = |members: Value| one(members)[0].refreshes;
    let url = "https://broker.example/options";
    for associations in [
        json!({ "plan": { "optionsRefresh": true } }),
        json!({ "parameters": [{ "name": "q" }, { "name": "r", "optionsRefresh": true }] }),
    ] {
        let told = json!({ "type": "dropdown", "optionsUrl": url, "associations": associations });
        assert!(refreshes(told), "{associations}");
        let listed = json!({ "type": "dropdown", "options": options(), "associations": associations });
        assert!(!refreshes(listed), "{associations}");
    }
    assert!(!refreshes(json!({ "type": "dropdown", "optionsUrl": url })));
    let never = json!({ "plan": { "optionsRefresh": false } });
    assert!(!refreshes(json!({ "type": "dropdown", "optionsUrl": url, "associations": never })));
}

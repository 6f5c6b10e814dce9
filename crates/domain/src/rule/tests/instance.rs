//! What somebody asks for when they create an instance.

use super::{Case, case, chars, prove};
use crate::catalog::Details;
use crate::deployment::DeploymentState;
use crate::findings::{Finding, Findings};
use crate::new_instance::{LONGEST_PARAMETERS, NewInstanceDraft};
use crate::parameter::{LONGEST_PATTERNED, Verdict, read, to_judge, values};
use crate::rule::{any, instance as rule};
use crate::sample;

type Asked = (NewInstanceDraft, Details);

const PARAMETERS: &str = r#"[
    { "name": "token", "displayname": "Token", "type": "password", "required": true, "pattern": "[a-z0-9-]+" },
    { "name": "size", "displayname": "Size", "type": "dropdown", "options": [{ "value": "s", "displayname": "S" }] },
    { "name": "nodes", "displayname": "Nodes", "type": "number", "value": 3 }
]"#;

fn type_in(draft: &mut NewInstanceDraft, name: &str, typed: &str) {
    draft.values.insert(name.to_owned(), vec![typed.to_owned()]);
}

pub(super) fn found() -> Findings {
    let mut found = prove(&good(), |(draft, offered)| draft.check(offered), &cases());
    found.extend(judged_by_the_provider());
    found
}

/// What is told of a value that the provider refuses, and of one about which it gives no answer; nothing of a valid one.
fn judged_by_the_provider() -> Findings {
    let (draft, offered) = good();
    let parameters = read(
        r#"[{ "name": "token", "displayname": "Alias", "type": "text", "validationUrl": "https://a.example/valid" }]"#,
    );
    let (sent, _) = values(&parameters, draft.chosen(), &draft.values);
    let asked = to_judge(&parameters, draft.chosen(), &draft.values, &sent);
    assert!(asked[0].finding(Some(Verdict::Valid)).is_none() && draft.check(&offered).is_empty());
    let refused = Verdict::Invalid("the alias is taken".to_owned());
    [Some(refused), None].into_iter().filter_map(|verdict| asked[0].finding(verdict)).collect()
}

/// Gold in Frankfurt; Lite in Amsterdam too.
fn good() -> Asked {
    let mut offering = sample::offering();
    PARAMETERS.clone_into(&mut offering.settings.draft.parameters);
    let mut elsewhere = sample::deployment(DeploymentState::PublishedLimited);
    (elsewhere.plan, elsewhere.location) = (sample::free_plan().id, "eu-nl".to_owned());
    let mut here = sample::deployment(DeploymentState::PublishedLimited);
    (here.plan, here.location) = (sample::subscription().id, "eu-de".to_owned());
    offering.deployments = vec![here, elsewhere];
    offering.plans[0].draft.locations.push("eu-nl".to_owned());
    let offered = Details::of(&offering, true, sample::at(0));
    let draft = NewInstanceDraft {
        plan: sample::subscription().id.to_string(),
        location: "eu-de".to_owned(),
        name: "search-production".to_owned(),
        parameters: String::new(),
        values: [("token", "s3cret-1")].map(|(name, typed)| (name.to_owned(), vec![typed.to_owned()])).into(),
        terms: offered.terms_url.clone(),
    };
    (draft, offered)
}

#[test]
fn every_rule_of_instances_holds() {
    assert!(found().iter().any(Finding::is_missing));
}

fn padded(length: usize) -> String {
    format!("{{{}}}", " ".repeat(length - 2))
}

fn cases() -> Vec<Case<Asked>> {
    vec![
        case(rule::PLAN_MISSING, |(d, _)| d.plan.clear(), |(d, _)| d.plan = "gold".into()),
        case(any::NOT_A_CHOICE, |(d, _)| d.plan = "gold".into(), |(d, _)| d.plan.clear()),
        case(rule::LOCATION_MISSING, |(d, _)| d.location.clear(), |(d, _)| d.location = "us-south".into()),
        case(any::NOT_A_CHOICE, |(d, _)| d.location = "us-south".into(), |(d, _)| d.location = "eu-nl".into()),
        case(
            rule::NOT_DEPLOYED_THERE,
            |(d, _)| d.location = "eu-nl".into(),
            |(d, _)| (d.plan, d.location) = (sample::free_plan().id.to_string(), "eu-nl".to_owned()),
        ),
        case(rule::NAME_MISSING, |(d, _)| d.name = " ".into(), |(d, _)| d.name = "s".into()),
        case(rule::NAME_TOO_LONG, |(d, _)| d.name = chars(181), |(d, _)| d.name = chars(180)),
        case(rule::NAME_CHARACTER, |(d, _)| d.name = "a/b".into(), |(d, _)| d.name = "Über 9: a_b-c.d".into()),
        case(
            rule::PARAMETERS_TOO_LONG,
            |(d, _)| d.parameters = padded(LONGEST_PARAMETERS + 1),
            |(d, _)| d.parameters = padded(LONGEST_PARAMETERS),
        ),
        case(
            rule::PARAMETERS_ARE_NO_JSON,
            |(d, _)| d.parameters = "{\"a\":".into(),
            |(d, _)| d.parameters = " ".into(),
        ),
        case(rule::PARAMETERS_ARE_NO_OBJECT, |(d, _)| d.parameters = "[1]".into(), |(d, _)| d.parameters = "{}".into()),
        case(
            rule::PARAMETER_RESERVED,
            |(d, _)| d.parameters = "{\"location\":\"eu-nl\"}".into(),
            |(d, _)| d.parameters = "{\"Location\":\"eu-nl\"}".into(),
        ),
        case(
            rule::PARAMETER_HAS_A_FIELD,
            |(d, _)| d.parameters = "{\"nodes\":3}".into(),
            |(d, _)| d.parameters = "{\"node\":3}".into(),
        ),
        case(rule::VALUE_MISSING, |(d, _)| d.values.clear(), |(d, _)| type_in(d, "size", "")),
        case(
            rule::VALUE_TOO_LONG,
            |(d, _)| type_in(d, "token", &chars(LONGEST_PATTERNED + 1)),
            |(d, _)| type_in(d, "token", &chars(LONGEST_PATTERNED)),
        ),
        case(rule::VALUE_IS_NO_OPTION, |(d, _)| type_in(d, "size", "S"), |(d, _)| type_in(d, "size", "s")),
        case(rule::VALUE_IS_NO_NUMBER, |(d, _)| type_in(d, "nodes", "3,5"), |(d, _)| type_in(d, "nodes", " -3.5e2 ")),
        case(rule::VALUE_MISFIT, |(d, _)| type_in(d, "token", "no token"), |(d, _)| type_in(d, "token", "a-token")),
        case(rule::TERMS_NOT_ACCEPTED, |(d, _)| d.terms.clear(), |(d, o)| (d.terms, o.terms_url) = Default::default()),
        case(
            rule::TERMS_CHANGED,
            |(_, o)| o.terms_url = "https://northwind.example/terms/2".into(),
            |(d, o)| {
                o.terms_url = "https://northwind.example/terms/2".into();
                d.terms = o.terms_url.clone();
            },
        ),
    ]
}

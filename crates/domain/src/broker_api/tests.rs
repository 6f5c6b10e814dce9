use std::collections::BTreeSet;

use super::curl::variables;
use super::*;
use crate::instance::OperationKind as Kind;
use crate::sample;

const ALL: Abilities = Abilities { bindable: true, plan_updateable: true, async_bindings: true };

fn left_out(of: Abilities) -> Vec<(Endpoint, LeftOut)> {
    Endpoint::ALL.into_iter().filter_map(|endpoint| Some((endpoint, endpoint.left_out(of)?))).collect()
}

fn example() -> Example {
    Example {
        purpose: Purpose::Only,
        method: "PUT".to_owned(),
        target: "/v2/service_instances/a%2Fb?accepts_incomplete=true".to_owned(),
        query: vec![("accepts_incomplete".to_owned(), "true".to_owned())],
        headers: vec![("x-broker-api-version".to_owned(), "2.17".to_owned())],
        body: Some(r#"{"context":{"name":"it's"},"plan_id":"p"}"#.to_owned()),
    }
}

#[test]
fn an_offering_that_can_do_everything_is_told_of_every_call() {
    assert_eq!(left_out(ALL), []);
}

#[test]
fn without_bindings_there_is_no_call_about_them() {
    let of_bindings = [Endpoint::Bind, Endpoint::BindingLastOperation, Endpoint::FetchBinding, Endpoint::Unbind];
    let expected = of_bindings.map(|endpoint| (endpoint, LeftOut::NotBindable));
    assert_eq!(left_out(Abilities { bindable: false, ..ALL }), expected);
}

#[test]
fn plans_that_stay_are_not_changed() {
    let expected = [(Endpoint::Update, LeftOut::PlansFixed)];
    assert_eq!(left_out(Abilities { plan_updateable: false, ..ALL }), expected);
}

#[test]
fn before_2_14_bindings_are_made_at_once_and_nothing_is_fetched() {
    let expected = [
        (Endpoint::FetchInstance, LeftOut::TooOld),
        (Endpoint::BindingLastOperation, LeftOut::Synchronous),
        (Endpoint::FetchBinding, LeftOut::Synchronous),
    ];
    assert_eq!(left_out(Abilities { async_bindings: false, ..ALL }), expected);
}

#[test]
fn the_extension_belongs_to_every_offering() {
    let nothing = Abilities { bindable: false, plan_updateable: false, async_bindings: false };
    let told: Vec<Endpoint> =
        Endpoint::ALL.into_iter().filter(|endpoint| endpoint.left_out(nothing).is_none()).collect();
    let always = [
        Endpoint::Catalog,
        Endpoint::Provision,
        Endpoint::LastOperation,
        Endpoint::FetchState,
        Endpoint::SetState,
        Endpoint::Deprovision,
    ];
    assert_eq!(told, always);
}

#[test]
fn what_an_offering_can_do_is_read_off_its_settings_and_what_the_broker_says_of_its_plans() {
    let mut offering = sample::offering();
    let broker = Some(offering.brokers[0].id);
    assert_eq!(Abilities::of(&offering, broker, true), ALL);
    "no".clone_into(&mut offering.settings.draft.bindable);
    "no".clone_into(&mut offering.settings.draft.plan_updateable);
    assert_eq!(Abilities::of(&offering, broker, true), Abilities { bindable: false, plan_updateable: false, ..ALL });
    let catalog = offering.brokers[0].last_fetch.as_mut().unwrap().catalog.as_mut().unwrap();
    catalog.services[0].plans[1].bindable = Some(true);
    assert!(Abilities::of(&offering, broker, true).bindable, "one plan can be bound");
    assert!(!Abilities::of(&offering, None, true).bindable, "nobody says so of a broker that is not there");
}

#[test]
fn the_example_is_of_what_the_broker_serves() {
    let mut offering = sample::offering();
    let (lite, gold) = (offering.plans[0].id, offering.plans[1].id);
    let broker = Some(offering.brokers[0].id);
    offering.plans[0].draft.locations = vec![String::new(), "us-south".to_owned()];
    offering.deployments[0].plan = gold;
    let of = |offering: &Offering| {
        let ExampleInstance { plan, new_plan, location } = ExampleInstance::of(offering, broker);
        (plan, new_plan, location)
    };
    assert_eq!(of(&offering), (gold, lite, "eu-de".to_owned()));
    offering.deployments.clear();
    assert_eq!(of(&offering), (lite, gold, "us-south".to_owned()), "as it is going to be sold");
    offering.plans.truncate(1);
    assert_eq!(of(&offering), (lite, lite, "us-south".to_owned()), "there is no other plan");
    offering.plans.clear();
    let nothing = PlanId::new(Uuid::nil());
    assert_eq!(of(&offering), (nothing, nothing, GLOBAL.to_owned()));
}

#[test]
fn a_call_is_one_command_whose_texts_stay_within_their_quotes() {
    let line = example().curl(Some(&sample::broker().draft));
    let expected = r#"curl -gisS -u "$BROKER_USER:$BROKER_PASSWORD" -X PUT \
  "$BROKER_URL"'/v2/service_instances/a%2Fb?accepts_incomplete=true' \
  -H 'x-broker-api-version: 2.17' \
  -d '{"context":{"name":"it'\''s"},"plan_id":"p"}'"#;
    assert_eq!(line, expected);
    let bare = Example { headers: Vec::new(), body: None, ..example() }.curl(None);
    assert!(bare.ends_with("accepts_incomplete=true'"), "{bare}");
}

#[test]
fn the_variables_hold_the_saved_address_and_no_credentials() {
    let draft =
        |url: &str| BrokerDraft { url: url.to_owned(), username: "platform".to_owned(), ..BrokerDraft::default() };
    let url = |url: &str| {
        let text = variables(Some(&draft(url)));
        assert!(!text.contains("platform"), "{text}");
        text.lines().next().unwrap().to_owned()
    };
    assert_eq!(url(" https://b.example/osb/ "), "BROKER_URL='https://b.example/osb'");
    assert_eq!(url("https://b.example/it's"), r"BROKER_URL='https://b.example/it'\''s'");
    let sample = "BROKER_URL='http://127.0.0.1:5000'";
    for none in ["", "b.example", "'; touch a7; '", "https://me:word@b.example", "https://b.example?a=b"] {
        assert_eq!(url(none), sample, "{none}");
    }
    let text = variables(None);
    assert_eq!(text, format!("{sample}\nBROKER_USER='broker'\nBROKER_PASSWORD='secret'"));
}

#[test]
fn a_broker_that_wants_a_token_is_sent_one() {
    for (auth_scheme, username) in [("bearer", ""), ("bearer", "apikey"), ("bearer-crn", "")] {
        let (auth_scheme, username) = (auth_scheme.to_owned(), username.to_owned());
        let draft = BrokerDraft { auth_scheme, username, ..BrokerDraft::default() };
        assert_eq!(variables(Some(&draft)), "BROKER_URL='http://127.0.0.1:5000'\nBROKER_TOKEN='secret'");
        let line = example().curl(Some(&draft));
        assert!(line.starts_with(r#"curl -gisS -H "Authorization: Bearer $BROKER_TOKEN" -X PUT"#), "{line}");
        assert!(!line.contains("BROKER_PASSWORD"), "{line}");
    }
}

#[test]
fn the_certificates_of_an_authority_are_the_readers_to_keep() {
    let draft = BrokerDraft { ca_pem: "-----BEGIN CERTIFICATE-----".to_owned(), ..sample::broker().draft };
    assert!(variables(Some(&draft)).ends_with("\nBROKER_CA='broker-ca.pem'"));
    let line = example().curl(Some(&draft));
    assert!(line.starts_with(r#"curl -gisS --cacert "$BROKER_CA" -u "#), "{line}");
}

#[test]
fn a_body_is_shown_in_lines_and_as_it_is_where_it_is_no_json() {
    let body = example().shown_body().unwrap();
    assert!(body.contains("\n  \"plan_id\": \"p\""), "{body}");
    let text = Example { body: Some("no JSON".to_owned()), ..example() };
    assert_eq!(text.shown_body().as_deref(), Some("no JSON"));
}

#[test]
fn every_call_tells_its_answers_apart_and_has_an_anchor_of_its_own() {
    let names: BTreeSet<&str> = Endpoint::ALL.iter().map(|endpoint| endpoint.name()).collect();
    assert_eq!(names.len(), Endpoint::ALL.len());
    for endpoint in Endpoint::ALL {
        let answers = endpoint.answers();
        let unique: BTreeSet<Said> = answers.iter().copied().collect();
        assert_eq!(unique.len(), answers.len(), "{endpoint:?}");
        assert!(answers.contains(&Said::Silence) && answers.contains(&Said::ServerError), "{endpoint:?}");
    }
}

#[test]
fn a_poll_belongs_to_a_change_only_where_plans_can_be_changed() {
    let poll = Endpoint::LastOperation;
    assert_eq!(poll.operations(ALL), [Kind::Provision, Kind::Update, Kind::Deprovision]);
    assert_eq!(poll.operations(Abilities { plan_updateable: false, ..ALL }), [Kind::Provision, Kind::Deprovision]);
}

#[test]
fn an_answer_means_one_thing_if_it_does_whatever_is_under_way() {
    let follows = |kind, meaning| Follows { during: Some(kind), meaning };
    let of = |follows: Vec<Follows>| Answer { said: Said::Failed, follows }.meaning();
    let failed = follows(Kind::Update, Meaning::Failed);
    assert_eq!(of(vec![failed, follows(Kind::Provision, Meaning::Failed)]), Some(Meaning::Failed));
    assert_eq!(of(vec![failed, follows(Kind::Provision, Meaning::CleanedUp)]), None);
    assert_eq!(of(Vec::new()), None);
}

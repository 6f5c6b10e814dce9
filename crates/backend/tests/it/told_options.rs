//! What a provider tells while somebody orders: options and judgements of values, from its address to the order. The
//! house's broker answers every address of the provider with what it is told to say.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Method, StatusCode};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use secrecy::SecretString;
use serde_json::{Value, json};
use slipway_backend::Attempt;
use slipway_backend::demo::OFFERING;
use slipway_domain::broker::{BrokerDraft, BrokerRecord};
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::new_instance::NewInstanceDraft;
use slipway_domain::parameter::{Chosen, Parameter};
use slipway_domain::rejection::Rejection;
use slipway_domain::rule::instance as rule;
use slipway_domain::text;
use slipway_osb::fake::{Misbehaviour, Seen};
use tokio::sync::mpsc::unbounded_channel;
use url::Url;

use crate::instances::plan;
use crate::parameters::{ordered, typed};
use crate::support::{CLARA, House, KIM, rejection};
use crate::usage::issuer;

/// Published with the parameters that `definition` makes of the address of the broker.
pub(crate) async fn published(definition: impl Fn(&str) -> Value) -> House {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let settings = kim.offering(OFFERING).await.unwrap().offering.settings;
    let mut draft = settings.draft.clone();
    draft.parameters = definition(&house.broker.url()).to_string();
    let attempt = Attempt { revision: settings.revision, operation: "" };
    kim.save_settings(OFFERING, attempt, &draft).await.unwrap();
    house.publish_limited().await;
    house
}

fn size(url: &str) -> Value {
    let address = format!("{url}/options");
    json!([{ "name": "size", "displayname": "Size", "type": "dropdown", "required": true, "optionsUrl": address }])
}

/// Two texts, of which the first is judged by the provider, and a secret.
pub(crate) fn alias(url: &str) -> Value {
    let address = format!("{url}/valid");
    json!([
        { "name": "alias", "displayname": "Alias", "type": "text", "validationUrl": address },
        { "name": "zone", "displayname": "Zone", "type": "text" },
        { "name": "token", "displayname": "Token", "type": "password" },
    ])
}

pub(crate) fn tells(answer: Value) -> Misbehaviour {
    Misbehaviour::WrongTypes(answer)
}

fn sizes() -> Misbehaviour {
    tells(json!({ "options": [{ "value": "s", "displayname": "Small" }, { "value": "l" }], "value": "s" }))
}

/// What the provider was asked at its own addresses.
pub(crate) fn asked(house: &House) -> Vec<Seen> {
    let log = house.broker.log().into_iter();
    log.filter(|seen| seen.path.starts_with("/options") || seen.path.starts_with("/valid")).collect()
}

/// Whether the first parameter of the form is one that awaits its options.
async fn awaits(house: &House, chosen: Chosen<'_>) -> bool {
    let form = house.acting(CLARA).await.new_instance_form_at(OFFERING, chosen).await.unwrap();
    form.details.parameters[0].awaits_options()
}

pub(crate) fn found(answer: Result<impl core::fmt::Debug, slipway_backend::Error>) -> Findings {
    let Rejection::Invalid(found) = rejection(answer) else { panic!("nothing is wrong with what was typed") };
    found
}

/// Everything that the order of `draft` sends to the broker.
async fn provisioned(house: &House, draft: &NewInstanceDraft) -> String {
    house.acting(CLARA).await.order_instance(OFFERING, draft).await.unwrap();
    house.broker.misbehave(None);
    house.backend.make_due_operations().await;
    house.broker.log().into_iter().filter(|seen| seen.method == Method::PUT).map(|seen| seen.body).collect()
}

#[tokio::test]
async fn the_address_is_told_the_choice_and_gets_a_token_of_a_minute_that_opens_nothing_else() {
    let house = published(size).await;
    let issuer = issuer(&house).await;
    let tokens = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&tokens);
    house.broker.check_tokens(move |token| {
        kept.lock().unwrap().push(token.to_owned());
        true
    });
    house.broker.misbehave(sizes());
    let draft = ordered(&house, typed(&[("size", "typed-by-clara")]), "").await;
    assert!(!awaits(&house, draft.chosen()).await);

    let [seen] = asked(&house).try_into().unwrap();
    let address = Url::parse(&format!("{}{}", house.broker.url(), seen.path)).unwrap();
    let query: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    let [(name, config)] = query.try_into().unwrap();
    let account = house.person(CLARA).await.current.unwrap().to_string();
    let told = json!({ "account": account, "plan_id": draft.plan, "location": "eu-de" });
    assert_eq!((name.as_str(), serde_json::from_str::<Value>(&config).unwrap()), ("ace_config", told));
    assert_eq!((seen.method, seen.body.as_str()), (Method::GET, ""));

    let token = tokens.lock().unwrap().last().unwrap().clone();
    let keys: JwkSet = serde_json::from_value(serde_json::to_value(issuer.jwks().await).unwrap()).unwrap();
    let kid = jsonwebtoken::decode_header(&token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
    let claims = |audience: &str| {
        let mut validation = Validation::new(Algorithm::RS256);
        // The clock of the house is another one.
        validation.validate_exp = false;
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.set_issuer(&[issuer.issuer().to_string()]);
        validation.set_audience(&[audience]);
        jsonwebtoken::decode::<Value>(&token, &key, &validation).ok().map(|decoded| decoded.claims)
    };
    let lives = claims(&house.broker.url()).unwrap()["exp"].as_i64().unwrap() - house.clock.now().millis() / 1000;
    assert!((1..=60).contains(&lives), "{lives} seconds");
    for other in ["https://console.example.com", "http://127.0.0.1", "https://broker.example"] {
        assert_eq!(claims(other), None, "{other}");
    }
}

#[tokio::test]
async fn nobody_tells_a_provider_what_was_put_in_the_place_of_a_plan() {
    let house = published(size).await;
    house.broker.misbehave(sizes());
    assert!(!awaits(&house, Chosen { plan: "typed-by-clara", location: "typed-by-clara" }).await);
    let [seen] = asked(&house).try_into().unwrap();
    assert!(!seen.path.contains("typed-by-clara"), "{}", seen.path);
}

#[tokio::test]
async fn an_order_is_judged_by_the_options_that_were_told() {
    let house = published(size).await;
    house.broker.misbehave(sizes());
    let refused = ordered(&house, typed(&[("size", "m")]), "").await;
    let answer = house.acting(CLARA).await.order_instance(OFFERING, &refused).await;
    let rules: Vec<_> = found(answer).iter().map(|finding| (finding.field, finding.rule)).collect();
    assert_eq!(rules, [(Field::InstanceValue(0), rule::VALUE_IS_NO_OPTION)]);
    let draft = ordered(&house, typed(&[("size", "l")]), "").await;
    let sent = provisioned(&house, &draft).await;
    assert!(sent.contains("\"size\":\"l\""), "{sent}");
}

#[tokio::test]
async fn an_answer_that_no_form_could_show_judges_nothing() {
    let mut house = published(size).await;
    house.restart_within(Duration::from_millis(300));
    let canary = TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let elsewhere = format!("http://{}/options", canary.local_addr().unwrap());
    let status = |status: StatusCode, content_type: &str, body: &str| Misbehaviour::Status {
        status,
        content_type: content_type.to_owned(),
        body: body.to_owned(),
    };
    let bad = [
        Misbehaviour::Huge(128 * 1024),
        Misbehaviour::Silence,
        Misbehaviour::Redirect(elsewhere),
        status(StatusCode::OK, "text/html", "<html>"),
        status(StatusCode::INTERNAL_SERVER_ERROR, "application/json", r#"{"options":[{"value":"s"}]}"#),
        tells(json!({ "options": [{ "value": "s" }, { "value": "s" }] })),
        tells(json!({ "options": [] })),
        tells(json!([])),
    ];
    for (at, answer) in bad.into_iter().enumerate() {
        house.broker.misbehave(answer);
        let name = format!("search-{at}");
        let draft = NewInstanceDraft { name, ..ordered(&house, typed(&[("size", "any-size")]), "").await };
        assert!(awaits(&house, draft.chosen()).await, "answer {at}");
        house.acting(CLARA).await.order_instance(OFFERING, &draft).await.unwrap();
    }
    assert!(canary.accept().is_err(), "the redirect was followed");
}

#[tokio::test]
async fn a_form_asks_no_more_than_five_addresses() {
    let house = published(|url| {
        let one = |at: u8| {
            let address = format!("{url}/options/{at}");
            json!({ "name": format!("p{at}"), "displayname": "P", "type": "dropdown", "optionsUrl": address })
        };
        (0..6).map(one).collect()
    })
    .await;
    house.broker.misbehave(sizes());
    let clara = house.acting(CLARA).await;
    let form = clara.new_instance_form_at(OFFERING, Chosen::default()).await.unwrap();
    let awaiting: Vec<bool> = form.details.parameters.iter().map(Parameter::awaits_options).collect();
    assert_eq!(awaiting, [false, false, false, false, false, true]);
    assert_eq!(asked(&house).len(), 5);
}

#[tokio::test]
async fn an_address_is_not_asked_any_more_when_the_broker_has_moved() {
    let house = published(size).await;
    let kim = house.acting(KIM).await;
    let BrokerRecord { id, revision, draft, .. } = kim.offering(OFFERING).await.unwrap().offering.brokers[0].clone();
    let moved = BrokerDraft { url: "http://127.0.0.1:1".to_owned(), ..draft };
    kim.save_broker(OFFERING, id, revision, &moved, &SecretString::from("broker-password")).await.unwrap();
    house.broker.misbehave(sizes());
    assert!(awaits(&house, Chosen::default()).await);
    assert!(asked(&house).is_empty());
}

#[tokio::test]
async fn a_slow_provider_keeps_four_forms_waiting_and_the_fifth_goes_without_its_options() {
    let house = published(size).await;
    let (arrive, mut arrived) = unbounded_channel();
    house.broker.hold(move || arrive.send(()).is_ok());
    house.broker.misbehave(sizes());
    let plan = plan(&house, "standard").await.to_string();
    let mut waiting = Vec::new();
    for _ in 0..4 {
        let (clara, plan) = (house.acting(CLARA).await, plan.clone());
        waiting.push(tokio::spawn(async move {
            let chosen = Chosen { plan: &plan, location: "eu-de" };
            clara.new_instance_form_at(OFFERING, chosen).await.is_ok()
        }));
        arrived.recv().await.unwrap();
    }
    let chosen = Chosen { plan: &plan, location: "eu-de" };
    assert!(awaits(&house, chosen).await);
    assert_eq!(asked(&house).len(), 4, "the fifth form asked nobody");
    for form in waiting {
        form.abort();
        assert!(form.await.unwrap_err().is_cancelled());
    }
    house.broker.hold_nothing();
    assert!(!awaits(&house, chosen).await, "whoever went left the place");
}

#[tokio::test]
async fn a_value_that_the_provider_refuses_is_not_ordered_and_its_message_is_at_the_field() {
    let house = published(alias).await;
    house.broker.misbehave(tells(json!({ "valid": false, "message": "The alias\nis taken." })));
    let draft = ordered(&house, typed(&[("alias", "search"), ("zone", "z1"), ("token", "made-up")]), "").await;
    let clara = house.acting(CLARA).await;
    let before = clara.all_instances().await.unwrap().instances.len();
    let refused = found(clara.order_instance(OFFERING, &draft).await);
    let told: Vec<_> = refused.iter().map(|finding| (finding.field, finding.rule, text::fix(finding))).collect();
    let message = "What it says: The alias is taken.".to_owned();
    assert_eq!(told, [(Field::InstanceValue(0), rule::VALUE_REFUSED, message)]);
    assert_eq!(clara.all_instances().await.unwrap().instances.len(), before);

    let [seen] = asked(&house).try_into().unwrap();
    let account = house.person(CLARA).await.current.unwrap().to_string();
    let expected = json!({
        "account": account, "plan_id": draft.plan, "location": "eu-de", "parameter": "alias", "value": "search",
    });
    assert_eq!((seen.method, seen.path.as_str()), (Method::POST, "/valid"));
    assert_eq!(serde_json::from_str::<Value>(&seen.body).unwrap(), expected, "of the other values it is told nothing");

    house.broker.misbehave(tells(json!({ "valid": true })));
    let sent = provisioned(&house, &draft).await;
    assert!(sent.contains("\"alias\":\"search\"") && sent.contains("\"zone\":\"z1\""), "{sent}");
}

#[tokio::test]
async fn a_provider_that_does_not_judge_stops_nothing_and_the_form_says_so() {
    let house = published(alias).await;
    house.broker.misbehave(tells(json!({ "valid": "perhaps" })));
    let draft = ordered(&house, typed(&[("alias", "search")]), "").await;
    let unnamed = NewInstanceDraft { name: String::new(), ..draft.clone() };
    let answer = house.acting(CLARA).await.order_instance(OFFERING, &unnamed).await;
    let rules: Vec<_> = found(answer).iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [rule::NAME_MISSING, rule::VALUE_UNCHECKED]);
    let sent = provisioned(&house, &draft).await;
    assert!(sent.contains("\"alias\":\"search\""), "{sent}");
}

//! How instances are called beside everything else that calls a broker: in one line, under identities that are written
//! down, for as long as the plan says, and by what was published.

use std::time::Duration;

use http::Method;
use serde_json::{Map, Value, json};
use slipway_backend::demo::OFFERING;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::ids::BrokerId;
use slipway_domain::instance::Progress;
use slipway_domain::offering::Offering;
use slipway_domain::rejection::Rejection;
use slipway_osb::fake::{Fault, Misbehaviour, Spoil};

use crate::instances::{create, latest, made, plan, ready, settle};
use crate::support::{ADA, CLARA, House, KIM, rejection};

async fn offering(house: &House) -> Offering {
    house.acting(KIM).await.offering(OFFERING).await.unwrap().offering
}

async fn broker(house: &House) -> BrokerId {
    offering(house).await.brokers[0].id
}

fn calls(house: &House, method: &Method) -> usize {
    house.broker.log().iter().filter(|seen| seen.method == *method).count()
}

#[tokio::test]
async fn a_fetch_waits_for_a_place_in_the_line_of_operations() {
    let house = ready().await;
    let (kim, broker) = (house.acting(KIM).await, broker(&house).await);
    for _ in 0..4 {
        create(&house).await;
    }
    house.broker.misbehave(Misbehaviour::Silence);
    let fetched = async {
        while calls(&house, &Method::PUT) < 4 {
            tokio::task::yield_now().await;
        }
        kim.register_broker(OFFERING, broker).await
    };
    tokio::select! {
        () = house.backend.make_due_operations() => panic!("they hang"),
        fetched = fetched => assert!(matches!(rejection(fetched), Rejection::TooManyAttempts { .. })),
    }
    assert_eq!(calls(&house, &Method::PUT), 4);
}

#[tokio::test]
async fn a_test_run_waits_for_the_breaker_and_a_persons_own_fetch_closes_it() {
    let house = ready().await;
    let (kim, clara, id) = (house.acting(KIM).await, house.acting(CLARA).await, made(&house).await);
    house.broker.spoil([Spoil::BrokenOff; 100]);
    for _ in 0..3 {
        create(&house).await;
        house.backend.make_due_operations().await;
    }
    house.broker.spoil([]);
    clara.remove_instance(OFFERING, id).await.unwrap();
    let offering = offering(&house).await;
    kim.request_test_run(OFFERING, offering.deployments[0].id).await.unwrap();
    let tried = house.broker.log().len();
    house.backend.make_due_operations().await;
    house.backend.make_due_test_runs().await;
    assert_eq!(house.broker.log().len(), tried, "the breaker is open");
    kim.register_broker(OFFERING, offering.brokers[0].id).await.unwrap();
    house.backend.make_due_operations().await;
    assert_eq!(latest(&house, id).await.progress, Progress::Succeeded);
    let before = house.broker.log().len();
    house.backend.make_due_test_runs().await;
    assert!(house.broker.log().len() > before + 10);
}

#[tokio::test]
async fn the_look_after_an_order_is_made_under_the_identity_that_was_written() {
    let house = ready().await;
    let id = made(&house).await;
    house.acting(CLARA).await.enable_instance(OFFERING, id, false).await.unwrap();
    house.backend.make_due_operations().await;
    let ordered = latest(&house, id).await;
    let log = house.broker.log();
    let written = [ordered.request, ordered.look_request].map(|request| request.unwrap().to_string());
    let seen = [&log[log.len() - 2], &log[log.len() - 1]].map(|seen| seen.header("x-broker-api-request-identity"));
    assert_eq!(seen, [Some(written[0].as_str()), Some(written[1].as_str())]);
}

/// Speaks 2.15, and says of `lite` that an operation takes 30 seconds at most.
async fn impatient_lite(house: &House) {
    let kim = house.acting(KIM).await;
    let offering = offering(house).await;
    let record = &offering.brokers[0];
    let draft = BrokerDraft { osb_version: "2.15".to_owned(), ..record.draft.clone() };
    kim.save_broker(OFFERING, record.id, record.revision, &draft, &"broker-password".into()).await.unwrap();
    let mut catalog = serde_json::to_value(slipway_domain::export::definitions(&offering)).unwrap();
    let plans = catalog["services"][0]["plans"].as_array_mut().unwrap();
    plans.iter_mut().find(|plan| plan["name"] == "lite").unwrap()["maximum_polling_duration"] = 30.into();
    house.broker.set_catalog(catalog);
    kim.register_broker(OFFERING, record.id).await.unwrap();
}

#[tokio::test]
async fn a_change_of_plan_is_polled_for_as_long_as_the_new_plan_said_when_it_began() {
    let house = ready().await;
    let (clara, lite) = (house.acting(CLARA).await, plan(&house, "lite").await);
    let id = made(&house).await;
    impatient_lite(&house).await;
    house.broker.set_asynchronous(&lite.to_string(), 1);
    house.broker.set_faults([Fault::NeverEnds]);
    clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap();
    house.backend.make_due_operations().await;
    let waiting = latest(&house, id).await;
    assert_eq!((waiting.progress, waiting.longest), (Progress::Polling, Some(Duration::from_secs(30))));
    // What the catalog says later is for later operations.
    house.register_broker().await;
    house.clock.advance(Duration::from_secs(29));
    house.backend.make_due_operations().await;
    assert_eq!(latest(&house, id).await.progress, Progress::Polling);
    house.clock.advance(Duration::from_secs(1));
    house.backend.make_due_operations().await;
    let ended = latest(&house, id).await;
    assert_eq!((ended.progress, ended.outcome.as_str()), (Progress::Failed, "timed_out"));
}

/// The broker speaks this version from now on, and says of its plans what their maintenance is.
async fn maintained(house: &House, version: &str, standard: &Value, lite: &Value) {
    let kim = house.acting(KIM).await;
    let offering = offering(house).await;
    let record = &offering.brokers[0];
    let draft = BrokerDraft { osb_version: version.to_owned(), ..record.draft.clone() };
    kim.save_broker(OFFERING, record.id, record.revision, &draft, &"broker-password".into()).await.unwrap();
    let mut catalog = serde_json::to_value(slipway_domain::export::definitions(&offering)).unwrap();
    for plan in catalog["services"][0]["plans"].as_array_mut().unwrap() {
        plan["maintenance_info"] = if plan["name"] == "lite" { lite.clone() } else { standard.clone() };
    }
    house.broker.set_catalog(catalog);
    kim.register_broker(OFFERING, record.id).await.unwrap();
}

/// The body of the latest call of this kind.
fn last(house: &House, method: &Method) -> Value {
    let seen = house.broker.log().into_iter().rev().find(|seen| seen.method == *method).unwrap();
    serde_json::from_str(&seen.body).unwrap()
}

#[tokio::test]
async fn what_gives_an_instance_its_plan_tells_the_maintenance_of_the_plan_and_of_the_one_before() {
    let house = ready().await;
    let (clara, lite) = (house.acting(CLARA).await, plan(&house, "lite").await);
    let version = |text: &str| json!({ "version": text });
    let first = json!({ "version": "1.0.0", "description": "Old." });
    maintained(&house, "2.15", &first, &version("7.0.0")).await;
    let id = made(&house).await;
    assert_eq!(last(&house, &Method::PUT)["maintenance_info"], version("1.0.0"));
    maintained(&house, "2.15", &version("2.0.0"), &version("7.1.0")).await;
    house.clock.advance(Duration::from_secs(1));
    clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    let change = last(&house, &Method::PATCH);
    assert_eq!(change["maintenance_info"], version("7.1.0"));
    let before = &change["previous_values"]["maintenance_info"];
    assert_eq!(*before, version("1.0.0"), "what came with the plan, not what the catalog says by now");

    // The same plan once more is how an instance follows the catalog; a plan without any leaves the member out.
    maintained(&house, "2.15", &Value::Null, &json!({})).await;
    house.clock.advance(Duration::from_secs(1));
    clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    let change = last(&house, &Method::PATCH);
    assert!(change.get("maintenance_info").is_none(), "{change}");
    assert_eq!(change["previous_values"]["maintenance_info"], version("7.1.0"));
    let standard = plan(&house, "standard").await;
    house.clock.advance(Duration::from_secs(1));
    clara.update_instance(OFFERING, id, Some(standard), Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    let change = last(&house, &Method::PATCH).to_string();
    assert!(!change.contains("maintenance_info"), "{change}");
}

#[tokio::test]
async fn a_broker_of_an_older_version_is_told_of_no_maintenance() {
    let house = ready().await;
    let version = json!({ "version": "1.0.0" });
    for older in ["2.12", "2.14"] {
        maintained(&house, older, &version, &version).await;
        made(&house).await;
        let body = last(&house, &Method::PUT);
        assert!(body.get("maintenance_info").is_none(), "{older}: {body}");
    }
}

#[tokio::test]
async fn what_was_published_says_whether_an_instance_can_be_bound() {
    let house = ready().await;
    let id = made(&house).await;
    let before = offering(&house).await.settings;
    let mut draft = before.draft;
    "no".clone_into(&mut draft.bindable);
    let attempt = slipway_backend::Attempt { revision: before.revision, operation: "" };
    house.acting(ADA).await.save_settings(OFFERING, attempt, &draft).await.unwrap();
    house.acting(CLARA).await.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
}

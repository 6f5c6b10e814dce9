//! What brokers want differently: ids that they can route, and the ids of older platforms.

use std::time::Duration;

use serde_json::{Map, Value};
use slipway_backend::demo::OFFERING;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::{BindingState, InstanceState, Progress};
use slipway_domain::test_run::Outcome;
use slipway_osb::fake::Fault;
use uuid::Uuid;

use crate::instances::{create, latest, made, plan, ready, settle, view};
use crate::support::{CLARA, House, KIM};
use crate::test_runs::run;

/// Saves the broker with a switch set, and registers it anew.
async fn switch(house: &House, change: impl FnOnce(&mut BrokerDraft)) {
    let id = house.edit_broker(change).await;
    house.acting(KIM).await.register_broker(OFFERING, id).await.unwrap();
}

async fn removed(house: &House, id: InstanceId) {
    house.acting(CLARA).await.remove_instance(OFFERING, id).await.unwrap();
    assert_eq!(settle(house, id).await.progress, Progress::Succeeded);
    assert!(house.broker.instances().is_empty());
}

fn last_put(house: &House) -> Value {
    let seen = house.broker.log().into_iter().rev().find(|seen| seen.method == "PUT").unwrap();
    serde_json::from_str(&seen.body).unwrap()
}

#[tokio::test]
async fn a_router_that_decodes_first_is_suspected_and_takes_guids() {
    let house = ready().await;
    house.broker.set_faults([Fault::DecodesPaths]);
    let refused = create(&house).await;
    house.backend.make_due_operations().await;
    let operation = latest(&house, refused).await;
    assert_eq!((operation.progress, operation.description.as_str()), (Progress::Failed, "id_not_routed"));
    assert!(operation.answer.starts_with("404"), "{}", operation.answer);

    switch(&house, |draft| "guid".clone_into(&mut draft.id_format)).await;
    let id = made(&house).await;
    let resource = view(&house, id).await.instance.resource;
    assert_eq!((resource.parse().ok(), house.broker.instances()), (Some(id.uuid()), vec![resource]));
    let clara = house.acting(CLARA).await;
    clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    let binding = view(&house, id).await.bindings.remove(0);
    assert_eq!((binding.state, Uuid::parse_str(&binding.resource).is_ok()), (BindingState::Active, true));
    let context = &last_put(&house)["context"];
    assert!(context["crn"].as_str().is_some_and(|crn| crn.starts_with("crn:")), "what the platform calls it stays");
    removed(&house, id).await;

    let tested = run(&house).await;
    let ids = tested.checks.iter().find(|check| check.id == "BRK-PRV-10").unwrap();
    assert_eq!(ids.result.as_ref().unwrap().outcome, Outcome::Skip, "a test run has the same switch");
    assert!(tested.run.has_passed());
}

#[tokio::test]
async fn another_refusal_suspects_no_id() {
    let house = ready().await;
    house.broker.set_faults([Fault::RefusesProvision]);
    let id = create(&house).await;
    house.backend.make_due_operations().await;
    assert_eq!(latest(&house, id).await.description, "Not today.");
}

#[tokio::test]
async fn an_instance_keeps_the_id_that_it_was_made_with() {
    let house = ready().await;
    let id = made(&house).await;
    let before = house.broker.instances();
    assert!(before[0].starts_with("crn:"));
    switch(&house, |draft| "guid".clone_into(&mut draft.id_format)).await;
    assert_eq!(view(&house, id).await.instance.resource, before[0]);
    removed(&house, id).await;
}

#[tokio::test]
async fn where_a_broker_is_is_kept_and_it_is_called_as_before() {
    let house = ready().await;
    switch(&house, |draft| {
        "eu-nl".clone_into(&mut draft.region);
        "data".clone_into(&mut draft.resource_group);
    })
    .await;
    made(&house).await;
    let broker = house.acting(KIM).await.offering(OFFERING).await.unwrap().offering.brokers.remove(0).draft;
    assert_eq!((broker.region.as_str(), broker.resource_group.as_str()), ("eu-nl", "data"));
}

#[tokio::test]
async fn the_legacy_ids_are_sent_where_they_are_wanted_and_nowhere_else() {
    let house = ready().await;
    house.broker.set_faults([Fault::NeedsLegacyGuids]);
    let refused = create(&house).await;
    house.backend.make_due_operations().await;
    assert_eq!(view(&house, refused).await.instance.state, InstanceState::Failed);
    assert!(last_put(&house).get("organization_guid").is_none());
    switch(&house, |draft| "yes".clone_into(&mut draft.legacy_ids)).await;
    made(&house).await;
    let consumer = house.person(CLARA).await.current.unwrap().to_string();
    let sent = last_put(&house);
    for place in [&sent, &sent["context"]] {
        assert_eq!(
            (&place["organization_guid"], &place["space_guid"]),
            (&consumer.clone().into(), &consumer.clone().into())
        );
    }
    assert!(run(&house).await.run.has_passed(), "a test run has the same switch");
}

#[tokio::test]
async fn the_extension_is_called_under_the_path_of_its_broker() {
    let house = ready().await;
    let id = made(&house).await;
    switch(&house, |draft| "/vendor_v1".clone_into(&mut draft.extension_prefix)).await;
    house.acting(CLARA).await.enable_instance(OFFERING, id, false).await.unwrap();
    house.backend.make_due_operations().await;
    assert_eq!(latest(&house, id).await.progress, Progress::Succeeded);
    let log = house.broker.log();
    let [order, look] = [&log[log.len() - 2], &log[log.len() - 1]].map(|seen| seen.path.as_str());
    assert!(order.starts_with("/vendor_v1/service_instances/") && look == order, "{order} {look}");
    let tested = run(&house).await;
    assert!(tested.run.has_passed());
    let ordered = tested.exchanges.iter().filter(|exchange| exchange.purpose == "BRK-EXT-02");
    assert!(ordered.clone().count() > 0 && ordered.clone().all(|one| one.url.contains("/vendor_v1/")), "the run, too");
}

#[tokio::test]
async fn a_broker_is_asked_as_often_and_waited_for_as_long_as_its_form_says() {
    let house = ready().await;
    let standard = plan(&house, "standard").await;
    switch(&house, |draft| {
        "45".clone_into(&mut draft.poll_interval);
        "60".clone_into(&mut draft.max_poll);
    })
    .await;
    house.broker.set_asynchronous(&standard.to_string(), 1);
    house.broker.set_faults([Fault::NeverEnds]);
    let id = create(&house).await;
    house.backend.make_due_operations().await;
    let waiting = latest(&house, id).await;
    let pause = waiting.next_at.since(house.clock.now());
    assert_eq!((waiting.progress, pause), (Progress::Polling, Duration::from_secs(45)));
    house.clock.advance(Duration::from_mins(1));
    house.backend.make_due_operations().await;
    assert_eq!(latest(&house, id).await.outcome, "timed_out");
}

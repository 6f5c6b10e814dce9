//! What keeps operations of instances from going wrong on our side: brokers that are not registered, faults of the
//! console, busy brokers, and the one instance of a plan that allows no more.

use http::StatusCode;
use secrecy::SecretString;
use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_backend::{Attempt, Backend, Ids, Sealer, SealingKey};
use slipway_domain::instance::{ALERT_AFTER, InstanceState, Progress};
use slipway_domain::plan::PlanDraft;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::settings::switch;
use slipway_osb::fake::Misbehaviour;
use slipway_osb::{Outbound, OutboundConfig};

use crate::instances::{create, latest, made, new, plan, ready, settle, view};
use crate::support::{CLARA, House, KIM, OTTO, rejection};
use crate::usage::publish_again;

fn calls(house: &House) -> usize {
    house.broker.log().len()
}

#[tokio::test]
async fn a_broker_whose_form_was_changed_is_not_called_before_it_is_registered_anew() {
    let house = ready().await;
    let kim = house.acting(KIM).await;
    let broker = kim.offering(OFFERING).await.unwrap().offering.brokers.remove(0);
    let password = SecretString::from("broker-password");
    kim.save_broker(OFFERING, broker.id, broker.revision, &broker.draft, &password).await.unwrap();
    let before = calls(&house);
    let id = create(&house).await;
    house.backend.make_due_operations().await;
    let waiting = latest(&house, id).await;
    assert_eq!((waiting.progress, waiting.description.as_str()), (Progress::Queued, "broker_not_registered"));
    assert_eq!(calls(&house), before);
    kim.register_broker(OFFERING, broker.id).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
}

#[tokio::test]
async fn a_broker_through_which_instances_are_there_is_not_removed() {
    let house = ready().await;
    let (kim, clara, id) = (house.acting(KIM).await, house.acting(CLARA).await, made(&house).await);
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    for deployment in &offering.deployments {
        kim.withdraw_deployment(OFFERING, deployment.id).await.unwrap();
    }
    let broker = offering.brokers[0].id;
    let refused = rejection(kim.remove_broker(OFFERING, broker).await);
    assert_eq!(refused, Rejection::Refused(Refusal::HasInstances));
    clara.remove_instance(OFFERING, id).await.unwrap();
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    kim.remove_broker(OFFERING, broker).await.unwrap();
}

/// A console that cannot open what another one sealed. Every one of them draws the same ids.
pub(crate) fn of_another_key(house: &House) -> Backend {
    let ids = Ids::seeded(77);
    let sealer = Sealer::new(&SealingKey::generate(&ids), ids.clone());
    let outbound = Outbound::new(OutboundConfig { lab: true, ..OutboundConfig::default() });
    let platform = house.backend.platform().clone();
    Backend::new(house.backend.store().clone(), house.clock.clone(), ids, sealer, outbound, platform)
}

#[tokio::test]
async fn a_fault_of_our_own_is_put_off_and_reaches_a_person_at_last() {
    let house = ready().await;
    let (before, id) = (calls(&house), create(&house).await);
    let other = of_another_key(&house);
    other.make_due_operations().await;
    let first = latest(&house, id).await;
    assert_eq!((first.progress, first.description.as_str(), first.attempts), (Progress::Queued, "internal", 1));
    assert!(first.next_at > house.clock.now(), "not at once again");
    house.clock.advance(ALERT_AFTER);
    other.make_due_operations().await;
    let last = latest(&house, id).await;
    assert_eq!(last.progress, Progress::DeadLettered);
    assert_eq!(calls(&house), before, "nobody was called");
    house.acting(OTTO).await.give_up_operation(OFFERING, last.id).await.unwrap();
    assert_eq!(latest(&house, id).await.progress, Progress::GivenUp);
}

#[tokio::test]
async fn a_busy_broker_is_asked_again_to_disable() {
    let house = ready().await;
    let (clara, id) = (house.acting(CLARA).await, made(&house).await);
    house.broker.misbehave(Misbehaviour::Status {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        content_type: "application/json".to_owned(),
        body: r#"{"error":"ConcurrencyError"}"#.to_owned(),
    });
    clara.enable_instance(OFFERING, id, false).await.unwrap();
    house.backend.make_due_operations().await;
    assert_eq!(latest(&house, id).await.progress, Progress::Running);
    house.broker.misbehave(None);
    assert_eq!(settle(&house, id).await.progress, Progress::Succeeded);
    assert_eq!(view(&house, id).await.instance.state, InstanceState::Inactive);
}

#[tokio::test]
async fn a_plan_says_whether_an_account_has_one_instance_of_it() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    for (name, answer) in [("standard", "yes"), ("lite", "no")] {
        let offering = kim.offering(OFFERING).await.unwrap().offering;
        let record = offering.plans.iter().find(|record| record.draft.name == name).unwrap();
        let draft = PlanDraft { one_instance_per_account: answer.to_owned(), ..record.draft.clone() };
        kim.save_plan(OFFERING, record.id, record.revision, &draft).await.unwrap();
    }
    house.publish_limited().await;
    let clara = house.acting(CLARA).await;
    let (standard, lite) = (new(&house, "standard").await, new(&house, "lite").await);
    clara.create_instance(OFFERING, &standard).await.unwrap();
    let second = rejection(clara.create_instance(OFFERING, &standard).await);
    assert_eq!(second, Rejection::Refused(Refusal::OneInstance));
    clara.create_instance(OFFERING, &lite).await.unwrap();
    clara.create_instance(OFFERING, &lite).await.unwrap();
}

#[tokio::test]
async fn a_free_plan_is_one_instance_s_also_by_a_change_of_plan() {
    let house = ready().await;
    let (clara, lite) = (house.acting(CLARA).await, plan(&house, "lite").await);
    let (first, second) = (made(&house).await, made(&house).await);
    let to_lite = async |id| clara.update_instance(OFFERING, id, Some(lite), Map::new()).await;
    to_lite(first).await.unwrap();
    let one = Rejection::Refused(Refusal::OneInstance);
    assert_eq!(rejection(to_lite(second).await), one, "the first is about to have it");
    assert_eq!(rejection(clara.create_instance(OFFERING, &new(&house, "lite").await).await), one);
    assert_eq!(settle(&house, first).await.progress, Progress::Succeeded);
    assert_eq!(rejection(to_lite(second).await), one);
}

#[tokio::test]
async fn a_change_of_plan_that_the_provider_does_not_offer_is_neither_proposed_nor_made() {
    let house = ready().await;
    let (kim, clara, id) = (house.acting(KIM).await, house.acting(CLARA).await, made(&house).await);
    let (lite, standard) = (plan(&house, "lite").await, plan(&house, "standard").await);
    let proposed = clara.instance_page(OFFERING, id).await.unwrap().plans;
    assert!(proposed.iter().any(|card| card.id == lite));
    let settings = kim.offering(OFFERING).await.unwrap().offering.settings;
    let mut draft = settings.draft;
    draft.extras.barred_switches = vec![switch(&standard.to_string(), &lite.to_string())];
    kim.save_settings(OFFERING, Attempt { revision: settings.revision, operation: "" }, &draft).await.unwrap();
    publish_again(&house).await;
    let proposed = clara.instance_page(OFFERING, id).await.unwrap().plans;
    assert!(proposed.iter().all(|card| card.id != lite));
    let refused = rejection(clara.update_instance(OFFERING, id, Some(lite), Map::new()).await);
    assert_eq!(refused, Rejection::Refused(Refusal::SwitchNotOffered));
}

//! What real brokers answer (§1b, §6.4): busy, with nothing or a page for people, or 202 though nobody said that they wait.

use http::StatusCode;
use serde_json::Map;
use slipway_backend::demo::OFFERING;
use slipway_domain::broker::BrokerDraft;
use slipway_domain::instance::{InstanceState, OperationKind, Progress};
use slipway_osb::fake::Misbehaviour;

use crate::instances::{answers, create, latest, made, plan, ready, settle, view};
use crate::support::{CLARA, House, KIM};

fn says(status: StatusCode, body: &str) -> Misbehaviour {
    Misbehaviour::Status { status, content_type: "text/html".to_owned(), body: body.to_owned() }
}

#[tokio::test]
async fn a_busy_broker_is_asked_again_whatever_is_asked_and_nothing_is_cleaned_up() {
    use OperationKind as K;
    let house = ready().await;
    let (clara, lite) = (house.acting(CLARA).await, plan(&house, "lite").await);
    let id = create(&house).await;
    for kind in [K::Provision, K::Update, K::Bind, K::Unbind, K::Disable, K::Enable, K::Deprovision] {
        match kind {
            K::Provision => {}
            K::Update => drop(clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap()),
            K::Bind => drop(clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap()),
            K::Unbind => {
                let key = view(&house, id).await.bindings[0].id;
                clara.remove_binding(OFFERING, id, key).await.unwrap();
            }
            K::Disable | K::Enable => drop(clara.enable_instance(OFFERING, id, kind == K::Enable).await.unwrap()),
            K::Deprovision => drop(clara.remove_instance(OFFERING, id).await.unwrap()),
        }
        house.broker.misbehave(says(StatusCode::UNPROCESSABLE_ENTITY, r#"{"error":"ConcurrencyError"}"#));
        house.backend.make_due_operations().await;
        let waiting = latest(&house, id).await;
        assert_eq!((waiting.kind, waiting.progress, waiting.attempts), (kind, Progress::Running, 1));
        house.broker.misbehave(None);
        assert_eq!(settle(&house, id).await.progress, Progress::Succeeded, "{}", kind.name());
    }
    assert!(house.broker.instances().is_empty());
}

/// The broker speaks this version from now on.
pub(crate) async fn speaks(house: &House, version: &str) {
    let kim = house.acting(KIM).await;
    let record = kim.offering(OFFERING).await.unwrap().offering.brokers.remove(0);
    let draft = BrokerDraft { osb_version: version.to_owned(), ..record.draft };
    kim.save_broker(OFFERING, record.id, record.revision, &draft, &"broker-password".into()).await.unwrap();
    house.register_broker().await;
}

fn says_in_words() -> Misbehaviour {
    says(StatusCode::UNPROCESSABLE_ENTITY, r#"{"description":"A backup is running."}"#)
}

#[tokio::test]
async fn before_2_14_a_busy_broker_says_so_in_words_and_is_asked_again() {
    let house = ready().await;
    let clara = house.acting(CLARA).await;
    for (version, waits) in [("2.12", true), ("2.13", true), ("2.14", false)] {
        speaks(&house, version).await;
        house.broker.misbehave(says_in_words());
        let id = create(&house).await;
        house.backend.make_due_operations().await;
        let told = latest(&house, id).await;
        let expected = if waits { Progress::Running } else { Progress::Failed };
        assert_eq!((told.progress, told.description.as_str()), (expected, "A backup is running."), "{version}");
        house.broker.misbehave(None);
        if !waits {
            continue;
        }
        assert_eq!(settle(&house, id).await.progress, Progress::Succeeded, "{version}");
        // That a change is not possible is said in the same words, and nothing is served by asking for it all day.
        let lite = plan(&house, "lite").await;
        house.broker.misbehave(says_in_words());
        clara.update_instance(OFFERING, id, Some(lite), Map::new()).await.unwrap();
        house.backend.make_due_operations().await;
        assert_eq!(latest(&house, id).await.progress, Progress::Failed, "{version}");
        house.broker.misbehave(None);
    }
}

#[tokio::test]
async fn a_broker_that_is_busy_in_words_for_an_hour_has_refused_and_nothing_is_cleaned_up() {
    let house = ready().await;
    speaks(&house, "2.12").await;
    house.broker.misbehave(says_in_words());
    let (id, began) = (create(&house).await, house.clock.now());
    let refused = settle(&house, id).await;
    assert_eq!((refused.progress, refused.outcome.as_str()), (Progress::Failed, "failed"));
    let took = house.clock.now().since(began).as_secs();
    assert!((3_600..6 * 3_600).contains(&took), "{took} s");
    assert!(house.broker.log().iter().all(|seen| seen.method != http::Method::DELETE));
}

#[tokio::test]
async fn an_error_needs_no_json_and_its_text_is_kept() {
    for body in ["", "<h1>No such plan</h1>"] {
        let house = ready().await;
        house.broker.misbehave(says(StatusCode::BAD_REQUEST, body));
        let id = create(&house).await;
        house.backend.make_due_operations().await;
        let told = latest(&house, id).await;
        assert_eq!((told.progress, told.description.as_str()), (Progress::Failed, "status 400"));
        assert_eq!(told.answer, format!("400 {body}"));
    }
}

#[tokio::test]
async fn a_binding_that_is_accepted_though_nobody_waits_is_removed() {
    let house = ready().await;
    let (clara, id) = (house.acting(CLARA).await, made(&house).await);
    speaks(&house, "2.13").await;
    house.broker.misbehave(answers(StatusCode::ACCEPTED));
    clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
    house.backend.make_due_operations().await;
    let told = latest(&house, id).await;
    assert_eq!((told.progress, told.outcome.as_str()), (Progress::Mitigating, "unknown"), "2.13 has nothing to poll");
    house.broker.misbehave(None);
    assert_eq!(settle(&house, id).await.progress, Progress::Failed);
    assert_eq!(view(&house, id).await.instance.state, InstanceState::Active);
}

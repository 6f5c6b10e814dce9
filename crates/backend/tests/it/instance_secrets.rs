//! What a broker repeats in its answers is not kept: what consumers typed, and credentials. Nor is a dashboard that is no
//! place for a browser.

use http::StatusCode;
use secrecy::ExposeSecret as _;
use serde_json::{Map, Value, json};
use slipway_backend::NewInstance;
use slipway_backend::demo::OFFERING;
use slipway_domain::instance::Progress;
use slipway_osb::fake::Misbehaviour;

use crate::instances::{create, latest, made, new, ready, settle, view};
use crate::support::CLARA;

fn says(status: StatusCode, content_type: &str, body: impl ToString) -> Misbehaviour {
    Misbehaviour::Status { status, content_type: content_type.to_owned(), body: body.to_string() }
}

#[tokio::test]
async fn what_was_typed_is_masked_in_what_the_broker_says() {
    let typed = json!({ "admin": { "password": "p\"ss-of-clara", "pin": 12_345_678 }, "size": "tiny" });
    let json = json!({ "description": "p\"ss-of-clara is too weak", "parameters": typed });
    let page = format!("<h1>12345678</h1>{typed}");
    for body in
        [says(StatusCode::BAD_REQUEST, "application/json", json), says(StatusCode::BAD_REQUEST, "text/html", page)]
    {
        let house = ready().await;
        let Value::Object(parameters) = typed.clone() else { panic!("an object") };
        let wanted = NewInstance { parameters, ..new(&house, "standard").await };
        let written = format!("{wanted:?}");
        assert!(!written.contains("ss-of-clara") && !written.contains("12345678"), "{written}");
        house.broker.misbehave(body);
        let id = house.acting(CLARA).await.create_instance(OFFERING, &wanted).await.unwrap();
        house.backend.make_due_operations().await;
        let told = latest(&house, id).await;
        assert_eq!(told.progress, Progress::Failed);
        let kept = format!("{}{}", told.answer, told.description);
        assert!(kept.contains("***") && kept.contains("tiny"), "{kept}");
        assert!(!kept.contains("ss-of-clara") && !kept.contains("12345678"), "{kept}");
    }
}

#[tokio::test]
async fn credentials_of_a_binding_are_masked_in_answers_to_later_calls() {
    let house = ready().await;
    let (clara, id) = (house.acting(CLARA).await, made(&house).await);
    let key = clara.create_binding(OFFERING, id, "key", Map::new()).await.unwrap();
    house.backend.make_due_operations().await;
    let said = clara.binding_credentials(OFFERING, id, key).await.unwrap();
    let said: Value = serde_json::from_str(said.expose_secret()).unwrap();
    let password = said["credentials"]["password"].as_str().unwrap();
    let words = json!({ "description": format!("{password} is still in use"), "broker": "broker-password" });
    house.broker.misbehave(says(StatusCode::UNPROCESSABLE_ENTITY, "application/json", words));
    clara.remove_instance(OFFERING, id).await.unwrap();
    let told = settle(&house, id).await;
    assert_eq!(told.description, "*** is still in use");
    assert!(told.answer.contains("***") && !told.answer.contains(password), "{}", told.answer);
    assert!(!told.answer.contains("broker-password"), "{}", told.answer);
}

#[tokio::test]
async fn a_dashboard_that_is_no_place_for_a_browser_is_left_out_and_the_answer_says_so() {
    let longer = format!("https://dashboard.example/{}", "x".repeat(2_048));
    for (url, is_kept) in [
        ("https://dashboard.example/1", true),
        ("http://127.0.0.1:9/1", true),
        ("http://dashboard.example/1", false),
        ("javascript:alert(1)", false),
        (longer.as_str(), false),
    ] {
        let house = ready().await;
        house.broker.misbehave(says(StatusCode::CREATED, "application/json", json!({ "dashboard_url": url })));
        let id = create(&house).await;
        house.backend.make_due_operations().await;
        let made = view(&house, id).await;
        assert_eq!(made.operations[0].progress, Progress::Succeeded);
        assert_eq!(made.instance.dashboard_url, if is_kept { url } else { "" });
        assert_eq!(made.operations[0].answer.contains("was left out"), !is_kept, "{}", made.operations[0].answer);
    }
}

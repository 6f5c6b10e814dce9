//! What customers read in other languages, one language at a time.

use hyper::Method;
use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;

use super::{ADA, GUS, Program, json as told, problem};
use crate::support::{Answer, Scene};
use crate::usage::new_key;

const NAME: &str = "listing[display_name]";

fn at(language: &str) -> String {
    format!("/offerings/{OFFERING}/translations/{language}")
}

fn tag(answer: &Answer) -> String {
    answer.header("etag").unwrap().to_owned()
}

/// The English text of a place.
fn source(answer: &Answer, key: &str) -> String {
    let told = told(answer);
    let place = told["places"].as_array().unwrap().iter().find(|place| place["key"] == key).unwrap();
    place["source"].as_str().unwrap().to_owned()
}

/// The display name alone, as it is in that language.
fn named(source: &str, text: &str) -> Value {
    json!({ "texts": { NAME: { "text": text, "source": source } } })
}

#[tokio::test]
async fn a_language_is_read_with_all_that_can_be_translated_and_written_with_its_revision() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let read = ada.get(&at("ko")).await;
    assert_eq!((tag(&read), &told(&read)["draft"]), ("\"0\"".to_owned(), &json!({ "texts": {} })));
    let english = source(&read, NAME);
    assert!(!english.is_empty());
    let draft = named(&english, "벡터 검색");
    problem(&ada.write(Method::PUT, &at("ko"), "", &draft).await, 428, "revision-required");
    let saved = ada.write(Method::PUT, &at("ko"), "\"0\"", &draft).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!((&told(&saved)["draft"], told(&saved)["language"].as_str()), (&draft, Some("ko")));
    assert_eq!((told(&ada.get(&at("ko")).await), tag(&saved)), (told(&saved), "\"1\"".to_owned()));
    let listed = told(&ada.get(&format!("/offerings/{OFFERING}/translations")).await);
    let korean = listed["items"].as_array().unwrap().iter().find(|one| one["language"] == "ko").cloned();
    assert_eq!(korean.unwrap()["revision"], 1, "{listed}");

    // Somebody else changed another text: pages put such saves together.
    let late = ada.write(Method::PUT, &at("ko"), "\"0\"", &json!({ "texts": {} })).await;
    assert_eq!(problem(&late, 412, "stale")["revision"], 1);
    assert_eq!(told(&ada.get(&at("ko")).await)["draft"], draft);
}

#[tokio::test]
async fn a_text_of_another_english_one_is_a_finding_by_its_key_and_one_without_a_place_is_left_out() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let mut draft = named("What it was called once", "예전 이름");
    draft["texts"]["listing[nonsense]"] = json!({ "text": "없음", "source": "None" });
    let saved = told(&ada.write(Method::PUT, &at("ko"), "\"0\"", &draft).await);
    assert_eq!(saved["draft"], named("What it was called once", "예전 이름"));
    let findings = saved["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["field"] == NAME), "{saved}");
    problem(&ada.write(Method::PUT, &at("ko"), "\"1\"", &json!({ "text": {} })).await, 400, "malformed");
}

#[tokio::test]
async fn a_language_that_is_sent_again_under_its_name_is_saved_once() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let english = source(&ada.get(&at("ko")).await, NAME);
    let send = |text: &str| {
        let request = ada.request(Method::PUT, &at("ko")).header("content-type", "application/json");
        let request = request.header("if-match", "\"0\"").header("idempotency-key", "one");
        ada.send(request.body(named(&english, text).to_string()))
    };
    let (first, again) = (send("하나").await, send("하나").await);
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (200, 200), "{}", again.body);
    assert_eq!((tag(&first), tag(&again)), ("\"1\"".to_owned(), "\"1\"".to_owned()));
    problem(&send("둘").await, 422, "sent-before");
}

#[tokio::test]
async fn who_reads_and_writes_a_language() {
    let stage = Scene::Demo.open().await;
    let (ada, gus) = (Program::of(&stage, ADA, "write").await, Program::of(&stage, GUS, "write").await);
    let (reader, key) = (Program::of(&stage, ADA, "read").await, Program::with(&stage, new_key(&stage).await));
    let empty = json!({ "texts": {} });
    problem(&gus.get(&at("ko")).await, 404, "not-found");
    problem(&gus.get(&format!("/offerings/{OFFERING}/translations")).await, 404, "not-found");
    problem(&gus.write(Method::PUT, &at("ko"), "\"0\"", &empty).await, 404, "not-found");
    assert_eq!(reader.get(&at("ko")).await.status, 200);
    problem(&reader.write(Method::PUT, &at("ko"), "\"0\"", &empty).await, 403, "read-only-token");
    for none in ["en", "xx"] {
        problem(&ada.get(&at(none)).await, 404, "not-found");
        problem(&ada.write(Method::PUT, &at(none), "\"0\"", &empty).await, 404, "not-found");
    }
    assert_eq!(tag(&ada.get(&at("ko")).await), "\"0\"", "nothing was saved");
    let saved = key.write(Method::PUT, &at("ko"), "\"0\"", &empty).await;
    assert_eq!((saved.status.as_u16(), tag(&saved)), (200, "\"1\"".to_owned()), "a service key edits the definition");
}

//! What was read is what is handed in, moved or taken back, or nothing is.

use std::time::Duration;

use hyper::Method;
use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;

use super::{ADA, NOBODYS_ID, Program, RITA, json as told, problem};
use crate::support::{Answer, Scene};

fn at(path: &str) -> String {
    format!("/offerings/{OFFERING}/{path}")
}

fn tag(answer: &Answer) -> String {
    answer.header("etag").unwrap().to_owned()
}

async fn post(program: &Program, path: &str, body: &Value) -> Answer {
    program.write(Method::POST, &at(path), "", body).await
}

/// The request of that kind, of which there is one.
async fn review(program: &Program, kind: &str) -> Value {
    let all = told(&program.get(&at("reviews")).await)["items"].clone();
    let mut of_kind: Vec<Value> = all.as_array().unwrap().iter().filter(|one| one["kind"] == kind).cloned().collect();
    assert_eq!(of_kind.len(), 1, "{all}");
    of_kind.remove(0)
}

/// Saves the listing with another text in it.
async fn edit(program: &Program, member: &str, text: &str) {
    let read = program.get(&at("sections/listing")).await;
    let mut draft = told(&read)["draft"].clone();
    draft[member] = text.into();
    let saved = program.write(Method::PUT, &at("sections/listing"), &tag(&read), &draft).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
}

#[tokio::test]
async fn a_release_is_asked_for_the_definition_that_was_read() {
    let stage = Scene::Limited.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let ask = |tag: String| {
        let body = json!({ "note": "Please look." });
        let request = ada.request(Method::POST, &at("reviews")).header("content-type", "application/json");
        ada.send(request.header("if-match", &tag).body(body.to_string()))
    };
    problem(&ask("\"1\"".to_owned()).await, 412, "stale");
    problem(&ask("*".to_owned()).await, 400, "malformed");
    assert_eq!(told(&ada.get(&at("reviews")).await)["items"], json!([]), "nothing waits");
    let asked = ask(tag(&ada.get(&at("definition")).await)).await;
    assert_eq!(asked.status, 201, "{}", asked.body);
}

#[tokio::test]
async fn a_change_is_handed_in_as_it_was_read() {
    let stage = Scene::Edited.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let read = tag(&ada.get(&at("definition")).await);
    edit(&ada, "description", "Somebody else was faster.").await;
    let body = json!({ "note": "Another name." });
    let late = ada.write(Method::POST, &at("revisions"), &read, &body).await;
    let now = tag(&ada.get(&at("definition")).await);
    assert_eq!(format!("\"{}\"", problem(&late, 412, "stale")["revision"]), now);
    assert_eq!(told(&ada.get(&at("revisions")).await)["items"], json!([]), "nothing waits");
    let handed_in = ada.write(Method::POST, &at("revisions"), &now, &body).await;
    assert_eq!(handed_in.status, 201, "{}", handed_in.body);
    assert_eq!(told(&handed_in)["kind"], "change");
}

#[tokio::test]
async fn a_change_that_was_not_read_is_neither_published_nor_discarded() {
    let stage = Scene::Agreed.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let current = told(&ada.get(&at("revisions")).await)["items"][0].clone();
    assert_eq!(current["review"], review(&ada, "change").await["id"]);
    for act in ["publish", "discard"] {
        let other = post(&ada, "revisions/moves", &json!({ "act": act, "review": NOBODYS_ID })).await;
        problem(&other, 412, "stale");
        let none = post(&ada, "revisions/moves", &json!({ "act": act, "review": "the last one" })).await;
        problem(&none, 400, "malformed");
    }
    assert_eq!(told(&ada.get(&at("revisions")).await)["items"][0], current);
    let published = post(&ada, "revisions/moves", &json!({ "act": "publish", "review": current["review"] })).await;
    assert_eq!(published.status, 200, "{}", published.body);
    // It is not under way any more, and the draft is not given up for it.
    let late = post(&ada, "revisions/moves", &json!({ "act": "discard", "review": current["review"] })).await;
    problem(&late, 412, "stale");
}

#[tokio::test]
async fn a_request_and_an_approval_are_taken_back_by_their_id() {
    for (scene, of) in [(Scene::Requested, "request"), (Scene::Approved, "approval")] {
        let stage = scene.open().await;
        let ada = Program::of(&stage, ADA, "write").await;
        let id = review(&ada, "release").await["id"].clone();
        problem(&post(&ada, "withdrawals", &json!({ "of": of, "review": NOBODYS_ID })).await, 412, "stale");
        let withdrawn = post(&ada, "withdrawals", &json!({ "of": of, "review": id })).await;
        assert_eq!(told(&withdrawn)["stage"], "limited", "{}", withdrawn.body);
    }
}

#[tokio::test]
async fn a_deployment_is_made_public_with_the_revision_that_was_read() {
    let stage = Scene::Public.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let deployment = told(&ada.get(&at("deployments")).await)["items"][0].clone();
    let path = at(&format!("deployments/{}/release", deployment["id"].as_str().unwrap()));
    problem(&ada.write(Method::POST, &path, "", &json!({})).await, 428, "revision-required");
    let late = ada.write(Method::POST, &path, "\"999\"", &json!({})).await;
    assert_eq!(problem(&late, 412, "stale")["revision"], deployment["revision"]);
    // As it was read it goes through, as far as there: this one is public already.
    let read = format!("\"{}\"", deployment["revision"]);
    problem(&ada.write(Method::POST, &path, &read, &json!({})).await, 404, "not-found");
}

#[tokio::test]
async fn a_request_tells_what_it_is_where_it_waits_and_whether_its_answer_is_late() {
    let stage = Scene::Requested.open().await;
    let (ada, rita) = (Program::of(&stage, ADA, "read").await, Program::of(&stage, RITA, "read").await);
    let waiting = review(&ada, "release").await;
    let facts = ["state", "position", "is_late"].map(|member| waiting[member].clone());
    assert_eq!(facts, [json!("open"), json!(1), json!(false)], "{waiting}");
    let due = waiting["due_at"].as_str().unwrap();
    assert!(due > waiting["submitted_at"].as_str().unwrap(), "{waiting}");
    stage.server.wait(Duration::from_hours(6 * 24));
    let late = review(&ada, "release").await;
    assert_eq!((late["is_late"].as_bool(), late["due_at"].as_str()), (Some(true), Some(due)), "{late}");
    let waiting = late;
    assert_eq!(told(&ada.get(&format!("/reviews/{}", waiting["id"].as_str().unwrap())).await), waiting);
    assert_eq!(told(&rita.get("/reviews").await)["items"][0]["review"], waiting);

    let stage = Scene::Agreed.open().await;
    let ada = Program::of(&stage, ADA, "read").await;
    let decided = review(&ada, "change").await;
    let facts = ["state", "position", "due_at", "is_late"].map(|member| decided[member].clone());
    assert_eq!(facts, [json!("approved"), Value::Null, Value::Null, json!(false)], "{decided}");
}

#[tokio::test]
async fn a_tick_that_counts_no_longer_is_told_with_what_it_rested_on() {
    let stage = Scene::Limited.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let row = |checklist: Value, number: &str| {
        let rows = checklist["rows"].as_array().unwrap().clone();
        rows.into_iter().find(|row| row["number"] == number).unwrap()
    };
    let before = row(told(&ada.get(&at("checklist")).await), "6.2");
    assert_eq!((&before["state"], &before["stale"]), (&json!("done"), &Value::Null), "{before}");
    edit(&ada, "terms_url", "https://northwind.example/terms/2027").await;
    let after = told(&ada.get(&at("checklist")).await);
    let outdated = row(after.clone(), "6.2");
    assert_eq!((&outdated["state"], &outdated["is_attestable"]), (&json!("open"), &json!(true)), "{outdated}");
    assert_eq!(outdated["stale"]["by"], before["evidence_by"]);
    assert_eq!(outdated["stale"]["at"], before["evidence_at"]);
    let rests_on = outdated["stale"]["rests_on"].as_array().unwrap();
    assert_eq!(rests_on, &[json!("listing[terms_url]")], "{outdated}");
    assert_eq!(row(after, "2.2")["is_attestable"], false, "that is nobody's to tick");
    let again = ada.write(Method::POST, &at("checklist/6.2"), "", &json!({ "given": true })).await;
    assert_eq!(row(told(&again), "6.2")["stale"], Value::Null, "{}", again.body);
}

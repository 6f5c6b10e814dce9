//! What is changed beside documents: brokers, deployments, ticks, threads, and what customers see.

use std::collections::BTreeSet;

use hyper::Method;
use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;

use super::{ADA, NOBODYS_ID, Program, RITA, json as told, problem};
use crate::support::{Answer, Scene};
use crate::usage::new_key;

const SECRET: &str = "correct-horse-battery";

fn at(path: &str) -> String {
    format!("/offerings/{OFFERING}/{path}")
}

fn tag(answer: &Answer) -> String {
    answer.header("etag").unwrap().to_owned()
}

/// Where what was made is.
fn made(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.location().unwrap().strip_prefix("/api/v1").unwrap().to_owned()
}

async fn post(program: &Program, path: &str, body: &Value) -> Answer {
    program.write(Method::POST, path, "", body).await
}

#[tokio::test]
async fn the_key_of_a_service_moves_nothing() {
    let stage = Scene::Demo.open().await;
    let key = Program::with(&stage, new_key(&stage).await);
    for (path, body) in [
        (at("publication"), json!({ "visibility": "limited", "seen": "" })),
        (at("publication"), json!({ "visibility": "public", "seen": "" })),
        (at("withdrawals"), json!({ "of": "request" })),
        (at("withdrawals"), json!({ "of": "approval" })),
        (at("revisions/moves"), json!({ "act": "publish" })),
        (at("revisions/moves"), json!({ "act": "discard" })),
        (at("rollbacks"), json!({ "snapshot": NOBODYS_ID })),
        (at("checklist/20.11"), json!({ "given": true })),
        (at("threads"), json!({ "anchor": "section/listing[display_name]/", "text": "Why?" })),
        (at(&format!("threads/{NOBODYS_ID}/remarks")), json!({ "act": "reply", "text": "So." })),
        (at(&format!("deployments/{NOBODYS_ID}/release")), json!({})),
        (at(&format!("plans/{NOBODYS_ID}/submissions")), json!({})),
    ] {
        problem(&key.write(Method::POST, &path, "\"1\"", &body).await, 403, "denied");
    }
    problem(&key.get("/reviews").await, 403, "denied");
}

#[tokio::test]
async fn a_broker_is_saved_with_a_secret_that_no_answer_tells() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let mut draft = json!({
        "name": "second",
        "url": "https://second.northwind.example",
        "auth_scheme": "basic",
        "username": "platform",
        "osb_version": "2.17",
    });
    let added = post(&ada, &at("brokers"), &json!({ "draft": draft, "secret": SECRET })).await;
    let path = made(&added);
    assert_eq!(told(&added)["broker"]["has_secret"], true, "{}", added.body);

    draft["osb_version"] = "2.16".into();
    let body = json!({ "draft": draft });
    let saved = ada.write(Method::PUT, &path, &tag(&added), &body).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(told(&saved)["broker"]["has_secret"], true, "it goes to the same party: {}", saved.body);
    problem(&ada.write(Method::PUT, &path, &tag(&added), &body).await, 412, "stale");
    let page = stage.browser_of(ADA).get(&format!("/offerings/{OFFERING}/deployments")).await;
    assert!(!page.body.contains("/merge/"), "nothing waits for a person who typed nothing");
    for answer in [&added, &saved, &ada.get(&path).await, &ada.get(&at("brokers")).await] {
        assert!(!answer.body.contains(SECRET), "{}", answer.body);
    }

    let remove = |tag: &str| ada.request(Method::DELETE, &path).header("if-match", tag);
    problem(&ada.send(remove(&tag(&added))).await, 412, "stale");
    assert_eq!(ada.send(remove(&tag(&saved))).await.status, 204);
}

#[tokio::test]
async fn a_deployment_is_added_and_withdrawn_with_the_revision_that_was_read() {
    let stage = Scene::Ready.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let there = told(&ada.get(&at("deployments")).await)["items"].clone();
    // A data centre of Frankfurt, where the plan is sold in any case.
    assert_eq!(there[0]["location"], "eu-de", "{there:?}");
    let draft = json!({ "plan": there[0]["plan"], "broker": there[0]["broker"], "location": "fra02" });
    let added = post(&ada, &at("deployments"), &draft).await;
    let path = made(&added);
    problem(&post(&ada, &at("deployments"), &draft).await, 422, "invalid");
    problem(&ada.send(ada.request(Method::DELETE, &path).header("if-match", "\"999\"")).await, 412, "stale");
    assert_eq!(ada.get(&path).await.status, 200);
    let withdrawn = ada.send(ada.request(Method::DELETE, &path).header("if-match", &tag(&added))).await;
    assert_eq!(withdrawn.status, 204, "{}", withdrawn.body);
}

#[tokio::test]
async fn what_was_seen_is_published_or_nothing() {
    let stage = Scene::Ready.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let publish = |seen: Value| json!({ "visibility": "limited", "seen": seen });
    problem(&post(&ada, &at("publication"), &publish("something else".into())).await, 412, "stale");
    let seen = told(&ada.get(&at("publication")).await)["seen"].clone();
    let published = post(&ada, &at("publication"), &publish(seen)).await;
    assert_eq!(published.status, 200, "{}", published.body);
    assert_eq!(told(&published)["stage"], "limited");
}

#[tokio::test]
async fn a_request_waits_in_the_queue_until_it_is_withdrawn() {
    let stage = Scene::Requested.open().await;
    let (ada, rita) = (Program::of(&stage, ADA, "write").await, Program::of(&stage, RITA, "read").await);
    problem(&ada.get("/reviews").await, 403, "denied");
    let waiting = told(&rita.get("/reviews").await);
    assert_eq!(waiting["items"][0]["offering"], OFFERING, "{waiting}");
    let withdrawn = post(&ada, &at("withdrawals"), &json!({ "of": "request" })).await;
    assert_eq!(told(&withdrawn)["stage"], "limited", "{}", withdrawn.body);
    assert_eq!(told(&rita.get("/reviews").await)["items"], json!([]));
}

#[tokio::test]
async fn a_thread_about_a_value_of_a_comparison_is_answered_and_resolved() {
    let stage = Scene::Edited.open().await;
    let (ada, rita) = (Program::of(&stage, ADA, "write").await, Program::of(&stage, RITA, "write").await);
    let values = told(&rita.get(&at("compare?limit=100")).await)["items"].clone();
    let anchors = values.as_array().unwrap().iter().map(|value| value["anchor"].clone());
    let anchor = anchors.filter(Value::is_string).find(|anchor| anchor == "section/listing[display_name]/").unwrap();
    let opened = post(&rita, &at("threads"), &json!({ "anchor": anchor, "text": "Why?", "is_blocking": true })).await;
    let path = made(&opened);
    let remarks = format!("{path}/remarks");
    let replied = post(&ada, &remarks, &json!({ "act": "reply", "text": "So." })).await;
    assert_eq!(told(&replied)["remarks"][0]["text"], "So.", "{}", replied.body);
    problem(&post(&ada, &remarks, &json!({ "act": "resolve" })).await, 403, "denied");
    let resolved = post(&rita, &remarks, &json!({ "act": "resolve" })).await;
    assert_eq!(told(&resolved)["standing"], "resolved", "{}", resolved.body);
    let reopened = post(&rita, &remarks, &json!({ "act": "reopen" })).await;
    assert_eq!(told(&reopened), told(&ada.get(&path).await));
}

#[tokio::test]
async fn a_paid_plan_is_handed_to_the_billing_desk_once() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let plans = told(&ada.get(&at("plans")).await)["items"].clone();
    let paid = plans.as_array().unwrap().iter().find(|plan| plan["draft"]["kind"] == "subscription").unwrap().clone();
    let path = at(&format!("plans/{}", paid["id"].as_str().unwrap()));
    let mut draft = paid["draft"].clone();
    draft["description"] = "Ten million vectors, replicated over two zones.".into();
    let saved = ada.write(Method::PUT, &path, &tag(&ada.get(&path).await), &draft).await;
    assert_eq!(told(&saved)["approval"], "draft", "{}", saved.body);

    let submissions = format!("{path}/submissions");
    let nothing = json!({});
    problem(&post(&ada, &submissions, &nothing).await, 428, "revision-required");
    // What was read is not what would be handed in.
    let read = format!("\"{}\"", paid["revision"]);
    let late = ada.write(Method::POST, &submissions, &read, &nothing).await;
    assert_eq!(format!("\"{}\"", problem(&late, 412, "stale")["revision"]), tag(&saved));
    assert_eq!(told(&ada.get(&path).await)["approval"], "draft");
    let submitted = ada.write(Method::POST, &submissions, &tag(&saved), &nothing).await;
    assert_eq!((submitted.status.as_u16(), &told(&submitted)["approval"]), (200, &json!("in_review")));
    assert_eq!((told(&submitted), tag(&submitted)), (told(&ada.get(&path).await), tag(&saved)));
    problem(&ada.write(Method::POST, &submissions, &tag(&saved), &nothing).await, 409, "refused");
    let nobodys = at(&format!("plans/{NOBODYS_ID}/submissions"));
    problem(&ada.write(Method::POST, &nobodys, "\"1\"", &nothing).await, 404, "not-found");
}

#[tokio::test]
async fn a_change_is_published_and_gone_back_from() {
    let stage = Scene::Agreed.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let published = post(&ada, &at("revisions/moves"), &json!({ "act": "publish" })).await;
    assert_eq!(published.status, 200, "{}", published.body);
    let versions = told(&ada.get(&at("versions")).await)["items"].clone();
    let versions = versions.as_array().unwrap();
    assert_eq!(versions.len(), 2, "{versions:?}");
    let live = versions.iter().find(|version| version["is_live"] == true).unwrap();
    assert_eq!(told(&published)["live"], live["snapshot"]);
    let first = versions.iter().find(|version| version["takes_rollback"] == true).unwrap();
    let back = post(&ada, &at("rollbacks"), &json!({ "snapshot": first["snapshot"] })).await;
    assert_eq!(back.status, 200, "{}", back.body);
    // It says what customers have now: nothing is under way, and nothing would change.
    let listed = told(&ada.get(&at("versions")).await)["items"].clone();
    let again = listed.as_array().unwrap().iter().find(|version| version["snapshot"] == first["snapshot"]).unwrap();
    assert_eq!(again["takes_rollback"], json!(true));
    problem(&post(&ada, &at("rollbacks"), &json!({ "snapshot": first["snapshot"] })).await, 409, "refused");
    let kinds = told(&ada.get(&at("revisions")).await)["items"].clone();
    // Both are of the same moment.
    let kinds: BTreeSet<_> = kinds.as_array().unwrap().iter().filter_map(|one| one["kind"].as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["change", "rollback"]));
    problem(&post(&ada, &at("rollbacks"), &json!({ "snapshot": NOBODYS_ID })).await, 404, "not-found");
}

#[tokio::test]
async fn a_move_that_is_sent_again_under_its_name_leaves_alone_what_was_handed_in_meanwhile() {
    let stage = Scene::Agreed.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let send = |key: &str, act: &str| {
        let request = ada.request(Method::POST, &at("revisions/moves")).header("content-type", "application/json");
        ada.send(request.header("idempotency-key", key).body(json!({ "act": act }).to_string()))
    };
    let first = send("one", "discard").await;
    assert_eq!((first.status.as_u16(), &told(&first)["current"]), (200, &Value::Null), "{}", first.body);

    let listing = ada.get(&at("sections/listing")).await;
    let mut draft = told(&listing)["draft"].clone();
    draft["display_name"] = "Vector Seeker".into();
    let saved = ada.write(Method::PUT, &at("sections/listing"), &tag(&listing), &draft).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    made(&post(&ada, &at("revisions"), &json!({ "note": "Yet another name." })).await);

    let again = send("one", "discard").await;
    assert_eq!(again.status, 200, "{}", again.body);
    assert_eq!(told(&again)["current"]["state"], "submitted");
    problem(&send("one", "publish").await, 422, "sent-before");
    assert_eq!(told(&send("two", "discard").await)["current"], Value::Null);
}

#[tokio::test]
async fn a_publication_that_is_sent_again_under_its_name_has_the_same_answer() {
    let stage = Scene::Agreed.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let send = || {
        let request = ada.request(Method::POST, &at("revisions/moves")).header("content-type", "application/json");
        ada.send(request.header("idempotency-key", "one").body(json!({ "act": "publish" }).to_string()))
    };
    let (first, again) = (send().await, send().await);
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (200, 200), "{}", again.body);
    assert_eq!(told(&first), told(&again));
    problem(&post(&ada, &at("revisions/moves"), &json!({ "act": "publish" })).await, 409, "refused");
}

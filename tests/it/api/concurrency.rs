//! Revisions: nothing is changed that somebody did not see, and what is sent again is done once.

use hyper::Method;
use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;

use super::{ADA, Program, json as told, problem};
use crate::support::{Answer, Scene};

fn tag(answer: &Answer) -> String {
    answer.header("etag").unwrap().to_owned()
}

fn listing() -> String {
    format!("/offerings/{OFFERING}/sections/listing")
}

/// The document that is saved, with another text in it.
fn saying(answer: &Answer, member: &str, text: &str) -> Value {
    let mut draft = told(answer)["draft"].clone();
    draft[member] = text.into();
    draft
}

#[tokio::test]
async fn a_document_is_written_with_the_revision_that_was_read_and_no_other() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let read = ada.get(&listing()).await;
    let (first, draft) = (tag(&read), saying(&read, "support_url", "https://support.northwind.example"));
    problem(&ada.write(Method::PUT, &listing(), "", &draft).await, 428, "revision-required");
    for wrong in ["*", "7", "W/\"1\"", "\"1\", \"2\"", "\"x\""] {
        problem(&ada.write(Method::PUT, &listing(), wrong, &draft).await, 400, "malformed");
    }
    let saved = ada.write(Method::PUT, &listing(), &first, &draft).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(told(&saved)["draft"], draft);
    assert!(!told(&saved)["findings"].is_null(), "{}", saved.body);
    assert_ne!(tag(&saved), first);

    // Nothing that was changed since is changed by this, and it is refused all the same: pages put such saves together.
    let other = saying(&read, "description", "Another text.");
    let refused = problem(&ada.write(Method::PUT, &listing(), &first, &other).await, 412, "stale");
    assert_eq!(format!("\"{}\"", refused["revision"]), tag(&saved));
    let now = ada.get(&listing()).await;
    assert_eq!((told(&now)["draft"].clone(), tag(&now)), (draft, tag(&saved)));
    let parked = stage.browser_of(ADA).get(&format!("/offerings/{OFFERING}/listing")).await;
    assert!(!parked.body.contains("/merge/"), "nothing waits for a person who typed nothing");
}

#[tokio::test]
async fn what_is_sent_again_under_its_name_is_done_once() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let read = ada.get(&listing()).await;
    let send = |draft: Value| {
        let request = ada.request(Method::PUT, &listing()).header("content-type", "application/json");
        let request = request.header("if-match", &tag(&read)).header("idempotency-key", "one");
        ada.send(request.body(draft.to_string()))
    };
    let draft = saying(&read, "description", "Once.");
    let (first, again) = (send(draft.clone()).await, send(draft.clone()).await);
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (200, 200), "{}", again.body);
    assert_eq!(tag(&first), tag(&again));
    problem(&send(saying(&read, "description", "Twice.")).await, 422, "sent-before");

    let plans = format!("/offerings/{OFFERING}/plans");
    let add = || {
        let request = ada.request(Method::POST, &plans).header("content-type", "application/json");
        ada.send(request.header("idempotency-key", "plan").body(json!({ "name": "twice" }).to_string()))
    };
    let (first, again) = (add().await, add().await);
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201), "{}", again.body);
    assert_eq!(first.location(), again.location());
}

/// An answer that was lost names the revision that its own save made: what somebody else has saved since is not
/// overwritten unseen.
#[tokio::test]
async fn an_answer_that_is_asked_for_again_has_the_tag_of_its_own_save() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let plans = format!("/offerings/{OFFERING}/plans");
    let plan = {
        let request = ada.request(Method::POST, &plans).header("content-type", "application/json");
        let request = request.header("idempotency-key", "add").body(json!({ "name": "tiny" }).to_string());
        let again = request.clone();
        let added = ada.send(request).await;
        let path = added.location().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
        let saved = ada.write(Method::PUT, &path, &tag(&added), &saying(&added, "description", "Another.")).await;
        assert_eq!(saved.status, 200, "{}", saved.body);
        assert_eq!(tag(&ada.send(again).await), tag(&added));
        path
    };
    let language = format!("/offerings/{OFFERING}/translations/ko");
    for path in [listing(), plan, language] {
        let read = ada.get(&path).await;
        let mine = told(&read)["draft"].clone();
        let send = || {
            let request = ada.request(Method::PUT, &path).header("content-type", "application/json");
            let request = request.header("if-match", &tag(&read)).header("idempotency-key", &path);
            ada.send(request.body(mine.to_string()))
        };
        let first = send().await;
        assert_eq!(first.status, 200, "{}", first.body);
        let theirs = ada.write(Method::PUT, &path, &tag(&first), &mine).await;
        assert_eq!(theirs.status, 200, "{}", theirs.body);
        let again = send().await;
        assert_eq!((again.status.as_u16(), tag(&again)), (200, tag(&first)), "{path}");
        problem(&ada.write(Method::PUT, &path, &tag(&again), &mine).await, 412, "stale");
    }
}

#[tokio::test]
async fn whatever_is_added_under_a_name_is_added_once() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let broker = json!({
        "draft": { "name": "again", "url": "https://again.northwind.example", "auth_scheme": "basic", "username": "a",
                   "osb_version": "2.17" },
        "secret": "the first secret",
    });
    let mut other = broker.clone();
    other["secret"] = "another secret".into();
    let brokers = format!("/offerings/{OFFERING}/brokers");
    let offering = json!({ "name": "northwind-again" });
    for (path, body, changed) in
        [(brokers.as_str(), broker, other), ("/offerings", offering, json!({ "name": "northwind-other" }))]
    {
        let send = |body: &Value| {
            let request = ada.request(Method::POST, path).header("content-type", "application/json");
            ada.send(request.header("idempotency-key", path).body(body.to_string()))
        };
        let (first, again) = (send(&body).await, send(&body).await);
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201), "{}", again.body);
        assert_eq!(first.location(), again.location());
        problem(&send(&changed).await, 422, "sent-before");
    }
}

#[tokio::test]
async fn a_plan_is_added_saved_and_removed() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let plans = format!("/offerings/{OFFERING}/plans");
    let added = ada.write(Method::POST, &plans, "", &json!({ "name": "tiny", "kind": "free" })).await;
    assert_eq!(added.status, 201, "{}", added.body);
    let path = added.location().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    let one = ada.get(&path).await;
    assert_eq!((told(&one), tag(&one)), (told(&added), tag(&added)));

    let draft = saying(&one, "description", "Small enough.");
    let saved = ada.write(Method::PUT, &path, &tag(&one), &draft).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(told(&saved)["draft"]["description"], "Small enough.");
    problem(&ada.write(Method::PUT, &path, &tag(&one), &draft).await, 412, "stale");

    let remove = |tag: &str| ada.request(Method::DELETE, &path).header("if-match", tag);
    problem(&ada.send(ada.request(Method::DELETE, &path)).await, 428, "revision-required");
    problem(&ada.send(remove(&tag(&one))).await, 412, "stale");
    assert_eq!(ada.get(&path).await.status, 200);
    let removed = ada.send(remove(&tag(&saved))).await;
    assert_eq!((removed.status.as_u16(), removed.body.as_str()), (204, ""));
    problem(&ada.get(&path).await, 404, "not-found");
}

#[tokio::test]
async fn an_offering_is_begun_once() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let wrong = ada.write(Method::POST, "/offerings", "", &json!({ "name": "No Name" })).await;
    let wrong = problem(&wrong, 422, "invalid");
    let rule = &wrong["rules"][0];
    assert!(!rule["rule"].as_str().unwrap().is_empty() && !rule["fix"].as_str().unwrap().is_empty(), "{wrong}");
    let begun = ada.write(Method::POST, "/offerings", "", &json!({ "name": "northwind-queue" })).await;
    assert_eq!(begun.status, 201, "{}", begun.body);
    assert_eq!(begun.location(), Some("/api/v1/offerings/northwind-queue"));
    assert_eq!(told(&ada.get("/offerings/northwind-queue").await), told(&begun));
    problem(&ada.write(Method::POST, "/offerings", "", &json!({ "name": "northwind-queue" })).await, 409, "taken");
}

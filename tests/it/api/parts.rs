//! Earlier versions of sections, plans and translations: each save can be looked at and restored.

use hyper::Method;
use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;

use super::{ADA, GUS, Program, json as told, problem};
use crate::support::{Answer, Scene};
use crate::usage::new_key;

fn tag(answer: &Answer) -> String {
    answer.header("etag").unwrap().to_owned()
}

fn of(part: &str, rest: &str) -> String {
    format!("/offerings/{OFFERING}/parts/{part}/{rest}")
}

fn listing() -> String {
    format!("/offerings/{OFFERING}/sections/listing")
}

/// Saves the listing with that support address.
async fn supported_at(program: &Program, url: &str) -> Answer {
    let read = program.get(&listing()).await;
    let mut draft = told(&read)["draft"].clone();
    draft["support_url"] = url.into();
    let saved = program.write(Method::PUT, &listing(), &tag(&read), &draft).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    saved
}

async fn restore(program: &Program, part: &str, revision: &Value, tag: &str) -> Answer {
    program.write(Method::POST, &of(part, "restorations"), tag, &json!({ "revision": revision })).await
}

#[tokio::test]
async fn every_save_is_listed_read_and_restored_with_the_revision_that_was_read() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let first = supported_at(&ada, "https://first.northwind.example").await;
    let last = supported_at(&ada, "https://last.northwind.example").await;
    let revision = told(&first)["revision"].clone();

    let (mut revisions, mut next) = (Vec::new(), String::new());
    loop {
        let page = told(&ada.get(&of("listing", &format!("versions?limit=1{next}"))).await);
        revisions.extend(page["items"].as_array().unwrap().iter().map(|one| one["revision"].as_i64().unwrap()));
        let Some(cursor) = page["next"].as_str() else { break };
        problem(&ada.get(&of("summary", &format!("versions?cursor={cursor}"))).await, 400, "malformed");
        next = format!("&cursor={cursor}");
    }
    let latest = told(&last)["revision"].as_i64().unwrap();
    assert_eq!(revisions, (1..=latest).rev().collect::<Vec<_>>(), "the latest first, and none is left out");

    let version = told(&ada.get(&of("listing", &format!("versions/{revision}"))).await);
    assert_eq!((&version["draft"], &version["revision"]), (&told(&first)["draft"], &revision));

    problem(&restore(&ada, "listing", &revision, "").await, 428, "revision-required");
    let late = problem(&restore(&ada, "listing", &revision, &tag(&first)).await, 412, "stale");
    assert_eq!(format!("\"{}\"", late["revision"]), tag(&last));
    let restored = restore(&ada, "listing", &revision, &tag(&last)).await;
    assert_eq!(restored.status, 200, "{}", restored.body);
    let now = ada.get(&listing()).await;
    assert_eq!((told(&now)["draft"].clone(), tag(&now)), (told(&first)["draft"].clone(), tag(&restored)));
    assert_eq!(told(&restored)["draft"], told(&first)["draft"]);
    problem(&restore(&ada, "listing", &revision, &tag(&last)).await, 412, "stale");
    assert_eq!(tag(&ada.get(&listing()).await), tag(&now), "sent again, it has no second effect");
}

#[tokio::test]
async fn a_plan_and_a_translation_have_versions_too() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let plans = format!("/offerings/{OFFERING}/plans");
    let added = ada.write(Method::POST, &plans, "", &json!({ "name": "tiny", "description": "First." })).await;
    let path = added.location().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    let saved = ada.write(Method::PUT, &path, &tag(&added), &json!({ "name": "tiny", "description": "Last." })).await;
    let part = format!("plan:{}", told(&added)["id"].as_str().unwrap());
    let restored = restore(&ada, &part, &told(&added)["revision"], &tag(&saved)).await;
    assert_eq!(told(&restored)["draft"]["description"], "First.", "{}", restored.body);
    assert_eq!(told(&ada.get(&path).await)["draft"], told(&added)["draft"]);

    let french = format!("/offerings/{OFFERING}/translations/fr");
    problem(&ada.get(&of("translation:fr", "versions")).await, 404, "not-found");
    let empty = json!({ "texts": {} });
    let saved = ada.write(Method::PUT, &french, "\"0\"", &empty).await;
    let restored = restore(&ada, "translation:fr", &json!(1), &tag(&saved)).await;
    assert_eq!((restored.status.as_u16(), tag(&restored)), (200, "\"2\"".to_owned()), "{}", restored.body);
    assert_eq!(told(&ada.get(&of("translation:fr", "versions")).await)["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn versions_are_nobody_elses_and_what_has_none_is_not_there() {
    let stage = Scene::Demo.open().await;
    let (ada, gus) = (Program::of(&stage, ADA, "write").await, Program::of(&stage, GUS, "write").await);
    let (reader, key) = (Program::of(&stage, ADA, "read").await, Program::with(&stage, new_key(&stage).await));
    let now = tag(&ada.get(&listing()).await);
    for path in ["versions", "versions/1"] {
        problem(&gus.get(&of("listing", path)).await, 404, "not-found");
        assert_eq!(reader.get(&of("listing", path)).await.status, 200, "{path}");
        assert_eq!(key.get(&of("listing", path)).await.status, 200, "{path}");
    }
    problem(&restore(&gus, "listing", &json!(1), &now).await, 404, "not-found");
    problem(&restore(&reader, "listing", &json!(1), &now).await, 403, "read-only-token");
    for part in ["nonsense", "plan:new", "plan:nonsense", "translation:en", "translation:xx"] {
        problem(&ada.get(&of(part, "versions")).await, 404, "not-found");
        problem(&restore(&ada, part, &json!(1), &now).await, 404, "not-found");
    }
    for revision in ["0", "-1", "999", "9223372036854775807", "9223372036854775808", "x"] {
        problem(&ada.get(&of("listing", &format!("versions/{revision}"))).await, 404, "not-found");
    }
    problem(&restore(&ada, "listing", &json!(999), &now).await, 404, "not-found");
    assert_eq!(tag(&ada.get(&listing()).await), now, "nothing was saved");
    assert_eq!(restore(&key, "listing", &json!(1), &now).await.status, 200, "a service key edits the definition");
}

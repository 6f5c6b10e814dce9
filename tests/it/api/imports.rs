//! Taking values over from a catalog.json: looked into first, and only what is wanted of exactly that.

use hyper::Method;
use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;

use super::{ADA, GUS, NOBODYS_ID, Program, json as told, problem};
use crate::support::{Answer, Scene};
use crate::usage::new_key;

const DESCRIPTION: &str = "listing-description";

fn at(path: &str) -> String {
    format!("/offerings/{OFFERING}/{path}")
}

/// A service of that name, in the wrapper of a catalog.
fn catalog(name: &str, description: &str) -> Value {
    json!({ "services": [service(name, description)] })
}

fn service(name: &str, description: &str) -> Value {
    json!({
        "id": NOBODYS_ID,
        "name": name,
        "description": description,
        "bindable": true,
        "metadata": { "displayName": "Another name" },
        "plans": [],
    })
}

async fn look(program: &Program, catalog: &Value, choice: u32) -> Answer {
    let body = json!({ "catalog": catalog, "choice": choice });
    program.write(Method::POST, &at("imports/plan"), "", &body).await
}

async fn take(program: &Program, catalog: &Value, seen: &Value, key: &str) -> Answer {
    let request = program.request(Method::POST, &at("imports")).header("content-type", "application/json");
    let body = json!({ "catalog": catalog, "seen": seen, "take": [DESCRIPTION] });
    program.send(request.header("idempotency-key", key).body(body.to_string())).await
}

async fn listing(program: &Program) -> Value {
    told(&program.get(&at("sections/listing")).await)["draft"].clone()
}

#[tokio::test]
async fn what_is_wanted_of_a_catalog_is_taken_over_and_nothing_else() {
    let stage = Scene::Demo.open().await;
    let (ada, reader) = (Program::of(&stage, ADA, "write").await, Program::of(&stage, ADA, "read").await);
    let (before, file) = (listing(&ada).await, catalog(OFFERING, "Another text."));
    let looked = look(&reader, &file, 0).await;
    assert_eq!(looked.status, 200, "{}", looked.body);
    let read = told(&looked);
    assert_eq!((&read["fit"], &read["meant"]), (&json!("name"), &json!(OFFERING)), "{read}");
    let offers = read["offers"].as_array().unwrap();
    let offer = offers.iter().find(|offer| offer["key"] == DESCRIPTION).unwrap();
    assert_eq!((&offer["said"], &offer["has"]), (&json!("Another text."), &before["description"]));
    assert!(offers.len() > 1, "{read}");

    problem(&take(&ada, &catalog(OFFERING, "Yet another."), &read["seen"], "other").await, 412, "stale");
    let taken = take(&ada, &file, &read["seen"], "one").await;
    assert_eq!((taken.status.as_u16(), &told(&taken)["taken"]), (200, &json!([DESCRIPTION])), "{}", taken.body);
    let mut expected = before;
    expected["description"] = "Another text.".into();
    assert_eq!(listing(&ada).await, expected);
    let again = take(&ada, &file, &read["seen"], "one").await;
    assert_eq!((again.status.as_u16(), told(&again)), (200, told(&taken)), "sent again, it has the same answer");
    problem(&take(&ada, &file, &read["seen"], "two").await, 412, "stale");
    let left = told(&look(&ada, &file, 0).await)["offers"].clone();
    assert!(left.as_array().unwrap().iter().all(|offer| offer["key"] != DESCRIPTION), "{left}");
}

#[tokio::test]
async fn of_several_services_one_is_chosen_and_what_cannot_be_read_says_why() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let several = json!([service("one", "First."), service("two", "Second.")]);
    let none = told(&look(&ada, &several, 0).await);
    assert_eq!((&none["fit"], &none["offers"], &none["services"]), (&Value::Null, &json!([]), &json!(["one", "two"])));
    let second = told(&look(&ada, &several, 2).await);
    assert_eq!((&second["fit"], &second["meant"]), (&json!("choice"), &json!("two")), "{second}");

    let empty = told(&look(&ada, &json!({ "name": "x" }), 0).await);
    assert_eq!(empty["violations"][0]["path"], json!(["services"]), "{empty}");
    let mut deep = json!(1);
    for _ in 0..70 {
        deep = json!([deep]);
    }
    let words = problem(&look(&ada, &deep, 0).await, 422, "invalid");
    let rule = &words["rules"][0];
    assert_eq!((&rule["rule"], &rule["field"]), (&json!("catalog:too_deep"), &json!("/catalog")));
    problem(&ada.write(Method::POST, &at("imports/plan"), "", &json!({ "choice": 1 })).await, 400, "malformed");
}

#[tokio::test]
async fn who_looks_into_a_catalog_and_takes_something_over() {
    let stage = Scene::Demo.open().await;
    let (ada, gus) = (Program::of(&stage, ADA, "write").await, Program::of(&stage, GUS, "write").await);
    let (reader, key) = (Program::of(&stage, ADA, "read").await, Program::with(&stage, new_key(&stage).await));
    let (before, file) = (listing(&ada).await, catalog(OFFERING, "Another text."));
    let seen = told(&look(&key, &file, 0).await)["seen"].clone();
    problem(&look(&gus, &file, 0).await, 404, "not-found");
    problem(&take(&gus, &file, &seen, "one").await, 404, "not-found");
    problem(&take(&reader, &file, &seen, "one").await, 403, "read-only-token");
    assert_eq!(listing(&ada).await, before, "nothing was taken over");
    let taken = take(&key, &file, &seen, "one").await;
    assert_eq!(taken.status, 200, "a service key edits the definition: {}", taken.body);
}

/// A catalog is as large here as on its page.
#[tokio::test]
async fn a_catalog_may_be_larger_than_other_bodies() {
    let stage = Scene::Demo.open_with(|config| config.limits.body_kib = 16).await;
    let ada = Program::of(&stage, ADA, "write").await;
    let file = catalog(OFFERING, &"x".repeat(200_000));
    assert_eq!(look(&ada, &file, 0).await.status, 200);
    problem(&take(&ada, &file, &json!("something else"), "one").await, 412, "stale");
}

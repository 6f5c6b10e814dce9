//! What is no call of this interface, and how it is told.

use hyper::Method;
use serde_json::{Value, json};
use slipway_backend::demo::OFFERING;
use slipway_domain::definition::LARGEST_FILE;

use super::{ADA, Program, json as told, problem};
use crate::support::{Request, Scene};

fn plans() -> String {
    format!("/offerings/{OFFERING}/plans")
}

#[tokio::test]
async fn a_body_that_is_not_as_described_is_refused_with_its_place() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let deep = format!("{{\"bullets\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    for (body, place) in [
        (&b""[..], "line 1"),
        (&b"{\"name\":"[..], "column"),
        (&b"{\"name\":\"\xff\"}"[..], "column"),
        (&br#"{"name":1}"#[..], "string"),
        (&br#"{"name":"a","name":"b"}"#[..], "duplicate field `name`"),
        (&br#"{"amounts":[["USA","USD","1"]]}"#[..], "/amounts/0"),
        (&b"[]"[..], "object"),
        (&b"null"[..], "column"),
        (&b"{} {}"[..], "trailing"),
        (deep.as_bytes(), "column"),
    ] {
        let request = ada.request(Method::POST, &plans()).header("content-type", "application/json");
        let answer = ada.send(request.body(body.to_vec())).await;
        let words = problem(&answer, 400, "malformed");
        assert!(words["detail"].as_str().unwrap().contains(place), "{words}");
    }
}

/// What the console decides is no member of what is sent.
#[tokio::test]
async fn what_is_not_for_programs_to_set_is_refused_by_its_name() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let listing = format!("/offerings/{OFFERING}/sections/listing");
    let review = format!("/offerings/{OFFERING}/reviews");
    for (method, path, member) in [
        (Method::POST, plans(), "approval"),
        (Method::POST, plans(), "id"),
        (Method::POST, plans(), "revision"),
        (Method::PUT, listing, "saved_by"),
        (Method::POST, "/offerings".to_owned(), "stage"),
        (Method::POST, review, "state"),
    ] {
        let words = problem(&ada.write(method, &path, "\"1\"", &json!({ member: "approved" })).await, 400, "malformed");
        assert!(words["detail"].as_str().unwrap().contains(&format!("`{member}`")), "{words}");
    }
}

#[tokio::test]
async fn refusals_of_the_layers_around_it_are_problems_too() {
    let stage = Scene::Demo.open_with(|config| config.limits.body_kib = 16).await;
    let ada = Program::of(&stage, ADA, "write").await;
    problem(&ada.get("/nothing").await, 404, "not-found");
    problem(&ada.get(&format!("/offerings/{OFFERING}/nothing")).await, 404, "not-found");
    problem(&ada.get("/offerings/%ff").await, 404, "not-found");
    problem(&ada.get(&format!("/offerings/{OFFERING}/plans/nonsense")).await, 404, "not-found");

    let form = ada.request(Method::POST, &plans()).header("content-type", "application/x-www-form-urlencoded");
    problem(&ada.send(form.body("name=lite")).await, 415, "media-type");
    let large = json!({ "name": "x".repeat(20_000) });
    let large = problem(&ada.write(Method::POST, &plans(), "", &large).await, 413, "too-large");
    assert!(large["detail"].as_str().unwrap().contains("16 KiB"), "{large}");
    let cookie = ada.request(Method::POST, &plans()).header("cookie", "a=b");
    problem(&ada.send(cookie).await, 403, "cross-site");
    let elsewhere = ada.request(Method::GET, "/accounts").header("host", "elsewhere.example");
    problem(&ada.send(elsewhere).await, 421, "wrong-host");
    for key in ["", "two words", &"k".repeat(256)] {
        let request = ada.request(Method::GET, "/accounts").header("idempotency-key", key);
        problem(&ada.send(request).await, 400, "malformed");
    }
}

/// A definition is as large here as the command line takes it.
#[tokio::test]
async fn a_definition_may_be_larger_than_other_bodies_and_has_an_end() {
    let stage = Scene::Demo.open_with(|config| config.limits.body_kib = 16).await;
    let ada = Program::of(&stage, ADA, "write").await;
    let plan = format!("/offerings/{OFFERING}/definition/plan");
    let of_bytes = |bytes: usize| json!({ "name": "x".repeat(bytes) });
    problem(&ada.write(Method::POST, &plan, "", &of_bytes(200_000)).await, 422, "invalid");
    let large = problem(&ada.write(Method::POST, &plan, "", &of_bytes(LARGEST_FILE)).await, 413, "too-large");
    assert!(large["detail"].as_str().unwrap().contains("4096 KiB"), "{large}");
}

/// The rules that a problem names, each with its place.
fn rules(words: &Value) -> Vec<(String, String)> {
    let told = |rule: &Value| ["field", "rule"].map(|member| rule[member].as_str().unwrap().to_owned()).into();
    let mut all: Vec<(String, String)> = words["rules"].as_array().unwrap().iter().map(told).collect();
    all.sort_unstable();
    all
}

#[tokio::test]
async fn all_that_stands_against_a_definition_is_told_at_once() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let file = format!("/offerings/{OFFERING}/definition");
    let read = ada.get(&file).await;
    let tag = read.header("etag").unwrap();
    let expected = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(place, rule)| ((*place).to_owned(), (*rule).to_owned())).collect()
    };

    let mut wrong = told(&read);
    wrong["kind"] = "Plan".into();
    wrong["listing"]["display_name"] = 7.into();
    wrong["plans"][0]["plan"]["colour"] = "red".into();
    let misfits = expected(&[
        ("/kind", "schema:enum"),
        ("/listing/display_name", "schema:type"),
        ("/plans/0/plan/colour", "schema:additionalProperties"),
    ]);
    for (method, path) in [(Method::PUT, file.clone()), (Method::POST, format!("{file}/plan"))] {
        let words = problem(&ada.write(method, &path, tag, &wrong).await, 422, "invalid");
        assert_eq!(rules(&words), misfits, "{words}");
    }

    let mut other = told(&read);
    other["name"] = "another".into();
    other["id"] = super::NOBODYS_ID.into();
    let words = problem(&ada.write(Method::PUT, &file, tag, &other).await, 422, "invalid");
    assert_eq!(rules(&words), expected(&[("/id", "definition:other_id"), ("/name", "definition:other_name")]));

    let send = |body: &'static [u8]| {
        let request = ada.request(Method::PUT, &file).header("content-type", "application/json");
        ada.send(request.header("if-match", tag).body(body.to_vec()))
    };
    let twice = br#"{"api_version":"slipway/v1","kind":"Offering","name":"a","name":"b"}"#;
    let words = problem(&send(twice).await, 422, "invalid");
    assert_eq!(rules(&words), expected(&[("", "schema:form")]));
    assert!(words["rules"][0]["what"].as_str().unwrap().contains("duplicate field `name`"), "{words}");
    problem(&send(b"{\"api_version\":").await, 400, "malformed");
    assert_eq!(told(&ada.get(&file).await), told(&read), "nothing was applied");
}

#[tokio::test]
async fn an_address_names_the_methods_that_it_takes() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    for (method, path, allowed) in [
        (Method::PATCH, plans(), "GET,HEAD,POST"),
        (Method::OPTIONS, plans(), "GET,HEAD,POST"),
        (Method::TRACE, "/accounts".to_owned(), "GET,HEAD"),
        (Method::POST, "/accounts".to_owned(), "GET,HEAD"),
    ] {
        let answer = ada.send(ada.request(method.clone(), &path)).await;
        problem(&answer, 405, "method");
        assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
    }
    let head = ada.send(ada.request(Method::HEAD, "/accounts")).await;
    assert_eq!((head.status.as_u16(), head.body.as_str()), (200, ""));
    let missing = ada.send(ada.request(Method::HEAD, "/nothing")).await;
    assert_eq!((missing.status.as_u16(), missing.body.as_str()), (404, ""));
}

#[tokio::test]
async fn answers_are_kept_by_nobody_and_tell_no_secret() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "read").await;
    for path in ["/accounts".to_owned(), "/nothing".to_owned(), format!("/offerings/{OFFERING}/brokers")] {
        let answer = ada.get(&path).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(answer.set_cookies().is_empty(), "{path}");
        assert!(!answer.body.contains("password") && !answer.body.contains(&ada.token), "{path}");
    }
    let brokers = told(&ada.get(&format!("/offerings/{OFFERING}/brokers")).await);
    assert!(!brokers["items"].as_array().unwrap().is_empty(), "{brokers}");
}

#[tokio::test]
async fn versions_are_compared_by_name() {
    let stage = Scene::Public.open().await;
    let ada = Program::of(&stage, ADA, "read").await;
    let compare = |query: &str| format!("/offerings/{OFFERING}/compare{query}");
    let same = told(&ada.get(&compare("?from=live&to=live")).await);
    assert_eq!(same, json!({ "items": [], "next": null }));
    problem(&ada.get(&compare("?from=limited")).await, 404, "not-found");
    problem(&ada.get(&compare("?from=yesterday")).await, 400, "malformed");
    let nobodys = format!("?to={}", super::NOBODYS_ID);
    problem(&ada.get(&compare(&nobodys)).await, 404, "not-found");
}

#[tokio::test]
async fn a_comparison_goes_on_between_the_versions_that_it_began_with() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "read").await;
    let compare = format!("/offerings/{OFFERING}/compare");
    let first = told(&ada.get(&format!("{compare}?limit=1")).await);
    let next = first["next"].as_str().unwrap();
    let second = told(&ada.get(&format!("{compare}?limit=1&cursor={next}")).await);
    assert_ne!(first["items"], second["items"]);
    problem(&ada.get(&format!("{compare}?from=draft&cursor={next}")).await, 400, "malformed");
}

/// The page that describes the interface is there for everybody, and says what the document says.
#[tokio::test]
async fn the_page_tells_every_operation() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "read").await;
    let page = stage.server.browser().send(Request::new(Method::GET, "/docs/api")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    for described in ada.described().await {
        let id = described.told["operationId"].as_str().unwrap();
        assert!(page.body.contains(&format!("id=\"{id}\"")), "{id}");
    }
}

/// One page that draws all of it would take the memory of everybody's console.
#[tokio::test]
async fn a_draft_that_no_page_can_draw_is_refused() {
    let stage = Scene::Demo.open().await;
    let ada = Program::of(&stage, ADA, "write").await;
    let listing = format!("/offerings/{OFFERING}/sections/listing");
    let tag = ada.get(&listing).await.header("etag").unwrap().to_owned();
    let rows = json!({ "bullets": vec![json!({}); 5_000] });
    problem(&ada.write(Method::PUT, &listing, &tag, &rows).await, 409, "refused");
    let wide = json!({ "metrics": [{ "bounds": vec![""; 3_000], "places": vec![json!({}); 3_000] }] });
    problem(&ada.write(Method::POST, &plans(), "", &wide).await, 409, "refused");
    let plan = told(&ada.get(&plans()).await)["items"][0]["id"].as_str().unwrap().to_owned();
    let plan = format!("{}/{plan}", plans());
    let tag = ada.get(&plan).await.header("etag").unwrap().to_owned();
    problem(&ada.write(Method::PUT, &plan, &tag, &wide).await, 409, "refused");
}

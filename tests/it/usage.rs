//! The interface for usage from outside: an API key, its token, records, and everything that is refused.

use std::time::Duration;

use hyper::Method;
use serde_json::{Value, json};
use slipway_backend::demo::{OFFERING, PASSWORD};
use slipway_backend::{Acting, NewInstance};
use slipway_domain::caller::{Caller, Person};
use slipway_domain::instance::Instance;
use slipway_domain::usage::Code;
use tokio::task::JoinSet;

use crate::metered;
use crate::support::{Answer, Browser, Request, Scene, Stage};

const GRANT: &str = "urn:slipway:params:oauth:grant-type:apikey";
pub(crate) const USAGE: &str = "/v4/metering/resources/northwind-vector/usage";

pub(crate) async fn acting(stage: &Stage, email: &str) -> Acting {
    let store = stage.server.backend.store();
    let id = store.person_with_email(email).await.unwrap().unwrap().id;
    let person = store.person(id).await.unwrap().unwrap();
    let current = person.memberships.first().map(|membership| membership.account);
    stage.server.backend.acting_for(Caller::Person(Person { current, ..person }))
}

pub(crate) async fn new_key(stage: &Stage) -> String {
    key_for(stage, "").await
}

/// A key that lives for so many days.
async fn key_for(stage: &Stage, days: &str) -> String {
    key_made_by(&acting(stage, "ada@northwind.example").await, days).await
}

/// A key that somebody makes, which lives for so many days.
pub(crate) async fn key_made_by(acting: &Acting, days: &str) -> String {
    acting.create_api_key(OFFERING, days).await.unwrap();
    let fresh = acting.take_secrets(OFFERING).await.unwrap().unwrap();
    fresh.secrets.iter().find(|secret| secret.label == "api_key").unwrap().value.clone()
}

/// As a program asks, which is no browser.
async fn ask_token(service: &Browser, key: &str) -> Answer {
    let form = Request::form("/token", &[("grant_type", GRANT), ("apikey", key)]);
    service.send(form.without("origin").without("sec-fetch-site")).await
}

pub(crate) async fn token(service: &Browser, key: &str) -> String {
    let answer = ask_token(service, key).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    json_of(&answer)["access_token"].as_str().unwrap().to_owned()
}

pub(crate) fn json_of(answer: &Answer) -> Value {
    assert_eq!(answer.header("content-type"), Some("application/json"), "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

pub(crate) fn submission(token: &str, body: impl ToString) -> Request {
    Request::new(Method::POST, USAGE)
        .header("authorization", &format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(body.to_string())
}

pub(crate) fn reading(token: &str, target: &str) -> Request {
    Request::new(Method::GET, target).header("authorization", &format!("Bearer {token}"))
}

/// The billing desk agrees to the plan as it is: without that, nobody is charged for it.
async fn approve(stage: &Stage) {
    let plan = stage.facts["plan"].parse().unwrap();
    acting(stage, "kim@northwind.example").await.submit_plan(OFFERING, plan).await.unwrap();
    let bea = acting(stage, "bea@operator.example").await;
    let offering = bea.offering(OFFERING).await.unwrap().offering;
    let revision = offering.plans.iter().find(|record| record.id == plan).unwrap().revision;
    bea.decide_plan(OFFERING, plan, revision, true, "").await.unwrap();
}

/// The offering is metered and shown, and an account that was invited has an instance of it.
pub(crate) async fn instance(stage: &Stage) -> Instance {
    let kim = stage.browser_of("kim@northwind.example");
    let saved = metered::press(stage, &kim, "").await;
    assert!(saved.status.is_redirection(), "{}", saved.body);
    approve(stage).await;
    let ada = stage.browser_of("ada@northwind.example");
    let seen = ada.sees(OFFERING).await;
    ada.post("/api/release/limited", &[("offering", OFFERING), ("seen", &seen)]).await;
    let clara = acting(stage, "clara@orrery.example").await;
    let store = stage.server.backend.store();
    let scope = store.offering_named(OFFERING).await.unwrap().unwrap();
    let accepted_terms = store.offering(scope).await.unwrap().unwrap().listing.draft.terms_url;
    let new = NewInstance {
        accepted_terms,
        name: "Vector store".to_owned(),
        plan: stage.facts["plan"].parse().unwrap(),
        location: "eu-de".to_owned(),
        parameters: serde_json::Map::new(),
    };
    let id = clara.create_instance(OFFERING, &new).await.unwrap();
    stage.server.backend.make_due_operations().await;
    store.instance(scope, id).await.unwrap().unwrap()
}

#[tokio::test]
async fn usage_goes_from_a_key_to_a_record_that_is_read_again() {
    let stage = Scene::Ready.open().await;
    let instance = instance(&stage).await;
    let service = stage.server.browser();
    let key = new_key(&stage).await;
    stage.server.wait(Duration::from_hours(1));
    let token = token(&service, &key).await;
    let end = stage.server.now().millis();
    let record = |end: i64, used: u32| {
        json!({
            "resource_instance_id": instance.resource, "plan_id": instance.plan, "start": end - 1000, "end": end,
            "measured_usage": [{ "measure": "QUERY", "quantity": used }]
        })
    };
    let batch = json!([record(end, 5), record(end, 5), record(end - 1000, 1), null]);
    let answer = service.send(submission(&token, &batch)).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    let told = json_of(&answer);
    let statuses: Vec<_> = told["resources"].as_array().unwrap().iter().map(|one| one["status"].clone()).collect();
    assert_eq!(statuses, [201, 409, 201, 400]);
    let location = told["resources"][0]["location"].as_str().unwrap();
    assert_eq!(told["resources"][1]["details"], json!({ "identical": true, "location": location }));

    let read = json_of(&service.send(reading(&token, location)).await);
    assert_eq!(read["measured_usage"], json!([{ "measure": "QUERY", "quantity": 5 }]));
    let page = json_of(&service.send(reading(&token, &format!("{USAGE}?limit=1"))).await);
    assert_eq!(page["resources"], json!([read]));
    let rest = json_of(&service.send(reading(&token, page["next"]["href"].as_str().unwrap())).await);
    assert_eq!((rest["resources"].as_array().unwrap().len(), rest.get("next")), (1, None));

    // What was taken is what its account and the provider read, each only their own.
    let (clara, kim) = (stage.server.browser(), stage.server.browser());
    clara.sign_in("clara@orrery.example", PASSWORD).await;
    kim.sign_in("kim@northwind.example", PASSWORD).await;
    let statement: Value = serde_json::from_str(&clara.get("/statement/json").await.body).unwrap();
    assert_eq!([&statement["lines"][0]["charge"], &statement["lines"][0]["quantity"]], ["QUERY", "6"], "{statement}");
    let pages =
        [("/statement".to_owned(), "Vector store"), (format!("/instances/{OFFERING}/{}/usage", instance.id), "<svg")];
    for (path, told) in pages {
        let page = clara.get(&path).await;
        assert!(page.body.contains("Queries") && page.body.contains(told), "{path}: {}", page.body);
    }
    for path in [format!("/offerings/{OFFERING}/usage"), "/revenue".to_owned()] {
        let page = kim.get(&path).await;
        assert!(page.status.is_success() && page.body.contains("USD"), "{path}: {}", page.body);
        assert!(!page.body.contains("Vector store") && !page.body.contains("Orrery"), "{path}: {}", page.body);
    }
}

#[tokio::test]
async fn a_key_that_has_ended_is_answered_like_none_and_its_page_warned_before() {
    let stage = Scene::Workshop.open().await;
    let service = stage.server.browser();
    let key = key_for(&stage, "30").await;
    let page = async || {
        let ada = stage.server.browser();
        ada.sign_in("ada@northwind.example", PASSWORD).await;
        ada.get(&format!("/offerings/{OFFERING}/access")).await.body
    };
    let fresh = page().await;
    assert!(fresh.contains("No end") && !fresh.contains("ends on"), "{fresh}");
    stage.server.wait(Duration::from_hours(16 * 24));
    let warned = page().await;
    assert!(warned.contains("ends on") && !warned.contains("Ended on"), "{warned}");
    assert_eq!(ask_token(&service, &key).await.status, 200);
    stage.server.wait(Duration::from_hours(14 * 24));
    assert!(page().await.contains("Ended on"));
    let [ended, unknown] = [ask_token(&service, &key).await, ask_token(&service, "slw_000000000000_x").await];
    assert_eq!((ended.status, json_of(&ended)), (unknown.status, json_of(&unknown)));
    assert_eq!(ended.status, 400);
}

#[tokio::test]
async fn right_keys_at_the_same_time_count_at_no_time_and_wrong_ones_as_they_do_in_turn() {
    let stage = Scene::Workshop.open().await;
    let key = key_for(&stage, "30").await;
    assert_eq!(together(&stage, &key).await, [200_u16; 30]);
    assert_eq!(together(&stage, &format!("{key}x")).await, [[400_u16; 10].as_slice(), &[429; 20]].concat());
}

/// How thirty programs are answered, the least first, which ask with the same key while all of them wait.
async fn together(stage: &Stage, key: &str) -> Vec<u16> {
    let mut calls = JoinSet::new();
    for _ in 0..30 {
        let (service, key) = (stage.server.browser(), key.to_owned());
        calls.spawn(async move { ask_token(&service, &key).await.status.as_u16() });
    }
    let mut told = calls.join_all().await;
    told.sort_unstable();
    told
}

#[tokio::test]
async fn whatever_is_refused_is_told_in_the_shape_of_the_interface() {
    let stage = Scene::Workshop.open().await;
    let service = stage.server.browser();
    let token = token(&service, &new_key(&stage).await).await;
    let other = "/v4/metering/resources/northwind-ledger/usage";
    let big = format!("[{}]", " ".repeat(1024 * 1024));
    let cases = [
        ("no token", submission("", "[]").without("authorization"), 401, "unauthorized"),
        ("a token of nobody", submission("a.b.c", "[]"), 401, "unauthorized"),
        ("another scheme", submission("", "[]").header("authorization", "Basic YTpi"), 401, "unauthorized"),
        ("another service", reading(&token, other), 403, "other_service"),
        ("no service", reading(&token, "/v4/metering/resources/nobody/usage"), 404, "unknown_resource"),
        ("no record", reading(&token, &format!("{USAGE}/{}", uuid::Uuid::nil())), 404, "unknown_record"),
        ("a record without id", reading(&token, &format!("{USAGE}/%ff")), 404, "not_found"),
        ("a cursor that was not given", reading(&token, &format!("{USAGE}?cursor=1")), 400, "unknown_cursor"),
        ("a limit of none", reading(&token, &format!("{USAGE}?limit=0")), 400, "invalid_limit"),
        ("a limit of words", reading(&token, &format!("{USAGE}?limit=all")), 400, "invalid_limit"),
        ("a query that is no text", reading(&token, &format!("{USAGE}?limit=1&limit=2")), 400, "bad_request"),
        ("no array", submission(&token, "{}"), 400, "invalid_batch"),
        ("nothing", submission(&token, ""), 400, "invalid_batch"),
        ("no JSON", submission(&token, "[{"), 400, "invalid_batch"),
        ("too many", submission(&token, format!("[{}0]", "0,".repeat(100))), 400, "invalid_batch"),
        ("no content type", submission(&token, "[0]").without("content-type"), 415, "not_json"),
        (
            "a form",
            submission(&token, "[0]").header("content-type", "application/x-www-form-urlencoded"),
            415,
            "not_json",
        ),
        ("a mebibyte and more", submission(&token, big), 413, "too_large"),
        ("a page's origin", submission(&token, "[0]").header("origin", "https://evil.example"), 403, "cross_site"),
        ("a cookie", submission(&token, "[0]").header("cookie", "__Host-session=a"), 403, "cross_site"),
        ("no such address", reading(&token, "/v4/metering/resources"), 404, "not_found"),
        ("another method", Request::new(Method::POST, "/v4/openapi.json"), 405, "method_not_allowed"),
        ("another host", reading(&token, USAGE).header("host", "evil.example"), 421, "wrong_host"),
    ];
    for (what, request, status, code) in cases {
        // Not more often than a key may call.
        stage.server.wait(Duration::from_millis(60));
        let answer = service.send(request).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.body);
        let told = json_of(&answer);
        assert_eq!(told["errors"][0]["code"], code, "{what}: {told}");
        assert!(!told["errors"][0]["message"].as_str().unwrap().is_empty(), "{what}");
        assert_eq!(told["trace"].as_str(), answer.header("x-request-id"), "{what}");
        assert_eq!(answer.header("www-authenticate").is_some(), status == 401, "{what}");
        assert_eq!(answer.set_cookies(), Vec::<&str>::new(), "{what}");
    }
}

#[tokio::test]
async fn people_who_are_signed_in_submit_nothing() {
    let stage = Scene::Demo.open().await;
    let ada = stage.browser_of("ada@northwind.example");
    let request = Request::new(Method::POST, USAGE).header("content-type", "application/json").body("[0]");
    let answer = ada.send(request.header("origin", crate::support::ORIGIN)).await;
    assert_eq!(answer.status, 401, "{}", answer.body);
}

#[tokio::test]
async fn a_key_calls_twenty_times_in_a_second() {
    let stage = Scene::Demo.open().await;
    let service = stage.server.browser();
    let (first, second) = (new_key(&stage).await, new_key(&stage).await);
    let (first, second) = (token(&service, &first).await, token(&service, &second).await);
    for _ in 0..20 {
        assert_eq!(service.send(reading(&first, USAGE)).await.status, 200);
    }
    let late = service.send(submission(&first, "[0]")).await;
    assert_eq!((late.status.as_u16(), late.header("retry-after")), (429, Some("1")), "{}", late.body);
    assert_eq!(json_of(&late)["errors"][0]["code"], "too_many_requests");
    assert_eq!(service.send(reading(&second, USAGE)).await.status, 200, "another key has its own");
    stage.server.wait(Duration::from_secs(1));
    assert_eq!(service.send(reading(&first, USAGE)).await.status, 200);
}

#[tokio::test]
async fn a_key_that_is_guessed_at_is_answered_more_slowly_and_no_other_is() {
    let stage = Scene::Demo.open().await;
    let service = stage.server.browser();
    let (first, second) = (new_key(&stage).await, new_key(&stage).await);
    let wrong = format!("{}x", &first[..first.len() - 1]);
    for _ in 0..10 {
        let answer = ask_token(&service, &wrong).await;
        assert_eq!((answer.status.as_u16(), &json_of(&answer)["error"]), (400, &"invalid_grant".into()));
    }
    let late = ask_token(&service, &wrong).await;
    assert_eq!((late.status.as_u16(), late.header("retry-after")), (429, Some("60")), "{}", late.body);
    for _ in 0..20 {
        assert_eq!(ask_token(&service, &second).await.status, 200);
    }
    stage.server.wait(Duration::from_mins(1));
    assert_eq!(ask_token(&service, &first).await.status, 200);
}

/// Where the document says that something is, something is; and its codes are those of the records.
#[tokio::test]
async fn the_document_tells_of_the_routes_and_their_answers() {
    let stage = Scene::Demo.open().await;
    let service = stage.server.browser();
    let document = json_of(&service.get("/v4/openapi.json").await);
    let paths = document["paths"].as_object().unwrap();
    let source = include_str!("../../src/server/usage.rs");
    let mounted: Vec<&str> = source.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let told: Vec<&str> = paths.keys().map(String::as_str).collect();
    assert_eq!(told, mounted);
    for (path, operations) in paths {
        let target = path.replace("{resource}", OFFERING).replace("{record}", &uuid::Uuid::nil().to_string());
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let told = operations.get(method.as_str().to_lowercase());
            let answer = service.send(Request::new(method.clone(), &target)).await;
            let is_there = answer.status != 405;
            assert_eq!(told.is_some(), is_there, "{method} {path}");
            let status = answer.status.as_u16().to_string();
            assert!(told.is_none_or(|told| told["responses"].get(&status).is_some()), "{method} {path}: {status}");
        }
    }
    let answer = &document["components"]["schemas"]["Answer"]["properties"];
    let codes: Vec<Value> = Code::ALL.iter().map(|code| code.name().into()).collect();
    assert_eq!(answer["code"]["enum"], Value::from(codes));
    let mut statuses: Vec<u16> = Code::ALL.iter().map(|code| code.status()).collect();
    statuses.dedup();
    assert_eq!(answer["status"]["enum"], json!(statuses));
    // What the tests above were answered.
    let submit = &paths["/v4/metering/resources/{resource}/usage"]["post"]["responses"];
    for status in ["202", "400", "401", "403", "404", "413", "415", "429", "500", "503"] {
        assert!(submit.get(status).is_some(), "{status}");
    }
}

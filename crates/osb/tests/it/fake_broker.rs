//! The fake broker is a broker: it keeps state and answers with the codes of §6.2 when it is asked by hand.

use serde_json::{Value, json};
use slipway_osb::fake::{FakeBroker, Fault};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{LARGE, SERVICE, SMALL, broker, catalog};

const AUTHORISED: &str = "Authorization: Basic YnJva2VyOmNvcnJlY3QgaG9yc2UgYmF0dGVyeQ==\r\n";
const VERSION: &str = "X-Broker-API-Version: 2.14\r\n";

/// One request by hand, so that no client smooths it.
async fn ask_with(broker: &FakeBroker, headers: &str, line: &str, body: &str) -> (u16, Value) {
    let mut socket = TcpStream::connect(broker.addr()).await.unwrap();
    let length = body.len();
    let request = format!(
        "{line} HTTP/1.1\r\nHost: broker\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or_default())
}

async fn ask(broker: &FakeBroker, line: &str, body: Value) -> (u16, Value) {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    ask_with(broker, &format!("{AUTHORISED}{VERSION}"), line, &body).await
}

fn instance(plan: &str) -> Value {
    json!({ "service_id": SERVICE, "plan_id": plan, "context": { "platform": "slipway" } })
}

fn binding() -> Value {
    json!({ "service_id": SERVICE, "plan_id": SMALL, "bind_resource": { "app_guid": "app" } })
}

/// `PUT /v2/service_instances/i1` and the like.
fn at(method: &str, tail: &str) -> String {
    format!("{method} /v2/service_instances/i1{tail}")
}

fn ids(plan: &str) -> String {
    format!("?service_id={SERVICE}&plan_id={plan}&accepts_incomplete=true")
}

#[tokio::test]
async fn nothing_is_answered_without_credentials_or_version() {
    let broker = broker().await;
    for path in ["GET /v2/catalog", "PUT /v2/service_instances/i1", "GET /nowhere"] {
        for headers in [VERSION, "", "Authorization: Basic eDp5\r\nX-Broker-API-Version: 2.14\r\n"] {
            let (status, body) = ask_with(&broker, headers, path, "").await;
            assert_eq!(status, 401, "{path}");
            assert!(body["services"].is_null() && body["description"].is_string());
        }
        for version in
            ["", "X-Broker-API-Version:\r\n", "X-Broker-API-Version: 2.11\r\n", "X-Broker-API-Version: 3.0\r\n"]
        {
            let headers = format!("{AUTHORISED}{version}");
            assert_eq!(ask_with(&broker, &headers, path, "").await.0, 412, "{path} {version:?}");
        }
    }
    assert!(broker.instances().is_empty());
    assert_eq!(broker.log().len(), 21);
    assert!(broker.log().iter().all(|seen| seen.header("authorization").is_none()));
}

#[tokio::test]
async fn an_instance_lives_from_provision_to_deprovision() {
    let broker = broker().await;
    let (status, made) = ask(&broker, &at("PUT", ""), instance(SMALL)).await;
    assert_eq!(status, 201);
    assert!(made["dashboard_url"].as_str().unwrap().ends_with("/i1"));
    assert_eq!(ask(&broker, &at("PUT", ""), instance(SMALL)).await, (200, made.clone()));
    assert_eq!(ask(&broker, &at("PUT", ""), instance(LARGE)).await.0, 409);
    assert_eq!(ask(&broker, &at("GET", ""), Value::Null).await.1["plan_id"], SMALL);

    let larger = json!({ "service_id": SERVICE, "plan_id": LARGE });
    assert_eq!(ask(&broker, &at("PATCH", ""), larger).await, (200, json!({})));
    assert_eq!(ask(&broker, &at("GET", ""), Value::Null).await.1["plan_id"], LARGE);

    assert_eq!(ask(&broker, &at("DELETE", &ids(SMALL)), Value::Null).await.0, 400);
    assert_eq!(ask(&broker, &at("DELETE", ""), Value::Null).await.0, 400);
    assert_eq!(ask(&broker, &at("DELETE", &ids(LARGE)), Value::Null).await, (200, json!({})));
    assert_eq!(ask(&broker, &at("DELETE", &ids(LARGE)), Value::Null).await.0, 410);
    assert_eq!(ask(&broker, &at("GET", ""), Value::Null).await.0, 404);
}

#[tokio::test]
async fn malformed_provisions_are_refused_with_words_and_leave_nothing() {
    let broker = broker().await;
    for body in [
        json!([]),
        json!({}),
        json!({ "service_id": SERVICE, "context": { "platform": "p" } }),
        json!({ "plan_id": SMALL, "context": { "platform": "p" } }),
        json!({ "service_id": "", "plan_id": SMALL, "context": { "platform": "p" } }),
        json!({ "service_id": "unknown", "plan_id": SMALL, "context": { "platform": "p" } }),
        json!({ "service_id": SERVICE, "plan_id": "unknown", "context": { "platform": "p" } }),
        json!({ "service_id": SERVICE, "plan_id": SMALL }),
        json!({ "service_id": SERVICE, "plan_id": SMALL, "context": { "platform": "" } }),
        json!({ "service_id": SERVICE, "plan_id": SMALL, "organization_guid": "o" }),
    ] {
        let (status, answer) = ask(&broker, &at("PUT", ""), body.clone()).await;
        assert!(status == 400 && answer["description"].is_string(), "{body}: {status}");
    }
    assert_eq!(ask_with(&broker, &format!("{AUTHORISED}{VERSION}"), &at("PUT", ""), "no json").await.0, 400);
    assert!(broker.instances().is_empty());
    let legacy =
        json!({ "service_id": SERVICE, "plan_id": SMALL, "organization_guid": "o", "space_guid": "s", "x": 1 });
    assert_eq!(ask(&broker, &at("PUT", ""), legacy).await.0, 201);
}

#[tokio::test]
async fn an_asynchronous_plan_takes_its_polls_and_holds_the_instance_meanwhile() {
    let broker = broker().await;
    broker.set_asynchronous(SMALL, 2);
    let (status, refused) = ask(&broker, &at("PUT", ""), instance(SMALL)).await;
    assert_eq!((status, &refused["error"]), (422, &json!("AsyncRequired")));
    assert!(broker.instances().is_empty());

    let put = at("PUT", "?accepts_incomplete=true");
    let (status, begun) = ask(&broker, &put, instance(SMALL)).await;
    assert!(status == 202 && begun["dashboard_url"].is_string());
    assert_eq!(ask(&broker, &put, instance(SMALL)).await, (202, begun.clone()));
    assert_eq!(ask(&broker, &at("GET", ""), Value::Null).await.0, 404);
    assert_eq!(ask(&broker, &at("PATCH", ""), instance(SMALL)).await.1["error"], "ConcurrencyError");
    assert_eq!(ask(&broker, &at("DELETE", &ids(SMALL)), Value::Null).await.0, 422);
    assert_eq!(ask(&broker, &at("PUT", "/service_bindings/b"), binding()).await.0, 422);

    let operation = begun["operation"].as_str().unwrap().replace('/', "%2F");
    let poll = at("GET", &format!("/last_operation?operation={operation}"));
    for state in ["in progress", "in progress", "succeeded", "succeeded"] {
        assert_eq!(ask(&broker, &poll, Value::Null).await, (200, json!({ "state": state })));
    }
    assert_eq!(ask(&broker, &at("GET", "/last_operation?operation=other"), Value::Null).await.0, 400);
    assert_eq!(ask(&broker, &put, instance(SMALL)).await.0, 200);

    let (status, begun) = ask(&broker, &at("DELETE", &ids(SMALL)), Value::Null).await;
    assert_eq!(status, 202);
    assert_eq!(ask(&broker, &at("DELETE", &ids(SMALL)), Value::Null).await, (202, begun));
    for state in ["in progress", "in progress", "succeeded", "succeeded"] {
        assert_eq!(ask(&broker, &at("GET", "/last_operation"), Value::Null).await, (200, json!({ "state": state })));
    }
    assert!(broker.instances().is_empty());
    assert_eq!(ask(&broker, &at("DELETE", &ids(SMALL)), Value::Null).await.0, 410);
}

#[tokio::test]
async fn a_fixed_plan_cannot_be_changed() {
    let broker = broker().await;
    let mut fixed = catalog();
    fixed["services"][0]["plan_updateable"] = false.into();
    broker.set_catalog(fixed);
    ask(&broker, &at("PUT", ""), instance(SMALL)).await;
    let change = |plan: &str| json!({ "service_id": SERVICE, "plan_id": plan });
    assert_eq!(ask(&broker, &at("PATCH", ""), change(LARGE)).await.0, 422);
    assert_eq!(ask(&broker, &at("PATCH", ""), change(SMALL)).await.0, 200);
    assert_eq!(ask(&broker, "PATCH /v2/service_instances/i2", change(SMALL)).await.0, 404);
}

#[tokio::test]
async fn a_binding_lives_inside_its_instance() {
    let broker = broker().await;
    let bind = at("PUT", "/service_bindings/b1");
    assert_eq!(ask(&broker, &bind, binding()).await.0, 404);
    ask(&broker, &at("PUT", ""), instance(SMALL)).await;
    let (status, bound) = ask(&broker, &bind, binding()).await;
    assert_eq!(status, 201);
    assert_eq!(ask(&broker, &bind, binding()).await, (200, bound.clone()));
    let mut other = binding();
    other["parameters"] = json!({ "role": "admin" });
    assert_eq!(ask(&broker, &bind, other).await.0, 409);
    let second = ask(&broker, &at("PUT", "/service_bindings/b2"), binding()).await.1;
    assert_ne!(bound["credentials"], second["credentials"]);
    assert_eq!(ask(&broker, &at("GET", "/service_bindings/b1"), Value::Null).await, (200, bound));

    assert_eq!(ask(&broker, &at("DELETE", &ids(SMALL)), Value::Null).await.0, 422, "bindings first");
    for id in ["b1", "b2"] {
        let unbind = at("DELETE", &format!("/service_bindings/{id}{}", ids(SMALL)));
        assert_eq!(ask(&broker, &unbind, Value::Null).await, (200, json!({})));
        assert_eq!(ask(&broker, &unbind, Value::Null).await.0, 410);
    }
    assert_eq!(ask(&broker, &at("DELETE", &ids(SMALL)), Value::Null).await.0, 200);
}

#[tokio::test]
async fn what_cannot_be_bound_is_not_bound() {
    let broker = broker().await;
    ask(&broker, &at("PUT", ""), instance(LARGE)).await;
    let large = json!({ "service_id": SERVICE, "plan_id": LARGE });
    assert_eq!(ask(&broker, &at("PUT", "/service_bindings/b"), large).await.0, 400);

    let mut apps_only = catalog();
    apps_only["services"][0]["metadata"]["serviceKeysSupported"] = false.into();
    broker.set_catalog(apps_only);
    ask(&broker, "PUT /v2/service_instances/i2", instance(SMALL)).await;
    let key = json!({ "service_id": SERVICE, "plan_id": SMALL, "bind_resource": {} });
    let (status, refused) = ask(&broker, "PUT /v2/service_instances/i2/service_bindings/b", key).await;
    assert_eq!((status, &refused["error"]), (422, &json!("RequiresApp")));
    assert_eq!(ask(&broker, "PUT /v2/service_instances/i2/service_bindings/b", binding()).await.0, 201);
}

#[tokio::test]
async fn a_disabled_instance_is_not_bound_until_it_is_enabled_again() {
    let broker = broker().await;
    ask(&broker, &at("PUT", ""), instance(SMALL)).await;
    let switch = "/platform_v1/service_instances/i1";
    for (enabled, bind) in [(false, 422), (false, 422), (true, 201), (true, 200)] {
        let order = json!({ "enabled": enabled, "reason_code": "ADMIN_REQUEST" });
        assert_eq!(ask(&broker, &format!("PUT {switch}"), order).await.0, 204);
        assert_eq!(ask(&broker, &format!("GET {switch}"), Value::Null).await.1["enabled"], enabled);
        assert_eq!(ask(&broker, &at("PUT", "/service_bindings/b"), binding()).await.0, bind);
    }
    assert_eq!(ask(&broker, &format!("PUT {switch}"), json!({})).await.0, 400);
    assert_eq!(ask(&broker, "GET /bluemix_v1/service_instances/none", Value::Null).await.0, 404);
}

#[tokio::test]
async fn instance_ids_may_be_encoded_crns() {
    let broker = broker().await;
    let crn = "crn:v1:slipway:public:acme-db:eu-de:a/acme:7f3b::";
    let encoded = crn.replace(':', "%3A").replace('/', "%2F");
    let line = format!("PUT /v2/service_instances/{encoded}");
    assert_eq!(ask(&broker, &line, instance(SMALL)).await.0, 201);
    assert_eq!(broker.instances(), [crn]);
    assert!(broker.log()[0].path.ends_with(&encoded));
}

#[tokio::test]
async fn requests_at_the_same_time_are_counted() {
    let broker = broker().await;
    broker.set_faults([Fault::HangsOnIdentity]);
    let identity = format!("{AUTHORISED}{VERSION}X-Broker-API-Originating-Identity: slipway e30=\r\n");
    let hanging = ask_with(&broker, &identity, "GET /v2/catalog", "");
    let others = async {
        while broker.log().is_empty() {
            tokio::task::yield_now().await;
        }
        for _ in 0..2 {
            assert_eq!(ask(&broker, "GET /v2/catalog", Value::Null).await.0, 200);
        }
        broker.most_at_once()
    };
    let most = tokio::select! {
        _ = hanging => panic!("nobody answers it"),
        most = others => most,
    };
    assert_eq!(most, 2, "one hangs, and the others come one after the other");
}

use std::collections::BTreeSet;
use std::time::Duration;

use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use serde_json::Value;
use slipway_app::text::api_reference::KINDS;

use super::*;
use crate::server::telemetry::REQUEST_ID;

#[test]
fn every_operation_is_described_once_and_nothing_else_is() {
    let operations = operations();
    let document = document::document(&operations);
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, told) in methods.as_object().unwrap() {
            let id = told["operationId"].as_str().unwrap().to_owned();
            assert!(described.insert((path.clone(), method.to_uppercase(), id)), "{method} {path} is there twice");
        }
    }
    let routed: BTreeSet<_> = operations
        .iter()
        .map(|operation| (operation.path.to_owned(), operation.method.to_string(), operation.id.to_owned()))
        .collect();
    assert_eq!(routed.len(), operations.len(), "no two operations share an address and a method");
    assert_eq!(described, routed);
    let ids: BTreeSet<_> = operations.iter().map(|operation| operation.id).collect();
    assert_eq!(ids.len(), operations.len(), "each has an id of its own");
}

#[test]
fn what_is_written_over_names_its_revision_and_what_has_a_body_says_so() {
    for operation in operations() {
        let replaces = ["PUT", "DELETE", "PATCH"].contains(&operation.method.as_str());
        let restores = operation.path.ends_with("/restorations");
        let hands_on = ["submitPlan", "releaseDeployment"].contains(&operation.id);
        assert_eq!(operation.is_guarded(), replaces || restores || hands_on, "{}", operation.id);
        assert!(operation.writes() || operation.body.is_none(), "{}", operation.id);
        let is_gone = operation.method == "DELETE";
        assert!(!operation.is_guarded() || is_gone || operation.answer.is_tagged, "{}", operation.id);
    }
}

/// 412 is told where it can be answered, and of what only reads or adds it is not.
#[test]
fn what_can_have_moved_on_is_told_as_such() {
    const SEEN: [&str; 9] = [
        "registerBroker",
        "takeImport",
        "publish",
        "withdraw",
        "askForReview",
        "askForRevision",
        "moveRevision",
        "rollBack",
        "decideReview",
    ];
    let operations = operations();
    let document = document::document(&operations);
    for operation in &operations {
        let told = &document["paths"][operation.path][operation.method.as_str().to_ascii_lowercase()]["responses"];
        let may_be_stale = operation.is_guarded() || SEEN.contains(&operation.id);
        assert_eq!(!told["412"].is_null(), may_be_stale, "{}", operation.id);
        assert_eq!(!told["428"].is_null(), operation.is_guarded(), "{}", operation.id);
    }
}

#[test]
fn whatever_comes_with_a_refusal_is_described() {
    let operations = operations();
    let document = document::document(&operations);
    for refusal in [
        Problem::no_token(),
        Problem::read_only(),
        Problem::too_many_attempts(Duration::from_secs(1)),
        Problem::of_status(StatusCode::SERVICE_UNAVAILABLE),
    ] {
        let response = refusal.into_response();
        let status = response.status();
        let sent = [RETRY_AFTER, WWW_AUTHENTICATE].into_iter().filter(|name| response.headers().contains_key(name));
        let sent: Vec<_> = sent.collect();
        assert_eq!(sent.len(), 1, "{status}");
        for operation in operations.iter().filter(|one| status != StatusCode::FORBIDDEN || one.writes()) {
            let method = operation.method.as_str().to_ascii_lowercase();
            let told = &document["paths"][operation.path][method]["responses"][status.as_str()];
            let described = told["headers"].as_object().into_iter().flatten();
            let described = described.map(|(name, _)| name.to_ascii_lowercase());
            let described: Vec<_> = described.filter(|name| name != REQUEST_ID.as_str()).collect();
            assert!(told.is_null() || described == [sent[0].as_str()], "{} {status}: {told}", operation.id);
        }
    }
}

/// Of what works and of what is refused alike: the header is set around every handler.
#[test]
fn every_answer_is_described_with_the_id_of_its_request() {
    let operations = operations();
    let document = document::document(&operations);
    for operation in &operations {
        let method = operation.method.as_str().to_ascii_lowercase();
        for (status, told) in document["paths"][operation.path][method]["responses"].as_object().unwrap() {
            let mut described = told["headers"].as_object().into_iter().flatten();
            let named = described.find(|(name, _)| name.eq_ignore_ascii_case(REQUEST_ID.as_str()));
            let reference = named.and_then(|(_, header)| header["$ref"].as_str());
            assert_eq!(reference, Some("#/components/headers/RequestId"), "{} {status}", operation.id);
        }
    }
    assert_eq!(document["components"]["headers"]["RequestId"]["required"], true);
}

#[test]
fn every_reference_of_the_document_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, member)| match member.as_str() {
                Some(reference) if name == "$ref" => found.push(reference),
                _ => references(member, found),
            }),
            Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }
    let document = document::document(&operations());
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(!found.is_empty());
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

#[test]
fn handing_in_may_take_as_long_as_brokers_do() {
    assert!(calls_brokers("/api/v1/offerings/a/reviews") && calls_brokers("/api/v1/offerings/a/revisions"));
    assert!(calls_brokers("/api/v1/offerings/a/brokers/b/registrations"));
    // No path of it is only said: each is one of the operations.
    let asks = operations().iter().filter(|one| calls_brokers(&format!("{BASE}{}", one.path)) && one.writes()).count();
    assert_eq!(asks, 6);
    assert!(!calls_brokers("/api/v1/reviews/a/decisions") && !calls_brokers("/offerings/a/reviews"));
}

/// Every parameter of a path has its words.
#[test]
fn every_parameter_is_described() {
    let document = document::document(&operations());
    for (path, methods) in document["paths"].as_object().unwrap() {
        for told in methods.as_object().unwrap().values() {
            for parameter in told["parameters"].as_array().unwrap() {
                assert_ne!(parameter["description"], "", "{path}: {}", parameter["name"]);
            }
        }
    }
}

#[test]
fn every_kind_of_problem_has_its_place_on_the_page() {
    let source = include_str!("problem.rs");
    let told: BTreeSet<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(told.len(), KINDS.len());
    for kind in &told {
        assert!(source.contains(&format!("\"{kind}\"")), "{kind} is told and never answered");
    }
    // The words that a rejection leads to.
    for kind in ["denied", "gate", "frozen", "refused", "taken", "invalid", "sent-before", "unreachable"] {
        assert!(told.contains(kind), "{kind} is answered and not told");
    }
}

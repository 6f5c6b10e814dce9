use std::fmt::Write as _;

use serde_json::{Value, json};

use super::*;
use crate::error_body::ErrorBody;
use crate::outcome::Outcome;

/// Reviewed against §6.5 row by row; versions that answer alike share a line.
#[test]
fn the_table() {
    let mut table = String::new();
    for answer in Answered::ALL {
        for call in Mutation::ALL {
            let of = |version| action(version, call, answer);
            let mut spans: Vec<(OsbVersion, OsbVersion, Action)> = Vec::new();
            for version in OsbVersion::ALL {
                match spans.last_mut() {
                    Some((_, last, known)) if *known == of(version) => *last = version,
                    _ => spans.push((version, version, of(version))),
                }
            }
            for (first, last, action) in spans {
                writeln!(table, "{answer:<15?} {call:<12?} {first}-{last}  {action:?}").unwrap();
            }
        }
    }
    insta::assert_snapshot!(table);
}

fn reply(status: u16, json: Option<Value>) -> Reply {
    let said = ErrorBody::default();
    Reply { status, json, said, retry_after: None, echoed_identity: false }
}

#[test]
fn every_answer_finds_its_row() {
    use Mutation::{Bind, Deprovision, Provision, Unbind, Update};
    let ok = || Some(json!({}));
    for (call, status, body, row) in [
        (Provision, 200, ok(), Answered::Done),
        (Provision, 201, Some(json!({ "dashboard_url": null, "operation": null })), Answered::Done),
        (Provision, 201, Some(json!({ "dashboard_url": 7 })), Answered::Malformed201),
        (Provision, 201, Some(json!([])), Answered::Malformed201),
        (Provision, 200, None, Answered::Malformed200),
        (Provision, 202, Some(json!({ "operation": "op" })), Answered::Accepted),
        (Provision, 202, Some(json!({ "operation": 7 })), Answered::Malformed202),
        (Provision, 202, Some(json!({ "operation": "o".repeat(10_001) })), Answered::Malformed202),
        (Provision, 204, None, Answered::OtherSuccess),
        (Provision, 408, None, Answered::RequestTimeout),
        (Provision, 409, ok(), Answered::OtherRefusal),
        (Provision, 410, ok(), Answered::Gone),
        (Provision, 500, None, Answered::ServerError),
        (Provision, 999, None, Answered::ServerError),
        (Bind, 201, Some(json!({ "credentials": { "a": 1 } })), Answered::Done),
        (Bind, 201, Some(json!({ "credentials": "text" })), Answered::Malformed201),
        (Bind, 202, ok(), Answered::Accepted),
        (Update, 201, ok(), Answered::OtherSuccess),
        (Deprovision, 200, None, Answered::Malformed200),
        (Deprovision, 410, Some(json!({ "state": "succeeded" })), Answered::Gone),
        (Unbind, 202, ok(), Answered::Accepted),
        (Unbind, 422, ok(), Answered::OtherRefusal),
    ] {
        assert_eq!(
            Answered::of(OsbVersion::V2_17, call, &Ok(reply(status, body.clone()))),
            row,
            "{call:?} {status} {body:?}"
        );
    }
    for call in [Bind, Unbind] {
        assert_eq!(Answered::of(OsbVersion::V2_13, call, &Ok(reply(202, ok()))), Answered::OtherSuccess);
        assert_eq!(Answered::of(OsbVersion::V2_14, call, &Ok(reply(202, ok()))), Answered::Accepted);
    }
    assert_eq!(Answered::of(OsbVersion::V2_12, Provision, &Err(CallError::Refused)), Answered::NotSent);
    for error in [CallError::Incomplete, CallError::NotHttp, CallError::TooLarge { limit: 1 }, CallError::Unreachable] {
        assert_eq!(Answered::of(OsbVersion::V2_12, Provision, &Err(error)), Answered::NoAnswer);
    }
}

#[test]
fn an_outcome_is_unknown_exactly_where_the_broker_may_have_acted() {
    let of = |call, answer: &Result<Reply, CallError>| Outcome::of(OsbVersion::V2_15, call, answer);
    let provision = |status, body| of(Mutation::Provision, &Ok(reply(status, body)));
    assert_eq!(provision(201, Some(json!({}))), Outcome::Success { gone: false });
    let accepted = provision(202, Some(json!({ "operation": "op" })));
    assert_eq!(accepted, Outcome::Async { operation: Some("op".into()), retry_after: None });
    for status in [201, 204, 500, 503] {
        assert_eq!(provision(status, None), Outcome::Unknown, "{status}");
    }
    for status in [400, 408, 409, 410, 422] {
        assert!(matches!(provision(status, None), Outcome::Failed { .. }), "{status}");
    }
    assert_eq!(of(Mutation::Deprovision, &Ok(reply(410, None))), Outcome::Success { gone: true });
    assert_eq!(of(Mutation::Provision, &Err(CallError::Incomplete)), Outcome::Unknown);
    assert!(matches!(of(Mutation::Provision, &Err(CallError::Refused)), Outcome::Failed { .. }));
    let old = Outcome::of(OsbVersion::V2_13, Mutation::Provision, &Ok(reply(408, None)));
    assert_eq!(old, Outcome::Unknown);
}

#[test]
fn a_refusal_carries_the_code_and_the_words_of_the_broker() {
    let said = ErrorBody { description: Some("Ask again.".into()), ..ErrorBody::default() };
    let json = Some(json!({ "error": "AsyncRequired", "description": "Ask again." }));
    let answer = Ok(Reply { status: 422, json, said, retry_after: None, echoed_identity: false });
    assert_eq!(
        Outcome::of(OsbVersion::V2_12, Mutation::Provision, &answer),
        Outcome::Failed { code: Some("AsyncRequired".into()), description: "Ask again.".into() }
    );
    let bare = Outcome::of(OsbVersion::V2_12, Mutation::Provision, &Ok(reply(404, None)));
    assert_eq!(bare, Outcome::Failed { code: None, description: "status 404".into() });
}

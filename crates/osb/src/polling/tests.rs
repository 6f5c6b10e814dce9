use serde_json::{Value, json};

use super::*;
use crate::error_body::ErrorBody;

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn polling(version: OsbVersion, call: Mutation) -> Polling {
    Polling { version, call, interval: seconds(10), longest: seconds(3600), plan_longest: None }
}

fn answer(status: u16, json: Value, retry_after: Option<u64>) -> Reply {
    let description = json["description"].as_str().map(str::to_owned);
    let said = ErrorBody { description, ..ErrorBody::default() };
    Reply { status, json: Some(json), said, retry_after: retry_after.map(seconds), echoed_identity: false }
}

fn again(count: u64) -> Next {
    Next::PollAgain { after: seconds(count) }
}

#[test]
fn every_answer_has_its_next_step() {
    let state = |state: &str| json!({ "state": state });
    let failed = Next::Failed { description: None, instance_usable: None, update_repeatable: None };
    for call in Mutation::ALL {
        let polling = polling(OsbVersion::V2_14, call);
        let gone = if call.removes() { Next::Succeeded } else { again(10) };
        for (status, body, next) in [
            (200, state("in progress"), again(10)),
            (200, state("succeeded"), Next::Succeeded),
            (200, state("failed"), failed.clone()),
            (200, state("Succeeded"), again(10)),
            (200, state("done"), again(10)),
            (200, json!({}), again(10)),
            (200, json!({ "state": null }), again(10)),
            (200, json!([]), again(10)),
            (202, state("succeeded"), again(10)),
            (400, json!({}), again(10)),
            (401, json!({}), again(10)),
            (404, json!({}), gone.clone()),
            (408, json!({}), again(10)),
            (410, state("succeeded"), gone.clone()),
            (410, json!({}), gone),
            (422, json!({}), again(10)),
            (429, json!({}), again(10)),
            (500, state("failed"), again(10)),
            (503, json!({}), again(10)),
        ] {
            assert_eq!(
                polling.next(&Ok(answer(status, body.clone(), None)), seconds(0)),
                next,
                "{call:?} {status} {body}"
            );
        }
        assert_eq!(polling.next(&Err(CallError::Refused), seconds(0)), again(10), "{call:?}");
    }
}

#[test]
fn a_failure_says_why_and_what_is_left() {
    let body = json!({
        "state": "failed", "description": "No room.", "instance_usable": true, "update_repeatable": false,
    });
    assert_eq!(
        polling(OsbVersion::V2_16, Mutation::Update).next(&Ok(answer(200, body, None)), seconds(0)),
        Next::Failed {
            description: Some("No room.".into()),
            instance_usable: Some(true),
            update_repeatable: Some(false),
        }
    );
}

#[test]
fn retry_after_counts_from_2_15_on_and_within_bounds() {
    let busy = |after| Ok(answer(200, json!({ "state": "in progress" }), after));
    for (version, after, pause) in [
        (OsbVersion::V2_14, Some(30), 10),
        (OsbVersion::V2_15, Some(30), 30),
        (OsbVersion::V2_17, Some(30), 30),
        (OsbVersion::V2_15, Some(0), 1),
        (OsbVersion::V2_15, Some(100_000), 1_200),
        (OsbVersion::V2_15, None, 10),
    ] {
        let polling = polling(version, Mutation::Provision);
        assert_eq!(polling.next(&busy(after), seconds(0)), again(pause), "{version} {after:?}");
        assert_eq!(polling.first(after.map(seconds), seconds(0)), again(pause), "{version} {after:?}");
    }
}

#[test]
fn patience_ends_at_the_platforms_or_the_plans_bound() {
    let busy = Ok(answer(200, json!({ "state": "in progress" }), None));
    for (version, plan, last) in [
        (OsbVersion::V2_12, None, 3600),
        (OsbVersion::V2_14, Some(60), 3600),
        (OsbVersion::V2_15, Some(60), 60),
        (OsbVersion::V2_15, Some(7200), 3600),
    ] {
        let plan_longest = plan.map(seconds);
        let polling = Polling { plan_longest, ..polling(version, Mutation::Provision) };
        assert_eq!(polling.next(&busy, seconds(last - 11)), again(10));
        assert_eq!(polling.next(&busy, seconds(last - 4)), again(4), "the last poll falls on the bound");
        assert_eq!(polling.next(&busy, seconds(last)), Next::GiveUp);
        let late = Ok(answer(200, json!({ "state": "succeeded" }), None));
        assert_eq!(polling.next(&late, seconds(last + 1)), Next::Succeeded, "a final answer counts however late");
    }
}

//! Bytes that no broker should send, read as answers: the same properties as the fuzz targets in `fuzz/`, on what
//! proptest thinks of, and on the seeds that the targets begin with.

use std::path::Path;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use proptest::prelude::*;
use slipway_domain::moment::Moment;
use slipway_domain::usage::batch::{self, MOST_RECORDS};
use slipway_osb::orphan::{Answered, Mutation};
use slipway_osb::polling::{Next, Polling};
use slipway_osb::replay::Recorded;
use slipway_osb::{Catalog, OsbVersion, Outbound, OutboundConfig, Outcome, Source};

const CALLS: [Mutation; 5] =
    [Mutation::Provision, Mutation::Update, Mutation::Deprovision, Mutation::Bind, Mutation::Unbind];

/// Bytes of all kinds: noise, fragments of what is expected, and JSON that was cut or turned over.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let words = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "\"services\":",
        "\"plans\":",
        "\"id\":",
        "\"state\":",
        "\"in progress\"",
        "\"succeeded\"",
        "\"failed\"",
        "\"description\":",
        "\"error\":",
        "\"AsyncRequired\"",
        "1e999",
        "\\u0000",
        "\\ud800",
        "\u{feff}",
        "<html>",
        "\n",
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        prop::collection::vec(words, 0..80).prop_map(|words| words.concat().into_bytes()),
        (0usize..200_000, any::<u8>()).prop_map(|(length, byte)| vec![byte; length]),
        (1usize..5_000).prop_map(|depth| "[".repeat(depth).into_bytes()),
        (1usize..5_000).prop_map(|depth| "{\"description\":".repeat(depth).into_bytes()),
    ]
}

fn client() -> Outbound {
    Outbound::new(OutboundConfig::default())
}

fn headers(name: header::HeaderName, value: &[u8]) -> HeaderMap {
    HeaderMap::from_iter(HeaderValue::from_bytes(value).ok().map(|value| (name, value)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_a_catalog_or_an_error_and_never_a_panic(body in bodies()) {
        let recorded = Recorded { body, ..Recorded::default() };
        if let Ok(value) = client().replay_catalog(recorded) {
            let reading = Catalog::read(&value, Source::Broker, OsbVersion::V2_17);
            prop_assert!(reading.errors() > 0 || !reading.catalog.services.is_empty());
        }
    }

    #[test]
    fn of_any_error_a_bounded_part_is_kept(status in 100u16..600, kind in prop::collection::vec(any::<u8>(), 0..300), body in bodies()) {
        let (status, length) = (StatusCode::from_u16(status).unwrap(), body.len());
        let reply = client().replay(Recorded { status, headers: headers(header::CONTENT_TYPE, &kind), body });
        prop_assert!(reply.said.raw.len() <= 64 * 1024);
        prop_assert!(reply.said.truncated || reply.said.raw.len() >= length.min(1), "what was sent is there to be read");
        prop_assert!(reply.said.description.as_ref().is_none_or(|text| text.chars().count() <= 2_000));
        prop_assert!(reply.said.content_type.as_ref().is_none_or(|text| text.len() <= 200));
        let answer = Ok(reply);
        for call in CALLS {
            for version in [OsbVersion::V2_12, OsbVersion::V2_17] {
                let (outcome, row) = (Outcome::of(version, call, &answer), Answered::of(version, call, &answer));
                let is_success = matches!(outcome, Outcome::Success { .. });
                prop_assert!(!is_success || status.is_success() || status == StatusCode::GONE, "{row:?} {outcome:?}");
            }
        }
    }

    #[test]
    fn whoever_polls_waits_no_longer_than_his_patience(
        status in 100u16..600,
        retry_after in "([0-9]{1,12}|[a-z ]{0,8})",
        elapsed in 0u64..200_000,
        body in bodies(),
    ) {
        let headers = headers(header::RETRY_AFTER, retry_after.as_bytes());
        let reply = client().replay(Recorded { status: StatusCode::from_u16(status).unwrap(), headers, body });
        for call in CALLS {
            let (interval, longest) = (Duration::from_secs(10), Duration::from_hours(24));
            let polling = Polling { version: OsbVersion::V2_17, call, interval, plan_longest: None, longest };
            if let Next::PollAgain { after } = polling.next(&Ok(reply.clone()), Duration::from_secs(elapsed)) {
                prop_assert!(Duration::from_secs(elapsed) + after <= polling.patience());
                prop_assert!(after > Duration::ZERO);
            }
        }
    }
}

/// What a fuzz target begins with: the name of each file, and its bytes.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target);
    let files = std::fs::read_dir(directory).unwrap().map(Result::unwrap);
    let seeds: Vec<_> = files
        .map(|file| (file.file_name().to_string_lossy().into_owned(), std::fs::read(file.path()).unwrap()))
        .collect();
    assert!(seeds.len() > 5, "{target}");
    seeds
}

#[test]
fn seeds_of_catalogs_are_read_to_their_end() {
    for (name, body) in seeds("catalog") {
        let recorded = Recorded { body, ..Recorded::default() };
        let Ok(value) = client().replay_catalog(recorded) else {
            assert!(["cut_off.json", "deep.json"].contains(&name.as_str()), "{name}");
            continue;
        };
        for version in OsbVersion::ALL {
            let reading = Catalog::read(&value, Source::Broker, version);
            assert_eq!(reading.errors() == 0, name == "agrees.json", "{name}: {:?}", reading.violations);
        }
    }
}

#[test]
fn seeds_of_polls_end_within_the_patience() {
    for (name, text) in seeds("last_operation") {
        let reply = client().replay(Recorded::read(&text, header::RETRY_AFTER));
        for call in CALLS {
            let (interval, longest) = (Duration::from_secs(10), Duration::from_hours(24));
            let polling = Polling { version: OsbVersion::V2_17, call, interval, plan_longest: None, longest };
            for elapsed in [0, 3_599, 86_399, 86_400, 200_000].map(Duration::from_secs) {
                let next = polling.next(&Ok(reply.clone()), elapsed);
                let is_over = matches!(next, Next::Succeeded | Next::Failed { .. });
                let ends = match name.as_str() {
                    "succeeded.txt" | "failed_and_usable.txt" => true,
                    "forgotten.txt" | "gone_with_state.txt" => call.removes(),
                    _ => false,
                };
                assert_eq!(is_over, ends, "{name}, {call:?}: {next:?}");
                if let Next::PollAgain { after } = next {
                    assert!(elapsed + after <= polling.patience() && !after.is_zero(), "{name}: {after:?}");
                }
            }
        }
    }
}

#[test]
fn seeds_of_errors_are_kept_within_bounds_and_are_no_success() {
    for (name, text) in seeds("error_body") {
        let reply = client().replay(Recorded::read(&text, header::CONTENT_TYPE));
        assert!(reply.said.raw.len() <= 64 * 1024, "{name}");
        assert!(reply.said.description.as_ref().is_none_or(|text| text.chars().count() <= 2_000), "{name}");
        assert!(reply.status >= 400, "{name}: the first line is its status");
        let answer = Ok(reply);
        for call in CALLS {
            let outcome = Outcome::of(OsbVersion::V2_17, call, &answer);
            let is_done = name == "gone.txt" && call.removes();
            assert_eq!(matches!(outcome, Outcome::Success { .. }), is_done, "{name}, {call:?}: {outcome:?}");
        }
    }
}

/// Read here because the others are; what is asserted about any body is beside the reader.
#[test]
fn seeds_of_submissions_are_read_to_their_end() {
    for (name, body) in seeds("usage_batch") {
        let Ok(records) = batch::read(&body) else {
            assert!(["not_an_array.json", "empty.json", "too_many.json"].contains(&name.as_str()), "{name}");
            continue;
        };
        assert!((1..=MOST_RECORDS).contains(&records.len()), "{name}");
        for record in records.into_iter().flatten() {
            assert!(record.judge(None, Moment::from_millis(1_780_000_000_000)).is_err(), "{name}: nobody is known");
        }
    }
}

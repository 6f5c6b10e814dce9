//! Hostile answers must not cost memory (security.md §3e: at most 16 MiB). A binary of its own, because memory is
//! counted for the whole process.

#![cfg(target_os = "linux")]

use http::StatusCode;
use serde_json::json;
use slipway_osb::fake::{Credentials, FakeBroker, Misbehaviour};
use slipway_osb::{Authentication, Broker, BrokerTarget, OsbVersion, Outbound, OutboundConfig};
use uuid::Uuid;

/// The most that was ever resident, in KiB.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux has it");
    line.trim().trim_end_matches(" kB").parse().expect("it is a number")
}

#[tokio::test]
async fn hostile_answers_grow_the_process_by_at_most_16_mib() {
    let credentials = Credentials { username: "broker".into(), password: "secret".into() };
    let broker = FakeBroker::start(json!({ "services": [] }), credentials).await.expect("loopback has a free port");
    let outbound = Outbound::new(OutboundConfig { lab: true, ..OutboundConfig::default() });
    let called = Broker {
        url: broker.url(),
        authentication: Authentication::Basic { username: "broker".into(), password: "secret".into() },
        version: OsbVersion::V2_12,
        ca_pem: None,
        extension_prefix: String::new(),
        platform: String::new(),
        region_header: None,
        answer_within: None,
        legacy_guids: None,
    };
    let target = BrokerTarget { broker: called, request_identity: Uuid::nil() };
    outbound.catalog(&target).await.expect("a proper answer first, so that everything is loaded");
    let before = peak();
    for misbehaviour in [
        Misbehaviour::Huge(10 * 1024 * 1024 * 1024),
        Misbehaviour::ManyHeaders(70),
        Misbehaviour::Deep(500_000),
        Misbehaviour::Status {
            status: StatusCode::OK,
            content_type: "application/json".into(),
            body: format!("[{}0]", "0,".repeat(500_000)),
        },
    ] {
        broker.misbehave(misbehaviour);
        for _ in 0..5 {
            outbound.catalog(&target).await.expect_err("none of these is a catalog");
        }
    }
    let grown = peak() - before;
    assert!(grown <= 16 * 1024, "grown by {grown} KiB");
}

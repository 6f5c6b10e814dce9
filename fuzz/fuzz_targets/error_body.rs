//! Any bytes as an error: no panic, and what is kept of them is bounded.
#![no_main]

use std::sync::LazyLock;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use libfuzzer_sys::fuzz_target;
use slipway_osb::orphan::{Answered, Mutation};
use slipway_osb::replay::Recorded;
use slipway_osb::{OsbVersion, Outbound, OutboundConfig, Outcome};

static CLIENT: LazyLock<Outbound> = LazyLock::new(|| Outbound::new(OutboundConfig::default()));

fuzz_target!(|input: (u16, Vec<u8>, Vec<u8>)| {
    let (status, content_type, body) = input;
    let status = StatusCode::from_u16(100 + status % 500).unwrap_or_default();
    let content_type = HeaderValue::from_bytes(&content_type).ok().map(|value| (header::CONTENT_TYPE, value));
    let headers = HeaderMap::from_iter(content_type);
    let reply = CLIENT.replay(Recorded { status, headers, body });
    assert!(reply.said.raw.len() <= 64 * 1024);
    assert!(reply.said.description.as_ref().is_none_or(|text| text.chars().count() <= 2_000));
    let answer = Ok(reply);
    for call in [Mutation::Provision, Mutation::Update, Mutation::Deprovision, Mutation::Bind, Mutation::Unbind] {
        let (row, outcome) =
            (Answered::of(OsbVersion::V2_17, call, &answer), Outcome::of(OsbVersion::V2_17, call, &answer));
        let is_fine = status.is_success() || status == StatusCode::GONE;
        assert!(is_fine || !matches!(outcome, Outcome::Success { .. }), "{row:?} {outcome:?}");
    }
});

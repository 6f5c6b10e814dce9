//! Any bytes as an error, its status and content type in the first line: no panic, and what is kept of them is bounded.
#![no_main]

use std::sync::LazyLock;

use http::{StatusCode, header};
use libfuzzer_sys::fuzz_target;
use slipway_osb::orphan::{Answered, Mutation};
use slipway_osb::replay::Recorded;
use slipway_osb::{OsbVersion, Outbound, OutboundConfig, Outcome};

static CLIENT: LazyLock<Outbound> = LazyLock::new(|| Outbound::new(OutboundConfig::default()));

fuzz_target!(|input: &[u8]| {
    let recorded = Recorded::read(input, header::CONTENT_TYPE);
    let status = recorded.status;
    let reply = CLIENT.replay(recorded);
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

//! Any answer to a poll: no panic, and whoever waits is told to within his patience.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode, header};
use libfuzzer_sys::fuzz_target;
use slipway_osb::orphan::Mutation;
use slipway_osb::polling::{Next, Polling};
use slipway_osb::replay::Recorded;
use slipway_osb::{OsbVersion, Outbound, OutboundConfig};

static CLIENT: LazyLock<Outbound> = LazyLock::new(|| Outbound::new(OutboundConfig::default()));

fuzz_target!(|input: (u16, u32, Vec<u8>, Vec<u8>)| {
    let (status, elapsed, retry_after, body) = input;
    let status = StatusCode::from_u16(100 + status % 500).unwrap_or_default();
    let retry_after = HeaderValue::from_bytes(&retry_after).ok().map(|value| (header::RETRY_AFTER, value));
    let headers = HeaderMap::from_iter(retry_after);
    let reply = CLIENT.replay(Recorded { status, headers, body });
    for call in [Mutation::Provision, Mutation::Update, Mutation::Deprovision, Mutation::Bind, Mutation::Unbind] {
        let polling = Polling {
            version: OsbVersion::V2_17,
            call,
            interval: Duration::from_secs(10),
            plan_longest: None,
            longest: Duration::from_secs(24 * 60 * 60),
        };
        let elapsed = Duration::from_secs(elapsed.into());
        if let Next::PollAgain { after } = polling.next(&Ok(reply.clone()), elapsed) {
            assert!(after + elapsed <= polling.patience());
        }
    }
});

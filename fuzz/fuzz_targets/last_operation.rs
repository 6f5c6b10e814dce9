//! Any answer to a poll, its status and pause in the first line: no panic, and whoever waits is told to within his
//! patience.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use http::header;
use libfuzzer_sys::fuzz_target;
use slipway_osb::orphan::Mutation;
use slipway_osb::polling::{Next, Polling};
use slipway_osb::replay::Recorded;
use slipway_osb::{OsbVersion, Outbound, OutboundConfig};

static CLIENT: LazyLock<Outbound> = LazyLock::new(|| Outbound::new(OutboundConfig::default()));

/// Since the call, in seconds: at once, within the hour, and about a day later.
const ELAPSED: [u64; 5] = [0, 3_599, 86_399, 86_400, 200_000];

fuzz_target!(|input: &[u8]| {
    let reply = CLIENT.replay(Recorded::read(input, header::RETRY_AFTER));
    for call in [Mutation::Provision, Mutation::Update, Mutation::Deprovision, Mutation::Bind, Mutation::Unbind] {
        let polling = Polling {
            version: OsbVersion::V2_17,
            call,
            interval: Duration::from_secs(10),
            plan_longest: None,
            longest: Duration::from_secs(24 * 60 * 60),
        };
        for elapsed in ELAPSED.map(Duration::from_secs) {
            if let Next::PollAgain { after } = polling.next(&Ok(reply.clone()), elapsed) {
                assert!(after + elapsed <= polling.patience());
            }
        }
    }
});

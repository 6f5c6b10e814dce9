//! Any bytes as a catalog, read in every version: no panic, and a reading without errors is complete.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use slipway_osb::replay::Recorded;
use slipway_osb::{Catalog, OsbVersion, Outbound, OutboundConfig, Source};

static CLIENT: LazyLock<Outbound> = LazyLock::new(|| Outbound::new(OutboundConfig::default()));

fuzz_target!(|body: &[u8]| {
    let recorded = Recorded { body: body.to_vec(), ..Recorded::default() };
    let Ok(value) = CLIENT.replay_catalog(recorded) else { return };
    for version in [OsbVersion::V2_12, OsbVersion::V2_14, OsbVersion::V2_17] {
        let reading = Catalog::read(&value, Source::Broker, version);
        if reading.errors() == 0 {
            assert!(reading.catalog.services.iter().all(|service| !service.id.is_empty() && !service.plans.is_empty()));
        }
    }
});

//! What several tests share: a catalog that is right, a broker that serves it, and a client in lab mode.

use std::time::Duration;

use serde_json::{Value, json};
use slipway_osb::fake::{Credentials, FakeBroker};
use slipway_osb::{Authentication, Broker, BrokerTarget, Limits, OsbVersion, Outbound, OutboundConfig};
use uuid::Uuid;

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const SERVICE: &str = "7c0b3c84-7c55-4d3e-9a3b-5a7d3c9c4b10";
pub(crate) const SMALL: &str = "11d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a01";
pub(crate) const LARGE: &str = "22d0c3f2-93c5-4f0b-8f3a-0d5a5e0b9a02";
pub(crate) const REQUEST: Uuid = Uuid::from_u128(0x0190_c9a8_7c3e_7d51_9a43_2f1f_6c6f_7c11);

pub(crate) fn catalog() -> Value {
    json!({ "services": [{
        "id": SERVICE, "name": "acme-db", "description": "A database.",
        "bindable": true, "plan_updateable": true, "tags": ["sql"],
        "metadata": { "displayName": "Acme DB", "bullets": [{ "title": "fast" }] },
        "plans": [
            { "id": SMALL, "name": "small", "description": "One node.", "free": true },
            { "id": LARGE, "name": "large", "description": "Three nodes.", "free": false, "bindable": false },
        ],
    }] })
}

pub(crate) async fn broker() -> FakeBroker {
    let credentials = Credentials { username: "broker".into(), password: PASSWORD.into() };
    FakeBroker::start(catalog(), credentials).await.unwrap()
}

pub(crate) fn target(url: impl Into<String>) -> BrokerTarget {
    as_somebody(url, "broker", PASSWORD)
}

pub(crate) fn as_somebody(url: impl Into<String>, username: &str, password: &str) -> BrokerTarget {
    let broker = Broker {
        url: url.into(),
        authentication: Authentication::Basic { username: username.into(), password: password.into() },
        version: OsbVersion::V2_12,
        ca_pem: None,
        extension_prefix: "/platform_v1".into(),
        platform: "slipway".into(),
        region_header: None,
        answer_within: None,
        legacy_guids: None,
    };
    BrokerTarget { broker, request_identity: REQUEST }
}

/// Addressed as the platform does it, which names a region.
pub(crate) fn in_a_region(url: impl Into<String>) -> Broker {
    let region_header = Some("X-Slipway-Region".into());
    Broker { version: OsbVersion::V2_15, region_header, ..target(url).broker }
}

/// Lab mode with the real bounds, except that nothing may take longer than five seconds.
pub(crate) fn lab() -> Outbound {
    lab_with(Limits { total: Duration::from_secs(5), ..Limits::default() })
}

/// Lab mode with a deadline for tests that wait for it.
pub(crate) fn impatient(total: Duration) -> Outbound {
    lab_with(Limits { total, connect: total, ..Limits::default() })
}

pub(crate) fn lab_with(limits: Limits) -> Outbound {
    Outbound::new(OutboundConfig { lab: true, limits, ..OutboundConfig::default() })
}

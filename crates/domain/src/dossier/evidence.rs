//! One piece of evidence: a test run, a kept run of a metering sandbox, or a tick, with the hash of what it rests on.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Sha256;
use crate::moment::Moment;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    TestRun,
    SandboxRun,
    Tick,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub kind: EvidenceKind,
    pub at: Moment,
    /// A name.
    pub by: String,
    /// Of what it rests on. `None` only for a tick that rests on nothing.
    pub inputs_sha256: Option<String>,
    /// That itself, as the text that was hashed; not kept beside ticks.
    pub inputs: Option<Box<RawValue>>,
    /// What came of it.
    pub found: Box<RawValue>,
}

impl Evidence {
    /// Evidence that rests on what is kept beside it. `None`: it cannot be written as JSON, which nothing of ours does.
    pub fn resting_on(
        (kind, at, by): (EvidenceKind, Moment, String),
        inputs: &impl Serialize,
        found: &impl Serialize,
        sha256: Sha256,
    ) -> Option<Self> {
        let inputs = raw(inputs)?;
        let inputs_sha256 = Some(sha256(inputs.get().as_bytes()));
        Some(Self { kind, at, by, inputs_sha256, inputs: Some(inputs), found: raw(found)? })
    }
}

/// A thing as the text that stays as it is.
pub fn raw(thing: &impl Serialize) -> Option<Box<RawValue>> {
    serde_json::value::to_raw_value(thing).ok()
}

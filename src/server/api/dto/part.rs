//! Versions of the parts of an offering: what was saved, by whom and when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use slipway_domain::view::VersionLine;

use super::MomentDto;

/// A save of a section, plan or translation, without what was saved.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PartVersionLine")]
pub(in crate::server::api) struct PartVersionLineDto {
    revision: i64,
    saved_at: MomentDto,
    /// The name of who saved it.
    saved_by: String,
}

impl From<&VersionLine> for PartVersionLineDto {
    fn from(line: &VersionLine) -> Self {
        Self { revision: line.revision, saved_at: line.saved.at.into(), saved_by: line.saved.by_name.clone() }
    }
}

/// A save of a section, plan or translation.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PartVersion")]
pub(in crate::server::api) struct PartVersionDto {
    revision: i64,
    saved_at: MomentDto,
    /// The name of who saved it.
    saved_by: String,
    /// As it was saved. Members that were added to its schema since are not there.
    draft: Map<String, Value>,
}

impl PartVersionDto {
    /// `text`: the draft as JSON. `None`: it is no object.
    pub(in crate::server::api) fn of(line: &VersionLine, text: &str) -> Option<Self> {
        let draft = serde_json::from_str(text).ok()?;
        let PartVersionLineDto { revision, saved_at, saved_by } = line.into();
        Some(Self { revision, saved_at, saved_by, draft })
    }
}

/// A version to be saved once more.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "Restoration")]
#[serde(deny_unknown_fields)]
pub(in crate::server::api) struct RestorationDto {
    /// As `listPartVersions` tells it.
    pub(in crate::server::api) revision: i64,
}

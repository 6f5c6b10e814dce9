//! What was sent and answered, to be read by people: complete but for secrets. The broker's password, the credentials of
//! bindings and secret parameters are masked wherever they stand, also where a later answer repeats them.

use std::time::Duration;

use serde::Serialize;

pub(super) use crate::secrets::{MASK, Secrets};

/// One call and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exchange {
    /// Counts from 1 in the run.
    pub number: usize,
    /// The id of the check that it was made for, or `cleanup`.
    pub purpose: &'static str,
    pub method: String,
    /// As sent, encoded.
    pub url: String,
    /// Without `Authorization`; whether it was sent is told by `credentials`.
    pub headers: Vec<(String, String)>,
    /// `right`, `wrong` or `none`.
    pub credentials: &'static str,
    /// Cut at 64 KiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    pub answer: Said,
    pub took_ms: u64,
    /// The same, to the fraction that sums need.
    #[serde(skip)]
    pub took: Duration,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    Reply {
        status: u16,
        #[serde(skip_serializing_if = "Option::is_none")]
        content_type: Option<String>,
        /// Cut at 64 KiB.
        body: String,
    },
    /// The stable code of the failure, and what is known beside it.
    NoAnswer { code: &'static str, detail: Option<String> },
}

//! What the answer to a call that changes something means (§6.2, §6.5): success, accepted, failed, or unknown. Sends
//! nothing and decides nothing: what to clean up is told by `orphan`.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::call_error::CallError;
use crate::orphan::{Answered, Mutation};
use crate::reply::Reply;
use crate::version::OsbVersion;

/// How a call ended. Holds no credentials: those stay in the reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done. `gone`: there was nothing to remove any more (410).
    Success { gone: bool },
    /// The broker works on it (202): `last_operation` tells how it ends.
    Async { operation: Option<String>, retry_after: Option<Duration> },
    /// The broker refused, or was never reached: nothing is being done.
    Failed { code: Option<String>, description: String },
    /// The broker may have done it or not: no answer, or one that says neither. To be recorded as unknown, never as
    /// failed.
    Unknown,
}

/// The contract's bound since 2.15; nobody sends a longer one back in a URL.
const LONGEST_OPERATION: usize = 10_000;

impl Outcome {
    /// Reads the answer to `call`. Never needs JSON in an error.
    pub fn of(version: OsbVersion, call: Mutation, answer: &Result<Reply, CallError>) -> Self {
        let answered = Answered::of(version, call, answer);
        match (answered, answer) {
            (Answered::Done | Answered::Gone, Ok(reply)) if call.removes() || answered == Answered::Done => {
                Self::Success { gone: reply.status == 410 }
            }
            (Answered::Accepted, Ok(reply)) => Self::Async {
                operation: reply.member("operation").and_then(Value::as_str).map(str::to_owned),
                retry_after: reply.retry_after.filter(|_| version.has_retry_after()),
            },
            (
                Answered::NoAnswer
                | Answered::ServerError
                | Answered::OtherSuccess
                | Answered::Malformed201
                | Answered::Malformed202,
                _,
            ) => Self::Unknown,
            (Answered::RequestTimeout, _) if !version.keeps_nothing_after_408() => Self::Unknown,
            (_, Ok(reply)) => {
                Self::Failed { code: reply.error_code().map(str::to_owned), description: description(reply) }
            }
            (_, Err(error)) => Self::Failed { code: None, description: error.code().to_owned() },
        }
    }
}

/// What a user may read: the broker's words, else the status (§6.1).
fn description(reply: &Reply) -> String {
    reply.said.description.clone().unwrap_or_else(|| format!("status {}", reply.status))
}

/// Whether the body of a 200, 201 or 202 is what the contract promises: an object whose known members have their types.
/// `null` counts as absent.
pub(crate) fn is_well_formed(call: Mutation, reply: &Reply) -> bool {
    let is = |name: &str, fits: fn(&Value) -> bool| reply.member(name).is_none_or(fits);
    let operation = |value: &Value| value.as_str().is_some_and(|text| text.len() <= LONGEST_OPERATION);
    reply.is_object()
        && is("operation", operation)
        && match call {
            Mutation::Provision | Mutation::Update => is("dashboard_url", Value::is_string),
            Mutation::Bind => is("credentials", Value::is_object),
            Mutation::Deprovision | Mutation::Unbind => true,
        }
}

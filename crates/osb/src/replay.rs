//! Answers that did not come over the network: the bytes of a fuzzer or of a recorded call, read exactly as those of a
//! broker are.

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::answer::Answer;
use crate::call_error::CallError;
use crate::credentials::Redactor;
use crate::outbound::Outbound;
use crate::reply::Reply;

/// An answer as it was received.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Outbound {
    /// What [`Outbound::send`] would have made of it.
    pub fn replay(&self, recorded: Recorded) -> Reply {
        self.read_answer(&answer(recorded), &Redactor::default())
    }

    /// The JSON of a catalog, within the bounds of this client.
    pub fn replay_catalog(&self, recorded: Recorded) -> Result<Value, CallError> {
        self.parse(&answer(recorded), &Redactor::default())
    }
}

fn answer(Recorded { status, headers, body }: Recorded) -> Answer {
    Answer { status, headers, body, complete: true }
}

//! Answers that did not come over the network: the bytes of a fuzzer or of a recorded call, read exactly as those of a
//! broker are.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
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

impl Recorded {
    /// Reads an answer as it is kept in a file: a line with the status and, behind a blank, the value of one header,
    /// and the body below it. What is no status is taken for 200, and what is no value for none.
    pub fn read(text: &[u8], header: HeaderName) -> Self {
        let (head, body) = halves(text, b'\n');
        let (status, value) = halves(head, b' ');
        let value = HeaderValue::from_bytes(value).ok().filter(|value| !value.is_empty());
        Self {
            status: StatusCode::from_bytes(status).unwrap_or_default(),
            headers: HeaderMap::from_iter(value.map(|value| (header, value))),
            body: body.to_vec(),
        }
    }
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

/// Before and behind the first `at`.
fn halves(text: &[u8], at: u8) -> (&[u8], &[u8]) {
    match text.iter().position(|byte| *byte == at) {
        Some(place) => (&text[..place], &text[place + 1..]),
        None => (text, &[]),
    }
}

fn answer(Recorded { status, headers, body }: Recorded) -> Answer {
    Answer { status, headers, body, complete: true }
}

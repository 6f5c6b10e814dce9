//! Reading an answer within its bounds: bytes are counted while they arrive, one deadline covers everything, and what
//! an error says may be cut off without losing the error. Knows nothing of what the bytes mean.

use http::{HeaderMap, StatusCode, header};
use reqwest::Response;
use tokio::time::{Instant, timeout_at};

use crate::call_error::CallError;
use crate::credentials::Redactor;
use crate::outbound::Limits;

/// A complete answer of the expected status, or whatever could be read of another one.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// False when an error's body was cut.
    pub(crate) complete: bool,
}

impl Answer {
    /// A header as redacted text of at most `longest` bytes; invalid UTF-8 is replaced.
    pub(crate) fn header(&self, name: &header::HeaderName, longest: usize, redactor: &Redactor) -> Option<String> {
        let text = redactor.redact(&String::from_utf8_lossy(self.headers.get(name)?.as_bytes()));
        Some(text[..text.floor_char_boundary(longest)].to_owned())
    }
}

/// Reads the body. A success that is too large, encoded or late is an error; of any other status, as much is kept as
/// arrives in time.
pub(crate) async fn read(
    mut response: Response,
    limits: &Limits,
    body_limit: usize,
    deadline: Instant,
) -> Result<Answer, CallError> {
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let head: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if head > limits.head_bytes {
        return Err(CallError::TooLarge { limit: limits.head_bytes });
    }
    let mut answer = Answer { status, headers, body: Vec::new(), complete: true };
    let whole = match refused_encoding(&answer.headers) {
        Some(found) => Err(CallError::ContentEncoding { found }),
        None if status.is_success() && promises_more_than(&response, body_limit) => {
            Err(CallError::TooLarge { limit: body_limit })
        }
        None if status.is_success() => collect(&mut response, &mut answer.body, limits, body_limit, deadline).await,
        None => collect(&mut response, &mut answer.body, limits, limits.other_bytes, deadline).await,
    };
    match whole {
        Err(error) if status.is_success() => Err(error),
        whole => Ok(Answer { complete: whole.is_ok(), ..answer }),
    }
}

fn promises_more_than(response: &Response, limit: usize) -> bool {
    response.content_length().is_some_and(|length| usize::try_from(length).is_ok_and(|length| length > limit))
}

/// Nothing is ever decompressed: `identity` was asked for.
fn refused_encoding(headers: &HeaderMap) -> Option<String> {
    let found = headers.get_all(header::CONTENT_ENCODING).into_iter();
    let mut found = found.map(|value| String::from_utf8_lossy(value.as_bytes()).chars().take(100).collect::<String>());
    found.find(|value| !value.trim().is_empty() && !value.trim().eq_ignore_ascii_case("identity"))
}

async fn collect(
    response: &mut Response,
    body: &mut Vec<u8>,
    limits: &Limits,
    body_limit: usize,
    deadline: Instant,
) -> Result<(), CallError> {
    loop {
        let chunk = timeout_at(deadline, response.chunk())
            .await
            .map_err(|_| CallError::Timeout { after: limits.total })?
            .map_err(|error| match CallError::from_client(&error, limits.total, limits.head_bytes) {
                CallError::Unreachable => CallError::Incomplete,
                other => other,
            })?;
        let Some(chunk) = chunk else { return Ok(()) };
        if body.len() + chunk.len() > body_limit {
            return Err(CallError::TooLarge { limit: body_limit });
        }
        body.extend_from_slice(&chunk);
    }
}

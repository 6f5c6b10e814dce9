//! Sending a request to a broker and reading what it says, whatever that is: the status counts, JSON is only needed
//! where the contract promises it. What an answer means is told by `outcome`.

use core::fmt;
use std::time::{Duration, Instant};

use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::Value;
use uuid::Uuid;

use crate::answer::Answer;
use crate::broker::{Authentication, Broker};
use crate::call_error::CallError;
use crate::catalog_call::error_body;
use crate::credentials::{self, CredentialProblem, Redactor};
use crate::error_body::ErrorBody;
use crate::outbound::{Call, Outbound};
use crate::request::{Body, Endpoint, Request, VersionHeader};
use crate::target::Target;

/// A complete answer of any status but a redirect.
#[derive(Clone, PartialEq)]
pub struct Reply {
    pub status: u16,
    /// The body, if it is JSON within the bounds. May hold the credentials of a binding.
    pub json: Option<Value>,
    /// The body as text with the broker's own credentials masked. May hold the credentials of a binding.
    pub said: ErrorBody,
    /// `Retry-After` in seconds; a date, which the contract does not provide for, is not read.
    pub retry_after: Option<Duration>,
    /// The broker returned our request identity, as it should (§6.1).
    pub echoed_identity: bool,
}

/// Answers to E6 hold credentials: nothing of a body is formatted.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({})", self.status)
    }
}

impl Reply {
    /// A member of a JSON object; `null` is read as absent (real brokers send it).
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.json.as_ref()?.as_object()?.get(name).filter(|value| !value.is_null())
    }

    pub fn is_object(&self) -> bool {
        self.json.as_ref().is_some_and(Value::is_object)
    }

    /// The machine-readable `error` of §6.1, for example `AsyncRequired`.
    pub fn error_code(&self) -> Option<&str> {
        self.member("error")?.as_str()
    }
}

/// The bytes of an answer, and what is needed to read them.
pub(crate) struct Heard {
    pub(crate) answer: Answer,
    pub(crate) target: Target,
    pub(crate) redactor: Redactor,
    pub(crate) echoed_identity: bool,
}

const VERSION: HeaderName = HeaderName::from_static("x-broker-api-version");
const REQUEST_IDENTITY: HeaderName = HeaderName::from_static("x-broker-api-request-identity");
const ORIGINATING_IDENTITY: HeaderName = HeaderName::from_static("x-broker-api-originating-identity");

impl Outbound {
    /// Sends one request. `identity` is fresh for every call and stored before it is sent, so that an unknown outcome
    /// can be traced. A redirect is an error, and so is an answer that is larger or later than the bounds allow.
    pub async fn send(&self, broker: &Broker, request: &Request, identity: Uuid) -> Result<Reply, CallError> {
        let started = Instant::now();
        let outcome = self.try_send(broker, request, identity).await;
        let took_ms = started.elapsed().as_millis();
        let endpoint = request.endpoint;
        match &outcome {
            Ok(reply) => {
                tracing::info!(request = %identity, ?endpoint, took_ms, status = reply.status, "broker answered");
            }
            Err(error) => {
                let (code, status) = (error.code(), error.status());
                tracing::warn!(request = %identity, ?endpoint, took_ms, code, status, "broker call failed");
            }
        }
        outcome
    }

    /// Where a request goes, for a transcript; the base URL as it was typed if it is none.
    pub(crate) fn shown_url(&self, broker: &Broker, request: &Request) -> String {
        match self.urls().parse(&broker.url) {
            Ok(target) => target.endpoint(&request.path, &request.query).to_string(),
            Err(_) => broker.url.clone(),
        }
    }

    async fn try_send(&self, broker: &Broker, request: &Request, identity: Uuid) -> Result<Reply, CallError> {
        let Heard { answer, redactor, echoed_identity, .. } = self.hear(broker, request, identity).await?;
        Ok(Reply { echoed_identity, ..self.read_answer(&answer, &redactor) })
    }

    /// What the bytes say, whatever they are.
    pub(crate) fn read_answer(&self, answer: &Answer, redactor: &Redactor) -> Reply {
        Reply {
            status: answer.status.as_u16(),
            json: self.parse(answer, redactor).ok(),
            said: error_body(answer, redactor),
            retry_after: retry_after(&answer.headers),
            echoed_identity: false,
        }
    }

    /// Sends one request and reads the bytes of its answer. A redirect is an error.
    pub(crate) async fn hear(&self, broker: &Broker, request: &Request, identity: Uuid) -> Result<Heard, CallError> {
        let target = self.urls().parse(&broker.url).map_err(CallError::BadUrl)?;
        let identity = HeaderValue::from_str(&identity.hyphenated().to_string())
            .expect("a UUID has only hexadecimal digits and hyphens");
        let body_limit = match request.endpoint {
            Endpoint::Catalog => self.limits().catalog_bytes,
            _ => self.limits().other_bytes,
        };
        let answer = self
            .within(broker.answer_within.unwrap_or(self.limits().total))
            .exchange(Call {
                method: request.method.clone(),
                url: target.endpoint(&request.path, &request.query),
                target: &target,
                headers: headers(broker, request, &identity).map_err(CallError::BadCredentials)?,
                body: request.body.as_ref().map(|body| match body {
                    Body::Json(value) => value.to_string().into_bytes(),
                    Body::Text(text) => text.clone().into_bytes(),
                }),
                extra_authority: broker.ca_pem.as_deref(),
                body_limit,
            })
            .await?;
        let (username, secret) = broker.authentication.parts();
        let redactor = Redactor::new(username, &secret);
        if answer.status.is_redirection() {
            let location = answer.header(&header::LOCATION, 2_048, &redactor);
            return Err(CallError::Redirect { status: answer.status.as_u16(), location });
        }
        let echoed_identity = answer.headers.get(REQUEST_IDENTITY) == Some(&identity);
        Ok(Heard { answer, target, redactor, echoed_identity })
    }
}

/// The headers of a request for a transcript: all but `Authorization`.
pub(crate) fn shown_headers(broker: &Broker, request: &Request, identity: Uuid) -> Vec<(String, String)> {
    let identity = HeaderValue::from_str(&identity.hyphenated().to_string()).ok();
    let sent = identity.and_then(|identity| headers(broker, request, &identity).ok()).unwrap_or_default();
    let shown = sent.iter().filter(|(name, _)| *name != header::AUTHORIZATION);
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    shown.map(|(name, value)| (name.as_str().to_owned(), text(value))).collect()
}

fn headers(broker: &Broker, request: &Request, identity: &HeaderValue) -> Result<HeaderMap, CredentialProblem> {
    let mut headers = HeaderMap::from_iter([
        (header::ACCEPT, HeaderValue::from_static("application/json")),
        (REQUEST_IDENTITY, identity.clone()),
    ]);
    match request.authentication(broker) {
        Authentication::None => {}
        Authentication::Basic { username, password } => {
            headers.insert(header::AUTHORIZATION, credentials::basic(&username, &password)?);
        }
        Authentication::Bearer(token) => {
            headers.insert(header::AUTHORIZATION, credentials::bearer(&token)?);
        }
    }
    match request.version_header {
        VersionHeader::OfBroker => headers.insert(VERSION, HeaderValue::from_static(broker.version.as_str())),
        VersionHeader::Text(text) => headers.insert(VERSION, HeaderValue::from_static(text)),
        VersionHeader::Absent => None,
    };
    if let Some(value) = request.identity.as_ref().and_then(|who| who.header(&broker.platform)) {
        headers.insert(ORIGINATING_IDENTITY, value);
    }
    if let (Some(name), Some(region)) = (&broker.region_header, &request.region)
        && let (Ok(name), Ok(region)) = (HeaderName::try_from(name.as_str()), HeaderValue::from_str(region))
    {
        headers.insert(name, region);
    }
    if request.body.is_some() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    Ok(headers)
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u32 = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.into()))
}

//! `GET /v2/catalog` (§6.2 E1) for the console: its answer byte for byte, and every failure by its name. Whether the
//! catalog is right is judged by `catalog`.

use std::time::{Duration, Instant};

use http::{StatusCode, header};
use serde_json::Value;
use uuid::Uuid;

use crate::answer::Answer;
use crate::broker::Broker;
use crate::call_error::{CallError, Hint};
use crate::credentials::Redactor;
use crate::error_body::ErrorBody;
use crate::json_shape::{JsonProblem, parse_json};
use crate::outbound::Outbound;
use crate::reply::Heard;
use crate::request::Request;

/// A broker that is asked for its catalog.
#[derive(Debug, Clone)]
pub struct BrokerTarget {
    pub broker: Broker,
    /// Fresh for every call and stored before it is sent.
    pub request_identity: Uuid,
}

/// A catalog as it arrived: JSON, within the bounds, not yet checked.
#[derive(Debug, Clone, PartialEq)]
pub struct FetchedCatalog {
    /// The body, byte for byte: store and hash this.
    pub raw: String,
    pub value: Value,
    pub status: u16,
    pub took: Duration,
    /// The broker returned our request identity, as it should (§6.1).
    pub echoed_identity: bool,
}

impl Outbound {
    /// Fetches a broker's catalog. No originating identity is sent: nobody in particular asks (§6.1).
    pub async fn catalog(&self, target: &BrokerTarget) -> Result<FetchedCatalog, CallError> {
        let started = Instant::now();
        let outcome = self.fetch_catalog(target).await;
        let took = started.elapsed();
        match outcome {
            Ok(fetched) => {
                tracing::info!(
                    request = %target.request_identity, took_ms = took.as_millis(), bytes = fetched.raw.len(),
                    "broker catalog fetched"
                );
                Ok(FetchedCatalog { took, ..fetched })
            }
            Err(error) => {
                let denied = if let CallError::Denied(denial) = &error { Some(denial) } else { None };
                tracing::warn!(
                    request = %target.request_identity, took_ms = took.as_millis(), code = error.code(),
                    status = error.status(), ?denied, "broker catalog not fetched"
                );
                Err(error)
            }
        }
    }

    async fn fetch_catalog(&self, target: &BrokerTarget) -> Result<FetchedCatalog, CallError> {
        let heard = self.hear(&target.broker, &Request::catalog(), target.request_identity).await?;
        let Heard { answer, redactor, echoed_identity, .. } = &heard;
        let status = answer.status.as_u16();
        if answer.status != StatusCode::OK {
            let hint = Hint::for_catalog(status, heard.target.names_the_api());
            return Err(CallError::Status { status, hint, body: error_body(answer, redactor) });
        }
        let value = self.parse(answer, redactor)?;
        let echoed_identity = *echoed_identity;
        let raw = String::from_utf8(heard.answer.body).expect("JSON that was parsed is UTF-8");
        Ok(FetchedCatalog { raw, value, status, took: Duration::ZERO, echoed_identity })
    }

    pub(crate) fn parse(&self, answer: &Answer, redactor: &Redactor) -> Result<Value, CallError> {
        parse_json(&answer.body, self.limits()).map_err(|problem| match problem {
            JsonProblem::TooDeep { limit } => CallError::TooDeep { limit },
            JsonProblem::TooManyValues { limit } => CallError::TooManyValues { limit },
            JsonProblem::NotJson { line, column } => {
                CallError::NotJson { line, column, body: error_body(answer, redactor) }
            }
        })
    }
}

pub(crate) fn error_body(answer: &Answer, redactor: &Redactor) -> ErrorBody {
    let content_type = answer.header(&header::CONTENT_TYPE, 200, redactor);
    ErrorBody::read(&answer.body, answer.complete, content_type, redactor)
}

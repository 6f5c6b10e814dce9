//! `GET /v2/catalog` (§6.2 E1): what is sent, and what of the answer is kept. Whether the catalog is right is judged
//! by `catalog`.

use std::time::{Duration, Instant};

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use secrecy::SecretString;
use serde_json::Value;
use uuid::Uuid;

use crate::answer::Answer;
use crate::call_error::{CallError, Hint};
use crate::credentials::{self, Redactor};
use crate::error_body::ErrorBody;
use crate::json_shape::{self, Excess};
use crate::outbound::{Call, Outbound};
use crate::target::Target;
use crate::version::OsbVersion;

/// A broker as it is called.
#[derive(Debug, Clone)]
pub struct BrokerTarget {
    /// Base URL without `/v2` (§4.13).
    pub url: String,
    pub username: String,
    pub password: SecretString,
    pub version: OsbVersion,
    /// A certificate authority of the broker's own, trusted for this broker beside the machine's roots.
    pub ca_pem: Option<String>,
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

pub(crate) const VERSION: HeaderName = HeaderName::from_static("x-broker-api-version");
pub(crate) const REQUEST_IDENTITY: HeaderName = HeaderName::from_static("x-broker-api-request-identity");

impl Outbound {
    /// Fetches a broker's catalog. No originating identity is sent: nobody in particular asks (§6.1).
    pub async fn catalog(&self, broker: &BrokerTarget) -> Result<FetchedCatalog, CallError> {
        let started = Instant::now();
        let outcome = self.fetch_catalog(broker).await;
        let took = started.elapsed();
        match outcome {
            Ok(fetched) => {
                tracing::info!(
                    request = %broker.request_identity, took_ms = took.as_millis(), bytes = fetched.raw.len(),
                    "broker catalog fetched"
                );
                Ok(FetchedCatalog { took, ..fetched })
            }
            Err(error) => {
                let denied = if let CallError::Denied(denial) = &error { Some(denial) } else { None };
                tracing::warn!(
                    request = %broker.request_identity, took_ms = took.as_millis(), code = error.code(),
                    status = error.status(), ?denied, "broker catalog not fetched"
                );
                Err(error)
            }
        }
    }

    async fn fetch_catalog(&self, broker: &BrokerTarget) -> Result<FetchedCatalog, CallError> {
        let target = self.urls().parse(&broker.url).map_err(CallError::BadUrl)?;
        let authorization =
            credentials::basic(&broker.username, &broker.password).map_err(CallError::BadCredentials)?;
        let identity = HeaderValue::from_str(&broker.request_identity.hyphenated().to_string())
            .expect("a UUID has only hexadecimal digits and hyphens");
        let headers = HeaderMap::from_iter([
            (header::AUTHORIZATION, authorization),
            (header::ACCEPT, HeaderValue::from_static("application/json")),
            (VERSION, HeaderValue::from_static(broker.version.as_str())),
            (REQUEST_IDENTITY, identity.clone()),
        ]);
        let answer = self
            .exchange(Call {
                method: Method::GET,
                url: target.endpoint(&["v2", "catalog"]),
                target: &target,
                headers,
                body: None,
                extra_authority: broker.ca_pem.as_deref(),
                body_limit: self.limits().catalog_bytes,
            })
            .await?;
        let redactor = Redactor::new(&broker.username, &broker.password);
        if answer.status != StatusCode::OK {
            return Err(unexpected(&answer, &target, &redactor));
        }
        let echoed_identity = answer.headers.get(REQUEST_IDENTITY) == Some(&identity);
        let value = self.parse(&answer, &redactor)?;
        let raw = String::from_utf8(answer.body).expect("JSON that was parsed is UTF-8");
        Ok(FetchedCatalog { raw, value, status: answer.status.as_u16(), took: Duration::ZERO, echoed_identity })
    }

    pub(crate) fn parse(&self, answer: &Answer, redactor: &Redactor) -> Result<Value, CallError> {
        let limits = self.limits();
        // Some frameworks put a byte order mark before UTF-8; RFC 8259 §8.1 allows to ignore it.
        let text = answer.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&answer.body);
        json_shape::check(text, limits.json_depth, limits.json_values).map_err(|excess| match excess {
            Excess::Depth => CallError::TooDeep { limit: limits.json_depth },
            Excess::Values => CallError::TooManyValues { limit: limits.json_values },
        })?;
        serde_json::from_slice(text).map_err(|error| CallError::NotJson {
            line: error.line(),
            column: error.column(),
            body: error_body(answer, redactor),
        })
    }
}

fn unexpected(answer: &Answer, target: &Target, redactor: &Redactor) -> CallError {
    let status = answer.status.as_u16();
    if answer.status.is_redirection() {
        let location = answer.header(&header::LOCATION, 2_048, redactor);
        return CallError::Redirect { status, location };
    }
    let hint = Hint::for_catalog(status, target.names_the_api());
    CallError::Status { status, hint, body: error_body(answer, redactor) }
}

pub(crate) fn error_body(answer: &Answer, redactor: &Redactor) -> ErrorBody {
    let content_type = answer.header(&header::CONTENT_TYPE, 200, redactor);
    ErrorBody::read(&answer.body, answer.complete, content_type, redactor)
}

//! What the provider is asked about a parameter at an address of its own (§4.11 `optionsUrl` and `validationUrl`, DEC-15):
//! the address policy, the bounds and the deadline of every other call, five seconds at most, and no redirect. What the
//! answer means is judged by the domain.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use secrecy::SecretString;
use serde_json::Value;

use crate::call_error::CallError;
use crate::catalog_call::error_body;
use crate::credentials::{self, Redactor};
use crate::outbound::{Call, Outbound};

/// DEC-15
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// The largest answer, in bytes.
const LARGEST: usize = 64 * 1024;

/// What is asked, and where.
#[derive(Debug, Clone, Copy)]
pub struct OptionsCall<'a> {
    pub url: &'a str,
    /// Goes along as the query `ace_config`; holds nothing that is secret.
    pub config: &'a Value,
    /// Made out to the origin of the address and to nobody else; `None`: nobody signs one.
    pub token: Option<&'a SecretString>,
    pub ca_pem: Option<&'a str>,
}

/// A value that is to be judged, and where. No `Debug`: somebody typed it.
#[derive(Clone, Copy)]
pub struct ValidationCall<'a> {
    pub url: &'a str,
    /// Goes along as the body, and so into nobody's log of addresses.
    pub told: &'a Value,
    /// As of an [`OptionsCall`].
    pub token: Option<&'a SecretString>,
    pub ca_pem: Option<&'a str>,
}

impl Outbound {
    /// What is answered, within the bounds of every JSON answer; everything but a 200 is an error.
    pub async fn options(&self, asked: &OptionsCall<'_>) -> Result<Value, CallError> {
        let (target, mut url) = self.urls().parse_page(asked.url).map_err(CallError::BadUrl)?;
        url.query_pairs_mut().append_pair("ace_config", &asked.config.to_string());
        let (headers, redactor) = headers(asked.token)?;
        let call = Call {
            method: Method::GET,
            target: &target,
            url,
            headers,
            body: None,
            extra_authority: asked.ca_pem,
            body_limit: LARGEST,
        };
        self.answered(call, &redactor).await
    }

    /// The same for a value that is to be judged.
    pub async fn validation(&self, asked: &ValidationCall<'_>) -> Result<Value, CallError> {
        let (target, url) = self.urls().parse_page(asked.url).map_err(CallError::BadUrl)?;
        let (mut headers, redactor) = headers(asked.token)?;
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let call = Call {
            method: Method::POST,
            target: &target,
            url,
            headers,
            body: Some(asked.told.to_string().into_bytes()),
            extra_authority: asked.ca_pem,
            body_limit: LARGEST,
        };
        self.answered(call, &redactor).await
    }

    async fn answered(&self, call: Call<'_>, redactor: &Redactor) -> Result<Value, CallError> {
        let answer = self.within(ANSWER_WITHIN).exchange(call).await?;
        if answer.status != StatusCode::OK {
            let body = error_body(&answer, redactor);
            return Err(CallError::Status { status: answer.status.as_u16(), hint: None, body });
        }
        self.parse(&answer, redactor)
    }
}

/// With what must be in no error.
fn headers(token: Option<&SecretString>) -> Result<(HeaderMap, Redactor), CallError> {
    let mut headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static("application/json"))]);
    let Some(token) = token else { return Ok((headers, Redactor::default())) };
    headers.insert(header::AUTHORIZATION, credentials::bearer(token).map_err(CallError::BadCredentials)?);
    Ok((headers, Redactor::new("", token)))
}

//! The options of a parameter, as the provider tells them at an address of its own (§4.11 `optionsUrl`, DEC-15): the
//! address policy, the bounds and the deadline of every other call, five seconds at most, and no redirect. What the answer
//! means is judged by the domain.

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

impl Outbound {
    /// What is answered, within the bounds of every JSON answer; everything but a 200 is an error.
    pub async fn options(&self, asked: &OptionsCall<'_>) -> Result<Value, CallError> {
        let (target, mut url) = self.urls().parse_page(asked.url).map_err(CallError::BadUrl)?;
        url.query_pairs_mut().append_pair("ace_config", &asked.config.to_string());
        let mut headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static("application/json"))]);
        let mut redactor = Redactor::default();
        if let Some(token) = asked.token {
            redactor = Redactor::new("", token);
            headers.insert(header::AUTHORIZATION, credentials::bearer(token).map_err(CallError::BadCredentials)?);
        }
        let call = Call {
            method: Method::GET,
            target: &target,
            url,
            headers,
            body: None,
            extra_authority: asked.ca_pem,
            body_limit: LARGEST,
        };
        let answer = self.within(ANSWER_WITHIN).exchange(call).await?;
        if answer.status != StatusCode::OK {
            let body = error_body(&answer, &redactor);
            return Err(CallError::Status { status: answer.status.as_u16(), hint: None, body });
        }
        self.parse(&answer, &redactor)
    }
}

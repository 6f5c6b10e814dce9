//! The calls of `slipway usage submit`: a token for the key, and records for their answers.

use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{Method, Request, Response, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use slipway_osb::Limits;
use slipway_osb::trusted::TrustedClient;
use url::Url;
use url::form_urlencoded::Serializer;

use super::super::{Failure, console_address};

const LARGEST_ANSWER: usize = 1024 * 1024;
const GRANT: &str = slipway_oidc::token::API_KEY_GRANT_TYPE;

/// What became of one record.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Answer {
    pub(super) status: u16,
    #[serde(default)]
    pub(super) code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) location: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) details: Option<Value>,
}

impl Answer {
    /// The platform has exactly this record.
    pub(super) fn is_kept(&self) -> bool {
        let identical = self.details.as_ref().and_then(|details| details["identical"].as_bool());
        self.status == 201 || (self.status == 409 && identical == Some(true))
    }

    pub(super) const fn may_pass_later(&self) -> bool {
        self.status == 500
    }
}

/// What came of a call.
#[derive(Debug)]
pub(super) enum Outcome {
    Answered(Vec<Answer>),
    /// Worth trying again, after that time if the platform named one.
    Later(Option<Duration>, String),
    /// The token is of no use any more.
    TokenRefused,
}

pub(super) struct Platform {
    client: TrustedClient,
    token: Url,
    usage: Url,
    key: SecretString,
}

impl Platform {
    pub(super) fn new(url: &str, service: &str, key: SecretString) -> Result<Self, Failure> {
        let base = console_address::parse(url, "the key is sent to it")?;
        let at = |segments: &[&str]| -> Result<Url, Failure> {
            let mut at = base.clone();
            at.set_query(None);
            let no_path = |()| console_address::wrong(url, "it has no path");
            at.path_segments_mut().map_err(no_path)?.pop_if_empty().extend(segments);
            Ok(at)
        };
        let limits = Limits { total: Duration::from_mins(1), ..Limits::default() };
        let client = TrustedClient::new(limits, LARGEST_ANSWER, base.scheme() == "https").map_err(Failure::failed)?;
        let usage = at(&["v4", "metering", "resources", service, "usage"])?;
        Ok(Self { client, token: at(&["token"])?, usage, key })
    }

    /// A token, or when to ask again.
    pub(super) async fn token(&self) -> Result<Result<SecretString, (Option<Duration>, String)>, Failure> {
        let body = Serializer::new(String::new())
            .append_pair("grant_type", GRANT)
            .append_pair("apikey", self.key.expose_secret())
            .finish();
        let request = Request::builder()
            .method(Method::POST)
            .uri(self.token.as_str())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.into_bytes())
            .map_err(Failure::failed)?;
        let response = match self.client.send(request).await {
            Ok(response) => response,
            Err(error) => return Ok(Err((None, error.to_string()))),
        };
        if is_later(response.status()) {
            return Ok(Err((retry_after(&response), told(&response))));
        }
        let answer: Value = serde_json::from_slice(response.body()).unwrap_or_default();
        match answer["access_token"].as_str() {
            Some(token) if response.status() == StatusCode::OK => Ok(Ok(token.to_owned().into())),
            _ => Err(Failure::Failed(format!("the platform gives no token for the API key: {}", told(&response)))),
        }
    }

    pub(super) async fn submit(&self, token: &SecretString, body: String) -> Result<Outcome, Failure> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(self.usage.as_str())
            .header(AUTHORIZATION, format!("Bearer {}", token.expose_secret()))
            .header(CONTENT_TYPE, "application/json")
            .body(body.into_bytes())
            .map_err(Failure::failed)?;
        let response = match self.client.send(request).await {
            Ok(response) => response,
            Err(error) => return Ok(Outcome::Later(None, error.to_string())),
        };
        match response.status() {
            StatusCode::ACCEPTED => {
                let mut answer: Value = serde_json::from_slice(response.body()).map_err(Failure::failed)?;
                serde_json::from_value(answer["resources"].take()).map(Outcome::Answered).map_err(Failure::failed)
            }
            StatusCode::UNAUTHORIZED => Ok(Outcome::TokenRefused),
            status if is_later(status) => Ok(Outcome::Later(retry_after(&response), told(&response))),
            _ => Err(Failure::Failed(format!("the platform refuses the call: {}", told(&response)))),
        }
    }
}

fn is_later(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()
}

fn retry_after(response: &Response<Vec<u8>>) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// The status and the beginning of what was said, without signs that a terminal would obey.
fn told(response: &Response<Vec<u8>>) -> String {
    let text = String::from_utf8_lossy(response.body());
    let text: String = text.chars().take(300).map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{} {text}", response.status().as_u16())
}

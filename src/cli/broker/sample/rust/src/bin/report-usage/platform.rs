//! The calls: a token for the API key, and records for their answers.

use std::error::Error;
use std::time::{Duration, Instant};

use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::Value;

use super::record::Record;

const GRANT: &str = "urn:slipway:params:oauth:grant-type:apikey";
const TIMEOUT: Duration = Duration::from_secs(10);
/// When a call is tried again, where the platform names no time.
pub(crate) const AGAIN: Duration = Duration::from_secs(60);
/// The same after a call that will not succeed by itself.
const MUCH_LATER: Duration = Duration::from_secs(3_600);
/// What the issuer says of itself is asked for anew after this time, and after every error.
const KEPT: Duration = Duration::from_secs(600);

pub(crate) struct Platform {
    http: Client,
    issuer: String,
    api_key: String,
    usage: String,
    token_endpoint: Option<(String, Instant)>,
    /// With the moment from which it is not used any more.
    token: Option<(String, Instant)>,
}

/// The platform takes nothing right now.
#[derive(Debug)]
pub(crate) struct Later {
    pub(crate) why: String,
    pub(crate) wait: Duration,
    status: Option<StatusCode>,
}

impl Platform {
    pub(crate) fn new(issuer: &str, api_key: String, service: &str) -> Result<Self, Box<dyn Error>> {
        if !["https://", "http://localhost:", "http://127.0.0.1:"].iter().any(|start| issuer.starts_with(start)) {
            return Err("ISSUER has to begin with https://".into());
        }
        Ok(Self {
            http: Client::builder().redirect(Policy::none()).timeout(TIMEOUT).build()?,
            issuer: issuer.to_owned(),
            api_key,
            usage: format!("{issuer}/v4/metering/resources/{service}/usage"),
            token_endpoint: None,
            token: None,
        })
    }

    /// An answer for each record, in their order.
    pub(crate) async fn submit(&mut self, records: &[Record]) -> Result<Vec<Value>, Later> {
        let answered = self.answers(records).await;
        if let Err(later) = &answered {
            self.token_endpoint = None;
            if later.status == Some(StatusCode::UNAUTHORIZED) {
                self.token = None;
            }
        }
        answered
    }

    async fn answers(&mut self, records: &[Record]) -> Result<Vec<Value>, Later> {
        let token = self.token().await?;
        let mut told = call(self.http.post(&self.usage).bearer_auth(token).json(records)).await?;
        match told.get_mut("resources").map(Value::take) {
            Some(Value::Array(answers)) => Ok(answers),
            _ => Err(Later::because("the answer has no resources")),
        }
    }

    /// One token for all calls, until a minute before its end.
    async fn token(&mut self) -> Result<String, Later> {
        if let Some((token, until)) = &self.token
            && Instant::now() < *until
        {
            return Ok(token.clone());
        }
        let endpoint = self.token_endpoint().await?;
        let form = [("grant_type", GRANT), ("apikey", self.api_key.as_str())];
        let told = call(self.http.post(endpoint).form(&form)).await?;
        let token = told["access_token"].as_str().ok_or_else(|| Later::because("the answer has no token"))?;
        let lives = Duration::from_secs(told["expires_in"].as_u64().unwrap_or_default().saturating_sub(60));
        self.token = Some((token.to_owned(), Instant::now() + lives));
        Ok(token.to_owned())
    }

    async fn token_endpoint(&mut self) -> Result<String, Later> {
        if let Some((endpoint, at)) = &self.token_endpoint
            && at.elapsed() < KEPT
        {
            return Ok(endpoint.clone());
        }
        let told = call(self.http.get(format!("{}/.well-known/openid-configuration", self.issuer))).await?;
        let endpoint = told["token_endpoint"].as_str().ok_or_else(|| Later::because("the issuer gives no tokens"))?;
        self.token_endpoint = Some((endpoint.to_owned(), Instant::now()));
        Ok(endpoint.to_owned())
    }
}

impl Later {
    fn because(why: impl ToString) -> Self {
        Self { why: why.to_string(), wait: AGAIN, status: None }
    }
}

async fn call(request: RequestBuilder) -> Result<Value, Later> {
    let answer = request.send().await.map_err(Later::because)?;
    let status = answer.status();
    let wait = answer.headers().get(RETRY_AFTER).and_then(|wait| wait.to_str().ok()?.parse().ok());
    let wait = wait.filter(|seconds: &u64| *seconds > 0);
    let text = answer.text().await.map_err(Later::because)?;
    if status.is_success() {
        return serde_json::from_str(&text).map_err(Later::because);
    }
    let may_pass =
        status.is_server_error() || [StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS].contains(&status);
    let usual = if may_pass { AGAIN } else { MUCH_LATER };
    let told: String = text.chars().take(300).collect();
    let why = format!("{status} {told:?}");
    Err(Later { why, wait: wait.map_or(usual, Duration::from_secs), status: Some(status) })
}

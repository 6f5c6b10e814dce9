//! Calls to an address that the operator has configured, such as the issuer people sign in at. The
//! operator may well run it in a private network, so no address policy applies; everything else does: no redirect, a
//! total deadline, a cap on the answer, verified certificates. Never to be used with an address that a user typed.

use http::{Request, Response, header};
use rustls::RootCertStore;
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::answer;
use crate::call_error::CallError;
use crate::client;
use crate::outbound::Limits;
use crate::trust;

/// Cheap to clone. Connections are pooled: all calls go to one party.
#[derive(Debug, Clone)]
pub struct TrustedClient {
    client: reqwest::Client,
    limits: Limits,
    largest: usize,
}

impl TrustedClient {
    /// `largest` is the most bytes that an answer may have. Plain http is allowed if `https_only` is false.
    ///
    /// # Panics
    ///
    /// Never: nothing in the settings depends on the machine or on input.
    pub fn new(limits: Limits, largest: usize, https_only: bool) -> Result<Self, CallError> {
        let roots = if https_only { trust::machine_roots() } else { RootCertStore::empty() };
        let client = client::builder(trust::client_config(&roots, None)?, &limits)
            .https_only(https_only)
            .build()
            .expect("these settings do not depend on the machine or on input");
        Ok(Self { client, limits: Limits { other_bytes: largest, ..limits }, largest })
    }

    /// Sends one request. An answer of any status comes back whole, or it is an error.
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, CallError> {
        let deadline = Instant::now() + self.limits.total;
        let (parts, body) = request.into_parts();
        let url = Url::parse(&parts.uri.to_string()).map_err(|_| CallError::Unreachable)?;
        let mut outgoing = reqwest::Request::new(parts.method, url);
        *outgoing.headers_mut() = parts.headers;
        outgoing.headers_mut().insert(header::ACCEPT_ENCODING, header::HeaderValue::from_static("identity"));
        *outgoing.body_mut() = Some(body.into());
        let response = timeout_at(deadline, self.client.execute(outgoing))
            .await
            .map_err(|_| CallError::Timeout { after: self.limits.total })?
            .map_err(|error| CallError::from_client(&error, self.limits.total, self.limits.head_bytes))?;
        let answer = answer::read(response, &self.limits, self.largest, deadline).await?;
        if !answer.complete {
            return Err(CallError::TooLarge { limit: self.largest });
        }
        let mut response = Response::new(answer.body);
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        Ok(response)
    }
}

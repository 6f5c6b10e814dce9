//! The public keys that a signature is checked with: from a file, or from the console that is said to have signed.

use std::path::PathBuf;
use std::time::Duration;

use axum::http::{Request, StatusCode};
use clap::Args;
use slipway_oidc::discovery::KEYS_PATH;
use slipway_oidc::keys::Jwks;
use slipway_oidc::verify::VerifyingKeys;
use slipway_osb::Limits;
use slipway_osb::trusted::TrustedClient;

use super::super::{Failure, console_address};

/// More than any console publishes.
const LARGEST_ANSWER: usize = 256 * 1024;

/// Where the keys are.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct Keys {
    /// File with the public keys of the console, as it answers at /keys
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Address of the console whose keys are asked for
    #[arg(long, value_name = "URL")]
    console: Option<String>,
}

impl Keys {
    /// `None`: none are named.
    pub(super) async fn read(&self) -> Result<Option<VerifyingKeys>, Failure> {
        let text = match (&self.keys, &self.console) {
            (Some(file), _) => std::fs::read(file)
                .map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", file.display())))?,
            (None, Some(url)) => asked(url).await?,
            (None, None) => return Ok(None),
        };
        let keys: Jwks = serde_json::from_slice(&text)
            .map_err(|error| Failure::Usage(format!("the keys cannot be read: {error}")))?;
        Ok(Some(VerifyingKeys::new(&keys)))
    }
}

async fn asked(url: &str) -> Result<Vec<u8>, Failure> {
    let base = console_address::parse(url, "its keys prove something")?;
    let keys = base.join(KEYS_PATH).map_err(|error| console_address::wrong(url, &error.to_string()))?;
    let limits = Limits { total: Duration::from_secs(30), ..Limits::default() };
    let client = TrustedClient::new(limits, LARGEST_ANSWER, base.scheme() == "https").map_err(Failure::failed)?;
    let request = Request::get(keys.as_str()).body(Vec::new()).map_err(Failure::failed)?;
    let response = client.send(request).await.map_err(|error| Failure::Failed(format!("{url}: {error}")))?;
    if response.status() != StatusCode::OK {
        return Err(Failure::Failed(format!("{url} answers {} where its keys should be", response.status())));
    }
    Ok(response.into_body())
}

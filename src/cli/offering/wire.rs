//! The calls of `slipway offering`. The token goes to the console alone, and only over TLS or within this machine.

use std::path::PathBuf;
use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, IF_MATCH};
use axum::http::{Method, Request, Response, StatusCode};
use clap::Args;
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use slipway_domain::definition::{DefinitionFile, LARGEST_FILE, PlannedChanges, Told};
use slipway_osb::Limits;
use slipway_osb::trusted::TrustedClient;
use url::Url;

use super::super::{Failure, console_address};
use super::file::{shown, text_of};

/// Where the token is looked for if no file is named.
const VARIABLE: &str = "SLIPWAY_TOKEN";

/// A plan tells every value twice, and every finding.
const LARGEST_ANSWER: usize = 4 * LARGEST_FILE;

/// Where the console is, and the token for it.
#[derive(Debug, Args)]
pub(super) struct Connection {
    /// Address of the console
    #[arg(long, value_name = "URL")]
    console: String,
    /// File that holds the access token; without it the environment variable `SLIPWAY_TOKEN` does
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
}

/// What applying a file came to.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Applied {
    pub(super) done: Vec<Told>,
    pub(super) stopped: Option<Stopped>,
    pub(super) waiting: Vec<Told>,
    pub(super) revision: i64,
}

/// A save that was turned down.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Stopped {
    pub(super) step: Told,
    pub(super) title: String,
    pub(super) detail: String,
}

pub(super) struct Console {
    client: TrustedClient,
    base: Url,
    token: SecretString,
}

impl Console {
    pub(super) fn new(connection: &Connection) -> Result<Self, Failure> {
        let base = console_address::parse(&connection.console, "the token is sent to it")?;
        let limits = Limits { total: Duration::from_mins(1), ..Limits::default() };
        let client = TrustedClient::new(limits, LARGEST_ANSWER, base.scheme() == "https").map_err(Failure::failed)?;
        Ok(Self { client, base, token: connection.token()? })
    }

    pub(super) async fn definition(&self, name: &str) -> Result<DefinitionFile, Failure> {
        let asked = self.request(Method::GET, name, &[], false)?;
        self.answer(name, asked.body(Vec::new()).map_err(Failure::failed)?).await
    }

    pub(super) async fn plan(&self, file: &DefinitionFile, prune: bool) -> Result<PlannedChanges, Failure> {
        let asked = self.request(Method::POST, &file.name, &["plan"], prune)?;
        self.answer(&file.name, asked.body(body(file)?).map_err(Failure::failed)?).await
    }

    pub(super) async fn apply(&self, file: &DefinitionFile, prune: bool, revision: i64) -> Result<Applied, Failure> {
        let asked = self.request(Method::PUT, &file.name, &[], prune)?.header(IF_MATCH, format!("\"{revision}\""));
        self.answer(&file.name, asked.body(body(file)?).map_err(Failure::failed)?).await
    }

    /// A request about the definition of an offering.
    fn request(
        &self,
        method: Method,
        name: &str,
        below: &[&str],
        prune: bool,
    ) -> Result<axum::http::request::Builder, Failure> {
        if matches!(name, "" | "." | "..") {
            return Err(Failure::Usage("the offering has no name".to_owned()));
        }
        let mut url = self.base.clone();
        url.set_query(prune.then_some("prune=yes"));
        url.set_fragment(None);
        url.path_segments_mut()
            .map_err(|()| Failure::Usage(format!("{} has no path", self.base)))?
            .pop_if_empty()
            .extend(["api", "v1", "offerings", name, "definition"])
            .extend(below);
        let builder = Request::builder()
            .method(method)
            .uri(url.as_str())
            .header(AUTHORIZATION, format!("Bearer {}", self.token.expose_secret()))
            .header(CONTENT_TYPE, "application/json");
        Ok(builder)
    }

    async fn answer<T: DeserializeOwned>(&self, name: &str, request: Request<Vec<u8>>) -> Result<T, Failure> {
        let response = self.client.send(request).await.map_err(Failure::failed)?;
        if response.status() != StatusCode::OK {
            return Err(refused(name, &response));
        }
        serde_json::from_slice(response.body())
            .map_err(|error| Failure::Failed(format!("the console answered something else: {error}")))
    }
}

impl Connection {
    fn token(&self) -> Result<SecretString, Failure> {
        if let Some(path) = &self.token_file {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", path.display())))?;
            return Ok(text.trim().to_owned().into());
        }
        variable(VARIABLE).ok_or_else(|| {
            Failure::Usage(format!(
                "put an access token into the environment variable {VARIABLE}, or name a file with --token-file; \
                 you make one on the page of your account"
            ))
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "a secret for one run, which is no configuration of the server")]
fn variable(name: &str) -> Option<SecretString> {
    std::env::var(name).ok().filter(|value| !value.is_empty()).map(SecretString::from)
}

fn body(file: &DefinitionFile) -> Result<Vec<u8>, Failure> {
    let body = serde_json::to_vec(file).map_err(Failure::failed)?;
    if body.len() > LARGEST_FILE {
        let length = body.len();
        return Err(Failure::Usage(format!("the file has {length} bytes as JSON, and {LARGEST_FILE} is the most")));
    }
    Ok(body)
}

/// The problem that the console tells, with the rules that it names.
fn refused(name: &str, response: &Response<Vec<u8>>) -> Failure {
    let status = response.status();
    let problem: Value = serde_json::from_slice(response.body()).unwrap_or_default();
    if status == StatusCode::NOT_FOUND {
        let name = shown(name);
        return Failure::Failed(format!("the console has no offering called {name} that the token may see"));
    }
    let (title, detail) = (text_of(&problem, "title"), text_of(&problem, "detail"));
    if title.is_empty() {
        return Failure::Failed(format!("the console answered {}", status.as_u16()));
    }
    let mut told = format!("{}. {detail}", title.trim_end_matches('.'));
    for rule in problem.get("rules").and_then(Value::as_array).into_iter().flatten() {
        let [id, what, fix] = ["rule", "what", "fix"].map(|member| text_of(rule, member));
        told.extend(["\n  ", &id, " ", &what, " ", &fix]);
    }
    Failure::Failed(told)
}

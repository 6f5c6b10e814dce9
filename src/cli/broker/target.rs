//! Where a broker is and how it is called, from the command line.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, ValueEnum};
use secrecy::SecretString;
use slipway_osb::{Authentication, Broker, OsbVersion, Outbound, OutboundConfig};

use super::super::Failure;

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("secret").args(["password_env", "password_file"])))]
pub(super) struct Target {
    /// Base URL of the broker, without /v2
    pub(super) url: String,
    /// User name for Basic authentication; without it the secret is sent as a bearer token, or nothing if there is none
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// How to sign in [default: basic with --user, else bearer if there is a secret]
    #[arg(long, value_enum, value_name = "SCHEME")]
    auth: Option<Scheme>,
    /// Environment variable that holds the password or token [default: `SLIPWAY_BROKER_PASSWORD`]
    #[arg(long, value_name = "VARIABLE")]
    password_env: Option<String>,
    /// File that holds the password or token; a line feed at its end is left out
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Open Service Broker version to call it with
    #[arg(long, value_name = "VERSION", default_value = "2.12")]
    pub(super) osb_version: OsbVersion,
    /// Certificate authority of the broker's own, as a PEM file, trusted beside the machine's
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Allow plain http, private and loopback addresses and every port, which the platform does not
    #[arg(long)]
    lab: bool,
}

/// Ways to sign in
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scheme {
    /// User name and password
    Basic,
    /// A token that is sent as it is
    Bearer,
    /// A token that the platform signs; only the console has the key for it
    BearerCrn,
}

/// Nobody but the console can sign what such a broker checks.
const NO_KEY: &str = "a broker with bearer-crn takes nothing but tokens that the console signs, and the command line has no \
                      key for them: test it in the console, on the page Tests of the offering, or let the broker take a \
                      password or a token of your own in the pipeline";

/// Where the secret is looked for if nothing is said.
const USUAL_VARIABLE: &str = "SLIPWAY_BROKER_PASSWORD";

/// Forms of ids
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum IdFormat {
    /// Cloud resource names, as the platform uses them
    Crn,
    /// GUIDs, for brokers whose routers cannot take a CRN
    Guid,
}

impl Target {
    pub(super) fn outbound(&self) -> Outbound {
        Outbound::new(OutboundConfig { lab: self.lab, ..OutboundConfig::default() })
    }

    pub(super) fn broker(&self, outbound: &Outbound) -> Result<Broker, Failure> {
        // Checked before a secret is read, and told apart from a broker that does not answer.
        outbound.urls().parse(&self.url).map_err(|problem| {
            let lab = if self.lab { "" } else { "; plain http and other ports than 443 and 8443 need --lab" };
            Failure::Usage(format!("the URL cannot be called: {problem}{lab}"))
        })?;
        let ca_pem = self.ca.as_ref().map(|path| read("the certificate authority", path)).transpose()?;
        Ok(Broker {
            url: self.url.clone(),
            authentication: self.authentication()?,
            version: self.osb_version,
            ca_pem,
            extension_prefix: "/platform_v1".to_owned(),
            platform: "slipway".to_owned(),
            region_header: Some("X-Slipway-Region".to_owned()),
            answer_within: None,
            legacy_guids: None,
        })
    }

    fn authentication(&self) -> Result<Authentication, Failure> {
        let wrong = match (self.auth, &self.user) {
            (Some(Scheme::BearerCrn), _) => Some(NO_KEY),
            (Some(Scheme::Basic), None) => Some("basic needs a user name: add --user"),
            (Some(Scheme::Bearer), Some(_)) => Some("bearer has no user name: leave --user out"),
            _ => None,
        };
        if let Some(wrong) = wrong {
            return Err(Failure::Usage(wrong.to_owned()));
        }
        match (self.secret()?, &self.user) {
            (Some(password), Some(username)) => Ok(Authentication::Basic { username: username.clone(), password }),
            (Some(token), None) => Ok(Authentication::Bearer(token)),
            (None, None) if self.auth.is_none() => Ok(Authentication::None),
            (None, _) => Err(Failure::Usage(format!(
                "there is no password or token: put it into the environment variable {USUAL_VARIABLE}, or name a file with \
                 --password-file"
            ))),
        }
    }

    fn secret(&self) -> Result<Option<SecretString>, Failure> {
        if let Some(path) = &self.password_file {
            let text = read("the password", path)?;
            return Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned().into()));
        }
        match (&self.password_env, variable(self.password_env.as_deref().unwrap_or(USUAL_VARIABLE))) {
            (_, Some(secret)) => Ok(Some(secret)),
            (Some(name), None) => Err(Failure::Usage(format!("the environment variable {name} is not set"))),
            (None, None) => Ok(None),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a secret for one run, which is no configuration of the server")]
fn variable(name: &str) -> Option<SecretString> {
    std::env::var(name).ok().filter(|value| !value.is_empty()).map(SecretString::from)
}

pub(super) fn read(what: &str, path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("{what} cannot be read from {}: {error}", path.display())))
}

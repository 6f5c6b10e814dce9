//! What an operator can set: one struct per concern, filled from defaults, then a TOML file, then the environment
//! (`SLIPWAY__SECTION__KEY`). A wrong key or value names itself, its source and the fix; then nothing starts.
//! The keys are documented in `docs/config.example.toml`, and only there.

mod clients;
mod environment;
mod example;
mod mail;
mod problem;
mod public_url;
mod secret;
mod validate;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use figment::Figment;
use figment::providers::{Format as _, Serialized, Toml};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

pub use clients::{ClientConfig, PkceConfig};
pub use example::EXAMPLE;
pub use mail::MailConfig;
pub use problem::{ConfigError, Problem};
pub use public_url::PublicUrl;
pub use secret::Secret;
use slipway_domain::review::{Calendar, Terms, Weekday};

/// Read when no file is named and it exists.
pub const DEFAULT_FILE: &str = "slipway.toml";

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub server: ServerConfig,
    pub data: DataConfig,
    pub site: SiteConfig,
    pub session: SessionConfig,
    pub oidc: OidcConfig,
    pub issuer: IssuerConfig,
    pub secrets: SecretsConfig,
    pub outbound: OutboundConfig,
    pub mail: MailConfig,
    pub platform: PlatformConfig,
    pub review: ReviewConfig,
    pub limits: LimitsConfig,
    pub log: LogConfig,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerConfig {
    #[serde(deserialize_with = "socket_address")]
    pub listen: SocketAddr,
    /// The origin that people type; the issuer's name and the host allow-list derive from it.
    pub public_url: PublicUrl,
    pub allowed_hosts: Vec<String>,
    pub trusted_proxies: Vec<IpAddr>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DataConfig {
    pub dir: PathBuf,
    pub free_mib: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SiteConfig {
    pub dir: PathBuf,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionConfig {
    pub inactivity_minutes: u32,
    pub absolute_hours: u32,
    pub operator_absolute_hours: u32,
}

/// Either the issuer that people sign in at, or what signs in at the embedded one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OidcConfig {
    /// Compared byte for byte with what discovery says. Absent: the embedded issuer signs people in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<Secret>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clients: Vec<ClientConfig>,
}

/// An issuer elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct RemoteIssuer<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub client_secret: Option<&'a Secret>,
}

impl OidcConfig {
    /// `None`: the embedded issuer signs people in.
    pub fn remote(&self) -> Option<RemoteIssuer<'_>> {
        let (issuer, client_id) = self.issuer.as_deref().zip(self.client_id.as_deref())?;
        Some(RemoteIssuer { issuer, client_id, client_secret: self.client_secret.as_ref() })
    }
}

/// The embedded issuer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IssuerConfig {
    pub signing_key_days: u32,
}

impl IssuerConfig {
    pub fn signing_key_lifetime(&self) -> Duration {
        Duration::from_hours(u64::from(self.signing_key_days) * 24)
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SecretsConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_file: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Secret>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OutboundConfig {
    pub lab: bool,
    pub allowed_ports: Vec<u16>,
    pub connect_timeout_seconds: u32,
    pub total_timeout_seconds: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlatformConfig {
    pub name: String,
    pub cname: String,
    pub ctype: CType,
    pub operator_name: String,
    pub operator_contact: String,
    pub documentation_base: String,
}

/// The fourth segment of a cloud resource name (§6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CType {
    Public,
    Dedicated,
    Local,
}

impl CType {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Dedicated => "dedicated",
            Self::Local => "local",
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewConfig {
    pub target_days: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intake_weekday: Option<Weekday>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_weekday: Option<Weekday>,
}

impl ReviewConfig {
    /// The calendar is there when both of its days are.
    pub fn terms(&self) -> Terms {
        let days = self.intake_weekday.zip(self.answer_weekday);
        Terms { target_days: self.target_days, calendar: days.map(|(intake, answer)| Calendar { intake, answer }) }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsConfig {
    pub failed_sign_ins_per_minute_and_address: u32,
    pub failed_sign_ins_per_minute_and_account: u32,
    pub max_connections: u32,
    pub header_seconds: u32,
    pub request_seconds: u32,
    pub body_kib: u32,
    pub drain_seconds: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    pub format: LogFormat,
    pub filter: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

impl Config {
    /// Reads `file` (or [`DEFAULT_FILE`], if there is one) and the process's environment.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        Self::from_sources(file, environment::texts(std::env::vars_os())?)
    }

    /// As [`Config::load`], with the environment handed in.
    pub fn from_sources(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let defaults = Figment::from(Serialized::defaults(Self::default()));
        let with_file = match file {
            Some(path) if !path.is_file() => return Err(ConfigError::missing_file(path)),
            Some(path) => defaults.merge(Toml::file_exact(path)),
            None if Path::new(DEFAULT_FILE).is_file() => defaults.merge(Toml::file_exact(DEFAULT_FILE)),
            None => defaults,
        };
        let sources = with_file.merge(environment::Environment::new(environment)?);
        let config: Self = sources.extract().map_err(ConfigError::from)?;
        config.validated()
    }

    /// What holds after all sources, as TOML with the keys in documented order. Secrets are masked.
    pub fn to_toml(&self) -> String {
        example::render(self)
    }

    /// The file with the secrets key: as configured, else `secrets.key` in the data directory.
    pub fn key_file(&self) -> PathBuf {
        self.secrets.key_file.clone().unwrap_or_else(|| self.data.dir.join("secrets.key"))
    }

    pub fn database_file(&self) -> PathBuf {
        self.data.dir.join("slipway.db")
    }
}

/// The complaint quotes the value, which that of the standard library does not.
fn socket_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| D::Error::custom(format_args!("`{text}` is no address with a port")))
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            public_url: PublicUrl::loopback(3000),
            allowed_hosts: Vec::new(),
            trusted_proxies: Vec::new(),
        }
    }
}

impl Default for DataConfig {
    fn default() -> Self {
        Self { dir: PathBuf::from("./data"), free_mib: 64 }
    }
}

impl Default for SiteConfig {
    fn default() -> Self {
        Self { dir: PathBuf::from("target/site") }
    }
}

/// 30 minutes, 12 hours and 8 hours are security.md's figures (§3a).
impl Default for SessionConfig {
    fn default() -> Self {
        Self { inactivity_minutes: 30, absolute_hours: 12, operator_absolute_hours: 8 }
    }
}

impl Default for IssuerConfig {
    fn default() -> Self {
        Self { signing_key_days: 90 }
    }
}

impl Default for OutboundConfig {
    fn default() -> Self {
        Self { lab: false, allowed_ports: vec![443, 8443], connect_timeout_seconds: 5, total_timeout_seconds: 60 }
    }
}

impl Default for PlatformConfig {
    fn default() -> Self {
        Self {
            name: "slipway".to_owned(),
            cname: "slipway".to_owned(),
            ctype: CType::Public,
            operator_name: "the operator".to_owned(),
            operator_contact: "operator@example.com".to_owned(),
            documentation_base: "https://docs.example.com".to_owned(),
        }
    }
}

impl Default for ReviewConfig {
    fn default() -> Self {
        Self { target_days: 5, intake_weekday: None, answer_weekday: None }
    }
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            failed_sign_ins_per_minute_and_address: 3,
            failed_sign_ins_per_minute_and_account: 30,
            max_connections: 1024,
            header_seconds: 10,
            request_seconds: 30,
            body_kib: 1024,
            drain_seconds: 30,
        }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info".to_owned() }
    }
}

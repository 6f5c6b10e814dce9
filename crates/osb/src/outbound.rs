//! The one door through which HTTP leaves towards providers (security.md §3e). Every call gets a client of its own:
//! nothing is pooled, so the address policy holds at each connection, and nothing is shared between tenants. Knows
//! nothing of what is asked or answered.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, header};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::address::{AddressPolicy, Denial};
use crate::answer::{self, Answer};
use crate::call_error::CallError;
use crate::client;
use crate::resolver::{Lookup, PolicyResolver};
use crate::target::{Target, UrlPolicy};
use crate::trust;

/// What the operator decides about outbound calls.
#[derive(Debug, Clone, Default)]
pub struct OutboundConfig {
    /// Allows loopback and private hosts, http and every port. Not for production.
    pub lab: bool,
    /// The sockets the console listens on; never called.
    pub own: Vec<SocketAddr>,
    /// Ports beside 443 and 8443.
    pub ports: Vec<u16>,
    pub limits: Limits,
}

/// The bounds of one call; the defaults are those of security.md §3e.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Name lookup, TCP and TLS together.
    pub connect: Duration,
    /// From the first byte sent to the last one received.
    pub total: Duration,
    pub catalog_bytes: usize,
    /// Every body that is not a catalog, error bodies included.
    pub other_bytes: usize,
    /// Names and values of all headers. hyper itself stops reading a head at 100 headers or 408 KiB.
    pub head_bytes: usize,
    pub json_depth: usize,
    pub json_values: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            total: Duration::from_mins(1),
            catalog_bytes: 4 * 1024 * 1024,
            other_bytes: 1024 * 1024,
            head_bytes: 64 * 1024,
            json_depth: 64,
            json_values: 100_000,
        }
    }
}

/// The client. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Outbound {
    urls: Arc<UrlPolicy>,
    addresses: Arc<AddressPolicy>,
    limits: Limits,
    lookup: Lookup,
    trust: Arc<Trust>,
}

/// Read at the first https call, so that a start does not wait for it.
#[derive(Debug, Default)]
struct Trust {
    roots: OnceLock<RootCertStore>,
    config: OnceLock<ClientConfig>,
}

/// One prepared call.
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    pub(crate) target: &'a Target,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) extra_authority: Option<&'a str>,
    pub(crate) body_limit: usize,
}

impl Outbound {
    pub fn new(config: OutboundConfig) -> Self {
        Self {
            urls: Arc::new(UrlPolicy { lab: config.lab, ports: config.ports }),
            addresses: Arc::new(AddressPolicy { lab: config.lab, own: config.own }),
            limits: config.limits,
            lookup: Lookup::system(),
            trust: Arc::default(),
        }
    }

    /// The same client with another way to resolve names. The address policy judges its answers all the same.
    #[must_use]
    pub fn with_lookup(mut self, lookup: Lookup) -> Self {
        self.lookup = lookup;
        self
    }

    /// The same client, which waits for an answer no longer than this, or than it did before.
    #[must_use]
    pub(crate) fn within(&self, total: Duration) -> Self {
        let limits = Limits { total: total.min(self.limits.total), ..self.limits };
        Self { limits, ..self.clone() }
    }

    /// The rules for URLs, for checking a form before anything is called.
    pub fn urls(&self) -> &UrlPolicy {
        &self.urls
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    pub fn is_lab(&self) -> bool {
        self.addresses.lab
    }

    /// The code of an error that users of this console may see: the exact one in lab mode only.
    pub fn shown_code(&self, error: &CallError) -> &'static str {
        if self.is_lab() { error.code() } else { error.public_code() }
    }

    /// Sends one call and reads its answer, whatever its status. No redirect is followed.
    pub(crate) async fn exchange(&self, call: Call<'_>) -> Result<Answer, CallError> {
        let deadline = Instant::now() + self.limits.total;
        self.permit(call.target)?;
        let denied = Arc::new(OnceLock::new());
        let client = self.client(&call, Arc::clone(&denied))?;
        let mut request = reqwest::Request::new(call.method, call.url);
        *request.headers_mut() = call.headers;
        *request.body_mut() = call.body.map(reqwest::Body::from);
        request.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        request.headers_mut().insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
        let response = timeout_at(deadline, client.execute(request))
            .await
            .map_err(|_| CallError::Timeout { after: self.limits.total })?
            .map_err(|error| match denied.get() {
                Some(denial) => CallError::Denied(denial.clone()),
                None => CallError::from_client(&error, self.limits.total, self.limits.head_bytes),
            })?;
        answer::read(response, &self.limits, call.body_limit, deadline).await
    }

    /// A bare connection under the same policy and deadline, for looking at how a server speaks TLS.
    pub(crate) async fn connect(&self, target: &Target) -> io::Result<TcpStream> {
        let connected = async {
            self.permit(target).map_err(|_| io::ErrorKind::PermissionDenied)?;
            let addresses = if let Some(ip) = target.literal() {
                vec![SocketAddr::new(ip, target.port())]
            } else {
                let host = target.host().to_owned();
                let found = self.lookup.clone().permitted(host, target.port(), &self.addresses).await;
                found.map_err(|_| io::ErrorKind::PermissionDenied)?
            };
            TcpStream::connect(&addresses[..]).await
        };
        timeout_at(Instant::now() + self.limits.connect, connected).await.map_err(|_| io::ErrorKind::TimedOut)?
    }

    /// Hosts that are addresses never reach the resolver: they are judged here, and so are local names.
    fn permit(&self, target: &Target) -> Result<(), CallError> {
        let verdict = match target.literal() {
            Some(ip) => self.addresses.permit(SocketAddr::new(ip, target.port())),
            None => self.addresses.permit_name(target.host()),
        };
        verdict.map_err(|reason| {
            CallError::Denied(Denial { host: target.host().to_owned(), address: target.literal(), reason })
        })
    }

    fn client(&self, call: &Call<'_>, denied: Arc<OnceLock<Denial>>) -> Result<reqwest::Client, CallError> {
        let resolver = PolicyResolver {
            policy: Arc::clone(&self.addresses),
            lookup: self.lookup.clone(),
            port: call.target.port(),
            denied,
        };
        let client = client::builder(self.tls(call)?, &self.limits)
            .dns_resolver(resolver)
            .https_only(!self.is_lab())
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            .build();
        Ok(client.expect("these settings do not depend on the machine or on input"))
    }

    fn tls(&self, call: &Call<'_>) -> Result<ClientConfig, CallError> {
        if !call.target.is_https() {
            return trust::client_config(&RootCertStore::empty(), None);
        }
        let roots = self.trust.roots.get_or_init(trust::machine_roots);
        match (call.extra_authority, self.trust.config.get()) {
            (None, Some(config)) => Ok(config.clone()),
            (None, None) => {
                let config = trust::client_config(roots, None)?;
                Ok(self.trust.config.get_or_init(|| config).clone())
            }
            (extra, _) => trust::client_config(roots, extra),
        }
    }
}

const USER_AGENT: &str = concat!("slipway/", env!("CARGO_PKG_VERSION"));

//! Which host names are ours, and whose address a request comes from. A `Host` that is not on the list is answered
//! with 421, and `X-Forwarded-For` counts only from a proxy that the operator named.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::config::ServerConfig;
use super::fault::Fault;
use super::health;

/// Who may send what, as configured.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    allowed: Arc<BTreeSet<String>>,
    trusted_proxies: Arc<[IpAddr]>,
    console: Arc<str>,
}

/// The address that limits are counted for. A request extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

impl Hosts {
    pub(crate) fn new(config: &ServerConfig) -> Self {
        let own = config.public_url.authority().to_ascii_lowercase();
        let further = config.allowed_hosts.iter().map(|host| host.to_ascii_lowercase());
        Self {
            allowed: Arc::new(further.chain([own]).collect()),
            trusted_proxies: config.trusted_proxies.iter().map(IpAddr::to_canonical).collect(),
            console: config.public_url.origin().into(),
        }
    }

    /// The one `Host` of the request, if it is one of ours. An absolute request target must name the same host.
    fn check(&self, request: &Request) -> Result<(), Fault> {
        let mut hosts = request.headers().get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Fault::MalformedHost) };
        let host = host.to_str().map_err(|_| Fault::MalformedHost)?.to_ascii_lowercase();
        let target = request.uri().authority().map(|authority| authority.as_str().to_ascii_lowercase());
        if target.is_some_and(|target| target != host) {
            return Err(Fault::MalformedHost);
        }
        if self.allowed.contains(&host) { Ok(()) } else { Err(Fault::WrongHost { console: self.console.to_string() }) }
    }

    /// The peer, or what the nearest untrusted hop was according to our own proxies.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> ClientAddress {
        let mut client = peer.to_canonical();
        let forwarded: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        for hop in forwarded.into_iter().rev() {
            if !self.trusted_proxies.contains(&client) {
                break;
            }
            let Ok(address) = hop.parse::<IpAddr>() else { break };
            client = address.to_canonical();
        }
        ClientAddress(client)
    }
}

impl ClientAddress {
    /// What limits are counted by: an IPv4 address, or the /64 that one household has in IPv6.
    pub(crate) fn bucket(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }
    }
}

/// Middleware. Health checks pass under any name: a probe asks for an address, not for a host.
pub(crate) async fn guard(State(hosts): State<Hosts>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let Some(peer) = peer else { return Fault::Broken.into_response() };
    if !health::is_probe(request.uri().path())
        && let Err(fault) = hosts.check(&request)
    {
        return fault.into_response();
    }
    let client = hosts.client(peer, request.headers());
    request.extensions_mut().insert(client);
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;
    use crate::server::config::PublicUrl;

    fn hosts() -> Hosts {
        Hosts::new(&ServerConfig {
            public_url: PublicUrl::parse("https://Console.Example.com").unwrap(),
            allowed_hosts: vec!["other.example.com:8443".to_owned()],
            trusted_proxies: vec!["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()],
            ..ServerConfig::default()
        })
    }

    fn asked(host: &[&str], target: &str) -> Result<(), Fault> {
        let mut request = Request::builder().uri(target);
        for host in host {
            request = request.header(HOST, *host);
        }
        hosts().check(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn only_our_own_names_are_answered() {
        assert!(asked(&["console.example.com"], "/").is_ok());
        assert!(asked(&["CONSOLE.example.com"], "/").is_ok());
        assert!(asked(&["other.example.com:8443"], "/").is_ok());
        for wrong in ["other.example.com", "console.example.com:80", "evil.example", "console.example.com.evil.example"]
        {
            assert!(matches!(asked(&[wrong], "/"), Err(Fault::WrongHost { .. })), "{wrong}");
        }
    }

    #[test]
    fn no_host_two_hosts_and_a_contradicting_target_are_malformed() {
        for (host, target) in [
            (&[][..], "/"),
            (&["console.example.com", "console.example.com"], "/"),
            (&["console.example.com"], "http://evil.example/"),
        ] {
            assert!(matches!(asked(host, target), Err(Fault::MalformedHost)), "{host:?} {target}");
        }
    }

    #[test]
    fn forwarded_addresses_count_from_our_proxies_only() {
        let client = |peer: &str, forwarded: &str| {
            let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), forwarded.parse().unwrap())]);
            hosts().client(peer.parse().unwrap(), &headers).0.to_string()
        };
        assert_eq!(client("192.0.2.7", "203.0.113.9"), "192.0.2.7");
        assert_eq!(client("10.0.0.1", "203.0.113.9"), "203.0.113.9");
        assert_eq!(client("10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2"), "203.0.113.9");
        assert_eq!(client("10.0.0.1", "203.0.113.9, nonsense"), "10.0.0.1");
        assert_eq!(client("::ffff:10.0.0.1", "203.0.113.9"), "203.0.113.9");
    }

    #[test]
    fn one_household_is_one_bucket() {
        let bucket = |text: &str| ClientAddress(text.parse().unwrap()).bucket();
        assert_eq!(bucket("2001:db8:1:2:aaaa::1"), bucket("2001:db8:1:2:bbbb::2"));
        assert_ne!(bucket("2001:db8:1:2::1"), bucket("2001:db8:1:3::1"));
        assert_ne!(bucket("192.0.2.1"), bucket("192.0.2.2"));
    }
}

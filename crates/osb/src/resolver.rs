//! Name resolution under the address policy, at the moment of connecting: what is checked is what is connected to, so
//! that a name cannot answer one address to the check and another to the call. Knows nothing of HTTP.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::address::{AddressPolicy, Denial};

type Answers = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Turns a host name into addresses; the machine's own resolver unless a test brings another.
#[derive(Clone)]
pub struct Lookup(Arc<dyn Fn(String) -> Answers + Send + Sync>);

impl Lookup {
    /// The resolver of the operating system. A lookup that hangs holds one of tokio's blocking threads until the
    /// system gives up; the call itself ends at its connect deadline.
    pub fn system() -> Self {
        Self::from_fn(|name| async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }

    /// A resolver of one's own, for example a table.
    pub fn from_fn<F, A>(lookup: F) -> Self
    where
        F: Fn(String) -> A + Send + Sync + 'static,
        A: Future<Output = io::Result<Vec<IpAddr>>> + Send + 'static,
    {
        Self(Arc::new(move |name| Box::pin(lookup(name))))
    }

    /// Every address of a host, if the policy permits all of them.
    pub(crate) async fn permitted(
        self,
        host: String,
        port: u16,
        policy: &AddressPolicy,
    ) -> Result<Vec<SocketAddr>, Unusable> {
        let answers = (self.0)(host.clone()).await.map_err(Unusable::Unknown)?;
        let addresses: Vec<_> = answers.into_iter().map(|ip| SocketAddr::new(ip, port)).collect();
        for address in &addresses {
            if let Err(reason) = policy.permit(*address) {
                return Err(Unusable::Denied(Denial { host, address: Some(address.ip()), reason }));
            }
        }
        if addresses.is_empty() {
            return Err(Unusable::Unknown(io::Error::from(io::ErrorKind::NotFound)));
        }
        Ok(addresses)
    }
}

impl fmt::Debug for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lookup")
    }
}

/// Why a host has no address to connect to.
#[derive(Debug)]
pub(crate) enum Unusable {
    Unknown(io::Error),
    Denied(Denial),
}

/// The resolver of one call. One refused answer fails the whole lookup, and the refusal is kept for the caller.
pub(crate) struct PolicyResolver {
    pub(crate) policy: Arc<AddressPolicy>,
    pub(crate) lookup: Lookup,
    /// The port that will be connected to, which reqwest does not tell.
    pub(crate) port: u16,
    pub(crate) denied: Arc<OnceLock<Denial>>,
}

impl Resolve for PolicyResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (policy, denied, port) = (Arc::clone(&self.policy), Arc::clone(&self.denied), self.port);
        let (lookup, host) = (self.lookup.clone(), name.as_str().to_owned());
        Box::pin(async move {
            match lookup.permitted(host, port, &policy).await {
                Ok(addresses) => Ok(Box::new(addresses.into_iter()) as Addrs),
                Err(Unusable::Unknown(error)) => Err(error.into()),
                Err(Unusable::Denied(denial)) => {
                    let _ = denied.set(denial.clone());
                    Err(denial.into())
                }
            }
        })
    }
}

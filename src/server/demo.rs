//! `--demo`: the demo's data on the first start, and a broker on loopback that serves the demo offering's definitions as
//! they are now, as a provider would after every download. What the demo consists of is the backend's.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use slipway_backend::demo::{DemoBroker, OFFERING};
use slipway_backend::{Backend, Error};
use slipway_domain::export;
use slipway_domain::offering::Offering;
use slipway_osb::fake::{Credentials, FakeBroker};
use tokio::task::JoinHandle;
use url::Url;

/// How soon the broker follows the definitions.
const FOLLOW: Duration = Duration::from_secs(1);

/// The broker is reachable from this machine only, and keeps nothing.
const USERNAME: &str = "console";
const PASSWORD: &str = "demo-broker";

/// Lives as long as the server.
#[derive(Debug)]
pub(crate) struct Demo {
    following: JoinHandle<()>,
}

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the demo's data could not be made: {0}")]
    Data(#[from] Error),
    #[error("the demo's data could not be read: {0}")]
    Store(#[from] slipway_store::Error),
    #[error("the demo's broker could not be started: {0}")]
    Broker(io::Error),
    /// The data of a demo names its broker by this port, and what visitors have made of it refers to that broker.
    #[error(
        "the demo's broker could not be started on port {port}, under which its data knows it: {error}; end the program \
         that has this port, or begin a new demo: set data.dir to another directory, or remove {data}"
    )]
    Port { port: u16, error: io::Error, data: PathBuf },
}

impl Demo {
    /// On later starts the broker comes back under the address that the data in `data` knows.
    pub(crate) async fn start(backend: Backend, data: &Path) -> Result<Self, DemoError> {
        let port = offering(&backend).await?.as_ref().and_then(port);
        let credentials = Credentials { username: USERNAME.to_owned(), password: PASSWORD.to_owned() };
        let broker =
            FakeBroker::start_on(port.unwrap_or(0), Value::Null, credentials).await.map_err(|error| match port {
                Some(port) => DemoError::Port { port, error, data: data.to_owned() },
                None => DemoError::Broker(error),
            })?;
        let address = DemoBroker { url: broker.url(), username: USERNAME.to_owned(), password: PASSWORD.to_owned() };
        backend.reserve_for_demo().await?;
        if backend.seed_demo(&address).await? {
            tracing::info!(broker = address.url, "made the demo's data");
        }
        Ok(Self { following: tokio::spawn(follow(backend, broker)) })
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.following.abort();
    }
}

/// Keeps the broker's catalog equal to the definitions. The broker ends with this task.
async fn follow(backend: Backend, broker: FakeBroker) {
    let mut every = tokio::time::interval(FOLLOW);
    let mut served = Value::Null;
    loop {
        every.tick().await;
        let Ok(Some(offering)) = offering(&backend).await else { continue };
        let Ok(catalog) = serde_json::to_value(export::definitions(&offering)) else { continue };
        if catalog != served {
            broker.set_catalog(catalog.clone());
            served = catalog;
        }
    }
}

async fn offering(backend: &Backend) -> Result<Option<Offering>, slipway_store::Error> {
    match backend.store().offering_named(OFFERING).await? {
        Some(scope) => backend.store().offering(scope).await,
        None => Ok(None),
    }
}

/// Of the first broker that is on this machine.
fn port(offering: &Offering) -> Option<u16> {
    offering.brokers.iter().find_map(|broker| {
        let url = Url::parse(&broker.draft.url).ok()?;
        url.port().filter(|_| url.host_str() == Some("127.0.0.1"))
    })
}

//! What `--demo` adds: people, accounts, a half-finished offering, and a broker on loopback that always answers with
//! the definitions of that offering, as a provider's would after a download.

use std::io;
use std::time::Duration;

use slipway_backend::Backend;
use slipway_backend::demo::{DemoBroker, OFFERING, PASSWORD, PERSONAS};
use slipway_domain::export;
use slipway_osb::fake::{Credentials, FakeBroker};

/// The demo's broker is found again after a restart.
const PORT: u16 = 3030;
const USERNAME: &str = "slipway";
const BROKER_PASSWORD: &str = "demo-broker-password";

/// How long the broker takes to notice a change of the definitions.
const FOLLOW: Duration = Duration::from_secs(1);

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the demo's broker cannot listen on 127.0.0.1:{PORT}: {0}; stop what listens there")]
    Broker(#[from] io::Error),
    #[error(transparent)]
    Backend(#[from] slipway_backend::Error),
}

/// Lives as long as the server.
pub struct Demo {
    broker: FakeBroker,
    backend: Backend,
}

impl Demo {
    /// `port` 0 takes any free port, for tests.
    pub async fn start(backend: Backend, port: Option<u16>) -> Result<Self, DemoError> {
        let credentials = Credentials { username: USERNAME.to_owned(), password: BROKER_PASSWORD.to_owned() };
        let broker = FakeBroker::start_on(port.unwrap_or(PORT), serde_json::json!({ "services": [] }), credentials).await?;
        let opened = DemoBroker {
            url: broker.url(),
            username: USERNAME.to_owned(),
            password: BROKER_PASSWORD.to_owned(),
        };
        backend.seed_demo(&opened).await?;
        Ok(Self { broker, backend })
    }

    /// Keeps the broker's catalog equal to the offering's definitions, until the server stops.
    pub async fn follow(self) {
        let mut every = tokio::time::interval(FOLLOW);
        loop {
            every.tick().await;
            match self.definitions().await {
                Ok(Some(catalog)) => self.broker.set_catalog(catalog),
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "the demo's broker could not follow its offering"),
            }
        }
    }

    async fn definitions(&self) -> Result<Option<serde_json::Value>, slipway_store::Error> {
        let store = self.backend.store();
        let Some(id) = store.offering_named(OFFERING).await? else { return Ok(None) };
        let Some(offering) = store.offering(id).await? else { return Ok(None) };
        Ok(serde_json::to_value(export::definitions(&offering)).ok())
    }
}

/// What the terminal says about signing in.
pub fn welcome(address: &str) -> String {
    let mut text = format!("\n  Slipway runs at {address}\n\n  Sign in as one of these; everybody's password is {PASSWORD}\n\n");
    for persona in PERSONAS {
        text.push_str(&format!("    {:<26} {}\n", persona.email, persona.about));
    }
    text.push_str("\n  The demo's broker answers on 127.0.0.1 with the definitions of northwind-vector.\n  Stop with Ctrl-C.\n");
    text
}

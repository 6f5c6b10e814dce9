//! The demo in a data directory of its own, as a server in this process, and the demo's offering brought to the public
//! through the same use cases that people use.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use slipway::server::config::{Config, PublicUrl};
use slipway::server::process::{self, Stopper};
use slipway::server::{BuildOptions, Server};
use slipway_backend::demo::{DemoBroker, OFFERING};
use slipway_backend::{Acting, Attempt, Backend, Clock, Ruling};
use slipway_domain::caller::{Caller, Person};
use slipway_domain::deployment::DeploymentDraft;
use slipway_domain::listing::ListingDraft;
use slipway_domain::review::Answer;
use slipway_domain::{checklist, export};
use slipway_osb::fake::{Credentials, FakeBroker};
use tokio::task::JoinHandle;

/// What the server calls itself; the port it listens on is another one.
pub(crate) const ORIGIN: &str = "https://console.test";

const EDITOR: &str = "kim@northwind.example";

pub(crate) struct Stage {
    pub(crate) backend: Backend,
    pub(crate) address: SocketAddr,
    pub(crate) broker: FakeBroker,
    stopper: Stopper,
    task: JoinHandle<bool>,
}

impl Stage {
    /// The demo as it begins.
    pub(crate) async fn open(site: &Path, data: &Path) -> Result<Self> {
        Box::pin(Self::open_at(site, data, Clock::System)).await
    }

    /// The same, by another clock.
    pub(crate) async fn open_at(site: &Path, data: &Path, clock: Clock) -> Result<Self> {
        let mut config = Config::default();
        config.server.listen = SocketAddr::from(([127, 0, 0, 1], 0));
        config.server.public_url = PublicUrl::parse(ORIGIN).ok().context("the origin is a valid one")?;
        config.data.dir = data.to_owned();
        config.site.dir = site.to_owned();
        config.outbound.lab = true;
        let server = Server::build(config, BuildOptions { clock, ..BuildOptions::default() }).await?;
        let (backend, address) = (server.backend().clone(), server.address()?);
        let (stopper, stop) = process::stopper();
        let task = tokio::spawn(server.serve(stop));
        let credentials = Credentials { username: "slipway".to_owned(), password: "broker-password".to_owned() };
        let broker = FakeBroker::start(serde_json::json!({ "services": [] }), credentials.clone()).await?;
        let demo = DemoBroker { url: broker.url(), username: credentials.username, password: credentials.password };
        ensure!(backend.seed_demo(&demo).await?, "the data directory is a new one");
        Ok(Self { backend, address, broker, stopper, task })
    }

    /// From half-finished to where it can be bought by whoever was invited.
    pub(crate) async fn publish_limited(&self) -> Result<()> {
        let (ada, kim) = (self.acting("ada@northwind.example").await?, self.acting(EDITOR).await?);
        let before = kim.offering(OFFERING).await?.offering;
        let mended = ListingDraft { display_name: "Vector Search".to_owned(), ..before.listing.draft };
        kim.save_listing(OFFERING, Attempt { revision: before.listing.revision, operation: "" }, &mended).await?;
        let offering = kim.offering(OFFERING).await?.offering;
        let broker = offering.brokers.first().context("the demo has a broker")?.id;
        self.broker.set_catalog(serde_json::to_value(export::definitions(&offering))?);
        kim.register_broker(OFFERING, broker).await?;
        for plan in &offering.plans {
            let place =
                DeploymentDraft { plan: plan.id.to_string(), location: "eu-de".to_owned(), broker: broker.to_string() };
            kim.add_deployment(OFFERING, &place).await?;
        }
        ada.publish_limited(OFFERING).await?;
        Ok(())
    }

    /// From half-finished to fully visible.
    pub(crate) async fn publish(&self) -> Result<()> {
        self.publish_limited().await?;
        let ada = self.acting("ada@northwind.example").await?;
        for deployment in ada.offering(OFFERING).await?.offering.deployments {
            ada.request_test_run(OFFERING, deployment.id).await?;
        }
        while ada.offering(OFFERING).await?.offering.test_runs.iter().any(|run| run.progress.is_open()) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let view = ada.offering(OFFERING).await?;
        for row in checklist::unticked(&view.offering, &view.attestations) {
            ada.attest(OFFERING, row, true).await?;
        }
        ada.request_review(OFFERING, "").await?;
        let rita = self.acting("rita@operator.example").await?;
        let open = rita.reviews().await?.into_iter().next().context("a request is open")?.submission;
        let content_sha256 = open.content_sha256.as_str();
        let ruling = Ruling { answer: Answer::Approve, track: None, content_sha256, reason: "", internal_note: "" };
        rita.decide_review(open.id, ruling).await?;
        self.acting("otto@operator.example").await?.release(OFFERING).await?;
        Ok(())
    }

    /// The backend on behalf of that person.
    pub(crate) async fn acting(&self, email: &str) -> Result<Acting> {
        let store = self.backend.store();
        let entry = store.person_with_email(email).await?.context("the demo has that person")?;
        let person = store.person(entry.id).await?.context("nobody is disabled")?;
        let current = person.memberships.first().map(|membership| membership.account);
        Ok(self.backend.acting_for(Caller::Person(Person { current, ..person })))
    }

    pub(crate) async fn close(self) -> Result<()> {
        self.stopper.stop();
        self.task.await?;
        Ok(())
    }
}

//! The server as a value: built from a configuration, bound to its port, served until told to stop. `main` and the
//! tests use the same one.

mod accept;
mod address;
mod answers;
mod api;
mod background;
mod body_limit;
mod catalog_json;
mod catalog_pages;
pub mod config;
mod csrf;
mod deadline;
mod demo;
mod disk;
mod documents;
pub mod dossiers;
mod fault;
mod form;
mod headers;
mod health;
mod host;
mod icons;
mod imports;
mod instances;
mod issuer;
mod key_file;
mod limits;
mod offering;
mod pages;
pub mod process;
mod return_path;
mod router;
pub mod samples;
pub mod schemas;
mod sent_form;
mod session;
mod set_up;
mod signin;
mod statements;
mod static_files;
mod streams;
pub mod telemetry;
mod usage;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use slipway_backend::{Backend, Clock, EmbeddedIssuer, Ids, MailFault, Platform, Report, Sealer};
use slipway_osb::{Outbound, OutboundConfig};
use slipway_store::Store;
use tokio::net::TcpListener;

use config::{Config, LimitsConfig};
use demo::Demo;
pub use demo::DemoError;
use disk::Disk;
use health::Stopping;
use issuer::IssuerRoutes;
pub use key_file::KeyError;
use limits::FailedSignIns;
use pages::Pages;
pub use process::LockError;
use process::{DataLock, Stop};
use router::Routes;
pub use signin::ProviderError;
use signin::{Provider, SignIn};
pub use static_files::SiteError;

/// What a test sets and `main` leaves as it is.
#[derive(Debug, Clone, Default)]
pub struct BuildOptions {
    pub clock: Clock,
    pub ids: Ids,
    /// Demo accounts exist and every page says so. Only on loopback.
    pub demo: bool,
    /// Nobody takes up test runs; a test does it itself, when it wants.
    pub idle: bool,
    /// How often an open stream looks whether somebody may still listen. `None`: as the server does it.
    pub stream_look: Option<Duration>,
    /// Routes beside the console's own, behind all of its layers: for handlers that fail as no handler of ours should.
    pub routes: Router,
}

pub struct Server {
    backend: Backend,
    router: Router,
    listener: TcpListener,
    limits: LimitsConfig,
    key_days: Option<Duration>,
    stopping: Stopping,
    demo: Option<Demo>,
    /// Brokers are called with its tokens until the last job is done.
    issuer: Option<EmbeddedIssuer>,
    idle: bool,
    /// Let go after everything else.
    lock: Option<DataLock>,
}

/// Why nothing was started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("--demo has accounts with known passwords, so it listens on this machine only; {0} is not")]
    DemoInPublic(SocketAddr),
    #[error(
        "{0} holds the demo's accounts, whose passwords everybody knows; start it with --demo, or set data.dir to \
         another directory"
    )]
    DemoData(PathBuf),
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Store(#[from] slipway_store::Error),
    #[error(transparent)]
    Report(#[from] Report),
    #[error(transparent)]
    Provider(#[from] ProviderError),
    #[error("mails could not be sent: {0}")]
    Mail(#[from] MailFault),
    #[error(transparent)]
    Site(#[from] SiteError),
    #[error(transparent)]
    Demo(#[from] DemoError),
    #[error("the address {0} cannot be listened on: {1}; set server.listen to another one")]
    Listen(SocketAddr, io::Error),
}

/// The data, open.
pub struct Opened {
    pub backend: Backend,
    /// `None` beside a running server, which has it.
    lock: Option<DataLock>,
}

/// Locks the data directory, opens the database, brings its tables up to date (after a copy was made), and proves that
/// the secrets key is the right one.
pub async fn open(config: &Config, options: &BuildOptions) -> Result<Opened, StartError> {
    let lock = DataLock::take(&config.data.dir)?;
    let store = Store::open(&config.database_file()).await?;
    let backend = backend(config, options, store).await?;
    backend
        .issue_documentation()
        .await
        .map_err(|error| Report::new("documentation URLs could not be issued", error))?;
    // Before anybody can send more of it.
    backend.count_kept_usage().await.map_err(|error| Report::new("kept usage could not be counted", error))?;
    Ok(Opened { backend, lock: Some(lock) })
}

/// Opens the data that a running server has locked. Nothing is migrated: tables of another version are refused.
pub async fn open_beside(config: &Config, options: &BuildOptions) -> Result<Opened, StartError> {
    let store = Store::open_current(&config.database_file()).await?;
    Ok(Opened { backend: backend(config, options, store).await?, lock: None })
}

async fn backend(config: &Config, options: &BuildOptions, store: Store) -> Result<Backend, StartError> {
    let is_new = store.secrets_keys().await?.is_empty();
    let key = key_file::load(config, &options.ids, is_new)?;
    let sealer = Sealer::new(&key, options.ids.clone());
    let outbound = Outbound::new(OutboundConfig {
        lab: config.outbound.lab,
        own: vec![config.server.listen],
        ports: config.outbound.allowed_ports.clone(),
        limits: slipway_osb::Limits {
            connect: Duration::from_secs(config.outbound.connect_timeout_seconds.into()),
            total: Duration::from_secs(config.outbound.total_timeout_seconds.into()),
            ..slipway_osb::Limits::default()
        },
    });
    let platform = Platform {
        name: config.platform.name.clone(),
        cname: config.platform.cname.clone(),
        ctype: config.platform.ctype.name().to_owned(),
        operator_name: config.platform.operator_name.clone(),
        operator_contact: config.platform.operator_contact.clone(),
        documentation_base: config.platform.documentation_base.clone(),
        reserved_names: config.oidc.clients.iter().map(|client| client.client_id.clone()).collect(),
    };
    let backend = Backend::new(store, options.clock.clone(), options.ids.clone(), sealer, outbound, platform);
    let backend = backend.with_review_terms(config.review.terms());
    let backend = match config.mail.mailer(&config.server.public_url.origin())? {
        Some(mailer) => backend.with_mailer(mailer),
        None => backend,
    };
    backend.check_secrets_key().await?;
    Ok(backend)
}

impl Server {
    /// Everything up to the bound port; nothing is answered yet.
    pub async fn build(config: Config, options: BuildOptions) -> Result<Self, StartError> {
        if options.demo && !config.server.listen.ip().is_loopback() {
            return Err(StartError::DemoInPublic(config.server.listen));
        }
        let assets = static_files::assets(&config.site.dir)?;
        let Opened { backend, lock } = open(&config, &options).await?;
        if !options.demo && backend.holds_demo().await.map_err(DemoError::from)? {
            return Err(StartError::DemoData(config.data.dir));
        }
        let set_up = config.oidc.remote().is_none().then(|| config.server.public_url.origin());
        backend.settle_abandoned_calls().await?;
        let pages = Pages::new(backend.clone(), assets, options.demo, set_up);
        let (provider, issuer) = issuer(&config, &backend, &pages).await?;
        let sign_in = SignIn::new(backend.clone(), provider, pages.clone());
        let stopping = Stopping::default();
        let disk = Disk::new(&config.data);
        let (further, told) = (options.routes, stopping.clone());
        let embedded = issuer.as_ref().map(|routes| routes.issuer.clone());
        let parts = Routes {
            backend: backend.clone(),
            pages,
            sign_in,
            issuer,
            stopping: told,
            disk,
            stream_look: options.stream_look.unwrap_or(streams::LOOK),
            further,
        };
        let router = router::router(&config, parts);
        let address = config.server.listen;
        let listener = TcpListener::bind(address).await.map_err(|error| StartError::Listen(address, error))?;
        let demo = if options.demo { Some(Demo::start(backend.clone(), &config.data.dir).await?) } else { None };
        let key_days = config.oidc.remote().is_none().then(|| config.issuer.signing_key_lifetime());
        Ok(Self {
            backend,
            router,
            listener,
            limits: config.limits,
            key_days,
            stopping,
            demo,
            issuer: embedded,
            idle: options.idle,
            lock,
        })
    }

    /// The address that was bound; with port 0, the one the system chose.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    pub fn backend(&self) -> &Backend {
        &self.backend
    }

    /// Answers until `stop`, finishes what is running, and closes the database. Told twice, it waits for nothing, and the
    /// next start takes up the jobs that were cut off. True: every request was finished.
    pub async fn serve(self, mut stop: Stop) -> bool {
        let tidy = tokio::spawn(background::tidy(self.backend.clone(), self.key_days));
        let background = if self.idle { Vec::new() } else { background::begin(&self.backend, &stop) };
        let finished = accept::serve(self.listener, self.router, &self.limits, &self.stopping, stop.clone()).await;
        tidy.abort();
        for mut work in background {
            tokio::select! {
                biased;
                // It ends with the same stop, soon after its jobs have.
                ended = &mut work => {
                    if let Err(error) = ended {
                        tracing::error!(%error, "work in the background ended before its time");
                    }
                }
                () = stop.demanded() => {
                    tracing::warn!("work in the background was cut off");
                    work.abort();
                }
            }
        }
        drop((self.demo, self.issuer));
        self.backend.store().close().await;
        drop(self.lock);
        finished
    }
}

/// Where people sign in: at the configured issuer, or at the embedded one, whose routes come along.
async fn issuer(
    config: &Config,
    backend: &Backend,
    pages: &Pages,
) -> Result<(Provider, Option<IssuerRoutes>), StartError> {
    let callback = config.server.public_url.of(signin::CALLBACK);
    if let Some(oidc) = config.oidc.remote() {
        return Ok((Provider::remote(oidc, callback)?, None));
    }
    let clients = config.oidc.operator_clients();
    backend.check_operator_clients(&clients).await?;
    let origin = config.server.public_url.origin();
    let issuer = EmbeddedIssuer::open(backend.clone(), &origin, &callback, clients).await?;
    let routes = IssuerRoutes {
        backend: backend.clone(),
        issuer: issuer.clone(),
        failures: FailedSignIns::new(&config.limits),
        wrong_keys: FailedSignIns::of_keys(),
        pages: pages.clone(),
    };
    let provider = Provider::embedded(&issuer, callback, routes.protocol())?;
    Ok((provider, Some(routes)))
}

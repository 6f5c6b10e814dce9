//! A server on port 0 with a temporary data directory. It answers to the host of [`ORIGIN`], whatever its port.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use axum::Router;
use slipway::server::config::{Config, PublicUrl};
use slipway::server::process::{self, Stopper};
use slipway::server::{BuildOptions, Server};
use slipway_backend::{Backend, Clock, Ids};
use slipway_domain::ids::SessionId;
use slipway_domain::moment::Moment;
use slipway_store::{NewSession, SignedIn};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tower_sessions::session::Id;

use super::{Browser, Persona};

pub(crate) const ORIGIN: &str = "https://console.test";

/// When every test begins.
const START: Moment = Moment::from_millis(1_780_000_000_000);

pub(crate) struct TestServer {
    pub(crate) backend: Backend,
    pub(crate) address: SocketAddr,
    pub(crate) dir: TempDir,
    clock: Clock,
    stopper: Stopper,
    task: JoinHandle<bool>,
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// `adjust` changes the configuration before the server is built.
    pub(crate) async fn start_with(adjust: impl FnOnce(&mut Config)) -> Self {
        Self::start_beside(Router::new(), adjust).await
    }

    /// With handlers of a test's own behind the layers of the console.
    pub(crate) async fn start_beside(routes: Router, adjust: impl FnOnce(&mut Config)) -> Self {
        Self::start_as(Ids::System, routes, adjust).await
    }

    /// With ids of a test's own, so that two servers can do exactly the same.
    pub(crate) async fn start_as(ids: Ids, routes: Router, adjust: impl FnOnce(&mut Config)) -> Self {
        Self::start_by(BuildOptions { ids, routes, ..BuildOptions::default() }, adjust).await
    }

    /// Built as a test says.
    pub(crate) async fn start_by(options: BuildOptions, adjust: impl FnOnce(&mut Config)) -> Self {
        let (mut config, dir) = configured();
        adjust(&mut config);
        Self::build(config, dir, options).await
    }

    /// As `serve --demo` begins: with the demo's data and a broker of its own.
    pub(crate) async fn start_demo() -> Self {
        let (mut config, dir) = configured();
        config.outbound.lab = true;
        Self::build(config, dir, BuildOptions { demo: true, ..BuildOptions::default() }).await
    }

    async fn build(config: Config, dir: TempDir, options: BuildOptions) -> Self {
        let clock = Clock::fixed(START);
        let options = BuildOptions { clock: clock.clone(), idle: true, ..options };
        let server = Server::build(config, options).await.unwrap();
        let (backend, address) = (server.backend().clone(), server.address().unwrap());
        let (stopper, stop) = process::stopper();
        let task = tokio::spawn(server.serve(stop));
        Self { backend, address, dir, clock, stopper, task }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.address)
    }

    /// A browser in which that person has signed in. They are added if they are new.
    pub(crate) async fn signed_in(&self, persona: &Persona) -> Browser {
        persona.exist(&self.backend).await;
        let browser = self.browser();
        let answer = browser.sign_in(persona.email, super::PASSWORD).await;
        assert_eq!(answer.location(), Some("/"), "{}", answer.body);
        browser
    }

    /// A browser with a session of that person, as after a sign-in some time ago.
    pub(crate) async fn session_of(&self, persona: &Persona) -> Browser {
        self.session_since(persona.email, self.now()).await
    }

    /// A browser with a session that began and was last used at that moment.
    pub(crate) async fn session_since(&self, email: &str, at: Moment) -> Browser {
        let person = self.backend.store().person_with_email(email).await.unwrap().unwrap().id;
        let session = SessionId::new(self.backend.ids().uuid(self.now()));
        let signed_in = SignedIn { session, person, authenticated_at: at, last_seen: at, current: None };
        let (cookie, expires_at) = (Id::default(), at.plus(Duration::from_hours(12)));
        let new = NewSession { cookie, signed_in, agent: String::new(), expires_at, before: None };
        let mut tx = self.backend.store().write().await.unwrap();
        tx.begin_session(&new).await.unwrap();
        tx.commit().await.unwrap();
        let browser = self.browser();
        browser.set_cookie("__Host-session", &cookie.to_string());
        browser
    }

    pub(crate) fn wait(&self, time: Duration) {
        self.clock.advance(time);
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    pub(crate) fn tell_to_stop(&self) {
        self.stopper.stop();
    }

    /// Stops and says whether every request was finished.
    pub(crate) async fn stopped(self) -> (bool, TempDir) {
        self.stopper.stop();
        (self.task.await.unwrap(), self.dir)
    }
}

fn configured() -> (Config, TempDir) {
    let dir = TempDir::new().unwrap();
    let mut config = Config::default();
    config.server.listen = "127.0.0.1:0".parse().unwrap();
    config.server.public_url = PublicUrl::parse(ORIGIN).unwrap();
    config.data.dir = dir.path().join("data");
    config.site.dir = dir.path().join("site");
    site(&config.site.dir);
    (config, dir)
}

/// A built site with one of everything.
pub(crate) fn site(dir: &Path) {
    let manifest = r#"{"start":"/pkg/0a1b/start.js","module":"/pkg/0a1b/slipway.js","wasm":"/pkg/0a1b/slipway_bg.wasm",
        "style":"/pkg/slipway-0a1b.css","pkg_dir":"pkg/0a1b"}"#;
    let files: [(&str, &[u8]); 7] = [
        ("pkg/manifest.json", manifest.as_bytes()),
        ("pkg/slipway-0a1b.css", b"body{color:red}"),
        ("pkg/slipway-0a1b.css.br", b"not really brotli"),
        ("pkg/0a1b/slipway.js", b"export {}"),
        ("favicon.svg", b"<svg/>"),
        ("icons.svg", b"<svg/>"),
        ("marks/slipway.svg", b"<svg/>"),
    ];
    for (name, bytes) in files {
        let path = dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

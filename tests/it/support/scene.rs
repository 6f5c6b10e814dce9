//! The demo at several points of its way to the public, with everybody signed in. Each scene is made once for all
//! tests and kept as the files of its data directory; a test opens a copy as a server of its own.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use slipway::server::BuildOptions;
use slipway::server::config::Config;
use slipway_backend::Ids;
use slipway_store::owner_only;

use super::{Browser, TestServer};

mod consumed;
mod ended;
mod hired;
mod issued;
mod offered;
mod renewed;
mod stage;
mod translated;
mod tried;
mod unsent;

/// Where the demo offering stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scene {
    /// As `--demo` begins: half-finished, with an account that waits for approval.
    Demo,
    /// As `Demo`, with one thing for every button that the demo has nothing to press it on.
    Workshop,
    /// Everything that limited visibility wants is there.
    Ready,
    /// Published with limited visibility, and every tick given.
    Limited,
    Requested,
    Approved,
    Public,
    /// Public, with a draft that says something else.
    Edited,
    /// Public, and that draft waits for the reviewers.
    Revised,
    /// Public, and the change is approved.
    Agreed,
    /// The change is published: customers had two versions.
    Renewed,
    /// Public, and suspended by its provider.
    Suspended,
    /// Public, and its end announced.
    Deprecated,
}

/// Under this name [`Stage::browser_of`] knows the session of an admin who has signed out.
pub(crate) const LEFT: &str = "signed out";

/// A value that the tests cannot know beforehand, by the name that the table of requests uses: `plan`, `broker`, ….
pub(crate) type Facts = BTreeMap<&'static str, String>;

/// A scene at rest.
struct Kept {
    files: Vec<(String, Vec<u8>)>,
    cookies: BTreeMap<&'static str, String>,
    facts: Facts,
}

/// A scene that is being played.
pub(crate) struct Stage {
    pub(crate) server: TestServer,
    pub(crate) facts: &'static Facts,
    cookies: &'static BTreeMap<&'static str, String>,
}

impl Scene {
    /// A server of its own that begins with this scene.
    pub(crate) async fn open(self) -> Stage {
        self.open_with(|_| ()).await
    }

    /// As `open`; `adjust` changes the configuration before.
    pub(crate) async fn open_with(self, adjust: impl FnOnce(&mut Config)) -> Stage {
        self.open_as(Ids::System, adjust).await
    }

    /// As `open_with`, with ids of a test's own.
    pub(crate) async fn open_as(self, ids: Ids, adjust: impl FnOnce(&mut Config)) -> Stage {
        self.open_by(BuildOptions { ids, ..BuildOptions::default() }, adjust).await
    }

    /// As `open`, where open streams look that often whether somebody may still listen.
    pub(crate) async fn open_looking(self, every: Duration) -> Stage {
        self.open_by(BuildOptions { stream_look: Some(every), ..BuildOptions::default() }, |_| ()).await
    }

    async fn open_by(self, options: BuildOptions, adjust: impl FnOnce(&mut Config)) -> Stage {
        let kept = &kept()[&self];
        let server = TestServer::start_by(options, |config| {
            place(config, &kept.files);
            adjust(config);
        })
        .await;
        Stage { server, facts: &kept.facts, cookies: &kept.cookies }
    }

    /// The scene as the data directory of a process of its own.
    pub(crate) fn lay_out(self, dir: &Path) {
        lay_out(dir, &kept()[&self].files);
    }
}

impl Stage {
    /// A browser in which the person with that address is signed in.
    pub(crate) fn browser_of(&self, email: &str) -> Browser {
        let browser = self.server.browser();
        browser.set_cookie("__Host-session", &self.cookies[email]);
        browser
    }
}

/// The scenes are played in a thread of their own that never ends, so that the broker in them answers to every test.
fn kept() -> &'static BTreeMap<Scene, Kept> {
    static KEPT: OnceLock<BTreeMap<Scene, Kept>> = OnceLock::new();
    KEPT.get_or_init(|| {
        let (send, receive) = mpsc::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
            runtime.block_on(async {
                let (scenes, _broker) = Box::pin(stage::play()).await;
                send.send(scenes).unwrap();
                std::future::pending::<()>().await;
            });
        });
        receive.recv().expect("the scenes were played")
    })
}

/// What the tables of requests want to know of a server that holds the demo's data.
pub(crate) async fn facts_of(server: &TestServer) -> Facts {
    stage::facts(&server.backend).await
}

fn place(config: &mut Config, files: &[(String, Vec<u8>)]) {
    config.outbound.lab = true;
    lay_out(&config.data.dir, files);
}

fn lay_out(dir: &Path, files: &[(String, Vec<u8>)]) {
    owner_only::create_dir(dir).unwrap();
    for (name, bytes) in files {
        owner_only::create(&dir.join(name)).unwrap().write_all(bytes).unwrap();
    }
}

fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    fs::read_dir(dir)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        })
        .collect()
}

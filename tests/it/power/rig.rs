//! A server whose power can be cut. `shim.c` is put between it and the system and keeps what its disk would hold; after
//! a cut, that is all there is.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use slipway_backend::Ids;
use slipway_store::Store;
use tempfile::TempDir;

use crate::support::{Found, Process, Scene};

const SHIM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/power/shim.c");

/// What reaches the disk.
#[derive(Debug, Clone, Copy)]
pub(super) enum Disk {
    /// What is synced, and nothing else.
    Lazy,
    /// What is synced, and any part of the rest.
    Eager,
    /// As `Lazy`, but syncs of files whose names end like this are acknowledged and not made.
    Deaf(&'static str),
}

pub(super) struct Rig {
    dir: TempDir,
}

impl Rig {
    /// A rig with the workshop on its disk.
    pub(super) fn build() -> Self {
        let rig = Self { dir: TempDir::new().unwrap() };
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-pthread", SHIM, "-o"]).arg(rig.path("shim.so"));
        assert!(compiler.status().unwrap().success(), "the C compiler builds {SHIM}");
        Scene::Workshop.lay_out(&rig.path("data"));
        rig
    }

    pub(super) fn serve(&self, disk: Disk) -> Process {
        fs::create_dir(self.path("disk")).unwrap();
        let whim = match disk {
            Disk::Lazy => None,
            Disk::Eager => Some(("POWER_EARLY", u64::from_le_bytes(Ids::System.bytes()).to_string())),
            Disk::Deaf(end) => Some(("POWER_DEAF", end.to_owned())),
        };
        Process::serve_with(self.dir.path(), |command| {
            command
                .env("LD_PRELOAD", self.path("shim.so"))
                .env("POWER_DATA", self.path("data"))
                .env("POWER_DISK", self.path("disk"))
                .envs(whim)
                // The shim says there what it cannot do.
                .env("SLIPWAY__LOG__FILTER", "error")
                .stderr(Stdio::inherit());
        })
    }

    /// The power went, and the server with it: its data directory is what was on the disk. Answers how often there was
    /// something to sync in its log, and it was synced.
    pub(super) fn cut(&self) -> i64 {
        let syncs = fs::read_to_string(self.path("disk/syncs")).unwrap();
        fs::remove_dir_all(self.path("data")).unwrap();
        fs::rename(self.path("disk/names"), self.path("data")).unwrap();
        fs::remove_dir_all(self.path("disk")).unwrap();
        i64::try_from(syncs.lines().filter(|name| name.ends_with("-wal")).count()).unwrap()
    }

    /// What the database holds, which is sound. A copy is looked at, since the next start is to meet the files as the
    /// cut left them.
    pub(super) async fn look(&self, when: &str) -> Found {
        let copy = TempDir::new_in(self.dir.path()).unwrap();
        let data = copy.path().join("data");
        fs::create_dir(&data).unwrap();
        for entry in fs::read_dir(self.path("data")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), data.join(entry.file_name())).unwrap();
        }
        let found = Found::look(copy.path(), false).await;
        // Closed, it is one file.
        let damage = Store::examine(&data.join("slipway.db")).await.unwrap();
        assert!(damage.is_empty(), "{when}: {damage:?}");
        found
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
}

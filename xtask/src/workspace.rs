//! Where things lie: the sources, the target directory, the finished site.
//! It only names places and must not create or read them.

use std::env;
use std::path::{Path, PathBuf};

/// The directories that every step works in.
pub(crate) struct Workspace {
    /// The root of the sources, where the workspace's `Cargo.toml` is.
    pub(crate) root: PathBuf,
    /// `CARGO_TARGET_DIR`, or `target` in the sources.
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// The workspace that this tool was built from.
    pub(crate) fn here() -> Self {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest.parent().expect("xtask is a folder of the workspace").to_owned();
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Self { root, target }
    }

    /// The browser files that the server serves. See [`crate::bundle`] for what is in it.
    pub(crate) fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// The executable of a profile's build: `debug` or `release`.
    pub(crate) fn executable(&self, profile: &str) -> PathBuf {
        self.target.join(profile).join("slipway")
    }

    /// A place for one step's own files, which survive until the target directory is removed.
    pub(crate) fn scratch(&self, step: &str) -> PathBuf {
        self.target.join("xtask").join(step)
    }
}

//! The npm packages of the root `package-lock.json`: the style compiler, the WebAssembly optimiser, the browser tests.
//! Nothing of them runs in production, and none of their install scripts is executed.

use anyhow::{Context, Result};

use crate::process::{Process, announce};
use crate::stamp::{Fingerprint, Stamp};
use crate::workspace::Workspace;

/// Installs exactly what the lock file says, when it has changed since the last time.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    let lock = Fingerprint::default().path(&workspace.root.join("package-lock.json"))?;
    let stamp = Stamp::new(workspace.root.join("node_modules/.installed"), lock);
    if stamp.is_fresh() {
        return Ok(());
    }
    announce("Installing the npm packages (npm ci)");
    Process::new("npm")
        .args(["ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .dir(&workspace.root)
        .run()
        .context("the npm packages could not be installed: check that npm reaches its registry, then run this again")?;
    stamp.write()
}

//! The browser that the tests drive: the one named by `CHROMIUM`, one that is installed, or Debian's.
//! Playwright's own download is not used. The headless shell comes first: it is the same engine without what only a
//! window needs, and takes three quarters of the time (docs/decisions/0027).

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use super::debian;

const NAMES: [&str; 5] =
    ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const APPLICATIONS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The path of a Chromium, installed first where there is none.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").filter(|value| !value.is_empty()) {
        let path = PathBuf::from(named);
        if !path.is_file() {
            bail!("CHROMIUM is set to {}, and there is no such file", path.display());
        }
        return Ok(path);
    }
    if let Some(found) = installed() {
        return Ok(found);
    }
    let advice = "the browser tests need Chromium: install it, or set CHROMIUM to the path of one";
    // Older releases have the browser only as a whole.
    debian::install(&["chromium-headless-shell"])
        .or_else(|_| debian::install(&["chromium"]))
        .map_err(|error| error.context(advice))?;
    installed().ok_or_else(|| anyhow::anyhow!(advice))
}

fn installed() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = NAMES.iter().flat_map(|name| env::split_paths(&path).map(move |dir| dir.join(name)));
    on_path.chain(APPLICATIONS.iter().map(PathBuf::from)).find(|candidate| candidate.is_file())
}

//! A Python environment with the packages of the broker that the browser tests talk to, of the sample broker, and of what
//! tries the interface for programs. It lies in the target directory, apart from the machine's own Python.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::debian;
use crate::process::{Process, announce, is_installed};
use crate::stamp::{Fingerprint, Stamp};
use crate::workspace::Workspace;

const ADVICE: &str = "the tests run programs written in Python: install Python 3.11 or newer with its venv module \
                      (Debian: apt-get install python3 python3-venv)";
const REQUIREMENTS: [&str; 3] = [
    "end2end/broker/requirements.txt",
    "src/cli/broker/sample/python/requirements.txt",
    "tests/it/schemathesis/requirements.txt",
];

/// The Python of an environment with all [`REQUIREMENTS`] installed.
pub(crate) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let requirements = REQUIREMENTS.map(|file| workspace.root.join(file));
    let home = workspace.scratch("broker-python");
    let python = home.join("bin/python");
    let [first, second, third] = &requirements;
    let inputs = Fingerprint::default().path(first)?.path(second)?.path(third)?.text(&home.to_string_lossy());
    let stamp = Stamp::new(home.join(".installed"), inputs);
    if stamp.is_fresh() && python.exists() {
        return Ok(python);
    }
    announce("Installing the Python packages of the tests");
    create(&home)?;
    Process::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(requirements.iter().flat_map(|file| [OsStr::new("--requirement"), file.as_os_str()]))
        .run()
        .context("the Python packages of the tests could not be installed: check that pip reaches its registry")?;
    stamp.write()?;
    Ok(python)
}

fn create(home: &std::path::Path) -> Result<()> {
    if home.exists() {
        fs::remove_dir_all(home)?;
    }
    let venv = || Process::new("python3").args(["-m", "venv"]).args([home]).output();
    if is_installed("python3") && venv().is_ok() {
        return Ok(());
    }
    debian::install(&["python3", "python3-venv"]).context(ADVICE)?;
    venv().context(ADVICE)?;
    Ok(())
}

//! Debian's packages, for what neither cargo nor npm brings.
//! Works as root or through sudo, and never asks a question.

use std::env;

use anyhow::{Result, bail};

use crate::process::{Process, announce, is_installed};

/// Whether this machine installs packages with `apt-get`.
pub(crate) fn is_here() -> bool {
    is_installed("apt-get")
}

/// Installs packages from fresh lists; the error says how to do it by hand.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let by_hand = format!("apt-get install {}", packages.join(" "));
    if !is_here() {
        bail!("this is no Debian-like system: install the equivalent of `{by_hand}`");
    }
    announce(&format!("Installing Debian packages: {}", packages.join(" ")));
    let installed = apt_get()?
        .args(["update", "-qq"])
        .run()
        .and_then(|()| apt_get()?.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages).run());
    installed.map_err(|error| error.context(format!("these packages could not be installed: run `{by_hand}` as root")))
}

fn apt_get() -> Result<Process> {
    let is_root = Process::new("id").args(["-u"]).output()?.trim() == "0";
    let process = match (is_root, is_installed("sudo")) {
        (true, _) => Process::new("apt-get"),
        (false, true) if env::var_os("CI").is_some() => {
            Process::new("sudo").args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
        }
        (false, true) => Process::new("sudo").args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]),
        (false, false) => bail!("installing packages needs root or sudo"),
    };
    Ok(process.env("DEBIAN_FRONTEND", "noninteractive"))
}

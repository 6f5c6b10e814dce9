//! The style sheet: `style/main.scss` and what it uses, as one compressed file.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::compress;
use crate::process::{Process, announce};
use crate::stamp::{Fingerprint, Stamp};
use crate::workspace::Workspace;

/// A directory with `slipway.css` and its compressed form.
pub(crate) fn make(workspace: &Workspace) -> Result<PathBuf> {
    let out = workspace.scratch("bundle").join("style");
    let inputs = Fingerprint::default()
        .path(&workspace.root.join("style"))?
        .path(&workspace.root.join("package-lock.json"))?
        .text(include_str!("style.rs"));
    let stamp = Stamp::new(workspace.scratch("bundle").join("style.stamp"), inputs);
    if stamp.is_fresh() && out.exists() {
        return Ok(out);
    }
    announce("Compiling the style sheet");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    Process::new("node")
        .args(["node_modules/sass/sass.js", "--style=compressed", "--no-source-map", "--load-path=node_modules"])
        .args(["style/main.scss".as_ref(), out.join("slipway.css").as_os_str()])
        .dir(&workspace.root)
        .run()?;
    compress::directory(&out)?;
    stamp.write()?;
    Ok(out)
}

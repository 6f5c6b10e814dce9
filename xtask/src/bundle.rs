//! The browser files, made from sources into the site directory, each step only when its inputs have changed.
//! It knows compilers and file names, and nothing of what the pages say.
//!
//! ```text
//! site/
//!   pkg/manifest.json            the paths below, for the server to read at start
//!   pkg/<hash>/start.js          hydrates the islands of a page that has any
//!   pkg/<hash>/slipway.js        the glue, with slipway_bg.wasm beside it
//!   pkg/slipway-<hash>.css       the style sheet
//!   …                            the files of public/, under their own names
//! ```
//!
//! What has a hash in its path never changes and may be cached for ever. Whatever compresses has a `.br` beside it.

mod compress;
mod library;
mod site;
mod style;
mod wasm;

use std::fs::{self, File};

use anyhow::Result;

pub(crate) use site::Sizes;

use crate::setup::WasmCompiler;
use crate::workspace::Workspace;

/// Brings the site up to date and returns what a browser has to download. Two at a time wait for each other.
pub(crate) fn make(workspace: &Workspace, compiler: &WasmCompiler) -> Result<Sizes> {
    let lock = lock(workspace)?;
    let code = wasm::make(workspace, compiler)?;
    let style = style::make(workspace)?;
    let sizes = site::assemble(workspace, &code, &style)?;
    drop(lock);
    Ok(sizes)
}

/// A lock on the bundle's working files, held as long as the file is open.
fn lock(workspace: &Workspace) -> Result<File> {
    let dir = workspace.scratch("bundle");
    fs::create_dir_all(&dir)?;
    let file = File::create(dir.join("lock"))?;
    file.lock()?;
    Ok(file)
}

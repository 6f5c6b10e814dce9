//! Slipway beside the least that could do the same work, in one run: pages beside bare handlers, a save beside a bare
//! transaction, and the executable as a whole process. It prints figures and judges none of them.

mod client;
mod figures;
mod load;
mod pages;
mod process;
mod save;
mod serve;
mod stage;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, ValueEnum};
use tokio::runtime::Runtime;

/// Measures Slipway. `make bench` builds what this needs and says where it is.
#[derive(Parser)]
struct Arguments {
    /// The built site
    #[arg(long)]
    site: PathBuf,
    /// The release executable
    #[arg(long)]
    executable: PathBuf,
    /// A directory on the disk to measure on; what is in it is deleted
    #[arg(long)]
    scratch: PathBuf,
    /// What to measure; everything by default
    parts: Vec<Part>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Pages beside bare handlers
    Pages,
    /// A save beside a bare transaction
    Save,
    /// Start-up time and memory of the executable
    Process,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let measures = |part| arguments.parts.is_empty() || arguments.parts.contains(&part);
    // As it is shipped: every request writes its line.
    slipway::server::telemetry::init(&slipway::server::config::LogConfig::default());
    if arguments.scratch.exists() {
        std::fs::remove_dir_all(&arguments.scratch)?;
    }
    // The process first: later parts leave a machine that has just been busy.
    if measures(Part::Process) {
        process::measure(&arguments.executable, &arguments.site, &arguments.scratch.join("process"))?;
    }
    let runtime = Runtime::new()?;
    if measures(Part::Pages) {
        runtime.block_on(pages::measure(&arguments.site, &arguments.scratch.join("pages")))?;
    }
    if measures(Part::Save) {
        runtime.block_on(save::measure(&arguments.site, &arguments.scratch.join("save")))?;
    }
    runtime.shutdown_background();
    std::fs::remove_dir_all(&arguments.scratch)?;
    Ok(())
}

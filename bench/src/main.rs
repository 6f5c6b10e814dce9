//! Slipway beside the least that could do the same work, in one run: pages beside bare handlers, a save and usage beside
//! bare transactions, a month beside `SQLite`'s own sums, much beside little, and the executable as a whole process. It
//! prints figures and judges none of them.

mod client;
mod compare;
mod dashboard;
mod figures;
mod ingest;
mod lists;
mod load;
mod metered;
mod operations;
mod pages;
mod process;
mod rating;
mod run;
mod save;
mod serve;
mod stage;

use std::env;
use std::path::{Path, PathBuf};

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
    /// Two versions of a large offering told apart
    Compare,
    /// A million usage records rated, beside the database's own sums
    Rating,
    /// Usage over HTTP beside a bare batch insert
    Ingest,
    /// Pages of usage for ten thousand instances beside a hundred
    Dashboard,
    /// Lists of a hundred thousand offerings beside a thousand
    Lists,
    /// A conformance run beside the sum of its calls
    Run,
    /// Pages while two hundred instances are made, beside idle
    Operations,
    /// Start-up time and memory of the executable
    Process,
}

/// What runs in this process, one after the other.
const IN_TURN: [Part; 9] = [
    Part::Pages,
    Part::Save,
    Part::Compare,
    Part::Rating,
    Part::Ingest,
    Part::Dashboard,
    Part::Lists,
    Part::Run,
    Part::Operations,
];

fn main() -> Result<()> {
    if env::args().nth(1).as_deref() == Some(rating::ALONE) {
        return rating::alone();
    }
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
    for part in IN_TURN {
        if measures(part) {
            runtime.block_on(measure(part, &arguments.site, &arguments.scratch))?;
        }
    }
    runtime.shutdown_background();
    if arguments.scratch.exists() {
        std::fs::remove_dir_all(&arguments.scratch)?;
    }
    Ok(())
}

/// What runs in this process. Each part has a directory of its own.
async fn measure(part: Part, site: &Path, scratch: &Path) -> Result<()> {
    match part {
        Part::Pages => Box::pin(pages::measure(site, &scratch.join("pages"))).await,
        Part::Save => Box::pin(save::measure(site, &scratch.join("save"))).await,
        Part::Compare => Box::pin(compare::measure(site, &scratch.join("compare"))).await,
        Part::Rating => Box::pin(rating::measure(&scratch.join("rating"))).await,
        Part::Ingest => Box::pin(ingest::measure(site, &scratch.join("ingest"))).await,
        Part::Dashboard => Box::pin(dashboard::measure(site, &scratch.join("dashboard"))).await,
        Part::Lists => Box::pin(lists::measure(site, &scratch.join("lists"))).await,
        Part::Run => Box::pin(run::measure()).await,
        Part::Operations => Box::pin(operations::measure(site, &scratch.join("operations"))).await,
        Part::Process => Ok(()),
    }
}

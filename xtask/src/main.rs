//! The build tool behind the Makefile: sets a machine up, makes the browser bundle, runs the checks.
//! It knows files, compilers and packages, and nothing about the product that it builds.

mod bench;
mod bundle;
mod process;
mod run;
mod setup;
mod stamp;
mod suite;
mod tally;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Builds, checks and runs Slipway. `make help` shows the usual ways in.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what the build needs: the browser target and the npm packages
    Setup {
        /// Also install what only the tests need: a browser and the broker's Python packages
        #[arg(long)]
        tests: bool,
    },
    /// Make the browser files: WebAssembly, script, style sheet, public files, all compressed
    Bundle,
    /// Build the release executable and the browser files
    Build,
    /// Set up, build and serve the demo
    Run {
        /// Arguments handed on to `slipway serve --demo`
        #[arg(last = true)]
        serve: Vec<String>,
    },
    /// The quick checks: format, lints, unit and store tests, architecture
    Check,
    /// Every test there is, browser tests included
    Test,
    /// Take the pictures of the README
    Screenshots,
    /// Measure pages, saves, usage, test runs, operations, start-up, memory and downloads
    Bench {
        /// Parts to measure: `downloads`, `pages`, `save`, `compare`, `rating`, `ingest`, `dashboard`, `lists`, `run`, `operations`, `process`;
        /// all of them by default
        #[arg(last = true)]
        parts: Vec<String>,
    },
}

fn main() -> ExitCode {
    let workspace = Workspace::here();
    let outcome = match Cli::parse().command {
        Command::Setup { tests: false } => setup::for_building(&workspace).map(|_| ExitCode::SUCCESS),
        Command::Setup { tests: true } => setup::for_testing(&workspace).map(|_| ExitCode::SUCCESS),
        Command::Bundle => run::bundle(&workspace),
        Command::Build => run::build(&workspace).map(|_| ExitCode::SUCCESS),
        Command::Run { serve } => run::serve_demo(&workspace, &serve),
        Command::Check => suite::check(&workspace),
        Command::Test => suite::test(&workspace),
        Command::Screenshots => suite::screenshots(&workspace),
        Command::Bench { parts } => bench::run(&workspace, &parts),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("\nStopped: {error:#}");
        ExitCode::FAILURE
    })
}

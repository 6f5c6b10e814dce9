//! The checks, in the order of their price: format, lints, tests, and last the browser.
//! A run ends with the sum over all test runners, alone on a line.

use std::fs;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::process::{Process, announce};
use crate::setup::TestTools;
use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{bundle, setup};

/// The quick checks: what a change should pass before every commit.
pub(crate) fn check(workspace: &Workspace) -> Result<ExitCode> {
    lint(workspace)?;
    announce("Unit tests, store tests, architecture");
    let mut tally = Tally::default();
    let mut arguments = vec!["--lib".to_owned(), "--bins".to_owned()];
    for test in quick_tests(workspace).into_iter().chain(["architecture".to_owned()]) {
        arguments.extend(["--test".to_owned(), test]);
    }
    let fine = cargo_test(cargo(workspace), &arguments, &mut tally)?;
    Ok(close(tally, fine))
}

/// Every test there is.
pub(crate) fn test(workspace: &Workspace) -> Result<ExitCode> {
    let (compiler, tools) = setup::for_testing(workspace)?;
    lint(workspace)?;
    announce("Tests of the workspace");
    let mut tally = Tally::default();
    let before = generated_files(workspace)?;
    // The sample broker in Python is tested with the packages that were installed for it.
    let cargo = cargo(workspace).env("BROKER_PYTHON", &tools.broker_python);
    let rust_is_fine = cargo_test(cargo, &["--no-fail-fast".to_owned()], &mut tally)?;
    if generated_files(workspace)? != before {
        bail!(
            "generated files were out of date and have been written anew: look at them with `git diff` and commit them"
        );
    }
    bundle::make(workspace, &compiler)?;
    announce("Browser tests");
    let browser_is_fine = playwright(workspace, &tools, &mut tally)?;
    Ok(close(tally, rust_is_fine && browser_is_fine))
}

/// Walks the README's tour in a browser and takes its pictures.
pub(crate) fn screenshots(workspace: &Workspace) -> Result<ExitCode> {
    let (compiler, tools) = setup::for_testing(workspace)?;
    bundle::make(workspace, &compiler)?;
    announce("Building the server");
    cargo(workspace).args(["build", "--workspace", "--bin", "slipway"]).run()?;
    announce("Taking pictures");
    playwright_command(workspace, &tools).args(["--config", "end2end/screenshots.config.ts"]).run()?;
    Ok(ExitCode::SUCCESS)
}

fn lint(workspace: &Workspace) -> Result<()> {
    announce("Format");
    cargo(workspace).args(["fmt", "--all", "--check"]).run()?;
    announce("Lints");
    cargo(workspace).args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]).run()
}

/// The state of everything that a test may write anew: documents, examples, snapshots.
fn generated_files(workspace: &Workspace) -> Result<String> {
    let git = |arguments: &[&str]| {
        let paths = ["--", "docs", "*.example.toml", "*.snap"];
        Process::new("git").args(arguments).args(paths).dir(&workspace.root).output()
    };
    Ok(git(&["status", "--porcelain", "--untracked-files=all"])? + &git(&["diff"])?)
}

/// The names of the integration tests of the domain (generated documents) and the store, for `--test`.
fn quick_tests(workspace: &Workspace) -> Vec<String> {
    let folders = ["crates/domain/tests", "crates/store/tests"].map(|folder| workspace.root.join(folder));
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let is_test = |path: &PathBuf| path.extension().is_some_and(|it| it == "rs") || path.join("main.rs").exists();
    paths.filter(is_test).filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect()
}

/// Every crate is always named, so that no two steps build a dependency with different features.
fn cargo_test(cargo: Process, arguments: &[String], tally: &mut Tally) -> Result<bool> {
    let colour = if std::io::stdout().is_terminal() { "always" } else { "never" };
    let fine = cargo
        .args(["test", "--workspace", "--color", colour])
        .args(arguments)
        .run_reading(|line| *tally += Tally::of_cargo_line(line))?;
    if !fine && tally.failed == 0 {
        bail!("`cargo test` failed before its tests could");
    }
    Ok(fine)
}

fn playwright(workspace: &Workspace, tools: &TestTools, tally: &mut Tally) -> Result<bool> {
    let report = workspace.scratch("playwright.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let outcome = playwright_command(workspace, tools)
        .args(["--config", "end2end", "--reporter", "list,json"])
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
        .run();
    let written = fs::read_to_string(&report).unwrap_or_default();
    match (outcome, Tally::of_playwright_report(&written)) {
        (Ok(()), Ok(counted)) => {
            *tally += counted;
            Ok(true)
        }
        (Err(_), Ok(counted)) if counted.failed > 0 => {
            *tally += counted;
            Ok(false)
        }
        (Err(error), _) | (Ok(()), Err(error)) => Err(error),
    }
}

fn playwright_command(workspace: &Workspace, tools: &TestTools) -> Process {
    Process::new("node")
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .env("CHROMIUM", &tools.chromium)
        .env("BROKER_PYTHON", &tools.broker_python)
        // Cargo has built it for the integration tests; building it apart could choose other features, and take long.
        .env("SLIPWAY_BIN", workspace.executable("debug"))
        .env("SLIPWAY__SITE__DIR", workspace.site())
        .dir(&workspace.root)
}

fn cargo(workspace: &Workspace) -> Process {
    Process::new("cargo").env("CARGO_TARGET_DIR", &workspace.target).dir(&workspace.root)
}

fn close(tally: Tally, fine: bool) -> ExitCode {
    println!("\n{tally}");
    if fine && tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

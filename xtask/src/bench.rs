//! The figures of BENCHMARKS.md: what a browser downloads, beside its budgets, and what `slipway-bench` measures with
//! the release executable and the finished site. It names the machine and judges nothing.

use std::ffi::OsStr;
use std::fs;
use std::process::ExitCode;
use std::thread;

use anyhow::{Result, ensure};

use crate::bundle::Sizes;
use crate::process::{Process, announce};
use crate::run;
use crate::workspace::Workspace;

const MEASURED_HERE: &str = "downloads";
const MEASURED_THERE: [&str; 10] =
    ["pages", "save", "compare", "rating", "ingest", "dashboard", "lists", "run", "operations", "process"];

/// Budgets, in KB of 1000 bytes.
const WASM: u64 = 120;
const SCRIPT: u64 = 12;
const STYLE: u64 = 30;

/// Builds and measures. No parts: all of them.
pub(crate) fn run(workspace: &Workspace, parts: &[String]) -> Result<ExitCode> {
    for part in parts {
        let is_known = part == MEASURED_HERE || MEASURED_THERE.contains(&part.as_str());
        ensure!(is_known, "`{part}` cannot be measured; there are {MEASURED_HERE}, {}", MEASURED_THERE.join(", "));
    }
    let sizes = run::browser_files(workspace)?;
    let there: Vec<&str> =
        MEASURED_THERE.into_iter().filter(|part| parts.is_empty() || parts.iter().any(|it| it == part)).collect();
    if !there.is_empty() {
        run::release(workspace, &["slipway", "slipway-bench"])?;
    }
    announce("Measuring");
    println!("{}\n`make bench{}`", machine(), asked(parts));
    if parts.is_empty() || parts.iter().any(|part| part == MEASURED_HERE) {
        downloads(&sizes);
    }
    if !there.is_empty() {
        measure(workspace, &there)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(workspace: &Workspace, parts: &[&str]) -> Result<()> {
    let bench = workspace.executable("release").with_file_name("slipway-bench");
    let scratch = workspace.scratch("bench");
    fs::create_dir_all(&scratch)?;
    // Every request is logged, as it is in service; nobody wants to read it here.
    let log = scratch.join("log");
    Process::new(bench)
        .args(parts)
        .args([OsStr::new("--site"), workspace.site().as_os_str()])
        .args([OsStr::new("--executable"), workspace.executable("release").as_os_str()])
        .args([OsStr::new("--scratch"), scratch.join("data").as_os_str()])
        .errors_to(&log)?
        .run()
        .map_err(|error| error.context(format!("what it said last is in {}", log.display())))
}

fn downloads(sizes: &Sizes) {
    println!("\nDownloads in brotli, KB of 1000 bytes\n\n| What | KB | Budget |\n|---|---|---|");
    for (what, bytes, budget) in
        [("WebAssembly", sizes.wasm, WASM), ("JavaScript", sizes.script, SCRIPT), ("CSS", sizes.style, STYLE)]
    {
        println!("| {what} | {}.{} | ≤ {budget} |", bytes / 1000, bytes % 1000 / 100);
    }
}

fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let cpu = read("/proc/cpuinfo");
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
    let kernel = read("/proc/sys/kernel/osrelease");
    format!("{cores} cores, {}, kernel {}", cpu.trim_start_matches([':', ' ', '\t']), kernel.trim())
}

fn asked(parts: &[String]) -> String {
    if parts.is_empty() { String::new() } else { format!(" ARGS=\"{}\"", parts.join(" ")) }
}

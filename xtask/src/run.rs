//! From sources to something that runs: the browser files, the release executable, the demo.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use crate::bundle::{self, Sizes};
use crate::process::{Process, announce};
use crate::setup;
use crate::workspace::Workspace;

/// Makes the browser files alone.
pub(crate) fn bundle(workspace: &Workspace) -> Result<ExitCode> {
    browser_files(workspace)?;
    Ok(ExitCode::SUCCESS)
}

/// Makes the browser files and returns what a browser has to download.
pub(crate) fn browser_files(workspace: &Workspace) -> Result<Sizes> {
    let compiler = setup::for_building(workspace)?;
    let sizes = bundle::make(workspace, &compiler)?;
    report(workspace, &sizes);
    Ok(sizes)
}

/// Makes the browser files and the release executable, and returns the path of the latter.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    bundle(workspace)?;
    release(workspace, &["slipway"])?;
    let executable = workspace.executable("release");
    println!("    {}", executable.display());
    Ok(executable)
}

/// Builds the executables of packages that have the name of their package.
pub(crate) fn release(workspace: &Workspace, packages: &[&str]) -> Result<()> {
    announce("Building the server");
    for package in packages {
        Process::new("cargo")
            .args(["build", "--release", "--package", package, "--bin", package])
            .env("CARGO_TARGET_DIR", &workspace.target)
            .dir(&workspace.root)
            .run()?;
    }
    Ok(())
}

/// Builds, then becomes the demo server: Ctrl-C and the exit code are the server's own.
pub(crate) fn serve_demo(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    let executable = build(workspace)?;
    announce("Starting the demo");
    let mut server = Process::new(executable).args(["serve", "--demo"]).args(arguments).dir(&workspace.root);
    for (name, value) in [("SLIPWAY__SITE__DIR", workspace.site()), ("SLIPWAY__DATA__DIR", workspace.root.join("data"))]
    {
        if env::var_os(name).is_none() {
            server = server.env(name, value);
        }
    }
    Err(server.become_it())
}

fn report(workspace: &Workspace, sizes: &Sizes) {
    let kib = |bytes: u64| format!("{}.{} KiB", bytes / 1024, bytes % 1024 * 10 / 1024);
    println!(
        "    {}: WebAssembly {}, script {}, style {} (brotli)",
        workspace.site().display(),
        kib(sizes.wasm),
        kib(sizes.script),
        kib(sizes.style)
    );
}

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
    let compiler = setup::for_building(workspace)?;
    report(workspace, &bundle::make(workspace, &compiler)?);
    Ok(ExitCode::SUCCESS)
}

/// Makes the browser files and the release executable, and returns the path of the latter.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    bundle(workspace)?;
    announce("Building the server");
    Process::new("cargo")
        .args(["build", "--release", "--package", "slipway", "--bin", "slipway"])
        .env("CARGO_TARGET_DIR", &workspace.target)
        .dir(&workspace.root)
        .run()?;
    let executable = workspace.executable("release");
    println!("    {}", executable.display());
    Ok(executable)
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

//! A compiler for the browser: the one on the path with its `wasm32-unknown-unknown` target, which rustup downloads,
//! or Debian's, for which the standard library is built from Debian's sources.
//! Every candidate has to compile a probe before it counts.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::debian;
use crate::process::{Process, announce, is_installed};
use crate::stamp::{Fingerprint, Stamp};
use crate::workspace::Workspace;

/// The target triple of the browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const RUSTUP_LIMIT: Duration = Duration::from_mins(3);
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
/// What those packages bring, to tell whether they are there.
const DEBIAN_FILES: [&str; 4] =
    ["/usr/bin/rustc", "/usr/bin/cargo", "/usr/lib/rustlib/src/rust/library", "/usr/bin/wasm-ld-19"];
const DEBIAN_LINKER: &str = "wasm-ld-19";
const SCRATCH_MANIFEST: &str =
    "[package]\nname = \"scratch\"\nedition = \"2021\"\n\n[lib]\npath = \"lib.rs\"\n\n[workspace]\n";

/// A compiler that has been seen to make WebAssembly.
pub(crate) enum WasmCompiler {
    /// `cargo` and `rustc` as found on the path.
    OnPath,
    /// Debian's `/usr/bin/rustc` with a standard library of our own making.
    Debian {
        /// Where that library lies.
        sysroot: PathBuf,
    },
}

/// Finds a compiler for the browser, installing one where there is none.
///
/// `SLIPWAY_WASM` chooses: `rustup` or `debian` allow that way alone, anything else tries both.
pub(crate) fn ensure(workspace: &Workspace) -> Result<WasmCompiler> {
    let wanted = env::var("SLIPWAY_WASM").unwrap_or_default();
    let sysroot = workspace.scratch("wasm-target").join("debian-sysroot");
    let mut candidates = vec![WasmCompiler::OnPath, WasmCompiler::Debian { sysroot }];
    match wanted.as_str() {
        "rustup" => candidates.truncate(1),
        "debian" => drop(candidates.remove(0)),
        _ => {}
    }
    if let Some(ready) = candidates.iter().position(|candidate| candidate.verify(workspace).is_ok()) {
        return Ok(candidates.swap_remove(ready));
    }
    let mut failures = Vec::new();
    for candidate in candidates {
        match candidate.install(workspace).and_then(|()| candidate.verify(workspace)) {
            Ok(()) => return Ok(candidate),
            Err(error) => failures.push(format!("  {}: {error:#}", candidate.name())),
        }
    }
    bail!(
        "no compiler for the browser. Either let rustup add it (`rustup target add {TARGET}`), or, on Debian, install \
         its compiler as root (`apt-get install {}`); then run this again.\n{}",
        DEBIAN_PACKAGES.join(" "),
        failures.join("\n")
    )
}

impl WasmCompiler {
    /// A word for it, good for a directory of its own: what two compilers build does not mix.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::OnPath => "rustup",
            Self::Debian { .. } => "debian",
        }
    }

    /// This compiler's cargo, ready for arguments. `flags` go to the compiler of the browser's code only.
    pub(crate) fn cargo(&self, flags: &[String]) -> Process {
        let (cargo, flags) = match self {
            Self::OnPath => (Process::new("cargo"), flags.to_vec()),
            Self::Debian { sysroot } => (debian_cargo(), [flags, &debian_flags(sysroot)].concat()),
        };
        // In this encoding a flag may hold spaces. With `--target`, build scripts and macros do not get them.
        cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
    }

    fn rustc(&self) -> Process {
        match self {
            Self::OnPath => Process::new("rustc"),
            Self::Debian { sysroot } => {
                Process::new("/usr/bin/rustc").without_env("RUSTUP_TOOLCHAIN").args(debian_flags(sysroot))
            }
        }
    }

    fn install(&self, workspace: &Workspace) -> Result<()> {
        match self {
            Self::OnPath => install_with_rustup(),
            Self::Debian { sysroot } => install_from_debian(workspace, sysroot),
        }
    }

    /// Compiles a line that needs the standard library, and links it.
    fn probe(&self, dir: &Path) -> Result<()> {
        fs::create_dir_all(dir)?;
        fs::write(
            dir.join("probe.rs"),
            "#[unsafe(no_mangle)]\npub extern \"C\" fn probe() -> usize { std::env::args().count() }\n",
        )?;
        let args = ["--edition", "2024", "--crate-type", "cdylib", "--target", TARGET, "-o", "probe.wasm", "probe.rs"];
        self.rustc().args(args).dir(dir).output().map(drop)
    }

    /// Its probe, taken as passed when the same compiler has passed it before.
    fn verify(&self, workspace: &Workspace) -> Result<()> {
        let dir = workspace.scratch("wasm-target").join(self.name());
        let version = self.rustc().args(["-vV"]).output()?;
        let stamp = Stamp::new(dir.join("passed"), Fingerprint::default().text(&version));
        let library = self.rustc().args(["--print", "target-libdir", "--target", TARGET]).output()?;
        if stamp.is_fresh() && Path::new(library.trim()).exists() {
            return Ok(());
        }
        self.probe(&dir)?;
        stamp.write()
    }
}

fn install_with_rustup() -> Result<()> {
    if !is_installed("rustup") {
        bail!("not installed, and the compiler on the path has no target {TARGET}");
    }
    announce(&format!("Adding the browser target (rustup target add {TARGET})"));
    Process::new("rustup")
        .args(["target", "add", TARGET])
        .env("RUSTUP_MAX_RETRIES", "1")
        .env("RUSTUP_DOWNLOAD_TIMEOUT", "20")
        .env("RUST_BACKTRACE", "0")
        .run_within(RUSTUP_LIMIT)
}

fn install_from_debian(workspace: &Workspace, sysroot: &Path) -> Result<()> {
    if !DEBIAN_FILES.iter().all(|file| Path::new(file).exists()) {
        debian::install(&DEBIAN_PACKAGES)?;
    }
    build_debian_library(workspace, sysroot)
}

/// Builds the standard library for the browser from `rust-web-src` and lays it out as a sysroot.
fn build_debian_library(workspace: &Workspace, sysroot: &Path) -> Result<()> {
    announce("Building the standard library for the browser with Debian's compiler (1 to 2 minutes)");
    let scratch = workspace.scratch("wasm-target").join("debian-std");
    fs::create_dir_all(&scratch)?;
    fs::write(scratch.join("Cargo.toml"), SCRATCH_MANIFEST)?;
    fs::write(scratch.join("lib.rs"), "")?;
    debian_cargo()
        .args(["build", "--release", "--target", TARGET])
        .args(["-Z", "build-std=std,panic_abort,panic_unwind,proc_macro,test"])
        // Lets a stable compiler accept `-Z build-std`; nothing else is built with it.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        .dir(&scratch)
        .run()?;
    let library = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    if sysroot.exists() {
        fs::remove_dir_all(sysroot)?;
    }
    fs::create_dir_all(&library)?;
    for entry in fs::read_dir(scratch.join("target").join(TARGET).join("release/deps"))? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_library = path.extension().is_some_and(|extension| extension == "rlib");
        if is_library && !name.starts_with("libscratch-") {
            fs::copy(&path, library.join(name))?;
        }
    }
    fs::remove_dir_all(scratch).context("cannot tidy up after building the standard library")
}

fn debian_cargo() -> Process {
    Process::new("/usr/bin/cargo").env("RUSTC", "/usr/bin/rustc").without_env("RUSTUP_TOOLCHAIN")
}

fn debian_flags(sysroot: &Path) -> Vec<String> {
    vec![format!("--sysroot={}", sysroot.display()), format!("-Clinker={DEBIAN_LINKER}")]
}

//! A compiler for the browser: rustup's or Debian's, each with the sources of the standard library, which is built along
//! with the islands. A ready-made standard library carries the words of every panic and was made for speed; ours ends
//! without words and is made to be downloaded (docs/decisions/0010-the-browser-library-is-built-from-source.md).

use std::env;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};

use super::debian;
use crate::process::{Process, announce, is_installed};

/// The target triple of the browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const RUSTUP_LIMIT: Duration = Duration::from_mins(3);
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
/// What those packages bring, to tell whether they are there.
const DEBIAN_FILES: [&str; 4] =
    ["/usr/bin/rustc", "/usr/bin/cargo", "/usr/lib/rustlib/src/rust/library", "/usr/bin/wasm-ld-19"];
const DEBIAN_LINKER: &str = "wasm-ld-19";

/// Builds the standard library along, for size. Both are options of unstable compilers; `RUSTC_BOOTSTRAP` lets a stable
/// one take them.
const BUILD_LIBRARY: [&str; 4] = ["-Z", "build-std=std,panic_abort", "-Z", "build-std-features=optimize_for_size"];
/// A panic stops the islands of a page, whose form goes on without them: nobody reads its words or its place.
const WITHOUT_WORDS: [&str; 4] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];

/// A compiler that has what the browser's code needs.
pub(crate) enum WasmCompiler {
    /// `cargo` and `rustc` as found on the path, with rustup's `rust-src`.
    OnPath,
    /// Debian's `/usr/bin/rustc` with `rust-web-src`.
    Debian,
}

/// Finds a compiler for the browser, installing one where there is none.
///
/// `SLIPWAY_WASM` chooses: `rustup` or `debian` allow that way alone, anything else tries both.
pub(crate) fn ensure() -> Result<WasmCompiler> {
    let wanted = env::var("SLIPWAY_WASM").unwrap_or_default();
    let mut candidates = vec![WasmCompiler::OnPath, WasmCompiler::Debian];
    match wanted.as_str() {
        "rustup" => candidates.truncate(1),
        "debian" => drop(candidates.remove(0)),
        _ => {}
    }
    if let Some(ready) = candidates.iter().position(|candidate| candidate.verify().is_ok()) {
        return Ok(candidates.swap_remove(ready));
    }
    let mut failures = Vec::new();
    for candidate in candidates {
        match candidate.install().and_then(|()| candidate.verify()) {
            Ok(()) => return Ok(candidate),
            Err(error) => failures.push(format!("  {}: {error:#}", candidate.name())),
        }
    }
    bail!(
        "no compiler for the browser. Either let rustup add the sources of the standard library (`rustup component \
         add rust-src`), or, on Debian, install its compiler as root (`apt-get install {}`); then run this again.\n{}",
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

    /// This compiler's `cargo build` for the browser, ready for more arguments. `flags` go to the compiler of the
    /// browser's code only.
    pub(crate) fn build(&self, flags: &[String]) -> Process {
        let own = match self {
            Self::OnPath => None,
            Self::Debian => Some(format!("-Clinker={DEBIAN_LINKER}")),
        };
        let flags: Vec<&str> = flags.iter().chain(&own).map(String::as_str).chain(WITHOUT_WORDS).collect();
        self.program("cargo")
            .args(["build"])
            .args(BUILD_LIBRARY)
            .args(["--target", TARGET])
            // In this encoding a flag may hold spaces. With `--target`, build scripts and macros do not get them.
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
            .env("RUSTC_BOOTSTRAP", "1")
    }

    fn program(&self, name: &str) -> Process {
        match self {
            Self::OnPath => Process::new(name),
            Self::Debian => {
                Process::new(format!("/usr/bin/{name}")).env("RUSTC", "/usr/bin/rustc").without_env("RUSTUP_TOOLCHAIN")
            }
        }
    }

    fn install(&self) -> Result<()> {
        match self {
            Self::OnPath => install_with_rustup(),
            Self::Debian => debian::install(&DEBIAN_PACKAGES),
        }
    }

    /// It is there, knows the browser, and has the sources of the standard library.
    fn verify(&self) -> Result<()> {
        if matches!(self, Self::Debian) && !DEBIAN_FILES.iter().all(|file| Path::new(file).exists()) {
            bail!("Debian's compiler for the browser is not installed");
        }
        let sysroot = self.program("rustc").args(["--print", "sysroot", "--target", TARGET]).output()?;
        let library = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library");
        if !library.join("Cargo.lock").exists() {
            bail!("the sources of the standard library are missing at {}", library.display());
        }
        Ok(())
    }
}

fn install_with_rustup() -> Result<()> {
    if !is_installed("rustup") {
        bail!("not installed, and the compiler on the path has no sources of its standard library");
    }
    announce("Adding the sources of the standard library (rustup component add rust-src)");
    Process::new("rustup")
        .args(["component", "add", "rust-src"])
        .env("RUSTUP_MAX_RETRIES", "1")
        .env("RUSTUP_DOWNLOAD_TIMEOUT", "20")
        .env("RUST_BACKTRACE", "0")
        .run_within(RUSTUP_LIMIT)
}

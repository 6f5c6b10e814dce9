//! A compiler for the browser: rustup's or Debian's, each with the sources of the standard library, which is built along
//! with the islands. A ready-made standard library carries the words of every panic and was made for speed; ours ends
//! without words and is made to be downloaded (docs/decisions/0010-the-browser-library-is-built-from-source.md). Where a
//! compiler does not build it any more, the ready-made one does.

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

/// The standard library that comes with the browser's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Library {
    /// Built along, for size.
    FromSource,
    /// As it was made for everybody: nothing unstable is asked of the compiler.
    ReadyMade,
}

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
    pub(crate) fn build(&self, library: Library, flags: &[String]) -> Process {
        let own = match self {
            Self::OnPath => None,
            Self::Debian => Some(format!("-Clinker={DEBIAN_LINKER}")),
        };
        let Unstable { arguments, flags: further } = library.needs();
        let flags: Vec<&str> = flags.iter().chain(&own).map(String::as_str).chain(further.iter().copied()).collect();
        let build = self.program("cargo").args(["build"]).args(arguments).args(["--target", TARGET]);
        // In this encoding a flag may hold spaces. With `--target`, build scripts and macros do not get them.
        let build = build.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        if arguments.is_empty() { build } else { build.env("RUSTC_BOOTSTRAP", "1") }
    }

    /// This compiler as it names itself, with its version.
    pub(crate) fn version(&self) -> Result<String> {
        self.program("rustc").args(["--version", "--verbose"]).output()
    }

    /// Makes the ready-made library available. Debian has none for this compiler.
    pub(crate) fn add_ready_made(&self) -> Result<()> {
        match self {
            Self::OnPath if self.has_ready_made() => Ok(()),
            Self::OnPath => with_rustup(&["target", "add", TARGET], "the ready-made library for the browser"),
            Self::Debian => bail!("Debian's packages bring no ready-made library for the browser"),
        }
    }

    fn has_ready_made(&self) -> bool {
        let found = self.program("rustc").args(["--print", "target-libdir", "--target", TARGET]).output();
        found.is_ok_and(|dir| Path::new(dir.trim()).is_dir())
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
            Self::OnPath => with_rustup(&["component", "add", "rust-src"], "the sources of the standard library"),
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

impl Library {
    const fn needs(self) -> Unstable {
        match self {
            Self::FromSource => Unstable { arguments: &BUILD_LIBRARY, flags: &WITHOUT_WORDS },
            Self::ReadyMade => Unstable { arguments: &[], flags: &[] },
        }
    }
}

/// What only an unstable compiler takes without `RUSTC_BOOTSTRAP`: of `cargo build`, and of the compiler.
struct Unstable {
    arguments: &'static [&'static str],
    flags: &'static [&'static str],
}

fn with_rustup(arguments: &[&str], what: &str) -> Result<()> {
    if !is_installed("rustup") {
        bail!("rustup is not installed, and the compiler on the path lacks {what}");
    }
    announce(&format!("Adding {what} (rustup {})", arguments.join(" ")));
    Process::new("rustup")
        .args(arguments)
        .env("RUSTUP_MAX_RETRIES", "1")
        .env("RUSTUP_DOWNLOAD_TIMEOUT", "20")
        .env("RUST_BACKTRACE", "0")
        .run_within(RUSTUP_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_the_ready_made_library_nothing_unstable_is_asked_of_the_compiler() {
        let Unstable { arguments, flags } = Library::ReadyMade.needs();
        assert!(arguments.is_empty() && flags.is_empty());
        let Unstable { arguments, flags } = Library::FromSource.needs();
        assert!(arguments.contains(&"-Z") && flags.contains(&"-Zunstable-options"));
    }
}

//! Which standard library the islands are built with. From source as long as the compiler can: that takes unstable
//! options, which a later one may refuse. Then with the ready-made one, so that the first command works everywhere.

use std::fs;

use anyhow::Result;

use crate::process::announce;
use crate::setup::{Library, WasmCompiler};
use crate::stamp::{Fingerprint, Stamp};
use crate::workspace::Workspace;

/// Builds with `build` and returns what it was built with. That a compiler cannot build the library is remembered, for
/// this compiler alone.
pub(crate) fn choose(
    workspace: &Workspace,
    compiler: &WasmCompiler,
    build: impl FnMut(Library) -> Result<()>,
) -> Result<Library> {
    let known = Fingerprint::default().text(&compiler.version()?).text(include_str!("../setup/wasm_target.rs"));
    let file = workspace.scratch("bundle").join(format!("{}-refuses.stamp", compiler.name()));
    let refuses = Stamp::new(file.clone(), known);
    let library = either(refuses.is_fresh(), build, || {
        announce("Looking whether this compiler can build the standard library at all");
        let is_able = probe(workspace, compiler).is_ok();
        if !is_able {
            compiler.add_ready_made()?;
            refuses.write()?;
        }
        Ok(is_able)
    })?;
    if library == Library::ReadyMade {
        eprintln!(
            "Warning: this compiler does not build the browser's standard library from source, so the ready-made one was \
             taken. Everything works; the WebAssembly that a browser downloads is about a tenth larger \
             (docs/decisions/0010-the-browser-library-is-built-from-source.md). It is tried again with another compiler, \
             or when {} is removed.",
            file.display()
        );
    }
    Ok(library)
}

/// `is_able` says whether the compiler can build the library: a build that failed although it can has failed because of
/// our own code, and would fail with every library.
fn either(
    is_known_to_refuse: bool,
    mut build: impl FnMut(Library) -> Result<()>,
    is_able: impl FnOnce() -> Result<bool>,
) -> Result<Library> {
    if !is_known_to_refuse {
        let Err(failure) = build(Library::FromSource) else { return Ok(Library::FromSource) };
        match is_able() {
            Ok(false) => {}
            Ok(true) => return Err(failure),
            Err(further) => return Err(failure.context(further)),
        }
    }
    build(Library::ReadyMade)?;
    Ok(Library::ReadyMade)
}

/// The standard library alone, with a crate that does next to nothing.
fn probe(workspace: &Workspace, compiler: &WasmCompiler) -> Result<()> {
    let dir = workspace.scratch("probe");
    fs::create_dir_all(dir.join("src"))?;
    // A workspace of its own: the directory is usually inside of ours.
    let manifest = "[package]\nname = \"probe\"\nedition = \"2024\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n\n[workspace]\n\n\
                    [profile.dev]\npanic = \"abort\"\n";
    fs::write(dir.join("Cargo.toml"), manifest)?;
    fs::write(dir.join("src/lib.rs"), "pub fn probe() -> String {\n    format!(\"{:?}\", std::env::args())\n}\n")?;
    compiler
        .build(Library::FromSource, &[])
        .env("CARGO_TARGET_DIR", workspace.target.join("wasm").join(format!("{}-probe", compiler.name())))
        .dir(&dir)
        .run()
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    /// What was tried in which order, and what came of it.
    fn outcome(
        is_known_to_refuse: bool,
        fails: &[Library],
        is_able: impl FnOnce() -> Result<bool>,
    ) -> (Vec<Library>, Result<Library>) {
        let mut tried = Vec::new();
        let build = |library| {
            tried.push(library);
            if fails.contains(&library) { Err(anyhow!("{library:?} failed")) } else { Ok(()) }
        };
        let outcome = either(is_known_to_refuse, build, is_able);
        (tried, outcome)
    }

    fn unasked() -> Result<bool> {
        panic!("nothing has failed from source")
    }

    #[test]
    fn the_library_is_built_from_source_where_that_works() {
        let (tried, outcome) = outcome(false, &[], unasked);
        assert_eq!((tried, outcome.unwrap()), (vec![Library::FromSource], Library::FromSource));
    }

    #[test]
    fn a_compiler_that_refuses_builds_with_the_ready_made_library_and_is_not_asked_again() {
        let (tried, first) = outcome(false, &[Library::FromSource], || Ok(false));
        assert_eq!((tried, first.unwrap()), (vec![Library::FromSource, Library::ReadyMade], Library::ReadyMade));
        let (tried, next) = outcome(true, &[Library::FromSource], unasked);
        assert_eq!((tried, next.unwrap()), (vec![Library::ReadyMade], Library::ReadyMade));
    }

    #[test]
    fn a_fault_of_our_own_code_is_told_as_it_is_and_not_tried_with_another_library() {
        let (tried, outcome) = outcome(false, &[Library::FromSource, Library::ReadyMade], || Ok(true));
        assert_eq!(tried, [Library::FromSource]);
        assert_eq!(outcome.unwrap_err().to_string(), "FromSource failed");
    }

    #[test]
    fn without_a_ready_made_library_both_failures_are_told() {
        let (tried, outcome) = outcome(false, &[Library::FromSource], || Err(anyhow!("rustup is not installed")));
        assert_eq!(tried, [Library::FromSource]);
        let told = format!("{:#}", outcome.unwrap_err());
        assert!(told.contains("rustup is not installed") && told.contains("FromSource failed"), "{told}");
    }
}

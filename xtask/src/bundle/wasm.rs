//! The islands as WebAssembly: compiled, bound to JavaScript, made small.
//! Cargo decides whether the code has changed; the later steps follow the bytes that it wrote.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use super::{compress, library};
use crate::process::{Process, announce};
use crate::setup::{Library, TARGET, WasmCompiler};
use crate::stamp::{Fingerprint, Stamp};
use crate::workspace::Workspace;

const PROFILE: &str = "wasm-release";

/// What every browser of the last years understands, and rustc therefore emits.
const WASM_FEATURES: [&str; 6] =
    ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];

/// A directory with `slipway.js`, `slipway_bg.wasm`, `start.js` and their compressed forms.
pub(crate) fn make(workspace: &Workspace, compiler: &WasmCompiler) -> Result<PathBuf> {
    let islands = compile(workspace, compiler)?;
    let out = workspace.scratch("bundle").join("code");
    let inputs = Fingerprint::default()
        .path(&islands)?
        .path(&workspace.root.join("Cargo.lock"))?
        .path(&workspace.root.join("node_modules/binaryen/package.json"))?
        .text(include_str!("wasm.rs"))
        .text(include_str!("start.js"));
    let stamp = Stamp::new(workspace.scratch("bundle").join("code.stamp"), inputs);
    if stamp.is_fresh() && out.exists() {
        return Ok(out);
    }
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    announce("Binding and shrinking the WebAssembly");
    bind(&islands, &out)?;
    shrink(workspace, &out.join("slipway_bg.wasm"))?;
    fs::write(out.join("start.js"), start_script(&island_script(workspace)?))?;
    compress::directory(&out)?;
    stamp.write()?;
    Ok(out)
}

fn compile(workspace: &Workspace, compiler: &WasmCompiler) -> Result<PathBuf> {
    let target = |library| match library {
        Library::FromSource => workspace.target.join("wasm").join(compiler.name()),
        Library::ReadyMade => workspace.target.join("wasm").join(format!("{}-ready-made", compiler.name())),
    };
    let library = library::choose(workspace, compiler, |library| {
        announce("Compiling the islands for the browser");
        compiler
            .build(library, &[remap_cargo_home()])
            .args(["--package", "slipway", "--lib", "--no-default-features", "--features", "hydrate"])
            .args(["--profile", PROFILE])
            .env("CARGO_TARGET_DIR", target(library))
            .dir(&workspace.root)
            .run()
    })?;
    Ok(target(library).join(TARGET).join(PROFILE).join("slipway.wasm"))
}

/// Keeps the builder's home directory out of panic messages that everybody can download.
fn remap_cargo_home() -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo"))).unwrap_or_default();
    format!("--remap-path-prefix={}=cargo", home.display())
}

fn bind(islands: &Path, out: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(islands)
        .out_name("slipway")
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(out)
        .context("wasm-bindgen failed on the compiled islands")
}

fn shrink(workspace: &Workspace, wasm: &Path) -> Result<()> {
    Process::new("node")
        .args([workspace.root.join("node_modules/binaryen/bin/wasm-opt")])
        .args(["-Oz"])
        .args(WASM_FEATURES.map(|feature| format!("--enable-{feature}")))
        .args([wasm.as_os_str(), "-o".as_ref(), wasm.as_os_str()])
        .run()
}

/// Leptos' own hydration function, from the version of Leptos in `Cargo.lock`.
fn island_script(workspace: &Workspace) -> Result<String> {
    file_of(workspace, "leptos", "src/hydration/island_script.js")
}

/// A file of a package, from its version in `Cargo.lock`.
fn file_of(workspace: &Workspace, name: &str, file: &str) -> Result<String> {
    let metadata = Process::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", TARGET])
        .dir(&workspace.root)
        .output()?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let manifest = packages
        .filter(|package| package["name"] == name)
        .find_map(|package| package["manifest_path"].as_str())
        .ok_or_else(|| anyhow!("{name} is not among the packages of this workspace"))?;
    let path = Path::new(manifest).with_file_name(file);
    fs::read_to_string(&path).with_context(|| format!("this version of {name} has no {}", path.display()))
}

/// `start.js` with Leptos' function in its place.
fn start_script(island_script: &str) -> String {
    include_str!("start.js").replace("LEPTOS_ISLAND_SCRIPT", island_script.trim().trim_end_matches(';'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_module_calls_the_function_that_leptos_brings() {
        let workspace = Workspace::here();
        let function = island_script(&workspace).unwrap();
        let module = start_script(&function);
        assert!(!module.contains("LEPTOS_ISLAND_SCRIPT"));
        assert!(module.contains(function.trim()));
        assert!(
            function.contains("((root, pkg_path, output_name, wasm_output_name)"),
            "the arguments are the ones we pass"
        );
    }

    #[test]
    fn the_start_module_says_everything_that_the_framework_would_read_in_the_page() {
        let source = file_of(&Workspace::here(), "hydration_context", "src/hydrate.rs").unwrap();
        let statics = source.lines().filter_map(|line| line.trim().strip_prefix("static ")?.strip_suffix(": Array;"));
        let read: Vec<&str> = statics.collect();
        assert!(!read.is_empty(), "this version reads them otherwise");
        for name in read {
            assert!(include_str!("start.js").contains(&format!("\"{name}\"")), "{name}");
        }
    }
}

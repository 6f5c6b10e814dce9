//! The finished site: the parts under names that carry their hash, and a manifest that tells the server these names.
//! A new site is put together beside the old one and takes its place in one step.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use walkdir::WalkDir;

use super::compress;
use crate::stamp::{Fingerprint, Stamp, short_hash};
use crate::workspace::Workspace;

/// Where the server finds the names.
const MANIFEST: &str = "pkg/manifest.json";

/// What the manifest says: paths from the root of the site, each good for an immutable cache entry.
#[derive(Serialize)]
struct Manifest {
    /// The module that a page loads; it fetches the rest when the page has islands.
    start: String,
    /// The glue that `start` imports, for `modulepreload`.
    module: String,
    /// The WebAssembly that `module` fetches, for `preload`.
    wasm: String,
    /// The style sheet.
    style: String,
    /// Where Leptos looks for its package (`LeptosOptions::site_pkg_dir`).
    pkg_dir: String,
}

/// Bytes that a browser downloads, compressed.
pub(crate) struct Sizes {
    /// The WebAssembly.
    pub(crate) wasm: u64,
    /// Glue and start module together.
    pub(crate) script: u64,
    /// The style sheet.
    pub(crate) style: u64,
}

/// Puts `code`, `style` and `public/` together, unless the site is made of exactly these already.
pub(crate) fn assemble(workspace: &Workspace, code: &Path, style: &Path) -> Result<Sizes> {
    let public = workspace.root.join("public");
    let site = workspace.site();
    let inputs = Fingerprint::default().path(code)?.path(style)?.path(&public)?.text(include_str!("site.rs"));
    let stamp = Stamp::new(workspace.scratch("bundle").join("site.stamp"), inputs);
    if !stamp.is_fresh() || !site.join(MANIFEST).exists() {
        let next = workspace.scratch("bundle").join("site");
        if next.exists() {
            fs::remove_dir_all(&next)?;
        }
        fill(&next, code, style, &public)?;
        if site.exists() {
            fs::remove_dir_all(&site)?;
        }
        fs::rename(&next, &site).with_context(|| format!("cannot put the site at {}", site.display()))?;
        stamp.write()?;
    }
    measure(code, style)
}

fn fill(site: &Path, code: &Path, style: &Path, public: &Path) -> Result<()> {
    copy_below(public, site)?;
    compress::directory(site)?;
    let code_hash = short_hash(code)?;
    let style_hash = short_hash(style)?;
    let pkg = site.join("pkg");
    copy_below(code, &pkg.join(&code_hash))?;
    for suffix in ["css", "css.br"] {
        let from = style.join(format!("slipway.{suffix}"));
        if from.exists() {
            fs::copy(from, pkg.join(format!("slipway-{style_hash}.{suffix}")))?;
        }
    }
    let manifest = Manifest {
        start: format!("/pkg/{code_hash}/start.js"),
        module: format!("/pkg/{code_hash}/slipway.js"),
        wasm: format!("/pkg/{code_hash}/slipway_bg.wasm"),
        style: format!("/pkg/slipway-{style_hash}.css"),
        pkg_dir: format!("pkg/{code_hash}"),
    };
    fs::write(site.join(MANIFEST), serde_json::to_string_pretty(&manifest)? + "\n")?;
    Ok(())
}

/// Copies every file below `from` to the same place below `to`; nothing happens when there is no `from`.
fn copy_below(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(target)?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("cannot write {}", target.display()))?;
        }
    }
    Ok(())
}

fn measure(code: &Path, style: &Path) -> Result<Sizes> {
    let packed = |path: &Path| -> Result<u64> {
        let with_br = path.with_file_name(format!("{}.br", path.file_name().unwrap_or_default().to_string_lossy()));
        Ok(fs::metadata(if with_br.exists() { &with_br } else { path })?.len())
    };
    Ok(Sizes {
        wasm: packed(&code.join("slipway_bg.wasm"))?,
        script: packed(&code.join("slipway.js"))? + packed(&code.join("start.js"))?,
        style: packed(&style.join("slipway.css"))?,
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use serde_json::Value;

    use super::*;

    fn workspace(name: &str) -> Workspace {
        let root = std::env::temp_dir().join(format!("slipway-site-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        for (file, content) in [
            ("code/slipway.js", "glue"),
            ("code/start.js", "start"),
            ("code/slipway_bg.wasm", "code"),
            ("style/slipway.css", "a{}"),
            ("public/marks/logo.svg", &"<svg/>".repeat(40)),
        ] {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        Workspace { target: root.join("target"), root }
    }

    fn assembled(workspace: &Workspace) -> Value {
        assemble(workspace, &workspace.root.join("code"), &workspace.root.join("style")).unwrap();
        serde_json::from_str(&fs::read_to_string(workspace.site().join(MANIFEST)).unwrap()).unwrap()
    }

    fn on_disk(workspace: &Workspace, path: &Value) -> PathBuf {
        workspace.site().join(path.as_str().unwrap().trim_start_matches('/'))
    }

    #[test]
    fn every_path_of_the_manifest_leads_to_its_file() {
        let workspace = workspace("paths");
        let manifest = assembled(&workspace);
        for (key, content) in [("start", "start"), ("module", "glue"), ("wasm", "code"), ("style", "a{}")] {
            assert_eq!(fs::read_to_string(on_disk(&workspace, &manifest[key])).unwrap(), content, "{key}");
        }
        assert!(on_disk(&workspace, &manifest["pkg_dir"]).is_dir());
        assert!(workspace.site().join("marks/logo.svg.br").exists());
        fs::remove_dir_all(&workspace.root).unwrap();
    }

    #[test]
    fn a_changed_part_gets_a_new_name_and_the_others_keep_theirs() {
        let workspace = workspace("names");
        let before = assembled(&workspace);
        fs::write(workspace.root.join("style/slipway.css"), "b{}").unwrap();
        let after = assembled(&workspace);
        assert_ne!(before["style"], after["style"]);
        assert_eq!(before["wasm"], after["wasm"]);
        assert!(!on_disk(&workspace, &before["style"]).exists(), "the old file is gone");
        fs::remove_dir_all(&workspace.root).unwrap();
    }
}

//! The files of a sample, and the tests among them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::LANGUAGES;
use super::rig::{Program, definition, folder, is_here, metered, program, slipway, text, write};

/// Only the name and the catalog are a sample's own: what is written is what lies, compiles and is tested here. Usage is
/// reported where a plan is metered.
#[tokio::test]
async fn a_sample_is_written_byte_for_byte_and_never_over_something() {
    for language in LANGUAGES {
        for (definition, has_usage) in [(definition(true), false), (metered(), true)] {
            let dir = TempDir::new().unwrap();
            write(dir.path(), language, &definition).await;
            let mut expected: BTreeSet<PathBuf> = files(&folder(language));
            // Of the workspace alone.
            expected.remove(Path::new("clippy.toml"));
            let is_usage = |path: &PathBuf| path.to_string_lossy().contains("usage");
            assert!(expected.iter().any(is_usage), "{language}");
            expected.retain(|path| has_usage || !is_usage(path));
            expected.insert("catalog.json".into());
            assert_eq!(files(&dir.path().join("my-broker")), expected, "{language}");
            for path in expected.iter().filter(|path| path.as_path() != Path::new("catalog.json")) {
                let written = fs::read_to_string(dir.path().join("my-broker").join(path)).unwrap();
                let ours = fs::read_to_string(folder(language).join(path)).unwrap();
                assert_eq!(written, ours.replace("sample-broker", "my-broker"), "{language}: {}", path.display());
            }
            let arguments = ["sample", "my-broker", "--definition", "catalog.json", "--lang", language];
            assert_eq!(slipway(dir.path(), &arguments).await.status.code(), Some(2), "{language}");
        }
    }
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("catalog.json"), definition(true).to_string()).unwrap();
    for name in ["../x", "", "9lives", "My", "a/b"] {
        let arguments = ["sample", name, "--definition", "catalog.json"];
        assert_eq!(slipway(dir.path(), &arguments).await.status.code(), Some(2), "{name}");
    }
}

fn files(root: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(root).unwrap().to_owned());
            }
        }
    }
    found
}

/// Those in Rust are run with the workspace's own.
#[tokio::test]
async fn the_tests_that_are_written_with_a_sample_pass() {
    for language in ["python", "node"].into_iter().filter(|language| is_here(language)) {
        let dir = TempDir::new().unwrap();
        write(dir.path(), language, &metered()).await;
        let mut tests = program(dir.path(), language, Program::Tests);
        let output = tokio::task::spawn_blocking(move || tests.output().unwrap()).await.unwrap();
        assert!(output.status.success(), "{language}: {}{}", text(&output.stdout), text(&output.stderr));
    }
}

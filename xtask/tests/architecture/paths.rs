//! Whether the files exist that README.md and ARCHITECTURE.md name: a document that points nowhere has come apart from the
//! sources. It knows paths, not what is said of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

const DOCUMENTS: [&str; 2] = ["README.md", "ARCHITECTURE.md"];
/// What is built, installed or made, so that it may be missing.
const NOT_THERE: [&str; 3] = ["target", "node_modules", "data"];
/// `domain/stage.rs` is short for `crates/domain/src/stage.rs`.
const CRATES: [&str; 5] = ["domain", "store", "osb", "oidc", "backend"];
/// A name alone is a file of ours when it ends in one of these.
const SOURCES: [&str; 5] = [".rs", ".scss", ".ts", ".py", ".c"];

/// Every file and directory of the workspace, by its path from the root.
fn existing(root: &Path) -> BTreeSet<String> {
    let is_ours = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || NOT_THERE.contains(&name.as_ref()))
    };
    let entries = WalkDir::new(root).min_depth(1).into_iter().filter_entry(is_ours).filter_map(Result::ok);
    let path = |entry: DirEntry| entry.path().strip_prefix(root).ok().map(|path| path.to_string_lossy().into_owned());
    entries.filter_map(path).map(|path| path.replace('\\', "/")).collect()
}

/// Every breach in the two documents, as `path:line: what is wrong`.
pub(crate) fn violations(root: &Path) -> Vec<String> {
    let existing = existing(root);
    let told = |document: &&str| {
        let text = fs::read_to_string(root.join(document)).expect("the document is there");
        missing(document, &text, &existing)
    };
    DOCUMENTS.iter().flat_map(told).collect()
}

fn missing(document: &str, text: &str, existing: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for (path, line) in named(text) {
        if !exists(path, existing) {
            found.push(format!("{document}:{line}: there is no `{path}`"));
        }
    }
    found
}

/// What stands between backticks outside of code blocks and looks like a path of ours, with its line.
fn named(text: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    let mut is_code = false;
    for (index, line) in text.lines().enumerate() {
        if line.contains("```") {
            is_code = !is_code;
        } else if !is_code {
            let spans = line.split('`').skip(1).step_by(2);
            found.extend(spans.filter(|span| is_path(span)).map(|span| (span, index + 1)));
        }
    }
    found
}

/// Addresses begin with a slash, commands have spaces, and what is built or made is not there yet.
fn is_path(text: &str) -> bool {
    let is_word = text.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-./*".contains(letter));
    let first = text.split('/').next().unwrap_or_default();
    let is_ours = !(first.is_empty() || first == "." || NOT_THERE.contains(&first));
    is_word && is_ours && (text.contains('/') || SOURCES.iter().any(|ending| text.ends_with(ending)))
}

/// As a path from the root, as one within a crate, or as the end of one. `rule/*.rs` stands for its directory.
fn exists(path: &str, existing: &BTreeSet<String>) -> bool {
    let path = path.split("/*").next().unwrap_or_default().trim_end_matches('/');
    if existing.contains(path) {
        return true;
    }
    match path.split_once('/') {
        Some((first, rest)) if CRATES.contains(&first) => existing.contains(&format!("crates/{first}/src/{rest}")),
        _ => existing.iter().any(|known| known.strip_suffix(path).is_some_and(|before| before.ends_with('/'))),
    }
}

fn missing_in(text: &str) -> Vec<String> {
    let existing = ["crates/domain/src/stage.rs", "crates/domain/src/rule", "src/server/issuer", "tests/it/kill.rs"];
    missing("A.md", text, &existing.map(str::to_owned).into())
}

#[test]
fn a_path_that_leads_nowhere_is_reported_with_its_line() {
    for path in ["domain/stages.rs", "src/server/issuer.rs", "issuer/check.rs", "skill.rs", "store/stage.rs"] {
        let found = missing_in(&format!("# Title\n\nSee `{path}`."));
        assert_eq!(found, [format!("A.md:3: there is no `{path}`")]);
    }
}

#[test]
fn paths_that_exist_and_words_that_are_none_are_not_reported() {
    for text in [
        "`domain/stage.rs`, `crates/domain/src/stage.rs`, `rule/*.rs`, `src/server/issuer/` and `kill.rs`",
        "`/readyz`, `./data`, `target/release/slipway`, `http://127.0.0.1:5000`, `Acting::save`, `cargo run a/b.rs`",
        "`catalog.json` is downloaded",
        "```sh\npython a/b.py `a/b.rs`\n```",
    ] {
        assert_eq!(missing_in(text), Vec::<String>::new(), "{text}");
    }
}

//! Rules over the source files: what may be written where, found by its tokens.

use std::fs;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use crate::tokens::{Token, lex, lines_with};

/// Directories that are not ours to judge.
const NOT_SOURCES: [&str; 3] = ["target", "node_modules", "data"];
/// Names that say nothing about what a module is for.
const EMPTY_NAMES: [&str; 11] =
    ["utils", "util", "helpers", "helper", "common", "types", "misc", "manager", "managers", "service", "services"];
/// The one place that writes a textarea: Leptos does not escape what is in it.
const TEXTAREA: &str = "app/src/ui/textarea.rs";
/// Files that may write markup from a string. Each must escape it or take it from a constant.
const RAW_MARKUP: [&str; 1] = [TEXTAREA];
/// The one file that writes scripts and styles into a page, from constants and with its nonce.
const SCRIPTS: &str = "app/src/shell.rs";
/// The one file of the pages that knows the web server.
const SERVER_SEAM: &str = "app/src/ssr.rs";
/// How many lines in the whole product may tell server from browser.
const FEATURE_LINES: usize = 3;
/// How long a file may be, but for the one that holds all the sentences.
const LONGEST: usize = 350;
const SENTENCES: &str = "app/src/text.rs";
/// What looks at the clock or throws dice.
const IMPURE: [&str; 10] = [
    "SystemTime",
    "Instant",
    "now_utc",
    "now_local",
    "now_v7",
    "new_v4",
    "OsRng",
    "thread_rng",
    "ThreadRng",
    "getrandom",
];

/// A Rust file, by its path from the root of the workspace.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every Rust file of the workspace.
pub(crate) fn read(root: &Path) -> Vec<Source> {
    let is_ours = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || NOT_SOURCES.contains(&name.as_ref()))
    };
    let entries = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(is_ours).filter_map(Result::ok);
    let files = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    files.map(|file| source(root, file.path())).collect()
}

/// Every breach, as `path:line: what is wrong`.
pub(crate) fn violations(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    let mut feature_lines = Vec::new();
    for source in sources {
        let tokens = match lex(&source.text) {
            Ok(tokens) => tokens,
            Err(error) => {
                found.push(format!("{}: not readable as Rust: {error}", source.path));
                continue;
            }
        };
        let of_file = about_the_file(source).into_iter().map(|why| (1, why));
        let breaches = of_file.chain(about_the_code(&source.path, &tokens));
        found.extend(breaches.map(|(line, why)| format!("{}:{line}: {why}", source.path)));
        if !source.path.starts_with("xtask/") {
            let lines = lines_that_tell_server_from_browser(&tokens).into_iter();
            feature_lines.extend(lines.map(|line| format!("{}:{line}", source.path)));
        }
    }
    if feature_lines.len() > FEATURE_LINES {
        found.push(format!("more than {FEATURE_LINES} lines tell server from browser: {}", feature_lines.join(", ")));
    }
    found
}

fn source(root: &Path, file: &Path) -> Source {
    let path = file.strip_prefix(root).expect("it was found below the root").to_string_lossy().replace('\\', "/");
    Source { path, text: fs::read_to_string(file).unwrap_or_default() }
}

fn about_the_file(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let (_, name) = source.path.rsplit_once('/').unwrap_or(("", &source.path));
    let stem = name.trim_end_matches(".rs");
    if stem == "mod" {
        found.push("a module lies in a file of its own name, not in mod.rs".to_owned());
    }
    let folders_and_stem = source.path.trim_end_matches(".rs").split('/');
    if let Some(empty) = folders_and_stem.into_iter().find(|part| EMPTY_NAMES.contains(part)) {
        found.push(format!("`{empty}` says nothing about what the module is for"));
    }
    let is_test = stem == "tests" || source.path.contains("/tests/");
    if !is_test && !source.text.starts_with("//!") {
        found.push("a module opens by saying what it is for (`//!`)".to_owned());
    }
    let length = source.text.lines().count();
    if length > LONGEST && source.path != SENTENCES {
        found.push(format!("{length} lines; {LONGEST} are the most"));
    }
    found
}

fn about_the_code(path: &str, tokens: &[Token]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut forbid = |sequence: &[&str], why: &str| {
        found.extend(lines_with(tokens, sequence).into_iter().map(|line| (line, why.to_owned())));
    };
    forbid(&["unsafe"], "no unsafe code");
    forbid(&["[", "allow", "("], "`#[expect(…, reason = \"…\")]` instead of `#[allow]`");
    for name in EMPTY_NAMES {
        forbid(&["mod", name], "the module's name says nothing about what it is for");
    }
    if path != TEXTAREA {
        let why = "only the TextArea component may write a textarea: it escapes the content";
        forbid(&["<", "textarea"], why);
        forbid(&["textarea", "("], why);
    }
    if path.starts_with("app/") && path != SCRIPTS {
        let why = "only shell.rs writes scripts and styles: what is in them is not escaped";
        for element in ["script", "style", "Script", "Style"] {
            forbid(&["<", element], why);
        }
        for builder in ["script", "style"] {
            forbid(&["html", ":", ":", builder], why);
        }
    }
    if !RAW_MARKUP.contains(&path) {
        forbid(&["inner_html"], "markup from a string is not escaped; see RAW_MARKUP");
    }
    if path.starts_with("app/") && path != SERVER_SEAM {
        forbid(&["leptos_axum"], "only ssr.rs knows the web server");
    }
    if path.starts_with("crates/domain/") || path.starts_with("crates/oidc/") {
        for name in IMPURE {
            forbid(&[name], "time and randomness are handed in");
        }
    }
    found
}

/// Lines with `cfg(…)`, `cfg!(…)` or `cfg_attr(…)` over the features `ssr` and `hydrate`.
fn lines_that_tell_server_from_browser(tokens: &[Token]) -> Vec<usize> {
    let mut lines: Vec<usize> = ["\"ssr\"", "\"hydrate\""]
        .into_iter()
        .flat_map(|feature| lines_with(tokens, &["feature", "=", feature]))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

fn broken_by(path: &str, text: &str) -> Vec<String> {
    violations(&[Source { path: path.to_owned(), text: format!("//! A sample.\n{text}") }])
}

#[test]
fn code_that_breaks_a_rule_is_reported_with_its_line() {
    for (path, text) in [
        ("src/server.rs", "fn f() { unsafe { g() } }"),
        ("src/server.rs", "#[allow(dead_code)] fn f() {}"),
        ("src/server.rs", "#![allow(dead_code)]"),
        ("src/server.rs", "mod helpers { }"),
        ("app/src/pages/listing.rs", "view! { <p><textarea name=\"x\">{value}</textarea></p> }"),
        ("app/src/pages/listing.rs", "fn f() { html::textarea().child(value) }"),
        ("app/src/pages/listing.rs", "view! { <p inner_html=value></p> }"),
        ("app/src/pages/listing.rs", "view! { <script>{value}</script> }"),
        ("app/src/pages/listing.rs", "view! { <style>{value}</style> }"),
        ("app/src/pages/listing.rs", "view! { <Script>{value}</Script> }"),
        ("app/src/pages/listing.rs", "view! { <Style>{value}</Style> }"),
        ("app/src/pages/listing.rs", "fn f() { html::script().child(value) }"),
        ("app/src/pages/listing.rs", "fn f() { html::style().child(value) }"),
        ("app/src/api/listing.rs", "use leptos_axum::redirect;"),
        ("crates/domain/src/gate.rs", "fn f() { std::time::Instant::now(); }"),
        ("crates/oidc/src/token.rs", "fn f() { OffsetDateTime::now_utc(); }"),
        ("crates/oidc/src/token.rs", "use rand::rngs::OsRng;"),
    ] {
        let found = broken_by(path, text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].starts_with(&format!("{path}:2: ")), "{found:?}");
    }
}

#[test]
fn a_file_that_breaks_a_rule_is_reported() {
    for path in ["src/server/mod.rs", "app/src/utils.rs", "crates/store/src/helpers/rows.rs"] {
        assert_eq!(broken_by(path, "").len(), 1, "{path}");
    }
    let unsaid = Source { path: "src/server.rs".to_owned(), text: "fn f() {}".to_owned() };
    assert_eq!(violations(&[unsaid]).len(), 1);
    let lines = "fn f() {}\n".repeat(LONGEST);
    assert_eq!(broken_by("src/server.rs", &lines).len(), 1);
    assert_eq!(broken_by("src/server.rs", "fn f( {").len(), 1, "not Rust");
}

#[test]
fn the_fourth_line_that_tells_server_from_browser_is_too_many() {
    let three = "#[cfg(feature = \"ssr\")]\nmod a;\n#[cfg_attr(feature = \"hydrate\", expect(x))]\nmod b;\n\
                 fn f() { if cfg!(not(feature = \"ssr\")) {} }\n";
    assert_eq!(broken_by("app/src/lib.rs", three), Vec::<String>::new());
    let four = format!("{three}#[cfg(all(unix, feature = \"hydrate\"))]\nmod c;\n");
    assert_eq!(broken_by("app/src/lib.rs", &four).len(), 1);
}

#[test]
fn what_the_rules_allow_is_not_reported() {
    for (path, text) in [
        (TEXTAREA, "view! { <textarea inner_html=escape(&value)></textarea> }"),
        (SERVER_SEAM, "use leptos_axum::ResponseOptions;"),
        (SCRIPTS, "view! { <script type=\"module\" src=start nonce=nonce></script> }"),
        ("app/src/islands/words.rs", "fn f() { element.style().set_property(name, value); }"),
        ("app/src/ui.rs", "pub mod textarea; // never an unsafe <textarea>"),
        ("crates/backend/src/clock.rs", "fn f() { SystemTime::now(); }"),
        ("src/main.rs", "#[expect(clippy::unwrap_used, reason = \"tests\")] mod tests {}"),
        ("src/server.rs", "fn f() { let a = list.allow(\"unsafe\"); }"),
    ] {
        assert_eq!(broken_by(path, text), Vec::<String>::new(), "{path}");
    }
}

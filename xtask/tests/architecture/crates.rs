//! Rules over `cargo metadata`: which of our crates know each other, and where the heavy crates of others may appear.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// Who may know whom. A crate of ours that is not listed here breaks the rule.
const MAY_KNOW: [(&str, &[&str]); 8] = [
    ("slipway-domain", &[]),
    ("slipway-osb", &["slipway-domain"]),
    ("slipway-oidc", &["slipway-domain"]),
    ("slipway-store", &["slipway-domain"]),
    ("slipway-backend", &["slipway-domain", "slipway-oidc", "slipway-osb", "slipway-store"]),
    ("slipway-app", &["slipway-backend", "slipway-domain"]),
    ("slipway", &["slipway-app", "slipway-backend", "slipway-domain", "slipway-oidc", "slipway-osb", "slipway-store"]),
    // What `slipway broker sample --lang rust` writes; the tests start it.
    ("sample-broker", &[]),
];

/// The build tool and the benches are no part of the product: they may generate and measure with whatever they need,
/// and nobody may depend on them.
const TOOLS: [&str; 2] = ["xtask", "slipway-bench"];

/// Crates by the start of their name, and the only packages that may depend on them, each with the only feature that
/// may turn the dependency on (`""` for an ordinary one). The longest start that fits a dependency decides.
const CONFINED: [(&str, &[(&str, &str)]); 9] = [
    ("leptos", &[("slipway-app", ""), ("slipway", "")]),
    ("leptos_axum", &[("slipway-app", "ssr"), ("slipway", "ssr")]),
    ("slipway-backend", &[("slipway-app", "ssr"), ("slipway", "ssr")]),
    ("sqlx", &[("slipway-store", "")]),
    ("libsqlite3-sys", &[("slipway-store", "")]),
    ("rusqlite", &[]),
    ("axum", &[("slipway", "ssr"), ("slipway-osb", "fake"), ("sample-broker", "")]),
    ("lettre", &[("slipway-backend", "")]),
    ("reqwest", &[("slipway-osb", ""), ("sample-broker", "")]),
];

/// The feature of the store by which tests stop it in the middle.
const REHEARSAL: &str = "rehearsal";

/// Crates that do things on their own: run tasks, look at the clock, throw dice.
const IMPURE: [&str; 6] = ["tokio", "async-std", "rand", "getrandom", "fastrand", "chrono"];
const PURE: [&str; 2] = ["slipway-domain", "slipway-oidc"];
/// Features that give a pure crate's dependency a clock or dice after all.
const IMPURE_FEATURES: [(&str, &[&str]); 2] =
    [("uuid", &["v1", "v4", "v6", "v7", "rng", "fast-rng"]), ("time", &["local-offset", "rand"])];

#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    name: String,
    dependencies: Vec<Dependency>,
    #[serde(default)]
    features: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    /// Absent for an ordinary dependency, else `dev` or `build`.
    kind: Option<String>,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    features: Vec<String>,
}

/// The packages of the workspace.
pub(crate) fn read(root: &Path) -> Vec<Package> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    let arguments = ["metadata", "--no-deps", "--format-version", "1"];
    let output = Command::new("cargo").args(arguments).current_dir(root).output().expect("cargo runs this test");
    let metadata: Metadata = serde_json::from_slice(&output.stdout).expect("cargo metadata writes JSON");
    metadata.packages
}

/// Every breach, as a sentence that names the crate, the dependency and the rule.
pub(crate) fn violations(packages: &[Package]) -> Vec<String> {
    let mut found = Vec::new();
    for package in packages.iter().filter(|package| !TOOLS.contains(&package.name.as_str())) {
        let Some((_, may_know)) = MAY_KNOW.iter().find(|(name, _)| *name == package.name) else {
            found.push(format!("{} is new: say in MAY_KNOW which of our crates it may know", package.name));
            continue;
        };
        // A crate may ask for itself with another feature, for its own tests.
        for dependency in package.dependencies.iter().filter(|dependency| dependency.name != package.name) {
            let broken = [
                knows_too_much(dependency, may_know),
                not_confined(package, dependency),
                impure(package, dependency),
                rehearses(package, dependency),
            ];
            found.extend(
                broken.into_iter().flatten().map(|why| format!("{} → {}: {why}", package.name, dependency.name)),
            );
        }
    }
    found
}

fn knows_too_much(dependency: &Dependency, may_know: &[&str]) -> Option<String> {
    let name = dependency.name.as_str();
    let is_ours = TOOLS.contains(&name) || MAY_KNOW.iter().any(|(ours, _)| *ours == name);
    (is_ours && !may_know.contains(&name)).then(|| "it may not know this crate".to_owned())
}

fn not_confined(package: &Package, dependency: &Dependency) -> Option<String> {
    let rules = CONFINED.iter().filter(|(start, _)| dependency.name.starts_with(start));
    let (_, allowed) = rules.max_by_key(|(start, _)| start.len())?;
    match allowed.iter().find(|(name, _)| *name == package.name) {
        None if MAY_KNOW.iter().any(|(name, _)| *name == dependency.name) => None, // who may know whom has decided
        None => Some("only other crates may depend on it".to_owned()),
        Some((_, "")) => None,
        Some(_) if dependency.kind.as_deref() == Some("dev") => None,
        Some((_, feature)) => {
            let enabled_by = features_that_enable(package, &dependency.name);
            (!dependency.optional || enabled_by != [*feature])
                .then(|| format!("it may be turned on by the feature `{feature}` alone, not by {enabled_by:?}"))
        }
    }
}

fn impure(package: &Package, dependency: &Dependency) -> Option<String> {
    if !PURE.contains(&package.name.as_str()) {
        return None;
    }
    let name = dependency.name.as_str();
    if IMPURE.iter().any(|start| name.starts_with(start)) {
        return Some("tasks, clocks and random numbers stay outside".to_owned());
    }
    let (_, features) = IMPURE_FEATURES.iter().find(|(crate_name, _)| *crate_name == name)?;
    let bad = dependency.features.iter().find(|feature| features.contains(&feature.as_str()))?;
    Some(format!("its feature `{bad}` brings a clock or random numbers"))
}

/// What only tests may do to a store is in no program.
fn rehearses(package: &Package, dependency: &Dependency) -> Option<String> {
    let asks = dependency.kind.as_deref() != Some("dev") && dependency.features.iter().any(|it| it == REHEARSAL);
    let passed = format!("{}/{REHEARSAL}", dependency.name);
    let passes_on = package.features.values().flatten().any(|item| *item == passed);
    (asks || passes_on).then(|| format!("its feature `{REHEARSAL}` is for tests"))
}

fn features_that_enable<'a>(package: &'a Package, dependency: &str) -> Vec<&'a str> {
    let enables = |item: &String| {
        item.strip_prefix("dep:") == Some(dependency)
            || item.split_once('/').is_some_and(|(name, _)| name == dependency)
    };
    package.features.iter().filter(|(_, items)| items.iter().any(enables)).map(|(name, _)| name.as_str()).collect()
}

/// One package that depends on one crate, with no features.
fn sample(package: &str, dependency: &str) -> Vec<Package> {
    let dependency = Dependency { name: dependency.to_owned(), kind: None, optional: false, features: Vec::new() };
    vec![Package { name: package.to_owned(), dependencies: vec![dependency], features: BTreeMap::new() }]
}

#[test]
fn a_program_that_could_be_stopped_like_a_test_is_reported() {
    let mut packages = sample("slipway", "slipway-store");
    packages[0].features.insert("ssr".to_owned(), vec!["slipway-store/rehearsal".to_owned()]);
    assert!(!violations(&packages).is_empty());
    packages[0].features.clear();
    packages[0].dependencies[0].features.push(REHEARSAL.to_owned());
    assert!(!violations(&packages).is_empty());
    packages[0].dependencies[0].kind = Some("dev".to_owned());
    assert!(violations(&packages).is_empty(), "tests rehearse");
}

#[test]
fn a_dependency_that_breaks_the_plan_is_reported() {
    for (package, dependency) in [
        ("slipway-domain", "slipway-store"),
        ("slipway-store", "slipway-backend"),
        ("slipway-osb", "slipway-oidc"),
        ("slipway-app", "slipway-store"),
        ("slipway-app", "xtask"),
        ("slipway", "slipway-bench"),
        ("slipway-backend", "leptos"),
        ("slipway-domain", "leptos_router"),
        ("slipway-backend", "sqlx"),
        ("slipway", "sqlx-core"),
        ("slipway-store", "rusqlite"),
        ("slipway-backend", "axum"),
        ("slipway-app", "axum"),
        ("slipway", "reqwest"),
        ("slipway", "lettre"),
        ("slipway-domain", "tokio"),
        ("slipway-oidc", "rand_core"),
        ("slipway-domain", "chrono"),
        ("slipway-newcomer", "serde"),
    ] {
        assert_eq!(violations(&sample(package, dependency)).len(), 1, "{package} → {dependency}");
    }
}

#[test]
fn a_dependency_that_the_plan_foresees_is_not_reported() {
    for (package, dependency) in [
        ("slipway-store", "sqlx"),
        ("slipway-osb", "reqwest"),
        ("slipway-app", "leptos_meta"),
        ("slipway-backend", "slipway-store"),
        ("slipway-backend", "tokio"),
        ("slipway-backend", "lettre"),
        ("slipway-bench", "sqlx"),
        ("xtask", "sqlx"),
    ] {
        assert_eq!(violations(&sample(package, dependency)), Vec::<String>::new(), "{package} → {dependency}");
    }
}

#[test]
fn the_server_half_of_the_pages_hangs_on_the_feature_ssr_alone() {
    let mut packages = sample("slipway-app", "slipway-backend");
    assert_eq!(violations(&packages).len(), 1, "not optional");
    packages[0].dependencies[0].optional = true;
    packages[0].features = BTreeMap::from([("ssr".to_owned(), vec!["dep:slipway-backend".to_owned()])]);
    assert_eq!(violations(&packages), Vec::<String>::new());
    packages[0].features.insert("hydrate".to_owned(), vec!["slipway-backend/tracing".to_owned()]);
    assert_eq!(violations(&packages).len(), 1, "a second feature turns it on");
}

#[test]
fn a_feature_that_smuggles_in_random_numbers_is_reported() {
    let mut packages = sample("slipway-domain", "uuid");
    assert_eq!(violations(&packages), Vec::<String>::new());
    packages[0].dependencies[0].features = vec!["serde".to_owned(), "v7".to_owned()];
    assert_eq!(violations(&packages).len(), 1);
}

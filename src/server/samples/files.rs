//! The files of the sample brokers: `slipway broker sample` writes them to a directory, the console sends them as an
//! archive. Only the name and the catalog are a sample's own.

use serde_json::{Value, json};
use slipway_domain::broker_api::SampleLanguage;

/// Path and text of the files of a folder of `src/cli/broker/sample`.
macro_rules! files {
    ($folder:literal: $($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../cli/broker/sample/", $folder, "/", $path)))),+]
    };
}

/// Path and text of each.
type Files = &'static [(&'static str, &'static str)];

const PYTHON: Files = files!(
    "python":
    "broker.py",
    "dashboard.py",
    "issuer.py",
    "server.py",
    "signin.py",
    "test_broker.py",
    "test_dashboard.py",
    "requirements.txt",
    "README.md",
    "Containerfile",
);
const NODE: Files = files!(
    "node":
    "broker.js",
    "dashboard.js",
    "offering.js",
    "refused.js",
    "server.js",
    "signin.js",
    "broker.test.js",
    "dashboard.test.js",
    "package.json",
    "README.md",
    "Containerfile",
);
const RUST: Files = files!(
    "rust":
    "src/lib.rs",
    "src/main.rs",
    "src/dashboard.rs",
    "src/door.rs",
    "src/broker.rs",
    "src/broker/bindings.rs",
    "src/broker/instances.rs",
    "src/broker/shown.rs",
    "src/offering.rs",
    "src/refused.rs",
    "src/signin.rs",
    "tests/broker.rs",
    "tests/dashboard.rs",
    "Cargo.toml",
    "README.md",
    "Containerfile",
);
/// What is written as well where there is usage to report.
const METERED_PYTHON: Files = files!("python": "usage.py", "test_usage.py");
const METERED_NODE: Files = files!("node": "usage.js", "usage.test.js");
const METERED_RUST: Files = files!(
    "rust":
    "src/bin/report-usage/main.rs",
    "src/bin/report-usage/platform.rs",
    "src/bin/report-usage/record.rs",
    "src/bin/report-usage/reporter.rs",
    "src/bin/report-usage/reporter/tests.rs",
    "tests/usage.rs",
);
/// What a sample is called until it has its own name.
const PLACEHOLDER: &str = "sample-broker";

/// The program beside the broker, which a broker must not be called like.
pub const REPORTER: &str = "report-usage";

/// Whether a broker can be called that in every language: a name begins with a letter, has lower-case letters, digits and
/// hyphens, and is not [`REPORTER`].
pub fn is_name(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_plain) && name != REPORTER
}

/// Path and text of each file of the broker `name` (see [`is_name`]), in the order of their paths. `catalog` is the
/// definition as the console exports it.
pub fn files(language: SampleLanguage, name: &str, catalog: &str) -> Vec<(&'static str, String)> {
    let (files, metered) = match language {
        SampleLanguage::Python => (PYTHON, METERED_PYTHON),
        SampleLanguage::Node => (NODE, METERED_NODE),
        SampleLanguage::Rust => (RUST, METERED_RUST),
    };
    let catalog = wrapped(catalog);
    let metered: Files = if has_measures(&catalog) { metered } else { &[] };
    let sources = files.iter().chain(metered).map(|(path, text)| (*path, text.replace(PLACEHOLDER, name)));
    let mut all: Vec<_> = sources.chain([("catalog.json", catalog)]).collect();
    all.sort_unstable();
    all
}

/// An export may come without its wrapper (DEC-23); a broker's catalog may not.
fn wrapped(catalog: &str) -> String {
    match serde_json::from_str(catalog) {
        Ok(Value::Array(services)) => json!({ "services": services }).to_string(),
        Ok(value) if value.get("services").is_none() => json!({ "services": [value] }).to_string(),
        _ => catalog.to_owned(),
    }
}

/// Whether a plan charges for what is measured (§4.10).
fn has_measures(catalog: &str) -> bool {
    let catalog: Value = serde_json::from_str(catalog).unwrap_or_default();
    let plans = catalog["services"][0]["plans"].as_array().into_iter().flatten();
    let mut costs = plans.filter_map(|plan| plan["metadata"]["costs"].as_array()).flatten();
    costs.any(|cost| cost["meteringUnit"].is_string())
}

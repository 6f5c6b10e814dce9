//! `slipway broker sample`: a small broker for an offering, complete enough to pass the test.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use slipway_osb::conformance::Definition;

use super::super::{Failure, print};
use super::Finding;
use super::target::read;

/// Write a small, complete broker for an offering, to start from
///
/// It keeps state, refuses what has to be refused, and passes `slipway broker test`. Nothing that exists is overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway broker sample my-broker --definition catalog.json
  cd my-broker && BROKER_USER=broker BROKER_PASSWORD=secret python3 server.py

  slipway broker sample my-broker --definition catalog.json --lang node
  slipway broker sample my-broker --definition catalog.json --lang rust")]
pub(super) struct Sample {
    /// Name of the broker, and of the directory to write it to
    name: String,
    /// The offering's definition: the catalog.json that the console exports
    #[arg(long, value_name = "FILE")]
    definition: PathBuf,
    /// Language to write it in
    #[arg(long, value_enum, default_value = "python")]
    lang: Language,
}

/// Languages of the sample
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// Python 3.9 or newer, without packages
    Python,
    /// Node 20 or newer, without packages
    Node,
    /// Rust, with axum
    Rust,
}

/// Path and text of the files of a folder of `sample`.
macro_rules! files {
    ($folder:literal: $($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("sample/", $folder, "/", $path)))),+]
    };
}

const PYTHON: &[(&str, &str)] =
    files!("python": "broker.py", "server.py", "test_broker.py", "README.md", "Containerfile");
const NODE: &[(&str, &str)] =
    files!("node": "broker.js", "server.js", "broker.test.js", "package.json", "README.md", "Containerfile");
const RUST: &[(&str, &str)] = files!(
    "rust":
    "src/lib.rs",
    "src/main.rs",
    "src/door.rs",
    "src/broker.rs",
    "src/broker/bindings.rs",
    "src/broker/instances.rs",
    "src/offering.rs",
    "src/refused.rs",
    "tests/broker.rs",
    "Cargo.toml",
    "README.md",
    "Containerfile",
);
/// What a sample is called until it has its own name.
const PLACEHOLDER: &str = "sample-broker";

impl Sample {
    pub(super) fn run(self) -> Result<Finding, Failure> {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !self.name.starts_with(|c: char| c.is_ascii_lowercase()) || !self.name.chars().all(is_plain) {
            let name = "a name begins with a letter and has lower-case letters, digits and hyphens";
            return Err(Failure::Usage(name.to_owned()));
        }
        let catalog = read("the definition", &self.definition)?;
        Definition::parse(&catalog, None)
            .map_err(|problem| Failure::Usage(format!("{}: {problem}", self.definition.display())))?;
        let directory = Path::new(&self.name);
        fs::create_dir(directory)
            .map_err(|error| Failure::Usage(format!("{} cannot be made: {error}", directory.display())))?;
        let files = match self.lang {
            Language::Python => PYTHON,
            Language::Node => NODE,
            Language::Rust => RUST,
        };
        for (path, text) in files {
            write(&directory.join(path), &text.replace(PLACEHOLDER, &self.name))?;
        }
        write(&directory.join("catalog.json"), &wrapped(&catalog))?;
        print(&format!("{}/ is written; its README.md says how to start it.\n", self.name))?;
        Ok(Finding::Good)
    }
}

/// An export may come without its wrapper (DEC-23); a broker's catalog may not.
fn wrapped(catalog: &str) -> String {
    match serde_json::from_str(catalog) {
        Ok(serde_json::Value::Array(services)) => serde_json::json!({ "services": services }).to_string(),
        Ok(value) if value.get("services").is_none() => serde_json::json!({ "services": [value] }).to_string(),
        _ => catalog.to_owned(),
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let file = folder.and_then(|()| OpenOptions::new().write(true).create_new(true).open(path));
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| Failure::failed(format!("{} cannot be written: {error}", path.display())))
}

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
  cd my-broker && BROKER_USER=broker BROKER_PASSWORD=secret python3 broker.py")]
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
}

const PYTHON: [(&str, &str); 4] = [
    ("broker.py", include_str!("sample/python/broker.py")),
    ("test_broker.py", include_str!("sample/python/test_broker.py")),
    ("README.md", include_str!("sample/python/README.md")),
    ("Containerfile", include_str!("sample/python/Containerfile")),
];

impl Sample {
    pub(super) fn run(self) -> Result<Finding, Failure> {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name.is_empty() || !self.name.chars().all(is_plain) {
            return Err(Failure::Usage("a name has lower-case letters, digits and hyphens".to_owned()));
        }
        let catalog = read("the definition", &self.definition)?;
        Definition::parse(&catalog, None)
            .map_err(|problem| Failure::Usage(format!("{}: {problem}", self.definition.display())))?;
        let directory = Path::new(&self.name);
        fs::create_dir(directory)
            .map_err(|error| Failure::Usage(format!("{} cannot be made: {error}", directory.display())))?;
        let files = match self.lang {
            Language::Python => PYTHON,
        };
        for (name, text) in files {
            write(&directory.join(name), &text.replace("@NAME@", &self.name))?;
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
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| Failure::failed(format!("{} cannot be written: {error}", path.display())))
}

//! `slipway broker sample`: a small broker for an offering, complete enough to pass the test.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use slipway::server::samples;
use slipway_domain::broker_api::SampleLanguage;
use slipway_osb::conformance::Definition;

use super::super::{Failure, print};
use super::Finding;
use super::target::read;

/// Write a small, complete broker for an offering, to start from
///
/// It keeps state, refuses what has to be refused, signs people in to a dashboard, and passes `slipway broker test`. For a
/// definition with a metered plan there is also a program that reports usage. Nothing that exists is overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  slipway broker sample my-broker --definition catalog.json
  cd my-broker && python3 -m venv .venv && .venv/bin/pip install -r requirements.txt
  BROKER_USER=broker BROKER_PASSWORD=secret .venv/bin/python server.py

  slipway broker sample my-broker --definition catalog.json --lang node
  slipway broker sample my-broker --definition catalog.json --lang rust")]
pub(super) struct Sample {
    /// Name of the broker, and of the directory to write it to
    name: String,
    /// The offering's definition: the catalog.json that the console exports
    #[arg(long, value_name = "FILE")]
    definition: PathBuf,
    /// Language to write it in
    #[arg(long, value_enum, default_value = SampleLanguage::default().name())]
    lang: Language,
}

/// Languages of the sample
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// Python 3.9 or newer, with `PyJWT`
    Python,
    /// Node 20 or newer, with openid-client
    Node,
    /// Rust, with axum
    Rust,
}

impl From<Language> for SampleLanguage {
    fn from(language: Language) -> Self {
        match language {
            Language::Python => Self::Python,
            Language::Node => Self::Node,
            Language::Rust => Self::Rust,
        }
    }
}

impl Sample {
    pub(super) fn run(self) -> Result<Finding, Failure> {
        if !samples::is_name(&self.name) {
            let reporter = samples::REPORTER;
            let name = "a name begins with a letter, has lower-case letters, digits and hyphens, and is not";
            return Err(Failure::Usage(format!("{name} {reporter}")));
        }
        let catalog = read("the definition", &self.definition)?;
        Definition::parse(&catalog, None)
            .map_err(|problem| Failure::Usage(format!("{}: {problem}", self.definition.display())))?;
        let directory = Path::new(&self.name);
        fs::create_dir(directory)
            .map_err(|error| Failure::Usage(format!("{} cannot be made: {error}", directory.display())))?;
        for (path, text) in samples::files(self.lang.into(), &self.name, &catalog) {
            write(&directory.join(path), &text)?;
        }
        print(&format!("{}/ is written; its README.md says how to start it.\n", self.name))?;
        Ok(Finding::Good)
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let file = folder.and_then(|()| OpenOptions::new().write(true).create_new(true).open(path));
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| Failure::failed(format!("{} cannot be written: {error}", path.display())))
}

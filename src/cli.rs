//! The command line: what can be asked of the executable, explained for somebody who sees it for the first time. The
//! commands themselves are one file each.

mod account;
mod backup;
mod broker;
mod config;
mod console_address;
mod dossier;
mod key;
mod link;
mod migrate;
mod offering;
mod open;
mod refusal;
mod serve;
mod usage;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use slipway::server::config::{Config, ConfigError};
use slipway::server::telemetry;

/// The self-hosted console in which a provider brings a service into a catalog.
#[derive(Debug, Parser)]
#[command(
    name = "slipway",
    version,
    after_help = "\
Getting started:
  slipway serve --demo                       try it out with demo data, at http://127.0.0.1:3000
  slipway config --example > slipway.toml    a configuration file with every key explained
  slipway user add you@example.com --name 'Your Name' --admin
  slipway serve                              start for real
  slipway broker test --help                 test your service's broker, without any of the above

Every command explains itself: slipway help COMMAND"
)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Common {
    /// Configuration file; without it `slipway.toml` in the current directory is read, if there is one
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server
    Serve(serve::Serve),
    /// Bring the database's tables up to date without starting the server
    Migrate(migrate::Migrate),
    /// Print the configuration that is in force, without secrets
    Config(config::PrintConfig),
    /// Add people, let them in, lock them out, and change what they may do
    User(user::User),
    /// Add accounts and change who belongs to them
    Account(account::Account),
    /// List and rotate the keys that sign the tokens of the embedded issuer
    Key(key::Key),
    /// Look at a broker as the platform will: print its catalog, or test that it behaves
    Broker(Box<broker::Broker>),
    /// Keep an offering as a file: export it, compare it, apply it, check it
    Offering(offering::Offering),
    /// Make a dossier of an offering, check one anywhere, or import one
    Dossier(dossier::Dossier),
    /// Report what the instances of your service used
    Usage(usage::Usage),
    /// Write a checked copy of the database to a file, also while the server runs
    Backup(backup::Backup),
}

/// Why a command ended without having done its work.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// How it was called or configured is wrong; exit code 2.
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Exit code 1.
    #[error("{0}")]
    Failed(String),
}

impl Failure {
    fn failed(error: impl ToString) -> Self {
        Self::Failed(error.to_string())
    }

    fn code(&self) -> ExitCode {
        match self {
            Self::Usage(_) | Self::Config(_) => ExitCode::from(2),
            Self::Failed(_) => ExitCode::FAILURE,
        }
    }
}

/// Runs the command that the process was started with.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    match cli.command.run(&cli.common) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("slipway: {failure}");
            failure.code()
        }
    }
}

impl Command {
    fn run(self, common: &Common) -> Result<ExitCode, Failure> {
        match self {
            // The example must be there for somebody whose configuration is broken.
            Self::Config(print) if print.example => config::print_example().map(|()| ExitCode::SUCCESS),
            // A provider's pipeline has no configuration of a console.
            Self::Broker(broker) => Ok(match runtime()?.block_on(broker.run())? {
                broker::Finding::Good => ExitCode::SUCCESS,
                broker::Finding::Bad => ExitCode::FAILURE,
            }),
            Self::Offering(offering) => Ok(match runtime()?.block_on(offering.run())? {
                offering::Finding::Good => ExitCode::SUCCESS,
                offering::Finding::Bad => ExitCode::FAILURE,
            }),
            // Whoever checks a dossier has no console.
            Self::Dossier(dossier) => match dossier.offline() {
                Ok(verify) => Ok(match runtime()?.block_on(verify.run())? {
                    dossier::Finding::Good => ExitCode::SUCCESS,
                    dossier::Finding::Bad => ExitCode::FAILURE,
                }),
                Err(dossier) => Self::Dossier(dossier).run_configured(common).map(|()| ExitCode::SUCCESS),
            },
            Self::Usage(usage) => Ok(match runtime()?.block_on(usage.run())? {
                usage::Finding::Everything => ExitCode::SUCCESS,
                usage::Finding::NotEverything => ExitCode::FAILURE,
            }),
            command => command.run_configured(common).map(|()| ExitCode::SUCCESS),
        }
    }

    fn run_configured(self, common: &Common) -> Result<(), Failure> {
        let config = Config::load(common.config.as_deref())?;
        if !matches!(self, Self::Config(_)) {
            telemetry::init(&config.log);
        }
        let work = async {
            match self {
                Self::Serve(serve) => serve.run(config).await,
                Self::Migrate(migrate) => migrate.run(&config).await,
                Self::Config(_) => config::print(&config),
                Self::User(user) => user.run(&config).await,
                Self::Account(account) => account.run(&config).await,
                Self::Key(key) => key.run(&config).await,
                Self::Backup(backup) => backup.run(&config).await,
                Self::Broker(broker) => broker.run().await.map(|_| ()),
                Self::Offering(offering) => offering.run().await.map(|_| ()),
                Self::Dossier(dossier) => dossier.run(&config).await,
                Self::Usage(usage) => usage.run().await.map(|_| ()),
            }
        };
        runtime()?.block_on(work)
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::failed)
}

/// Writes to standard output; a reader that has gone away (`| head`) is no failure of ours.
fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write as _;
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::failed(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    /// What `command`, called `path`, and the commands below it leave unexplained.
    fn unexplained(command: &clap::Command, path: &str) -> Vec<String> {
        let mut found = Vec::new();
        if command.get_about().is_none() {
            found.push(format!("{path}: what it does"));
        }
        let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        if !(example.contains("Example") && example.contains(path)) {
            found.push(format!("{path}: an example"));
        }
        for argument in command.get_arguments().filter(|argument| argument.get_help().is_none()) {
            found.push(format!("{path}: {}", argument.get_id()));
        }
        for below in command.get_subcommands() {
            found.extend(unexplained(below, &format!("{path} {}", below.get_name())));
        }
        found
    }

    #[test]
    fn every_command_and_argument_explains_itself() {
        let all = Cli::command();
        let found: Vec<String> = all
            .get_subcommands()
            .flat_map(|command| unexplained(command, &format!("slipway {}", command.get_name())))
            .collect();
        assert!(found.is_empty(), "{found:#?}");
        assert!(all.get_arguments().all(|argument| argument.get_help().is_some()));
    }
}

//! `slipway usage submit`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use secrecy::SecretString;
use slipway_domain::usage::batch::{MOST_BYTES, MOST_RECORDS, record_of};

use super::super::{Failure, print};
use super::journal::Journal;
use super::wire::{Answer, Outcome, Platform};

/// Where the key is looked for if nothing is said.
const USUAL_VARIABLE: &str = "SLIPWAY_API_KEY";

/// The longest pause between two attempts, where the platform names none.
const LONGEST_PAUSE: u64 = 60;

/// Whether the platform has every record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Finding {
    Everything,
    NotEverything,
}

/// Send usage records to the platform
///
/// FILE has one record on each line, as JSON. What is answered is written to FILE.answers at once: a command that was
/// interrupted goes on from there when it is started again, and what the platform has is not sent a second time. It waits
/// and tries again while the platform cannot be reached. Exit code: 0 if the platform has every record, 1 if it refused one
/// or could not be reached, 2 if the command itself is wrong.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  export SLIPWAY_API_KEY=...
  slipway usage submit usage.jsonl --url https://console.example.com --service northwind-vector")]
pub(super) struct Submit {
    /// File with one record on each line
    file: PathBuf,
    /// Address of the console
    #[arg(long)]
    url: String,
    /// Name or GUID of the service
    #[arg(long, value_name = "NAME")]
    service: String,
    /// Environment variable that holds the API key [default: `SLIPWAY_API_KEY`]
    #[arg(long, value_name = "VARIABLE", conflicts_with = "key_file")]
    key_env: Option<String>,
    /// File that holds the API key; a line feed at its end is left out
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// How often one call is tried
    #[arg(long, value_name = "TIMES", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    attempts: u32,
}

/// A line that is still to be sent.
struct Line<'a> {
    number: usize,
    record: &'a str,
}

#[derive(Default)]
struct Tally {
    kept: usize,
    before: usize,
    refused: Vec<String>,
}

impl Submit {
    pub(super) async fn run(self) -> Result<Finding, Failure> {
        let text = std::fs::read_to_string(&self.file)
            .map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", self.file.display())))?;
        let platform = Platform::new(&self.url, &self.service, self.key()?)?;
        let mut journal = Journal::open(&self.file)?;
        let mut tally = Tally::default();
        let mut waiting = Vec::new();
        for (at, record) in text.lines().map(str::trim).enumerate().filter(|(_, record)| !record.is_empty()) {
            let number = at + 1;
            if journal.has(record) {
                tally.before += 1;
            } else if let Err(fault) = record_of(record) {
                // It would make the whole call unreadable.
                tally.refused.push(format!("line {number}: not sent, {fault}"));
            } else {
                waiting.push(Line { number, record });
            }
        }
        let mut sender = Sender { platform, token: None, attempts: self.attempts };
        let mut rest = waiting.as_slice();
        while !rest.is_empty() {
            let (call, later) = rest.split_at(fitting(rest));
            sender.send(call, &mut journal, &mut tally).await?;
            rest = later;
        }
        print(&tally.summary())?;
        Ok(if tally.refused.is_empty() { Finding::Everything } else { Finding::NotEverything })
    }

    fn key(&self) -> Result<SecretString, Failure> {
        if let Some(path) = &self.key_file {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", path.display())))?;
            return Ok(text.trim_end_matches(['\r', '\n']).to_owned().into());
        }
        let name = self.key_env.as_deref().unwrap_or(USUAL_VARIABLE);
        variable(name).ok_or_else(|| {
            Failure::Usage(format!(
                "put the API key into the environment variable {name}, or name a file with --key-file"
            ))
        })
    }
}

/// How many of these lines go into one call.
fn fitting(lines: &[Line<'_>]) -> usize {
    let mut bytes = 2;
    let fits = |line: &&Line<'_>| {
        bytes += line.record.len() + 1;
        bytes <= MOST_BYTES
    };
    // A record that fits into no call goes alone, and is refused.
    lines.iter().take(MOST_RECORDS).take_while(fits).count().max(1)
}

struct Sender {
    platform: Platform,
    token: Option<SecretString>,
    attempts: u32,
}

impl Sender {
    /// Until every line has an answer that will not change by itself.
    async fn send(&mut self, lines: &[Line<'_>], journal: &mut Journal, tally: &mut Tally) -> Result<(), Failure> {
        let mut waiting: Vec<&Line<'_>> = lines.iter().collect();
        for attempt in 1..=self.attempts {
            let (pause, why) = match self.try_once(&waiting).await? {
                Outcome::Answered(answers) if answers.len() == waiting.len() => {
                    let mut again = Vec::new();
                    for (line, answer) in waiting.iter().zip(&answers) {
                        journal.write(line.number, line.record, answer)?;
                        if answer.may_pass_later() {
                            again.push(*line);
                        } else {
                            tally.count(line.number, answer);
                        }
                    }
                    if again.is_empty() {
                        return Ok(());
                    }
                    waiting = again;
                    (None, "some records could not be kept".to_owned())
                }
                Outcome::Answered(_) => return Err(Failure::Failed("the platform answered other records".to_owned())),
                Outcome::TokenRefused => {
                    self.token = None;
                    (Some(Duration::ZERO), "the token has ended".to_owned())
                }
                Outcome::Later(pause, why) => (pause, why),
            };
            if attempt == self.attempts {
                return Err(Failure::Failed(format!("{why}; start the command again to go on")));
            }
            let pause = pause.unwrap_or_else(|| Duration::from_secs((1 << attempt.min(6)).min(LONGEST_PAUSE)));
            eprintln!("{why}; trying again in {} s", pause.as_secs());
            tokio::time::sleep(pause).await;
        }
        Ok(())
    }

    async fn try_once(&mut self, lines: &[&Line<'_>]) -> Result<Outcome, Failure> {
        let token = match &self.token {
            Some(token) => token.clone(),
            None => match self.platform.token().await? {
                Ok(token) => token,
                Err((pause, why)) => return Ok(Outcome::Later(pause, why)),
            },
        };
        let records: Vec<&str> = lines.iter().map(|line| line.record).collect();
        let outcome = self.platform.submit(&token, format!("[{}]", records.join(","))).await?;
        self.token = Some(token);
        Ok(outcome)
    }
}

impl Tally {
    fn count(&mut self, line: usize, answer: &Answer) {
        if answer.status == 201 {
            self.kept += 1;
        } else if answer.is_kept() {
            self.before += 1;
        } else {
            let said = answer.message.as_deref().unwrap_or_default();
            let said: String = said.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            self.refused.push(format!("line {line}: {} {}, {said}", answer.status, answer.code));
        }
    }

    fn summary(&self) -> String {
        let refused = self.refused.iter().fold(String::new(), |text, line| text + line + "\n");
        let (kept, before) = (self.kept, self.before);
        format!("{refused}{kept} records kept, {before} were there before, {} refused\n", self.refused.len())
    }
}

#[expect(clippy::disallowed_methods, reason = "a secret for one run, which is no configuration of the server")]
fn variable(name: &str) -> Option<SecretString> {
    std::env::var(name).ok().filter(|value| !value.is_empty()).map(SecretString::from)
}

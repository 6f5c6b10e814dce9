//! Reports to the platform what the instances used: a program of its own, beside the broker.
//!
//! ```sh
//! ISSUER=https://console.example.com SLIPWAY_API_KEY=… cargo run --bin report-usage
//! ```
//!
//! It reads what the broker keeps and reports every hour, until it is stopped. With `--once` it reports what was used until
//! now, tries once, and ends with 1 if something still waits. What the platform has not acknowledged is kept and sent
//! again; what had been kept there already comes back as a duplicate, and nothing is counted twice.

mod platform;
mod record;
mod reporter;

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use std::{env, io};

use serde_json::{Number, Value};
#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};

use platform::Platform;
use reporter::{HOUR, Instance, Reporter};

/// MEASURE your service here: what was used between two moments (milliseconds of the Unix time), or the level at `end` of
/// a measure of events. A number of at most nine decimals; the sample has nothing to count but its bindings.
fn measure(_id: &str, instance: &Instance, _name: &str, _consumer: Option<&str>, _start: i64, _end: i64) -> Number {
    instance.bindings.len().into()
}

/// NAME here who used it, for measures that are counted for each consumer.
fn consumers(_id: &str, _instance: &Instance) -> Vec<String> {
    vec!["everybody".to_owned()]
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let setting = |name: &str, usual: &str| env::var(name).unwrap_or_else(|_| usual.to_owned());
    let needed = |name: &str| env::var(name).map_err(|_| format!("{name} is needed"));
    let catalog: Value = serde_json::from_str(&std::fs::read_to_string(setting("BROKER_CATALOG", "catalog.json"))?)?;
    let service = catalog["services"][0]["name"].as_str().ok_or("the catalog has no service")?;
    let platform = Platform::new(&needed("ISSUER")?, needed("SLIPWAY_API_KEY")?, service)?;
    let files = [setting("BROKER_STATE", "state.json"), setting("BROKER_USAGE", "usage.json")];
    let mut reporter = Reporter::open(&catalog, files.map(Into::into), platform)?;
    let once = env::args().nth(1).is_some_and(|argument| argument == "--once");
    let stopped = told_to_stop()?;
    tokio::select! {
        ended = report(&mut reporter, once) => ended,
        // What was sent without an answer was written down, and is sent again.
        () = stopped => Ok(if once { ExitCode::FAILURE } else { ExitCode::SUCCESS }),
    }
}

async fn report(reporter: &mut Reporter, once: bool) -> Result<ExitCode, Box<dyn Error>> {
    loop {
        let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
        let wait = reporter.report(now, once).await?;
        if once {
            return Ok(wait.map_or(ExitCode::SUCCESS, |_| ExitCode::FAILURE));
        }
        let next_hour = Duration::from_millis(u64::try_from(HOUR - now % HOUR)? + 1_000);
        tokio::time::sleep(wait.unwrap_or(next_hour)).await;
    }
}

/// Ends when the program is to stop: by the keyboard, or by whoever runs it in a container.
#[cfg(unix)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    let (mut keyboard, mut outside) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = keyboard.recv() => {}
            _ = outside.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

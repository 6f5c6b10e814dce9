//! A million records of one month, counted and priced by the domain's pure functions, beside the same sums in
//! `SQLite`'s own SQL over the same rows. They take turns. What the counting keeps in memory is measured in a process of
//! its own, which never holds more than one of the records.

mod bare;
mod month;

use std::env;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

use crate::figures::{head, median, millis, row};
use crate::process;
use crate::rating::bare::Bare;
use crate::rating::month::{Bill, Counting, INSTANCES, Record, Sums, records};

/// What this executable is called with to rate alone.
pub(crate) const ALONE: &str = "rate-alone";

const ROUNDS: usize = 7;

/// Milliseconds of one turn.
struct Turn {
    /// Records that lie in memory as numbers of the domain.
    memory: f64,
    /// Records that come from the table one by one.
    streamed: f64,
    /// Rows that come from the table one by one, and nothing done with them.
    rows: f64,
    /// The sums, by `SQLite` alone.
    sql: f64,
}

pub(crate) async fn measure(data: &Path) -> Result<()> {
    std::fs::create_dir_all(data)?;
    let bill = Bill::new()?;
    let mut bare = Bare::open(&data.join("usage.db"), &bill).await?;
    let prepared: Vec<Record> = records(&bill).map(Record::from).collect();
    let mut turns = Vec::with_capacity(ROUNDS);
    // The first one warms all sides up, and proves that they reckon alike.
    for number in 0..=ROUNDS {
        let started = Instant::now();
        let sums = counted(&bill, &prepared)?;
        let memory = millis(started);
        let started = Instant::now();
        let of_sql = bare.sums().await?;
        let sql = millis(started);
        let started = Instant::now();
        let mut counting = Counting::new(&bill);
        bare.each(|used| counting.record(&Record::from(used))).await?;
        let streamed_sums = counting.rate()?;
        let streamed = millis(started);
        let started = Instant::now();
        bare.each(|used| {
            black_box(used);
            Ok(())
        })
        .await?;
        let rows = millis(started);
        ensure!(sums == streamed_sums, "records are the same wherever they come from: {sums:?}, {streamed_sums:?}");
        ensure!(of_sql.are_those_of(&sums), "both sides reckon alike: {sums:?}, {of_sql:?}");
        if number > 0 {
            turns.push(Turn { memory, streamed, rows, sql });
        }
    }
    report(&turns);
    drop(prepared);
    report_memory()
}

fn report(turns: &[Turn]) {
    head(
        &format!(
            "A month of a million records of {INSTANCES} instances, milliseconds (medians of {ROUNDS} rounds in turns)"
        ),
        &["Beside the sums in SQLite's own SQL", "Slipway", "SQL", "Ratio", "Aim"],
    );
    let line = |what: &str, ours: fn(&Turn) -> f64, aim: &str| {
        row(&[
            what.to_owned(),
            format!("{:.0}", median(turns.iter().map(ours))),
            format!("{:.0}", median(turns.iter().map(|turn| turn.sql))),
            format!("{:.2} ×", median(turns.iter().map(|turn| ours(turn) / turn.sql))),
            aim.to_owned(),
        ]);
    };
    line("Counted and priced, records in memory", |turn| turn.memory, "< 1 ×");
    line("Counted and priced, rows streamed from the same table", |turn| turn.streamed, "< 1 ×");
    line("Rows streamed from the same table, nothing done with them", |turn| turn.rows, "");
}

fn counted(bill: &Bill, prepared: &[Record]) -> Result<Sums> {
    let mut counting = Counting::new(bill);
    for record in prepared {
        counting.record(record)?;
    }
    counting.rate()
}

/// Asks a process of its own.
fn report_memory() -> Result<()> {
    let output = Command::new(env::current_exe()?).arg(ALONE).output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "it ended ({}): {}", output.status, String::from_utf8_lossy(&output.stderr));
    let (idle, highest) = told.trim().split_once(' ').context("it tells two numbers")?;
    let (idle, highest): (f64, f64) = (idle.parse()?, highest.parse()?);
    head("Resident memory while a million records are rated as they come, MB", &["When", "MB", "Aim"]);
    row(&["Idle".to_owned(), format!("{idle:.1}"), String::new()]);
    row(&["At its highest".to_owned(), format!("{highest:.1}"), String::new()]);
    row(&["Above idle".to_owned(), format!("{:.1}", highest - idle), "≤ 32".to_owned()]);
    Ok(())
}

/// Rates the million as they are made up, and tells how much memory the process had before and at its highest.
pub(crate) fn alone() -> Result<()> {
    let idle = process::memory("self", "VmRSS")?;
    let bill = Bill::new()?;
    let mut counting = Counting::new(&bill);
    for used in records(&bill) {
        counting.record(&Record::from(used))?;
    }
    black_box(counting.rate()?);
    println!("{idle} {}", process::memory("self", "VmHWM")?);
    Ok(())
}

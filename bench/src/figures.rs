//! Medians, percentiles, and the tables that figures are printed in. Tables are Markdown, so that a run can be kept as
//! it is.

use std::fmt::Display;
use std::time::Instant;

/// The middle one; of an even number, the upper of the two in the middle.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What 99 of 100 do not exceed.
pub(crate) fn p99(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() * 99).div_ceil(100).saturating_sub(1);
    values.get(at).copied().unwrap_or(f64::NAN)
}

pub(crate) fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// A table that is printed line by line while it is measured.
pub(crate) fn head(title: &str, columns: &[&str]) {
    println!("\n{title}\n");
    row(columns);
    println!("|{}", "---|".repeat(columns.len()));
}

pub(crate) fn row<T: Display>(cells: &[T]) {
    let cells: Vec<String> = cells.iter().map(|cell| format!(" {cell} |")).collect();
    println!("|{}", cells.concat());
}

pub(crate) fn percent(ratio: f64) -> String {
    format!("{:.0} %", ratio * 100.0)
}

//! How many tests ran, over all the runners: read from what they print or write about themselves.

use std::fmt;
use std::ops::AddAssign;

use anyhow::{Context, Result};
use serde_json::Value;

/// Counted tests. Shown as the closing line of a run: `812 passed, 0 failed`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that held.
    pub(crate) passed: u64,
    /// Tests that did not.
    pub(crate) failed: u64,
    /// Tests that were left out.
    pub(crate) skipped: u64,
}

impl Tally {
    /// Reads a closing line of `cargo test`; any other line counts nothing.
    pub(crate) fn of_cargo_line(line: &str) -> Self {
        let Some((_, counts)) = line.split_once("test result: ") else { return Self::default() };
        let count = |word: &str| {
            let mut parts = counts.split(';');
            let number = parts.find_map(|part| part.trim().strip_suffix(word)?.split_whitespace().last()?.parse().ok());
            number.unwrap_or(0)
        };
        Self { passed: count(" passed"), failed: count(" failed"), skipped: count(" ignored") }
    }

    /// Reads the report that Playwright's `json` reporter writes. A flaky test counts as failed.
    pub(crate) fn of_playwright_report(report: &str) -> Result<Self> {
        let report: Value = serde_json::from_str(report).context("Playwright's report is no JSON")?;
        let count = |key: &str| {
            report["stats"][key].as_u64().with_context(|| format!("Playwright's report does not say stats.{key}"))
        };
        Ok(Self {
            passed: count("expected")?,
            failed: count("unexpected")? + count("flaky")?,
            skipped: count("skipped")?,
        })
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(out, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_line_of_cargo_test_is_counted_with_and_without_colour() {
        let plain = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s";
        assert_eq!(Tally::of_cargo_line(plain), Tally { passed: 12, failed: 0, skipped: 1 });
        let coloured =
            "test result: \u{1b}[31mFAILED\u{1b}[m. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(Tally::of_cargo_line(coloured), Tally { passed: 4, failed: 2, skipped: 0 });
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in ["running 12 tests", "test a_thing_that_passed ... ok", "12 passed; 1 failed"] {
            assert_eq!(Tally::of_cargo_line(line), Tally::default(), "{line}");
        }
    }

    #[test]
    fn a_flaky_browser_test_counts_as_failed() {
        let report = r#"{"suites": [], "stats": {"expected": 20, "unexpected": 1, "flaky": 2, "skipped": 3}}"#;
        assert_eq!(Tally::of_playwright_report(report).unwrap(), Tally { passed: 20, failed: 3, skipped: 3 });
    }

    #[test]
    fn a_report_without_its_figures_is_an_error_and_not_zero_tests() {
        assert!(Tally::of_playwright_report("{}").is_err());
        assert!(Tally::of_playwright_report("").is_err());
    }

    #[test]
    fn the_closing_line_names_skipped_tests_only_when_there_are_any() {
        let mut sum = Tally { passed: 3, failed: 0, skipped: 0 };
        assert_eq!(sum.to_string(), "3 passed, 0 failed");
        sum += Tally { passed: 1, failed: 1, skipped: 2 };
        assert_eq!(sum.to_string(), "4 passed, 1 failed, 2 skipped");
    }
}

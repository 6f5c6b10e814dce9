//! A run in words: one line a check while it goes on, and what to change when it ended.

use std::fmt::Write as _;

use slipway_osb::conformance::{self, CheckResult, Exchange, Outcome, Report, Said};

use super::super::print;

const LONGEST_BODY: usize = 300;

/// One check, when it ended.
pub(super) fn line(result: &CheckResult) {
    let reason = if result.reason.is_empty() { String::new() } else { format!("  {}", visible(&result.reason)) };
    // A reader that has gone away ends nothing: the run still has to clean up.
    let _ = print(&format!("{} {}{reason}\n", word(result.outcome), result.id));
}

/// What failed, why it matters, what was sent, and how it all ended.
pub(super) fn summary(report: &Report) -> String {
    let mut text = String::new();
    for result in report.checks.iter().filter(|result| result.outcome >= Outcome::Warn) {
        let Some(check) = conformance::check(result.id) else { continue };
        let _ = writeln!(text, "\n{} {}  {}", word(result.outcome), result.id, visible(&result.reason));
        for fact in &result.facts {
            let _ = writeln!(text, "  {}: {}", fact.name, visible(&fact.value));
        }
        let _ = writeln!(text, "  expected: {}\n  why: {}\n  change: {}", check.criterion, check.why, check.remedy);
        for number in &result.exchanges {
            if let Some(exchange) = report.exchanges.get(number - 1) {
                let _ = writeln!(text, "{}", shown(exchange));
            }
        }
    }
    if report.stopped {
        text.push_str("\nSTOPPED before the last check\n");
    }
    for left in &report.leftovers {
        let _ = writeln!(text, "\nLEFT BEHIND {} {}: {}", left.kind, visible(&left.id), visible(&left.reason));
    }
    let tally = report.tally();
    let _ = writeln!(
        text,
        "\n{} passed, {} failed, {}, {} skipped; {} in {} s; evidence {}",
        tally.passed,
        tally.failed,
        counted(tally.warned, "warning"),
        tally.skipped,
        counted(report.exchanges.len(), "call"),
        report.took_ms / 1_000,
        report.evidence,
    );
    text
}

/// “1 warning”, “2 warnings”.
pub(super) fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

fn shown(exchange: &Exchange) -> String {
    let body = exchange.body.as_deref().map(|body| format!("\n       {}", cut(body))).unwrap_or_default();
    let answer = match &exchange.answer {
        Said::Reply { status, body, .. } => format!("{status} {}", cut(body)),
        Said::NoAnswer { code, detail } => format!("no answer: {code} {}", detail.as_deref().unwrap_or_default()),
    };
    format!("  #{} {} {}{body}\n    -> {answer}", exchange.number, exchange.method, visible(&exchange.url))
}

/// Foreign text on one line, without what would steer a terminal.
pub(super) fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn cut(text: &str) -> String {
    let text = visible(text);
    if text.chars().nth(LONGEST_BODY).is_none() {
        return text;
    }
    text.chars().take(LONGEST_BODY).chain(['…']).collect()
}

const fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Skip => "skip",
        Outcome::Warn => "WARN",
        Outcome::Fail => "FAIL",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_broker_says_cannot_steer_the_terminal() {
        assert_eq!(visible("\u{1b}[2Jgone\r\n"), " [2Jgone  ");
        assert_eq!(cut(&"ä".repeat(LONGEST_BODY + 1)).chars().count(), LONGEST_BODY + 1);
    }
}

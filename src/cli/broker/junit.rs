//! A run as `JUnit` XML, which every build server reads. A warning is a passed test with words; something left behind is a
//! failed test of its own.

use std::fmt::Write as _;

use slipway_osb::conformance::{self, CheckResult, Outcome, Report};

pub(super) fn xml(url: &str, report: &Report) -> String {
    let tally = report.tally();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        text,
        "<testsuites><testsuite name=\"slipway broker test {}\" tests=\"{}\" failures=\"{}\" errors=\"0\" \
         skipped=\"{}\" time=\"{}\">",
        escaped(url),
        report.checks.len() + 1,
        tally.failed + usize::from(report.stopped || !report.leftovers.is_empty()),
        tally.skipped,
        seconds(report.took_ms),
    );
    for result in &report.checks {
        let time = seconds(result.took_ms);
        let _ = write!(text, "<testcase classname=\"broker\" name=\"{}\" time=\"{time}\">", result.id);
        case(&mut text, result);
        text.push_str("</testcase>\n");
    }
    text.push_str("<testcase classname=\"broker\" name=\"cleanup\" time=\"0\">");
    if report.stopped {
        text.push_str("<failure message=\"the test was stopped before its last check\"/>");
    }
    for left in &report.leftovers {
        let message = format!("{} {} was left behind: {}", left.kind, left.id, left.reason);
        let _ = write!(text, "<failure message=\"{}\"/>", escaped(&message));
    }
    text.push_str("</testcase>\n</testsuite></testsuites>\n");
    text
}

fn case(text: &mut String, result: &CheckResult) {
    let reason = escaped(&result.reason);
    let remedy = conformance::check(result.id).map_or("", |check| check.remedy);
    let mut words = String::new();
    for fact in &result.facts {
        let _ = writeln!(words, "{}: {}", fact.name, fact.value);
    }
    let _ = match result.outcome {
        Outcome::Pass => Ok(()),
        Outcome::Skip => write!(text, "<skipped message=\"{reason}\"/>"),
        Outcome::Warn => write!(text, "<system-out>{reason} {}{}</system-out>", escaped(&words), escaped(remedy)),
        Outcome::Fail => {
            write!(text, "<failure message=\"{reason}\">{}{}</failure>", escaped(&words), escaped(remedy))
        }
    };
}

fn seconds(millis: u64) -> String {
    format!("{}.{:03}", millis / 1_000, millis % 1_000)
}

/// Characters that XML 1.0 cannot hold are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c < ' ' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_cannot_break_the_document() {
        assert_eq!(escaped("<a href=\"x\">&\u{0}\u{1b}\u{ffff}\n"), "&lt;a href=&quot;x&quot;&gt;&amp;\n");
        assert_eq!(seconds(61_005), "61.005");
    }
}

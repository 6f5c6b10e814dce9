//! The words of every error of the run (§6.9 BRK-ERR-01).

use serde_json::Value;

use super::super::transcript::{Exchange, Said};
use super::super::verdict::Verdict;
use super::Run;

/// Credentials are often checked before the broker, and the contract gives 410 an empty object.
const WITHOUT_WORDS: [u16; 3] = [401, 403, 410];

impl Run<'_> {
    pub(super) fn errors_seen(&mut self) {
        let errors: Vec<(&Exchange, u16, &str)> = self
            .exchanges
            .iter()
            .filter_map(|exchange| match &exchange.answer {
                Said::Reply { status, body, .. } if *status >= 400 && !WITHOUT_WORDS.contains(status) => {
                    Some((exchange, *status, body.as_str()))
                }
                _ => None,
            })
            .collect();
        let bad: Vec<(usize, String)> = errors
            .iter()
            .filter_map(|(exchange, status, body)| {
                let why = problem(body)?;
                Some((exchange.number, format!("an answer {status} to {} {why}", exchange.method)))
            })
            .collect();
        let verdict = if errors.is_empty() {
            Verdict::skip("no answer was an error")
        } else {
            let cites: Vec<usize> = bad.iter().map(|(number, _)| *number).collect();
            let count = bad.len();
            let verdict = Verdict::of(bad.into_iter().map(|(_, why)| why).take(1)).cites(cites);
            if count > 1 { verdict.fact("answers", count) } else { verdict }
        };
        self.note("BRK-ERR-01", verdict);
    }
}

fn problem(body: &str) -> Option<&'static str> {
    match serde_json::from_str(body) {
        Ok(Value::Object(members)) => match members.get("description") {
            Some(Value::String(text)) if !text.trim().is_empty() => None,
            _ => Some("has no description"),
        },
        _ => Some("is no JSON object"),
    }
}

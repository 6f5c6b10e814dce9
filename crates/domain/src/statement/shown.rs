//! A line as pages show it. A line over very many instances names some of them and explains what they come to together;
//! files have all of it.

use serde::{Deserialize, Serialize};

use super::{Outcome, StatementLine};
use crate::rating::{Line, Step};

/// The most instances of a line that a page is told of.
pub const SHOWN_INSTANCES: usize = 10;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownLine {
    pub line: StatementLine,
    /// All of them, named or not.
    pub instances: usize,
}

impl ShownLine {
    pub fn of(line: &StatementLine) -> Self {
        let instances = line.instances.len();
        if !line.is_long() {
            return Self { line: line.clone(), instances };
        }
        let outcome = match &line.outcome {
            Outcome::Reckoned { verdict, line } => {
                let together = line.steps.iter().position(|step| matches!(step, Step::Together { .. }));
                let steps = line.steps[together.unwrap_or_default()..].to_vec();
                Outcome::Reckoned { verdict: *verdict, line: Line { steps, ..line.clone() } }
            }
            other => other.clone(),
        };
        let line = StatementLine {
            place: line.place.clone(),
            charged: line.charged.clone(),
            instances: line.instances[..SHOWN_INSTANCES].to_vec(),
            outcome,
        };
        Self { line, instances }
    }
}

impl StatementLine {
    /// Whether a page is told less than all of it.
    pub fn is_long(&self) -> bool {
        self.instances.len() > SHOWN_INSTANCES
    }
}

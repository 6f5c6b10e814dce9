//! The reason that a decision against somebody's work needs.

use crate::field::Field;
use crate::findings::Findings;
use crate::rule::decision as rule;
use crate::shape::{self, Text};

/// Checks a reason that its reader must be able to act on: there is one, and it is short enough to be read.
pub fn check(reason: &str) -> Findings {
    let mut found = Findings::new();
    shape::text(&mut found, Field::Reason, reason, Text::prose(5000).required(rule::REASON_MISSING));
    found
}

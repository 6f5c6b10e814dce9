//! What people write to each other about a decision: the reason, the note with a request, the note among reviewers.

use crate::field::Field;
use crate::findings::Findings;
use crate::rule::decision as rule;
use crate::shape::{self, Text};

/// The most of each, in characters.
pub const LIMIT: usize = 4000;

/// Checks a reason that its reader must be able to act on: there is one, and it is short enough to be read.
pub fn check(reason: &str) -> Findings {
    let mut found = Findings::new();
    shape::text(&mut found, Field::Reason, reason, Text::prose(LIMIT).required(rule::REASON_MISSING));
    found
}

/// Checks what may be left out but not be written in just any way: every text of one form.
pub fn check_written(texts: &[(Field, &str)]) -> Findings {
    let mut found = Findings::new();
    for (field, text) in texts {
        shape::text(&mut found, *field, text, Text::prose(LIMIT));
    }
    found
}

/// Something is returned or rejected in writing or not at all (T17).
pub fn is_given(reason: &str) -> bool {
    !reason.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::any;

    #[test]
    fn a_text_of_a_decision_is_short_enough_to_be_read_and_has_only_what_can_be_seen() {
        for field in [Field::Reason, Field::ReviewNote, Field::InternalNote] {
            let of = |text: &str| check_written(&[(field, text)]);
            assert!(
                of("").is_empty() && of(&"ü".repeat(LIMIT)).is_empty() && of("Two\r\nlines\tand a tab.").is_empty()
            );
            let long = of(&"ü".repeat(LIMIT + 1));
            assert_eq!(long.at(field).map(|found| found.rule).collect::<Vec<_>>(), [any::TOO_LONG]);
            let bell = of("Ring\u{7}");
            assert_eq!(bell.at(field).map(|found| found.rule).collect::<Vec<_>>(), [any::CONTROL_CHARACTER]);
        }
    }

    #[test]
    fn blank_is_no_reason() {
        assert!(!is_given(" \n\t"));
        assert!(is_given("No."));
    }

    #[test]
    fn a_needed_reason_follows_the_same_rule() {
        assert_eq!(check(" \n").missing(), [Field::Reason]);
        assert!(check(&"x".repeat(LIMIT)).is_empty());
        assert!(!check(&"x".repeat(LIMIT + 1)).is_complete() && !check("\u{202e}").is_complete());
    }
}

//! The texts of a decision that came back to its form, and what the rules say about them.

use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::reason;

use crate::parts::load::query;

/// The most of each, as their counters show it.
pub const WRITTEN_LIMIT: u32 = 4000;

/// The inputs that say what a decision is about.
pub const ABOUT_TRACK: &str = "about[track]";
pub const ABOUT_RULE: &str = "about[rule]";

/// What was typed into the form that was turned down, or that a button beside it took along; empty on the way there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    pub reason: String,
    pub note: String,
    pub internal_note: String,
    /// What a decision is about, as the name of a track; empty: all of it.
    pub track: String,
    /// The id of the rule that something is rejected by.
    pub rule: String,
    pub lacks_reason: bool,
}

impl Written {
    /// As the address hands it back.
    pub fn came_back() -> Self {
        Self {
            reason: query("reason"),
            note: query("note"),
            internal_note: query("internal_note"),
            track: query(ABOUT_TRACK),
            rule: query(ABOUT_RULE),
            lacks_reason: query("missing") == "reason",
        }
    }

    /// What a form beside the one of a decision takes along of it, by the names of its inputs.
    pub fn begun(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("reason", &self.reason),
            ("internal_note", &self.internal_note),
            (ABOUT_TRACK, &self.track),
            (ABOUT_RULE, &self.rule),
        ];
        all.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, text.clone())).collect()
    }

    pub fn findings(&self) -> Findings {
        let texts = [
            (Field::Reason, self.reason.as_str()),
            (Field::ReviewNote, self.note.as_str()),
            (Field::InternalNote, self.internal_note.as_str()),
        ];
        let missing = if self.lacks_reason { reason::check("") } else { Findings::new() };
        missing.into_iter().chain(reason::check_written(&texts)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counters_show_what_the_rule_says() {
        assert_eq!(usize::try_from(WRITTEN_LIMIT), Ok(reason::LIMIT));
    }

    #[test]
    fn what_is_typed_into_a_decision_goes_along_by_the_names_of_its_inputs() {
        assert!(Written::default().begun().is_empty());
        let [reason, note, track, rule] = ["So.", "Between us.", "pricing", "LST-NAM-03"].map(ToOwned::to_owned);
        let begun = Written { reason, internal_note: note, track, rule, ..Written::default() }.begun();
        let (names, texts): (Vec<_>, Vec<_>) = begun.into_iter().unzip();
        let [reason, note] = [Field::Reason, Field::InternalNote].map(Field::input_name);
        assert_eq!(names, [reason.as_str(), note.as_str(), ABOUT_TRACK, ABOUT_RULE]);
        assert_eq!(texts, ["So.", "Between us.", "pricing", "LST-NAM-03"]);
    }

    #[test]
    fn a_reason_is_missing_only_where_one_was_asked_for() {
        assert!(Written::default().findings().is_empty());
        let lacking = Written { lacks_reason: true, ..Written::default() };
        assert_eq!(lacking.findings().missing(), [Field::Reason]);
        let bell = Written { internal_note: "\u{7}".to_owned(), ..Written::default() };
        assert_eq!(bell.findings().at(Field::InternalNote).count(), 1);
    }
}

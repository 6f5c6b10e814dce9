//! The comparison of broker and console in words.

use slipway_domain::rule::Level;

pub const TITLE: &str = "What the broker says beside what the console has";
pub const SEVERITY: &str = "Severity";
pub const FIELD: &str = "Field";
pub const CONSOLE: &str = "Console";
pub const BROKER: &str = "Broker";
pub const TO_DO: &str = "What to do";
pub const ABSENT: &str = "absent";
pub const ALL_AGREES: &str = "everything agrees";
pub const WHOLE_SERVICE: &str = "service";
pub const WHOLE_PLAN: &str = "plan";

/// Below the title of the comparison.
pub fn summary(errors: usize, warnings: usize, notes: usize) -> String {
    let counted =
        |number: usize, noun: &str| if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") };
    format!(
        "{}, {}, {} for information. What agrees is not listed.",
        counted(errors, "error"),
        counted(warnings, "warning"),
        notes
    )
}

/// "id, name and free agree".
pub fn agreeing(fields: &[String]) -> String {
    match fields {
        [] => String::new(),
        [one] => format!("{one} agrees"),
        fields => format!("{} agree", crate::text::pricing::and(fields)),
    }
}

pub const fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "Error",
        Level::Warning => "Warning",
        Level::Info => "Info",
    }
}

/// The other side of a difference: which of the two lacks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacking {
    Neither,
    Broker,
    Console,
}

/// How to make both sides agree (§6.7). An id or a name is never adopted from a broker.
pub fn to_do(field: &str, lacking: Lacking) -> &'static str {
    match (field, lacking) {
        (WHOLE_SERVICE, Lacking::Broker) => {
            "Add the service to the broker’s catalog: download the definitions and let the broker answer with them."
        }
        (WHOLE_SERVICE, _) => "Nothing. The platform ignores services that are not defined here.",
        (WHOLE_PLAN, Lacking::Broker) => "Add the plan to the broker’s catalog, with this id.",
        (WHOLE_PLAN, _) => "Add the plan here, or remove it at the broker: both have to list the same plans.",
        ("id", _) => "Let the broker answer with the console’s id: ids are permanent here and never adopted.",
        ("name", _) => "Let the broker answer with the console’s name.",
        ("bindable" | "plan_updateable", _) => "Change the broker, or the answer in Settings or of the plan.",
        ("free", _) => "Change the broker, or the kind of the plan in Pricing.",
        ("description", _) => "Never shown to customers from the broker. Copy the text if you want it equal.",
        ("requires", _) => "Leave it out at the broker: the platform grants none of these permissions.",
        _ => "Nothing. This comes from the console.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_agrees_is_told_in_one_breath() {
        let fields = |list: &[&str]| list.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>();
        assert_eq!(agreeing(&fields(&["id", "name", "free"])), "id, name and free agree");
        assert_eq!(agreeing(&fields(&["id"])), "id agrees");
        assert_eq!(agreeing(&[]), "");
    }
}

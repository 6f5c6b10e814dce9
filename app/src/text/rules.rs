//! Words of the page of all rules.

use super::plural;

pub const TITLE: &str = "Rules";
pub const EXAMPLE: &str = "Example";
pub const FIX: &str = "How to mend it";
pub const FORMS: &str = "Pages";
pub const LEVEL: &str = "Level";
pub const RULE: &str = "Rule";
pub const SOURCE: &str = "Source";
pub const WHAT: &str = "What is wrong";

pub fn lead(count: usize) -> String {
    format!(
        "{}, and no others: the forms, the gates and the reviewers all use this one list. A reviewer who returns \
         something names the rule. The “…” stand for what is found.",
        plural(count, "rule")
    )
}

//! Words of the dry run of a registration.

use slipway_domain::dry_run::{Consequences, Fate};

use crate::text::plural;

pub const TITLE: &str = "Dry run";
pub const AT: &str = "Asked";
pub const NOTHING: &str = "No answer was recorded";
pub const NOTHING_TEXT: &str =
    "The broker has not answered yet, or the console was stopped meanwhile. Reload this page, or try again.";
pub const KEPT: &str =
    "Nothing was saved or registered. A password that was typed was not kept: type it again when you save.";
pub const PINS: &str = "Instances that are there";
pub const PINS_SUB: &str = "The platform calls each of them by the ids that it was made with.";
pub const NO_PINS: &str = "No instance is there through this broker, so none depends on its ids.";
pub const PLAN: &str = "Plan";
pub const ID: &str = "Id";
pub const INSTANCES: &str = "Instances";
pub const FATE: &str = "What would become of them";
pub const CHANGES: &str = "What the broker would say differently";
pub const CHANGES_SUB: &str = "Compared with its last answer. What stays is not listed.";
pub const FIELD: &str = "Field";
pub const BEFORE: &str = "Last answer";
pub const AFTER: &str = "This answer";
pub const FIRST: &str = "The broker never told its catalog before, so there is nothing to compare it with.";

/// What taking over would lead to, in a few words, and what to do.
pub fn verdict(found: &Consequences) -> (String, &'static str) {
    let stranded = found.stranded();
    if stranded > 0 {
        return (
            format!("{} would be stranded", plural(usize::try_from(stranded).unwrap_or(usize::MAX), "instance")),
            if stranded == 1 {
                "It could be neither changed nor removed any more. Let the broker answer with the id that it was made with."
            } else {
                "They could be neither changed nor removed any more. Let the broker answer with the ids that they were made with."
            },
        );
    }
    if !found.would_register() {
        let title = format!("It would not be registered: {}", super::parity(found.differences));
        return (title, "Settle what contradicts the definition, at the broker or here, and try again.");
    }
    match &found.changes {
        Some(changes) if changes.is_empty() => {
            ("Nothing would change".to_owned(), "Save and register it whenever you like.")
        }
        _ => ("It would be registered".to_owned(), "Look at what would change below, then save and register it."),
    }
}

/// The id that an instance was made with, in the catalog that was tried.
pub fn fate(fate: &Fate) -> String {
    match fate {
        Fate::Stays => "stay as they are".to_owned(),
        Fate::PlanGone => "stranded: the catalog has no such plan".to_owned(),
        Fate::PlanHasOtherId(id) => format!("stranded: the plan of this name has the id {}", super::cut(id)),
        Fate::ServiceGone => "stranded: the catalog has no such service".to_owned(),
        Fate::ServiceHasOtherId(id) => format!("stranded: the service of this name has the id {}", super::cut(id)),
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::dry_run::Pin;
    use slipway_domain::ids::PlanId;
    use slipway_domain::parity::Differences;

    use super::*;

    #[test]
    fn the_worst_is_said_first() {
        let plan = PlanId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap();
        let pin = |instances, fate| Pin { plan, name: "lite".to_owned(), instances, fate };
        let mut found = Consequences {
            differences: Differences { errors: 2, warnings: 0 },
            changes: Some(Vec::new()),
            pins: vec![pin(2, Fate::PlanGone), pin(4, Fate::Stays)],
        };
        assert_eq!(verdict(&found).0, "2 instances would be stranded");
        found.pins[0].instances = 1;
        assert_eq!(verdict(&found).0, "1 instance would be stranded");
        assert!(verdict(&found).1.starts_with("It could be neither"));
        found.pins.clear();
        assert_eq!(verdict(&found).0, "It would not be registered: 2 errors");
        found.differences.errors = 0;
        assert_eq!(verdict(&found).0, "Nothing would change");
        found.changes = None;
        assert_eq!(verdict(&found).0, "It would be registered");
    }
}

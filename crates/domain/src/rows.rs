//! Adding, removing and moving rows of a list in a form, without scripts: a submit button names its intent, the draft
//! is changed and saved in one go.

use crate::access::{AccessDraft, ActionDraft};
use crate::field::Field;
use crate::listing::{BulletDraft, ListingDraft};
use crate::plan::{AmountDraft, PlanDraft};

/// More rows than any list may have are not added, so that a form stays a form.
const MOST_ROWS: usize = 100;

impl ListingDraft {
    /// `add`, `remove:<row>`, `up:<row>`, `down:<row>` of the highlights, or the `remedy` of a finding; anything else
    /// changes nothing.
    #[must_use]
    pub fn with(mut self, intent: &str) -> Self {
        match parse_remedy(intent) {
            Some((field, value)) => {
                self.set(field, value.to_owned());
            }
            None => edit(&mut self.bullets, intent, BulletDraft::default),
        }
        self
    }
}

impl AccessDraft {
    /// `add` or `remove:<row>` of the redirect URIs, `role:<intent>` or `action:<intent>` of the other lists; anything
    /// else changes nothing.
    #[must_use]
    pub fn with(mut self, intent: &str) -> Self {
        match intent.split_once(':') {
            Some(("role", intent)) => edit(&mut self.custom_roles, intent, String::new),
            Some(("action", intent)) => edit(&mut self.actions, intent, ActionDraft::default),
            _ => edit(&mut self.redirect_uris, intent, String::new),
        }
        self
    }
}

impl PlanDraft {
    /// `bullet:<intent>` or `amount:<intent>`, with the intents of a list; anything else changes nothing.
    #[must_use]
    pub fn with(mut self, intent: &str) -> Self {
        match intent.split_once(':') {
            Some(("bullet", intent)) => edit(&mut self.bullets, intent, String::new),
            Some(("amount", intent)) => edit(&mut self.amounts, intent, AmountDraft::default),
            _ => {}
        }
        self
    }
}

/// The intent of a button that puts `value` into a field: `set:<input name>=<value>`.
pub fn remedy(field: Field, value: &str) -> String {
    format!("set:{field}={value}")
}

/// The field and the value of a remedy; `None` for every other intent.
pub fn parse_remedy(intent: &str) -> Option<(Field, &str)> {
    let (name, value) = intent.strip_prefix("set:")?.split_once('=')?;
    Some((Field::parse(name)?, value))
}

fn edit<T>(rows: &mut Vec<T>, intent: &str, new: impl FnOnce() -> T) {
    let (verb, row) = intent.split_once(':').map_or((intent, None), |(verb, row)| (verb, row.parse::<usize>().ok()));
    match (verb, row) {
        ("add", _) if rows.len() < MOST_ROWS => rows.push(new()),
        ("remove", Some(row)) if row < rows.len() => {
            rows.remove(row);
        }
        ("up", Some(row)) if row > 0 && row < rows.len() => rows.swap(row - 1, row),
        ("down", Some(row)) if row + 1 < rows.len() => rows.swap(row, row + 1),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uris(list: &[&str]) -> AccessDraft {
        AccessDraft { redirect_uris: list.iter().map(|uri| (*uri).to_owned()).collect(), ..AccessDraft::default() }
    }

    #[test]
    fn rows_are_added_at_the_end_and_removed_by_their_place() {
        assert_eq!(uris(&["a"]).with("add"), uris(&["a", ""]));
        assert_eq!(uris(&["a", "b"]).with("remove:0"), uris(&["b"]));
        assert_eq!(uris(&["a", "b"]).with("down:0"), uris(&["b", "a"]));
        assert_eq!(uris(&["a", "b"]).with("up:1"), uris(&["b", "a"]));
    }

    #[test]
    fn an_intent_that_makes_no_sense_changes_nothing() {
        for intent in
            ["", "remove", "remove:7", "remove:-1", "up:0", "down:1", "explode:0", "remove:99999999999999999999"]
        {
            assert_eq!(uris(&["a", "b"]).with(intent), uris(&["a", "b"]), "{intent}");
        }
    }

    #[test]
    fn a_remedy_sets_its_field_whatever_the_value_contains() {
        let intent = remedy(Field::TermsUrl, "https://n.example/?a=b&c=d:e");
        let draft = ListingDraft::default().with(&intent);
        assert_eq!(draft.terms_url, "https://n.example/?a=b&c=d:e");
        assert_eq!(ListingDraft::default().with(&remedy(Field::PlanName, "x")), ListingDraft::default());
        assert_eq!(parse_remedy("set:nothing=x"), None);
        assert_eq!(parse_remedy("remove:1"), None);
    }

    #[test]
    fn a_plan_tells_its_two_lists_apart() {
        let plan = PlanDraft::default().with("bullet:add").with("amount:add").with("amount:add");
        assert_eq!((plan.bullets.len(), plan.amounts.len()), (1, 2));
    }

    #[test]
    fn the_three_lists_of_access_management_are_told_apart() {
        let draft = uris(&["a"]).with("role:add").with("action:add").with("action:add").with("action:remove:0");
        assert_eq!((draft.redirect_uris.len(), draft.custom_roles.len(), draft.actions.len()), (1, 1, 1));
    }

    #[test]
    fn a_list_does_not_grow_without_end() {
        let full = (0..500).fold(AccessDraft::default(), |draft, _| draft.with("add"));
        assert_eq!(full.redirect_uris.len(), MOST_ROWS);
    }
}

//! What customers read where they give their people access to a service (§4.8): its name in the policy editor, and what
//! its actions allow. A role has an id and no text.

use super::{Part, Place, hand_over};
use crate::access::AccessDraft;
use crate::field::Field;

/// What the keys of actions begin with; their ids tell them apart, wherever in the list they stand.
pub(super) const ACTION: &str = "action:";

/// Hands over the texts that are typed. An action without an id has no key, and is left out.
pub(super) fn visit(draft: &mut AccessDraft, seen: &mut dyn FnMut(Place, &mut String)) {
    let alone = [
        (Field::AccessName, &mut draft.display_name, 256, false),
        (Field::AccessDescription, &mut draft.description, 20_000, true),
    ];
    for (field, text, limit, is_prose) in alone {
        hand_over(Place::of(&Part::Access, "", field, limit, is_prose), text, seen);
    }
    for action in &mut draft.actions {
        let id = action.id.trim();
        if id.is_empty() {
            continue;
        }
        let texts = [
            ("display_name", "name", &mut action.display_name, 256),
            ("description", "description", &mut action.description, 2000),
        ];
        for (member, label, text, limit) in texts {
            let (key, label) = (format!("{ACTION}{id}/{member}"), format!("{label} of action {id}"));
            hand_over(Place::named(Part::Access, key, label, (limit, false), None), text, seen);
        }
    }
}

//! What a tick rests on: the values that somebody looked at when they gave it. When one of them is another, the tick no
//! longer counts, and its row is open again. What a person knows rests on nothing here, and stays.

use core::hash::{Hash as _, Hasher as _};
use std::hash::DefaultHasher;

use super::RowNumber;
use crate::field::Field;
use crate::offering::Offering;

/// The fields whose values a tick of the row is about; none: it does not go stale.
pub const fn rests_on(number: RowNumber) -> &'static [Field] {
    match (number.task, number.subtask) {
        (6, 2) => &[Field::TermsUrl],
        (6, 3) => &[Field::PlanUpdateable],
        (6, 4) => &[Field::Bindable],
        (20, 2) => &[Field::RedirectUris],
        (20, 3) => &[Field::DisplayName, Field::Description, Field::LongDescription, Field::Icon, Field::Bullets],
        (20, 10) => &[Field::BrokerUrl],
        _ => &[],
    }
}

/// Those fields with their values now: what the hash of a tick is made of.
pub fn inputs(number: RowNumber, offering: &Offering) -> Vec<(Field, Vec<String>)> {
    rests_on(number).iter().map(|field| (*field, values(*field, offering))).collect()
}

/// Tells the inputs of a row from others for as long as a form with its tick is on a screen, no longer: what is kept of a tick
/// is their SHA-256. Empty: the row rests on nothing.
pub fn seen(number: RowNumber, offering: &Offering) -> String {
    let inputs = inputs(number, offering);
    if inputs.is_empty() {
        return String::new();
    }
    let values: Vec<Vec<String>> = inputs.into_iter().map(|(_, values)| values).collect();
    let mut hasher = DefaultHasher::new();
    values.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn values(field: Field, offering: &Offering) -> Vec<String> {
    let listing = &offering.listing.draft;
    let settings = &offering.settings.draft;
    let trimmed = |text: &String| text.trim().to_owned();
    match field {
        Field::TermsUrl => vec![trimmed(&listing.terms_url)],
        Field::DisplayName => vec![trimmed(&listing.display_name)],
        Field::Description => vec![trimmed(&listing.description)],
        Field::LongDescription => vec![trimmed(&listing.long_description)],
        Field::Icon => vec![trimmed(&listing.icon)],
        Field::Bullets => {
            let texts = listing.listed_bullets().flat_map(|(_, bullet)| [&bullet.title, &bullet.description]);
            texts.map(trimmed).collect()
        }
        Field::PlanUpdateable => vec![settings.plan_updateable.clone()],
        Field::Bindable => vec![settings.bindable.clone()],
        Field::RedirectUris => {
            let uris = offering.access.draft.redirect_uris.iter().map(trimmed);
            uris.filter(|uri| !uri.is_empty()).collect()
        }
        Field::BrokerUrl => offering.brokers_in_use().map(|broker| trimmed(&broker.draft.url)).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::tests::{number, state};
    use crate::checklist::{ROWS, RowState, evaluate, unticked};
    use crate::sample::{self, at, ticks};

    #[test]
    fn whatever_a_tick_rests_on_has_a_value_to_look_at() {
        let offering = sample::offering();
        for row in &ROWS {
            for (field, values) in inputs(row.number, &offering) {
                assert!(!values.is_empty(), "{}: {field:?}", row.number);
                assert!(row.is_ticked(), "nobody ticks {}", row.number);
            }
        }
    }

    #[test]
    fn an_edit_changes_what_the_ticks_about_it_rest_on_and_no_other() {
        type Edit = fn(&mut Offering);
        let before = sample::offering();
        let edits: [(&[&str], Edit); 5] = [
            (&["6.2"], |offering| offering.listing.draft.terms_url.push('x')),
            (&["6.3"], |offering| offering.settings.draft.plan_updateable.push('x')),
            (&["6.4"], |offering| offering.settings.draft.bindable.push('x')),
            (&["20.3"], |offering| offering.listing.draft.description.push('x')),
            (&[], |offering| offering.listing.draft.tags.push('x')),
        ];
        for (rows, edit) in edits {
            let mut after = before.clone();
            edit(&mut after);
            let changed = ROWS.iter().map(|row| row.number).filter(|row| inputs(*row, &before) != inputs(*row, &after));
            let changed: Vec<_> = changed.map(|row| row.to_string()).collect();
            assert_eq!(changed, rows);
            let looks = ROWS.iter().map(|row| row.number).filter(|row| seen(*row, &before) != seen(*row, &after));
            assert_eq!(looks.map(|row| row.to_string()).collect::<Vec<_>>(), rows);
        }
    }

    #[test]
    fn a_stale_tick_opens_its_row_again_and_is_owed_again() {
        let offering = sample::offering();
        let mut given = ticks();
        assert_eq!(state(&offering, &given, "6.2"), RowState::Done);
        let row = number("6.2");
        given.iter_mut().filter(|tick| tick.row == row).for_each(|tick| tick.is_stale = true);
        assert_eq!(state(&offering, &given, "6.2"), RowState::Open);
        assert!(unticked(&offering, &given).contains(&row));
        let checklist = evaluate(&offering, &given);
        let report = checklist.rows.iter().find(|report| report.number == row).unwrap();
        assert_eq!(report.attestation, None);
        assert_eq!(report.stale.as_ref().map(|tick| tick.at), Some(at(30)), "who gave it when is still told");
    }
}

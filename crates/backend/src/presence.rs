//! Who else has a page open: known to the members of the account alone, for as long as their browsers say so. It is kept
//! in memory only, and bounded; after a start everybody is there again as soon as their browsers have spoken.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use slipway_domain::caller::Person;
use slipway_domain::ids::{OfferingId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::presence::EditedPart;

use crate::{Acting, Result};

/// Twice as long as browsers are silent, and a little.
const GONE_AFTER: Duration = Duration::from_secs(45);
/// Beyond this many pages nobody is told of.
const MOST_PAGES: usize = 2_000;
/// Nor of more pages of one offering: a part is whatever a browser says, and one account must not take all the room.
const MOST_PAGES_OF_ONE: usize = 200;
/// Beyond this many people on a page nobody is added.
const MOST_PEOPLE: usize = 50;

/// An offering and the name of one of its parts.
type Place = (OfferingId, String);

#[derive(Default)]
pub(crate) struct Presence {
    here: Mutex<HashMap<Place, Vec<Seen>>>,
}

struct Seen {
    person: PersonId,
    name: String,
    at: Moment,
}

impl Presence {
    /// Somebody has the page open now. Tells the names of the others.
    fn beside(&self, place: Place, person: &Person, now: Moment) -> Vec<String> {
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        here.retain(|_, people| {
            people.retain(|seen| now.since(seen.at) <= GONE_AFTER);
            !people.is_empty()
        });
        if !here.contains_key(&place) {
            let of_one = here.keys().filter(|(offering, _)| *offering == place.0).count();
            if here.len() >= MOST_PAGES || of_one >= MOST_PAGES_OF_ONE {
                return Vec::new();
            }
        }
        let people = here.entry(place).or_default();
        people.retain(|seen| seen.person != person.id);
        let others = people.iter().map(|seen| seen.name.clone()).collect();
        if people.len() < MOST_PEOPLE {
            people.push(Seen { person: person.id, name: person.name.clone(), at: now });
        }
        others
    }
}

impl Acting {
    /// The caller has the page of `part` open. Tells who else of the account has; the operator's people are told nothing,
    /// and nobody is told of them.
    pub async fn present(&self, name: &str, part: EditedPart) -> Result<Vec<String>> {
        let scope = self.known(name).await?;
        let person = self.person()?;
        if person.current != Some(scope.account) {
            return Ok(Vec::new());
        }
        Ok(self.backend().presence().beside((scope.offering, part.name()), person, self.now()))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn person(number: u128) -> Person {
        Person {
            id: PersonId::new(Uuid::from_u128(number)),
            email: format!("{number}@northwind.example"),
            name: format!("Person {number}"),
            operator: Vec::new(),
            memberships: Vec::new(),
            current: None,
        }
    }

    fn place(part: &str) -> Place {
        (OfferingId::new(Uuid::from_u128(7)), part.to_owned())
    }

    #[test]
    fn everybody_is_told_of_the_others_on_the_same_page_until_they_are_silent() {
        let presence = Presence::default();
        let now = Moment::from_millis(1_000);
        assert_eq!(presence.beside(place("listing"), &person(1), now), [""; 0]);
        assert_eq!(presence.beside(place("listing"), &person(1), now), [""; 0], "nobody is told of themselves");
        assert_eq!(presence.beside(place("listing"), &person(2), now), ["Person 1"]);
        assert_eq!(presence.beside(place("settings"), &person(3), now), [""; 0], "another page");
        let later = now.plus(Duration::from_secs(30));
        assert_eq!(presence.beside(place("listing"), &person(2), later), ["Person 1"]);
        let much_later = now.plus(Duration::from_mins(1));
        assert_eq!(presence.beside(place("listing"), &person(3), much_later), ["Person 2"]);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let presence = Presence::default();
        let now = Moment::from_millis(1_000);
        for number in 0..=MOST_PAGES_OF_ONE {
            presence.beside(place(&number.to_string()), &person(1), now);
        }
        assert_eq!(presence.here.lock().unwrap().len(), MOST_PAGES_OF_ONE);
        for offering in 0..3_000 {
            let place = (OfferingId::new(Uuid::from_u128(offering)), "listing".to_owned());
            presence.beside(place, &person(1), now);
        }
        assert_eq!(presence.here.lock().unwrap().len(), MOST_PAGES);
        for number in 0..100 {
            presence.beside(place("0"), &person(number), now);
        }
        assert_eq!(presence.here.lock().unwrap()[&place("0")].len(), MOST_PEOPLE);
    }
}

//! Fresh secrets and set-up links on their way to the one page that shows them. They wait in memory only, for their
//! author, for two minutes, and the first look takes them away: a reload, the back button and a second window find
//! nothing.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use slipway_domain::ids::PersonId;
use slipway_domain::moment::Moment;

const KEPT_FOR: Duration = Duration::from_mins(2);

/// What waits for one person in one place, such as an offering.
pub(crate) struct Reveal<T> {
    waiting: Mutex<HashMap<(PersonId, String), (Moment, T)>>,
}

impl<T> Default for Reveal<T> {
    fn default() -> Self {
        Self { waiting: Mutex::default() }
    }
}

impl<T> Reveal<T> {
    pub(crate) fn put(&self, person: PersonId, place: &str, fresh: T, now: Moment) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, (since, _)| now.since(*since) <= KEPT_FOR);
        waiting.insert((person, place.to_owned()), (now, fresh));
    }

    pub(crate) fn take(&self, person: PersonId, place: &str, now: Moment) -> Option<T> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, fresh) = waiting.remove(&(person, place.to_owned()))?;
        (now.since(since) <= KEPT_FOR).then_some(fresh)
    }
}

#[cfg(test)]
mod tests {
    use slipway_domain::view::{FreshSecret, FreshSecrets};
    use uuid::Uuid;

    use super::*;

    fn secrets() -> FreshSecrets {
        FreshSecrets {
            offering: "acme-cache".to_owned(),
            secrets: vec![FreshSecret { label: "api_key".to_owned(), value: "v".to_owned() }],
        }
    }

    #[test]
    fn the_first_look_takes_the_secret_away() {
        let reveal = Reveal::default();
        let person = PersonId::new(Uuid::from_u128(1));
        let now = Moment::from_millis(1_000);
        reveal.put(person, "acme-cache", secrets(), now);
        assert_eq!(reveal.take(person, "acme-cache", now), Some(secrets()));
        assert_eq!(reveal.take(person, "acme-cache", now), None);
    }

    #[test]
    fn nobody_else_sees_it_and_it_does_not_wait_for_ever() {
        let reveal = Reveal::default();
        let (person, other) = (PersonId::new(Uuid::from_u128(1)), PersonId::new(Uuid::from_u128(2)));
        let now = Moment::from_millis(1_000);
        reveal.put(person, "acme-cache", secrets(), now);
        assert_eq!(reveal.take(other, "acme-cache", now), None);
        assert_eq!(reveal.take(person, "other", now), None);
        assert_eq!(reveal.take(person, "acme-cache", now.plus(Duration::from_secs(121))), None);
    }
}

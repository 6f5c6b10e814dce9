//! How many forms ask providers at a time (DEC-15): so many in the whole console, and so many of one offering, so that a
//! provider that is slow keeps no other offering's form from asking.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use slipway_domain::ids::OfferingId;

pub(super) struct Places {
    in_all: usize,
    of_an_offering: usize,
    taken: Mutex<BTreeMap<OfferingId, usize>>,
}

/// The place of one form; it is free again when this is dropped.
pub(super) struct Place<'a> {
    places: &'a Places,
    offering: OfferingId,
}

impl Places {
    pub(super) const fn new(in_all: usize, of_an_offering: usize) -> Self {
        Self { in_all, of_an_offering, taken: Mutex::new(BTreeMap::new()) }
    }

    /// `None`: all are taken. Nobody waits for one.
    pub(super) fn take(&self, offering: OfferingId) -> Option<Place<'_>> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let of_this = taken.get(&offering).copied().unwrap_or_default();
        if of_this >= self.of_an_offering || taken.values().sum::<usize>() >= self.in_all {
            return None;
        }
        taken.insert(offering, of_this + 1);
        Some(Place { places: self, offering })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        match taken.get_mut(&self.offering) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                taken.remove(&self.offering);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn offering(number: u128) -> OfferingId {
        OfferingId::new(Uuid::from_u128(number))
    }

    #[test]
    fn an_offering_takes_no_more_than_its_own_places_and_leaves_the_others_theirs() {
        let places = Places::new(5, 2);
        let one = [places.take(offering(1)), places.take(offering(1))];
        assert!(one.iter().all(Option::is_some) && places.take(offering(1)).is_none());
        let other = places.take(offering(2));
        assert!(other.is_some(), "a slow provider is in nobody else's way");
        drop(one);
        assert!(places.take(offering(1)).is_some(), "whoever is done leaves the place");
    }

    #[test]
    fn all_offerings_together_take_no_more_than_there_are() {
        let places = Places::new(3, 2);
        let held = [1, 1, 2].map(|number| places.take(offering(number)));
        assert!(held.iter().all(Option::is_some));
        assert!(places.take(offering(2)).is_none() && places.take(offering(3)).is_none());
        drop(held);
        assert!(places.take(offering(3)).is_some());
        assert!(places.taken.lock().unwrap().is_empty(), "an offering that asks no more is forgotten");
    }
}

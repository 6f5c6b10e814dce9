//! Where randomness comes from: ids, tokens, nonces and salts. A seeded source gives a test the same ids every time;
//! it must never serve outside of tests, and nothing outside this file draws random numbers.

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::rngs::StdRng;
use rand::{RngCore as _, SeedableRng as _};
use slipway_domain::moment::Moment;
use uuid::Uuid;

/// Cheap to clone; clones of a seeded source draw from the same sequence.
#[derive(Debug, Clone, Default)]
pub enum Ids {
    #[default]
    System,
    Seeded(Arc<Mutex<StdRng>>),
}

impl Ids {
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// A UUID of version 7: sorts by the time it was made at.
    pub fn uuid(&self, at: Moment) -> Uuid {
        let millis = u64::try_from(at.millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    /// 256 random bits in the URL-safe alphabet (43 characters): set-up links, codes, states, verifiers.
    pub fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    pub fn fill(&self, bytes: &mut [u8]) {
        match self {
            Self::System => rand::rng().fill_bytes(bytes),
            // A panic between lock and unlock cannot leave the generator half way: its state is still a valid one.
            Self::Seeded(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids_and_another_seed_others() {
        let at = Moment::from_millis(1_760_000_000_000);
        assert_eq!(Ids::seeded(1).uuid(at), Ids::seeded(1).uuid(at));
        assert_ne!(Ids::seeded(1).uuid(at), Ids::seeded(2).uuid(at));
        let ids = Ids::seeded(1);
        assert_ne!(ids.uuid(at), ids.uuid(at));
    }

    #[test]
    fn ids_are_of_version_seven_and_sort_by_time() {
        let ids = Ids::System;
        let earlier = ids.uuid(Moment::from_millis(1_760_000_000_000));
        let later = ids.uuid(Moment::from_millis(1_760_000_000_001));
        assert_eq!(earlier.get_version_num(), 7);
        assert!(earlier < later);
    }

    #[test]
    fn a_token_is_43_url_safe_characters() {
        let token = Ids::System.token();
        assert_eq!(token.len(), 43);
        assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
    }
}

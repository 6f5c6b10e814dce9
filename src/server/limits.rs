//! How often somebody may get a password or a key wrong, and how often a key may call. Only failures count, so nobody is slowed down by signing in; memory is
//! bounded, whatever arrives. An account under attack from many addresses is not closed, since then strangers could
//! lock its owner out: each address has one guess a minute left, and an address that got nothing wrong is let in.
//! It knows neither passwords nor people, only keys to count by.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use slipway_domain::ids::ApiKeyId;
use slipway_domain::moment::Moment;

use super::config::LimitsConfig;
use super::host::ClientAddress;

const MINUTE: Duration = Duration::from_mins(1);

/// How often an API key may be got wrong in a minute (security.md §3f).
const WRONG_KEYS_PER_ADDRESS: u32 = 60;
const WRONG_KEYS_PER_PREFIX: u32 = 10;

/// How often an API key may call the interface in a second.
const CALLS_PER_SECOND: u32 = 20;

/// More keys than this are not remembered at a time; the one that is free again soonest makes room.
const MOST_KEYS: usize = 10_000;

/// Failed sign-ins of the last minute, by address and by account. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct FailedSignIns {
    addresses: Arc<Mutex<Counter<IpAddr>>>,
    accounts: Arc<Mutex<Counter<[u8; 32]>>>,
}

/// Counted as a failure unless it is told otherwise, so that attempts at the same time count as well.
#[derive(Debug)]
#[must_use]
pub(crate) struct Attempt {
    address: IpAddr,
    account: [u8; 32],
    at: Moment,
}

impl FailedSignIns {
    pub(crate) fn new(limits: &LimitsConfig) -> Self {
        let per_address = limits.failed_sign_ins_per_minute_and_address;
        let per_account = limits.failed_sign_ins_per_minute_and_account;
        Self {
            addresses: Arc::new(Mutex::new(Counter::new(per_address, MINUTE))),
            accounts: Arc::new(Mutex::new(Counter::new(per_account, MINUTE))),
        }
    }

    /// For API keys, whose public beginning takes the place of the account.
    pub(crate) fn of_keys() -> Self {
        Self {
            addresses: Arc::new(Mutex::new(Counter::new(WRONG_KEYS_PER_ADDRESS, MINUTE))),
            accounts: Arc::new(Mutex::new(Counter::new(WRONG_KEYS_PER_PREFIX, MINUTE))),
        }
    }

    /// Begins an attempt, or says how long to wait.
    pub(crate) fn begin(&self, client: ClientAddress, email: &str, now: Moment) -> Result<Attempt, Duration> {
        self.look(client, email, now, true)
    }

    /// Whether an attempt may begin, or how long to wait. It counts nothing: for what nobody guesses, so that attempts at
    /// the same time are none of each other's business. Whoever then gets it wrong has to be told to [`Self::count`].
    pub(crate) fn may_begin(&self, client: ClientAddress, key: &str, now: Moment) -> Result<(), Duration> {
        self.look(client, key, now, false).map(drop)
    }

    /// A failure that was not counted when it began. As many as may be are let through; those beyond them, which began
    /// before there were so many, are told how long to wait, as if they had come later.
    pub(crate) fn count(&self, client: ClientAddress, key: &str, now: Moment) -> Result<(), Duration> {
        self.look(client, key, now, true).map(drop)
    }

    /// Both counters at once; `is_counted`: the attempt is a failure from now on.
    fn look(&self, client: ClientAddress, key: &str, now: Moment, is_counted: bool) -> Result<Attempt, Duration> {
        let address = client.bucket();
        let account = Sha256::digest(key.trim().to_lowercase()).into();
        let mut addresses = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let under_attack = accounts.wait(&account, now);
        let wait = addresses.wait(&address, now).max(under_attack.min(addresses.wait_for_clean(&address, now)));
        if !wait.is_zero() {
            return Err(wait);
        }
        if is_counted {
            addresses.count(address, now);
            accounts.count(account, now);
        }
        Ok(Attempt { address, account, at: now })
    }

    /// The password was right: the attempt does not count.
    pub(crate) fn forgive(&self, attempt: &Attempt) {
        self.addresses.lock().unwrap_or_else(PoisonError::into_inner).uncount(&attempt.address, attempt.at);
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner).uncount(&attempt.account, attempt.at);
    }
}

/// The calls of the last second, by API key. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Calls(Arc<Mutex<Counter<ApiKeyId>>>);

impl Default for Calls {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Counter::new(CALLS_PER_SECOND, Duration::from_secs(1)))))
    }
}

impl Calls {
    /// Counts a call, or says how long to wait.
    pub(crate) fn begin(&self, key: ApiKeyId, now: Moment) -> Result<(), Duration> {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = calls.wait(&key, now);
        if !wait.is_zero() {
            return Err(wait);
        }
        calls.count(key, now);
        Ok(())
    }
}

/// The moments of the last failures for each key, oldest first, never more than the limit.
#[derive(Debug)]
struct Counter<K> {
    limit: usize,
    window: Duration,
    failures: HashMap<K, Vec<Moment>>,
}

impl<K: Eq + Hash + Copy> Counter<K> {
    fn new(limit: u32, window: Duration) -> Self {
        Self { limit: usize::try_from(limit).unwrap_or(usize::MAX), window, failures: HashMap::new() }
    }

    /// Zero: not yet at the limit.
    fn wait(&mut self, key: &K, now: Moment) -> Duration {
        let Some(moments) = self.failures.get_mut(key) else { return Duration::ZERO };
        let window = self.window;
        moments.retain(|at| now.since(*at) < window);
        match moments.first() {
            Some(oldest) if moments.len() >= self.limit => self.window.saturating_sub(now.since(*oldest)),
            _ => Duration::ZERO,
        }
    }

    /// Zero: nothing went wrong in the last minute.
    fn wait_for_clean(&self, key: &K, now: Moment) -> Duration {
        let last = self.failures.get(key).and_then(|moments| moments.last());
        last.map_or(Duration::ZERO, |last| self.window.saturating_sub(now.since(*last)))
    }

    fn count(&mut self, key: K, now: Moment) {
        if self.failures.len() >= MOST_KEYS && !self.failures.contains_key(&key) {
            self.make_room(now);
        }
        let moments = self.failures.entry(key).or_default();
        if moments.len() >= self.limit {
            moments.remove(0);
        }
        moments.push(now);
    }

    fn uncount(&mut self, key: &K, at: Moment) {
        let Some(moments) = self.failures.get_mut(key) else { return };
        if let Some(index) = moments.iter().rposition(|counted| *counted == at) {
            moments.remove(index);
        }
        if moments.is_empty() {
            self.failures.remove(key);
        }
    }

    fn make_room(&mut self, now: Moment) {
        let window = self.window;
        self.failures.retain(|_, moments| moments.iter().any(|at| now.since(*at) < window));
        if self.failures.len() >= MOST_KEYS {
            let stalest = self.failures.iter().min_by_key(|(_, moments)| moments.last().copied()).map(|(key, _)| *key);
            if let Some(key) = stalest {
                self.failures.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> FailedSignIns {
        FailedSignIns::new(&LimitsConfig {
            failed_sign_ins_per_minute_and_address: 3,
            failed_sign_ins_per_minute_and_account: 5,
            ..LimitsConfig::default()
        })
    }

    fn from(last: u8) -> ClientAddress {
        ClientAddress(IpAddr::from([192, 0, 2, last]))
    }

    const START: Moment = Moment::from_millis(1_760_000_000_000);

    #[test]
    fn the_fourth_failure_of_an_address_waits_until_the_first_is_a_minute_old() {
        let limits = limits();
        for second in 0..3 {
            assert!(limits.begin(from(1), "a@example.com", START.plus(Duration::from_secs(second))).is_ok());
        }
        let wait = limits.begin(from(1), "b@example.com", START.plus(Duration::from_secs(10))).unwrap_err();
        assert_eq!(wait, Duration::from_secs(50));
        assert!(limits.begin(from(2), "b@example.com", START.plus(Duration::from_secs(10))).is_ok());
        assert!(limits.begin(from(1), "b@example.com", START.plus(Duration::from_mins(1))).is_ok());
    }

    /// Five addresses fail at one account, spelt in five ways.
    fn under_attack() -> FailedSignIns {
        let limits = limits();
        for (last, email) in ["a@example.com", "A@Example.com", " a@example.com", "a@example.com", "a@EXAMPLE.com"]
            .into_iter()
            .enumerate()
        {
            assert!(limits.begin(from(u8::try_from(last).unwrap()), email, START).is_ok());
        }
        limits
    }

    #[test]
    fn an_account_under_attack_leaves_each_address_one_guess_a_minute() {
        let limits = under_attack();
        for last in 0..5 {
            assert_eq!(limits.begin(from(last), "a@example.com", START).unwrap_err(), MINUTE);
            assert!(limits.begin(from(last), "other@example.com", START).is_ok(), "elsewhere it has its three");
        }
        for last in 100..200 {
            assert!(limits.begin(from(last), "a@example.com", START).is_ok());
            assert!(limits.begin(from(last), "A@example.com", START).is_err(), "and no second one");
        }
        assert_eq!(limits.accounts.lock().unwrap().failures.values().map(Vec::len).max(), Some(5), "bounded memory");
    }

    #[test]
    fn strangers_cannot_lock_the_owner_out() {
        let limits = under_attack();
        for _ in 0..10 {
            let owner = limits.begin(from(99), "a@example.com", START).unwrap();
            limits.forgive(&owner);
        }
    }

    #[test]
    fn an_account_is_as_open_as_before_when_the_attack_is_over() {
        let limits = under_attack();
        assert!(limits.begin(from(0), "a@example.com", START.plus(Duration::from_secs(59))).is_err());
        let later = START.plus(MINUTE);
        for _ in 0..3 {
            assert!(limits.begin(from(0), "a@example.com", later).is_ok());
        }
    }

    #[test]
    fn a_success_costs_nothing() {
        let limits = limits();
        for _ in 0..100 {
            let attempt = limits.begin(from(1), "a@example.com", START).unwrap();
            limits.forgive(&attempt);
        }
        assert!(limits.addresses.lock().unwrap().failures.is_empty());
    }

    #[test]
    fn attempts_at_the_same_time_count_before_they_have_ended() {
        let limits = limits();
        let running: Vec<_> = (0..3).map(|_| limits.begin(from(1), "a@example.com", START).unwrap()).collect();
        assert!(limits.begin(from(1), "a@example.com", START).is_err());
        limits.forgive(&running[0]);
        assert!(limits.begin(from(1), "a@example.com", START).is_ok());
    }

    #[test]
    fn what_nobody_guesses_counts_only_once_it_was_wrong() {
        let limits = limits();
        for _ in 0..100 {
            limits.may_begin(from(1), "slp_a", START).unwrap();
        }
        assert!(limits.addresses.lock().unwrap().failures.is_empty(), "asking is no failure, however many ask");
        for _ in 0..3 {
            limits.count(from(1), "slp_a", START).unwrap();
        }
        // The fourth began with the others, and a fifth may not even begin, whatever it brings.
        assert_eq!(limits.count(from(1), "slp_a", START).unwrap_err(), MINUTE);
        for key in ["slp_a", "slp_b"] {
            assert_eq!(limits.may_begin(from(1), key, START).unwrap_err(), MINUTE);
        }
        // Two more from elsewhere, and who got something wrong waits; whoever got nothing wrong is let in.
        limits.count(from(2), "slp_a", START).unwrap();
        limits.count(from(2), "slp_a", START).unwrap();
        assert_eq!(limits.may_begin(from(2), "slp_a", START).unwrap_err(), MINUTE);
        limits.may_begin(from(3), "slp_a", START).unwrap();
        limits.may_begin(from(1), "slp_a", START.plus(MINUTE)).unwrap();
    }

    #[test]
    fn memory_is_bounded() {
        let limits = limits();
        for n in 0..(u32::try_from(MOST_KEYS).unwrap() + 500) {
            let client = ClientAddress(IpAddr::from((n + 1).to_be_bytes()));
            assert!(limits.begin(client, &format!("{n}@example.com"), START).is_ok());
        }
        assert_eq!(limits.addresses.lock().unwrap().failures.len(), MOST_KEYS);
        assert_eq!(limits.accounts.lock().unwrap().failures.len(), MOST_KEYS);
    }
}

//! How much is asked of one broker and of all at a time, and when a broker is left alone (security.md §3e): limits of
//! calls, and a circuit breaker that opens after some calls in a row that the broker did not answer. Whatever calls a
//! broker takes a permit here. Kept in memory: after a start every broker is given a chance.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use slipway_domain::ids::BrokerId;
use slipway_domain::moment::Moment;
use slipway_osb::CallError;

/// What bounds the calls to one broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokerLimits {
    /// Calls to one broker at the same time.
    pub at_once: usize,
    /// Calls to all brokers together at the same time.
    pub overall: usize,
    /// Calls in a row without an answer, until the breaker opens.
    pub failures: u32,
    /// How long it stays open before one call tries again.
    pub cool_down: Duration,
}

impl Default for BrokerLimits {
    fn default() -> Self {
        Self { at_once: 4, overall: 64, failures: 5, cool_down: Duration::from_mins(1) }
    }
}

#[derive(Debug, Default)]
struct Line {
    calls: usize,
    /// In a row.
    failures: u32,
    /// The breaker is open; from this moment on, one call may try.
    closed_until: Option<Moment>,
}

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct CallLimits {
    limits: BrokerLimits,
    brokers: Arc<Mutex<HashMap<BrokerId, Line>>>,
}

/// A place in a broker's line, until it is dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    calls: CallLimits,
    broker: BrokerId,
}

impl CallLimits {
    pub(crate) fn new(limits: BrokerLimits) -> Self {
        Self { limits, brokers: Arc::default() }
    }

    /// For what can wait. `None`: not now.
    pub(crate) fn admit(&self, broker: BrokerId, now: Moment) -> Option<Permit> {
        let mut brokers = self.lock();
        let line = brokers.entry(broker).or_default();
        let is_left_alone = line.closed_until.is_some_and(|until| now < until || line.calls > 0);
        if is_left_alone { None } else { self.enter(&mut brokers, broker) }
    }

    /// For what finds out whether the broker answers again, and so passes an open breaker. `None`: too many calls are
    /// under way.
    pub(crate) fn probe(&self, broker: BrokerId) -> Option<Permit> {
        self.enter(&mut self.lock(), broker)
    }

    fn enter(&self, brokers: &mut HashMap<BrokerId, Line>, broker: BrokerId) -> Option<Permit> {
        let overall: usize = brokers.values().map(|line| line.calls).sum();
        let line = brokers.entry(broker).or_default();
        if line.calls >= self.limits.at_once || overall >= self.limits.overall {
            return None;
        }
        line.calls += 1;
        Some(Permit { calls: self.clone(), broker })
    }

    /// No panic happens between lock and unlock.
    fn lock(&self) -> MutexGuard<'_, HashMap<BrokerId, Line>> {
        self.brokers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit {
    /// Whether the broker answered, whatever it said.
    pub(crate) fn heard<T>(&self, answer: &Result<T, CallError>, now: Moment) {
        self.told(answer.as_ref().err().is_none_or(CallError::is_an_answer), now);
    }

    pub(crate) fn told(&self, has_answered: bool, now: Moment) {
        let mut brokers = self.calls.lock();
        let line = brokers.entry(self.broker).or_default();
        line.failures = if has_answered { 0 } else { line.failures.saturating_add(1) };
        let is_open = line.failures >= self.calls.limits.failures;
        line.closed_until = is_open.then(|| now.plus(self.calls.limits.cool_down));
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(line) = self.calls.lock().get_mut(&self.broker) {
            line.calls = line.calls.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ONE: BrokerId = BrokerId::new(Uuid::from_u128(1));
    const OTHER: BrokerId = BrokerId::new(Uuid::from_u128(2));
    const NOW: Moment = Moment::from_millis(1_000_000);

    fn calls() -> CallLimits {
        CallLimits::new(BrokerLimits { at_once: 2, failures: 3, ..BrokerLimits::default() })
    }

    fn after(seconds: u64) -> Moment {
        NOW.plus(Duration::from_secs(seconds))
    }

    /// So many calls in a row that nobody answered.
    fn fail(calls: &CallLimits, times: u32, at: Moment) {
        for _ in 0..times {
            calls.admit(ONE, at).unwrap().told(false, at);
        }
    }

    #[test]
    fn a_broker_has_so_many_calls_at_once_and_none_of_another_ones() {
        let calls = calls();
        let held = [calls.admit(ONE, NOW).unwrap(), calls.admit(ONE, NOW).unwrap()];
        assert!(calls.admit(ONE, NOW).is_none());
        assert!(calls.admit(OTHER, NOW).is_some());
        drop(held);
        assert!(calls.admit(ONE, NOW).is_some());
    }

    #[test]
    fn all_brokers_together_have_so_many_calls_at_once() {
        let calls = CallLimits::new(BrokerLimits { at_once: 2, overall: 3, ..BrokerLimits::default() });
        let held = [calls.admit(ONE, NOW).unwrap(), calls.admit(ONE, NOW).unwrap(), calls.admit(OTHER, NOW).unwrap()];
        assert!(calls.admit(OTHER, NOW).is_none() && calls.probe(OTHER).is_none());
        drop(held);
        assert!(calls.admit(OTHER, NOW).is_some());
    }

    #[test]
    fn a_probe_passes_an_open_breaker_closes_it_and_counts_among_the_calls() {
        let calls = calls();
        fail(&calls, 3, NOW);
        assert!(calls.admit(ONE, NOW).is_none());
        let probes = [calls.probe(ONE).unwrap(), calls.probe(ONE).unwrap()];
        assert!(calls.probe(ONE).is_none());
        probes[0].told(true, NOW);
        drop(probes);
        assert!(calls.admit(ONE, NOW).is_some());
    }

    #[test]
    fn the_breaker_opens_after_failures_in_a_row() {
        let calls = calls();
        fail(&calls, 2, NOW);
        calls.admit(ONE, NOW).unwrap().told(true, NOW);
        fail(&calls, 2, NOW);
        assert!(calls.admit(ONE, NOW).is_some(), "they were not in a row");
        fail(&calls, 1, NOW);
        assert!(calls.admit(ONE, after(59)).is_none());
        assert!(calls.admit(OTHER, NOW).is_some());
    }

    #[test]
    fn one_call_tries_again_and_decides() {
        let calls = calls();
        fail(&calls, 3, NOW);
        let probe = calls.admit(ONE, after(60)).unwrap();
        assert!(calls.admit(ONE, after(60)).is_none(), "one at a time");
        probe.told(false, after(60));
        drop(probe);
        assert!(calls.admit(ONE, after(119)).is_none(), "open again");
        let probe = calls.admit(ONE, after(120)).unwrap();
        probe.told(true, after(120));
        assert!(calls.admit(ONE, after(120)).is_some(), "closed");
    }

    #[test]
    fn a_probe_that_says_nothing_leaves_room_for_the_next() {
        let calls = calls();
        fail(&calls, 3, NOW);
        drop(calls.admit(ONE, after(60)).unwrap());
        assert!(calls.admit(ONE, after(60)).is_some());
    }
}

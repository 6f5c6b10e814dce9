//! What time it is. The only place of the workspace that reads the system's clock; everybody else is handed a
//! [`Clock`], so that a test can stand still, step a minute ahead or jump a day.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use slipway_domain::moment::Moment;

/// Cheap to clone; clones of a fixed clock move together.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    #[default]
    System,
    /// UTC milliseconds that only move when told.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub fn fixed(at: Moment) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.millis())))
    }

    pub fn now(&self) -> Moment {
        match self {
            Self::System => Moment::from_millis(system_millis()),
            Self::Fixed(millis) => Moment::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock ahead. The system's clock moves by itself.
    pub fn advance(&self, by: Duration) {
        if let Self::Fixed(millis) = self {
            millis.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
fn system_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_stands_still_until_it_is_moved() {
        let clock = Clock::fixed(Moment::from_millis(1_000));
        let same = clock.clone();
        assert_eq!(clock.now(), clock.now());
        same.advance(Duration::from_mins(1));
        assert_eq!(clock.now(), Moment::from_millis(61_000));
    }

    #[test]
    fn the_system_clock_is_past_the_writing_of_this_test() {
        assert!(Clock::System.now() > Moment::from_millis(1_760_000_000_000));
    }
}

//! The run's sense of time: the machine's, or one that jumps over every pause so that a test never waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Cheap to clone; clones of a jumping timer move together.
#[derive(Debug, Clone)]
pub enum Timer {
    System {
        since: Instant,
        /// Microseconds that pauses have taken.
        paused: Arc<AtomicU64>,
    },
    /// Milliseconds that only pauses and [`Timer::advance`] move.
    Jumping(Arc<AtomicU64>),
}

impl Timer {
    pub fn system() -> Self {
        Self::System { since: Instant::now(), paused: Arc::default() }
    }

    pub fn jumping() -> Self {
        Self::Jumping(Arc::default())
    }

    /// Since the timer was made.
    pub fn now(&self) -> Duration {
        match self {
            Self::System { since, .. } => since.elapsed(),
            Self::Jumping(millis) => Duration::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    pub async fn sleep(&self, pause: Duration) {
        match self {
            Self::System { paused, .. } => {
                let begun = Instant::now();
                tokio::time::sleep(pause).await;
                let took = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
                paused.fetch_add(took, Ordering::SeqCst);
            }
            Self::Jumping(_) => self.advance(pause),
        }
    }

    /// How long was waited on purpose so far: what a run takes beyond that is its calls and its own work. A jumping timer
    /// does nothing else.
    pub fn paused(&self) -> Duration {
        match self {
            Self::System { paused, .. } => Duration::from_micros(paused.load(Ordering::SeqCst)),
            Self::Jumping(_) => self.now(),
        }
    }

    /// Moves a jumping timer ahead. The machine's time moves by itself.
    pub fn advance(&self, by: Duration) {
        if let Self::Jumping(millis) = self {
            millis.fetch_add(u64::try_from(by.as_millis()).unwrap_or(u64::MAX), Ordering::SeqCst);
        }
    }
}

//! Beginning and end: the lock that keeps a second process out of the data directory, and the signals that stop the
//! first one: once to finish what is running, twice to stop at once.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use slipway_store::owner_only;
use tokio::sync::watch;

/// Held as long as the process uses the data directory; the kernel releases it however the process ends.
#[derive(Debug)]
pub struct DataLock {
    _file: File,
}

#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error("another Slipway is using the data directory {0}; stop it first, or set data.dir to another directory")]
    InUse(String),
    #[error("the data directory {0} cannot be used: {1}")]
    Unusable(String, io::Error),
    #[error(
        "others can get at the data directory {0}; run `chmod 700` on it, or set data.dir to a directory of Slipway's own"
    )]
    Exposed(String),
}

impl DataLock {
    /// Creates the directory, if need be, for its owner only. One that others can use is refused: it may be theirs.
    pub fn take(dir: &Path) -> Result<Self, LockError> {
        let unusable = |error| LockError::Unusable(dir.display().to_string(), error);
        owner_only::create_dir(dir).map_err(unusable)?;
        if owner_only::is_exposed(&std::fs::metadata(dir).map_err(unusable)?) {
            return Err(LockError::Exposed(dir.display().to_string()));
        }
        let path = dir.join("lock");
        let file = OpenOptions::new().create(true).write(true).truncate(false).open(path).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::InUse(dir.display().to_string())),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }
}

/// How far stopping has come; it only ever gets further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Running,
    Finish,
    Now,
}

/// Tells a server to stop.
#[derive(Debug)]
pub struct Stopper(watch::Sender<Phase>);

/// Hears that the server is to stop. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<Phase>);

pub fn stopper() -> (Stopper, Stop) {
    let (sender, receiver) = watch::channel(Phase::Running);
    (Stopper(sender), Stop(receiver))
}

impl Stopper {
    /// The first call asks to finish, the second one to stop at once.
    pub fn stop(&self) {
        self.0.send_modify(|phase| *phase = if *phase == Phase::Running { Phase::Finish } else { Phase::Now });
    }

    /// Stops on SIGTERM and Ctrl-C, and at once on the next of them.
    pub async fn on_signals(self) {
        loop {
            tokio::select! {
                () = terminated() => tracing::info!("told to terminate"),
                _ = tokio::signal::ctrl_c() => tracing::info!("interrupted"),
            }
            self.stop();
        }
    }
}

impl Stop {
    /// Ends when stopping has begun. A stopper that is gone never stops anything.
    pub async fn requested(&mut self) {
        self.reached(Phase::Finish).await;
    }

    /// Ends when there is no more time to finish.
    pub async fn demanded(&mut self) {
        self.reached(Phase::Now).await;
    }

    async fn reached(&mut self, wanted: Phase) {
        if self.0.wait_for(|phase| *phase >= wanted).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be heard; only Ctrl-C stops the server in order");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending::<()>().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_directory_has_one_user_at_a_time() {
        let dir = std::env::temp_dir().join(format!("slipway-lock-{}", std::process::id()));
        let first = DataLock::take(&dir).unwrap();
        assert!(matches!(DataLock::take(&dir), Err(LockError::InUse(_))));
        drop(first);
        assert!(DataLock::take(&dir).is_ok());
        std::fs::remove_dir_all(&dir).unwrap();
    }

    #[tokio::test]
    async fn the_first_stop_asks_and_the_second_demands() {
        let (stopper, mut stop) = stopper();
        stopper.stop();
        stop.requested().await;
        let demanded = tokio::time::timeout(std::time::Duration::from_millis(20), stop.demanded()).await;
        assert!(demanded.is_err(), "one signal leaves time to finish");
        stopper.stop();
        stop.demanded().await;
    }
}

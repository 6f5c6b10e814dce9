//! How much room is left where the data is. A disk that is about to be full is told before it is: writes go on while
//! they can.

use std::io;
use std::path::PathBuf;

use super::config::DataConfig;

const MIB: u64 = 1024 * 1024;

/// The disk of the data directory. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Disk {
    dir: PathBuf,
    floor_mib: u32,
}

impl Disk {
    pub(crate) fn new(data: &DataConfig) -> Self {
        Self { dir: data.dir.clone(), floor_mib: data.free_mib }
    }

    /// Why it is too full; `None` if it is not.
    pub(crate) fn complaint(&self) -> Option<String> {
        match self.free_mib() {
            Ok(free) if free >= self.floor_mib.into() => None,
            Ok(free) => Some(format!("{free} MiB are free where the data is, less than data.free_mib")),
            Err(error) => Some(format!("nobody knows what is free where the data is: {error}")),
        }
    }

    #[cfg(unix)]
    fn free_mib(&self) -> io::Result<u64> {
        let found = rustix::fs::statvfs(&self.dir)?;
        Ok(found.f_bavail.saturating_mul(found.f_frsize) / MIB)
    }

    /// Without a way to ask there is always enough.
    #[cfg(not(unix))]
    fn free_mib(&self) -> io::Result<u64> {
        Ok(u64::MAX / MIB)
    }
}

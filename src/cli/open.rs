//! Opening the data from the command line, whether a server is running on it or not.

use slipway::server::config::Config;
use slipway::server::{self, BuildOptions, LockError, Opened, StartError};

use super::Failure;

/// Beside a running server the data is opened as it is; alone, the tables are brought up to date first.
pub(super) async fn beside_server(config: &Config) -> Result<Opened, Failure> {
    match server::open(config, &BuildOptions::default()).await {
        Err(StartError::Lock(LockError::InUse(_))) => {
            server::open_beside(config, &BuildOptions::default()).await.map_err(Failure::failed)
        }
        other => other.map_err(Failure::failed),
    }
}

//! A complete, small service broker. `offering` knows the catalog, `broker` what was asked for, `door` speaks HTTP.

mod broker;
mod door;
mod offering;
mod refused;

pub use broker::{Broker, Settings};
pub use door::router;
pub use offering::Offering;

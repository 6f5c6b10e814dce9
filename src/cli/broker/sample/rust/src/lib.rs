//! A complete, small service broker. `offering` knows the catalog, `broker` what was asked for, and `door` speaks HTTP with
//! the platform. People see the `dashboard`, after they signed in with `signin`.

mod broker;
mod dashboard;
mod door;
mod offering;
mod refused;
mod signin;

pub use broker::{Broker, Settings};
pub use door::router;
pub use offering::Offering;
pub use signin::SignIn;

//! The composition root as a library: the server for the executable and the tests, and the entry that the browser
//! calls. It knows everything and decides nothing.

#[cfg(feature = "hydrate")]
mod hydrate;
#[cfg(feature = "ssr")]
pub mod server;

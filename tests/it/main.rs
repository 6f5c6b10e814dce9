//! The server from outside: real requests to a real listener, with a clock that the test moves.

#![expect(clippy::unwrap_used, reason = "tests")]

mod authz;
mod catalog_http;
mod cli;
mod config;
mod coverage;
mod csrf;
mod definitions;
mod headers;
mod hostile;
mod lifecycle;
mod metered;
mod other_issuer;
mod sessions;
mod sign_in;
mod support;
mod tenants;
mod xss;

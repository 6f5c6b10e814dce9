//! The server from outside: real requests to a real listener, with a clock that the test moves.

#![expect(clippy::unwrap_used, reason = "tests")]

mod assignment;
mod authz;
mod canaries;
mod catalog_http;
mod cli;
mod config;
mod coverage;
mod csrf;
mod definitions;
mod headers;
mod hostile;
mod lifecycle;
mod other_issuer;
mod sessions;
mod sign_in;
mod support;
mod tenants;
mod xss;

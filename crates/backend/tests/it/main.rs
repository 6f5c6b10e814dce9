//! The use cases on a real database, with a fixed clock, seeded ids and a broker on loopback.

#![expect(clippy::unwrap_used, reason = "tests")]

mod broker;
mod catalog;
mod first_link;
mod journey;
mod keys;
mod operations;
mod saves;
mod support;
mod tenancy;

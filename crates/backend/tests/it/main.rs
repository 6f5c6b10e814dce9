//! The use cases on a real database, with a fixed clock, seeded ids and a broker on loopback.

#![expect(clippy::unwrap_used, reason = "tests")]

mod broker;
mod catalog;
mod first_link;
mod journey;
mod keys;
mod members;
mod operations;
mod people;
mod registrations;
mod saves;
mod sessions;
mod support;
mod tenancy;

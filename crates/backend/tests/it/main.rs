//! The use cases on a real database, with a fixed clock, seeded ids and a broker on loopback.

#![expect(clippy::unwrap_used, reason = "tests")]

mod approval;
mod broker;
mod catalog;
mod four_eyes;
mod journey;
mod saves;
mod support;
mod tenancy;

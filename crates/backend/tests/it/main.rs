//! The use cases on a real database, with a fixed clock, seeded ids and a broker on loopback.

mod broker;
mod catalog;
mod journey;
mod saves;
mod support;
mod tenancy;

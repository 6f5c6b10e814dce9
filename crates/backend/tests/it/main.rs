//! The use cases on a real database, with a fixed clock, seeded ids and a broker on loopback.

#![expect(clippy::unwrap_used, reason = "tests")]

mod approval;
mod asynchronous;
mod broker;
mod calls;
mod catalog;
mod coediting;
mod confirmation;
mod consents;
mod demo;
mod deployment;
mod drift;
mod dry_runs;
mod first_link;
mod four_eyes;
mod held_broker;
mod icons;
mod instance_answers;
mod instance_calls;
mod instance_faults;
mod instance_guards;
mod instance_pages;
mod instance_recovery;
mod instance_secrets;
mod instances;
mod journey;
mod keys;
mod marketplace;
mod members;
mod operations;
mod people;
mod publish;
mod registrations;
mod repeats;
mod saves;
mod sessions;
mod statements;
mod support;
mod switches;
mod tenancy;
mod test_runs;
mod threads;
mod usage;
mod usage_ledger;
mod visibility;

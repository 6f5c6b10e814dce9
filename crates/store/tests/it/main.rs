//! The store on real files: what it refuses, what survives, and what it leaves on the disk.

#![expect(clippy::unwrap_used, reason = "tests")]

mod account_statements;
mod billing;
mod caps;
mod constraints;
mod copies;
mod disk;
mod drift;
mod fetches;
mod gaps;
mod hidden;
mod house;
mod instances;
mod kept;
mod lifecycle;
mod mails;
mod modes;
mod names;
mod offerings;
mod operations;
mod parked;
mod people;
mod personal_tokens;
mod places;
mod published_plans;
mod revisions;
mod sandboxes;
mod schema;
mod steps;
mod support;
mod tenants;
mod test_runs;
mod threads;
mod updates;
mod usage;
mod usage_observed;
mod writers;

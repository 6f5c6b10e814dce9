//! The server from outside: real requests to a real listener, with a clock that the test moves.

#![expect(clippy::unwrap_used, reason = "tests")]

mod approval;
mod assignment;
mod authz;
mod broker_calls;
mod broker_cli;
mod canaries;
mod catalog_http;
mod cli;
mod clients;
mod config;
mod confirmation;
mod consent;
mod coverage;
mod csrf;
mod current_account;
mod definitions;
mod demo;
mod disk_full;
mod floods;
mod headers;
mod hostile;
mod icons;
mod instances;
mod issuer;
mod kept;
mod kill;
mod lifecycle;
mod log_secrets;
mod metered;
mod operations;
mod operator_clients;
mod other_issuer;
mod people;
mod samples;
mod sessions;
mod sign_in;
mod statements;
mod support;
mod tenants;
mod threads;
mod usage;
mod usage_cli;
mod visibility;
mod xss;

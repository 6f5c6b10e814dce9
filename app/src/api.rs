//! Server functions, one file per page: a call on the backend and a redirect. No SQL, no rules.
//!
//! Reads give the views of `slipway_domain::view`. Writes are forms: without scripts they end in a redirect to a typed
//! path, with scripts in the same answer as JSON.

pub mod access;
pub mod account;
pub mod board;
pub mod broker;
pub mod broker_api;
pub mod catalog;
pub mod checklist;
pub mod compare;
pub mod deployment;
pub mod fresh_link;
pub mod history;
pub mod home;
pub mod icon;
pub mod import;
pub mod instance;
pub mod lifecycle;
pub mod listing;
pub mod mail;
pub mod member;
pub mod merge;
pub mod offering;
pub mod people;
pub mod plan;
pub mod presence;
pub mod release;
pub mod review;
pub mod revision;
pub mod sandbox;
pub mod session;
pub mod test_run;
pub mod thread;
pub mod tokens;
pub mod translation;
pub mod usage;
pub mod visibility;

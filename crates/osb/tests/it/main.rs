//! The crate from outside: real sockets, a real broker on loopback, a real certificate authority. One binary.

#![expect(clippy::unwrap_used, reason = "tests")]

mod addresses;
mod bombs;
mod broken_runs;
mod calls;
mod catalogs;
mod conformance;
mod fake_broker;
mod marketplace;
mod metering;
mod notices;
mod options;
mod outlines;
mod parts;
mod platform;
mod real_brokers;
mod rebinding;
mod replays;
mod rig;
mod support;
mod tls;
mod tokens;
mod versions;

//! Rows and constraints on a real database.

#![expect(clippy::unwrap_used, reason = "tests")]

mod house;
mod names;
mod people;

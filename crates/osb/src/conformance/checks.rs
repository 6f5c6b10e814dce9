//! The rows of §6.9 with their sentences, by the part of a broker that they look at.

pub(super) mod binding;
pub(super) mod catalog;
pub(super) mod change;
pub(super) mod end;
pub(super) mod marketplace;
pub(super) mod metering;
pub(super) mod provision;

use super::check::{Check, Level};

const fn must(id: &'static str, precondition: &'static str, texts: [&'static str; 4]) -> Check {
    row(id, Level::Must, precondition, texts)
}

const fn should(id: &'static str, precondition: &'static str, texts: [&'static str; 4]) -> Check {
    row(id, Level::Should, precondition, texts)
}

/// Steps, criterion, why, remedy.
const fn row(id: &'static str, level: Level, precondition: &'static str, texts: [&'static str; 4]) -> Check {
    let [steps, criterion, why, remedy] = texts;
    Check { id, level, precondition, steps, criterion, why, remedy }
}

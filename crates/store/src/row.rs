//! From stored text and numbers to domain values, with an error that says which value hurt.

use serde::Serialize;
use serde::de::DeserializeOwned;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;

use crate::{Error, Result};

/// Reads an id, a stage, a role or any other value with a fallible text form.
pub(crate) fn parsed<T>(
    table: &'static str,
    column: &'static str,
    row: &str,
    text: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T> {
    parse(text).ok_or_else(|| Error::inconsistent(table, column, row))
}

pub(crate) fn id<T: core::str::FromStr>(table: &'static str, column: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::inconsistent(table, column, text))
}

/// Whose a row is, from its `account_id` and `offering_id`.
pub(crate) fn scope(table: &'static str, account: &str, offering: &str) -> Result<Scope> {
    Ok(Scope { account: id(table, "account_id", account)?, offering: id(table, "offering_id", offering)? })
}

/// A draft body. Unknown members are refused by the drafts themselves, so an old body that lost a field shows here.
pub(crate) fn body<T: DeserializeOwned>(table: &'static str, column: &'static str, row: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::inconsistent(table, column, row))
}

/// The `body` of what is only kept and can be made anew: one that cannot be read is missed, and nobody fails over it.
pub(crate) fn kept_body<T: DeserializeOwned>(table: &'static str, row: &str, text: &str) -> Option<T> {
    let unread = |error: &Error| tracing::warn!(%error, "what was kept cannot be read");
    body(table, "body", row, text).inspect_err(unread).ok()
}

pub(crate) fn to_body<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("drafts hold only strings, numbers and lists, which always serialise")
}

/// That of the values that a statement got as a JSON array to which its row belongs, by the `key` of `jsonb_each`.
pub(crate) fn nth<T: Copy>(given: &[T], key: i64) -> Result<T> {
    let found = usize::try_from(key).ok().and_then(|place| given.get(place));
    found.copied().ok_or_else(|| Error::inconsistent("jsonb_each", "key", key))
}

pub(crate) fn moment(millis: i64) -> Moment {
    Moment::from_millis(millis)
}

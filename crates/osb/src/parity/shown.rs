//! A value as a parity row shows it, and when two of them say the same.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One side of a row. Texts from brokers are raw: escape them where they are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    #[default]
    Absent,
    Text(String),
    Flag(bool),
    /// Compared without order.
    List(Vec<String>),
    /// Anything else, as JSON of at most 400 characters.
    Json(String),
}

const LONGEST_JSON: usize = 400;

impl Shown {
    pub(super) fn agrees_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(left), Self::List(right)) => {
                left.iter().collect::<BTreeSet<_>>() == right.iter().collect::<BTreeSet<_>>()
            }
            _ => self == other,
        }
    }
}

impl From<&str> for Shown {
    /// An empty text is no text: a catalog reads missing members as empty.
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Absent } else { Self::Text(text.to_owned()) }
    }
}

impl From<Option<bool>> for Shown {
    fn from(flag: Option<bool>) -> Self {
        flag.map_or(Self::Absent, Self::Flag)
    }
}

impl From<bool> for Shown {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&[String]> for Shown {
    fn from(list: &[String]) -> Self {
        Self::List(list.to_vec())
    }
}

impl From<&Value> for Shown {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Absent,
            Value::String(text) => Self::Text(text.clone()),
            Value::Bool(flag) => Self::Flag(*flag),
            other => Self::Json(other.to_string().chars().take(LONGEST_JSON).collect()),
        }
    }
}

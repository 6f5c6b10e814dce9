//! The numbers of the rows, as they are written, posted and stored.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{ROWS, Row};

/// `20.11`: task and subtask of a row of §5. There are no other numbers than those of `ROWS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowNumber {
    pub(super) task: u8,
    pub(super) subtask: u8,
}

/// A text that is no row number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a row of the checklist: expected a number such as 20.11")]
pub struct InvalidRow;

impl RowNumber {
    pub(super) const fn new(task: u8, subtask: u8) -> Self {
        Self { task, subtask }
    }

    /// The number before the point.
    pub const fn task(self) -> u8 {
        self.task
    }

    /// # Panics
    ///
    /// Never: every number is read from or belongs to `ROWS`.
    pub fn row(self) -> &'static Row {
        ROWS.iter().find(|row| row.number == self).expect("there are no other numbers than those of ROWS")
    }

    /// Only numbers of rows that exist.
    pub fn parse(text: &str) -> Result<Self, InvalidRow> {
        ROWS.iter().map(|row| row.number).find(|number| number.to_string() == text).ok_or(InvalidRow)
    }
}

impl fmt::Display for RowNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.task, self.subtask)
    }
}

impl FromStr for RowNumber {
    type Err = InvalidRow;
    fn from_str(text: &str) -> Result<Self, InvalidRow> {
        Self::parse(text)
    }
}

impl Serialize for RowNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RowNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

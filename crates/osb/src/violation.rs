//! What is wrong with a catalog, and where: a path service → plan → field, a code, what was found and what was
//! expected. Holds no sentences; they are made where the page is made.

use core::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One deviation from the Open Service Broker contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    pub path: Path,
    pub code: ViolationCode,
    pub severity: Severity,
    /// What stands there, short: `"yes"`, `null`, `{…}`; empty if nothing does.
    pub found: String,
    pub expected: Expectation,
}

/// In order of weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Info,
    Warn,
    Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViolationCode {
    Missing,
    WrongType,
    Empty,
    TooLong,
    Duplicate,
    /// A name with characters that this version does not allow (BRK-CAT-07).
    BadName,
    ControlCharacter,
    /// An id that is no GUID (BRK-CAT-06).
    NotAGuid,
    NoServices,
    NoPlans,
    /// A member that is `null` and should be left out; read as absent.
    NullMember,
    /// A value that the contract does not know, for example in `requires`.
    UnknownValue,
    /// A member whose name is a well-known slip, for example `plan_updatable`.
    Misspelt,
    /// A broker's answer without the `services` wrapper (DEC-23).
    NotWrapped,
}

/// What should stand there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expectation {
    Text,
    Flag,
    WholeNumber,
    Object,
    List,
    ListOfText,
    NonEmpty,
    /// At most this many characters.
    AtMost(usize),
    /// The value is already used at this path.
    Unique {
        used_at: Path,
    },
    /// Lower case and no spaces (2.12, 2.13).
    LowerCaseName,
    /// Letters, digits, full stops and hyphens (2.14 and later).
    PlainName,
    NoControlCharacters,
    Guid,
    Absent,
    OneOf(Vec<String>),
    /// The member's right name.
    Spelling(String),
    /// `{"services": […]}`
    Wrapper,
}

/// One step from the catalog to the place.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// `label` is the service's name, else its id, else empty.
    Service {
        index: usize,
        label: String,
    },
    /// `label` is the plan's name, else its id, else empty.
    Plan {
        index: usize,
        label: String,
    },
    Field(String),
    Item(usize),
}

/// The way from the catalog to a place; empty for the catalog itself. Displays as `services[0].plans[1].free`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Path(pub Vec<Segment>);

impl Path {
    #[must_use]
    pub fn service(index: usize, label: &str) -> Self {
        Self(vec![Segment::Service { index, label: shortened(label) }])
    }

    #[must_use]
    pub fn plan(&self, index: usize, label: &str) -> Self {
        self.with(Segment::Plan { index, label: shortened(label) })
    }

    #[must_use]
    pub fn field(&self, name: &str) -> Self {
        self.with(Segment::Field(shortened(name)))
    }

    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        self.with(Segment::Item(index))
    }

    fn with(&self, segment: Segment) -> Self {
        Self(self.0.iter().cloned().chain([segment]).collect())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            let dot = if position == 0 { "" } else { "." };
            match segment {
                Segment::Service { index, .. } => write!(f, "{dot}services[{index}]")?,
                Segment::Plan { index, .. } => write!(f, "{dot}plans[{index}]")?,
                Segment::Field(name) => write!(f, "{dot}{name}")?,
                Segment::Item(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

const LONGEST_SHOWN: usize = 80;

/// A value as `found` shows it: small values as JSON, large ones by their outline.
pub(crate) fn preview(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(_) => "{…}".to_owned(),
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Array(_) => "[…]".to_owned(),
        Value::String(text) => format!("{:?}", shortened(text)),
        other => shortened(&other.to_string()),
    }
}

pub(crate) fn shortened(text: &str) -> String {
    if text.chars().nth(LONGEST_SHOWN).is_none() {
        return text.to_owned();
    }
    text.chars().take(LONGEST_SHOWN - 1).chain(['…']).collect()
}

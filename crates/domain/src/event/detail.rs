//! The few facts that the lines of the history hold beside who, what and when.

use serde::{Deserialize, Serialize};

use crate::checklist::RowNumber;
use crate::import::TakenOver;
use crate::offering::Section;
use crate::stage::Stage;

/// The few facts that tell one event from another of its kind. All are optional, so that old lines stay readable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// The name of the plan, broker, key, account or person that it is about, as it was then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<Section>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<RowNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Stage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Stage>,
    /// What was written when something was returned, rejected or withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// A stable code, for example of `rejection::Remote`, or the name of a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The revision that the change led to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    /// The address of the terms that were accepted with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    /// What was taken over from a broker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<TakenOver>,
}

impl Detail {
    pub fn none() -> Self {
        Self::default()
    }

    pub fn about(subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), ..Self::default() }
    }

    pub fn section(section: Section, revision: i64) -> Self {
        Self { section: Some(section), revision: Some(revision), ..Self::default() }
    }

    pub fn stage(from: Stage, to: Stage) -> Self {
        Self { from: Some(from), to: Some(to), ..Self::default() }
    }

    pub fn row(row: RowNumber) -> Self {
        Self { row: Some(row), ..Self::default() }
    }

    #[must_use]
    pub fn because(self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }

    #[must_use]
    pub fn accepting(self, terms: impl Into<String>) -> Self {
        Self { terms: Some(terms.into()).filter(|terms| !terms.is_empty()), ..self }
    }

    #[must_use]
    pub fn taking(self, taken: TakenOver) -> Self {
        Self { taken: Some(taken), ..self }
    }

    #[must_use]
    pub fn with_code(self, code: impl Into<String>) -> Self {
        Self { code: Some(code.into()), ..self }
    }
}

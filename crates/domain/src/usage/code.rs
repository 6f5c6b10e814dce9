//! What becomes of a record, in the codes of §8.5. The sentences are for the developers of services.

use serde::{Serialize, Serializer};

/// The code of a record's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    Accepted,
    InvalidSchema,
    UnknownMeasure,
    OutsideLifetime,
    UsageTooOld,
    InFuture,
    DefinitionMissing,
    Duplicate,
    InstanceMetadata,
    Internal,
}

impl Code {
    pub const ALL: [Self; 10] = [
        Self::Accepted,
        Self::InvalidSchema,
        Self::UnknownMeasure,
        Self::OutsideLifetime,
        Self::UsageTooOld,
        Self::InFuture,
        Self::DefinitionMissing,
        Self::Duplicate,
        Self::InstanceMetadata,
        Self::Internal,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::InvalidSchema => "invalid_schema",
            Self::UnknownMeasure => "unknown_measure",
            Self::OutsideLifetime => "outside_lifetime",
            Self::UsageTooOld => "usage_too_old",
            Self::InFuture => "in_future",
            Self::DefinitionMissing => "definition_missing",
            Self::Duplicate => "duplicate",
            Self::InstanceMetadata => "instance_metadata",
            Self::Internal => "internal",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }

    /// The status of the record; that of the call is 202 whatever its records are.
    pub const fn status(self) -> u16 {
        match self {
            Self::Accepted => 201,
            Self::InvalidSchema | Self::UnknownMeasure | Self::OutsideLifetime | Self::UsageTooOld | Self::InFuture => {
                400
            }
            Self::DefinitionMissing => 404,
            Self::Duplicate => 409,
            Self::InstanceMetadata => 424,
            Self::Internal => 500,
        }
    }

    /// The same record, sent again as it is, may get another answer.
    pub const fn may_pass_later(self) -> bool {
        matches!(self, Self::Internal)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Why a record is not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    pub code: Code,
    pub message: String,
}

impl Fault {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn schema(message: impl Into<String>) -> Self {
        Self::new(Code::InvalidSchema, message)
    }
}

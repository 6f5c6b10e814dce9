//! Two kinds of failure: the caller was turned down and can act on it, or something is broken and somebody must look.

use slipway_domain::rejection::Rejection;

pub type Result<T, E = Error> = core::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("rejected: {0:?}")]
    Rejected(Rejection),
    #[error(transparent)]
    Internal(#[from] Report),
}

/// A fault, for the log. It is logged once, at the boundary, with an incident id; users see only that id.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {source}")]
pub struct Report {
    what: &'static str,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl Report {
    pub fn new(what: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { what, source: source.into() }
    }
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<slipway_store::Error> for Error {
    fn from(error: slipway_store::Error) -> Self {
        Self::Internal(Report::new("storage", error))
    }
}

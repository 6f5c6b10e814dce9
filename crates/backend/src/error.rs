//! Three kinds of failure: the caller was turned down and can act on it, storage takes nothing right now, or something is
//! broken and somebody must look.

use slipway_domain::rejection::Rejection;

pub type Result<T, E = Error> = core::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("rejected: {0:?}")]
    Rejected(Rejection),
    /// Nothing was changed, and the same request may go through later.
    #[error(transparent)]
    Unavailable(Report),
    #[error(transparent)]
    Internal(Report),
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

    /// Whether it may pass by itself: storage is busy, full or failing.
    pub fn is_unavailable(&self) -> bool {
        self.source.downcast_ref::<slipway_store::Error>().is_some_and(slipway_store::Error::is_unavailable)
    }
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<Report> for Error {
    fn from(report: Report) -> Self {
        if report.is_unavailable() { Self::Unavailable(report) } else { Self::Internal(report) }
    }
}

impl From<slipway_store::Error> for Error {
    fn from(error: slipway_store::Error) -> Self {
        Report::new("storage", error).into()
    }
}

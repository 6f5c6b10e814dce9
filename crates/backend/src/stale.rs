//! What a caller read, held against what is there: whoever names what a change was made of changes that and nothing else.

use slipway_domain::definition::DefinitionFile;
use slipway_domain::ids::SubmissionId;
use slipway_domain::offering::Offering;
use slipway_domain::rejection::Rejection;

use crate::definition::revision;
use crate::{Acting, Result};

impl Acting {
    /// Refuses where the caller read another revision than `current`, the one that is saved.
    pub(crate) fn still_at(&self, current: i64) -> Result<()> {
        let is_as_read = self.expected().is_none_or(|expected| expected == current);
        if is_as_read { Ok(()) } else { Err(Rejection::Stale { current, parked: None }.into()) }
    }

    /// Refuses where the caller read another definition than the one that would be handed in.
    pub(crate) fn still_defined(&self, offering: &Offering) -> Result<()> {
        match self.expected() {
            Some(_) => self.still_at(revision(&DefinitionFile::of(offering))?),
            None => Ok(()),
        }
    }

    /// Refuses where the caller read another request than `review`, the one that would be moved. `None`: none would.
    pub(crate) fn still_about(&self, review: Option<SubmissionId>, offering: &Offering) -> Result<()> {
        if self.request_read().is_none_or(|read| review == Some(read)) {
            return Ok(());
        }
        Err(Rejection::Stale { current: offering.stage_revision, parked: None }.into())
    }
}

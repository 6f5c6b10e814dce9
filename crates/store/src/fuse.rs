//! A process that dies while it writes, rehearsed (feature `rehearsal`).

use core::fmt;
use std::sync::Arc;

use crate::Store;

/// Says at a commit whether the process dies there.
#[derive(Clone, Default)]
pub(crate) struct Fuse(Option<Arc<dyn Fn() -> bool + Send + Sync>>);

impl fmt::Debug for Fuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fuse")
    }
}

impl Fuse {
    pub(crate) fn burns(&self) -> bool {
        self.0.as_ref().is_some_and(|burns| burns())
    }
}

impl Store {
    /// The same database, for a process that dies: `dies` is asked before each commit and after it. At a yes before it
    /// nothing of the transaction stays, and whoever commits hears nothing any more, as if he were not there.
    #[must_use]
    pub fn dying(self, dies: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { fuse: Fuse(Some(Arc::new(dies))), ..self }
    }
}

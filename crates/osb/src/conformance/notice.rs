//! What a run tells while it goes on, so that whoever keeps it knows at any moment what may exist at the broker.

use tokio::sync::oneshot;
use uuid::Uuid;

use super::report::CheckResult;
use super::transcript::Exchange;
use crate::broker::ResourceId;
use crate::request::Instance;

/// Something that a run makes: an instance, or a binding of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    pub instance: Instance,
    pub binding: Option<ResourceId>,
}

impl Thing {
    /// `instance` or `binding`
    pub const fn kind(&self) -> &'static str {
        if self.binding.is_some() { "binding" } else { "instance" }
    }

    pub fn id(&self) -> &ResourceId {
        self.binding.as_ref().unwrap_or(&self.instance.id)
    }
}

/// Told in the order in which it happens.
#[derive(Debug)]
pub enum Notice<'a> {
    /// May exist from now on. The call is made when the sender was used or dropped: whoever has to write it down first
    /// keeps it until then.
    Making(Thing, oneshot::Sender<()>),
    /// A call is about to be sent under this identity; it waits as with `Making`.
    Calling(Uuid, oneshot::Sender<()>),
    /// The broker has another plan for it now.
    Changed(Thing),
    /// Does not exist any more.
    Gone(&'a ResourceId),
    Called(&'a Exchange),
    Concluded(&'a CheckResult),
}

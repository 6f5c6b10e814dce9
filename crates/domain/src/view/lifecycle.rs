//! The page on which an offering is suspended, resumed, ended or withdrawn.

use serde::{Deserialize, Serialize};

use super::OfferingView;
use crate::lifecycle::Left;

/// An offering with what keeps it from ending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifecycleView {
    pub left: Left,
    /// The catalog does not list it.
    pub is_hidden: bool,
    pub view: OfferingView,
}

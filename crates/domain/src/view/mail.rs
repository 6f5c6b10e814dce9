//! What the operator reads of mails: those that nobody tries to send any more.

use serde::{Deserialize, Serialize};

use crate::ids::MailId;
use crate::moment::Moment;

/// A mail that could not be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedMail {
    pub id: MailId,
    pub recipient: String,
    pub subject: String,
    /// When there was something to tell.
    pub at: Moment,
    pub failed_at: Moment,
    pub attempts: u32,
    /// What the last attempt failed by, cut.
    pub error: String,
}

//! Words of what only the operator can bring to an end.

pub const LEAD: &str = "The platform has tried for a week. Somebody looks at the broker, cleans up there what is left, and then \
                        ends the operation here. Until then nothing else is done to the instance.";
pub const NONE: &str = "Nothing waits for you";
pub const NONE_WHY: &str = "Operations that a broker does not bring to an end within a week appear here.";
pub const OFFERING: &str = "Offering";
pub const ACCOUNT: &str = "Account";
pub const BROKER: &str = "Broker";
pub const ASKED: &str = "Asked for";
pub const ATTEMPTS: &str = "Attempts";
pub const REASON: &str = "Last reason";
pub const ANSWER: &str = "Last answer";
pub const NO_ANSWER: &str = "none";
pub const CRN: &str = "CRN at the broker";
pub const GIVE_UP: &str = "Give up, I checked";
pub const GIVE_UP_SURE: &str = "Nothing of it may be left at the broker: the platform does not look again. A removal counts as done, \
                                everything else as failed.";
pub const GIVE_UP_NOW: &str = "Give up this operation";

pub const MAILS: &str = "Mails that could not be sent";
pub const MAILS_SUB: &str = "nobody tries any more";
pub const MAIL: &str = "Mail";
pub const MAIL_TO: &str = "To";
pub const MAIL_AT: &str = "Since";
pub const MAIL_ATTEMPTS: &str = "Attempts";
pub const MAIL_ERROR: &str = "Last answer";
pub const MAIL_ACTIONS: &str = "Actions";
pub const TRY_AGAIN: &str = "Try again";

/// "3 operations wait for a person."
pub fn waiting(count: usize) -> String {
    match count {
        1 => "1 operation waits for a person.".to_owned(),
        count => format!("{count} operations wait for a person."),
    }
}

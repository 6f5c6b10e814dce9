//! Words of the page that hands a form back when nothing can be saved.

pub const TITLE: &str = "This could not be saved now";
pub const LEAD: &str = "The console cannot write at the moment. Nothing was changed and nothing is lost: this page keeps what you typed. \
                        Send it again in a few seconds.";
pub const SECRET: &str = "Password";
pub const SECRET_HELP: &str = "It is the one thing that this page does not keep: type it again, if you had typed one.";
pub const AGAIN: &str = "Send it again";
pub const BACK: &str = "To the page as it is saved";

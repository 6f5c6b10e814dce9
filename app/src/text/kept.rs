//! Words of the page that answers a form which was turned down, and that holds what was typed.

pub const SIGNED_OUT: &str = "You are signed out";
pub const SIGNED_OUT_LEAD: &str = "Your session has ended, so nothing was saved.";
pub const KEPT: &str = "Nothing is lost";
pub const KEPT_WHY: &str = "What you typed stands below. Only this page has it: keep it open until it is saved.";
pub const SIGN_IN_FIRST: &str = "Sign in in a new tab";
pub const SIGN_IN_THEN: &str =
    "Then come back to this tab and send it again. It is saved as what the person who is signed in then typed.";
pub const SWITCH_THEN: &str = "The switch opens a new tab. Then come back to this one and send it again.";
pub const LOOK: &str = "Open the page as it is now";
pub const LOOK_THEN: &str = "It opens in a new tab. Copy from here what you still want to say.";
pub const PASSWORD: &str = "Password";
pub const PASSWORD_HELP: &str = "It is not kept: type it again.";
pub const SEND_AGAIN: &str = "Send it again";

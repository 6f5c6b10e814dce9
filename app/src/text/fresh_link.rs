//! Words of the page that shows a set-up link once.

use slipway_domain::moment::Moment;

pub const TITLE: &str = "Set-up link";
pub const ONCE_WHY: &str = "Whoever has this link chooses the password. Copy it now, one click selects all of it, and hand it over on a way that only \
                            this person can read. When you leave or reload this page, nobody can show it again; a new one is made with one click.";
pub const HANDED_OVER: &str = "I copied it";
pub const NOTHING_WHY: &str = "A set-up link is shown once, to whoever made it, right after it was made. If you have lost one, make a new one where \
                               the person is listed.";
pub const BACK: &str = "To the start";
pub const GO_ON: &str = "Go on";
pub const NOT_NEEDED: &str = "No link is needed";
pub const ELSEWHERE: &str = "People sign in at your issuer here, so there are no set-up links.";

pub fn label(name: &str) -> String {
    format!("Link for {name}")
}

pub fn hint(expires_at: Moment) -> String {
    format!("Works once, until {}. Not kept here.", expires_at.long())
}

pub fn not_needed(name: &str, email: &str) -> String {
    format!("{name} signs in at your issuer. The first sign-in there with the verified address {email} is theirs.")
}

//! Words of access tokens: the list, the form, and the page that shows a fresh one once.

use slipway_domain::access::KeyLife;
use slipway_domain::moment::Moment;
use slipway_domain::token::{MOST_TOKENS, PersonalToken, TokenScope};

pub const TITLE: &str = "Access tokens";
pub const LEAD: &str = "With a token, a program of yours reaches the interface for programs as you: in one account, no further than your role \
                        there, and until the token ends or is revoked.";
pub const CAPTION: &str = "Your tokens";
pub const INTERFACE: &str = "What the interface for programs can do";
pub const NONE: &str = "You have no tokens.";
pub const NAME: &str = "Name";
pub const NAME_HELP: &str = "What it is for, so that you know it again: “Deployment from CI”.";
pub const SCOPE: &str = "Permission";
pub const ACCOUNT: &str = "Account";
pub const NO_ACCOUNT: &str = "Operator";
pub const LAST_USED: &str = "Last used";
pub const NEVER: &str = "Never";
pub const ENDS: &str = "Ends";
pub const ACTIONS: &str = "Actions";
pub const REVOKE: &str = "Revoke";
pub const REVOKE_SURE: &str =
    "From its next call on, the program that uses this token is turned away. A revoked token never works again.";
pub const REVOKE_NOW: &str = "Revoke this token";
pub const NEW: &str = "New token";
pub const LIFETIME: &str = "Ends after";
pub const SCOPE_LABEL: &str = "What it may do";
pub const SCOPE_HELP: &str = "Never more than you may, and never secrets, tokens or people.";
pub const CREATE: &str = "Create the token";

pub const FRESH_TITLE: &str = "New access token";
pub const ONCE_WHY: &str = "Only a hash is kept. When you leave or reload this page, nobody can show the token again, the operator included. Copy it \
                            into the secret store of your program now: one click selects all of it. Or take it along as a file, and delete that \
                            once it is stored.";
pub const NOTHING_WHY: &str = "A token is shown once, to the person who made it, right after it was made. If you have lost one, revoke it and create \
                               another.";
pub const BACK: &str = "To your access tokens";
/// What the file with a fresh token is called.
pub const FILE: &str = "slipway-token.txt";

/// For which account a new token is, before the form.
pub fn new_lead(account: &str) -> String {
    format!("For the account {account}, in which you are now. At most {MOST_TOKENS} of your tokens live at a time.")
}

pub const NEW_LEAD_OPERATOR: &str = "For your work at the operator: it reaches what your roles there do.";

pub const fn scope(scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::Read => "Read",
        TokenScope::Write => "Read and change",
    }
}

/// When a token ends, or that it has ended.
pub fn end(token: &PersonalToken, now: Moment) -> String {
    let at = token.expires_at.long();
    if token.life(now) == KeyLife::Ended { format!("Ended on {at}") } else { at }
}

/// Below a fresh token.
pub fn hint(token: &PersonalToken) -> String {
    format!("Works until {}. Not kept here.", token.expires_at.long())
}

/// A fresh token as a file: what it is called, then the token.
pub fn file_text(name: &str, value: &str) -> String {
    format!("{name}\n{value}\n")
}

#[cfg(test)]
mod tests {
    use slipway_domain::ids::TokenId;

    use super::*;

    #[test]
    fn an_end_is_told_before_and_after_it() {
        let end = Moment::from_millis(1_780_000_000_000);
        let token = PersonalToken {
            id: TokenId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap(),
            name: "Nightly".to_owned(),
            prefix: "slp_0123456789ab".to_owned(),
            scope: TokenScope::Read,
            account_name: None,
            created_at: Moment::from_millis(0),
            expires_at: end,
            last_used_at: None,
        };
        assert_eq!(super::end(&token, Moment::from_millis(0)), end.long());
        assert_eq!(super::end(&token, end), format!("Ended on {}", end.long()));
    }
}

//! One-time links with which somebody sets a password. Without `--demo` they are the only way in, so there is no
//! default account to forget about.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::rejection::{Kind, Rejection};
use slipway_domain::view::{FreshLink, FreshLinkView, PersonLine};

use crate::acting::within_reach;
use crate::{Acting, Backend, Ids, Report, Result, password};

/// How long a link works.
const LIFETIME: Duration = Duration::from_hours(24);

/// Shorter passwords are refused.
const SHORTEST_PASSWORD: usize = 12;
/// Longer ones are refused, since hashing takes time in proportion.
const LONGEST_PASSWORD: usize = 256;

/// A link as it is handed out, once. Only the hash of its token is stored.
#[derive(Debug)]
pub struct SetupLink {
    token: SecretString,
    pub expires_at: Moment,
}

/// A link on its way to the page that shows it.
pub(crate) struct WaitingLink {
    person: PersonId,
    link: SetupLink,
    /// Whose member it is for.
    account: Option<AccountId>,
}

/// For whom a link is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupFor {
    pub email: String,
    pub name: String,
}

impl SetupLink {
    pub(crate) fn new(ids: &Ids, now: Moment) -> Self {
        Self { token: ids.token().into(), expires_at: now.plus(LIFETIME) }
    }

    pub fn expose_token(&self) -> &str {
        self.token.expose_secret()
    }

    /// `/set-up/<token>`, to be put behind the console's address.
    pub fn path(&self) -> SecretString {
        format!("/set-up/{}", self.expose_token()).into()
    }
}

/// Why a password was not set.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The link is unknown, used or expired; which of them is not told.
    #[error("the link does not work")]
    Gone,
    /// The link still works; another password will do.
    #[error("the password is {0:?}")]
    Weak(Weakness),
    #[error(transparent)]
    Internal(#[from] Report),
}

/// What is wrong with a new password. None of them quotes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    TooShort,
    TooLong,
    /// It is the person's address or name, or one character repeated.
    Guessable,
}

impl From<slipway_store::Error> for SetupError {
    fn from(error: slipway_store::Error) -> Self {
        Self::Internal(Report::new("storage", error))
    }
}

impl Backend {
    /// Whose password the link sets.
    pub async fn setup_for(&self, token: &str) -> Result<SetupFor, SetupError> {
        let person = self.store().person_with_setup_link(&hash(token), self.clock().now()).await?;
        let person = person.ok_or(SetupError::Gone)?;
        Ok(SetupFor { email: person.email, name: person.name })
    }

    /// Sets the password and uses the link up, in one transaction. Every session of the person ends: whoever could
    /// sign in before may not be the one who holds the link.
    pub async fn complete_setup(&self, token: &str, password: SecretString, request: &str) -> Result<(), SetupError> {
        let person = self.setup_for(token).await?;
        check(password.expose_secret(), &person).map_err(SetupError::Weak)?;
        // Hashed before the transaction: the only writer does not wait for it.
        let hashed = password::hash(password, self.ids()).await?;
        let now = self.clock().now();
        let mut tx = self.store().write().await?;
        let person = tx.use_setup_link(&hash(token), now).await?.ok_or(SetupError::Gone)?;
        tx.set_password(person, &hashed, now).await?;
        tx.end_sessions_of(person).await?;
        tx.record(&self.platform_event(Some(person), EventKind::PasswordSet, Detail::none(), request)).await?;
        Ok(tx.commit().await?)
    }
}

impl Acting {
    /// A fresh link waits for the page that shows it once.
    pub(crate) fn show_link(
        &self,
        person: PersonId,
        link: Option<SetupLink>,
        account: Option<AccountId>,
    ) -> Result<()> {
        if let Some(link) = link {
            self.backend().links().put(self.person()?.id, "", WaitingLink { person, link, account }, self.now());
        }
        Ok(())
    }

    /// The link that was just made, for its author, once.
    pub async fn take_link(&self) -> Result<FreshLinkView> {
        let person = self.person()?.clone();
        within_reach(self.reach().is_in_person())?;
        let Some(waiting) = self.backend().links().take(person.id, "", self.now()) else {
            return Ok(FreshLinkView { person, link: None });
        };
        let WaitingLink { person: subject, link, account } = waiting;
        let subject = self.backend().store().person_line(subject).await?.ok_or(Rejection::NotFound(Kind::Person))?;
        let path = link.path().expose_secret().to_owned();
        let PersonLine { name, email, .. } = subject;
        let fresh = FreshLink { name, email, path, expires_at: link.expires_at, account };
        Ok(FreshLinkView { person, link: Some(fresh) })
    }
}

/// Counts characters, not bytes; any character is welcome, and no mixture is demanded (OWASP ASVS 6.2).
fn check(password: &str, person: &SetupFor) -> Result<(), Weakness> {
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD {
        return Err(Weakness::TooShort);
    }
    if length > LONGEST_PASSWORD {
        return Err(Weakness::TooLong);
    }
    let lower = password.to_lowercase();
    let first = lower.chars().next();
    let is_known = lower == person.email.to_lowercase() || lower == person.name.to_lowercase();
    if is_known || lower.chars().all(|char| Some(char) == first) {
        return Err(Weakness::Guessable);
    }
    Ok(())
}

pub(crate) fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_counts_characters_and_refuses_the_obvious() {
        let ada = SetupFor { email: "ada@example.com".to_owned(), name: "Ada Lovelace".to_owned() };
        let check = |password: &str| check(password, &ada);
        assert_eq!(check("elevenchars"), Err(Weakness::TooShort));
        assert_eq!(check("zwölf Zeichen"), Ok(()));
        assert_eq!(check(&"ab".repeat(129)), Err(Weakness::TooLong));
        assert_eq!(check("ADA@example.com"), Err(Weakness::Guessable));
        assert_eq!(check("Ada Lovelace"), Err(Weakness::Guessable));
        assert_eq!(check("aaaaaaaaaaaa"), Err(Weakness::Guessable));
    }
}

//! Adding people, giving and taking operator roles, letting in and locking out. This is the operator's command line
//! speaking (`slipway user …`), so there is no caller to ask for permission; whoever runs it owns the machine.

use slipway_domain::caller::Role;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::PersonId;
use slipway_store::{NewPerson, PersonEntry, Tx};

use crate::setup::{self, SetupLink};
use crate::{Backend, Report};

/// Why a command about people was not carried out. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    #[error("there is a person with the e-mail address {0} already")]
    Taken(String),
    #[error("there is no person with the e-mail address {0}")]
    Unknown(String),
    #[error("`{0}` is no e-mail address")]
    NotAnEmail(String),
    #[error("the name is empty, longer than 128 characters or has control characters")]
    BadName,
    #[error("{0} is a role in an account, not at the operator")]
    NotAnOperatorRole(&'static str),
    #[error("nothing to do: {0}")]
    Already(String),
    #[error(transparent)]
    Internal(#[from] Report),
}

impl From<slipway_store::Error> for PeopleError {
    fn from(error: slipway_store::Error) -> Self {
        Self::Internal(Report::new("storage", error))
    }
}

type Result<T, E = PeopleError> = core::result::Result<T, E>;

impl Backend {
    /// Adds a person with operator roles and hands out the link with which they set their password.
    pub async fn add_person(&self, email: &str, name: &str, roles: &[Role]) -> Result<SetupLink> {
        let email = checked_email(email)?;
        let name = checked_name(name)?;
        let at = self.clock().now();
        let id = PersonId::new(self.ids().uuid(at));
        let mut tx = self.store().write().await?;
        tx.add_person(&NewPerson { id, email: email.to_owned(), name: name.to_owned(), at }).await.map_err(
            |error| {
                if error.is_unique("person.email") { PeopleError::Taken(email.to_owned()) } else { error.into() }
            },
        )?;
        self.tell(&mut tx, EventKind::PersonAdded, Detail::about(email)).await?;
        for role in roles {
            self.give(&mut tx, id, email, *role).await?;
        }
        let link = self.new_link(&mut tx, id, email).await?;
        tx.commit().await?;
        Ok(link)
    }

    /// Everybody, by e-mail address.
    pub async fn people(&self) -> Result<Vec<PersonEntry>> {
        Ok(self.store().people().await?)
    }

    /// A new set-up link; the ones before stop working. For people who lost theirs or forgot their password.
    pub async fn issue_setup_link(&self, email: &str) -> Result<SetupLink> {
        let (mut tx, person) = self.begin(email).await?;
        if person.disabled_at.is_some() {
            return Err(PeopleError::Already(format!("{email} is disabled, so a link would not work")));
        }
        let link = self.new_link(&mut tx, person.id, &person.email).await?;
        tx.commit().await?;
        Ok(link)
    }

    /// Locks a person out: no sign-in, and every session ends with its next request.
    pub async fn disable_person(&self, email: &str) -> Result<()> {
        let (mut tx, person) = self.begin(email).await?;
        let at = self.clock().now();
        if !tx.set_disabled(person.id, Some(at)).await? {
            return Err(PeopleError::Already(format!("{email} is disabled already")));
        }
        tx.end_sessions_of(person.id).await?;
        tx.retire_setup_links(person.id, at).await?;
        self.tell(&mut tx, EventKind::PersonDisabled, Detail::about(person.email)).await?;
        Ok(tx.commit().await?)
    }

    pub async fn enable_person(&self, email: &str) -> Result<()> {
        let (mut tx, person) = self.begin(email).await?;
        if !tx.set_disabled(person.id, None).await? {
            return Err(PeopleError::Already(format!("{email} is not disabled")));
        }
        self.tell(&mut tx, EventKind::PersonEnabled, Detail::about(person.email)).await?;
        Ok(tx.commit().await?)
    }

    /// Takes effect with the person's next request, for which they sign in anew.
    pub async fn grant_role(&self, email: &str, role: Role) -> Result<()> {
        let (mut tx, person) = self.begin(email).await?;
        if !self.give(&mut tx, person.id, &person.email, role).await? {
            return Err(PeopleError::Already(format!("{email} has the role {} already", role.name())));
        }
        Ok(tx.commit().await?)
    }

    /// Takes effect with the person's next request, for which they sign in anew.
    pub async fn revoke_role(&self, email: &str, role: Role) -> Result<()> {
        let (mut tx, person) = self.begin(email).await?;
        if !tx.revoke_operator_role(person.id, role).await? {
            return Err(PeopleError::Already(format!("{email} does not have the role {}", role.name())));
        }
        let detail = Detail::about(person.email).with_code(role.name());
        self.tell(&mut tx, EventKind::OperatorRoleRevoked, detail).await?;
        self.roles_changed(&mut tx, person.id).await?;
        Ok(tx.commit().await?)
    }

    async fn begin(&self, email: &str) -> Result<(Tx, PersonEntry)> {
        let mut tx = self.store().write().await?;
        let person = tx.person_with_email(email.trim()).await?;
        Ok((tx, person.ok_or_else(|| PeopleError::Unknown(email.trim().to_owned()))?))
    }

    async fn give(&self, tx: &mut Tx, person: PersonId, email: &str, role: Role) -> Result<bool> {
        if !role.is_operator() {
            return Err(PeopleError::NotAnOperatorRole(role.name()));
        }
        let is_new = tx.grant_operator_role(person, role).await?;
        if is_new {
            let detail = Detail::about(email).with_code(role.name());
            self.tell(tx, EventKind::OperatorRoleGranted, detail).await?;
            self.roles_changed(tx, person).await?;
        }
        Ok(is_new)
    }

    async fn new_link(&self, tx: &mut Tx, person: PersonId, email: &str) -> Result<SetupLink> {
        let now = self.clock().now();
        tx.retire_setup_links(person, now).await?;
        let link = SetupLink::new(self.ids(), now);
        tx.add_setup_link(&setup::hash(link.expose_token()), person, link.expires_at).await?;
        self.tell(tx, EventKind::SetupLinkIssued, Detail::about(email)).await?;
        Ok(link)
    }

    async fn tell(&self, tx: &mut Tx, kind: EventKind, detail: Detail) -> Result<()> {
        Ok(tx.record(&self.platform_event(None, kind, detail, "")).await?)
    }
}

fn checked_email(email: &str) -> Result<&str> {
    let email = email.trim();
    let sound = email.len() <= 254
        && !email.contains(|char: char| char.is_whitespace() || char.is_control())
        && email
            .split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty() && !domain.contains('@'));
    if sound { Ok(email) } else { Err(PeopleError::NotAnEmail(email.to_owned())) }
}

fn checked_name(name: &str) -> Result<&str> {
    let name = name.trim();
    let sound = !name.is_empty() && name.chars().count() <= 128 && !name.contains(char::is_control);
    if sound { Ok(name) } else { Err(PeopleError::BadName) }
}

//! On whose behalf people, members and accounts are changed: a signed-in person, who was asked whether they may, or the
//! owner of the machine at the command line, whom nobody asks. What both do is written once, on this.

use slipway_domain::event::{Detail, EventKind};
use slipway_domain::findings::Findings;
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::moment::Moment;
use slipway_domain::person::PersonDraft;
use slipway_domain::rejection::Rejection;
use slipway_store::{NewPerson, PersonEntry, Tx};

use crate::acting::within_reach;
use crate::setup::{self, SetupLink};
use crate::{Acting, Backend, Result};

#[derive(Clone, Copy)]
pub(crate) struct Author<'a> {
    backend: &'a Backend,
    /// `None`: the owner of the machine.
    person: Option<PersonId>,
    request: &'a str,
}

impl Backend {
    pub(crate) fn owner(&self) -> Author<'_> {
        Author { backend: self, person: None, request: "" }
    }
}

impl Acting {
    /// To be asked for only after the person's right to the change was. A program changes nothing about people.
    pub(crate) fn author(&self) -> Result<Author<'_>> {
        within_reach(self.reach().is_in_person())?;
        Ok(Author { backend: self.backend(), person: Some(self.person()?.id), request: self.request() })
    }
}

impl Author<'_> {
    pub(crate) fn backend(&self) -> &Backend {
        self.backend
    }

    /// Owners of the machine can always let themselves in again, so the rules against locking everybody out are not
    /// theirs.
    pub(crate) fn is_owner(&self) -> bool {
        self.person.is_none()
    }

    pub(crate) fn now(&self) -> Moment {
        self.backend.clock().now()
    }

    pub(crate) async fn write(&self) -> Result<Tx> {
        Ok(self.backend.store().write().await?)
    }

    /// One line of the history, in the transaction of what it tells of.
    pub(crate) async fn tell(
        &self,
        tx: &mut Tx,
        account: Option<AccountId>,
        kind: EventKind,
        detail: Detail,
    ) -> Result<()> {
        let mut event = self.backend.platform_event(self.person, kind, detail, self.request);
        event.account = account;
        Ok(tx.record(&event).await?)
    }

    /// Whoever has the address, or a new person of that name, with a link to set a password with.
    pub(crate) async fn enrol(&self, tx: &mut Tx, email: &str, name: &str) -> Result<(PersonEntry, Option<SetupLink>)> {
        let email = email.trim();
        if let Some(known) = tx.person_with_email(email).await? {
            return Ok((known, None));
        }
        let draft = PersonDraft { email: email.to_owned(), name: name.to_owned(), roles: Vec::new() };
        let (person, link) = self.add(tx, &draft).await?;
        Ok((person, Some(link)))
    }

    /// A new person with the roles that were ticked.
    pub(crate) async fn add(&self, tx: &mut Tx, draft: &PersonDraft) -> Result<(PersonEntry, SetupLink)> {
        let (email, name) = (draft.email.trim(), draft.name.trim());
        let is_taken = tx.person_with_email(email).await?.is_some();
        complete(draft.check(is_taken))?;
        let at = self.now();
        let id = PersonId::new(self.backend.ids().uuid(at));
        tx.add_person(&NewPerson { id, email: email.to_owned(), name: name.to_owned(), at }).await?;
        self.tell(tx, None, EventKind::PersonAdded, Detail::about(email)).await?;
        for role in draft.operator_roles() {
            tx.grant_operator_role(id, role).await?;
            let detail = Detail::about(email).with_code(role.name());
            self.tell(tx, None, EventKind::OperatorRoleGranted, detail).await?;
        }
        let link = self.link(tx, id, email).await?;
        let person = PersonEntry {
            id,
            email: email.to_owned(),
            name: name.to_owned(),
            operator: draft.operator_roles(),
            password_hash: None,
            created_at: at,
            disabled_at: None,
            has_identity: false,
        };
        Ok((person, link))
    }

    /// A new link; the ones before stop working.
    pub(crate) async fn link(&self, tx: &mut Tx, person: PersonId, email: &str) -> Result<SetupLink> {
        let now = self.now();
        tx.retire_setup_links(person, now).await?;
        let link = SetupLink::new(self.backend.ids(), now);
        tx.add_setup_link(&setup::hash(link.expose_token()), person, link.expires_at).await?;
        self.tell(tx, None, EventKind::SetupLinkIssued, Detail::about(email)).await?;
        Ok(link)
    }
}

/// What was typed, or the reason why it cannot be taken.
pub(crate) fn complete(findings: Findings) -> Result<()> {
    if findings.is_complete() { Ok(()) } else { Err(Rejection::Invalid(findings).into()) }
}

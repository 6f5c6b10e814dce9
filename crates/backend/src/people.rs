//! Adding people, giving and taking operator roles, letting in and locking out: by the operator's admin on the page
//! People, and by the owner of the machine (`slipway user …`), whom nobody asks for permission.

use slipway_domain::caller::Role;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::field::Field;
use slipway_domain::findings::Finding;
use slipway_domain::ids::PersonId;
use slipway_domain::person::{self, PersonDraft};
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::rule::any;
use slipway_domain::view::{PeopleView, PersonLine, PersonView};
use slipway_store::{PersonEntry, Tx};

use crate::author::Author;
use crate::setup::SetupLink;
use crate::{Acting, Backend, Result};

/// How somebody is named: on the command line by address, on pages by id.
#[derive(Clone, Copy)]
enum Who<'a> {
    Email(&'a str),
    Id(PersonId),
}

impl Acting {
    pub async fn people(&self) -> Result<PeopleView> {
        self.require_desk(Object::People)?;
        let people = self.backend().store().people().await?;
        Ok(PeopleView { person: self.person()?.clone(), people, now: self.now() })
    }

    pub async fn person_view(&self, id: PersonId) -> Result<PersonView> {
        self.require_desk(Object::People)?;
        let store = self.backend().store();
        let subject = store.person_line(id).await?.ok_or(Rejection::NotFound(Kind::Person))?;
        Ok(PersonView {
            person: self.person()?.clone(),
            sessions: self.live_sessions_of(id, !subject.operator.is_empty()).await?,
            admins: store.admins().await?,
            now: self.now(),
            subject,
        })
    }

    /// The set-up link waits to be shown.
    pub async fn add_person(&self, draft: &PersonDraft) -> Result<PersonId> {
        let author = self.people_desk(Verb::Create)?;
        let mut tx = author.write().await?;
        let (person, link) = author.add(&mut tx, draft).await?;
        tx.commit().await?;
        self.show_link(person.id, Some(link), None)?;
        Ok(person.id)
    }

    /// A new set-up link waits to be shown.
    pub async fn issue_setup_link(&self, id: PersonId) -> Result<()> {
        let (person, link) = self.people_desk(Verb::Edit)?.new_link(Who::Id(id)).await?;
        self.show_link(person.id, Some(link), None)
    }

    pub async fn disable_person(&self, id: PersonId) -> Result<()> {
        self.people_desk(Verb::Edit)?.disable(Who::Id(id)).await
    }

    pub async fn enable_person(&self, id: PersonId) -> Result<()> {
        self.people_desk(Verb::Edit)?.enable(Who::Id(id)).await
    }

    pub async fn grant_role(&self, id: PersonId, role: Role) -> Result<()> {
        self.people_desk(Verb::Edit)?.grant(Who::Id(id), role).await
    }

    pub async fn revoke_role(&self, id: PersonId, role: Role) -> Result<()> {
        self.people_desk(Verb::Edit)?.revoke(Who::Id(id), role).await
    }

    /// Ends every session of somebody with its next request. Nobody is locked out: they sign in again.
    pub async fn end_sessions_of(&self, id: PersonId) -> Result<()> {
        self.people_desk(Verb::Revoke)?.end_sessions(Who::Id(id)).await
    }

    fn people_desk(&self, verb: Verb) -> Result<Author<'_>> {
        self.require_operator(verb, Object::People)?;
        self.author()
    }
}

/// The owner of the machine at the command line.
impl Backend {
    pub async fn add_person(&self, email: &str, name: &str, roles: &[Role]) -> Result<SetupLink> {
        let owner = self.owner();
        let mut tx = owner.write().await?;
        let roles = roles.iter().map(|role| role.name().to_owned()).collect();
        let draft = PersonDraft { email: email.to_owned(), name: name.to_owned(), roles };
        let (_, link) = owner.add(&mut tx, &draft).await?;
        tx.commit().await?;
        Ok(link)
    }

    /// Everybody, by e-mail address.
    pub async fn people(&self) -> Result<Vec<PersonLine>> {
        Ok(self.store().people().await?)
    }

    /// For people who lost their link or forgot their password.
    pub async fn issue_setup_link(&self, email: &str) -> Result<SetupLink> {
        Ok(self.owner().new_link(Who::Email(email)).await?.1)
    }

    pub async fn disable_person(&self, email: &str) -> Result<()> {
        self.owner().disable(Who::Email(email)).await
    }

    pub async fn enable_person(&self, email: &str) -> Result<()> {
        self.owner().enable(Who::Email(email)).await
    }

    pub async fn grant_role(&self, email: &str, role: Role) -> Result<()> {
        self.owner().grant(Who::Email(email), role).await
    }

    pub async fn revoke_role(&self, email: &str, role: Role) -> Result<()> {
        self.owner().revoke(Who::Email(email), role).await
    }
}

/// Everything takes effect with the person's next request.
impl Author<'_> {
    async fn new_link(&self, who: Who<'_>) -> Result<(PersonEntry, SetupLink)> {
        let (mut tx, person) = self.begin(who).await?;
        if person.disabled_at.is_some() {
            return Err(Rejection::Refused(Refusal::PersonDisabled).into());
        }
        let link = self.link(&mut tx, person.id, &person.email).await?;
        tx.commit().await?;
        Ok((person, link))
    }

    /// Locks a person out: no sign-in, no session, no link, no access token.
    async fn disable(&self, who: Who<'_>) -> Result<()> {
        let (mut tx, person) = self.begin(who).await?;
        self.spare_the_last_admin(&mut tx, &person).await?;
        let at = self.now();
        changed(tx.set_disabled(person.id, Some(at)).await?)?;
        tx.end_sessions_of(person.id).await?;
        tx.retire_setup_links(person.id, at).await?;
        tx.revoke_personal_tokens(person.id, None, at).await?;
        self.tell(&mut tx, None, EventKind::PersonDisabled, Detail::about(person.email)).await?;
        Ok(tx.commit().await?)
    }

    async fn enable(&self, who: Who<'_>) -> Result<()> {
        let (mut tx, person) = self.begin(who).await?;
        changed(tx.set_disabled(person.id, None).await?)?;
        self.tell(&mut tx, None, EventKind::PersonEnabled, Detail::about(person.email)).await?;
        Ok(tx.commit().await?)
    }

    async fn grant(&self, who: Who<'_>, role: Role) -> Result<()> {
        let (mut tx, person) = self.begin(who).await?;
        at_the_operator(role)?;
        changed(tx.grant_operator_role(person.id, role).await?)?;
        let detail = Detail::about(person.email).with_code(role.name());
        self.tell(&mut tx, None, EventKind::OperatorRoleGranted, detail).await?;
        self.backend().roles_changed(&mut tx, person.id).await?;
        Ok(tx.commit().await?)
    }

    async fn revoke(&self, who: Who<'_>, role: Role) -> Result<()> {
        let (mut tx, person) = self.begin(who).await?;
        at_the_operator(role)?;
        if role == Role::Admin {
            self.spare_the_last_admin(&mut tx, &person).await?;
        }
        changed(tx.revoke_operator_role(person.id, role).await?)?;
        let detail = Detail::about(person.email).with_code(role.name());
        self.tell(&mut tx, None, EventKind::OperatorRoleRevoked, detail).await?;
        self.backend().roles_changed(&mut tx, person.id).await?;
        Ok(tx.commit().await?)
    }

    async fn end_sessions(&self, who: Who<'_>) -> Result<()> {
        let (mut tx, person) = self.begin(who).await?;
        changed(tx.end_sessions_of(person.id).await? > 0)?;
        self.tell(&mut tx, None, EventKind::SessionsEnded, Detail::about(person.email)).await?;
        Ok(tx.commit().await?)
    }

    /// Asked inside the transaction, so that two admins cannot take the role from each other at once.
    async fn spare_the_last_admin(&self, tx: &mut Tx, person: &PersonEntry) -> Result<()> {
        if !self.is_owner() {
            person::may_lose_admin(&tx.admins().await?, person.id).map_err(Rejection::Refused)?;
        }
        Ok(())
    }

    async fn begin(&self, who: Who<'_>) -> Result<(Tx, PersonEntry)> {
        let mut tx = self.write().await?;
        let person = match who {
            Who::Email(email) => tx.person_with_email(email.trim()).await?,
            Who::Id(id) => tx.person(id).await?,
        };
        Ok((tx, person.ok_or(Rejection::NotFound(Kind::Person))?))
    }
}

fn changed(is_changed: bool) -> Result<()> {
    if is_changed { Ok(()) } else { Err(Rejection::Refused(Refusal::AlreadyDone).into()) }
}

/// A role in an account is nothing that the operator gives to a person.
fn at_the_operator(role: Role) -> Result<()> {
    if role.is_operator() {
        return Ok(());
    }
    let finding = Finding::new(Field::PersonRoles, any::NOT_A_CHOICE).naming(role.name());
    Err(Rejection::Invalid(finding.into()).into())
}

//! The people of an account: who joins, in which role, and who leaves. Every change takes effect with the member's next
//! request, and an administrator is always left.

use slipway_domain::account::{Account, AccountKind};
use slipway_domain::caller::Role;
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::field::Field;
use slipway_domain::findings::Finding;
use slipway_domain::ids::{AccountId, PersonId};
use slipway_domain::member::{self, Member, MemberDraft};
use slipway_domain::person::PersonState;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::rule::any;
use slipway_store::{PersonEntry, Tx};

use crate::author::{Author, complete};
use crate::setup::SetupLink;
use crate::{Acting, Backend, Result};

impl Acting {
    /// True: the person is new here, and their set-up link waits to be shown.
    pub async fn add_member(&self, account: AccountId, draft: &MemberDraft) -> Result<bool> {
        let (mut tx, account) = self.members_of(account, Verb::Create).await?;
        let members = tx.members(account.id).await?;
        let is_member = named(&members, &draft.email).is_some();
        complete(draft.check(account.kind, is_member))?;
        let role = member::role_in(account.kind, &draft.role).ok_or_else(|| no_choice(&draft.role))?;
        let (person, link) = self.author()?.join(&mut tx, account.id, &draft.email, &draft.name, role).await?;
        tx.commit().await?;
        let is_new = link.is_some();
        self.show_link(person.id, link, Some(account.id))?;
        Ok(is_new)
    }

    pub async fn change_member_role(&self, account: AccountId, person: PersonId, role: Role) -> Result<()> {
        let (mut tx, account) = self.members_of(account, Verb::Edit).await?;
        let members = tx.members(account.id).await?;
        let member = with_id(&members, person)?;
        self.author()?.change_role(&mut tx, &account, &members, member, role).await?;
        Ok(tx.commit().await?)
    }

    /// A new set-up link waits to be shown.
    pub async fn issue_member_link(&self, account: AccountId, person: PersonId) -> Result<()> {
        let (mut tx, account) = self.members_of(account, Verb::Edit).await?;
        let members = tx.members(account.id).await?;
        let member = with_id(&members, person)?;
        member::may_have_link(member).map_err(Rejection::Refused)?;
        let link = self.author()?.link(&mut tx, person, &member.email).await?;
        tx.commit().await?;
        self.show_link(person, Some(link), Some(account.id))
    }

    pub async fn remove_member(&self, account: AccountId, person: PersonId) -> Result<()> {
        let (mut tx, account) = self.members_of(account, Verb::Revoke).await?;
        let members = tx.members(account.id).await?;
        let member = with_id(&members, person)?;
        self.author()?.leave(&mut tx, account.id, &members, member).await?;
        Ok(tx.commit().await?)
    }

    /// An account whose members the caller may change. One that they may not know of is nowhere to be found.
    async fn members_of(&self, id: AccountId, verb: Verb) -> Result<(Tx, Account)> {
        self.person()?;
        if !policy::visible_to(self.caller(), id) {
            return Err(Rejection::NotFound(Kind::Account).into());
        }
        let mut tx = self.backend().store().write().await?;
        let account = tx.account(id).await?.ok_or(Rejection::NotFound(Kind::Account))?;
        self.require(verb, Object::Members, Context::of(id))?;
        Ok((tx, account))
    }
}

/// The owner of the machine at the command line.
impl Backend {
    /// Adds a member or changes the role of one. `role` is the part of its name that kinds of accounts share, such as
    /// `administrator`. A new person needs the name, and gets a link.
    pub async fn set_member(&self, account: &str, email: &str, name: &str, role: &str) -> Result<Option<SetupLink>> {
        let owner = self.owner();
        let (mut tx, account) = owner.account_named(account).await?;
        let full = format!("{}_{role}", account.kind.name());
        let role = member::role_in(account.kind, &full).ok_or_else(|| no_choice(role))?;
        let members = tx.members(account.id).await?;
        let link = if let Some(member) = named(&members, email) {
            owner.change_role(&mut tx, &account, &members, member, role).await?;
            None
        } else {
            owner.join(&mut tx, account.id, email, name, role).await?.1
        };
        tx.commit().await?;
        Ok(link)
    }

    pub async fn remove_member(&self, account: &str, email: &str) -> Result<()> {
        let owner = self.owner();
        let (mut tx, account) = owner.account_named(account).await?;
        let members = tx.members(account.id).await?;
        let member = named(&members, email).ok_or(Rejection::NotFound(Kind::Person))?;
        owner.leave(&mut tx, account.id, &members, member).await?;
        Ok(tx.commit().await?)
    }
}

impl Author<'_> {
    /// Whoever has the address becomes a member; somebody new gets a link.
    pub(crate) async fn join(
        &self,
        tx: &mut Tx,
        account: AccountId,
        email: &str,
        name: &str,
        role: Role,
    ) -> Result<(PersonEntry, Option<SetupLink>)> {
        let (person, link) = self.enrol(tx, email, name).await?;
        tx.set_membership(account, person.id, role).await?;
        let detail = Detail::about(&person.email).with_code(role.name());
        self.tell(tx, Some(account), EventKind::MemberAdded, detail).await?;
        Ok((person, link))
    }

    async fn change_role(
        &self,
        tx: &mut Tx,
        account: &Account,
        members: &[Member],
        member: &Member,
        role: Role,
    ) -> Result<()> {
        may_hold(account.kind, role)?;
        if member.role == role {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        member::may_lose_administrator(members, member.person).map_err(Rejection::Refused)?;
        tx.set_membership(account.id, member.person, role).await?;
        let detail = Detail::about(&member.email).with_code(role.name());
        self.tell(tx, Some(account.id), EventKind::MemberRoleChanged, detail).await
    }

    /// Access tokens for the account end with the membership. So does a link that the account handed out, unless the
    /// person belongs elsewhere too.
    async fn leave(&self, tx: &mut Tx, account: AccountId, members: &[Member], member: &Member) -> Result<()> {
        member::may_lose_administrator(members, member.person).map_err(Rejection::Refused)?;
        tx.remove_membership(account, member.person).await?;
        tx.revoke_personal_tokens(member.person, Some(account), self.now()).await?;
        if member.state == PersonState::Invited && !member.is_elsewhere {
            tx.retire_setup_links(member.person, self.now()).await?;
        }
        self.tell(tx, Some(account), EventKind::MemberRemoved, Detail::about(&member.email)).await
    }

    async fn account_named(&self, name: &str) -> Result<(Tx, Account)> {
        let mut tx = self.write().await?;
        let account = tx.account_named(name.trim()).await?.ok_or(Rejection::NotFound(Kind::Account))?;
        Ok((tx, account))
    }
}

fn with_id(members: &[Member], person: PersonId) -> Result<&Member> {
    members.iter().find(|member| member.person == person).ok_or_else(|| Rejection::NotFound(Kind::Person).into())
}

/// Letter case does not matter.
fn named<'a>(members: &'a [Member], email: &str) -> Option<&'a Member> {
    members.iter().find(|member| member.email.eq_ignore_ascii_case(email.trim()))
}

fn may_hold(kind: AccountKind, role: Role) -> Result<()> {
    if member::roles_in(kind).contains(&role) { Ok(()) } else { Err(no_choice(role.name()).into()) }
}

fn no_choice(role: &str) -> Rejection {
    Rejection::Invalid(Finding::new(Field::MemberRole, any::NOT_A_CHOICE).naming(role).into())
}

//! Who may do what (§2, DEC-1): the questions that the backend asks before every use case. The answers come from one
//! table, `policy::matrix`. It knows no stages except for the actors of a move, and no conditions: those are `gate`'s.
//!
//! Provider and consumer roles count only in the account that the person works in right now, and only for that
//! account's things; operator roles always count. Nobody decides about what they wrote or handed in
//! themselves, nor about things of an account that they belong to.

use serde::{Deserialize, Serialize};

use crate::account::{Account, AccountKind, Registration};
use crate::caller::{Caller, Person, Role};
use crate::ids::{AccountId, PersonId};
use crate::rejection::{Refusal, Rejection};
use crate::stage::{Move, PublishActor};

mod matrix;

pub use matrix::{MATRIX, Object, Verb, cell, policy_markdown, roles_with};

/// Why a person may not, as facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Denial {
    /// One of these roles would do; empty: nobody holds it, the platform acts by itself. `is_operator`: the person works
    /// for the operator and does not belong to the account, so that nobody there gives them a role.
    RoleMissing { needs: Vec<Role>, is_operator: bool },
    /// The person may do it, but works in another account right now.
    OtherAccount { account: AccountId, name: String },
    /// Four eyes: the person handed it in, or wrote some of it.
    OwnSubmission,
    /// Four eyes: the person belongs to the account that it is about.
    OwnAccount,
    /// The person may, and asks with a token or a key that does not reach as far.
    BeyondToken,
}

impl Denial {
    /// For who holds none of the roles that would do. `owner`: whose the thing is; `None` if it is no account's.
    pub fn role_missing(person: &Person, owner: Option<AccountId>, needs: Vec<Role>) -> Self {
        let belongs = owner.is_some_and(|owner| person.membership(owner).is_some());
        Self::RoleMissing { needs, is_operator: person.is_operator() && !belongs }
    }
}

/// What the question is about: whose it is, who handed it in, if it was, and who wrote it since it was last decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    pub owner: AccountId,
    pub submitted_by: Option<PersonId>,
    pub authors: &'a [PersonId],
}

impl<'a> Context<'a> {
    pub const fn of(owner: AccountId) -> Self {
        Self { owner, submitted_by: None, authors: &[] }
    }

    #[must_use]
    pub const fn submitted_by(self, person: PersonId) -> Self {
        Self { submitted_by: Some(person), ..self }
    }

    #[must_use]
    pub const fn written_by(self, authors: &'a [PersonId]) -> Self {
        Self { authors, ..self }
    }
}

/// May this person do that to an object of `ctx.owner`? Ask `visible_to` first: what one may not know of is not
/// denied but not found.
pub fn may(person: &Person, verb: Verb, object: Object, ctx: Context<'_>) -> Result<(), Denial> {
    holds_one_of(person, &roles_with(object, verb), ctx.owner)?;
    if verb == Verb::Approve { may_decide(person, ctx) } else { Ok(()) }
}

/// May this person make that move with an offering of `ctx.owner`?
pub fn may_move(person: &Person, act: Move, ctx: Context<'_>, publish: PublishActor) -> Result<(), Denial> {
    holds_one_of(person, act.actors(publish), ctx.owner)?;
    if act.is_decision() { may_decide(person, ctx) } else { Ok(()) }
}

/// The four-eyes rule alone: whoever decides neither wrote it nor handed it in, nor belongs to the provider's account.
pub fn may_decide(person: &Person, ctx: Context<'_>) -> Result<(), Denial> {
    if ctx.submitted_by == Some(person.id) {
        return Err(Denial::OwnSubmission);
    }
    if person.membership(ctx.owner).is_some() {
        return Err(Denial::OwnAccount);
    }
    if ctx.authors.contains(&person.id) {
        return Err(Denial::OwnSubmission);
    }
    Ok(())
}

/// T05: New Resource wants a provider account that is approved for integrated billing, and a role that may create.
pub fn may_add_resource(person: &Person, account: &Account) -> Result<(), Rejection> {
    may(person, Verb::Create, Object::Offering, Context::of(account.id)).map_err(Rejection::Denied)?;
    if account.kind == AccountKind::Provider && account.registration == Registration::Approved {
        Ok(())
    } else {
        Err(Rejection::Refused(Refusal::AccountNotApproved))
    }
}

/// How much a caller may know of an account's unpublished things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// It belongs to the account that the person works in.
    Here,
    /// It belongs to another account of the same person.
    Elsewhere { account: AccountId, name: String },
    /// The person works for the operator and sees every account.
    Operator,
    /// To this caller it does not exist.
    Hidden,
}

/// Where a thing of `owner` stands in the caller's view.
pub fn sight(caller: &Caller, owner: AccountId) -> Sight {
    let Some(person) = caller.person() else { return Sight::Hidden };
    match person.membership(owner) {
        Some(_) if person.current == Some(owner) => Sight::Here,
        _ if person.is_operator() => Sight::Operator,
        Some(membership) => Sight::Elsewhere { account: owner, name: membership.account_name.clone() },
        None => Sight::Hidden,
    }
}

/// May the caller know that a thing of `owner` exists? If not, the answer to every question about it is `NotFound`.
pub fn visible_to(caller: &Caller, owner: AccountId) -> bool {
    sight(caller, owner) != Sight::Hidden
}

fn holds_one_of(person: &Person, roles: &[Role], owner: AccountId) -> Result<(), Denial> {
    if person.operator.iter().any(|role| role.is_operator() && roles.contains(role)) {
        return Ok(());
    }
    match person.membership(owner) {
        Some(membership) if !membership.role.is_operator() && roles.contains(&membership.role) => {
            if person.current == Some(owner) {
                Ok(())
            } else {
                Err(Denial::OtherAccount { account: owner, name: membership.account_name.clone() })
            }
        }
        _ => Err(Denial::role_missing(person, Some(owner), roles.to_vec())),
    }
}

#[cfg(test)]
mod tests;

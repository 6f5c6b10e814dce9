//! One caller's requests. Every use case begins here: load, decide whether the caller may know of it and may do it,
//! then change and record in one transaction.

use serde::Serialize;
use slipway_domain::caller::{Caller, Person};
use slipway_domain::event::Detail;
use slipway_domain::ids::{AccountId, OfferingId, ParkedId, SubmissionId};
use slipway_domain::language::Language;
use slipway_domain::moment::Moment;
use slipway_domain::offering::{Offering, Scope};
use slipway_domain::policy::{self, Context, Object, Sight, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::token::Reach;
use slipway_domain::view::Subject;
use slipway_store::{OfferingHead, Tx};

use crate::operation::Operation;
use crate::session::InSession;
use crate::{Backend, Result};

/// What somebody typed for which part of an offering, and the revision that they saw.
pub(crate) struct Typed<'a, T> {
    pub(crate) subject: Subject,
    pub(crate) revision: i64,
    pub(crate) draft: &'a T,
    /// The attempt to save it; `None`: it has no name.
    pub(crate) operation: Option<&'a Operation>,
}

/// The backend on behalf of one caller.
#[derive(Clone)]
pub struct Acting {
    backend: Backend,
    caller: Caller,
    request: String,
    operation: String,
    session: Option<InSession>,
    /// In which the caller reads the catalog.
    language: Language,
    /// The parked input that is being saved: it is gone with the commit, and not parked a second time.
    applying: Option<ParkedId>,
    /// The operation whose form this one goes on from; empty: the form was drawn of what is saved.
    since: String,
    /// The revision whose text is being saved once more.
    restoring: Option<i64>,
    /// The revision that is changed, and no other; `None`: saves are put together.
    expected: Option<i64>,
    /// The request for release that is moved, and no other; `None`: whichever there is.
    about: Option<SubmissionId>,
    /// How far the request reaches, whatever the roles of the person allow.
    reach: Reach,
    /// The one offering that the request may know of; `None`: whatever its person may.
    only: Option<OfferingId>,
}

impl Acting {
    pub(crate) fn new(backend: Backend, caller: Caller) -> Self {
        Self {
            backend,
            caller,
            request: String::new(),
            operation: String::new(),
            session: None,
            language: Language::default(),
            applying: None,
            since: String::new(),
            restoring: None,
            expected: None,
            about: None,
            reach: Reach::default(),
            only: None,
        }
    }

    /// A program that asks for its person: it reaches no further than that, and knows of nothing but `only`, if it says so.
    #[must_use]
    pub(crate) fn reaching(self, reach: Reach, only: Option<OfferingId>) -> Self {
        Self { reach, only, ..self }
    }

    /// The one offering that the request may know of.
    pub(crate) fn only(&self) -> Option<OfferingId> {
        self.only
    }

    pub(crate) fn reach(&self) -> Reach {
        self.reach
    }

    /// Names the request, so that history and log can be joined.
    #[must_use]
    pub fn on_request(self, request: String) -> Self {
        Self { request, ..self }
    }

    /// Names the operation, so that sending it again has no second effect. Empty: it has one.
    #[must_use]
    pub fn as_operation(self, operation: String) -> Self {
        Self { operation, ..self }
    }

    /// Reads the catalog in that language, as far as it is translated.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    pub(crate) fn operation(&self) -> &str {
        &self.operation
    }

    /// Names the earlier save whose form somebody went on typing in: what others had saved was merged into that save, and
    /// is not in the form. Empty: the form says what was saved.
    #[must_use]
    pub fn going_on_from(self, operation: String) -> Self {
        Self { since: operation, ..self }
    }

    pub(crate) fn since(&self) -> &str {
        &self.since
    }

    /// For saving the text of an earlier revision once more. It is no operation: whoever asks again is told that the part
    /// has moved on.
    #[must_use]
    pub(crate) fn restoring(&self, revision: i64) -> Self {
        Self { restoring: Some(revision), operation: String::new(), ..self.clone() }
    }

    /// Changes that revision of a thing or nothing: what somebody else saved in between is not put together with it.
    #[must_use]
    pub fn only_at(self, revision: i64) -> Self {
        Self { expected: Some(revision), ..self }
    }

    /// The revision that a change is about; `None`: nobody named one.
    pub(crate) fn expected(&self) -> Option<i64> {
        self.expected
    }

    /// Moves what has become of that request for release, or nothing. `None`: whichever there is.
    #[must_use]
    pub fn about(self, review: Option<SubmissionId>) -> Self {
        Self { about: review, ..self }
    }

    /// The request that a move is about; `None`: nobody named one.
    pub(crate) fn request_read(&self) -> Option<SubmissionId> {
        self.about
    }

    /// Whether saves of two people are put together, and what cannot be saved is kept for later.
    pub(crate) fn puts_together(&self) -> bool {
        self.restoring.is_none() && self.expected.is_none()
    }

    /// The line of a save says which revision it restores.
    pub(crate) fn telling(&self, detail: Detail) -> Detail {
        Detail { code: self.restoring.map(|revision| revision.to_string()).or(detail.code), ..detail }
    }

    /// The session that the request came in; `None` for nobody and for callers without a browser.
    #[must_use]
    pub fn in_session(self, session: Option<InSession>) -> Self {
        Self { session, ..self }
    }

    pub(crate) fn session(&self) -> Option<InSession> {
        self.session
    }

    pub(crate) fn request(&self) -> &str {
        &self.request
    }

    /// For saving what was parked.
    #[must_use]
    pub(crate) fn applying(&self, parked: ParkedId) -> Self {
        Self { applying: Some(parked), ..self.clone() }
    }

    /// The parked input that is being saved.
    pub(crate) fn applied(&self) -> Option<ParkedId> {
        self.applying
    }

    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    pub fn backend(&self) -> &Backend {
        &self.backend
    }

    pub(crate) fn person(&self) -> Result<&Person> {
        self.caller.person().ok_or_else(|| Rejection::Unauthenticated.into())
    }

    pub(crate) fn now(&self) -> Moment {
        self.backend.clock().now()
    }

    /// Refuses unless the person's roles allow it; see `policy`.
    pub(crate) fn require(&self, verb: Verb, object: Object, ctx: Context<'_>) -> Result<()> {
        policy::may(self.person()?, verb, object, ctx).map_err(Rejection::Denied)?;
        within_reach(self.reach.allows(verb, object))
    }

    /// The offering of that name, if the caller may know of it. Somebody else's and nobody's are the same answer; an
    /// offering of another account of the same person says in which account it lives, and to a program nothing.
    pub(crate) async fn known(&self, name: &str) -> Result<Scope> {
        self.person()?;
        Ok(self.sighted(self.backend.store().offering_head_named(name).await?)?.scope())
    }

    fn sighted(&self, head: Option<OfferingHead>) -> Result<OfferingHead> {
        let missing = Rejection::NotFound(Kind::Offering);
        let known = head.filter(|head| self.only.is_none_or(|only| only == head.scope().offering));
        let Some(head) = known else { return Err(missing.into()) };
        match self.sight(head.owner.id) {
            Sight::Here | Sight::Operator => Ok(head),
            Sight::Elsewhere { account, name } => {
                Err(Rejection::Denied(policy::Denial::OtherAccount { account, name }).into())
            }
            Sight::Hidden => Err(missing.into()),
        }
    }

    /// Where a thing of that account stands in the caller's view. A program has no account to switch to: the one that it
    /// asks for is all that there is.
    fn sight(&self, owner: AccountId) -> Sight {
        match policy::sight(&self.caller, owner) {
            Sight::Elsewhere { .. } if !self.reach.is_in_person() => Sight::Hidden,
            sight => sight,
        }
    }

    /// Whether the caller may know that a thing of that account exists.
    pub(crate) fn may_know_of(&self, owner: AccountId) -> bool {
        self.sight(owner) != Sight::Hidden
    }

    /// The whole offering, for reading.
    pub(crate) async fn read(&self, name: &str) -> Result<Offering> {
        let scope = self.known(name).await?;
        let offering = self.backend.store().offering(scope).await?.ok_or(Rejection::NotFound(Kind::Offering))?;
        self.require(Verb::View, Object::Offering, Context::of(offering.owner.id))?;
        Ok(self.issued(offering))
    }

    /// The whole offering inside a transaction, for a change of `object`.
    pub(crate) async fn change(&self, name: &str, verb: Verb, object: Object) -> Result<(Tx, Offering)> {
        let (mut tx, head) = self.change_head(name, verb, object).await?;
        let offering = tx.whole(head).await?;
        Ok((tx, self.issued(offering)))
    }

    /// As `change`, where the parts of the offering do not matter.
    pub(crate) async fn change_head(&self, name: &str, verb: Verb, object: Object) -> Result<(Tx, OfferingHead)> {
        self.person()?;
        let mut tx = self.backend.store().write().await?;
        let head = self.sighted(tx.offering_head_named(name).await?)?;
        self.require(verb, object, Context::of(head.owner.id))?;
        Ok((tx, head))
    }

    /// As `change`, and it may be saved in this stage (`Stage::takes`).
    pub(crate) async fn edit(&self, name: &str, verb: Verb, object: Object) -> Result<(Tx, Offering)> {
        let (mut tx, head) = self.edit_head(name, verb, object).await?;
        let offering = tx.whole(head).await?;
        Ok((tx, self.issued(offering)))
    }

    /// As `edit`, where the parts of the offering do not matter: a save overwrites one of them and reads none.
    pub(crate) async fn edit_head(&self, name: &str, verb: Verb, object: Object) -> Result<(Tx, OfferingHead)> {
        let (tx, head) = self.change_head(name, verb, object).await?;
        if !head.stage.takes(object, verb) {
            return Err(Rejection::Refused(Refusal::Frozen { stage: head.stage, parked: None }).into());
        }
        Ok((tx, head))
    }

    /// As `edit`; what was typed is parked where it cannot be saved any more, with what it was made of, where that is
    /// known.
    pub(crate) async fn edit_typed<T: Serialize + Sync>(
        &self,
        name: &str,
        verb: Verb,
        object: Object,
        typed: Typed<'_, T>,
        base: Option<&T>,
    ) -> Result<(Tx, Offering)> {
        let (mut tx, head) = self.change_head(name, verb, object).await?;
        if !head.stage.takes(object, verb) {
            drop(tx);
            return Err(self.frozen(&head, typed, base).await?.into());
        }
        let offering = tx.whole(head).await?;
        Ok((tx, self.issued(offering)))
    }

    /// The refusal of what was typed when the definition stands still, which is kept with what it was made of, where
    /// that is known. What is restored, and what a program sends for one revision, nobody typed: that is not kept.
    pub(crate) async fn frozen<T: Serialize + Sync>(
        &self,
        head: &OfferingHead,
        typed: Typed<'_, T>,
        base: Option<&T>,
    ) -> Result<Rejection> {
        let is_typed = self.puts_together();
        let parked = if is_typed { Some(self.park_made_of(head.scope(), typed, base).await?) } else { None };
        Ok(Rejection::Refused(Refusal::Frozen { stage: head.stage, parked }))
    }
}

/// Refuses what the token or the key that the request came with does not reach.
pub(crate) fn within_reach(is_within: bool) -> Result<()> {
    if is_within { Ok(()) } else { Err(Rejection::Denied(policy::Denial::BeyondToken).into()) }
}

impl core::fmt::Debug for Acting {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Acting").field("caller", &self.caller).field("request", &self.request).finish_non_exhaustive()
    }
}

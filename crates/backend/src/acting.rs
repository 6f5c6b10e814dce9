//! One caller's requests. Every use case begins here: load, decide whether the caller may know of it and may do it,
//! then change and record in one transaction.

use serde::Serialize;
use slipway_domain::caller::{Caller, Person};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::{EventId, ParkedId};
use slipway_domain::language::Language;
use slipway_domain::moment::Moment;
use slipway_domain::offering::{House, Offering, Owner, Scope};
use slipway_domain::policy::{self, Context, Object, Sight, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_domain::view::Subject;
use slipway_store::{NewEvent, OfferingHead, Parked, Tx};

use crate::session::InSession;
use crate::{Backend, Result};

/// What somebody typed for which part of an offering, and the revision that they saw.
pub(crate) struct Typed<'a, T> {
    pub(crate) subject: Subject,
    pub(crate) revision: i64,
    pub(crate) draft: &'a T,
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
        }
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

    /// For saving the text of an earlier revision once more.
    #[must_use]
    pub(crate) fn restoring(&self, revision: i64) -> Self {
        Self { restoring: Some(revision), ..self.clone() }
    }

    pub(crate) fn is_restoring(&self) -> bool {
        self.restoring.is_some()
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
        Ok(policy::may(self.person()?, verb, object, ctx).map_err(Rejection::Denied)?)
    }

    /// The offering of that name, if the caller may know of it. Somebody else's and nobody's are the same answer; an
    /// offering of another account of the same person says in which account it lives.
    pub(crate) async fn known(&self, name: &str) -> Result<Scope> {
        self.person()?;
        Ok(self.sighted(self.backend.store().offering_head_named(name).await?)?.scope())
    }

    fn sighted(&self, head: Option<OfferingHead>) -> Result<OfferingHead> {
        let missing = Rejection::NotFound(Kind::Offering);
        let Some(head) = head else { return Err(missing.into()) };
        match policy::sight(&self.caller, head.owner.id) {
            Sight::Here | Sight::Operator => Ok(head),
            Sight::Elsewhere { account, name } => {
                Err(Rejection::Denied(policy::Denial::OtherAccount { account, name }).into())
            }
            Sight::Hidden => Err(missing.into()),
        }
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

    /// As `change`, and the definition must not be frozen by a review (T16).
    pub(crate) async fn edit(&self, name: &str, verb: Verb, object: Object) -> Result<(Tx, Offering)> {
        let (mut tx, head) = self.edit_head(name, verb, object).await?;
        let offering = tx.whole(head).await?;
        Ok((tx, self.issued(offering)))
    }

    /// As `edit`, where the parts of the offering do not matter: a save overwrites one of them and reads none.
    pub(crate) async fn edit_head(&self, name: &str, verb: Verb, object: Object) -> Result<(Tx, OfferingHead)> {
        let (tx, head) = self.change_head(name, verb, object).await?;
        if !head.stage.is_editable() {
            return Err(Rejection::Refused(Refusal::Frozen { stage: head.stage, parked: None }).into());
        }
        Ok((tx, head))
    }

    /// As `edit`; what was typed is parked while the definition is frozen.
    pub(crate) async fn edit_typed<T: Serialize + Sync>(
        &self,
        name: &str,
        verb: Verb,
        object: Object,
        typed: Typed<'_, T>,
    ) -> Result<(Tx, Offering)> {
        let (mut tx, head) = self.change_head(name, verb, object).await?;
        if !head.stage.is_editable() {
            drop(tx);
            return Err(self.frozen(&head, typed, None).await?.into());
        }
        let offering = tx.whole(head).await?;
        Ok((tx, self.issued(offering)))
    }

    /// The refusal of what was typed while the definition stands still, which is kept with what it was made of, where
    /// that is known. Nobody typed what is restored: that is not kept.
    pub(crate) async fn frozen<T: Serialize + Sync>(
        &self,
        head: &OfferingHead,
        typed: Typed<'_, T>,
        base: Option<&T>,
    ) -> Result<Rejection> {
        let parked = match self.restoring {
            Some(_) => None,
            None => Some(self.park_made_of(head.scope(), typed, base).await?),
        };
        Ok(Rejection::Refused(Refusal::Frozen { stage: head.stage, parked }))
    }

    /// Keeps input that cannot be saved now, until its author has decided. It takes the place of what they could not
    /// save of the same subject before, under its id; that something waits is told in the history once.
    pub(crate) async fn park<T: Serialize + Sync>(&self, scope: Scope, typed: Typed<'_, T>) -> Result<ParkedId> {
        self.park_made_of(scope, typed, None).await
    }

    /// As `park`; `base` is what it was made of, where that is known.
    pub(crate) async fn park_made_of<T: Serialize + Sync>(
        &self,
        scope: Scope,
        typed: Typed<'_, T>,
        base: Option<&T>,
    ) -> Result<ParkedId> {
        if let Some(parked) = self.applying {
            return Ok(parked);
        }
        let at = self.now();
        let fresh = ParkedId::new(self.backend.ids().uuid(at));
        let text = |draft: &T| {
            serde_json::to_string(draft).map_err(|error| crate::Report::new("a draft did not serialise", error))
        };
        let (body, base) = (text(typed.draft)?, base.map(text).transpose()?);
        let mut tx = self.backend.store().write().await?;
        let parked = Parked {
            id: fresh,
            scope,
            subject: typed.subject,
            base_revision: typed.revision,
            base,
            body,
            at,
            by: self.person()?.id,
        };
        let id = tx.park(&parked).await?;
        if id == fresh {
            let detail = Detail::about(typed.subject.noun());
            self.record_of(&mut tx, scope, EventKind::InputParked, detail).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// Commits a save; parked input that is saved by it is gone at the same moment.
    pub(crate) async fn finish(&self, mut tx: Tx, scope: Scope) -> Result<()> {
        if let Some(parked) = self.applying
            && !tx.unpark(scope, parked).await?
        {
            return Err(Rejection::NotFound(Kind::Page).into());
        }
        Ok(tx.commit().await?)
    }

    /// The documentation URL is issued with the approval of the account (T04).
    pub(crate) fn issued_url(&self, owner: &Owner, name: &str) -> String {
        // An account that was approved before this was kept has what the console is configured with.
        let issued = owner.documentation_base.as_deref();
        let base = issued.unwrap_or_else(|| self.backend.platform().documentation_base());
        format!("{base}/{name}")
    }

    /// The offering with what the platform knows of it.
    pub(crate) fn issued(&self, mut offering: Offering) -> Offering {
        offering.issued_documentation_url = self.issued_url(&offering.owner, &offering.name);
        offering.access_facts.as_of(self.now());
        offering.house = House {
            platform_name: self.backend.platform().operator_name.clone(),
            lab: self.backend.outbound().is_lab(),
            signs_no_tokens: self.backend.signs_no_tokens(),
        };
        offering
    }

    /// One line of the history about an offering.
    pub(crate) async fn record(&self, tx: &mut Tx, offering: &Offering, kind: EventKind, detail: Detail) -> Result<()> {
        self.record_of(tx, offering.scope(), kind, detail).await
    }

    pub(crate) async fn record_of(&self, tx: &mut Tx, scope: Scope, kind: EventKind, detail: Detail) -> Result<()> {
        Ok(tx.record(&self.event_of(scope, kind, detail)?).await?)
    }

    pub(crate) fn event_of(&self, scope: Scope, kind: EventKind, detail: Detail) -> Result<NewEvent> {
        let Scope { account, offering } = scope;
        Ok(NewEvent { account: Some(account), offering: Some(offering), ..self.event(kind, detail)? })
    }

    pub(crate) fn event(&self, kind: EventKind, detail: Detail) -> Result<NewEvent> {
        let at = self.now();
        Ok(NewEvent {
            id: EventId::new(self.backend.ids().uuid(at)),
            at,
            actor: Some(self.person()?.id),
            account: None,
            offering: None,
            kind,
            detail,
            request: self.request.clone(),
        })
    }
}

impl core::fmt::Debug for Acting {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Acting").field("caller", &self.caller).field("request", &self.request).finish_non_exhaustive()
    }
}

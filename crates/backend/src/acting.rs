//! One caller's requests. Every use case begins here: load, decide whether the caller may know of it and may do it,
//! then change and record in one transaction.

use slipway_domain::caller::{Caller, Person};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::EventId;
use slipway_domain::moment::Moment;
use slipway_domain::offering::{House, Offering, Scope};
use slipway_domain::policy::{self, Context, Object, Sight, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_store::{NewEvent, Tx};

use crate::{Backend, Result};

/// The backend on behalf of one caller.
#[derive(Clone)]
pub struct Acting {
    backend: Backend,
    caller: Caller,
    request: String,
}

impl Acting {
    pub(crate) fn new(backend: Backend, caller: Caller) -> Self {
        Self { backend, caller, request: String::new() }
    }

    /// Names the request, so that history and log can be joined.
    #[must_use]
    pub fn on_request(self, request: String) -> Self {
        Self { request, ..self }
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
        let missing = Rejection::NotFound(Kind::Offering);
        self.person()?;
        let store = self.backend.store();
        let Some(scope) = store.offering_named(name).await? else { return Err(missing.into()) };
        match policy::sight(&self.caller, scope.account) {
            Sight::Here | Sight::Operator => Ok(scope),
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
        let scope = self.known(name).await?;
        let mut tx = self.backend.store().write().await?;
        let offering = tx.offering(scope).await?.ok_or(Rejection::NotFound(Kind::Offering))?;
        self.require(verb, object, Context::of(offering.owner.id))?;
        Ok((tx, self.issued(offering)))
    }

    /// As `change`, and the definition must not be frozen by a review (T16).
    pub(crate) async fn edit(&self, name: &str, verb: Verb, object: Object) -> Result<(Tx, Offering)> {
        let (tx, offering) = self.change(name, verb, object).await?;
        unfrozen(&offering)?;
        Ok((tx, offering))
    }

    /// The documentation URL is issued with the approval of the account (T04).
    pub(crate) fn issued(&self, mut offering: Offering) -> Offering {
        let base = self.backend.platform().documentation_base.trim_end_matches('/');
        offering.issued_documentation_url = format!("{base}/{}", offering.name);
        offering.house = House {
            platform_name: self.backend.platform().operator_name.clone(),
            lab: self.backend.outbound().is_lab(),
        };
        offering
    }

    /// One line of the history about an offering.
    pub(crate) async fn record(&self, tx: &mut Tx, offering: &Offering, kind: EventKind, detail: Detail) -> Result<()> {
        let mut event = self.event(kind, detail)?;
        event.account = Some(offering.owner.id);
        event.offering = Some(offering.id);
        Ok(tx.record(&event).await?)
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

/// Refuses while a review freezes the definition (T16).
pub(crate) fn unfrozen(offering: &Offering) -> Result<()> {
    let stage = offering.stage;
    if stage.is_editable() { Ok(()) } else { Err(Rejection::Refused(Refusal::Frozen { stage }).into()) }
}

impl core::fmt::Debug for Acting {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Acting").field("caller", &self.caller).field("request", &self.request).finish_non_exhaustive()
    }
}

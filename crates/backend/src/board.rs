//! The admin's board: every offering, where it stands, and whose turn it is, page by page; and what waits on the
//! operator's desks.

use slipway_domain::caller::Role;
use slipway_domain::offering::Scope;
use slipway_domain::offering_line::{LinesQuery, Order};
use slipway_domain::policy::{Denial, Object, Verb, roles_with};
use slipway_domain::rejection::Rejection;
use slipway_domain::view::{BoardView, DeskView, OfferingView};

use crate::acting::within_reach;
use crate::{Acting, Result};

impl Acting {
    /// A page of the offerings of all accounts.
    pub async fn board(&self, query: &LinesQuery) -> Result<BoardView> {
        self.require_desk(Object::Board)?;
        // Only the lists of accounts have an order of age.
        let is_by_age = query.sorting().order == Order::Age;
        let sort = if is_by_age { String::new() } else { query.sort.clone() };
        let store = self.backend().store();
        let page = store.offering_lines(None, &LinesQuery { sort, ..query.clone() }).await?;
        Ok(BoardView {
            person: self.person()?.clone(),
            offerings: self.views(page.scopes).await?,
            lines: page.view,
            waits_since: store.waits_since().await?,
            now: self.now(),
        })
    }

    /// What of all offerings waits for the operator beside the reviewers' queue.
    pub async fn desk(&self) -> Result<DeskView> {
        self.require_desk(Object::Board)?;
        let waiting = self.backend().store().waiting_offerings().await?;
        Ok(DeskView { person: self.person()?.clone(), offerings: self.views(waiting).await? })
    }

    /// Several offerings in their order. One that is gone by now is left out.
    pub(crate) async fn views(&self, scopes: Vec<Scope>) -> Result<Vec<OfferingView>> {
        let (mut views, mut queue) = (Vec::with_capacity(scopes.len()), None);
        for scope in scopes {
            if let Some(offering) = self.backend().store().offering(scope).await? {
                views.push(self.view_in(offering, &mut queue).await?);
            }
        }
        Ok(views)
    }

    /// The operator's own pages exist only for people of the operator with a role that may view them.
    pub(crate) fn require_desk(&self, object: Object) -> Result<()> {
        self.require_operator(Verb::View, object)
    }

    /// What belongs to no account is for people of the operator with a role that allows it.
    pub(crate) fn require_operator(&self, verb: Verb, object: Object) -> Result<()> {
        let person = self.person()?;
        let needs: Vec<Role> = roles_with(object, verb).into_iter().filter(|role| role.is_operator()).collect();
        if person.operator.iter().any(|role| needs.contains(role)) {
            within_reach(self.reach().allows(verb, object))
        } else {
            Err(Rejection::Denied(Denial::role_missing(person, None, needs)).into())
        }
    }
}

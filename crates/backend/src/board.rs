//! The admin's board: every offering, where it stands, and whose turn it is.

use slipway_domain::caller::Role;
use slipway_domain::policy::{Denial, Object, Verb, roles_with};
use slipway_domain::rejection::Rejection;
use slipway_domain::view::BoardView;

use crate::{Acting, Result};

impl Acting {
    pub async fn board(&self) -> Result<BoardView> {
        self.require_desk(Object::Board)?;
        let (mut offerings, mut queue) = (Vec::new(), None);
        for offering in self.backend().store().offerings().await? {
            offerings.push(self.view_in(offering, &mut queue).await?);
        }
        Ok(BoardView { person: self.person()?.clone(), offerings, now: self.now() })
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
            Ok(())
        } else {
            Err(Rejection::Denied(Denial::role_missing(person, None, needs)).into())
        }
    }
}

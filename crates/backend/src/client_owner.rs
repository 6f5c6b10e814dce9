//! The owners of a sign-in client (§4.8): whoever enabled access management, and the people of the account whom an owner
//! names. They and the administrators edit it.

use slipway_domain::access::{ClientOwners, may_be_removed, may_change};
use slipway_domain::event::{Detail, EventKind};
use slipway_domain::ids::PersonId;
use slipway_domain::offering::Scope;
use slipway_domain::person::PersonState;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::rejection::{Kind, Refusal, Rejection};
use slipway_store::Tx;

use crate::acting::within_reach;
use crate::{Acting, Result};

impl Acting {
    /// Refuses whoever may not edit the client of `of`, whatever their role says.
    pub(crate) async fn require_client_owner(&self, tx: &mut Tx, of: Scope) -> Result<()> {
        let owners = tx.client_owners(of).await?;
        Ok(may_change(&owners, self.person()?, of.account).map_err(Rejection::Refused)?)
    }

    /// As `require_client_owner`, for what may be written before there is a client.
    pub(crate) async fn require_owner_of_any_client(&self, tx: &mut Tx, of: Scope) -> Result<()> {
        if tx.client_owners(of).await?.is_empty() { Ok(()) } else { self.require_client_owner(tx, of).await }
    }

    /// Who owns the client, and who could. The people of an account are told to whoever may make them owners alone.
    pub async fn client_owners(&self, name: &str) -> Result<ClientOwners> {
        let offering = self.read(name).await?;
        let (store, person) = (self.backend().store(), self.person()?);
        let owners = store.client_owners(offering.scope()).await?;
        let ctx = Context::of(offering.owner.id);
        let may_edit =
            self.reach().is_in_person() && policy::may(person, Verb::Edit, Object::AccessRegistration, ctx).is_ok();
        let may_change = may_edit && may_change(&owners, person, offering.owner.id).is_ok();
        let members = if may_change { store.members(offering.owner.id).await? } else { Vec::new() };
        let candidates = members
            .into_iter()
            .filter(|member| member.state != PersonState::Disabled)
            .filter(|member| owners.iter().all(|owner| owner.person != member.person))
            .map(|member| (member.person, member.name))
            .collect();
        Ok(ClientOwners { owners, candidates, may_change })
    }

    /// Makes a person of the account an owner, or takes that back. No program does.
    pub async fn set_client_owner(&self, name: &str, person: PersonId, owns: bool) -> Result<()> {
        let (mut tx, offering) = self.change(name, Verb::Edit, Object::AccessRegistration).await?;
        within_reach(self.reach().is_in_person())?;
        let (scope, by) = (offering.scope(), self.person()?);
        let owners = tx.client_owners(scope).await?;
        may_change(&owners, by, scope.account).map_err(Rejection::Refused)?;
        let missing = || Rejection::NotFound(Kind::Person);
        let (done, called, kind) = if owns {
            let members = tx.members(scope.account).await?;
            let member = members.into_iter().find(|member| member.person == person);
            let member = member.filter(|member| member.state != PersonState::Disabled).ok_or_else(missing)?;
            let done = tx.add_client_owner(scope, person, false, by.id, self.now()).await?;
            (done, member.name, EventKind::ClientOwnerAdded)
        } else {
            let owner = owners.into_iter().find(|owner| owner.person == person).ok_or_else(missing)?;
            may_be_removed(&owner, by.id).map_err(Rejection::Refused)?;
            (tx.remove_client_owner(scope, person).await?, owner.name, EventKind::ClientOwnerRemoved)
        };
        if !done {
            return Err(Rejection::Refused(Refusal::AlreadyDone).into());
        }
        self.record(&mut tx, &offering, kind, Detail::about(called)).await?;
        Ok(tx.commit().await?)
    }
}

//! Who owns the sign-in client of an offering (§4.8). Only owners edit it: its redirect URIs, its secret, and who else owns
//! it (decision 0056). The role has to allow it as well.

use serde::{Deserialize, Serialize};

use crate::caller::{Person, Role};
use crate::ids::{AccountId, PersonId};
use crate::rejection::Refusal;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientOwner {
    pub person: PersonId,
    pub name: String,
    /// Enabled access management, and always owns the client.
    pub is_creator: bool,
}

/// The owners, and what the reader may do about them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientOwners {
    /// The creator first; none before access management is enabled.
    pub owners: Vec<ClientOwner>,
    /// People of the account who could become owners, by name; empty for whoever may not make them.
    pub candidates: Vec<(PersonId, String)>,
    pub may_change: bool,
}

/// Only an owner changes the client of an offering of `account`, and who owns it. So that nobody is locked out where no
/// owner is left to ask, the administrators of the account and of the platform do, too.
pub fn may_change(owners: &[ClientOwner], person: &Person, account: AccountId) -> Result<(), Refusal> {
    if owners.is_empty() {
        return Err(Refusal::AccessNotEnabled);
    }
    let is_owner = owners.iter().any(|owner| owner.person == person.id);
    let is_administrator = person.owns(account) || person.has_operator_role(Role::Admin);
    if is_owner || is_administrator { Ok(()) } else { Err(Refusal::NotAClientOwner) }
}

/// Nobody takes themselves away, and nobody takes the creator away.
pub fn may_be_removed(owner: &ClientOwner, by: PersonId) -> Result<(), Refusal> {
    if owner.is_creator || owner.person == by { Err(Refusal::ClientOwnerStays) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::account::AccountKind;
    use crate::caller::Membership;

    const NORTHWIND: AccountId = AccountId::new(Uuid::from_u128(8));
    const GLOBEX: AccountId = AccountId::new(Uuid::from_u128(9));

    fn id(number: u128) -> PersonId {
        PersonId::new(Uuid::from_u128(number))
    }

    fn person(number: u128, operator: &[Role]) -> Person {
        Person {
            id: id(number),
            email: String::new(),
            name: String::new(),
            operator: operator.to_vec(),
            memberships: Vec::new(),
            current: None,
        }
    }

    fn owner(number: u128, is_creator: bool) -> ClientOwner {
        ClientOwner { person: id(number), name: String::new(), is_creator }
    }

    #[test]
    fn owners_and_administrators_change_it() {
        let owners = [owner(1, true), owner(2, false)];
        let may = |person: &Person| may_change(&owners, person, NORTHWIND);
        assert_eq!(may(&person(2, &[])), Ok(()));
        assert_eq!(may(&person(3, &[Role::Admin])), Ok(()));
        assert_eq!(may(&person(3, &[Role::Reviewer])), Err(Refusal::NotAClientOwner));
        assert_eq!(may_change(&[], &person(3, &[Role::Admin]), NORTHWIND), Err(Refusal::AccessNotEnabled));
        for (account, role, answer) in [
            (NORTHWIND, Role::ProviderAdministrator, Ok(())),
            (NORTHWIND, Role::ProviderEditor, Err(Refusal::NotAClientOwner)),
            (GLOBEX, Role::ProviderAdministrator, Err(Refusal::NotAClientOwner)),
        ] {
            let of = Membership { account, account_name: String::new(), kind: AccountKind::Provider, role };
            assert_eq!(may(&Person { memberships: vec![of], ..person(3, &[]) }), answer, "{role:?}");
        }
    }

    #[test]
    fn neither_the_creator_nor_oneself_is_removed() {
        assert_eq!(may_be_removed(&owner(1, true), id(2)), Err(Refusal::ClientOwnerStays));
        assert_eq!(may_be_removed(&owner(2, false), id(2)), Err(Refusal::ClientOwnerStays));
        assert_eq!(may_be_removed(&owner(2, false), id(1)), Ok(()));
    }
}

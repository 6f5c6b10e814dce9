//! Who owns the sign-in client of an offering (§4.8). Owners say who else does; what everybody may do to the client besides
//! is told by the role (decision 0051).

use serde::{Deserialize, Serialize};

use crate::caller::{Person, Role};
use crate::ids::PersonId;
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

/// Only an owner changes who owns the client, and the platform's administrator where no owner is left to ask.
pub fn may_change(owners: &[ClientOwner], person: &Person) -> Result<(), Refusal> {
    if owners.is_empty() {
        return Err(Refusal::AccessNotEnabled);
    }
    let is_owner = owners.iter().any(|owner| owner.person == person.id);
    if is_owner || person.has_operator_role(Role::Admin) { Ok(()) } else { Err(Refusal::NotAClientOwner) }
}

/// Nobody takes themselves away, and nobody takes the creator away.
pub fn may_be_removed(owner: &ClientOwner, by: PersonId) -> Result<(), Refusal> {
    if owner.is_creator || owner.person == by { Err(Refusal::ClientOwnerStays) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

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
    fn owners_and_the_administrator_of_the_platform_change_who_owns_it() {
        let owners = [owner(1, true), owner(2, false)];
        assert_eq!(may_change(&owners, &person(2, &[])), Ok(()));
        assert_eq!(may_change(&owners, &person(3, &[Role::Admin])), Ok(()));
        assert_eq!(may_change(&owners, &person(3, &[Role::Reviewer])), Err(Refusal::NotAClientOwner));
        assert_eq!(may_change(&[], &person(3, &[Role::Admin])), Err(Refusal::AccessNotEnabled));
    }

    #[test]
    fn neither_the_creator_nor_oneself_is_removed() {
        assert_eq!(may_be_removed(&owner(1, true), id(2)), Err(Refusal::ClientOwnerStays));
        assert_eq!(may_be_removed(&owner(2, false), id(2)), Err(Refusal::ClientOwnerStays));
        assert_eq!(may_be_removed(&owner(2, false), id(1)), Ok(()));
    }
}

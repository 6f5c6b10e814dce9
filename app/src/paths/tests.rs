use slipway_domain::account::AccountKind;
use slipway_domain::caller::{Membership, Role};

use super::*;

fn person(operator: &[Role], member: Option<Role>) -> Person {
    let account = AccountId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11").unwrap();
    let membership = |role: Role| Membership {
        account,
        account_name: "Northwind Data".to_owned(),
        kind: if role.is_provider() { AccountKind::Provider } else { AccountKind::Consumer },
        role,
    };
    Person {
        id: PersonId::parse("0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c12").unwrap(),
        email: "kim@northwind.example".to_owned(),
        name: "Kim Wood".to_owned(),
        operator: operator.to_vec(),
        memberships: member.map(membership).into_iter().collect(),
        current: member.map(|_| account),
    }
}

#[test]
fn everybody_starts_where_their_work_is() {
    let start = |operator: &[Role], member| Path::start_of(Some(&person(operator, member)));
    assert_eq!(start(&[], Some(Role::ProviderViewer)), Path::Offerings);
    assert_eq!(start(&[Role::Reviewer], None), Path::Board);
    assert_eq!(start(&[Role::Reviewer], Some(Role::ProviderEditor)), Path::Offerings);
    assert_eq!(start(&[Role::Billing], Some(Role::ConsumerUser)), Path::Board);
    assert_eq!(start(&[], Some(Role::ConsumerAdministrator)), Path::Catalog);
    assert_eq!(start(&[], None), Path::Catalog);
    assert_eq!(Path::start_of(None), Path::Catalog);
}

#[test]
fn the_operator_finds_offerings_on_the_board_and_members_in_their_account() {
    assert_eq!(Path::offerings_of(&person(&[Role::Reviewer], None)), Path::Board);
    assert_eq!(Path::offerings_of(&person(&[Role::Reviewer], Some(Role::ProviderEditor))), Path::Offerings);
    assert_eq!(Path::offerings_of(&person(&[], Some(Role::ProviderViewer))), Path::Offerings);
    assert_eq!(Path::offerings_of(&person(&[], None)), Path::Offerings);
}

#[test]
fn a_name_cannot_leave_its_place_in_the_path() {
    let path = Path::CatalogEntry("../a?b#c\r\nd".to_owned());
    assert_eq!(path.to_string(), "/catalog/..%2Fa%3Fb%23c%0D%0Ad");
}

#[test]
fn a_text_is_whole_in_an_address_of_its_own() {
    assert_eq!(text_file("a: b\n\"#%é"), "data:text/plain;charset=utf-8,a%3A%20b%0A%22%23%25%C3%A9");
}

#[test]
fn every_tab_is_found_under_its_name_and_an_unknown_one_is_the_first() {
    for tab in DeploymentTab::ALL {
        assert_eq!(DeploymentTab::parse(tab.name()), tab);
    }
    assert_eq!(DeploymentTab::parse("nonsense"), DeploymentTab::Brokers);
}

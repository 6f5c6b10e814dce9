//! The side navigation of an account: its offerings, then its members and its registration.

use leptos::prelude::*;
use slipway_domain::account::Account;
use slipway_domain::caller::Person;

use crate::parts::frame::{Area, areas};
use crate::paths::Path;
use crate::text;
use crate::text::offerings as words;
use crate::ui::{Glyph, NavGroup, NavLink, SideNav, SideNavHead};

/// `area` is the page's own; `offerings` says how many there are, where the page knows.
pub fn account_nav(
    person: &Person,
    account: Option<&Account>,
    area: Area,
    offerings: Option<u64>,
) -> impl IntoView + use<> {
    let (name, note) = match account {
        Some(account) => (account.name.clone(), text::account_kind(account.kind)),
        None => (person.name.clone(), text::NO_ACCOUNT),
    };
    let mut groups = Vec::new();
    let is_provider = person.current_membership().is_some_and(|membership| membership.role.is_provider());
    if is_provider || area == Area::Offerings {
        let link = NavLink::new(text::OFFERINGS, Path::Offerings.to_string())
            .icon(Glyph::Catalog)
            .current(area == Area::Offerings);
        let link = match offerings {
            Some(count) => link.count(count),
            None => link,
        };
        groups.push(NavGroup { title: None, links: vec![link] });
    }
    if account.is_some() {
        let link = NavLink::new(text::ACCOUNT_AND_MEMBERS, Path::Account.to_string())
            .icon(Glyph::UserMultiple)
            .current(area == Area::Account);
        groups.push(NavGroup { title: Some(words::ACCOUNT.to_owned()), links: vec![link] });
    }
    let areas = NavGroup { title: None, links: areas(Some(person), area) };
    let label = name.clone();
    view! { <SideNav label groups areas head=move || view! { <SideNavHead name note /> } /> }
}

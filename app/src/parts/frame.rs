//! The frame of every page: skip link, demo banner, masthead with the current account, what went wrong with the last
//! form, navigation and page.

use leptos::prelude::*;
use slipway_domain::caller::Person;
use slipway_domain::policy::{Object, Verb, cell};

use crate::parts::problem::FormProblem;
use crate::parts::title::DocumentTitle;
use crate::paths::Path;
use crate::shell::Document;
use crate::text;
use crate::ui::{
    Above, AccountMenu, Banner, Masthead, MastheadSearch, NavGroup, NavLink, PageFrame, ProfileMenu, SideNav, SkipLink,
};

/// The top-level place that a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    Offerings,
    Catalog,
    Instances,
    Statement,
    Revenue,
    Board,
    Reviews,
    Registrations,
    People,
    DeadLetters,
    Account,
    Nowhere,
}

/// The operator's desks: each is linked for whoever may read it, as `Acting::require_desk` asks.
const DESKS: [(&str, Path, Area, Object); 4] = [
    (text::BOARD, Path::Board, Area::Board, Object::Board),
    (text::REVIEW_QUEUE, Path::Reviews, Area::Reviews, Object::Review),
    (text::REGISTRATIONS, Path::Registrations, Area::Registrations, Object::Registration),
    (text::PEOPLE, Path::People, Area::People, Object::People),
];

/// Children: a `Page`. `nav`: the side navigation; without it small screens still get the areas as a drawer.
#[component]
pub fn Frame(
    /// `None`: nobody is signed in.
    person: Option<Person>,
    area: Area,
    /// Of the browser's tab.
    #[prop(into)]
    title: String,
    #[prop(optional, into)] nav: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    provide_context(Above(|| view! { <FormProblem /> }.into_any()));
    let is_demo = use_context::<Document>().is_some_and(|document| document.is_demo);
    let areas = areas(person.as_ref(), area);
    let drawer = NavGroup { title: None, links: areas.clone() };
    let is_open = nav.is_none();
    let nav = nav
        .map_or_else(|| view! { <SideNav label=text::AREAS drawer=true areas=drawer /> }.into_any(), ViewFnOnce::run);
    view! {
        <DocumentTitle text=format!("{title} – Slipway") />
        <SkipLink label=text::SKIP />
        {is_demo.then(|| view! { <Banner label=text::DEMO_LABEL>{text::DEMO}</Banner> })}
        <Masthead
            home=Path::Home.to_string()
            name="Slipway"
            areas_label=text::AREAS
            areas=areas
            menu=text::OPEN_NAVIGATION
            tools=move || tools(person)
        />
        <PageFrame nav=move || nav open=is_open>
            {children()}
        </PageFrame>
    }
}

pub fn areas(person: Option<&Person>, area: Area) -> Vec<NavLink> {
    let mut links = Vec::new();
    let mut add = |label: &str, path: Path, this: Area| {
        links.push(NavLink::new(label, path.to_string()).current(area == this));
    };
    if let Some(person) = person {
        if person.current_membership().is_some_and(|membership| membership.role.is_provider()) {
            add(text::OFFERINGS, Path::Offerings, Area::Offerings);
            add(text::usage::REVENUE, Path::Revenue, Area::Revenue);
        }
        for (label, path, this, object) in DESKS {
            if person.operator.iter().any(|role| cell(object, *role, Verb::View)) {
                add(label, path, this);
            }
        }
        if person.operator.iter().any(|role| cell(Object::Lifecycle, *role, Verb::Execute)) {
            add(text::DEAD_LETTERS, Path::DeadLetters, Area::DeadLetters);
        }
        if person.current_membership().is_some_and(|held| cell(Object::Instance, held.role, Verb::Execute)) {
            add(text::INSTANCES, Path::Instances, Area::Instances);
            add(text::usage::STATEMENT, Path::Statement, Area::Statement);
        }
    }
    add(text::CATALOG, Path::Catalog, Area::Catalog);
    links
}

fn tools(person: Option<Person>) -> impl IntoView {
    let Some(person) = person else {
        return view! {
            <MastheadSearch
                action=Path::Catalog.to_string()
                label=text::SEARCH_CATALOG
                placeholder=text::SEARCH_CATALOG
                button=text::SEARCH
            />
            <a class="masthead__action masthead__action--text" href=Path::SignIn.to_string()>
                {text::SIGN_IN}
            </a>
        }
        .into_any();
    };
    let initials = text::initials(&person.name);
    let (account, kind) = match person.current_membership() {
        Some(membership) => (membership.account_name.clone(), text::account_kind(membership.kind)),
        None => (text::OPERATOR.to_owned(), text::NO_ACCOUNT),
    };
    let others = person
        .memberships
        .iter()
        .map(|membership| {
            let is_current = person.current == Some(membership.account);
            let role = text::role(membership.role);
            view! {
                <li>
                    <form method="post" action="/account/switch">
                        <input type="hidden" name="account" value=membership.account.to_string() />
                        <button type="submit" aria-current=is_current.then_some("true")>
                            {membership.account_name.clone()}
                            <span class="account__role">{role}</span>
                        </button>
                    </form>
                </li>
            }
        })
        .collect_view();
    let has_account = person.current.is_some();
    view! {
        <MastheadSearch
            action=Path::Catalog.to_string()
            label=text::SEARCH_CATALOG
            placeholder=text::SEARCH_CATALOG
            button=text::SEARCH
        />
        <AccountMenu name=account kind=kind>
            <p>{text::ACCOUNTS}</p>
            <ul>{others}</ul>
            {has_account
                .then(|| {
                    view! {
                        <ul>
                            <li>
                                <a href=Path::Account.to_string()>{text::ACCOUNT_AND_MEMBERS}</a>
                            </li>
                        </ul>
                    }
                })}
        </AccountMenu>
        <ProfileMenu label=person.name.clone() initials=initials>
            <p>{person.name.clone()}</p>
            <p class="account__mail">{person.email.clone()}</p>
            <ul>
                <li>
                    <a href=Path::Sessions.to_string()>{text::YOUR_SESSIONS}</a>
                </li>
                <li>
                    <a href=Path::Tokens.to_string()>{text::YOUR_TOKENS}</a>
                </li>
            </ul>
            <form method="post" action="/sign-out">
                <button type="submit">{text::SIGN_OUT}</button>
            </form>
        </ProfileMenu>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use slipway_domain::caller::Role;
    use slipway_domain::ids::{AccountId, PersonId};
    use slipway_domain::policy::Context;
    use slipway_domain::review::{ReviewTrack, may_decide};

    use super::*;

    const ID: &str = "0190c9a8-7c3e-7d51-9a43-2f1f6c6f7c11";

    fn of_operator(roles: &[Role]) -> Person {
        Person {
            id: PersonId::parse(ID).unwrap(),
            email: "bea@operator.example".to_owned(),
            name: "Bea Holt".to_owned(),
            operator: roles.to_vec(),
            memberships: Vec::new(),
            current: None,
        }
    }

    fn is_led(person: &Person, label: &str, path: &Path) -> bool {
        areas(Some(person), Area::Nowhere).contains(&NavLink::new(label, path.to_string()))
    }

    #[test]
    fn whoever_decides_has_the_way_to_what_waits_for_them() {
        let context = Context::of(AccountId::parse(ID).unwrap());
        for role in Role::ALL.into_iter().filter(|role| role.is_operator()) {
            let person = of_operator(&[role]);
            let decides = |track| may_decide(&person, Some(track), context).is_ok();
            if ReviewTrack::ALL.into_iter().any(decides) || cell(Object::PaidPlan, role, Verb::Approve) {
                assert!(is_led(&person, text::REVIEW_QUEUE, &Path::Reviews), "{role:?}");
            }
            if cell(Object::Registration, role, Verb::Approve) {
                assert!(is_led(&person, text::REGISTRATIONS, &Path::Registrations), "{role:?}");
            }
        }
    }

    #[test]
    fn nobody_is_led_to_a_desk_that_is_closed_to_them() {
        let support = of_operator(&[Role::Support]);
        assert!(is_led(&support, text::BOARD, &Path::Board));
        assert!(!is_led(&support, text::REGISTRATIONS, &Path::Registrations));
        assert!(!is_led(&support, text::PEOPLE, &Path::People));
        let outsider = of_operator(&[]);
        assert!(DESKS.iter().all(|(label, path, ..)| !is_led(&outsider, label, path)));
    }
}

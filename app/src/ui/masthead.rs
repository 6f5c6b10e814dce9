//! The dark bar on top of every page: where one is, who one is, for which account.

use super::icon::{Glyph, Icon};
use super::nav_link::NavLink;
use leptos::prelude::*;

/// The link for keyboards that jumps over everything before `main`.
#[component]
pub fn SkipLink(#[prop(into)] label: String) -> impl IntoView {
    view! {
        <a class="skip-link" href="#main">
            {label}
        </a>
    }
}

/// The masthead. `areas` are the top-level places; `tools` holds search, inbox, account and profile in that order.
///
/// `menu` names the button that opens the side navigation on small screens; leave it out where there is none.
#[component]
pub fn Masthead(
    #[prop(into)] home: String,
    #[prop(into)] name: String,
    /// Names the list of areas for assistive technology.
    #[prop(into)]
    areas_label: String,
    #[prop(optional)] areas: Vec<NavLink>,
    #[prop(optional, into)] menu: Option<String>,
    #[prop(optional, into)] tools: Option<ViewFnOnce>,
) -> impl IntoView {
    let areas = (!areas.is_empty()).then(|| {
        view! {
            <nav class="masthead__areas" aria-label=areas_label>
                <ul>{areas.into_iter().map(area).collect_view()}</ul>
            </nav>
        }
    });
    view! {
        <header class="masthead">
            {menu
                .map(|label| {
                    view! {
                        <button
                            class="masthead__menu"
                            type="button"
                            popovertarget="side-nav"
                            aria-label=label
                        >
                            <Icon name=Glyph::Menu size=20 />
                        </button>
                    }
                })}
            <a class="masthead__name" href=home>
                <img src="/marks/slipway.svg" width="20" height="20" alt="" />
                {name}
            </a>
            {areas}
            {tools.map(ViewFnOnce::run)}
        </header>
    }
}

/// The search field of the masthead: a plain form that asks `action` for `q`.
#[component]
pub fn MastheadSearch(
    #[prop(into)] action: String,
    #[prop(into)] label: String,
    #[prop(into)] placeholder: String,
    #[prop(into)] button: String,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    view! {
        <search class="masthead__search">
            <form action=action>
                <label class="visually-hidden" for="global-search">
                    {label}
                </label>
                <button type="submit" aria-label=button>
                    <Icon name=Glyph::Search />
                </button>
                <input id="global-search" name="q" type="search" value=value placeholder=placeholder />
            </form>
        </search>
    }
}

/// The current account, always in view, and a menu; its children are the menu's content.
#[component]
pub fn AccountMenu(#[prop(into)] name: String, #[prop(into)] kind: String, children: Children) -> impl IntoView {
    view! {
        <details class="account">
            <summary>
                <span class="account__name">{name}</span>
                <span class="account__kind">{kind}</span>
                <Icon name=Glyph::ChevronDown />
            </summary>
            <div class="account__menu">{children()}</div>
        </details>
    }
}

/// The person who is signed in: initials, with a menu; its children are the menu's content.
#[component]
pub fn ProfileMenu(#[prop(into)] label: String, #[prop(into)] initials: String, children: Children) -> impl IntoView {
    view! {
        <details class="account account--me">
            <summary class="masthead__me" aria-label=label>
                <span aria-hidden="true">{initials}</span>
            </summary>
            <div class="account__menu">{children()}</div>
        </details>
    }
}

fn area(link: NavLink) -> impl IntoView {
    view! {
        <li>
            <a href=link.href aria-current=link.current.then_some("true")>
                {link.label}
            </a>
        </li>
    }
}

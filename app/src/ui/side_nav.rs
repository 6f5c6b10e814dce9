//! The navigation beside the page: what it belongs to on top, then its pages with their status in words.
//! On small screens it is a popover that the masthead opens.

use super::icon::Icon;
use super::nav_link::NavLink;
use leptos::prelude::*;

/// Links under one heading; the first group of a navigation may have none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NavGroup {
    /// The heading.
    pub title: Option<String>,
    /// The links below it.
    pub links: Vec<NavLink>,
}

/// The side navigation; `head` is a [`SideNavHead`], children come after the groups (facets, for example).
///
/// `areas` repeats the masthead's areas, which small screens have no room for.
#[component]
pub fn SideNav(
    #[prop(into)] label: String,
    #[prop(optional, into)] head: Option<ViewFnOnce>,
    #[prop(optional)] groups: Vec<NavGroup>,
    #[prop(optional)] areas: Option<NavGroup>,
    /// Only there as a drawer: for pages without a side navigation of their own.
    #[prop(optional)]
    drawer: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let class = if drawer { "side-nav side-nav--narrow" } else { "side-nav" };
    view! {
        <nav class=class id="side-nav" popover="auto" aria-label=label>
            {head.map(ViewFnOnce::run)}
            {groups.into_iter().map(group).collect_view()}
            {children.map(|children| children())}
            {areas.map(|areas| view! { <div class="side-nav__areas">{group(areas)}</div> })}
        </nav>
    }
}

/// What the pages below belong to. With `id` it is a thing with an icon and a stage (the children),
/// without it an account or a place.
#[component]
pub fn SideNavHead(
    #[prop(into)] name: String,
    /// The address of an icon.
    #[prop(optional, into)]
    icon: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    /// Words below the name where there is no id.
    #[prop(optional, into)]
    note: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let class = if icon.is_some() { "side-nav__head" } else { "side-nav__head side-nav__head--plain" };
    view! {
        <div class=class>
            {icon.map(|src| view! { <img src=src width="32" height="32" alt="" /> })}
            <p class="side-nav__name">{name}</p>
            {id
                .map(|id| {
                    view! {
                        <p class="side-nav__id">
                            <code>{id}</code>
                        </p>
                    }
                })}
            {note.map(|text| view! { <p class="side-nav__id">{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
}

fn group(NavGroup { title, links }: NavGroup) -> impl IntoView {
    view! {
        {title.map(|text| view! { <h2 class="side-nav__group">{text}</h2> })}
        <ul>{links.into_iter().map(link).collect_view()}</ul>
    }
}

fn link(NavLink { label, href, current, icon, note, count }: NavLink) -> impl IntoView {
    view! {
        <li>
            <a href=href aria-current=current.then_some("page")>
                {icon.map(|(name, class)| view! { <Icon name=name class=class /> })}
                <span class="side-nav__label">{label}</span>
                {count.map(|n| view! { <span class="side-nav__count">{n}</span> })}
                {note.map(|text| view! { <span class="side-nav__note">{text}</span> })}
            </a>
        </li>
    }
}

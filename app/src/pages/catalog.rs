//! The catalog: tiles of every service that the viewer may see, with a search and a filter that are plain links and
//! forms. It shows nothing that depends on the clock, so that a drawn page can be kept and sent again.

use leptos::prelude::*;
use slipway_domain::catalog::Query;
use slipway_domain::category::Category;
use slipway_domain::view::CatalogView;

use crate::api::catalog::read_catalog;
use crate::parts::frame::{Area, Frame, areas};
use crate::parts::languages::{self as read_in, LANGUAGE};
use crate::parts::load::{load, query};
use crate::paths::{Path, percent};
use crate::text::catalog as words;
use crate::text::offerings::{NEXT, PREVIOUS};
use crate::ui::{NavGroup, Page, PageMain, Pager, SideNav, Turn};

mod empty;
mod facets;
mod head;
mod tile;

#[component]
pub fn CatalogPage() -> impl IntoView {
    let lang = query(LANGUAGE);
    let asked = Query {
        text: query("q").trim().to_owned(),
        category: query("category"),
        after: query("after"),
        before: query("before"),
    };
    load(read_catalog(asked.clone()), move |view| {
        let pages = pages(&asked, &view, &lang);
        let CatalogView { person, tiles, matching, has_uncounted, all, categories, language, languages, .. } = view;
        let account = person.as_ref().and_then(|person| person.current_membership());
        let account = account.map(|membership| membership.account_name.as_str());
        let head = head::head(&asked, (matching, has_uncounted), all, account);
        let facets = facets::form(&asked, &categories, all);
        let languages = read_in::languages(language, &languages, &kept(&asked));
        let areas = NavGroup { title: None, links: areas(person.as_ref(), Area::Catalog) };
        let main = if tiles.is_empty() {
            empty::state(&asked, all, person.is_some())
        } else {
            let tiles = tiles.into_iter().map(|tile| tile::tile(tile, &lang)).collect_view();
            view! { <ul class="tiles">{tiles}</ul> }.into_any()
        };
        let nav = move || view! { <SideNav label=words::FILTERS areas>{facets}</SideNav> };
        view! {
            <Frame person area=Area::Catalog title=words::TITLE nav>
                <Page>
                    {head}
                    <PageMain>{main} {pages} {languages}</PageMain>
                </Page>
            </Frame>
        }
    })
}

/// The links to the pages before and after this one.
fn pages(asked: &Query, view: &CatalogView, lang: &str) -> impl IntoView + use<> {
    let turn = |label: &str, name: &str, tile: &str| {
        let lang = if lang.is_empty() { String::new() } else { format!("&{LANGUAGE}={}", percent(lang)) };
        let href = format!("{}?{}{name}={}{lang}", Path::Catalog, kept(asked), percent(tile));
        Turn { label: label.to_owned(), href }
    };
    let previous = view.before.as_deref().map(|tile| turn(PREVIOUS, "before", tile));
    let next = view.after.as_deref().map(|tile| turn(NEXT, "after", tile));
    let summary = words::page_of(view.tiles.len(), view.matching, view.has_uncounted);
    view! { <Pager label=words::PAGES previous=previous next=next summary=summary /> }
}

/// What is asked for, for an address that goes on with something else.
fn kept(asked: &Query) -> String {
    let address = address(&asked.text, &asked.category);
    address.split_once('?').map(|(_, query)| format!("{query}&")).unwrap_or_default()
}

/// The address of a service, in the language that the address of this page asks for.
pub(super) fn entry_address(name: String, lang: &str) -> String {
    read_in::with(Path::CatalogEntry(name).to_string(), lang)
}

/// The address of the catalog with what is asked for.
fn address(text: &str, category: &str) -> String {
    let pairs = [("q", text), ("category", category)];
    let query: Vec<String> = pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", percent(value)))
        .collect();
    if query.is_empty() { Path::Catalog.to_string() } else { format!("{}?{}", Path::Catalog, query.join("&")) }
}

/// What people read instead of a category's id; ids that are gone from the list are shown as they are.
pub(super) fn category_label(id: &str) -> &str {
    Category::find(id).map_or(id, |category| category.label)
}

/// The address of all services of a category, for the details page.
pub(super) fn category_address(id: &str) -> String {
    address("", id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_is_in_the_address() {
        assert_eq!(address("", ""), "/catalog");
        assert_eq!(address("vector search", ""), "/catalog?q=vector%20search");
        assert_eq!(address("a&b", "databases"), "/catalog?q=a%26b&category=databases");
        assert_eq!(address("", "databases"), "/catalog?category=databases");
    }

    #[test]
    fn a_language_that_was_chosen_stays_chosen() {
        let asked = Query { text: "a&b".to_owned(), ..Query::default() };
        assert_eq!(kept(&asked), "q=a%26b&");
        assert_eq!(kept(&Query::default()), "");
        assert_eq!(entry_address("vector".to_owned(), ""), "/catalog/vector");
        assert_eq!(entry_address("vector".to_owned(), "de&"), "/catalog/vector?lang=de%26");
    }

    #[test]
    fn a_category_is_shown_by_its_label() {
        assert_eq!(category_label("databases"), "Databases");
        assert_eq!(category_label("gone"), "gone");
    }
}

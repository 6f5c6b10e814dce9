//! The head of the catalog: how many services there are for whom, the search, and the filters in force.

use leptos::prelude::*;
use slipway_domain::catalog::Query;

use super::{address, category_label};
use crate::paths::Path;
use crate::text;
use crate::text::catalog as words;
use crate::ui::{Glyph, Icon};

/// So many services match, and whether there are more than that, out of `all`; `account` is the one that the viewer
/// works in.
pub(super) fn head(asked: &Query, matching: (usize, bool), all: usize, account: Option<&str>) -> impl IntoView + use<> {
    let count = match account {
        Some(account) => words::for_account(all, account),
        None => words::services(all),
    };
    view! {
        <div class="page__head page__head--plain catalog-head">
            <div class="title-row">
                <h1>{words::TITLE}</h1>
                <p class="quiet">{count}</p>
            </div>
            {search(asked)}
            {chips(asked, matching)}
        </div>
    }
}

fn search(asked: &Query) -> impl IntoView + use<> {
    let category = hidden("category", &asked.category);
    view! {
        <form class="catalog-search" role="search" action=Path::Catalog.to_string()>
            <label class="visually-hidden" for="cat-q">
                {text::SEARCH_CATALOG}
            </label>
            <button type="submit" aria-label=text::SEARCH_CATALOG>
                <Icon name=Glyph::Search />
            </button>
            <input
                class="cds--text-input"
                id="cat-q"
                name="q"
                type="search"
                value=asked.text.clone()
                placeholder=words::PLACEHOLDER
            />
            {category}
        </form>
    }
}

fn chips(asked: &Query, (matching, has_uncounted): (usize, bool)) -> impl IntoView + use<> {
    let count = words::matching(matching, has_uncounted);
    let is_asked = !asked.text.is_empty() || !asked.category.is_empty();
    let text = (!asked.text.is_empty()).then(|| chip(&format!("“{}”", asked.text), address("", &asked.category)));
    let category =
        (!asked.category.is_empty()).then(|| chip(category_label(&asked.category), address(&asked.text, "")));
    let active = is_asked.then(|| {
        view! {
            <ul aria-label=words::ACTIVE_FILTERS>{text} {category}</ul>
            <a href=Path::Catalog.to_string()>{words::CLEAR}</a>
        }
    });
    view! {
        <div class="chips">
            <button
                class="cds--btn cds--btn--tertiary cds--btn--sm filter-open"
                type="button"
                popovertarget="side-nav"
            >
                {words::FILTERS}
                <Icon name=Glyph::Filter class="btn__icon" />
            </button>
            <p>{count}</p>
            {active}
        </div>
    }
}

fn chip(label: &str, without: String) -> impl IntoView + use<> {
    let label = label.to_owned();
    view! {
        <li>
            <a class="chip" href=without>
                <span class="visually-hidden">{words::REMOVE_FILTER} " "</span>
                {label}
                <Icon name=Glyph::Close />
            </a>
        </li>
    }
}

/// Keeps the other half of what is asked for when a form is sent.
pub(super) fn hidden(name: &'static str, value: &str) -> Option<impl IntoView + use<>> {
    (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value.to_owned() /> })
}

//! The filter beside the tiles: one category, or all.

use leptos::prelude::*;
use slipway_domain::catalog::Query;

use super::category_label;
use super::head::hidden;
use crate::paths::Path;
use crate::text::catalog as words;
use crate::ui::{Button, Size};

/// `categories` are those that occur among `all` services, with their number.
pub(super) fn form(asked: &Query, categories: &[(String, usize)], all: usize) -> impl IntoView + use<> {
    let chosen = asked.category.as_str();
    let mut listed: Vec<(&str, &str, usize)> =
        categories.iter().map(|(id, count)| (id.as_str(), category_label(id), *count)).collect();
    listed.sort_by_key(|(_, label, _)| label.to_lowercase());
    // One that is asked for and has no services stays, so that sending the form again asks for the same.
    if !chosen.is_empty() && listed.iter().all(|(id, ..)| *id != chosen) {
        listed.push((chosen, category_label(chosen), 0));
    }
    let rows: Vec<_> = [("", words::ALL_CATEGORIES, all)]
        .into_iter()
        .chain(listed)
        .enumerate()
        .map(|(at, (id, label, count))| row(at, id, label, count, id == chosen))
        .collect();
    let text = hidden("q", &asked.text);
    view! {
        <form class="facets" action=Path::Catalog.to_string()>
            {text}
            <details class="facet" open>
                <summary>{words::CATEGORY}</summary>
                <fieldset>
                    <legend class="visually-hidden">{words::CATEGORY}</legend>
                    {rows}
                </fieldset>
            </details>
            <div class="facets__acts">
                <Button size=Size::Small>{words::APPLY}</Button>
            </div>
        </form>
    }
}

fn row(at: usize, id: &str, label: &str, count: usize, is_chosen: bool) -> impl IntoView + use<> {
    let input = format!("category-{at}");
    let (target, value, label) = (input.clone(), id.to_owned(), label.to_owned());
    view! {
        <div class="facet__row">
            <div class="cds--radio-button-wrapper">
                <input class="cds--radio-button" type="radio" id=input name="category" value=value checked=is_chosen />
                <label class="cds--radio-button__label" for=target>
                    <span class="cds--radio-button__appearance"></span>
                    <span class="cds--radio-button__label-text">{label}</span>
                </label>
            </div>
            <span class="facet__n">{count}</span>
        </div>
    }
}

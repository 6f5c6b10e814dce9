//! Newer and older: links between the pages of a long list that is read by cursor.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// Where a pager leads: words and address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What people read.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// Links to the previous and the next page; nothing is drawn where there is neither.
#[component]
pub fn Pager(
    #[prop(into)] label: String,
    #[prop(optional_no_strip)] previous: Option<Turn>,
    #[prop(optional_no_strip)] next: Option<Turn>,
    /// What is shown, e.g. "1 to 50 of 212".
    #[prop(optional, into)]
    summary: Option<String>,
) -> impl IntoView {
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=label>
                {previous
                    .map(|Turn { label, href }| {
                        view! {
                            <a class="pager__turn" href=href rel="prev">
                                <Icon name=Glyph::ArrowLeft />
                                {label}
                            </a>
                        }
                    })} {summary.map(|text| view! { <p class="pager__sum">{text}</p> })}
                {next
                    .map(|Turn { label, href }| {
                        view! {
                            <a class="pager__turn pager__turn--next" href=href rel="next">
                                {label}
                                <Icon name=Glyph::ArrowRight />
                            </a>
                        }
                    })}
            </nav>
        }
    })
}

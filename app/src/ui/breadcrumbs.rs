//! The way from the top to this page. The page itself is the heading below and is not repeated.

use super::lang::lang_of;
use leptos::prelude::*;

/// One step on the way: what it is called and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What people read.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

impl Crumb {
    /// A step on the way.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// The breadcrumb; `label` names it for assistive technology.
#[component]
pub fn Breadcrumbs(#[prop(into)] label: String, crumbs: Vec<Crumb>) -> impl IntoView {
    let steps = crumbs
        .into_iter()
        .map(|Crumb { label, href }| {
            let lang = lang_of(&label);
            view! {
                <li class="cds--breadcrumb-item">
                    <a class="cds--link" href=href lang=lang>
                        {label}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="cds--breadcrumb crumbs" aria-label=label>
            <ol>{steps}</ol>
        </nav>
    }
}

//! Tabs as links: each tab is a page of its own with its own address.

use leptos::prelude::*;

/// One tab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    label: String,
    href: String,
    current: bool,
    count: Option<u64>,
    errors: Option<(u64, String)>,
}

impl Tab {
    /// A tab that leads to `href`.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), ..Self::default() }
    }

    /// Marks the tab as the one that is shown.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }

    /// Says how many things the tab holds.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// Says how many errors are behind the tab; `word` names them for assistive technology. None are not shown.
    #[must_use]
    pub fn errors(mut self, count: u64, word: impl Into<String>) -> Self {
        self.errors = (count > 0).then(|| (count, word.into()));
        self
    }
}

/// A row of tabs. `aside` stands at the end of the row: a link or a sentence.
#[component]
pub fn Tabs(
    #[prop(into)] label: String,
    tabs: Vec<Tab>,
    #[prop(optional, into)] aside: Option<ViewFnOnce>,
) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            <ul>{tabs.into_iter().map(tab).collect_view()}</ul>
            {aside.map(|aside| view! { <p class="tabs__aside tabs__aside--text">{aside.run()}</p> })}
        </nav>
    }
}

fn tab(Tab { label, href, current, count, errors }: Tab) -> impl IntoView {
    view! {
        <li>
            <a href=href aria-current=current.then_some("page")>
                {label}
                {count.map(|n| view! { " "<span class="tabs__n">{n}</span> })}
                {errors
                    .map(|(n, word)| {
                        view! {
                            " "
                            <span class="tabs__count">
                                {n} <span class="visually-hidden">{format!(" {word}")}</span>
                            </span>
                        }
                    })}
            </a>
        </li>
    }
}

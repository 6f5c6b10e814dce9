//! What the rules say about the content that was handed in, page by page; notes without consequence are left out.

use leptos::prelude::*;
use slipway_domain::findings::Finding;
use slipway_domain::offering::Offering;
use slipway_domain::page::Page;
use slipway_domain::rule::Level;

use crate::parts::findings_list::FindingItem;
use crate::paths::Path;
use crate::text;
use crate::text::review as words;
use crate::ui::{Mark, Status};

/// Nothing is drawn but a sentence where there is nothing to say.
#[component]
pub fn Said(content: Offering) -> impl IntoView {
    let said: Vec<(Page, Vec<Finding>)> = Page::DEFINED
        .into_iter()
        .map(|page| (page, worth_reading(&content, page)))
        .filter(|(_, findings)| !findings.is_empty())
        .collect();
    let (errors, warnings) = counts(&content);
    let mark = match (errors, warnings) {
        (0, 0) => Mark::Done,
        (0, _) => Mark::Warning,
        _ => Mark::Error,
    };
    let pages = said.into_iter().map(|(page, findings)| {
        let href = Path::Offering(content.name.clone(), page).to_string();
        let items = findings.into_iter().map(|finding| view! { <FindingItem finding /> }).collect_view();
        view! {
            <h3>
                <a href=href>{text::page(page)}</a>
            </h3>
            {items}
        }
    });
    view! {
        <section aria-labelledby="said-h">
            <h2 class="visually-hidden" id="said-h">
                {words::FINDINGS}
            </h2>
            <p>
                <Status mark=mark>{words::findings(errors, warnings)}</Status>
            </p>
            {pages.collect_view()}
        </section>
    }
}

/// Errors and warnings of all pages together.
pub fn counts(content: &Offering) -> (usize, usize) {
    let count = |level| Page::DEFINED.iter().map(|page| content.findings(*page).of(level).count()).sum();
    (count(Level::Error), count(Level::Warning))
}

fn worth_reading(content: &Offering, page: Page) -> Vec<Finding> {
    content.findings(page).into_iter().filter(|finding| finding.level() != Level::Info).collect()
}

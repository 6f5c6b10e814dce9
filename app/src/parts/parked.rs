//! Input of one's own that could not be saved: the page that it belongs to, what it is called, and the notice that
//! leads back to it. Whose input it is, the view has decided.

use leptos::prelude::*;
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;
use slipway_domain::page::Page;
use slipway_domain::view::{OfferingView, Subject};

use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text;
use crate::text::merge as words;
use crate::ui::{Notice, Tone};

/// The entry of the navigation under which `subject` is edited.
pub fn page_of(subject: Subject) -> Page {
    match subject {
        Subject::Section(section) => Page::parse(section.name()).unwrap_or(Page::Summary),
        Subject::NewPlan | Subject::Plan(_) => Page::Pricing,
        Subject::Broker(_) => Page::Deployments,
        Subject::Translation(_) => Page::Listing,
    }
}

/// A page, or one thing on it; what was removed since has no name.
pub fn name_of(offering: &Offering, subject: Subject) -> String {
    match subject {
        Subject::Section(_) => text::page(page_of(subject)).to_owned(),
        Subject::NewPlan => words::NEW_PLAN.to_owned(),
        Subject::Translation(language) => words::translation(language.name()),
        Subject::Plan(id) => {
            let plan = offering.plans.iter().find(|plan| plan.id == id);
            words::plan(plan.map_or("", |plan| plan.draft.name.as_str()))
        }
        Subject::Broker(id) => {
            let broker = offering.brokers.iter().find(|broker| broker.id == id);
            words::broker(broker.map_or("", |broker| broker.draft.name.as_str()))
        }
    }
}

/// What waits, with the way to where it is decided about.
struct Waiting {
    href: String,
    what: String,
    at: Moment,
}

/// What the head of `page` tells of input that waits for a decision; nothing if none does.
pub fn note(view: &OfferingView, page: Page) -> impl Fn() -> Option<AnyView> + Send + Sync + use<> {
    let (offering, now) = (&view.offering, view.now);
    let here = view.parked.iter().filter(|line| page_of(line.subject) == page);
    let waiting: Vec<Waiting> = here
        .map(|line| Waiting {
            href: Path::Merge(offering.name.clone(), line.id).to_string(),
            what: words::compare(&name_of(offering, line.subject)),
            at: line.at,
        })
        .collect();
    move || (!waiting.is_empty()).then(|| notice(&waiting, now).into_any())
}

fn notice(waiting: &[Waiting], now: Moment) -> impl IntoView + use<> {
    let items = waiting
        .iter()
        .map(|Waiting { href, what, at }| {
            let (href, what, at) = (href.clone(), what.clone(), *at);
            view! {
                <li>
                    <a href=href>{what}</a>
                    " "
                    {words::TYPED}
                    " "
                    <Ago at now />
                </li>
            }
        })
        .collect_view();
    view! {
        <Notice tone=Tone::Warn title=words::UNSAVED>
            <p>{words::UNSAVED_WHY}</p>
            <ul>{items}</ul>
        </Notice>
    }
}

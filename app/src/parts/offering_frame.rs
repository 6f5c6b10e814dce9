//! The frame of every page of an offering: its identity and stage, its pages with their status, and where one is.

use std::sync::Arc;

use leptos::prelude::*;
use slipway_domain::caller::Person;
use slipway_domain::page::{Page, PageStatus};
use slipway_domain::stage::{Stage, Track as Stop};
use slipway_domain::view::OfferingView;

use crate::parts::frame::{Area, Frame};
use crate::parts::next_draft;
use crate::parts::parked;
use crate::parts::thread::here;
use crate::paths::Path;
use crate::text;
use crate::text::review as words;
use crate::ui::{
    Breadcrumbs, Crumb, Glyph, HeadNote, Mark, NavGroup, NavLink, Progress, SideNav, SideNavHead, Step, Track,
};

/// Children: a `ui::Page`.
#[component]
pub fn OfferingFrame(
    view: OfferingView,
    page: Page,
    /// Where the page is none of the navigation, its own name.
    #[prop(optional)]
    title: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let title = format!("{} · {}", title.unwrap_or(text::page(page)), view.offering.name);
    let person = Some(view.person.clone());
    provide_context(head_note(&view, page));
    view! {
        <Frame person area=Area::Offerings title nav=move || navigation(&view, page)>
            {children()}
        </Frame>
    }
}

/// What waits on `page` for whoever looks: input of their own, what others see meanwhile, then threads.
fn head_note(view: &OfferingView, page: Page) -> HeadNote {
    let (parked, HeadNote(threads)) = (parked::note(view, page), here::note(view, page));
    let draft = next_draft::note(view, page);
    HeadNote(Arc::new(move || view! { {parked()} {draft()} {threads()} }.into_any()))
}

/// Offerings / name, for the head of a page that `person` looks at.
#[component]
pub fn OfferingCrumbs(#[prop(into)] name: String, person: Person) -> impl IntoView {
    let home = Path::Offering(name.clone(), Page::Summary).to_string();
    let up = Path::offerings_of(&person);
    let label = if up == Path::Board { text::BOARD } else { text::OFFERINGS };
    view! {
        <Breadcrumbs
            label=text::BREADCRUMB
            crumbs=vec![Crumb::new(label, up.to_string()), Crumb::new(name, home)]
        />
    }
}

/// The steps of the visible pipeline with where the offering stands among them.
pub fn steps(view: &OfferingView) -> Vec<Step> {
    let here = view.offering.stage.track();
    [Stop::Draft, Stop::Limited, Stop::Review, Stop::Public]
        .into_iter()
        .map(|stop| {
            let progress = match here {
                Some(now) if stop == now && stop == Stop::Public => Progress::Arrived,
                Some(now) if stop == now => Progress::Now,
                Some(now) if stop < now => Progress::Done,
                _ => Progress::Next,
            };
            Step {
                name: text::track(stop).to_owned(),
                spoken: text::progress(progress).to_owned(),
                note: None,
                progress,
            }
        })
        .collect()
}

/// Shape and colour of a page's status.
pub const fn mark(status: PageStatus) -> Mark {
    match status {
        PageStatus::NotStarted => Mark::Open,
        PageStatus::Incomplete => Mark::Partial,
        PageStatus::Complete => Mark::Done,
        PageStatus::UnpublishedChanges => Mark::Edited,
    }
}

/// Shape and word of how far Review is: it follows the stage and the latest request, not a form.
pub fn review_status(view: &OfferingView) -> (Mark, &'static str) {
    let is_returned = view.latest_submission().is_some_and(|latest| latest.state.is_turned_down());
    match view.offering.stage {
        Stage::Defining | Stage::Limited | Stage::GaChanges if is_returned => (Mark::Warning, words::RETURNED),
        Stage::Defining | Stage::Limited | Stage::GaChanges | Stage::Withdrawn => (Mark::Open, words::NOT_REQUESTED),
        Stage::GaRequested => (Mark::Waiting, words::IN_REVIEW),
        Stage::GaApproved => (Mark::Done, words::APPROVED),
        Stage::Ga if view.open_submission().is_some() => (Mark::Waiting, words::IN_REVIEW),
        Stage::Ga | Stage::Suspended | Stage::Deprecated | Stage::Retired => (Mark::Done, words::RELEASED),
    }
}

fn navigation(view: &OfferingView, page: Page) -> impl IntoView + use<> {
    let offering = &view.offering;
    let listing = &offering.listing.draft;
    let name = if listing.display_name.trim().is_empty() { &offering.name } else { &listing.display_name };
    let icon = if listing.icon.starts_with("/marks/") { listing.icon.clone() } else { "/marks/slipway.svg".to_owned() };
    let turn = text::turn_note(view);
    let steps = steps(view);
    let stage = text::stage(offering.stage);
    let groups = vec![
        group(view, page, None, &[Page::Summary, Page::Checklist]),
        group(view, page, Some(text::DEFINE), &[Page::Listing, Page::Access, Page::Pricing]),
        group(
            view,
            page,
            Some(text::PUBLISH_AND_RELEASE),
            &[Page::Deployments, Page::Tests, Page::Review, Page::Usage, Page::History],
        ),
    ];
    let (name, id) = (name.clone(), offering.name.clone());
    let label = text::pages_of(&offering.name);
    view! {
        <SideNav
            label=label
            groups=groups
            head=move || {
                view! {
                    <SideNavHead name=name icon=icon id=id>
                        <Track label=text::STAGES steps=steps>
                            <strong>{stage}</strong>
                            " "
                            {turn}
                        </Track>
                    </SideNavHead>
                }
            }
        />
    }
}

fn group(view: &OfferingView, current: Page, title: Option<&str>, pages: &[Page]) -> NavGroup {
    let links = pages.iter().map(|page| link(view, *page, current)).collect();
    NavGroup { title: title.map(ToOwned::to_owned), links }
}

fn link(view: &OfferingView, page: Page, current: Page) -> NavLink {
    let path = Path::Offering(view.offering.name.clone(), page).to_string();
    let link = NavLink::new(text::page(page), path).current(page.tabs().contains(&current));
    match page {
        Page::Checklist => {
            let progress = view.checklist().progress();
            link.icon(Glyph::ListChecked).note(text::of(progress.done, progress.applicable))
        }
        Page::Usage => link.icon(Glyph::ChartBar),
        Page::History => link.icon(Glyph::Time),
        Page::Review => {
            let (mark, word) = review_status(view);
            link.status(mark, word)
        }
        _ => {
            let status = view.page_status(page);
            link.status(mark(status), text::page_note(view, page, status))
        }
    }
}

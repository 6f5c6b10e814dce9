//! The history of an offering: who did what and when, newest first, narrowed by what it was about.

pub mod timeline;
mod translated;
pub mod versions;

use leptos::prelude::*;
use slipway_domain::offering::{Offering, Section};
use slipway_domain::page::Page;
use slipway_domain::view::{HistoryQuery, HistoryView, Subject};

use crate::api::history::read_history;
use crate::pages::history::timeline::Timeline;
use crate::parts::load::{load, param, query};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::parked::name_of;
use crate::paths::{Path, percent};
use crate::text;
use crate::text::compare;
use crate::text::history as words;
use crate::ui;
use crate::ui::{Button, ButtonLink, Choice, Empty, Glyph, Lead, PageHead, PageMain, Pager, Select, Turn};

#[component]
pub fn HistoryPage() -> impl IntoView {
    let name = param("name");
    let noun = query("noun");
    let asked = HistoryQuery { noun: noun.clone(), page: query("page").parse().unwrap_or(1) };
    load(read_history(name, asked), move |history| page(history, noun))
}

fn page(history: HistoryView, noun: String) -> impl IntoView {
    let HistoryView { events, page, has_more, view } = history;
    let name = view.offering.name.clone();
    let (crumbs, person) = (name.clone(), view.person.clone());
    let body = if events.is_empty() {
        nothing(&name, &noun).into_any()
    } else {
        view! { <Timeline events now=view.now /> }.into_any()
    };
    let versions = links(&view.offering);
    let pager = Pages { path: Path::Offering(name.clone(), Page::History).to_string(), noun: noun.clone() };
    let previous = (page > 1).then(|| pager.turn(words::NEWER, page - 1));
    let next = has_more.then(|| pager.turn(words::OLDER, page + 1));
    view! {
        <OfferingFrame view page=Page::History>
            <ui::Page>
                <PageHead
                    title=text::page(Page::History)
                    crumbs=move || view! { <OfferingCrumbs name=crumbs person /> }
                >
                    <Lead>{words::LEAD}</Lead>
                </PageHead>
                <PageMain>
                    {filter(pager.path, noun)} {body}
                    <Pager label=words::PAGES previous=previous next=next summary=words::page_number(page) />
                    {versions}
                </PageMain>
            </ui::Page>
        </OfferingFrame>
    }
}

/// The ways to the versions of what was saved.
fn links(offering: &Offering) -> impl IntoView + use<> {
    let plans = offering.plans.iter().map(|plan| Subject::Plan(plan.id));
    let translations = offering.translations.iter().map(|translation| Subject::Translation(translation.language));
    let parts = Section::ALL.into_iter().map(Subject::Section).chain(plans).chain(translations);
    let saved = parts.filter(|part| offering.revision_of(*part).is_some_and(|revision| revision > 0));
    let items = saved
        .map(|part| {
            let (href, name) = (Path::Versions(offering.name.clone(), part).to_string(), name_of(offering, part));
            view! {
                <li>
                    <a href=href>{name}</a>
                </li>
            }
        })
        .collect_view();
    let compare = Path::Compare(offering.name.clone()).to_string();
    view! {
        <section class="block" aria-labelledby="versions-h">
            <h2 id="versions-h">{words::VERSIONS}</h2>
            <p>{words::VERSIONS_LEAD} " " <a href=compare>{compare::COMPARE_VERSIONS}</a></p>
            <ul>{items}</ul>
        </section>
    }
}

fn filter(action: String, noun: String) -> impl IntoView {
    let all = Choice::new("", words::ALL_EVENTS);
    let nouns = words::NOUNS.map(|(name, label)| Choice::new(name, label));
    let options = core::iter::once(all).chain(nouns).collect::<Vec<_>>();
    view! {
        <form class="inline-form" method="get" action=action>
            <Select label=words::FILTER_LABEL name="noun" options=options selected=noun />
            <Button>{words::FILTER}</Button>
        </form>
    }
}

fn nothing(name: &str, noun: &str) -> impl IntoView + use<> {
    if noun.is_empty() {
        return view! {
            <Empty title=words::NOTHING_TITLE icon=Glyph::Time>
                <p>{words::NOTHING}</p>
            </Empty>
        }
        .into_any();
    }
    let all = Path::Offering(name.to_owned(), Page::History).to_string();
    view! {
        <Empty
            title=words::NOTHING_OF_IT_TITLE
            icon=Glyph::Time
            acts=move || view! { <ButtonLink href=all>{words::ALL_EVENTS}</ButtonLink> }
        >
            <p>{words::NOTHING_OF_IT}</p>
        </Empty>
    }
    .into_any()
}

/// Where the pager leads: the same filter on another page.
struct Pages {
    path: String,
    noun: String,
}

impl Pages {
    fn turn(&self, label: &str, page: u32) -> Turn {
        let noun = if self.noun.is_empty() { String::new() } else { format!("noun={}&", percent(&self.noun)) };
        Turn { label: label.to_owned(), href: format!("{}?{noun}page={page}", self.path) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pager_keeps_the_filter_and_escapes_it() {
        let pages = |noun: &str| Pages { path: "/h".to_owned(), noun: noun.to_owned() };
        assert_eq!(pages("").turn("Older", 2).href, "/h?page=2");
        assert_eq!(pages("plan").turn("Older", 2).href, "/h?noun=plan&page=2");
        assert_eq!(pages("a&b").turn("Older", 3).href, "/h?noun=a%26b&page=3");
    }
}

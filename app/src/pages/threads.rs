//! Every review thread of an offering: what blocks first, then what is open, then what is resolved; and the form for a
//! new one.

use leptos::prelude::*;
use slipway_domain::compare::compare;
use slipway_domain::page::Page;
use slipway_domain::thread::{Anchor, Thread, ThreadState};
use slipway_domain::view::ThreadsView;

use crate::api::thread::read_threads;
use crate::parts::load::{load, param};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::thread::new::{self, Begun};
use crate::parts::thread::{Answer, Talk, card};
use crate::parts::value_place::place;
use crate::text::{self, review, thread as words};
use crate::ui;
use crate::ui::{Empty, Glyph, Lead, PageHead, PageMain};

#[component]
pub fn ThreadsPage() -> impl IntoView {
    let (typed, begun) = (Answer::came_back(), Begun::asked_for());
    load(read_threads(param("name")), move |threads| page(threads, typed, &begun))
}

fn page(threads: ThreadsView, typed: Answer, begun: &Begun) -> impl IntoView + use<> {
    let ThreadsView { remarks, authors, view } = threads;
    let (name, person) = (view.offering.name.clone(), view.person.clone());
    let present = compare(None, &view.offering);
    let talk = Talk { view: view.clone(), remarks, authors, present, submission: String::new(), typed };
    let (mut open, resolved): (Vec<_>, Vec<_>) =
        view.threads.iter().cloned().partition(|thread| thread.state == ThreadState::Open);
    open.sort_by_key(|thread| !thread.blocking);
    let nothing = view.threads.is_empty().then(|| {
        view! {
            <Empty title=words::EMPTY_TITLE icon=Glyph::Reply>
                <p>{words::EMPTY}</p>
            </Empty>
        }
    });
    let lists = [(words::OPEN, "open-h", open), (words::RESOLVED, "resolved-h", resolved)];
    let lists = lists.into_iter().filter(|(.., threads)| !threads.is_empty());
    let lists = lists.map(|(title, id, threads)| list(title, id, &threads, &talk)).collect_view();
    let anchor = Anchor::parse(&begun.draft.anchor).filter(|_| !begun.is_refused);
    let anchor = anchor.filter(|anchor| talk.present.iter().any(|line| anchor.is_of(line)));
    let form = new::form(&talk, begun, &talk.present, anchor.as_ref(), "").map(|form| {
        view! {
            <section class="block" aria-labelledby="new-h">
                <h2 class="form__title" id="new-h">
                    {words::NEW}
                </h2>
                {form}
            </section>
        }
    });
    view! {
        <OfferingFrame view page=Page::Review title=words::THREADS>
            <ui::Page>
                <PageHead title=words::THREADS crumbs=move || view! { <OfferingCrumbs name person /> }>
                    <Lead>{words::LEAD}</Lead>
                </PageHead>
                <PageMain>{nothing} {lists} {form}</PageMain>
            </ui::Page>
        </OfferingFrame>
    }
}

fn list(title: &'static str, id: &'static str, threads: &[Thread], talk: &Talk) -> impl IntoView + use<> {
    let cards = threads.iter().map(|thread| entry(thread, talk)).collect_view();
    view! {
        <section class="block" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {cards}
        </section>
    }
}

fn entry(thread: &Thread, talk: &Talk) -> impl IntoView + use<> {
    let subject = review::subject(&thread.subject);
    let page = thread.anchor.page().map(text::page).unwrap_or_default();
    let line = talk.present.iter().find(|line| thread.anchor.is_of(line));
    let subject = match line.map(|line| place(line, &talk.view.offering.name)) {
        Some(href) => view! { <a href=href>{subject}</a> }.into_any(),
        None => subject.into_any(),
    };
    view! {
        <h3 class="thread__subject">
            {page}
            ": "
            {subject}
        </h3>
        {card(thread, talk)}
    }
}

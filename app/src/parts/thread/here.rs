//! The open threads about values of one page of an offering, at its head, each with the way to its field.

use std::sync::Arc;

use leptos::prelude::*;
use slipway_domain::compare::{Line, compare};
use slipway_domain::page::Page;
use slipway_domain::thread::{Thread, ThreadState};
use slipway_domain::view::OfferingView;

use super::{mark, state};
use crate::parts::value_place::place;
use crate::paths::Path;
use crate::text::{review, thread as words};
use crate::ui::{HeadNote, Status};

/// What the head of `page` tells of threads; nothing if there are none.
pub fn note(view: &OfferingView, page: Page) -> HeadNote {
    let open: Vec<Thread> = view.threads.iter().filter(|thread| thread.state == ThreadState::Open).cloned().collect();
    let blocking = open.iter().filter(|thread| thread.blocks()).count();
    let here: Vec<Thread> = open.iter().filter(|thread| thread.anchor.page() == Some(page)).cloned().collect();
    let is_told = !here.is_empty() || (page == Page::Review && !view.threads.is_empty());
    let offering = view.offering.name.clone();
    let present = if here.is_empty() { Vec::new() } else { compare(None, &view.offering) };
    HeadNote(Arc::new(move || {
        is_told.then(|| list(&here, &present, &offering, &words::all(open.len(), blocking))).into_any()
    }))
}

fn list(here: &[Thread], present: &[Line], offering: &str, all: &str) -> impl IntoView + use<> {
    let items = here.iter().map(|thread| item(thread, present, offering)).collect_view();
    let href = Path::Threads(offering.to_owned()).to_string();
    let all = all.to_owned();
    view! {
        <section class="threads-here" aria-label=words::HERE>
            <ul>{items}</ul>
            <p>
                <a href=href>{all}</a>
            </p>
        </section>
    }
}

fn item(thread: &Thread, present: &[Line], offering: &str) -> impl IntoView + use<> {
    let standing = thread.standing(present);
    let subject = review::subject(&thread.subject);
    let line = present.iter().find(|line| thread.anchor.is_of(line));
    let subject = match line.map(|line| place(line, offering)) {
        Some(href) => view! { <a href=href>{subject}</a> }.into_any(),
        None => view! { <span>{subject}</span> }.into_any(),
    };
    let href = Path::ThreadOf(offering.to_owned(), thread.id).to_string();
    let text = thread.text.clone();
    let (mark, state) = (mark(thread, standing), state(thread, standing));
    view! {
        <li>
            {subject} " " <Status mark=mark>{state}</Status> " "
            <a class="threads-here__text" href=href>
                {text}
            </a>
        </li>
    }
}

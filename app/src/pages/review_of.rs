//! One request in the reviewer's hands: what changed, what the rules say, what customers will see, what else it rests on,
//! and the decision.

pub mod aside;
pub mod change;
pub mod compare;
pub mod decide;
pub mod evidence;
pub mod findings;
pub mod preview;

use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use slipway_domain::compare::compare as values;
use slipway_domain::ids::SubmissionId;
use slipway_domain::page::Page;
use slipway_domain::rejection::Kind;
use slipway_domain::view::ReviewView;

use crate::api::review::read_review;
use crate::error::AppError;
use crate::pages::review::clock::{Clock, round_of};
use crate::pages::review::tracks::Tracks;
use crate::pages::review_of::aside::Aside;
use crate::pages::review_of::change::{Change, changed};
use crate::pages::review_of::compare::Compare;
use crate::pages::review_of::decide::is_asked;
use crate::pages::review_of::evidence::Evidence;
use crate::pages::review_of::findings::Said;
use crate::pages::review_of::preview::Preview;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, missing, param, queries, query};
use crate::parts::offering_icon::offering_icon;
use crate::parts::thread::new::Begun;
use crate::parts::thread::{Answer, Talk};
use crate::parts::written::Written;
use crate::paths::Path;
use crate::text;
use crate::text::review as words;
use crate::text::revision;
use crate::ui;
use crate::ui::{Breadcrumbs, Crumb, Layout, Notice, PageHead, PageMain};

#[component]
pub fn ReviewOfPage() -> impl IntoView {
    let submission = param("submission");
    let with_unchanged = query("unchanged") == "yes";
    let asked = queries();
    let (typed, answer) = (Written::came_back(), Answer::came_back());
    let begun = Begun { decision: typed.begun(), ..Begun::asked_for() };
    load(read(submission), move |review| page(review, with_unchanged, typed, answer, begun, asked))
}

/// An id that is none leads to the same answer as one that does not exist.
async fn read(submission: String) -> Result<ReviewView, AppError> {
    match SubmissionId::parse(&submission) {
        Ok(id) => read_review(id).await,
        Err(_) => Err(missing(Kind::Submission)),
    }
}

fn page(
    review: ReviewView,
    with_unchanged: bool,
    typed: Written,
    answer: Answer,
    begun: Begun,
    asked: ParamsMap,
) -> impl IntoView {
    let ReviewView { submission, content, before, view, .. } = review.clone();
    let listing = &content.listing.draft;
    let named = [listing.display_name.trim(), &content.name].into_iter().find(|name| !name.is_empty());
    let title = named.unwrap_or_default().to_owned();
    let icon = offering_icon(&listing.icon);
    let round = round_of(&submission, &view.submissions);
    // What changes is told beside what customers have; of what was decided, beside what was decided before it.
    let live = changed(&review).cloned();
    let sub = match (&live, view.offering.stage.is_public()) {
        (Some(_), _) => revision::request_sub(&content.owner.name, round),
        (None, true) => revision::decided_sub(&content.owner.name, round),
        (None, false) => words::request_sub(&content.owner.name, round),
    };
    let before = live.or(before);
    let change = view! { <Change review=review.clone() /> };
    let handed_in = submission.submitted_at;
    let evidence = view! { <Evidence view=review.evidence() handed_in events=review.events.clone() /> };
    let home = Path::Offering(content.name.clone(), Page::Summary).to_string();
    let crumbs = vec![Crumb::new(text::REVIEW_QUEUE, Path::Reviews.to_string()), Crumb::new(&content.name, home)];
    let note = (!submission.note.is_empty()).then(|| {
        let note = submission.note.clone();
        view! {
            <Notice title=words::NOTE_OF_PROVIDER>
                <p>{note}</p>
            </Notice>
        }
    });
    let talk = Talk {
        present: values(None, &view.offering),
        authors: review.authors.clone(),
        remarks: review.remarks.clone(),
        submission: submission.id.to_string(),
        typed: answer,
        view: view.clone(),
    };
    let (asked_about, authors) = (submission.id, review.authors.clone());
    let (read, decides) = (submission.clone(), is_asked(&review));
    let (notes, now) = (review.track_notes.clone(), view.now);
    let tab = format!("{} · {}", words::TITLE, content.name);
    view! {
        <Frame person=Some(view.person.clone()) area=Area::Reviews title=tab>
            <ui::Page layout=Layout::Split class="page--review">
                <PageHead
                    title=title
                    band=true
                    icon=icon
                    sub=move || sub
                    crumbs=move || view! { <Breadcrumbs label=text::BREADCRUMB crumbs=crumbs /> }
                >
                    <Clock view=view.clone() submission=submission authors=authors />
                </PageHead>
                <PageMain>
                    {note} {change} <Tracks submission=read.clone() notes now />
                    <Said content=content.clone() />
                    <Compare before content=content.clone() submission=read with_unchanged talk begun decides />
                    <Preview content submission=asked_about asked /> {evidence}
                </PageMain>
                <Aside review typed />
            </ui::Page>
        </Frame>
    }
}

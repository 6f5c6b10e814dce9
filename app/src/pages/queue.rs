//! The reviewers' queue, first come first served, and what else of the operator's work stands at the end of the way.

pub mod desk;

use leptos::prelude::*;
use slipway_domain::view::{DeskView, ReviewView};

use crate::api::board::read_desk;
use crate::api::review::read_reviews;
use crate::error::AppError;
use crate::pages::queue::desk::{Prices, Releases, offering_cell};
use crate::pages::review::clock::round_of;
use crate::pages::review::desk::late;
use crate::pages::review_of::change;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text;
use crate::text::review as words;
use crate::text::revision;
use crate::ui;
use crate::ui::{Cell, Column, DataTable, Empty, Glyph, Lead, PageHead, PageMain};

#[component]
pub fn QueuePage() -> impl IntoView {
    load(read(), |(reviews, waiting)| {
        let person = Some(waiting.person.clone());
        let lead = if reviews.is_empty() { words::QUEUE_LEAD.to_owned() } else { words::queue_lead(reviews.len()) };
        let queue = if reviews.is_empty() { empty().into_any() } else { table(&reviews).into_any() };
        view! {
            <Frame person area=Area::Reviews title=text::REVIEW_QUEUE>
                <ui::Page>
                    <PageHead title=text::REVIEW_QUEUE>
                        <Lead>{lead}</Lead>
                    </PageHead>
                    <PageMain>
                        {queue} <Releases offerings=waiting.offerings.clone() /> <Prices offerings=waiting.offerings />
                    </PageMain>
                </ui::Page>
            </Frame>
        }
    })
}

async fn read() -> Result<(Vec<ReviewView>, DeskView), AppError> {
    Ok((read_reviews().await?, read_desk().await?))
}

fn empty() -> impl IntoView {
    view! {
        <Empty title=words::QUEUE_EMPTY_TITLE icon=Glyph::ListChecked>
            <p>{words::QUEUE_EMPTY}</p>
        </Empty>
    }
}

fn table(reviews: &[ReviewView]) -> impl IntoView + use<> {
    let columns = [
        words::OFFERING,
        revision::QUEUE_KIND,
        words::ROUND,
        words::SINCE,
        words::SUBMITTED_BY,
        words::NOTE_OF_PROVIDER,
    ];
    let columns = columns.map(Column::new).to_vec();
    let rows = reviews.iter().map(row).collect_view();
    view! {
        <DataTable caption=words::QUEUE_CAPTION caption_hidden=true columns=columns>
            {rows}
        </DataTable>
    }
}

fn row(review: &ReviewView) -> impl IntoView + use<> {
    let submission = &review.submission;
    let (at, now) = (submission.submitted_at, review.view.now);
    let round = round_of(submission, &review.view.submissions);
    let late = late(&review.view, submission).map(|late| view! { <span class="table__sub">{late}</span> });
    let by = submission.submitted_by_name.clone();
    let note = if submission.note.is_empty() { "–".to_owned() } else { submission.note.clone() };
    let name = offering_cell(&review.content, Path::ReviewOf(submission.id).to_string());
    let asks = asks_for(review);
    view! {
        <tr>
            {name}
            <Cell label=revision::QUEUE_KIND>{asks}</Cell>
            <Cell label=words::ROUND>{round}</Cell>
            <Cell label=words::SINCE>
                <Ago at now />
                {late}
            </Cell>
            <Cell label=words::SUBMITTED_BY>{by}</Cell>
            <Cell label=words::NOTE_OF_PROVIDER>{note}</Cell>
        </tr>
    }
}

/// A release, or a change of what is public with what it touches.
fn asks_for(review: &ReviewView) -> impl IntoView + use<> {
    let is_change = change::changed(review).is_some();
    let label = if is_change { revision::CHANGE } else { revision::RELEASE };
    let classes = is_change.then(|| {
        let told = change::classes(&change::found(review), review);
        view! { <span class="table__sub">{told}</span> }
    });
    view! {
        {label}
        {classes}
    }
}

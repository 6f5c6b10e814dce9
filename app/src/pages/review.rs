//! The provider's view of the release: how far it is, what is missing, whose turn it is, and what reviewers wrote.

pub mod clock;
pub mod desk;
pub mod next;
pub mod requests;
pub mod tracks;

use leptos::prelude::*;
use slipway_domain::deployment::DeploymentRecord;
use slipway_domain::page::Page;
use slipway_domain::review::{Submission, SubmissionState};
use slipway_domain::stage::{Stage, Track};
use slipway_domain::view::OfferingView;

use crate::api::offering::read_offering;
use crate::pages::deployments::publish::counted;
use crate::pages::review::clock::Clock;
use crate::pages::review::next::Next;
use crate::pages::review::requests::Requests;
use crate::pages::review::tracks::Tracks;
use crate::parts::load::{load, param, query};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame, steps};
use crate::parts::thread::new::named;
use crate::parts::written::Written;
use crate::text;
use crate::text::publication;
use crate::text::review as words;
use crate::ui;
use crate::ui::{Empty, Glyph, Layout, Mark, Notice, PageHead, PageMain, Pipeline, Step, Tone, Verdict};

#[component]
pub fn ReviewPage() -> impl IntoView {
    let (typed, done) = (Written::came_back(), query("done"));
    load(read_offering(param("name")), move |view| {
        let (name, person) = (view.offering.name.clone(), view.person.clone());
        let (mark, sentence) = verdict(&view);
        let word = text::stage(view.offering.stage);
        let returned = returned(&view).map(|submission| returned_notice(submission, &view));
        let released = released(&view, &done);
        let clock = view.open_submission().cloned().map(|submission| {
            let view = view.clone();
            view! { <Clock view submission /> }
        });
        let asked = view.latest_submission().filter(|latest| latest.state != SubmissionState::Withdrawn);
        let tracks = asked.cloned().map(|submission| view! { <Tracks submission now=view.now /> });
        let requests = if view.submissions.is_empty() {
            no_request().into_any()
        } else {
            view! { <Requests view=view.clone() /> }.into_any()
        };
        let pipeline = pipeline(&view);
        view! {
            <OfferingFrame view=view.clone() page=Page::Review>
                <ui::Page layout=Layout::Slim>
                    <PageHead
                        title=text::page(Page::Review)
                        crumbs=move || view! { <OfferingCrumbs name person /> }
                    >
                        {released}
                        <Verdict mark=mark word=word>
                            {sentence}
                        </Verdict>
                    </PageHead>
                    <PageMain>
                        {returned} <Pipeline label=text::STAGES steps=pipeline /> {clock} {tracks} {requests}
                    </PageMain>
                    <Next view=view.clone() typed />
                </ui::Page>
            </OfferingFrame>
        }
    })
}

fn no_request() -> impl IntoView {
    let steps = words::STEPS.map(|(title, what)| (title.to_owned(), what.to_owned())).to_vec();
    view! {
        <Empty title=words::NO_REQUEST_TITLE icon=Glyph::Send steps=steps>
            <p>{words::NO_REQUEST}</p>
        </Empty>
    }
}

/// The steps, with since when it stands on the present one.
fn pipeline(view: &OfferingView) -> Vec<Step> {
    let here = view.offering.stage.track();
    let mut steps = steps(view);
    for (step, stop) in steps.iter_mut().zip(Track::ALL) {
        if here == Some(stop) {
            step.note = Some(text::turn_note(view));
        }
    }
    steps
}

fn verdict(view: &OfferingView) -> (Mark, &'static str) {
    match view.offering.stage {
        Stage::Defining => (Mark::Open, words::VERDICT_DRAFT),
        Stage::Limited | Stage::GaChanges if returned(view).is_some() => (Mark::Warning, words::VERDICT_RETURNED),
        Stage::Limited | Stage::GaChanges if view.published.is_none() => (Mark::Warning, words::VERDICT_UNLISTED),
        Stage::Limited | Stage::GaChanges => (Mark::Partial, words::VERDICT_LIMITED),
        Stage::GaRequested => (Mark::Waiting, words::VERDICT_REQUESTED),
        Stage::GaApproved => (Mark::Done, words::VERDICT_APPROVED),
        Stage::Ga => (Mark::Done, words::VERDICT_PUBLIC),
        Stage::Suspended | Stage::Deprecated => (Mark::Warning, words::VERDICT_ENDING),
        Stage::Retired | Stage::Withdrawn => (Mark::Skipped, words::VERDICT_ENDED),
    }
}

/// What somebody reads who has just released it, for as long as it is true. `done` stands in the address.
fn released(view: &OfferingView, done: &str) -> Option<impl IntoView + use<>> {
    let public = view.published.as_ref().filter(|_| done == "released" && view.offering.stage == Stage::Ga)?;
    let shown: Vec<&DeploymentRecord> = public.deployments.iter().filter(|record| record.exists()).collect();
    let sentence = publication::released(&counted(&shown));
    Some(view! {
        <Notice tone=Tone::Good title=publication::RELEASED live=true>
            <p>{sentence}</p>
        </Notice>
    })
}

/// The request that came back and was not asked for again since.
fn returned(view: &OfferingView) -> Option<&Submission> {
    let latest = view.latest_submission()?;
    (latest.state.is_turned_down() && view.offering.stage.is_editable()).then_some(latest)
}

fn returned_notice(submission: &Submission, view: &OfferingView) -> Option<impl IntoView + use<>> {
    let decision = submission.decision.as_ref()?;
    let ago = text::ago(view.now.since(decision.at));
    let title = match submission.state {
        SubmissionState::Rejected => words::tracks::rejected_by(&decision.by_name, &ago),
        _ => words::returned_by(&decision.by_name, &ago),
    };
    let rule = decision.rule.map(|rule| view! { <p>{named(rule)}</p> });
    let reason = decision.reason.clone();
    Some(view! {
        <Notice tone=Tone::Warn title=title id="returned">
            <p>{reason}</p>
            {rule}
        </Notice>
    })
}

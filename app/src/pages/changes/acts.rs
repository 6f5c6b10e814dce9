//! What can be done now with the next version, beside the page: ask for a review, take the request back, publish what is
//! approved, or discard it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::change_class::{Trigger, triggers};
use slipway_domain::gate::{Condition, ConditionState};
use slipway_domain::page::Page;
use slipway_domain::rejection::{Refusal, Rejection};
use slipway_domain::revision;
use slipway_domain::stage::{Move, Stage};
use slipway_domain::view::{NextVersionView, OfferingView};

use super::standing::{Standing, holds_from};
use crate::api::revision::{DiscardRevision, PublishRevision, SubmitRevision, WithdrawRevision};
use crate::pages::review::next::obstacle;
use crate::parts::permission::reason;
use crate::parts::review_request::{RequestForm, TakeBack, to_request};
use crate::parts::written::Written;
use crate::paths::Path;
use crate::text;
use crate::text::review as review_words;
use crate::text::revision as words;
use crate::ui::{Button, Confirm, DisabledButton, Glyph, Kind, Mark, MarkIcon, SidePanel};

/// `found` is what the draft changes.
pub(super) fn panel(next: &NextVersionView, standing: Standing, found: &[Trigger], typed: Written) -> AnyView {
    let view = &next.revisions.view;
    let act = match standing {
        Standing::Nothing | Standing::Draft | Standing::CameBack => asking(view, found, typed).into_any(),
        Standing::Submitted => waiting(view).into_any(),
        Standing::Approved => approved(next).into_any(),
        Standing::Scheduled => ().into_any(),
    };
    let discard = (standing != Standing::Nothing).then(|| discard(view));
    let review = Path::Offering(view.offering.name.clone(), Page::Review).to_string();
    let history = Path::Offering(view.offering.name.clone(), Page::History).to_string();
    view! {
        <SidePanel title=standing.word() id="next-h" class="gate">
            {act}
            {discard}
            <p class="gate__why">
                <a href=review>{text::page(Page::Review)}</a>
            </p>
            <p class="gate__why">
                <a href=history>{text::page(Page::History)}</a>
            </p>
        </SidePanel>
    }
    .into_any()
}

fn asking(view: &OfferingView, found: &[Trigger], typed: Written) -> impl IntoView + use<> {
    let offering = view.offering.name.clone();
    let lacking = if found.is_empty() { Vec::new() } else { revision::missing(found, &view.offering) };
    let (stage, changed) = (view.offering.stage, revision::immutable(found));
    let never = (!changed.is_empty()).then(|| reason(Rejection::Refused(Refusal::Immutable { changed })));
    let why_not = obstacle(view, Move::RequestReview)
        .or_else(|| (stage != Stage::Ga).then(|| words::still(stage).1.to_owned()))
        .or_else(|| (!revision::has_news(found)).then(|| words::ASK_NOTHING.to_owned()))
        .or(never)
        .or_else(|| (!lacking.is_empty()).then(|| review_words::gate_missing(lacking.len())));
    let list = conditions(&lacking, &offering);
    let form = match why_not {
        Some(reason) => view! {
            <DisabledButton id="ask" kind=Kind::Primary wide=true reason=reason>
                {words::ASK}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <RequestForm action=SubmitRevision::url() offering typed label=words::ASK what=words::ASK_WHAT />
        }
        .into_any(),
    };
    view! {
        {list}
        {form}
    }
}

/// What is not met yet, each with the way to where it is.
fn conditions(lacking: &[Condition], offering: &str) -> Option<impl IntoView + use<>> {
    let items: Vec<_> = lacking
        .iter()
        .map(|condition| {
            let place = condition.page.map(|page| {
                let href = Path::Offering(offering.to_owned(), page).to_string();
                view! {
                    <p class="cond__note">
                        <a href=href>{text::page(page)}</a>
                    </p>
                }
            });
            view! {
                <li>
                    <MarkIcon mark=Mark::Error />
                    <div>
                        <p>
                            <span class="visually-hidden">
                                {text::condition_state(ConditionState::Missing)} ": "
                            </span>
                            {text::condition(condition)}
                        </p>
                        {place}
                    </div>
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| view! { <ul class="conds">{items}</ul> })
}

fn waiting(view: &OfferingView) -> impl IntoView + use<> {
    let request = to_request(view);
    let (offering, why_not) = (view.offering.name.clone(), obstacle(view, Move::WithdrawRequest));
    view! {
        {request}
        <TakeBack
            action=WithdrawRevision::url()
            offering
            label=words::WITHDRAW
            what=words::WITHDRAW_WHAT
            kind=Kind::Tertiary
            why_not
        />
    }
}

fn approved(next: &NextVersionView) -> impl IntoView + use<> {
    let view = &next.revisions.view;
    let offering = view.offering.name.clone();
    let (label, what) = match holds_from(next) {
        None => (words::PUBLISH, words::PUBLISH_WHAT.to_owned()),
        Some(from) => (words::SCHEDULE, words::schedule_what(from)),
    };
    let lacking = lacking_at_publication(next);
    let list = conditions(&lacking, &offering);
    let why_not = obstacle(view, Move::RequestReview)
        .or_else(|| (!lacking.is_empty()).then(|| review_words::gate_missing(lacking.len())));
    let act = match why_not {
        Some(reason) => view! {
            <DisabledButton id="publish" kind=Kind::Primary wide=true reason=reason>
                {label}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <form method="post" action=PublishRevision::url()>
                <input type="hidden" name="offering" value=offering />
                <Button kind=Kind::Primary wide=true icon=Glyph::Rocket>
                    {label}
                </Button>
            </form>
        }
        .into_any(),
    };
    view! {
        {list}
        <p class="gate__lead">{what}</p>
        {act}
    }
}

/// What keeps what is approved from being published, as the server asks it of the facts of now.
fn lacking_at_publication(next: &NextVersionView) -> Vec<Condition> {
    let view = &next.revisions.view;
    let (Some(live), Some(content)) = (&view.published, &next.content) else { return Vec::new() };
    let found = triggers(live, content, view.now);
    revision::missing_at_publication(&found, &revision::at_publication(&view.offering, content), &view.threads)
}

/// Nothing is lost by it: History keeps what was typed.
fn discard(view: &OfferingView) -> impl IntoView + use<> {
    let offering = view.offering.name.clone();
    match obstacle(view, Move::RequestReview) {
        Some(reason) => view! {
            <DisabledButton id="discard" kind=Kind::Ghost reason=reason>
                {words::DISCARD}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <Confirm label=words::DISCARD danger=true>
                <form method="post" action=DiscardRevision::url()>
                    <input type="hidden" name="offering" value=offering />
                    <p>{words::DISCARD_WHAT}</p>
                    <Button kind=Kind::Danger>{words::DISCARD_NOW}</Button>
                </form>
            </Confirm>
        }
        .into_any(),
    }
}

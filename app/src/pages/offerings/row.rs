//! One offering on the dashboard: what it is, how far it is, and whose turn it is for what.

use leptos::prelude::*;
use slipway_domain::gate::Gate;
use slipway_domain::page::Page;
use slipway_domain::stage::{Stage, Track, Turn};
use slipway_domain::view::OfferingView;

use super::next::{Next, next, unpublished};
use crate::parts::offering_frame::steps;
use crate::parts::offering_icon::offering_icon;
use crate::paths::Path;
use crate::text;
use crate::text::offerings as words;
use crate::ui::{ButtonLink, Glyph, Icon, Pipeline, ProgressBar, RelativeTime, Size, Step};

/// `late`: instances that were not reported for too long.
pub(super) fn row(view: &OfferingView, late: usize) -> impl IntoView + use<> {
    let id = format!("o-{}", view.offering.name);
    let identity = identity(view, id.clone());
    view! {
        <article class="offering" aria-labelledby=id>
            {identity}
            <Pipeline label=text::STAGES steps=pipeline(view) />
            <div class="offering__turn">{turn(view)} {more(view)} {reports(view, late)} {action(next(view))}</div>
        </article>
    }
}

fn identity(view: &OfferingView, id: String) -> impl IntoView + use<> {
    let offering = &view.offering;
    let listing = &offering.listing.draft;
    let shown = listing.display_name.trim();
    let title = if shown.is_empty() { offering.name.clone() } else { shown.to_owned() };
    let name = offering.name.clone();
    let href = Path::Offering(name.clone(), Page::Summary).to_string();
    let progress = view.checklist().progress();
    let label = format!("{} {name}", words::CHECKLIST_OF);
    view! {
        <div class="offering__id">
            <img src=offering_icon(&listing.icon) width="40" height="40" alt="" />
            <div>
                <h2 id=id>
                    <a href=href>{title}</a>
                </h2>
                <p>
                    <code>{name}</code>
                </p>
                <p class="offering__rows">
                    <ProgressBar value=u32::from(progress.done) max=u32::from(progress.applicable) label />
                    <span>{words::checklist_rows(progress.done, progress.applicable)}</span>
                </p>
            </div>
        </div>
    }
}

/// The stops with a note: how long it has been here, what is left before the next ones.
pub(super) fn pipeline(view: &OfferingView) -> Vec<Step> {
    let here = view.offering.stage.track();
    let mut steps = steps(view);
    for (step, stop) in steps.iter_mut().zip(Track::ALL) {
        step.note = match here {
            Some(now) if now == stop => Some(so_far(view, stop)),
            Some(now) if now < stop => Some(to_come(view, stop)),
            _ => None,
        };
    }
    steps
}

fn so_far(view: &OfferingView, stop: Track) -> String {
    let since = view.offering.stage_since;
    if stop == Track::Public {
        return words::since(&since.date());
    }
    words::so_far(view.now.since(since), view.turn().turn)
}

fn to_come(view: &OfferingView, stop: Track) -> String {
    let left = |gate| match view.gate(gate).missing().len() {
        0 => words::READY.to_owned(),
        count => words::conditions_left(count),
    };
    match stop {
        Track::Draft | Track::Limited => left(Gate::Limited),
        Track::Review => left(Gate::Ga),
        Track::Public => match view.offering.summary.draft.target() {
            Some(_) => words::planned(&view.offering.summary.draft.target_date),
            None => words::AFTER_REVIEW.to_owned(),
        },
    }
}

fn turn(view: &OfferingView) -> impl IntoView + use<> {
    let turn = view.turn();
    let (class, glyph) = match turn.turn {
        Turn::Provider => ("turn turn--you", Glyph::UserAvatarFilled),
        Turn::Nobody => ("turn turn--none", Glyph::CheckmarkOutline),
        Turn::Reviewer | Turn::Billing | Turn::Admin => ("turn turn--them", Glyph::Hourglass),
    };
    let who = match (turn.turn, view.offering.stage) {
        (Turn::Nobody, stage) => text::stage(stage),
        (who, _) => words::whose_turn(who),
    };
    let length = text::duration(view.now.since(turn.since));
    view! {
        <p class=class>
            <Icon name=glyph class="state" />
            <span>
                <b>{who}</b>
                " "
                {words::FOR}
                " "
                <RelativeTime moment=turn.since.rfc3339() long=turn.since.long() text=length />
            </span>
        </p>
    }
}

fn more(view: &OfferingView) -> impl IntoView + use<> {
    let turn = view.turn();
    let pages = unpublished(view);
    let is_live = matches!(view.offering.stage, Stage::Ga | Stage::Deprecated | Stage::Limited);
    let changes = (is_live && !pages.is_empty()).then(|| {
        let names: Vec<_> = pages.into_iter().map(text::page).collect();
        words::unpublished(&names)
    });
    let sentences = words::waiting(turn.waiting, view.position).into_iter().chain(changes);
    sentences.map(|sentence| view! { <p class="offering__extra">{sentence}</p> }).collect_view()
}

fn reports(view: &OfferingView, late: usize) -> impl IntoView + use<> {
    let href = Path::Offering(view.offering.name.clone(), Page::Usage).to_string();
    (late > 0).then(|| {
        view! {
            <p class="offering__extra">
                <a href=href>{text::gap::late_instances(late)}</a>
            </p>
        }
    })
}

fn action(Next { label, path, is_due }: Next) -> AnyView {
    let href = path.to_string();
    if is_due {
        return view! { <ButtonLink href size=Size::Small icon=Glyph::ArrowRight>{label}</ButtonLink> }.into_any();
    }
    view! {
        <a class="next-link" href=href>
            {label}
        </a>
    }
    .into_any()
}

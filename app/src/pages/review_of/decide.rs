//! The decision: its form, why it is not the reader's, or how it was made.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::page::Page;
use slipway_domain::policy::Context;
use slipway_domain::rejection::Rejection;
use slipway_domain::review::{ReviewTrack, TrackState, held_by, may_decide};
use slipway_domain::rule::{self, RuleId};
use slipway_domain::view::ReviewView;

use crate::api::review::DecideReview;
use crate::pages::review::requests::mark;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::moment::Ago;
use crate::parts::operation::OperationField;
use crate::parts::permission;
use crate::parts::thread::new::named;
use crate::parts::written::{ABOUT_RULE, ABOUT_TRACK, WRITTEN_LIMIT, Written};
use crate::text::review::tracks;
use crate::text::{review as words, thread as threads};
use crate::ui::{Button, Choice, Confirm, DisabledButton, Glyph, Icon, Kind, Select, Status, TextArea};

/// The form of the decision, as an element of the page.
pub(super) const DECIDE_FORM: &str = "decide-form";

#[component]
pub fn Decide(review: ReviewView, typed: Written) -> impl IntoView {
    let choices = choices(&review);
    match (review.submission.is_open(), choices) {
        (false, _) => decided(&review).into_any(),
        (true, Err(reason)) => view! {
            <div class="decide">
                <h2 class="aside-title">{words::DECISION}</h2>
                <DisabledButton id="decide" kind=Kind::Primary wide=true reason=reason>
                    {words::APPROVE_OR_RETURN}
                </DisabledButton>
            </div>
        }
        .into_any(),
        (true, Ok(choices)) => form(&review, choices, typed).into_any(),
    }
}

/// The form of the decision is on the page.
pub(super) fn is_asked(review: &ReviewView) -> bool {
    review.submission.is_open() && choices(review).is_ok()
}

/// What the person may decide about, or why nothing.
fn choices(review: &ReviewView) -> Result<Vec<Choice>, String> {
    let context = Context::of(review.view.offering.owner.id)
        .submitted_by(review.submission.submitted_by)
        .written_by(&review.authors);
    let may = |track: Option<ReviewTrack>| may_decide(&review.view.person, track, context);
    let whole = may(None);
    let mut choices = Vec::new();
    if whole.is_ok() {
        choices.push(Choice::new("", tracks::ALL_OPEN));
    }
    // Whoever has nothing but single tracks to decide is offered those that are open.
    let asked = review.submission.tracks.iter();
    let offered = asked.filter(|one| whole.is_ok() || one.state == TrackState::Open);
    let offered = offered.filter(|one| may(Some(one.track)).is_ok());
    choices.extend(offered.map(|one| Choice::new(one.track.name(), tracks::choice(one.track, one.state))));
    match whole {
        Err(denial) if choices.is_empty() => Err(permission::reason(Rejection::Denied(denial))),
        _ => Ok(choices),
    }
}

fn form(review: &ReviewView, choices: Vec<Choice>, typed: Written) -> impl IntoView + use<> {
    let submission = &review.submission;
    let findings = typed.findings();
    let (reason_state, note_state) = (validity(&findings, Field::Reason), validity(&findings, Field::InternalNote));
    let of_reason = findings.clone();
    let label = words::reason_for(&review.content.owner.name);
    let approve = approve(review, &choices);
    // Where there is one thing to decide about, it is not asked which.
    let only = choices.first().filter(|_| choices.len() == 1).map(|one| one.value.clone());
    let about = match only {
        Some(track) => view! { <input type="hidden" name=ABOUT_TRACK value=track /> }.into_any(),
        None => {
            view! { <Select label=tracks::ABOUT name=ABOUT_TRACK options=choices selected=typed.track /> }.into_any()
        }
    };
    let reject = reject(typed.rule);
    view! {
        <form class="decide" id=DECIDE_FORM method="post" action=DecideReview::url() aria-labelledby="dec-h">
            <input type="hidden" name="submission" value=submission.id.to_string() />
            <input type="hidden" name="content" value=submission.content_sha256.clone() />
            <OperationField />
            <h2 class="aside-title" id="dec-h">
                {words::DECISION}
            </h2>
            {about}
            <div class="note note--out">
                <TextArea
                    label
                    name=Field::Reason.input_name()
                    rows=5
                    limit=WRITTEN_LIMIT
                    demanded=true
                    value=typed.reason
                    validity=reason_state
                >
                    <FindingsAt findings=of_reason field=Field::Reason />
                </TextArea>
                <p class="note__who">{words::REASON_WHO}</p>
            </div>
            <div class="note note--in">
                <TextArea
                    label=words::INTERNAL_NOTE
                    name=Field::InternalNote.input_name()
                    rows=2
                    limit=WRITTEN_LIMIT
                    optional=words::OPTIONAL
                    value=typed.internal_note
                    validity=note_state
                >
                    <FindingsAt findings field=Field::InternalNote />
                </TextArea>
                <p class="note__who">
                    <Icon name=Glyph::Locked />
                    " "
                    {words::INTERNAL_NOTE_WHO}
                </p>
            </div>
            {approve}
            <Button wide=true name="verdict" value="return" icon=Glyph::Reply unchecked=false>
                {words::RETURN}
            </Button>
            {reject}
            <p class="quiet decide__foot">{words::APPROVE_WHAT}</p>
            <p class="quiet decide__foot">{words::REVIEW_FIRST}</p>
        </form>
    }
}

/// Asked for twice, with the rule that says why where there is one.
fn reject(typed: String) -> impl IntoView {
    let rules = rule::all().filter(|rule| is_of_definition(*rule));
    let rules = rules.map(|rule| Choice::new(rule.as_str(), named(rule)));
    let options = core::iter::once(Choice::new("", tracks::NO_RULE)).chain(rules).collect::<Vec<_>>();
    view! {
        <Confirm label=tracks::REJECT danger=true>
            <p>{tracks::REJECT_WHAT}</p>
            <Select label=tracks::RULE name=ABOUT_RULE options selected=typed optional=words::OPTIONAL />
            <Button kind=Kind::Danger name="verdict" value="reject" unchecked=false>
                {tracks::REJECT_NOW}
            </Button>
        </Confirm>
    }
}

/// What a provider fills in can break it.
fn is_of_definition(rule: RuleId) -> bool {
    rule.rule().form.page().is_some_and(|page| Page::DEFINED.contains(&page))
}

/// Disabled where threads hold each of the choices; those that they hold are named where there are others.
fn approve(review: &ReviewView, choices: &[Choice]) -> AnyView {
    let (tracks, talk) = (&review.submission.tracks, &review.view.threads);
    let held = |choice: &Choice| held_by(tracks, ReviewTrack::parse(&choice.value), talk).ok();
    let waits: Vec<_> = choices.iter().filter_map(|choice| Some((choice.label.as_str(), held(choice)?))).collect();
    let blocking = waits.iter().map(|(_, held)| *held).max().unwrap_or_default();
    if blocking > 0 && waits.iter().all(|(_, held)| *held > 0) {
        return view! {
            <DisabledButton id="approve" kind=Kind::Primary wide=true reason=threads::held(blocking)>
                {words::APPROVE}
            </DisabledButton>
        }
        .into_any();
    }
    let held: Vec<_> = waits.iter().filter(|(_, held)| *held > 0).map(|(label, _)| *label).collect();
    let some = (!held.is_empty()).then(|| threads::held_in(blocking, &held));
    view! {
        {some.map(|some| view! { <p class="quiet">{some}</p> })}
        <Button kind=Kind::Primary wide=true name="verdict" value="approve" icon=Glyph::Checkmark>
            {words::APPROVE}
        </Button>
    }
    .into_any()
}

fn decided(review: &ReviewView) -> impl IntoView + use<> {
    let state = review.submission.state;
    let now = review.view.now;
    let decision = review.submission.decision.clone().map(|decision| {
        let rule = decision.rule.map(|rule| {
            view! {
                <dt>{tracks::RULE}</dt>
                <dd>{named(rule)}</dd>
            }
        });
        let reason = (!decision.reason.is_empty()).then(|| {
            view! {
                <dt>{words::REASON}</dt>
                <dd>{decision.reason}</dd>
            }
        });
        view! {
            <dt>{words::DECIDED_BY}</dt>
            <dd>
                {decision.by_name}
                ", "
                <Ago at=decision.at now />
            </dd>
            {rule}
            {reason}
        }
    });
    let note = review.internal_note.clone();
    let note = (!note.is_empty()).then(|| {
        view! {
            <dt>{words::INTERNAL_NOTE}</dt>
            <dd>{note}</dd>
        }
    });
    view! {
        <section class="decide" aria-labelledby="dec-h">
            <h2 class="aside-title" id="dec-h">
                {words::DECISION}
            </h2>
            <p>
                <Status mark=mark(state)>
                    <b>{words::state(state)}</b>
                </Status>
            </p>
            <dl class="facts facts--stack">{decision} {note}</dl>
        </section>
    }
}

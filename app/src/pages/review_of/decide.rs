//! The decision: its form, why it is not the reader's, or how it was made.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::policy::{self, Context};
use slipway_domain::rejection::Rejection;
use slipway_domain::stage::{Move, PublishActor};
use slipway_domain::view::ReviewView;

use crate::api::review::DecideReview;
use crate::pages::review::requests::mark;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::moment::Ago;
use crate::parts::operation::OperationField;
use crate::parts::permission;
use crate::parts::written::{WRITTEN_LIMIT, Written};
use crate::text::{review as words, thread as threads};
use crate::ui::{Button, DisabledButton, Glyph, Icon, Kind, Status, TextArea};

#[component]
pub fn Decide(review: ReviewView, typed: Written) -> impl IntoView {
    let obstacle = obstacle(&review);
    match (review.submission.is_open(), obstacle) {
        (false, _) => decided(&review).into_any(),
        (true, Some(reason)) => view! {
            <div class="decide">
                <h2 class="aside-title">{words::DECISION}</h2>
                <DisabledButton id="decide" kind=Kind::Primary wide=true reason=reason>
                    {words::APPROVE_OR_RETURN}
                </DisabledButton>
            </div>
        }
        .into_any(),
        (true, None) => form(&review, typed).into_any(),
    }
}

fn obstacle(review: &ReviewView) -> Option<String> {
    let context = Context::of(review.view.offering.owner.id)
        .submitted_by(review.submission.submitted_by)
        .written_by(&review.authors);
    let answer = policy::may_move(&review.view.person, Move::Approve, context, PublishActor::Operator);
    answer.err().map(|denial| permission::reason(Rejection::Denied(denial)))
}

fn form(review: &ReviewView, typed: Written) -> impl IntoView + use<> {
    let submission = &review.submission;
    let findings = typed.findings();
    let (reason_state, note_state) = (validity(&findings, Field::Reason), validity(&findings, Field::InternalNote));
    let of_reason = findings.clone();
    let label = words::reason_for(&review.content.owner.name);
    let approve = approve(review.view.threads.iter().filter(|thread| thread.blocks()).count());
    view! {
        <form class="decide" method="post" action=DecideReview::url() aria-labelledby="dec-h">
            <input type="hidden" name="submission" value=submission.id.to_string() />
            <input type="hidden" name="content" value=submission.content_sha256.clone() />
            <OperationField />
            <h2 class="aside-title" id="dec-h">
                {words::DECISION}
            </h2>
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
            <p class="quiet decide__foot">{words::APPROVE_WHAT}</p>
        </form>
    }
}

/// Disabled while a thread blocks: the server would refuse it.
fn approve(blocking: usize) -> AnyView {
    if blocking > 0 {
        return view! {
            <DisabledButton id="approve" kind=Kind::Primary wide=true reason=threads::held(blocking)>
                {words::APPROVE}
            </DisabledButton>
        }
        .into_any();
    }
    view! {
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

//! A review thread: what it is about, what was said, and the form to answer in it.

pub mod here;
pub mod new;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::compare::Line;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::ids::{PersonId, ThreadId};
use slipway_domain::moment::Moment;
use slipway_domain::policy::{self, Context, Object};
use slipway_domain::thread::{INTERNAL_VERB, Remark, ReplyDraft, Standing, Thread, ThreadMove, next};
use slipway_domain::view::OfferingView;

use crate::api::thread::AnswerThread;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::load::query;
use crate::parts::moment::Ago;
use crate::parts::operation::OperationField;
use crate::parts::written::WRITTEN_LIMIT;
use crate::paths::{Path, thread_id};
use crate::text::{self, review, thread as words};
use crate::ui::{Avatar, Button, Checkbox, Confirm, Glyph, Icon, Kind, Mark, Size, Status, TextArea};

/// What the threads of one page have in common.
#[derive(Debug, Clone)]
pub struct Talk {
    pub view: OfferingView,
    pub remarks: Vec<(ThreadId, Remark)>,
    /// Who wrote what is talked about.
    pub authors: Vec<PersonId>,
    /// Every value of the offering as it is now.
    pub present: Vec<Line>,
    /// The request on whose page they stand; empty elsewhere.
    pub submission: String,
    pub typed: Answer,
}

/// An answer that came back to its form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    pub thread: String,
    pub act: Option<ThreadMove>,
    pub draft: ReplyDraft,
}

impl Answer {
    /// As the address hands it back.
    pub fn came_back() -> Self {
        let draft = ReplyDraft { text: query("reply"), internal: query("internal") };
        Self { thread: query("thread"), act: ThreadMove::parse(&query("act")), draft }
    }

    fn findings(&self) -> Findings {
        self.act.map(|act| self.draft.check(act)).unwrap_or_default()
    }
}

impl Talk {
    pub fn may(&self, verb: policy::Verb) -> bool {
        let context = Context::of(self.view.offering.owner.id).written_by(&self.authors);
        policy::may(&self.view.person, verb, Object::Thread, context).is_ok()
    }

    fn moves(&self, thread: &Thread) -> Vec<ThreadMove> {
        let possible = ThreadMove::ALL.into_iter().filter(|act| next(thread.state, *act).is_ok());
        possible.filter(|act| self.may(act.verb(thread.blocking))).collect()
    }

    fn came_back(&self, thread: ThreadId) -> Option<&Answer> {
        Some(&self.typed).filter(|answer| answer.thread == thread.to_string())
    }
}

pub fn card(thread: &Thread, talk: &Talk) -> impl IntoView + use<> {
    let standing = thread.standing(&talk.present);
    let subject = review::subject(&thread.subject);
    let now = talk.view.now;
    let opening = said(&thread.opened_by_name, thread.opened_at, now, None, &thread.text, false);
    let remarks = talk.remarks.iter().filter(|(of, _)| *of == thread.id);
    let remarks = remarks
        .map(|(_, remark)| {
            let act = Some(remark.act).filter(|act| *act != ThreadMove::Reply);
            said(&remark.by_name, remark.at, now, act, &remark.text, remark.internal)
        })
        .collect_view();
    let answer = answer(thread, talk);
    view! {
        <section class="thread" id=thread_id(thread.id) aria-label=words::on(&subject)>
            {head(thread, standing)} <ol>{opening} {remarks}</ol> {answer}
        </section>
    }
}

fn head(thread: &Thread, standing: Standing) -> impl IntoView + use<> {
    let value = review::value(&thread.subject, &thread.value);
    let value = if value.is_empty() {
        view! { <span class="quiet">{words::NO_VALUE}</span> }.into_any()
    } else {
        view! { <q class="thread__value">{value}</q> }.into_any()
    };
    let rule = thread.rule.map(|rule| {
        view! {
            ", "
            {words::RULE_WORD}
            " "
            <a href=format!("{}#{rule}", Path::Rules)>{rule.as_str()}</a>
        }
    });
    let (mark, state) = (mark(thread, standing), state(thread, standing));
    view! {
        <p class="thread__head">
            <Status mark=mark>{state}</Status>
            <span>{words::ON_VALUE} " " {value} {rule}</span>
        </p>
    }
}

pub fn mark(thread: &Thread, standing: Standing) -> Mark {
    match standing {
        Standing::Resolved => Mark::Done,
        Standing::Addressed => Mark::Edited,
        Standing::Open if thread.blocking => Mark::Warning,
        Standing::Open => Mark::Open,
    }
}

/// "Blocking, addressed?"
pub fn state(thread: &Thread, standing: Standing) -> impl IntoView + use<> {
    let word = words::standing(standing);
    if thread.blocking {
        view! {
            <b>{words::BLOCKING}</b>
            {format!(", {word}")}
        }
        .into_any()
    } else {
        view! { <b>{text::sentence_case(word)}</b> }.into_any()
    }
}

fn said(
    name: &str,
    at: Moment,
    now: Moment,
    act: Option<ThreadMove>,
    text: &str,
    internal: bool,
) -> impl IntoView + use<> {
    let initials = text::initials(name);
    let act = act.map(|act| format!(" {}", words::done(act)));
    let internal = internal.then(|| {
        view! {
            " "
            <span class="thread__internal">
                <Icon name=Glyph::Locked />
                " "
                {words::INTERNAL}
            </span>
        }
    });
    let text = (!text.is_empty()).then(|| view! { <p class="thread__text">{text.to_owned()}</p> });
    let name = name.to_owned();
    view! {
        <li>
            <Avatar initials />
            <div>
                <p class="thread__by">
                    <b>{name}</b>
                    {act}
                    " "
                    <Ago at now />
                    {internal}
                </p>
                {text}
            </div>
        </li>
    }
}

fn answer(thread: &Thread, talk: &Talk) -> Option<impl IntoView + use<>> {
    let moves = talk.moves(thread);
    if moves.is_empty() {
        return None;
    }
    let came_back = talk.came_back(thread.id);
    let findings = came_back.map(Answer::findings).unwrap_or_default();
    let draft = came_back.map(|answer| answer.draft.clone()).unwrap_or_default();
    let validity = validity(&findings, Field::ReplyText);
    let id = thread.id.to_string();
    let may_note = moves.contains(&ThreadMove::Reply) && talk.may(INTERNAL_VERB);
    let (checked, internal_id) = (draft.is_internal(), format!("internal-{id}"));
    let internal = may_note.then(|| {
        view! {
            <Checkbox name=Field::ReplyInternal.input_name() value=words::YES id=internal_id checked=checked>
                {words::INTERNAL_ASK}
            </Checkbox>
        }
    });
    let buttons = moves.into_iter().map(|act| {
        let kind = if act == ThreadMove::Reply { Kind::Ghost } else { Kind::Tertiary };
        view! {
            <Button kind=kind size=Size::Small name="act" value=act.name()>
                {words::act(act)}
            </Button>
        }
    });
    let (offering, submission) = (talk.view.offering.name.clone(), talk.submission.clone());
    let text_id = format!("reply-{id}");
    Some(view! {
        <Confirm label=words::ANSWER open=came_back.is_some()>
            <form method="post" action=AnswerThread::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="submission" value=submission />
                <input type="hidden" name="thread" value=id />
                <OperationField />
                <TextArea
                    label=words::REPLY
                    name=Field::ReplyText.input_name()
                    id=text_id
                    help=words::REPLY_HELP
                    rows=3
                    limit=WRITTEN_LIMIT
                    value=draft.text
                    validity=validity
                >
                    <FindingsAt findings field=Field::ReplyText />
                </TextArea>
                {internal}
                <p class="thread__acts">{buttons.collect_view()}</p>
            </form>
        </Confirm>
    })
}

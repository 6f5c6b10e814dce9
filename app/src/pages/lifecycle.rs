//! Where an offering is suspended, resumed, ended or withdrawn (§3.3 T22–T26): what goes with each, until when what
//! holds now holds, and a form that is confirmed by the offering's name.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::lifecycle::{Asked, MOVES, Notice, asks_for, judged_as, obstacle};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Offering;
use slipway_domain::page::Page;
use slipway_domain::policy::{self, Context, Object, Verb};
use slipway_domain::rejection::Rejection;
use slipway_domain::stage::{Move, Stage, transition};
use slipway_domain::view::{LifecycleView, OfferingView};

use crate::api::lifecycle::{AskResumption, ChangeLifecycle, DeclineResumption, ExtendEnd, read_lifecycle};
use crate::pages::review::next;
use crate::parts::act::Act;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::load::{load, param, query};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::permission::{denial, reason};
use crate::parts::written::{WRITTEN_LIMIT, Written};
use crate::text;
use crate::text::instance::type_the_name;
use crate::text::lifecycle as words;
use crate::ui;
use crate::ui::{
    Button, Confirm, Empty, Glyph, Kind, Lead, Mark, PageHead, PageMain, TextArea, TextField, Verdict, field_id,
};

mod hidden;

/// What the form calls itself that declines a request.
const DECLINE: &str = "decline";

/// What the day is called from which on nobody makes new instances.
const MARKETED_UNTIL: &str = "marketed_until";

/// What came back to the form of a move.
struct Typed {
    act: String,
    written: Written,
    marketed_until: String,
}

#[component]
pub fn LifecyclePage() -> impl IntoView {
    let typed = Typed { act: query("act"), written: Written::came_back(), marketed_until: query(MARKETED_UNTIL) };
    load(read_lifecycle(param("name")), move |lifecycle| page(lifecycle, &typed))
}

fn page(lifecycle: LifecycleView, typed: &Typed) -> impl IntoView + use<> {
    let (name, person) = (lifecycle.view.offering.name.clone(), lifecycle.view.person.clone());
    let stage = lifecycle.view.offering.stage;
    let now = lifecycle.view.now;
    let verdict = lifecycle.view.notice.as_ref().map(|notice| verdict(notice, lifecycle.left.all, now));
    let moves: Vec<_> = MOVES
        .into_iter()
        .filter(|act| transition(stage, *act).is_some())
        .map(|act| block(&lifecycle, act, typed))
        .collect();
    let nothing = moves.is_empty().then(|| {
        view! {
            <Empty title=words::NOTHING icon=Glyph::Time>
                <p>{words::NOTHING_WHY}</p>
            </Empty>
        }
    });
    let asked = lifecycle.view.notice.as_ref().and_then(|notice| notice.asked.as_ref());
    let decline = asked.map(|asked| decline(&lifecycle.view, asked, typed));
    let ask = ask(&lifecycle.view);
    let hidden = hidden::block(&lifecycle);
    let extend = (stage == Stage::Deprecated).then(|| extend(&lifecycle.view)).flatten();
    view! {
        <OfferingFrame view=lifecycle.view page=Page::Review title=words::TITLE>
            <ui::Page>
                <PageHead title=words::TITLE crumbs=move || view! { <OfferingCrumbs name person /> }>
                    {verdict}
                    <Lead>{words::LEAD}</Lead>
                </PageHead>
                <PageMain>{nothing} {ask} {decline} {moves} {extend} {hidden}</PageMain>
            </ui::Page>
        </OfferingFrame>
    }
}

fn verdict(notice: &Notice, left: u32, now: Moment) -> impl IntoView + use<> {
    let Notice { ending, asked, .. } = notice.clone();
    let mark = if asked.is_some() { Mark::Waiting } else { Mark::Warning };
    let asked_by = asked.as_ref().map(|asked| asked.by_name.as_str());
    let sentence = words::verdict(ending.stage, ending.until, asked_by);
    let marketed = words::marketed(&ending, now).map(|told| view! { <p>{told}</p> });
    view! {
        <Verdict mark=mark word=text::stage(ending.stage)>
            {sentence}
            " "
            {words::left(left)}
        </Verdict>
        {marketed}
        <p>{words::CUSTOMERS_READ} ": " <q>{ending.text}</q></p>
    }
}

/// One move with its form, or why it cannot be made.
fn block(lifecycle: &LifecycleView, act: Move, typed: &Typed) -> impl IntoView + use<> {
    let LifecycleView { left, view, .. } = lifecycle;
    let id = format!("{}-h", act.name());
    let why_not = next::obstacle(view, judged_as(act, view.notice.as_ref())).or_else(|| {
        let refusal = obstacle(act, view.notice.as_ref(), *left, view.now);
        refusal.map(|refusal| reason(Rejection::Refused(refusal)))
    });
    let does = Act::new(act.name(), words::label(act)).unless(why_not, || form(&view.offering, act, typed));
    view! {
        <section class="block" aria-labelledby=id.clone()>
            <h2 class="form__title" id=id.clone()>
                {words::label(act)}
            </h2>
            <p>{words::what(act)}</p>
            {does}
        </section>
    }
}

fn form(offering: &Offering, act: Move, typed: &Typed) -> impl IntoView + use<> {
    let label = type_the_name(&offering.name);
    let came_back = typed.act == act.name();
    let reason = act.needs_reason().then(|| {
        let written = if came_back { typed.written.clone() } else { Written::default() };
        reason_of(act.name(), (words::REASON, words::REASON_HELP), written)
    });
    // What is suspended takes none already.
    let marketed_until = (act == Move::Deprecate && offering.stage == Stage::Ga).then(|| {
        let day = if came_back { typed.marketed_until.clone() } else { String::new() };
        view! {
            <TextField
                label=words::MARKETED_UNTIL
                name=MARKETED_UNTIL
                help=words::MARKETED_UNTIL_HELP
                optional=text::OPTIONAL
                value=day
                input_type="date"
            />
        }
    });
    let (offering, id) = (offering.name.clone(), id_of(act.name(), Field::Confirmation));
    let (danger, kind) = match act {
        Move::Resume | Move::Restore => (false, Kind::Primary),
        _ => (true, Kind::Danger),
    };
    view! {
        <Confirm label=words::label(act) danger=danger open=came_back>
            <form class="form" method="post" action=ChangeLifecycle::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="act" value=act.name() />
                {reason}
                {marketed_until}
                <TextField label=label name=Field::Confirmation.input_name() id=id required=true />
                <Button kind=kind>{words::label_now(act)}</Button>
            </form>
        </Confirm>
    }
}

/// What customers or the provider read, with its label and its help; it is needed.
fn reason_of(act: &str, (label, help): (&'static str, &'static str), written: Written) -> impl IntoView + use<> {
    let findings = written.findings();
    let state = validity(&findings, Field::Reason);
    view! {
        <TextArea
            label=label
            name=Field::Reason.input_name()
            id=id_of(act, Field::Reason)
            help=help
            limit=WRITTEN_LIMIT
            value=written.reason
            validity=state
            required=true
        >
            <FindingsAt findings field=Field::Reason />
        </TextArea>
    }
}

/// Several forms stand on the page, with the same fields.
fn id_of(act: &str, field: Field) -> String {
    field_id(&format!("{act}-{}", field.input_name()))
}

/// The reviewer's way to say that it is not right yet.
fn decline(view: &OfferingView, asked: &Asked, typed: &Typed) -> impl IntoView + use<> {
    let offering = view.offering.name.clone();
    let ctx = Context::of(view.offering.owner.id).submitted_by(asked.by);
    let why_not = policy::may(&view.person, Verb::Approve, Object::Lifecycle, ctx).err();
    let why_not = why_not.map(|denial| reason(Rejection::Denied(denial)));
    let does = Act::new(DECLINE, words::DECLINE).unless(why_not, || {
        let came_back = typed.act == DECLINE;
        let written = if came_back { typed.written.clone() } else { Written::default() };
        let reason = reason_of(DECLINE, (words::DECLINE_REASON, words::DECLINE_HELP), written);
        view! {
            <Confirm label=words::DECLINE danger=false open=came_back>
                <form class="form" method="post" action=DeclineResumption::url()>
                    <input type="hidden" name="offering" value=offering />
                    {reason}
                    <Button>{words::DECLINE_NOW}</Button>
                </form>
            </Confirm>
        }
    });
    view! {
        <section class="block" aria-labelledby="decline-h">
            <h2 class="form__title" id="decline-h">
                {words::DECLINE}
            </h2>
            <p>{words::DECLINE_WHAT}</p>
            {does}
        </section>
    }
}

/// The provider's request for what the operator gives back, for as long as nobody has made it.
fn ask(view: &OfferingView) -> Option<impl IntoView + use<>> {
    let act = asks_for(view.offering.stage, view.notice.as_ref())?;
    if view.notice.as_ref().is_some_and(|notice| notice.asked.is_some()) {
        return None;
    }
    let offering = view.offering.name.clone();
    let does = Act::new("ask", words::ask(act)).unless(denial(view, Verb::Submit, Object::Lifecycle), || {
        view! {
            <form method="post" action=AskResumption::url()>
                <input type="hidden" name="offering" value=offering />
                <Button kind=Kind::Primary>{words::ask(act)}</Button>
            </form>
        }
    });
    Some(view! {
        <section class="block" aria-labelledby="ask-h">
            <h2 class="form__title" id="ask-h">
                {words::ask(act)}
            </h2>
            <p>{words::ask_what(act)}</p>
            {does}
        </section>
    })
}

/// The operator's way to give customers more time.
fn extend(view: &OfferingView) -> Option<impl IntoView + use<>> {
    let until = view.notice.as_ref()?.ending.until;
    let offering = view.offering.name.clone();
    let does = Act::new("extend", words::EXTEND).unless(denial(view, Verb::Execute, Object::Lifecycle), || {
        view! {
            <form method="post" action=ExtendEnd::url()>
                <input type="hidden" name="offering" value=offering />
                <input type="hidden" name="until" value=until.millis().to_string() />
                <Button>{words::EXTEND}</Button>
            </form>
        }
    });
    Some(view! {
        <section class="block" aria-labelledby="extend-h">
            <h2 class="form__title" id="extend-h">
                {words::EXTEND}
            </h2>
            <p>{words::EXTEND_WHAT}</p>
            {does}
        </section>
    })
}

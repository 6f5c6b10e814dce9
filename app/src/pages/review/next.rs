//! What can be done now about the release, beside the page: ask for it, take the request back, release, or look.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::gate::Gate;
use slipway_domain::page::Page;
use slipway_domain::policy::{self, Context};
use slipway_domain::rejection::Rejection;
use slipway_domain::stage::{Move, PublishActor, Stage, transition};
use slipway_domain::view::OfferingView;

use crate::api::review::{RequestReview, WithdrawApproval, WithdrawReview};
use crate::parts::gate_panel::Conditions;
use crate::parts::permission;
use crate::parts::review_request::{RequestForm, TakeBack, to_request};
use crate::parts::written::Written;
use crate::paths::Path;
use crate::text;
use crate::text::review as words;
use crate::ui::{ButtonLink, DisabledButton, Glyph, Kind, SidePanel};

#[component]
pub fn Next(view: OfferingView, typed: Written) -> impl IntoView {
    match view.offering.stage {
        Stage::Defining | Stage::Limited | Stage::GaChanges => asking(&view, typed).into_any(),
        Stage::GaRequested => waiting(&view).into_any(),
        Stage::GaApproved => approved(&view).into_any(),
        Stage::Ga | Stage::Suspended | Stage::Deprecated => public(&view).into_any(),
        Stage::Retired | Stage::Withdrawn => ().into_any(),
    }
}

/// Why the person cannot make a move now, apart from its gate.
pub fn obstacle(view: &OfferingView, act: Move) -> Option<String> {
    let context = Context::of(view.offering.owner.id);
    let answer = policy::may_move(&view.person, act, context, PublishActor::Operator);
    answer.err().map(|denial| permission::reason(Rejection::Denied(denial)))
}

fn asking(view: &OfferingView, typed: Written) -> impl IntoView + use<> {
    let report = view.gate(Gate::Ga);
    let missing = report.missing().len();
    let name = view.offering.name.clone();
    let is_published = transition(view.offering.stage, Move::RequestReview).is_some();
    let why_not = obstacle(view, Move::RequestReview)
        .or_else(|| (!is_published).then(|| words::NOT_PUBLISHED.to_owned()))
        .or_else(|| (missing > 0).then(|| words::gate_missing(missing)));
    let act = if let Some(reason) = why_not {
        view! {
            <DisabledButton id="request-review" kind=Kind::Primary wide=true reason=reason>
                {words::REQUEST}
            </DisabledButton>
        }
        .into_any()
    } else {
        let (offering, action) = (name.clone(), RequestReview::url());
        view! { <RequestForm action offering typed label=words::REQUEST what=words::REQUEST_WHAT /> }.into_any()
    };
    let ways = ways(view);
    view! {
        <SidePanel title=words::GATE id="gate-h" class="gate">
            <Conditions report offering=name>
                {act}
            </Conditions>
            {ways}
        </SidePanel>
    }
}

fn waiting(view: &OfferingView) -> impl IntoView + use<> {
    let request = to_request(view);
    let withdraw = take_back(view, Move::WithdrawRequest, WithdrawReview::url(), words::WITHDRAW, words::WITHDRAW_WHAT);
    let ways = ways(view);
    view! {
        <SidePanel title=text::stage(Stage::GaRequested) id="gate-h" class="gate">
            <p class="gate__lead">{words::NEXT_IS_OURS}</p>
            {request}
            {withdraw}
            {ways}
        </SidePanel>
    }
}

/// What a provider can do about a request of theirs, as long as nothing is public: take it back, and edit again.
fn take_back(
    view: &OfferingView,
    act: Move,
    action: &'static str,
    label: &'static str,
    what: &'static str,
) -> impl IntoView + use<> {
    let (offering, why_not) = (view.offering.name.clone(), obstacle(view, act));
    view! { <TakeBack action offering label what kind=Kind::Danger why_not /> }
}

fn approved(view: &OfferingView) -> impl IntoView + use<> {
    let name = view.offering.name.clone();
    let mut report = view.gate(Gate::Broker);
    report.conditions.extend(view.gate(Gate::Review).conditions);
    let missing = view.missing(Move::Release).len();
    let why_not = obstacle(view, Move::Release).or_else(|| (missing > 0).then(|| words::gate_missing(missing)));
    let href = Path::Release(name.clone()).to_string();
    let act = match why_not {
        Some(reason) => view! {
            <DisabledButton id="release" kind=Kind::Primary wide=true reason=reason>
                {words::RELEASE}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <ButtonLink href=href kind=Kind::Primary wide=true icon=Glyph::Rocket>
                {words::RELEASE}
            </ButtonLink>
        }
        .into_any(),
    };
    let (label, what) = (words::WITHDRAW_APPROVAL, words::WITHDRAW_APPROVAL_WHAT);
    let withdraw = take_back(view, Move::WithdrawApproval, WithdrawApproval::url(), label, what);
    let ways = ways(view);
    view! {
        <SidePanel title=text::stage(Stage::GaApproved) id="gate-h" class="gate">
            <p class="gate__lead">{words::RELEASE_WHAT}</p>
            <Conditions report offering=name>
                {act} {withdraw}
            </Conditions>
            {ways}
        </SidePanel>
    }
}

/// The ways to what the changes take, if there are any, and to the page on which it is suspended, ended or withdrawn.
fn ways(view: &OfferingView) -> impl IntoView + use<> {
    let name = || view.offering.name.clone();
    let link = |path: Path, title: &'static str| {
        view! {
            <p class="gate__why">
                <a href=path.to_string()>{title}</a>
            </p>
        }
    };
    let has_changes = view.published.is_some() && view.has_news();
    let is_public = view.offering.stage.is_public();
    let title = if is_public { text::revision::TITLE } else { text::changes::TITLE };
    let changes = (has_changes || is_public).then(|| link(Path::Changes(name()), title));
    let lifecycle = link(Path::Lifecycle(name()), text::lifecycle::TITLE);
    view! {
        {changes}
        {lifecycle}
    }
}

fn public(view: &OfferingView) -> impl IntoView + use<> {
    let offering = &view.offering;
    let entry = Path::CatalogEntry(offering.name.clone()).to_string();
    let history = Path::Offering(offering.name.clone(), Page::History).to_string();
    let (stage, since) = (text::stage(offering.stage), words::since(&offering.stage_since.long()));
    let ways = ways(view);
    view! {
        <SidePanel title=stage id="gate-h" class="gate">
            <p class="gate__lead">{since}</p>
            <ButtonLink href=entry wide=true icon=Glyph::ArrowRight>
                {words::TO_CATALOG}
            </ButtonLink>
            <p class="gate__why">
                <a href=history>{text::page(Page::History)}</a>
            </p>
            {ways}
        </SidePanel>
    }
}

//! One instance of the current account (§9): how it stands, what was done to it last, its credentials, its plan, and what
//! can be done to it. While something is under way the head looks again by itself; without scripts there is a link.

use leptos::prelude::*;
use slipway_domain::ids::InstanceId;
use slipway_domain::instance::OperationKind;
use slipway_domain::markdown::web_address;
use slipway_domain::rejection::{Kind as Missing, Rejection};
use slipway_domain::view::OwnInstanceView;

use crate::api::instance::read_instance;
use crate::parts::act::Act;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, missing, param, query};
use crate::parts::offering_icon::offering_icon;
use crate::parts::permission::reason;
use crate::parts::problem::ProblemPage;
use crate::paths::Path;
use crate::text;
use crate::text::instance as words;
use crate::text::pricing;
use crate::text::usage as usage_words;
use crate::ui::{Breadcrumbs, ButtonLink, Crumb, Glyph, Icon, Kind, Layout, Page, PageHead, PageMain};

mod access;
mod aside;
mod credentials;
mod history;
mod plan;
mod state;

#[component]
pub fn InstancePage() -> impl IntoView {
    let Ok(id) = InstanceId::parse(&param("instance")) else {
        let error = missing(Missing::Instance);
        return view! { <ProblemPage error /> }.into_any();
    };
    let typed = (!query("refused").is_empty()).then(|| query("binding"));
    load(read_instance(param("name"), id), move |view| page(view, typed)).into_any()
}

fn page(view: OwnInstanceView, typed: Option<String>) -> impl IntoView {
    let title = view.name.clone();
    let crumbs = vec![Crumb::new(text::INSTANCES, Path::Instances.to_string())];
    let place = format!("{} · {} · {}", view.place.title, view.place.plan, pricing::location(&view.place.location));
    let icon = offering_icon(&view.place.icon);
    let (acts, head, start) = (acts(&view), state::head(&view), start(&view));
    let credentials = credentials::block(&view, typed);
    let (plan, access) = (plan::block(&view), access::block(&view));
    let (history, aside) = (history::table(&view), aside::panel(&view));
    let heading = title.clone();
    view! {
        <Frame person=Some(view.person) area=Area::Instances title>
            <Page layout=Layout::Slim>
                <PageHead
                    title=heading
                    icon=icon
                    band=true
                    crumbs=move || view! { <Breadcrumbs label=text::BREADCRUMB crumbs /> }
                    sub=move || place
                    acts=move || acts
                >
                    {head}
                </PageHead>
                <PageMain>{start} {credentials} {plan} {access} {history}</PageMain>
                {aside}
            </Page>
        </Frame>
    }
}

fn acts(view: &OwnInstanceView) -> impl IntoView + use<> {
    let dashboard = web_address(&view.dashboard_url).map(|href| {
        if view.is_dashboard_in_place {
            let href = href.to_owned();
            view! {
                <ButtonLink href=href kind=Kind::Primary>
                    {words::DASHBOARD}
                </ButtonLink>
            }
            .into_any()
        } else {
            out(words::DASHBOARD, href, "primary").into_any()
        }
    });
    let refresh = view.is_busy().then(|| {
        let href = Path::Instance(view.place.offering.clone(), view.id).to_string();
        view! {
            <ButtonLink href=href kind=Kind::Tertiary icon=Glyph::Renew>
                {words::REFRESH}
            </ButtonLink>
        }
    });
    let usage = Path::InstanceUsage(view.place.offering.clone(), view.id).to_string();
    let usage = view! {
        <ButtonLink href=usage kind=Kind::Ghost icon=Glyph::ChartBar>
            {usage_words::USAGE_OF_INSTANCE}
        </ButtonLink>
    };
    (usage, refresh, dashboard)
}

/// A page of the provider, in a tab of its own.
fn out(label: &'static str, href: &str, kind: &'static str) -> impl IntoView + use<> {
    let class = format!("cds--btn cds--btn--{kind} cds--btn--md");
    view! {
        <a class=class href=href.to_owned() target="_blank" rel="noopener noreferrer">
            {label}
            <span class="visually-hidden">" " {words::IN_A_NEW_TAB}</span>
            <Icon name=Glyph::Launch class="btn__icon" />
        </a>
    }
}

fn start(view: &OwnInstanceView) -> Option<impl IntoView + use<>> {
    let instructions = web_address(&view.instructions_url).map(|href| out(words::INSTRUCTIONS, href, "tertiary"));
    let documentation = (view.documentation_url != view.instructions_url)
        .then(|| web_address(&view.documentation_url).map(|href| out(words::DOCUMENTATION, href, "ghost")));
    instructions.is_some().then(|| {
        view! {
            <section class="block instance" aria-labelledby="start-h">
                <h2 class="form__title" id="start-h">
                    {words::START}
                </h2>
                <p>{words::START_TEXT}</p>
                {instructions}
                {documentation}
            </section>
        }
    })
}

/// The form, or its button with the reason why it cannot be pressed now. `id` is that button's.
fn unless(
    view: &OwnInstanceView,
    kind: OperationKind,
    id: &'static str,
    label: &'static str,
    form: impl FnOnce() -> AnyView,
) -> AnyView {
    let why_not = view.obstacle(kind).map(|refusal| reason(Rejection::Refused(refusal)));
    Act::new(id, label).unless(why_not, form)
}

/// What every form about the instance says by itself.
fn about(view: &OwnInstanceView, id_name: &'static str) -> impl IntoView + use<> {
    let (offering, id) = (view.place.offering.clone(), view.id.to_string());
    view! {
        <input type="hidden" name="offering" value=offering />
        <input type="hidden" name=id_name value=id />
    }
}

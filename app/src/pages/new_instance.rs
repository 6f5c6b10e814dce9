//! The form for an instance of a service (§9): where it runs, its plan, its name, what the service takes, the terms, and
//! what it costs. A form that is turned down comes back in the same answer, with everything that was typed.

use leptos::prelude::*;
use slipway_domain::findings::Findings;
use slipway_domain::new_instance::NewInstanceDraft;
use slipway_domain::rejection::Rejection;
use slipway_domain::view::NewInstanceView;

use crate::api::instance::read_new_instance;
use crate::error::AppError;
use crate::pages::detail::{metered, plans};
use crate::parts::frame::{Area, Frame};
use crate::parts::languages as read_in;
use crate::parts::load::{load, param, query};
use crate::parts::offering_icon::offering_icon;
use crate::parts::permission::reason;
use crate::paths::Path;
use crate::text;
use crate::text::new_instance as words;
use crate::ui::{
    Breadcrumbs, ButtonLink, Crumb, DisabledButton, Kind, Layout, Notice, Page, PageHead, PageMain, SidePanel, Tone,
    lang_of,
};

mod form;

pub use crate::parts::parameter_fields::SHOW_FIELDS;

/// A form as it was sent, and why it was turned down; `None`: nobody asked for an instance yet, but for the fields of
/// another choice. The route that takes it provides it.
#[derive(Debug, Clone)]
pub struct SentInstance {
    pub draft: NewInstanceDraft,
    pub error: Option<AppError>,
}

#[component]
pub fn NewInstancePage() -> impl IntoView {
    let sent = use_context::<SentInstance>();
    let (plan, location) = (query("plan"), query("location"));
    let chosen = match &sent {
        Some(sent) => (sent.draft.plan.clone(), sent.draft.location.clone()),
        None => (plan.clone(), location.clone()),
    };
    load(read_new_instance(param("name"), chosen.0, chosen.1), move |view| {
        read_in::announce(&view.details.tile.spoken);
        let (draft, error) = match sent {
            Some(SentInstance { draft, error }) => (draft, error),
            None => (begun(&view, plan, location), None),
        };
        page(view, &draft, error)
    })
}

/// An empty form; what there is only one of is chosen, and so is what a link asks for.
fn begun(view: &NewInstanceView, plan: String, location: String) -> NewInstanceDraft {
    let only_plan = || if let [only] = view.details.plans.as_slice() { only.id.to_string() } else { String::new() };
    let only_place = || if let [only] = view.details.locations.as_slice() { only.clone() } else { String::new() };
    let is_plan = view.details.plans.iter().any(|known| known.id.to_string() == plan);
    NewInstanceDraft {
        plan: if is_plan { plan } else { only_plan() },
        location: if view.details.locations.contains(&location) { location } else { only_place() },
        ..NewInstanceDraft::default()
    }
}

fn page(view: NewInstanceView, draft: &NewInstanceDraft, error: Option<AppError>) -> impl IntoView + use<> {
    let shown = view.details.tile.clone();
    let title = words::title(&shown.display_name);
    let service = Path::CatalogEntry(shown.name.clone()).to_string();
    let crumbs = vec![
        Crumb::new(text::CATALOG, Path::Catalog.to_string()),
        Crumb::new(shown.display_name.clone(), service.clone()),
    ];
    let findings = match &error {
        Some(AppError::Rejected(Rejection::Invalid(findings))) => findings.clone(),
        _ => Findings::new(),
    };
    let refused = error.filter(|_| findings.is_empty()).map(|error| {
        let problem = text::problem(&error);
        view! {
            <Notice tone=Tone::Bad title=problem.title live=true>
                <p>{problem.text}</p>
            </Notice>
        }
    });
    let warning = warning(&view);
    let why_not = view.obstacle.clone().map(reason);
    let why_not = why_not.or_else(|| view.details.plans.is_empty().then(|| words::NO_PLANS.to_owned()));
    let body = match why_not {
        Some(reason) => view! {
            <DisabledButton id="create" kind=Kind::Primary reason>
                {words::CREATE_NOW}
            </DisabledButton>
            <p>
                <ButtonLink href=service kind=Kind::Ghost>
                    {words::CANCEL}
                </ButtonLink>
            </p>
        }
        .into_any(),
        None => form::form(&view.details, view.buyer, draft, &findings).into_any(),
    };
    let offered = &view.details.plans;
    let lines = (plans::lines(offered, view.buyer), metered::tables(offered, view.buyer));
    let prices = prices(&view);
    let (icon, heading) = (offering_icon(&shown.icon), title.clone());
    view! {
        <Frame person=Some(view.person) area=Area::Catalog title>
            <Page layout=Layout::Slim>
                <PageHead
                    title=heading
                    icon=icon
                    band=true
                    crumbs=move || view! { <Breadcrumbs label=text::BREADCRUMB crumbs /> }
                />
                <PageMain>{refused} {warning} {body} {lines}</PageMain>
                {prices}
            </Page>
        </Frame>
    }
}

/// What the provider wants customers to know before they make an instance.
fn warning(view: &NewInstanceView) -> Option<impl IntoView + use<>> {
    let extras = &view.details.extras;
    let text = Some(extras.popup_warning_message.trim()).filter(|text| !text.is_empty())?.to_owned();
    let lang = lang_of(&text);
    Some(view! {
        <Notice tone=Tone::Warn title=words::WARNING>
            <p lang=lang>{text}</p>
        </Notice>
    })
}

fn prices(view: &NewInstanceView) -> impl IntoView + use<> {
    let plans = &view.details.plans;
    let rows = plans
        .iter()
        .map(|plan| {
            let (name, told) = (plan.display_name.clone(), plans::told(plan, view.buyer));
            let lang = lang_of(&name);
            view! {
                <dt lang=lang>{name}</dt>
                <dd>{told}</dd>
            }
        })
        .collect_view();
    let estimate = plans.iter().any(|plan| !plan.metrics.is_empty()).then(|| {
        let href = Path::CatalogEntry(view.details.tile.name.clone()).to_string();
        view! {
            <p>
                <a href=href>{words::ESTIMATE}</a>
            </p>
        }
    });
    view! {
        <SidePanel title=words::PRICES id="prices-h">
            <dl class="facts facts--stack">{rows}</dl>
            <p class="quiet">{words::PRICES_NOTE}</p>
            {estimate}
        </SidePanel>
    }
}

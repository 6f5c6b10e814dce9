//! What a broker says beside what the console has, to be taken over value by value (§4.6, §4.13): a plain form, and
//! nothing in it is ticked by itself that would replace something. Other pages find the way to it here.

use leptos::prelude::*;
use slipway_domain::broker::BrokerRecord;
use slipway_domain::ids::{BrokerId, PlanId};
use slipway_domain::import::{Fit, ImportView, field_of};
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::rejection::Kind as Missing;
use slipway_domain::view::{BrokerView, OfferingView};

use crate::api::import::read_import;
use crate::parts::load::{load, missing, param, query};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::permission::obstacle;
use crate::paths::Path;
use crate::text;
use crate::text::import as words;
use crate::ui::{Button, ButtonLink, Choice, Lead, Notice, Page as PageBody, PageHead, PageMain, Select, Tone};

pub mod file;
mod table;

#[component]
pub fn ImportPage() -> impl IntoView {
    let (name, broker, back) = (param("name"), param("broker"), Back::read());
    let choice = query("choice").parse::<u32>().unwrap_or_default();
    let read = async move {
        let id = BrokerId::parse(&broker).map_err(|_| missing(Missing::Broker))?;
        read_import(name, id, choice).await
    };
    load(read, move |import: ImportView| page(import, &back, choice))
}

/// What the form came back with, from the address.
struct Back {
    /// Somebody else was faster.
    is_stale: bool,
    /// The keys that were ticked then.
    ticked: Vec<String>,
    /// What was taken over: fields by their keys, plans by their ids.
    taken: Vec<String>,
}

impl Back {
    fn read() -> Self {
        let keys = |name: &str| query(name).lines().map(ToOwned::to_owned).collect();
        Self { is_stale: !query("stale").is_empty(), ticked: keys("take"), taken: keys("taken") }
    }
}

fn page(import: ImportView, back: &Back, choice: u32) -> impl IntoView + use<> {
    let offering = &import.view.offering;
    let record = offering.brokers.iter().find(|record| record.id == import.broker);
    let title = words::title(text::broker::named(record.map_or("", |record| record.draft.name.as_str())));
    let (name, person) = (offering.name.clone(), import.view.person.clone());
    let came = outcome(back, &import.view);
    let older = record.filter(|_| !import.is_outdated).and_then(older);
    let (which, table, left) = (which(&import, choice), table::of(&import, back, choice), table::left(&import.left));
    view! {
        <OfferingFrame view=import.view page=Page::Deployments title=words::TITLE>
            <PageBody>
                <PageHead title=title band=true crumbs=move || view! { <OfferingCrumbs name person /> }>
                    <Lead>{words::LEAD}</Lead>
                </PageHead>
                <PageMain>{came} {older} {which} {table} {left}</PageMain>
            </PageBody>
        </OfferingFrame>
    }
}

/// What came of the form.
fn outcome(back: &Back, view: &OfferingView) -> Option<AnyView> {
    if back.is_stale {
        let notice = view! {
            <Notice tone=Tone::Warn title=words::STALE live=true>
                <p>{words::STALE_TEXT}</p>
            </Notice>
        };
        return Some(notice.into_any());
    }
    let taken: Vec<(String, Page)> = back.taken.iter().filter_map(|name| taken(name, view)).collect();
    if taken.is_empty() {
        return None;
    }
    let labels: Vec<String> = taken.iter().map(|(label, _)| label.clone()).collect();
    let links = [Page::Listing, Page::Settings, Page::Pricing]
        .into_iter()
        .filter(|page| taken.iter().any(|(_, on)| on == page))
        .map(|page| {
            let href = Path::Offering(view.offering.name.clone(), page).to_string();
            view! {
                <li>
                    <a href=href>{text::page(page)}</a>
                </li>
            }
        })
        .collect_view();
    let notice = view! {
        <Notice tone=Tone::Good title=words::taken(&labels) live=true>
            <p>{words::TAKEN_TEXT}</p>
            <ul>{links}</ul>
        </Notice>
    };
    Some(notice.into_any())
}

/// The name of a field or plan in words, and the page that it is on; `None` where the address says what is not here.
fn taken(name: &str, view: &OfferingView) -> Option<(String, Page)> {
    if let Some(field) = field_of(name) {
        return Some((words::field_label(field), field.page()?));
    }
    let id = PlanId::parse(name).ok()?;
    let plan = view.offering.plans.iter().find(|plan| plan.id == id)?;
    Some((words::plan_label(&plan.draft.name), Page::Pricing))
}

/// The values are older than the last call.
fn older(record: &BrokerRecord) -> Option<AnyView> {
    record.last_fetch.as_ref()?.failure.as_ref()?;
    Some(view! { <p>{words::OLDER}</p> }.into_any())
}

/// Which service of the catalog it is about, or the question which one.
fn which(import: &ImportView, choice: u32) -> AnyView {
    let name = import.view.offering.name.clone();
    if import.services.is_empty() {
        let href = Path::Broker(name, import.broker).to_string();
        let (title, sentence) = if import.is_outdated {
            (words::OUTDATED, words::OUTDATED_TEXT)
        } else {
            (words::NO_CATALOG, words::NO_CATALOG_TEXT)
        };
        return view! {
            <Notice title=title>
                <p>{sentence}</p>
                <p>
                    <a href=href>{words::TO_BROKER}</a>
                </p>
            </Notice>
        }
        .into_any();
    }
    let form = matches!(import.fit, None | Some(Fit::Choice)).then(|| choices(import, choice));
    match import.fit {
        Some(fit) => view! {
            <p>{words::meant(&import.meant, fit)}</p>
            {form}
        }
        .into_any(),
        None => view! {
            <Notice title=words::WHICH>
                <p>{words::WHICH_TEXT}</p>
            </Notice>
            {form}
        }
        .into_any(),
    }
}

fn choices(import: &ImportView, choice: u32) -> impl IntoView + use<> {
    let action = Path::Import(import.view.offering.name.clone(), import.broker).to_string();
    let services = import.services.iter().enumerate().map(|(at, name)| Choice::new((at + 1).to_string(), name));
    let options: Vec<Choice> = core::iter::once(Choice::new("", words::NOT_CHOSEN)).chain(services).collect();
    let selected = if import.fit.is_some() { choice.to_string() } else { String::new() };
    view! {
        <form class="inline-form" method="get" action=action>
            <Select label=words::SERVICE name="choice" options=options selected=selected />
            <Button>{words::CHOOSE}</Button>
        </form>
    }
}

/// The way on from the page of a broker that says what can be taken over.
pub(super) fn way_on(broker: &BrokerView) -> Option<AnyView> {
    if !broker.has_offers || obstacle(&broker.view, Verb::Edit, Object::Listing).is_some() {
        return None;
    }
    let href = Path::Import(broker.view.offering.name.clone(), broker.broker).to_string();
    let notice = view! {
        <Notice title=words::OFFERED>
            <p>{words::OFFERED_TEXT}</p>
            <p>
                <ButtonLink href=href>{words::LOOK}</ButtonLink>
            </p>
        </Notice>
    };
    Some(notice.into_any())
}

/// For somebody whose broker was there first (§4.6), as long as nothing is defined here.
pub(super) fn hint(view: &OfferingView) -> Option<AnyView> {
    let offering = &view.offering;
    let is_blank = offering.listing.revision == 0 && offering.plans.is_empty();
    if !offering.broker_ready || !is_blank || obstacle(view, Verb::Edit, Object::Listing).is_some() {
        return None;
    }
    let name = offering.name.clone();
    let said = |record: &&BrokerRecord| {
        let last = record.last_fetch.as_ref();
        last.is_some_and(|fetch| fetch.catalog.is_some() && !record.was_saved_since(fetch.at))
    };
    let file = Path::FileImport(name.clone()).to_string();
    let (sentence, link, path) = match (offering.brokers.iter().find(said), offering.brokers.first()) {
        (Some(record), _) => (words::HINT_TAKE, words::LOOK, Path::Import(name, record.id)),
        (None, Some(record)) => (words::HINT_ASK, words::TO_BROKER, Path::Broker(name, record.id)),
        (None, None) => (words::HINT_NEW, words::HINT_NEW_LINK, Path::NewBroker(name)),
    };
    let notice = view! {
        <Notice title=words::HINT>
            <p>{sentence}</p>
            <p>
                <a href=path.to_string()>{link}</a>
            </p>
            <p>
                <a href=file>{words::file::HINT}</a>
            </p>
        </Notice>
    };
    Some(notice.into_any())
}

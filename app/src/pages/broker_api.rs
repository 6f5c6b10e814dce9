//! The broker API of an offering (§6.1 to §6.6): every call that the platform makes, with the offering's own ids, what
//! follows from each answer, and a line for a shell that makes it. Nothing in it has to be opened, so that it can be
//! printed.

use std::collections::BTreeSet;

use leptos::prelude::*;
use slipway_domain::broker_api::{BrokerApiView, Endpoint, LeftOut, SampleLanguage};
use slipway_domain::ids::BrokerId;
use slipway_domain::page::Page;
use slipway_domain::view::OfferingView;

use crate::api::broker_api::read_broker_api;
use crate::pages::broker::card;
use crate::parts::load::{load, param, query};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::parts::permission::no_download;
use crate::paths::Path;
use crate::text::broker_api as words;
use crate::ui;
use crate::ui::{Cell, Column, DataTable, Lead, Notice, PageHead, PageMain, Tab, Tabs};

mod call;

#[component]
pub fn BrokerApiPage() -> impl IntoView {
    load(read_broker_api(param("name"), query("broker")), page)
}

fn page(api: BrokerApiView) -> impl IntoView {
    let (name, person) = (api.view.offering.name.clone(), api.view.person.clone());
    let (contents, brokers) = (contents(&api), brokers(&api));
    let (before, every_call) = (before(&api), every_call(&api));
    let calls = api.calls.iter().map(|documented| call::section(&api, documented)).collect_view();
    let left_out = left_out(&api.left_out);
    view! {
        <OfferingFrame view=api.view page=Page::Deployments title=words::TITLE>
            <ui::Page class="api">
                <PageHead title=words::TITLE crumbs=move || view! { <OfferingCrumbs name person /> }>
                    <Lead>{words::LEAD}</Lead>
                    {contents}
                    {brokers}
                </PageHead>
                <PageMain>{before} {every_call} {calls} {left_out} {after()}</PageMain>
            </ui::Page>
        </OfferingFrame>
    }
}

fn contents(api: &BrokerApiView) -> impl IntoView + use<> {
    let calls = api.calls.iter().map(|call| (call.endpoint.name(), words::title(call.endpoint)));
    let left_out = (!api.left_out.is_empty()).then_some((words::LEFT_OUT_ID, words::LEFT_OUT));
    let links = [(words::BEFORE_ID, words::BEFORE), (words::EVERY_CALL_ID, words::EVERY_CALL)]
        .into_iter()
        .chain(calls)
        .chain(left_out)
        .chain([(words::AFTER_ID, words::AFTER)])
        .map(|(id, title)| {
            view! {
                <li>
                    <a href=format!("#{id}")>{title}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="list-bar">
            <nav class="jump" aria-label=words::CONTENTS>
                <ul>{links}</ul>
            </nav>
        </div>
    }
}

/// Where there are several, each is told of by itself.
fn brokers(api: &BrokerApiView) -> Option<AnyView> {
    let offering = &api.view.offering;
    let tabs = offering.brokers.iter().map(|record| {
        let href = Path::BrokerApi(offering.name.clone(), Some(record.id)).to_string();
        Tab::new(card::name(record), href).current(api.broker == Some(record.id))
    });
    let tabs: Vec<Tab> = tabs.collect();
    (tabs.len() > 1).then(|| view! { <Tabs label=words::BROKERS tabs=tabs /> }.into_any())
}

fn before(api: &BrokerApiView) -> impl IntoView + use<> {
    let notice = |title: &'static str, text: &'static str| {
        view! {
            <Notice title=title>
                <p>{text}</p>
            </Notice>
        }
    };
    let no_broker = api.broker.is_none().then(|| notice(words::NO_BROKER, words::NO_BROKER_WHY));
    let has_no_plan = api.view.offering.plans.is_empty();
    let no_plan = has_no_plan.then(|| notice(words::NO_PLAN, words::NO_PLAN_WHY));
    let own_ca = api.has_authority().then(|| format!(" {}", words::OWN_CA));
    let (variables, samples, ids) = (api.variables(), samples(&api.view), ids(api));
    view! {
        <section class="block" id=words::BEFORE_ID aria-labelledby="before-h">
            <h2 id="before-h">{words::BEFORE}</h2>
            {no_broker}
            {no_plan}
            <p>{words::BEFORE_LEAD} {own_ca}</p>
            {code(variables)}
            {samples}
            {ids}
        </section>
    }
}

/// The archives with a broker that is written already, or why there is none to download.
fn samples(view: &OfferingView) -> AnyView {
    if let Some(reason) = no_download(view) {
        return view! { <p class="quiet">{words::NO_SAMPLE} " " {reason}</p> }.into_any();
    }
    let links = SampleLanguage::ALL
        .into_iter()
        .enumerate()
        .map(|(at, language)| {
            let href = Path::SampleBroker(view.offering.name.clone(), language).to_string();
            let comma = (at > 0).then_some(", ");
            view! {
                {comma}
                <a href=href>{words::language(language)}</a>
            }
        })
        .collect_view();
    view! {
        <p>
            <strong>{words::SAMPLE}</strong>
            ". "
            {words::SAMPLE_WHY}
            " "
            {links}
        </p>
    }
    .into_any()
}

fn ids(api: &BrokerApiView) -> impl IntoView + use<> {
    let offering = &api.view.offering;
    let service = (words::SERVICE, offering.name.clone(), offering.id.to_string());
    let plans = offering.plans.iter().map(|plan| (words::PLAN, plan.draft.name.clone(), plan.id.to_string()));
    let rows = core::iter::once(service)
        .chain(plans)
        .map(|(what, name, id)| {
            let name = (!name.trim().is_empty()).then(|| view! { <code>{name}</code> });
            view! {
                <tr>
                    <th scope="row">{what}</th>
                    <Cell label=words::NAME>{name}</Cell>
                    <Cell label=words::ID>
                        <code>{id}</code>
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    let columns = [words::WHAT, words::NAME, words::ID].map(Column::new).to_vec();
    view! {
        <DataTable caption=words::IDS sub=words::IDS_SUB columns=columns>
            {rows}
        </DataTable>
    }
}

fn every_call(api: &BrokerApiView) -> impl IntoView + use<> {
    let examples = api.calls.iter().flat_map(|call| &call.examples);
    let sent: BTreeSet<&str> =
        examples.flat_map(|example| &example.headers).map(|(name, _)| name.as_str()).chain(["authorization"]).collect();
    let rows = sent
        .into_iter()
        .map(|name| {
            let (name, meaning) = (name.to_owned(), words::header(name));
            view! {
                <tr>
                    <th scope="row">
                        <code>{name}</code>
                    </th>
                    <Cell label=words::MEANING>{meaning}</Cell>
                </tr>
            }
        })
        .collect_view();
    let columns = [words::HEADER, words::MEANING].map(Column::new).to_vec();
    let (version, lead) = (words::version(&api.version), words::every_call(api.patience));
    view! {
        <section class="block" id=words::EVERY_CALL_ID aria-labelledby="every-call-h">
            <h2 id="every-call-h">{words::EVERY_CALL}</h2>
            <p>{version} " " {lead}</p>
            <DataTable caption=words::HEADERS columns=columns>
                {rows}
            </DataTable>
        </section>
    }
}

fn left_out(calls: &[(Endpoint, LeftOut)]) -> Option<AnyView> {
    let rows = calls
        .iter()
        .map(|(endpoint, why)| {
            view! {
                <dt>{words::title(*endpoint)}</dt>
                <dd>{words::left_out(*why)}</dd>
            }
        })
        .collect_view();
    (!calls.is_empty()).then(|| {
        view! {
            <section class="block" id=words::LEFT_OUT_ID aria-labelledby="left-out-h">
                <h2 id="left-out-h">{words::LEFT_OUT}</h2>
                <dl class="facts facts--stack">{rows}</dl>
            </section>
        }
        .into_any()
    })
}

fn after() -> impl IntoView {
    let texts = words::after().map(|text| view! { <p>{text}</p> });
    view! {
        <section class="block" id=words::AFTER_ID aria-labelledby="after-h">
            <h2 id="after-h">{words::AFTER}</h2>
            {texts.into_iter().collect_view()}
        </section>
    }
}

/// The way here from the pages of the brokers.
pub(super) fn link(offering: &str, broker: Option<BrokerId>) -> impl IntoView + use<> {
    let href = Path::BrokerApi(offering.to_owned(), broker).to_string();
    view! {
        <p class="after-table">
            <a href=href>{words::LINK}</a>
        </p>
    }
}

/// Text to be copied as it is; what is too wide scrolls.
fn code(text: String) -> impl IntoView {
    view! { <pre class="code" tabindex="0">{text}</pre> }
}

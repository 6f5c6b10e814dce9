//! Deployments (§4.13 to §4.15): brokers, catalog deployments, who sees the offering, and publishing it with limited
//! visibility.

use leptos::prelude::*;
use slipway_domain::gate::{Gate, Requirement};
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::presence::EditedPart;
use slipway_domain::view::{BrokerInstances, OfferingView};

use crate::api::broker::read_broker_instances;
use crate::api::offering::read_offering;
use crate::parts::also_here::AlsoHere;
use crate::parts::load::{load, param, query};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame, mark};
use crate::parts::permission::{deployment_obstacle, obstacle};
use crate::paths::{DeploymentTab, Path};
use crate::shell::IslandScripts;
use crate::text;
use crate::text::deployments as words;
use crate::ui::{
    ButtonLink, DisabledButton, Glyph, Kind, Layout, Page as PageBody, PageHead, PageMain, Tab, Tabs, Verdict,
};

mod add;
mod brokers;
mod called;
mod catalog;
pub mod confirm;
mod exclusions;
mod manage;
mod options;
pub(super) mod publish;
mod release;
mod visibility;

#[component]
pub fn DeploymentsPage() -> impl IntoView {
    let name = param("name");
    let tab = DeploymentTab::parse(&query("tab"));
    let (refused, done, edited) = (add::from_query(), query("done"), query("edit"));
    let (uninvited, unexcluded) = (called::from_query("invited"), called::from_query("excluded"));
    let read = async move { Ok((read_offering(name.clone()).await?, read_broker_instances(name).await?)) };
    load(read, move |(view, instances): (OfferingView, BrokerInstances)| {
        let (name, person) = (view.offering.name.clone(), view.person.clone());
        let acts = (manage::menu(&view), add_broker(&view));
        let (verdict, tabs, publish) = (verdict(&view), tabs(&view, tab), publish::panel(&view));
        let done = publish::done(&view, &done);
        let also_here = also_here(&view, tab, &edited);
        let main = match tab {
            DeploymentTab::Brokers => brokers::list(&view, &instances).into_any(),
            DeploymentTab::Deployments => catalog::block(&view, refused, &edited).into_any(),
            DeploymentTab::Visibility => {
                let exclusions = exclusions::block(&view, unexcluded);
                (visibility::block(&view, uninvited), exclusions).into_any()
            }
        };
        view! {
            <OfferingFrame view=view page=Page::Deployments>
                <PageBody layout=Layout::Slim>
                    <PageHead
                        title=text::page(Page::Deployments)
                        crumbs=move || view! { <OfferingCrumbs name person /> }
                        acts=move || acts
                    >
                        {done}
                        {verdict}
                        {also_here}
                        {tabs}
                    </PageHead>
                    <PageMain>{main}</PageMain>
                    {publish}
                </PageBody>
            </OfferingFrame>
        }
    })
}

/// Where there is a form for the options of a deployment, and it can be saved.
fn also_here(view: &OfferingView, tab: DeploymentTab, edited: &str) -> Option<impl IntoView + use<>> {
    let record = options::chosen(view, edited).filter(|_| tab == DeploymentTab::Deployments)?;
    let (offering, part) = (view.offering.name.clone(), EditedPart::Deployment(record.id));
    deployment_obstacle(view, record).is_none().then(|| {
        view! {
            <IslandScripts />
            <AlsoHere offering part />
        }
    })
}

fn verdict(view: &OfferingView) -> impl IntoView + use<> {
    let status = view.page_status(Page::Deployments);
    let sentence = words::stands(status, view.offering.to_fix(Page::Deployments));
    view! {
        <Verdict mark=mark(status) word=text::page_status(status)>
            {sentence}
        </Verdict>
    }
}

fn tabs(view: &OfferingView, current: DeploymentTab) -> impl IntoView + use<> {
    let offering = &view.offering;
    let mut missing = view.gate(Gate::Limited).missing();
    missing.retain(|condition| condition.page == Some(Page::Deployments));
    let (of_deployments, of_brokers): (Vec<_>, Vec<_>) =
        missing.into_iter().partition(|condition| condition.id == Requirement::DeploymentExists);
    let tabs = DeploymentTab::ALL.map(|tab| {
        let (label, errors, count) = match tab {
            DeploymentTab::Brokers => (words::BROKERS, of_brokers.len(), offering.brokers.len()),
            DeploymentTab::Deployments => (words::DEPLOYMENTS, of_deployments.len(), offering.deployments.len()),
            DeploymentTab::Visibility => (words::VISIBILITY, 0, view.allowlist.len() + 1),
        };
        Tab::new(label, Path::DeploymentTab(offering.name.clone(), tab).to_string())
            .current(tab == current)
            .count(count as u64)
            .errors(errors as u64, words::ERRORS)
    });
    view! { <Tabs label=words::TABS tabs=tabs.to_vec() /> }
}

fn add_broker(view: &OfferingView) -> impl IntoView + use<> {
    let href = Path::NewBroker(view.offering.name.clone()).to_string();
    match obstacle(view, Verb::Create, Object::Broker) {
        Some(reason) => view! {
            <DisabledButton id="add-broker" reason=reason>
                {words::ADD_BROKER}
            </DisabledButton>
        }
        .into_any(),
        None => view! {
            <ButtonLink href=href kind=Kind::Tertiary icon=Glyph::Add>
                {words::ADD_BROKER}
            </ButtonLink>
        }
        .into_any(),
    }
}

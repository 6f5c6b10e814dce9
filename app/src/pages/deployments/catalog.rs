//! The catalog deployments: plan, location and broker.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::deployment::{DeploymentDraft, DeploymentRecord, DeploymentState};
use slipway_domain::field::Field;
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use super::{add, options, release};
use crate::api::deployment::WithdrawDeployment;
use crate::pages::broker::card;
use crate::parts::crn::crn;
use crate::parts::findings_list::FindingsAt;
use crate::parts::permission::obstacle;
use crate::paths::Path;
use crate::text::deployments as words;
use crate::text::pricing;
use crate::ui::{Cell, Column, Confirm, ConfirmForm, DataTable, Empty, Glyph, Mark, Status};

/// `refused` is the draft that a form came back with, `edited` the id of the deployment whose options are asked for.
pub(super) fn block(view: &OfferingView, refused: Option<DeploymentDraft>, edited: &str) -> impl IntoView + use<> {
    let form = match options::chosen(view, edited) {
        Some(record) => options::form(view, record).into_any(),
        None => add::form(view, refused).into_any(),
    };
    if view.offering.deployments.is_empty() {
        return view! {
            <Empty title=words::NO_DEPLOYMENTS icon=Glyph::CatalogPublish>
                <p>{words::NO_DEPLOYMENTS_WHY}</p>
            </Empty>
            {form}
        }
        .into_any();
    }
    let rows = view.offering.deployments.iter().map(|record| row(view, record)).collect_view();
    let columns = vec![
        Column::new(words::PLAN),
        Column::new(words::LOCATION),
        Column::new(words::BROKER),
        Column::new(words::STATE),
        Column::hidden(words::ACTIONS),
    ];
    let findings = view.offering.findings(Page::Deployments);
    view! {
        <DataTable caption=words::DEPLOYMENTS sub=words::SUB columns=columns>
            {rows}
        </DataTable>
        <FindingsAt findings field=Field::Deployments />
        {form}
    }
    .into_any()
}

fn row(view: &OfferingView, record: &DeploymentRecord) -> impl IntoView + use<> {
    let plan = plan_name(view, record);
    let broker = broker_name(view, record);
    let place = pricing::location(&record.location).to_owned();
    let location = record.location.clone();
    let (mark, state) = (mark(record.state), words::state(record.state));
    let target = crn(&record.target_crn);
    let more = otherwise(record);
    let options = Path::DeploymentOptions(view.offering.name.clone(), record.id).to_string();
    let closed = is_closed(view, record).then(|| view! { <p class="table__sub">{words::NO_NEW_INSTANCES}</p> });
    let may_withdraw = view.offering.may_withdraw(record, view.published.as_ref(), view.now)
        && obstacle(view, Verb::Edit, Object::Deployment).is_none();
    let withdraw = may_withdraw.then(|| withdraw(view, record));
    let release = release::act(view, record);
    view! {
        <tr>
            <th scope="row">{plan}</th>
            <Cell label=words::LOCATION>
                {place} <span class="table__sub">
                    <code>{location}</code>
                </span>
                {more}
            </Cell>
            <Cell label=words::BROKER>{broker}</Cell>
            <Cell label=words::STATE>
                <Status mark=mark>{state}</Status>
                {closed}
            </Cell>
            <td class="table__acts">
                <a href=options>{words::OPTIONS}</a>
                <Confirm label=words::TARGET_CRN>
                    {target}
                </Confirm>
                {release}
                {withdraw}
            </td>
        </tr>
    }
}

/// Customers have it, and nobody can come to it any more.
fn is_closed(view: &OfferingView, record: &DeploymentRecord) -> bool {
    let published = view.published.as_ref().filter(|_| record.state.is_published());
    published.is_some_and(|published| !published.takes_new_instances(record, view.now))
}

/// What is otherwise here than for the service, in a line of its own.
fn otherwise(record: &DeploymentRecord) -> Option<impl IntoView + use<>> {
    let told = words::otherwise(&record.options);
    (!told.is_empty()).then(|| view! { <p class="table__sub">{told}</p> })
}

pub(super) fn plan_name(view: &OfferingView, record: &DeploymentRecord) -> String {
    let plan = view.offering.plans.iter().find(|plan| plan.id == record.plan);
    plan.map_or_else(|| words::GONE.to_owned(), |plan| pricing::name(&plan.draft))
}

pub(super) fn broker_name(view: &OfferingView, record: &DeploymentRecord) -> String {
    let broker = view.offering.brokers.iter().find(|broker| broker.id == record.broker);
    broker.map_or_else(|| words::GONE.to_owned(), card::name)
}

pub(super) const fn mark(state: DeploymentState) -> Mark {
    match state {
        DeploymentState::Unpublished => Mark::Open,
        DeploymentState::PublishedLimited | DeploymentState::PublishedPublic => Mark::Done,
        DeploymentState::Withdrawn => Mark::Skipped,
    }
}

fn withdraw(view: &OfferingView, record: &DeploymentRecord) -> impl IntoView + use<> {
    let (offering, id) = (view.offering.name.clone(), record.id.to_string());
    view! {
        <ConfirmForm
            label=words::WITHDRAW
            sure=words::WITHDRAW_SURE
            now=words::WITHDRAW_NOW
            action=WithdrawDeployment::url()
        >
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="id" value=id />
        </ConfirmForm>
    }
}

//! What all accounts together used of an offering in a month, what it brings its provider, and which instances were not
//! reported.

use leptos::prelude::*;
use slipway_domain::page::Page;
use slipway_domain::view::{ChargeLine, OfferingUsageView};

use crate::api::usage::read_offering_usage;
use crate::parts::charges::{brought, months};
use crate::parts::chart::charts;
use crate::parts::figure::figure;
use crate::parts::load::{load, param, query};
use crate::parts::offering_frame::{OfferingCrumbs, OfferingFrame};
use crate::paths::Path;
use crate::text;
use crate::text::usage as words;
use crate::ui;
use crate::ui::{Cell, Column, DataTable, Lead, PageHead, PageMain};

mod gap;

#[component]
pub fn UsagePage() -> impl IntoView {
    load(read_offering_usage(param("name"), query("month"), query("instance")), page)
}

fn page(usage: OfferingUsageView) -> impl IntoView {
    let OfferingUsageView { view, months: all, month, is_draft, as_of, charges, charts: used, totals: owed, gaps } =
        usage;
    let name = view.offering.name.clone();
    let picker = months(&all, month, Path::Offering(name.clone(), Page::Usage).to_string());
    let person = view.person.clone();
    let nothing = charges.is_empty().then_some(words::NOTHING_SOLD);
    let body = brought(nothing, (is_draft, as_of), &owed, table(&charges));
    let used = charts(&used);
    let (notice, reports) = (gap::notice(&gaps), gap::reports(&gaps, &view));
    view! {
        <OfferingFrame view page=Page::Usage>
            <ui::Page>
                <PageHead title=text::page(Page::Usage) crumbs=move || view! { <OfferingCrumbs name person /> }>
                    <Lead>{words::OFFERING_LEAD}</Lead>
                </PageHead>
                <PageMain>{notice} {picker} {body} {used} {reports}</PageMain>
            </ui::Page>
        </OfferingFrame>
    }
}

fn table(charges: &[ChargeLine]) -> impl IntoView + use<> {
    let mut columns = [words::PLAN, words::CHARGE].map(Column::new).to_vec();
    columns.extend([words::ACCOUNTS, words::INSTANCES, words::QUANTITY, words::COST].map(Column::num));
    let rows = charges.iter().map(row).collect_view();
    view! {
        <DataTable class="named" caption=words::USAGE columns=columns>
            {rows}
        </DataTable>
    }
}

fn row(charge: &ChargeLine) -> impl IntoView + use<> {
    let cost = match charge.currency {
        Some(currency) => words::amount(currency, charge.cost),
        None if charge.is_unrated => words::UNRATED.to_owned(),
        None if charge.is_on_trial => text::estimate::ON_TRIAL.to_owned(),
        None => text::estimate::NOT_CHARGED.to_owned(),
    };
    let ChargeLine { plan_name, charged, accounts, instances, quantity, .. } = charge.clone();
    let (plan, name) = (words::plan(&plan_name), words::charge(&charged));
    let quantity = words::quantity(&charged, quantity).map(figure);
    view! {
        <tr>
            <th scope="row">{plan}</th>
            <Cell label=words::CHARGE>{name}</Cell>
            <Cell label=words::ACCOUNTS num=true>
                {accounts}
            </Cell>
            <Cell label=words::INSTANCES num=true>
                {instances}
            </Cell>
            <Cell label=words::QUANTITY num=true>
                {quantity}
            </Cell>
            <Cell label=words::COST num=true>
                {cost}
            </Cell>
        </tr>
    }
}

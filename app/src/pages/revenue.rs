//! What the offerings of the current account bring in a month.

use leptos::prelude::*;
use slipway_domain::month::Month;
use slipway_domain::page::Page as OfferingPage;
use slipway_domain::view::{RevenueLine, RevenueView};

use crate::api::usage::read_revenue;
use crate::parts::charges::{brought, months};
use crate::parts::frame::{Area, Frame};
use crate::parts::load::{load, query};
use crate::paths::Path;
use crate::text::usage as words;
use crate::ui::{Cell, Column, DataTable, Lead, Page, PageHead, PageMain};

#[component]
pub fn RevenuePage() -> impl IntoView {
    load(read_revenue(query("month")), page)
}

fn page(view: RevenueView) -> impl IntoView {
    let RevenueView { person, months: all, month, is_draft, as_of, offerings, totals: owed } = view;
    let picker = months(&all, month, Path::Revenue.to_string());
    let nothing = offerings.is_empty().then_some(words::NO_OFFERING);
    let body = brought(nothing, (is_draft, as_of), &owed, table(&offerings, month));
    view! {
        <Frame person=Some(person) area=Area::Revenue title=words::REVENUE>
            <Page>
                <PageHead title=words::REVENUE band=true>
                    <Lead>{words::REVENUE_LEAD}</Lead>
                </PageHead>
                <PageMain>{picker} {body}</PageMain>
            </Page>
        </Frame>
    }
}

fn table(offerings: &[RevenueLine], month: Month) -> impl IntoView + use<> {
    let columns = vec![Column::new(words::SERVICE), Column::num(words::ACCOUNTS), Column::num(words::COST)];
    let rows = offerings.iter().map(|line| row(line, month)).collect_view();
    view! {
        <DataTable class="named" caption=words::REVENUE columns=columns>
            {rows}
        </DataTable>
    }
}

fn row(line: &RevenueLine, month: Month) -> impl IntoView + use<> {
    let href = format!("{}?month={month}", Path::Offering(line.name.clone(), OfferingPage::Usage));
    let title = if line.title.trim().is_empty() { line.name.clone() } else { line.title.clone() };
    let brought = line.totals.iter().map(words::total).collect::<Vec<_>>().join(", ");
    let brought = (!brought.is_empty()).then_some(brought);
    let accounts = line.accounts;
    view! {
        <tr>
            <th scope="row">
                <a href=href>{title}</a>
            </th>
            <Cell label=words::ACCOUNTS num=true>
                {accounts}
            </Cell>
            <Cell label=words::COST num=true>
                {brought}
            </Cell>
        </tr>
    }
}

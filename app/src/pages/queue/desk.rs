//! What waits for the operator's other desks: plans for the billing desk, approved offerings for the admin.

use leptos::prelude::*;
use slipway_domain::offering::Offering;
use slipway_domain::page::Page;
use slipway_domain::plan::PlanApproval;
use slipway_domain::stage::Stage;
use slipway_domain::view::OfferingView;

use crate::parts::moment::Ago;
use crate::parts::offering_icon::offering_icon;
use crate::paths::Path;
use crate::text::review as words;
use crate::ui::{Cell, Column, DataTable};

/// Offerings that the reviewer approved and nobody released yet. Nothing is drawn where there are none.
#[component]
pub fn Releases(offerings: Vec<OfferingView>) -> impl IntoView {
    let mut approved: Vec<_> = offerings.into_iter().filter(|view| view.offering.stage == Stage::GaApproved).collect();
    approved.sort_by_key(|view| view.offering.stage_since);
    (!approved.is_empty()).then(|| {
        let rows = approved.into_iter().map(|view| {
            let href = Path::Offering(view.offering.name.clone(), Page::Review).to_string();
            view! {
                <tr>
                    {offering_cell(&view.offering, href)}
                    <Cell label=words::APPROVED_CAP>
                        <Ago at=view.offering.stage_since now=view.now />
                    </Cell>
                </tr>
            }
        });
        let columns = [words::OFFERING, words::APPROVED_CAP].map(Column::new).to_vec();
        view! {
            <section class="block">
                <DataTable caption=words::RELEASES_CAPTION columns=columns>
                    {rows.collect_view()}
                </DataTable>
            </section>
        }
    })
}

/// Offerings with plans that the billing desk has to look at. Nothing is drawn where there are none.
#[component]
pub fn Prices(offerings: Vec<OfferingView>) -> impl IntoView {
    let waiting = |view: &OfferingView| -> Vec<String> {
        let plans = view.offering.plans.iter().filter(|plan| plan.approval == PlanApproval::InReview);
        plans.map(|plan| plan.draft.name.clone()).collect()
    };
    let mut asked: Vec<_> =
        offerings.into_iter().map(|view| (waiting(&view), view)).filter(|(plans, _)| !plans.is_empty()).collect();
    asked.sort_by_key(|(_, view)| view.prices_since);
    (!asked.is_empty()).then(|| {
        let rows = asked.into_iter().map(|(plans, view)| {
            let href = Path::Offering(view.offering.name.clone(), Page::Pricing).to_string();
            let now = view.now;
            view! {
                <tr>
                    {offering_cell(&view.offering, href)}
                    <Cell label=words::PLANS>{plans.join(", ")}</Cell>
                    <Cell label=words::SINCE>{view.prices_since.map(|at| view! { <Ago at now /> })}</Cell>
                </tr>
            }
        });
        let columns = [words::OFFERING, words::PLANS, words::SINCE].map(Column::new).to_vec();
        view! {
            <section class="block">
                <DataTable caption=words::PRICES_CAPTION columns=columns>
                    {rows.collect_view()}
                </DataTable>
            </section>
        }
    })
}

/// The head of a row: icon, name and provider, with the way to where it is decided.
pub fn offering_cell(offering: &Offering, href: String) -> impl IntoView + use<> {
    let listing = &offering.listing.draft;
    let named = [listing.display_name.trim(), &offering.name].into_iter().find(|name| !name.is_empty());
    let (title, provider) = (named.unwrap_or_default().to_owned(), offering.owner.name.clone());
    let icon = offering_icon(&listing.icon);
    view! {
        <th scope="row">
            <span class="queue__o">
                <img src=icon width="24" height="24" alt="" />
                <span>
                    <a href=href>{title}</a>
                    <span class="table__sub">{provider}</span>
                </span>
            </span>
        </th>
    }
}

//! The table of plans: on the page Pricing with what can be done, above the editor with the open plan marked.

use leptos::prelude::*;
use slipway_domain::ids::PlanId;
use slipway_domain::moment::Moment;
use slipway_domain::plan::{PlanApproval, PlanRecord};
use slipway_domain::view::OfferingView;

use super::actions;
use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text::pricing as words;
use crate::ui::{Cell, Column, DataTable, Mark, Status};

/// What the last column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Rows {
    WithActions,
    /// The plan whose editor stands below the table.
    Beside(Option<PlanId>),
}

pub(in crate::pages) fn plans(view: &OfferingView, rows: Rows) -> impl IntoView + use<> {
    let columns = vec![
        Column::new(words::PLAN),
        Column::new(words::KIND),
        Column::new(words::PRICE),
        Column::new(words::METRICS),
        Column::new(words::LOCATIONS),
        Column::new(words::APPROVAL),
        Column::hidden(words::ACTIONS),
    ];
    let body = view.offering.plans.iter().map(|plan| row(view, plan, rows)).collect_view();
    view! {
        <DataTable class="table--plans" scrolls=true caption=words::PLANS caption_hidden=true columns=columns>
            {body}
        </DataTable>
    }
}

fn row(view: &OfferingView, plan: &PlanRecord, rows: Rows) -> impl IntoView + use<> {
    let href = Path::Plan(view.offering.name.clone(), plan.id).to_string();
    let is_open = rows == Rows::Beside(Some(plan.id));
    let name = words::name(&plan.draft);
    let title =
        if is_open { view! { <b>{name}</b> }.into_any() } else { view! { <a href=href.clone()>{name}</a> }.into_any() };
    let acts = match rows {
        Rows::WithActions => actions::of(view, plan).into_any(),
        Rows::Beside(_) if is_open => view! { <span class="quiet">{words::OPEN_BELOW}</span> }.into_any(),
        Rows::Beside(_) => view! { <a href=href>{words::EDIT}</a> }.into_any(),
    };
    let draft = &plan.draft;
    let slug = draft.name.clone();
    let (kind, price, more) = (words::kind(draft), words::price(draft), words::more_prices(draft));
    let (metrics, locations) = (words::metrics(draft), words::locations(&draft.locations));
    let approval = approval(plan, view.prices_since, view.now);
    view! {
        <tr aria-current=is_open.then_some("true")>
            <th scope="row">
                {title} <span class="table__sub">
                    <code>{slug}</code>
                </span>
            </th>
            <Cell label=words::KIND>{kind}</Cell>
            <Cell label=words::PRICE>
                {price} {more.map(|more| view! { <span class="table__sub">{more}</span> })}
            </Cell>
            <Cell label=words::METRICS>{metrics}</Cell>
            <Cell label=words::LOCATIONS>{locations}</Cell>
            <Cell label=words::APPROVAL>{approval}</Cell>
            <td class="table__acts">{acts}</td>
        </tr>
    }
}

fn approval(plan: &PlanRecord, since: Option<Moment>, now: Moment) -> AnyView {
    if plan.draft.is_free() {
        return words::NOT_NEEDED.into_any();
    }
    match plan.approval {
        PlanApproval::Draft => view! { <Status mark=Mark::Open>{words::DRAFT}</Status> }.into_any(),
        PlanApproval::Approved => view! { <Status mark=Mark::Done>{words::APPROVED}</Status> }.into_any(),
        PlanApproval::InReview => view! {
            <Status mark=Mark::Waiting>{words::WITH_THE_DESK}</Status>
            {since
                .map(|at| {
                    view! {
                        <span class="table__sub">
                            <Ago at now />
                        </span>
                    }
                })}
        }
        .into_any(),
    }
}

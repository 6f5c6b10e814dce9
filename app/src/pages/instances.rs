//! What the current account has created from the catalog, of every offering.

use leptos::prelude::*;
use slipway_domain::instance::InstanceState;
use slipway_domain::moment::Moment;
use slipway_domain::view::{InstanceLine, InstancesView};

use crate::api::instance::read_instances;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text;
use crate::text::instance as words;
use crate::text::pricing;
use crate::ui::{
    ButtonLink, Cell, Column, DataTable, Empty, Glyph, Kind, Lead, Mark, Page, PageHead, PageMain, Status,
};

#[component]
pub fn InstancesPage() -> impl IntoView {
    load(read_instances(), |view| {
        let InstancesView { person, instances, now } = view;
        let main = if instances.is_empty() { nothing().into_any() } else { table(&instances, now).into_any() };
        view! {
            <Frame person=Some(person) area=Area::Instances title=text::INSTANCES>
                <Page>
                    <PageHead title=text::INSTANCES band=true>
                        <Lead>{words::LEAD}</Lead>
                    </PageHead>
                    <PageMain>{main}</PageMain>
                </Page>
            </Frame>
        }
    })
}

fn nothing() -> impl IntoView {
    let acts = || {
        view! {
            <ButtonLink href=Path::Catalog.to_string() kind=Kind::Primary>
                {words::TO_THE_CATALOG}
            </ButtonLink>
        }
    };
    view! {
        <Empty title=words::NONE icon=Glyph::Catalog acts=acts>
            <p>{words::NONE_WHY}</p>
        </Empty>
    }
}

fn table(instances: &[InstanceLine], now: Moment) -> impl IntoView + use<> {
    let columns = [words::NAME, words::SERVICE, words::PLAN, words::LOCATION, words::STATE, words::SINCE];
    let columns = columns.map(Column::new).to_vec();
    let rows = instances.iter().map(|line| row(line, now)).collect_view();
    view! {
        <DataTable class="named" caption=words::CAPTION sub=words::count(instances.len()) columns=columns>
            {rows}
        </DataTable>
    }
}

fn row(line: &InstanceLine, now: Moment) -> impl IntoView + use<> {
    let InstanceLine { id, name, place, state, since, is_busy } = line.clone();
    let href = Path::Instance(place.offering, id).to_string();
    let location = pricing::location(&place.location).to_owned();
    let mark = if is_busy { Mark::Running } else { mark(state) };
    view! {
        <tr>
            <th scope="row">
                <a href=href>{name}</a>
            </th>
            <Cell label=words::SERVICE>{place.title}</Cell>
            <Cell label=words::PLAN>{place.plan}</Cell>
            <Cell label=words::LOCATION>{location}</Cell>
            <Cell label=words::STATE>
                <Status mark=mark>{words::state(state)}</Status>
            </Cell>
            <Cell label=words::SINCE>
                <Ago at=since now />
            </Cell>
        </tr>
    }
}

/// Shape and colour of a state.
pub(super) const fn mark(state: InstanceState) -> Mark {
    match state {
        InstanceState::PreProvisioning | InstanceState::Provisioning | InstanceState::PendingRemoval => Mark::Running,
        InstanceState::Active => Mark::Done,
        InstanceState::Failed => Mark::Failed,
        InstanceState::PendingReclamation => Mark::Waiting,
        InstanceState::Inactive | InstanceState::Removed => Mark::Skipped,
    }
}

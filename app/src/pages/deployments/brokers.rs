//! The brokers of an offering.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::{BrokerInstances, OfferingView};

use crate::pages::broker::card;
use crate::pages::broker_api;
use crate::parts::findings_list::FindingsAt;
use crate::parts::permission::obstacle;
use crate::paths::Path;
use crate::text::deployments as words;
use crate::ui::{ButtonLink, Empty, Glyph, Kind};

pub(super) fn list(view: &OfferingView, instances: &BrokerInstances) -> impl IntoView + use<> {
    if view.offering.brokers.is_empty() {
        return empty(view).into_any();
    }
    let findings = view.offering.findings(Page::Deployments);
    let cards = view
        .offering
        .brokers
        .iter()
        .enumerate()
        .map(|(at, record)| {
            let card = card::card(view, record, instances.through(record.id), card::Place::List);
            let api = broker_api::link(&view.offering.name, Some(record.id));
            view! { <div class=(at > 0).then_some("block")>{card} {api}</div> }
        })
        .collect_view();
    view! {
        {cards}
        <FindingsAt findings field=Field::Brokers />
    }
    .into_any()
}

fn empty(view: &OfferingView) -> impl IntoView + use<> {
    let href = Path::NewBroker(view.offering.name.clone()).to_string();
    let may_add = obstacle(view, Verb::Create, Object::Broker).is_none();
    let acts = may_add.then(|| {
        view! {
            <ButtonLink href=href kind=Kind::Primary icon=Glyph::Add>
                {words::ADD_BROKER}
            </ButtonLink>
        }
    });
    let steps = words::BROKER_STEPS.map(|(title, text)| (title.to_owned(), text.to_owned())).to_vec();
    let api = broker_api::link(&view.offering.name, None);
    view! {
        <Empty title=words::NO_BROKERS icon=Glyph::Connect acts=move || acts steps=steps>
            <p>{words::NO_BROKERS_WHY}</p>
            {api}
        </Empty>
    }
}

//! What is settled about an offering.

use leptos::prelude::*;
use slipway_domain::view::OfferingView;

use crate::parts::moment::Ago;
use crate::parts::stage_badge::StageBadge;
use crate::text;
use crate::text::summary as words;
use crate::ui::{Glyph, Icon, SidePanel};

pub(super) fn panel(view: &OfferingView) -> impl IntoView + use<> {
    let offering = &view.offering;
    let (name, guid, account) = (offering.name.clone(), offering.id.to_string(), offering.owner.name.clone());
    let (stage, created, now) = (offering.stage, offering.created_at, view.now);
    let turn = text::turn_note(view);
    let broker = words::broker_ready(offering.broker_ready);
    let documentation = offering.issued_documentation_url.clone();
    view! {
        <SidePanel title=words::FACTS id="facts-h">
            <dl class="facts facts--stack">
                <dt>{words::NAME}</dt>
                <dd>
                    <code>{name}</code>
                    " "
                    <Icon name=Glyph::Locked />
                </dd>
                <dt>{words::GUID}</dt>
                <dd>
                    <code>{guid}</code>
                </dd>
                <dt>{words::ACCOUNT}</dt>
                <dd>{account}</dd>
                <dt>{words::STAGE}</dt>
                <dd>
                    <StageBadge stage />
                    <span class="table__sub">{turn}</span>
                </dd>
                <dt>{words::CREATED}</dt>
                <dd>
                    <Ago at=created now />
                </dd>
                <dt>{words::BROKER}</dt>
                <dd>{broker}</dd>
                <dt>{words::DOCUMENTATION}</dt>
                <dd>
                    <code>{documentation}</code>
                </dd>
            </dl>
            <p class="quiet">{words::NAME_NOTE}</p>
        </SidePanel>
    }
}

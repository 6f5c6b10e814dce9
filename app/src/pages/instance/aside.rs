//! The facts of an instance beside what can be done with it.

use leptos::prelude::*;
use slipway_domain::view::OwnInstanceView;

use crate::parts::crn::crn;
use crate::parts::moment::Ago;
use crate::paths::Path;
use crate::text::instance as words;
use crate::text::pricing;
use crate::ui::SidePanel;

pub(super) fn panel(view: &OwnInstanceView) -> impl IntoView + use<> {
    let place = view.place.clone();
    let href = Path::CatalogEntry(place.offering).to_string();
    let location = pricing::location(&place.location).to_owned();
    let (at, now, resource) = (view.created_at, view.now, crn(&view.resource));
    view! {
        <SidePanel title=words::FACTS id="facts-h">
            <dl class="facts facts--stack">
                <dt>{words::SERVICE}</dt>
                <dd>
                    <a href=href>{place.title}</a>
                </dd>
                <dt>{words::PROVIDER}</dt>
                <dd>{place.provider}</dd>
                <dt>{words::PLAN}</dt>
                <dd>{place.plan}</dd>
                <dt>{words::LOCATION}</dt>
                <dd>{location}</dd>
                <dt>{words::CREATED}</dt>
                <dd>
                    <Ago at now />
                </dd>
                <dt>{words::CRN}</dt>
                <dd>{resource}</dd>
            </dl>
        </SidePanel>
    }
}

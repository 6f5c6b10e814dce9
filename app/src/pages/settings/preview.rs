//! The fields of the custom parameters as a customer will see them, by the component that the form for a new instance
//! uses. The choice of plan and location asks for the same page again; while somebody types the definition, the server
//! draws it anew.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use slipway_domain::findings::Findings;
use slipway_domain::location::Location;
use slipway_domain::offering::Offering;
use slipway_domain::page::Page as Here;
use slipway_domain::parameter::{self, Chosen, Parameter, Typed};
use slipway_domain::view::OfferingView;

use crate::parts::parameter_fields::{Asked, parameter_fields};
use crate::paths::Path;
use crate::text::parameter as words;
use crate::ui::{Button, Choice, Select, SidePanel, Size};

/// The names under which the choice stands in the address.
pub(crate) const PLAN: &str = "plan";
pub(crate) const LOCATION: &str = "location";

/// `definition`: the text of the form beside it; `asked`: the query of the page.
pub(super) fn preview(view: &OfferingView, definition: &str, asked: &ParamsMap) -> AnyView {
    let parameters = parameter::read(definition);
    let body = if parameters.is_empty() {
        view! { <p class="quiet">{words::PREVIEW_NONE}</p> }.into_any()
    } else {
        form(view, &parameters, asked)
    };
    view! {
        <SidePanel title=words::PREVIEW id="preview-h">
            <div id="preview-body" data-live="yes">
                {body}
            </div>
        </SidePanel>
    }
    .into_any()
}

/// The choice goes along with the form beside it, so that what follows its text is drawn for the same one.
pub(super) fn choice(asked: &ParamsMap) -> impl IntoView + use<> {
    [PLAN, LOCATION]
        .into_iter()
        .filter_map(|name| Some((name, asked.get(name).filter(|value| !value.is_empty())?)))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view()
}

fn form(view: &OfferingView, parameters: &[Parameter], asked: &ParamsMap) -> AnyView {
    let action = Path::Offering(view.offering.name.clone(), Here::Settings).to_string();
    create_form(&view.offering, parameters, asked, action)
}

/// The form for a new instance of `offering`, with what is chosen in `asked`, the query of the page. `action` draws it for
/// another choice.
pub(crate) fn create_form(offering: &Offering, parameters: &[Parameter], asked: &ParamsMap, action: String) -> AnyView {
    let of = |name: &str| asked.get(name).unwrap_or_default();
    let (plan, location) = (of(PLAN), of(LOCATION));
    let names = parameters.iter().filter(|parameter| !parameter.kind.is_secret());
    let typed: Typed =
        names.filter_map(|parameter| Some((parameter.name.clone(), asked.get_all(&parameter.input_name())?))).collect();
    let fields = parameter_fields(Asked {
        parameters,
        chosen: Chosen { plan: &plan, location: &location },
        typed: &typed,
        findings: &Findings::new(),
        is_preview: true,
    });
    let fields = fields.unwrap_or_else(|| view! { <p class="quiet">{words::PREVIEW_NOTHING}</p> }.into_any());
    let nothing = || core::iter::once(Choice::new("", words::NOT_CHOSEN));
    let plans = offering.plans.iter().map(|plan| Choice::new(plan.id.to_string(), offering.plan_called(plan.id)));
    let plans: Vec<Choice> = nothing().chain(plans).collect();
    let places = Location::offered().map(|location| Choice::new(location.id, location.label));
    let places: Vec<Choice> = nothing().chain(places).collect();
    view! {
        <p class="quiet">{words::PREVIEW_LEAD}</p>
        <form class="form" method="get" action=action>
            <Select label=words::PLAN name=PLAN id="preview-plan" options=plans selected=plan />
            <Select label=words::LOCATION name=LOCATION id="preview-location" options=places selected=location />
            {fields}
            <Button size=Size::Small>{words::SHOW}</Button>
        </form>
    }
    .into_any()
}

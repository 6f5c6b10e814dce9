//! What is said of one deployment otherwise than of the service (§4.14): the form for the one that the address names, in the
//! place of the form that adds another.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::deployment::{DeploymentOptions, DeploymentRecord};
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::ids::DeploymentId;
use slipway_domain::location::{GLOBAL, Location};
use slipway_domain::parameter::LONGEST_DEFINITION;
use slipway_domain::view::OfferingView;

use super::catalog;
use crate::api::deployment::SaveDeployment;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::permission::deployment_obstacle;
use crate::parts::text_line::select_line;
use crate::paths::{DeploymentTab, Path};
use crate::text::deployments as words;
use crate::text::{self, plan, pricing};
use crate::ui::{Button, ButtonLink, Checkbox, Choice, DialogActs, DisabledButton, Kind, Section, TextArea};

/// The lines of the JSON that are seen at once.
const ROWS: u16 = 10;

/// The deployment of that id; `None` if the offering has none.
pub(super) fn chosen<'a>(view: &'a OfferingView, id: &str) -> Option<&'a DeploymentRecord> {
    let id = DeploymentId::parse(id).ok()?;
    view.offering.deployments.iter().find(|record| record.id == id)
}

pub(super) fn form(view: &OfferingView, record: &DeploymentRecord) -> impl IntoView + use<> {
    let offering = view.offering.name.clone();
    let (id, revision) = (record.id.to_string(), record.revision.to_string());
    let title = words::options_of(&catalog::plan_name(view, record), pricing::location(&record.location));
    let findings = record.options.check(&record.location, &view.offering.settings_context().plan_ids);
    let (region, parameters) = (region(record, &findings), parameters(record, &findings));
    let regions = regions(record, &findings);
    let back = Path::DeploymentTab(offering.clone(), DeploymentTab::Deployments).to_string();
    let submit = match deployment_obstacle(view, record) {
        Some(reason) => view! {
            <DisabledButton id="save-options" reason=reason>
                {words::SAVE_OPTIONS}
            </DisabledButton>
        }
        .into_any(),
        None => view! { <Button>{words::SAVE_OPTIONS}</Button> }.into_any(),
    };
    view! {
        <form class="form block" method="post" action=SaveDeployment::url() autocomplete="off">
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="revision" value=revision />
            <Section title=title id="options" lead=words::OPTIONS_LEAD>
                {region}
                {regions}
                {parameters}
                <DialogActs>
                    <ButtonLink href=back kind=Kind::Ghost>
                        {words::CLOSE}
                    </ButtonLink>
                    {submit}
                </DialogActs>
            </Section>
        </form>
    }
}

fn region(record: &DeploymentRecord, findings: &Findings) -> AnyView {
    let places = Location::offered().map(|place| Choice::new(place.id, plan::location(place.label, place.id)));
    let options: Vec<Choice> = core::iter::once(Choice::new("", words::OWN_REGION)).chain(places).collect();
    let selected = &record.options.pricing_region;
    select_line(Field::DeploymentRegion, words::REGION, options, selected, words::REGION_HELP, findings)
}

/// Boxes for the regions of a global deployment, and one for each that it lists and cannot, so that saving does not drop it.
fn regions(record: &DeploymentRecord, findings: &Findings) -> Option<impl IntoView + use<>> {
    let field = Field::DeploymentRegions;
    let known = DeploymentOptions::region_choices().filter(|_| record.location == GLOBAL);
    let known: Vec<_> = known.map(|place| (place.id.to_owned(), plan::location(place.label, place.id))).collect();
    let beside = record.options.regions().filter(|region| known.iter().all(|(id, _)| id != region));
    let beside: Vec<_> = beside.map(|region| (region.to_owned(), region.to_owned())).collect();
    let all: Vec<(String, String)> = known.into_iter().chain(beside).collect();
    if all.is_empty() {
        return None;
    }
    let boxes = all
        .into_iter()
        .enumerate()
        .map(|(at, (id, label))| {
            let is_ticked = record.options.regions().any(|region| region == id);
            view! {
                <Checkbox name=format!("{}[{at}]", field.input_name()) value=id checked=is_ticked>
                    {label}
                </Checkbox>
            }
        })
        .collect_view();
    let findings = findings.clone();
    Some(view! {
        <div class="field" role="group" aria-label=words::REGIONS id=field.id()>
            <p class="cds--label">{words::REGIONS}</p>
            <p class="quiet">{words::REGIONS_HELP}</p>
            <div class="triple">{boxes}</div>
            <FindingsAt findings field />
        </div>
    })
}

fn parameters(record: &DeploymentRecord, findings: &Findings) -> impl IntoView + use<> {
    let field = Field::DeploymentParameters;
    let limit = u32::try_from(LONGEST_DEFINITION).unwrap_or(u32::MAX);
    let (state, findings) = (validity(findings, field), findings.clone());
    let value = record.options.parameters.clone();
    view! {
        <TextArea
            label=words::PARAMETERS
            name=field.input_name()
            value=value
            help=words::PARAMETERS_HELP
            optional=text::OPTIONAL
            limit=limit
            rows=ROWS
            validity=state
        >
            <FindingsAt findings field />
        </TextArea>
    }
}

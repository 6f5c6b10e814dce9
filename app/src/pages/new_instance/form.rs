//! The fields of a new instance, each with what the rules say about it.

use leptos::prelude::*;
use slipway_domain::catalog::{Details, PlanCard};
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::markdown::web_address;
use slipway_domain::new_instance::{LONGEST_NAME, LONGEST_PARAMETERS, NewInstanceDraft};
use slipway_domain::rating::Buyer;

use crate::pages::detail::plans::told;
use crate::parts::enter_saves::EnterSaves;
use crate::parts::findings_list::{FindingsAt, has_findings, validity};
use crate::parts::languages::{self as read_in, LANGUAGE};
use crate::parts::load::query;
use crate::parts::operation::OperationField;
use crate::parts::parameter_fields::{Asked, SHOW_FIELDS, depends_on_choice, parameter_fields};
use crate::parts::text_line::{Line, text_line};
use crate::paths::Path;
use crate::text::new_instance as words;
use crate::text::{parameter, pricing};
use crate::ui::{
    Button, ButtonLink, Checkbox, Choice, DialogActs, Fold, Kind, Radio, RadioGroup, Section, Select, Size, TextArea,
};

const NAME: Line = Line {
    field: Field::InstanceName,
    label: words::NAME,
    help: words::NAME_HELP,
    limit: LONGEST_NAME,
    inputmode: "text",
    is_required: true,
};

/// The prices of the plans are told as `buyer` pays them.
pub(super) fn form(
    offered: &Details,
    buyer: Buyer,
    draft: &NewInstanceDraft,
    findings: &Findings,
) -> impl IntoView + use<> {
    // A form that is turned down comes back in the language that it was read in.
    let (name, lang) = (offered.tile.name.clone(), query(LANGUAGE));
    let [action, service] =
        [Path::NewInstance(name.clone()), Path::CatalogEntry(name)].map(|path| read_in::with(path.to_string(), &lang));
    let (plan, location) = (plan(offered, buyer, draft, findings), location(offered, draft, findings));
    let called = text_line(NAME, &draft.name, findings);
    let terms = terms(offered, draft, findings);
    let (fields, json) = if offered.parameters.is_empty() && offered.local_parameters.is_empty() {
        (None, Some(parameters(draft, findings)))
    } else {
        (fields(offered, draft, findings), None)
    };
    view! {
        <form class="form" method="post" action=action>
            <EnterSaves />
            <OperationField />
            <Section title=words::SECTION>{plan} {location} {called} {json}</Section>
            {fields}
            {terms}
            <DialogActs>
                <ButtonLink href=service kind=Kind::Ghost>
                    {words::CANCEL}
                </ButtonLink>
                <Button kind=Kind::Primary>{words::CREATE_NOW}</Button>
            </DialogActs>
        </form>
    }
}

fn plan(offered: &Details, buyer: Buyer, draft: &NewInstanceDraft, findings: &Findings) -> impl IntoView + use<> {
    let choices: Vec<Radio> = offered.plans.iter().map(|plan| choice(plan, buyer)).collect();
    let field = Field::InstancePlan;
    let (validity, findings) = (validity(findings, field), findings.clone());
    view! {
        <RadioGroup
            legend=words::PLAN
            name=field.input_name()
            choices=choices
            selected=draft.plan.clone()
            validity=validity
        >
            <FindingsAt findings field />
        </RadioGroup>
    }
}

fn choice(plan: &PlanCard, buyer: Buyer) -> Radio {
    let (told, about) = (told(plan, buyer), plan.description.clone());
    let note = if about.is_empty() { told } else { format!("{told}.") };
    Radio::new(plan.id.to_string(), plan.display_name.clone()).note(note).about(about)
}

fn location(offered: &Details, draft: &NewInstanceDraft, findings: &Findings) -> impl IntoView + use<> {
    let regions = offered.regions();
    let places = offered.locations.iter().map(|id| Choice::new(id.clone(), pricing::place(id, &regions)));
    let options: Vec<Choice> = core::iter::once(Choice::new("", words::CHOOSE)).chain(places).collect();
    let field = Field::InstanceLocation;
    let (validity, findings) = (validity(findings, field), findings.clone());
    view! {
        <Select
            label=words::LOCATION
            name=field.input_name()
            options=options
            selected=draft.location.clone()
            help=words::LOCATION_HELP
            validity=validity
            required=true
        >
            <FindingsAt findings field />
        </Select>
    }
}

/// The service's own parameters, and a button for the fields of another choice where there may be others.
fn fields(offered: &Details, draft: &NewInstanceDraft, findings: &Findings) -> Option<AnyView> {
    let (typed, chosen) = (&draft.values, draft.chosen());
    let parameters = offered.parameters_at(chosen);
    let depends = !offered.local_parameters.is_empty() || depends_on_choice(parameters);
    let asked = Asked { parameters, chosen, typed, findings, is_preview: false };
    let fields = parameter_fields(asked);
    let lead = if depends { parameter::FIELDS_LEAD } else { "" };
    let again = depends.then(|| {
        view! {
            <Button size=Size::Small name="then" value=SHOW_FIELDS>
                {parameter::SHOW}
            </Button>
        }
    });
    (depends || fields.is_some()).then(|| {
        view! {
            <Section title=parameter::FIELDS>
                {(!lead.is_empty()).then(|| view! { <p class="section__lead">{lead}</p> })} {fields} {again}
            </Section>
        }
        .into_any()
    })
}

/// Folded away unless there is something in it.
fn parameters(draft: &NewInstanceDraft, findings: &Findings) -> impl IntoView + use<> {
    let field = Field::InstanceParameters;
    let open = has_findings(findings, field) || !draft.parameters.is_empty();
    let (validity, findings) = (validity(findings, field), findings.clone());
    let (value, limit) = (draft.parameters.clone(), u32::try_from(LONGEST_PARAMETERS).unwrap_or(u32::MAX));
    view! {
        <Fold title=words::PARAMETERS summary=words::PARAMETERS_SUM open=open>
            <TextArea
                label=words::PARAMETERS_LABEL
                name=field.input_name()
                value=value
                help=words::PARAMETERS_HELP
                limit=limit
                rows=6
                validity=validity
            >
                <FindingsAt findings field />
            </TextArea>
        </Fold>
    }
}

/// The box posts which terms it is about, so that nobody accepts others than those on the page.
fn terms(offered: &Details, draft: &NewInstanceDraft, findings: &Findings) -> Option<impl IntoView + use<>> {
    let terms = offered.terms_url.clone();
    let field = Field::InstanceTerms;
    let findings = findings.clone();
    let read = web_address(&terms).map(|href| {
        view! {
            " "
            <a href=href.to_owned() target="_blank" rel="noopener noreferrer">
                {words::READ_TERMS}
            </a>
        }
    });
    let checked = draft.terms == terms;
    (!terms.is_empty()).then(|| {
        view! {
            <div>
                <Checkbox name=field.input_name() value=terms checked=checked>
                    {words::ACCEPT}
                </Checkbox>
                <p class="quiet">{read}</p>
                <FindingsAt findings field />
            </div>
        }
    })
}

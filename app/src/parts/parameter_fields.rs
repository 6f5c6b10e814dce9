//! The fields of a service's own parameters (§4.11), as the form for a new instance shows them and as the preview
//! beside their definition does. Hidden ones are on neither: their values are sent by the server.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::parameter::{self, Chosen, Kind, Layout, Parameter, Typed};

use crate::parts::findings_list::{FindingsAt, validity};
use crate::text::parameter as words;
use crate::ui::{
    self, Button, Checkbox, PasswordField, RadioButton, Select, Size, TextArea, TextField, Validity, lang_of,
};

/// What a button says that asks for the form anew, with what was typed.
pub const SHOW_FIELDS: &str = "fields";

/// What the fields follow from.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub parameters: &'a [Parameter],
    pub chosen: Chosen<'a>,
    pub typed: &'a Typed,
    pub findings: &'a Findings,
    /// The form goes into an address, where no secret may be.
    pub is_preview: bool,
}

/// One field for each parameter that this choice shows; `None` if there is none.
pub fn parameter_fields(asked: Asked<'_>) -> Option<AnyView> {
    let shown = parameter::shown(asked.parameters, asked.chosen, asked.typed).into_iter();
    let fields: Vec<AnyView> =
        shown.filter(|(_, parameter)| !parameter.hidden).map(|(at, parameter)| drawn(asked, at, parameter)).collect();
    (!fields.is_empty()).then(|| view! { <div class="parameters">{fields}</div> }.into_any())
}

/// Whether other fields may be shown for another choice.
pub fn depends_on_choice(parameters: &[Parameter]) -> bool {
    let depends = |one: &Parameter| one.plans.is_some() || one.locations.is_some() || !one.depends_on.is_empty();
    parameters.iter().any(|one| depends(one) || one.awaits_options())
}

/// A parameter with what its field shows.
struct Shown {
    field: Field,
    parameter: Parameter,
    texts: Vec<String>,
    validity: Validity,
    findings: Findings,
}

fn drawn(asked: Asked<'_>, at: usize, parameter: &Parameter) -> AnyView {
    let field = Field::InstanceValue(u8::try_from(at).unwrap_or(u8::MAX));
    let shown = Shown {
        field,
        texts: parameter.texts(asked.typed),
        validity: validity(asked.findings, field),
        findings: asked.findings.only(|other| other == field),
        parameter: told_of(parameter, asked.is_preview),
    };
    let can_refresh = parameter.refreshes && parameter.is_open() && !asked.is_preview;
    let control = match parameter.kind {
        _ if parameter.awaits_options() => shown.line(),
        Kind::Text | Kind::Number | Kind::Combo => shown.line(),
        Kind::Textarea => shown.area(),
        Kind::Password | Kind::Secret => shown.secret(asked.is_preview),
        Kind::Dropdown | Kind::Region | Kind::ResourceGroup => shown.select(),
        Kind::Checkbox if parameter.is_flag() => shown.flag(),
        Kind::Radio | Kind::Checkbox | Kind::Multiselect => shown.choices(),
    };
    if can_refresh { refreshable(control, &parameter.display_name) } else { control }
}

/// With the button that draws the form anew, for which the provider is asked again.
fn refreshable(control: AnyView, name: &str) -> AnyView {
    let label = words::refresh(name);
    view! {
        <div class="parameters__told">
            {control}
            <Button size=Size::Small name="then" value=SHOW_FIELDS>
                {label}
            </Button>
        </div>
    }
    .into_any()
}

/// With what the provider has still to say: the options, or whether the value is right.
fn told_of(parameter: &Parameter, is_preview: bool) -> Parameter {
    let mut told = parameter.clone();
    let untold = if is_preview { words::OPTIONS_LATER } else { words::OPTIONS_UNTOLD };
    let sentences =
        [parameter.awaits_options().then_some(untold), parameter.is_judged_elsewhere().then_some(words::JUDGED_LATER)];
    for sentence in sentences.into_iter().flatten() {
        if !told.description.is_empty() {
            told.description.push(' ');
        }
        told.description.push_str(sentence);
    }
    told
}

impl Shown {
    fn label(&self) -> String {
        let name = &self.parameter.display_name;
        if self.parameter.required { name.clone() } else { words::optional(name) }
    }

    fn text(&self) -> String {
        self.texts.first().cloned().unwrap_or_default()
    }

    fn line(self) -> AnyView {
        let (label, value, name) = (self.label(), self.text(), self.parameter.input_name());
        let Self { field, parameter, validity, findings, .. } = self;
        let (id, help, placeholder) = (field.id(), parameter.description.clone(), parameter.placeholder.clone());
        let offers = parameter.options.iter().map(|option| option.value.clone()).collect::<Vec<_>>();
        let inputmode = if parameter.kind == Kind::Number { "decimal" } else { "text" };
        let (locked, required) = (parameter.readonly, parameter.required);
        view! {
            <TextField label name id value help placeholder offers inputmode validity locked required>
                <FindingsAt findings field />
            </TextField>
        }
        .into_any()
    }

    fn area(self) -> AnyView {
        let (label, value, name) = (self.label(), self.text(), self.parameter.input_name());
        let Self { field, parameter, validity, findings, .. } = self;
        let (id, help, placeholder) = (field.id(), parameter.description, parameter.placeholder);
        let (locked, required) = (parameter.readonly, parameter.required);
        view! {
            <TextArea label name id value help placeholder rows=4 validity locked required>
                <FindingsAt findings field />
            </TextArea>
        }
        .into_any()
    }

    /// In a preview it cannot be sent.
    fn secret(self, is_preview: bool) -> AnyView {
        let (label, name) = (self.label(), self.parameter.input_name());
        let Self { field, parameter, validity, findings, .. } = self;
        let (id, help, required) = (field.id(), parameter.description, parameter.required);
        let control = view! {
            <PasswordField label name id help autocomplete="off" validity required>
                <FindingsAt findings field />
            </PasswordField>
        };
        view! {
            <fieldset class="parameters__secret" disabled=is_preview>
                {control}
            </fieldset>
        }
        .into_any()
    }

    fn select(self) -> AnyView {
        let (label, selected, name) = (self.label(), self.text(), self.parameter.input_name());
        let Self { field, parameter, validity, findings, .. } = self;
        let (id, help) = (field.id(), parameter.description.clone());
        let (locked, required) = (parameter.readonly, parameter.required);
        let choices = parameter.choices().into_iter().filter(|choice| !choice.value.is_empty());
        let choices = choices.map(|choice| ui::Choice::new(choice.value, choice.label));
        let nothing = (!locked).then(|| ui::Choice::new("", words::CHOOSE));
        let options: Vec<ui::Choice> = nothing.into_iter().chain(choices).collect();
        view! {
            <Select label name id options selected help validity locked required>
                <FindingsAt findings field />
            </Select>
        }
        .into_any()
    }

    /// The empty entry says that the box was there.
    fn flag(self) -> AnyView {
        let (name, checked) = (self.parameter.input_name(), self.text() == "true");
        let Self { field, parameter, findings, .. } = self;
        let (id, help, disabled) = (field.id(), parameter.description, parameter.readonly);
        let label = parameter.display_name;
        let lang = lang_of(&label);
        view! {
            <div>
                <input type="hidden" name=name.clone() value="" />
                <Checkbox name id help checked disabled>
                    <span lang=lang>{label}</span>
                </Checkbox>
                <FindingsAt findings field />
            </div>
        }
        .into_any()
    }

    /// Radio buttons, or boxes where several may be ticked. Ids are by place: a value may be any text.
    fn choices(self) -> AnyView {
        let (legend, name, id) = (self.label(), self.parameter.input_name(), self.field.id());
        let Self { field, parameter, texts, validity, findings } = self;
        let is_list = parameter.is_list();
        let class = match parameter.layout {
            Layout::Horizontal => "choice field choice--row",
            Layout::Vertical => "choice field",
        };
        let role = if is_list { "group" } else { "radiogroup" };
        let boxes = parameter
            .choices()
            .into_iter()
            .enumerate()
            .map(|(at, choice)| {
                let (id, checked) = (format!("{id}-{at}"), texts.contains(&choice.value));
                one(id, &name, choice, (is_list, checked, parameter.readonly))
            })
            .collect_view();
        let (findings_id, lang) = (format!("{id}-findings"), lang_of(&legend));
        let described_by = findings_id.clone();
        let help = (!parameter.description.is_empty()).then(|| {
            let lang = lang_of(&parameter.description);
            view! {
                <p class="cds--form__helper-text" lang=lang>
                    {parameter.description}
                </p>
            }
        });
        view! {
            <fieldset
                class=class
                id=id
                role=role
                aria-invalid=validity.aria()
                aria-describedby=described_by
            >
                <legend class="cds--label choice__legend" lang=lang>
                    {legend}
                </legend>
                {help}
                <input type="hidden" name=name value="" />
                {boxes}
                <div class="field__findings" id=findings_id>
                    <FindingsAt findings field />
                </div>
            </fieldset>
        }
        .into_any()
    }
}

fn one(id: String, name: &str, choice: parameter::Choice, (is_list, checked, disabled): (bool, bool, bool)) -> AnyView {
    let (name, parameter::Choice { value, label }) = (name.to_owned(), choice);
    if is_list {
        let lang = lang_of(&label);
        return view! {
            <Checkbox name id value checked disabled>
                <span lang=lang>{label}</span>
            </Checkbox>
        }
        .into_any();
    }
    view! { <RadioButton id name value label checked disabled /> }.into_any()
}

#[cfg(test)]
mod tests;

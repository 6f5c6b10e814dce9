//! The definition of custom parameters (§4.11): the JSON with what the rules say about it, and a builder for who would
//! rather not write any. Each button saves the whole form.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use slipway_domain::field::Field;
use slipway_domain::findings::{Finding, Findings};
use slipway_domain::parameter::{self, Kind, LONGEST_DEFINITION, NewParameterDraft};
use slipway_domain::settings::SettingsDraft;

use crate::parts::findings_list::{FindingsAt, Mend, Remedy, validity};
use crate::text::{self, parameter as words};
use crate::ui::{
    Button, Checkbox, Choice, Fold, Glyph, IconButton, Notice, Section, Select, Size, TextArea, TextField, Tone,
};

/// The lines of the JSON that are seen at once.
const ROWS: u16 = 14;

/// The id of the builder.
pub(crate) const BUILDER: &str = "parameters-builder";

/// `asked`: the query of the page, with what a save left in the builder (`ssr/parameter_form.rs`).
pub(super) fn editor(draft: &SettingsDraft, findings: &Findings, is_open: bool, asked: &ParamsMap) -> AnyView {
    let field = Field::Parameters;
    let here = findings.only(|other| other == field);
    let (state, remedy) = (validity(findings, field), is_open.then_some(mend as Remedy));
    let limit = u32::try_from(LONGEST_DEFINITION).unwrap_or(u32::MAX);
    let list = is_open.then(|| list(&draft.parameters)).flatten();
    let builder = is_open.then(|| builder(&draft.parameters, asked));
    let definition = draft.parameters.clone();
    view! {
        <Section title=words::TITLE lead=words::LEAD>
            <div id="parameters-list" data-live="yes">
                {list}
            </div>
            <TextArea
                label=words::JSON
                name=field.input_name()
                value=definition
                help=words::JSON_HELP
                optional=text::OPTIONAL
                limit=limit
                rows=ROWS
                validity=state
                locked=!is_open
            >
                <FindingsAt findings=here field remedy=remedy />
            </TextArea>
            {builder}
        </Section>
    }
    .into_any()
}

/// The form that counts, where a finding knows it.
fn mend(finding: &Finding) -> Option<Mend> {
    finding.suggestion.as_ref()?;
    Some(Mend::Press { intent: parameter::MEND_INTENT.to_owned(), label: words::MEND.to_owned() })
}

/// What is defined, each with the buttons that move it and take it away.
fn list(definition: &str) -> Option<AnyView> {
    let called = parameter::listed(definition);
    let last = called.len().checked_sub(1)?;
    let rows = called
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let button = |act: &str, icon: Glyph, label: String| {
                let intent = format!("parameter:{act}:{at}");
                view! { <IconButton icon label name="intent" value=intent size=Size::Small /> }
            };
            let up = (at > 0).then(|| button("up", Glyph::ArrowUp, words::move_up(&name)));
            let down = (at < last).then(|| button("down", Glyph::ArrowDown, words::move_down(&name)));
            let remove = button("remove", Glyph::TrashCan, words::remove(&name));
            view! {
                <li class="parameters__one">
                    <span class="parameters__name">{name}</span>
                    {up}
                    {down}
                    {remove}
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <ol class="parameters__list" aria-label=words::DEFINED>
                {rows}
            </ol>
        }
        .into_any(),
    )
}

/// What is typed here counts once it is added to the `definition`. What a save has left is here again.
fn builder(definition: &str, asked: &ParamsMap) -> AnyView {
    let name = |member: &str| format!("new_parameter[{member}]");
    let was = |member: &str| asked.get(&name(member)).unwrap_or_default();
    let left = NewParameterDraft {
        name: was("name"),
        display_name: was("display_name"),
        kind: was("kind"),
        description: was("description"),
        required: was("required"),
        value: was("value"),
        options: was("options"),
        options_url: was("options_url"),
        validation_url: was("validation_url"),
    };
    let is_left = !left.is_empty();
    let lead = if is_left {
        not_added(definition, asked.get("cut").is_some())
    } else {
        view! { <p class="quiet">{words::ADD_LEAD}</p> }.into_any()
    };
    let is_required = left.required == "yes";
    let kind = if left.kind.is_empty() { Kind::Text.name().to_owned() } else { left.kind };
    let kinds = Kind::ALL.into_iter().map(|kind| Choice::new(kind.name(), words::kind(kind))).collect::<Vec<_>>();
    view! {
        <Fold title=words::ADD summary=words::ADD_SUM id=BUILDER open=is_left>
            {lead}
            <TextField label=words::NAME name=name("name") value=left.name help=words::NAME_HELP />
            <TextField label=words::DISPLAY_NAME name=name("display_name") value=left.display_name />
            <Select label=words::TYPE name=name("kind") options=kinds selected=kind />
            <TextField label=words::DESCRIPTION name=name("description") value=left.description />
            <Checkbox name=name("required") value="yes" checked=is_required>
                {words::MUST}
            </Checkbox>
            <TextField label=words::VALUE name=name("value") value=left.value help=words::VALUE_HELP />
            <TextArea label=words::OPTIONS name=name("options") value=left.options help=words::OPTIONS_HELP rows=4 />
            <TextField
                label=words::OPTIONS_URL
                name=name("options_url")
                value=left.options_url
                help=words::OPTIONS_URL_HELP
                inputmode="url"
            />
            <TextField
                label=words::VALIDATION_URL
                name=name("validation_url")
                value=left.validation_url
                help=words::VALIDATION_URL_HELP
                inputmode="url"
            />
            <Button size=Size::Small name="intent" value=parameter::ADD_INTENT>
                {words::ADD_NOW}
            </Button>
        </Fold>
    }
    .into_any()
}

/// Why what was typed into the builder is still there.
fn not_added(definition: &str, is_cut: bool) -> AnyView {
    let why = if parameter::can_add(definition) { words::NOT_ADDED_WHY } else { words::NOT_ADDED_MEND };
    let cut = is_cut.then(|| view! { <p>{words::NOT_ADDED_CUT}</p> });
    view! {
        <Notice tone=Tone::Warn title=words::NOT_ADDED live=true>
            <p>{why}</p>
            {cut}
        </Notice>
    }
    .into_any()
}

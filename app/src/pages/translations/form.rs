//! One language: every text in English, and beside it the input for its translation. While somebody types,
//! `islands::live_form` has it checked as it would be saved.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::language::Language;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::translation::{Part, Row};
use slipway_domain::view::OfferingView;

use crate::api::translation::{CheckTranslation, SaveTranslation};
use crate::islands::live_form::LiveForm;
use crate::parts::enter_saves::EnterSaves;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::last_saved::{self, LastSaved};
use crate::parts::permission::obstacle;
use crate::paths::Path;
use crate::text::{self, translation as words};
use crate::ui::{
    Button, ButtonLink, Checkbox, DisabledButton, Empty, Glyph, Kind, PageMain, SaveBar, Section, TextArea, TextField,
};

pub(super) fn form(view: &OfferingView, language: Language) -> impl IntoView + use<> {
    let offering = &view.offering;
    let parts = offering.translation_rows(language);
    let back = Path::Translations(offering.name.clone(), None).to_string();
    if parts.is_empty() {
        return view! {
            <PageMain>
                <Empty title=words::NOTHING icon=Glyph::CatalogPublish>
                    <p>{words::NOTHING_WHY}</p>
                </Empty>
                <p>
                    <a href=back>{words::ALL_LANGUAGES}</a>
                </p>
            </PageMain>
        }
        .into_any();
    }
    let findings = offering.translation_findings(language);
    let form = inner(view, language, &parts, &findings);
    let is_open = obstacle(view, Verb::Edit, Object::Listing).is_none();
    if is_open { view! { <LiveForm>{form}</LiveForm> }.into_any() } else { form }
}

/// The form with those rows in it.
pub(super) fn inner(
    view: &OfferingView,
    language: Language,
    parts: &[(Part, Vec<Row>)],
    findings: &Findings,
) -> AnyView {
    let offering = &view.offering;
    let back = Path::Translations(offering.name.clone(), None).to_string();
    let closed = obstacle(view, Verb::Edit, Object::Listing);
    let is_open = closed.is_none();
    let sections = parts
        .iter()
        .enumerate()
        .map(|(group, (part, rows))| section(group, part, rows, Around { language, findings, is_open }))
        .collect_view();
    let translation = offering.translation(language);
    let revision = translation.map_or(0, |translation| translation.revision);
    let saved = translation.and_then(|translation| translation.saved.clone());
    let (mark, more) = (last_saved::mark(saved.as_ref()), (revision > 0).then(|| text::revision(revision)));
    let (person, now, name) = (view.person.clone(), view.now, offering.name.clone());
    let save = closed.map_or_else(
        || view! { <Button kind=Kind::Primary>{text::SAVE}</Button> }.into_any(),
        |reason| view! { <DisabledButton id="save" kind=Kind::Primary reason>{text::SAVE}</DisabledButton> }.into_any(),
    );
    let here = format!("language={}", language.code());
    view! {
        <form
            class="page__main form"
            id="translation-form"
            method="post"
            action=SaveTranslation::url()
            autocomplete="off"
            data-check=CheckTranslation::url()
            data-autosave=is_open.then_some(here)
        >
            {is_open.then(|| view! { <EnterSaves /> })}
            <input type="hidden" name="offering" value=name />
            <input type="hidden" name="language" value=language.code() />
            <input type="hidden" name="revision" value=revision.to_string() />
            <input type="hidden" name="after" value="" />
            {sections}
            <SaveBar mark state=move || view! { <LastSaved saved person now /> } more=move || more>
                <ButtonLink href=back kind=Kind::Ghost>
                    {words::ALL_LANGUAGES}
                </ButtonLink>
                {save}
            </SaveBar>
        </form>
    }
    .into_any()
}

/// What all rows have in common.
#[derive(Clone, Copy)]
struct Around<'a> {
    language: Language,
    findings: &'a Findings,
    is_open: bool,
}

fn section(group: usize, part: &Part, rows: &[Row], around: Around<'_>) -> impl IntoView + use<> {
    let lead = if *part == Part::Gone { words::GONE_LEAD } else { "" };
    let lead = (!lead.is_empty()).then(|| view! { <p class="section__lead">{lead}</p> });
    let rows = rows.iter().enumerate().map(|(index, row)| pair(group, index, row, around)).collect_view();
    view! {
        <Section title=words::part(part)>
            {lead}
            {rows}
        </Section>
    }
}

/// A text and its translation.
fn pair(group: usize, index: usize, row: &Row, around: Around<'_>) -> impl IntoView + use<> {
    let number = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
    let field = Field::Translated(number(group), number(index));
    let name = |member: &str| format!("translation[groups][{group}][{index}][{member}]");
    let (key, source) = (row.place.key.clone(), row.source.clone());
    let english = (!row.is_gone()).then(|| english(field, row));
    let was = row.was.clone().map(|was| view! { <p class="quiet">{words::WAS} " " {was}</p> });
    let may_fit = around.is_open && row.was.is_some() && !row.is_gone();
    let fits = may_fit.then(|| {
        view! {
            <Checkbox name=name("fits") value="yes">
                {words::FITS}
            </Checkbox>
        }
    });
    // Out of sight once the text was translated anew. What was ticked stays as it is.
    let shown = if may_fit { "" } else { "moot" };
    let (was_id, fits_id) = (format!("{}-was", field.id()), format!("{}-may-fit", field.id()));
    let translation = translated(field, row, around);
    view! {
        <div class="pair">
            <input type="hidden" name=name("key") value=key />
            <input type="hidden" name=name("source") value=source />
            <div>
                {english}
                <div id=was_id data-live="yes">
                    {was}
                </div>
            </div>
            <div>
                {translation}
                <div id=fits_id class=shown>
                    {fits}
                </div>
            </div>
        </div>
    }
}

/// The English text as it is, for reading: it is not sent from here.
fn english(field: Field, row: &Row) -> AnyView {
    let id = format!("{}-source", field.id());
    let (label, value) = (words::english(&row.place.label), row.source.clone());
    if row.place.is_prose {
        view! { <TextArea label name="" id value locked=true rows=4 /> }.into_any()
    } else {
        view! { <TextField label name="" id value locked=true /> }.into_any()
    }
}

fn translated(field: Field, row: &Row, around: Around<'_>) -> AnyView {
    let label = if row.is_gone() { words::SOURCE_GONE } else { row.place.label.as_str() };
    let label = words::in_language(around.language.name(), label);
    let (value, limit) = (row.text.clone(), u32::try_from(row.place.limit).unwrap_or(u32::MAX));
    let (validity, findings) = (validity(around.findings, field), around.findings.only(|other| other == field));
    let locked = !around.is_open;
    if row.place.is_prose {
        view! {
            <TextArea label name=field.input_name() value limit rows=4 locked validity>
                <FindingsAt findings field />
            </TextArea>
        }
        .into_any()
    } else {
        view! {
            <TextField label name=field.input_name() value limit locked validity>
                <FindingsAt findings field />
            </TextField>
        }
        .into_any()
    }
}

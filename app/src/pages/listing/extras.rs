//! What a listing may say beside what it needs: more pictures and links, messages, extra tabs, and how the catalog shows
//! it. Buttons that submit the form add, move and remove the tabs.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::listing::{DASHBOARD_WAYS, LONGEST_MESSAGE, NavigationDraft};

use super::controls::Controls;
use crate::islands::field_findings::FieldFindings;
use crate::parts::moves::moves;
use crate::text::{listing as shared, listing_extras as words};
use crate::ui::{AddRow, Checkbox, Choice, RepeatRow, RowWidth, Section, Select, TextArea, TextField};

pub(super) fn sections(controls: &Controls) -> AnyView {
    let sections = (promotion(controls), links(controls), own_pages(controls), messages(controls));
    let more = (presentation(controls), tabs(controls));
    view! { {sections} {more} }.into_any()
}

fn promotion(controls: &Controls) -> AnyView {
    let line = area(controls, Field::FeaturedDescription, words::FEATURED, words::FEATURED_HELP, 255);
    let small = line_of(controls, Field::SmallImage, words::SMALL_IMAGE, words::IMAGE_HELP);
    let medium = line_of(controls, Field::MediumImage, words::MEDIUM_IMAGE, words::MEDIUM_IMAGE_HELP);
    let feature = line_of(controls, Field::FeatureImage, words::FEATURE_IMAGE, words::FEATURE_IMAGE_HELP);
    view! {
        <Section title=words::PROMOTION lead=words::PROMOTION_LEAD>
            {line}
            {small}
            <div class="pair">{medium} {feature}</div>
        </Section>
    }
    .into_any()
}

fn links(controls: &Controls) -> AnyView {
    let api = line_of(controls, Field::ApiDocsUrl, words::API_DOCS, words::API_DOCS_HELP);
    let sdk = line_of(controls, Field::SdkDownloadUrl, words::SDK, words::SDK_HELP);
    let registration = line_of(controls, Field::RegistrationUrl, words::REGISTRATION, words::REGISTRATION_HELP);
    view! {
        <Section title=words::LINKS>
            <div class="pair">{api} {sdk}</div>
            {registration}
        </Section>
    }
    .into_any()
}

fn own_pages(controls: &Controls) -> AnyView {
    let details = line_of(controls, Field::CatalogDetailsUrl, words::OWN_DETAILS, words::OWN_DETAILS_HELP);
    let create = line_of(controls, Field::CustomCreatePageUrl, words::OWN_CREATE, words::OWN_CREATE_HELP);
    view! {
        <Section title=words::OWN_PAGES lead=words::OWN_PAGES_LEAD>
            {details}
            {create}
        </Section>
    }
    .into_any()
}

fn messages(controls: &Controls) -> AnyView {
    let limit = u32::try_from(LONGEST_MESSAGE).unwrap_or(u32::MAX);
    let popup = area(controls, Field::PopupWarning, words::POPUP, words::POPUP_HELP, limit);
    let closed = area(controls, Field::NotCreatableMessage, words::CLOSED, words::CLOSED_HELP, limit);
    let deprecated = area(controls, Field::DeprecationWarning, words::DEPRECATED, words::DEPRECATED_HELP, limit);
    view! {
        <Section title=words::MESSAGES lead=words::MESSAGES_LEAD>
            {popup}
            {closed}
            {deprecated}
        </Section>
    }
    .into_any()
}

fn presentation(controls: &Controls) -> AnyView {
    let index = line_of(controls, Field::SideBySideIndex, words::INDEX, words::INDEX_HELP);
    let dashboard = dashboard(controls);
    let field = Field::AccessibleDuringProvision;
    let (name, checked) = (field.input_name(), value(controls, field) == "yes");
    let disabled = !controls.is_open;
    view! {
        <Section title=words::PRESENTATION>
            <div class="pair">{index} {dashboard}</div>
            <Checkbox name=name.clone() value="yes" checked disabled help=words::ACCESSIBLE_HELP>
                {words::ACCESSIBLE}
            </Checkbox>
            <div class="field__findings">
                <FieldFindings name=name />
            </div>
        </Section>
    }
    .into_any()
}

fn dashboard(controls: &Controls) -> AnyView {
    let field = Field::EmbeddableDashboard;
    let (name, selected, state) = (field.input_name(), value(controls, field), controls.validity(field));
    let none = Choice::new("", words::USUAL);
    let known = DASHBOARD_WAYS.iter().map(|way| Choice::new(*way, words::dashboard(way)));
    let options: Vec<Choice> = core::iter::once(none).chain(known).collect();
    let locked = !controls.is_open;
    view! {
        <Select
            label=words::DASHBOARD
            name=name.clone()
            options
            selected
            help=words::DASHBOARD_HELP
            optional=shared::OPTIONAL
            validity=state
            locked
        >
            <FieldFindings name=name />
        </Select>
    }
    .into_any()
}

fn tabs(controls: &Controls) -> AnyView {
    let items = &controls.draft.extras.navigation_items;
    let rows = items.iter().enumerate().map(|(at, tab)| tab_row(controls, (at, items.len()), tab)).collect_view();
    let field = Field::NavigationItems;
    let add = controls.is_open.then(|| view! { <AddRow intent="tab:add" label=words::ADD_TAB /> });
    view! {
        <Section title=words::TABS id=field.id() lead=words::TABS_LEAD>
            <div class="field__findings">
                <FieldFindings name=field.input_name() />
            </div>
            <div class="repeat">{rows}</div>
            {add}
        </Section>
    }
    .into_any()
}

/// `at`: the row, and how many there are.
fn tab_row(controls: &Controls, (at, count): (usize, usize), tab: &NavigationDraft) -> AnyView {
    let row = u8::try_from(at).unwrap_or(u8::MAX);
    let (id, label, url) = (Field::NavigationId(row), Field::NavigationLabel(row), Field::NavigationUrl(row));
    let id = controls.line(id, words::tab_id(at), &tab.id);
    let label = controls.line(label, words::tab_label(at), &tab.label);
    let url = controls.line(url, words::tab_url(at), &tab.url);
    if !controls.is_open {
        return view! { <div class="repeat__row repeat__row--three">{id} {label} {url}</div> }.into_any();
    }
    let moves = moves("tab:", at, count, &words::tab(at));
    view! {
        <RepeatRow width=RowWidth::Three remove=words::remove_tab(at) intent=format!("tab:remove:{at}") moves>
            {id}
            {label}
            {url}
        </RepeatRow>
    }
    .into_any()
}

fn line_of(controls: &Controls, field: Field, label: &'static str, help: &'static str) -> AnyView {
    let (name, value, state) = (field.input_name(), value(controls, field), controls.validity(field));
    let locked = !controls.is_open;
    view! {
        <TextField label name=name.clone() value help optional=shared::OPTIONAL validity=state locked>
            <FieldFindings name=name />
        </TextField>
    }
    .into_any()
}

fn area(controls: &Controls, field: Field, label: &'static str, help: &'static str, limit: u32) -> AnyView {
    let (name, value, state) = (field.input_name(), value(controls, field), controls.validity(field));
    let locked = !controls.is_open;
    view! {
        <TextArea label name=name.clone() value help optional=shared::OPTIONAL limit rows=2 validity=state locked>
            <FieldFindings name=name />
        </TextArea>
    }
    .into_any()
}

/// What was typed into a control that is alone.
fn value(controls: &Controls, field: Field) -> String {
    let told = controls.texts.iter().find(|(known, _)| *known == field);
    told.map(|(_, text)| text.clone()).unwrap_or_default()
}

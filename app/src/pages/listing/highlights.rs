//! The rows of highlights. Buttons that submit the form add, move and remove them.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::listing::{BULLET_ICONS, BulletDraft};

use super::controls::Controls;
use crate::islands::field_findings::FieldFindings;
use crate::text::listing as words;
use crate::ui::{AddRow, Choice, Glyph, IconButton, Section, Select, Size, TextArea, TextField};

pub(super) fn section(controls: &Controls) -> impl IntoView + use<> {
    let bullets = &controls.draft.bullets;
    let last = bullets.len().saturating_sub(1);
    let rows = bullets
        .iter()
        .enumerate()
        .map(|(at, bullet)| row(controls, u8::try_from(at).unwrap_or(u8::MAX), bullet.clone(), at == last))
        .collect_view();
    let add = controls.is_open.then(|| view! { <AddRow intent="add" label=words::ADD_HIGHLIGHT /> });
    view! {
        <Section title=words::HIGHLIGHTS id=Field::Bullets.id() lead=words::HIGHLIGHTS_LEAD>
            <div class="field__findings">
                <FieldFindings name=Field::Bullets.input_name() />
            </div>
            <div class="repeat">{rows}</div>
            {add}
        </Section>
    }
}

fn row(controls: &Controls, row: u8, bullet: BulletDraft, is_last: bool) -> impl IntoView + use<> {
    let (title, text) = (Field::BulletTitle(row), Field::BulletDescription(row));
    let states = (controls.validity(title), controls.validity(text));
    let locked = !controls.is_open;
    view! {
        <div class="repeat__row">
            <div class="repeat__stack">
                <TextField
                    label=words::title_of(row)
                    name=title.input_name()
                    value=bullet.title
                    validity=states.0
                    locked=locked
                >
                    <FieldFindings name=title.input_name() />
                </TextField>
                {icon(controls, row, bullet.icon)}
            </div>
            <TextArea
                label=words::TEXT
                name=text.input_name()
                value=bullet.description
                rows=4
                validity=states.1
                locked=locked
            >
                <FieldFindings name=text.input_name() />
            </TextArea>
            {controls.is_open.then(|| buttons(row, is_last))}
        </div>
    }
}

fn icon(controls: &Controls, row: u8, selected: String) -> impl IntoView + use<> {
    let field = Field::BulletIcon(row);
    let (name, state) = (field.input_name(), controls.validity(field));
    let none = Choice::new("", words::NO_ICON);
    let known = BULLET_ICONS.iter().map(|icon| Choice::new(*icon, words::icon(icon)));
    let mut options: Vec<Choice> = core::iter::once(none).chain(known).collect();
    // What was sent by a program stays chosen until somebody chooses another.
    if !selected.is_empty() && !BULLET_ICONS.contains(&selected.as_str()) {
        options.push(Choice::new(selected.clone(), selected.clone()));
    }
    view! {
        <Select
            label=words::ICON_OF_HIGHLIGHT
            name=name.clone()
            options
            selected
            help=words::ICON_OF_HIGHLIGHT_HELP
            validity=state
            locked=!controls.is_open
        >
            <FieldFindings name=name />
        </Select>
    }
}

fn buttons(row: u8, is_last: bool) -> impl IntoView {
    let button = |icon: Glyph, label: String, verb: &str| {
        let intent = format!("{verb}:{row}");
        view! { <IconButton size=Size::Small icon=icon label=label name="intent" value=intent /> }
    };
    view! {
        <div class="repeat__acts">
            {(row > 0).then(|| button(Glyph::ArrowUp, words::up(row), "up"))}
            {(!is_last).then(|| button(Glyph::ArrowDown, words::down(row), "down"))}
            {button(Glyph::TrashCan, words::remove(row), "remove")}
        </div>
    }
}

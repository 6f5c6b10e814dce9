//! The rows of highlights. Buttons that submit the form add, move and remove them.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::listing::BulletDraft;

use super::controls::Controls;
use crate::islands::field_findings::FieldFindings;
use crate::text::listing as words;
use crate::ui::{AddRow, Glyph, IconButton, Section, Size, TextArea, TextField};

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
            <TextField
                label=words::title_of(row)
                name=title.input_name()
                value=bullet.title
                validity=states.0
                locked=locked
            >
                <FieldFindings name=title.input_name() />
            </TextField>
            <TextArea
                label=words::TEXT
                name=text.input_name()
                value=bullet.description
                rows=2
                validity=states.1
                locked=locked
            >
                <FieldFindings name=text.input_name() />
            </TextArea>
            {controls.is_open.then(|| buttons(row, is_last))}
        </div>
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

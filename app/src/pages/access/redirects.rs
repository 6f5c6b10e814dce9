//! The redirect URIs: rows of the form, or a list for those who may only look, or who edit the rest of the form alone.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::view::OfferingView;

use super::form::{self, Editing};
use crate::parts::findings_list::FindingsAt;
use crate::parts::moves::moves;
use crate::parts::text_line::{RowLine, row_line};
use crate::text::access as words;
use crate::ui::{AddRow, RepeatRow, RowWidth, Section};

pub(super) fn list(view: &OfferingView, reason: String) -> impl IntoView + use<> {
    let draft = &view.offering.access.draft;
    let none = draft.listed().next().is_none().then_some(words::NO_URIS);
    let uris = draft
        .listed()
        .map(|(_, uri)| {
            let uri = uri.to_owned();
            view! {
                <li>
                    <code>{uri}</code>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="block" aria-labelledby="redirects">
            <h2 id="redirects">{words::REDIRECTS}</h2>
            <p class="section__lead">{reason}</p>
            {none.map(|words| view! { <p>{words}</p> })}
            <ul class="uris">{uris}</ul>
        </section>
    }
}

/// The list within the form, which sends the URIs as they are.
pub(super) fn kept(editing: &Editing) -> impl IntoView + use<> {
    let uris = editing
        .draft
        .listed()
        .enumerate()
        .map(|(at, (_, uri))| {
            let (name, uri) = (Field::RedirectUri(form::row(at)).input_name(), uri.to_owned());
            view! {
                <li>
                    <input type="hidden" name=name value=uri.clone() />
                    <code>{uri}</code>
                </li>
            }
        })
        .collect_view();
    view! {
        <Section title=words::REDIRECTS id="access-redirect-uris" lead=words::NOT_AN_OWNER>
            <ul class="uris">{uris}</ul>
        </Section>
    }
}

pub(super) fn section(editing: &Editing) -> impl IntoView + use<> {
    let findings = editing.findings.clone();
    let mut uris = editing.draft.redirect_uris.clone();
    if uris.is_empty() {
        uris.push(String::new());
    }
    let count = uris.len();
    let rows = uris.iter().enumerate().map(|(at, uri)| row(at, count, uri, &findings)).collect_view();
    view! {
        <Section title=words::REDIRECTS id="access-redirect-uris" lead=words::REDIRECTS_LEAD>
            <div class="repeat">{rows}</div>
            <FindingsAt findings field=Field::RedirectUris />
            <AddRow intent="add" label=words::ADD_URI />
        </Section>
    }
}

fn row(at: usize, count: usize, uri: &str, findings: &Findings) -> impl IntoView + use<> {
    let line =
        RowLine { label: words::uri(at), example: words::PLACEHOLDER, inputmode: Some("url"), ..RowLine::default() };
    let field = row_line(Field::RedirectUri(form::row(at)), line, uri, findings);
    let moves = moves("", at, count, &words::uri(at));
    view! {
        <RepeatRow width=RowWidth::One remove=words::remove_uri(at) intent=format!("remove:{at}") moves>
            {field}
        </RepeatRow>
    }
}

//! The redirect URIs: a form of rows, or a list for those who may only look.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use slipway_domain::field::Field;
use slipway_domain::findings::Findings;
use slipway_domain::page::Page;
use slipway_domain::policy::{Object, Verb};
use slipway_domain::view::OfferingView;

use crate::api::access::SaveAccess;
use crate::parts::enter_saves::EnterSaves;
use crate::parts::findings_list::{FindingsAt, validity};
use crate::parts::last_saved::{self, LastSaved};
use crate::parts::permission::obstacle;
use crate::text;
use crate::text::access as words;
use crate::ui::{Button, Glyph, IconButton, Kind, SaveBar, Section, Size, TextField};

pub(super) fn block(view: &OfferingView) -> impl IntoView + use<> {
    match obstacle(view, Verb::Edit, Object::AccessRegistration) {
        Some(reason) => list(view, reason).into_any(),
        None => form(view).into_any(),
    }
}

fn list(view: &OfferingView, reason: String) -> impl IntoView + use<> {
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

fn form(view: &OfferingView) -> impl IntoView + use<> {
    let access = &view.offering.access;
    let (offering, revision) = (view.offering.name.clone(), access.revision);
    let findings = view.offering.findings(Page::Access);
    let mut uris = access.draft.redirect_uris.clone();
    if uris.is_empty() {
        uris.push(String::new());
    }
    let rows = uris.into_iter().enumerate().map(|(at, uri)| row(at, uri, &findings)).collect_view();
    let saved = access.saved.clone();
    let mark = last_saved::mark(saved.as_ref());
    let (person, now) = (view.person.clone(), view.now);
    let more = (revision > 0).then(|| text::revision(revision));
    view! {
        <form class="form block" method="post" action=SaveAccess::url()>
            <EnterSaves />
            <input type="hidden" name="offering" value=offering />
            <input type="hidden" name="revision" value=revision.to_string() />
            <Section title=words::REDIRECTS id="access-redirect-uris" lead=words::REDIRECTS_LEAD>
                <div class="repeat">{rows}</div>
                <FindingsAt findings field=Field::RedirectUris />
                <Button kind=Kind::Ghost size=Size::Small icon=Glyph::Add class="btn--start btn--after" name="intent" value="add">
                    {words::ADD_URI}
                </Button>
            </Section>
            <SaveBar mark state=move || view! { <LastSaved saved person now /> } more=move || more>
                <Button kind=Kind::Primary>{text::SAVE}</Button>
            </SaveBar>
        </form>
    }
}

fn row(at: usize, uri: String, findings: &Findings) -> impl IntoView + use<> {
    let field = Field::RedirectUri(u8::try_from(at).unwrap_or(u8::MAX));
    let name = field.input_name();
    let (label, remove) = (words::uri(at), words::remove_uri(at));
    let (state, findings) = (validity(findings, field), findings.clone());
    view! {
        <div class="repeat__row repeat__row--one">
            <TextField
                label=label
                name=name
                value=uri
                validity=state
                inputmode="url"
                placeholder=words::PLACEHOLDER
            >
                <FindingsAt findings field=field />
            </TextField>
            <IconButton icon=Glyph::TrashCan label=remove name="intent" value=format!("remove:{at}") />
        </div>
    }
}

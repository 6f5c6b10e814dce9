//! A set-up link on the one page that shows it, once.

use leptos::prelude::*;
use slipway_domain::caller::Person;
use slipway_domain::view::{FreshLink, FreshLinkView};

use crate::api::fresh_link::take_link;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::parts::once;
use crate::paths::Path;
use crate::shell::Document;
use crate::text::fresh_link as words;
use crate::ui::{ButtonLink, Kind, Notice, Page, PageHead, PageMain, Secret, Tone};

#[component]
pub fn FreshLinkPage() -> impl IntoView {
    load(take_link(), |FreshLinkView { person, link }| {
        let body = match link {
            Some(link) => shown(&person, link).into_any(),
            None => once::nothing(words::NOTHING_WHY, words::BACK, Path::Home.to_string()).into_any(),
        };
        view! {
            <Frame person=Some(person) area=Area::Nowhere title=words::TITLE>
                <Page>
                    <PageHead title=words::TITLE band=true />
                    {body}
                </Page>
            </Frame>
        }
    })
}

fn shown(person: &Person, link: FreshLink) -> impl IntoView + use<> {
    let back = match link.account {
        Some(account) => Path::of_account(Some(person), account),
        None => Path::People,
    };
    let console = use_context::<Document>().and_then(|document| document.set_up);
    let (body, done) = match console {
        Some(console) => (secret(&console, &link).into_any(), words::HANDED_OVER),
        None => (not_needed(&link).into_any(), words::GO_ON),
    };
    view! {
        <PageMain class="once">
            {body}
            <div class="once__acts">
                <ButtonLink href=back.to_string() kind=Kind::Primary>
                    {done}
                </ButtonLink>
            </div>
        </PageMain>
    }
}

fn secret(console: &str, link: &FreshLink) -> impl IntoView + use<> {
    let (label, hint) = (words::label(&link.name), words::hint(link.expires_at));
    let value = format!("{console}{}", link.path);
    let warning = once::warning(words::ONCE_WHY);
    view! {
        {warning}
        <Secret label value id="set-up-link" hint />
    }
}

/// Where people sign in at another issuer.
fn not_needed(link: &FreshLink) -> impl IntoView + use<> {
    let why = words::not_needed(&link.name, &link.email);
    view! {
        <Notice tone=Tone::Good title=words::NOT_NEEDED live=true>
            <p>{why}</p>
        </Notice>
    }
}

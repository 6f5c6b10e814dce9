//! A fresh token on the one page that shows it, once.

use leptos::prelude::*;
use slipway_domain::view::{FreshToken, FreshTokenView};

use crate::api::tokens::take_token;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::paths::{Path, text_file};
use crate::text::tokens as words;
use crate::ui::{ButtonLink, Empty, Glyph, Kind, Notice, Page, PageHead, PageMain, Secret, Tone};

#[component]
pub fn FreshTokenPage() -> impl IntoView {
    load(take_token(), |FreshTokenView { person, fresh }| {
        let body = match fresh {
            Some(fresh) => shown(fresh).into_any(),
            None => nothing().into_any(),
        };
        view! {
            <Frame person=Some(person) area=Area::Nowhere title=words::FRESH_TITLE>
                <Page>
                    <PageHead title=words::FRESH_TITLE band=true />
                    {body}
                </Page>
            </Frame>
        }
    })
}

fn shown(fresh: FreshToken) -> impl IntoView {
    let FreshToken { token, secret } = fresh;
    let text = words::file_text(&token.name, &secret.value);
    let hint = words::hint(&token);
    let (label, value) = (token.name, secret.value);
    view! {
        <PageMain class="once">
            <Notice tone=Tone::Warn title=words::ONCE live=true>
                <p>{words::ONCE_WHY}</p>
            </Notice>
            <Secret label value id="access-token" hint />
            <div class="once__acts">
                <ButtonLink href=Path::Tokens.to_string() kind=Kind::Primary>
                    {words::SAVED_IT}
                </ButtonLink>
                <ButtonLink href=text_file(&text) download=words::FILE>
                    {words::DOWNLOAD}
                </ButtonLink>
            </div>
        </PageMain>
    }
}

fn nothing() -> impl IntoView {
    let back = Path::Tokens.to_string();
    view! {
        <PageMain>
            <Empty
                title=words::NOTHING
                icon=Glyph::Password
                acts=move || view! { <ButtonLink href=back>{words::BACK}</ButtonLink> }
            >
                <p>{words::NOTHING_WHY}</p>
            </Empty>
        </PageMain>
    }
}

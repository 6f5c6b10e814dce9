//! A fresh token on the one page that shows it, once.

use leptos::prelude::*;
use slipway_domain::view::{FreshToken, FreshTokenView};

use crate::api::tokens::take_token;
use crate::parts::frame::{Area, Frame};
use crate::parts::load::load;
use crate::parts::once;
use crate::paths::Path;
use crate::text::tokens as words;
use crate::ui::{Page, PageHead, Secret};

#[component]
pub fn FreshTokenPage() -> impl IntoView {
    load(take_token(), |FreshTokenView { person, fresh }| {
        let body = match fresh {
            Some(fresh) => shown(fresh).into_any(),
            None => once::nothing(words::NOTHING_WHY, words::BACK, Path::Tokens.to_string()).into_any(),
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

fn shown(FreshToken { token, secret }: FreshToken) -> impl IntoView {
    let file = (words::FILE.to_owned(), words::file_text(&token.name, &secret.value));
    let hint = words::hint(&token);
    let (label, value) = (token.name, secret.value);
    let secret = view! { <Secret label value id="access-token" hint /> }.into_any();
    once::shown(words::ONCE_WHY, secret, Path::Tokens.to_string(), file)
}

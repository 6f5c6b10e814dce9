//! What a page says that shows secrets once, and what it says to whoever comes back to it.

use leptos::prelude::*;

use crate::paths::text_file;
use crate::text::once as words;
use crate::ui::{ButtonLink, Empty, Glyph, Kind, Notice, PageMain, Tone};

/// Above what is shown; `why` says what to do with it now.
pub fn warning(why: &'static str) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warn title=words::ONCE live=true>
            <p>{why}</p>
        </Notice>
    }
}

/// `secrets` below the warning, and above the ways on. `file`: the name and the text of the download.
pub fn shown(why: &'static str, secrets: AnyView, back: String, (file, text): (String, String)) -> impl IntoView {
    let (warning, href) = (warning(why), text_file(&text));
    view! {
        <PageMain class="once">
            {warning}
            {secrets}
            <div class="once__acts">
                <ButtonLink href=back kind=Kind::Primary>
                    {words::SAVED_IT}
                </ButtonLink>
                <ButtonLink href=href download=file>
                    {words::DOWNLOAD}
                </ButtonLink>
            </div>
        </PageMain>
    }
}

/// It was shown before, or there was nothing; `label` is where `back` leads.
pub fn nothing(why: &'static str, label: &'static str, back: String) -> impl IntoView {
    view! {
        <PageMain>
            <Empty
                title=words::NOTHING
                icon=Glyph::Password
                acts=move || view! { <ButtonLink href=back>{label}</ButtonLink> }
            >
                <p>{why}</p>
            </Empty>
        </PageMain>
    }
}

//! A message about the whole page or a whole block: what happened, what to know before going on.
//! What is wrong with one field is a finding and hangs on that field instead.

use super::mark::{Mark, MarkIcon};
use leptos::prelude::*;

/// What a notice or a tag has to say: colour and shape, never without words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// It worked.
    Good,
    /// It did not work, or blocks.
    Bad,
    /// Works, but needs attention.
    Warn,
    /// Good to know.
    #[default]
    Info,
}

impl Tone {
    /// The shape that goes with the colour.
    pub const fn mark(self) -> Mark {
        match self {
            Tone::Good => Mark::Done,
            Tone::Bad => Mark::Error,
            Tone::Warn => Mark::Warning,
            Tone::Info => Mark::Info,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Tone::Good => "notice notice--good",
            Tone::Bad => "notice notice--bad",
            Tone::Warn => "notice notice--warn",
            Tone::Info => "notice notice--info",
        }
    }
}

/// A notice; its title is what happened, its children what follows from it.
///
/// `live` announces it to assistive technology: for what a form has just brought about.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    #[prop(into)] title: String,
    #[prop(optional)] live: bool,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let role = live.then_some(if tone == Tone::Bad { "alert" } else { "status" });
    view! {
        <div class=tone.class() role=role id=id>
            <MarkIcon mark=tone.mark() />
            <div>
                <p class="notice__title">{title}</p>
                {children.map(|children| view! { <div class="notice__body">{children()}</div> })}
            </div>
        </div>
    }
}

/// The strip above everything that says this is not a real installation.
#[component]
pub fn Banner(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <aside class="banner" aria-label=label>
            <p>{children()}</p>
        </aside>
    }
}

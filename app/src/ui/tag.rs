//! Short labels on things: what kind they are, never what to do.

use leptos::prelude::*;

/// The colours of Carbon's tags that are in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hue {
    /// Plain.
    #[default]
    Gray,
    /// Free, good.
    Green,
    /// New, beta.
    Purple,
    /// Current, yours.
    Blue,
}

/// A tag.
#[component]
pub fn Tag(#[prop(optional)] hue: Hue, children: Children) -> impl IntoView {
    let class = match hue {
        Hue::Gray => "cds--tag cds--tag--gray cds--layout--size-sm",
        Hue::Green => "cds--tag cds--tag--green cds--layout--size-sm",
        Hue::Purple => "cds--tag cds--tag--purple cds--layout--size-sm",
        Hue::Blue => "cds--tag cds--tag--blue cds--layout--size-sm",
    };
    view! { <span class=class>{children()}</span> }
}

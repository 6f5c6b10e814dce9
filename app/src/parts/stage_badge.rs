//! The stage of an offering as a small tag.

use leptos::prelude::*;
use slipway_domain::stage::{Stage, Track};

use crate::text;
use crate::ui::{Hue, Tag};

#[component]
pub fn StageBadge(stage: Stage) -> impl IntoView {
    let hue = match stage.track() {
        Some(Track::Draft) | None => Hue::Gray,
        Some(Track::Limited) => Hue::Blue,
        Some(Track::Review) => Hue::Purple,
        Some(Track::Public) => Hue::Green,
    };
    view! { <Tag hue=hue>{text::stage(stage)}</Tag> }
}

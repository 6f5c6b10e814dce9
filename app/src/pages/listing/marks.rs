//! The icons that come with Slipway, as a gallery: each is a button that puts its path into the field of the icon.

use leptos::prelude::*;
use slipway_domain::field::Field;
use slipway_domain::rows::remedy;

use crate::text::listing as words;

/// Those in `public/marks` that suit an offering.
const MARKS: &[&str] = &[
    "archive", "cache", "forecast", "graph", "logs", "mail", "maps", "queue", "series", "speech", "streams", "vault",
    "vector", "vision",
];

pub(super) fn marks() -> impl IntoView {
    let mark = |name: &&str| choice(format!("/marks/{name}.svg"), words::use_mark(name));
    let marks = MARKS.iter().map(mark).collect_view();
    view! {
        <details class="mark-choices disclosure">
            <summary>{words::MARKS}</summary>
            <div class="mark-choices__list">{marks}</div>
        </details>
    }
}

/// The button that puts the address of a picture of ours into the field.
pub(super) fn choice(path: String, label: String) -> impl IntoView {
    let intent = remedy(Field::Icon, &path);
    picture_button(path, intent, label, 32)
}

/// A picture of ours, no larger than `side` pixels, that submits the form as `intent`.
pub(super) fn picture_button(path: String, intent: String, label: String, side: u16) -> impl IntoView {
    view! {
        <button
            class="mark-choice"
            type="submit"
            name="intent"
            value=intent
            formnovalidate=true
            aria-label=label.clone()
            title=label.clone()
        >
            <img src=path width=side height=side alt="" loading="lazy" />
        </button>
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_mark_is_there() {
        let marks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/marks");
        for name in MARKS {
            assert!(marks.join(format!("{name}.svg")).exists(), "{name}");
        }
    }
}

//! Two versions of a value with the words marked in which they differ.

use leptos::prelude::*;
use slipway_domain::compare::{Run, mark};

/// Both versions with what differs marked; a value that is not there is a dash.
pub fn sides(before: &str, now: &str) -> (AnyView, AnyView) {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for run in mark(before, now) {
        match run {
            Run::Same(text) => {
                old.push(text.to_owned().into_any());
                new.push(text.to_owned().into_any());
            }
            Run::Changed { before, now } => {
                old.extend((!before.is_empty()).then(|| view! { <del>{before.to_owned()}</del> }.into_any()));
                new.extend((!now.is_empty()).then(|| view! { <ins>{now.to_owned()}</ins> }.into_any()));
            }
        }
    }
    let side = |text: &str, runs: Vec<AnyView>| match text {
        "" => view! { <span class="quiet">"–"</span> }.into_any(),
        _ => runs.into_any(),
    };
    (side(before, old), side(now, new))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(before: &str, now: &str) -> (String, String) {
        let (before, now) = sides(before, now);
        (before.to_html(), now.to_html())
    }

    #[test]
    fn only_what_differs_is_marked_and_nothing_typed_becomes_markup() {
        let (before, now) = drawn("Fast <b>", "Very fast <b>");
        assert!(before.contains("<del>Fast</del>") && !before.contains("<b>"), "{before}");
        assert!(now.contains("<ins>Very fast</ins>"), "{now}");
    }

    #[test]
    fn every_place_that_differs_is_marked() {
        let (before, now) = drawn("Stores vectors in a day.", "Stores all vectors in an hour.");
        assert!(before.contains("<del>a day</del>") && !before.contains("ins"), "{before}");
        assert!(now.contains("<ins>all </ins>") && now.contains("<ins>an hour</ins>"), "{now}");
    }

    #[test]
    fn a_value_that_is_not_there_is_a_dash() {
        let (before, now) = drawn("", "Lite");
        assert!(before.contains('–') && !before.contains("del"), "{before}");
        assert!(now.contains("<ins>Lite</ins>"), "{now}");
    }
}

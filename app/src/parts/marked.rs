//! Two versions of a value with the words marked in which they differ.

use leptos::prelude::*;
use slipway_domain::compare::{Marked, mark};

/// Both versions with what differs marked; a value that is not there is a dash.
pub fn sides(before: &str, now: &str) -> (AnyView, AnyView) {
    let none = || view! { <span class="quiet">"–"</span> }.into_any();
    let Marked { head, before: old, now: new, tail } = mark(before, now);
    let around = |middle: Option<AnyView>| (head.to_owned(), middle, tail.to_owned()).into_any();
    let del = (!old.is_empty()).then(|| view! { <del>{old.to_owned()}</del> }.into_any());
    let ins = (!new.is_empty()).then(|| view! { <ins>{new.to_owned()}</ins> }.into_any());
    (if before.is_empty() { none() } else { around(del) }, if now.is_empty() { none() } else { around(ins) })
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
    fn a_value_that_is_not_there_is_a_dash() {
        let (before, now) = drawn("", "Lite");
        assert!(before.contains('–') && !before.contains("del"), "{before}");
        assert!(now.contains("<ins>Lite</ins>"), "{now}");
    }
}

//! What can be done on a page, or why not: a form whose answer is known to be no is not drawn, and in its place stands its
//! button, which does nothing and says the reason.

use leptos::prelude::*;

use crate::ui::{DisabledButton, Kind, Size};

/// The button of a form, as it stands there without the form.
#[derive(Debug)]
pub struct Act {
    id: String,
    label: &'static str,
    kind: Kind,
    size: Size,
    is_wide: bool,
}

impl Act {
    /// `id` must be unique on the page.
    pub fn new(id: impl Into<String>, label: &'static str) -> Self {
        Self { id: id.into(), label, kind: Kind::default(), size: Size::default(), is_wide: false }
    }

    #[must_use]
    pub fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    #[must_use]
    pub fn small(self) -> Self {
        Self { size: Size::Small, ..self }
    }

    #[must_use]
    pub fn wide(self) -> Self {
        Self { is_wide: true, ..self }
    }

    /// The form, unless there is a reason against it.
    pub fn unless<V: IntoView + 'static>(self, why_not: Option<String>, form: impl FnOnce() -> V) -> AnyView {
        let Some(reason) = why_not else { return form().into_any() };
        let Self { id, label, kind, size, is_wide } = self;
        view! {
            <DisabledButton id kind size wide=is_wide reason>
                {label}
            </DisabledButton>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(why_not: Option<&str>) -> String {
        let act = Act::new("remove", "Remove").kind(Kind::Ghost).small();
        act.unless(why_not.map(str::to_owned), || view! { <form method="post" action="/api/remove"></form> }).to_html()
    }

    #[test]
    fn no_form_is_drawn_past_its_reason() {
        let html = drawn(Some("It is used."));
        assert!(!html.contains("<form"), "{html}");
        for told in ["It is used.", "id=\"remove\"", "aria-disabled=\"true\"", "btn--ghost", "btn--sm", "Remove"] {
            assert!(html.contains(told), "{told} in {html}");
        }
        let html = drawn(None);
        assert!(html.contains("<form") && !html.contains("disabled"), "{html}");
    }
}

//! The title of the document. The framework writes it into the page as it is, so it is escaped here, and nowhere else
//! may a title be set.

use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn DocumentTitle(#[prop(into)] text: String) -> impl IntoView {
    view! { <Title text=escaped(&text) /> }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_itself() {
        assert_eq!(escaped("</title><b>A & B"), "&lt;/title&gt;&lt;b&gt;A &amp; B");
    }
}

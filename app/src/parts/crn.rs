//! A CRN, which may be longer than its column: it breaks between its segments, and is copied as it is.

use leptos::prelude::*;

pub fn crn(text: &str) -> impl IntoView + use<> {
    let segments = text.split_inclusive([':', '/']).map(ToOwned::to_owned);
    view! { <code>{segments.map(|segment| view! { {segment} <wbr /> }).collect_view()}</code> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_breaks_between_its_segments_and_reads_as_it_is() {
        let html = crn("crn:v1:a/1:<b>").to_html();
        assert_eq!(html.matches("<wbr>").count(), 5, "{html}");
        assert!(html.contains("&lt;b&gt;"), "{html}");
    }
}

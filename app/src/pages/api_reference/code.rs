//! Backticks of the document as code, and nothing else of it as anything.

use leptos::prelude::*;

/// A text with what stands between two backticks drawn as code.
pub(super) fn inline(text: &str) -> impl IntoView + use<> {
    spans(text)
        .into_iter()
        .map(|(is_code, text)| {
            let text = text.to_owned();
            if is_code { view! { <code>{text}</code> }.into_any() } else { text.into_any() }
        })
        .collect_view()
}

/// The parts of a text in their order, and whether each is code. A backtick without a second one is a character.
fn spans(text: &str) -> Vec<(bool, &str)> {
    let (mut all, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, after)) = after.split_once('`') else { break };
        all.push((false, before));
        all.push((true, code));
        rest = after;
    }
    all.push((false, rest));
    all.retain(|(_, part)| !part.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_two_backticks_is_code() {
        assert_eq!(spans("`draft` or `live`."), [(true, "draft"), (false, " or "), (true, "live"), (false, ".")]);
        assert_eq!(spans("plain"), [(false, "plain")]);
        assert!(spans("").is_empty());
    }

    #[test]
    fn a_backtick_alone_stays_a_character() {
        assert_eq!(spans("one ` alone"), [(false, "one ` alone")]);
        assert_eq!(spans("`a` and `"), [(true, "a"), (false, " and `")]);
    }
}

//! The same page of the catalog in the languages that something of its services is translated into: plain links, so
//! that a choice is in the address and nowhere else.

use std::sync::Arc;

use leptos::prelude::*;
use slipway_domain::language::Language;
use slipway_domain::translation::Spoken;

use crate::paths::percent;
use crate::text::parameter;
use crate::text::translation as words;
use crate::ui::Lang;

/// How an address names a language.
pub const LANGUAGE: &str = "lang";

/// `current` is what the page is in, `others` what it could be in beside English; nothing where there is no choice. `query`
/// is what else the address asks for, for example `q=vector&`.
pub fn languages(current: Language, others: &[Language], query: &str) -> Option<AnyView> {
    if others.is_empty() {
        return None;
    }
    let links = core::iter::once(Language::English)
        .chain(others.iter().copied())
        .map(|language| {
            let href = format!("?{query}{LANGUAGE}={}", language.code());
            let is_current = (language == current).then_some("true");
            view! {
                " "
                <a href=href lang=language.code() hreflang=language.code() aria-current=is_current>
                    {language.name()}
                </a>
            }
        })
        .collect_view();
    Some(
        view! {
            <nav class="quiet" aria-label=words::LANGUAGES>
                {words::READ_IN} {links}
            </nav>
        }
        .into_any(),
    )
}

/// An address without a query, in the language that the address of this page asks for; `lang` is empty if it asks for none.
pub fn with(address: String, lang: &str) -> String {
    if lang.is_empty() { address } else { format!("{address}?{LANGUAGE}={}", percent(lang)) }
}

/// From here on, every text of an offering on the page is announced in its own language.
pub fn announce(spoken: &Spoken) {
    let spoken = spoken.clone();
    provide_context(Lang(Arc::new(move |text: &str| spoken.lang(parameter::named(text)))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::lang_of;

    #[test]
    fn what_fell_back_to_english_is_not_announced_in_another_language() {
        let spoken = Spoken::new(Language::German, ["Größe".to_owned()]);
        Owner::new().with(|| {
            assert_eq!(lang_of("Größe"), None, "nobody has said so yet");
            announce(&spoken);
            assert_eq!(lang_of("Größe"), Some("de"));
            assert_eq!(lang_of(&parameter::optional("Größe")), Some("de"));
            assert_eq!(lang_of("Size"), None);
        });
    }

    #[test]
    fn a_choice_is_a_link_that_keeps_what_was_looked_for() {
        assert!(languages(Language::English, &[], "").is_none());
        let html = languages(Language::German, &[Language::German], "q=vector&").unwrap().to_html();
        assert!(html.contains("?q=vector&amp;lang=en") && html.contains("?q=vector&amp;lang=de"), "{html}");
        assert_eq!(html.matches("aria-current=\"true\"").count(), 1, "{html}");
    }
}

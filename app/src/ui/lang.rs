//! In which language a text is that stands on a page in English, so that it is announced in its own (WCAG 3.1.2).

use std::sync::Arc;

use leptos::prelude::*;

/// Tells the `lang` of a text, `None` if it is English: put into the context by a page that shows texts of both kinds.
#[derive(Clone)]
pub struct Lang(pub Arc<Tells>);

type Tells = dyn Fn(&str) -> Option<&'static str> + Send + Sync;

/// The `lang` of the element around a text; `None`: it is in the language of the page.
pub fn lang_of(text: &str) -> Option<&'static str> {
    use_context::<Lang>().and_then(|Lang(of)| of(text))
}

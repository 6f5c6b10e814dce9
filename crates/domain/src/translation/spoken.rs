//! Which texts of a page are read in another language than English, so that each can be announced in its own (WCAG 3.1.2).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// The texts that are translated; every other one fell back to English.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    language: Language,
    texts: BTreeSet<String>,
}

impl Spoken {
    pub fn new(language: Language, texts: impl IntoIterator<Item = String>) -> Self {
        let texts = texts.into_iter().map(|text| text.trim().to_owned()).collect();
        Self { language, texts }
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The `lang` of the element around a text; `None`: it is in English, as the page is.
    pub fn lang(&self, text: &str) -> Option<&'static str> {
        self.texts.contains(text.trim()).then(|| self.language.code())
    }

    /// As much as a page needs that shows only these.
    #[must_use]
    pub fn only(&self, shown: &[&str]) -> Self {
        let texts = shown.iter().filter(|text| self.lang(text).is_some());
        Self::new(self.language, texts.map(|text| (*text).to_owned()))
    }
}

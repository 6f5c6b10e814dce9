//! The languages that catalog texts can be read in (§4.7a). Everything is written in English first, and read in English
//! where nobody has translated it.

use serde::{Deserialize, Serialize};

macro_rules! languages {
    ($($language:ident = $code:literal $name:literal,)*) => {
        /// Written as its code.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Language {
            #[default]
            #[serde(rename = "en")]
            English,
            $(#[serde(rename = $code)] $language,)*
        }

        impl Language {
            /// Those that texts are translated into: all but English.
            pub const TRANSLATED: &'static [Self] = &[$(Self::$language,)*];

            /// As addresses, browsers and the export write it: `pt-br`.
            pub const fn code(self) -> &'static str {
                match self {
                    Self::English => "en",
                    $(Self::$language => $code,)*
                }
            }

            /// As its own readers call it.
            pub const fn name(self) -> &'static str {
                match self {
                    Self::English => "English",
                    $(Self::$language => $name,)*
                }
            }
        }
    };
}

languages! {
    German = "de" "Deutsch",
    Spanish = "es" "Español",
    French = "fr" "Français",
    Italian = "it" "Italiano",
    Japanese = "ja" "日本語",
    Korean = "ko" "한국어",
    Portuguese = "pt-br" "Português (Brasil)",
    SimplifiedChinese = "zh-cn" "简体中文",
    TraditionalChinese = "zh-tw" "繁體中文",
}

/// Of what a browser accepts, as much is read.
const MOST_ACCEPTED: usize = 20;

impl Language {
    /// By its code, in capitals or not.
    pub fn parse(code: &str) -> Option<Self> {
        let is_it = |language: &Self| language.code().eq_ignore_ascii_case(code.trim());
        core::iter::once(Self::English).chain(Self::TRANSLATED.iter().copied()).find(is_it)
    }

    /// What somebody reads: the language that the address asks for, else the one that the browser likes best
    /// (`Accept-Language`) of those that there are, else English.
    pub fn chosen(asked: &str, accepted: &str) -> Self {
        Self::parse(asked).unwrap_or_else(|| Self::accepted(accepted))
    }

    fn accepted(header: &str) -> Self {
        let mut best = (0, Self::English);
        for item in header.split(',').take(MOST_ACCEPTED) {
            let mut parts = item.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1000, thousandths);
            if let Some(language) = Self::of_tag(tag)
                && weight > best.0
            {
                best = (weight, language);
            }
        }
        best.1
    }

    /// The language of a tag like `de-CH`; `None` if it is not among ours.
    fn of_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        if let Some(exact) = Self::parse(&tag) {
            return Some(exact);
        }
        match tag.split('-').next().unwrap_or_default() {
            "zh" if ["hant", "hk", "mo"].iter().any(|part| tag.split('-').any(|other| other == *part)) => {
                Some(Self::TraditionalChinese)
            }
            "zh" => Some(Self::SimplifiedChinese),
            "pt" => Some(Self::Portuguese),
            primary => Self::parse(primary),
        }
    }
}

/// `0.8` as 800; what is no weight counts for nothing.
fn thousandths(weight: &str) -> u16 {
    let (whole, rest) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let rest: String = rest.chars().chain("000".chars()).take(3).collect();
    let whole: Option<u16> = whole.parse().ok().filter(|whole| *whole <= 1);
    let all = whole.zip(rest.parse::<u16>().ok()).map(|(whole, rest)| whole * 1000 + rest);
    all.filter(|all| *all <= 1000).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_language_is_found_under_its_code_and_written_as_it() {
        for language in core::iter::once(Language::English).chain(Language::TRANSLATED.iter().copied()) {
            assert_eq!(Language::parse(&language.code().to_uppercase()), Some(language));
            assert_eq!(serde_json::to_value(language).unwrap(), language.code());
        }
        assert_eq!(Language::TRANSLATED.len(), 9);
        assert_eq!(Language::parse("nl"), None);
    }

    #[test]
    fn the_address_decides_then_the_browser_then_english() {
        for (asked, accepted, language) in [
            ("de", "fr", Language::German),
            ("nl", "fr", Language::French),
            ("", "de-CH,de;q=0.9,en;q=0.8", Language::German),
            ("", "en-GB, de;q=0.9", Language::English),
            ("", "nl, fr;q=0.5, de;q=0.7", Language::German),
            ("", "de;q=0, fr;q=0.1", Language::French),
            ("", "pt-PT", Language::Portuguese),
            ("", "zh-Hant-HK", Language::TraditionalChinese),
            ("", "zh", Language::SimplifiedChinese),
            ("", "*", Language::English),
            ("", "de;q=2, fr;q=x", Language::English),
            ("", "", Language::English),
        ] {
            assert_eq!(Language::chosen(asked, accepted), language, "{asked} {accepted}");
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_reading_it_panic(header in ".*") {
            Language::chosen(&header, &header);
        }
    }
}

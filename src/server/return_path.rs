//! Where somebody goes after signing in: a page of ours or none. Everything that a browser could read as another origin
//! is no path (security.md §3b).

/// Longer ones are no address of ours.
const LONGEST: usize = 2048;

/// A path with an optional query that stays on this origin whatever a browser makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReturnPath(String);

impl ReturnPath {
    /// Starts with one `/`, not followed by `/` or `\`, and has visible ASCII only: no backslash, no blank, no control.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        (stays_here(text) && plain && text.len() <= LONGEST).then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ReturnPath {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

/// A path of this origin, with whatever behind it: one `/`, and neither a second one nor a `\`, which browsers take for
/// one, right behind it. They leave some control characters out before they look, so there is none anywhere.
pub(crate) fn stays_here(text: &str) -> bool {
    let is_path = text.strip_prefix('/').is_some_and(|rest| !rest.starts_with(['/', '\\']));
    is_path && !text.contains(char::is_control)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    /// Any text, and those that are close to what leads browsers astray.
    pub(in crate::server) fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[/\\\\.@:?#%e\t\r\n \u{7f}\u{85}\u{2028}-]{0,24}",
            "(https?:)?[/\\\\\t]{0,3}(evil|console)\\.example[/?#@:]?[!-~]{0,8}",
            prop::sample::select(HOSTILE).prop_map(str::to_owned),
        ]
    }

    /// Where a browser ends up that is sent to `to` by an answer of ours.
    pub(in crate::server) fn is_on_our_origin(to: &str) -> bool {
        let base = Url::parse("https://console.example/login/callback?code=1").unwrap();
        base.join(to).is_ok_and(|to| to.origin() == base.origin())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn whatever_is_taken_for_a_path_leads_to_our_origin(text in texts()) {
            if stays_here(&text) {
                prop_assert!(is_on_our_origin(&text));
            }
            if let Some(path) = ReturnPath::parse(&text) {
                let path = path.as_str();
                prop_assert!(is_on_our_origin(path) && path.len() <= LONGEST);
                prop_assert!(path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'));
                prop_assert!(path.bytes().all(|byte| byte.is_ascii_graphic()));
            }
        }
    }

    /// What the fuzz target begins with.
    #[test]
    fn seeds_that_are_taken_for_a_path_lead_to_our_origin() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/return_path");
        let mut taken = Vec::new();
        for file in std::fs::read_dir(directory).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            assert!(!stays_here(&text) || is_on_our_origin(&text), "{text:?}");
            taken.extend(ReturnPath::parse(&text).map(|path| path.as_str().to_owned()));
        }
        taken.sort_unstable();
        let pages = ["/%2F%2Fevil.example", "/@evil.example", "/offerings/northwind-vector/tests?tab=catalog#row-12.3"];
        assert_eq!(taken, pages);
    }

    /// What has led browsers astray elsewhere: schemes, empty and doubled slashes, backslashes, characters that URL
    /// parsers drop, user information, encodings, absolute forms.
    const HOSTILE: &[&str] = &[
        "",
        " ",
        "evil.example",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
        "/\\\\evil.example",
        "\\evil.example",
        "http://evil.example",
        "https://evil.example",
        "https:evil.example",
        "https:/evil.example",
        "http:///evil.example",
        "HTTPS://evil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:a@evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r/evil.example",
        "\t//evil.example",
        "\n//evil.example",
        "\r\n//evil.example",
        " //evil.example",
        "/ /evil.example",
        "/\u{b}/evil.example",
        "/\u{c}/evil.example",
        "/\0/evil.example",
        "/\u{7f}/evil.example",
        "/\u{85}/evil.example",
        "/\u{a0}/evil.example",
        "/\u{2028}/evil.example",
        "\u{feff}//evil.example",
        "/\u{200b}/evil.example",
        "/\u{ff0f}evil.example",
        "/\u{2215}evil.example",
        "\u{ff0f}\u{ff0f}evil.example",
        "//evil.example@console.example",
        "//console.example@evil.example",
        "@evil.example",
        ":@evil.example",
        "?//evil.example",
        "#//evil.example",
        "./evil.example",
        "../evil.example",
        ".//evil.example",
        "..//evil.example",
        "%2f%2fevil.example",
        "%5c%5cevil.example",
        "https%3a%2f%2fevil.example",
        "/ok\r\nSet-Cookie: a=b",
        "/ok\nLocation: //evil.example",
        "/ok\\..\\evil",
        "/a b",
        "/ü",
        "//",
        "/\\",
        "\\",
        "http:",
        "//[::1]",
        "//127.0.0.1",
        "//localhost",
        "//0",
        "///",
        "//\\evil.example",
        "/\\[::1]",
        "ht\ttp://evil.example",
    ];

    /// Odd, but ours wherever a browser goes with them.
    const HARMLESS: &[&str] = &[
        "/",
        "/offerings",
        "/offerings/northwind-vector/listing?tab=settings#name",
        "/a//evil.example",
        "/%2f%2fevil.example",
        "/%5cevil.example",
        "/.//evil.example",
        "/..//evil.example",
        "/@evil.example",
        "/:@evil.example",
        "/https://evil.example",
        "/?to=//evil.example",
        "/#//evil.example",
        "/%0d%0aLocation:%20x",
        "/;//evil.example",
    ];

    #[test]
    fn nothing_that_could_leave_the_console_is_a_path() {
        for text in HOSTILE {
            assert_eq!(ReturnPath::parse(text), None, "{text:?}");
        }
        assert_eq!(ReturnPath::parse(&format!("/{}", "a".repeat(LONGEST))), None);
    }

    #[test]
    fn every_path_stays_on_our_origin_when_a_browser_resolves_it() {
        for text in HARMLESS {
            let path = ReturnPath::parse(text).unwrap_or_else(|| panic!("{text:?}"));
            assert!(is_on_our_origin(path.as_str()), "{text:?}");
        }
    }

    /// Every text of up to five of the characters that browsers have been led astray with.
    #[test]
    fn no_short_text_that_is_a_path_leaves_our_origin() {
        const CHARACTERS: [char; 10] = ['/', '\\', '.', '@', ':', '?', '#', '\t', '%', 'e'];
        let (mut texts, mut paths) = (vec![String::new()], 0);
        for _ in 0..5 {
            texts = texts.iter().flat_map(|text| CHARACTERS.map(|character| format!("{text}{character}"))).collect();
            for path in texts.iter().filter_map(|text| ReturnPath::parse(text)) {
                assert!(is_on_our_origin(path.as_str()), "{path:?}");
                paths += 1;
            }
        }
        assert!(paths > 1_000, "{paths}");
    }
}

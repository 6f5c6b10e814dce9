//! The form that a text has to have: a regular expression without look-around, so that the time grows with the text and
//! with the size of the pattern and no faster (§4.11, RE2), and always about the whole text.

use regex::{Regex, RegexBuilder};

/// The most memory that the automaton of a pattern may take, in bytes: enough for any character 255 times, with whatever
/// features of the library others ask for. It bounds how long a text takes as well, beside [`super::LONGEST_PATTERNED`].
const LARGEST: usize = 1 << 19;

/// A pattern that can be read.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// Anchors it; `None` if it cannot be read.
    pub fn parse(written: &str) -> Option<Self> {
        let written = as_re2(written);
        // Alone first: brackets that only close within ours would be read otherwise.
        built(&written)?;
        built(&format!("^(?:{written})$")).map(Self)
    }

    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

fn built(written: &str) -> Option<Regex> {
    RegexBuilder::new(written).size_limit(LARGEST).build().ok()
}

/// Digits, letters and spaces as RE2 has them: those of Unicode are hundreds of ranges long.
fn as_re2(written: &str) -> String {
    let mut read = String::with_capacity(written.len());
    let mut characters = written.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            read.push(character);
            continue;
        }
        match characters.next() {
            Some('d') => read.push_str("[0-9]"),
            Some('D') => read.push_str("[^0-9]"),
            Some('w') => read.push_str("[0-9A-Za-z_]"),
            Some('W') => read.push_str("[^0-9A-Za-z_]"),
            Some('s') => read.push_str("[\\t\\n\\f\\r ]"),
            Some('S') => read.push_str("[^\\t\\n\\f\\r ]"),
            Some(other) => read.extend(['\\', other]),
            None => read.push('\\'),
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_about_the_whole_text() {
        let pattern = Pattern::parse("[a-z]+|[0-9]").unwrap();
        assert!(pattern.is_match("abc") && pattern.is_match("7"));
        assert!(!pattern.is_match("abc7") && !pattern.is_match("77") && !pattern.is_match(""));
    }

    #[test]
    fn what_would_be_read_otherwise_or_takes_too_much_is_none() {
        for written in ["(", "a)|(b", "(?=a)", "\\1", "\\", "(?:a{1000}){1000}", "(?:a?){20000}b", "(?:a*){30000}"] {
            assert!(Pattern::parse(written).is_none(), "{written}");
        }
    }

    #[test]
    fn classes_are_those_of_re2_also_within_brackets_and_many_times() {
        let is_match = |written: &str, text: &str| Pattern::parse(written).unwrap().is_match(text);
        assert!(is_match("[\\w.-]{1,253}", "a-b.c_9") && is_match("\\d+", "10") && is_match("\\S{1,255}", "\u{e9}"));
        assert!(!is_match("\\w", "\u{e9}") && !is_match("\\d", "\u{663}") && !is_match("\\S", " "));
        assert!(is_match("a\\\\w", "a\\w"), "a backslash that is meant stays one");
    }
}

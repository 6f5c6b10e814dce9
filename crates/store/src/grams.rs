//! Words that are looked for, as an index over every three letters knows them. Single letters and pairs stand behind
//! spaces in it, which no word has, so that one index answers for words of any length.

use std::collections::BTreeSet;

/// So many words of a search are asked of the index, and so much of each: that narrows enough. What is found is
/// compared with all of them.
const MOST_WORDS: usize = 8;
const MOST_LETTERS: usize = 32;

/// Where more have the words, they are met soon enough by reading along another index.
pub(crate) const MOST_HITS: usize = 1_000;

/// What the index keeps of a text, which is in small letters.
pub(crate) fn grams(text: &str) -> String {
    let mut short = BTreeSet::new();
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        short.extend(letters.iter().map(|letter| format!("  {letter}")));
        short.extend(letters.windows(2).map(|pair| format!(" {}", String::from_iter(pair))));
    }
    let mut kept = text.to_owned();
    kept.extend(short);
    kept
}

/// What the index is asked for: texts that have all those words, which are in small letters.
pub(crate) fn asked(words: &[String]) -> String {
    let phrases = words.iter().take(MOST_WORDS).map(|word| {
        let begins: String = word.chars().take(MOST_LETTERS).collect();
        let ahead = match begins.chars().count() {
            1 => "  ",
            2 => " ",
            _ => "",
        };
        format!("\"{ahead}{}\"", begins.replace('"', "\"\""))
    });
    phrases.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_pairs_stand_behind_spaces() {
        assert_eq!(grams("abc d"), "abc d  a  b  c  d ab bc");
        assert_eq!(grams(""), "");
    }

    #[test]
    fn a_word_is_asked_for_as_it_is_and_a_short_one_behind_spaces() {
        let words = |words: &[&str]| asked(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(words(&["a", "ab", "abc"]), "\"  a\" \" ab\" \"abc\"");
        assert_eq!(words(&["\""]), "\"  \"\"\"", "a mark of quotation ends nothing");
        assert_eq!(words(&["ä".repeat(40).as_str()]), format!("\"{}\"", "ä".repeat(32)));
        assert_eq!(words(&["abc"; 20]).split(' ').count(), 8);
    }
}

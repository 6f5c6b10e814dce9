//! Reads names and sentences the way a reviewer does: finds a company or a price in a name, counts sentences, makes
//! technical names. Knows no field and no rule.

use core::ops::Range;

mod lists;

use lists::{ABBREVIATIONS, DANGLING_SIGNS, DANGLING_WORDS, EVERYDAY_WORDS, LEGAL_FORMS, PRICE_WORDS};

/// A technical name made of `text`: lower-case ASCII letters and digits, a hyphen for everything between.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        let folded = folded(character);
        if !folded.is_empty() {
            slug.push_str(folded);
        } else if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// German umlauts as their bare vowels, the other way to spell them.
pub(crate) fn without_marks(text: &str) -> String {
    let bare = |c: char| match c {
        'ä' | 'Ä' => 'a',
        'ö' | 'Ö' => 'o',
        'ü' | 'Ü' => 'u',
        _ => c,
    };
    text.chars().map(bare).collect()
}

/// The words of a company's name that make it: without "The" in front and the legal form behind.
pub(crate) fn company_words(company: &str) -> Vec<&str> {
    let mut words: Vec<&str> = words(company).map(|range| &company[range]).collect();
    while words.len() > 1 && words.last().is_some_and(|word| LEGAL_FORMS.contains(&word.to_lowercase().as_str())) {
        words.pop();
    }
    if words.len() > 1 && words[0].eq_ignore_ascii_case("the") {
        words.remove(0);
    }
    words
}

/// Where `text` names the company: in full, or by its first word if that is not an everyday one.
pub(crate) fn company_in(text: &str, company: &str) -> Option<Range<usize>> {
    let company = company_words(company);
    let first = company.first()?;
    phrase_in(text, &company).or_else(|| {
        let telling = first.chars().count() >= 3 && !EVERYDAY_WORDS.contains(&first.to_lowercase().as_str());
        telling.then(|| phrase_in(text, &[first]))?
    })
}

/// Where `text` contains the words of `name`, whatever their case.
pub(crate) fn name_in(text: &str, name: &str) -> Option<Range<usize>> {
    let name: Vec<&str> = words(name).map(|range| &name[range]).collect();
    phrase_in(text, &name)
}

/// `text` without the part at `range` and without the punctuation that is left dangling.
pub(crate) fn without(text: &str, range: Range<usize>) -> String {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let after = after.strip_prefix("’s").or_else(|| after.strip_prefix("'s")).unwrap_or(after);
    let (before, after) = match (before.strip_suffix('('), after.strip_prefix(')')) {
        (Some(before), Some(after)) => (before, after),
        _ => (before, after),
    };
    let joined = format!("{before} {after}");
    let words: Vec<&str> = joined.split_whitespace().collect();
    let start = words.iter().take_while(|word| dangles(word)).count();
    let end = words.len() - words[start..].iter().rev().take_while(|word| dangles(word)).count();
    words[start..end].join(" ").trim_matches(DANGLING_SIGNS).to_owned()
}

fn dangles(word: &str) -> bool {
    let word = word.trim_matches(DANGLING_SIGNS).to_lowercase();
    word.is_empty() || DANGLING_WORDS.contains(&word.as_str())
}

/// The first word or sign in a name that speaks of money.
pub(crate) fn price_in(text: &str) -> Option<&str> {
    if let Some((at, sign)) = text.char_indices().find(|(_, c)| "€$£¥%".contains(*c)) {
        return Some(&text[at..at + sign.len_utf8()]);
    }
    words(text).find_map(|range| {
        let joined = text[..range.start].ends_with('-') || text[range.end..].starts_with('-');
        let word = &text[range];
        let lower = word.to_lowercase();
        (PRICE_WORDS.contains(&lower.as_str()) && !(joined && lower == "free")).then_some(word)
    })
}

/// The sentences of a text, without blanks around them. A blank line ends a sentence, an abbreviation does not.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        let after = &text[end..];
        let ends = match character {
            '\n' => after.trim_start_matches([' ', '\t', '\r']).starts_with('\n'),
            '.' => ends_at_dot(&text[start..at], after),
            '!' | '?' => after.is_empty() || after.starts_with(char::is_whitespace),
            _ => false,
        };
        if ends {
            sentences.push(&text[start..end]);
            start = end;
        }
    }
    sentences.push(&text[start..]);
    sentences.into_iter().map(str::trim).filter(|sentence| sentence.contains(char::is_alphanumeric)).collect()
}

/// One of the texts begins with the other, word for word, whatever the case.
pub(crate) fn repeats(one: &str, other: &str) -> bool {
    let lower = |text: &str| words(text).map(|range| text[range].to_lowercase()).collect::<Vec<_>>();
    let (one, other) = (lower(one), lower(other));
    let shared = one.len().min(other.len());
    shared >= 3 && one[..shared] == other[..shared]
}

/// The words of a text: runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    core::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        at = text[start..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |length| start + length);
        Some(start..at)
    })
}

fn phrase_in(text: &str, phrase: &[&str]) -> Option<Range<usize>> {
    let ranges: Vec<Range<usize>> = words(text).collect();
    let same = |(range, word): (&Range<usize>, &&str)| text[range.clone()].to_lowercase() == word.to_lowercase();
    ranges
        .windows(phrase.len().max(1))
        .find(|window| window.len() == phrase.len() && window.iter().zip(phrase).all(same))
        .and_then(|window| Some(window.first()?.start..window.last()?.end))
}

fn ends_at_dot(before: &str, after: &str) -> bool {
    let Some(next) = after.chars().next() else { return true };
    // Asked first: what follows costs the length of a word, and a text may be nothing but dots.
    if !next.is_whitespace() {
        return false;
    }
    let last_word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    !after.trim_start().starts_with(char::is_lowercase) && !ABBREVIATIONS.contains(&last_word.to_lowercase().as_str())
}

/// Letters outside ASCII that technical names spell with one or two letters of it.
const fn folded(character: char) -> &'static str {
    match character {
        'ä' | 'æ' => "ae",
        'ö' | 'œ' | 'ø' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ł' => "l",
        'ñ' | 'ń' => "n",
        'ò' | 'ó' | 'ô' | 'õ' => "o",
        'ś' | 'š' => "s",
        'ù' | 'ú' | 'û' | 'ů' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests;

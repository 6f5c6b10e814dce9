//! Where in a text the change is: the words that both versions begin and end with stand back.

/// Two texts taken apart: both are `head`, their own middle, `tail`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked<'a> {
    pub head: &'a str,
    pub before: &'a str,
    pub now: &'a str,
    pub tail: &'a str,
}

/// Cuts at whole words only; texts without a common word are changed as a whole.
pub fn mark<'a>(before: &'a str, now: &'a str) -> Marked<'a> {
    let (old, new) = (words(before), words(now));
    let heads = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - heads;
    let tails = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let head: usize = old[..heads].iter().map(|word| word.len()).sum();
    let tail: usize = old[old.len() - tails..].iter().map(|word| word.len()).sum();
    Marked {
        head: &before[..head],
        before: &before[head..before.len() - tail],
        now: &now[head..now.len() - tail],
        tail: &before[before.len() - tail..],
    }
}

/// Runs of letters and digits, and every other character alone.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match rest.find(|c: char| !c.is_alphanumeric()) {
            Some(0) => first.len_utf8(),
            Some(end) => end,
            None => rest.len(),
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Marked, mark};

    #[test]
    fn only_the_words_that_differ_are_marked() {
        let marked = mark("Answers in under a millisecond, with filters.", "Answers in milliseconds, with filters.");
        assert_eq!(
            marked,
            Marked { head: "Answers in ", before: "under a millisecond", now: "milliseconds", tail: ", with filters." }
        );
    }

    #[test]
    fn what_was_appended_is_all_that_is_marked() {
        let marked = mark("https://northwind.example/terms", "https://northwind.example/terms/vector");
        assert_eq!((marked.before, marked.now), ("", "/vector"));
    }

    #[test]
    fn a_repeated_word_is_not_counted_at_both_ends() {
        let marked = mark("go go", "go");
        assert_eq!((marked.head, marked.before, marked.now, marked.tail), ("go", " go", "", ""));
    }

    proptest! {
        #[test]
        fn both_texts_can_be_put_together_again(before in "[ab é.]{0,12}", now in "[ab é.]{0,12}") {
            let Marked { head, before: old, now: new, tail } = mark(&before, &now);
            prop_assert_eq!(format!("{head}{old}{tail}"), before.as_str());
            prop_assert_eq!(format!("{head}{new}{tail}"), now.as_str());
        }
    }
}

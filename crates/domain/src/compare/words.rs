//! Where in a text the changes are: the words that both versions have in the same order stand back, in as many runs as it
//! takes.

use core::ops::Range;

/// Words of one text times words of the other, without what both begin and end with: what is beyond is marked in one run, so
/// that no text takes more than about a megabyte to compare.
const MOST_CELLS: usize = 1 << 18;

/// A stretch of two texts. Those of a comparison follow each other without a gap, and never two of the same kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run<'a> {
    Same(&'a str),
    /// At most one of them is empty.
    Changed {
        before: &'a str,
        now: &'a str,
    },
}

/// Cuts at whole words only; texts without a common word are changed as a whole.
pub fn mark<'a>(before: &'a str, now: &'a str) -> Vec<Run<'a>> {
    let (old, new) = (words(before), words(now));
    let heads = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - heads;
    let tails = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - tails, new.len() - tails);
    let mut kept: Vec<(usize, usize)> = (0..heads).map(|at| (at, at)).collect();
    let middle = in_both(&old[heads..old_end], &new[heads..new_end]);
    kept.extend(middle.into_iter().map(|(old, new)| (heads + old, heads + new)));
    kept.extend((0..tails).map(|at| (old_end + at, new_end + at)));
    let (old_at, new_at) = (starts(&old), starts(&new));
    joined(stretches(&kept, (old.len(), new.len())), &old)
        .into_iter()
        .map(|Stretch { is_same, old, new }| {
            let (before, now) = (&before[old_at[old.start]..old_at[old.end]], &now[new_at[new.start]..new_at[new.end]]);
            if is_same { Run::Same(now) } else { Run::Changed { before, now } }
        })
        .collect()
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

/// The byte at which each word begins, and the end of the text.
fn starts(words: &[&str]) -> Vec<usize> {
    let ends = words.iter().scan(0, |end, word| {
        *end += word.len();
        Some(*end)
    });
    core::iter::once(0).chain(ends).collect()
}

/// The places of a longest common subsequence; none where there would be too many cells to fill.
fn in_both(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > MOST_CELLS {
        return Vec::new();
    }
    let width = new.len() + 1;
    // How many words both have from here to their ends.
    let mut counts = vec![0_u32; (old.len() + 1) * width];
    for at in (0..old.len()).rev() {
        for to in (0..new.len()).rev() {
            counts[at * width + to] = if old[at] == new[to] {
                counts[(at + 1) * width + to + 1] + 1
            } else {
                counts[(at + 1) * width + to].max(counts[at * width + to + 1])
            };
        }
    }
    let (mut at, mut to) = (0, 0);
    let mut pairs = Vec::new();
    while at < old.len() && to < new.len() {
        if old[at] == new[to] {
            pairs.push((at, to));
            at += 1;
            to += 1;
        } else if counts[(at + 1) * width + to] >= counts[at * width + to + 1] {
            at += 1;
        } else {
            to += 1;
        }
    }
    pairs
}

/// The places of words in both texts.
struct Stretch {
    is_same: bool,
    old: Range<usize>,
    new: Range<usize>,
}

/// `kept`: the words that both have; `ends`: how many each has.
fn stretches(kept: &[(usize, usize)], ends: (usize, usize)) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let (mut old, mut new) = (0, 0);
    for &(at, to) in kept {
        if (at, to) != (old, new) {
            stretches.push(Stretch { is_same: false, old: old..at, new: new..to });
        }
        (old, new) = (at + 1, to + 1);
        match stretches.last_mut() {
            Some(last) if last.is_same => (last.old.end, last.new.end) = (old, new),
            _ => stretches.push(Stretch { is_same: true, old: at..old, new: to..new }),
        }
    }
    if (old, new) != ends {
        stretches.push(Stretch { is_same: false, old: old..ends.0, new: new..ends.1 });
    }
    stretches
}

/// Blanks and signs alone between two changes belong to them: a new sentence is one change and not one for each word.
fn joined(stretches: Vec<Stretch>, words: &[&str]) -> Vec<Stretch> {
    let mut joined: Vec<Stretch> = Vec::new();
    let mut rest = stretches.into_iter().peekable();
    while let Some(next) = rest.next() {
        let says = words[next.old.clone()].iter().any(|word| word.chars().any(char::is_alphanumeric));
        let is_between = next.is_same && !says && rest.peek().is_some();
        match joined.last_mut() {
            Some(last) if !last.is_same && (is_between || !next.is_same) => {
                (last.old.end, last.new.end) = (next.old.end, next.new.end);
            }
            _ => joined.push(next),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Run::{Changed, Same};
    use super::{Run, mark};

    #[test]
    fn only_the_words_that_differ_are_marked() {
        assert_eq!(
            mark("Answers in under a millisecond, with filters.", "Answers in milliseconds, with filters."),
            [
                Same("Answers in "),
                Changed { before: "under a millisecond", now: "milliseconds" },
                Same(", with filters."),
            ]
        );
    }

    #[test]
    fn changes_in_several_places_are_marked_each_and_what_is_between_is_not() {
        assert_eq!(
            mark("Stores vectors and finds them in a day.", "Stores all vectors and finds them in one hour."),
            [
                Same("Stores "),
                Changed { before: "", now: "all " },
                Same("vectors and finds them in "),
                Changed { before: "a day", now: "one hour" },
                Same("."),
            ]
        );
    }

    #[test]
    fn what_was_appended_is_all_that_is_marked() {
        let marked = mark("https://northwind.example/terms", "https://northwind.example/terms/vector");
        assert_eq!(marked[1..], [Changed { before: "", now: "/vector" }]);
    }

    #[test]
    fn a_repeated_word_is_not_counted_at_both_ends() {
        assert_eq!(mark("go go", "go"), [Same("go"), Changed { before: " go", now: "" }]);
    }

    #[test]
    fn two_texts_that_are_the_same_or_empty_have_nothing_to_mark() {
        assert_eq!(mark("Lite", "Lite"), [Same("Lite")]);
        assert_eq!(mark("", ""), []);
        assert_eq!(mark("", "Lite"), [Changed { before: "", now: "Lite" }]);
    }

    #[test]
    fn texts_that_are_too_long_are_marked_in_one_run() {
        let text = |letter: char| (0..600).map(|at| format!("{letter}{at} same ")).collect::<Vec<_>>().concat();
        let (before, now) = (text('a'), text('b'));
        let runs = mark(&before, &now);
        // Both end with the same word.
        assert!(matches!(runs[..], [Changed { .. }, Same(" same ")]), "{} runs", runs.len());
        assert!(mark(&before[..200], &now[..200]).len() > 10);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_put_together_again(before in "[ab é.]{0,24}", now in "[ab é.]{0,24}") {
            let (mut old, mut new) = (String::new(), String::new());
            let mut last_is_same = None;
            for run in mark(&before, &now) {
                let is_same = matches!(run, Run::Same(_));
                prop_assert!(last_is_same.replace(is_same) != Some(is_same), "two runs of the same kind");
                let (then, after) = match run {
                    Run::Same(both) => (both, both),
                    Run::Changed { before, now } => (before, now),
                };
                prop_assert!(!then.is_empty() || !after.is_empty());
                old.push_str(then);
                new.push_str(after);
            }
            prop_assert_eq!((old, new), (before, now));
        }
    }
}

//! Two versions of the texts of one language: put together text by text.

use std::collections::{BTreeMap, BTreeSet};

use super::{Row, Texts, Translated, plain};
use crate::language::Language;
use crate::merge::{Disputed, Merged, Side, chosen, settled};
use crate::offering::Offering;

impl Offering {
    /// The same texts by the keys of the places that there are now: an English text may have moved since, or gone.
    pub fn placed(&self, language: Language, texts: &Texts) -> Texts {
        let rows = self.saying(language, texts.clone()).translation_rows(language);
        let kept = |row: Row| {
            let source = row.was.unwrap_or(row.source);
            (row.place.key, Translated { text: plain(&row.text), source })
        };
        rows.into_iter().flat_map(|(_, rows)| rows).filter(Row::is_translated).map(kept).collect()
    }

    /// What somebody typed in a language, put together with what is saved of it now. `base` is what their form was made of;
    /// without it nobody knows who changed what, and every text that differs is a conflict. A conflict is called by the key
    /// of its text, and counts as `choose` says.
    pub fn joined(
        &self,
        language: Language,
        base: Option<&Texts>,
        mine: &Texts,
        choose: impl Fn(&str) -> Side,
    ) -> Merged<Texts> {
        let none = Texts::new();
        let theirs = self.translation(language).map_or(&none, |translation| &translation.texts);
        let [theirs, mine] = [theirs, mine].map(|texts| self.placed(language, texts));
        let base = base.map(|base| self.placed(language, base));
        merged(base.as_ref(), &theirs, &mine, choose)
    }
}

/// Each text as whoever changed it has it.
fn merged(base: Option<&Texts>, theirs: &Texts, mine: &Texts, choose: impl Fn(&str) -> Side) -> Merged<Texts> {
    let before = base.into_iter().flat_map(BTreeMap::keys);
    let keys: BTreeSet<&String> = before.chain(theirs.keys()).chain(mine.keys()).collect();
    let mut merged = Merged { draft: Texts::new(), conflicts: Vec::new() };
    for key in keys {
        let (their, my) = (theirs.get(key), mine.get(key));
        let text = match base {
            Some(base) => settled(base.get(key), their, my),
            None if their == my => Ok(their),
            None => Err(Disputed),
        };
        let text = text.unwrap_or_else(|Disputed| {
            merged.conflicts.push(key.clone());
            chosen(choose(key), their, my)
        });
        if let Some(text) = text {
            merged.draft.insert(key.clone(), text.clone());
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use proptest::array::uniform4;
    use proptest::prelude::*;

    use super::*;
    use crate::listing::BulletDraft;
    use crate::sample;

    fn texts(said: &[(&str, &str)]) -> Texts {
        let kept = |(key, text): &(&str, &str)| {
            ((*key).to_owned(), Translated { text: (*text).to_owned(), source: "English".to_owned() })
        };
        said.iter().map(kept).collect()
    }

    /// All that is put together; `None`: there is something to decide.
    fn both(base: &Texts, theirs: &Texts, mine: &Texts) -> Option<Texts> {
        let merged = merged(Some(base), theirs, mine, |_| Side::Theirs);
        merged.conflicts.is_empty().then_some(merged.draft)
    }

    #[test]
    fn edits_of_different_texts_are_put_together_and_those_of_one_text_are_not() {
        let base = texts(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let theirs = texts(&[("a", "2"), ("b", "1"), ("c", "1"), ("d", "2")]);
        let mine = texts(&[("a", "1"), ("b", "3")]);
        let all = texts(&[("a", "2"), ("b", "3"), ("d", "2")]);
        assert_eq!(both(&base, &theirs, &mine), Some(all.clone()), "one is edited by each, one is added, one goes");
        assert_eq!(both(&base, &mine, &theirs), Some(all), "whoever comes first");
        assert_eq!(both(&base, &theirs, &texts(&[("a", "3"), ("b", "1"), ("c", "1")])), None);
        assert_eq!(both(&base, &theirs, &texts(&[("b", "1"), ("c", "1")])), None, "gone here and edited there");
        assert_eq!(both(&base, &theirs, &theirs), Some(theirs.clone()), "both did the same");
    }

    #[test]
    fn a_choice_counts_for_the_text_that_both_changed_and_for_no_other() {
        let base = texts(&[("a", "1"), ("b", "1")]);
        let (theirs, mine) = (texts(&[("a", "2"), ("b", "2")]), texts(&[("a", "3"), ("b", "1"), ("c", "3")]));
        for (side, chosen) in [(Side::Theirs, "2"), (Side::Mine, "3")] {
            let merged = merged(Some(&base), &theirs, &mine, |_| side);
            assert_eq!(merged.draft, texts(&[("a", chosen), ("b", "2"), ("c", "3")]));
            assert_eq!(merged.conflicts, ["a"]);
        }
        let unknown = merged(None, &theirs, &mine, |_| Side::Mine);
        assert_eq!((unknown.draft, unknown.conflicts.len()), (mine, 3), "nobody knows who changed what");
    }

    #[test]
    fn a_text_that_moved_is_still_the_same_one() {
        const FIRST: &str = "listing[bullets][0][title]";
        const SECOND: &str = "listing[bullets][1][title]";
        let bullet = |title: &str| BulletDraft { title: title.to_owned(), ..BulletDraft::default() };
        let texts = |key: &str, text: &str| {
            Texts::from([(key.to_owned(), Translated { text: text.to_owned(), source: "Fast".to_owned() })])
        };
        let mut offering = sample::offering().saying(Language::German, texts(FIRST, "Flott"));
        offering.listing.draft.bullets = vec![bullet("New"), bullet("Fast")];
        let base = texts(FIRST, "Schnell");
        let joined = offering.joined(Language::German, Some(&base), &texts(SECOND, "Schnell"), |_| Side::Mine);
        assert_eq!((joined.draft, joined.conflicts.len()), (texts(SECOND, "Flott"), 0), "mine is as it was");
        let joined = offering.joined(Language::German, Some(&base), &texts(SECOND, "Rasch"), |_| Side::Mine);
        assert_eq!((joined.draft, joined.conflicts), (texts(SECOND, "Rasch"), vec![SECOND.to_owned()]));
    }

    /// Titles of highlights in English.
    const TITLES: [&str; 4] = ["Fast", "Safe", "Small", "Open"];

    fn key(place: usize) -> String {
        format!("listing[bullets][{place}][title]")
    }

    /// What is said of each title, in a form that has them in that order; empty: it is not translated.
    fn form(order: &[usize], said: &[String; 4]) -> Texts {
        let translated = |(place, title): (usize, &usize)| {
            let (text, source) = (said[*title].clone(), TITLES[*title].to_owned());
            (key(place), Translated { text, source })
        };
        order.iter().enumerate().map(translated).filter(|(_, one)| !one.text.is_empty()).collect()
    }

    /// What is said of each title, wherever it stands.
    fn said(texts: &Texts) -> [String; 4] {
        let of = |title: &str| texts.values().find(|one| one.source == title).map(|one| one.text.clone());
        TITLES.map(|title| of(title).unwrap_or_default())
    }

    /// Put together where the titles stand in that order by now.
    fn joined(order: &[usize], base: &Texts, theirs: &Texts, mine: &Texts, side: Side) -> Merged<Texts> {
        let mut offering = sample::offering().saying(Language::German, theirs.clone());
        let bullet = |title: &usize| BulletDraft { title: TITLES[*title].to_owned(), ..BulletDraft::default() };
        offering.listing.draft.bullets = order.iter().map(bullet).collect();
        offering.joined(Language::German, Some(base), mine, |_| side)
    }

    /// The titles before somebody moved them, and now.
    fn orders() -> impl Strategy<Value = [Vec<usize>; 2]> {
        let order = || Just(vec![0_usize, 1, 2, 3]).prop_shuffle();
        [order(), order()]
    }

    /// Of few words, so that two people often say the same.
    fn words() -> impl Strategy<Value = [String; 4]> {
        uniform4("[ab]?")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn who_did_nothing_changes_nothing([then, now] in orders(), base in words(), edited in words()) {
            let (base, edited_form) = (form(&then, &base), form(&then, &edited));
            for side in [Side::Theirs, Side::Mine] {
                for (theirs, mine) in [(&edited_form, &base), (&base, &edited_form), (&edited_form, &edited_form)] {
                    let merged = joined(&now, &base, theirs, mine, side);
                    prop_assert_eq!(&said(&merged.draft), &edited);
                    prop_assert_eq!(&merged.conflicts, &Vec::<String>::new());
                }
            }
        }

        #[test]
        fn it_is_the_same_whoever_saved_first(
            [then, now] in orders(),
            base in words(),
            one in words(),
            other in words(),
        ) {
            let [base, one, other] = [base, one, other].map(|texts| form(&then, &texts));
            let theirs = joined(&now, &base, &one, &other, Side::Theirs);
            prop_assert_eq!(&theirs, &joined(&now, &base, &other, &one, Side::Mine));
        }

        #[test]
        fn nothing_of_either_is_lost_and_nothing_is_made_up(
            [then, now] in orders(),
            base in words(),
            theirs in words(),
            mine in words(),
        ) {
            let [base_form, their_form, my_form] = [&base, &theirs, &mine].map(|texts| form(&then, texts));
            for (side, counts) in [(Side::Theirs, &theirs), (Side::Mine, &mine)] {
                let merged = joined(&now, &base_form, &their_form, &my_form, side);
                let all = said(&merged.draft);
                for (place, title) in now.iter().copied().enumerate() {
                    let is_disputed =
                        theirs[title] != base[title] && mine[title] != base[title] && theirs[title] != mine[title];
                    prop_assert_eq!(merged.conflicts.contains(&key(place)), is_disputed);
                    let expected = match (is_disputed, theirs[title] == base[title]) {
                        (true, _) => &counts[title],
                        (false, true) => &mine[title],
                        (false, false) => &theirs[title],
                    };
                    prop_assert_eq!(&all[title], expected);
                }
            }
        }

        #[test]
        fn edits_of_different_texts_may_come_in_any_order_and_in_any_groups(
            [then, now] in orders(),
            base in words(),
            edits in uniform4("[a-z]{0,3}"),
        ) {
            // Each of three authors has one title; nobody touches the last one.
            let [one, two, three] = [0_usize, 1, 2].map(|author| {
                let mut texts = base.clone();
                texts[author].clone_from(&edits[author]);
                form(&then, &texts)
            });
            let base_form = form(&then, &base);
            let both = |theirs: &Texts, mine: &Texts| joined(&now, &base_form, theirs, mine, Side::Theirs);
            let all = both(&both(&one, &two).draft, &three);
            prop_assert_eq!(&all.conflicts, &Vec::<String>::new());
            for other in [
                both(&one, &both(&two, &three).draft),
                both(&both(&three, &one).draft, &two),
                both(&both(&three, &two).draft, &one),
            ] {
                prop_assert_eq!(&other, &all);
            }
            let [first, second, third, _] = edits;
            let [.., untouched] = base;
            prop_assert_eq!(said(&all.draft), [first, second, third, untouched]);
        }
    }
}

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Merged, Side, field, merge};
use crate::access::{AccessDraft, ActionDraft};
use crate::broker::BrokerDraft;
use crate::field::Field;
use crate::listing::{BulletDraft, ListingDraft};
use crate::metric::MetricDraft;
use crate::plan::{AmountDraft, CapDraft, PlanDraft};
use crate::settings::SettingsDraft;
use crate::summary::SummaryDraft;

fn bullet(title: &str, description: &str) -> BulletDraft {
    BulletDraft { title: title.to_owned(), description: description.to_owned(), ..BulletDraft::default() }
}

fn joined(base: &ListingDraft, theirs: &ListingDraft, mine: &ListingDraft, side: Side) -> Merged<ListingDraft> {
    merge(Some(base), theirs, mine, |_| side).unwrap()
}

fn titles(draft: &ListingDraft) -> Vec<&str> {
    draft.bullets.iter().map(|bullet| bullet.title.as_str()).collect()
}

#[test]
fn what_only_one_of_them_changed_is_taken_over() {
    let base = ListingDraft { tags: "a".into(), category: "db".into(), ..ListingDraft::default() };
    let theirs = ListingDraft { tags: "b".into(), ..base.clone() };
    let mine = ListingDraft { category: String::new(), ..base.clone() };
    let merged = joined(&base, &theirs, &mine, Side::Theirs);
    assert_eq!(merged.conflicts, [""; 0]);
    assert_eq!(merged.draft, ListingDraft { tags: "b".into(), category: String::new(), ..base });
}

#[test]
fn what_both_changed_differently_is_a_conflict_in_which_the_choice_counts() {
    let base = ListingDraft { tags: "a".into(), ..ListingDraft::default() };
    let theirs = ListingDraft { tags: "b".into(), description: "same".into(), ..base.clone() };
    let mine = ListingDraft { tags: "c".into(), description: "same".into(), ..base.clone() };
    for (side, tags) in [(Side::Theirs, "b"), (Side::Mine, "c")] {
        let merged = joined(&base, &theirs, &mine, side);
        assert_eq!(merged.conflicts, ["tags"]);
        assert_eq!((merged.draft.tags.as_str(), merged.draft.description.as_str()), (tags, "same"));
    }
}

#[test]
fn what_stands_in_a_document_of_its_own_is_put_together_field_by_field_too() {
    let base = ListingDraft::default();
    let (mut theirs, mut mine) = (base.clone(), base.clone());
    theirs.extras.api_docs_url = "https://northwind.example/api".to_owned();
    theirs.extras.popup_warning_message = "Theirs.".to_owned();
    mine.extras.registration_url = "https://northwind.example/join".to_owned();
    mine.extras.popup_warning_message = "Mine.".to_owned();
    let merged = joined(&base, &theirs, &mine, Side::Mine);
    assert_eq!(merged.conflicts.len(), 1);
    assert_eq!(field("listing", &merged.conflicts[0]), Some(Field::PopupWarning));
    assert_eq!(merged.draft.extras.api_docs_url, theirs.extras.api_docs_url);
    assert_eq!(merged.draft.extras.registration_url, mine.extras.registration_url);
    assert_eq!(merged.draft.extras.popup_warning_message, "Mine.");
}

#[test]
fn without_a_base_everything_that_differs_is_a_conflict() {
    let theirs = ListingDraft { tags: "b".into(), bullets: vec![bullet("A", "")], ..ListingDraft::default() };
    let mine = ListingDraft { category: "db".into(), bullets: vec![bullet("B", "")], ..ListingDraft::default() };
    let merged = merge(None, &theirs, &mine, |name| if name == "tags" { Side::Theirs } else { Side::Mine }).unwrap();
    assert_eq!(merged.conflicts, ["bullets", "category", "tags"]);
    assert_eq!(merged.draft, ListingDraft { tags: "b".into(), ..mine });
}

#[test]
fn members_within_a_member_are_put_together_one_by_one() {
    let with = |docs: &str, sdk: &str| {
        let mut draft = ListingDraft::default();
        docs.clone_into(&mut draft.extras.api_docs_url);
        sdk.clone_into(&mut draft.extras.sdk_download_url);
        draft
    };
    let merged = joined(&with("", ""), &with("docs", ""), &with("", "sdk"), Side::Theirs);
    assert_eq!(merged, Merged { draft: with("docs", "sdk"), conflicts: Vec::new() });
    let merged = joined(&with("", ""), &with("docs", "sdk"), &with("other", "sdk"), Side::Mine);
    assert_eq!(merged, Merged { draft: with("other", "sdk"), conflicts: vec!["extras.api_docs_url".to_owned()] });
    let merged = merge(None, &with("docs", "sdk"), &with("other", "sdk"), |_| Side::Mine).unwrap();
    assert_eq!(merged.conflicts, ["extras.api_docs_url"]);
}

#[test]
fn rows_are_joined_by_what_they_are_called_wherever_they_stand() {
    let base = ListingDraft { bullets: vec![bullet("A", "1"), bullet("B", "1")], ..ListingDraft::default() };
    let theirs = ListingDraft {
        bullets: vec![bullet("B", "1"), bullet("New", "theirs"), bullet("A", "1")],
        ..ListingDraft::default()
    };
    let mine = ListingDraft {
        bullets: vec![bullet("A", "2"), bullet("Also", "mine"), bullet("B", "1")],
        ..ListingDraft::default()
    };
    let merged = joined(&base, &theirs, &mine, Side::Theirs);
    assert_eq!(merged.conflicts, [""; 0]);
    let expected = [bullet("B", "1"), bullet("New", "theirs"), bullet("A", "2"), bullet("Also", "mine")];
    assert_eq!(merged.draft.bullets, expected);
}

#[test]
fn a_row_that_one_removes_and_the_other_edits_is_a_conflict_and_the_other_rows_are_not() {
    let base = ListingDraft { bullets: vec![bullet("A", "1"), bullet("B", "1")], ..ListingDraft::default() };
    let theirs = ListingDraft { bullets: vec![bullet("A", "1"), bullet("C", "")], ..ListingDraft::default() };
    let mine = ListingDraft { bullets: vec![bullet("A", "2"), bullet("B", "2")], ..ListingDraft::default() };
    for (side, titled) in [(Side::Theirs, vec!["A", "C"]), (Side::Mine, vec!["A", "B", "C"])] {
        let merged = joined(&base, &theirs, &mine, side);
        assert_eq!(merged.conflicts, ["bullets"]);
        assert_eq!(titles(&merged.draft), titled);
        assert_eq!(merged.draft.bullets[0].description, "2");
    }
}

#[test]
fn prices_caps_actions_and_metrics_have_their_own_names() {
    let amount = |country: &str, price: &str| AmountDraft {
        country: country.into(),
        currency: "EUR".into(),
        price: price.into(),
    };
    let cap = |measure: &str, cap: &str| CapDraft { measure: measure.into(), cap: cap.into(), ..CapDraft::new() };
    let metric = |unit: &str, scale: &str| MetricDraft {
        charge_unit: unit.into(),
        metering_scale: scale.into(),
        ..MetricDraft::new()
    };
    let plan = |one: &str, other: &str| PlanDraft {
        amounts: vec![amount("DEU", one), amount("FRA", other)],
        lite_caps: vec![cap("QUERY", one), cap("SEAT", other)],
        metrics: vec![metric("CALLS", one), metric("GIGABYTES", other)],
        ..PlanDraft::default()
    };
    let merged = merge(Some(&plan("1", "1")), &plan("2", "1"), &plan("1", "3"), |_| Side::Theirs).unwrap();
    assert_eq!(merged, Merged { draft: plan("2", "3"), conflicts: Vec::new() });

    let action =
        |id: &str, name: &str| ActionDraft { id: id.into(), display_name: name.into(), ..ActionDraft::default() };
    let access = |one: &str, other: &str| AccessDraft {
        actions: vec![action("read", one), action("write", other)],
        ..AccessDraft::default()
    };
    let merged = merge(Some(&access("1", "1")), &access("2", "1"), &access("1", "3"), |_| Side::Theirs).unwrap();
    assert_eq!(merged, Merged { draft: access("2", "3"), conflicts: Vec::new() });
}

#[test]
fn every_member_of_every_document_is_a_field_of_its_form() {
    let filled = PlanDraft { lite_caps: vec![CapDraft::new()], ..PlanDraft::default() };
    let mut plan = serde_json::to_value(filled).unwrap();
    // Left out while they are empty.
    for name in ["bindable", "one_instance_per_account", "prorate_first_month", "effective_from", "effective_until"] {
        plan[name] = "yes".into();
    }
    for name in ["paid_only", "allow_internal_users", "reservable", "regional", "subscription_only", "ends_on"] {
        plan[name] = "yes".into();
    }
    assert!(serde_json::from_value::<PlanDraft>(plan.clone()).is_ok());
    let settings = SettingsDraft { parameters: "[]".into(), ..SettingsDraft::default() };
    for (form, document) in [
        ("summary", serde_json::to_value(SummaryDraft::default()).unwrap()),
        ("listing", serde_json::to_value(ListingDraft::default()).unwrap()),
        ("settings", serde_json::to_value(settings).unwrap()),
        ("access", serde_json::to_value(AccessDraft::default()).unwrap()),
        ("broker", serde_json::to_value(BrokerDraft::default()).unwrap()),
        ("plan", plan),
    ] {
        for name in document.as_object().unwrap().keys() {
            assert!(field(form, name).is_some(), "{form}: {name}");
        }
    }
    assert_eq!(field("plan", "metrics"), Some(Field::Metrics));
    assert_eq!(field("listing", "extras.api_docs_url"), Some(Field::ApiDocsUrl));
    assert_eq!(field("listing", "nothing"), None);
}

/// A listing of few words, so that two of them often say the same.
fn draft() -> impl Strategy<Value = ListingDraft> {
    let row = ("[ab]?", "[xy]?").prop_map(|(title, description)| BulletDraft {
        title,
        description,
        ..BulletDraft::default()
    });
    let rows = vec(prop_oneof![4 => row, 1 => "[cdef]".prop_map(|title| bullet(&title, "z"))], 0..5);
    ("[ab]?", "[ab]?", rows).prop_map(|(display_name, tags, bullets)| ListingDraft {
        display_name,
        tags,
        bullets,
        ..ListingDraft::default()
    })
}

/// What somebody does to a page that others edit elsewhere: a field, an edited row, and new rows.
#[derive(Debug, Clone)]
struct Edit {
    text: String,
    row: String,
    added: Vec<(usize, String)>,
}

const EDITED: [&str; 3] = ["One", "Two", "Three"];

impl Edit {
    /// Of the author with that number, whose places nobody else touches.
    fn of(&self, author: usize, base: &ListingDraft) -> ListingDraft {
        let mut draft = base.clone();
        let places = [&mut draft.display_name, &mut draft.tags, &mut draft.description];
        places.into_iter().nth(author).unwrap().clone_from(&self.text);
        let row = draft.bullets.iter_mut().find(|bullet| bullet.title == EDITED[author]).unwrap();
        row.description.clone_from(&self.row);
        for (place, title) in &self.added {
            let at = place % (draft.bullets.len() + 1);
            draft.bullets.insert(at, bullet(&format!("{title}{author}"), "new"));
        }
        draft
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    let added = vec((0..6_usize, "[a-z]{1,3}"), 0..4);
    ("[a-z]{0,4}", "[a-z]{0,4}", added).prop_map(|(text, row, added)| Edit { text, row, added })
}

fn base() -> ListingDraft {
    ListingDraft { bullets: EDITED.map(|title| bullet(title, "old")).to_vec(), ..ListingDraft::default() }
}

proptest! {
    #[test]
    fn who_did_nothing_changes_nothing(base in draft(), edited in draft()) {
        for side in [Side::Theirs, Side::Mine] {
            let same = Merged { draft: edited.clone(), conflicts: Vec::new() };
            prop_assert_eq!(&joined(&base, &edited, &base, side), &same);
            prop_assert_eq!(&joined(&base, &base, &edited, side), &same);
            prop_assert_eq!(&joined(&base, &edited, &edited, side), &same, "both did the same");
        }
    }

    #[test]
    fn it_is_the_same_whoever_saved_first(base in draft(), one in draft(), other in draft()) {
        let theirs = joined(&base, &one, &other, Side::Theirs);
        prop_assert_eq!(&theirs, &joined(&base, &other, &one, Side::Mine));
    }

    #[test]
    fn without_a_conflict_nothing_of_either_is_lost(base in draft(), theirs in draft(), mine in draft()) {
        let Merged { draft, conflicts } = joined(&base, &theirs, &mine, Side::Theirs);
        for version in [&theirs, &mine] {
            if !conflicts.contains(&"tags".to_owned()) && version.tags != base.tags {
                prop_assert_eq!(&draft.tags, &version.tags);
            }
            if !conflicts.contains(&"bullets".to_owned()) {
                let new = version.bullets.iter().filter(|row| !base.bullets.contains(row));
                for row in new {
                    prop_assert!(draft.bullets.contains(row), "{row:?} is gone from {:?}", draft.bullets);
                }
            }
        }
    }

    #[test]
    fn nothing_is_made_up(base in draft(), theirs in draft(), mine in draft()) {
        let merged = joined(&base, &theirs, &mine, Side::Mine).draft;
        for row in &merged.bullets {
            prop_assert!(theirs.bullets.contains(row) || mine.bullets.contains(row), "{row:?}");
        }
    }

    #[test]
    fn edits_in_different_places_may_come_in_any_order_and_in_any_groups(edits in [edit(), edit(), edit()]) {
        let base = base();
        let [one, two, three] = [0, 1, 2].map(|author| edits[author].of(author, &base));
        let both = |theirs: &ListingDraft, mine: &ListingDraft| joined(&base, theirs, mine, Side::Theirs);
        let all = both(&both(&one, &two).draft, &three);
        prop_assert_eq!(&all.conflicts, &Vec::<String>::new());
        for other in [
            both(&one, &both(&two, &three).draft),
            both(&both(&three, &one).draft, &two),
            both(&both(&three, &two).draft, &one),
        ] {
            prop_assert_eq!(&other, &all);
        }
        for (author, edited) in [&one, &two, &three].into_iter().enumerate() {
            let is_of_author = |row: &&BulletDraft| row.title == EDITED[author] || row.description == "new";
            for row in edited.bullets.iter().filter(is_of_author) {
                prop_assert!(all.draft.bullets.contains(row), "{row:?} is gone");
            }
        }
    }
}

//! Which checks a run makes: all of them, or some with those that they cannot do without.

use std::collections::BTreeSet;

use super::check::{CHECKS, check};

/// The checks that look at every call of a run: asking for one of them is asking for the whole run.
const OF_ALL_CALLS: [&str; 4] = ["BRK-PRV-02", "BRK-LOP-01", "BRK-LOP-02", "BRK-ERR-01"];

/// What a run makes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection(Option<BTreeSet<&'static str>>);

impl Selection {
    pub const fn all() -> Self {
        Self(None)
    }

    /// These checks and what they need. Ids that no check has are left out.
    pub fn of<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut open: Vec<&'static str> = ids.into_iter().filter_map(check).map(|check| check.id).collect();
        if open.iter().any(|id| OF_ALL_CALLS.contains(id)) {
            return Self::all();
        }
        let mut made = BTreeSet::new();
        while let Some(id) = open.pop() {
            if made.insert(id) {
                open.extend(needs(id));
            }
        }
        Self(Some(made))
    }

    pub fn is_all(&self) -> bool {
        self.0.is_none()
    }

    pub fn makes(&self, id: &str) -> bool {
        self.0.as_ref().is_none_or(|made| made.contains(id))
    }

    /// In the order of §6.9.
    pub fn made(&self) -> impl Iterator<Item = &'static str> {
        CHECKS.iter().copied().flatten().map(|check| check.id).filter(|id| self.makes(id))
    }

    /// A part of a run makes no statement about all calls, but what it sees broken in its own it tells.
    pub(super) fn tells(&self, id: &str, is_broken: bool) -> bool {
        self.makes(id) || is_broken && OF_ALL_CALLS.contains(&id)
    }
}

/// What a check cannot be made without. Who disables an instance enables it again.
fn needs(id: &str) -> &'static [&'static str] {
    match id {
        "BRK-CAT-04" | "BRK-CAT-05" | "BRK-CAT-06" | "BRK-CAT-07" | "BRK-CAT-08" | "BRK-CAT-09" | "BRK-CAT-10"
        | "BRK-CAT-12" | "BRK-PRV-10" => &["BRK-CAT-03"],
        // In which form ids are sent.
        "BRK-PRV-01" | "BRK-PRV-06" | "BRK-PRV-07" | "BRK-PRV-08" | "BRK-PRV-09" | "BRK-PRV-11" | "BRK-PRV-12"
        | "BRK-DEP-03" | "ORP-01" => &["BRK-PRV-10"],
        "BRK-PRV-03" | "BRK-PRV-04" | "BRK-PRV-05" | "BRK-LOP-03" | "BRK-LOP-04" | "BRK-UPD-01" | "BRK-UPD-02"
        | "BRK-UPD-03" | "BRK-UPD-04" | "BRK-BND-01" | "BRK-DEP-01" | "BRK-EXT-01" | "BRK-ERR-02" => &["BRK-PRV-01"],
        "BRK-BND-02" | "BRK-BND-03" | "BRK-BND-04" | "BRK-BND-05" | "BRK-BND-09" => &["BRK-BND-01"],
        "BRK-BND-06" | "BRK-BND-07" => &["BRK-BND-05"],
        "BRK-BND-08" => &["BRK-BND-01", "BRK-EXT-02"],
        "BRK-DEP-02" => &["BRK-DEP-01"],
        "BRK-EXT-02" => &["BRK-EXT-01", "BRK-EXT-05"],
        "BRK-EXT-03" | "BRK-EXT-05" | "BRK-EXT-06" => &["BRK-EXT-02"],
        "BRK-EXT-04" => &["BRK-BND-08"],
        "BRK-EXT-07" => &["BRK-EXT-01"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(ids: &[&str]) -> Vec<&'static str> {
        Selection::of(ids.iter().copied()).made().collect()
    }

    #[test]
    fn a_check_brings_what_it_needs_and_no_more() {
        assert_eq!(made(&["BRK-CAT-02"]), ["BRK-CAT-02"]);
        assert_eq!(made(&["BRK-DEP-02"]), ["BRK-CAT-03", "BRK-PRV-01", "BRK-PRV-10", "BRK-DEP-01", "BRK-DEP-02"]);
        assert_eq!(made(&["brk-prv-07", "no-such-check"]), ["BRK-CAT-03", "BRK-PRV-07", "BRK-PRV-10"]);
        assert_eq!(made(&[]), [] as [&str; 0]);
    }

    #[test]
    fn an_instance_that_is_disabled_is_enabled_again() {
        assert!(Selection::of(["BRK-EXT-03"]).makes("BRK-EXT-05"));
    }

    #[test]
    fn what_looks_at_all_calls_is_asked_of_a_whole_run() {
        for id in OF_ALL_CALLS {
            assert!(check(id).is_some() && Selection::of(["BRK-CAT-02", id]).is_all(), "{id}");
        }
        let part = Selection::of(["BRK-CAT-02"]);
        assert!(part.tells("BRK-ERR-01", true) && !part.tells("BRK-ERR-01", false) && !part.tells("BRK-CAT-01", true));
    }

    #[test]
    fn nothing_needs_a_check_that_there_is_not() {
        for check in CHECKS.iter().copied().flatten() {
            assert!(needs(check.id).iter().all(|id| super::check(id).is_some()), "{}", check.id);
        }
    }
}

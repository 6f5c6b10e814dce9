//! The end of a plan (§10, plan removal). It is read off what is published and the moment: nobody has to do anything when
//! the day comes, and what is there stays as it is.

use super::{PlanDraft, PlanRecord};
use crate::change_class::PRICE_NOTICE;
use crate::moment::Moment;

impl PlanDraft {
    /// When the plan ends: 00:00 UTC of the day that is typed. `None`: it has no end, or what is typed is no day.
    pub fn ends_at(&self) -> Option<Moment> {
        Moment::of_input(&format!("{}T00:00", self.ends_on.trim()))
    }

    /// Whether somebody can come to the plan, with a new instance or by a change from another plan. Instances that have
    /// it keep it, whatever this says.
    pub fn takes_new_instances(&self, now: Moment) -> bool {
        is_before(self.ends_at(), now)
    }
}

/// Whether somebody can come to a plan that ends then; `None`: it has no end.
pub(crate) fn is_before(end: Option<Moment>, now: Moment) -> bool {
    end.is_none_or(|end| now < end)
}

/// A plan that customers have, and of whose end they know otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndNews<'a> {
    /// As they have it next.
    pub plan: &'a PlanRecord,
    /// The end that they know; `None`: they know of none.
    pub known: Option<Moment>,
}

impl EndNews<'_> {
    /// The end that they do not know yet; `None`: the plan stays after all.
    pub fn end(&self) -> Option<Moment> {
        self.plan.draft.ends_at()
    }
}

/// What customers, who have the plans of `live`, learn of their ends from `draft`. Nobody has a plan that is new.
pub fn news_of_ends<'a>(live: &[PlanRecord], draft: &'a [PlanRecord]) -> Vec<EndNews<'a>> {
    let news = draft.iter().filter_map(|plan| {
        let before = live.iter().find(|before| before.id == plan.id)?;
        Some(EndNews { plan, known: before.draft.ends_at() })
    });
    news.filter(|news| news.known != news.end()).collect()
}

/// A plan that customers have, of `live`, ends by `draft` on another day than they know, before they have known of it for
/// as long as of a price. §10 names no notice for the end of a plan, and the nearest one is that of its price.
pub fn ends_too_soon(live: &[PlanRecord], draft: &[PlanRecord], now: Moment) -> bool {
    // What ends later than customers know takes nothing from them, unless it has ended and comes back.
    let takes = |news: &EndNews<'_>| news.known <= Some(now) || news.end() <= news.known;
    let news = news_of_ends(live, draft).into_iter().filter(takes);
    news.filter_map(|news| news.end()).any(|end| end < now.plus(PRICE_NOTICE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn customers_know_of_an_end_for_thirty_days_unless_they_knew_before_or_nobody_has_the_plan() {
        let ending = |day: &str| {
            let mut plan = sample::subscription();
            day.clone_into(&mut plan.draft.ends_on);
            vec![plan]
        };
        let now = Moment::of_input("2027-01-30T00:00").unwrap();
        let later = Moment::from_millis(now.millis() + 1);
        let soon = ending("2027-03-01");
        assert!(!ends_too_soon(&ending(""), &soon, now) && ends_too_soon(&ending(""), &soon, later));
        assert!(!ends_too_soon(&soon, &soon, later), "they know");
        assert!(!ends_too_soon(&soon, &ending(""), later), "it stays after all");
        assert!(!ends_too_soon(&[], &soon, later), "nobody has it");
        let at = |day: &str| Moment::of_input(&format!("{day}T00:00")).unwrap();
        let (near, put_off) = (at("2027-02-20"), ending("2027-03-10"));
        assert!(!ends_too_soon(&soon, &put_off, near), "customers have it for longer");
        assert!(ends_too_soon(&soon, &ending("2027-02-25"), near), "or for less");
        assert!(ends_too_soon(&soon, &put_off, at("2027-03-05")), "what has ended comes back for a few days");
    }

    #[test]
    fn a_plan_is_there_for_new_instances_until_its_day_begins() {
        let ending = |day: &str| PlanDraft { ends_on: day.to_owned(), ..PlanDraft::default() };
        let day = Moment::of_input("2027-03-01T00:00").unwrap();
        let before = Moment::from_millis(day.millis() - 1);
        for (typed, takes) in [("2027-03-01", [true, false]), (" 2027-03-01 ", [true, false]), ("", [true, true])] {
            assert_eq!([before, day].map(|now| ending(typed).takes_new_instances(now)), takes, "{typed}");
        }
        assert_eq!((ending("2027-03-01").ends_at(), ending("2027-02-30").ends_at()), (Some(day), None));
    }

    #[test]
    fn news_is_an_end_that_comes_moves_or_goes_of_a_plan_that_somebody_has() {
        let ending = |day: &str| {
            let mut plan = sample::subscription();
            day.clone_into(&mut plan.draft.ends_on);
            vec![plan]
        };
        let at = |day: &str| Moment::of_input(&format!("{day}T00:00"));
        let (never, soon, late) = (ending(""), ending("2027-03-01"), ending(" 2027-04-01 "));
        for (live, draft, known, end) in [
            (&never, &soon, None, at("2027-03-01")),
            (&soon, &late, at("2027-03-01"), at("2027-04-01")),
            (&late, &never, at("2027-04-01"), None),
        ] {
            let news = news_of_ends(live, draft);
            assert_eq!(news.iter().map(|one| (one.known, one.end())).collect::<Vec<_>>(), [(known, end)]);
        }
        assert_eq!(news_of_ends(&late, &ending("2027-04-01")), [], "it is the same day");
        assert_eq!(news_of_ends(&[], &soon), [], "nobody has it");
    }
}

//! How much of a draft a page can show. Rules say how much of it makes sense, and stop no save; what is judged here comes
//! from no form of ours, and whoever opened its page would wait for all of it.

use core::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::access::AccessDraft;
use crate::metric::MetricDraft;
use crate::plan::{MOST_METRICS, MOST_PRICES, PlanDraft};

/// The most rows of a list that are saved: several times what a form adds, since drafts are put together as well.
pub(super) const MOST_SAVED_ROWS: usize = 500;
/// The most boxes, one for each role at each action: twice what a form of ours comes to.
const MOST_BOXES: usize = 25_000;

/// Whether a page can show every list of a draft, and every list in its rows.
pub fn fit_a_page<T: Serialize>(draft: &T) -> bool {
    let counted: serde_json::Result<Rows> = serde_json::to_string(draft).and_then(|text| serde_json::from_str(&text));
    counted.is_ok_and(|Rows(longest)| longest <= MOST_SAVED_ROWS)
}

impl AccessDraft {
    /// Whether its page can show every list, and a box for every role at every action.
    pub fn fits(&self) -> bool {
        let ticked = self.actions.iter().map(|action| action.roles.len()).fold(0, usize::saturating_add);
        let boxes = self.actions.len().saturating_mul(self.supported_roles().count()).saturating_add(ticked);
        fit_a_page(self) && boxes <= MOST_BOXES
    }
}

impl PlanDraft {
    /// Whether a form of ours can hold it.
    pub fn fits(&self) -> bool {
        let lists = [self.bullets.len(), self.amounts.len(), self.locations.len(), self.lite_caps.len()];
        holds(&self.metrics) && lists.into_iter().all(|rows| rows <= MOST_SAVED_ROWS)
    }
}

/// Whether a form of ours can hold the metrics, with a place for each price that their tables have.
pub(super) fn holds(metrics: &[MetricDraft]) -> bool {
    let prices =
        |metric: &MetricDraft| metric.tiers().saturating_mul(metric.places.len().max(metric.prices.len()).max(1));
    metrics.len() <= MOST_METRICS && metrics.iter().map(prices).fold(0, usize::saturating_add) <= MOST_PRICES
}

/// The rows of the longest list in a value, lists in its rows included. Nothing is kept of what is counted: nobody knows
/// yet how much it is.
struct Rows(usize);

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Counting)
    }
}

struct Counting;

impl<'de> Visitor<'de> for Counting {
    type Value = Rows;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of a draft")
    }

    fn visit_unit<E>(self) -> Result<Rows, E> {
        Ok(Rows(0))
    }

    fn visit_bool<E>(self, _flag: bool) -> Result<Rows, E> {
        Ok(Rows(0))
    }

    fn visit_i64<E>(self, _number: i64) -> Result<Rows, E> {
        Ok(Rows(0))
    }

    fn visit_u64<E>(self, _number: u64) -> Result<Rows, E> {
        Ok(Rows(0))
    }

    fn visit_str<E>(self, _text: &str) -> Result<Rows, E> {
        Ok(Rows(0))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Rows, A::Error> {
        let (mut rows, mut longest) = (0_usize, 0);
        while let Some(Rows(within)) = items.next_element()? {
            rows += 1;
            longest = longest.max(within);
        }
        Ok(Rows(longest.max(rows)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Rows, A::Error> {
        let mut longest = 0;
        while members.next_key::<IgnoredAny>()?.is_some() {
            let Rows(within) = members.next_value()?;
            longest = longest.max(within);
        }
        Ok(Rows(longest))
    }
}

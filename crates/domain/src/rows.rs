//! Adding, removing and moving rows of a list in a form, without scripts: a submit button names its intent, the draft
//! is changed and saved in one go.

use crate::access::{AccessDraft, ActionDraft, AttributeDraft, SubjectDraft};
use crate::field::{self, Field};
use crate::listing::{BulletDraft, ListingDraft, MediaDraft, NavigationDraft};
use crate::metric::{MetricDraft, PlaceDraft};
use crate::picture;
use crate::plan::{AmountDraft, CapDraft, PlanDraft};

mod fit;

pub use fit::fit_a_page;
use fit::holds;

/// More rows than any list may have are not added, so that a form stays a form.
const MOST_ROWS: usize = 100;

impl ListingDraft {
    /// `add`, `remove:<row>`, `up:<row>`, `down:<row>` of the highlights, `tab:<intent>` of the extra tabs,
    /// `media:<intent>` of the media, `media:use:<address>` for a row with an uploaded picture, or the `remedy` of a
    /// finding; anything else changes nothing.
    #[must_use]
    pub fn with(mut self, intent: &str) -> Self {
        match parse_remedy(intent) {
            Some((field, value)) => {
                self.set(field, value.to_owned());
            }
            None => match intent.split_once(':') {
                Some(("tab", intent)) => edit(&mut self.extras.navigation_items, intent, NavigationDraft::default),
                Some(("media", intent)) => match intent.strip_prefix("use:").and_then(picture::name) {
                    Some(name) => edit(&mut self.media, "add", || MediaDraft::of(picture::path(name))),
                    None => edit(&mut self.media, intent, MediaDraft::new),
                },
                _ => edit(&mut self.bullets, intent, BulletDraft::default),
            },
        }
        self
    }
}

impl AccessDraft {
    /// `add`, `remove:<row>`, `up:<row>` or `down:<row>` of the redirect URIs, `role:<intent>`, `action:<intent>`,
    /// `attribute:<intent>` or `subject:<intent>` of the other lists; anything else changes nothing.
    #[must_use]
    pub fn with(mut self, intent: &str) -> Self {
        match intent.split_once(':') {
            Some(("role", intent)) => edit(&mut self.custom_roles, intent, String::new),
            Some(("action", intent)) => edit(&mut self.actions, intent, ActionDraft::default),
            Some(("attribute", intent)) => edit(&mut self.attributes, intent, AttributeDraft::default),
            Some(("subject", intent)) => edit(&mut self.subjects, intent, SubjectDraft::default),
            _ => edit(&mut self.redirect_uris, intent, String::new),
        }
        self
    }
}

impl PlanDraft {
    /// The plan with these metrics; `None` if they are more than any form of ours holds.
    #[must_use]
    pub fn holding(self, metrics: Vec<MetricDraft>) -> Option<Self> {
        holds(&metrics).then_some(Self { metrics, ..self })
    }

    /// `bullet:<intent>`, `amount:<intent>`, `cap:<intent>` or `metric:<intent>`, with the intents of a list, or `metric:<row>:<intent>`
    /// with those of a metric or, to convert a formula (§8.3), `formula`; anything else changes nothing.
    #[must_use]
    pub fn with(mut self, intent: &str) -> Self {
        match intent.split_once(':') {
            Some(("bullet", intent)) => edit(&mut self.bullets, intent, String::new),
            Some(("amount", intent)) => edit(&mut self.amounts, intent, AmountDraft::default),
            Some(("cap", intent)) => edit(&mut self.lite_caps, intent, CapDraft::new),
            Some(("metric", intent)) => {
                let mut metrics = self.metrics.clone();
                match of_metric(intent) {
                    Some((row, intent)) => metrics.get_mut(row).into_iter().for_each(|metric| metric.edit(intent)),
                    None => edit(&mut metrics, intent, MetricDraft::new),
                }
                if holds(&metrics) {
                    self.metrics = metrics;
                }
            }
            _ => {}
        }
        self
    }

    /// Where in the metrics of this plan, which `with` has changed, somebody goes on; `None` after every other intent.
    pub fn goes_on_at(&self, intent: &str) -> Option<Field> {
        let intent = intent.strip_prefix("metric:")?;
        let metric = |row: usize| (row < self.metrics.len()).then(|| Field::MetricResource(field::row(row)));
        let found = match (of_metric(intent), intent.split_once(':')) {
            (Some((row, FORMULA)), _) => metric(row).map(|_| Field::MetricScale(field::row(row))),
            (Some((row, _)), _) => metric(row).map(|_| Field::MetricPlaces(field::row(row))),
            (None, None) => metric(self.metrics.len().saturating_sub(1)),
            (None, Some(("up", row))) => metric(row.parse::<usize>().ok()?.saturating_sub(1)),
            (None, Some(("down", row))) => metric(row.parse::<usize>().ok()?.saturating_add(1)),
            (None, Some(_)) => None,
        };
        Some(found.unwrap_or(Field::Metrics))
    }
}

/// What the button of a metric asks for that converts a formula.
const FORMULA: &str = "formula";

/// The row and the intent of `<row>:<intent>`.
fn of_metric(intent: &str) -> Option<(usize, &str)> {
    let (row, intent) = intent.split_once(':')?;
    Some((row.parse().ok()?, intent))
}

impl MetricDraft {
    /// `formula`; `tier:<intent>` or `place:<intent>`: bounds and prices are changed together.
    fn edit(&mut self, intent: &str) {
        if intent == FORMULA {
            return self.convert_formula();
        }
        let (tiers, places) = (self.tiers(), self.places.len());
        self.bounds.resize(tiers, String::new());
        self.prices.resize(places, Vec::new());
        for prices in &mut self.prices {
            prices.resize(tiers, String::new());
        }
        match intent.split_once(':') {
            Some(("tier", intent)) => {
                edit(&mut self.bounds, intent, String::new);
                for prices in &mut self.prices {
                    edit(prices, intent, String::new);
                }
            }
            Some(("place", intent)) => {
                edit(&mut self.places, intent, PlaceDraft::default);
                edit(&mut self.prices, intent, || vec![String::new(); tiers]);
            }
            _ => {}
        }
    }
}

/// The intent of a button that puts `value` into a field: `set:<input name>=<value>`.
pub fn remedy(field: Field, value: &str) -> String {
    format!("set:{field}={value}")
}

/// The field and the value of a remedy; `None` for every other intent.
pub fn parse_remedy(intent: &str) -> Option<(Field, &str)> {
    let (name, value) = intent.strip_prefix("set:")?.split_once('=')?;
    Some((Field::parse(name)?, value))
}

/// `add`, `remove:<row>`, `up:<row>` or `down:<row>`; anything else changes nothing.
pub(crate) fn edit<T>(rows: &mut Vec<T>, intent: &str, new: impl FnOnce() -> T) {
    let (verb, row) = intent.split_once(':').map_or((intent, None), |(verb, row)| (verb, row.parse::<usize>().ok()));
    match (verb, row) {
        ("add", _) if rows.len() < MOST_ROWS => rows.push(new()),
        ("remove", Some(row)) if row < rows.len() => {
            rows.remove(row);
        }
        ("up", Some(row)) if row > 0 && row < rows.len() => rows.swap(row - 1, row),
        ("down", Some(row)) if row + 1 < rows.len() => rows.swap(row, row + 1),
        _ => {}
    }
}

#[cfg(test)]
mod tests;

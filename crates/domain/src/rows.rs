//! Adding, removing and moving rows of a list in a form, without scripts: a submit button names its intent, the draft
//! is changed and saved in one go.

use crate::access::{AccessDraft, ActionDraft, AttributeDraft, SubjectDraft};
use crate::field::{self, Field};
use crate::listing::{BulletDraft, ListingDraft, MediaDraft, NavigationDraft};
use crate::metric::{MetricDraft, PlaceDraft};
use crate::picture;
use crate::plan::{AmountDraft, CapDraft, MOST_METRICS, MOST_PRICES, PlanDraft};

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
        fit(&metrics).then_some(Self { metrics, ..self })
    }

    /// Whether a form of ours can hold it.
    pub fn fits(&self) -> bool {
        fit(&self.metrics)
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
                if fit(&metrics) {
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

/// Whether a form of ours can hold the metrics, with a place for each price that their tables have.
fn fit(metrics: &[MetricDraft]) -> bool {
    let prices =
        |metric: &MetricDraft| metric.tiers().saturating_mul(metric.places.len().max(metric.prices.len()).max(1));
    metrics.len() <= MOST_METRICS && metrics.iter().map(prices).fold(0, usize::saturating_add) <= MOST_PRICES
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
mod tests {
    use super::*;

    fn uris(list: &[&str]) -> AccessDraft {
        AccessDraft { redirect_uris: list.iter().map(|uri| (*uri).to_owned()).collect(), ..AccessDraft::default() }
    }

    #[test]
    fn rows_are_added_at_the_end_and_removed_by_their_place() {
        assert_eq!(uris(&["a"]).with("add"), uris(&["a", ""]));
        assert_eq!(uris(&["a", "b"]).with("remove:0"), uris(&["b"]));
        assert_eq!(uris(&["a", "b"]).with("down:0"), uris(&["b", "a"]));
        assert_eq!(uris(&["a", "b"]).with("up:1"), uris(&["b", "a"]));
    }

    #[test]
    fn an_intent_that_makes_no_sense_changes_nothing() {
        for intent in
            ["", "remove", "remove:7", "remove:-1", "up:0", "down:1", "explode:0", "remove:99999999999999999999"]
        {
            assert_eq!(uris(&["a", "b"]).with(intent), uris(&["a", "b"]), "{intent}");
        }
    }

    #[test]
    fn a_remedy_sets_its_field_whatever_the_value_contains() {
        let intent = remedy(Field::TermsUrl, "https://n.example/?a=b&c=d:e");
        let draft = ListingDraft::default().with(&intent);
        assert_eq!(draft.terms_url, "https://n.example/?a=b&c=d:e");
        assert_eq!(ListingDraft::default().with(&remedy(Field::PlanName, "x")), ListingDraft::default());
        assert_eq!(parse_remedy("set:nothing=x"), None);
        assert_eq!(parse_remedy("remove:1"), None);
    }

    #[test]
    fn a_plan_tells_its_lists_apart() {
        let plan = PlanDraft::default().with("bullet:add").with("amount:add").with("amount:add").with("cap:add");
        assert_eq!((plan.bullets.len(), plan.amounts.len(), plan.lite_caps.len()), (1, 2, 1));
        assert_eq!(plan.with("cap:remove:0").lite_caps, []);
    }

    #[test]
    fn media_are_a_list_of_their_own_to_which_uploaded_pictures_are_added() {
        let picture = picture::path(&"a".repeat(43));
        let draft = ListingDraft::default().with("media:add").with(&format!("media:use:{picture}")).with("add");
        assert_eq!((draft.media.len(), draft.bullets.len()), (2, 1));
        assert_eq!(draft.media[1], MediaDraft::of(picture.clone()));
        let moved = draft.clone().with("media:up:1").with("media:remove:1");
        assert_eq!(moved.media.iter().map(|item| &item.url).collect::<Vec<_>>(), [&picture]);
        for intent in ["media:use:https://northwind.example/a.png", "media:use:", "media:down:1", "media:x"] {
            assert_eq!(draft.clone().with(intent), draft, "{intent}");
        }
    }

    #[test]
    fn the_lists_of_access_management_are_told_apart() {
        let draft = uris(&["a"]).with("role:add").with("action:add").with("action:add").with("action:remove:0");
        let draft = draft.with("attribute:add").with("subject:add").with("subject:add");
        assert_eq!((draft.redirect_uris.len(), draft.custom_roles.len(), draft.actions.len()), (1, 1, 1));
        assert_eq!((draft.attributes.len(), draft.subjects.len()), (1, 2));
    }

    #[test]
    fn the_formula_of_one_metric_is_converted() {
        let mut plan = PlanDraft::default().with("metric:add").with("metric:add");
        for metric in &mut plan.metrics {
            "SUM({BYTE}/1048576)".clone_into(&mut metric.metering_scale);
        }
        let converted = plan.clone().with("metric:1:formula");
        assert_eq!(converted.metrics[0], plan.metrics[0]);
        let metric = &converted.metrics[1];
        assert_eq!((metric.measure.as_str(), metric.metering_scale.as_str()), ("BYTE", "1048576"));
        assert_eq!(converted.clone().with("metric:1:formula"), converted, "it is none any more");
    }

    #[test]
    fn a_price_table_never_outgrows_its_form() {
        let wide = MetricDraft {
            bounds: vec![String::new(); 80],
            places: vec![PlaceDraft::base(); MOST_PRICES / 80],
            ..MetricDraft::new()
        };
        let held = PlanDraft::default().holding(vec![wide.clone()]).unwrap();
        let stuck = held.clone().with("metric:0:place:add");
        assert_eq!(stuck, held, "one more country would be eighty more prices");
        assert_eq!(held.with("metric:0:place:remove:0").metrics[0].places.len(), MOST_PRICES / 80 - 1);
        let bare = MetricDraft { bounds: vec![String::new(); MOST_PRICES + 1], ..MetricDraft::default() };
        assert_eq!(PlanDraft::default().holding(vec![bare]), None, "tiers without a country are tiers as well");
        let places = vec![PlaceDraft::base(); MOST_PRICES];
        assert_eq!(PlanDraft::default().holding(vec![MetricDraft { places, ..wide }]), None);
    }

    #[test]
    fn somebody_goes_on_where_the_row_is() {
        let plan = PlanDraft::default().with("metric:add").with("metric:add");
        for (intent, field) in [
            ("metric:add", Some(Field::MetricResource(1))),
            ("metric:up:1", Some(Field::MetricResource(0))),
            ("metric:down:0", Some(Field::MetricResource(1))),
            ("metric:remove:0", Some(Field::Metrics)),
            ("metric:1:tier:add", Some(Field::MetricPlaces(1))),
            ("metric:9:tier:add", Some(Field::Metrics)),
            ("metric:1:formula", Some(Field::MetricScale(1))),
            ("metric:up:x", None),
            ("bullet:add", None),
            ("", None),
        ] {
            assert_eq!(plan.goes_on_at(intent), field, "{intent}");
        }
        assert_eq!(PlanDraft::default().goes_on_at("metric:add"), Some(Field::Metrics));
    }

    #[test]
    fn the_bounds_and_prices_of_a_metric_move_together() {
        let plan = PlanDraft::default().with("metric:add").with("metric:0:tier:add").with("metric:0:place:add");
        let metric = &plan.metrics[0];
        assert_eq!((metric.bounds.len(), metric.places.len()), (2, 2));
        assert!(metric.prices.len() == 2 && metric.prices.iter().all(|prices| prices.len() == 2));
        let mut typed = plan.clone();
        typed.metrics[0].prices = vec![vec!["1".into(), "2".into()], vec!["3".into(), "4".into()]];
        let prices = |intent: &str| typed.clone().with(intent).metrics[0].prices.clone();
        assert_eq!(prices("metric:0:tier:remove:0"), [["2"], ["4"]]);
        assert_eq!(prices("metric:0:place:remove:0"), [["3", "4"]]);
        assert_eq!(prices("metric:0:place:up:1"), [["3", "4"], ["1", "2"]]);
        assert_eq!(typed.clone().with("metric:remove:0").metrics, []);
        for intent in
            ["metric:7:tier:add", "metric:x:tier:add", "metric:0", "metric:0:tier:remove:9", "metric:-1:tier:add"]
        {
            assert_eq!(typed.clone().with(intent), typed, "{intent}");
        }
        let full = (0..200).fold(PlanDraft::default(), |plan, _| plan.with("metric:add"));
        assert_eq!(full.metrics.len(), MOST_METRICS);
        assert_eq!(full.clone().with("metric:add"), full);
        let one_more = vec![MetricDraft::new(); MOST_METRICS + 1];
        assert_eq!(PlanDraft::default().holding(full.metrics.clone()), Some(full));
        assert_eq!(PlanDraft::default().holding(one_more), None);
    }

    #[test]
    fn a_list_does_not_grow_without_end() {
        let full = (0..500).fold(AccessDraft::default(), |draft, _| draft.with("add"));
        assert_eq!(full.redirect_uris.len(), MOST_ROWS);
    }
}

use super::fit::MOST_SAVED_ROWS;
use super::*;
use crate::plan::{MOST_METRICS, MOST_PRICES};

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
    for intent in ["", "remove", "remove:7", "remove:-1", "up:0", "down:1", "explode:0", "remove:99999999999999999999"]
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
    for intent in ["metric:7:tier:add", "metric:x:tier:add", "metric:0", "metric:0:tier:remove:9", "metric:-1:tier:add"]
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

#[test]
fn no_draft_is_saved_that_its_page_could_not_show() {
    let listing = |rows: usize| ListingDraft { bullets: vec![BulletDraft::default(); rows], ..ListingDraft::default() };
    assert!(fit_a_page(&listing(MOST_SAVED_ROWS)));
    assert!(!fit_a_page(&listing(MOST_SAVED_ROWS + 1)));
    let action = ActionDraft { roles: vec![String::new(); MOST_SAVED_ROWS + 1], ..ActionDraft::default() };
    let access = AccessDraft { actions: vec![action], ..AccessDraft::default() };
    assert!(!fit_a_page(&access), "a list within a row is one as well");
    let roles = |rows: usize| (0..rows).map(|number| format!("Role{number}")).collect::<Vec<_>>();
    let actions =
        |rows: usize, ticked: &[String]| vec![ActionDraft { roles: ticked.to_vec(), ..ActionDraft::default() }; rows];
    let form = AccessDraft { actions: actions(100, &roles(100)), custom_roles: roles(100), ..AccessDraft::default() };
    assert!(form.fits());
    let wide = AccessDraft { actions: actions(500, &[]), custom_roles: roles(500), ..AccessDraft::default() };
    assert!(fit_a_page(&wide) && !wide.fits(), "each action has a box for each role");
    let plan = |rows: usize| PlanDraft { bullets: vec![String::new(); rows], ..PlanDraft::default() };
    assert!(plan(MOST_SAVED_ROWS).fits());
    assert!(!plan(MOST_SAVED_ROWS + 1).fits());
    let metrics = vec![MetricDraft::new(); MOST_METRICS + 1];
    assert!(!PlanDraft { metrics, ..PlanDraft::default() }.fits());
}

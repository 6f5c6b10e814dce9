//! A metered plan over HTTP, as a browser without scripts makes one: its form, its rows, its estimate, and what
//! customers see of it; and what scripts are told while somebody types.

use hyper::StatusCode;
use scraper::{ElementRef, Html, Selector};
use slipway_backend::demo::OFFERING;
use slipway_domain::plan::PlanRecord;
use slipway_domain::view::SectionSaved;

use crate::authz::digests;
use crate::islands::can_be_sent_twice;
use crate::support::{Answer, Browser, Request, Scene, Stage};

const KIM: &str = "kim@northwind.example";
const VERA: &str = "vera@northwind.example";
const FLEX: &[(&str, &str)] = &[
    ("plan[name]", "standard"),
    ("plan[display_name]", "Flex"),
    ("plan[description]", "Pay for what you query."),
    ("plan[kind]", "metered"),
    ("plan[bullets][0]", "No limits"),
    ("plan[locations][0]", "eu-de"),
    ("metrics[0][resource_name]", "Queries"),
    ("metrics[0][measure]", "QUERY"),
    ("metrics[0][quantity_type]", "CONSUMPTION"),
    ("metrics[0][metering_model]", "standard_add"),
    ("metrics[0][charge_unit]", "QUERIES"),
    ("metrics[0][rating_model]", "graduated_tier"),
    ("metrics[0][rating_scale]", "1000"),
    ("metrics[0][clip]", "yes"),
    ("metrics[0][instance_free_units]", "10000"),
    ("metrics[0][bounds][0]", "1000"),
    ("metrics[0][bounds][1]", "2500"),
    ("metrics[0][bounds][2]", ""),
    ("metrics[0][places][0][country]", "USA"),
    ("metrics[0][places][0][currency]", "USD"),
    ("metrics[0][places][1][country]", "DEU"),
    ("metrics[0][places][1][currency]", "EUR"),
    ("metrics[0][prices][0][0]", "0.40"),
    ("metrics[0][prices][0][1]", "0.32"),
    ("metrics[0][prices][0][2]", "0.25"),
    ("metrics[0][prices][1][0]", "0.37"),
    ("metrics[0][prices][1][1]", "0.30"),
    ("metrics[0][prices][1][2]", "0.23"),
];

async fn standard(stage: &Stage) -> PlanRecord {
    let store = stage.server.backend.store();
    let id = store.offering_named(OFFERING).await.unwrap().unwrap();
    let offering = store.offering(id).await.unwrap().unwrap();
    offering.plans.into_iter().find(|plan| plan.id.to_string() == stage.facts["plan"]).unwrap()
}

/// The form of the plan with one button pressed.
pub(crate) async fn press(stage: &Stage, kim: &Browser, intent: &str) -> Answer {
    let plan = standard(stage).await;
    let (id, revision) = (plan.id.to_string(), plan.revision.to_string());
    let own = [("offering", OFFERING), ("id", id.as_str()), ("revision", revision.as_str()), ("intent", intent)];
    let fields: Vec<_> = own.into_iter().chain(FLEX.iter().copied()).collect();
    kim.send(Request::form("/api/plan/save", &fields)).await
}

/// What is told of the plan `id` with other values in its form, while somebody types.
async fn told(browser: &Browser, id: &str, typed: &[(&str, &str)]) -> Html {
    let own = [("offering", OFFERING), ("id", id), ("revision", "0")];
    let others = FLEX.iter().copied().filter(|(name, _)| typed.iter().all(|(other, _)| other != name));
    let fields: Vec<_> = own.into_iter().chain(others).chain(typed.iter().copied()).collect();
    let answer = browser.send(Request::form("/api/plan/check", &fields).header("accept", "application/json")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    Html::parse_fragment(&serde_json::from_str::<String>(&answer.body).unwrap())
}

fn part<'a>(page: &'a Html, id: &str) -> ElementRef<'a> {
    let selector = Selector::parse(&format!("[id='{id}']")).unwrap();
    page.select(&selector).next().unwrap_or_else(|| panic!("{id} in {}", page.html()))
}

fn text(page: &Html, id: &str) -> String {
    part(page, id).text().collect::<String>().trim().to_owned()
}

#[tokio::test]
async fn what_is_typed_is_judged_at_its_cell_and_nothing_of_it_is_saved() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    press(&stage, &kim, "").await;
    let before = digests(&stage.server).await;
    let id = stage.facts["plan"].as_str();
    for (row, bound, rule) in [(1, "900", "PRC-TIE-04"), (0, "", "PRC-TIE-02"), (2, "5000", "PRC-TIE-05")] {
        let (name, cell) = (format!("metrics[0][bounds][{row}]"), format!("metrics-0-bounds-{row}"));
        let told = told(&kim, id, &[(name.as_str(), bound)]).await;
        let found = text(&told, &format!("{cell}-findings"));
        assert!(found.contains(rule), "{found}");
        let control = part(&told, &cell).value();
        assert_eq!(control.attr("value"), Some(bound), "what was typed comes back as it is");
        assert_eq!(control.attr("aria-describedby"), Some(format!("{cell}-findings").as_str()));
        assert_eq!(control.attr("aria-invalid").is_some(), rule != "PRC-TIE-05", "a warning is no error");
    }
    let told = told(&kim, id, &[("metrics[0][bounds][1]", "3000")]).await;
    assert_eq!(text(&told, "metrics-0-bounds-1-findings"), "", "there is a place where there is nothing to say");
    assert_eq!(text(&told, "metrics-0-bounds-1-units"), "to 3,000,000");
    assert_eq!(text(&told, "metrics-0-bounds-2-from"), "3,001");
    assert!(digests(&stage.server).await == before, "nothing was saved, kept or told");
}

#[tokio::test]
async fn a_new_plan_is_told_what_is_wrong_and_not_what_is_missing() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let typed = [("plan[description]", ""), ("plan[name]", "No such name"), ("metrics[0][bounds][1]", "900")];
    let told = told(&kim, "", &typed).await;
    for (place, rule) in [("plan-name-findings", "PRC-NAM"), ("metrics-0-bounds-1-findings", "PRC-TIE-04")] {
        assert!(text(&told, place).contains(rule), "{}", text(&told, place));
    }
    assert_eq!(text(&told, "plan-description-findings"), "");
    let saved = self::told(&kim, &stage.facts["plan"], &typed).await;
    assert_ne!(text(&saved, "plan-description-findings"), "", "a plan that exists lacks it");
}

#[tokio::test]
async fn who_may_only_read_a_plan_is_told_no_form_and_what_is_typed_stays_text() {
    let stage = Scene::Ready.open().await;
    let typed = [("plan[display_name]", "\"><xss7>")];
    for (reader, has_form) in [(KIM, true), (VERA, false)] {
        let told = told(&stage.browser_of(reader), &stage.facts["plan"], &typed).await;
        let count = |selector| told.select(&Selector::parse(selector).unwrap()).count();
        assert_eq!(count("form") == 1, has_form, "{reader}");
        assert_eq!(count("xss7"), 0, "{reader}");
    }
}

#[tokio::test]
async fn the_form_of_a_metered_plan_is_read_to_its_last_row() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let saved = press(&stage, &kim, "").await;
    assert!(saved.status.is_redirection(), "{}", saved.body);
    let plan = standard(&stage).await;
    let metric = &plan.draft.metrics[0];
    assert_eq!((metric.bounds.len(), metric.places.len(), metric.prices[1][2].as_str()), (3, 2, "0.23"));
    assert_eq!(plan.draft.charged_metrics().count(), 1);
    let page = kim.get(&saved.path().unwrap()).await;
    for told in ["Metric Queries", "to 1,000,000", "In queries", "metrics[0][prices][1][2]", "measure\":\"QUERY"] {
        assert!(page.body.replace("&quot;", "\"").contains(told), "{told}");
    }
}

#[tokio::test]
async fn a_plan_that_exists_saves_itself_and_is_told_what_a_section_is_told() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let plan = standard(&stage).await;
    let (id, revision) = (plan.id.to_string(), plan.revision.to_string());
    let send = async |operation: &str, display_name: &str| {
        let own = [("offering", OFFERING), ("id", id.as_str()), ("revision", revision.as_str())];
        let save = [("operation", operation), ("after", ""), ("plan[display_name]", display_name)];
        let others = FLEX.iter().copied().filter(|(name, _)| *name != "plan[display_name]");
        let fields: Vec<_> = own.into_iter().chain(save).chain(others).collect();
        kim.send(Request::form("/api/plan/save", &fields).header("accept", "application/json")).await
    };
    let saved = send("one", "Flex").await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
    let told: SectionSaved = serde_json::from_str(&saved.body).unwrap();
    assert_eq!((told.revision, told.merged), (plan.revision + 1, false));
    assert_eq!(send("one", "Flex").await.body, saved.body, "the same again");
    assert_eq!(standard(&stage).await.revision, told.revision);
    let late = send("two", "Late").await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    assert!(late.body.contains("\"parked\":\""), "where the island finds it: {}", late.body);

    for (reader, plan, saves_itself) in [(KIM, id.as_str(), true), (VERA, id.as_str(), false), (KIM, "new", false)] {
        let path = format!("/offerings/{OFFERING}/pricing/{plan}");
        let page = stage.browser_of(reader).get(&path).await.body;
        assert_eq!(page.contains("data-autosave"), saves_itself, "{reader} {path}");
    }
}

#[tokio::test]
async fn rows_come_and_go_without_scripts_and_nothing_typed_is_lost() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    press(&stage, &kim, "metric:0:tier:add").await;
    let grown = standard(&stage).await.draft.metrics.remove(0);
    assert_eq!((grown.bounds.len(), grown.prices[0].len()), (4, 4));
    press(&stage, &kim, "metric:0:place:remove:0").await;
    let shrunk = standard(&stage).await.draft.metrics.remove(0);
    assert_eq!((shrunk.places.len(), shrunk.prices[0][0].as_str()), (1, "0.37"));
    press(&stage, &kim, "metric:add").await;
    assert_eq!(standard(&stage).await.draft.metrics.len(), 2);
}

#[tokio::test]
async fn a_formula_of_an_older_definition_is_converted_by_a_button() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let plan = standard(&stage).await;
    let (id, revision) = (plan.id.to_string(), plan.revision.to_string());
    let own = [("offering", OFFERING), ("id", id.as_str()), ("revision", revision.as_str())];
    let pressed = [("intent", "metric:0:formula"), ("metrics[0][metering_scale]", "MAX({QUERY}/1024)")];
    let fields: Vec<_> = own.into_iter().chain(pressed).chain(FLEX.iter().copied()).collect();
    let saved = kim.send(Request::form("/api/plan/save", &fields)).await;
    assert!(saved.status.is_redirection(), "{}", saved.body);
    let metric = standard(&stage).await.draft.metrics.remove(0);
    assert_eq!((metric.metering_model.as_str(), metric.metering_scale.as_str()), ("standard_max", "1024"));
    let page = kim.get(&format!("/offerings/{OFFERING}/pricing/{id}")).await.body;
    assert!(page.contains("metric:0:formula") && page.contains("1,024 sent count as 1."), "{page}");
    let told = told(&kim, &id, &[("metrics[0][metering_scale]", "SUM({QUERY}*3)")]).await.html();
    assert!(told.contains("This formula cannot be converted"), "{told}");
}

#[tokio::test]
async fn another_kind_says_what_is_not_used_any_more_and_a_clone_leaves_out_the_names() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    press(&stage, &kim, "").await;
    let id = &stage.facts["plan"];
    let metered = told(&kim, id, &[]).await.html();
    let free = told(&kim, id, &[("plan[kind]", "free")]).await.html();
    assert!(free.contains("PRC-MET-02") && !metered.contains("PRC-MET-02"), "{free}");
    let cloned = kim.get(&format!("/offerings/{OFFERING}/pricing/new?from={id}")).await.body;
    assert!(cloned.contains("Pay for what you query.") && cloned.contains("value=\"QUERY\""), "{cloned}");
    assert!(!cloned.contains("value=\"Flex\""), "{cloned}");
}

#[tokio::test]
async fn more_metrics_than_a_form_holds_are_no_request() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let plan = standard(&stage).await;
    let (id, revision) = (plan.id.to_string(), plan.revision.to_string());
    let names: Vec<String> = (0..=20).map(|row| format!("metrics[{row}][measure]")).collect();
    let mut fields =
        vec![("offering", OFFERING), ("id", id.as_str()), ("revision", revision.as_str()), ("plan[name]", "a")];
    fields.extend(names.iter().map(|name| (name.as_str(), "QUERY")));
    let answer = kim.send(Request::form("/api/plan/save", &fields).header("accept", "application/json")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.body);
    assert_eq!(standard(&stage).await, plan);
}

#[tokio::test]
async fn an_estimate_is_a_page_with_its_question_in_the_address() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    press(&stage, &kim, "").await;
    let plan = &stage.facts["plan"];
    let asked = format!("/offerings/{OFFERING}/pricing/{plan}?q0=3%2C412%2C300&for=DEU-EUR");
    let page = kim.get(&asked).await;
    for told in ["EUR 1,027.69", "903 × EUR 0.23", "− 10,000", "3,402.3"] {
        assert!(page.body.contains(told), "{told}");
    }
    let ada = stage.browser_of("ada@northwind.example");
    let seen = ada.sees(OFFERING).await;
    let published = ada.post("/api/release/limited", &[("offering", OFFERING), ("seen", &seen)]).await;
    assert!(published.status.is_redirection(), "{}", published.body);
    let details = kim.get(&format!("/catalog/{OFFERING}?plan={plan}&q0=3412300&for=DEU-EUR")).await;
    assert_eq!(details.status, StatusCode::OK);
    for told in ["from USD 0.25 per 1,000 queries", "1,001 to 2,500", "to 2,500,000 queries", "EUR 1,027.69"] {
        assert!(details.body.contains(told), "{told}");
    }
    let unasked = kim.get(&format!("/catalog/{OFFERING}")).await;
    assert!(unasked.body.contains("Estimate Flex") && !unasked.body.contains("EUR 1,027.69"));
    // It has an island, and is kept all the same.
    assert!(unasked.body.contains("<leptos-island") && can_be_sent_twice(&unasked), "{}", unasked.body);
    assert_eq!(unasked.body.matches("start.js").count(), 1);
    assert_eq!(kim.get(&format!("/catalog/{OFFERING}")).await.body, unasked.body);
}

#[tokio::test]
async fn a_new_plan_stays_in_its_editor_until_nothing_is_wrong_with_it() {
    let stage = Scene::Ready.open().await;
    let kim = stage.browser_of(KIM);
    let pricing = format!("/offerings/{OFFERING}/pricing");
    let add = async |fields: &[(&str, &str)]| {
        let fields: Vec<_> = [("offering", OFFERING)].into_iter().chain(fields.iter().copied()).collect();
        kim.post("/api/plan/add", &fields).await.path().unwrap()
    };
    let editor = add(&[("plan[kind]", "subscription")][..]).await;
    assert!(editor.starts_with(&format!("{pricing}/")), "{editor}");
    assert!(kim.get(&editor).await.body.contains("PRC-NAM-01"));
    let page = kim.get(&pricing).await.body;
    assert!(page.contains("Unnamed plan, row 3"), "{page}");
    assert!(page.contains(&format!("href=\"{editor}\">Open the plan")), "{page}");

    let complete = [
        ("plan[kind]", "subscription"),
        ("plan[name]", "gold"),
        ("plan[display_name]", "Gold"),
        ("plan[description]", "All that there is, every day."),
        ("plan[bullets][0]", "No limits"),
        ("plan[amounts][0][country]", "USA"),
        ("plan[amounts][0][currency]", "USD"),
        ("plan[amounts][0][price]", "49.00"),
        ("plan[locations][0]", "eu-de"),
    ];
    assert_eq!(add(&complete[..]).await, pricing);
}

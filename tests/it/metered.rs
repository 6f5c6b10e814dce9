//! A metered plan over HTTP, as a browser without scripts makes one: its form, its rows, its estimate, and what
//! customers see of it.

use hyper::StatusCode;
use slipway_backend::demo::OFFERING;
use slipway_domain::plan::PlanRecord;

use crate::support::{Answer, Browser, Request, Scene, Stage};

const KIM: &str = "kim@northwind.example";
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

//! A run that failed, as a browser without scripts has it: one check, or all that failed, are made again, and the page
//! says what is different from the run before.

use hyper::StatusCode;
use scraper::{Html, Selector};
use slipway_backend::demo::OFFERING;
use slipway_osb::fake::Fault;

use crate::broker_calls::registered_broker;
use crate::support::{Answer, Browser, Scene, Stage};

const KIM: &str = "kim@northwind.example";
const VERA: &str = "vera@northwind.example";
const REPEAT: &str = "/api/test-run/repeat";

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// The fields of every form of a page that makes checks again.
fn repeats(page: &str) -> Vec<Vec<(String, String)>> {
    let page = Html::parse_document(page);
    let (forms, inputs) = (selector(&format!("form[action='{REPEAT}']")), selector("input"));
    let field = |input: scraper::ElementRef<'_>| {
        let attribute = |name: &str| input.value().attr(name).unwrap_or_default().to_owned();
        (attribute("name"), attribute("value"))
    };
    page.select(&forms).map(|form| form.select(&inputs).map(field).collect()).collect()
}

/// Presses the button beside a check, or, without one, the button for all that failed.
async fn press(kim: &Browser, page: &str, check: &str) -> Answer {
    let is_meant = |form: &Vec<(String, String)>| form.iter().any(|(name, value)| name == "check" && value == check);
    let form = repeats(page).into_iter().find(is_meant).unwrap();
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    kim.post(REPEAT, &fields).await
}

/// The page of the run that was asked for, once it has ended.
async fn ended(stage: &Stage, kim: &Browser, asked: Answer) -> String {
    assert!(asked.status.is_redirection(), "{}: {}", asked.status, asked.body);
    stage.server.backend.make_due_test_runs().await;
    let page = kim.get(&asked.path().unwrap()).await;
    assert_eq!(page.status, StatusCode::OK);
    page.body
}

/// The texts of what stands at these places, each in one line.
fn told(page: &str, css: &str) -> Vec<String> {
    let texts =
        |element: scraper::ElementRef<'_>| element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
    Html::parse_document(page).select(&selector(css)).map(texts).collect()
}

/// What is different from the run before.
fn changes(page: &str) -> Vec<String> {
    told(page, "ul.runs li").into_iter().filter(|line| line.contains('→')).collect()
}

#[tokio::test]
async fn one_check_and_then_all_that_failed_are_made_again_and_what_changed_is_said() {
    let stage = Scene::Limited.open().await;
    let kim = stage.browser_of(KIM);
    let broker = registered_broker(&stage, &kim).await;
    broker.set_faults([Fault::IgnoresConflict, Fault::RemovesTwice]);
    let deployment = stage.facts["deployment"].as_str();
    let asked = kim.post("/api/test-run/request", &[("offering", OFFERING), ("deployment", deployment)]).await;
    let address = asked.path().unwrap();
    let first = ended(&stage, &kim, asked).await;
    assert!(told(&first, ".verdict")[0].contains("Failed"), "{first}");
    assert!(first.contains("Run only what failed again"), "{first}");
    let vera = stage.browser_of(VERA).get(&address).await;
    assert_eq!(vera.status, StatusCode::OK);
    assert!(repeats(&vera.body).is_empty(), "who may only look has no button");

    broker.set_faults([Fault::RemovesTwice]);
    let calls = broker.log().len();
    let second = ended(&stage, &kim, press(&kim, &first, "BRK-PRV-05").await).await;
    assert!(broker.log().len() - calls < 20, "one check is no whole run");
    assert_eq!(changes(&second), ["BRK-PRV-05 Failed → Passed"]);
    assert!(told(&second, ".verdict")[0].contains("Failed"), "the other one still has: {second}");

    broker.set_faults([]);
    let third = ended(&stage, &kim, press(&kim, &second, "").await).await;
    let changed = changes(&third);
    assert!(changed.contains(&"BRK-DEP-02 Failed → Passed".to_owned()), "{changed:?}");
    assert!(changed.iter().all(|line| line.ends_with("Failed → Passed")), "{changed:?}");
    assert!(told(&third, ".verdict")[0].contains("Passed"), "{third}");
    // A page that was left open.
    let calls = broker.log().len();
    press(&kim, &first, "").await;
    stage.server.backend.make_due_test_runs().await;
    assert_eq!(broker.log().len(), calls, "nothing goes back to a run that has a later one");
}

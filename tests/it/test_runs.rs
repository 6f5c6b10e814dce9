//! The form that asks for test runs: what it begins with, and what is chosen in it (§4.16). No scripts are needed.

use hyper::StatusCode;
use scraper::{Html, Selector};

use crate::support::{Browser, Request, Scene};

const KIM: &str = "kim@northwind.example";
const ASK: &str = "/api/test-run/request-all";

/// How many boxes of the form there are, and how many have a tick.
fn boxes(page: &Html, name: &str) -> (usize, usize) {
    let count = |more: &str| {
        let selector = Selector::parse(&format!("#choose-tests input[name^='test[{name}]']{more}")).unwrap();
        page.select(&selector).count()
    };
    (count(""), count("[checked]"))
}

async fn text_of(browser: &Browser, path: &str) -> String {
    let page = Html::parse_document(&browser.get(path).await.body);
    let main = page.select(&Selector::parse("main").unwrap()).next().unwrap();
    main.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn what_somebody_leaves_out_is_skipped_and_the_page_says_what_the_run_does_not_prove() {
    let stage = Scene::Limited.open().await;
    let kim = stage.browser_of(KIM);
    let (name, deployment) = (stage.facts["name"].as_str(), stage.facts["deployment"].as_str());
    let tests = format!("/offerings/{name}/tests");
    let page = Html::parse_document(&kim.get(&tests).await.body);
    let ticked = (boxes(&page, "deployments"), boxes(&page, "left_out"));
    assert_eq!(ticked, ((2, 2), (3, 0)), "at first it asks for everything");

    // The box of the first deployment was cleared, so that the list has no first entry.
    let fields = [
        ("offering", name),
        ("test[deployments][1]", deployment),
        ("test[left_out][0]", "bindings"),
        ("test[left_out][2]", "lost-answers"),
        ("test[account]", "provider"),
    ];
    let asked = kim.post(ASK, &fields).await;
    assert_eq!(asked.path().as_deref(), Some(tests.as_str()), "{}", asked.body);
    stage.server.backend.make_due_test_runs().await;
    let said = text_of(&kim, &tests).await;
    let less = "It left out bindings and lost answers. The release waits for a run of everything.";
    assert!(said.contains("Passed in part") && said.contains(less), "{said}");

    let runs = Html::parse_document(&kim.get(&tests).await.body);
    let link = Selector::parse(&format!("a[href^='{tests}/']")).unwrap();
    let runs: Vec<&str> = runs.select(&link).filter_map(|link| link.value().attr("href")).collect();
    let mut shown = String::new();
    for run in runs {
        let said = text_of(&kim, run).await;
        if said.contains(less) {
            shown = said;
        }
    }
    assert!(shown.contains("Bindings were left out of this run"), "{shown}");
    assert!(shown.contains("The account of this offering"), "{shown}");
    let review = text_of(&kim, &format!("/offerings/{name}/review")).await;
    assert!(review.contains("Not every deployment has passed its test run"), "{review}");
}

#[tokio::test]
async fn the_page_says_which_version_a_run_tested_and_asks_only_where_there_are_two() {
    let stage = Scene::Public.open().await;
    let kim = stage.browser_of(KIM);
    let (name, deployment) = (stage.facts["name"].as_str(), stage.facts["deployment"].as_str());
    let tests = format!("/offerings/{name}/tests");
    let page = Html::parse_document(&kim.get(&tests).await.body);
    let radio = Selector::parse("#choose-tests input[name='test[content]']").unwrap();
    assert_eq!(page.select(&radio).count(), 0, "the draft is what is public");

    let fields = [("offering", name), ("test[deployments][0]", deployment), ("test[content]", "public")];
    let asked = kim.post(ASK, &fields).await;
    assert_eq!(asked.path().as_deref(), Some(tests.as_str()), "{}", asked.body);
    let said = text_of(&kim, &tests).await;
    assert!(said.contains("(What is public)"), "{said}");
}

#[tokio::test]
async fn a_form_with_a_box_that_it_does_not_have_is_turned_down() {
    let stage = Scene::Limited.open().await;
    let kim = stage.browser_of(KIM);
    let fields = [("offering", stage.facts["name"].as_str()), ("test[progress]", "finished")];
    let answer = kim.send(Request::form(ASK, &fields).header("accept", "application/json")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.body);
}

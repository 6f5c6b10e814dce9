//! WebAssembly comes with the pages that have islands, as they are drawn: what is drawn is compared with what is sent
//! along. No page holds what is good for one answer alone.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Selector};
use slipway_app::app::App;
use slipway_backend::demo::OFFERING;

use crate::authz::request;
use crate::authz::rows::ROWS;
use crate::compare::editors;
use crate::support::{Answer, Scene};

const KIM: &str = "kim@northwind.example";
const CLARA: &str = "clara@orrery.example";
const READERS: [&str; 4] = [KIM, CLARA, "rita@operator.example", "otto@operator.example"];

const LISTING: &str = "/offerings/{name}/listing";
const NEW_RESOURCE: &str = "/offerings/new";
const SETTINGS: &str = "/offerings/{name}/settings";
const SUMMARY: &str = "/offerings/{name}/summary";
const NEW_PLAN: &str = "/offerings/{name}/pricing/new";
const PLAN: &str = "/offerings/{name}/pricing/{plan}";
/// Where the only island says who else is there.
const SHARED: [&str; 3] = [
    "/offerings/{name}/access",
    "/offerings/{name}/deployments/brokers/new",
    "/offerings/{name}/deployments/brokers/{broker}",
];
/// Pages with an island while something is under way.
const TICKING: [&str; 2] = ["/offerings/{name}/tests/{run}", "/instances/{name}/{instance}"];

fn has_islands(answer: &Answer) -> bool {
    answer.body.contains("<leptos-island")
}

fn loads_scripts(answer: &Answer) -> bool {
    answer.body.contains("<script")
}

/// The bundle, once. What the framework reads where the bundle begins is in `start.js`.
fn has_everything_for_islands(answer: &Answer) -> bool {
    let parts = ["src=\"/pkg/0a1b/start.js\"", "href=\"/pkg/0a1b/slipway.js\"", "<script"];
    parts.iter().all(|part| answer.body.matches(part).count() == 1)
}

/// A page that held a nonce would be good for one answer alone; what the framework appends to a document bears one.
pub(crate) fn can_be_sent_twice(page: &Answer) -> bool {
    let bears_a_nonce = page.body.split("nonce=\"").skip(1).any(|rest| !rest.starts_with('"'));
    !bears_a_nonce && page.body.trim_end().ends_with("</html>")
}

/// Hydration compares no texts and no attributes with what the island would draw. So islands have none to compare: at
/// most one element of theirs stands around what the page hands to them.
fn draws_nothing_to_compare(answer: &Answer) -> bool {
    let page = Html::parse_document(&answer.body);
    page.select(&Selector::parse("leptos-island").unwrap()).all(|island| {
        let around = alone_in(island).filter(|element| element.value().name() == "div").unwrap_or(island);
        alone_in(around).is_some_and(|element| element.value().name() == "leptos-children")
    })
}

/// What an element consists of, if that is one element and nothing beside it, be it a text or a comment.
fn alone_in(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let mut within = element.children();
    within.next().filter(|_| within.next().is_none()).and_then(ElementRef::wrap)
}

#[tokio::test]
async fn a_page_loads_scripts_if_an_island_is_drawn_on_it_and_only_then() {
    let pages = leptos_axum::generate_route_list(App);
    let pages: BTreeSet<&str> = pages.iter().map(leptos_axum::AxumRouteListing::path).collect();
    let rows: Vec<_> = ROWS.iter().filter(|row| row.method == "GET" && pages.contains(row.route)).collect();
    let scenes: BTreeSet<Scene> = rows.iter().map(|row| row.scene).collect();
    let (mut with, mut without) = (BTreeSet::new(), BTreeSet::new());
    for scene in scenes {
        let stage = scene.open().await;
        for reader in READERS {
            let browser = stage.browser_of(reader);
            for row in rows.iter().filter(|row| row.scene == scene) {
                let answer = browser.send(request(row, stage.facts)).await;
                let what = format!("{} for {reader}: {}", row.route, answer.status);
                assert_eq!(loads_scripts(&answer), has_islands(&answer), "{what}");
                assert!(answer.status.is_redirection() || can_be_sent_twice(&answer), "{what}");
                if has_islands(&answer) {
                    assert!(has_everything_for_islands(&answer) && draws_nothing_to_compare(&answer), "{what}");
                    with.insert(row.route);
                } else if answer.status.is_success() {
                    without.insert(row.route);
                }
            }
        }
    }
    let forms = [LISTING, NEW_RESOURCE, SETTINGS, SUMMARY, NEW_PLAN, PLAN];
    let expected: BTreeSet<&str> = forms.into_iter().chain(SHARED).collect();
    assert_eq!(with, expected);
    assert!(TICKING.iter().all(|page| without.contains(page)), "a finished run and an instance at rest: {without:?}");
    assert!(without.contains(NEW_RESOURCE), "nobody without an account of a provider has a form there");
    assert!(without.contains(PLAN), "reviewers read a plan");
    assert!(SHARED.iter().all(|page| without.contains(page)), "and what else they cannot edit: {without:?}");
    assert!(without.len() > 30, "{without:?}");
}

/// Which part that is, the address says.
#[tokio::test]
async fn a_language_and_the_options_of_a_deployment_load_scripts_where_they_can_be_saved() {
    let stage = Scene::Limited.open().await;
    let (kim, rita) = (stage.browser_of(KIM), stage.browser_of(READERS[2]));
    let translations = format!("/offerings/{OFFERING}/translations");
    let deployments = format!("/offerings/{OFFERING}/deployments?tab=catalog");
    let options = format!("{deployments}&edit={}", stage.facts["deployment"]);
    for page in [format!("{translations}?language=de"), options] {
        let answer = kim.get(&page).await;
        assert!(has_islands(&answer) && has_everything_for_islands(&answer), "{page}: {}", answer.body);
        assert!(draws_nothing_to_compare(&answer) && can_be_sent_twice(&answer), "{page}: {}", answer.body);
        let read = rita.get(&page).await;
        assert!(read.status.is_success() && !has_islands(&read) && !loads_scripts(&read), "{page}: {}", read.body);
    }
    for page in [translations, deployments] {
        let answer = kim.get(&page).await;
        assert!(!has_islands(&answer) && !loads_scripts(&answer), "{page}: nothing on it is edited by two");
    }
}

/// Whoever goes back gets the page anew, with the revision of now. What a browser remembered of it would be saved at
/// that revision, over what others have saved since.
#[tokio::test]
async fn a_browser_puts_nothing_that_it_remembers_into_a_form_that_is_saved_at_a_revision() {
    let forms = Selector::parse("form").unwrap();
    let mut seen = BTreeSet::new();
    for scene in [Scene::Demo, Scene::Limited] {
        let stage = scene.open().await;
        let kim = stage.browser_of(KIM);
        let mut pages = editors(&stage);
        pages.push(format!("/offerings/{OFFERING}/translations?language=de"));
        let deployment = stage.facts.get("deployment").map(String::as_str).unwrap_or_default();
        pages.push(format!("/offerings/{OFFERING}/deployments?tab=catalog&edit={deployment}"));
        for page in pages {
            let answer = kim.get(&page).await;
            for form in Html::parse_document(&answer.body).select(&forms).map(|form| form.value()) {
                let (action, saves_itself) = (form.attr("action").unwrap_or_default(), form.attr("data-autosave"));
                if saves_itself.is_some() || action.ends_with("/save") {
                    assert_eq!(form.attr("autocomplete"), Some("off"), "{page}: {action}");
                    seen.insert(action.to_owned());
                }
            }
        }
    }
    let parts = ["access", "broker", "deployment", "listing", "plan", "settings", "summary", "translation"];
    assert_eq!(seen, BTreeSet::from(parts.map(|part| format!("/api/{part}/save"))));
}

#[tokio::test]
async fn a_run_and_an_instance_load_scripts_while_something_is_under_way() {
    let stage = Scene::Limited.open().await;
    let (kim, clara) = (stage.browser_of(KIM), stage.browser_of(CLARA));
    let deployment = stage.facts["deployment"].as_str();
    let asked = kim.post("/api/test-run/request", &[("offering", OFFERING), ("deployment", deployment)]).await;
    let run = asked.path().unwrap();
    let instance = stage.facts["instance"].as_str();
    let binding = [("offering", OFFERING), ("instance", instance), ("binding[name]", "second")];
    clara.post("/api/binding/add", &binding).await;
    let instance = format!("/instances/{OFFERING}/{instance}");
    for (browser, page) in [(kim, run), (clara, instance)] {
        let answer = browser.get(&page).await;
        assert!(has_islands(&answer) && has_everything_for_islands(&answer), "{page}: {}", answer.body);
        assert!(draws_nothing_to_compare(&answer) && can_be_sent_twice(&answer), "{page}: {}", answer.body);
    }
}

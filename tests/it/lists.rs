//! Lists of the definition, as a browser without scripts edits them: each button saves the form and leads back to its
//! list.

use scraper::{Html, Selector};
use slipway_backend::demo::OFFERING;

use crate::support::{Browser, ORIGIN, Request, Scene};

const KIM: &str = "kim@northwind.example";

/// The value of an input of the page; `None`: there is none.
fn value(page: &str, name: &str) -> Option<String> {
    let document = Html::parse_document(page);
    let found = document.select(&Selector::parse(&format!("[name='{name}']")).unwrap()).next()?;
    Some(found.value().attr("value").unwrap_or_default().to_owned())
}

/// Sends the form of a page with these fields, and reads the page that it leads to.
async fn pressed(kim: &Browser, page: &str, fields: &[(&str, &str)]) -> String {
    let path = format!("/offerings/{OFFERING}/{page}");
    let revision = value(&kim.get(&path).await.body, "revision").unwrap();
    let other = if page == "listing" { "listing[display_name]" } else { "settings[bindable]" };
    let fields = [&[("offering", OFFERING), ("revision", revision.as_str()), (other, "yes")], fields].concat();
    let form = Request::form(format!("/api/{page}/save"), &fields).header("referer", &format!("{ORIGIN}{path}"));
    let answer = kim.send(form).await;
    assert!(answer.status.is_redirection(), "{}: {}", answer.status, answer.body);
    kim.get(&path).await.body
}

#[tokio::test]
async fn extra_tabs_are_added_moved_and_removed_without_scripts() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let id = |row: usize| format!("listing[extras][navigation_items][{row}][id]");
    let page = pressed(&kim, "listing", &[("intent", "tab:add")]).await;
    assert_eq!(value(&page, &id(0)).as_deref(), Some(""), "an empty row to type into");
    let (first, second) = (id(0), id(1));
    let (first, second) = (first.as_str(), second.as_str());
    let page = pressed(&kim, "listing", &[(first, "releases"), (second, "status"), ("intent", "tab:up:1")]).await;
    assert_eq!((value(&page, first).as_deref(), value(&page, second).as_deref()), (Some("status"), Some("releases")));
    assert!(page.contains("value=\"tab:down:0\"") && !page.contains("value=\"tab:up:0\""));
    assert!(page.contains("LST-TAB-04"), "a row that was begun has to be finished");
    let page = pressed(&kim, "listing", &[(first, "status"), (second, "releases"), ("intent", "tab:remove:0")]).await;
    assert_eq!((value(&page, first).as_deref(), value(&page, second)), (Some("releases"), None));
}

#[tokio::test]
async fn certifications_are_added_moved_and_removed_without_scripts_and_ways_between_plans_are_barred() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let [first, second] = [0, 1].map(|row| format!("settings[extras][compliance][{row}]"));
    let (first, second) = (first.as_str(), second.as_str());
    let page = pressed(&kim, "settings", &[("intent", "compliance:add")]).await;
    assert_eq!(value(&page, first).as_deref(), Some(""));
    let typed = [(first, "ISO 27001"), (second, "SOC 2"), ("intent", "compliance:down:0")];
    let page = pressed(&kim, "settings", &typed).await;
    assert_eq!((value(&page, first).as_deref(), value(&page, second).as_deref()), (Some("SOC 2"), Some("ISO 27001")));
    let way = value(&page, "settings[extras][barred_switches][0]").expect("the offering has two plans");
    let barred = [("settings[extras][barred_switches][0]", way.as_str()), ("intent", "compliance:remove:0")];
    let page = pressed(&kim, "settings", &barred).await;
    assert!(page.contains("1 not offered"), "a box that is ticked bars the way");
    assert_eq!(value(&page, first), None);
}

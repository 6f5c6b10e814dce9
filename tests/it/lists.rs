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
    let other = match page {
        "listing" => "listing[display_name]",
        "settings" => "settings[bindable]",
        _ => "access[display_name]",
    };
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

#[tokio::test]
async fn highlights_are_added_moved_and_removed_without_scripts() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let name = |row: usize, part: &str| format!("listing[bullets][{row}][{part}]");
    let titles = [0, 1, 2].map(|row| name(row, "title"));
    let [first, second, third] = titles.each_ref().map(String::as_str);
    let text = name(0, "description");
    let text = (text.as_str(), "It is.");
    let page = pressed(&kim, "listing", &[(first, "Fast"), text, (second, "Safe"), ("intent", "add")]).await;
    assert_eq!(value(&page, third).as_deref(), Some(""), "an empty row to type into");
    for button in ["value=\"add\"", "value=\"remove:0\""] {
        assert!(page.contains(button), "there is no button with {button}");
    }
    let page = pressed(&kim, "listing", &[(first, "Fast"), text, (second, "Safe"), ("intent", "up:1")]).await;
    assert_eq!((value(&page, first).as_deref(), value(&page, second).as_deref()), (Some("Safe"), Some("Fast")));
    assert!(page.contains("value=\"down:0\"") && !page.contains("value=\"up:0\""));
    let page = pressed(&kim, "listing", &[(first, "Safe"), (second, "Fast"), ("intent", "down:0")]).await;
    assert_eq!((value(&page, first).as_deref(), value(&page, second).as_deref()), (Some("Fast"), Some("Safe")));
    let page = pressed(&kim, "listing", &[(first, "Fast"), (second, "Safe"), ("intent", "remove:0")]).await;
    assert_eq!((value(&page, first).as_deref(), value(&page, second)), (Some("Safe"), None));
}

/// Presses each button of a list of Access management, whose rows are named `access[<list>][<row>]<part>` and whose
/// intents begin with `prefix`.
async fn pressed_all(kim: &Browser, list: &str, part: &str, prefix: &str, typed: [&str; 2]) {
    let names = [0, 1, 2].map(|row| format!("access[{list}][{row}]{part}"));
    let [first, second, third] = names.each_ref().map(String::as_str);
    let intents = ["add", "up:1", "down:0", "remove:0"].map(|intent| format!("{prefix}{intent}"));
    let [add, up, down, remove] = intents.each_ref().map(String::as_str);
    let [one, other] = typed;
    let both = |page: &str| (value(page, first), value(page, second));
    let rows = |first: &str, second: &str| (Some(first.to_owned()), Some(second.to_owned()));
    let (as_typed, swapped) = (rows(one, other), rows(other, one));
    let page = pressed(kim, "access", &[(first, one), (second, other), ("intent", add)]).await;
    assert_eq!((both(&page), value(&page, third).as_deref()), (as_typed.clone(), Some("")), "{list}");
    for button in [add, up, down, remove].map(|intent| format!("value=\"{intent}\"")) {
        assert!(page.contains(&button), "{list} has no button with {button}");
    }
    let page = pressed(kim, "access", &[(first, one), (second, other), ("intent", up)]).await;
    assert_eq!(both(&page), swapped, "{list}");
    let page = pressed(kim, "access", &[(first, other), (second, one), ("intent", down)]).await;
    assert_eq!(both(&page), as_typed, "{list}");
    let page = pressed(kim, "access", &[(first, one), (second, other), ("intent", remove)]).await;
    assert_eq!(both(&page), (Some(other.to_owned()), None), "{list}");
}

#[tokio::test]
async fn redirect_uris_roles_and_actions_are_added_moved_and_removed_without_scripts() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let uris = ["https://vector.northwind.example/one", "https://vector.northwind.example/two"];
    pressed_all(&kim, "redirect_uris", "", "", uris).await;
    pressed_all(&kim, "custom_roles", "", "role:", ["Curator", "Librarian"]).await;
    let actions = ["northwind-vector.index.read", "northwind-vector.index.write"];
    pressed_all(&kim, "actions", "[id]", "action:", actions).await;
}

/// What is too long is kept, and said where the list stands.
#[tokio::test]
async fn a_list_with_more_rows_than_it_may_have_is_saved_and_says_so() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    for (list, part, rule) in [
        ("custom_roles", "", "ACC-ROL-04"),
        ("attributes", "[key]", "ACC-ATT-04"),
        ("subjects", "[service_name]", "ACC-SUB-04"),
    ] {
        let names: Vec<String> = (0..101).map(|row| format!("access[{list}][{row}]{part}")).collect();
        let fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "region")).collect();
        let page = pressed(&kim, "access", &fields[..100]).await;
        assert!(!page.contains(rule), "{list}");
        let page = pressed(&kim, "access", &fields).await;
        assert!(value(&page, fields[100].0).is_some(), "{list}: the last row is there");
        assert!(page.contains(rule), "{list}");
    }
}

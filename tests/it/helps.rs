//! The help of what a definition asks for: it stands with the control, or, for the rows and boxes of a list, at the
//! head of the list.

use scraper::{ElementRef, Html, Selector};
use slipway_backend::demo::OFFERING;

use crate::support::Scene;

const KIM: &str = "kim@northwind.example";

/// The pages that ask for something, each with what the names of its controls begin with. Those of a new deployment
/// choose among what stands on other pages, and a translation has its source beside it.
const PAGES: [(&str, &str); 6] = [
    ("summary", "summary["),
    ("listing", "listing["),
    ("settings", "settings["),
    ("access", "access["),
    ("pricing/new", "plan["),
    ("deployments/brokers/new", "broker["),
];

fn says_something(element: ElementRef<'_>) -> bool {
    element.text().any(|text| !text.trim().is_empty())
}

/// Whether the control is described by a text of its own; what is wrong with it is no help.
fn has_help(page: &Html, control: ElementRef<'_>) -> bool {
    let ids = control.attr("aria-describedby").unwrap_or_default().split_whitespace();
    ids.filter(|id| !id.ends_with("-findings")).any(|id| {
        let place = Selector::parse(&format!("[id='{id}']")).unwrap();
        page.select(&place).any(says_something)
    })
}

/// Whether the list around the control says what belongs into it.
fn is_told_by_its_list(control: ElementRef<'_>) -> bool {
    let lead = Selector::parse(".section__lead, .quiet").unwrap();
    let mut around = control.ancestors().filter_map(ElementRef::wrap);
    let list = around.find(|one| one.value().classes().any(|class| ["section", "fold"].contains(&class)));
    list.is_some_and(|list| list.select(&lead).any(says_something))
}

/// Whether it is one of several alike: a row of a list, or a part of one.
fn is_in_a_list(name: &str) -> bool {
    name.split(['[', ']']).any(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[tokio::test]
async fn every_field_of_a_definition_says_what_belongs_into_it() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let controls = Selector::parse("input:not([type='hidden']), select, textarea").unwrap();
    let (mut seen, mut silent) = (0, Vec::new());
    for (page, prefix) in PAGES {
        let document = Html::parse_document(&kim.get(&format!("/offerings/{OFFERING}/{page}")).await.body);
        for control in document.select(&controls) {
            let name = control.attr("name").unwrap_or_default();
            if !name.starts_with(prefix) {
                continue;
            }
            seen += 1;
            let is_told = has_help(&document, control) || (is_in_a_list(name) && is_told_by_its_list(control));
            if !is_told {
                silent.push(name.to_owned());
            }
        }
    }
    assert!(seen > 100, "the pages ask for more than {seen} things");
    assert_eq!(silent, Vec::<String>::new());
}

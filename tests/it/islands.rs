//! WebAssembly comes with the pages that have islands: what is drawn is compared with what is sent along.

use std::collections::BTreeSet;

use hyper::StatusCode;
use slipway_app::app::App;
use slipway_app::paths;

use crate::authz::rows::ROWS;
use crate::authz::{filled, request};
use crate::support::{Answer, Scene};

const READERS: [&str; 4] =
    ["kim@northwind.example", "clara@orrery.example", "rita@operator.example", "otto@operator.example"];

fn has_islands(answer: &Answer) -> bool {
    answer.body.contains("<leptos-island")
}

fn loads_them(answer: &Answer) -> bool {
    answer.body.contains("<script")
}

#[tokio::test]
async fn a_page_loads_scripts_if_it_has_islands_and_no_page_that_never_has_any() {
    let pages = leptos_axum::generate_route_list(App);
    let pages: BTreeSet<&str> = pages.iter().map(leptos_axum::AxumRouteListing::path).collect();
    let rows: Vec<_> = ROWS.iter().filter(|row| row.method == "GET" && pages.contains(row.route)).collect();
    let scenes: BTreeSet<Scene> = rows.iter().map(|row| row.scene).collect();
    let (mut with, mut without) = (BTreeSet::new(), 0);
    for scene in scenes {
        let stage = scene.open().await;
        for reader in READERS {
            let browser = stage.browser_of(reader);
            for row in rows.iter().filter(|row| row.scene == scene) {
                let answer = browser.send(request(row, stage.facts)).await;
                if answer.status != StatusCode::OK {
                    assert!(!has_islands(&answer), "{} for {reader}: {}", row.route, answer.status);
                    continue;
                }
                assert!(!has_islands(&answer) || loads_them(&answer), "{} for {reader} has islands alone", row.route);
                // Some pages have an island while something is under way, and are plain before and after it.
                let may_have_them = paths::has_islands(&filled(row.route, stage.facts));
                assert!(may_have_them || !loads_them(&answer), "{} for {reader} never has islands", row.route);
                if has_islands(&answer) {
                    with.insert(row.route);
                } else {
                    without += 1;
                }
            }
        }
    }
    assert!(with.len() >= 2 && without > 60, "{with:?}, {without} without");
}

//! A disk without room: saving is refused with everything typed handed back, reading goes on, and a supervisor is told.

use std::collections::BTreeMap;

use hyper::StatusCode;
use slipway_app::error::AppError;
use slipway_backend::demo::OFFERING;

use crate::support::{Answer, Browser, ORIGIN, Request, Scene};

const KIM: &str = "kim@northwind.example";
const TYPED: &str = "\"Vector\" <Search>\r\n& more äöü";

/// Saves until there is no more room; the answer that says so, and the revision that is saved.
async fn filled(browser: &Browser, mut revision: i64) -> (Answer, i64) {
    let long = "x".repeat(20_000);
    loop {
        let now = revision.to_string();
        let fields = [("offering", OFFERING), ("revision", now.as_str()), ("listing[display_name]", long.as_str())];
        let save = Request::form("/api/listing/save", &fields).header("accept", "application/json");
        let answer = browser.send(save).await;
        if answer.status != StatusCode::OK {
            return (answer, revision);
        }
        revision += 1;
    }
}

/// The form of a page: where it goes, and its hidden inputs.
fn form(answer: &Answer) -> (String, BTreeMap<String, String>) {
    let page = scraper::Html::parse_document(&answer.body);
    let (form, control) = ("main form[method=post]", "main form[method=post] input, main form[method=post] textarea");
    let [form, control] = [form, control].map(|selector| scraper::Selector::parse(selector).unwrap());
    let action = page.select(&form).next().unwrap().value().attr("action").unwrap().to_owned();
    let sent = page.select(&control).map(|control| {
        let value = control.value().attr("value").map_or_else(|| control.text().collect(), str::to_owned);
        (control.value().attr("name").unwrap().to_owned(), value)
    });
    (action, sent.collect())
}

#[tokio::test]
async fn a_full_disk_loses_nothing_and_says_so() {
    let stage = Scene::Demo.open().await;
    let (store, kim) = (stage.server.backend.store(), stage.browser_of(KIM));
    let probes = async || [kim.get("/livez").await.status.as_u16(), kim.get("/readyz").await.status.as_u16()];
    assert_eq!(probes().await, [204, 204]);
    let revision = stage.facts["listing_revision"].parse().unwrap();
    store.confine(Some(1)).await.unwrap();

    // The autosave is told in its own words.
    let (refused, revision) = filled(&kim, revision).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.header("retry-after"), Some("5"));
    assert_eq!(AppError::parse(&refused.body), Some(AppError::Unavailable));
    assert_eq!(probes().await, [204, 503]);

    // The plain form comes back with what was typed.
    let page = format!("/offerings/{OFFERING}/listing");
    let (now, long) = (revision.to_string(), "y".repeat(20_000));
    let typed = [
        ("offering", OFFERING),
        ("revision", now.as_str()),
        ("listing[display_name]", TYPED),
        ("listing[description]", long.as_str()),
    ];
    let sent = Request::form("/api/listing/save", &typed).header("referer", &format!("{ORIGIN}{page}"));
    let handed_back = kim.send(sent).await;
    assert_eq!(handed_back.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!((handed_back.header("retry-after"), handed_back.location()), (Some("5"), None));
    let (action, fields) = form(&handed_back);
    let expected = typed.map(|(name, value)| (name.to_owned(), value.replace("\r\n", "\n")));
    assert_eq!(fields, BTreeMap::from(expected));

    // Reading goes on.
    for path in ["/offerings", &page, &format!("/offerings/{OFFERING}/history"), "/catalog"] {
        assert_eq!(kim.get(path).await.status, StatusCode::OK, "{path}");
    }
    let saved = async || {
        let id = store.offering_named(OFFERING).await.unwrap().unwrap();
        store.offering(id).await.unwrap().unwrap().listing
    };
    assert_eq!(saved().await.revision, revision);

    // There is room again, and the page that was handed back is sent.
    store.confine(None).await.unwrap();
    assert_eq!(probes().await, [204, 204]);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let again = kim.send(Request::form(&action, &fields).header("referer", &format!("{ORIGIN}{action}"))).await;
    assert_eq!(again.path().as_deref(), Some(page.as_str()), "{} {}", again.status, again.body);
    let saved = saved().await;
    assert_eq!((saved.revision, saved.draft.description), (revision + 1, long));
}

#[tokio::test]
async fn a_form_that_is_turned_down_when_it_is_sent_again_leads_to_the_page_where_it_was_filled_in() {
    let stage = Scene::Demo.open().await;
    let kim = stage.browser_of(KIM);
    let action = "/api/settings/save?from=%2Fofferings%2Fnorthwind-vector%2Fsettings";
    let wrong = [("offering", OFFERING), ("revision", "x")];
    let answer = kim.send(Request::form(action, &wrong).header("referer", &format!("{ORIGIN}{action}"))).await;
    let back = answer.path().unwrap();
    assert!(back.starts_with("/offerings/northwind-vector/settings?") && back.contains("__err="), "{back}");
}

#[tokio::test]
async fn too_little_room_ends_readiness_before_the_disk_is_full() {
    let stage = Scene::Demo.open().await;
    assert_eq!(stage.server.browser().get("/readyz").await.status, StatusCode::NO_CONTENT);
    let server = crate::support::TestServer::start_with(|config| config.data.free_mib = u32::MAX).await;
    let browser = server.browser();
    assert_eq!(browser.get("/livez").await.status, StatusCode::NO_CONTENT);
    assert_eq!(browser.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

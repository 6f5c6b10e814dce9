//! The lists of offerings, the board and the catalog, page by page, as a browser without scripts reads them.

use scraper::{Html, Selector};
use slipway_backend::demo::OFFERING;
use slipway_domain::ids::{OfferingId, SnapshotId};
use slipway_domain::moment::Moment;
use slipway_domain::offering::Scope;
use slipway_domain::visibility::Restrictions;
use uuid::Uuid;

use crate::support::{Browser, Scene, Stage};

const KIM: &str = "kim@northwind.example";
const OTTO: &str = "otto@operator.example";
/// Two pages and some.
const ADDED: u128 = 120;

/// The demo, in which the provider has very many more offerings.
async fn crowded() -> Stage {
    let stage = Scene::Demo.open().await;
    let store = stage.server.backend.store();
    let account = store.offering_named(OFFERING).await.unwrap().unwrap().account;
    let by = store.person_with_email(KIM).await.unwrap().unwrap().id;
    let at = Moment::from_millis(1_779_000_000_000);
    let mut tx = store.write().await.unwrap();
    for number in 1..=ADDED {
        let scope = Scope { account, offering: OfferingId::new(Uuid::from_u128(number)) };
        tx.add_offering(scope, &format!("added-{number:03}"), false, by, at).await.unwrap();
    }
    tx.commit().await.unwrap();
    stage
}

/// What stands in those places of a page.
fn all(page: &str, selector: &str) -> Vec<String> {
    let document = Html::parse_document(page);
    document.select(&Selector::parse(selector).unwrap()).map(|found| found.text().collect::<String>()).collect()
}

/// Where the link leads that goes on, or back.
fn turn(page: &str, rel: &str) -> Option<String> {
    let document = Html::parse_document(page);
    let link = document.select(&Selector::parse(&format!(".pager a[rel='{rel}']")).unwrap()).next()?;
    link.value().attr("href").map(str::to_owned)
}

/// Follows the links from a page to the last one, and tells what each shows.
async fn walked(browser: &Browser, from: &str, selector: &str) -> Vec<Vec<String>> {
    let (mut pages, mut address) = (Vec::new(), Some(from.to_owned()));
    while let Some(here) = address {
        let page = browser.get(&here).await;
        assert_eq!(page.status, 200, "{here}");
        assert_eq!(turn(&page.body, "prev").is_some(), !pages.is_empty(), "{here}");
        pages.push(all(&page.body, selector));
        address = turn(&page.body, "next");
    }
    pages
}

#[tokio::test]
async fn links_lead_through_all_offerings_of_an_account_and_back() {
    let stage = crowded().await;
    let kim = stage.browser_of(KIM);
    let pages = walked(&kim, "/offerings?show=yours", "article.offering code").await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>()[..2], [50, 50]);
    let mut shown: Vec<String> = pages.concat();
    shown.sort_unstable();
    shown.dedup();
    let mut added = (1..=ADDED).map(|number| format!("added-{number:03}")).chain([OFFERING.to_owned()]);
    assert!(added.all(|name| shown.contains(&name)), "{shown:?}");
    let second = turn(&kim.get("/offerings?show=yours").await.body, "next").unwrap();
    assert!(second.starts_with("/offerings?show=yours&after="), "{second}");
    let back = turn(&kim.get(&second).await.body, "prev").unwrap();
    assert_eq!(all(&kim.get(&back).await.body, "article.offering code"), pages[0]);
}

#[tokio::test]
async fn the_board_keeps_its_filter_and_its_order_from_page_to_page() {
    let stage = crowded().await;
    let otto = stage.browser_of(OTTO);
    let pages = walked(&otto, "/board?text=added&turn=provider&sort=-offering", "tbody .board__o a").await;
    let shown: Vec<String> = pages.concat();
    let expected: Vec<String> = (1..=ADDED).rev().map(|number| format!("added-{number:03}")).collect();
    assert_eq!(shown, expected);
    let first = otto.get("/board?text=added&turn=provider&sort=-offering").await.body;
    assert!(all(&first, ".filters__sum")[0].starts_with("120 of "), "{:?}", all(&first, ".filters__sum"));
    let elsewhere = otto.get("/board?after=%00&sort=offering").await;
    assert_eq!(elsewhere.status, 200, "what is no line is the beginning");
}

#[tokio::test]
async fn links_lead_through_the_catalog_and_back_and_keep_what_was_looked_for() {
    let stage = Scene::Demo.open().await;
    let store = stage.server.backend.store();
    let from = store.offering_named(OFFERING).await.unwrap().unwrap();
    let whole = store.offering(from).await.unwrap().unwrap();
    let by = store.person_with_email(KIM).await.unwrap().unwrap().id;
    let at = Moment::from_millis(1_779_000_000_000);
    let mut tx = store.write().await.unwrap();
    for number in 1..=ADDED {
        let scope = Scope { offering: OfferingId::new(Uuid::from_u128(number)), ..from };
        let mut content = whole.clone();
        (content.id, content.name) = (scope.offering, format!("added-{number:03}"));
        content.listing.draft.display_name = format!("Added {number:03}");
        let snapshot = SnapshotId::new(Uuid::from_u128(number + 1_000));
        tx.add_offering(scope, &content.name, false, by, at).await.unwrap();
        tx.add_snapshot(snapshot, &content, &number.to_string(), by, at).await.unwrap();
        tx.set_entry(scope, snapshot, &[], Restrictions::Public, at).await.unwrap();
    }
    tx.commit().await.unwrap();
    let stranger = stage.server.browser();
    let pages = walked(&stranger, "/catalog?q=Added+1", ".offer-tile__name a").await;
    let expected = (1..=ADDED).map(|number| format!("Added {number:03}")).filter(|name| name.contains('1'));
    let shown: Vec<String> = pages.concat().iter().map(|name| name.trim().to_owned()).collect();
    assert_eq!(shown, expected.collect::<Vec<_>>());
    let pages = walked(&stranger, "/catalog?lang=de", ".offer-tile__name a").await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>()[..2], [48, 48]);
    let second = turn(&stranger.get("/catalog?lang=de").await.body, "next").unwrap();
    assert!(second.starts_with("/catalog?after=") && second.ends_with("&lang=de"), "{second}");
    let back = turn(&stranger.get(&second).await.body, "prev").unwrap();
    assert_eq!(all(&stranger.get(&back).await.body, ".offer-tile__name a"), pages[0]);
    let elsewhere = stranger.get("/catalog?after=%00&before=moon").await;
    assert_eq!(elsewhere.status, 200, "what is no tile is the beginning");
}

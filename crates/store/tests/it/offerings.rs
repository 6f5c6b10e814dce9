//! Offerings tell nothing of each other.

use slipway_domain::ids::OfferingId;
use slipway_domain::listing::ListingDraft;
use slipway_domain::offering::{Scope, Section};
use slipway_store::SectionSave;
use uuid::Uuid;

use crate::support::{ACCOUNT, AT, House, PERSON, SCOPE};

const OTHER: Scope = Scope { account: ACCOUNT, offering: OfferingId::new(Uuid::from_u128(41)) };
const THEIRS: &str = "https://globex.example/not-published-yet/terms";

async fn links(house: &House, revision: i64, url: &str) -> Vec<String> {
    let draft = ListingDraft { terms_url: url.to_owned(), ..ListingDraft::default() };
    let save = SectionSave { scope: SCOPE, section: Section::Listing, revision, by: PERSON, at: AT };
    let mut tx = house.store.write().await.unwrap();
    tx.save_section(save, &draft, Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    house.store.offering(SCOPE).await.unwrap().unwrap().other_terms_urls
}

#[tokio::test]
async fn the_terms_page_of_another_offering_is_told_only_to_one_that_links_it_itself() {
    let house = House::open().await;
    let mut tx = house.store.write().await.unwrap();
    tx.add_offering(OTHER, "globex-cache", false, PERSON, AT).await.unwrap();
    tx.set_terms_url(OTHER, THEIRS).await.unwrap();
    tx.commit().await.unwrap();
    assert!(links(&house, 0, "https://northwind.example/terms").await.is_empty());
    assert_eq!(links(&house, 1, &format!("{THEIRS}/")).await.len(), 1, "the rule still finds it");
}

//! The scenes in which an offering that everybody sees is changed, step by step.

use slipway_backend::demo::OFFERING;
use slipway_backend::{Attempt, Backend};
use slipway_domain::listing::ListingDraft;

use super::Facts;
use super::stage::acting;

const ADA: &str = "ada@northwind.example";
const KIM: &str = "kim@northwind.example";

/// Its editor gives it another name, which customers do not see yet.
pub(super) async fn edit(backend: &Backend) {
    let kim = acting(backend, KIM).await;
    let listing = kim.offering(OFFERING).await.unwrap().offering.listing;
    let renamed = ListingDraft { display_name: "Vector Finder".to_owned(), ..listing.draft };
    kim.save_listing(OFFERING, Attempt { revision: listing.revision, operation: "" }, &renamed).await.unwrap();
}

pub(super) async fn submit(backend: &Backend) {
    acting(backend, ADA).await.submit_revision(OFFERING, "Another name.").await.unwrap();
}

pub(super) async fn publish(backend: &Backend) {
    acting(backend, ADA).await.publish_revision(OFFERING).await.unwrap();
}

/// The version that customers had first.
pub(super) async fn first_version(backend: &Backend) -> Facts {
    let released = acting(backend, ADA).await.revisions(OFFERING).await.unwrap().released;
    released.last().map(|version| ("snapshot", version.snapshot.to_string())).into_iter().collect()
}

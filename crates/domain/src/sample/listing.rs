//! What the provider of the sample typed into the listing.

use super::ISSUED;
use crate::listing::{BulletDraft, ListingDraft};

pub(super) fn listing() -> ListingDraft {
    ListingDraft {
        display_name: "Vector Search".to_owned(),
        provider_display_name: "Northwind Data".to_owned(),
        description: "Finds the nearest neighbours of a vector in milliseconds.".to_owned(),
        long_description: "Stores embeddings next to their payload. Searches them by distance and by filter."
            .to_owned(),
        icon: "/marks/vector.svg".to_owned(),
        documentation_url: ISSUED.to_owned(),
        instructions_url: ISSUED.to_owned(),
        terms_url: "https://northwind.example/vector/terms".to_owned(),
        support_url: "https://northwind.example/support".to_owned(),
        category: "databases".to_owned(),
        tags: "vector, search embeddings".to_owned(),
        bullets: vec![BulletDraft {
            title: "Fast".to_owned(),
            description: "Answers in ten milliseconds.".to_owned(),
            ..BulletDraft::default()
        }],
        ..ListingDraft::default()
    }
}

//! Pictures and videos of a file (§4.7a). What is elsewhere comes with its address; an uploaded picture only where this
//! offering has it already, because nobody fetches it.

use std::collections::BTreeSet;

use crate::export::{MediaJson, read};
use crate::listing::{ListingDraft, MOST_ITEMS, MediaDraft};
use crate::picture;

/// The rows that can be taken over, one more than there may be at most, and the addresses of the pictures that are
/// not here.
pub(super) fn told(said: &[MediaJson], listing: &ListingDraft) -> (Vec<MediaDraft>, Vec<String>) {
    let ours: BTreeSet<&str> = listing.media.iter().flat_map(|item| [item.url.trim(), item.thumbnail.trim()]).collect();
    let is_missing = |address: &str| picture::name(address).is_some() && !ours.contains(address);
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for item in said {
        let mut row = row(&item.kind, &item.url, &item.thumbnail, &item.caption);
        if is_missing(&row.thumbnail) {
            missing.push(core::mem::take(&mut row.thumbnail));
        }
        if is_missing(&row.url) {
            missing.push(row.url);
        } else if !row.is_blank() && rows.len() <= MOST_ITEMS {
            rows.push(row);
        }
    }
    (rows, missing)
}

/// As a file would say it.
pub(super) fn trimmed(item: &MediaDraft) -> MediaDraft {
    row(&item.kind, &item.url, &item.thumbnail, &item.caption)
}

fn row(kind: &str, url: &str, thumbnail: &str, caption: &str) -> MediaDraft {
    let [kind, url, thumbnail, caption] = [kind, url, thumbnail, caption].map(read::bounded);
    MediaDraft { kind, url, thumbnail, caption }
}

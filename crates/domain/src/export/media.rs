//! The media of a listing in `catalog.json`, as the catalog names their members (§4.7a).

use serde::{Deserialize, Serialize};

use crate::listing::Media;

/// Addresses of uploaded pictures are paths of the console, as that of an uploaded icon is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaJson {
    /// The name of a `MediaKind`.
    #[serde(rename = "type")]
    pub kind: String,
    pub url: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub thumbnail: String,
    #[serde(default)]
    pub caption: String,
}

impl From<Media> for MediaJson {
    fn from(Media { kind, url, thumbnail, caption }: Media) -> Self {
        Self { kind: kind.name().to_owned(), url, thumbnail, caption }
    }
}

#[cfg(test)]
mod tests {
    use crate::export::{ServiceMetadata, service};
    use crate::listing::MediaDraft;
    use crate::sample;

    #[test]
    fn media_are_written_in_their_order_and_what_is_not_set_is_left_out() {
        let mut offering = sample::offering();
        let picture = crate::picture::path(&"a".repeat(43));
        let item = |kind: &str, url: &str, thumbnail: &str| MediaDraft {
            kind: kind.to_owned(),
            url: url.to_owned(),
            thumbnail: thumbnail.to_owned(),
            caption: " A tour. ".to_owned(),
        };
        let far = "https://northwind.example/tour.mp4";
        offering.listing.draft.media =
            vec![item("video_mp_4", far, &picture), MediaDraft::new(), item("image", &picture, "")];
        let metadata = service(&offering).metadata;
        let json = serde_json::to_value(&metadata).unwrap();
        let expected = serde_json::json!([
            { "type": "video_mp_4", "url": far, "thumbnail": picture, "caption": "A tour." },
            { "type": "image", "url": picture, "caption": "A tour." },
        ]);
        assert_eq!(json["media"], expected);
        assert_eq!(serde_json::from_value::<ServiceMetadata>(json).unwrap(), metadata);
        offering.listing.draft.media.clear();
        let json = serde_json::to_value(service(&offering).metadata).unwrap();
        assert!(json.get("media").is_none(), "files without media stay as they were, to the byte");
    }
}

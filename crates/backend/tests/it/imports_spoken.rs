//! Media and translations of a file that is handed in, in the rows of the definition.

use serde_json::json;
use slipway_backend::demo::OFFERING;
use slipway_domain::import::{ImportDraft, Left};
use slipway_domain::language::Language;
use slipway_domain::translation::Translated;

use crate::support::{House, KIM};

const TOUR: &str = "https://northwind.example/import/tour.mp4";

#[tokio::test]
async fn media_and_translations_of_a_file_are_taken_over_and_those_of_a_new_plan_belong_to_it() {
    let house = House::open().await;
    let kim = house.acting(KIM).await;
    let before = kim.offering(OFFERING).await.unwrap().offering;
    let mut catalog = serde_json::to_value(slipway_domain::export::definitions(&before)).unwrap();
    let unchanged = kim.import_file(OFFERING, &catalog.to_string(), 0).await.unwrap().unwrap();
    assert_eq!((unchanged.offers, unchanged.left), (Vec::new(), Vec::new()), "its own file changes nothing");

    let service = &mut catalog["services"][0];
    let picture = format!("/pictures/{}", "z".repeat(43));
    service["metadata"]["media"] = json!([
        { "type": "video_mp_4", "url": TOUR, "caption": "A tour." },
        { "type": "image", "url": picture, "caption": "Elsewhere." },
    ]);
    let plan = json!({ "id": "silver", "name": "silver", "description": "Ten collections.", "free": true });
    service["plans"].as_array_mut().unwrap().push(plan);
    let german = &mut service["metadata"]["i18n"]["de"];
    german["displayName"] = json!("Importierte Suche");
    german["plans"]["silver"] = json!({ "description": "Zehn Sammlungen." });
    let text = catalog.to_string();

    let read = kim.import_file(OFFERING, &text, 0).await.unwrap().unwrap();
    assert_eq!(read.left, [Left::Picture(picture)]);
    let take: Vec<String> = read.offers.iter().map(|offer| offer.said.key()).collect();
    assert_eq!(take, ["listing-media", "plan:3", "translation:de"]);
    let events = house.events().await.len();
    kim.take_over_file(OFFERING, &text, &ImportDraft { choice: 0, seen: read.seen, take }).await.unwrap();

    let after = kim.offering(OFFERING).await.unwrap().offering;
    assert_eq!(after.listing.draft.media.iter().map(|item| item.url.as_str()).collect::<Vec<_>>(), [TOUR]);
    let silver = after.plans.last().unwrap();
    let german = &after.translation(Language::German).unwrap().texts;
    let of = |text: &str, source: &str| Translated { text: text.to_owned(), source: source.to_owned() };
    let name = after.listing.draft.display_name.as_str();
    assert_eq!(german.get("listing[display_name]"), Some(&of("Importierte Suche", name)));
    let key = format!("plan:{}/plan[description]", silver.id);
    assert_eq!(german.get(&key), Some(&of("Zehn Sammlungen.", "Ten collections.")));
    let history = house.events().await;
    let fields = history[0].detail.taken.as_ref().map(|taken| taken.fields.clone());
    assert_eq!(
        (history.len(), fields),
        (events + 1, Some(vec!["listing-media".to_owned(), "translations".to_owned()]))
    );
    assert_eq!(kim.import_file(OFFERING, &text, 0).await.unwrap().unwrap().offers, []);
}

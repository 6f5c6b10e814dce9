//! What a broker, and a file, say beyond the definition of the offering: a tag that can be taken over. It contradicts
//! nothing.

use slipway_backend::Acting;
use slipway_backend::demo::OFFERING;
use slipway_domain::export;
use slipway_domain::ids::BrokerId;
use slipway_osb::fake::FakeBroker;

use super::Facts;

pub(super) async fn offer(kim: &Acting, broker: &FakeBroker, id: BrokerId) -> Facts {
    let offering = kim.offering(OFFERING).await.unwrap().offering;
    let mut catalog = serde_json::to_value(export::definitions(&offering)).unwrap();
    catalog["services"][0]["tags"] = serde_json::json!(["nearest-neighbours"]);
    broker.set_catalog(catalog.clone());
    kim.register_broker(OFFERING, id).await.unwrap();
    let offered = kim.import(OFFERING, id, 0).await.unwrap().seen;
    let (wrapped, read) = (catalog.to_string(), kim.import_file(OFFERING, &catalog.to_string(), 0).await.unwrap());
    assert_eq!(read.unwrap().seen, offered, "a file that says the same offers the same");
    Facts::from([("offered", offered), ("pasted", wrapped)])
}

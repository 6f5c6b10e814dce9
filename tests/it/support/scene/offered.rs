//! What a broker says beyond the definition of the offering: a tag that can be taken over. It contradicts nothing.

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
    broker.set_catalog(catalog);
    kim.register_broker(OFFERING, id).await.unwrap();
    Facts::from([("offered", kim.import(OFFERING, id, 0).await.unwrap().seen)])
}

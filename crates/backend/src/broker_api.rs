//! The broker API of an offering, as its page tells it. Decides nothing: the requests, and what follows from answers,
//! are those of `instance`.

use slipway_domain::broker::{BrokerDraft, BrokerRecord, BrokerState, Patience};
use slipway_domain::broker_api::{Abilities, BrokerApiView, Endpoint, ExampleInstance};
use slipway_domain::ids::BrokerId;
use slipway_domain::offering::Offering;
use slipway_domain::rejection::{Kind, Rejection};
use uuid::Uuid;

use crate::broker::version;
use crate::{Acting, Result};

impl Acting {
    /// For the broker of that id; empty: for the first one that a deployment names, or else the first one.
    pub async fn broker_api(&self, name: &str, broker: &str) -> Result<BrokerApiView> {
        let view = self.offering(name).await?;
        let offering = &view.offering;
        let (record, missing) = (chosen(offering, broker)?, as_it_begins());
        let (id, record) = (record.map(|record| record.id), record.unwrap_or(&missing));
        let version = version(record);
        let abilities = Abilities::of(offering, id, version.has_async_bindings());
        let instance = ExampleInstance::of(offering, id);
        let calls = self.backend().documented(offering, record, &instance, abilities)?;
        let left_out = Endpoint::ALL.into_iter().filter_map(|endpoint| Some((endpoint, endpoint.left_out(abilities)?)));
        let patience = record.draft.patience();
        let call = patience.call.min(self.backend().outbound().limits().total);
        Ok(BrokerApiView {
            broker: id,
            version: version.to_string(),
            instance,
            calls,
            left_out: left_out.collect(),
            patience: Patience { call, ..patience },
            view,
        })
    }
}

fn chosen<'a>(offering: &'a Offering, broker: &str) -> Result<Option<&'a BrokerRecord>> {
    if broker.is_empty() {
        return Ok(offering.brokers_in_use().next().or_else(|| offering.brokers.first()));
    }
    let found = BrokerId::parse(broker).ok().and_then(|id| offering.brokers.iter().find(|record| record.id == id));
    found.map(Some).ok_or_else(|| Rejection::NotFound(Kind::Broker).into())
}

/// A broker that nobody has added yet.
fn as_it_begins() -> BrokerRecord {
    BrokerRecord {
        id: BrokerId::new(Uuid::nil()),
        draft: BrokerDraft::default(),
        has_password: false,
        state: BrokerState::Unregistered,
        revision: 0,
        saved: None,
        last_fetch: None,
        open_call: None,
        incidents: Vec::new(),
    }
}
